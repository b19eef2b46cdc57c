"""What the cells of a device register mean: dates, statuses, quantities, ages."""

import csv
import datetime
import enum
import functools
import math
import re
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple

from pcf.errors import UnitError
from pcf.texts import normalised
from pcf.units import parse_number

Cell = object
"""What a reader of tables gives: text, a number, a date, or nothing."""

_EARLIEST = 1990
"""Year before which no device of a register was sold."""

_OLDEST_YEARS = 40.0
_DAYS_A_YEAR = 365.2425
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_EXCEL_DAYS = range(32_874, 73_415)  # 1990 to 2100

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})?)?\D*")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_MOST_MONTHS = 12


class Status(enum.StrEnum):
    """What became of a device."""

    SOLD = "sold"
    """Sold or deployed."""
    RETURNED = "returned"
    """Sold, and taken back."""
    RECEIVED = "received"
    """Collected, and not sold."""


class BadCell(NamedTuple):
    """A cell that can't be read: the text key below `register.` that says why."""

    reason: str


def status_of(cell: Cell, *, has_date: bool, is_asked: bool) -> Status | BadCell:
    """Give what a status says.

    Args:
        cell: of the column of statuses.
        has_date: the row has a date of sale.
        is_asked: there is such a column; without one a device with a date of sale was sold.
    """
    if not is_asked:
        return Status.SOLD if has_date else Status.RECEIVED
    words = normalised(str(cell)) if cell is not None else ""
    if not words:
        return BadCell("status-missing")
    found = _statuses().get(words)
    return found if found is not None else BadCell("status-unknown")


@functools.cache
def _statuses() -> Mapping[str, Status]:
    return {
        normalised(word): Status(row["status"])
        for row in read_table("statuses")
        for word in row["words"].split("|")
    }


def read_table(name: str) -> list[dict[str, str]]:
    """Give the rows of a table of words."""
    path = resources.files("pcf").joinpath(f"resources/registers/{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def day_of(cell: Cell, today: datetime.date) -> datetime.date | BadCell | None:
    """Give the day that a date names, its month's first where it names no day; None for none."""
    if cell is None or cell == "":
        return None
    day = _day_read(cell)
    if isinstance(day, BadCell):
        return day
    if day > today:
        return BadCell("date-future")
    return day if day.year >= _EARLIEST else BadCell("date-unreadable")


def _day_read(cell: Cell) -> datetime.date | BadCell:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = str(cell).strip()
    if isinstance(cell, int | float) or text.isdigit():
        return _day_of_number(text, float(text))
    found = _YEAR_FIRST.match(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3] or 1))
    return _day_year_last(text)


def _day_year_last(text: str) -> datetime.date | BadCell:
    """Read 5.3.2024, and 5/3/2024 only where one of both can be no month."""
    found = _YEAR_LAST.match(text)
    if found is None:
        return BadCell("date-unreadable")
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > _MOST_MONTHS or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > _MOST_MONTHS else BadCell("date-ambiguous")


def _day_of_number(text: str, number: float) -> datetime.date | BadCell:
    """Read 20240305, or the days of a spreadsheet."""
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    if int(number) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + datetime.timedelta(days=int(number))
    return BadCell("date-unreadable")


def _day(year: int, month: int, day: int) -> datetime.date | BadCell:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return BadCell("date-unreadable")


def quantity_of(cell: Cell) -> int | BadCell:
    """Give a number of devices: whole and above zero."""
    try:
        number = float(cell) if isinstance(cell, int | float) else parse_number(str(cell))
    except UnitError:
        return BadCell("quantity-unreadable")
    if not math.isfinite(number) or number <= 0 or number != int(number):
        return BadCell("quantity-unreadable")
    return int(number)


def years_of(cell: Cell) -> float | None:
    """Give an age [years], None where it says none that can be."""
    text = re.sub(r"\s*(?:years?|yrs?|a|年)$", "", str(cell).strip(), flags=re.IGNORECASE)
    try:
        years = float(cell) if isinstance(cell, int | float) else parse_number(text)
    except UnitError:
        return None
    return years if 0 <= years <= _OLDEST_YEARS else None


def years_between(made: Cell, sold: datetime.date | None, today: datetime.date) -> float | None:
    """Give the years from purchase or making to the sale, None where one is not known."""
    day = day_of(made, today)
    if sold is None or day is None or isinstance(day, BadCell) or day > sold:
        return None
    return (sold - day).days / _DAYS_A_YEAR
