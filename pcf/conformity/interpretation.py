"""Rows I: what the practitioner makes of the result.

Hot spots, the effect of the largest inputs and an interval follow from the result itself; what they
mean, and what other choices would give, is for people to say.
"""

from pcf.conformity.case import WARNS, Case, is_said, not_stated
from pcf.findings import Finding
from pcf.results.uncertainty import interval


def check_interpretation(case: Case) -> list[Finding]:
    """Give what the interpretation lacks."""
    said = case.study.interpretation
    stated = {
        "I02": ("completeness", is_said(said.completeness, said.completeness_zh)),
        "I03": ("consistency", is_said(said.consistency, said.consistency_zh)),
        "I04": ("sensitivity", is_said(said.sensitivity, said.sensitivity_zh)),
        "I05": (
            "uncertainty",
            is_said(said.uncertainty, said.uncertainty_zh) or _has_interval(case),
        ),
    }
    findings = [
        not_stated(rule, said.id, field)
        for rule, (field, is_there) in stated.items()
        if not is_there
    ]
    if not is_said(said.conclusions, said.conclusions_zh):
        findings.append(not_stated("I07", said.id, "conclusions", WARNS))
    return findings


def _has_interval(case: Case) -> bool:
    """Tell whether the result carries an interval of uncertainties that are known."""
    found = interval(case.result) if case.result is not None else None
    return found is not None and bool(found.spreads)
