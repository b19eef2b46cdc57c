"""The command line from end to end: what an engineer types, what comes out, what goes wrong."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from pcf.__main__ import cli, main
from pcf.commands.session import Session
from pcf.errors import NonFiniteResultError
from pcf.exchange import result_file
from pcf.exchange.project_file import read_result, read_study, write_study
from pcf.results.contributions import totals
from pcf.texts import Language, Texts
from pcf.workflow import background, calculation, documents, samples

BOM = """level,part number,description,quantity,unit,mass (g),material,data set id
1,4711-01,Housing,1,piece,350,,mat-primary-aluminium-ingot-north-america-uslci
1,4711-02,Cover,2,piece,40,ABS,
1,4711-03,密封圈,1,piece,3,,mat-lldpe-resin-north-america-uslci
"""


@pytest.fixture
def pump(run, tmp_path):
    """A study made from a parts list, its open line matched by hand."""
    (tmp_path / "parts.csv").write_text(BOM, encoding="utf-8")
    run("new", "pump", "--bom", "parts.csv", "--name", "Pump", "--country", "CHN")
    edits = [
        {
            "type": "set_field",
            "node": "part:4711-02",
            "field": "data_set",
            "value": "mat-abs-estimate",
        },
        {
            "type": "insert",
            "parent": "bom",
            "node": {
                "kind": "ProcessStep",
                "name": "Machining",
                "site": read_study(tmp_path / "pump.cradle").sites[0].id,
                "yield_fraction": 0.8,
                "scrap": {"route": "recycled"},
                "inputs": [
                    {"name": "Power", "amount": "2 kWh", "supply": {"type": "site_electricity"}}
                ],
            },
        },
        {
            "type": "insert",
            "parent": "study",
            "node": {
                "kind": "TransportLeg",
                "name": "Road",
                "distance": "380 km",
                "data_set": "tr-heavy-diesel-truck-china",
            },
        },
    ]
    abs_row = next(
        each.ref.id
        for each in background.open_background().catalogue.data_sets
        if each.family == "abs" and each.is_default and each.unit == "kg"
    )
    edits[0]["value"] = abs_row
    (tmp_path / "edits.json").write_text(json.dumps(edits), encoding="utf-8")
    assert run("edit", "pump.cradle", "edits.json").code == 0
    return tmp_path / "pump.cradle"


def test_from_parts_list_to_total_document_and_files(run, pump):
    shown = run("calculate", pump, "--record")
    assert shown.code == 0
    assert "Pump" in shown.out
    assert "bw2calc" in shown.out
    # Housing 0.35 kg at 0.8 yield over the shipped factor is the largest; 2 kWh at 0.6104.
    data = json.loads(run("calculate", pump, "--json").out)[0]["result"]
    assert data["stages"]["S3"] == pytest.approx(2 * 0.6104)
    assert sum(data["stages"].values()) == pytest.approx(data["kg_co2e"])
    written = run("document", pump, "--with", "xlsx", "--with", "json", "--with", "csv").out.split()
    kinds = {Path(each).suffix for each in written}
    assert kinds == {".pdf", ".xlsx", ".json", ".zip"}
    assert all(Path(each).stat().st_size > 500 for each in written)


def test_one_number_stands_in_page_workbook_and_result_file(run, pump, shipped):
    run("document", pump, "--with", "xlsx", "--with", "json")
    headline = totals(calculation.calculate(read_study(pump), shipped).result).headline
    result = json.loads((pump.parent / "out" / "pump-result.json").read_bytes())
    assert float(result["headline_kg_co2e"]) == pytest.approx(headline, rel=1e-5)
    pdf = pypdfium2.PdfDocument(next((pump.parent / "out").glob("pump-*-en.pdf")))
    page = pdf[0].get_textpage().get_text_range()
    assert f"{headline:.2f}" in page
    assert result["sha256"][:32] in page.replace("\r\n", "")
    book = openpyxl.load_workbook(pump.parent / "out" / "pump-en.xlsx")
    numbers = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, float)
    ]
    assert any(abs(value - headline) < 1e-12 * headline for value in numbers)


def test_both_languages_say_the_same_number(run, pump):
    run("document", pump, "--language", "en", "--language", "zh_CN")
    english, chinese = sorted((pump.parent / "out").glob("pump-*.pdf"))
    texts = [
        pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
        for path in (english, chinese)
    ]
    number = next(word for word in texts[0].split() if word.replace(".", "").isdigit())
    assert number in texts[1]
    assert "碳足迹" in texts[1]
    assert "碳足迹" not in texts[0]


def test_proposals_are_shown_and_taken_only_when_asked(run, tmp_path):
    (tmp_path / "parts.csv").write_text(BOM, encoding="utf-8")
    shown = run("new", "a.cradle", "--bom", "parts.csv", "--name", "A")
    (line,) = [line for line in shown.out.splitlines() if line.startswith("Cover")]
    assert " ? " in line
    assert read_study(tmp_path / "a.cradle").bom.parts[1].data_set is None
    run("new", "b.cradle", "--bom", "parts.csv", "--name", "B", "--accept", "0.5")
    assert read_study(tmp_path / "b.cradle").bom.parts[1].data_set is not None


def test_an_existing_file_is_not_replaced_without_being_asked(run, pump):
    before = pump.read_bytes()
    again = run("new", "pump", "--name", "Other")
    assert again.code == 4
    assert "--replace" in again.err
    assert pump.read_bytes() == before


def test_what_stops_is_named_and_partial_goes_on(run, pump):
    (pump.parent / "edits.json").write_text(
        json.dumps(
            [{"type": "set_field", "node": "part:4711-01", "field": "quantity", "value": None}]
        )
    )
    run("edit", pump, "edits.json")
    stopped = run("calculate", pump)
    assert stopped.code == 1
    assert "Housing" in stopped.err
    assert stopped.out == ""
    partial = run("calculate", pump, "--partial")
    assert partial.code == 0
    assert "incomplete" in partial.out
    refused = run("document", pump)
    assert refused.code == 1
    assert refused.err.count("pump.cradle") == 1
    assert "1 findings" not in refused.err
    assert run("document", pump, "--partial").code == 0


def test_check_groups_findings_and_tells_by_exit_code(run, pump):
    found = run("check", pump)
    assert found.code == 1  # nobody has said what the study is for
    assert "- [G01] " in found.out
    assert "Note" in found.out
    empty = run("new", "empty.cradle", "--name", "E")
    assert empty.code == 0
    checked = run("check", "empty.cradle", language=Language.CHINESE)
    assert checked.code == 1
    assert "无法计算" in checked.out
    report = json.loads(run("check", "empty.cradle", "--json").out)
    assert report[0]["findings"][0]["severity"] == "stops_calculation"


def test_a_folder_gives_one_row_a_study_and_goes_on_after_a_faulty_one(run, pump):
    folder = pump.parent / "studies 研究"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.cradle").write_bytes(pump.read_bytes())
    (folder / "broken.cradle").write_bytes(b"PK\x03\x04 nonsense")
    shown = run("calculate", folder)
    assert shown.code == 3
    assert "broken.cradle" in shown.err
    rows = [line for line in shown.out.splitlines() if line.startswith(("a ", "b "))]
    assert len(rows) == 2


def test_search_and_data_lead_to_the_source(run):
    found = json.loads(run("search", "aluminium", "ingot", "--json").out)
    assert any("aluminium" in row["name_en"].lower() for row in found)
    row = "mat-nickel-metal-china"
    shown = run("data", row).out
    assert row in shown
    assert "quoted" in shown
    assert "Open Government Licence" in run("data", "--notice").out
    assert run("data", "no-such-row").code == 3
    assert run("data", f"nosuchdb:{row}").code == 3
    assert row in run("data", f"cradlegate-open:{row}").out
    assert "cradlegate-open" in run("data", "--json").out
    assert "未找到" in run("search", "xyzzy", language=Language.CHINESE).out


def test_the_schema_is_json(run):
    assert json.loads(run("schema").out)["$defs"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("calculate", "none.cradle"), 3),
        (("calculate",), 2),
        (("new", "x.cradle", "--bom", "none.csv"), 3),
        (("new", "x.cradle", "--declared-unit", "5 foo"), 2),
        (("new", "x.cradle", "--declared-unit", "some"), 2),
        (("nonsense",), 2),
        (("export", "none.cradle", "--format", "doc"), 2),
    ],
)
def test_faults_have_their_exit_code(run, arguments, code):
    assert run(*arguments).code == code


def test_a_file_in_place_of_the_output_folder_is_said(run, pump):
    (pump.parent / "taken").write_text("x")
    failed = run("export", pump, "--out", pump.parent / "taken" / "deeper")
    assert failed.code == 4
    assert "taken" in failed.err


def test_charts_are_written_as_they_are_asked_for(run, pump):
    out = pump.parent / "charts"
    kinds = ("--kind", "flow", "--kind", "stages", "--format", "svg", "--format", "csv")
    done = run("chart", pump, "--out", out, *kinds, "--hide-below", "2", "--language", "zh_CN")
    assert done.code == 0
    names = {path.name for path in out.iterdir()}
    assert names == {
        f"pump-{kind}-zh_CN.{suffix}" for kind in ("flow", "stages") for suffix in ("svg", "csv")
    }
    assert "kg CO₂e" in (out / "pump-flow-zh_CN.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "module",
    ["pcf.__main__", "pcf.workflow.circularity_documents", "pcf.engine.foreground", "ui.app"],
)
def test_the_program_starts_as_a_process_without_loading_what_it_does_not_need(module):
    code = (
        f"import sys, {module};"
        "print([m for m in ('bw2calc', 'pandas', 'scipy', 'reportlab', 'openpyxl', 'matplotlib')"
        " if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_chinese_comes_out_of_a_pipe(tmp_path, lamp):
    write_study(tmp_path / "泵.cradle", lamp, "test")
    command = [sys.executable, "-m", "pcf", "--lang", "zh_CN", "check", str(tmp_path / "泵.cradle")]
    environment = {"CRADLEGATE_CACHE": str(tmp_path), "PYTHONIOENCODING": "ascii", "PATH": ""}
    root = Path(__file__).parents[2]
    shown = subprocess.run(command, capture_output=True, cwd=root, env=environment, check=False)
    assert "泵.cradle" in shown.stdout.decode("utf-8")
    assert shown.returncode == 1  # its data sets are of a database that is not shipped


def test_samples_are_whole(run, tmp_path):
    made = run("samples", "--out", "out")
    assert made.code == 0
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(files) == 2 * 6 + 11
    assert not any("draft" in name for name in files if "refurbishment" in name)
    for path in (tmp_path / "out").glob("*.cradle"):
        assert zipfile.is_zipfile(path)
        if path.stem in samples.SAMPLES:
            assert run("check", path).code == 0


def test_check_lists_the_whole_checklist_if_asked(run, pump):
    assert "Checklist, with" not in run("check", pump).out
    shown = run("check", pump, "--checklist", language=Language.CHINESE).out
    assert "检查表（采用 ISO 14067 的限值）" in shown
    rows = json.loads(run("check", pump, "--checklist", "--json").out)[0]["checklist"]
    states = {row["rule"]: row["state"] for row in rows}
    assert states["G01"] == "open"
    assert states["S02"] == "fulfilled"
    assert states["T01"] == "not_applicable"
    assert len(states) == len(rows) > 75
    assert all(f"\n{rule} " in shown for rule in states)


def test_the_result_of_record_is_kept_in_the_study_file(run, pump, shipped):
    before = read_study(pump)
    assert run("calculate", pump, "--record", "--json").code == 0
    result_id = json.loads(run("calculate", pump, "--json").out)[0]["result"]["id"]
    kept = result_file.read_result(read_result(pump, result_id))
    assert kept.record is not None
    assert totals(kept) == totals(calculation.calculate(before, shipped).result)
    assert read_study(pump) == before
    renamed = {"type": "set_field", "node": "product", "field": "name", "value": "Pump 2"}
    (pump.parent / "rename.json").write_text(json.dumps([renamed]))
    assert run("edit", pump, "rename.json").code == 0
    assert result_file.read_result(read_result(pump, result_id)).study == before


def test_a_result_that_can_not_be_kept_is_said(run, pump, monkeypatch):
    before = pump.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pcf.exchange.project_file.os.fsync", full)
    failed = run("calculate", pump, "--record")
    assert failed.code == 4
    assert "the disk is full" in failed.err
    assert pump.read_bytes() == before


def test_only_what_may_go_on_is_kept(run, pump):
    (pump.parent / "stop.json").write_text(
        json.dumps(
            [{"type": "set_field", "node": "part:4711-01", "field": "quantity", "value": None}]
        )
    )
    run("edit", pump, "stop.json")
    assert run("calculate", pump, "--record").code == 1
    with zipfile.ZipFile(pump) as archive:
        assert archive.namelist() == ["study.json"]
    assert run("calculate", pump, "--record", "--partial").code == 0
    with zipfile.ZipFile(pump) as archive:
        assert len(archive.namelist()) == 2


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_study_that_replaces_another_keeps_nothing_of_it(run, pump, is_damaged):
    run("calculate", pump, "--record")
    if is_damaged:
        pump.write_bytes(pump.read_bytes()[:300])
    assert run("new", "pump", "--name", "Other", "--replace").code == 0
    assert read_study(pump).product.name == "Other"
    with zipfile.ZipFile(pump) as archive:
        assert archive.namelist() == ["study.json"]


@pytest.mark.parametrize("verb", ["document", "export"])
def test_two_studies_of_one_name_do_not_overwrite_each_other(run, pump, verb):
    for folder, name in (("a", "pump.cradle"), ("b", "PUMP.cradle")):
        (pump.parent / folder).mkdir()
        (pump.parent / folder / name).write_bytes(pump.read_bytes())
    refused = run(verb, "a", "b")
    assert refused.code == 2
    assert str(Path("a", "pump.cradle")) in refused.err
    assert str(Path("b", "PUMP.cradle")) in refused.err
    assert not (pump.parent / "out").exists()


def test_several_studies_give_a_row_each_with_their_files(run, pump):
    other = pump.with_name("other.cradle")
    other.write_bytes(pump.read_bytes())
    (pump.parent / "broken.cradle").write_bytes(b"PK")
    shown = run("export", pump, "broken.cradle", other, "--format", "json", "--format", "csv")
    assert shown.code == 3
    rows = [line.split(": ", 1) for line in shown.out.splitlines()]
    assert [name for name, _ in rows] == ["pump.cradle", "other.cradle"]
    assert all(Path(file).is_file() for _, files in rows for file in files.split(", "))
    assert len(rows[0][1].split(", ")) == 2


def test_a_file_without_words_is_written_once(run, pump):
    languages = ("--language", "en", "--language", "zh_CN", "--language", "en")
    shown = run("document", pump, *languages, "--with", "json", "--with", "xlsx", "--with", "json")
    names = sorted(Path(line).name for line in shown.out.splitlines())
    kind = names[0].rpartition("-en.pdf")[0]
    assert names == sorted(
        [
            f"{kind}-en.pdf",
            f"{kind}-zh_CN.pdf",
            "pump-result.json",
            "pump-en.xlsx",
            "pump-zh_CN.xlsx",
        ]
    )


def test_every_data_file_can_be_asked_for_by_both_verbs():
    for verb in ("document", "export"):
        choice = next(each for each in cli.commands[verb].params if each.name == "formats").type
        assert list(choice.choices) == list(documents.EXPORTS)


def test_leftovers_of_a_crash_are_no_studies(run, pump):
    folder = pump.parent / "studies"
    folder.mkdir()
    (folder / ".3f2a91c0-pump.cradle").write_bytes(b"PK half")
    assert run("calculate", folder).code == 2
    (folder / "pump.cradle").write_bytes(pump.read_bytes())
    assert run("calculate", folder).code == 0
    assert run("calculate", folder / ".3f2a91c0-pump.cradle").code == 3


@pytest.mark.parametrize("verb", ["calculate", "check"])
def test_failed_files_stand_in_the_json_too(run, pump, verb):
    shown = run(verb, "none.cradle", pump, "--json")
    assert shown.code == 3
    assert shown.err.count("none.cradle") == 1
    done, failed = json.loads(shown.out)
    assert done["study"] == str(pump)
    assert failed["study"] == "none.cradle"
    assert "none.cradle" in failed["error"]


def test_a_calculation_without_solution_has_the_exit_code_of_findings():
    session = Session(Texts(Language.ENGLISH))
    session.fail(NonFiniteResultError("result-not-finite"))
    assert session.exit_code == 1


def test_what_only_blocks_a_document_does_not_fail_a_calculation(run, tmp_path):
    (tmp_path / "parts.csv").write_text(BOM, encoding="utf-8")
    run("new", "open", "--bom", "parts.csv", "--name", "A", "--country", "CHN")
    assert run("calculate", "open.cradle").code == 0
    assert run("check", "open.cradle").code == 1


def test_the_declared_unit_is_said_in_the_language(run, tmp_path):
    (tmp_path / "parts.csv").write_text(BOM, encoding="utf-8")
    options = ("--bom", "parts.csv", "--name", "A", "--accept", "0.5", "--declared-unit")
    run("new", "a", *options, "2 pcs")
    run("new", "b", *options, "1 件")
    english = run("calculate", "a.cradle").out.splitlines()[0]
    assert "per 2\u00a0piece" in english
    assert "每 2\u00a0件 " in run("calculate", "a.cradle", language=Language.CHINESE).out
    rows = run("calculate", "a.cradle", "b.cradle").out
    assert "1\u00a0piece" in rows
    assert "件" not in rows


@pytest.mark.parametrize(
    ("stated", "is_chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_CN:en"}, True),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en_GB:en"}, False),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de"}, True),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}, False),
    ],
)
def test_the_system_s_language_is_found_as_gettext_finds_it(
    monkeypatch, capsys, tmp_path, stated, is_chinese
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in stated.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["cradlegate", "check", str(tmp_path / "none.cradle")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert ("不存在" in capsys.readouterr().err) is is_chinese


def test_an_edit_can_be_entered_in_the_log_of_the_scope(run, pump):
    def edited(places, *log):
        edit = {"type": "set_field", "node": "scope", "field": "geography", "value": places}
        (pump.parent / "places.json").write_text(json.dumps([edit]), encoding="utf-8")
        assert run("edit", pump, "places.json", *log).code == 0
        return "[S13]" in run("check", pump).out

    assert not edited("Made in Suzhou", "--log", "Scope fixed")
    assert edited("Made in Germany")
    assert not edited("Made in Germany", "--log", "Production moved")
    assert [each.text for each in read_study(pump).revisions] == ["Scope fixed", "Production moved"]
