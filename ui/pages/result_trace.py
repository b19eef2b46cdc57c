"""The trace of a result: each number down to where it was read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from pcf.inventory.inventory import Stage
from pcf.results.contributions import totals
from pcf.results.display import MISSING, fixed, significant, with_unit
from pcf.results.names import Names
from pcf.results.result import PcfResult
from ui.desk import Desk
from ui.widgets.basics import Card, column
from ui.widgets.data_set_details import DataSetDetails

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Trace(QWidget):
    """Total, stage, statement, data set: each number down to where it was read."""

    def __init__(self, desk: Desk) -> None:
        """Build tree and details."""
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self.tree = QTreeWidget()
        self.tree.setColumnCount(4)
        heads = ("name", "amount", "factor", "kg")
        self.tree.setHeaderLabels([texts(f"ui.results.trace-{each}") for each in heads])
        self.tree.setAccessibleName(texts("ui.results.tab-trace"))
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, width in ((1, 92), (2, 124), (3, 76)):
            self.tree.setColumnWidth(place, desk.look.px(width))
            self.tree.headerItem().setTextAlignment(place, _RIGHT)
        self.details = DataSetDetails(desk)
        beside = Card()
        beside.add(self.details, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        split.addWidget(beside)
        split.setStretchFactor(0, 1)
        split.setSizes([desk.look.px(510), desk.look.px(240)])
        split.setChildrenCollapsible(False)
        whole = column(split)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.tree.currentItemChanged.connect(lambda item, _: self._on_item(item))
        self.tree.itemActivated.connect(lambda item, _: self._open(item))

    def show_result(self, result: PcfResult, names: Names) -> None:
        """Show a result as a tree whose numbers add up."""
        self.tree.clear()
        values = result.headline_values.tolist()
        total = QTreeWidgetItem(
            [self._desk.texts("ui.panel.title"), "", "", fixed(totals(result).headline, 2)]
        )
        self.tree.addTopLevelItem(total)
        stages: dict[Stage, QTreeWidgetItem] = {}
        statements: dict[tuple[Stage, str], QTreeWidgetItem] = {}
        sums: dict[int, float] = {}
        order = sorted(range(len(values)), key=lambda place: -abs(values[place]))
        for place in order:
            line, value = result.lines[place], values[place]
            stage, node = line.cause.stage, line.cause.node
            if stage is Stage.OUTBOUND:
                continue
            if stage not in stages:
                stages[stage] = QTreeWidgetItem(total, [names.stage(stage)])
            if (stage, node) not in statements:
                item = QTreeWidgetItem(stages[stage], [names.node(node)])
                item.setData(0, Qt.ItemDataRole.UserRole, (node, None))
                statements[stage, node] = item
            leaf = QTreeWidgetItem(statements[stage, node], self._leaf(result, names, place, value))
            leaf.setData(0, Qt.ItemDataRole.UserRole, (node, line.data_set))
            for above in (stages[stage], statements[stage, node]):
                sums[id(above)] = sums.get(id(above), 0.0) + value
        for item in (*stages.values(), *statements.values()):
            item.setText(3, fixed(sums[id(item)], 2))
        self._align(total)
        total.setExpanded(True)
        self.details.show_data_set(None)

    def _leaf(self, result: PcfResult, names: Names, place: int, value: float) -> list[str]:
        """Give name, amount, factor and emission of a line: amount × factor is the emission."""
        line = result.lines[place]
        unit = names.unit(line.data_set.unit) if line.data_set is not None else "kg"
        factor = value / line.amount if line.amount else None
        per = f"{significant(factor)} / {unit}" if factor is not None else MISSING
        return [names.input(line), with_unit(significant(line.amount), unit), per, fixed(value, 2)]

    def _align(self, item: QTreeWidgetItem) -> None:
        for at in (1, 2, 3):
            item.setTextAlignment(at, _RIGHT)
        for place in range(item.childCount()):
            child = item.child(place)
            if child is not None:
                self._align(child)

    def _on_item(self, item: QTreeWidgetItem | None) -> None:
        data = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        self.details.show_data_set(data[1] if data else None)

    def _open(self, item: QTreeWidgetItem) -> None:
        data = item.data(0, Qt.ItemDataRole.UserRole)
        if data:
            self._desk.shell.go_to_node(data[0])
