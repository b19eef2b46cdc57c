"""Reads a register of single devices and keeps nothing of a single one: sums by category and month.

A register may have millions of rows, so rows are counted as they are read; how a device with
several rows counts once says `register_counts`.
"""

import datetime
import hashlib
import operator
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from pcf.errors import RegisterError
from pcf.exchange.register_cells import (
    BadCell,
    Cell,
    Status,
    day_of,
    quantity_of,
    status_of,
    years_between,
    years_of,
)
from pcf.exchange.register_columns import Heading, RegisterColumn, find_heading
from pcf.exchange.register_counts import ALONE, Devices, Kind, Rejections, sums_of
from pcf.exchange.register_rows import Rows, opened_rows
from pcf.model.refurbishment import DeviceRegister, RegisterSum, RejectedRows

Progress = Callable[[int, float], None]
"""Told how many rows were read, and which share of the file that is [0..1]."""

_BETWEEN_REPORTS_S = 0.1
_ROWS_BETWEEN_LOOKS = 4096


class RegisterReading(NamedTuple):
    """A register, and how its file was read.

    Attributes:
        columns: the heading of each column that was found.
    """

    register: DeviceRegister
    columns: Mapping[RegisterColumn, str]


def read_register(
    path: Path,
    stated: Mapping[RegisterColumn, str] | None = None,
    progress: Progress | None = None,
    *,
    on: datetime.date | None = None,
) -> RegisterReading:
    """Read a register.

    Args:
        path: .csv, .tsv, .txt or .xlsx; of a workbook every sheet with such a heading is read.
        stated: heading or letter of columns that are not found by their words.
        progress: told at most ten times a second; what it raises stops the reading.
        on: day after which a date can't be; today by default.

    Raises:
        DataError: the file is damaged.
        RegisterError: it is no register: empty, no category, nothing that tells sold devices.
    """
    today = on or datetime.datetime.now().astimezone().date()
    counting = _Counting(today)
    headings: Mapping[RegisterColumn, str] = {}
    rows = 0
    with opened_rows(path) as sheets:
        for sheet in sheets:
            heading = find_heading(sheet.first, stated or {}, path)
            if heading is None:
                continue
            headings = headings or heading.words
            rows += counting.count(sheet, heading, _reporting(progress, rows))
    if not headings:
        raise RegisterError("register-no-heading", where=str(path))
    if not rows:
        raise RegisterError("register-empty", where=str(path))
    sums, rejected = counting.settled()
    register = DeviceRegister(
        file=path.name,
        sha256=_sha256(path),
        rows=rows,
        read_on=today,
        sums=sums,
        rejected=rejected,
    )
    return RegisterReading(register, headings)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Counting:
    """The counts of a register while it is read."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self._kinds: dict[tuple[Cell, Cell, Cell], Kind] = {}
        self._listed: list[Kind] = []
        self._quantities: dict[Cell, int | BadCell] = {None: 1, "": 1}
        self._ages: dict[tuple[Cell, Cell, datetime.date | None], float | None] = {}
        self._devices, self._rejections = Devices(), Rejections()

    def count(self, sheet: Rows, heading: Heading, report: Callable[[int, float], None]) -> int:
        """Count the rows of a sheet below its heading; give how many there are.

        One loop with nothing looked up twice: 1.5 million rows go through it.
        """
        places = [heading.places.get(column, _NOWHERE) for column in RegisterColumn]
        cells_of, width = operator.itemgetter(*places), 1 + max(places)
        kinds, quantities = self._kinds, self._quantities
        reject, note = self._rejections.add, self._devices.add
        read = 0
        for number, row in sheet.below(heading.row, heading.places.values()):
            cells = (*row, None) if len(row) >= width else (*row, *(None,) * width)
            category, sold_on, status, quantity, age, made_on, serial = cells_of(cells)
            if not category and not any(row):
                continue
            read += 1
            if not read % _ROWS_BETWEEN_LOOKS:
                report(read, sheet.share_read())
            kind = kinds.get((category, sold_on, status))
            if kind is None:
                kind = self._kind(category, sold_on, status, heading)
                kinds[category, sold_on, status] = kind
            if kind.reason:
                reject(kind.reason, number)
                continue
            devices = quantities.get(quantity)
            if devices is None:
                devices = quantities[quantity] = quantity_of(quantity)
            if isinstance(devices, BadCell):
                reject(devices.reason, number)
                continue
            years = self._years(age, made_on, kind.day) if age or made_on else None
            kind.add(devices, years, ALONE[kind.status])
            if serial:
                note(serial, kind, number, devices, years)
        return read

    def _kind(self, category: Cell, sold_on: Cell, status: Cell, heading: Heading) -> Kind:
        """Give what rows of a category, a date and a status are counted as."""
        name = str(category).strip() if category is not None else ""
        has_status = RegisterColumn.STATUS in heading.places
        found = status_of(status, has_date=bool(sold_on), is_asked=has_status)
        day = day_of(sold_on, self._today)
        place = len(self._listed)
        if not name:
            reason = "category-missing"
        elif isinstance(found, BadCell):
            reason = found.reason
        elif isinstance(day, BadCell):
            reason = day.reason
        elif day is None and found is not Status.RECEIVED and _has_dates(heading):
            reason = "date-missing"
        else:
            self._listed.append(Kind(place, name, found, day))
            return self._listed[-1]
        self._listed.append(Kind(place, name, Status.RECEIVED, None, reason))
        return self._listed[-1]

    def _years(self, age: Cell, made_on: Cell, day: datetime.date | None) -> float | None:
        """Give the years that devices were used, as stated or from purchase to sale."""
        key = (age, None, None) if age else (None, made_on, day)
        if key not in self._ages:
            self._ages[key] = years_of(age) if age else years_between(made_on, day, self._today)
        return self._ages[key]

    def settled(self) -> tuple[tuple[RegisterSum, ...], tuple[RejectedRows, ...]]:
        """Give what was counted, each device once, and what was not."""
        for row in self._devices.settle(self._listed):
            self._rejections.add("duplicate", row)
        return sums_of(self._listed), self._rejections.listed()


def _has_dates(heading: Heading) -> bool:
    return RegisterColumn.SOLD_ON in heading.places


_NOWHERE = -1
"""The place of a column that is not there: behind each row stands an empty cell."""


def _reporting(progress: Progress | None, before: int) -> Callable[[int, float], None]:
    """Give what tells the progress, at most ten times a second."""
    reported = time.monotonic()

    def report(read: int, share: float) -> None:
        nonlocal reported
        now = time.monotonic()
        if progress is not None and now - reported >= _BETWEEN_REPORTS_S:
            reported = now
            progress(before + read, share)

    return report
