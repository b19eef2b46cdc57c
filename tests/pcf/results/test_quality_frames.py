"""The sheets of data quality, and the same numbers in the JSON of the command line."""

import json

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.commands.quality_terms import basis_lines, quality_json
from pcf.model.bom import Mass
from pcf.model.edits import SetField, apply
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.results.data_quality import INDICATORS, SCHEME, assess
from pcf.results.frames import result_tables
from pcf.results.quality_words import interval_remarks
from pcf.results.result import PcfResult
from pcf.results.uncertainty import interval
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

LANGUAGES = pytest.mark.parametrize("language", Language)


@pytest.fixture
def result(lamp: Study, tiny: Background, tiny_database: Database) -> PcfResult:
    data_sets = tuple(
        msgspec.structs.replace(each, gsd=1.3) if each.ref.id == "steel" else each
        for each in tiny_database.data_sets
    )
    database = msgspec.structs.replace(tiny_database, data_sets=data_sets)
    mass = Mass(amount=parse_quantity("5 g"), low=0.004, high=0.006)
    study = apply(lamp, [SetField(node="screw", field="mass", value=mass)])
    found = calculate(study, Background(Catalogue([database]), tiny.cache)).result
    assert found is not None
    return found


@LANGUAGES
def test_the_sheets_hold_ratings_spreads_and_weak_lines(
    result: PcfResult, language: Language
) -> None:
    tables = {table.id: table for table in result_tables(result, Texts(language))}
    rated, spreads, weak = (
        tables[name] for name in ("data_quality", "uncertainty", "improvements")
    )
    cells = rated.cells
    assert cells[3][-1] == pytest.approx(totals(result).headline)
    assert len(cells[0]) == int(result.before_gate.sum()) + 1
    assert set(cells[5][:-1]) == {1.0, 3.0}
    assert all(SCHEME in head for head in rated.frame.columns[5:8])
    assert len(spreads.cells[0]) == 3  # steel, the mass of the screws, and the sum
    assert spreads.cells[5][-1] == pytest.approx(1)
    assert len(weak.cells[0]) == 5
    assert all(weak.cells[-1])


def test_json_has_scheme_interval_and_what_is_weak(result: PcfResult) -> None:
    said = json.loads(json.dumps(quality_json(result)))
    quality, spread = assess(result), interval(result)
    assert spread is not None
    assert said["data_quality"]["scheme"] == SCHEME
    assert [said["data_quality"][name] for name in INDICATORS] == [
        getattr(quality, name) for name in INDICATORS
    ]
    assert said["interval"]["low"] < totals(result).headline < said["interval"]["high"]
    assert said["interval"]["certain_share"] == spread.certain_share
    assert {each["of"] for each in said["interval"]["spreads"]} == {"tiny:steel", "mass:screw"}
    assert len(said["improve"]) == 5


def test_json_of_nothing_emitted_is_null(result: PcfResult) -> None:
    nothing = msgspec.structs.replace(result, values=0 * result.values)
    said = quality_json(nothing)
    assert said["interval"] is None
    assert said["data_quality"]["technology"] is None
    assert said["improve"] == []


@LANGUAGES
def test_the_terminal_says_what_the_interval_covers(result: PcfResult, language: Language) -> None:
    lines = "\n".join(basis_lines(result, Texts(language)))
    remarks = interval_remarks(interval(result), Texts(language))
    assert remarks
    assert all(remark in lines for remark in remarks)
    assert SCHEME in lines
    assert "kWh" in lines
