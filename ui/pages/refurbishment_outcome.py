"""What a refurbishment case comes to: scenarios side by side, charts, methods, findings."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from pcf.circularity.case import CaseResult, Scenario
from pcf.circularity.case_words import KG, fleet_unit, rate_words
from pcf.circularity.published_methods import Method, ademe_per_year, ivl, lx, lx_annual, market_mix
from pcf.circularity.refurbishment import Terms
from pcf.errors import InputError
from pcf.findings import Finding, Severity
from pcf.results.display import significant
from ui.desk import Desk
from ui.widgets.avoided_charts import AvoidedBars, BreakEvenChart
from ui.widgets.basics import Card, column, row, text_label
from ui.widgets.chart_tools import ChartTools
from ui.widgets.finding_card import FindingCard

_KG_PER_T = 1000.0
_FINDINGS_SHOWN = 12


class RefurbishmentOutcome(QWidget):
    """Three scenarios, the break-even, the average device, published methods, findings."""

    def __init__(self, desk: Desk, case_id: Callable[[], str]) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk, self._case_id = desk, case_id
        texts = desk.texts
        self.scenarios = [ScenarioCard(desk) for _ in range(3)]
        self.waiting = text_label(texts("ui.circularity.no-number"), "hint", wrap=True)
        self.chart = BreakEvenChart(desk)
        self.break_even = self._chart_card("break-even", self.chart)
        self.waterfall = AvoidedBars(desk, "device")
        self.device = self._chart_card("device", self.waterfall)
        self.bars = AvoidedBars(desk, "fleet")
        self.fleet = self._chart_card("fleet", self.bars)
        self.methods = Card(texts("ui.circularity.methods"))
        self._method_rows = QGridLayout()
        self._method_rows.setHorizontalSpacing(16)
        self._method_rows.setColumnStretch(1, 1)
        self.methods.add(text_label(texts("ui.circularity.methods-hint"), "hint", wrap=True))
        self.methods.add(self._method_rows)
        self.blocking = _FindingList(desk, "ui.circularity.blocking")
        self.findings = _FindingList(desk, "ui.circularity.findings")
        cards = row(*self.scenarios, spacing=12)
        for place in range(3):
            cards.setStretch(place, 1)
        charts = row(self.break_even, self.device, spacing=12)
        charts.setStretch(0, 1)
        charts.setStretch(1, 1)
        self.head = QWidget()
        above = column(self.waiting, cards, self.blocking, spacing=12)
        above.setContentsMargins(0, 0, 0, 0)
        self.head.setLayout(above)
        layout = column(charts, self.fleet, self.methods, self.findings, spacing=12)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.show_result(None)

    def show_result(self, result: CaseResult | None) -> None:
        """Show the newest calculation of the case."""
        has_number = result is not None and bool(result.scenarios)
        self.waiting.setVisible(not has_number and bool(result and result.case.categories))
        for each in (*self.scenarios, self.break_even, self.device, self.fleet, self.methods):
            each.setVisible(has_number)
        self._show_findings(result)
        if result is None or not has_number:
            return
        for card, scenario in zip(self.scenarios, result.scenarios, strict=True):
            card.show_scenario(scenario, result)
        self.chart.show_result(result)
        self.waterfall.show_result(result)
        self.bars.show_result(result)
        self._say_units(result)
        self._show_methods(result)

    def _chart_card(self, kind: str, chart: QWidget) -> Card:
        tools = ChartTools(self._desk, kind, chart, case=self._case_id)
        card = Card("-", tools)
        card.add(chart)
        return card

    def _say_units(self, result: CaseResult) -> None:
        """Say above each chart what its numbers are, and under which displacement rate."""
        texts, unit = self._desk.texts, fleet_unit(result)[0]
        rate = rate_words(result.headline.displacement) if result.headline else ""
        self.device.say(texts("ui.circularity.device", unit=KG, rate=rate))
        self.fleet.say(texts("ui.circularity.fleet-bars", unit=unit, rate=rate))
        if result.break_even is None:
            self.break_even.say(texts("ui.circularity.break-even", unit=unit))
        else:
            turn = significant(result.break_even)
            self.break_even.say(texts("ui.circularity.break-even-at", unit=unit, rate=turn))

    def _show_methods(self, result: CaseResult) -> None:
        _clear(self._method_rows)
        texts = self._desk.texts
        lives = [each for each in result.lives if each.terms is not None]
        heads = ["", *(Method)]
        for place, head in enumerate(heads):
            words = texts(f"avoided-method.{head.value}") if isinstance(head, Method) else ""
            label = text_label(words, "hint", wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            self._method_rows.addWidget(label, 0, place)
            self._method_rows.setColumnStretch(place, 2 if not place else 1)
        for number, life in enumerate(lives, 1):
            name = texts.choose(life.category.name, life.category.name_zh) or life.category.id
            self._method_rows.addWidget(text_label(name, "body"), number, 0)
            share = life.category.market_share
            if life.terms is None:
                continue
            for place, method in enumerate(Method, 1):
                said, tip = self._by_method(method, life.terms, share.value if share else None)
                label = text_label(said, "number")
                label.setToolTip(tip)
                self._method_rows.addWidget(label, number, place, Qt.AlignmentFlag.AlignRight)

    def _by_method(self, method: Method, terms: Terms, market: float | None) -> tuple[str, str]:
        """Give what a method gives, and what its tip says."""
        texts = self._desk.texts
        said, tip = "–", ""
        match method:
            case Method.LX:
                said = significant(lx(terms))
            case Method.LX_ANNUAL:
                try:
                    lx_annual(terms)
                except InputError as error:
                    said, tip = texts("ui.circularity.refused"), texts.error(error)
            case Method.IVL:
                said = significant(ivl(terms))
            case Method.ADEME:
                said = significant(ademe_per_year(terms))
            case Method.MARKET_MIX if market is not None:
                said = significant(market_mix(terms, market))
            case _:
                tip = texts("ui.circularity.no-market-share")
        return said, tip

    def _show_findings(self, result: CaseResult | None) -> None:
        """Show what keeps the document back first, what is to be known last."""
        found = result.findings if result else ()
        worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        self.blocking.show_findings([each for each in found if each.severity in worst])
        self.findings.show_findings([each for each in found if each.severity is Severity.WARNING])


class _FindingList(Card):
    """Findings with a way to where each is mended; hidden while there are none."""

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__(desk.texts(key))
        self._desk = desk
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(self._rows)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show findings, the first ones in full."""
        _clear(self._rows)
        self.setVisible(bool(found))
        for each in found[:_FINDINGS_SHOWN]:
            card = FindingCard(self._desk, goes=True)
            card.show_finding(each)
            self._rows.addWidget(card)
        left = len(found) - _FINDINGS_SHOWN
        if left > 0:
            more = self._desk.texts("ui.circularity.more-findings", count=left)
            self._rows.addWidget(text_label(more, "hint"))


class ScenarioCard(QFrame):
    """One displacement rate with what the fleet avoids under it."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self.setProperty("role", "card")
        self.name = text_label("", "bold")
        self.value = text_label("", "big_number")
        self.unit = text_label(desk.texts("ui.unit.t-co2e"), "hint")
        self.interval = text_label("", "label", wrap=True)
        self.why = text_label("", "hint", wrap=True)
        layout = column(
            self.name, row(self.value, self.unit, None), self.interval, self.why, None, spacing=4
        )
        layout.setContentsMargins(16, 12, 16, 12)
        self.setLayout(layout)

    def show_scenario(self, scenario: Scenario, result: CaseResult) -> None:
        """Show a scenario; what is below zero is said as added, in words too."""
        texts, fleet = self._desk.texts, scenario.fleet
        self.name.setText(
            f"{texts(f'scenario.{scenario.name}')}, d = {scenario.displacement.rate:g}"
        )
        self.value.setText(significant(fleet.value / _KG_PER_T))
        is_harm = fleet.value < 0
        ink = self._desk.look.severity(Severity.BLOCKS_DOCUMENT) if is_harm else None
        self.value.setStyleSheet(f"color: {ink.name()}" if ink is not None else "")
        if result.is_certain:
            self.interval.setText(texts("ui.circularity.no-interval"))
        else:
            low, high = (significant(each / _KG_PER_T) for each in (fleet.low, fleet.high))
            self.interval.setText(texts("ui.panel.interval", low=low, high=high))
        words = [texts("ui.circularity.adds" if is_harm else "ui.circularity.avoids")]
        if scenario is result.headline:
            stated = scenario.displacement
            sourced = stated.source.strip() or stated.source_zh.strip()
            key = "headline-sourced" if sourced else "headline-lowest"
            words.append(texts(f"ui.circularity.{key}"))
        self.why.setText("\n".join(words))
        self.setProperty("state", "headline" if scenario is result.headline else "")
        self.style().unpolish(self)
        self.style().polish(self)


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
