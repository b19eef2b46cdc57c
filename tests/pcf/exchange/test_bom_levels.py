"""Levels: said by numbers, marks and words, or shown by place and indentation."""

from collections.abc import Callable, Sequence

import pytest

from pcf.exchange.bom_levels import level_of
from pcf.exchange.bom_sheet import BomSheet
from pcf.model.bom import Part

ReadRows = Callable[[Sequence[Sequence[object]]], BomSheet]


def tree(parts: Sequence[Part]) -> list[object]:
    return [[part.name, tree(part.parts)] if part.parts else part.name for part in parts]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("2", 2), ("2.0", 2), ("..2", 2), (".1", 1), ("Level 3", 3), ("L2", 2), ("Ebene 1", 1),
        ("第2层", 2),
        ("3級", 3), ("уровень 2", 2), ("++", 2), ("...", 3), ("├─", 1), ("", None), ("top", None),
        ("X2", None),
    ],
)  # fmt: skip
def test_levels_as_they_are_written(text: str, level: int | None) -> None:
    assert level_of(text) == level


def test_names_in_a_staircase_of_columns(read_rows: ReadRows) -> None:
    rows = [
        ["Level 1", "Level 2", "Level 3", "Qty"],
        ["Pump", "", "", 1], ["", "Rotor", "", 1], ["", "", "Shaft", 2], ["", "Base", "", 1],
    ]  # fmt: skip
    sheet = read_rows(rows)
    assert tree(sheet.parts) == [["Pump", [["Rotor", ["Shaft"]], "Base"]]]
    assert {finding.key for finding in sheet.findings} == {"bom-levels-by-place"}


def test_blanks_before_names_count_only_if_the_whole_list_keeps_to_them(
    read_rows: ReadRows,
) -> None:
    steady = [["Name", "Qty"], ["Pump", 1], ["  Rotor", 1], ["    Shaft", 2], ["  Base", 1]]
    assert tree(read_rows(steady).parts) == [["Pump", [["Rotor", ["Shaft"]], "Base"]]]
    stray = [["Name", "Qty"], ["Pump", 1], [" Rotor", 1], ["Shaft", 2], ["Base", 1], ["Lid", 1]]
    assert tree(read_rows(stray).parts) == ["Pump", "Rotor", "Shaft", "Base", "Lid"]


def test_indices_without_their_assemblies_place_nothing(read_rows: ReadRows) -> None:
    rows = [["Id", "Name", "Qty"], ["1.1", "a", 1], ["1.2", "b", 1], ["2.1", "c", 1]]
    sheet = read_rows(rows)
    assert tree(sheet.parts) == ["a", "b", "c"]
    assert [part.position for part in sheet.parts] == ["1.1", "1.2", "2.1"]
    assert [finding.key for finding in sheet.findings] == ["bom-index-flat"]


def test_a_column_of_modules_is_no_column_of_parents(read_rows: ReadRows) -> None:
    rows = [
        ["Assembly", "Part No.", "Qty"],
        ["Power", "A", 1],
        ["Power", "B", 1],
        ["Motor", "C", 1],
    ]
    sheet = read_rows(rows)
    assert len(sheet.parts) == 3
    assert [finding.key for finding in sheet.findings] == ["bom-parents-are-groups"]
