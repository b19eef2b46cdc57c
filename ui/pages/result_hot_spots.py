"""The hot spots of a result: treemap over the ranked table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QTableWidgetItem, QWidget

from pcf.charts.contributors import DECISIVE, decisive_count, statement_contributors
from pcf.results.display import fixed, percent
from pcf.results.names import Names
from pcf.results.result import PcfResult
from ui.desk import Desk
from ui.widgets.basics import button, column, row, text_label
from ui.widgets.chart_tools import ChartTools
from ui.widgets.result_charts import Treemap
from ui.widgets.shown_table import RIGHT, shown_table

_HEADS = ("rank", "name", "where", "stage", "kg", "share", "sum")
_NUMBERS = frozenset(_HEADS.index(each) for each in ("rank", "kg", "share", "sum"))


class HotSpots(QWidget):
    """Treemap over the ranked table; a click in one chooses in the other."""

    def __init__(self, desk: Desk) -> None:
        """Build both."""
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self.title = text_label("", "card_title", wrap=True)
        self.map = Treemap(desk)
        heads = [texts(f"ui.results.head-{each}") for each in _HEADS]
        widths = {0: 36, 2: 110, 3: 156, 4: 70, 5: 66, 6: 72}
        self.table = shown_table(desk, heads, _NUMBERS, widths)
        self.table.setAccessibleName(texts("ui.results.tab-hot-spots"))
        copy = button(texts("ui.checks.copy"), self.copy, look=desk.look, icon="copy", role="link")
        self.tools = ChartTools(desk, "hot-spots", self.map)
        head_row = row(self.title, copy, self.tools)
        head_row.setStretch(0, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.map)
        split.addWidget(self.table)
        split.setChildrenCollapsible(False)
        split.setSizes([desk.look.px(340), desk.look.px(240)])
        whole = column(head_row, split, spacing=8)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.map.chosen.connect(self._choose_row)
        self.map.opened.connect(desk.shell.go_to_node)
        self.table.currentCellChanged.connect(lambda place, *_: self._choose_tile(place))
        self.table.activated.connect(lambda index: desk.shell.go_to_node(self._key(index.row())))

    def show_result(self, result: PcfResult, names: Names) -> None:
        """Show the contributors of a result."""
        texts, look = self._desk.texts, self._desk.look
        parts = statement_contributors(result, names)
        decisive = decisive_count(parts)
        self.map.show_parts(parts)
        self.table.setRowCount(len(parts))
        running = 0.0
        for place, part in enumerate(parts):
            running += part.share or 0.0
            cells = (
                str(place + 1),
                part.name,
                names.owner(part.key),
                texts(f"stage.{part.stage}"),
                fixed(part.kg_co2e, 2),
                percent(part.share),
                percent(running),
            )
            for at, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, part.key)
                item.setToolTip(text)
                if at in _NUMBERS:
                    item.setTextAlignment(RIGHT)
                if place + 1 > decisive:
                    item.setForeground(look.colour("text2"))
                self.table.setItem(place, at, item)
        share = percent(DECISIVE, 0)
        self.title.setText(texts("ui.results.hot-spots", count=decisive, share=share))

    def copy(self) -> None:
        """Copy the table as a block that a spreadsheet takes."""
        lines = [
            "\t".join(self._words(place, at) for at in range(len(_HEADS)))
            for place in range(self.table.rowCount())
        ]
        QApplication.clipboard().setText("\n".join(lines))
        self._desk.shell.toast(self._desk.texts("ui.checks.copied"))

    def _words(self, place: int, at: int) -> str:
        item = self.table.item(place, at)
        return item.text() if item is not None else ""

    def _key(self, place: int) -> str:
        item = self.table.item(place, 0)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _choose_row(self, key: str) -> None:
        for place in range(self.table.rowCount()):
            if self._key(place) == key:
                self.table.selectRow(place)
                return

    def _choose_tile(self, place: int) -> None:
        self.map.choose(self._key(place))
