"""Reads text files: .csv, .tsv, .txt, whatever they are delimited by."""

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pcf.exchange.sheet_cells import HEAD_ROWS, Candidate, Grid, limited

DELIMITERS = (",", ";", "\t", "|")
_NAMED = re.compile(r'\s*"?sep=(.)"?\s*\r?\n', re.IGNORECASE)
_GAP = re.compile(r"\S(?:\S| (?! ))*")
_LEAST_COLUMNS = 2


def text_candidates(path: Path, text: str) -> list[Candidate]:
    """Give the ways to cut a text into cells: by each delimiter, or by columns of blanks."""
    named = _NAMED.match(text)
    delimiters = (named[1],) if named else DELIMITERS
    first_line = int(named is not None)
    text = _without_frame(text)
    found = [
        Candidate("", _delimited(path, text, mark, HEAD_ROWS, first_line), whole)
        for mark in delimiters
        if mark in text
        for whole in (partial(_delimited, path, text, mark, None, first_line),)
    ]
    aligned = partial(_aligned, path, text)
    if not found or "  " in text:
        found.append(Candidate("", aligned(HEAD_ROWS), partial(aligned, None)))
    return found


def _without_frame(text: str) -> str:
    """Give a table that is drawn with bars, as in Markdown, without those at its sides."""
    if text.count("\n|") * 2 < text.count("\n"):
        return text
    return re.sub(r"^[ \t]*\|(.*?)\|?[ \t]*$", r"\1", text, flags=re.MULTILINE)


def _delimited(path: Path, text: str, mark: str, most: int | None, skipped: int) -> Grid:
    """Give the rows of a text; where a quotation mark is not closed, of its lines one by one.

    The line of `sep=;` stays as an empty row, so that rows count as in the file.
    """
    notes: list[tuple[str, int]] = []
    try:
        rows = limited(itertools.islice(_records(text, mark), most), path)
    except csv.Error:
        lines = _lines_apart(text, mark, notes)
        rows = limited(itertools.islice(lines, most), path)
    if skipped:
        rows = ((), *rows[1:])
    return Grid(rows, notes=tuple(notes))


def _records(text: str, mark: str) -> Iterator[Sequence[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)


def _lines_apart(text: str, mark: str, notes: list[tuple[str, int]]) -> Iterator[Sequence[str]]:
    """Cut each line for itself; one with an open quotation mark, as if the mark were a sign."""
    for number, line in enumerate(text.splitlines(), 1):
        try:
            yield next(iter(_records(line, mark)), [])
        except csv.Error:
            notes.append(("bom-quote-open", number))
            yield line.split(mark)


def _aligned(path: Path, text: str, most: int | None) -> Grid:
    """Give the rows of a text whose columns are set apart by two blanks or more.

    The line that has the most pieces among the first is the heading; columns begin where its
    words do, and a piece belongs to the column that it begins under or after.
    """
    lines = text.expandtabs().splitlines()
    head = max(lines[:HEAD_ROWS], key=lambda line: len(_GAP.findall(line)), default="")
    starts = [match.start() for match in _GAP.finditer(head)]
    cut = (_cut(line, starts) for line in lines[:most])
    return Grid(limited(cut, path))


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    if len(starts) < _LEAST_COLUMNS:
        return [line]
    cells = [""] * len(starts)
    for piece in _GAP.finditer(line):
        # A piece may begin a sign or two before its heading, where numbers are set to the right.
        place = max((i for i, start in enumerate(starts) if start <= piece.start() + 2), default=0)
        cells[place] = f"{cells[place]} {piece[0]}".strip()
    return cells
