"""Finds the heading of a device register, and which column holds what."""

import enum
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pcf.errors import RegisterError
from pcf.exchange.register_cells import Cell, read_table
from pcf.texts import normalised


class RegisterColumn(enum.StrEnum):
    """What a column of a register holds."""

    CATEGORY = "category"
    SOLD_ON = "sold_on"
    STATUS = "status"
    QUANTITY = "quantity"
    AGE = "age"
    MADE_ON = "made_on"
    SERIAL = "serial"
    """Read to find what is listed twice, and never kept."""


class Heading(NamedTuple):
    """The heading of a sheet.

    Attributes:
        row: its number, from 1.
        places: of the columns, from 0.
        words: of the columns, as they stand in the file.
    """

    row: int
    places: Mapping[RegisterColumn, int]
    words: Mapping[RegisterColumn, str]


def find_heading(
    first: Sequence[Sequence[Cell]], stated: Mapping[RegisterColumn, str], path: Path
) -> Heading | None:
    """Give the heading among the first rows of a sheet, None where there is none.

    Args:
        first: rows of the sheet from its first one on.
        stated: heading or letter of columns, which go before what their words say.
        path: of the file, for the message.

    Raises:
        RegisterError: a stated column is not there, or the heading tells no sold devices.
    """
    best: Heading | None = None
    for number, row in enumerate(first, 1):
        places = _places(row)
        if best is None or len(places) > len(best.places):
            best = Heading(number, places, {})
    if best is None:
        return None
    row = first[best.row - 1]
    places = dict(best.places) | {
        column: _stated_place(words, row, path) for column, words in stated.items()
    }
    if RegisterColumn.CATEGORY not in places:
        return None
    if not {RegisterColumn.STATUS, RegisterColumn.SOLD_ON} & places.keys():
        raise RegisterError("register-no-sale", where=str(path))
    words = {column: str(row[place] or "") for column, place in places.items() if place < len(row)}
    return Heading(best.row, places, words)


def _places(row: Sequence[Cell]) -> dict[RegisterColumn, int]:
    """Give the columns whose heading is one of their words, the first of several."""
    places: dict[RegisterColumn, int] = {}
    for place, cell in enumerate(row):
        column = _words().get(normalised(str(cell)).rstrip(":")) if cell is not None else None
        if column is not None:
            places.setdefault(column, place)
    return places


@functools.cache
def _words() -> Mapping[str, RegisterColumn]:
    return {
        normalised(word): RegisterColumn(row["column"])
        for row in read_table("columns")
        for word in row["words"].split("|")
    }


def _stated_place(words: str, row: Sequence[Cell], path: Path) -> int:
    """Give the place of a column by its heading, else by its letter."""
    wanted = normalised(words)
    for place, cell in enumerate(row):
        if cell is not None and normalised(str(cell)) == wanted:
            return place
    letters = words.strip().upper()
    if letters.isascii() and letters.isalpha() and len(letters) <= _MOST_LETTERS:
        place = functools.reduce(lambda sum_, each: 26 * sum_ + ord(each) - 64, letters, 0) - 1
        if place < len(row):
            return place
    raise RegisterError("register-column-unknown", where=str(path), column=words)


_MOST_LETTERS = 3
