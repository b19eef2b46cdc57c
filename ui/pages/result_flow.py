"""The flow diagram of a result over its table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QTableWidgetItem, QWidget

from pcf.charts.flow import LIMIT, Flow, FlowLink, flow_of
from pcf.results.display import fixed, percent
from pcf.results.names import Names
from pcf.results.result import PcfResult
from ui.desk import Desk
from ui.widgets.basics import Card, column, row, text_label
from ui.widgets.chart_tools import ChartTools
from ui.widgets.flow_diagram import FlowDiagram
from ui.widgets.shown_table import LEFT, RIGHT, shown_table

_LIMITS = (0.0, LIMIT, 0.01, 0.02, 0.05)
_HEADS = ("from", "to", "kg", "share", "source")
_NUMBERS = frozenset({2, 3})


class FlowTab(QWidget):
    """Diagram over table; what is chosen in one is chosen in the other."""

    def __init__(self, desk: Desk) -> None:
        """Build both."""
        super().__init__()
        self._desk = desk
        self._result: PcfResult | None = None
        self._names: Names | None = None
        self._flow = Flow((), (), 0.0, 0.0)
        self._links: list[FlowLink] = []
        texts, unit = desk.texts, desk.texts("chart.unit")
        self.title = text_label("", "card_title", wrap=True)
        self.diagram = FlowDiagram(desk)
        self.diagram.setAccessibleName(texts("chart.flow"))
        self.limit = QComboBox()
        for share in _LIMITS:
            self.limit.addItem(percent(share, 1), share)
        self.limit.setCurrentIndex(_LIMITS.index(LIMIT))
        self.limit.activated.connect(lambda _: self._draw())
        named = text_label(texts("ui.results.hide-below"), "label")
        named.setBuddy(self.limit)
        self.limit.setAccessibleName(named.text())
        self.tools = ChartTools(desk, "flow", self.diagram, limit=lambda: self._limit)
        head = row(self.title, named, self.limit, self.tools)
        head.setStretch(0, 1)
        heads = [
            texts("ui.results.head-share" if each == "share" else f"chart.head-{each}", unit=unit)
            for each in _HEADS
        ]
        self.table = shown_table(desk, heads, _NUMBERS, dict.fromkeys(_NUMBERS, 96))
        self.table.setAccessibleName(texts("ui.results.flow-table"))
        card = Card()
        card.body.setContentsMargins(4, 10, 4, 8)
        card.add(self.diagram, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(card)
        split.addWidget(self.table)
        split.setChildrenCollapsible(False)
        split.setSizes([desk.look.px(410), desk.look.px(170)])
        whole = column(head, split, spacing=8)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.diagram.chosen.connect(self._choose_row)
        self.diagram.opened.connect(desk.shell.go_to_node)
        self.table.currentCellChanged.connect(lambda place, *_: self._choose_ribbon(place))
        self.table.activated.connect(lambda index: self._open(index.row()))

    @property
    def _limit(self) -> float:
        return float(self.limit.currentData())

    def show_result(self, result: PcfResult, names: Names) -> None:
        """Show the flows of a result."""
        self._result, self._names = result, names
        self._draw()

    def _draw(self) -> None:
        if self._result is None or self._names is None:
            return
        texts = self._desk.texts
        self._flow = flow_of(self._result, self._names, texts, self._limit)
        self.diagram.show_flow(self._flow)
        named = {(node.column, node.key): node for node in self._flow.nodes}
        first = next(iter(self._flow.nodes), None)
        share = first.kg_co2e / self._flow.emitted if first and self._flow.emitted else None
        name = first.name if first else ""
        self.title.setText(
            texts("ui.results.flow-title", name=name, share=percent(share, 0)) if name else ""
        )
        wanted = self._links = list(self._flow.links)
        self.table.setRowCount(len(wanted))
        net = self._flow.net
        for place, link in enumerate(wanted):
            origin, target = named[link.origin], named[link.target]
            cells = (
                origin.name,
                target.name,
                fixed(link.kg_co2e, 2),
                percent(link.kg_co2e / net) if net > 0 else "",
                origin.source,
            )
            for at, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(RIGHT if at in _NUMBERS else LEFT)
                self.table.setItem(place, at, item)

    def _choose_row(self, link: FlowLink) -> None:
        if link in self._links:
            self.table.selectRow(self._links.index(link))

    def _choose_ribbon(self, place: int) -> None:
        if 0 <= place < len(self._links):
            self.diagram.choose(self._links[place])

    def _open(self, place: int) -> None:
        """Go to the study node that a row leads to."""
        named = {(node.column, node.key): node for node in self._flow.nodes}
        target = named[self._links[place].target]
        if target.node:
            self._desk.shell.go_to_node(target.node)
