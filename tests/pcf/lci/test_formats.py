"""One inventory in seven forms gives one database, and nothing of it is lost silently."""

import bw2calc
import numpy as np
import pytest

from pcf.background.datapackage import open_datapackage
from pcf.background.elementary import ImpactCategory
from pcf.background.matrix_ids import brightway_id
from pcf.background.stored import PACKAGE
from pcf.model.choices import GwpSet
from pcf.workflow.background import open_background
from pcf.workflow.databases import databases_folder, report_of

HEADLINE = 1.5 + 0.002 * 27 + 1 * 0.6 + 0.3 * 0.05
"""kg CO2e per kg of steel plate, AR6, without uptake; see conftest."""

NAMES = ("ecospold2", "7z", "ecospold1", "olca1", "olca2", "simapro", "excel", "project")


def plate(catalogue):
    (found,) = (
        each
        for each in catalogue.data_sets
        if each.ref.database == "sample" and "steel plate" in each.name_en
    )
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_same_footprint(bring, name):
    bring(name)
    background = open_background()
    found = plate(background.catalogue)
    assert found.kg_co2e == pytest.approx(HEADLINE, rel=1e-12)
    assert found.unit == "kg"
    for gwp_set, methane in (
        (GwpSet.AR6_GWP100, 27),
        (GwpSet.AR5_GWP100, 28),
        (GwpSet.AR6_GWP20, 79.7),
    ):
        expected = HEADLINE + 0.002 * (methane - 27)
        assert background.headline_of(found.ref, gwp_set) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_categories_are_told_apart(bring, name):
    bring(name)
    base = open_background().catalogue.database("sample")
    amounts: dict[ImpactCategory, float] = {}
    for row, amount in zip(base.emissions.row, base.emissions.amount, strict=True):
        category = base.flows[row].category
        amounts[category] = amounts.get(category, 0) + amount
    assert amounts == pytest.approx(
        {
            ImpactCategory.FOSSIL: 1.5 + 0.6 + 0.05,
            ImpactCategory.BIOGENIC_NON_CO2: 0.002,
            ImpactCategory.UPTAKE: -0.02,
        }
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_nothing_makes_is_named_and_all_is_accounted_for(bring, name):
    report = bring(name)
    assert report.reconciles
    assert report.counts["processes"] == report.counts["data_sets"] == 3
    assert report.counts["linked"] == 2
    assert report.happened == {"unlinked": 1}
    (row,) = report.rows
    assert row.fields["flow"] == "iron ore" or row.fields["flow"] == ""
    assert row.fields["amount"] == 1.6
    assert report_of("sample") == report


@pytest.mark.parametrize("name", ["ecospold2", "project"])
def test_the_stored_package_is_solved_alike_by_brightway_alone(bring, name):
    bring(name)
    catalogue = open_background().catalogue
    base, found = catalogue.database("sample"), plate(catalogue)
    package = open_datapackage(databases_folder() / "sample" / PACKAGE)
    lca = bw2calc.LCA({brightway_id(str(found.ref)): 1}, data_objs=[package])
    lca.lci()
    emitted = np.asarray(lca.inventory.sum(axis=1)).ravel()
    by_hand = 0.0
    for flow in base.flows:
        if flow.category.in_headline:
            factor = base.gases[flow.gas].factors[GwpSet.AR6_GWP100]
            by_hand += emitted[lca.dicts.biosphere[brightway_id(flow.id)]] * factor
    assert by_hand == pytest.approx(found.kg_co2e, rel=1e-9)
    assert by_hand == pytest.approx(HEADLINE, rel=1e-9)
