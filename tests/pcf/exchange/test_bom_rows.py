"""Rows: parts, and what is none; what is not fitted, alternative, shifted or damaged."""

from collections.abc import Callable, Sequence

import pytest

from pcf.exchange.bom_sheet import BomSheet
from pcf.findings import Severity
from pcf.model.bom import Part

ReadRows = Callable[[Sequence[Sequence[object]]], BomSheet]
HEADINGS = ["Pos", "Part No.", "Name", "Qty", "Remark"]


def found(sheet: BomSheet, key: str) -> list[tuple[object, object]]:
    return [(f.fields["row"], f.fields["text"]) for f in sheet.findings if f.key == key]


def excluded(sheet: BomSheet) -> list[str]:
    return [part.excluded for part in sheet.parts]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "Total", 5, ""], ["合计", "", "", 5, ""], ["", "小计：", "", "", "12.5"],
        ["", "", "Summe netto:", "", "12,50 €"], ["", "", "Sous-total", "", "3"],
        ["計", "", "", 7, ""], ["", "", "Итого: 12 руб", "", ""], ["", "", "", "Total", "99"],
        ["", "", "", 3, ""],  # a sum without a word
    ],
)  # fmt: skip
def test_sums_are_no_parts(read_rows: ReadRows, row: list[object]) -> None:
    sheet = read_rows([HEADINGS, [1, "A-1", "Lid", 2, ""], [2, "A-2", "Nut", 1, ""], row])
    assert sheet.rows == 2
    assert [each.reason for each in sheet.skipped] == ["bom-row-total"]


def test_a_total_station_is_a_part(read_rows: ReadRows) -> None:
    assert read_rows([HEADINGS, [1, "A-1", "Total station", 2, ""], [2, "B", "b", 1, ""]]).rows == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mechanical parts", "bom-row-section"), ("== 电源 ==", "bom-row-section"),
        ("Bereich: Allgemein", "bom-row-section"), ("一、电子元件", "bom-row-section"),
        ("Note: all screws zinc plated", "bom-row-note"),
        ("备注：以上由电气组采购", "bom-row-note"),
        ("※価格は税込", "bom-row-note"), ("Approved by", "bom-row-note"),
        ("-----", "bom-row-note"),
    ],
)  # fmt: skip
def test_lonely_texts_are_titles_or_notes(read_rows: ReadRows, text: str, reason: str) -> None:
    rows = [HEADINGS, ["", text, "", "", ""], [1, "A", "a", 2, ""], [2, "B", "b", 2, ""]]
    sheet = read_rows(rows)
    assert [(each.row, each.reason) for each in sheet.skipped] == [(2, reason)]
    assert found(sheet, reason) == [(2, text)]


def test_where_no_line_has_a_quantity_a_lonely_name_is_a_part(read_rows: ReadRows) -> None:
    rows = [["Item", "MPN", "Qty"], ["Sensor", "X-1", ""], ["Board", "", ""], ["Cable", "", ""]]
    sheet = read_rows(rows)
    assert sheet.rows == 3
    assert len(found(sheet, "bom-quantity-missing")) == 3


def test_many_rows_of_a_kind_are_said_together(read_rows: ReadRows) -> None:
    rows: list[list[object]] = [HEADINGS]
    for number in range(8):
        rows += [
            ["", f"Section {chr(65 + number)}", "", "", ""],
            [number + 1, f"P-{number}", "x", 1, ""],
        ]
    sheet = read_rows(rows)
    assert len(sheet.skipped) == 8
    ((row, text),) = found(sheet, "bom-row-sections")
    assert row == 2
    assert "4: Section B" in str(text)


def test_signatures_and_numbered_columns_of_a_form(read_rows: ReadRows) -> None:
    rows = [
        ["序号", "图号", "名称", "数量", "备注"], ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "A-1", "轴", 2, ""], ["编制：张三", "", "审核：李四", "", "日期：2024"],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert [(each.row, each.reason) for each in sheet.skipped] == [
        (2, "bom-row-heading"), (4, "bom-row-note")
    ]  # fmt: skip


# ---------------------------------------------------------------- not fitted


@pytest.mark.parametrize(
    ("heading", "cell", "is_out"),
    [
        ("DNP", "x", True), ("DNP", "Yes", True), ("DNP", "no", False), ("DNP", "", False),
        ("不贴", "是", True), ("贴片状态", "NC", True), ("贴片状态", "贴", False),
        ("是否贴装", "否", True),
        ("Fitted", "No", True), ("Fitted", "x", False), ("Populate", "0", True),
        ("Bestückt", "nein", True),
        ("Monté", "non", True), ("実装", "×", True), ("実装", "○", False), ("Montar", "não", True),
        ("Не устанавливать", "да", True), ("BOM Structure", "Reference", True),
        ("Remark", "DNP", True), ("Remark", "Do not populate. For debugging.", True),
        ("Remark", "nicht bestückt", True), ("Remark", "未実装", True),
        ("Remark", "ne pas monter", True),
        ("Remark", "may not be fitted before the cover is closed", False),
        ("Remark", "Alternative: BC547", False), ("Value", "100n DNP", True), ("Value", "NC", True),
        ("Value", "EEPROM (non montée)", True), ("Value", "10k не устанавливать", True),
        ("Value", "NE555", False),
    ],
)  # fmt: skip
def test_what_is_not_fitted_comes_in_with_the_reason(
    read_rows: ReadRows, heading: str, cell: str, is_out: bool
) -> None:
    sheet = read_rows([["Part No.", "Qty", heading], ["A", 2, cell], ["B", 1, ""]])
    assert excluded(sheet) == [f"{heading}: {cell}" if is_out else "", ""]
    assert sheet.parts[0].quantity.si == 2
    assert len(found(sheet, "bom-line-excluded")) == is_out


def test_a_mark_in_the_quantity_and_a_quantity_of_zero(read_rows: ReadRows) -> None:
    sheet = read_rows(
        [["Ref", "Value", "Qty"], ["R1", "10k", "DNP"], ["R2", "1k", 0], ["R3", "2k", 1]]
    )
    assert excluded(sheet) == ["Qty: DNP", "Qty: 0", ""]
    assert not [f for f in sheet.findings if f.severity is Severity.STOPS_CALCULATION]


# ---------------------------------------------------------------- alternatives


@pytest.mark.parametrize(
    "row",
    [
        ["", "R-2", "Resistor", "", ""], ["", "R-2", "alt", 4, ""], ["替代", "R-2", "电阻", 4, ""],
        ["", "R-2", "电阻（替代）", 4, ""], ["", "R-2", "Ersatz: Widerstand", 4, ""],
        ["", "R-2", "ou équivalent", "", ""],
    ],
)  # fmt: skip
def test_alternatives_come_in_as_excluded_and_name_the_main_part(
    read_rows: ReadRows, row: list[object]
) -> None:
    sheet = read_rows([HEADINGS, [1, "R-1", "Resistor", 4, ""], row, [2, "C-1", "Cap", 1, ""]])
    main, other, third = sheet.parts
    assert (main.excluded, third.excluded) == ("", "")
    assert other.excluded == "Alternative to row 2: Resistor"
    assert other.excluded_zh == "第 2 行“Resistor”的替代料"
    assert len(found(sheet, "bom-line-alternate")) == 1


def test_a_column_of_alternatives_flags_lines_or_names_other_parts(read_rows: ReadRows) -> None:
    flagged = [["料号", "数量", "主/替"], ["A", 1, "主"], ["B", 1, "替"], ["C", 1, "主"]]
    assert [bool(text) for text in excluded(read_rows(flagged))] == [False, True, False]
    named = [["Part No.", "Qty", "Alternative"], ["A", 1, "B-17"], ["C", 1, ""]]
    assert excluded(read_rows(named)) == ["", ""]
    grouped = [
        ["模块", "名称", "数量"],
        ["电源", "LDO", 1],
        ["备选", "DCDC", 1],
        ["电源", "电感", 1],
    ]
    assert [bool(text) for text in excluded(read_rows(grouped))] == [False, True, False]


# ---------------------------------------------------------------- designators


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("R1", 1), ("R1, R2", 2), ("R1-R4", 4), ("R1~R4", 4), ("R1 - R4", 4), ("C1…C3", 3),
        ("C1...C4", 4),
        ("U1-2, U5", 3), ("R1 à R4", 4), ("R1 R2;R3、R4/R5", 5), ("Ｒ１，Ｒ２", 2), ("C1, C2, ", 2),
        ("D1–D3", 3),
    ],
)  # fmt: skip
def test_designators_are_counted_where_there_is_no_quantity(
    read_rows: ReadRows, text: str, count: int
) -> None:
    sheet = read_rows([["Designator", "Value"], [text, "10k"], ["X1", "8 MHz"]])
    assert sheet.parts[0].quantity.si == count
    assert found(sheet, "bom-quantities-counted") == [(1, "Designator")]


def test_a_missing_quantity_is_counted_and_a_different_one_told(read_rows: ReadRows) -> None:
    rows = [
        ["Designator", "Value", "Qty"],
        ["R1,R2", "10k", ""],
        ["C1-C3", "1u", 2],
        ["J1", "2x5", 1],
    ]
    sheet = read_rows(rows)
    assert [part.quantity.si for part in sheet.parts] == [2, 2, 1]
    assert found(sheet, "bom-quantity-counted") == [(2, "R1, R2")]
    assert found(sheet, "bom-designators-differ") == [(3, "2 ≠ 3: C1, C2, C3")]


# ---------------------------------------------------------------- damage


def test_shifted_cells_are_told_and_not_guessed(read_rows: ReadRows) -> None:
    rows = [
        ["Ref", "Value", "Qty", "Maker"], ["R1", "10k", 1, "A"], ["Q1", "FET", "Q2", "2"],
        ["U1", "MCU", 1, "B"], ["C1", "1u", "", 4],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert [part.quantity and part.quantity.si for part in sheet.parts] == [1, None, 1, 1]
    assert [row for row, _ in found(sheet, "bom-row-shifted")] == [3]


def test_what_spreadsheets_do_to_numbers_is_told(read_rows: ReadRows) -> None:
    rows = [
        ["Part No.", "Name", "Qty", "Price"],
        ["100-0001", "Lid", 1, 1], ["100-0002", "Cap", 1, "#N/A"], ["1.23E+11", "Coder", 1, 2],
        ["14-Mar", "Ring", "3-Apr", 3], ["Bracket", "100-0005", 1, 4],
    ]  # fmt: skip
    sheet = read_rows(rows)
    told = {
        key: found(sheet, key)
        for key in ("bom-number-rounded", "bom-number-is-date", "bom-amount-is-date")
    }
    assert told == {
        "bom-number-rounded": [(4, "1.23E+11")], "bom-number-is-date": [(5, "14-Mar")],
        "bom-amount-is-date": [(5, "3-Apr")],
    }  # fmt: skip
    assert found(sheet, "bom-cells-swapped") == [(6, "Bracket")]
    assert found(sheet, "bom-error-value") == [(3, "#N/A")]


def test_the_product_itself_is_one(read_rows: ReadRows) -> None:
    rows = [["Level", "Part No.", "Qty"], [0, "PUMP", ""], [1, "A", 2], [1, "B", 1]]
    (pump,) = read_rows(rows).parts
    assert isinstance(pump, Part)
    assert (pump.quantity.si, len(pump.parts)) == (1, 2)
    assert found(read_rows(rows), "bom-product-quantity") == [(2, "")]


def test_sections_numbered_apart_and_particulars_above_the_headings(read_rows: ReadRows) -> None:
    rows = [
        ["产品名称：电源", "", "版本：V1.2", "", "日期：2023-05-06"],
        ["序号", "料号", "品名", "单机用量", "备注"], ["一", "电子料", "", "", ""],
        [1, "R-1", "电阻", 4, ""], ["II", "", "外壳类", "", ""], [2, "C-1", "外壳", 1, ""],
        ["制表：张三", "", "审核：李四", "批准：", ""],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert sheet.heading_rows == (2,)
    assert [part.number for part in sheet.parts] == ["R-1", "C-1"]
    assert {row.row: row.reason for row in sheet.skipped} == {
        1: "bom-row-above", 3: "bom-row-section", 5: "bom-row-section", 7: "bom-row-note"
    }  # fmt: skip
