"""From a parts list to a study on the command line: read, match, review, merge, undo."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from pcf.exchange.project_file import read_study
from pcf.exchange.review_file import COLUMNS
from pcf.model.bom import MassOrigin, MatchOrigin, Part, walk
from pcf.texts import Language, Texts

STAINLESS = "mat-stainless-steel-304-coil-north-america-uslci"
BRASS = "mat-brass-about-60-pct-scrap-estimate"

PUMP = """Parts list of the pump;;;;;
Project: P-20;;;;;
Pos.;Artikelnummer;Bezeichnung;Menge;Werkstoff;Bemerkung
1;P20-0001;Gehäuse;1 Stk.;EN AC-46000;
2;P20-0002;Zylinderschraube ISO 4762 M5x16;8 Stk.;A2-70;
3;P20-0003;O-Ring 20x2;1 Stk.;NBR 70;
4;P20-0004;Klammer;2 Stk.;;
;;Summe;12;;
"""
REVISED = """Pos.;Artikelnummer;Bezeichnung;Menge;Werkstoff;Bemerkung
1;P20-0001;Gehäuse;1 Stk.;EN AC-46000;
2;P20-0002;Zylinderschraube ISO 4762 M5x16;12 Stk.;A2-70;
3;P20-0004;Klammer;2 Stk.;;
4;P20-0005;Typenschild;1 Stk.;1.4301;
"""


def parts(path: Path) -> dict[str, Part]:
    return {part.number: part for part in walk(read_study(path).bom)[1:]}


@pytest.fixture
def pump(run, tmp_path) -> Path:
    (tmp_path / "pump.csv").write_text(PUMP, encoding="cp1252")
    done = run("new", "pump", "--bom", "pump.csv", "--name", "Pump P-20", "--accept", "0.8")
    assert done.code == 0, done.err
    return tmp_path / "pump.cradle"


def test_a_list_is_shown_as_it_is_read(run, tmp_path):
    (tmp_path / "pump.csv").write_text(PUMP, encoding="cp1252")
    shown = run("bom", "pump.csv").out
    assert "Artikelnummer" in shown
    assert "Zylinderschraube" in shown
    read = json.loads(run("bom", "pump.csv", "--json").out)
    assert read["heading_rows"] == [3]
    assert [each["field"] for each in read["columns"]] == [
        "index", "number", "name", "quantity", "material", "note"
    ]  # fmt: skip
    assert [(each["row"], each["quantity"]["number"]) for each in read["lines"]] == [
        (4, 1), (5, 8), (6, 1), (7, 2)
    ]  # fmt: skip
    assert any(each["row"] == 8 for each in read["findings"])  # the sum is no part
    assert not list(tmp_path.glob("*.cradle"))


@pytest.mark.parametrize("language", Language)
def test_a_new_study_says_what_its_lines_take(run, pump, language):
    shown = run("match", "pump.cradle", language=language).out
    assert "mat-stainless-steel" in shown
    found = parts(pump)
    screw = found["P20-0002"]
    assert screw.data_set.id == STAINLESS
    assert screw.current_match.origin is MatchOrigin.PROPOSED
    assert screw.mass.origin is MassOrigin.STANDARD_PART
    assert 0.003 < screw.mass.low < screw.mass.amount.si < screw.mass.high < 0.005
    assert found["P20-0004"].data_set is None  # a clamp of nobody knows what


@pytest.mark.parametrize("language", Language)
def test_a_list_is_shown_with_what_it_holds_and_no_empty_columns(run, tmp_path, language):
    (tmp_path / "lamp.csv").write_text(
        "Name,Total qty,Qty,Mass,Material,Rotation\nShade,20,2,35 g,,90\nTotal,,2,,,\n",
        encoding="utf-8",
    )
    texts = Texts(language)
    shown = run("bom", "lamp.csv", language=language)
    assert shown.code == 0
    assert "35 g" in shown.out
    assert texts("column-field.quantity_total") in shown.out
    assert f"  {texts('review.column.number')}" not in shown.out  # nothing stands there
    read = json.loads(run("bom", "lamp.csv", "--json").out)
    assert [each["row"] for each in read["skipped"]] == [3]


def test_a_cell_neither_stretches_the_table_nor_commands_the_terminal(run, tmp_path):
    (tmp_path / "list.csv").write_text(
        f"Part number,Description,Quantity\n{'A1' * 500},Lever\x1b[31m red,1\n", encoding="utf-8"
    )
    shown = run("bom", "list.csv").out
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) < 120


def test_masses_are_left_alone_where_that_is_asked(run, tmp_path):
    (tmp_path / "pump.csv").write_text(PUMP, encoding="utf-8")
    run("new", "pump", "--bom", "pump.csv", "--no-masses")
    assert all(part.mass is None for part in parts(tmp_path / "pump.cradle").values())


def test_a_review_is_filled_in_read_back_and_remembered(run, pump, tmp_path):
    assert run("match", "pump.cradle", "--review", "review").code == 0
    path = tmp_path / "review.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = {column.key: number for number, column in enumerate(COLUMNS, start=1)}
    for row in range(4, sheet.max_row + 1):
        match sheet.cell(row, place["number"]).value:
            case "P20-0002":
                sheet.cell(row, place["decision"]).value = "confirm"
            case "P20-0004":
                sheet.cell(row, place["data_set"]).value = BRASS
                sheet.cell(row, place["mass"]).value = "4,5 g"
    book.save(path)
    done = run("match", "pump.cradle", "--answers", "review.xlsx")
    assert (done.code, done.err) == (0, "")
    found = parts(pump)
    assert found["P20-0002"].current_match.origin is MatchOrigin.CONFIRMED
    assert found["P20-0004"].data_set.id == BRASS
    assert found["P20-0004"].mass.amount.text == "4,5 g"
    # The next product that has the clamp knows it already.
    (tmp_path / "other.csv").write_text(
        "Part number,Description,Quantity\nP20-0004,Clamp,4\n", encoding="utf-8"
    )
    run("new", "other", "--bom", "other.csv", "--accept", "0.9")
    clamp = parts(tmp_path / "other.cradle")["P20-0004"]
    assert clamp.data_set.id == BRASS
    assert clamp.current_match.origin is MatchOrigin.LIBRARY
    assert clamp.mass.amount.text == "4,5 g"


def test_a_faulty_answer_is_said_and_the_others_are_taken(run, pump, tmp_path):
    run("match", "pump.cradle", "--review", "review.xlsx")
    book = openpyxl.load_workbook(tmp_path / "review.xlsx")
    sheet = book.worksheets[0]
    place = {column.key: number for number, column in enumerate(COLUMNS, start=1)}
    sheet.cell(4, place["data_set"]).value = "mat-unobtainium"
    sheet.cell(5, place["mass"]).value = "4.2 g"
    book.save(tmp_path / "review.xlsx")
    done = run("match", "pump.cradle", "--answers", "review.xlsx")
    assert done.code == 1
    assert "mat-unobtainium" in done.out
    assert parts(pump)["P20-0002"].mass.amount.text == "4.2 g"


def test_a_newer_list_is_merged_and_the_merge_undone(run, pump, tmp_path):
    edit = {"type": "set_field", "node": "part:P20-0004", "field": "mass", "value": "4.5 g"}
    (tmp_path / "edits.json").write_text(json.dumps([edit]), encoding="utf-8")
    run("edit", "pump.cradle", "edits.json")
    before = read_study(pump)
    (tmp_path / "rev-b.csv").write_text(REVISED, encoding="utf-8")
    would = run("merge", "pump.cradle", "--bom", "rev-b.csv", "--dry-run")
    assert "P20-0005" in would.out
    assert read_study(pump) == before
    done = run("merge", "pump.cradle", "--bom", "rev-b.csv", "--undo", "undo.json", "--json")
    assert done.code == 0, done.err
    changes = [
        (each["kind"], each["number"], each["field"]) for each in json.loads(done.out)["changes"]
    ]
    assert changes == [
        ("changed", "P20-0002", "quantity"),
        ("added", "P20-0005", ""),
        ("removed", "P20-0003", ""),
    ]
    merged = parts(pump)
    assert list(merged) == ["P20-0001", "P20-0002", "P20-0004", "P20-0005"]
    assert merged["P20-0004"].mass.amount.text == "4.5 g"
    assert merged["P20-0002"].quantity.si == 12
    assert run("edit", "pump.cradle", "undo.json").code == 0
    assert read_study(pump) == before


@pytest.mark.parametrize("language", Language)
def test_what_is_named_wrongly_is_said_in_the_users_language(run, pump, tmp_path, language):
    texts = Texts(language)
    for arguments in (
        ("bom", "gone.csv"),
        ("merge", "pump.cradle", "--bom", "gone.csv"),
        ("match", "pump.cradle", "--answers", "gone.csv"),
    ):
        done = run(*arguments, language=language)
        assert (done.code, done.err) == (3, texts("error.bom-file-missing", where="gone.csv"))
    (tmp_path / "rev-b.csv").write_text(REVISED, encoding="utf-8")
    done = run("merge", "pump.cradle", "--bom", "rev-b.csv", "--into", "X-1", language=language)
    assert (done.code, done.err) == (3, texts("error.assembly-unknown", text="X-1"))


def test_an_assembly_that_stands_twice_is_not_chosen_for_the_user(run, tmp_path):
    (tmp_path / "list.csv").write_text(
        "Part number,Description,Quantity\nA-1000,Lever,1\nA-1000,Lever,2\n", encoding="utf-8"
    )
    run("new", "list", "--bom", "list.csv")
    done = run("merge", "list.cradle", "--bom", "list.csv", "--into", "A-1000")
    assert done.code == 3
    ids = [part.id for part in walk(read_study(tmp_path / "list.cradle").bom)[1:]]
    assert all(each in done.err for each in ids)


def test_a_file_that_stands_there_is_only_replaced_where_that_is_asked(run, pump, tmp_path):
    (tmp_path / "rev-b.csv").write_text(REVISED, encoding="utf-8")
    merge = ("merge", "pump.cradle", "--bom", "rev-b.csv")
    before = pump.read_bytes()
    for arguments in (("match", "pump.cradle", "--review"), (*merge, "--undo")):
        (tmp_path / "mine.xlsx").write_text("my work", encoding="utf-8")
        assert run(*arguments, "mine.xlsx").code == 4
        assert (tmp_path / "mine.xlsx").read_text(encoding="utf-8") == "my work"
        assert pump.read_bytes() == before
    assert run("match", "pump.cradle", "--review", "mine.xlsx", "--replace").code == 0
    assert run("match", "pump.cradle", "--answers", "mine.xlsx").code == 0


@pytest.mark.parametrize("language", Language)
def test_why_a_file_cannot_be_written_is_said_in_the_users_language(run, pump, tmp_path, language):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    done = run("match", "pump.cradle", "--review", "file/review.xlsx", language=language)
    assert done.code == 4
    assert Texts(language)("fault.ENOTDIR") in done.err


def test_answers_are_not_read_beside_what_they_answer(run, pump):
    done = run("match", "pump.cradle", "--answers", "a.xlsx", "--review", "b.xlsx")
    assert done.code == 2


def test_a_corrected_column_counts_and_is_remembered(run, tmp_path):
    rows = [["Ident", "What", "Per set", "Ordered"], ["A-100", "Lever", "2", "50"]]
    for name in ("first.csv", "second.csv"):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    stated = run(
        "bom", "first.csv", "--column", "number=A", "--column", "name=B", "--column", "quantity=C",
        "--column", "ignore=D", "--json",
    )  # fmt: skip
    assert stated.code == 0, stated.err
    again = run("bom", "second.csv", "--json")
    for shown in (stated, again):
        (line,) = json.loads(shown.out)["lines"]
        assert (line["number"], line["name"], line["quantity"]["number"]) == ("A-100", "Lever", 2)
    keys = [each["key"] for each in json.loads(again.out)["findings"]]
    assert "bom-layout-remembered" in keys


@pytest.mark.parametrize("stated", ["quantity", "quantity=", "amount=C", "quantity=5x"])
def test_a_column_that_says_nothing_is_refused(run, tmp_path, stated):
    (tmp_path / "list.csv").write_text("Part number,Quantity\nA,1\n", encoding="utf-8")
    done = run("bom", "list.csv", "--column", stated)
    assert done.code == 3
    assert done.err


def test_the_list_of_a_board_goes_into_its_assembly(run, pump, tmp_path):
    (tmp_path / "board.csv").write_text(
        "Reference,Value,Footprint,Qty\nC1 C2,100nF,C_0603_1608Metric,2\n", encoding="utf-8"
    )
    done = run("merge", "pump.cradle", "--bom", "board.csv", "--into", "P20-0004")
    assert done.code == 0, done.err
    (capacitor,) = parts(pump)["P20-0004"].parts
    assert capacitor.package == "C_0603_1608Metric"
    assert capacitor.mass.origin is MassOrigin.PACKAGE
    assert run("merge", "pump.cradle", "--bom", "board.csv", "--into", "nowhere").code == 3


def test_what_is_no_list_of_parts_is_said(run, tmp_path):
    (tmp_path / "place.csv").write_text(
        "Designator,Mid X,Mid Y,Layer,Rotation\nR1,10.2,5.1,Top,90\nR2,11,6,Top,0\n",
        encoding="utf-8",
    )
    done = run("new", "board", "--bom", "place.csv")
    assert done.code == 3
    assert "place.csv" in done.err
    assert not (tmp_path / "board.cradle").exists()


def test_what_a_list_got_wrong_stays_a_finding_of_the_study(run, tmp_path):
    (tmp_path / "list.csv").write_text(
        "Part number,Description,Quantity\nA-1,Lever,some\n", encoding="utf-8"
    )
    run("new", "list", "--bom", "list.csv")
    assert "“some”" in run("check", "list.cradle").out
    edit = {"type": "set_field", "node": "part:A-1", "field": "quantity", "value": "2 pcs"}
    (tmp_path / "edits.json").write_text(json.dumps([edit]), encoding="utf-8")
    run("edit", "list.cradle", "edits.json")
    assert "“some”" not in run("check", "list.cradle").out
