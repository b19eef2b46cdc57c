"""A mapping that a person corrected wins, is remembered, and is found for other files."""

import csv
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from pcf.errors import BomSheetError, DataError, OutputError, UnitError
from pcf.exchange import bom_layout
from pcf.exchange.bom_layout import Layout, LayoutColumn, LayoutMemory, read_layout, signature
from pcf.exchange.bom_sheet import read_bom

ROWS = [["Kram", "Zeug", "Qty", "Stuff"], ["A-1", "Welle", 2, 7], ["A-2", "Rad", 1, 9]]
CORRECTED = Layout(
    columns=(
        LayoutColumn(0, "number"), LayoutColumn(1, "name"), LayoutColumn(2, ""),
        LayoutColumn(3, "quantity", "m"),
    )
)  # fmt: skip


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("heading", [None, 1])
def test_a_layout_goes_before_what_is_found(tmp_path: Path, heading: int | None) -> None:
    layout = msgspec.structs.replace(CORRECTED, heading=heading)
    sheet = read_bom(write(tmp_path / "bom.csv", ROWS), layout=layout)
    assert [(part.number, part.name, part.quantity.text) for part in sheet.parts] == [
        ("A-1", "Welle", "7 m"),
        ("A-2", "Rad", "9 m"),
    ]


def test_a_layout_corrects_one_column_and_leaves_the_others(tmp_path: Path) -> None:
    rows = [["Part No.", "Name", "Qty", "Really"], ["A", "a", 2, 5], ["B", "b", 1, 6]]
    layout = Layout(columns=(LayoutColumn(3, "quantity"),))
    sheet = read_bom(write(tmp_path / "bom.csv", rows), layout=layout)
    assert [(part.number, part.name, part.quantity.si) for part in sheet.parts] == [
        ("A", "a", 5),
        ("B", "b", 6),
    ]


def test_a_layout_is_remembered_and_counts_below_one_more_title(tmp_path: Path) -> None:
    memory = LayoutMemory(tmp_path / "state" / "layouts.json")
    memory.keep(signature(ROWS[0]), CORRECTED)
    known = LayoutMemory(tmp_path / "state" / "layouts.json")
    longer = write(tmp_path / "new.csv", [["Revision B"], [], *ROWS])
    sheet = read_bom(longer, remembered=known.get)
    assert sheet.heading_rows == (3,)
    assert [part.quantity.text for part in sheet.parts] == ["7 m", "9 m"]
    assert "bom-layout-remembered" in {finding.key for finding in sheet.findings}
    assert known.get(signature(["KRAM", " zeug", "qty.", "Stuff", ""])) == CORRECTED
    assert known.get("") is None


def test_a_layout_in_words() -> None:
    layout = read_layout("List", 3, ["quantity=D", "mass=F:g", "ignore=2"], ["quantity", "mass"])
    assert layout == Layout(
        "List", 3, (LayoutColumn(3, "quantity"), LayoutColumn(5, "mass", "g"), LayoutColumn(1, ""))
    )
    for stated in ("quantity", "quantity=", "quantity=0", "quantity=DDDD", "colour=D"):
        with pytest.raises(BomSheetError):
            read_layout("", None, [stated], ["quantity", "mass"])


def test_a_damaged_memory_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    for content in (b"{", b'{"a": {"columns": 3}}', b"\xff\xfe"):
        (tmp_path / "layouts.json").write_bytes(content)
        with pytest.raises(DataError) as caught:
            LayoutMemory(tmp_path / "layouts.json")
        assert caught.value.key == "layouts-damaged"
        assert (tmp_path / "layouts.json").read_bytes() == content


def test_the_layout_kept_longest_ago_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bom_layout, "MAX_LAYOUTS", 2)
    memory = LayoutMemory(tmp_path / "layouts.json")
    for key in ("a", "b", "a", "c"):
        memory.keep(key, CORRECTED)
    assert [memory.get(key) is not None for key in "abc"] == [True, False, True]


def test_a_memory_that_can_not_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = LayoutMemory(tmp_path / "layouts.json")
    memory.path = tmp_path / "file" / "layouts.json"
    with pytest.raises(OutputError):
        memory.keep("a", CORRECTED)
    assert memory.get("a") is None


@pytest.mark.parametrize(
    ("layout", "key"),
    [
        (Layout(heading=99), "layout-heading"),
        (Layout(columns=(LayoutColumn(400, "mass", "g"),)), "layout-column-outside"),
        (Layout(sheet="Parts"), "layout-sheet"),
    ],
)
def test_a_layout_of_what_the_list_does_not_have_is_refused(
    tmp_path: Path, layout: Layout, key: str
) -> None:
    with pytest.raises(BomSheetError) as caught:
        read_bom(write(tmp_path / "bom.csv", ROWS), layout=layout)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        (["name=C", "quantity=C"], "layout-column-twice"),
        (["quantity=C", "quantity=D"], "layout-field-twice"),
        (["mass=C:foo"], "unit-unknown"),
    ],
)
def test_statements_that_contradict_each_other_are_refused(columns: list[str], key: str) -> None:
    with pytest.raises((BomSheetError, UnitError)) as caught:
        read_layout("", None, columns, ["name", "quantity", "mass"])
    assert caught.value.key == key


def test_several_columns_may_make_one_name() -> None:
    layout = read_layout("", None, ["name=C", "name=D", "mass=E:克"], ["name", "mass"])
    assert [column.field for column in layout.columns] == ["name", "name", "mass"]
    assert layout.columns[-1].unit == "g"


def test_a_filled_column_without_heading_is_named(tmp_path: Path) -> None:
    rows = [["Number", "Name", "Qty"], ["A", "a", 2, "see drawing"], ["B", "b", 1]]
    sheet = read_bom(write(tmp_path / "bom.csv", rows))
    (ignored,) = [each for each in sheet.findings if each.key == "bom-columns-ignored"]
    assert ignored.fields["text"] == "D"
