"""Row Q01: global warming potentials.

That stages add up to the result (Q12) holds for every result: both are sums of the same lines.
"""

from pcf.background.elementary import GWP_SETS, GwpReport
from pcf.conformity.case import BLOCKS, Case, finding
from pcf.findings import Finding

_LATEST, _YEARS = GwpReport.AR6, 100


def check_greenhouse_gases(case: Case) -> list[Finding]:
    """Give that another set than the latest 100-year one was chosen."""
    choices = case.study.choices
    terms = GWP_SETS[choices.gwp_set]
    if (terms.report, terms.horizon_years) == (_LATEST, _YEARS):
        return []
    chosen = choices.gwp_set.value
    return [finding(BLOCKS, "Q01", "gwp-not-latest", choices.id, "gwp_set", gwp_set=chosen)]
