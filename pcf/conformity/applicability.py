"""Which rows of the checklist can't apply to a study, by what the program sees in it."""

from pcf.model.scope import RulesStatus
from pcf.model.sites import ElectricityRule
from pcf.model.study import Study
from pcf.results.checklist import Remark

_COMPARISON = ("C01", "C02", "C03", "C04", "C05")
_TRACKING = ("T01", "T02")
_INSTRUMENTS = ("E02", "E03", "E04", "E06")


def not_applicable(study: Study) -> dict[str, Remark]:
    """Give the rows that can't apply, with why."""
    rules = {line.rule for site in study.sites for line in site.electricity}
    reasons: dict[str, Remark] = {}
    if not study.earlier:
        reasons |= dict.fromkeys(_TRACKING, Remark.NO_EARLIER)
    if study.goal.comparative is False and not study.compared:
        reasons |= dict.fromkeys(_COMPARISON, Remark.NO_COMPARISON)
    if ElectricityRule.CONTRACT not in rules:
        reasons |= dict.fromkeys(_INSTRUMENTS, Remark.NO_CONTRACT)
    if not any(site.readings for site in study.sites):
        reasons["D07"] = Remark.NO_READINGS
    if rules.isdisjoint({ElectricityRule.OWN_GENERATION, ElectricityRule.DIRECT_LINE}):
        reasons["E08"] = Remark.NO_OWN_SUPPLY
    if study.scope.rules_status is RulesStatus.USED:
        reasons["G06"] = Remark.RULES_USED
    return reasons


# Rows that hold because the program can't do otherwise, where there is more to say than that.
ALWAYS = {
    "Q06": Remark.NO_INDIRECT,
    "Q13": Remark.NO_TIMING,
    "R05": Remark.NO_USE_STAGE,
    "R06": Remark.NO_USE_STAGE,
}
