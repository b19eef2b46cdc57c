"""What a newer parts list changes in a study, line by line, before it is merged."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pcf.model.bom import Part
from pcf.model.revision import ChangeKind, LineChange
from pcf.workflow.merging import Merged
from ui.desk import Desk
from ui.fields import label
from ui.widgets.basics import button, chip, column, row, text_label

_SIZE = (980, 600)
_HEADS = ("what", "part", "field", "before", "after")
_TOKENS = {
    ChangeKind.ADDED: "ok",
    ChangeKind.REMOVED: "accent",
    ChangeKind.KEPT: "text2",
}


class ListChangesDialog(QDialog):
    """The changes, filtered by kind; accepted when they are to be merged."""

    def __init__(self, desk: Desk, parent: QWidget, merged: Merged, file: str) -> None:
        """Show what came of a merge."""
        super().__init__(parent)
        self._desk = desk
        self._merged = merged
        texts, revision = desk.texts, merged.revision
        self.setWindowTitle(texts("ui.list.changes-title"))
        self.setModal(True)
        self.resize(*(desk.look.px(each) for each in _SIZE))
        kinds = [each.kind for each in revision.changes]
        summary = texts(
            "ui.list.changes-summary", count=revision.lines, unchanged=revision.unchanged
        )
        self.chips = QButtonGroup(self)
        chips: list[QWidget] = []
        for kind in (None, *ChangeKind):
            count = len(kinds) if kind is None else kinds.count(kind)
            if kind is not None and not count:
                continue
            name = texts("ui.list.all" if kind is None else f"ui.list.kind-{kind.value}")
            made = chip(f"{name} {count}")
            made.setChecked(kind is None)
            made.clicked.connect(lambda _=False, one=kind: self._show(one))
            self.chips.addButton(made)
            chips.append(made)
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels([texts(f"ui.list.head-{each}") for each in _HEADS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in ((0, 110), (2, 130), (3, 190), (4, 190)):
            self.table.setColumnWidth(place, desk.look.px(width))
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        merge = button(texts("ui.list.merge"), self.accept, role="primary")
        merge.setDefault(True)
        foot = QWidget()
        foot.setProperty("role", "dialog_foot")
        said = text_label(texts("ui.list.merge-hint"), "hint")
        buttons = row(None, said, button(texts("ui.list.back"), self.reject), merge)
        buttons.setContentsMargins(16, 10, 16, 10)
        foot.setLayout(buttons)
        titles = column(text_label(file, "card_title"), text_label(summary, "hint"), spacing=2)
        content = column(titles, row(*chips, None), self.table, spacing=12)
        content.setStretch(2, 1)
        content.setContentsMargins(16, 14, 16, 12)
        whole = column(content, foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._show(None)

    def _show(self, kind: ChangeKind | None) -> None:
        shown = [each for each in self._merged.revision.changes if kind in {None, each.kind}]
        self.table.setRowCount(len(shown))
        for place, change in enumerate(shown):
            for at, text in enumerate(self._cells(change)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if at == 0:
                    token = _TOKENS.get(change.kind, "text")
                    item.setForeground(self._desk.look.colour(token))
                self.table.setItem(place, at, item)

    def _cells(self, change: LineChange) -> tuple[str, ...]:
        texts = self._desk.texts
        named = " ".join(dict.fromkeys(filter(None, (change.number, change.label))))
        field = label(Part, change.field, texts) if change.field else ""
        kind = texts(f"ui.list.kind-{change.kind.value}")
        return kind, named, field, change.before, change.after
