"""The total in one line above the page, where the window is too narrow for the panel."""

from PySide6.QtWidgets import QFrame

from pcf.findings import Severity
from pcf.results.contributions import totals
from pcf.results.display import MISSING, significant
from pcf.results.summary import per_declared_unit
from ui.desk import Desk
from ui.shell.result_state import result_state, why_no_number
from ui.widgets.basics import row, text_label


class TotalStrip(QFrame):
    """Total, how much it is worth, and how many findings stand in the way."""

    def __init__(self, desk: Desk) -> None:
        """Make it empty."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "status")
        self.setFixedHeight(desk.look.px(40))
        self.total = text_label(MISSING, "card_title")
        self.unit = text_label("", "hint")
        self.chip = text_label("", "state_chip")
        self.chip.setFixedHeight(desk.look.px(20))
        self.findings = text_label("", "label")
        layout = row(self.total, self.unit, 8, self.chip, None, self.findings)
        layout.setContentsMargins(16, 0, 16, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the newest calculation."""
        texts, opened = self._desk.texts, self._desk.open
        result = opened.result
        state = result_state(opened)
        self.chip.setVisible(state is not None)
        if state is not None:
            self.chip.setText(texts(f"ui.panel.state-{state.key}"))
            self.chip.setProperty("state", state.tone)
            self.chip.style().unpolish(self.chip)
            self.chip.style().polish(self.chip)
        counts = []
        for severity in Severity:
            count = sum(each.severity is severity for each in opened.findings)
            if count and severity is not Severity.NOTE:
                counts.append(f"{count} {texts(f'ui.panel.count-{severity.value}')}")
        self.findings.setText(" · ".join(counts))
        if result is None or not result.lines:
            self.total.setText(MISSING)
            self.unit.setText(texts(why_no_number(opened)))
            return
        self.total.setText(significant(totals(result).headline))
        per = texts("ui.panel.per", unit=per_declared_unit(result, texts))
        self.unit.setText(f"{texts('ui.unit.kg-co2e')} {per}")
