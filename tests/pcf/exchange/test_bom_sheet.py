"""Plain bills of materials: headings, encodings, trees; every bad cell is a finding, no crash."""

import contextlib
import csv
import datetime
import io
import os
import random
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from pcf.errors import BomSheetError, DataError, PcfError
from pcf.exchange import sheet_cells
from pcf.exchange.bom_cells import LONGEST_TEXT
from pcf.exchange.bom_sheet import BomSheet, read_bom
from pcf.exchange.bom_table import choose_candidate
from pcf.exchange.table_file import read_table
from pcf.findings import Severity
from pcf.model.bom import MAX_DEPTH, MassOrigin, Part, walk
from pcf.model.node import DataSetRef
from pcf.texts import Language, Texts
from pcf.units import Dimension

Rows = Sequence[Sequence[object]]
Shape = tuple["Shape", ...]
STOPS, BLOCKS, NOTE = Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT, Severity.NOTE


def write_csv(folder: Path, text: str, encoding: str = "utf-8", name: str = "bom.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def write_rows(folder: Path, rows: Rows, delimiter: str = ",") -> Path:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return write_csv(folder, buffer.getvalue())


def write_xlsx(folder: Path, rows: Rows, name: str = "bom.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def all_parts(sheet: BomSheet) -> list[Part]:
    return [part for top in sheet.parts for part in walk(top)]


def keys(sheet: BomSheet) -> set[str]:
    return {finding.key for finding in sheet.findings}


def tree(parts: Sequence[Part]) -> list[object]:
    """Give numbers nested as the parts are."""
    return [[part.number, tree(part.parts)] if part.parts else part.number for part in parts]


def column(heading: str, *cells: object) -> list[list[object]]:
    """Give a sheet of parts A, B, C … with one more column."""
    return [
        ["Part number", "Qty", heading],
        *([chr(65 + i), 1, cell] for i, cell in enumerate(cells)),
    ]


def quantities(*cells: object) -> list[list[object]]:
    return [["Part number", "Qty"], *([chr(65 + i), cell] for i, cell in enumerate(cells))]


def shown(sheet: BomSheet, language: Language = Language.ENGLISH) -> list[str]:
    """Give the findings in words; raises where a text or one of its fields is missing."""
    texts = Texts(language)
    return [f"{texts.what(finding)} {texts.mend(finding)}" for finding in sheet.findings]


# ---------------------------------------------------------------- what a good sheet gives


ENGLISH = [
    ["Level", "Part number", "Name", "Chinese name", "Qty", "Unit", "Mass (g)", "Material",
     "Data set", "Area (cm2)", "Designators", "Remark", "DNP"],
    [1, "A-1", "Housing", "外壳", 1, "pcs", 120.5, "ABS",
     "tiny:plastic", None, None, "black", None],
    [2, "A-2", "Board", None, 2, "pcs", None, None, None, 45, "U1,U2", None, "no"],
    [1, "A-3", "Wire", None, 0.3, "m", None, "Copper", None, None, None, None, "x"],
]  # fmt: skip


@pytest.mark.parametrize("write", [write_rows, write_xlsx])
def test_every_column_comes_in(tmp_path: Path, write: Callable[[Path, Rows], Path]) -> None:
    sheet = read_bom(write(tmp_path, ENGLISH))
    housing, board, wire = all_parts(sheet)
    assert sheet.rows == 3
    assert tree(sheet.parts) == [["A-1", ["A-2"]], "A-3"]
    assert (housing.name, housing.name_zh, housing.material, housing.note) == (
        "Housing", "外壳", "ABS", "black"
    )  # fmt: skip
    assert housing.quantity.text == "1 pcs"
    assert housing.mass.amount.text == "120.5 g"
    assert housing.mass.amount.si == pytest.approx(0.1205)
    assert housing.mass.origin is MassOrigin.SHEET
    assert housing.mass.basis.endswith(":2")
    assert housing.data_set == DataSetRef(database="tiny", id="plastic")
    assert board.measure.si == pytest.approx(0.0045)
    assert board.designators == "U1,U2"
    assert board.excluded == ""
    assert (wire.quantity.dimension, wire.quantity.si) == (Dimension.LENGTH, 0.3)
    assert wire.excluded == "DNP: x"
    assert keys(sheet) == {"bom-line-excluded"}
    fields = [column.field for column in sheet.columns]
    assert fields == [
        "level", "number", "name", "name_zh", "quantity", "unit", "mass", "material",
        "data_set", "measure", "designators", "note", "exclude",
    ]  # fmt: skip


def test_chinese_headings(tmp_path: Path) -> None:
    rows = [
        [
            "层级",
            "料号",
            "名称",
            "规格",
            "数量",
            "单位",
            "重量\uff08克\uff09",
            "材质",
            "位号",
            "备注",
        ],
        ["1", "A-1", "外壳", "M3", "\uff12", "个", "12", "铝", "", "黑色"],
        ["2", "A-2", "board", "", "3", "", "0.5 kg", "", "R1-R3", ""],
    ]
    sheet = read_bom(write_rows(tmp_path, rows))
    first, second = all_parts(sheet)
    assert (first.name, first.name_zh, first.note) == ("", "外壳, M3", "黑色")
    assert (first.quantity.text, first.quantity.si) == ("\uff12 个", 2)
    assert first.mass.amount.si == pytest.approx(0.012)
    assert (second.name, second.name_zh) == ("board", "")
    assert second.mass.amount.si == 0.5
    assert tree(sheet.parts) == [["A-1", ["A-2"]]]
    assert not sheet.findings


def test_german_headings_and_bilingual_ones(tmp_path: Path) -> None:
    rows = [
        ["Pos.", "Artikel-Nr.", "Bezeichnung", "Menge / 数量", "Einheit", "Gewicht in kg"],
        ["1", "4711", "Gehäuse", "2", "Stk", "1,25"],
    ]
    (part,) = all_parts(read_bom(write_rows(tmp_path, rows, delimiter=";")))
    assert (part.number, part.name, part.quantity.si) == ("4711", "Gehäuse", 2)
    assert part.mass.amount.si == 1.25


def test_headings_are_read_however_they_are_written(tmp_path: Path) -> None:
    for heading in (
        "QTY.",
        "qty",
        "Quantity",
        "Qty (pcs)",
        "Qty/pcs",
        "数量(个)",
        "用量",
        "Qty\n数量",
    ):
        sheet = read_bom(write_rows(tmp_path, [["part_number", heading], ["A", "4"]]))
        assert all_parts(sheet)[0].quantity.si == 4, heading
    for heading, kilograms in (
        ("Mass (g)", 0.005),
        ("重量(kg)", 5),
        ("Weight [mg]", 5e-6),
        ("Mass/t", 5000),
    ):
        (part,) = all_parts(read_bom(write_rows(tmp_path, column(heading, "5"))))
        assert part.mass.amount.si == pytest.approx(kilograms), heading


def test_the_heading_row_may_stand_below_a_title(tmp_path: Path) -> None:
    rows = [["Bill of materials of the lamp"], [], ["Part number", "Qty"], ["A", "2"]]
    sheet = read_bom(write_rows(tmp_path, rows))
    assert [part.number for part in sheet.parts] == ["A"]


def test_empty_rows_are_no_parts_and_rows_count_as_in_the_sheet(tmp_path: Path) -> None:
    rows = [*quantities("1", "2")[:2], ["", ""], ["   ", None], ["B", "some"]]
    sheet = read_bom(write_rows(tmp_path, rows))
    assert sheet.rows == 2
    assert [finding.fields["row"] for finding in sheet.findings] == [5]


def test_a_row_with_nothing_we_read_is_told(tmp_path: Path) -> None:
    rows = [["Part number", "Qty", "Price"], ["A", "1", "3"], ["", "", "Total: 3"]]
    sheet = read_bom(write_rows(tmp_path, rows))
    assert sheet.rows == 1
    assert keys(sheet) == {"bom-row-total"}


def test_columns_and_worksheets_that_are_not_read_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Lamp", "Qty of all"])
    parts = book.create_sheet("Parts")
    for row in (["Part number", "Qty", "Colour"], ["A", 1, "red"]):
        parts.append(row)
    book.save(tmp_path / "bom.xlsx")
    sheet = read_bom(tmp_path / "bom.xlsx")
    assert sheet.sheet == "Parts"
    told = {finding.key: finding.fields["text"] for finding in sheet.findings}
    assert told == {"bom-columns-ignored": "Colour", "bom-sheets-ignored": "Cover"}


def test_several_text_columns_become_one(tmp_path: Path) -> None:
    rows = [["Value", "Description", "Qty"], ["100nF", "Capacitor", "2"], ["Nut", "Nut", "1"]]
    sheet = read_bom(write_rows(tmp_path, rows))
    assert [part.name for part in sheet.parts] == ["100nF, Capacitor", "Nut"]


def test_an_item_column_of_names_is_a_name(tmp_path: Path) -> None:
    sheet = read_bom(write_rows(tmp_path, [["Item", "Qty"], ["Screw", "2"], ["Nut", "1"]]))
    assert [part.name for part in sheet.parts] == ["Screw", "Nut"]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(["料号", "名称", "数量"]) + "\r\n" + delimiter.join(["A-1", "塑料外壳", "3"])
    )
    sheet = read_bom(write_csv(tmp_path, text, encoding))
    (part,) = sheet.parts
    assert (part.number, part.name_zh, part.quantity.si) == ("A-1", "塑料外壳", 3)
    assert keys(sheet) == ({"bom-encoding-taken"} if encoding.startswith("gb") else set())


def test_quoted_cells_keep_delimiters_and_line_ends(tmp_path: Path) -> None:
    text = 'Part number,Name,Qty\nA,"Screw, ""M3""\nzinc",2\nB,Nut,1\n'
    sheet = read_bom(write_csv(tmp_path, text))
    assert [part.name for part in sheet.parts] == ['Screw, "M3"\nzinc', "Nut"]


def test_excel_keeps_leading_zeros_by_a_formula(tmp_path: Path) -> None:
    sheet = read_bom(write_csv(tmp_path, 'Part number,Qty\n"=""0012""",2\n'))
    assert sheet.parts[0].number == "0012"
    assert not sheet.findings


def test_numbers_of_a_workbook_are_exact(tmp_path: Path) -> None:
    rows = [
        ["Part number", "Name", "Qty", "Mass (g)"],
        [4711, 12.0, 3, 1.234],
        [12.5, True, 2.0, 1e-7],
    ]
    first, second = all_parts(read_bom(write_xlsx(tmp_path, rows)))
    assert (first.number, first.name, first.quantity.text) == ("4711", "12", "3")
    assert first.mass.amount.number == 1.234
    assert (second.number, second.name, second.mass.amount.number) == ("12.5", "True", 1e-7)


def test_merged_cells_are_harmless(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Lamp"], ["Part number", "Name", "Qty"], ["A", "Screw", 2], ["B", None, 3]):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("B3:B4")
    book.save(tmp_path / "bom.xlsx")
    assert [part.number for part in read_bom(tmp_path / "bom.xlsx").parts] == ["A", "B"]


def test_error_values_and_formulas_without_value_are_told(tmp_path: Path) -> None:
    rows = [
        ["Part number", "Qty", "Mass (g)", "Name"],
        ["A", "#NUM!", "#N/A", "#REF!"],
        ["B", "=1+1", "=C2*2", "Nut"],
        ["C", 3, None, "= loose ="],
    ]
    sheet = read_bom(write_xlsx(tmp_path, rows))
    found = [(each.fields["row"], each.field, each.key, each.severity) for each in sheet.findings]
    error, formula = "bom-error-value", "bom-formula-without-value"
    assert found == [
        (2, "quantity", error, STOPS),
        (2, "mass", error, Severity.WARNING),
        (2, "name", error, Severity.WARNING),
        (3, "quantity", formula, STOPS),
        (3, "mass", formula, Severity.WARNING),
        (4, "name", formula, Severity.WARNING),
    ]
    assert [part.number for part in sheet.parts] == ["A", "B", "C"]
    assert [part.quantity and part.quantity.si for part in sheet.parts] == [None, None, 3]


def test_stored_values_of_formulas_are_read(tmp_path: Path) -> None:
    """Openpyxl stores no values, so the value is put into the file by hand."""
    path = write_xlsx(tmp_path, quantities("=2+2", "=3+3"))
    edit_archive(path, "xl/worksheets/sheet1.xml", b"<f>2+2</f><v></v>", b"<f>2+2</f><v>4</v>")
    sheet = read_bom(path)
    assert [part.quantity and part.quantity.si for part in sheet.parts] == [4, None]
    assert keys(sheet) == {"bom-formula-without-value"}


def edit_archive(path: Path, name: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    members[name] = members[name].replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
    assert old in members[name]
    members[name] = members[name].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)


def test_a_sheet_that_belies_its_size_is_read_whole(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path, quantities(1, 2, 3))
    edit_archive(
        path, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B4"', b'<dimension ref="A1"'
    )
    assert read_bom(path).rows == 3


LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (step, b"&a%d;" % (step - 1) * 10) for step in range(1, 12)
)


def test_entities_are_neither_fetched_nor_multiplied(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("classified")
    uri = (tmp_path / "secret.txt").as_uri().encode()
    for entities, name in (
        (b'<!ENTITY x SYSTEM "' + uri + b'">', b"&x;"),
        (b'<!ENTITY a0 "ha">' + LAUGHS, b"&a11;"),
    ):
        path = write_xlsx(tmp_path, column("Name", "plain"))
        doctype = b"<!DOCTYPE worksheet [" + entities + b"]><worksheet"
        edit_archive(path, "xl/worksheets/sheet1.xml", b"<worksheet", doctype)
        edit_archive(path, "xl/worksheets/sheet1.xml", b"plain", name)
        assert fault(path).key == "bom-damaged"


# ---------------------------------------------------------------- faults of the whole file


def fault(path: Path) -> PcfError:
    with pytest.raises((BomSheetError, DataError)) as caught:
        read_bom(path)
    for language in Language:
        assert str(path) in Texts(language).error(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "bom-empty"),
        ("\n,,\n \n", "bom-empty"),
        ("Colour,Shape\nred,round\n", "bom-no-heading"),
        ("1,2,3\n4,5,6\n", "bom-no-heading"),
        ("Part number,Name\nA,Screw\n", "bom-no-quantity"),
        ("Part number,Qty\n", "bom-no-lines"),
        ("Part number,Qty\n,\n", "bom-no-lines"),
    ],
)
def test_a_text_file_that_is_no_bill_of_materials(tmp_path: Path, text: str, key: str) -> None:
    assert fault(write_csv(tmp_path, text)).key == key


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfeA\x00\x00", b"Qty\x00,Name", b"\x81\xff\xff\x30", bytes(range(128, 256)) * 3],
)
def test_an_unknown_encoding(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "bom.csv").write_bytes(raw)
    assert fault(tmp_path / "bom.csv").key == "bom-encoding"


def test_an_empty_workbook(tmp_path: Path) -> None:
    assert fault(write_xlsx(tmp_path, [])).key == "bom-empty"


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "bom-empty"),
        (b"\xd0\xcf\x11\xe0 old or with a password", "bom-damaged"),
        (b"\x81\xfe\xff\x00 neither text nor workbook", "bom-not-xlsx"),
    ],
)
def test_no_workbook_in_spite_of_its_name(tmp_path: Path, raw: bytes, key: str) -> None:
    (tmp_path / "bom.xlsx").write_bytes(raw)
    assert fault(tmp_path / "bom.xlsx").key == key


def test_a_damaged_workbook_never_gives_anything_but_its_error(tmp_path: Path) -> None:
    """Cut at any place it is refused; with a byte changed it is refused or read."""
    whole = write_xlsx(tmp_path, ENGLISH).read_bytes()
    path = tmp_path / "damaged.xlsx"
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place])
        assert fault(path).key in {"bom-damaged", "bom-not-xlsx", "bom-empty"}
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert outcome(path) in {"read", "bom-damaged", "bom-not-xlsx", "bom-unpacks-too-large"}


XML = re.compile(rb'"[^"]*"|<[^<>\s/]+|>[^<]+<')
NONSENSE = [
    b'""',
    b'"-1"',
    b'"999999999"',
    b'"x"',
    b'"s"',
    b'"d"',
    b'"A0"',
    b'"shared"',
    b"<x",
    b"<f",
]
NONSENSE += [b">1e999<", b">2025-13-45T99:00:00<", b"><", b">99999999999999999999<"]


@pytest.mark.filterwarnings("ignore")  # openpyxl's own about what it leaves out
def test_a_workbook_of_damaged_xml_never_gives_anything_but_an_error_in_words(
    tmp_path: Path,
) -> None:
    """A tag, a value or a text of any file in the workbook is changed, or the file is missing."""
    book = openpyxl.Workbook()
    book.active.append(["Part number", "Quantity", "Name"])
    book.active.append(["A", "=1+1", datetime.date(2025, 1, 1)])
    book.active["A2"].font = Font(bold=True)
    book.active["D2"] = ArrayFormula("D2:D3", "=SUM(A1:A2)")
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(1)
    path = tmp_path / "damaged.xlsx"
    outcomes = set()
    for _ in range(600):
        name = chance.choice(sorted(files))
        place = chance.choice(list(XML.finditer(files[name])))
        same_kind = [new for new in NONSENSE if new[:1] == place.group()[:1]]
        changed = (
            files[name][: place.start()] + chance.choice(same_kind) + files[name][place.end() :]
        )
        kept = {**files, name: changed}
        if chance.random() < 0.05:
            del kept[name]
        with zipfile.ZipFile(path, "w") as archive:
            for each, content in kept.items():
                archive.writestr(each, content)
        outcomes.add(outcome(path))
    assert {"read", "bom-damaged"} < outcomes


def test_a_fault_of_our_own_is_not_called_damage(tmp_path: Path) -> None:
    def broken(_: object) -> int:
        raise TypeError("ours")

    with pytest.raises(TypeError, match="ours"):
        read_table(write_xlsx(tmp_path, quantities(1)), broken, bool)


@pytest.mark.parametrize("flag", [0x01, 0x20])
def test_an_encrypted_workbook_is_refused(tmp_path: Path, flag: int) -> None:
    path = write_xlsx(tmp_path, quantities(1))
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + flags] |= flag
    path.write_bytes(content)
    assert fault(path).key == "bom-damaged"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bom.xlsx", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert fault(tmp_path / "bom.xlsx").key == "bom-damaged"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path, quantities(1))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(sheet_cells.MAX_UNPACKED_BYTES // 10**7 + 1):
            member.write(bytes(10**7))
    assert path.stat().st_size < 2_000_000
    assert fault(path).key == "bom-unpacks-too-large"


def test_a_row_number_beyond_any_sheet_ends_at_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path, quantities(1, 2))
    edit_archive(path, "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="999999999"')
    assert fault(path).key == "bom-too-many-rows"


def test_too_many_rows(tmp_path: Path) -> None:
    text = "Part number,Qty\n" + "A,1\n" * (sheet_cells.MAX_ROWS + 1)
    assert fault(write_csv(tmp_path, text)).key == "bom-too-many-rows"


@pytest.mark.parametrize("cell", ['<c r="XFD{row}" s="0"/>', ""])
def test_empty_cells_of_the_last_column_cost_no_memory(tmp_path: Path, cell: str) -> None:
    parts = [[f"A{number}", 1] for number in range(3000)]
    path = write_xlsx(tmp_path, [["Part number", "Qty"], *parts])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = iter(range(1, 4000))
    filled = re.sub("</row>", lambda _: cell.format(row=next(rows)) + "</row>", sheet)
    edit_archive(path, "xl/worksheets/sheet1.xml", sheet.encode(), filled.encode())
    tracemalloc.start()
    try:
        table = read_table(path, choose_candidate, bool)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert len(table.grid.rows) == 3001
    assert {len(row) for row in table.grid.rows} == {2}


def test_a_cell_beyond_the_last_column_that_is_read_is_said(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path, quantities(1, 2))
    edit_archive(path, "xl/worksheets/sheet1.xml", b"</row>", b'<c r="XFD1"><v>1</v></c></row>')
    found = fault(path)
    assert (found.key, found.fields["row"]) == ("bom-too-many-columns", 1)
    wide = "," * (sheet_cells.MAX_COLUMNS - 2)
    text = f"Part number,Qty{wide}\nA,1{wide},stray\n"
    found = fault(write_csv(tmp_path, text))
    assert (found.key, found.fields["row"]) == ("bom-too-many-columns", 2)
    sheet = read_bom(write_csv(tmp_path, text.replace("stray", "")))
    assert [part.number for part in sheet.parts] == ["A"]


def test_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_cells, "MAX_CELLS", 1_000)
    text = "Part number,Qty\n" + "A,1\n" * 500
    assert fault(write_csv(tmp_path, text)).key == "bom-too-many-cells"
    assert len(read_bom(write_csv(tmp_path, text[:-4])).parts) == 499


def test_too_large_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bom.csv"
    with path.open("wb") as file:
        file.truncate(sheet_cells.MAX_BYTES + 1)
    assert fault(path).key == "bom-too-large"


def test_a_kind_of_file_that_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "bom.pdf").write_bytes(b"%PDF-1.7")
    assert fault(tmp_path / "bom.pdf").key == "bom-file-kind"


def test_a_missing_file_and_one_that_can_not_be_read(tmp_path: Path) -> None:
    assert fault(tmp_path / "bom.csv").key == "bom-file-missing"
    (tmp_path / "folder.csv").mkdir()
    assert fault(tmp_path / "folder.csv").key == "bom-file-locked"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read any file"
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = write_rows(tmp_path, quantities(1))
    path.chmod(0)
    assert fault(path).key == "bom-file-locked"


def outcome(path: Path) -> str:
    """Give the key of the error that reading a file raises, else `read`."""
    try:
        read_bom(path)
    except (BomSheetError, DataError) as error:
        return error.key
    return "read"


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("some", "bom-quantity-unspecific"),
        ("若干", "bom-quantity-unspecific"),
        ("1..2", "bom-amount-unreadable"),
        ("1e999", "bom-amount-unreadable"),
        ("", "bom-quantity-missing"),
        ("1,234", "bom-amount-ambiguous"),
        ("3 rolls", "bom-unit-is-package"),
        ("2 m**9**9**9**9", "bom-unit-unknown"),
        ("-2", "bom-amount-negative"),
        ("5 %", "bom-amount-dimension"),
    ],
)
def test_a_quantity_that_can_not_be_read_stops_only_its_line(
    tmp_path: Path, cell: str, key: str
) -> None:
    sheet = read_bom(write_rows(tmp_path, quantities("4", cell, "5")))
    assert [part.quantity and part.quantity.si for part in sheet.parts] == [4, None, 5]
    (finding,) = sheet.findings
    assert (finding.key, finding.severity, finding.field) == (key, STOPS, "quantity")
    assert finding.node == sheet.parts[1].id
    assert finding.fields == {"row": 3, "column": "Qty", "text": cell}


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("heavy", "bom-amount-unreadable"),
        ("-2 g", "bom-amount-negative"),
        ("3 m", "bom-amount-dimension"),
        ("12", "bom-unit-missing"),
        ("1,234 g", "bom-amount-ambiguous"),
        ("7 stones'", "bom-unit-unknown"),
    ],
)
def test_a_mass_that_can_not_be_read_is_left_out(tmp_path: Path, cell: str, key: str) -> None:
    sheet = read_bom(write_rows(tmp_path, column("Mass", cell, "5 g")))
    assert [part.mass and part.mass.amount.text for part in sheet.parts] == [None, "5 g"]
    assert [(each.key, each.severity) for each in sheet.findings] == [(key, Severity.WARNING)]


def test_a_measure_is_neither_pieces_nor_a_mass(tmp_path: Path) -> None:
    sheet = read_bom(write_rows(tmp_path, column("Area (m2)", "0.5", "3 cm2", "4 pcs", "5 g")))
    assert [part.measure and part.measure.si for part in sheet.parts] == [
        0.5, pytest.approx(3e-4), None, None
    ]  # fmt: skip
    assert keys(sheet) == {"bom-amount-dimension"}


def test_a_quantity_of_zero_is_noted(tmp_path: Path) -> None:
    sheet = read_bom(write_rows(tmp_path, quantities("0")))
    assert sheet.parts[0].quantity.si == 0
    assert [(each.key, each.severity) for each in sheet.findings] == [("bom-quantity-zero", NOTE)]


def test_the_unit_beside_the_number_goes_before_the_column(tmp_path: Path) -> None:
    rows = [
        ["Part number", "Qty", "Unit"],
        ["A", "3 m", "pcs"],
        ["B", "5 个", "ea"],
        ["C", "2", "kg"],
    ]
    sheet = read_bom(write_rows(tmp_path, rows))
    assert [part.quantity.text for part in sheet.parts] == ["3 m", "5 个", "2 kg"]
    assert [(each.key, each.fields["row"]) for each in sheet.findings] == [("bom-unit-twice", 2)]


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["12,5", "1,234"], [12.5, 1.234]),
        (["0,5", "1.234,5", "7"], [0.5, 1234.5, 7]),
        (["1234,567", "1,000"], [1234.567, 1]),
        (["12,5", "1.234"], [12.5, None]),  # 1234, or the one cell typed otherwise
        (["12.5", "1,234.5"], [12.5, 1234.5]),
        (["12.5", "1,234"], [12.5, None]),
        (["12,5", "12.5", "1,234"], [12.5, 12.5, None]),  # both marks: nothing is evident
        (["1,234"], [None]),
        (["1,234 g", "2,50 g"], [1.234, 2.5]),
    ],
)
def test_the_decimal_mark_is_told_by_the_column(
    tmp_path: Path, cells: list[str], numbers: list[float | None]
) -> None:
    sheet = read_bom(write_rows(tmp_path, column("Mass (g)", *cells), delimiter=";"))
    assert [part.mass and part.mass.amount.number for part in sheet.parts] == numbers
    assert keys(sheet) == ({"bom-amount-ambiguous"} if None in numbers else set())


def test_numbers_of_a_workbook_are_not_reread_by_its_texts(tmp_path: Path) -> None:
    sheet = read_bom(write_xlsx(tmp_path, column("Mass (g)", "12,5", 1.234)))
    assert [part.mass.amount.number for part in sheet.parts] == [12.5, 1.234]


def test_the_same_number_by_any_writing_is_the_same_amount(tmp_path: Path) -> None:
    sheet = read_bom(write_rows(tmp_path, column("Mass (kg)", "0.0125", "12.5 g", "12500 毫克")))
    assert {round(part.mass.amount.si, 12) for part in sheet.parts} == {0.0125}


# ---------------------------------------------------------------- other cells


def test_data_sets_are_resolved_by_the_caller(tmp_path: Path) -> None:
    known = DataSetRef(database="open", id="steel")
    path = write_rows(tmp_path, column("Data set", "steel", "", "gone"))
    sheet = read_bom(path, {"steel": known}.get)
    assert [part.data_set for part in sheet.parts] == [known, None, None]
    (finding,) = sheet.findings
    assert (finding.key, finding.severity, finding.fields["text"]) == (
        "bom-data-set-unknown", BLOCKS, "gone"
    )  # fmt: skip
    # Without a resolver only a full reference says which database is meant.
    assert keys(read_bom(path)) == {"bom-data-set-unknown"}


@pytest.mark.parametrize("cell", ["", "no", "No", "0", "FALSE", "-", "否", "nein"])
def test_a_word_of_denial_excludes_nothing(tmp_path: Path, cell: str) -> None:
    sheet = read_bom(write_rows(tmp_path, column("DNP", cell)))
    assert sheet.parts[0].excluded == ""
    assert not sheet.findings


def test_repeated_part_numbers_are_noted_once(tmp_path: Path) -> None:
    rows = [["Part number", "Qty"], ["A", 1], ["B", 1], ["A", 2], ["A", 3]]
    sheet = read_bom(write_rows(tmp_path, rows))
    assert [(each.key, each.fields["text"]) for each in sheet.findings] == [
        ("bom-number-twice", "A: 2, 4, 5")
    ]
    assert sheet.rows == 4


def test_a_line_without_any_name_comes_in(tmp_path: Path) -> None:
    sheet = read_bom(write_rows(tmp_path, [["Part number", "Name", "Qty"], ["", "", "3"]]))
    assert sheet.parts[0].quantity.si == 3
    assert keys(sheet) == {"bom-line-nameless"}


def test_a_text_beyond_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    sheet = read_bom(write_rows(tmp_path, column("Remark", "x" * (LONGEST_TEXT + 1), "short")))
    assert [len(part.note) for part in sheet.parts] == [LONGEST_TEXT, 5]
    assert keys(sheet) == {"bom-text-cut"}
    assert len(str(sheet.findings[0].fields["text"])) < 100


def test_control_characters_do_not_come_in(tmp_path: Path) -> None:
    sheet = read_bom(write_csv(tmp_path, "Part number,Name,Qty\nA,bell\x07 and \x1b[31m,1\n"))
    assert sheet.parts[0].name == "bell  and  [31m"


# ---------------------------------------------------------------- the tree


def leveled(*levels: object) -> list[list[object]]:
    rows = [[level, f"P{place}", 1] for place, level in enumerate(levels)]
    return [["Level", "Part number", "Qty"], *rows]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 3, 2, 1], [["P0", [["P1", ["P2"]], "P3"]], "P4"]),
        ([0, 1, 2, 1, 0], [["P0", [["P1", ["P2"]], "P3"]], "P4"]),
        ([".1", "..2", "..2"], [["P0", ["P1", "P2"]]]),
        ([2, 2, 2], ["P0", "P1", "P2"]),
    ],
)
@pytest.mark.parametrize("write", [write_rows, write_xlsx])
def test_levels(
    tmp_path: Path,
    write: Callable[[Path, Rows], Path],
    levels: list[object],
    expected: list[object],
) -> None:
    sheet = read_bom(write(tmp_path, leveled(*levels)))
    assert tree(sheet.parts) == expected
    assert not sheet.findings


@pytest.mark.parametrize(
    ("levels", "expected", "key", "row"),
    [
        ([1, 3, 3, 1], [["P0", ["P1", "P2"]], "P3"], "bom-level-jump", 3),
        ([2, 1], ["P0", "P1"], "bom-level-jump", 2),
        ([1, 2, "top", 2], [["P0", ["P1", "P2", "P3"]]], "bom-level-unreadable", 4),
        ([1, 2, "", 1], [["P0", ["P1", "P2"]], "P3"], "bom-level-unreadable", 4),
    ],
)
def test_faults_of_levels(
    tmp_path: Path, levels: list[object], expected: list[object], key: str, row: int
) -> None:
    sheet = read_bom(write_rows(tmp_path, leveled(*levels)))
    assert tree(sheet.parts) == expected
    assert [(each.key, each.fields["row"]) for each in sheet.findings] == [(key, row)]


def indexed(*indices: object) -> list[list[object]]:
    rows = [[index, f"P{place}", 1] for place, index in enumerate(indices)]
    return [["Pos.", "Part number", "Qty"], *rows]


@pytest.mark.parametrize(
    ("indices", "expected"),
    [
        (["1", "1.1", "1.1.1", "1.10", "2"], [["P0", [["P1", ["P2"]], "P3"]], "P4"]),
        (["1.", "1.1.", "2."], [["P0", ["P1"]], "P2"]),
        (["1.1", "1", "2", "2.1"], [["P1", ["P0"]], ["P2", ["P3"]]]),
        (["1", "2", "3"], ["P0", "P1", "P2"]),
        (["10", "", "x"], ["P0", "P1", "P2"]),  # a plain counter places nothing
    ],
)
def test_indices(tmp_path: Path, indices: list[str], expected: list[object]) -> None:
    sheet = read_bom(write_rows(tmp_path, indexed(*indices)))
    assert tree(sheet.parts) == expected
    assert not sheet.findings


@pytest.mark.parametrize(
    ("indices", "expected", "key"),
    [
        (["1", "1.2.1", "2"], [["P0", ["P1"]], "P2"], "bom-parent-unknown"),
        (["1", "3.1", "1.1"], [["P0", ["P2"]], "P1"], "bom-parent-unknown"),
        (["1", "1.1", "1.1", "1.1.1"], [["P0", ["P1", ["P2", ["P3"]]]]], "bom-index-twice"),
        (["1", "1.1", ""], [["P0", ["P1"]], "P2"], "bom-index-unreadable"),
        (["1.1", "1.2"], ["P0", "P1"], "bom-parent-is-product"),
    ],
)
def test_faults_of_indices(
    tmp_path: Path, indices: list[str], expected: list[object], key: str
) -> None:
    sheet = read_bom(write_rows(tmp_path, indexed(*indices)))
    assert tree(sheet.parts) == expected
    assert keys(sheet) == {key}


def parented(*pairs: tuple[str, str]) -> list[list[object]]:
    return [["Part number", "Parent", "Qty"], *([number, parent, 1] for number, parent in pairs)]


@pytest.mark.parametrize(
    ("pairs", "expected", "found"),
    [
        ([("A", ""), ("B", "A"), ("C", "B"), ("D", "A")], [["A", [["B", ["C"]], "D"]]], set()),
        ([("C", "B"), ("B", "A"), ("A", "")], [["A", [["B", ["C"]]]]], set()),
        ([("A", "X"), ("B", "X"), ("C", "B")], ["A", ["B", ["C"]]], {"bom-parent-is-product"}),
        ([("A", ""), ("B", "X")], ["A", "B"], {"bom-parent-unknown"}),
        ([("A", "A"), ("B", "")], ["A", "B"], {"bom-parent-loop"}),
        ([("A", "C"), ("B", "A"), ("C", "B")], [["A", [["B", ["C"]]]]], {"bom-parent-loop"}),
        (
            [("A", ""), ("B", "C"), ("C", "B"), ("D", "C")],
            ["A", ["B", [["C", ["D"]]]]],
            {"bom-parent-loop"},
        ),
        (
            [("A", ""), ("S", "A"), ("N", "S"), ("S", "A"), ("N", "S")],
            [["A", [["S", ["N"]], ["S", ["N"]]]]],
            {"bom-parent-twice", "bom-number-twice"},
        ),
    ],
)
def test_parents(
    tmp_path: Path, pairs: list[tuple[str, str]], expected: list[object], found: set[str]
) -> None:
    sheet = read_bom(write_rows(tmp_path, parented(*pairs)))
    assert tree(sheet.parts) == expected
    assert keys(sheet) == found


@pytest.mark.parametrize(
    ("depth", "expected"),
    [(MAX_DEPTH - 1, "read"), (MAX_DEPTH, "bom-too-deep"), (20_000, "bom-too-deep")],
)
def test_a_tree_deeper_than_any_product_is_refused(
    tmp_path: Path, depth: int, expected: str
) -> None:
    """The product itself is the first level."""
    chain = parented(*((str(place), str(place - 1)) for place in range(depth)))
    assert outcome(write_rows(tmp_path, chain)) == expected


shapes = st.recursive(
    st.just(()), lambda below: st.lists(below, max_size=4).map(tuple), max_leaves=12
)


def numbered(shape: Shape, prefix: str = "") -> list[tuple[str, int, str, str]]:
    """Give a random tree as index, level, number and parent of each line, in its order."""
    lines = []
    for place, below in enumerate(shape, 1):
        index = f"{prefix}.{place}" if prefix else str(place)
        parent = f"N{prefix}" if prefix else ""
        lines.append((index, index.count(".") + 1, f"N{index}", parent))
        lines.extend(numbered(below, index))
    return lines


@given(shape=st.lists(shapes, min_size=1, max_size=4).map(tuple))
def test_the_same_tree_by_level_by_index_and_by_parent(
    tmp_path_factory: pytest.TempPathFactory, shape: Shape
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    lines = numbered(shape)
    ways = (
        [["Level", "Part number", "Qty"], *([level, number, 1] for _, level, number, _ in lines)],
        [["Index", "Part number", "Qty"], *([index, number, 1] for index, _, number, _ in lines)],
        parented(*((number, parent) for _, _, number, parent in lines)),
    )
    for rows in ways:
        sheet = read_bom(write_rows(folder, rows))
        assert not sheet.findings
        assert tree(sheet.parts) == nested_numbers(shape)
        assert [part.number for part in all_parts(sheet)] == [number for _, _, number, _ in lines]


def nested_numbers(shape: Shape, prefix: str = "") -> list[object]:
    found = []
    for place, below in enumerate(shape, 1):
        index = f"{prefix}.{place}" if prefix else str(place)
        found.append([f"N{index}", nested_numbers(below, index)] if below else f"N{index}")
    return found


@given(order=st.permutations(range(6)))
def test_row_order_does_not_change_a_tree_by_parents(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    pairs = [("A", ""), ("B", "A"), ("C", "B"), ("D", "B"), ("E", "A"), ("F", "")]
    folder = tmp_path_factory.mktemp("order")
    sheet = read_bom(write_rows(folder, parented(*(pairs[place] for place in order))))
    parents = {child.number: part.number for part in all_parts(sheet) for child in part.parts}
    assert parents == {number: parent for number, parent in pairs if parent}
    assert len(all_parts(sheet)) == 6


# ---------------------------------------------------------------- anything at all


HEADINGS = [
    "Level", "Index", "Parent", "Part number", "Name", "Qty", "Unit", "Mass (g)", "Material",
    "Data set", "Area", "Designators", "Remark", "DNP",
]  # fmt: skip
wild = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    st.text(alphabet="0123456789.,-+eE' gkm%", max_size=12),
    st.sampled_from(
        ["#NUM!", "=A1", '="1"', "1.2.3", "1", "-1", "1e400", "5 个", "nan", "inf", "m**9**9", "@A"]
    ),
)


@given(rows=st.lists(st.lists(wild, max_size=len(HEADINGS)), min_size=1, max_size=6))
@example(rows=[["\ufeff", "\x85", "\u2028", "\t", '"', "9" * 400]])
def test_no_text_in_any_cell_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("wild")
    path = write_rows(folder, [HEADINGS, *rows])
    if outcome(path) == "bom-no-lines":
        return
    sheet = read_bom(path)
    assert sheet.rows == len(all_parts(sheet))
    for language in Language:
        assert all(shown(sheet, language))


@given(
    rows=st.lists(st.lists(wild | st.sampled_from(HEADINGS), max_size=6), min_size=1, max_size=6)
)
def test_no_text_in_any_heading_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = write_rows(tmp_path_factory.mktemp("wild"), rows)
    assert outcome(path) in {
        "read", "bom-empty", "bom-no-heading", "bom-no-quantity", "bom-no-lines", "bom-is-text",
        "bom-is-netlist", "bom-is-placement", "bom-is-price-list",
    }  # fmt: skip


@given(raw=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".tsv", ".xlsx"]))
def test_no_bytes_break_the_reading(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"bom{suffix}"
    path.write_bytes(raw)
    assert Texts(Language.ENGLISH).error(fault(path))


@pytest.mark.parametrize("cell", ["@", "@severity.note.x", "{text}", "%s", "{0.__class__}"])
def test_what_was_typed_is_quoted_as_it_is(tmp_path: Path, cell: str) -> None:
    (finding,) = read_bom(write_rows(tmp_path, quantities(cell))).findings
    for language in Language:
        assert cell in Texts(language).what(finding)
        assert "MIME" not in Texts(language).what(finding)


def test_every_finding_has_its_words_in_both_languages(tmp_path: Path) -> None:
    rows = [
        ["Level", "Part number", "Name", "Qty", "Unit", "Mass", "Data set", "DNP", "Price"],
        [1, "A", "a", "some", "", "3 m", "gone", "x", ""],
        [3, "A", "#REF!", "1,234", "", "12", "", "", ""],
        ["?", "B", "=A1", "1", "roll", "-1 g", "", "", ""],
        [1, "", "", "0", "", "", "", "", ""],
        [1, "C", "c", "", "", "", "", "", ""],
        [1, "D", "d", "3 m", "kg", "", "", "", ""],
        ["", "", "", "", "", "", "", "", "Total"],
    ]
    sheet = read_bom(write_rows(tmp_path, rows))
    for language in Language:
        for finding, words in zip(sheet.findings, shown(sheet, language), strict=True):
            assert str(finding.fields["text"]) in words
    assert len(keys(sheet)) == 18


# ---------------------------------------------------------------- other people's files


def test_published_bills_of_materials_are_read_or_refused_in_words(other_files: Path) -> None:
    lists = other_files / "boms"
    paths = sorted(path for path in lists.rglob("*") if path.suffix in {".csv", ".xlsx", ".txt"})
    assert paths
    for path in paths:
        if path.suffix == ".txt":  # where the lists come from: prose, in which words are headings
            with contextlib.suppress(BomSheetError):
                found = {each.severity for each in read_bom(path).findings}
                assert Severity.STOPS_CALCULATION in found
            continue
        sheet = read_bom(path)
        assert sheet.rows > 5
        for language in Language:
            assert all(shown(sheet, language))


def test_a_level_column_of_dotted_numbers_is_an_index(tmp_path: Path) -> None:
    path = tmp_path / "levels.csv"
    path.write_text(
        "层级,零件号,名称,数量\n1,A,Pump,1\n1.1,B,Shaft,2\n2,C,Base,1\n2.1,D,Foot,4\n3,E,Lid,1\n",
        encoding="utf-8",
    )
    parts = read_bom(path).parts
    assert [part.number for part in parts] == ["A", "C", "E"]
    assert [[child.number for child in part.parts] for part in parts] == [["B"], ["D"], []]


def test_a_filled_column_goes_before_an_empty_one_for_the_same_field(tmp_path: Path) -> None:
    path = tmp_path / "masses.csv"
    path.write_text("名称,数量,净重,重量(kg)\n轴,1,,2.5\n", encoding="utf-8")
    [part] = read_bom(path).parts
    assert part.mass is not None
    assert part.mass.amount.si == 2.5
