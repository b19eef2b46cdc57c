"""The data files of a refurbishment case: one number in all of them, never without its rate."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest

from pcf.circularity.case_frames import case_tables
from pcf.exchange.case_file import FORMAT, write_case
from pcf.exchange.csv_tables import case_csv_zip
from pcf.exchange.workbook import case_workbook_xlsx
from pcf.model.refurbishment import Displacement
from pcf.texts import Language, Texts
from pcf.workflow.circularity import calculate_case
from pcf.workflow.circularity_documents import CASE_EXPORTS, write_case_exports
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study

LANGUAGES = pytest.mark.parametrize("language", list(Language))
ENGLISH = Texts(Language.ENGLISH)
OUT = Path(__file__).parents[3] / "out"


@pytest.fixture(scope="module")
def study():
    return read_sample_study(REFURBISHMENT_SAMPLE)


@pytest.fixture(scope="module")
def depot(study, shipped):
    return calculate_case(study, study.refurbishments[0], shipped)


@pytest.fixture(scope="module")
def published(study, shipped):
    return calculate_case(study, study.refurbishments[1], shipped)


def csv_files(result, texts=ENGLISH):
    with zipfile.ZipFile(io.BytesIO(case_csv_zip(result, texts))) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


# --- JSON ---------------------------------------------------------------------------------------


def objects(found):
    """Give every object in some JSON."""
    if isinstance(found, dict):
        yield found
        found = found.values()
    if isinstance(found, list) or not isinstance(found, (str, int, float, type(None))):
        for each in found:
            yield from objects(each)


def test_json_has_no_avoided_number_without_its_rate(depot):
    read = json.loads(write_case(depot))
    avoided = [each for each in objects(read["scenarios"]) if "kg_co2e" in each]
    assert len(avoided) > 3 * 2 * len(depot.lives)
    assert all(each["displacement_rate"] > 0 for each in avoided)
    for life in read["lives"]:
        assert all("displacement_rate" in each for each in life["published_methods"])
    assert read["format"] == FORMAT
    assert read["ledger"] == "avoided_emissions"
    assert "not part of a product carbon footprint" in read["remark"]


def test_json_numbers_are_unrounded(depot):
    read = json.loads(write_case(depot))
    for scenario, written in zip(depot.scenarios, read["scenarios"], strict=True):
        assert written["fleet"]["kg_co2e"] == scenario.fleet.value
        assert written["displacement_rate"] == scenario.displacement.rate
        assert sum(each["all_devices"]["kg_co2e"] for each in written["lives"]) == pytest.approx(
            scenario.fleet.value
        )
    assert [each["name"] for each in read["scenarios"] if each["is_headline"]] == ["central"]
    inputs = read["lives"][0]["inputs"]
    assert inputs["production"]["value"] == depot.lives[0].inputs["production"].value
    assert inputs["new_life"]["unit"] == "a"


def test_json_of_a_published_table_holds_its_ranges(published):
    read = json.loads(write_case(published))
    assert read["scenarios"] == []
    assert len(read["reproductions"]) == 8
    assert read["claim"] == {"en": "", "zh_CN": ""}


# --- workbook and CSV ---------------------------------------------------------------------------


@LANGUAGES
def test_workbook_and_csv_hold_the_same_tables(depot, language):
    texts = Texts(language)
    tables = case_tables(depot, texts)
    book = openpyxl.load_workbook(io.BytesIO(case_workbook_xlsx(depot, texts)))
    assert book.sheetnames == [table.title for table in tables]
    assert set(csv_files(depot, texts)) == {f"{table.id}.csv" for table in tables}
    for table in tables[1:]:
        sheet = book[table.title]
        for place, found in enumerate(table.cells, start=1):
            for row, expected in enumerate(found, start=2):
                cell = sheet.cell(row, place).value
                if isinstance(expected, float):
                    assert cell == pytest.approx(expected, rel=1e-14)


@LANGUAGES
def test_the_first_sheet_gives_the_headline_with_its_rate(depot, language):
    texts = Texts(language)
    book = openpyxl.load_workbook(io.BytesIO(case_workbook_xlsx(depot, texts)))
    sheet = book[texts("table.summary")]
    column = [sheet.cell(row, 2).value for row in range(1, 12)]
    at = column.index(pytest.approx(depot.headline.fleet.value))
    assert "d = 0.7" in column[at + 1]
    assert texts("refurbishment.subtitle") in column
    assert column[1] == texts("refurbishment.title.avoided")


def test_a_workbook_of_added_emissions_is_titled_so(study, shipped):
    low = Displacement(rate=0.5, source="Panel")
    case = msgspec.structs.replace(study.refurbishments[0], low=low)
    result = calculate_case(study, case, shipped)
    book = openpyxl.load_workbook(io.BytesIO(case_workbook_xlsx(result, ENGLISH)))
    assert book.worksheets[0].cell(2, 2).value == "Added emissions from refurbishment"
    assert book.properties.title == "Added emissions from refurbishment"


def test_rounded_rows_close_and_every_one_has_its_rates(depot):
    head, *rows = csv_files(depot)["avoided.csv"]
    assert [row[0] for row in rows[-2:]] == ["Rounding", "Sum"]
    assert {row[1] for row in rows} == {"avoided emissions, not part of the footprint"}
    for name, rate in (("upper", "1"), ("central", "0.7"), ("low", "0.5")):
        of_rate = head.index(f"Displacement rate, {name} [1]")
        assert {Decimal(row[of_rate]) for row in rows} == {Decimal(rate)}
        value = next(at for at, each in enumerate(head) if each.endswith(f": {name} [kg CO₂e]"))
        *parts, whole = [Decimal(row[value]) for row in rows if row[value]]
        assert sum(parts) == whole


def test_the_same_case_gives_the_same_bytes(depot):
    for write in CASE_EXPORTS.values():
        assert write(depot, ENGLISH) == write(depot, ENGLISH)


def test_files_are_named_by_study_and_place_of_the_case(depot, published, tmp_path):
    languages = [Texts(each) for each in Language]
    written = [
        path.name
        for result in (depot, published)
        for path in write_case_exports(result, languages, tmp_path / "it", ("xlsx", "json"))
    ]
    assert written == [
        "it-refurbishment-1-en.xlsx",
        "it-refurbishment-1-zh_CN.xlsx",
        "it-refurbishment-1-result.json",
        "it-refurbishment-2-en.xlsx",
        "it-refurbishment-2-zh_CN.xlsx",
        "it-refurbishment-2-result.json",
    ]


@LANGUAGES
def test_a_workbook_to_look_at(depot, language):
    OUT.mkdir(exist_ok=True)
    path = OUT / f"refurbishment-{language.value}.xlsx"
    path.write_bytes(case_workbook_xlsx(depot, Texts(language)))
    assert path.stat().st_size > 5000
