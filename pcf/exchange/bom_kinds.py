"""Says what a table is that looks like a bill of materials and is none."""

import re
from collections.abc import Sequence
from pathlib import Path

from pcf.errors import BomSheetError
from pcf.exchange.bom_headings import Column
from pcf.exchange.bom_words import is_word
from pcf.exchange.sheet_cells import Row

_NETLIST = re.compile(
    r"\s*(?:\(export\b|\(netlist\b|\*PADS-|\$PACKAGES|\*NET\*|\.SUBCKT\b|NET_NAME"
    r"|\(edif\b|\*SIGNAL\*|Wire ?List|\(kicad_sch\b|\(kicad_pcb\b)",
    re.IGNORECASE,
)
_LONG_LINE = 40


def refuse_other_kinds(path: Path, headings: Sequence[str], columns: Sequence[Column]) -> None:
    """Refuse a table of coordinates for placing, of prices without quantities, or of nets.

    Raises:
        BomSheetError: it is one of these.
    """
    fields = {column.field for column in columns}
    if "quantity" in fields:
        return
    if {"x", "y"} <= fields:
        raise BomSheetError("bom-is-placement", where=str(path))
    if any(is_word(heading, "net_heading") for heading in headings):
        raise BomSheetError("bom-is-netlist", where=str(path))
    if "designators" not in fields and fields & {"price", "quantity_order"}:
        raise BomSheetError("bom-is-price-list", where=str(path))


def refuse_without_headings(path: Path, rows: Sequence[Row]) -> None:
    """Refuse what has no headings of a parts list: coordinates, nets, and running text.

    Raises:
        BomSheetError: it is one of these.
    """
    start = " ".join(str(cell) for row in rows[:5] for cell in row)
    if _NETLIST.match(start):
        raise BomSheetError("bom-is-netlist", where=str(path))
    filled = [row for row in rows if row]
    placed = [row for row in filled if _is_placement(row)]
    if len(placed) > max(2, len(filled) // 2):
        raise BomSheetError("bom-is-placement", where=str(path))
    lonely = [row for row in filled if sum(cell != "" for cell in row) == 1]
    if len(lonely) == len(filled) and any(len(str(row)) > _LONG_LINE for row in filled):
        raise BomSheetError("bom-is-text", where=str(path))


def _is_placement(row: Row) -> bool:
    """Tell whether a row is a designator and two coordinates at least, then perhaps a side."""
    texts = [str(cell).strip() for cell in row if cell != ""]
    if not texts or not re.fullmatch(r"[A-Z]{1,5}_?\d{1,5}", texts[0]):
        return False
    numbers = [text for text in texts[1:] if re.fullmatch(r"-?\d+[.,]\d+(?:mm|mil)?", text)]
    return len(numbers) > 1
