"""A database that is brought in: found, used in a study, documented, taken away again."""

import json
import zipfile

import openpyxl
import pytest

from pcf.exchange.project_file import write_study
from pcf.workflow.samples import SAMPLES, read_sample_study

STATED = ("--version", "1.0", "--year", "2025")


@pytest.fixture
def brought(tmp_path):
    """An openLCA package of one process: 2.5 kg of CO2 a kilogram of alloy."""

    def row(flow, kind, amount, *, is_main=False):
        return {
            "flow": {"@id": flow, "name": flow, "flowType": kind},
            "amount": amount,
            "unit": {"name": "kg"},
            "isInput": False,
            "isQuantitativeReference": is_main,
        }

    process = {
        "@id": "p1",
        "name": "alloy AlX-77, 特种合金",
        "location": {"name": "CN"},
        "exchanges": [
            row("alloy", "PRODUCT_FLOW", 2, is_main=True),
            row("Carbon dioxide, fossil", "ELEMENTARY_FLOW", 5),
        ],
    }
    path = tmp_path / "alloys.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("processes/p1.json", json.dumps(process))
    return path


def test_a_study_counts_with_a_database_of_its_own(run, brought, tmp_path):
    done = run("import", brought, "--id", "alloys", *STATED, "--licence", "for members only")
    assert done.code == 0, done.err
    assert "1 data sets" in done.out
    assert "alloys" in run("databases", "list").out
    assert "p1" in run("search", "特种合金").out
    (tmp_path / "parts.csv").write_text(
        "name,quantity,mass,data set id\nBracket,2,400 g,p1\n", encoding="utf-8"
    )
    assert run("new", "bracket.cradle", "--bom", "parts.csv", "--name", "Bracket").code == 0
    made = run("calculate", "bracket.cradle", "--record")
    assert made.code == 0, made.err
    assert "2.00 kg CO₂e per" in made.out  # 2 x 0.4 kg x 2.5 kg/kg
    assert run("document", "bracket.cradle", "--out", "out").code == 0
    handed = run("databases", "export", "alloys", "alloys")
    assert handed.code == 0
    assert run("databases", "remove", "alloys").code == 0
    lacking = run("check", "bracket.cradle")
    assert lacking.code == 1
    assert "p1 of the database alloys" in lacking.out
    assert run("databases", "take", "alloys.cradledb").code == 0
    assert run("calculate", "bracket.cradle").code == 0


def test_a_database_that_was_damaged_is_said_and_the_others_serve(run, brought, tmp_path):
    assert run("import", brought, "--id", "alloys", *STATED).code == 0
    (tmp_path / "home" / "databases" / "alloys" / "catalogue.db").write_bytes(b"cut")
    shown = run("search", "aluminium")
    assert shown.code == 0
    assert "alloys" in shown.err
    assert "aluminium" in shown.out.casefold()


@pytest.mark.parametrize("free", [True, False])
def test_what_a_unit_of_a_licensed_database_emits_stays_here(run, brought, tmp_path, free):
    licence = ("--free",) if free else ()
    assert run("import", brought, "--id", "alloys", *STATED, *licence).code == 0
    parts = "name,quantity,mass,data set id\nBracket,2,400 g,p1\n"
    (tmp_path / "parts.csv").write_text(parts, encoding="utf-8")
    run("new", "bracket.cradle", "--bom", "parts.csv", "--name", "Bracket")
    done = run("export", "bracket.cradle", "--format", "json", "--format", "xlsx", "--out", "out")
    assert done.code == 0, done.err
    frozen = json.loads((tmp_path / "out" / "bracket-result.json").read_text(encoding="utf-8"))
    (used,) = frozen["result"]["inventory"]["data_sets"]
    assert used["kg_co2e"] == (2.5 if free else 0.0)
    assert frozen["headline_kg_co2e"].startswith("2")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "bracket-en.xlsx")["By data set"]
    heads, row = None, None
    for cells in sheet.iter_rows(values_only=True):
        if "Data set id" in cells or "Data set ID" in cells:
            heads = cells
        elif heads and "p1" in cells:
            row = dict(zip(heads, cells, strict=True))
    factor = next(value for head, value in row.items() if head and "per unit" in head.casefold())
    assert factor == (2.5 if free else None)
    emission = next(
        value for head, value in row.items() if head and head.startswith("Carbon footprint")
    )
    assert emission == pytest.approx(2.0)


def test_a_database_changes_no_study_that_takes_nothing_from_it(run, brought, tmp_path):
    axis = "axis.cradle"
    write_study(tmp_path / axis, read_sample_study(SAMPLES[0]), "test")
    before = json.loads(run("check", axis, "--json").out)
    frozen = run("calculate", axis).out
    assert run("import", brought, "--id", "alloys", *STATED).code == 0
    assert json.loads(run("check", axis, "--json").out) == before
    assert run("calculate", axis).out == frozen  # its hash too


def test_what_is_taken_states_source_year_and_version(run, brought, tmp_path):
    run("import", brought, "--id", "alloys", *STATED)
    parts = "name,quantity,mass,data set id\nBracket,2,400 g,p1\n"
    (tmp_path / "parts.csv").write_text(parts, encoding="utf-8")
    run("new", "bracket.cradle", "--bom", "parts.csv", "--name", "Bracket")
    shown = run("check", "bracket.cradle").out
    assert "[D04]" not in shown
    assert "[D03]" not in shown


def test_what_can_not_be_imported_says_so_and_ends_with_its_code(run, tmp_path):
    (tmp_path / "x.zolca").write_bytes(b"derby")
    done = run("import", "x.zolca", "--id", "x", *STATED)
    assert done.code == 3
    assert "JSON-LD" in done.err
    assert run("databases", "report", "none").code == 3
    assert "–" in run("databases", "report", "none").err


def test_projects_of_brightway_are_listed(run, tmp_path):
    shown = run("databases", "projects", "--folder", tmp_path)
    assert shown.code == 0
    assert str(tmp_path) in shown.out
