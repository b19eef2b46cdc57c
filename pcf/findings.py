"""Findings: what a check has to say, how much it matters, and where it is mended."""

import enum

import msgspec


class Severity(enum.StrEnum):
    """The one scale for every check, table and page, worst first."""

    STOPS_CALCULATION = "stops_calculation"
    """No number can be computed."""
    BLOCKS_DOCUMENT = "blocks_document"
    """The result is marked as draft."""
    WARNING = "warning"
    """Printed in the report."""
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Give 0 for the worst severity, so that findings sort worst first."""
        return _WORST_FIRST.index(self)


_WORST_FIRST = tuple(Severity)


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a check found.

    Attributes:
        severity: how much it matters.
        key: text key below `finding.`; the texts say what, why and how to mend it.
        node: id of the study node where it is mended, "" for the study as a whole.
        field: field of that node, "" for the node as a whole.
        fields: facts for the sentence. Numbers stay numbers: the display formats them.
    """

    severity: Severity
    key: str
    node: str = ""
    field: str = ""
    fields: dict[str, str | int | float] = {}


def worst_first(findings: list[Finding]) -> tuple[Finding, ...]:
    """Give the findings sorted by severity, keeping their order within one severity."""
    return tuple(sorted(findings, key=lambda finding: finding.severity.rank))
