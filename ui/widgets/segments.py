"""A few choices side by side, of which one holds."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from ui.widgets.basics import row


class Segments(QWidget):
    """Buttons of which one is chosen; arrow keys go from one to the next."""

    chosen = Signal(object)
    """The value of the button that was chosen by the user."""

    def __init__(
        self, choices: Sequence[tuple[str, Any]], current: object, *, stretches: bool = False
    ) -> None:
        """Make the buttons.

        Args:
            choices: words and value of each.
            current: value that is chosen at first.
            stretches: they share the whole width.
        """
        super().__init__()
        self._values = [value for _, value in choices]
        self._group = QButtonGroup(self)
        layout = row(spacing=0)
        for place, (words, value) in enumerate(choices):
            made = QToolButton()
            made.setText(words)
            made.setCheckable(True)
            made.setProperty("role", "segment")
            made.setChecked(value == current)
            if stretches:
                policy = made.sizePolicy()
                policy.setHorizontalPolicy(policy.Policy.Expanding)
                made.setSizePolicy(policy)
            self._group.addButton(made, place)
            layout.addWidget(made, int(stretches))
        if not stretches:
            layout.addStretch(1)
        self.setLayout(layout)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))

    @property
    def value(self) -> Any:  # noqa: ANN401  whatever the choices are
        """Give the chosen value."""
        return self._values[self._group.checkedId()]

    def button(self, value: object) -> QToolButton:
        """Give the button of a value."""
        made = self._group.button(self._values.index(value))
        assert isinstance(made, QToolButton)
        return made

    def choose(self, value: object) -> None:
        """Choose a value without a signal."""
        self.button(value).setChecked(True)
