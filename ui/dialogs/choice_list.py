"""A dialog in which several of a list are ticked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from pcf.errors import InputError
from ui.desk import Desk
from ui.dialogs.form_dialog import form_dialog
from ui.widgets.basics import button, row, text_label


class ChoiceList(QDialog):
    """Several of a list, each ticked or not."""

    def __init__(  # noqa: PLR0913, PLR0917  what it is called, what it offers, where it goes
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        offered: list[tuple[Any, str]],
        chosen: tuple[Any, ...],
        take: Callable[[tuple[Any, ...]], object],
    ) -> None:
        """Show what is offered, ticked where it is chosen."""
        super().__init__(parent)
        self._desk, self._offered, self._hand_on = desk, offered, take
        texts = desk.texts
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        for value, words in offered:
            item = QListWidgetItem(words)
            ticked = value in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.fault = text_label("", "body", wrap=True)
        self.fault.setProperty("state", "fault")
        done = button(texts("ui.record.take"), self._take, role="primary")
        cancel = button(texts("ui.task.cancel"), self.reject)
        form_dialog(self, desk, title, self.list, self.fault, row(None, cancel, done))

    def _take(self) -> None:
        ticked = tuple(
            value
            for place, (value, _) in enumerate(self._offered)
            if self.list.item(place).checkState() is Qt.CheckState.Checked
        )
        try:
            self._hand_on(ticked)
        except InputError as error:
            self.fault.setText(self._desk.texts.error(error))
            return
        self.accept()
