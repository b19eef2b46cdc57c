"""Refurbishment on the command line: a case, a register, the new device of another study."""

import json

import pytest

from pcf.workflow import REFURBISHMENT_SAMPLE, open_study, read_sample_study, save_study


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
