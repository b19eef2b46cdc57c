"""The interval of the headline: one draw a data set, masses apart, log or linear, certainty."""

from math import exp, log, sqrt

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.choices import Choices
from pcf.model.node import DataSetRef
from pcf.model.processes import ProcessStep, Scrap, ScrapRoute
from pcf.model.product import Product
from pcf.model.quality import Pedigree, QualityStatement
from pcf.model.study import Study
from pcf.results.pedigree import sigma_by_variances
from pcf.results.quality_words import interval_remarks, interval_words
from pcf.results.result import PcfResult
from pcf.results.spreads import Z_95, SpreadOrigin, sigma_of_bounds
from pcf.results.uncertainty import Interval, interval
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate


def part(row: str, mass: Mass | str, quantity: str = "1 piece", **fields: object) -> Part:
    return Part(
        name=row,
        quantity=parse_quantity(quantity),
        mass=mass if isinstance(mass, Mass) else Mass(amount=parse_quantity(mass)),
        data_set=DataSetRef(database="tiny", id=row),
        **fields,
    )


def study_of(*parts: Part, **fields: object) -> Study:
    return Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=Part(id="root", parts=parts),
        **fields,
    )


@pytest.fixture
def background(tiny: Background, tiny_database: Database):
    """Give a background whose data sets have what a test says."""

    def make(**changes: dict[str, object]) -> Background:
        data_sets = tuple(
            msgspec.structs.replace(each, **changes.get(each.ref.id, {}))
            for each in tiny_database.data_sets
        )
        database = msgspec.structs.replace(tiny_database, data_sets=data_sets)
        return Background(Catalogue([database]), tiny.cache)

    return make


def solved(study: Study, background: Background) -> PcfResult:
    result = calculate(study, background).result
    assert result is not None
    return result


def interval_of(study: Study, background: Background) -> Interval:
    found = interval(solved(study, background))
    assert found is not None
    return found


def test_lines_of_one_data_set_share_one_draw(background) -> None:
    one = interval_of(study_of(part("steel", "2 kg")), background(steel={"gsd": 1.2}))
    two = interval_of(
        study_of(part("steel", "1 kg"), part("steel", "1 kg")), background(steel={"gsd": 1.2})
    )
    assert one.sigma == pytest.approx(log(1.2)) == two.sigma
    apart = interval_of(
        study_of(part("steel", "3 kg"), part("plastic", "2 kg")),
        background(steel={"gsd": 1.2}, plastic={"gsd": 1.2}),
    )
    assert apart.sigma == pytest.approx(log(1.2) / sqrt(2))


def test_bounds_are_read_as_a_95_percent_range(background) -> None:
    found = interval_of(
        study_of(part("steel", "1 kg")), background(steel={"low": 1.0, "high": 4.0})
    )
    assert (found.low, found.high) == (pytest.approx(1.0), pytest.approx(4.0))
    assert found.spreads[0].origin is SpreadOrigin.BOUNDS


def test_the_gsd_of_a_source_goes_before_its_bounds(background) -> None:
    known = {"gsd": 1.1, "low": 1.0, "high": 4.0}
    found = interval_of(study_of(part("steel", "1 kg")), background(steel=known))
    assert found.sigma == pytest.approx(log(1.1))


@pytest.mark.parametrize(
    ("low", "high", "sigma"),
    [
        (1.0, exp(2 * Z_95), 1.0),
        (-4.0, -1.0, log(4) / (2 * Z_95)),
        (0.0, 1.0, 0.0),
        (-1.0, 1.0, 0.0),
        (None, 1.0, 0.0),
        (2.0, 2.0, 0.0),
    ],
)
def test_sigma_of_bounds(low: float | None, high: float | None, sigma: float) -> None:
    assert sigma_of_bounds(low, high) == pytest.approx(sigma)


def test_what_has_no_distribution_is_certain_and_says_how_much_it_is(background) -> None:
    study = study_of(part("steel", "3 kg"), part("plastic", "2 kg"))
    found = interval_of(study, background(steel={"gsd": 1.2}))
    assert found.certain_share == pytest.approx(0.5)
    none = interval_of(study, background())
    assert (none.low, none.high, none.sigma) == (12, 12, 0)
    assert (none.certain_share, none.spreads) == (1, ())


def test_nothing_emitted_has_no_interval(background) -> None:
    assert interval(solved(study_of(part("steel", "0 kg")), background())) is None


def test_a_stated_gsd_or_pedigree_fills_in_where_the_source_gives_none(background) -> None:
    bolt, pedigree = part("steel", "1 kg", id="bolt"), Pedigree(reliability=2, technological=3)
    for fields, sigma, origin in (
        ({"gsd": 1.5}, log(1.5), SpreadOrigin.STATED),
        ({"pedigree": pedigree}, sigma_by_variances(pedigree, 1.05), SpreadOrigin.PEDIGREE),
        ({"gsd": 1.5, "pedigree": pedigree}, log(1.5), SpreadOrigin.STATED),
    ):
        study = study_of(bolt, quality=(QualityStatement(about="bolt", **fields),))
        found = interval_of(study, background())
        assert found.sigma == pytest.approx(sigma)
        assert found.spreads[0].origin is origin
        sourced = interval_of(study, background(steel={"gsd": 1.1}))
        assert sourced.sigma == pytest.approx(log(1.1))


def test_of_several_stated_uses_the_widest_holds_for_the_data_set(background) -> None:
    study = study_of(
        part("steel", "1 kg", id="bolt"),
        part("steel", "1 kg", id="nut"),
        quality=(
            QualityStatement(about="bolt", gsd=1.5),
            QualityStatement(about="nut", gsd=1.2),
        ),
    )
    assert interval_of(study, background()).sigma == pytest.approx(log(1.5))


def test_a_spread_assumed_by_confidence_is_told_apart(background) -> None:
    study = study_of(
        part("steel", "3 kg"), part("plastic", "2 kg"), choices=Choices(assumed_gsd={"A": 2.0})
    )
    found = interval_of(study, background(steel={"gsd": 1.2}))
    assert found.assumed_share == pytest.approx(0.5)
    assert found.certain_share == 0
    assert found.sigma == pytest.approx(sqrt((log(1.2) / 2) ** 2 + (log(2) / 2) ** 2))


def test_each_mass_has_a_draw_of_its_own(background) -> None:
    bounded = Mass(amount=parse_quantity("1 kg"), origin=MassOrigin.VOLUME, low=0.8, high=1.25)
    sigma = log(1.25 / 0.8) / (2 * Z_95)
    study = study_of(part("steel", bounded, id="bolt"), part("steel", bounded, id="nut"))
    found = interval_of(study, background())
    assert found.sigma == pytest.approx(sigma / sqrt(2))
    assert [each.key for each in found.spreads] == ["mass:bolt", "mass:nut"]
    assert found.certain_share == 1  # the data set has no distribution of its own
    both = interval_of(study, background(steel={"gsd": 1.2}))
    assert both.sigma == pytest.approx(sqrt(log(1.2) ** 2 + sigma**2 / 2))


def test_a_mass_moves_scrap_and_not_what_is_counted_in_kilograms(background) -> None:
    bounded = Mass(amount=parse_quantity("1 kg"), low=0.8, high=1.25)
    treated = Scrap(route=ScrapRoute.TREATMENT, data_set=DataSetRef(database="tiny", id="landfill"))
    step = ProcessStep(yield_fraction=0.5, scrap=treated)
    scrapped = interval_of(study_of(part("steel", bounded, steps=(step,))), background())
    assert scrapped.sigma == pytest.approx(log(1.25 / 0.8) / (2 * Z_95))
    counted = interval_of(study_of(part("steel", bounded, quantity="2 kg")), background())
    assert counted.sigma == 0


def test_the_own_material_of_an_assembly_moves_more_than_its_mass(background) -> None:
    whole = Mass(amount=parse_quantity("4 kg"), low=3.9, high=4.1)
    assembly = part("steel", whole, id="case", parts=(part("plastic", "3 kg"),))
    found = interval_of(study_of(assembly), background())
    steel, total = 2.0, 11.0
    assert found.spreads[0].kg_co2e == pytest.approx(4 * steel)
    assert found.sigma == pytest.approx(4 * steel / total * log(4.1 / 3.9) / (2 * Z_95))


def test_a_credit_makes_the_interval_linear(background) -> None:
    study = study_of(part("steel", "5 kg"), part("wood", "1 kg"))
    result = solved(study, background(steel={"gsd": 1.2}))
    negative = result.values.copy()
    wood = [line.data_set.ref.id == "wood" for line in result.lines]
    negative[wood] *= -10
    result = msgspec.structs.replace(result, values=negative)
    found = interval(result)
    headline = float(result.headline_values.sum())
    assert found is not None
    assert found.is_linear
    assert headline == pytest.approx(10 - 1.5)
    half = Z_95 * 10 * log(1.2)
    assert (found.low, found.high) == (
        pytest.approx(headline - half),
        pytest.approx(headline + half),
    )
    assert found.spreads[0].sensitivity == pytest.approx(10 / 8.5)


def test_a_negative_headline_has_its_bounds_in_order(background) -> None:
    result = solved(study_of(part("steel", "5 kg")), background(steel={"gsd": 1.2}))
    found = interval(msgspec.structs.replace(result, values=-result.values))
    assert found is not None
    assert found.is_linear
    assert found.low < -10 < found.high


def test_wide_terms_that_matter_make_it_rough(background) -> None:
    wide = background(steel={"gsd": 1.8}, plastic={"gsd": 1.1})
    assert [each.key for each in interval_of(study_of(part("steel", "1 kg")), wide).rough] == [
        "tiny:steel"
    ]
    slight = study_of(part("steel", "1 g"), part("plastic", "9 kg"))
    assert interval_of(slight, wide).rough == ()


def test_first_order_is_near_drawn_values(background) -> None:
    study = study_of(part("steel", "30 kg"), part("plastic", "10 kg"), part("carton", "10 kg"))
    gsd = {"steel": 1.1, "plastic": 1.2, "carton": 1.3}
    found = interval_of(study, background(**{row: {"gsd": each} for row, each in gsd.items()}))
    random = np.random.default_rng(20261121)
    drawn = sum(
        kg * np.exp(random.normal(0, log(gsd[row]), 200_000))
        for row, kg in (("steel", 60), ("plastic", 30), ("carton", 9))
    )
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert found.low == pytest.approx(low, rel=0.02)
    assert found.high == pytest.approx(high, rel=0.02)


def test_shares_add_up_and_no_unit_changes_the_interval(background) -> None:
    rows = background(steel={"gsd": 1.2}, plastic={"low": 2.0, "high": 5.0})
    parts = (part("steel", "3 kg"), part("plastic", "2000 g"))
    found = interval_of(study_of(*parts), rows)
    assert sum(each.share for each in found.spreads) == pytest.approx(1)
    doubled = study_of(*parts)
    doubled = msgspec.structs.replace(
        doubled, product=Product(declared_unit=parse_quantity("2 piece"))
    )
    twice = interval_of(doubled, rows)
    assert twice.sigma == pytest.approx(found.sigma)
    assert twice.high == pytest.approx(2 * found.high)


@given(
    kilograms=st.lists(st.floats(0.001, 1000), min_size=3, max_size=3),
    gsd=st.lists(st.floats(1.0, 3.0), min_size=3, max_size=3),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_interval_holds_the_headline_and_is_no_wider_than_its_widest_term(
    background, kilograms: list[float], gsd: list[float]
) -> None:
    rows = ("steel", "plastic", "carton")
    study = study_of(*(part(row, f"{kg} kg") for row, kg in zip(rows, kilograms, strict=True)))
    spreading = {row: {"gsd": each} for row, each in zip(rows, gsd, strict=True)}
    result = solved(study, background(**spreading))
    found = interval(result)
    assert found is not None
    headline = float(result.headline_values.sum())
    assert found.low <= headline * (1 + 1e-12)
    assert found.high >= headline * (1 - 1e-12)
    assert found.sigma <= log(max(gsd)) * (1 + 1e-12)
    assert sum(each.share for each in found.spreads) == pytest.approx(float(bool(found.spreads)))


@pytest.mark.parametrize(("certain_kg", "is_telling"), [("4 kg", True), ("4.1 kg", False)])
def test_no_interval_is_shown_where_most_counts_as_certain(
    background, certain_kg: str, *, is_telling: bool
) -> None:
    """2 kg CO2e with a spread beside 2 without is half the total; a little more is too much."""
    study = study_of(part("steel", "1 kg"), part("recycled-steel", certain_kg))
    found = interval_of(study, background(steel={"gsd": 1.2}))
    assert found.is_telling is is_telling
    for language in Language:
        texts = Texts(language)
        is_given = interval_words(found, texts) != texts("quality.interval.too-certain")
        assert is_given is is_telling
        assert (len(interval_remarks(found, texts)) > 1) is is_telling
