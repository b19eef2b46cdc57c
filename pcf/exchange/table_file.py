"""Opens a file that may hold a table and reads the sheet that its caller chooses.

What the file is, its content decides: an .xls may be a web page or text, a .csv a workbook.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from pcf.errors import BomSheetError, DataError
from pcf.exchange.markup_sheets import html_candidates, xml_candidates
from pcf.exchange.ods_sheets import ods_candidates
from pcf.exchange.packed_xml import opened
from pcf.exchange.sheet_cells import MAX_BYTES, Candidate, Grid
from pcf.exchange.text_encoding import decoded
from pcf.exchange.text_sheets import text_candidates
from pcf.exchange.xls_sheets import xls_candidates
from pcf.exchange.xlsx_sheets import xlsx_candidates

Choose = Callable[[Sequence[Candidate]], int]
"""Takes the sheets, or the ways to cut a text, and gives the index of the one to read."""

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})
_BINARY_SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods"})

# The first bytes of what is often taken for a table, or given its suffix by mistake.
_FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "gzip",
}
_COMPOUND = b"\xd0\xcf\x11\xe0"  # Microsoft's compound file: .xls, .doc, a workbook with a password
_ZIP = b"PK"


class Table(msgspec.Struct, frozen=True):
    """The sheet that was read.

    Attributes:
        grid: its cells.
        title: of the worksheet, "" for a text file.
        others: titles of the visible worksheets that were not read.
        encoding: how a text file was decoded, "" for a workbook.
        has_losses: some of its characters were lost and show as U+FFFD.
    """

    grid: Grid
    title: str = ""
    others: tuple[str, ...] = ()
    encoding: str = ""
    has_losses: bool = False


def read_table(path: Path, choose: Choose, is_heading: Callable[[str], bool]) -> Table:
    """Read the sheet of a file that its caller chooses by the first rows of each.

    Args:
        path: .xlsx, .xlsm, .xls, .ods, .csv, .tsv or .txt.
        choose: gives the index of the sheet to read.
        is_heading: tells whether a cell is a heading, by which encodings are told apart.

    Raises:
        BomSheetError: no kind of table, too large, or empty.
        DataError: missing, locked, damaged, protected, of an unknown encoding, or a zip bomb.
    """
    with _faults_said(path):
        candidates, encoding, has_losses = _candidates(path, is_heading)
        if not any(any(each.head.rows) for each in candidates):
            raise BomSheetError("bom-empty", where=str(path))
        chosen = candidates[choose(candidates)]
        others = () if encoding else tuple(e.title for e in candidates if e is not chosen)
        return Table(chosen.whole(), chosen.title, others, encoding, has_losses)


@contextlib.contextmanager
def _faults_said(path: Path) -> Iterator[None]:
    """Refuse a file that is too large, and say that one is missing or locked."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BomSheetError("bom-too-large", where=str(path), limit=MAX_BYTES // 10**6)
        yield
    except FileNotFoundError as error:
        raise DataError("bom-file-missing", where=str(path)) from error
    except OSError as error:
        raise DataError("bom-file-locked", where=str(path)) from error


def _candidates(path: Path, is_heading: Callable[[str], bool]) -> tuple[list[Candidate], str, bool]:
    """Give the sheets of a file, the encoding of a text, and whether characters of it were lost."""
    with path.open("rb") as file:
        start = file.read(2048)
    foreign = next((kind for sign, kind in _FOREIGN.items() if start.startswith(sign)), "")
    if foreign:
        raise BomSheetError("bom-file-kind", where=str(path), kind=foreign)
    if start.startswith(_ZIP):
        return _packed(path), "", False
    if start.startswith(_COMPOUND):
        return xls_candidates(path), "", False
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BomSheetError("bom-file-kind", where=str(path), kind=suffix or path.name)
    if start.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02")):  # before Excel 97
        return xls_candidates(path), "", False
    found = decoded(path.read_bytes(), is_heading)
    if found is None:
        key = "bom-not-xlsx" if suffix in _BINARY_SUFFIXES else "bom-encoding"
        raise DataError(key, where=str(path))
    text, encoding = found
    has_losses = "\ufffd" in text
    if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4096]:
        return xml_candidates(path), "", False
    if _is_html(text):
        return html_candidates(path, text), encoding, has_losses
    if not text.strip():
        raise BomSheetError("bom-empty", where=str(path))
    return text_candidates(path, text), encoding, has_losses


def _packed(path: Path) -> list[Candidate]:
    """Give the sheets of a zip by what is in it."""
    with opened(path) as archive:
        names = set(archive.namelist())
    if "mimetype" in names and "content.xml" in names:
        return ods_candidates(path)
    if "study.json" in names:
        raise BomSheetError("bom-file-kind", where=str(path), kind="Cradlegate")
    for sign, kind in (("word/", "Word"), ("ppt/", "PowerPoint"), ("Index/", "Numbers")):
        if any(name.startswith(sign) for name in names):
            raise BomSheetError("bom-file-kind", where=str(path), kind=kind)
    return xlsx_candidates(path)


def _is_html(text: str) -> bool:
    return re.search(r"<(?:html|table|body)\b", text[:65_536], re.IGNORECASE) is not None and (
        text.lstrip()[:1] == "<"
    )
