"""Reads how deep lines stand in a tree, where a list shows it instead of saying it.

Lists say a level as `2`, `..2`, `L2` or `++`; others show it by the column in which a name stands,
by the blanks before it, or by the grouping of rows. What is shown counts only if the whole list
keeps to it: a stray blank must not put a line into an assembly and multiply its quantity.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from pcf.exchange.bom_headings import Column
from pcf.exchange.bom_words import is_word
from pcf.exchange.sheet_cells import Row

_LEVEL = re.compile(r"(\D*)(\d{1,4})(?:\.0)?\s*(\D*)")
_BRANCHES = "|\u2502\u251c\u2514"  # as drawn trees have them; only the line to the right counts
_MARKS = re.compile(f"[.+*\\->\u2022\xb7\u2500 {_BRANCHES}]{{1,30}}")
_LEAST_SHARE = 0.2
_LEAST_DEEPER = 2
_HALF = 0.5


def level_of(text: str) -> int | None:
    """Give the level that a cell says, None if it says none."""
    plain = text.strip()
    if match := _LEVEL.fullmatch(plain):
        around = (re.sub(r"[\s.:_\-*>+?]", "", match[group]) for group in (1, 3))
        return int(match[2]) if all(not e or is_word(e, "level_word") for e in around) else None
    if plain and _MARKS.fullmatch(plain):
        return len(re.sub(f"[\\s{_BRANCHES}]", "", plain)) or None
    return None


class ShownLevels(msgspec.Struct, frozen=True):
    """Levels that a list shows instead of saying them.

    Attributes:
        levels: of each of its parts.
        key: of the finding that says by what they are shown.
        text: for that finding.
        columns: those of the list, with the names that stand in the columns of levels.
    """

    levels: tuple[int, ...]
    key: str
    text: str
    columns: tuple[Column, ...]


def shown_levels(
    columns: Sequence[Column], rows: Mapping[int, Row], outline: Mapping[int, int]
) -> ShownLevels | None:
    """Give the levels that a list shows by place, indentation or grouping, None if it shows none.

    Args:
        columns: of the list.
        rows: those that are parts, by their index in the sheet.
        outline: how deep rows are grouped, by their index.
    """
    kept = tuple(columns)
    parts = list(rows.values())
    stairs = [column for column in columns if column.field == "level"]
    if len(stairs) > 1:
        return _levels_by_stairs(kept, stairs, parts)
    places = {column.field: column.place for column in columns}
    index = places.get("index")
    if {"level", "parent"} & places.keys() or any("." in _cell(row, index) for row in parts):
        return None
    for column in columns:
        if column.field in {"name", "name_zh", "number"}:
            texts = [_cell(row, column.place) for row in parts]
            if any(text[:1].isspace() for text in texts) and (found := levels_by_indent(texts)):
                return ShownLevels(tuple(found), "bom-levels-by-indent", column.heading, kept)
    found = levels_by_outline(list(rows), outline)
    if found is None:
        return None
    return ShownLevels(tuple(found), "bom-levels-by-outline", str(max(found)), kept)


def _levels_by_stairs(
    columns: Sequence[Column], stairs: Sequence[Column], parts: Sequence[Row]
) -> ShownLevels | None:
    """Give levels by which of several columns is filled; what stands there may be the name."""
    levels = levels_by_place(parts, [column.place for column in stairs])
    if levels is None:
        return None
    others = [column for column in columns if column.field != "level"]
    holds_names = any(
        any(map(str.isalpha, _cell(row, column.place))) for row in parts for column in stairs
    )
    named = [msgspec.structs.replace(column, field="name") for column in stairs]
    headings = ", ".join(column.heading for column in stairs)
    kept = (*others, *(named if holds_names else ()))
    return ShownLevels(tuple(levels), "bom-levels-by-place", headings, kept)


def _cell(row: Row, place: int | None) -> str:
    return str(row[place]) if place is not None and place < len(row) else ""


def levels_by_place(rows: Sequence[Row], places: Sequence[int]) -> list[int] | None:
    """Give the level of each row by which of several columns is filled, None if any row fills two.

    Args:
        rows: those that are parts.
        places: indices of the columns, the topmost level first.
    """
    found = []
    for row in rows:
        filled = [i for i, place in enumerate(places) if place < len(row) and row[place] != ""]
        if len(filled) != 1:
            return None
        found.append(filled[0] + 1)
    return found if _is_tree(found) else None


def levels_by_indent(texts: Sequence[str]) -> list[int] | None:
    """Give the level of each line by the blanks that its name begins with, if all keep to it."""
    widths = [len(text) - len(text.lstrip()) for text in texts]
    ranks = {width: rank for rank, width in enumerate(sorted(set(widths)), 1)}
    found = [ranks[width] for width in widths]
    is_steady = min(set(widths) - {0}, default=0) > 1  # a single blank may be a slip
    return found if _is_tree(found) and (is_steady or _share_deeper(found) > _HALF) else None


def levels_by_outline(numbers: Sequence[int], outline: Mapping[int, int]) -> list[int] | None:
    """Give the level of each row by the sheet's grouping of rows, if all keep to it."""
    found = [outline.get(number, 0) + 1 for number in numbers]
    return found if _is_tree(found) else None


def _is_tree(levels: Sequence[int]) -> bool:
    """Tell whether levels begin at the top, never skip one going down, and are worth the name."""
    if not levels or levels[0] != min(levels):
        return False
    deeper = sum(level > levels[0] for level in levels)
    return (
        deeper >= _LEAST_DEEPER
        and _share_deeper(levels) >= _LEAST_SHARE
        and all(after <= before + 1 for before, after in pairwise(levels))
    )


def _share_deeper(levels: Sequence[int]) -> float:
    return sum(level > min(levels) for level in levels) / len(levels)
