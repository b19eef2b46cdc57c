"""Refurbishment on the command line: a case, a register, the new device of another study."""

import json
from pathlib import Path

import pytest

from pcf.model.edits import SetField, apply
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study
from pcf.workflow.studies import open_study, save_study


@pytest.fixture
def depot(tmp_path):
    path = tmp_path / "depot.cradle"
    save_study(path, read_sample_study(REFURBISHMENT_SAMPLE))
    return path


def test_a_case_is_shown_with_its_scenarios_side_by_side(run, depot):
    shown = run("refurbishment", str(depot))
    assert shown.code == 0
    for words in ("d = 1", "d = 0.7", "d = 0.5", "Break-even", "not part of any carbon footprint"):
        assert words in shown.out
    assert "5 082.0 – 5 116.7" in shown.out.replace("\u202f", " ")


def test_as_json_each_number_stands_beside_its_rate(run, depot):
    cases = json.loads(run("refurbishment", str(depot), "--json").out)
    assert [each["ledger"] for each in cases] == ["avoided_emissions"] * 2
    scenarios = cases[0]["scenarios"]
    assert [each["displacement"] for each in scenarios] == [1.0, 0.7, 0.5]
    fleet = scenarios[1]["fleet_kg_co2e"]["value"]
    assert fleet == pytest.approx(sum(each["kg_co2e"]["value"] for each in scenarios[1]["lives"]))


def test_a_register_goes_into_a_case_of_its_own_and_counts(run, tmp_path, depot):
    register = tmp_path / "sold.csv"
    rows = "".join(f"N{number},Laptop,2024-05-02,sold\n" for number in range(40))
    register.write_text("Serial number,Category,Date sold,Status\n" + rows + "X,Laptop,soon,sold\n")
    empty = tmp_path / "empty.cradle"
    run("new", str(empty), "--name", "Nothing")
    dry = run("register", str(empty), str(register), "--dry-run")
    assert dry.code == 0
    assert not open_study(empty).refurbishments
    kept = run("register", str(empty), str(register))
    assert kept.code == 0, kept.err
    [case] = open_study(empty).refurbishments
    assert [each.name for each in case.categories] == ["Laptop"]
    assert (case.register.rows, case.register.rejected[0].first) == (41, (42,))
    incomplete = run("refurbishment", str(empty))
    assert incomplete.code == 1
    assert "can't be calculated without" in incomplete.out
    wrong = run("register", str(empty), str(register), "--column", "colour=B")
    assert wrong.code == 3
    assert "colour" in wrong.err


def test_a_case_that_is_not_there_is_said(run, depot):
    gone = run("refurbishment", str(depot), "--case", "Mars")
    assert gone.code == 3
    assert "Mars" in gone.err


def test_a_study_of_one_s_own_is_the_new_device(run, tmp_path, depot):
    other = tmp_path / "board.cradle"
    save_study(other, read_sample_study("battery-board"))
    told = run("new-device", str(depot), "Tablet", str(other))
    assert told.code == 0, told.err
    [case, _] = open_study(depot).refurbishments
    tablet = next(each for each in case.categories if each.name == "Tablet")
    assert tablet.own_study.value.si > 0


def test_document_and_data_files_of_each_case(run, depot):
    made = run("document", str(depot), "--refurbishment", "--with", "csv", "--date", "2025-03-26")
    assert made.code == 0, made.err
    assert sorted(Path(each).name for each in made.out.split()) == [
        "depot-refurbishment-1-en-csv.zip",
        "depot-refurbishment-1-en.pdf",
        "depot-refurbishment-2-en-csv.zip",
        "depot-refurbishment-2-en.pdf",
    ]
    name = read_sample_study(REFURBISHMENT_SAMPLE).refurbishments[0].name
    data = run("export", str(depot), "--case", name, "--format", "json", "--language", "zh_CN")
    [path] = data.out.split()
    read = json.loads((depot.parent / path).read_text("utf-8"))
    shown = json.loads(run("refurbishment", str(depot), "--json").out)[0]
    assert read["scenarios"][1]["fleet"]["kg_co2e"] == pytest.approx(
        shown["scenarios"][1]["fleet_kg_co2e"]["value"]
    )
    assert read["id"] == shown["result"]


def test_a_case_is_not_set_beside_a_footprint(run, depot, tmp_path):
    wrong = run("export", str(depot), "--refurbishment", "--format", "compared")
    assert wrong.code == 2
    assert "footprints" in wrong.err
    without = tmp_path / "without.cradle"
    run("new", str(without), "--name", "Nothing")
    none = run("document", str(without), "--refurbishment")
    assert none.code == 3
    assert "no refurbishment case" in none.err


def test_what_stops_a_case_stops_its_document_unless_partial(run, depot):
    study = open_study(depot)
    case = study.refurbishments[0]
    edit = SetField(node=case.categories[0].id, field="life", value=None)
    save_study(depot, apply(study, [edit]), depot)
    stopped = run("document", str(depot), "--case", case.name)
    assert stopped.code == 1
    assert not list(depot.parent.glob("out/*.pdf"))
    partly = run("document", str(depot), "--case", case.name, "--partial")
    assert partly.code == 0
    assert "depot-refurbishment-1-draft-en.pdf" in partly.out
