"""One finding in full: what, why and how to mend it, with a way to the field and to an answer."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from pcf.findings import Finding
from pcf.model.edits import Insert
from pcf.model.scope import Answer
from pcf.results.checklist import rule_of
from pcf.texts import Language
from ui.desk import Desk
from ui.widgets.basics import button, column, row, text_label


class FindingCard(QFrame):
    """The finding that a table or cell is on; hidden while there is none."""

    answered = Signal()
    clicked = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        goes: bool = False,
        mends: Callable[[Finding], object] | None = None,
        mend_words: Callable[[Finding], str] | None = None,
    ) -> None:
        """Make it.

        Args:
            desk: of the window.
            goes: offers the way to the field, where it is not beside the card anyway.
            mends: does what mends a finding, offered in place of the way.
            mend_words: says what `mends` does, "" where it can do nothing.
        """
        super().__init__()
        self._desk = desk
        self._finding: Finding | None = None
        texts = desk.texts
        self.setProperty("role", "finding")
        self._sign = QLabel()
        self.what = text_label("", "bold", wrap=True)
        self.mend = text_label("", "body", wrap=True)
        self._mends = mends or (self._go_there if goes else None)
        self._mend_words = mend_words
        self.go = button(texts("ui.finding.go"), self._on_go)
        self.go.hide()
        self.not_applicable = button(texts("ui.finding.not-applicable"), self._on_answer)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(texts("ui.finding.reason"))
        self.reason.setAccessibleName(texts("ui.finding.reason"))
        self.reason.returnPressed.connect(self._on_reason)
        self._answer = QWidget()
        save = button(texts("ui.finding.save-reason"), self._on_reason)
        self._answer.setLayout(row(self.reason, save))
        self._answer.hide()
        words = column(self.what, self.mend, self._answer, spacing=2)
        layout = row(self._sign, words, self.not_applicable, self.go, spacing=10)
        layout.setStretch(1, 1)
        layout.setContentsMargins(14, 10, 12, 10)
        self.setLayout(layout)
        self.hide()

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding, None for none."""
        self.setVisible(finding is not None)
        if finding is None or finding == self._finding:
            return
        self._finding = finding
        self._answer.hide()
        self._sign.setPixmap(self._desk.look.severity_pixmap(finding.severity, 20))
        self.what.setText(self._desk.texts.what(finding))
        self.mend.setText(self._desk.texts.mend(finding))
        self.setProperty("state", finding.severity.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.not_applicable.setVisible(self._may_be_answered(finding))
        if self._mend_words is not None:
            self.go.setText(self._mend_words(finding))
        self.go.setVisible(self._mends is not None and bool(self.go.text()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click."""
        super().mousePressEvent(event)
        self.clicked.emit()

    def _may_be_answered(self, finding: Finding) -> bool:
        """Tell whether "not applicable, because …" can stand in place of mending it."""
        calculation, rule = self._desk.open.calculation, rule_of(finding)
        rows = calculation.checklist if calculation else ()
        return any(each.id == rule and not each.is_final for each in rows)

    def _on_go(self) -> None:
        if self._finding is not None and self._mends is not None:
            self._mends(self._finding)

    def _go_there(self, finding: Finding) -> None:
        self._desk.shell.go_to_node(finding.node or self._desk.open.study.id, finding.field)

    def _on_answer(self) -> None:
        self._answer.show()
        self.reason.setFocus()

    def _on_reason(self) -> None:
        words = self.reason.text().strip()
        if self._finding is None or not words:
            return
        rule = rule_of(self._finding)
        is_chinese = self._desk.texts.language is Language.CHINESE
        said = {"reason_zh": words} if is_chinese else {"reason": words}
        study = self._desk.open.study.id
        if self._desk.edit(Insert(parent=study, index=-1, node=Answer(rule=rule, **said))):
            self.reason.clear()
            self._answer.hide()
            self.answered.emit()
