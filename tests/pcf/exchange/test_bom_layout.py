"""A mapping that a person corrected wins, is remembered, and is found for other files."""

import csv
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from pcf.errors import DataError, OutputError
from pcf.exchange import bom_layout
from pcf.exchange.bom_layout import Layout, LayoutColumn, LayoutMemory, signature
from pcf.exchange.bom_sheet import layout_of, read_bom

ROWS = [["Kram", "Zeug", "Qty", "Stuff"], ["A-1", "Welle", 2, 7], ["A-2", "Rad", 1, 9]]


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def corrected() -> Layout:
    columns = (
        LayoutColumn(0, "number", heading="Kram"), LayoutColumn(1, "name", heading="Zeug"),
        LayoutColumn(2, "", heading="Qty"), LayoutColumn(3, "quantity", "m", heading="Stuff"),
    )  # fmt: skip
    return Layout(heading=1, columns=columns)


def test_a_layout_wins_over_what_is_found(tmp_path: Path) -> None:
    sheet = read_bom(write(tmp_path / "bom.csv", ROWS), layout=corrected())
    assert [(part.number, part.name, part.quantity.text) for part in sheet.parts] == [
        ("A-1", "Welle", "7 m"), ("A-2", "Rad", "9 m")
    ]  # fmt: skip


def test_the_layout_of_a_sheet_reads_it_again(tmp_path: Path) -> None:
    path = write(tmp_path / "bom.csv", [["Part No.", "Name", "Mass (g)", "Qty"], ["A", "a", 5, 1]])
    sheet = read_bom(path)
    layout = layout_of(sheet)
    assert [column.field for column in layout.columns] == ["number", "name", "mass", "quantity"]
    again = read_bom(path, layout=layout)
    assert [(part.number, part.mass.amount.text) for part in again.parts] == [("A", "5 g")]
    assert (again.columns, again.signature) == (sheet.columns, sheet.signature)


def test_a_layout_is_remembered_and_found_below_one_more_title(tmp_path: Path) -> None:
    memory = LayoutMemory(tmp_path / "state" / "layouts.json")
    memory.keep(signature(ROWS[0]), corrected())
    longer = write(tmp_path / "new.csv", [["Revision B"], [], *ROWS])
    rows = read_bom(longer, layout=corrected()).heading_rows
    assert rows == (3,)
    known = LayoutMemory(tmp_path / "state" / "layouts.json")
    assert known.recall(longer) == corrected()
    assert known.recall(write(tmp_path / "other.csv", [["a", "b"], [1, 2]])) is None
    assert known.get(signature(["KRAM", " zeug", "qty.", "Stuff", ""])) == corrected()


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
        memory.keep(key, Layout(heading=1))
    assert [memory.get(key) is not None for key in "abc"] == [True, False, True]


def test_a_memory_that_can_not_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = LayoutMemory(tmp_path / "layouts.json")
    memory.path = tmp_path / "file" / "layouts.json"
    with pytest.raises(OutputError):
        memory.keep("a", Layout())
    assert memory.get("a") is None


def test_a_layout_with_places_beyond_the_sheet_reads_what_is_there(tmp_path: Path) -> None:
    layout = msgspec.structs.replace(
        corrected(), heading=99, columns=(*corrected().columns, LayoutColumn(400, "mass", "g"))
    )
    assert read_bom(write(tmp_path / "bom.csv", ROWS), layout=layout).rows == 2
