"""What a case says of itself in words: page, terminal, document and data files say the same.

No sentence here gives avoided emissions without the displacement rate that they assume, and what is
below zero is called added, not avoided.
"""

from collections.abc import Mapping

from pcf.circularity.case import CaseResult, Estimate, Life, Scenario
from pcf.model.edits import nodes_below
from pcf.model.refurbishment import Booking, Displacement, RefurbishmentCase
from pcf.model.study import Study
from pcf.results.display import fixed, significant, with_unit
from pcf.results.names import node_name
from pcf.texts import Texts

KG = "kg CO₂e"
TONNES = "t CO₂e"
_KG_PER_TONNE = 1000.0
_LEAST_DECIMALS = 1


def life_name(life: Life, texts: Texts) -> str:
    """Give the name of a category, with which of its further lives it is where it has several."""
    device = node_name(life.category, texts)
    if len(life.category.lives) == 1:
        return device
    return texts("refurbishment.life", device=device, number=life.place + 1)


def case_name(case: RefurbishmentCase, texts: Texts) -> str:
    """Give the name of a case."""
    return node_name(case, texts)


def fleet_unit(result: CaseResult) -> tuple[str, float]:
    """Give the unit in which a fleet is shown, and how many kg one is: one for all scenarios."""
    largest = max((abs(each.fleet.value) for each in result.scenarios), default=0.0)
    return (TONNES, _KG_PER_TONNE) if largest >= _KG_PER_TONNE else (KG, 1.0)


def baseline_words(case: RefurbishmentCase, texts: Texts) -> str:
    """Give what would have been done instead."""
    stated = texts.choose(case.baseline, case.baseline_zh).strip()
    return stated or texts("refurbishment.baseline.new-device")


def rate_words(displacement: Displacement) -> str:
    """Give a displacement rate with the digits that were typed, one decimal at least."""
    decimals = len(f"{displacement.rate:.12g}".partition(".")[2])
    return fixed(displacement.rate, max(_LEAST_DECIMALS, decimals))


def scenario_words(scenario: Scenario, texts: Texts) -> str:
    """Give the name of a scenario with its rate: `Central, d = 0.7`."""
    return texts(
        "refurbishment.scenario",
        scenario=texts(f"scenario.{scenario.name}"),
        rate=rate_words(scenario.displacement),
    )


def rate_source(displacement: Displacement, texts: Texts) -> str:
    """Give where a rate comes from, or that nothing says so."""
    source = texts.choose(displacement.source, displacement.source_zh).strip()
    key = "refurbishment.rate.source" if source else "refurbishment.rate.no-source"
    return texts(key, source=source)


def headline_reason(result: CaseResult, texts: Texts) -> str:
    """Say which scenario is reported and why."""
    headline, case = result.headline, result.case
    if headline is None:
        return ""
    sourced = [each for each in case.scenarios if each.source.strip() or each.source_zh.strip()]
    kind = "none" if not sourced else "only" if len(sourced) == 1 else "lowest"
    return texts(
        f"refurbishment.headline.{kind}",
        scenario=texts(f"scenario.{headline.name}").lower(),
        rate=rate_words(headline.displacement),
    )


def break_even_words(result: CaseResult, texts: Texts) -> str:
    """Say from which displacement rate on the fleet avoids anything."""
    if result.break_even is None:
        return texts("refurbishment.break-even.none")
    return texts("refurbishment.break-even", rate=significant(result.break_even))


def adds(result: CaseResult) -> bool:
    """Tell whether the reported scenario adds emissions."""
    return result.headline is not None and result.headline.fleet.value < 0


def interval_words(estimate: Estimate, texts: Texts, decimals: int | None = None) -> str:
    """Give an interval as `23.4 to 44.3`.

    Args:
        estimate: with the interval.
        texts: language of it.
        decimals: of both numbers; None gives three significant digits.
    """
    low, high = (
        significant(each) if decimals is None else fixed(each, decimals)
        for each in (estimate.low, estimate.high)
    )
    return texts("refurbishment.interval", low=low, high=high)


def range_words(result: CaseResult, estimate: Estimate, texts: Texts) -> str:
    """Give the interval of an estimate with what it is, or why there is none."""
    if result.is_certain:
        return texts("refurbishment.no-interval")
    return texts("refurbishment.interval-of", interval=interval_words(estimate, texts))


def claim(result: CaseResult, texts: Texts) -> str:
    """Give the sentence of a case, with baseline, rate, interval and what it is not; "" without."""
    headline = result.headline
    estimate = result.per_device(headline) if headline else None
    if headline is None or estimate is None:
        return ""
    company = result.study.company
    named = texts.choose(company.name, company.name_zh).strip()
    key = "refurbishment.claim"
    if adds(result):
        key = "refurbishment.claim.added"
        estimate = Estimate(
            -estimate.value, -estimate.high, -estimate.low, -estimate.median, 1 - estimate.positive
        )
    value = significant(estimate.value)
    if not result.is_certain:
        within = interval_words(estimate, texts)
        value = texts("refurbishment.with-interval", value=value, interval=within)
    per = "year" if result.case.booking is Booking.PER_YEAR else "device"
    return texts(
        key,
        baseline=baseline_words(result.case, texts),
        rate=rate_words(headline.displacement),
        value=with_unit(value, KG),
        per=texts(f"refurbishment.per-{per}"),
        company=named or texts("refurbishment.the-company"),
    )


def node_names(study: Study, texts: Texts) -> Mapping[str, str]:
    """Give what every node of a study is called, by its id."""
    return {node.id: node_name(node, texts) for node in nodes_below(study)}


def state_words(result: CaseResult, texts: Texts) -> str:
    """Say how finished a case is."""
    if result.is_incomplete:
        return texts("refurbishment.state.incomplete")
    return texts("refurbishment.state.draft" if result.is_blocked else "summary.no-blocking")
