"""A card with a table of sibling nodes: add, remove, move, and what to do while it is empty."""

import functools
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from pcf.model.edits import Insert, SetField
from pcf.model.node import DataSetRef, Node
from pcf.results.names import node_name
from pcf.units import Dimension
from ui.cell_roles import NodeRole
from ui.desk import Desk
from ui.dialogs.data_set_picker import Wanted, pick_data_set
from ui.dialogs.node_editor import edit_node
from ui.dialogs.record_editor import Opener
from ui.fields import FieldKind, field_type
from ui.models.node_table import Column, NodeTableModel
from ui.widgets.basics import Card, EmptyState, button, icon_button
from ui.widgets.cells import edit_current_cell
from ui.widgets.node_table import NodeTable


class NodeTableCard(Card):
    """Nodes of one kind below one parent."""

    def __init__(  # noqa: PLR0913, PLR0917  what it shows, where from, how it is called
        self,
        desk: Desk,
        key: str,
        kind: type[Node],
        nodes: Callable[[], Sequence[Node]],
        parent: Callable[[], str],
        columns: Sequence[Column],
        *,
        make: Callable[[], Node] | None = None,
        dimensions: frozenset[Dimension] | None = None,
        height_px: int = 190,
        extra: Sequence[QWidget] = (),
    ) -> None:
        """Make the card.

        Args:
            desk: of the window.
            key: its words are `KEY`, `KEY.add` and `KEY.empty`.
            kind: of the nodes.
            nodes: gives them as the study stands.
            parent: gives the id of the node that they stand below.
            columns: of the table.
            make: gives a new node; one that states nothing by default.
            dimensions: of data sets that fit; None for any.
            height_px: of the table.
            extra: further buttons at the right of its title.
        """
        texts, look = desk.texts, desk.look
        self._desk, self._parent = desk, parent
        self._make = make or kind
        self._dimensions = dimensions
        self.model = NodeTableModel(desk, kind, nodes, columns)
        self.table = NodeTable(desk, self.model, parent=parent)
        self.table.setAccessibleName(texts(key))
        self.table.opened.connect(self._open)
        self.table.all_wanted.connect(self._edit_all)
        up = icon_button(
            look, "chevron-up", texts("ui.table.up"), lambda: self.table.move_chosen(-1)
        )
        down = icon_button(
            look, "chevron-down", texts("ui.table.down"), lambda: self.table.move_chosen(1)
        )
        every = icon_button(look, "pencil", texts("ui.form.all-fields"), self._edit_current)
        remove = icon_button(look, "trash", texts("ui.table.remove"), self.table.remove_chosen)
        add = button(texts(f"{key}.add"), self.add_node, look=look, icon="plus", role="link")
        moves = () if extra else (up, down)  # there is no room for more than five
        super().__init__(texts(key), *extra, *moves, every, remove, add)
        self._shown = QStackedWidget()
        self._shown.setFixedHeight(look.px(height_px))
        self._shown.addWidget(self.table)
        self._shown.addWidget(EmptyState(look, "list-tree", texts(f"{key}.empty"), ""))
        self.body.addWidget(self._shown)
        self._of_rows = (*moves, every, remove)
        self.model.modelReset.connect(self._show_one)
        self.table.node_chosen.connect(self._enable)
        self._show_one()

    def add_node(self) -> None:
        """Put a new node at the end and begin to type."""
        node = self._make()
        if self._desk.edit(Insert(parent=self._parent(), index=-1, node=node)):
            self.table.show_node(node.id)
            edit_current_cell(self.table)

    def _edit_current(self) -> None:
        edit_node(self._desk, self, self.table.currentIndex().data(NodeRole))

    def refresh(self) -> None:
        """Show the nodes as the study has them now."""
        self.model.refresh()

    def _show_one(self) -> None:
        self._shown.setCurrentIndex(0 if self.model.nodes else 1)
        self._enable()

    def _enable(self, _node: str = "") -> None:
        """Offer what is done with a row only where there is one."""
        for each in self._of_rows:
            each.setEnabled(self.table.currentIndex().isValid())

    def _edit_all(self, place: str) -> None:
        """Open the form of a node, and there a field that may stand behind the id."""
        node, _, field = place.partition(" ")
        edit_node(self._desk, self, node, field)

    def _open(self, node_id: str, field: str, typed: str = "") -> None:
        """Open what a field of a node is chosen by; it counts for all selected nodes."""
        node = self._desk.open.node(node_id)
        if node is None or self._desk.open.held_by:
            return
        chosen = self.table.chosen_nodes()
        targets = chosen if node_id in chosen else [node_id]

        def edits(value: object) -> list[SetField]:
            return [SetField(node=each, field=field, value=value) for each in targets]

        if field_type(type(node), field).kind is FieldKind.DATA_SET:
            self._pick(node, field, edits, typed)
            return
        named = str(getattr(node, "name", "") or getattr(node, "name_zh", ""))
        owner = functools.partial(self._desk.open.node, node_id)
        Opener(
            self._desk,
            self,
            owner,
            lambda _, value: self._desk.open.edit(edits(value)),
            query=named,
        )(field)

    def _pick(
        self, node: Node, field: str, edits: Callable[[object], list[SetField]], typed: str
    ) -> None:
        current = getattr(node, field)
        named = str(getattr(node, "name", "") or getattr(node, "name_zh", ""))
        wanted = Wanted(
            title=node_name(node, self._desk.texts),
            query=named,
            current=current if isinstance(current, DataSetRef) else None,
            dimensions=self._dimensions,
            edits=edits,
            typed=typed,
        )
        pick_data_set(self._desk, self, wanted, lambda ref: self._desk.edit(*edits(ref)))
