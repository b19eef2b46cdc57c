"""What every check of the checklist is given, and the findings that it gives."""

import datetime
import functools
from collections.abc import Callable

import msgspec

from pcf.findings import Finding, Severity
from pcf.model.bom import Part, mass_per_piece_kg, walk
from pcf.model.schemes import SchemeTerms, terms_of
from pcf.model.study import Study
from pcf.results.result import PcfResult

BLOCKS, WARNS, NOTES = Severity.BLOCKS_DOCUMENT, Severity.WARNING, Severity.NOTE


class Case(msgspec.Struct, frozen=True, dict=True):
    """A study on the day that it is checked, with what several checks need of it.

    Attributes:
        result: None where nothing could be calculated.
        on: day of the check, for what is valid for a time.
    """

    study: Study
    result: PcfResult | None
    on: datetime.date

    @property
    def terms(self) -> SchemeTerms:
        """Give the limits and switches of the study's scheme."""
        return terms_of(self.study.choices)

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """Give the product and all parts below it, walked once for all checks."""
        return self.result.parts if self.result else tuple(walk(self.study.bom))

    @functools.cached_property
    def summed_mass_kg(self) -> float | None:
        """Give the mass of the product from its parts [kg], None if one is unknown."""
        return mass_per_piece_kg(self.study.bom)


Check = Callable[[Case], list[Finding]]


def finding(
    severity: Severity,
    rule: str,
    key: str,
    node: str = "",
    field: str = "",
    **fields: str | float,
) -> Finding:
    """Give a finding on a row of the checklist; "!" behind its id: no answer mends it."""
    return Finding(
        severity=severity, key=key, node=node, field=field, fields={"rule": rule, **fields}
    )


def not_stated(rule: str, node: str, field: str, severity: Severity = BLOCKS) -> Finding:
    """Give the finding that what a row asks for is not stated, with how to state it."""
    words = {"lacks": f"@rule.{rule}.lacks", "mend": f"@rule.{rule}.mend"}
    return finding(severity, rule, "not-stated", node, field, **words)


_LAST_DIGITS = 1e-9


def exceeds(share: float, limit: float) -> bool:
    """Tell whether a share is above a limit: 5 % of a binary fraction may be a digit more."""
    return share > limit * (1 + _LAST_DIGITS)


def is_said(english: str, chinese: str = "") -> bool:
    """Tell whether something is stated in either language."""
    return bool(english.strip() or chinese.strip())
