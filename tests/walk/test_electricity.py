"""Electricity from the edit file to every paper: supply lines, certificates, both views."""

import datetime
import io
import json

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from pcf.__main__ import cli
from pcf.commands.session import Session
from pcf.exchange.result_file import read_result, write_result
from pcf.exchange.workbook import workbook_xlsx
from pcf.reports.certificate import certificate_pdf
from pcf.results.contributions import totals
from pcf.results.display import significant
from pcf.results.electricity import supply_rows
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.study_results import frozen_result

WIND = "eltech-wind-china-2024-official-cfp"
RESIDUAL = (
    "grid-china-national-average-excluding-market-traded-non-fossil-electricity-residual-co2-2023"
)
CRITERIA = (
    "conveys_attributes", "is_unique", "is_cancelled", "is_close_in_period", "is_in_market",
)  # fmt: skip


def edits(serials: str) -> str:
    """A plant with metered electricity, a third of it by certificates, shared to its one step."""
    certificates = {
        "id": "gec",
        "name": "Wind certificates",
        "name_zh": "风电凭证",
        "registry": "GEC",
        "serials": serials,
        "generated_from": "2024-01-01",
        "generated_to": "2024-12-31",
        "technology": "wind",
        "market": "CHN",
        "cancelled_on": "2025-03-01",
        "beneficiary": "Norden",
        "energy": "300 MWh",
        **dict.fromkeys(CRITERIA, True),
    }
    plant = {
        "kind": "Site",
        "id": "works",
        "name": "Works",
        "country": "CHN",
        "untracked": RESIDUAL,
        "output": "1000 piece",
        "electricity": [
            {
                "id": "wind",
                "name": "Wind",
                "rule": "contract",
                "energy": "300 MWh",
                "data_set": WIND,
                "instruments": [certificates],
            }
        ],
        "readings": [{"id": "reading", "energy": "900 MWh"}],
        "sharings": [
            {"id": "hours", "total": 100, "shares": [{"id": "own", "step": "cut", "weight": 99.5}]}
        ],
    }
    cut = {"kind": "ProcessStep", "id": "cut", "name": "Cutting", "site": "works"}
    period = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    return json.dumps(
        [
            {"type": "insert", "parent": "study", "index": 0, "node": plant},
            {"type": "insert", "parent": "bom", "index": 0, "node": cut},
            *(
                {"type": "set_field", "node": "goal", "field": field, "value": day}
                for field, day in period.items()
            ),
        ]
    )


@pytest.fixture
def run(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, language: Language = Language.ENGLISH) -> str:
        session = Session(Texts(language))
        runner = CliRunner(env={"CRADLEGATE_CACHE": str(cache)})
        result = runner.invoke(cli, list(arguments), obj=session, standalone_mode=True)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        return result.stdout

    return call


@pytest.fixture
def bracket(run, tmp_path):
    """A study file of a bracket made at the plant."""

    def make(name: str, serials: str) -> str:
        run("new", f"{name}.cradle", "--name", "Bracket")
        (tmp_path / "edits.json").write_text(edits(serials), encoding="utf-8")
        run("edit", f"{name}.cradle", "edits.json")
        return f"{name}.cradle"

    return make


@pytest.fixture
def result(bracket, tmp_path, shipped: Background) -> PcfResult:
    return frozen_result(tmp_path / bracket("one", "1-300"), shipped)


def test_both_views_of_metered_electricity(result: PcfResult) -> None:
    """895.5 kWh a piece: a third wind, two thirds residual, both with 5.47 % lost on the way.

    By location all of it at 0.5777 + 0.0327.
    """
    [loss] = result.inventory.losses
    on_the_way = 1 / (1 - loss.fraction)
    market = 895.5 * (0.0324 / 3 + 0.6096 * 2 / 3) * on_the_way
    assert totals(result).headline == pytest.approx(market)
    assert result.location is not None
    assert result.location.headline == pytest.approx(895.5 * 0.6104)
    assert result.record is not None


def test_the_frozen_result_comes_back_with_both_views(result: PcfResult) -> None:
    written = write_result(result)
    again = read_result(written)
    assert again.location == result.location
    assert again.sha256 == result.sha256
    head = json.loads(written)
    assert result.location is not None
    assert float(head["location_based_kg_co2e"]) == pytest.approx(result.location.headline)


@pytest.mark.parametrize("language", Language)
def test_the_document_shows_supply_certificates_and_both_views(
    result: PcfResult, language: Language
) -> None:
    texts = Texts(language)
    pdf = certificate_pdf(result, texts, issued=datetime.date(2025, 3, 26))
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    words = "".join("".join(page.split()) for page in pages)
    assert result.location is not None
    for shown in (
        texts("supply.heading"),
        texts("supply.rules"),
        "1-300",
        "2025-03-01",
        significant(result.location.headline),
        significant(totals(result).headline),
    ):
        assert "".join(shown.split()) in words


@pytest.mark.parametrize("language", Language)
def test_the_workbook_has_supply_certificates_and_balance(
    result: PcfResult, language: Language
) -> None:
    texts = Texts(language)
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(result, texts)))
    for table in ("electricity", "certificates", "energy_balance"):
        assert texts(f"table.{table}") in book.sheetnames
    supply = book[texts("table.electricity")]
    assert [row[5].value for row in supply.iter_rows(min_row=2)] == pytest.approx([300, 600])
    balance = book[texts("table.energy_balance")]
    rest = [row[5].value for row in balance.iter_rows(min_row=2)]
    assert rest == pytest.approx([4.5])


def test_certificates_of_two_studies_are_found(run, bracket) -> None:
    """Both studies name 101 to 300; each says so of the other."""
    one, two = bracket("one", "1-300"), bracket("two", "101-400")
    reports = json.loads(run("check", one, two, "--json"))
    found = [
        each
        for report in reports
        for each in report["findings"]
        if each["key"] == "certificate-used-twice"
    ]
    assert [each["severity"] for each in found] == ["blocks_document"] * 2
    assert "200" in found[0]["what"]
    assert two in found[0]["what"]
    assert one in found[1]["what"]
    alone = json.loads(run("check", one, "--json"))
    assert "certificate-used-twice" not in {each["key"] for each in alone[0]["findings"]}


def test_shared_certificates_open_their_row_and_hold_documents_back(run, bracket, tmp_path) -> None:
    """A row that takes no answer must not read "fulfilled" beside the finding that blocks."""
    bracket("one", "1-300")
    bracket("two", "101-400")
    for report in json.loads(run("check", ".", "--json", "--checklist")):
        [row] = [each for each in report["checklist"] if each["rule"] == "E04"]
        assert row["state"] == "open"
    run("document", ".", "--out", "papers", "--with", "json")
    papers = sorted((tmp_path / "papers").glob("*-result.json"))
    for paper in papers:
        found = read_result(paper.read_bytes()).findings
        assert "certificate-used-twice" in {each.key for each in found}
    assert len(papers) == 2


def test_json_of_a_calculation_has_the_location_based_result(run, bracket) -> None:
    [report] = json.loads(run("calculate", bracket("one", "1-300"), "--json"))
    assert report["result"]["kg_co2e_location_based"] == pytest.approx(895.5 * 0.6104)
    assert "547 kg" in run("calculate", "one.cradle")


def test_a_mix_of_the_database_is_copied_and_edited(run, bracket, tmp_path, shipped) -> None:
    """The copy is the same mix; with less coal in it, its difference is told."""
    study = bracket("one", "1-300")
    copied = run("data", "mix-chn-2024", "--as-mix")
    [edit] = json.loads(copied)
    edit["node"]["id"] = "mix"
    put = {"type": "set_field", "node": "works", "field": "untracked", "value": None}
    take = {"type": "set_field", "node": "works", "field": "untracked_mix", "value": "mix"}
    (tmp_path / "mix.json").write_text(json.dumps([edit, put, take]), encoding="utf-8")
    run("edit", study, "mix.json")
    result = frozen_result(tmp_path / study, shipped)
    [found] = [each for each in result.findings if each.key == "own-mix-differs"]
    assert found.fields["percent"] == pytest.approx(0.0, abs=1e-9)
    official = shipped.catalogue.find("mix-chn-2024")
    assert official is not None
    row = next(each for each in supply_rows(result) if each.part.mix)
    assert row.factor == pytest.approx(official.kg_co2e)
