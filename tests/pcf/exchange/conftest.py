"""Small parts lists, written by hand and read back."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pcf.exchange.bom_sheet import BomSheet, read_bom

Rows = Sequence[Sequence[object]]
ReadRows = Callable[[Rows], BomSheet]


@pytest.fixture
def read_rows(tmp_path: Path) -> ReadRows:
    """Give a function that reads rows as a .csv of them is read."""

    def read(rows: Rows) -> BomSheet:
        buffer = io.StringIO()
        csv.writer(buffer).writerows(rows)
        path = tmp_path / "bom.csv"
        path.write_bytes(buffer.getvalue().encode())
        return read_bom(path)

    return read
