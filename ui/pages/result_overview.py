"""The overview of a result: stages, split, interval, and what it rests on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QScrollArea,
    QWidget,
)

from pcf.background.elementary import ImpactCategory
from pcf.charts.contributors import stage_contributors
from pcf.results.contributions import totals
from pcf.results.data_quality import INDICATORS, assess
from pcf.results.display import MISSING, fixed, percent, significant, with_unit
from pcf.results.names import Names
from pcf.results.quality_words import interval_remarks
from pcf.results.result import PcfResult
from pcf.results.uncertainty import interval
from ui.desk import Desk
from ui.widgets.basics import Card, column, row, rule, text_label
from ui.widgets.category_swatch import CategorySwatch
from ui.widgets.chart_tools import ChartTools
from ui.widgets.result_charts import StageBars


class Overview(QScrollArea):
    """Stages, split, interval and what the result rests on."""

    def __init__(self, desk: Desk) -> None:
        """Build the cards."""
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self.setWidgetResizable(True)
        self.bars = StageBars(desk)
        self.stages = Card("-", ChartTools(desk, "stages", self.bars))
        self.stages.add(self.bars)
        self.split = Card(texts("ui.results.split"))
        self._rows = QGridLayout()
        self._rows.setColumnStretch(1, 1)
        self._rows.setVerticalSpacing(6)
        self.split.add(self._rows)
        self.spread = Card("-")
        self.spread_words = text_label("", "body", wrap=True)
        self.spread.add(self.spread_words)
        self.spread.body.addStretch(1)
        self.facts = {each: text_label(MISSING, "card_title") for each in _FACTS}
        strip = Card()
        cells = [
            column(text_label(texts(f"ui.results.fact-{each}"), "hint", wrap=True), value)
            for each, value in self.facts.items()
        ]
        strip.add(row(*cells, spacing=16))
        pair = row(self.split, self.spread, spacing=12)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        inner = QWidget()
        whole = column(self.stages, pair, strip, None, spacing=12)
        whole.setContentsMargins(0, 4, 8, 0)
        inner.setLayout(whole)
        self.setWidget(inner)

    def show_result(self, result: PcfResult, names: Names) -> None:
        """Show a result."""
        texts = self._desk.texts
        parts = stage_contributors(result, names)
        largest = max(parts, key=lambda part: part.kg_co2e)
        self.stages.say(
            texts("ui.results.arises", share=percent(largest.share, 0), stage=largest.name)
        )
        self.bars.show_parts(parts)
        self._show_split(result)
        self._show_spread(result)
        self._show_facts(result)

    def show_record(self, result: PcfResult) -> None:
        """Show how far both procedures are apart."""
        if result.record is not None:
            self.facts["agreement"].setText(f"{result.record.deviation:.1e}")

    def _show_split(self, result: PcfResult) -> None:
        texts = self._desk.texts
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        known = totals(result)
        in_headline = [each for each in ImpactCategory if each.in_headline]
        beside = [
            each for each in ImpactCategory if each.in_total_with_uptake and not each.in_headline
        ]
        self._put_categories(in_headline, known.categories)
        self._put_sum("ui.panel.title", known.headline)
        self._put_categories(beside, known.categories)
        self._put_sum("ui.results.with-uptake", known.with_uptake)
        self._put_categories([ImpactCategory.AIRCRAFT], known.categories)
        self.split.setAccessibleName(texts("ui.results.split"))

    def _put_categories(
        self, categories: list[ImpactCategory], values: dict[ImpactCategory, float]
    ) -> None:
        for each in categories:
            place = self._rows.rowCount()
            number = text_label(fixed(values[each], 2), "number")
            self._rows.addWidget(CategorySwatch(self._desk, each), place, 0)
            name = self._desk.texts(f"category.{each.value}")
            self._rows.addWidget(text_label(name, "body", wrap=True), place, 1)
            self._rows.addWidget(number, place, 2, Qt.AlignmentFlag.AlignRight)

    def _put_sum(self, key: str, value: float) -> None:
        place = self._rows.rowCount()
        self._rows.addWidget(rule(), place, 0, 1, 3)
        self._rows.addWidget(text_label(self._desk.texts(key), "bold"), place + 1, 0, 1, 2)
        number = text_label(fixed(value, 2), "bold")
        self._rows.addWidget(number, place + 1, 2, Qt.AlignmentFlag.AlignRight)

    def _show_spread(self, result: PcfResult) -> None:
        texts = self._desk.texts
        found = interval(result)
        if found is None or not found.spreads:
            self.spread.say(texts("ui.results.no-spread"))
            self.spread_words.setText(texts("ui.results.no-spread-hint"))
            return
        if not found.is_telling:
            self.spread.say(texts("ui.results.no-spread"))
            self.spread_words.setText(" ".join(interval_remarks(found, texts)))
            return
        low, high = significant(found.low), significant(found.high)
        self.spread.say(texts("ui.results.spread", low=low, high=high))
        self.spread_words.setText(
            texts("ui.results.spread-hint", certain=percent(found.certain_share))
        )

    def _show_facts(self, result: PcfResult) -> None:
        quality = assess(result)
        ratings = [getattr(quality, name) for name in INDICATORS]
        known = [each for each in ratings if each is not None]
        mean = sum(known) / len(known) if known else None
        uptake = totals(result).with_uptake
        location = result.location.headline if result.location is not None else None
        words = {
            "primary": percent(quality.primary_share),
            "quality": fixed(mean, 1),
            "uptake": with_unit(significant(uptake), "kg"),
            "location": with_unit(significant(location), "kg") if location is not None else MISSING,
            "agreement": self._desk.texts("ui.results.not-solved"),
        }
        for each, value in words.items():
            self.facts[each].setText(value)


_FACTS = ("primary", "quality", "uptake", "location", "agreement")
