"""Tells which lines are not built in: left unpopulated, or alternatives to another line."""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from pcf.exchange.bom_cells import RowCells
from pcf.exchange.bom_headings import Column
from pcf.exchange.bom_tree import Line
from pcf.exchange.bom_words import found_word, is_word, word_list
from pcf.exchange.sheet_cells import Row
from pcf.model.bom import Part
from pcf.texts import Language, Texts, normalised

_CLAUSE_END = re.compile("[.,;:()\\[\\]!\n\u3002\uff0c\uff1b\uff1a\uff08\uff09]+")
_LONGEST_MARK = 12
_MOST_GROUPS = 100
_ZERO = re.compile(r"0+(?:[.,]0+)?")


def says_not_fitted(text: str) -> bool:
    """Tell whether a text says anywhere, in so many words, that the part is not built in."""
    return bool(found_word(text, "not_fitted"))


def is_not_fitted_mark(text: str) -> bool:
    """Tell whether a cell is a mark for a part that is not built in, such as `DNP`, or says so."""
    is_short = len(text) <= _LONGEST_MARK
    return says_not_fitted(text) or (is_short and is_word(text, "not_fitted_mark"))


def notes_not_fitted(text: str) -> bool:
    """Tell whether a clause of a note says just that; in passing it may be a condition."""
    if not says_not_fitted(text) and not is_word(text, "not_fitted_mark"):
        return False
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text)]
    return any(
        len(clause) <= 2 * len(word_list("not_fitted").found_at_start(clause))
        or is_word(clause, "not_fitted_mark")
        for clause in clauses
        if clause
    )


def excludes(column: Column, text: str) -> bool:
    """Tell whether a cell of a column such as `DNP`, or `Fitted`, says that its line is left out.

    Below `DNP` anything but a denial does; below `Fitted` only a denial, or `DNP` itself.
    """
    if column.field == "exclude":
        return not is_word(text, "denied") and not is_word(text, "fitted_state")
    return is_word(text, "denied") or is_word(text, "not_fitted_cell") or says_not_fitted(text)


def rows_of_alternates(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """Give the rows that a column of categories puts among the alternatives, by index."""
    known = {column.place for column in columns}
    found: set[int] = set()
    for place in range(max(map(len, rows), default=0)):
        if place in known:
            continue
        groups: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            if place < len(row) and isinstance(cell := row[place], str) and cell:
                groups[cell].append(number)
        if len(groups) <= _MOST_GROUPS:
            found.update(*(rows for name, rows in groups.items() if _is_group_of_alternates(name)))
    return frozenset(found)


def _is_group_of_alternates(name: str) -> bool:
    """Tell whether a category is that of alternatives; a word of joining such as `or` is none."""
    return len(name.strip()) > 1 and is_word(name, "alternate") and not is_word(name, "joining")


def names_alternate(text: str) -> bool:
    """Tell whether a name says that its line is an alternative: `(alternative)`, `Alt: …`."""
    if is_word(text, "alternate"):
        return True
    if not text.isascii() or "(" in text or ":" in text or "[" in text:
        known = normalised(text)
        inside = re.findall("[(\\[{\u3010]([^()\\[\\]{}\u3010\u3011]+)[)\\]}\u3011]", known)
        first, mark, _ = known.partition(":")
        return any(is_word(each, "alternate") for each in inside) or (
            bool(mark) and is_word(first, "alternate")
        )
    return False


def reason_not_fitted(cells: RowCells) -> str:
    """Give why a part is not built in, as heading and cell stand there, "" if it is."""
    for field, leaves_out in _LEAVING_OUT.items():
        for column in cells.columns[field]:
            text = cells.text_in(column)
            if text and leaves_out(column, text):
                return f"{column.heading}: {text}"
    return ""


def _is_marked(_: Column, text: str) -> bool:
    return is_not_fitted_mark(text)


def _is_marked_or_zero(column: Column, text: str) -> bool:
    """Tell whether a number or quantity is a mark; with digits it is what it is, but for 0."""
    if not any(map(str.isdigit, text)):
        return is_not_fitted_mark(text)
    return column.field == "quantity" and _ZERO.fullmatch(text) is not None


def _is_noted(_: Column, text: str) -> bool:
    return notes_not_fitted(text)


_LEAVING_OUT: dict[str, Callable[[Column, str], bool]] = {
    "exclude": excludes,
    "include": excludes,
    "name": _is_marked,
    "name_zh": _is_marked,
    "material": _is_marked,
    "number": _is_marked_or_zero,
    "note": _is_noted,
    "quantity": _is_marked_or_zero,
}


def is_alternate(cells: RowCells, part: Part, before: Part, *, shares_quantity: bool) -> bool:
    """Tell whether a line is an alternative to the one above.

    Args:
        cells: of its row.
        part: what was read from them.
        before: the part of the line above, or of the one that the lines above are alternatives to.
        shares_quantity: its quantity is merged with that of the row above.
    """
    if any(is_word(cells.text_in(column), "alternate") for column in cells.columns["alternate"]):
        return True
    texts = [text for text in (part.position, part.name, part.name_zh) if text]
    if any(map(names_alternate, texts)):
        return True
    if part.note and is_word(part.note, "alternate") and part.designators == before.designators:
        return part.quantity is None or part.quantity == before.quantity
    column = cells.column("quantity")
    if column is None or cells.raw(column) != "":
        return False
    if any(word_list("alternate").found_at_start(text) for text in texts):
        return True
    named = part.number or part.manufacturer_number or part.manufacturer
    return bool(named) and (shares_quantity or _continues(part, before))


def _continues(part: Part, before: Part) -> bool:
    """Tell whether a line has neither a place of its own nor designators, as the other has."""
    return bool(before.position or before.designators) and not (part.position or part.designators)


def reasons_alternate(line: Line | None) -> tuple[str, str]:
    """Give why an alternative does not count, in English and in Chinese."""
    facts = {"row": line.row if line else 0, "name": line.part.label if line else ""}
    english, chinese = (_texts(each)("bom.alternate-to", **facts) for each in Language)
    return english, chinese


@functools.cache
def _texts(language: Language) -> Texts:
    return Texts(language)
