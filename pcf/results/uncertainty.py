"""The 95 % interval of the headline, to first order, from the uncertainties that are stated.

    S_i = (x_i/Y) dY/dx_i       sigma² = sum_i S_i² sigma_i²       share_i = S_i² sigma_i² / sigma²

x_i is the factor of a data set or the mass of a part, sigma_i as in `pcf.results.spreads`. There is
one draw for each data set, shared by all lines that use it, and one for each mass, independent of
all others. In log space the interval runs from Y exp(-1.96 sigma) to Y exp(1.96 sigma). That fails
where a term is negative or the total is not positive: then it is linear, Y ± 1.96 |Y| sigma. What
has no spread counts as certain. What the mass of a part changes in the mass of the assembly around
it is not followed.
"""

import math
from collections.abc import Iterator

import msgspec
import numpy as np

from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, GasGroup
from pcf.inventory.inventory import Role
from pcf.model.bom import Part, own_mass_kg
from pcf.results.data_quality import source_of
from pcf.results.lines import Line
from pcf.results.quality_statements import Statements
from pcf.results.result import PcfResult
from pcf.results.spreads import (
    CERTAIN,
    Z_95,
    Sigma,
    SpreadOrigin,
    assumed_sigma,
    mass_sigma,
    own_sigma,
    stated_sigma,
)
from pcf.units import Dimension, find_unit

ROUGH_GSD2 = 3.0
"""GSD² of a term above which the first order is not to be trusted (methods 8.4)."""

ROUGH_SHARE = 0.01
"""Share of the variance from which such a term matters."""


MOST_CERTAIN = 0.5
"""Share of |total| taken as certain above which an interval would look narrower than anybody knows
(judgement: more than half of what is added up has no stated uncertainty)."""


class Spread(msgspec.Struct, frozen=True):
    """What one data set, one direct emission or one mass adds to the uncertainty of the headline.

    Attributes:
        key: reference of the data set, or id of the node whose emission or mass it is.
        data_set: None for an emission or a mass.
        sigma: standard deviation of its logarithm [1].
        kg_co2e: what of the headline is proportional to it [kg CO2e].
        sensitivity: S_i: by how many percent the headline moves with one percent of it.
        share: of the variance [0..1].
    """

    key: str
    data_set: DataSet | None
    origin: SpreadOrigin
    sigma: float
    kg_co2e: float
    sensitivity: float
    share: float


class Interval(msgspec.Struct, frozen=True):
    """The interval of the headline.

    Attributes:
        low: 2.5 % quantile [kg CO2e].
        high: 97.5 % quantile [kg CO2e].
        sigma: of the logarithm; relative to |headline| where it is linear [1].
        is_linear: log space fails, because a term or the headline is negative.
        spreads: what adds to it, the largest share first.
        certain_share: share of |total| without a spread, taken as certain [0..1].
        assumed_share: share of |total| whose spread the user assumes by confidence [0..1].
    """

    low: float
    high: float
    sigma: float
    is_linear: bool
    spreads: tuple[Spread, ...]
    certain_share: float
    assumed_share: float

    @property
    def is_telling(self) -> bool:
        """Tell whether enough of the total has a spread for the interval to be shown."""
        return bool(self.spreads) and self.certain_share <= MOST_CERTAIN

    @property
    def rough(self) -> tuple[Spread, ...]:
        """Give the spreads that matter and are too wide for the first order."""
        limit = math.log(ROUGH_GSD2) / 2
        return tuple(
            each for each in self.spreads if each.sigma > limit and each.share > ROUGH_SHARE
        )


class _Term(msgspec.Struct):
    """What is multiplied by one draw, while its lines are added up."""

    data_set: DataSet | None
    sigma: Sigma
    kg_co2e: float = 0.0
    absolute: float = 0.0


def interval(result: PcfResult) -> Interval | None:
    """Give the interval of the headline, None where nothing is emitted or it comes to zero.

    Where no spread is known at all it has no width, and everything counts as certain.
    """
    factors = _factors(result)
    headline = sum(term.kg_co2e for term in factors.values())
    absolute = sum(term.absolute for term in factors.values())
    if not absolute or not headline:
        return None
    terms = {**factors, **_masses(result)}
    variances = {key: (term.kg_co2e * term.sigma[0]) ** 2 for key, term in terms.items()}
    variance = sum(variances.values())
    sigma = math.sqrt(variance) / abs(headline)
    is_linear = headline < 0 or any(term.kg_co2e < 0 for term in factors.values())
    half = Z_95 * sigma
    bounds = (headline - half * abs(headline), headline + half * abs(headline))
    if not is_linear:
        bounds = (headline * math.exp(-half), headline * math.exp(half))
    spreads = (
        Spread(
            key,
            term.data_set,
            term.sigma[1],
            term.sigma[0],
            term.kg_co2e,
            term.kg_co2e / headline,
            variances[key] / variance,
        )
        for key, term in terms.items()
        if term.sigma[1] is not None and variances[key]
    )
    return Interval(
        *bounds,
        sigma,
        is_linear,
        tuple(sorted(spreads, key=lambda each: (-each.share, each.key))),
        _absolute(factors, None) / absolute,
        _absolute(factors, SpreadOrigin.CONFIDENCE) / absolute,
    )


def _absolute(terms: dict[str, _Term], origin: SpreadOrigin | None) -> float:
    return sum(term.absolute for term in terms.values() if term.sigma[1] is origin)


def _factors(result: PcfResult) -> dict[str, _Term]:
    """Give the terms of data sets and direct emissions, which make up the headline."""
    terms: dict[str, _Term] = {}
    values = result.headline_values
    absolutes = result.kinds.summed(np.abs(values))
    for (line, value), (_, absolute) in zip(result.kinds.summed(values), absolutes, strict=True):
        data_set = source_of(line, result)
        if absolute and data_set is not None:
            term = terms.setdefault(_key(line, data_set), _Term(data_set, own_sigma(data_set)))
            term.kg_co2e += value
            term.absolute += absolute
    is_direct = result.kinds.where(lambda line: source_of(line, result) is None)
    for place in np.flatnonzero(is_direct & (values != 0)).tolist():
        term = terms.setdefault(_key(result.lines[place], None), _Term(None, CERTAIN))
        term.kg_co2e += float(values[place])
        term.absolute += abs(float(values[place]))
    if result.study.quality:
        _widen(terms, result)
    for term in terms.values():
        if term.sigma[1] is None and term.data_set is not None:
            term.sigma = assumed_sigma(term.data_set, result.study.choices)
    return terms


def _key(line: Line, data_set: DataSet | None) -> str:
    """Give what names the term of a line: its data set, else the node that emits."""
    return str(data_set.ref) if data_set is not None else line.exchange.node


def _widen(terms: dict[str, _Term], result: PcfResult) -> None:
    """Give terms the spread that is stated for one of their lines, the widest of all."""
    statements = Statements(result.study)
    groups = {gas.id: gas.group for gas in result.inventory.gases}
    for place in np.flatnonzero(result.headline_values).tolist():
        line = result.lines[place]
        term = terms[_key(line, source_of(line, result))]
        if term.sigma[1] not in {SpreadOrigin.GSD, SpreadOrigin.BOUNDS}:
            stated = stated_sigma(statements.of(line), term.data_set, _gas_of(line, groups))
            term.sigma = max(term.sigma, stated, key=lambda each: each[0])


def _gas_of(line: Line, groups: dict[str, GasGroup]) -> GasGroup | None:
    taken = line.exchange.input
    return groups.get(taken.gas) if isinstance(taken, ElementaryFlow) else None


def _masses(result: PcfResult) -> dict[str, _Term]:
    """Give the terms of masses with bounds."""
    followers = _Followers(result)
    if not followers:
        return {}
    terms: dict[str, _Term] = {}
    for line, value in zip(result.lines, result.headline_values.tolist(), strict=True):
        for node, sigma, power in followers.of(line) if value else ():
            term = terms.setdefault(f"mass:{node}", _Term(None, (sigma, SpreadOrigin.MASS)))
            term.kg_co2e += value * power
    return terms


class _Followers:
    """Which lines are proportional to a mass that has bounds."""

    def __init__(self, result: PcfResult) -> None:
        self.bought: dict[str, tuple[str, float, float]] = {}
        self.steps: dict[str, tuple[str, float, float]] = {}
        self.scrap: dict[str, tuple[str, float, float]] = {}
        for part in result.parts:
            sigma = mass_sigma(part.mass)
            power = _power(part) if sigma else 0.0
            if not power:
                continue
            self.bought[part.id] = (part.id, sigma, power)
            whole = (part.id, sigma, 1.0)
            self.scrap |= {step.id: whole for step in part.steps}
            self.steps |= {step.id: whole for step in part.steps if step.is_by_mass}
        for item in result.study.packaging:
            sigma = mass_sigma(item.mass)
            if sigma and item.amount is not None and item.amount.dimension is Dimension.COUNT:
                self.bought[item.id] = (item.id, sigma, 1.0)

    def __bool__(self) -> bool:
        return bool(self.bought)

    def of(self, line: Line) -> Iterator[tuple[str, float, float]]:
        """Give the mass that a line follows: its node, sigma and power."""
        node = line.process.node
        if node in self.steps:
            yield self.steps[node]
        elif node in self.scrap and line.exchange.role is Role.SCRAP:
            yield self.scrap[node]
        elif node in self.bought and _is_by_mass(line.data_set):
            yield self.bought[node]


def _is_by_mass(data_set: DataSet | None) -> bool:
    if data_set is None:
        return False
    return find_unit(data_set.unit).dimension in {Dimension.MASS, Dimension.FREIGHT}


def _power(part: Part) -> float:
    """Give by how many percent a part's own material changes with one percent of its mass.

    1 for a part without parts; more for an assembly, whose parts stay as heavy as they are; 0 where
    nothing of its own is bought, or by a mass that the list counts, whatever a piece weighs.
    """
    is_counted = part.quantity is None or part.quantity.dimension is Dimension.COUNT
    if part.data_set is None or not is_counted:
        return 0.0
    own_kg = own_mass_kg(part)
    if part.mass is None or not own_kg:
        return 0.0
    return part.mass.amount.si / own_kg
