"""The library's file: what is written is read, and a fault in it is said."""

import datetime
from pathlib import Path

import pytest

from pcf.errors import DataError, OutputError
from pcf.exchange.library_file import read_library, write_library
from pcf.model.bom import Mass, Part
from pcf.model.library import Library, confirmed_line, remember
from pcf.model.node import DataSetRef
from pcf.units import parse_quantity


def library() -> Library:
    part = Part(
        number="4711",
        name_zh="外壳",
        mass=Mass(amount=parse_quantity("12,5 g")),
        data_set=DataSetRef(database="tiny", id="steel"),
    )
    return remember(Library(), [confirmed_line(part, datetime.date(2026, 11, 25))])


def test_what_is_written_is_read(tmp_path: Path):
    path = tmp_path / "new folder" / "company.cradlelib"
    write_library(path, library())
    assert read_library(path) == library()


def test_without_a_file_the_library_is_empty(tmp_path: Path):
    assert read_library(tmp_path / "none.cradlelib") == Library()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "library-damaged"),
        (b"\xff\xfe", "library-damaged"),
        (b"{}", "library-damaged"),
        (b"[" * 100_000, "library-damaged"),
        (b'{"format": "cradlegate-study", "schema_version": 1}', "library-damaged"),
        (b'{"format": "cradlegate-library", "schema_version": 1, "library": 3}', "library-damaged"),
        (b'{"format": "cradlegate-library", "schema_version": 9}', "library-newer"),
    ],
)
def test_a_file_that_is_no_library_is_said(tmp_path: Path, content: bytes, key: str):
    path = tmp_path / "company.cradlelib"
    path.write_bytes(content)
    with pytest.raises(DataError) as fault:
        read_library(path)
    assert (fault.value.key, fault.value.where) == (key, str(path))


def test_a_place_that_can_t_be_written_is_said(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        write_library(tmp_path / "file" / "company.cradlelib", library())
