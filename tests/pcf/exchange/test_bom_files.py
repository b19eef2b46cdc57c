"""Files of every kind: what they are, their content decides; nothing in them vanishes silently."""

import datetime
import random
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment

from pcf.errors import BomSheetError, DataError, PcfError
from pcf.exchange import sheet_cells
from pcf.exchange.bom_sheet import BomSheet, read_bom
from pcf.exchange.table_file import SUFFIXES
from pcf.findings import Severity
from pcf.model.bom import Part, walk
from pcf.texts import Language, Texts


def parts(sheet: BomSheet) -> list[Part]:
    return [part for top in sheet.parts for part in walk(top)]


def keys(sheet: BomSheet) -> set[str]:
    return {finding.key for finding in sheet.findings}


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fault(path: Path) -> PcfError:
    with pytest.raises((BomSheetError, DataError)) as caught:
        read_bom(path)
    for language in Language:
        assert str(path) in Texts(language).error(caught.value)
    return caught.value


# ---------------------------------------------------------------- .xls


def write_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    cover = book.add_sheet("Cover")
    cover.write(0, 0, "Pump")
    sheet = book.add_sheet("BOM")
    indented = xlwt.easyxf("align: indent 1")
    for place, heading in enumerate(["料号", "名称", "数量", "单重(g)"]):
        sheet.write(1, place, heading)
    sheet.write(2, 0, "A-1")
    sheet.write(2, 1, "泵")
    sheet.write(2, 2, 1)
    for row in (3, 4, 5):
        sheet.write(row, 0, f"A-{row}", indented)
        sheet.write(row, 1, "螺丝")
        sheet.write(row, 3, 1.5)
    sheet.write(3, 2, 3)
    sheet.write(4, 2, 4)
    sheet.row(5).set_cell_error(2, 0x2A)  # #N/A
    book.save(str(path))
    return path


def test_an_old_workbook_is_read_with_its_errors_and_indents(tmp_path: Path) -> None:
    sheet = read_bom(write_xls(tmp_path / "bom.xls"))
    assert sheet.sheet == "BOM"
    assert sheet.heading_rows == (2,)
    assert [part.number for part in sheet.parts[0].parts] == ["A-3", "A-4", "A-5"]
    assert [part.quantity and part.quantity.si for part in parts(sheet)] == [1, 3, 4, None]
    (error,) = (finding for finding in sheet.findings if finding.key == "bom-error-value")
    assert (error.severity, error.fields["row"]) == (Severity.STOPS_CALCULATION, 6)
    assert "bom-levels-by-indent" in keys(sheet)


def test_the_suffix_of_a_workbook_does_not_matter(tmp_path: Path) -> None:
    old = write_xls(tmp_path / "bom.csv")
    assert read_bom(old).rows == 4
    book = openpyxl.Workbook()
    book.active.append(["Part number", "Qty"])
    book.active.append(["A", 2])
    book.save(tmp_path / "new.xlsx")
    renamed = write(tmp_path / "new.xls", (tmp_path / "new.xlsx").read_bytes())
    assert read_bom(renamed).rows == 1


def test_a_damaged_old_workbook_never_gives_anything_but_its_error(tmp_path: Path) -> None:
    whole = write_xls(tmp_path / "whole.xls").read_bytes()
    chance = random.Random(1)
    path = tmp_path / "damaged.xls"
    outcomes = set()
    for _ in range(150):
        changed = bytearray(whole)
        for _ in range(chance.choice([1, 5, 30])):
            changed[chance.randrange(8, len(changed))] = chance.randrange(256)
        write(path, bytes(changed[: chance.choice([len(changed), chance.randrange(600)])]))
        try:
            read_bom(path)
        except PcfError as error:
            outcomes.add(error.key)
        else:
            outcomes.add("read")
    assert {"read", "bom-damaged"} <= outcomes


def test_a_workbook_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    path = write(tmp_path / "bom.xlsx", signature + "EncryptedPackage".encode("utf-16-le"))
    assert fault(path).key == "bom-password"


# ---------------------------------------------------------------- .ods

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Stückliste">
<table:table-row><table:table-cell table:number-columns-spanned="3"><text:p>Pumpe</text:p>
</table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
<table:table-row table:number-rows-repeated="2">
<table:table-cell table:number-columns-repeated="9"/>
</table:table-row>
<table:table-row><table:table-cell><text:p>Teilenummer</text:p></table:table-cell>
<table:table-cell><text:p>Benennung</text:p></table:table-cell>
<table:table-cell><text:p>Menge</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="float" office:value="4711">
<text:p>4711</text:p></table:table-cell>
<table:table-cell><text:p>Welle<text:s text:c="2"/>kurz</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>
</table:table-row>
<table:table-row><table:table-cell><text:p>B</text:p></table:table-cell>
<table:table-cell><text:p>Rad</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>
</table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def write_ods(path: Path, content: str = ODS, manifest: str = "<manifest/>") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def test_an_opendocument_sheet_is_read_with_its_errors(tmp_path: Path) -> None:
    sheet = read_bom(write_ods(tmp_path / "bom.ods"))
    assert (sheet.sheet, sheet.heading_rows) == ("Stückliste", (4,))
    shaft, wheel = parts(sheet)
    assert (shaft.number, shaft.name, shaft.quantity.si) == ("4711", "Welle  kurz", 2)
    assert wheel.quantity is None
    (error,) = (finding for finding in sheet.findings if finding.key == "bom-error-value")
    assert (error.fields["row"], error.fields["text"]) == (6, "#DIV/0!")


def test_opendocument_with_entities_a_password_or_of_another_kind_is_refused(
    tmp_path: Path,
) -> None:
    declared = ODS.replace(
        "<office:document-content", '<!DOCTYPE a [<!ENTITY e "x">]><office:document-content', 1
    )
    assert fault(write_ods(tmp_path / "a.ods", declared)).key == "bom-damaged"
    locked = '<m xmlns:e="x"><e:encryption-data/></m>'
    assert fault(write_ods(tmp_path / "b.ods", manifest=locked)).key == "bom-password"
    with zipfile.ZipFile(tmp_path / "c.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<a/>")
    assert fault(tmp_path / "c.ods").key == "bom-file-kind"


# ---------------------------------------------------------------- web pages and XML named .xls


def test_a_web_page_named_xls_is_read(tmp_path: Path) -> None:
    page = """<html><head><style>td {color: red}</style></head><body>
    <table><tr><td>Firma</td></tr></table>
    <table border=1><tr><th rowspan=2>Pos<th rowspan=2>Benennung<th colspan=2>Menge</tr>
    <tr><th>je Gerät<th>Gesamt</tr>
    <tr><td>1<td>Welle&nbsp;&#228;<td>2<td>20</tr><tr><td>2<td>Rad<br>klein<td>4<td>40</tr>
    </table></body></html>"""
    sheet = read_bom(write(tmp_path / "bom.xls", page))
    assert [(part.name, part.quantity.si) for part in parts(sheet)] == [
        ("Welle ä", 2),
        ("Rad\nklein", 4),
    ]


def test_an_xml_workbook_of_2003_is_read(tmp_path: Path) -> None:
    cells = "".join(
        f'<Cell><Data ss:Type="String">{each}</Data></Cell>'
        for each in ("Part number", "Name", "Qty")
    )
    book = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="BOM"><Table>
    <Row>{cells}</Row><Row ss:Index="4"><Cell><Data ss:Type="String">A-1</Data></Cell>
    <Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell></Row></Table></Worksheet>
    </Workbook>"""
    sheet = read_bom(write(tmp_path / "bom.xls", book))
    (part,) = sheet.parts
    assert (sheet.sheet, part.number, part.quantity.si, sheet.row_of[part.id]) == (
        "BOM",
        "A-1",
        3,
        4,
    )
    assert fault(write(tmp_path / "bad.xls", book[:-40])).key == "bom-damaged"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_other_kinds_of_files_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    found = fault(write(tmp_path / "bom.xlsx", content))
    assert (found.key, found.fields["kind"]) == ("bom-file-kind", kind)


def test_a_text_document_renamed_to_a_workbook_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bom.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert fault(tmp_path / "bom.xlsx").fields["kind"] == "Word"


# ---------------------------------------------------------------- .xlsx


def test_styles_that_change_what_a_cell_says(tmp_path: Path) -> None:
    """Zeros in front, dates, and an indentation that shows levels."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Part number", "Name", "Qty"],
        [12, "Pump", 1],
        [7, "Shaft", 2],
        [8, "Wheel", datetime.date(2025, 3, 14)],
    ):
        sheet.append(row)
    for number in (2, 3, 4):
        sheet[f"A{number}"].number_format = "0000"
    for number in (3, 4):
        sheet[f"B{number}"].alignment = Alignment(indent=2)
    book.save(tmp_path / "bom.xlsx")
    read = read_bom(tmp_path / "bom.xlsx")
    assert [part.number for part in parts(read)] == ["0012", "0007", "0008"]
    assert [part.name for part in read.parts[0].parts] == ["Shaft", "Wheel"]
    assert "bom-amount-is-date" in keys(read)


def test_grouped_rows_show_levels_and_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "List"
    for row in (["Part number", "Qty"], ["A", 1], ["B", 2], ["C", 3], ["D", 1]):
        sheet.append(row)
    for number in (3, 4):
        sheet.row_dimensions[number].outlineLevel = 1
    hidden = book.create_sheet("Old BOM")
    for row in (["Part number", "Name", "Material", "Qty"], ["X", "x", "steel", 1]):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "bom.xlsx")
    read = read_bom(tmp_path / "bom.xlsx")
    assert [[child.number for child in part.parts] for part in read.parts] == [["B", "C"], []]
    assert keys(read) == {"bom-levels-by-outline"}


def test_another_sheet_that_looks_like_a_list_is_warned_of(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, number in (("Electronics", "E"), ("Mechanics", "M")):
        sheet = book.create_sheet(title)
        sheet.append(["Part number", "Qty"])
        sheet.append([number, 1])
    book.save(tmp_path / "bom.xlsx")
    read = read_bom(tmp_path / "bom.xlsx")
    (finding,) = (each for each in read.findings if each.key == "bom-sheets-alike")
    assert (read.sheet, finding.fields["text"]) == ("Electronics", "Mechanics")


def test_merged_cells_that_describe_count_for_each_row_and_amounts_for_the_first(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["序号", "料号", "名称", "规格", "数量"],
        [1, "R-1", "电阻", "10k", 4],
        [2, "R-2", None, "22k", 2],
        [3, "C-1", "电容", "1u", 5],
        [None, "C-2", None, "1u", None],
    ):
        sheet.append(row)
    for cells in ("C2:C3", "C4:C5", "E4:E5"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "bom.xlsx")
    *_, second, third, other = parts(read_bom(tmp_path / "bom.xlsx"))
    assert (second.name_zh, second.quantity.si) == ("电阻, 22k", 2)
    assert (third.excluded, other.quantity) == ("", None)
    assert "row 4" in other.excluded
    assert "第 4 行" in other.excluded_zh


def test_a_heading_that_is_merged_over_two_rows_and_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Lamp"],
        ["Pos", "Name", "Quantity", None, "Mass"],
        [None, None, "per unit", "total", "(g)"],
        [1, "Lid", 2, 20, 5],
    ):
        sheet.append(row)
    for cells in ("A1:E1", "A2:A3", "B2:B3", "C2:D2"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "bom.xlsx")
    read = read_bom(tmp_path / "bom.xlsx")
    (part,) = read.parts
    assert read.heading_rows == (2, 3)
    assert (part.quantity.si, part.mass.amount.text) == (2, "5 g")


# ---------------------------------------------------------------- text: encodings


TEXTS = {
    "de": "Teilenummer;Benennung;Stückzahl\n4711;Gehäuse für Größe 5 µm;2\n4712;Überwurfmutter;4\n",
    "fr": "Référence;Désignation;Quantité\nA1;Bâti soudé à côté;1\nA2;Écrou zingué;12\n",
    "pt": "Código;Descrição;Quantidade\nA1;Fixação do eixo;1\nA2;Mão de apoio;2\n",
    "ru": "Обозначение;Наименование;Количество\nАБВГ.1;Корпус насоса;1\nАБВГ.2;Шайба пружинная;4\n",
    "ja": "品番;品名;数量\nA-1;筐体カバー;1\nA-2;六角穴付きボルト;8\n",
    "zh": "物料编码;名称;数量\nA-1;塑料外壳;1\nA-2;内六角螺丝;8\n",
    "tw": "料號;品名規格;數量\nA-1;塑膠外殼;1\nA-2;內六角螺絲;8\n",
    "en": "Part number;Value;Qty\nC1;10µF ±20%;2\nR1;4.7 kohm at 85°C;3\n",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("de", "cp1252"), ("de", "mac_roman"), ("de", "cp850"), ("fr", "cp1252"), ("pt", "cp1252"),
        ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("ja", "cp932"), ("ja", "euc_jp"),
        ("zh", "gb18030"), ("zh", "gbk"), ("tw", "big5"), ("en", "cp1252"),
        ("zh", "utf-16-le"), ("en", "utf-16-be"), ("ja", "utf-8"), ("ru", "utf-16"),
    ],
)  # fmt: skip
def test_encodings_are_told_by_what_the_text_would_be(
    tmp_path: Path, language: str, encoding: str
) -> None:
    text = TEXTS[language]
    sheet = read_bom(write(tmp_path / "bom.csv", text.encode(encoding)))
    wanted = [line.split(";")[1] for line in text.splitlines()[1:]]
    assert [part.name or part.name_zh for part in parts(sheet)] == wanted
    assert ("bom-encoding-taken" in keys(sheet)) == (not encoding.startswith("utf"))


def test_a_few_broken_bytes_are_kept_and_said(tmp_path: Path) -> None:
    lines = "".join(f"A-{number};塑料外壳零件;1\n" for number in range(10))
    raw = f"料号;名称;数量\n{lines}".encode()
    place = raw.rindex("零".encode())
    sheet = read_bom(write(tmp_path / "bom.csv", raw[:place] + b"\xff" + raw[place + 3 :]))
    assert sheet.rows == 10
    (finding,) = (each for each in sheet.findings if each.key == "bom-characters-lost")
    assert finding.fields["row"] == 11


# ---------------------------------------------------------------- text: delimiters and quotes


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ".xls"])
def test_the_delimiter_is_found_whatever_the_suffix(
    tmp_path: Path, delimiter: str, suffix: str
) -> None:
    rows = [["Teil-Nr.", "Bezeichnung", "Menge"], ["A", "Rohr, 10x1 | 2 m", "1,5"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    (part,) = read_bom(write(tmp_path / f"bom{suffix}", text)).parts
    assert (part.name, part.quantity.si) == ("Rohr, 10x1 | 2 m", 1.5)


def test_a_line_may_name_the_delimiter(tmp_path: Path) -> None:
    sheet = read_bom(
        write(tmp_path / "bom.csv", "sep=;\r\nPart number;Name;Qty\r\nA;a, b, c;2\r\n")
    )
    assert sheet.heading_rows == (2,)
    assert sheet.parts[0].name == "a, b, c"


def test_a_quotation_mark_that_is_not_closed_costs_one_line(tmp_path: Path) -> None:
    text = 'Part number,Name,Qty\nA,"M3 screw,1\nB,3.5" disk,2\nC,"nut",4\n'
    sheet = read_bom(write(tmp_path / "bom.csv", text))
    assert [(part.name, part.quantity.si) for part in parts(sheet)] == [
        ('"M3 screw', 1),
        ('3.5" disk', 2),
        ("nut", 4),
    ]
    (finding,) = sheet.findings
    assert (finding.key, finding.severity, finding.fields["row"]) == (
        "bom-quote-open",
        Severity.WARNING,
        2,
    )


def test_a_list_aligned_by_blanks_and_one_drawn_with_bars(tmp_path: Path) -> None:
    aligned = (
        "Partlist\n\n"
        "Qty   Value        Package   Parts\n"
        "2     10k          R0805     R1, R2\n"
        "1                  SO08      IC1\n"
    )
    first, second = parts(read_bom(write(tmp_path / "list.txt", aligned)))
    assert (first.name, first.designators, first.quantity.si) == ("10k", "R1, R2", 2)
    assert (second.package, second.designators) == ("SO08", "IC1")
    drawn = (
        "# Parts\n\n| Ref | Name | Qty |\n|-----|------|-----|\n"
        "| R1  | Res  | 1   |\n| C1  | Cap  | 2   |\n"
    )
    assert [part.quantity.si for part in parts(read_bom(write(tmp_path / "list.csv", drawn)))] == [
        1,
        2,
    ]


@given(raw=st.binary(max_size=200), suffix=st.sampled_from(sorted(SUFFIXES)))
def test_no_bytes_with_any_suffix_raise_anything_but_an_error_in_words(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str
) -> None:
    path = write(tmp_path_factory.mktemp("bytes") / f"bom{suffix}", raw)
    said = ""
    try:
        read_bom(path)
    except PcfError as error:
        said = Texts(Language.CHINESE).error(error)
    assert said or raw


def test_every_key_of_the_reader_has_its_words_in_both_languages() -> None:
    """A finding of a rare fault must not fail for want of a sentence."""
    said = set()
    for module in Path(sheet_cells.__file__).parent.glob("*.py"):
        said |= set(re.findall(r'"(bom-[a-z-]+|layouts-damaged)"', module.read_text("utf-8")))
    assert len(said) > 60
    for language in Language:
        texts = Texts(language)
        for key in said:
            is_finding = texts.has(f"finding.{key}.what") and texts.has(f"finding.{key}.mend")
            assert is_finding or texts.has(f"error.{key}"), (language, key)
            if key.startswith("bom-row-") and key != "bom-row-shifted":
                assert texts.has(f"finding.{key}s.what"), (language, key)
