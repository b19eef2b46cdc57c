"""Gives the rows of a device register one by one, from text or workbook, in bounded memory."""

import contextlib
import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from pcf.errors import DataError, RegisterError
from pcf.exchange.register_cells import Cell
from pcf.exchange.text_encoding import decoded
from pcf.exchange.text_sheets import DELIMITERS
from pcf.exchange.xlsx_sheets import streamed_sheets

HEAD_ROWS = 30
"""Rows among which the heading is looked for."""

_SAMPLE_BYTES = 256 * 1024
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})


class Rows:
    """The rows of one sheet: the first ones at hand, the others read as they are asked for."""

    def __init__(
        self,
        first: Sequence[Sequence[Cell]],
        rest: Iterator[Sequence[Cell]],
        share_read: Callable[[int], float],
    ) -> None:
        """Take the first rows, what follows them, and the share that so many rows of it are."""
        self.first = first
        self._rest = rest
        self.share_read = share_read

    def below(self, heading_row: int) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Give the rows below the heading with their numbers in the sheet, from 1."""
        rows = itertools.chain(self.first[heading_row:], self._rest)
        return enumerate(rows, heading_row + 1)


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
            yield _workbook_rows(path)
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
            yield Rows(first, rows, lambda _: raw.tell() / size)


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


# ---------------------------------------------------------------- workbook


def _workbook_rows(path: Path) -> Iterator[Rows]:
    """Give the sheets of a workbook; how many rows are to come no sheet says."""
    for _, rows in streamed_sheets(path):
        first = list(itertools.islice(rows, HEAD_ROWS))
        yield Rows(first, rows, _nothing_known)


def _nothing_known(_: int) -> float:
    return 0.0
