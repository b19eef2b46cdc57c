"""What merged cells mean in a parts list.

Only the first cell of a merged range holds a value. One that is merged over several rows says the
same of each of them where it describes: the assembly, the level, a name, a material. An amount, a
part number, or designators would be counted once for each row, so there only the first row has it.
"""

from collections.abc import Sequence

from pcf.exchange.bom_headings import Column
from pcf.exchange.sheet_cells import Cell, Merge, Row

_DESCRIBING = frozenset(
    {"level", "parent", "name", "name_zh", "material", "manufacturer", "package", "unit"}
)


def filled_down(
    rows: Sequence[Row], merges: Sequence[Merge], first: int, columns: Sequence[Column]
) -> list[Row]:
    """Give rows in which a describing cell that is merged over several stands in each of them.

    Args:
        rows: of one table.
        merges: the merged cells of its sheet.
        first: index in the sheet of the first of the rows.
        columns: of the table.
    """
    filled: list[Row] = list(rows)
    describing = {column.place for column in columns if column.field in _DESCRIBING}
    for merge in merges:
        if merge.bottom == merge.top or merge.left not in describing or merge.top < first:
            continue
        top = merge.top - first
        if top >= len(filled) or merge.left >= len(filled[top]):
            continue
        value = filled[top][merge.left]
        for place in range(top + 1, min(merge.bottom - first + 1, len(filled))):
            if filled[place]:  # a blank row stays blank
                filled[place] = _with_cell(filled[place], merge.left, value)
    return filled


def _with_cell(row: Row, place: int, value: Cell) -> Row:
    padded = [*row, *[""] * (place + 1 - len(row))]
    if padded[place] == "":
        padded[place] = value
    return tuple(padded)


def merged_below(merges: Sequence[Merge], place: int | None) -> frozenset[int]:
    """Give the rows whose cell in a column is merged with that of the row above."""
    return frozenset(
        row
        for merge in merges
        if place is not None and merge.left <= place <= merge.right
        for row in range(merge.top + 1, merge.bottom + 1)
    )
