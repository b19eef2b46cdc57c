"""Reads a register of single devices and keeps nothing of a single one: sums by category and month.

A register may have millions of rows, so rows are counted as they are read. What is kept of each
is a hash of its serial number while the file is read, by which a device that is listed twice is
found; it is forgotten with the last row.
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
from pcf.exchange.register_rows import Rows, opened_rows
from pcf.model.refurbishment import DeviceRegister, RegisterSum, RejectedRows

Progress = Callable[[int, float], None]
"""Told how many rows were read, and which share of the file that is [0..1]."""

_FIRST_ROWS = 20
"""Numbers of rejected rows that are kept for each reason."""

_BETWEEN_REPORTS_S = 0.1
_ROWS_BETWEEN_LOOKS = 4096


class RegisterReading(NamedTuple):
    """A register, and how its file was read.

    Attributes:
        columns: the heading of each column that was found.
    """

    register: DeviceRegister
    columns: Mapping[RegisterColumn, str]


class _Kind:
    """Rows with the same category, date and status: what they are counted as, or why not.

    Attributes:
        month: `2024-03`, "" without a date.
        devices: counted so far.
        aged: of these, with an age.
        years: sum of these ages.
        reason: text key below `register.`, "" where they count.
    """

    __slots__ = ("aged", "category", "day", "devices", "month", "reason", "status", "years")

    def __init__(
        self, category: str, status: Status, day: datetime.date | None, reason: str = ""
    ) -> None:
        self.category, self.status, self.day, self.reason = category, status, day, reason
        self.month = f"{day:%Y-%m}" if day else ""
        self.devices = self.aged = 0
        self.years = 0.0


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
    register = DeviceRegister(
        file=path.name,
        sha256=_sha256(path),
        rows=rows,
        read_on=today,
        sums=counting.sums(),
        rejected=counting.rejected(),
    )
    return RegisterReading(register, headings)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Counting:
    """The counts of a register while it is read."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self._kinds: dict[tuple[Cell, Cell, Cell], _Kind] = {}
        self._quantities: dict[Cell, int | BadCell] = {None: 1, "": 1}
        self._ages: dict[tuple[Cell, Cell, datetime.date | None], float | None] = {}
        self._rejected: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}
        self._serials: set[int] = set()

    def count(  # noqa: C901  one loop, see below
        self, sheet: Rows, heading: Heading, report: Callable[[int, float], None]
    ) -> int:
        """Count the rows of a sheet below its heading; give how many there are.

        One loop with nothing looked up twice: 1.5 million rows go through it.
        """
        places = [heading.places.get(column, _NOWHERE) for column in RegisterColumn]
        cells_of, width = operator.itemgetter(*places), 1 + max(places)
        kinds, quantities, serials = self._kinds, self._quantities, self._serials
        read = 0
        for number, row in sheet.below(heading.row):
            cells = (*row, None) if len(row) >= width else (*row, *(None,) * width)
            category, sold_on, status, quantity, age, made_on, serial = cells_of(cells)
            if not category and not any(row):
                continue
            read += 1
            if not read % _ROWS_BETWEEN_LOOKS:
                report(read, sheet.share_read(read))
            kind = kinds.get((category, sold_on, status))
            if kind is None:
                kind = self._kind(category, sold_on, status, heading)
                kinds[category, sold_on, status] = kind
            if kind.reason:
                self._reject(kind.reason, number)
                continue
            devices = quantities.get(quantity)
            if devices is None:
                devices = quantities[quantity] = quantity_of(quantity)
            if isinstance(devices, BadCell):
                self._reject(devices.reason, number)
                continue
            # A device that came back is listed once more.
            if serial and kind.status is not Status.RETURNED:
                known = hash(serial)
                if known in serials:
                    self._reject("duplicate", number)
                    continue
                serials.add(known)
            kind.devices += devices
            if age or made_on:
                self._add_age(kind, devices, age, made_on)
        return read

    def _kind(self, category: Cell, sold_on: Cell, status: Cell, heading: Heading) -> _Kind:
        """Give what rows of a category, a date and a status are counted as."""
        name = str(category).strip() if category is not None else ""
        has_status = RegisterColumn.STATUS in heading.places
        found = status_of(status, has_date=bool(sold_on), is_asked=has_status)
        day = day_of(sold_on, self._today)
        if not name:
            reason = "category-missing"
        elif isinstance(found, BadCell):
            reason = found.reason
        elif isinstance(day, BadCell):
            reason = day.reason
        elif (
            day is None
            and found is not Status.RECEIVED
            and (RegisterColumn.SOLD_ON in heading.places)
        ):
            reason = "date-missing"
        else:
            return _Kind(name, found, day)
        return _Kind(name, Status.RECEIVED, None, reason)

    def _add_age(self, kind: _Kind, devices: int, age: Cell, made_on: Cell) -> None:
        """Add the years that devices were used, as stated or from purchase to sale."""
        key = (age, None, None) if age else (None, made_on, kind.day)
        if key not in self._ages:
            self._ages[key] = (
                years_of(age) if age else years_between(made_on, kind.day, self._today)
            )
        years = self._ages[key]
        if years is not None:
            kind.aged += devices
            kind.years += years * devices

    def _reject(self, reason: str, number: int) -> None:
        rows = self._rejected.setdefault(reason, [])
        self._counts[reason] = self._counts.get(reason, 0) + 1
        if len(rows) < _FIRST_ROWS:
            rows.append(number)

    def sums(self) -> tuple[RegisterSum, ...]:
        """Give what was counted, by category and month."""
        kinds: dict[tuple[str, str], list[_Kind]] = {}
        for each in self._kinds.values():
            if each.devices:
                kinds.setdefault((each.category, each.month), []).append(each)
        return tuple(
            RegisterSum(
                category=category,
                month=month,
                sold=sum(each.devices for each in alike if each.status is not Status.RECEIVED),
                returned=sum(each.devices for each in alike if each.status is Status.RETURNED),
                received=sum(each.devices for each in alike),
                aged=sum(each.aged for each in alike),
                years=round(sum(each.years for each in alike), 6),
            )
            for (category, month), alike in sorted(kinds.items())
        )

    def rejected(self) -> tuple[RejectedRows, ...]:
        """Give what was not counted, the most frequent reason first."""
        reasons = sorted(self._counts, key=lambda reason: (-self._counts[reason], reason))
        return tuple(
            RejectedRows(
                reason=reason, rows=self._counts[reason], first=tuple(self._rejected[reason])
            )
            for reason in reasons
        )


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
