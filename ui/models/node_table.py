"""A table over sibling nodes of the study: a row a node, a column a field or a result.

Cells of fields are edited in place and read as a form reads them; cells of results are read only.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from pcf.errors import InputError
from pcf.model.edits import Edit, SetField
from pcf.model.node import Node
from pcf.results.names import typed_number
from pcf.texts import Texts, normalised
from pcf.units import Quantity
from ui.cell_roles import ChoicesRole, FindingRole, KindRole, NodeRole, ShareRole, UnitRole
from ui.desk import Desk
from ui.fields import (
    NUMBER_KINDS,
    OPENED_KINDS,
    FieldKind,
    FieldType,
    choice_word,
    field_type,
    label,
    shown,
    typed,
)
from ui.models.supply_words import bought_words
from ui.words import explained, in_other_language

Index = QModelIndex | QPersistentModelIndex


class FieldColumn(msgspec.Struct, frozen=True):
    """A column of a field that is edited in place.

    Attributes:
        unit: taken where an amount is typed without one.
        choices: of a field whose values are nodes of the study.
        head: text key, where the column is not called as the field.
        hides_unit: an amount in `unit` stands there as a number; another with its unit.
    """

    field: str
    unit: str = ""
    choices: Callable[[], Sequence[tuple[Any, str]]] | None = None
    width: int = 0
    head: str = ""
    hides_unit: bool = False


class ShownColumn(msgspec.Struct, frozen=True):
    """A column that shows what follows from the study or its result.

    Attributes:
        key: text key of its head.
        text: gives what stands in it.
        share: gives the share that a bar shows.
        is_number: stands at the right.
    """

    key: str
    text: Callable[[Any], str]
    share: Callable[[Any], float | None] | None = None
    is_number: bool = True
    width: int = 0


Column = FieldColumn | ShownColumn
_Choices = Sequence[tuple[Any, str]]
_MOST_WORDS = 12
"""Choices that are listed where a word is none of them."""


class NodeTableModel(QAbstractTableModel):
    """Sibling nodes of the open study as rows."""

    refused = Signal(str)
    """What is wrong with a text that was typed into a cell."""

    def __init__(
        self,
        desk: Desk,
        kind: type[Node],
        nodes: Callable[[], Sequence[Node]],
        columns: Sequence[Column],
    ) -> None:
        """Show nodes.

        Args:
            desk: of the window.
            kind: of every node.
            nodes: gives them as the study stands.
            columns: in their order.
        """
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._give = nodes
        self.columns = tuple(columns)
        self.nodes: tuple[Node, ...] = tuple(nodes())

    def refresh(self) -> None:
        """Show the nodes as the study has them now; a selection outlives a change of fields."""
        nodes = tuple(self._give())
        if [node.id for node in nodes] != [node.id for node in self.nodes]:
            self.beginResetModel()
            self.nodes = nodes
            self.endResetModel()
            return
        self.nodes = nodes
        if nodes:
            last = self.index(len(nodes) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  overrides Qt
        """Give the number of nodes."""
        return 0 if parent.isValid() else len(self.nodes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  overrides Qt
        """Give the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be edited."""
        flags = super().flags(index)
        if index.isValid() and self._is_editable(index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Give the head of a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(column)
        if role == Qt.ItemDataRole.ToolTipRole:  # whole where the head is elided
            return explained(self._head(column), self._desk.texts)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def _head(self, column: Column) -> str:
        texts = self._desk.texts
        if isinstance(column, ShownColumn):
            return texts(column.key) if column.key else ""
        return texts(column.head) if column.head else label(self._kind, column.field, texts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401, C901, PLR0911
        """Give what a cell shows."""
        if not index.isValid():
            return None
        node, column = self.nodes[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(node, column)
            case Qt.ItemDataRole.EditRole if isinstance(column, FieldColumn):
                return shown(getattr(node, column.field), self._type(column), self._desk.texts)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(column)
            case Qt.ItemDataRole.ForegroundRole if self._is_open(node, column):
                return self._desk.look.colour("text2")
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(node, column)
            case _ if role == FindingRole and isinstance(column, FieldColumn):
                return next(iter(self._desk.open.findings_at(node.id, column.field)), None)
            case _ if role == KindRole and isinstance(column, FieldColumn):
                return self._type(column)
            case _ if role == UnitRole and isinstance(column, FieldColumn):
                return column.unit
            case _ if role == ChoicesRole and isinstance(column, FieldColumn):
                return self._choices(column, self._desk.texts)
            case _ if role == ShareRole and isinstance(column, ShownColumn) and column.share:
                return column.share(node)
            case _ if role == NodeRole:
                return node.id
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Edit a field: a text is read, a value is taken; what can't be is told by `refused`."""
        column = self.columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or not isinstance(column, FieldColumn):
            return False
        try:
            self._desk.open.edit(self.edits_of(index.row(), index.column(), value))
        except InputError as error:
            self.refused.emit(self._desk.texts.error(error))
            return False
        return True

    def edits_of(self, row: int, place: int, value: Any) -> list[Edit]:  # noqa: ANN401
        """Give the edit that sets a cell to a typed text or a value, none where it is read only.

        Raises:
            InputError: the text means no value of the field.
        """
        column = self.columns[place]
        if not isinstance(column, FieldColumn):
            return []
        node = self.nodes[row]
        kind = self._type(column)
        choices = self._choices(column, self._desk.texts)
        if choices is not None:
            other = self._choices(column, in_other_language(self._desk.texts)) or []
            value = _chosen(value, choices, other)
        elif isinstance(value, str) and kind.kind not in OPENED_KINDS:
            before = getattr(node, column.field)
            value = typed(value, kind, default_unit=column.unit, before=before)
        return [SetField(node=node.id, field=column.field, value=value)]

    def _is_editable(self, place: int) -> bool:
        column = self.columns[place]
        if not isinstance(column, FieldColumn) or self._desk.open.held_by:
            return False
        return self._type(column).kind not in OPENED_KINDS

    def _type(self, column: FieldColumn) -> FieldType:
        return field_type(self._kind, column.field)

    def _choices(self, column: FieldColumn, texts: Texts) -> list[tuple[Any, str]] | None:
        """Give what a cell can hold, with the words of a language; None where one types."""
        kind = self._type(column)
        if column.choices is not None:
            found = list(column.choices())
        elif kind.kind is FieldKind.CHOICE:
            found = [(each, choice_word(each, texts)) for each in kind.choices]
        elif kind.kind is FieldKind.FLAG:
            found = [(True, texts("ui.choice.yes")), (False, texts("ui.choice.no"))]
        else:
            return None
        return [(None, texts("ui.choice.not-stated")), *found] if kind.is_optional else found

    def _text(self, node: Node, column: Column) -> str:
        if isinstance(column, ShownColumn):
            return column.text(node)
        value = getattr(node, column.field)
        if self._type(column).kind in {FieldKind.DATA_SET, FieldKind.SUPPLY}:
            if self._is_open(node, column):
                return self._desk.texts("ui.parts.unmatched")
            return bought_words(node, value, self._desk)
        if column.choices is not None:
            return next((word for each, word in column.choices() if each == value), "")
        if column.hides_unit and isinstance(value, Quantity) and value.unit == column.unit:
            return typed_number(value.number)
        return shown(value, self._type(column), self._desk.texts)

    def _is_open(self, node: Node, column: Column) -> bool:
        """Tell whether a cell waits for a data set, and nothing else stands in its place."""
        if not isinstance(column, FieldColumn) or getattr(node, column.field) is not None:
            return False
        is_data_set = self._type(column).kind is FieldKind.DATA_SET
        return is_data_set and not bought_words(node, None, self._desk)

    def _tip(self, node: Node, column: Column) -> str:
        if isinstance(column, FieldColumn):
            for each in self._desk.open.findings_at(node.id, column.field):
                texts = self._desk.texts
                return f"{texts.what(each)}\n{texts.mend(each)}"
        return self._text(node, column)

    def _alignment(self, column: Column) -> Qt.AlignmentFlag:
        if isinstance(column, ShownColumn):
            is_number = column.is_number
        else:
            is_number = self._type(column).kind in NUMBER_KINDS
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _chosen(value: Any, choices: _Choices, other: _Choices) -> Any:  # noqa: ANN401  any choice
    """Give the choice that a value is, or that a pasted word means; no word is none of them.

    Args:
        value: one of the choices, or a word.
        choices: in the language that is shown.
        other: the same in the other language, whose words are understood too.

    Raises:
        InputError: there is no such choice.
    """
    for each, _ in choices:
        if each == value:
            return each  # Qt hands a member of an enumeration on as its text
    wanted = normalised(str(value or ""))
    for each, word in (*choices, *other):
        if normalised(word) == wanted or (not wanted and each in {None, ""}):
            return each
    words = [word for _, word in choices if word]
    more = ["…"] if len(words) > _MOST_WORDS else []
    listed = ", ".join([*words[:_MOST_WORDS], *more])
    raise InputError("choice-unknown", text=str(value), choices=listed)
