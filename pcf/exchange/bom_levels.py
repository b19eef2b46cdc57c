"""Reads how deep lines stand in a tree, where a list shows it instead of saying it.

Lists say a level as `2`, `..2`, `L2` or `++`; others show it by the column in which a name stands,
by the blanks before it, or by the grouping of rows. What is shown counts only if the whole list
keeps to it: a stray blank must not put a line into an assembly and multiply its quantity.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

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
