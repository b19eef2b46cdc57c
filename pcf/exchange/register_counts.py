"""Counts the devices of a register while its rows are read, each device once.

Rows with a serial number are events in the life of one device: received, sold, returned, in any
order in the file. They are put in the order of their days and gone through:

    received    counts, unless the device is here already
    sold        counts, unless it is sold already; a device that came back may be sold again
    returned    counts as returned, and as sold too where no row says that it was sold before

What does not count is listed twice and rejected. A device is received with its first row, whatever
that says. Of a device nothing is kept but a hash of its serial number until the file is read.
"""

import datetime
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pcf.exchange.register_cells import Status
from pcf.model.refurbishment import RegisterSum, RejectedRows

FIRST_ROWS = 20
"""Numbers of rejected rows that are kept for each reason."""


class Kind:
    """Rows with the same category, day and status: what they count as, or why not.

    Attributes:
        place: in the list of all kinds.
        month: `2024-03`, "" without a date.
        reason: text key below `register.`, "" where they count.
        received: devices.
        sold: of these; those returned later are among them.
        returned: of the sold.
        aged: of the received, with an age.
        years: sum of these ages.
    """

    __slots__ = (
        "aged", "category", "day", "month", "place", "reason", "received", "returned", "sold",
        "status", "years",
    )  # fmt: skip

    def __init__(
        self, place: int, category: str, status: Status, day: datetime.date | None, reason: str = ""
    ) -> None:
        """Begin with no device."""
        self.place, self.category, self.status, self.day = place, category, status, day
        self.reason = reason
        self.month = f"{day:%Y-%m}" if day else ""
        self.received = self.sold = self.returned = self.aged = 0
        self.years = 0.0

    def add(self, devices: int, years: float | None, counted: "Counted") -> None:
        """Count devices of a row as what their row turned out to be; below zero takes them back."""
        if counted.is_received:
            self.received += devices
            if years is not None:
                self.aged += devices
                self.years += years * devices
        if counted.is_sold:
            self.sold += devices
        if counted.is_returned:
            self.returned += devices


class Counted(NamedTuple):
    """What a row counts as."""

    is_received: bool
    is_sold: bool
    is_returned: bool


ALONE = {
    Status.RECEIVED: Counted(is_received=True, is_sold=False, is_returned=False),
    Status.SOLD: Counted(is_received=True, is_sold=True, is_returned=False),
    Status.RETURNED: Counted(is_received=True, is_sold=True, is_returned=True),
}
"""What a row counts as that is the only one of its device."""

_NO_AGE = float("nan")
_ORDER = {Status.RECEIVED: 0, Status.SOLD: 1, Status.RETURNED: 2}
"""On one day a device is received before it is sold, and sold before it comes back."""


class Devices:
    """The rows with serial numbers: by hash, as compact as numbers can be kept."""

    def __init__(self) -> None:
        """Begin with no row."""
        self._hashes, self._rows = array("q"), array("q")
        self._kinds, self._numbers = array("l"), array("l")
        self._years = array("d")

    def add(self, serial: object, kind: Kind, row: int, devices: int, years: float | None) -> None:
        """Note a row with its number in the file."""
        self._hashes.append(hash(serial))
        self._kinds.append(kind.place)
        self._rows.append(row)
        self._numbers.append(devices)
        self._years.append(_NO_AGE if years is None else years)

    def settle(self, kinds: Sequence[Kind]) -> list[int]:
        """Count the devices with several rows anew, each once; give the rows that count as nothing.

        Args:
            kinds: all of them, in their places; every row was counted in them as if alone.
        """
        twice: list[int] = []
        for places in self._several():
            events = sorted(places, key=lambda place: self._when(kinds[self._kinds[place]], place))
            for place, counted in zip(events, _life(self._statuses(events, kinds)), strict=True):
                kind, years = kinds[self._kinds[place]], self._years[place]
                devices, age = self._numbers[place], None if years != years else years  # noqa: PLR0124
                kind.add(-devices, age, ALONE[kind.status])
                if counted is None:
                    twice.append(self._rows[place])
                else:
                    kind.add(devices, age, counted)
        return sorted(twice)

    def _several(self) -> Iterator[list[int]]:
        """Give the places of the rows of each device that has more than one."""
        hashes = np.frombuffer(self._hashes, dtype=np.int64)
        order = np.argsort(hashes, kind="stable")
        ends = np.flatnonzero(np.diff(hashes[order])) + 1
        starts = np.concatenate([[0], ends])
        sizes = np.diff(np.concatenate([starts, [len(order)]]))
        for place in np.flatnonzero(sizes > 1).tolist():
            start = int(starts[place])
            yield order[start : start + int(sizes[place])].tolist()

    def _statuses(self, places: list[int], kinds: Sequence[Kind]) -> list[Status]:
        return [kinds[self._kinds[place]].status for place in places]

    def _when(self, kind: Kind, place: int) -> tuple[int, int, int]:
        """Give what puts rows in order; without a day, received is first and all else last."""
        if kind.day is None:
            day = 0 if kind.status is Status.RECEIVED else datetime.date.max.toordinal()
        else:
            day = kind.day.toordinal()
        return day, _ORDER[kind.status], self._rows[place]


def _life(statuses: Sequence[Status]) -> list[Counted | None]:
    """Give what the rows of one device count as, in the order of their days; None is for twice."""
    found: list[Counted | None] = []
    here: Status | None = None  # received or returned where it is here, sold where it is out
    for status in statuses:
        is_first = here is None
        counted: Counted | None = Counted(
            is_received=is_first or (status is Status.RECEIVED and here is Status.SOLD),
            is_sold=status is Status.SOLD
            or (status is Status.RETURNED and here in {None, Status.RECEIVED}),
            is_returned=status is Status.RETURNED,
        )
        is_twice = here is status or (status is Status.RECEIVED and here is Status.RETURNED)
        if is_twice:
            counted = None
        else:
            here = status
        found.append(counted)
    return found


class Rejections:
    """Rows that can't be counted, by reason."""

    def __init__(self) -> None:
        """Begin with none."""
        self._first: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def add(self, reason: str, row: int) -> None:
        """Note a row for a reason."""
        first = self._first.setdefault(reason, [])
        self._counts[reason] = self._counts.get(reason, 0) + 1
        if len(first) < FIRST_ROWS:
            first.append(row)

    def listed(self) -> tuple[RejectedRows, ...]:
        """Give them, the most frequent reason first."""
        reasons = sorted(self._counts, key=lambda reason: (-self._counts[reason], reason))
        return tuple(
            RejectedRows(reason=reason, rows=self._counts[reason], first=tuple(self._first[reason]))
            for reason in reasons
        )


def sums_of(kinds: Sequence[Kind]) -> tuple[RegisterSum, ...]:
    """Give what was counted, by category and month."""
    alike: dict[tuple[str, str], list[Kind]] = {}
    for kind in kinds:
        if kind.received or kind.sold or kind.returned:
            alike.setdefault((kind.category, kind.month), []).append(kind)
    return tuple(
        RegisterSum(
            category=category,
            month=month,
            sold=sum(each.sold for each in found),
            returned=sum(each.returned for each in found),
            received=sum(each.received for each in found),
            aged=sum(each.aged for each in found),
            years=round(sum(each.years for each in found), 6),
        )
        for (category, month), found in sorted(alike.items())
    )
