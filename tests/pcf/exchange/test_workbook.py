"""The workbook: full numbers, no formula whatever a part is called, the same bytes every time."""

import datetime
import io
import re
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import pytest

from pcf.exchange.sheet_style import emission_format, significant_format
from pcf.exchange.sheet_text import (
    CELL_LIMIT,
    cell_text,
    header_text,
    lines_needed,
    text_width,
    widest_word,
)
from pcf.exchange.workbook import workbook_xlsx
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.study import Assumption
from pcf.results.contributions import totals
from pcf.results.frames import result_tables
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate, with_record

LANGUAGES = pytest.mark.parametrize("language", list(Language))
OUT = Path(__file__).parents[3] / "out"
NASTY = (
    '=HYPERLINK("http://example.org","x")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "#N/A",
    "=",
    "_x0041_",
    "\t=1",
    "<b>&amp;</b>",
    "微动开关（常开）🔧",
    "two\r\nlines",
)


def named(name, index):
    return Part(
        id=f"nasty-{index}",
        name=name,
        number=name,
        quantity=parse_quantity("1 piece"),
        mass=Mass(amount=parse_quantity("10 g")),
        data_set=DataSetRef(database="tiny", id="steel"),
        note=name,
    )


@pytest.fixture
def study(lamp):
    """The lamp with parts that are called as badly as parts can be."""
    parts = tuple(named(name, index) for index, name in enumerate(NASTY))
    product = msgspec.structs.replace(lamp.product, name="Lamp & <co>", name_zh="台灯")
    return msgspec.structs.replace(
        lamp,
        product=product,
        bom=msgspec.structs.replace(lamp.bom, parts=(*lamp.bom.parts, *parts)),
    )


@pytest.fixture
def result(study, tiny):
    return with_record(calculate(study, tiny).result, tiny)


def opened(result, language=Language.ENGLISH):
    return openpyxl.load_workbook(io.BytesIO(workbook_xlsx(result, Texts(language))))


def entries(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


@LANGUAGES
def test_every_number_of_the_result_stands_in_its_sheet(result, language):
    book = opened(result, language)
    tables = result_tables(result, Texts(language))
    assert book.sheetnames == [table.title for table in tables]
    compared = 0
    for table in tables[1:]:
        sheet = book[table.title]
        for place, (column, cells) in enumerate(
            zip(table.columns, table.cells, strict=True), start=1
        ):
            for row, expected in enumerate(cells, start=2):
                found = sheet.cell(row, place).value
                if column.kind.is_number and expected is not None:
                    assert found == pytest.approx(expected, rel=1e-12, abs=0), table.id
                    compared += 1
                elif expected in {None, ""}:
                    assert found is None
        assert sheet.max_row == max(len(table.frame) + 1, 2)
    assert compared > 700


def test_the_sums_of_the_sheets_are_the_headline(result):
    book = opened(result)
    headline = totals(result).headline
    heads = {"Carbon footprint", "Own carbon footprint", "Total without biogenic uptake"}
    unsummed = {"Direct emissions", "After the gate (not in total)", "Improve first"}
    sums = []
    for sheet in book.worksheets[1:]:
        for cell in sheet[1]:
            is_sum = str(cell.value).split("\n")[0] in heads
            last = sheet.cell(sheet.max_row, cell.column)
            if is_sum and sheet.title not in unsummed:
                sums.append(last.value)
                assert last.font.bold
    assert len(sums) == 10
    assert sums == pytest.approx([headline] * 10, rel=1e-12)


@LANGUAGES
def test_no_name_becomes_a_formula(result, language):
    data = workbook_xlsx(result, Texts(language))
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"n", "s"}
    held = {cell.value for cell in cells}
    assert set(NASTY) - {"_x0041_", "two\r\nlines"} <= held
    assert "two\nlines" in held
    sheets = [text for name, text in entries(data).items() if name.startswith("xl/worksheets/")]
    assert not any(re.search(r"<f[ >/]", text) for text in sheets)
    assert any("_x005F_x0041_" in text for text in sheets)


@LANGUAGES
def test_the_same_result_gives_the_same_bytes_dated_to_its_calculation(result, language):
    texts = Texts(language)
    moment = datetime.datetime(2021, 3, 4, 5, 6, 8, tzinfo=datetime.UTC)
    result = msgspec.structs.replace(result, calculated=moment)
    data = workbook_xlsx(result, texts)
    assert data == workbook_xlsx(result, texts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2021, 3, 4, 5, 6, 8)}
    core = entries(data)["docProps/core.xml"]
    assert core.count("2021-03-04T05:06:08Z") == 2
    assert result.id in core


@LANGUAGES
def test_the_first_sheet_says_what_it_is(study, tiny, language):
    texts = Texts(language)
    unmatched = msgspec.structs.replace(named("Chip", 99), data_set=None)
    lost = msgspec.structs.replace(named("Lost", 98), quantity=None)
    for extra, wanted in (((unmatched,), "draft"), ((unmatched, lost), "incomplete")):
        bom = msgspec.structs.replace(study.bom, parts=(*study.bom.parts, *extra))
        found = calculate(msgspec.structs.replace(study, bom=bom), tiny).result
        sheet = opened(found, language).worksheets[0]
        words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert texts(f"summary.{wanted}") in words
        assert texts("summary.self-declared") in words
        assert found.sha256 in words
        headline = pytest.approx(totals(found).headline, rel=1e-12)
        assert sum(word == headline for word in words if isinstance(word, float)) == 2
        assert not sheet.sheet_view.showGridLines


@LANGUAGES
def test_tables_scroll_filter_and_print_under_their_heads(result, language):
    book = opened(result, language)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes.endswith("2")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    tables = {table.id: table for table in result_tables(result, Texts(language))}
    lines = book[tables["lines"].title]
    assert lines.auto_filter.ref.endswith(str(lines.max_row - 1))
    assert "&&" in lines.oddHeader.left.text or language is Language.CHINESE


def test_columns_are_as_wide_as_what_stands_in_them(result):
    for language in Language:
        book = opened(result, language)
        for sheet in book.worksheets[1:]:
            for cell in sheet[1]:
                letter = cell.column_letter
                width = sheet.column_dimensions[letter].width
                assert width >= widest_word(str(cell.value).split("\n")[0]), (sheet.title, letter)
                numbers = [
                    f"{row.value:,.3f}"
                    for row in sheet[letter][1:]
                    if isinstance(row.value, float) and row.number_format == "#,##0.000"
                ]
                assert all(len(number) < width for number in numbers)


def test_a_text_beyond_the_limit_is_cut_with_a_mark(study, tiny):
    long = Assumption(text="长" * 40_000)
    found = calculate(msgspec.structs.replace(study, assumptions=(long,)), tiny).result
    cell = opened(found)["Assumptions and exclusions"]["C2"].value
    assert len(cell) == CELL_LIMIT
    assert cell.endswith(Texts(Language.ENGLISH)("workbook.cut"))


def test_control_characters_go_and_astral_ones_count_twice():
    assert cell_text("a\x00b\x1fc\ud800d\uffffe", "!") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert cell_text("a\tb\nc\rd", "!") == "a\tb\nc\nd"
    cut = cell_text("🔧" * 20_000, "!")
    assert cut.endswith("🔧!")
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    exact = "x" * CELL_LIMIT
    assert cell_text(exact, "!") == exact
    assert cell_text(exact + "x", "!") == "x" * (CELL_LIMIT - 1) + "!"


def test_headers_are_short_and_show_an_ampersand():
    assert header_text("A & B\x07\n c") == "A && B c"
    assert len(header_text("x" * 300)) == 80


def test_widths_count_chinese_twice():
    assert text_width("Lamp 台灯\nb") == 9
    assert widest_word("Total without 生物吸收") == 7
    assert lines_needed("x" * 41, 21) == 3
    assert lines_needed("a\nb", 20) == 2


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.0312, 3, "#,##0.0000"),
        (1530.0, 3, "#,##0"),
        (2.0, 4, "#,##0"),
        (0.57770, 3, "#,##0.000"),
        (-12.5, 4, "#,##0.0"),
        (9.99999, 3, "#,##0"),
        (1.2e-12, 3, "0.00E+00"),
        (None, 3, "0"),
        (0.0, 3, "0"),
    ],
)
def test_formats_show_significant_digits(value, digits, expected):
    assert significant_format(value, digits) == expected


def test_a_headline_keeps_its_zeros_and_emissions_share_one_format():
    assert significant_format(11.0, 3, keep_zeros=True) == "#,##0.0"
    assert emission_format(1840.25) == "#,##0.00"
    assert emission_format(4.415) == "#,##0.0000"
    assert emission_format(-0.0002) == "#,##0.00000000"
    assert emission_format(0.0) == "#,##0.00"


@LANGUAGES
def test_a_workbook_to_look_at(result, language):
    OUT.mkdir(exist_ok=True)
    path = OUT / f"workbook-{language.value}.xlsx"
    path.write_bytes(workbook_xlsx(result, Texts(language)))
    assert zipfile.is_zipfile(path)
