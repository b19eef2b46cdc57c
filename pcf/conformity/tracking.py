"""Rows T: whether a change against an earlier footprint of the same product may be stated.

The earlier one must be calculated by the present method, and the change told apart by its causes:
what the product did, and what newer data did (ISO 14067:2018, 6.7). What the method did is the
recalculated footprint less the published one.
"""

from collections.abc import Iterator

from pcf.conformity.alike import Aspect, aspects_apart
from pcf.conformity.case import BLOCKS, WARNS, Case, finding, is_said
from pcf.findings import Finding
from pcf.model.other_footprints import EarlierFootprint
from pcf.results.contributions import totals
from pcf.results.method import method_of

_METHOD = tuple(aspect for aspect in Aspect if aspect is not Aspect.DATABASES)
"""Newer data are a cause of change, not another method."""

_CAUSES_MISS = 0.01
"""Share of the earlier footprint by which its causes may miss the change: typed in few digits."""


def check_tracking(case: Case) -> list[Finding]:
    """Give what keeps changes against earlier footprints from being stated."""
    if case.result is None or not case.study.earlier:
        return []
    own, own_kg = method_of(case.result), totals(case.result).headline
    findings: list[Finding] = []
    for earlier in case.study.earlier:
        if earlier.value is None:
            findings.append(
                finding(BLOCKS, "T01", "earlier-without-value", earlier.id, "published")
            )
        differing, not_known = aspects_apart(earlier.method, own, _METHOD)
        for key, aspects in (("earlier-differs", differing), ("earlier-method-open", not_known)):
            findings += [
                finding(BLOCKS, "T01", key, earlier.id, "method", what=f"@compared.{aspect}")
                for aspect in aspects
            ]
        findings += _causes(earlier, own_kg, is_whole=not case.result.is_blocked)
    return findings


def _causes(earlier: EarlierFootprint, own_kg: float, *, is_whole: bool) -> Iterator[Finding]:
    """T02: what the product and what data did are stated, and explain the change.

    A result that building the inventory found something missing from has not changed by that.
    """
    if not is_said(earlier.causes, earlier.causes_zh):
        yield finding(WARNS, "T02", "causes-without-words", earlier.id, "causes")
    open_ones = [each for each in ("by_process", "by_data") if getattr(earlier, each) is None]
    for field in open_ones:
        yield finding(WARNS, "T02", "cause-not-stated", earlier.id, field, what=f"@cause.{field}")
    if open_ones or earlier.value is None or not is_whole:
        return
    change = own_kg - earlier.value.si
    explained = sum(each.si for each in (earlier.by_process, earlier.by_data) if each is not None)
    if abs(change - explained) > _CAUSES_MISS * abs(earlier.value.si):
        amounts = {"change": change, "explained": explained}
        yield finding(WARNS, "T02", "causes-miss-change", earlier.id, "by_process", **amounts)
