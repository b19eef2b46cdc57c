"""The strip at the top of the page: a fault in words, until it is mended or put away."""

from PySide6.QtWidgets import QFrame, QLabel

from pcf.findings import Severity
from ui.desk import Desk
from ui.widgets.basics import icon_button, row, text_label


class Strip(QFrame):
    """One fault or lasting remark; a newer one takes its place."""

    def __init__(self, desk: Desk) -> None:
        """Make it, hidden."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "strip")
        self._sign = QLabel()
        self.text = text_label("", "body", wrap=True)
        close = icon_button(desk.look, "x", desk.texts("ui.strip.close"), self.hide)
        layout = row(self._sign, self.text, close, spacing=10)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._lasts = False
        self.hide()

    def overtake(self) -> None:
        """Go when the study changes: the fault was of an edit that is past."""
        if not self._lasts:
            self.hide()

    def say(
        self,
        text: str,
        severity: Severity = Severity.BLOCKS_DOCUMENT,
        *,
        lasts: bool = False,
    ) -> None:
        """Show a text with the sign of a severity; `lasts` keeps it when the study changes."""
        self._lasts = lasts
        self._sign.setPixmap(self._desk.look.severity_pixmap(severity, 18))
        self.setProperty("state", severity.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.text.setText(text)
        self.show()
