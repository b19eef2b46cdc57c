"""Worked numbers of data quality and uncertainty: ratings, primary share, pedigree, interval."""

from math import exp, log, sqrt

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.product import Product
from pcf.model.quality import Pedigree, QualityStatement
from pcf.model.study import Study
from pcf.model.suppliers import SupplierFootprint
from pcf.results.data_quality import assess, weighted_mean
from pcf.results.pedigree import sigma_by_factors, sigma_by_variances
from pcf.results.uncertainty import interval
from pcf.units import parse_quantity, quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

EMISSIONS = (5.0, 3.0, 1.5, 0.5)


@pytest.mark.parametrize(
    ("ratings", "mean"),
    [((1, 2, 3, 4), 1.75), ((1, 3, 2, 5), 1.95), ((2, 2, 4, 3), 2.35), ((0.6, 0, 1, 0), 0.45)],
    ids=["technology", "geography", "time", "primary share"],
)
def test_ratings_and_primary_share_by_contribution(ratings, mean):
    assert weighted_mean(ratings, EMISSIONS) == pytest.approx(mean, abs=1e-12)


def test_ratings_and_primary_share_of_a_study(tiny: Background) -> None:
    """Four suppliers of 5, 3, 1.5 and 0.5 kg, rated as in the example of the methods (2.3)."""
    ratings = ((1, 1, 2, 0.6), (2, 3, 2, 0.0), (3, 2, 4, 1.0), (4, 5, 3, 0.0))
    parts, statements = [], []
    for kg, (technology, geography, time, primary) in zip(EMISSIONS, ratings, strict=True):
        footprint = SupplierFootprint(
            supplier="S",
            value=quantity(kg, "kgCO2e"),
            per=parse_quantity("1 piece"),
            primary_share=primary,
        )
        part = Part(id=f"part-{kg}", quantity=parse_quantity("1 piece"), supplier=footprint)
        parts.append(part)
        statements.append(
            QualityStatement(
                about=part.id,
                technology=technology,
                geography=geography,
                time=time,
                reason="example",
            )
        )
    study = Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=Part(id="root", parts=tuple(parts)),
        quality=tuple(statements),
    )
    result = calculate(study, tiny).result
    assert result is not None
    found = assess(result)
    assert (found.technology, found.geography, found.time, found.primary_share) == pytest.approx(
        (1.75, 1.95, 2.35, 0.45)
    )


def test_a_removal_weighs_by_its_size_and_nothing_has_no_rating():
    assert weighted_mean([1, 5], [3.0, -1.0]) == pytest.approx(2.0)
    assert weighted_mean([1, 5], [0.0, 0.0]) is None
    assert weighted_mean([], []) is None


def test_pedigree_by_both_forms():
    pedigree = Pedigree(reliability=2, completeness=2, temporal=3, geographical=3, technological=3)
    older, newer = sigma_by_factors(pedigree, 1.05), sigma_by_variances(pedigree, 1.05)
    assert older == pytest.approx(0.109397, abs=5e-7)
    assert exp(2 * older) == pytest.approx(1.245, abs=5e-4)
    assert newer**2 == pytest.approx(0.0114, abs=5e-5)
    assert exp(2 * newer) == pytest.approx(1.238, abs=5e-4)


def test_a_score_that_is_not_stated_is_the_worst():
    worst = Pedigree(reliability=5, completeness=5, temporal=5, geographical=5, technological=5)
    assert sigma_by_variances(Pedigree(), 1.05) == sigma_by_variances(worst, 1.05)
    assert sigma_by_factors(Pedigree(), 1.05) == sigma_by_factors(worst, 1.05)
    best = Pedigree(reliability=1, completeness=1, temporal=1, geographical=1, technological=1)
    assert sigma_by_variances(best, 2.0) == pytest.approx(log(2) / 2)


def test_interval_of_three_contributions(tiny_database: Database, tiny: Background):
    gsd = {"steel": sqrt(1.2), "plastic": sqrt(1.5), "chip": sqrt(3.0)}
    data_sets = tuple(
        msgspec.structs.replace(each, gsd=gsd.get(each.ref.id)) for each in tiny_database.data_sets
    )
    database = msgspec.structs.replace(tiny_database, data_sets=data_sets)
    background = Background(Catalogue([database]), tiny.cache)

    def part(row: str, quantity: str, mass: str = "") -> Part:
        return Part(
            name=row,
            quantity=parse_quantity(quantity),
            mass=Mass(amount=parse_quantity(mass)) if mass else None,
            data_set=DataSetRef(database="tiny", id=row),
        )

    study = Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=Part(
            parts=(
                part("steel", "1 piece", "30 kg"),
                part("plastic", "1 piece", "10 kg"),
                part("chip", "2 piece"),
            )
        ),
    )
    result = calculate(study, background).result
    assert result is not None
    found = interval(result)
    assert found is not None
    assert result.headline_values.sum() == pytest.approx(100)
    assert found.sigma == pytest.approx(0.0985, abs=5e-5)
    assert (found.low, found.high) == (
        pytest.approx(82.4, abs=0.05),
        pytest.approx(121.3, abs=0.05),
    )
    assert not found.is_linear
    shares = {each.key: each.share for each in found.spreads}
    assert shares["tiny:steel"] == pytest.approx(0.31, abs=0.005)
    assert shares["tiny:plastic"] == pytest.approx(0.38, abs=0.005)
    assert shares["tiny:chip"] == pytest.approx(0.31, abs=0.005)
    assert {each.key: each.sensitivity for each in found.spreads} == pytest.approx(
        {"tiny:steel": 0.6, "tiny:plastic": 0.3, "tiny:chip": 0.1}
    )
    assert found.certain_share == 0
