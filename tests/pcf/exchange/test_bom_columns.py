"""Columns: told by headings in nine languages, and by what stands below them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from pcf.errors import BomSheetError
from pcf.exchange.bom_headings import meaning_of, unit_in
from pcf.exchange.bom_sheet import BomSheet, read_bom
from pcf.findings import Severity

ReadRows = Callable[[Sequence[Sequence[object]]], BomSheet]


def fields(sheet: BomSheet) -> list[str]:
    return [column.field for column in sheet.columns]


def texts(sheet: BomSheet) -> dict[str, object]:
    return {finding.key: finding.fields["text"] for finding in sheet.findings}


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("number", "Part No.|P/N|物料编码|Artikel-Nr.|Code article|品番|Código do item"),
        ("number", "Обозначение"),
        ("manufacturer_number", "Mfr Part #|MPN|厂家料号|Hersteller-Teilenummer|Réf. fabricant"),
        ("manufacturer_number", "メーカー型番|Código do fabricante|Партномер производителя"),
        ("manufacturer", "Brand|制造商|Hersteller|Fabricant|メーカー|Fabricante|Производитель"),
        ("supplier", "Vendor|LCSC Part #|供应商|Lieferant|Fournisseur|仕入先|Fornecedor|Поставщик"),
        ("name", "Description|规格型号|Bezeichnung|Désignation|品名|Descrição|Наименование"),
        ("material", "Material|材质|Werkstoff|Matière|材料|Matéria-prima|Материал"),
        ("designators", "RefDes|位号|Bauteilreferenz|Repère topologique|部品記号|Поз. обозначение"),
        ("package", "Footprint|封装|Bauform|Boîtier|パッケージ|Encapsulamento|Корпус"),
        ("quantity", "Qty|数量|Stückzahl|Quantité|個数|Qtde.|Кол-во|Cantidad|Q.tà"),
        ("quantity_each", "Qty per|单机用量|Stück je Gerät|Qté unitaire|員数|Qtd por unidade"),
        ("quantity_total", "Total qty|总数|Gesamtmenge|Quantité totale|合計数|Всего|Qty for 10"),
        ("quantity_order", "Stock|采购数量|Bestellmenge|En stock|発注数|Estoque|На складе"),
        ("unit", "UoM|单位|Mengeneinheit|Unité|単位|Unidade|Ед. изм."),
        ("mass", "Unit weight (kg)|单重|Stückgewicht|Masse unitaire|質量|Peso unitário|Масса, кг"),
        ("mass_total", "Total weight|总重|Gesamtgewicht|Masse totale|総重量|Peso total"),
        ("level", "BOM level|层级|Ebene|Niveau|階層|Nível|Уровень"),
        ("parent", "Next higher assembly|父项编码|Oberbaugruppe|Article parent|親品番|Item pai"),
        ("exclude", "DNP|不贴|nicht bestückt|Ne pas monter|未実装|Não montar|Не устанавливать"),
        ("include", "Fitted|是否贴装|Bestückt|Monté|実装|Montado|Устанавливать"),
        ("alternate", "Alternative|替代料|Ersatz|Remplacement|代替品|Substituto|Замена"),
        ("price", "Unit Price (USD)|单价（元）|Einzelpreis|Prix unitaire|単価|Preço|Цена"),
        ("note", "Remarks|备注|Bemerkung|Observations|備考|Observação|Примечание"),
    ],
)  # fmt: skip
def test_headings_of_nine_languages(field: str, headings: str) -> None:
    found = {heading: meaning_of(heading) for heading in headings.split("|")}
    assert {
        heading: meaning and meaning.field for heading, meaning in found.items()
    } == dict.fromkeys(found, field)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Qty\n数量", "quantity"), ("位号 (Designator)", "designators"), ("Quanity", "quantity"),
        ("Numéro de la pièce", "number"), ("STUECKZAHL", "quantity"),
        ("Manufacturer 2", "manufacturer"),
        ("Maße", "name"), ("Masse", "mass"), ("Preferred Mouser no", "supplier"),
        ("Qty per 50 boards", "quantity_total"), ("50套用量", "quantity_total"), ("Colour", None),
        ("The quantity of the parts that were ordered for the last build", None),
    ],
)  # fmt: skip
def test_headings_as_people_write_them(heading: str, field: str | None) -> None:
    meaning = meaning_of(heading)
    assert (meaning.field if meaning else None) == field


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Mass (g)", "g"),
        ("Mass_g", "g"),
        ("Масса, кг", "kg"),
        ("Gewicht in kg", "kg"),
        ("重量(克)", "g"),
        ("Mass", ""),
    ],
)
def test_the_unit_in_a_heading(heading: str, unit: str) -> None:
    assert unit_in(heading, "mass") == unit


def test_what_stands_below_a_heading_decides_between_its_meanings(read_rows: ReadRows) -> None:
    assert fields(read_rows([["No.", "Name", "Qty"], [1, "a", 4], [2, "b", 1], [3, "c", 1]])) == [
        "index",
        "name",
        "quantity",
    ]
    numbers = [["No.", "Name", "Qty"], ["4711-1", "a", 4], ["4711-2", "b", 1], ["4711-3", "c", 1]]
    assert fields(read_rows(numbers)) == ["number", "name", "quantity"]
    counted = [["Part No.", "Name", "MPN", "Qty"], *([n, f"n{n}", f"X-{n}", 2] for n in (1, 2, 3))]
    assert fields(read_rows(counted)) == ["index", "name", "number", "quantity"]
    refs = [
        ["Référence", "Désignation", "Qté"],
        ["AB-10", "a", 4],
        ["AB-11", "b", 1],
        ["AB-12", "c", 1],
    ]
    assert fields(read_rows(refs)) == ["number", "name", "quantity"]
    items = [["Item", "Part", "Qty"], ["U1", "MCU", 1], ["R1,R2", "10k", 2], ["C1-C3", "1u", 3]]
    assert fields(read_rows(items))[0] == "designators"
    prices = [["Q", "Part", "Unit"], [2, "Motor", "19.95"], [1, "Belt", "3.10"], [4, "Nut", "0.10"]]
    assert fields(read_rows(prices)) == ["quantity", "name", "price"]


def test_a_column_without_heading_is_told_by_its_cells(read_rows: ReadRows) -> None:
    rows = [["Name", "", "Remark"], ["Screw", 4, "x"], ["Nut", 2, ""], ["Lid", 1, ""]]
    sheet = read_rows(rows)
    assert [part.quantity.si for part in sheet.parts] == [4, 2, 1]
    assert texts(sheet)["bom-columns-by-content"] == "B"


def test_a_list_without_headings_is_read_by_its_content_and_says_so(read_rows: ReadRows) -> None:
    rows = [["R1, R2", "10k resistor", 2], ["C1", "100n capacitor", 1], ["U1", "controller", 1]]
    sheet = read_rows(rows)
    assert sheet.heading_rows == ()
    assert [part.designators for part in sheet.parts] == ["R1, R2", "C1", "U1"]
    (finding,) = sheet.findings
    assert (finding.key, finding.severity) == ("bom-heading-missing", Severity.WARNING)


@pytest.mark.parametrize(
    ("headings", "taken"),
    [
        (["Name", "Total qty", "Qty per board"], "Qty per board"),
        (["名称", "总数", "单台用量"], "单台用量"),
        (["Benennung", "Gesamtmenge", "Stück je Gerät"], "Stück je Gerät"),
        (["Désignation", "Stock", "Quantité"], "Quantité"),
        (["品名", "合計数", "員数"], "員数"),
        (["Наименование", "Всего", "Кол-во на изделие"], "Кол-во на изделие"),
        (["Name", "Order qty", "Total qty"], "Total qty"),
    ],
)
def test_of_several_quantities_that_of_one_product_is_taken(
    read_rows: ReadRows, headings: list[str], taken: str
) -> None:
    sheet = read_rows([headings, ["a", 100, 2], ["b", 50, 1]])
    assert [part.quantity.si for part in sheet.parts] == [2, 1]
    assert str(texts(sheet)["bom-quantity-chosen"]).startswith(f"{taken} | ")
    assert ("bom-quantity-is-total" in texts(sheet)) == (taken == "Total qty")


def test_the_mass_of_a_line_is_divided_where_that_of_a_piece_is_missing(
    read_rows: ReadRows,
) -> None:
    both = read_rows([["Name", "Qty", "Total weight (kg)", "Weight (kg)"], ["a", 4, 2, 0.5]])
    assert both.parts[0].mass.amount.text == "0.5 kg"
    only = read_rows([["Name", "Qty", "Total weight (kg)"], ["a", 4, 2]])
    assert only.parts[0].mass.amount.text == "0.5 kg"
    assert texts(only) == {"bom-mass-divided": "Total weight (kg)"}


def test_headings_below_titles_and_split_over_two_rows(read_rows: ReadRows) -> None:
    rows = [
        ["Nomenclature de la carte", "", "", "", ""],
        ["Projet :", "Lampe", "", "Date :", "2024-03-01"],
        ["Repère", "Désignation", "Quantité", "", "Masse"],
        ["", "", "par carte", "série (x10)", "(g)"],
        ["R1 à R4", "Résistance", 4, 40, 0.01],
        ["U1", "Microcontrôleur", 1, 10, 2],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert sheet.heading_rows == (3, 4)
    assert [part.quantity.si for part in sheet.parts] == [4, 1]
    assert sheet.parts[1].mass.amount.text == "2 g"
    assert [row.reason for row in sheet.skipped] == ["bom-row-above", "bom-row-above"]


def test_tables_below_each_other_with_other_columns(read_rows: ReadRows) -> None:
    rows = [
        ["Electronics"], ["Ref", "Value", "Qty"], ["R1", "10k", 1], [],
        ["Mechanics"], ["Qty", "Part No.", "Name", "Material"], [4, "S-1", "Screw", "steel"],
        ["Qty", "Part No.", "Name", "Material"], [2, "S-2", "Nut", "brass"],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert [(part.number, part.name, part.quantity.si) for part in sheet.parts] == [
        ("", "10k", 1), ("S-1", "Screw", 4), ("S-2", "Nut", 2)
    ]  # fmt: skip
    assert {row.row: row.reason for row in sheet.skipped} == {
        1: "bom-row-above", 5: "bom-row-section", 6: "bom-row-heading", 8: "bom-row-heading"
    }  # fmt: skip


def test_a_second_table_that_lists_the_same_designators_is_not_counted_twice(
    read_rows: ReadRows,
) -> None:
    rows = [
        ["Item", "Qty", "Reference", "Value"], [1, 2, "R1, R2", "10k"], [2, 1, "C1", "1u"], [],
        ["Reference", "Qty", "Value", "Footprint"],
        ["R1", 1, "10k", "0603"], ["R2", 1, "10k", "0603"], ["C1", 1, "1u", "0603"],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert sheet.rows == 2
    assert "bom-table-repeats" in texts(sheet)


def test_a_table_beside_the_first_is_named_and_not_read(read_rows: ReadRows) -> None:
    rows = [
        ["Ref", "Value", "Qty", "", "Ref", "Value", "Qty"],
        ["R1", "10k", 1, "", "C1", "1u", 2],
    ]
    sheet = read_rows(rows)
    assert sheet.rows == 1
    assert texts(sheet)["bom-table-beside"] == "Ref Value Qty"


def test_where_a_drawing_is_kept_is_no_name(read_rows: ReadRows) -> None:
    rows = [
        ["Index", "Name", "File Name", "Quantity"],
        ["1", "Ball screw", "C:/CAD/Lower Axis.FCStd", 1],
        ["2", "M5/16 bolt", "/home/cad/axes/bolt.FCStd", 4],
    ]
    sheet = read_rows(rows)
    assert [part.name for part in sheet.parts] == ["Ball screw", "M5/16 bolt"]
    assert sheet.parts[0].note == "C:/CAD/Lower Axis.FCStd"


def test_the_sheet_with_parts_is_found_behind_a_cover(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active.append(["产品名称", "水泵", "数量", 1])
    history = book.create_sheet("变更记录")
    history.append(["序号", "版本", "说明", "数量"])
    history.append([1, "A", "首次发布", 3])
    parts = book.create_sheet("BOM")
    for row in (["序号", "料号", "名称", "数量"], [1, "A-1", "外壳", 2]):
        parts.append(row)
    book.save(tmp_path / "bom.xlsx")
    sheet = read_bom(tmp_path / "bom.xlsx")
    assert (sheet.sheet, sheet.rows) == ("BOM", 1)


LETTER = "This is a letter about the parts that we would like to order from you soon."


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("bom-is-placement", ["Designator|Mid X|Mid Y|Layer|Rotation", "R1|1.2mm|3mm|T|90"]),
        ("bom-is-placement", ["位号|封装|X坐标(mm)|Y坐标(mm)|层|角度", "R1|0603|1.5|2.5|T|0"]),
        ("bom-is-placement", ["R1|10.25|3.50|90|top", "R2|11.25|3.50|0|top", "C1|1.00|2.50|0|top"]),
        ("bom-is-price-list", ["Part No.|Description|Unit price|Stock", "A|Screw|0.1|500"]),
        ("bom-is-price-list", ["Artikel-Nr.|Bezeichnung|Preis", "A|Schraube|0,10"]),
        ("bom-is-netlist", ["Ref|Value|Net", "R1|10k|GND"]),
        ("bom-is-netlist", ["(export (version D)", "(design", "(source x)"]),
        ("bom-is-text", [LETTER, "Thank you."]),
        ("bom-no-quantity", ["Teil|Werkstoff|Bemerkung", "Welle|Stahl|"]),
        ("bom-no-heading", ["1,2", "2,3"]),
    ],
)
def test_what_is_no_bill_of_materials_is_said_so(
    read_rows: ReadRows, rows: list[str], key: str
) -> None:
    with pytest.raises(BomSheetError) as caught:
        read_rows([row.split("|") for row in rows])
    assert caught.value.key == key
