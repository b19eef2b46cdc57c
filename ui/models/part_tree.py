"""The bill of materials as a tree that is edited like a spreadsheet.

An index carries a number that stands for a part's id, never the part: a frozen study gives other
objects after each edit, and the numbers stay.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from pcf.errors import InputError
from pcf.model.bom import MatchOrigin, Part, mass_per_piece_kg, walk
from pcf.model.edits import Edit, Move, SetField
from pcf.results.contributions import by_part_with_below, totals
from pcf.results.display import MISSING, fixed, percent, significant, with_unit
from pcf.results.names import typed_amount, unit_name
from pcf.texts import Language, normalised
from ui.cell_roles import ChoicesRole, FindingRole, KindRole, NodeRole, ShareRole, UnitRole
from ui.desk import Desk
from ui.fields import field_type, label, shown, typed

Index = QModelIndex | QPersistentModelIndex

MIME = "application/x-cradlegate-parts"
_ROOT = 0
_LEAST_KG = 1e-6
_MASS_UNITS = (("kg", 1.0), ("g", 1e-3), ("mg", _LEAST_KG))


class PartColumn(msgspec.Struct, frozen=True):
    """A column of the tree.

    Attributes:
        id: names it in settings.
        field: of `Part` that is edited in it, "" for one that only shows.
        unit: taken where an amount is typed without one.
        width: at first [px]; 0 takes what is left.
        is_number: stands at the right.
        is_shown: at first; others are chosen.
    """

    id: str
    field: str = ""
    unit: str = ""
    width: int = 90
    is_number: bool = False
    is_shown: bool = True


COLUMNS: tuple[PartColumn, ...] = (
    PartColumn("part", "name", width=0),
    PartColumn("number", "number", width=110, is_shown=False),
    PartColumn("quantity", "quantity", "piece", width=52, is_number=True),
    PartColumn("mass", "mass", "kg", width=84, is_number=True),
    PartColumn("data_set", "data_set", width=0),
    PartColumn("factor", width=84, is_number=True),
    PartColumn("kg", width=66, is_number=True),
    PartColumn("share", width=84, is_number=True),
    PartColumn("material", "material", width=130, is_shown=False),
    PartColumn("designators", "designators", width=130, is_shown=False),
    PartColumn("manufacturer", "manufacturer", width=120, is_shown=False),
    PartColumn("manufacturer_number", "manufacturer_number", width=130, is_shown=False),
    PartColumn("package", "package", width=90, is_shown=False),
    PartColumn("measure", "measure", "m2", width=90, is_number=True, is_shown=False),
    PartColumn("origin", width=120, is_shown=False),
    PartColumn("confidence", width=90, is_shown=False),
    PartColumn("excluded", "excluded", width=160, is_shown=False),
    PartColumn("note", "note", width=180, is_shown=False),
)


class Lines(enum.Enum):
    """Which lines are shown."""

    ALL = "all"
    UNMATCHED = "unmatched"
    FINDINGS = "findings"
    ESTIMATES = "estimates"


class PartTreeModel(QAbstractItemModel):
    """The parts of the open study, without the product itself."""

    refused = Signal(str)
    """What is wrong with a text that was typed into a cell."""

    def __init__(self, desk: Desk) -> None:
        """Show the study as it stands."""
        super().__init__()
        self._desk = desk
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._parts: list[Part] = []
        self._parents: list[int] = []
        self._children: list[list[int]] = []
        self._places: list[int] = []
        self._labels: list[str] = []
        self._kg: dict[str, float] = {}
        self._headline = 0.0
        self._text = ""
        self._lines = Lines.ALL
        self._sorted_by: tuple[int, bool] | None = None
        self._bold = QFont(desk.look.font("body"))
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._build()

    # ------------------------------------------------------------------ what is shown

    def rebuild(self) -> None:
        """Show parts that came, went or moved."""
        self.beginResetModel()
        self._build()
        self.endResetModel()

    def refresh_parts(self, changed: Iterable[str]) -> None:
        """Take the parts as the study has them now, all where they were.

        Args:
            changed: ids of parts whose fields are others; only their rows are drawn anew, the
                numbers of all follow with the result.
        """
        parts = {part.id: part for part in walk(self._desk.open.study.bom)}
        self._parts = [parts[each] for each in self._ids]
        for part_id in changed:
            index = self.index_of(part_id)
            if index.isValid():
                self.dataChanged.emit(index, index.siblingAtColumn(len(COLUMNS) - 1))

    def refresh_result(self) -> None:
        """Take the numbers of the newest result."""
        result = self._desk.open.result
        self._kg = by_part_with_below(result) if result is not None else {}
        self._headline = totals(result).headline if result is not None else 0.0

    def narrow(self, text: str, lines: Lines) -> None:
        """Show only lines that hold a text and are of a kind, with what they are in."""
        self._text, self._lines = normalised(text), lines
        self.rebuild()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the parts of each assembly by a column; -1 is the order of the list."""
        self._sorted_by = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self.rebuild()

    def counts(self) -> dict[Lines, int]:
        """Give how many lines there are of each kind."""
        found = dict.fromkeys(Lines, 0)
        for part in walk(self._desk.open.study.bom)[1:]:
            if not part.parts:
                for kind in Lines:
                    found[kind] += self._is_of(part, kind)
        return found

    def _build(self) -> None:
        root = self._desk.open.study.bom
        kept = self._kept(root)
        self._ids, self._parts, self._parents, self._labels = [root.id], [root], [_ROOT], [""]
        self._children, self._places = [[]], [0]
        waiting = [(root, _ROOT)]
        while waiting:
            whole, above = waiting.pop()
            for place, part in enumerate(whole.parts, start=1):
                if kept is not None and part.id not in kept:
                    continue
                number = len(self._ids)
                self._ids.append(part.id)
                self._parts.append(part)
                self._parents.append(above)
                self._children.append([])
                self._places.append(0)
                outer = self._labels[above]
                self._labels.append(f"{outer}.{place}" if outer else str(place))
                self._children[above].append(number)
                if part.parts:
                    waiting.append((part, number))
        self._numbers = {part_id: number for number, part_id in enumerate(self._ids)}
        for siblings in self._children:
            self._put_in_order(siblings)
            for place, number in enumerate(siblings):
                self._places[number] = place

    def _put_in_order(self, siblings: list[int]) -> None:
        if self._sorted_by is None:
            return
        column, is_down = self._sorted_by
        key = _SORT_KEYS.get(COLUMNS[column].id)

        def standing(number: int) -> tuple[bool, Any]:
            part = self._parts[number]
            if key is not None:
                value = key(self, part)
                return value is None, value or 0.0
            name = self._desk.texts.choose(part.name, part.name_zh)
            words = name if column == 0 else self._words(part, column)
            return False, normalised(words)

        siblings.sort(key=standing, reverse=is_down)

    def _kept(self, root: Part) -> set[str] | None:
        """Give the ids of what the filter leaves, assemblies above it included; None for all."""
        if not self._text and self._lines is Lines.ALL:
            return None
        kept: set[str] = set()

        def keep(part: Part) -> bool:
            below = [keep(child) for child in part.parts]
            hit = self._holds_text(part) and (bool(part.parts) or self._is_of(part, self._lines))
            wanted = any(below) or (hit and (self._lines is Lines.ALL or not part.parts))
            if wanted:
                kept.add(part.id)
            return wanted

        for part in root.parts:
            keep(part)
        return kept

    def _holds_text(self, part: Part) -> bool:
        if not self._text:
            return True
        words = (part.name, part.name_zh, part.number, part.material, part.designators)
        haystack = normalised(" ".join((*words, self._data_set_words(part))))
        return all(word in haystack for word in self._text.split())

    def _is_of(self, part: Part, kind: Lines) -> bool:
        match kind:
            case Lines.UNMATCHED:
                return part.bought_as is None and not part.excluded and not part.parts
            case Lines.FINDINGS:
                return bool(self._desk.open.findings_at(part.id))
            case Lines.ESTIMATES:
                return part.mass is not None and part.mass.origin.is_estimate
            case _:
                return True

    # ------------------------------------------------------------------ Qt's tree

    def part(self, index: Index) -> Part | None:
        """Give the part of an index, None for none."""
        return self._parts[index.internalId()] if index.isValid() else None

    def index_of(self, part_id: str, column: int = 0) -> QModelIndex:
        """Give the index of a part's cell, an invalid one where it is not shown."""
        number = self._numbers.get(part_id, _ROOT)
        if number == _ROOT:
            return QModelIndex()
        return self.createIndex(self._places[number], column, number)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Give the index of a place."""
        above = parent.internalId() if parent.isValid() else _ROOT
        siblings = self._children[above]
        if not (0 <= row < len(siblings) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Give the index of the assembly that a part is in."""
        if not index.isValid():
            return QModelIndex()
        above = self._parents[index.internalId()]
        return QModelIndex() if above == _ROOT else self.createIndex(self._places[above], 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of parts in an assembly."""
        if parent.isValid() and parent.column() > 0:
            return 0
        return len(self._children[parent.internalId() if parent.isValid() else _ROOT])

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """Give the number of columns."""
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's own
        """Give the heads."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column_name(column, self._desk)  # in the tip whole where it is elided
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be edited, dragged and dropped upon."""
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        if not index.isValid() or self._desk.open.held_by:
            return flags
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        column = COLUMNS[index.column()]
        if column.field and column.field != "data_set":
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Give what a cell shows and tells its delegate."""
        if not index.isValid():
            return None
        give = _ROLES.get(role)
        part = self._parts[index.internalId()]
        return give(self, part, index.column()) if give is not None else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Edit a cell; what can't be is told by `refused`."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        try:
            self._desk.open.edit(self.edits_of(index, value))
        except InputError as error:
            self.refused.emit(self._desk.texts.error(error))
            return False
        return True

    def edits_of(self, index: Index, text: str) -> list[Edit]:
        """Give the edit that sets a cell to a typed text, none where it is read only.

        Raises:
            InputError: the text means no value of the field.
        """
        part, column = self._parts[index.internalId()], COLUMNS[index.column()]
        if not column.field or column.field == "data_set":
            return []
        field = self._edited_field(part, column)
        kind = field_type(Part, field)
        value = typed(text, kind, default_unit=column.unit, before=getattr(part, field))
        return [SetField(node=part.id, field=field, value=value)]

    # ------------------------------------------------------------------ drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        """Parts are moved, not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Give the one kind of data that is dragged."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Give the ids of dragged parts, without those inside another one."""
        ids = dict.fromkeys(self._ids[index.internalId()] for index in indexes)
        data = QMimeData()
        data.setData(MIME, QByteArray("\n".join(self.topmost(ids)).encode()))
        return data

    def topmost(self, ids: Iterable[str]) -> list[str]:
        """Give the parts of a selection that are in no other part of it, in their order."""
        chosen = set(ids)
        found = []
        for part_id in sorted(chosen, key=self._numbers.__getitem__):
            above = self._parents[self._numbers[part_id]]
            while above != _ROOT and self._ids[above] not in chosen:
                above = self._parents[above]
            if above == _ROOT:
                found.append(part_id)
        return found

    def moves(self, ids: Sequence[str], parent_id: str, place: int) -> list[Edit]:
        """Give the edits that put parts under an assembly, before the part at a place.

        Args:
            ids: of the parts, in their order.
            parent_id: of the assembly.
            place: among its parts as they are now; -1 is the end.
        """
        parent = self._desk.open.node(parent_id)
        siblings = [part.id for part in parent.parts] if isinstance(parent, Part) else []
        place = len(siblings) if place < 0 else place
        before = [each for each in siblings[:place] if each not in ids]
        return [
            Move(node=each, parent=parent_id, index=len(before) + step)
            for step, each in enumerate(ids)
        ]

    # ------------------------------------------------------------------ cells

    def _words(self, part: Part, place: int) -> str:
        column = COLUMNS[place]
        give = _TEXTS.get(column.id)
        if give is not None:
            return give(self, part)
        return shown(getattr(part, column.field), field_type(Part, column.field), self._desk.texts)

    def _edited(self, part: Part, place: int) -> str:
        column = COLUMNS[place]
        if not column.field:
            return ""
        field = self._edited_field(part, column)
        return shown(getattr(part, field), field_type(Part, field), self._desk.texts)

    def _edited_field(self, part: Part, column: PartColumn) -> str:
        """Give the field that is edited: of a name, that in the language of the window."""
        is_chinese = self._desk.texts.language is Language.CHINESE
        if column.field == "name" and (part.name_zh if is_chinese else not part.name):
            return "name_zh" if is_chinese or part.name_zh else "name"
        if column.field == "excluded" and is_chinese:
            return "excluded_zh" if part.excluded_zh or not part.excluded else "excluded"
        return column.field

    def _name(self, part: Part) -> str:
        number = self._labels[self._numbers[part.id]]
        name = self._desk.texts.choose(part.name, part.name_zh) or part.number
        return f"{number}  {name}"

    def _quantity(self, part: Part) -> str:
        if part.quantity is None:
            return ""
        if part.quantity.unit == "piece":
            return f"{part.quantity.number:g}"
        return typed_amount(part.quantity, self._desk.texts)

    def _mass(self, part: Part) -> str:
        if part.mass is not None:
            sign = "≈ " if part.mass.origin.is_estimate else ""
            return f"{sign}{typed_amount(part.mass.amount, self._desk.texts)}"
        kg = mass_per_piece_kg(part) if part.parts else None
        if kg is None:
            return MISSING if part.parts else ""
        unit, factor = next(
            (unit, factor) for unit, factor in _MASS_UNITS if kg >= factor or factor == _LEAST_KG
        )
        return with_unit(significant(kg / factor), unit)

    def _data_set_words(self, part: Part) -> str:
        texts = self._desk.texts
        if part.excluded or part.excluded_zh:
            return texts("ui.parts.excluded", reason=texts.choose(part.excluded, part.excluded_zh))
        if part.supplier is not None:
            name = texts.choose(part.supplier.supplier, part.supplier.supplier_zh)
            return texts("ui.parts.supplier", name=name)
        if part.data_set is None:
            if part.parts:
                return texts("ui.parts.lines", count=len(part.parts))
            return texts("ui.parts.unmatched")
        known = self._desk.background.catalogue.get(part.data_set)
        name = texts.choose(known.name_en, known.name_zh) if known else str(part.data_set)
        match = part.current_match
        if match is not None and match.origin is MatchOrigin.PROPOSED:
            return texts("ui.parts.guessed", name=name, percent=percent(match.confidence, 0))
        return name

    def _factor(self, part: Part) -> str:
        known = self._desk.background.catalogue.get(part.data_set) if part.data_set else None
        if known is None or part.supplier is not None:
            return ""
        unit = unit_name(known.unit, self._desk.texts)
        return f"{significant(known.kg_co2e)} / {unit}"

    def _emission(self, part: Part) -> str:
        if part.excluded or not (part.bought_as or part.parts or part.steps):
            return MISSING
        return fixed(self._kg.get(part.id), 2)

    def _share_words(self, part: Part) -> str:
        share = self._share(part)
        return percent(share) if share is not None else ""

    def _share(self, part: Part) -> float | None:
        kg = self._kg.get(part.id)
        known = kg is not None and self._headline > 0 and self._emission(part) != MISSING
        return kg / self._headline if known and kg is not None else None

    def _origin(self, part: Part) -> str:
        return self._desk.texts(f"origin.{part.mass.origin.value}") if part.mass else ""

    def _confidence(self, part: Part) -> str:
        known = self._desk.background.catalogue.get(part.data_set) if part.data_set else None
        return known.confidence.value if known else ""

    def _finding(self, part: Part, place: int) -> Any:  # noqa: ANN401  a finding or None
        column = COLUMNS[place]
        found = self._desk.open.findings_at(part.id, column.field) if column.field else ()
        if not found and column.id == "part":
            fields = {each.field for each in COLUMNS}
            every = self._desk.open.findings_at(part.id)
            found = tuple(each for each in every if not each.field or each.field not in fields)
        return next(iter(found), None)

    def _tip(self, part: Part, place: int) -> str:
        finding = self._finding(part, place)
        if finding is not None:
            texts = self._desk.texts
            return f"{texts.what(finding)}\n{texts.mend(finding)}"
        if COLUMNS[place].id == "kg" and part.id in self._kg:
            return f"{self._kg[part.id]:.12g} {self._desk.texts('ui.unit.kg-co2e')}"
        if COLUMNS[place].id == "mass" and part.mass is not None:
            return " · ".join(filter(None, (self._origin(part), part.mass.basis)))
        match = part.current_match if COLUMNS[place].id == "data_set" else None
        if match is not None and self._desk.texts.has(match.reason):
            return self._desk.texts(match.reason, **match.fields)
        return self._words(part, place)

    def _ink(self, part: Part, place: int) -> Any:  # noqa: ANN401  a colour or None
        column = COLUMNS[place].id
        match = part.current_match
        is_guess = match is not None and match.origin is MatchOrigin.PROPOSED
        if part.excluded or part.excluded_zh:
            return self._desk.look.colour("text3")
        if column == "factor" or (column == "data_set" and (is_guess or part.bought_as is None)):
            return self._desk.look.colour("text2")
        return None

    def _kind(self, place: int) -> Any:  # noqa: ANN401  a kind or None
        field = COLUMNS[place].field
        return field_type(Part, field) if field else None


def column_name(column: PartColumn, desk: Desk) -> str:
    """Give the head of a column."""
    key = f"ui.parts.head-{column.id}"
    return desk.texts(key) if desk.texts.has(key) else label(Part, column.field, desk.texts)


def _alignment(column: PartColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_Give = Callable[[PartTreeModel, Part], str]

_TEXTS: dict[str, _Give] = {
    "part": PartTreeModel._name,  # noqa: SLF001  the cells of this model
    "quantity": PartTreeModel._quantity,  # noqa: SLF001
    "mass": PartTreeModel._mass,  # noqa: SLF001
    "data_set": PartTreeModel._data_set_words,  # noqa: SLF001
    "factor": PartTreeModel._factor,  # noqa: SLF001
    "kg": PartTreeModel._emission,  # noqa: SLF001
    "share": PartTreeModel._share_words,  # noqa: SLF001
    "origin": PartTreeModel._origin,  # noqa: SLF001
    "confidence": PartTreeModel._confidence,  # noqa: SLF001
}

_SORT_KEYS: dict[str, Callable[[PartTreeModel, Part], float | None]] = {
    "quantity": lambda _, part: part.quantity.si if part.quantity else None,
    "mass": lambda _, part: mass_per_piece_kg(part),
    "kg": lambda model, part: model._kg.get(part.id),  # noqa: SLF001
    "share": lambda model, part: model._kg.get(part.id),  # noqa: SLF001
}

_ROLES: dict[int, Callable[[PartTreeModel, Part, int], Any]] = {
    Qt.ItemDataRole.DisplayRole: PartTreeModel._words,  # noqa: SLF001
    Qt.ItemDataRole.EditRole: PartTreeModel._edited,  # noqa: SLF001
    Qt.ItemDataRole.ToolTipRole: PartTreeModel._tip,  # noqa: SLF001
    Qt.ItemDataRole.ForegroundRole: PartTreeModel._ink,  # noqa: SLF001
    Qt.ItemDataRole.TextAlignmentRole: lambda _, __, place: _alignment(COLUMNS[place]),
    Qt.ItemDataRole.FontRole: lambda model, part, _: model._bold if part.parts else None,  # noqa: SLF001
    Qt.ItemDataRole.BackgroundRole: lambda model, part, _: (
        model._desk.look.colour("sunken") if part.parts else None  # noqa: SLF001
    ),
    FindingRole: PartTreeModel._finding,  # noqa: SLF001
    KindRole: lambda model, _, place: model._kind(place),  # noqa: SLF001
    UnitRole: lambda _, __, place: COLUMNS[place].unit,
    ChoicesRole: lambda _, __, ___: None,
    ShareRole: lambda model, part, place: (
        model._share(part) if COLUMNS[place].id == "share" and not part.parts else None  # noqa: SLF001
    ),
    NodeRole: lambda _, part, __: part.id,
}
