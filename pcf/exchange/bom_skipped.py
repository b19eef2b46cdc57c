"""Keeps the rows that are no parts, and says of each why it was left out."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from pcf.exchange.bom_cells import Findings
from pcf.findings import Severity

_MOST_ALONE = 5
"""From how many rows of one kind on they are said together."""
_LONGEST_PART = 20
_SAID_AS_A_WHOLE = frozenset({"bom-table-ignored", "bom-table-repeats"})


class SkippedRow(msgspec.Struct, frozen=True):
    """A row that is no part.

    Attributes:
        row: its number, from 1.
        reason: key of the finding that says why.
        text: what stands in it.
    """

    row: int
    reason: str
    text: str


class SkippedRows:
    """Collects the rows of a sheet that are no parts."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows: list[SkippedRow] = []

    def add(self, place: int, reason: str, cells: Iterable[object]) -> None:
        """Add the row at an index; a blank one says nothing."""
        if text := said(cells):
            self.rows.append(SkippedRow(place + 1, reason, text))

    def report(self, findings: Findings) -> None:
        """Say which rows are no parts, each alone where there are few of a kind."""
        by_reason: dict[str, list[SkippedRow]] = defaultdict(list)
        for skipped in self.rows:
            if skipped.reason not in _SAID_AS_A_WHOLE:
                by_reason[skipped.reason].append(skipped)
        for reason, rows in by_reason.items():
            if len(rows) <= _MOST_ALONE:
                for each in rows:
                    findings.add(Severity.NOTE, reason, row=each.row, text=each.text)
            else:
                text = "; ".join(f"{each.row}: {each.text[:_LONGEST_PART]}" for each in rows)
                findings.add(Severity.NOTE, f"{reason}s", row=rows[0].row, text=text)


def said(cells: Iterable[object]) -> str:
    """Give what stands in a row."""
    return " ".join(text for cell in cells if (text := str(cell).strip()))
