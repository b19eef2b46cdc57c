"""Bill of materials: every line with its quantity, mass, data set and what it adds."""

import functools
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from pcf.findings import Finding
from pcf.model.bom import Part, mass_per_piece_kg, own_mass_kg, walk
from pcf.model.edits import Insert, Remove
from pcf.results.contributions import totals
from pcf.results.display import fixed, percent, significant, with_unit
from pcf.units import quantity
from ui.desk import Desk
from ui.dialogs.node_editor import edit_node
from ui.dialogs.record_editor import edit_record
from ui.models.part_columns import COLUMNS, column_name
from ui.models.part_lines import Lines
from ui.models.part_moves import stepped
from ui.models.part_tree import PartTreeModel
from ui.open_study import Change
from ui.pages.page import Page
from ui.pages.part_matching import PartMatching
from ui.widgets.basics import Card, EmptyState, button, chip, row
from ui.widgets.cells import edit_current_cell
from ui.widgets.finding_card import FindingCard
from ui.widgets.part_foot import PartFoot
from ui.widgets.part_tree_view import PartTreeView

_ACCEPT = (0.9, 0.75, 0.6)
_RECORDS = ("supplier", "recycling", "bio_based", "spend")
"""What is stated of a line beyond its cells often enough for an entry of its own in the menu."""

_FACTS_MS = 120
"""Counts and sums follow when typing pauses that long."""
_VERBS = {
    "add": "Ins",
    "remove": "Del",
    "up": "Ctrl+Shift+↑",
    "down": "Ctrl+Shift+↓",
    "indent": "Ctrl+Shift+→",
    "outdent": "Ctrl+Shift+←",
    "confirm": "Ctrl+Enter",
}


class PartsPage(Page):
    """The tree of parts, its filters, and the finding of the cell that one is on."""

    title_key = "ui.page.parts"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        self.matching = PartMatching(desk, self, self._show_picked)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FACTS_MS)
        self._later.timeout.connect(self._say_facts)
        texts = desk.texts
        self.buttons.addWidget(
            button(texts("ui.parts.import"), self._import, look=desk.look, icon="table-import")
        )
        self.buttons.addWidget(
            button(texts("ui.parts.add"), self.add_line, look=desk.look, icon="plus")
        )
        self.model = PartTreeModel(desk)
        self.tree = PartTreeView(desk, self.model)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(texts("ui.parts.filter"))
        self.filter.setAccessibleName(texts("ui.parts.filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(desk.look.px(120))
        self.filter.setMaximumWidth(desk.look.px(220))
        self.filter.textChanged.connect(lambda _: self._narrow())
        self.foot = PartFoot(desk, self.tree)
        self.foot.setToolTip(texts("ui.parts.sum-tip"))
        self.card = FindingCard(desk, mends=self._mend, mend_words=self._mend_words)
        self.shown = QStackedWidget()
        self.shown.addWidget(self._table())
        self.shown.addWidget(self._empty())
        self.body.addLayout(self._filters())
        self.body.addWidget(self.shown, 1)
        self.body.addWidget(self.card)
        self.tree.cell_chosen.connect(self._on_cell)
        self.tree.data_set_wanted.connect(self.matching.pick)
        self.tree.verb.connect(self._on_verb)
        self.tree.list_pasted.connect(self._paste_list)
        self.tree.header().sectionClicked.connect(self._sort)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)

    # ------------------------------------------------------------------ building

    def _filters(self) -> QHBoxLayout:
        texts = self.desk.texts
        self.chips = {each: chip("") for each in Lines}
        group = QButtonGroup(self)
        for made in self.chips.values():
            group.addButton(made)
            made.clicked.connect(lambda _=False: self._narrow())
        self.chips[Lines.ALL].setChecked(True)
        self.chips[Lines.FINDINGS].setIcon(self.desk.look.icon("alert-triangle-filled", "text2"))
        self.suggest = QPushButton(f" {texts('ui.parts.suggest')}")
        self.suggest.setIcon(self.desk.look.icon("sparkles", "accent"))
        self.suggest.setProperty("role", "link")
        menu = QMenu(self.suggest)
        for threshold in _ACCEPT:
            words = texts("ui.parts.suggest-from", percent=round(100 * threshold))
            menu.addAction(words).triggered.connect(functools.partial(self.suggest_from, threshold))
        menu.addAction(texts("ui.parts.suggest-masses")).triggered.connect(
            functools.partial(self.suggest_from, None)
        )
        menu.addSeparator()
        menu.addAction(f"{texts('ui.action.look_at_suggestions')}\tCtrl+Shift+L").triggered.connect(
            lambda _=False: self.matching.look_at()
        )
        menu.addAction(texts("ui.parts.confirm-all")).triggered.connect(
            lambda _=False: self.matching.confirm(walk(self.desk.open.study.bom))
        )
        self.suggest.setMenu(menu)
        columns = QPushButton(f" {texts('ui.parts.columns')}")
        columns.setIcon(self.desk.look.icon("columns-3", "accent"))
        columns.setProperty("role", "link")
        self.columns = QMenu(columns)
        for place, column in enumerate(COLUMNS[1:], start=1):
            action = QAction(column_name(column, self.desk), self.columns)
            action.setCheckable(True)
            action.setChecked(column.is_shown)
            action.toggled.connect(lambda on, at=place: self.tree.setColumnHidden(at, not on))
            self.columns.addAction(action)
        columns.setMenu(self.columns)
        return row(self.filter, *self.chips.values(), None, self.suggest, columns)

    def _table(self) -> QWidget:
        made = Card()
        made.body.setContentsMargins(0, 0, 0, 0)
        made.body.setSpacing(0)
        made.add(self.tree, 1)
        made.add(self.foot)
        return made

    def _empty(self) -> QWidget:
        texts, run = self.desk.texts, self.desk.shell.run_action
        card = Card()
        card.add(
            EmptyState(
                self.desk.look,
                "list-tree",
                texts("ui.parts.empty"),
                texts("ui.parts.empty-hint"),
                button(
                    texts("ui.parts.import"), functools.partial(run, "import_list"), role="primary"
                ),
                button(texts("ui.parts.add"), self.add_line),
            )
        )
        return card

    def _import(self) -> None:
        """Import a list, or merge it where there are lines already."""
        has_lines = bool(self.desk.open.study.bom.parts)
        self.desk.shell.run_action("merge_list" if has_lines else "import_list")

    # ------------------------------------------------------------------ what changes

    def study_changed(self, change: Change | None) -> None:
        """Show the lines; a field alone leaves every row where it is."""
        if change is None or change.is_structural:
            self.model.rebuild()
        else:
            self.model.refresh_parts(change.nodes)
        self.shown.setCurrentIndex(0 if self.desk.open.study.bom.parts else 1)
        self._later.start()

    def result_changed(self) -> None:
        """Show the numbers and findings."""
        self.model.refresh_result()
        self.tree.viewport().update()
        self._on_cell(self.tree.currentIndex())
        self._later.start()

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a line and one of its fields."""
        if not self.model.index_of(node).isValid():
            self.filter.clear()
            self.chips[Lines.ALL].setChecked(True)
            self._narrow()
        is_shown = self.tree.show_cell(node, field)
        if is_shown and field and field not in {column.field for column in COLUMNS}:
            self.edit_all(node, field)
        return is_shown

    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus()
        self.filter.selectAll()

    def run(self, verb: str) -> None:
        """Suggest data sets and masses, or show what is suggested one by one."""
        if verb == "suggest":
            self.suggest_from(_ACCEPT[1])
        elif verb == "look_at":
            self.matching.look_at()

    def view_state(self) -> dict[str, object]:
        """Keep filter, hidden columns and the current line."""
        part = self.model.part(self.tree.currentIndex())
        hidden = [at for at in range(len(COLUMNS)) if self.tree.isColumnHidden(at)]
        return {"filter": self.filter.text(), "part": part.id if part else "", "hidden": hidden}

    def restore(self, state: dict[str, object]) -> None:
        """Show again what `view_state` kept."""
        self.filter.setText(str(state["filter"]))
        hidden = state["hidden"]
        if isinstance(hidden, list):
            for place, action in enumerate(self.columns.actions(), start=1):
                action.setChecked(place not in hidden)
        if state["part"]:
            self.tree.show_cell(str(state["part"]))

    def _say_facts(self) -> None:
        """Say counts and sums, which take too long for every letter that is typed."""
        for each, count in self.model.counts().items():
            self.chips[each].setText(self.desk.texts(f"ui.parts.show-{each.value}", count=count))
        texts, study, result = self.desk.texts, self.desk.open.study, self.desk.open.result
        parts = walk(study.bom)[1:]
        assemblies = sum(bool(part.parts) for part in parts)
        facts = [texts("ui.parts.lines", count=len(parts) - assemblies)]
        if assemblies:
            facts.append(texts("ui.parts.assemblies", count=assemblies))
        self.facts.setText(" · ".join(facts))
        kg = mass_per_piece_kg(study.bom)
        stated = study.product.net_mass
        words = {"part": texts("ui.parts.sum")}
        if kg is not None:
            words["mass"] = with_unit(significant(kg, 4), "kg")
        if result is not None:
            lines, headline = self.model.sum_kg_co2e(), totals(result).headline
            words["kg"] = fixed(lines, 2)
            words["share"] = percent(lines / headline) if headline > 0 else ""
        own = own_mass_kg(study.bom)
        inside = kg - own if kg is not None and own is not None else kg
        share = inside / stated.si if inside is not None and stated and stated.si else None
        if share is not None:
            words["data_set"] = texts("ui.parts.of-net-mass", share=percent(share))
        self.foot.say(words)

    def _on_cell(self, index: QModelIndex) -> None:
        part = self.model.part(index)
        if part is None:
            self.card.show_finding(None)
            return
        field = COLUMNS[index.column()].field
        here = self.desk.open.findings_at(part.id, field) if field else ()
        found = here or self.desk.open.findings_at(part.id)
        self.card.show_finding(found[0] if found else None)

    def _mend_words(self, finding: Finding) -> str:
        """Say what mends a finding of a line; "" where it is of no field."""
        if finding.field == "data_set":
            return self.desk.texts("ui.parts.pick")
        return self.desk.texts("ui.finding.mend") if finding.field else ""

    def _mend(self, finding: Finding) -> None:
        """Open what mends a finding: the picker, the cell, or the form where it has no column."""
        if finding.field == "data_set":
            self.matching.pick([finding.node])
        elif self.show_node(finding.node, finding.field):
            self.tree.edit_current(finding.field)

    def _narrow(self) -> None:
        kind = next(each for each, made in self.chips.items() if made.isChecked())
        self.model.narrow(self.filter.text(), kind)

    def _sort(self, place: int) -> None:
        """Sort by a column, then the other way round, then as the list has it."""
        head = self.tree.header()
        is_same = head.isSortIndicatorShown() and head.sortIndicatorSection() == place
        down = Qt.SortOrder.DescendingOrder
        if is_same and head.sortIndicatorOrder() != down:
            head.setSortIndicatorShown(False)
            self.model.sort(-1)
            return
        order = Qt.SortOrder.AscendingOrder if is_same else down
        head.setSortIndicatorShown(True)
        head.setSortIndicator(place, order)
        self.model.sort(place, order)

    # ------------------------------------------------------------------ verbs

    def add_line(self) -> None:
        """Put a new line behind the current one and begin to type its name."""
        root = self.desk.open.study.bom
        current = self.model.part(self.tree.currentIndex())
        parent, place = root, len(root.parts)
        if current is not None:
            above = self.model.part(self.tree.currentIndex().parent())
            parent = above or root
            place = [part.id for part in parent.parts].index(current.id) + 1
        part = Part(quantity=quantity(1, "piece"))
        if self.desk.edit(Insert(parent=parent.id, index=place, node=part)):
            self.show_node(part.id, "name")
            edit_current_cell(self.tree)

    def suggest_from(self, threshold: float | None, _checked: bool = False) -> None:
        """Look for data sets and masses of open lines, and take over those that are sure enough."""
        self.matching.suggest(threshold)

    def _show_picked(self, part_id: str) -> None:
        self.tree.show_cell(part_id, "data_set")

    def _on_verb(self, verb: str) -> None:
        chosen = self.tree.chosen_parts()
        if verb == "add":
            self.add_line()
        elif verb == "confirm":
            nodes = (self.desk.open.node(each) for each in chosen)
            self.matching.confirm([each for each in nodes if isinstance(each, Part)])
        elif verb == "all" and chosen:
            self.edit_all(chosen[0])
        elif verb == "remove" and chosen:
            self.desk.edit(*(Remove(node=each) for each in chosen))
            said = self.desk.texts("ui.parts.removed", count=len(chosen))
            self.desk.shell.toast(said, undo=True)
        elif chosen:
            edits = stepped(self.desk.open.study.bom, chosen[0], verb)
            if edits and self.desk.edit(*edits):
                self.tree.show_cell(chosen[0])

    def _paste_list(self, text: str) -> None:
        """Read a pasted block as a list, such as it would be read from a file."""
        if "\t" not in text and "\n" not in text.strip():
            return
        path = Path(gettempdir()) / "cradlegate-pasted.tsv"
        path.write_text(text, encoding="utf-8")
        self.desk.shell.open_list(path)

    def _show_menu(self, place: QPoint) -> None:
        texts = self.desk.texts
        menu = QMenu(self)
        part = self.model.part(self.tree.currentIndex())
        if part is not None:
            pick = menu.addAction(f"{texts('ui.parts.pick')}\tF4")
            lines = self.tree.chosen_lines()
            pick.triggered.connect(lambda: self.matching.pick(lines))
            exclude = menu.addAction(texts("ui.parts.exclude"))
            exclude.triggered.connect(lambda: self._edit_cell(part.id, "excluded"))
            note = menu.addAction(texts("ui.parts.note"))
            note.triggered.connect(lambda: self._edit_cell(part.id, "note"))
            every = menu.addAction(f"{texts('ui.form.all-fields')}\tAlt+Enter")
            every.triggered.connect(lambda: self.edit_all(part.id))
            for record in _RECORDS:
                action = menu.addAction(texts(f"ui.parts.state-{record}"))
                action.triggered.connect(functools.partial(self.edit_record, lines, record))
            menu.addSeparator()
        for verb, shortcut in _VERBS.items():
            action = menu.addAction(f"{texts(f'ui.parts.verb-{verb}')}\t{shortcut}")
            action.triggered.connect(functools.partial(self._on_verb, verb))
        menu.addSeparator()
        menu.addAction(f"{texts('ui.keys.copy')}\tCtrl+C").triggered.connect(self.tree.copy)
        menu.addAction(f"{texts('ui.keys.paste')}\tCtrl+V").triggered.connect(self.tree.paste)
        menu.addAction(f"{texts('ui.keys.fill-down')}\tCtrl+D").triggered.connect(
            self.tree.fill_down
        )
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def edit_record(self, part_ids: Sequence[str], field: str, _checked: bool = False) -> None:
        """Open the form of what is stated of lines beyond their cells, one for all of them."""
        parts = [part for each in part_ids if (part := self.desk.open.node(each)) is not None]
        if parts:
            edit_record(self.desk, self, parts, field)

    def edit_all(self, part_id: str, field: str = "") -> None:
        """Open the form of all that can be stated of a line."""
        edit_node(self.desk, self, part_id, field)

    def _edit_cell(self, part_id: str, field: str) -> None:
        if self.tree.show_cell(part_id, field):
            edit_current_cell(self.tree)
