"""Rows I: what the practitioner makes of the result.

Hot spots, the effect of the largest inputs and an interval follow from the result itself; what they
mean, and what other choices would give, is for people to say.
"""

from collections.abc import Sequence

from pcf.conformity.case import NOTES, WARNS, Case, finding, is_said, not_stated
from pcf.conformity.named import listed, names_of
from pcf.findings import Finding
from pcf.results.result import PcfResult
from pcf.results.uncertainty import Spread, interval

_NAMED = 3


def check_interpretation(case: Case) -> list[Finding]:
    """Give what the interpretation lacks."""
    said = case.study.interpretation
    found = interval(case.result) if case.result is not None else None
    has_interval = found is not None and found.is_telling
    stated = {
        "I02": ("completeness", is_said(said.completeness, said.completeness_zh)),
        "I03": ("consistency", is_said(said.consistency, said.consistency_zh)),
        "I04": ("sensitivity", is_said(said.sensitivity, said.sensitivity_zh)),
        "I05": (
            "uncertainty",
            is_said(said.uncertainty, said.uncertainty_zh) or has_interval,
        ),
    }
    findings = [
        not_stated(rule, said.id, field)
        for rule, (field, is_there) in stated.items()
        if not is_there
    ]
    if not is_said(said.conclusions, said.conclusions_zh):
        findings.append(not_stated("I07", said.id, "conclusions", WARNS))
    if case.result is not None and found is not None and found.is_telling and found.rough:
        findings.append(_rough(case.result, found.rough))
    return findings


def _rough(result: PcfResult, spreads: Sequence[Spread]) -> Finding:
    """Give that spreads which matter are too wide for an interval of the first order (I05)."""
    data_sets = [each.data_set for each in spreads if each.data_set is not None]
    masses = [each.key.removeprefix("mass:") for each in spreads if each.data_set is None]
    english, chinese = names_of(result, masses)
    english = [*(each.name_en for each in data_sets), *english][:_NAMED]
    chinese = [*(each.name_zh for each in data_sets), *chinese][:_NAMED]
    names = {"names": listed(english), "names_zh": listed(chinese)}
    return finding(NOTES, "I05", "interval-rough", count=len(spreads), **names)
