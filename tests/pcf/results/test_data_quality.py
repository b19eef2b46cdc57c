"""Ratings of lines: from dates, places and what is known of a data set, and as the user states."""

import datetime

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.background.dataset import Confidence
from pcf.background.places import place_of
from pcf.model.bom import Match, MatchOrigin
from pcf.model.edits import Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.quality import Pedigree, QualityStatement
from pcf.model.study import Study
from pcf.results.data_quality import (
    SCHEME,
    LineQuality,
    assess,
    geography_score,
    time_score,
)
from pcf.results.result import PcfResult
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

END = datetime.date(2025, 12, 31)
PERIOD = (
    SetField(node="goal", field="period_start", value=datetime.date(2025, 1, 1)),
    SetField(node="goal", field="period_end", value=END),
)


@pytest.fixture
def lamp(lamp: Study) -> Study:
    """The lamp with a period, its goal under an id that edits can name."""
    named = msgspec.structs.replace(lamp, goal=msgspec.structs.replace(lamp.goal, id="goal"))
    return apply(named, PERIOD)


def solved(study: Study, background: Background) -> PcfResult:
    result = calculate(study, background).result
    assert result is not None
    return result


def stating(study: Study, **fields: object) -> Study:
    statement = QualityStatement(reason="as read", **fields)
    return apply(study, [Insert(parent="study", index=-1, node=statement)])


def of_node(result: PcfResult, node: str) -> LineQuality:
    quality = assess(result)
    found = [
        rated
        for line, rated in zip(result.lines, quality.lines, strict=True)
        if line.exchange.node == node
    ]
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("year", "rating"),
    [(2025, 1), (2026, 1), (2024, 1), (2023, 2), (2022, 3), (2021, 4), (2020, 5)],
)
def test_time_by_the_gap_between_the_ends_of_both_periods(year: int, rating: int) -> None:
    assert time_score(END, year).value == rating


def test_a_gap_of_366_days_is_the_last_one_rated_best() -> None:
    assert time_score(datetime.date(2025, 1, 1), 2023).value == 2  # 367 days
    assert time_score(datetime.date(2024, 12, 31), 2023).value == 1  # 366 days, a leap year


def test_time_is_unknown_without_a_year_or_a_period() -> None:
    assert (time_score(END, 0).value, time_score(END, 0).is_known) == (5, False)
    assert (time_score(None, 2024).value, time_score(None, 2024).is_known) == (5, False)


@pytest.mark.parametrize(
    ("here", "data", "rating", "known"),
    [
        ("CN-JS", "CN-JS", 1, True),
        ("CN-JS", "CN-GD", 2, True),
        ("CN-JS", "CHN", 2, True),
        ("CHN", "CHN", 2, True),
        ("DEU", "DEU", 1, True),  # the subdivision is not asked for there
        ("DEU", "FRA", 3, True),
        ("DEU", "EUR", 3, True),
        ("DEU", "GLO", 4, True),
        ("", "GLO", 4, True),
        ("DEU", "CHN", 5, True),
        ("CHN", "EUR", 5, True),
        ("", "CHN", 5, False),
        ("CHN", "", 5, False),
    ],
)
def test_geography(here: str, data: str, rating: int, known: bool) -> None:
    found = geography_score(place_of(here), place_of(data))
    assert (found.value, found.is_known) == (rating, known)


def test_direct_emissions_are_measured_and_secondary_data_at_best_average(
    lamp: Study, tiny: Background
) -> None:
    result = solved(lamp, tiny)
    leak, steel = of_node(result, "leak"), of_node(result, "housing")
    assert (leak.technology.value, leak.time.value, leak.primary_share) == (1, 1, 1)
    assert (leak.geography.value, leak.geography.is_known) == (5, False)  # AAA is no country
    assert (steel.technology.value, steel.geography.value, steel.time.value) == (3, 4, 1)
    assert steel.primary_share == 0


def test_bought_electricity_is_not_primary(lamp: Study, tiny: Background) -> None:
    assert of_node(solved(lamp, tiny), "plant").primary_share == 0


def test_means_weigh_by_contribution_and_name_their_scheme(lamp: Study, tiny: Background) -> None:
    result = solved(lamp, tiny)
    quality = assess(result)
    absolute = abs(result.headline_values)
    leak = abs(result.headline_values[[line.cause.node == "leak" for line in result.lines]]).sum()
    assert quality.scheme == SCHEME
    assert quality.technology == pytest.approx(3 - 2 * leak / absolute.sum())
    assert quality.primary_share == pytest.approx(leak / absolute.sum())


def test_what_is_after_the_gate_does_not_count(lamp: Study, tiny: Background) -> None:
    worse = stating(lamp, about="to-customer", time=5.0)
    assert assess(solved(worse, tiny)).time == assess(solved(lamp, tiny)).time


@pytest.mark.parametrize(
    ("origin", "confidence", "rating"),
    [
        (MatchOrigin.PROPOSED, 0.95, 4),
        (MatchOrigin.PROPOSED, 0.5, 5),
        (MatchOrigin.CONFIRMED, 0.5, 3),
        (MatchOrigin.LIBRARY, 0.5, 3),
    ],
)
def test_a_proposal_that_nobody_looked_at_is_no_sure_technology(
    lamp: Study, tiny: Background, origin: MatchOrigin, confidence: float, rating: int
) -> None:
    steel = DataSetRef(database="tiny", id="steel")
    match = Match(data_set=steel, origin=origin, confidence=confidence)
    matched = apply(lamp, [SetField(node="housing", field="match", value=match)])
    assert of_node(solved(matched, tiny), "housing").technology.value == rating


@pytest.mark.parametrize(
    ("changes", "rating"), [({"confidence": Confidence.C}, 4), ({"table": "spend_usd"}, 5)]
)
def test_estimates_and_spending_are_no_average(
    lamp: Study, tiny: Background, tiny_database: Database, changes: dict, rating: int
) -> None:
    data_sets = tuple(
        msgspec.structs.replace(each, **changes) if each.ref.id == "steel" else each
        for each in tiny_database.data_sets
    )
    database = msgspec.structs.replace(tiny_database, data_sets=data_sets)
    result = solved(lamp, Background(Catalogue([database]), tiny.cache))
    assert of_node(result, "housing").technology.value == rating


def test_a_stated_rating_goes_before_the_computed_one(lamp: Study, tiny: Background) -> None:
    stated = stating(lamp, about="housing", technology=2.5, time=4.0)
    found = of_node(solved(stated, tiny), "housing")
    assert (found.technology.value, found.geography.value, found.time.value) == (2.5, 4, 4)
    assert found.technology.reason == "stated"
    assert found.technology.fields["reason"] == "as read"


def test_a_proxy_is_rated_worst(lamp: Study, tiny: Background) -> None:
    proxy = stating(lamp, about="housing", is_proxy=True)
    assert of_node(solved(proxy, tiny), "housing").technology.value == 5


def test_a_statement_reaches_below_only_where_it_says_so(lamp: Study, tiny: Background) -> None:
    for below, rating in ((False, 3), (True, 2)):
        stated = stating(lamp, about="lamp", below=below, technology=2.0)
        assert of_node(solved(stated, tiny), "screw").technology.value == rating


def test_the_nearest_statement_holds(lamp: Study, tiny: Background) -> None:
    study = stating(stating(lamp, technology=5.0), about="lamp", below=True, technology=4.0)
    study = stating(study, about="screw", technology=2.0)
    result = solved(study, tiny)
    assert of_node(result, "screw").technology.value == 2
    assert of_node(result, "housing").technology.value == 4
    assert of_node(result, "box").technology.value == 5


def test_a_wider_place_fills_in_only_what_is_unknown(
    lamp: Study, tiny: Background, tiny_database: Database
) -> None:
    data_sets = tuple(
        msgspec.structs.replace(each, geography="DEU") for each in tiny_database.data_sets
    )
    database = msgspec.structs.replace(tiny_database, data_sets=data_sets)
    background = Background(Catalogue([database]), tiny.cache)
    study = apply(lamp, [SetField(node="plant", field="country", value="AAA")])
    assert of_node(solved(study, background), "housing").geography.value == 5
    whole = stating(study, place="DEU")
    assert of_node(solved(whole, background), "housing").geography.value == 1
    own = stating(whole, about="housing", place="CHN")
    assert of_node(solved(own, background), "housing").geography.value == 5


def test_a_primary_share_counts_with_its_evidence_only(lamp: Study, tiny: Background) -> None:
    bare = stating(lamp, about="housing", primary_share=0.6)
    assert of_node(solved(bare, tiny), "housing").primary_share == 0
    proved = stating(lamp, about="housing", primary_share=0.6, evidence="statement.pdf, page 2")
    assert of_node(solved(proved, tiny), "housing").primary_share == 0.6
    guessed = of_node(solved(stating(lamp, about="leak", primary_share=0.0), tiny), "leak")
    assert (guessed.primary_share, guessed.technology.value) == (0, 3)


def test_statements_change_no_number(lamp: Study, tiny: Background) -> None:
    before = solved(lamp, tiny)
    after = solved(stating(lamp, technology=5.0, gsd=2.0, pedigree=Pedigree(), is_proxy=True), tiny)
    assert after.sha256 == before.sha256
    assert (after.values == before.values).all()


@pytest.mark.parametrize(
    "fields", [{"technology": 0.5}, {"time": 6}, {"primary_share": 1.5}, {"gsd": 0.9}]
)
def test_what_no_scale_knows_is_refused(fields: dict) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, QualityStatement)
