"""The tables of a case: no avoided emissions without a rate, every sum closes, nothing is lost."""

import math

import msgspec
import pytest

from pcf.circularity.basis import gwp_shares, process_entries
from pcf.circularity.case_frames import case_tables
from pcf.circularity.process import PROCESS_TERMS
from pcf.model.refurbishment import LaterLife, StatedAmount
from pcf.results.tables import Kind
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.circularity import calculate_case
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study

LANGUAGES = pytest.mark.parametrize("language", list(Language))
NAMES = ("upper", "central", "low")


@pytest.fixture(scope="module")
def study():
    return read_sample_study(REFURBISHMENT_SAMPLE)


@pytest.fixture(scope="module")
def solve(study, shipped):
    def solved(at=0, **changes):
        case = msgspec.structs.replace(study.refurbishments[at], **changes)
        return calculate_case(study, case, shipped)

    return solved


@pytest.fixture(scope="module")
def depot(solve, study):
    first, *others = study.refurbishments[0].categories
    later = LaterLife(
        id="again",
        devices=parse_quantity("300 piece"),
        life=StatedAmount(amount=parse_quantity("2 a"), source="Ledger"),
        electricity=StatedAmount(amount=parse_quantity("26 kWh"), source="Ledger"),
        price=600,
        replaced_parts=StatedAmount(amount=parse_quantity("7 kgCO2e"), source="Ledger"),
    )
    return solve(categories=(msgspec.structs.replace(first, later=(later,)), *others))


def tables_of(result, language=Language.ENGLISH):
    return {table.id: table for table in case_tables(result, Texts(language))}


def cells(table, key):
    place = [column.key for column in table.columns].index(key)
    return table.cells[place]


@LANGUAGES
@pytest.mark.parametrize("table_id", ["avoided", "avoided_per_device", "steps"])
def test_every_row_of_avoided_emissions_holds_its_rates_and_its_ledger(depot, language, table_id):
    table = tables_of(depot, language)[table_id]
    texts = Texts(language)
    rates = {each.name: each.displacement.rate for each in depot.scenarios}
    assert len(table.frame) > 6
    for name in NAMES:
        assert cells(table, f"column.rate-{name}") == [rates[name]] * len(table.frame)
        assert f"{texts('column.avoided-' + name)}" in " ".join(table.frame.columns)
    assert set(cells(table, "column.ledger")) == {texts("refurbishment.ledger")}


@LANGUAGES
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_avoided_emissions_is_called_otherwise(depot, language, name):
    head = Texts(language)(f"column.avoided-{name}")
    assert {Language.ENGLISH: "not part of the footprint", Language.CHINESE: "不属于碳足迹"}[
        language
    ] in head


def test_sums_of_the_fleet_and_of_the_steps_close(depot):
    tables = tables_of(depot)
    for scenario in depot.scenarios:
        *parts, whole = cells(tables["avoided"], f"column.avoided-{scenario.name}")
        assert whole == scenario.fleet.value
        assert math.fsum(parts) == pytest.approx(whole, rel=1e-12)
        *steps, average = cells(tables["steps"], f"column.avoided-{scenario.name}")
        assert math.fsum(steps) == pytest.approx(average, rel=1e-12)
        assert average * depot.devices == pytest.approx(whole, rel=1e-9)
        assert cells(tables["avoided_per_device"], f"column.avoided-{scenario.name}")[
            -1
        ] == pytest.approx(average)
    *counts, devices = cells(tables["avoided"], "column.devices")
    assert sum(counts) == devices == depot.devices == 7009


def test_the_entries_of_a_process_add_up_to_its_terms(depot):
    entries = process_entries(depot)
    for life in depot.lives:
        for term in PROCESS_TERMS:
            found = [each.kg_co2e for each in entries if (each.life, each.term) == (life, term)]
            stated = life.inputs[term]
            if stated.origin == "process":
                assert math.fsum(found) == pytest.approx(stated.value)
            else:
                assert found == []


def test_every_number_of_every_life_has_a_row(depot):
    table = tables_of(depot)["inputs"]
    assert len(table.frame) == 15 * len(depot.lives)
    assert "" not in cells(table, "column.origin")
    typed = [
        source
        for source, origin in zip(
            cells(table, "column.source"), cells(table, "column.origin"), strict=True
        )
        if origin in {"typed", "typed for all categories"}
    ]
    assert typed
    assert all(typed)


def test_shares_of_reports_add_up(depot):
    shares = gwp_shares(depot)
    assert set(shares) == {"new_devices", "process", "use"}
    for of in shares.values():
        assert math.fsum(of.values()) == pytest.approx(1)


def test_published_methods_name_the_displacement_behind_them(depot):
    table = tables_of(depot)["methods"]
    names, rates = cells(table, "column.method"), cells(table, "column.rate-assumed")
    values, remarks = cells(table, "column.by-method"), cells(table, "column.remark")
    for name, rate, value, remark in zip(names, rates, values, remarks, strict=True):
        assert (rate is None) <= (value is None), name
        assert bool(remark) is (value is None), name
    ivl = [rate for name, rate in zip(names, rates, strict=True) if name.startswith("IVL")]
    # A device for a device: 4 years are set against 3, then against 2 of the second life.
    assert ivl[:2] == [pytest.approx(4 / 3), pytest.approx(2)]


def test_a_published_table_says_that_no_rate_is_stated(solve):
    tables = tables_of(solve(1))
    assert "avoided" not in tables
    table = tables["published"]
    assert set(cells(table, "column.rate-published")) == {"not stated by the publisher"}
    assert cells(table, "column.unit-as-printed")[0] == "14.7"
    assert cells(table, "column.unrounded-low")[0] == pytest.approx(14.67923, abs=5e-6)


def test_a_case_that_is_blocked_or_incomplete_says_so_first(solve, depot):
    blocked = tables_of(solve(rebound=None))["summary"]
    assert "Draft: not an issued document" in cells(blocked, "column.value")
    nothing = tables_of(solve(burden=None))
    assert set(nothing) & {"avoided", "avoided_per_device", "steps"} == set()
    assert any(
        str(each).startswith("Incomplete") for each in cells(nothing["summary"], "column.value")
    )


@LANGUAGES
def test_titles_fit_a_sheet_and_heads_are_words(depot, solve, language):
    for result in (depot, solve(1)):
        for table in case_tables(result, Texts(language)):
            assert len(table.title) <= 31
            assert len(set(table.frame.columns)) == len(table.columns)
            assert all(len(column) == len(table.frame) for column in table.cells)
            for column, found in zip(table.columns, table.cells, strict=True):
                if column.kind.is_number:
                    assert all(each is None or math.isfinite(each) for each in found), column.key
                elif column.kind is not Kind.FACT:
                    assert all(isinstance(each, str) for each in found), column.key
