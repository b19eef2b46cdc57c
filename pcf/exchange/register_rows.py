"""Gives the rows of a device register one by one, from text or workbook, in bounded memory."""

import contextlib
import csv
import io
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, Protocol

from pcf.errors import DataError, RegisterError
from pcf.exchange.register_cells import Cell
from pcf.exchange.text_encoding import decoded
from pcf.exchange.text_sheets import DELIMITERS
from pcf.exchange.xlsx_stream import Sheet, opened_workbook

HEAD_ROWS = 30
"""Rows among which the heading is looked for."""

_SAMPLE_BYTES = 256 * 1024
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


class Rows(Protocol):
    """The rows of one sheet: the first ones at hand, the others read as they are asked for."""

    first: Sequence[Sequence[Cell]]

    def below(self, row: int, places: Collection[int]) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Give the rows below one with their numbers in the sheet, from 1.

        Args:
            row: number of the last row that is not given.
            places: columns that are asked for, from 0; other cells may be left empty.
        """

    def share_read(self) -> float:
        """Give the share of the sheet that was read so far [0..1]."""


class _TextRows:
    """The rows of a text file."""

    def __init__(
        self,
        first: Sequence[Sequence[Cell]],
        rest: Iterator[Sequence[Cell]],
        share_read: Callable[[], float],
    ) -> None:
        self.first = first
        self._rest = rest
        self.share_read = share_read

    def below(self, row: int, _: Collection[int]) -> Iterator[tuple[int, Sequence[Cell]]]:
        return enumerate(itertools.chain(self.first[row:], self._rest), row + 1)


class _SheetRows:
    """The rows of a worksheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.first: Sequence[Sequence[Cell]] = sheet.first(HEAD_ROWS)
        self.below = sheet.below
        self.share_read = sheet.share_read


@contextlib.contextmanager
def opened_rows(path: Path) -> Iterator[Iterator[Rows]]:
    """Open the sheets of a register, one after another.

    Raises:
        DataError: the file can't be read, or is damaged.
        RegisterError: it is of a kind that is not read.
    """
    suffix = path.suffix.casefold()
    try:
        if suffix in _TEXTS:
            with _text_rows(path) as rows:
                yield iter([rows])
        elif suffix in _WORKBOOKS:
            with opened_workbook(path) as sheets:
                yield (_SheetRows(sheet) for sheet in sheets)
        else:
            raise RegisterError("register-kind", where=str(path), kind=suffix or "–")
    except OSError as error:
        raise DataError("register-unreadable", where=str(path), fault=str(error)) from error


# ---------------------------------------------------------------- text


@contextlib.contextmanager
def _text_rows(path: Path) -> Iterator[Rows]:
    with path.open("rb") as raw:
        sample = raw.read(_SAMPLE_BYTES)
        if not sample.strip():
            raise RegisterError("register-empty", where=str(path))
        is_whole = len(sample) < _SAMPLE_BYTES
        whole_lines = sample if is_whole else sample[: sample.rfind(b"\n") + 1] or sample
        found = decoded(whole_lines, lambda _: False)
        if found is None:
            raise RegisterError("register-encoding", where=str(path))
        text, encoding = found
        size = path.stat().st_size
        raw.seek(0)
        name = "utf-8-sig" if encoding == "utf-8" else encoding
        with io.TextIOWrapper(raw, name, errors="replace", newline="") as lines:
            rows = _records(lines, _delimiter(text), path)
            first = list(itertools.islice(rows, HEAD_ROWS))
            yield _TextRows(first, rows, lambda: raw.tell() / size)


def _delimiter(text: str) -> str:
    """Give the mark that cuts the first lines into most cells, alike in each."""
    lines = [line for line in text.splitlines()[:HEAD_ROWS] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (min(counts[mark]), sum(counts[mark])))


def _records(lines: IO[str], mark: str, path: Path) -> Iterator[Sequence[Cell]]:
    try:
        yield from csv.reader(lines, delimiter=mark)
    except csv.Error as error:
        raise DataError("register-unreadable", where=str(path), fault=str(error)) from error
