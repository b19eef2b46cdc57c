"""Rows S06 and S07: what is left out, why, and how much that is at most, by estimate.

share = sum_excluded(E_k) / (sum_included(E_i) + sum_excluded(E_k))    methods 1.3

E_k are upper estimates and totals are without biogenic uptake. The share is an estimate of what
nobody has calculated: it can't be proved.
"""

import msgspec

from pcf.conformity.case import BLOCKS, NOTES, WARNS, Case, exceeds, finding, is_said, not_stated
from pcf.findings import Finding
from pcf.model.bom import LeftOut, Part
from pcf.model.choices import Choices
from pcf.model.schemes import cut_off_limit, terms_of
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.results.result import PcfResult
from pcf.units import Dimension, Quantity

NEAR = 0.9
"""Share of the limit from which it is warned (methods 1.7, S07)."""

_UNUSUAL_LIMIT = 0.05
"""A limit above which no scheme of the table goes (methods 2.3: hard warning above 5 %)."""


class LeftOutThing(msgspec.Struct, frozen=True):
    """Something left out of the footprint, of the study or of the list.

    Attributes:
        node: where it is stated.
        field: of the node, that holds the estimate.
        estimate: upper estimate per declared unit, as stated; None: there is none.
    """

    node: str
    field: str
    name: str
    name_zh: str
    has_reason: bool
    estimate: Quantity | None

    @property
    def estimate_kg(self) -> float | None:
        """Give the upper estimate per declared unit [kg CO2e]; None: there is none that counts."""
        is_one = self.estimate is not None and self.estimate.dimension is Dimension.EMISSION
        return self.estimate.si if self.estimate and is_one and self.estimate.si >= 0 else None


def left_out(study: Study) -> list[LeftOutThing]:
    """Give all that is left out and needs an estimate.

    What is not in the product at all, or outside the boundary by the scheme, needs none.
    """
    outside = terms_of(study.choices).outside
    things = [
        LeftOutThing(
            each.id,
            "estimate",
            each.what,
            each.what_zh,
            is_said(each.reason, each.reason_zh),
            each.estimate,
        )
        for each in study.exclusions
        if each.subject not in outside
    ]
    return [*things, *(_line(part) for part in _excluded_lines(study.bom))]


def _line(part: Part) -> LeftOutThing:
    return LeftOutThing(part.id, "estimate", part.label, part.name_zh, True, part.estimate)


def _excluded_lines(root: Part) -> list[Part]:
    """Give the topmost excluded lines that are in the product; what is below goes with them."""
    found, waiting = [], list(reversed(root.parts))
    while waiting:
        part = waiting.pop()
        if not part.excluded:
            waiting.extend(reversed(part.parts))
        elif part.left_out is LeftOut.ESTIMATED:
            found.append(part)
    return found


def left_out_kg(study: Study) -> float:
    """Give the sum of the upper estimates of what is left out [kg CO2e per declared unit]."""
    return _sum_kg(left_out(study))


def _sum_kg(things: list[LeftOutThing]) -> float:
    return sum(each.estimate_kg or 0.0 for each in things)


def cut_off_share(result: PcfResult) -> float:
    """Give the estimated share of what is left out, as far as it is estimated [0..1]."""
    return share_of(left_out_kg(result.study), totals(result).headline)


def share_of(excluded_kg: float, included_kg: float) -> float:
    """Give the share of what is left out in the whole [0..1]; all of it where nothing is in."""
    if excluded_kg <= 0:
        return 0.0
    whole = included_kg + excluded_kg
    return excluded_kg / whole if included_kg > 0 else 1.0


def check_cut_off(case: Case) -> list[Finding]:
    """Give what is left out without reason or estimate, and shares beyond the limits."""
    study, scope = case.study, case.study.scope
    things = left_out(study)
    findings = [found for each in things for found in _stated(each)]
    if not is_said(scope.cut_off, scope.cut_off_zh):
        findings.append(not_stated("S07", scope.id, "cut_off"))
    findings += _limit(study.choices)
    if case.result is not None:
        included_kg = totals(case.result).headline
        findings += _single(case, things, included_kg) + _total(case, things, included_kg)
    return findings


def _stated(thing: LeftOutThing) -> list[Finding]:
    names = _names(thing)
    findings = []
    if not thing.has_reason:
        findings.append(
            finding(BLOCKS, "S06", "exclusion-without-reason", thing.node, "reason", **names)
        )
    if thing.estimate_kg is None:
        stated = {} if thing.estimate is None else {"text": thing.estimate.text}
        key = "estimate-no-emission" if stated else "exclusion-without-estimate"
        findings.append(finding(BLOCKS, "S06", key, thing.node, thing.field, **names, **stated))
    elif not thing.estimate_kg:
        key = "exclusion-estimate-zero"
        findings.append(finding(BLOCKS, "S06", key, thing.node, thing.field, **names))
    return findings


def _limit(choices: Choices) -> list[Finding]:
    own, terms = choices.cut_off_limit, terms_of(choices)
    if own is None or own <= (_UNUSUAL_LIMIT if terms.cut_off_is_default else terms.cut_off_total):
        return []
    key = "cut-off-limit-high" if terms.cut_off_is_default else "cut-off-limit-capped"
    severity = WARNS if terms.cut_off_is_default else NOTES
    percents = {"percent": 100 * own, "limit": 100 * cut_off_limit(choices)}
    return [finding(severity, "S07", key, choices.id, "cut_off_limit", **percents)]


def _single(case: Case, things: list[LeftOutThing], included_kg: float) -> list[Finding]:
    limit = case.terms.cut_off_process
    if limit is None:
        return []
    whole = included_kg + _sum_kg(things)
    return [
        finding(
            BLOCKS,
            "S07",
            "cut-off-single-exceeded",
            each.node,
            each.field,
            percent=100 * (each.estimate_kg or 0.0) / whole,
            limit=100 * limit,
            **_names(each),
        )
        for each in things
        if whole > 0 and exceeds((each.estimate_kg or 0.0) / whole, limit)
    ]


def _total(case: Case, things: list[LeftOutThing], included_kg: float) -> list[Finding]:
    share, limit = share_of(_sum_kg(things), included_kg), cut_off_limit(case.study.choices)
    if not exceeds(share, NEAR * limit):
        return []
    key, severity = "cut-off-near", WARNS
    if exceeds(share, limit):
        key, severity = "cut-off-exceeded", BLOCKS
    percents = {"percent": 100 * share, "limit": 100 * limit}
    return [finding(severity, "S07", key, case.study.choices.id, "cut_off_limit", **percents)]


def _names(thing: LeftOutThing) -> dict[str, str]:
    english = thing.name or thing.name_zh or "–"
    return {"name": english, "name_zh": thing.name_zh or english}
