"""Where better data would help most: the lines of a result ranked by effect.

    effect = share of the variance + share of |total| · (mean rating - 1) / 4

The first summand is what a line adds to the interval: of its data set's share of the variance as
much as the line makes up of it, and that of its mass. The second weighs what the interval does not
know: a rating of 1 adds nothing, one of 5 the whole share of the line. Lines of one statement and
one data set are one; what comes through a supply stands at the supply, where it is mended.
"""

from collections import defaultdict

import msgspec

from pcf.background.dataset import Confidence, DataSet
from pcf.model.bom import Mass
from pcf.results.data_quality import (
    INDICATORS,
    DataQuality,
    LineQuality,
    Score,
    assess,
    source_of,
)
from pcf.results.lines import Line
from pcf.results.result import PcfResult
from pcf.results.uncertainty import Interval, interval

COUNT = 5
_POOR = 4.0
_NOTABLE_SHARE = 0.05
"""Share of the variance from which a spread is named as a reason."""


class Reason(msgspec.Struct, frozen=True):
    """Why a line is weak: a text key below `quality.` and facts for its sentence."""

    key: str
    fields: dict[str, str | int | float] = {}


class Improvement(msgspec.Struct, frozen=True):
    """A line whose data are worth improving.

    Attributes:
        node: id of the study node where it is mended.
        line: one of its lines, for what all of them share.
        quality: its ratings.
        kg_co2e: what it adds to the headline [kg CO2e].
        share: of |total| [0..1].
        variance_share: what it adds to the variance of the headline [0..1].
        effect: what the ranking goes by [1].
        reasons: what is weak, never empty.
    """

    node: str
    line: Line
    quality: LineQuality
    kg_co2e: float
    share: float
    variance_share: float
    effect: float
    reasons: tuple[Reason, ...]


class _Group(msgspec.Struct):
    """Lines of one statement and one data set while they are added up."""

    line: Line
    data_set: DataSet | None
    quality: LineQuality
    kg_co2e: float = 0.0
    absolute: float = 0.0
    variance_share: float = 0.0

    def effect(self, total: float) -> float:
        """Give what the ranking goes by; `total` is |total| [kg CO2e]."""
        return self.variance_share + self.absolute / total * (self.quality.mean - 1) / 4


def improvements(
    result: PcfResult,
    quality: DataQuality | None = None,
    spread: Interval | None = None,
    count: int = COUNT,
) -> tuple[Improvement, ...]:
    """Give the lines whose data are worth improving first, the largest effect first.

    Args:
        result: whose lines.
        quality: its ratings, where they are known already.
        spread: its interval, where it is known already.
        count: how many at most.
    """
    quality = quality or assess(result)
    spread = spread or interval(result)
    groups = _groups(result, quality)
    total = sum(group.absolute for group in groups)
    _share_variance(groups, spread)
    ranked = sorted(groups, key=lambda group: (-group.effect(total), group.line.exchange.node))
    masses = _masses(result)
    found: list[Improvement] = []
    for group in ranked:
        node = group.line.exchange.node
        reasons = _reasons(group, masses.get(node))
        if len(found) == count:
            break
        if reasons:
            share = group.absolute / total
            improvement = Improvement(
                node,
                group.line,
                group.quality,
                group.kg_co2e,
                share,
                group.variance_share,
                group.effect(total),
                reasons,
            )
            found.append(improvement)
    return tuple(found)


def _groups(result: PcfResult, quality: DataQuality) -> list[_Group]:
    groups: dict[tuple[str, int], _Group] = {}
    values = result.headline_values.tolist()
    for line, value, rated in zip(result.lines, values, quality.lines, strict=True):
        if value:
            key = (line.exchange.node, id(line.data_set))
            group = groups.get(key)
            if group is None:
                group = groups[key] = _Group(line, source_of(line, result), rated)
            group.kg_co2e += value
            group.absolute += abs(value)
    return list(groups.values())


def _share_variance(groups: list[_Group], spread: Interval | None) -> None:
    """Give each group its part of the variance, by what it makes up of its data set."""
    if spread is None:
        return
    shares = {each.key: each.share for each in spread.spreads}
    keys = [_key(group) for group in groups]
    absolute: dict[str, float] = defaultdict(float)
    for key, group in zip(keys, groups, strict=True):
        absolute[key] += group.absolute
    for key, group in zip(keys, groups, strict=True):
        from_mass = shares.get(f"mass:{group.line.exchange.node}", 0.0)
        group.variance_share = from_mass + shares.get(key, 0.0) * group.absolute / absolute[key]


def _key(group: _Group) -> str:
    """Give the key under which an interval holds the spread of a group's data set or emission."""
    return str(group.data_set.ref) if group.data_set else group.line.exchange.node


def _masses(result: PcfResult) -> dict[str, Mass | None]:
    parts = {part.id: part.mass for part in result.parts}
    return parts | {item.id: item.mass for item in result.study.packaging}


def _reasons(group: _Group, mass: Mass | None) -> tuple[Reason, ...]:
    """Give what is weak about a line, the ratings first."""
    poor = [
        _poor(name, score)
        for name, score in zip(INDICATORS, group.quality.scores, strict=True)
        if score.value >= _POOR
    ]
    others = []
    if mass is not None and mass.origin.is_estimate:
        others.append(Reason("weak.mass", {"mass": mass.amount.text}))
    is_said = group.quality.technology.reason == "technology.estimate"
    data_set = group.data_set
    if data_set is not None and data_set.confidence is Confidence.C and not is_said:
        others.append(Reason("weak.confidence"))
    if group.variance_share >= _NOTABLE_SHARE:
        others.append(Reason("weak.spread", {"share": group.variance_share}))
    return (*poor, *others)


def _poor(name: str, score: Score) -> Reason:
    return Reason(score.reason, {**score.fields, "indicator": name, "value": score.value})
