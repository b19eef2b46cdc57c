"""Rows Q01 and Q12: global warming potentials, and stages that add up to the result."""

from pcf.background.elementary import GWP_SETS, GwpReport
from pcf.conformity.case import BLOCKS, Case, finding
from pcf.findings import Finding
from pcf.results.contributions import by_stage, totals
from pcf.results.result import ADDS_UP

_LATEST, _YEARS = GwpReport.AR6, 100


def check_greenhouse_gases(case: Case) -> list[Finding]:
    """Give what the potentials are, and whether the stages are the whole result."""
    choices = case.study.choices
    terms = GWP_SETS[choices.gwp_set]
    findings = []
    if (terms.report, terms.horizon_years) != (_LATEST, _YEARS):
        chosen = {"gwp_set": choices.gwp_set.value}
        findings.append(finding(BLOCKS, "Q01", "gwp-not-latest", choices.id, "gwp_set", **chosen))
    if case.result is not None:
        whole = totals(case.result)
        missing = whole.headline - sum(each.kg_co2e for each in by_stage(case.result))
        if abs(missing) > ADDS_UP * whole.absolute:
            findings.append(finding(BLOCKS, "Q12", "stages-differ-from-total", missing=missing))
    return findings
