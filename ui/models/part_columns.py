"""The columns of the bill of materials: what each shows, takes and is called."""

import msgspec
from PySide6.QtCore import Qt

from pcf.model.bom import Part
from ui.desk import Desk
from ui.fields import label


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

    @property
    def is_typed(self) -> bool:
        """Tell whether one types into it; a data set is picked."""
        return bool(self.field) and self.field != "data_set"


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


def column_name(column: PartColumn, desk: Desk) -> str:
    """Give the head of a column."""
    key = f"ui.parts.head-{column.id}"
    return desk.texts(key) if desk.texts.has(key) else label(Part, column.field, desk.texts)


def column_alignment(column: PartColumn) -> Qt.AlignmentFlag:
    """Give where the content of a column stands: numbers at the right."""
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
