"""Rows C: whether the footprint of another product may be set beside that of a study.

Partial footprints are compared only if both products do the same and lack the same stages (ISO
14067:2018, Annex B); that is for people to say, all else is read from both methods.
"""

from collections.abc import Iterator

from pcf.conformity.alike import Aspect, aspects_apart
from pcf.conformity.case import BLOCKS, WARNS, Case, exceeds, finding, is_said, not_stated
from pcf.conformity.found import found
from pcf.findings import Finding
from pcf.model.other_footprints import ComparedFootprint, Ledger, StatedMethod
from pcf.results.contributions import totals
from pcf.results.method import method_of
from pcf.results.result import PcfResult

DISCERNIBLE = 0.95
"""Probability from which one product may be called better (methods 8.5)."""

_RATINGS_APART = 1.0
"""How far the mean ratings of two footprints may lie apart (methods 1.7, C04)."""

_METHOD = (
    Aspect.UNIT,
    Aspect.BOUNDARY,
    Aspect.RULES,
    Aspect.GWP_SET,
    Aspect.ALLOCATION,
    Aspect.RECYCLING,
    Aspect.ELECTRICITY,
)
_DATA = (Aspect.DATABASES, Aspect.CUT_OFF)


def check_comparison(case: Case) -> list[Finding]:
    """Give what keeps a study from being compared as it states."""
    goal, compared = case.study.goal, case.study.compared
    if goal.comparative is False and compared:
        return [finding(BLOCKS, "G04", "comparison-not-intended", goal.id, "comparative")]
    if goal.comparative and not compared:
        return [not_stated("C01", "", "compared")]
    if case.result is None or not compared:
        return []
    own = method_of(case.result)
    return [each for other in compared for each in _compared(other, own, case.result)]


def _compared(other: ComparedFootprint, own: StatedMethod, result: PcfResult) -> Iterator[Finding]:
    if other.value is None:
        yield found(BLOCKS, "compared-without-value", other, "value", "C01")
    yield from _alike(other, own)
    if not is_said(other.same_function, other.same_function_zh):
        yield found(BLOCKS, "compared-without-function", other, "same_function", "C01")
    yield from _better(other, result)
    yield from _ratings(other.method, own, other)
    if other.ledger is not Ledger.FOOTPRINT:
        key = "compared-without-ledger" if other.ledger is None else "compared-across-ledgers"
        yield found(BLOCKS, key, other, "ledger", "C05")


def _alike(other: ComparedFootprint, own: StatedMethod) -> Iterator[Finding]:
    """C01 and C02: the same method and the same data, all of it stated."""
    for rule, key, aspects in (
        ("C01", "comparison-differs", _METHOD),
        ("C02", "comparison-data-differ", _DATA),
    ):
        differing, not_known = aspects_apart(other.method, own, aspects)
        for aspect in differing:
            yield found(BLOCKS, key, other, "method", rule, what=f"@compared.{aspect}")
        for aspect in not_known:
            words = f"@compared.{aspect}"
            yield found(BLOCKS, "other-method-open", other, "method", rule, what=words)


def _better(other: ComparedFootprint, result: PcfResult) -> Iterator[Finding]:
    """C03: a difference needs draws for both together, "better" needs them to be nearly sure."""
    own_kg = totals(result).headline
    if other.states_better and other.value is not None and own_kg >= other.value.si:
        yield found(BLOCKS, "better-is-not-lower", other, "states_better", "C01")
    if other.probability is None:
        yield found(WARNS, "comparison-without-uncertainty", other, "probability", "C03")
    elif other.states_better and other.probability < DISCERNIBLE:
        percents = {"percent": 100 * other.probability, "least": 100 * DISCERNIBLE}
        yield found(WARNS, "better-is-not-sure", other, "probability", "C03", **percents)


def _ratings(
    method: StatedMethod, own: StatedMethod, other: ComparedFootprint
) -> Iterator[Finding]:
    """C04: data of like quality, by each of the three mean ratings."""
    for field in ("technology", "geography", "time"):
        theirs, ours = getattr(method, field), getattr(own, field)
        words = f"@rating.{field}"
        if theirs is None or ours is None:
            yield found(WARNS, "other-rating-open", other, "method", "C04", what=words)
        elif exceeds(abs(theirs - ours), _RATINGS_APART):
            ratings = {"theirs": theirs, "ours": ours}
            yield found(WARNS, "ratings-apart", other, "method", "C04", what=words, **ratings)
