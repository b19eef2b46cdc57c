"""What the cells of the bill of materials show, and what a text that is typed into one means."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from pcf.findings import Finding
from pcf.model.bom import MatchOrigin, Part, mass_per_piece_kg
from pcf.model.edits import Edit, SetField
from pcf.results.contributions import by_part_with_below, totals
from pcf.results.display import MISSING, fixed, percent, significant, with_unit
from pcf.results.names import typed_amount, unit_name
from pcf.texts import Language, normalised
from ui.cell_roles import FindingRole, KindRole, MarkRole, NodeRole, ShareRole, UnitRole
from ui.desk import Desk
from ui.fields import FieldType, field_type, shown, typed
from ui.models.part_columns import COLUMNS, PartColumn, column_alignment

_Give = Callable[[Part, int], Any]
"""Gives what a line shows in a column in one of Qt's roles."""

_DATA_SET = [column.id for column in COLUMNS].index("data_set")
_LEAST_KG = 1e-6
_MASS_UNITS = (("kg", 1.0), ("g", 1e-3), ("mg", _LEAST_KG))


class PartCells:
    """The cells of all lines; the tree knows where the lines stand."""

    def __init__(self, desk: Desk) -> None:
        """Show no numbers yet."""
        self._desk = desk
        self._kg: dict[str, float] = {}
        self._headline = 0.0
        self._bold = QFont(desk.look.font("body"))
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._words_of: dict[str, Callable[[Part], str]] = {
            "quantity": self._quantity,
            "mass": self._mass,
            "data_set": self._data_set_name,
            "factor": self._factor,
            "kg": self._emission,
            "share": self._share_words,
            "origin": self._origin,
            "confidence": self._confidence,
        }
        self._roles: dict[int, _Give] = {
            Qt.ItemDataRole.DisplayRole: self._words,
            Qt.ItemDataRole.EditRole: self._edited,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.ForegroundRole: self._ink,
            Qt.ItemDataRole.TextAlignmentRole: lambda _, place: column_alignment(COLUMNS[place]),
            Qt.ItemDataRole.FontRole: lambda part, _: self._bold if part.parts else None,
            Qt.ItemDataRole.BackgroundRole: lambda part, _: (
                desk.look.colour("sunken") if part.parts else None
            ),
            FindingRole: self._finding,
            KindRole: lambda _, place: self._kind(place),
            UnitRole: lambda _, place: COLUMNS[place].unit,
            ShareRole: self._bar,
            MarkRole: self._mark,
            Qt.ItemDataRole.AccessibleTextRole: self._said,
            NodeRole: lambda part, _: part.id,
        }

    def take_result(self) -> None:
        """Take the numbers of the newest result."""
        result = self._desk.open.result
        self._kg = by_part_with_below(result) if result is not None else {}
        self._headline = totals(result).headline if result is not None else 0.0

    def sum_kg_co2e(self, parts: Iterable[Part]) -> float:
        """Give what parts add with all below them [kg CO2e]."""
        return sum(self._kg.get(part.id, 0.0) for part in parts)

    def data(self, part: Part, place: int, role: int) -> Any:  # noqa: ANN401  as Qt's own
        """Give what the cell of a line in a column shows, and tells its delegate."""
        give = self._roles.get(role)
        return give(part, place) if give is not None else None

    def edits_of(self, part: Part, place: int, text: str) -> list[Edit]:
        """Give the edit that sets a cell to a typed text, none where it is read only.

        Raises:
            InputError: the text means no value of the field.
        """
        column = COLUMNS[place]
        if not column.is_typed:
            return []
        field = self._edited_field(part, column)
        kind = field_type(Part, field)
        value = typed(text, kind, default_unit=column.unit, before=getattr(part, field))
        return [SetField(node=part.id, field=field, value=value)]

    def standing(self, part: Part, place: int) -> tuple[bool, float | str]:
        """Give by what a line is sorted in a column; one without a number stands apart."""
        match COLUMNS[place].id:
            case "quantity":
                number = part.quantity.si if part.quantity else None
            case "mass":
                number = mass_per_piece_kg(part)
            case "kg" | "share":
                number = self._kg.get(part.id)
            case _:
                return False, normalised(self._words(part, place))
        return number is None, number or 0.0

    def name(self, part: Part) -> str:
        """Give what a line is called."""
        return self._desk.texts.choose(part.name, part.name_zh) or part.number

    def data_set_words(self, part: Part) -> str:
        """Give what a line is calculated by: a data set, a supplier's footprint, or nothing yet."""
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

    def _mark(self, part: Part, place: int) -> str | None:
        """Give how sure a guess is, which stands at the end of its cell where the name is cut."""
        match = part.current_match
        if COLUMNS[place].id != "data_set" or match is None or part.excluded or part.supplier:
            return None
        is_guess = match.origin is MatchOrigin.PROPOSED
        return percent(match.confidence, 0) if is_guess else None

    def _data_set_name(self, part: Part) -> str:
        """Give what stands in the cell: of a guess the name alone, its mark says the rest."""
        known = self._desk.background.catalogue.get(part.data_set) if part.data_set else None
        if known is None or self._mark(part, _DATA_SET) is None:
            return self.data_set_words(part)
        return self._desk.texts.choose(known.name_en, known.name_zh)

    def _words(self, part: Part, place: int) -> str:
        column = COLUMNS[place]
        if column.id == "part":
            return self.name(part)
        give = self._words_of.get(column.id)
        if give is not None:
            return give(part)
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

    def _quantity(self, part: Part) -> str:
        if part.quantity is None:
            return ""
        if part.quantity.unit == "piece":
            return f"{part.quantity.number:g}"
        return typed_amount(part.quantity, self._desk.texts)

    def _mass(self, part: Part) -> str:
        if part.mass is not None and part.mass.origin.is_estimate:
            return f"≈ {_fitting(part.mass.amount.si)}"  # no more digits than it is known by
        if part.mass is not None:
            return typed_amount(part.mass.amount, self._desk.texts)
        kg = mass_per_piece_kg(part) if part.parts else None
        if kg is None:
            return MISSING if part.parts else ""
        return _fitting(kg)

    def _factor(self, part: Part) -> str:
        known = self._desk.background.catalogue.get(part.data_set) if part.data_set else None
        if known is None or part.supplier is not None:
            return ""
        unit = unit_name(known.unit, self._desk.texts)
        return f"{significant(known.kg_co2e)} / {unit}"

    def _emission(self, part: Part) -> str:
        if part.excluded or not (part.bought_as or part.parts or part.steps):
            return MISSING
        if not self._kg.get(part.id):  # left out, as for want of a mass: that is not zero
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

    def _finding(self, part: Part, place: int) -> Finding | None:
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
        match = part.current_match if place == _DATA_SET else None
        if match is not None and self._desk.texts.has(match.reason):
            reason = self._desk.texts(match.reason, **match.fields)
            return f"{self.data_set_words(part)}\n{reason}"
        return self._said(part, place)

    def _said(self, part: Part, place: int) -> str:
        """Give the words of a cell in full."""
        return self.data_set_words(part) if place == _DATA_SET else self._words(part, place)

    def _ink(self, part: Part, place: int) -> Any:  # noqa: ANN401  a colour or None
        column = COLUMNS[place].id
        match = part.current_match
        is_guess = match is not None and match.origin is MatchOrigin.PROPOSED
        if part.excluded or part.excluded_zh:
            return self._desk.look.colour("text3")
        if column == "factor" or (column == "data_set" and (is_guess or part.bought_as is None)):
            return self._desk.look.colour("text2")
        return None

    def _bar(self, part: Part, place: int) -> float | None:
        return self._share(part) if COLUMNS[place].id == "share" and not part.parts else None

    def _kind(self, place: int) -> FieldType | None:
        field = COLUMNS[place].field
        return field_type(Part, field) if field else None


def _fitting(kg: float) -> str:
    """Give a mass in the unit that fits it, with the digits of a result."""
    unit, factor = next(
        (unit, factor) for unit, factor in _MASS_UNITS if kg >= factor or factor == _LEAST_KG
    )
    return with_unit(significant(kg / factor), unit)
