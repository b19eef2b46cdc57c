"""What the conclusions claim beyond what a study has shown: better, reduced, neutral, green.

A document prints the conclusions as they stand. So a claim must not pass because nobody has entered
the comparison, or the earlier footprint, that it would have to rest on. Words are a weak sign: the
table `claim_words.csv` holds phrases that hardly mean anything else, and a reviewer still reads.
"""

import csv
import enum
import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from pcf.conformity.case import BLOCKS, WARNS, Case, finding
from pcf.findings import Finding, Severity
from pcf.texts import normalised


class Claim(enum.StrEnum):
    """What words claim."""

    BETTER = "better"
    """Than another product."""
    REDUCED = "reduced"
    """Against an earlier time."""
    NEUTRAL = "neutral"
    """By offsets, which are outside any footprint (ISO 14068-1)."""
    GREEN = "green"
    """A footprint is one impact category."""


_WEIGHTS: Mapping[Claim, tuple[str, Severity]] = MappingProxyType(
    {
        Claim.BETTER: ("C01", BLOCKS),
        Claim.REDUCED: ("T01", BLOCKS),
        Claim.NEUTRAL: ("I07", WARNS),
        Claim.GREEN: ("I07", WARNS),
    }
)
"""The row that a claim without ground belongs to, and what it does."""


def check_claims(case: Case) -> list[Finding]:
    """Give the claims of the conclusions that nothing in the study carries."""
    study, said = case.study, case.study.interpretation
    carried = {
        Claim.BETTER: any(each.states_better for each in study.compared),
        Claim.REDUCED: bool(study.earlier),
    }
    findings = []
    for claim, (field, words) in _claimed(said.conclusions, said.conclusions_zh).items():
        rule, severity = _WEIGHTS[claim]
        if not carried.get(claim, False):
            key = f"claim-{claim.value}"
            findings.append(finding(severity, rule, key, said.id, field, words=words))
    return findings


def _claimed(english: str, chinese: str) -> dict[Claim, tuple[str, str]]:
    """Give the claims that words make: the field that makes it first, and the words."""
    found: dict[Claim, tuple[str, str]] = {}
    for field, text in (("conclusions", english), ("conclusions_zh", chinese)):
        plain = normalised(text)
        for words, claim in _claim_words().items():
            if words in plain:
                found.setdefault(claim, (field, words))
    return found


@functools.cache
def _claim_words() -> Mapping[str, Claim]:
    table = resources.files("pcf").joinpath("resources/claim_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return MappingProxyType({normalised(row["words"]): Claim(row["claim"]) for row in rows})
