"""All that is known of a data set: what it is, where it was read, under which licence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QWidget

from pcf.background.dataset import DataSet
from pcf.results.display import significant
from pcf.results.names import unit_name
from ui.desk import Desk
from ui.widgets.basics import column, text_label


class DataSetDetails(QScrollArea):
    """The facts of one data set below each other; its texts can be selected and copied."""

    def __init__(self, desk: Desk) -> None:
        """Show nothing yet."""
        super().__init__()
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_data_set(None)

    def show_data_set(self, data_set: DataSet | None) -> None:
        """Show a data set, None for none."""
        inner = QWidget()
        if data_set is None:
            hint = text_label(self._desk.texts("ui.data.none-chosen"), "hint", wrap=True)
            inner.setLayout(column(hint, None))
        else:
            inner.setLayout(column(*self._words(data_set), None, spacing=10))
        self.setWidget(inner)

    def _words(self, data_set: DataSet) -> list[QWidget]:
        texts = self._desk.texts
        first = texts.choose(data_set.name_en, data_set.name_zh)
        other = data_set.name_zh if first == data_set.name_en else data_set.name_en
        unit = unit_name(data_set.unit, texts)
        value = text_label(significant(data_set.kg_co2e), "big_number")
        per = text_label(texts("ui.data.per", unit=unit), "hint")
        facts = QWidget()
        form = QFormLayout(facts)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for key, words in self._facts(data_set):
            if words:
                said = text_label(words, "body", wrap=True)
                said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                name = text_label(texts(f"ui.data.fact-{key}"), "label")
                name.setAlignment(Qt.AlignmentFlag.AlignTop)
                name.setContentsMargins(0, 1, 0, 0)
                form.addRow(name, said)
        title = text_label(first, "card_title", wrap=True)
        return [title, text_label(other, "hint", wrap=True), value, per, facts]

    def _facts(self, data_set: DataSet) -> list[tuple[str, str]]:
        texts = self._desk.texts
        source = data_set.source
        bounds = (data_set.low, data_set.high)
        known = all(each is not None for each in bounds)
        place = f"place.{data_set.geography}"
        return [
            ("bounds", " – ".join(significant(each) for each in bounds) if known else ""),
            ("place", texts(place) if texts.has(place) else data_set.geography),
            ("year", str(data_set.year or "")),
            ("boundary", data_set.boundary),
            ("confidence", texts(f"confidence.{data_set.confidence.value}")),
            ("report", texts(f"report.{data_set.report.value}")),
            ("split", texts(f"split.{data_set.split.value}")),
            ("source", source.title),
            ("publisher", f"{source.publisher}, {source.year}"),
            ("locator", data_set.source_locator),
            ("licence", data_set.licence),
            ("note", data_set.note),
            ("id", str(data_set.ref)),
        ]
