"""The command line from end to end: what an engineer types, what comes out, what goes wrong."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from pcf import workflow
from pcf.__main__ import Session, cli
from pcf.errors import PcfError
from pcf.exchange.project_file import read_study, write_study
from pcf.results.contributions import totals
from pcf.texts import Language, Texts

BOM = """level,part number,description,quantity,unit,mass (g),material,data set id
1,4711-01,Housing,1,piece,350,,mat-primary-aluminium-ingot-north-america-uslci
1,4711-02,Cover,2,piece,40,ABS,
1,4711-03,密封圈,1,piece,3,,mat-lldpe-resin-north-america-uslci
"""


class Run:
    """What one call printed and how it ended."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache
        self.out = self.err = ""
        self.code = 0

    def __call__(self, *arguments: str, language: Language = Language.ENGLISH) -> "Run":
        session = Session(Texts(language))
        environment = {"CRADLEGATE_CACHE": str(self.cache)}
        result = CliRunner(env=environment).invoke(
            cli, [str(each) for each in arguments], obj=session, standalone_mode=True
        )
        if result.exception and isinstance(result.exception, PcfError):
            session.fail(result.exception)
            self.err = session.texts.error(result.exception)
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        else:
            self.err = result.stderr
        self.out = result.stdout
        self.code = result.exit_code if result.exit_code == 2 else session.exit_code
        return self


@pytest.fixture
def run(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Run(tmp_path, cache)


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
        for each in workflow.open_background().catalogue.data_sets
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
    headline = totals(workflow.calculate(read_study(pump), shipped).result).headline
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
    assert "? Cover" in shown.out
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
    assert run("document", pump).code == 3
    assert run("document", pump, "--partial").code == 0


def test_check_groups_findings_and_tells_by_exit_code(run, pump):
    assert run("check", pump).code == 0
    assert "Note" in run("check", pump).out
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
    assert "cradlegate-open" in run("data", "--json").out
    assert "未找到" in run("search", "xyzzy", language=Language.CHINESE).out


def test_the_schema_is_json(run):
    assert json.loads(run("schema").out)["$defs"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("calculate", "none.cradle"), 3),
        (("calculate",), 2),
        (("new", "x.cradle", "--bom", "none.csv"), 2),
        (("new", "x.cradle", "--declared-unit", "1 foo"), 3),
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


def test_the_program_starts_as_a_process_without_loading_what_it_does_not_need(tmp_path):
    code = (
        "import sys, pcf.__main__;"
        "print([m for m in ('bw2calc', 'pandas', 'reportlab', 'openpyxl', 'matplotlib')"
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
    assert len(files) == 12
    for path in (tmp_path / "out").glob("*.cradle"):
        assert zipfile.is_zipfile(path)
