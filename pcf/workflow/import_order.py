"""What is to be imported, and how it came in: what goes to the import process and comes back."""

from pathlib import Path

import msgspec

from pcf.background.stored import StoredSource

REPORT = "report.json"
"""Name of the report in the folder of a stored database."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be imported, and as what.

    Attributes:
        database: name of it in a Brightway project; "" for files.
        id: how studies name it: letters, digits and hyphens.
        is_licensed: its unit processes must not be shown to others.
        rule: for processes of several products without shares (`MultiOutput`).
    """

    path: Path
    id: str
    title: str
    database: str = ""
    version: str = ""
    publisher: str = ""
    year: str = ""
    licence: str = ""
    attribution: str = ""
    is_licensed: bool = True
    rule: str = "main"


class ReportRow(msgspec.Struct, frozen=True):
    """Something that was repaired, decided or left out (`pcf.lci.records.Happening`)."""

    key: str
    file: str = ""
    place: str = ""
    fields: dict[str, str | int | float] = {}


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """How a database came in.

    Attributes:
        counts: of processes, exchanges and flows, which reconcile (`pcf.lci.build.Counts`).
        happened: how often each kind of repair, decision or omission came.
        rows: of these, the first of each kind.
        coverage: how often each greenhouse gas stands there, by flow.
        without_factor: how often each flow that reads like a greenhouse gas has no factor.
        seconds: that it took [s].
    """

    source: StoredSource
    counts: dict[str, int]
    happened: dict[str, int]
    rows: tuple[ReportRow, ...]
    coverage: dict[str, int]
    without_factor: dict[str, int]
    seconds: float

    @property
    def reconciles(self) -> bool:
        """Tell whether every exchange that was read is accounted for."""
        kinds = ("references", "linked", "unlinked", "emissions", "other_elementary", "left_out")
        return self.counts["exchanges"] == sum(self.counts[kind] for kind in kinds)
