"""Data quality ratings and primary data share of a result, by the scheme of PACT 3.0.

    DQR_k = sum_i |e_i| q_k,i / sum_i |e_i|     k: technology, geography, time; q: 1 best … 5 worst
    PDS   = sum_i |e_i| p_i   / sum_i |e_i|     over all lines, without biogenic uptake

A line is what the study takes from one data set, or emits itself. Its ratings are computed from
dates, places and what is known of the data set; what is not known is rated 5. What the user states
goes before (`pcf.model.quality`). Levels: How-to Guide PACT 3.0, page 65.
"""

import datetime
from collections.abc import Sequence

import msgspec
import numpy as np

from pcf.background.dataset import Confidence, DataSet
from pcf.background.elementary import ElementaryFlow
from pcf.background.places import Place, place_of, place_of_data_set
from pcf.inventory.inventory import Stage
from pcf.model.bom import MatchOrigin
from pcf.model.quality import QualityStatement
from pcf.model.suppliers import SUPPLIERS, SupplierFootprint
from pcf.results.lines import Line
from pcf.results.quality_statements import Stated, Statements
from pcf.results.result import PcfResult

SCHEME = "PACT 3.0"
"""Stands beside every rating: other schemes have other scales and are never mixed with it."""

INDICATORS = ("technology", "geography", "time")
"""The indicators of the scheme, in its order; also the fields that hold their ratings."""

WORST = 5.0
_MEASURED, _SPECIFIC, _AVERAGE, _PROXY = 1.0, 2.0, 3.0, 4.0
_SAME_SUBDIVISION, _SAME_COUNTRY, _SAME_REGION, _GLOBAL = 1.0, 2.0, 3.0, 4.0

# Largest gap between the ends of both periods [days] for the ratings 1 to 4.
_GAPS = ((366, 1.0), (731, 2.0), (1096, 3.0), (1461, 4.0))

# Where the subdivision is asked for; elsewhere the country is rated 1 (PACT 3.0).
_SUBDIVIDED = frozenset({"USA", "CAN", "BRA", "ARG", "MEX", "RUS", "IND", "CHN", "AUS"})

_LIKELY = 0.8
"""Confidence of a proposal that nobody has looked at, below which its technology counts as unknown
(judgement, not measurement)."""


class Score(msgspec.Struct, frozen=True):
    """A rating of one line, and why.

    Attributes:
        value: 1 is the best, 5 the worst.
        reason: text key below `quality.`.
        fields: facts for its sentence.
        is_known: False where a fact was missing, so that it counts as 5.
    """

    value: float
    reason: str
    fields: dict[str, str | int] = {}
    is_known: bool = True


# Tables whose data sets are as near as each other, whatever they are.
_TECHNOLOGY_OF_TABLES = {
    "spend_usd": Score(WORST, "technology.spend"),
    SUPPLIERS: Score(_SPECIFIC, "technology.supplier"),
}


class LineQuality(msgspec.Struct, frozen=True):
    """The ratings of one line.

    Attributes:
        primary_share: share of its emission that rests on primary data [0..1].
        primary_reason: text key below `quality.primary.`.
    """

    technology: Score
    geography: Score
    time: Score
    primary_share: float
    primary_reason: str

    @property
    def scores(self) -> tuple[Score, Score, Score]:
        """Give the three ratings in the order of the scheme."""
        return self.technology, self.geography, self.time

    @property
    def mean(self) -> float:
        """Give the mean of the three ratings, to sort by; the scheme knows no such number."""
        return sum(score.value for score in self.scores) / len(self.scores)


class DataQuality(msgspec.Struct, frozen=True):
    """How good the data behind a result are; None where nothing is emitted.

    Attributes:
        lines: ratings of each line of the result, after the gate too.
        primary_share: [0..1].
    """

    scheme: str
    lines: tuple[LineQuality, ...]
    technology: float | None
    geography: float | None
    time: float | None
    primary_share: float | None


def assess(result: PcfResult) -> DataQuality:
    """Give the ratings of all lines and their means by absolute contributions."""
    scorer = Scorer(result)
    lines = tuple(scorer.of(line) for line in result.lines)
    weights = np.abs(result.headline_values)

    def mean(values: list[float]) -> float | None:
        return weighted_mean(values, weights)

    return DataQuality(
        SCHEME,
        lines,
        mean([line.technology.value for line in lines]),
        mean([line.geography.value for line in lines]),
        mean([line.time.value for line in lines]),
        mean([line.primary_share for line in lines]),
    )


def weighted_mean(
    values: Sequence[float], contributions: Sequence[float] | np.ndarray
) -> float | None:
    """Give the mean by absolute contributions, None where these are all zero.

    Args:
        values: ratings or shares, one a line.
        contributions: without biogenic uptake; removals are negative (lines,) [kg CO2e].
    """
    weights = np.abs(np.asarray(contributions, dtype=float))
    total = float(weights.sum())
    if not total:
        return None
    mean = float(weights @ np.asarray(values, dtype=float)) / total
    return min(max(mean, min(values)), max(values))  # rounding may leave the scale: 0.999…


def source_of(line: Line, result: PcfResult) -> DataSet | None:
    """Give the data set behind a line, None for what is emitted by the foreground itself.

    A foreground copy of a data set emits CO2 equivalents and names the data set that it is of.
    """
    if line.data_set is not None or line.exchange.via is None:
        return line.data_set
    return result.data_sets.get(line.exchange.via)


def supplier_of(data_set: DataSet | None, result: PcfResult) -> SupplierFootprint | None:
    """Give the supplier's footprint that a data set of the study's own is, None for all others."""
    if data_set is None or data_set.table != SUPPLIERS:
        return None
    return getattr(result.nodes.get(data_set.ref.id), "supplier", None)


def is_direct_gas(line: Line) -> bool:
    """Tell whether a line is a gas that leaves a unit process of the study itself."""
    taken = line.exchange.input
    return isinstance(taken, ElementaryFlow) and bool(taken.gas)


def primary_share_of(
    line: Line, stated: Stated, supplier: SupplierFootprint | None = None
) -> tuple[float, str]:
    """Give the share of a line that rests on primary data [0..1], and the text key of why.

    Direct emissions count as measured. A factor of a database is secondary, whatever meter the
    amount was read from; a contract for electricity too, unless its evidence is stated. That
    something is not primary needs no evidence. A supplier's footprint states its own share.
    """
    statement = stated.by("primary_share")
    share = statement.primary_share if statement is not None else None
    if statement is not None and share is not None and (statement.evidence or not share):
        return share, "stated"
    if supplier is not None and supplier.primary_share:
        return supplier.primary_share, "supplier"
    return (1.0, "direct") if is_direct_gas(line) else (0.0, "secondary")


class Scorer:
    """Rates the lines of one result, those that are alike once."""

    def __init__(self, result: PcfResult) -> None:
        """Take what the study says of places, period and proposals."""
        study = result.study
        self._result = result
        self._statements = Statements(study)
        self._period_end = study.goal.period_end
        self._places = {site.id: place_of(site.country, site.subdivision) for site in study.sites}
        self._made_at = study.product.made_at
        self._unseen = {
            part.id: match.confidence >= _LIKELY
            for part in result.parts
            if (match := part.current_match) and match.origin is MatchOrigin.PROPOSED
        }
        self._known: dict[tuple[object, ...], LineQuality] = {}

    def of(self, line: Line) -> LineQuality:
        """Give the ratings of a line."""
        data_set = source_of(line, self._result)
        stated = self._statements.of(line)
        site = line.process.site
        if line.cause.stage in {Stage.INBOUND, Stage.OUTBOUND}:
            site = self._made_at  # where one end of the leg is
        unseen = self._unseen.get(line.cause.node)
        key = (id(data_set), site, unseen, id(stated.own), id(stated.wider))
        if key not in self._known:
            self._known[key] = self._rated(line, data_set, stated, site, unseen=unseen)
        return self._known[key]

    def _rated(
        self,
        line: Line,
        data_set: DataSet | None,
        stated: Stated,
        site: str,
        *,
        unseen: bool | None,
    ) -> LineQuality:
        place = self._place(site, stated)
        supplier = supplier_of(data_set, self._result)
        primary_share, primary_reason = primary_share_of(line, stated, supplier)
        if data_set is not None:
            technology = _technology(data_set, stated, unseen=unseen)
            geography = geography_score(place, place_of_data_set(data_set))
            time = time_score(self._period_end, data_set.year)
        else:
            technology = (
                Score(_MEASURED, "technology.measured")
                if primary_share
                else Score(_AVERAGE, "technology.average")
            )
            geography = (
                Score(_SAME_SUBDIVISION, "geography.own-site")
                if place.is_known
                else _unknown("geography.place-unknown")
            )
            time = Score(_MEASURED, "time.own-period")
        return LineQuality(
            _or_stated(technology, "technology", stated),
            _or_stated(geography, "geography", stated),
            _or_stated(time, "time", stated),
            primary_share,
            primary_reason,
        )

    def _place(self, site: str, stated: Stated) -> Place:
        """Give where something comes from: as stated for it, else its site, else stated wider."""
        if stated.own is not None and stated.own.place:
            return place_of(stated.own.place)
        at_site = self._places.get(site, Place())
        if not at_site.is_known and stated.wider is not None:
            return place_of(stated.wider.place)
        return at_site


def _technology(data_set: DataSet, stated: Stated, *, unseen: bool | None) -> Score:
    """Give how near the technology of a data set is: 2 for a supplier's own, else 3 at best.

    Args:
        data_set: what stands for the line.
        stated: of the line.
        unseen: the program proposed it and nobody has looked: whether it is likely. None if a
            person chose it.
    """
    if stated.by("is_proxy") is not None:
        return Score(WORST, "technology.proxy")
    if data_set.table in _TECHNOLOGY_OF_TABLES:
        return _TECHNOLOGY_OF_TABLES[data_set.table]
    if unseen is False:
        return Score(WORST, "technology.unlikely", is_known=False)
    if data_set.confidence is Confidence.C:
        return Score(_PROXY, "technology.estimate")
    if unseen:
        return Score(_PROXY, "technology.unconfirmed")
    return Score(_AVERAGE, "technology.average")


def geography_score(here: Place, data: Place) -> Score:
    """Give how near the place of a data set is to where the line really comes from."""
    if not data.is_known:
        return _unknown("geography.unknown")
    if data.is_global:
        return Score(_GLOBAL, "geography.global")
    if not here.is_known:
        return _unknown("geography.place-unknown")
    if here.country and here.country == data.country:
        return _in_one_country(here, data)
    if here.region and here.region == data.region:
        return Score(_SAME_REGION, "geography.same-region")
    return Score(WORST, "geography.other-region")


def _in_one_country(here: Place, data: Place) -> Score:
    """Rate two places of one country; in large ones the subdivision is asked for."""
    is_same = bool(here.subdivision) and here.subdivision == data.subdivision
    if is_same or here.country not in _SUBDIVIDED:
        return Score(_SAME_SUBDIVISION, "geography.same-place")
    return Score(_SAME_COUNTRY, "geography.same-country")


def time_score(period_end: datetime.date | None, year: int) -> Score:
    """Give how near a data set's year is to the study's period, by the ends of both.

    The reference period of a data set is taken to end with the year that its source states.
    """
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return _unknown("time.year-unknown")
    if period_end is None:
        return _unknown("time.period-unknown", year=year)
    days = abs((period_end - datetime.date(year, 12, 31)).days)
    value = next((rating for most, rating in _GAPS if days <= most), WORST)
    return Score(value, "time.gap", {"year": year, "period": period_end.year})


def _unknown(reason: str, **fields: int) -> Score:
    return Score(WORST, reason, dict(fields), is_known=False)


def _or_stated(computed: Score, field: str, stated: Stated) -> Score:
    """Give a rating as the user states it, else as computed."""
    statement = stated.by(field)
    if statement is None:
        return computed
    return Score(getattr(statement, field), "stated", _why(statement))


def _why(statement: QualityStatement) -> dict[str, str | int]:
    return {"reason": statement.reason, "reason_zh": statement.reason_zh}
