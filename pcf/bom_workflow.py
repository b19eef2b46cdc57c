"""The verbs from a parts list to a study: read, new, match, review, merge. Composition only.

Like `workflow`, it loads what reads and writes files only in the verbs that need it.
"""

import datetime
import functools
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from pcf.background.mass import MassEstimator
from pcf.background.match import Matcher, Proposal
from pcf.errors import EditError, OutputError, PcfError
from pcf.findings import Finding
from pcf.model.bom import Part, walk
from pcf.model.bom_import import LISTED_FIELDS, BomImport
from pcf.model.difference import difference
from pcf.model.edits import SetField, apply
from pcf.model.library import Library, Recollection, confirmed_line, remember
from pcf.model.product import Product
from pcf.model.revision import Revision, merge_list
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.suggestions import mass_of, plant_country
from pcf.texts import Texts
from pcf.workflow import Background, program_name

if TYPE_CHECKING:
    from pcf.exchange.bom_layout import Layout
    from pcf.exchange.bom_sheet import BomSheet, OpenedList
    from pcf.exchange.review_answers import Review

# The fields of a part that a column fills, where they are not called the same.
_FILLED_BY = {
    "name": ("name", "name_zh"),
    "index": ("position",),
    "exclude": ("excluded", "left_out"),
}


class Matched(msgspec.Struct, frozen=True):
    """A study whose open lines were looked at.

    Attributes:
        study: with what was taken over.
        findings: what was taken over, and why.
        proposals: what is proposed for lines that have no data set yet, by part id.
        masses: how many lines got a mass, remembered or estimated.
    """

    study: Study
    findings: tuple[Finding, ...]
    proposals: dict[str, tuple[Proposal, ...]]
    masses: int = 0


class Merged(msgspec.Struct, frozen=True):
    """A study with a newer list in it, and what came of its open lines then."""

    revision: Revision
    matched: Matched


def refuse_existing(path: Path) -> None:
    """Refuse to write where a file stands, which may be somebody's work.

    Raises:
        OutputError: it does.
    """
    if path.exists():
        raise OutputError("file-exists", where=str(path))


def user_folder() -> Path:
    """Give the folder of what the program keeps for its user (CRADLEGATE_HOME overrides it)."""
    stated = os.environ.get("CRADLEGATE_HOME")
    return Path(stated) if stated else platformdirs.user_data_path("cradlegate", appauthor=False)


def library_path() -> Path:
    """Give the place of the company library."""
    return user_folder() / "company.cradlelib"


def open_library() -> Library:
    """Give the company library of this computer; an empty one if there is none yet.

    Raises:
        DataError: it can't be read.
    """
    from pcf.exchange.library_file import read_library

    return read_library(library_path())


def stated_layout(
    *, sheet: str = "", heading: int | None = None, columns: Sequence[str] = ()
) -> "Layout | None":
    """Give the layout of a list that is stated in words, None if nothing is.

    Args:
        sheet: title of the worksheet.
        heading: number of the heading row, 0 if the list has none.
        columns: what columns hold, each as `quantity=D`.

    Raises:
        BomSheetError: a column is stated that can't be understood.
    """
    from pcf.exchange.bom_headings import readable_fields
    from pcf.exchange.bom_layout import read_layout

    if not (sheet or heading is not None or columns):
        return None
    return read_layout(sheet, heading, columns, readable_fields())


def read_list(path: Path, background: Background, layout: "Layout | None" = None) -> "BomSheet":
    """Read a parts list, by what is stated of its layout or was remembered for its headings.

    Raises:
        BomSheetError: it can't be read as a list of parts.
        DataError: the file, or the memory of layouts, is missing, locked or damaged.
        OutputError: the memory of layouts can't be written.
    """
    from pcf.exchange.bom_layout import LayoutMemory
    from pcf.exchange.bom_sheet import read_bom

    memory = LayoutMemory(user_folder() / "list-layouts.json")
    resolve = background.catalogue.reference
    if layout is not None:
        read = read_bom(path, resolve, layout)
        if layout.columns and read.signature:
            memory.keep(read.signature, layout)
        return read
    return read_bom(path, resolve, remembered=memory.get)


PREVIEWED_ROWS = 400
"""Rows of a list that a preview shows."""


class ListPreview(msgspec.Struct, frozen=True, kw_only=True):
    """How a file would be read, before anything is made of it.

    Attributes:
        titles: of the worksheets that there are, "" for a text file.
        sheet: title of the one that was looked at.
        rows: its first rows as they stand, as texts.
        row_count: how many rows it has.
        heading: number of the heading row, 0 for none.
        fields: what each column was taken for, by its letters; what is not used is not there.
        units: unit of a column's numbers, where its heading states one, likewise.
        names: what each column is called in findings, likewise.
        lines: how many rows became parts.
        assemblies: how many of these hold others.
        skipped: numbers of the rows that are no parts.
        findings: what was wrong or worth saying; `row` and `column` are among their fields.
        fault: why it can't be read as a list at all, None if it can.
        number: part number of the product, where the list has it at the top.
        name: its name, likewise.
    """

    titles: tuple[str, ...]
    sheet: str
    rows: tuple[tuple[str, ...], ...]
    row_count: int
    heading: int = 0
    fields: dict[str, str] = {}
    units: dict[str, str] = {}
    names: dict[str, str] = {}
    lines: int = 0
    assemblies: int = 0
    skipped: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    fault: PcfError | None = None
    number: str = ""
    name: str = ""


@functools.lru_cache(maxsize=2)
def _opened(path: Path, _changed: int, sheet: str) -> "OpenedList":
    """Give a file's cells, kept while its layout is being corrected."""
    from pcf.exchange.bom_sheet import OpenedList

    return OpenedList(path, sheet)


def preview_list(path: Path, background: Background, layout: "Layout | None" = None) -> ListPreview:
    """Show how a parts list would be read, by what is stated or was remembered of its layout.

    Raises:
        BomSheetError: it is no kind of table, or has no such worksheet.
        DataError: the file, or the memory of layouts, is missing, locked or damaged.
    """
    from pcf.exchange.bom_layout import LayoutMemory
    from pcf.exchange.sheet_cells import column_letter

    changed = path.stat().st_mtime_ns if path.exists() else 0
    opened = _opened(path, changed, layout.sheet if layout is not None else "")
    grid = opened.table.grid.rows
    seen = ListPreview(
        titles=opened.titles,
        sheet=opened.table.title,
        rows=tuple(tuple(str(cell) for cell in row) for row in grid[:PREVIEWED_ROWS]),
        row_count=len(grid),
    )
    memory = LayoutMemory(user_folder() / "list-layouts.json")
    is_stated = layout is not None and (layout.heading is not None or layout.columns)
    try:
        read = opened.read(
            background.catalogue.reference, layout if is_stated else None, memory.get
        )
    except PcfError as fault:
        return msgspec.structs.replace(seen, fault=fault)
    letters = {column_letter(column.place): column for column in read.columns}
    product = read.parts[0] if len(read.parts) == 1 and read.parts[0].parts else None
    return msgspec.structs.replace(
        seen,
        heading=read.heading_rows[0] if read.heading_rows else 0,
        fields={letter: column.field for letter, column in letters.items()},
        units={letter: column.unit for letter, column in letters.items() if column.unit},
        names={letter: column.name for letter, column in letters.items()},
        lines=read.rows,
        assemblies=sum(bool(part.parts) for top in read.parts for part in walk(top)),
        skipped=tuple(each.row for each in read.skipped),
        findings=read.findings,
        number=product.number if product else "",
        name=product.label if product else "",
    )


def column_fields() -> tuple[str, ...]:
    """Give the fields that a column of a list may be said to hold."""
    from pcf.exchange.bom_headings import readable_fields

    return readable_fields()


def new_study(  # noqa: PLR0913  each argument is one choice of the user
    background: Background,
    *,
    product: Product,
    country: str = "",
    bom: Path | None = None,
    layout: "Layout | None" = None,
    accept: float | None = None,
    masses: bool = True,
) -> Matched:
    """Make a study of a product, with its bill of materials, masses and proposed data sets.

    Args:
        background: data sets that can be named and proposed.
        product: name, number and declared unit.
        country: ISO 3166-1 alpha-3 code of the plant; "" makes no site.
        bom: table to read the parts from.
        layout: what stands where in the table, where it is not to be found by itself.
        accept: confidence from which a proposed data set is taken over; None takes none.
        masses: whether masses are recalled and estimated where the list has none.

    Raises:
        BomSheetError: the table can't be read at all.
    """
    sites = (Site(name=country, country=country),) if country else ()
    product = msgspec.structs.replace(product, made_at=sites[0].id if sites else "")
    root = Part(number=product.number, name=product.name)
    study = Study(product=product, bom=root, sites=sites)
    if bom is None:
        return Matched(study, (), {})
    listed = _import_of(bom, read_list(bom, background, layout), study.bom.id)
    merged = merge_list(study, listed)
    found = match_lines(merged.study, background, accept=accept, masses=masses)
    return msgspec.structs.replace(found, findings=(*merged.findings, *found.findings))


def match_lines(
    study: Study, background: Background, *, accept: float | None, masses: bool
) -> Matched:
    """Give a study whose open lines have masses, and data sets from a confidence on.

    Args:
        study: its lines that count, are no assemblies, and lack a data set or mass.
        background: data sets that can be proposed.
        accept: as in `new_study`.
        masses: as in `new_study`.
    """
    recollection = Recollection(open_library())
    findings: list[Finding] = []
    weighed: tuple[SetField, ...] = ()
    if masses:
        study = apply(study, _recalled_masses(study, recollection))
        weighed, notes = MassEstimator().edits(study)
        study = apply(study, weighed)
        findings += notes
    matcher = Matcher(background.catalogue, recollection, country=plant_country(study))
    if accept is not None:
        edits, notes = matcher.accept(study, accept)
        study = apply(study, edits)
        findings += notes
    proposals = {part.id: matcher.propose(part) for part in _open_lines(study)}
    found = {part_id: each for part_id, each in proposals.items() if each}
    return Matched(study, tuple(findings), found, len(weighed))


def remember_lines(parts: Iterable[Part]) -> None:
    """Keep the data sets of lines in the company library, to be offered first the next time.

    Raises:
        DataError, OutputError: the library can't be read or written; it is as it was.
    """
    from pcf.exchange.library_file import write_library

    library = open_library()
    today = datetime.datetime.now().astimezone().date()
    known = remember(library, [confirmed_line(part, today) for part in parts])
    if known is not library:
        write_library(library_path(), known)


def match_file(
    path: Path, background: Background, *, accept: float | None, masses: bool
) -> Matched:
    """Match the open lines of a study file, and keep what was taken over in it.

    Raises:
        ProjectFileError: the study can't be read.
        OutputError: it can't be written; it is as it was.
    """
    from pcf.exchange.project_file import read_study, write_study

    study = read_study(path)
    found = match_lines(study, background, accept=accept, masses=masses)
    if found.study is not study:
        write_study(path, found.study, program_name())
    return found


def write_review(path: Path, target: Path, background: Background, texts: Texts) -> Path:
    """Write the review of a study file: its lines with proposals and masses, to be filled in.

    Raises:
        ProjectFileError: the study can't be read.
        OutputError: the review can't be written.
    """
    from pcf.exchange.project_file import read_study
    from pcf.exchange.review_file import ReviewLine, review_xlsx
    from pcf.files import write_file

    study = read_study(path)
    recollection = Recollection(open_library())
    matcher = Matcher(background.catalogue, recollection, country=plant_country(study))
    estimator = MassEstimator()

    lines = [
        ReviewLine(
            part, level, matcher.propose(part), part.mass or mass_of(part, recollection, estimator)
        )
        for part, level in _levels(study.bom)
        if not (part.parts or part.excluded)
    ]
    return write_file(target, review_xlsx(study, lines, background.catalogue, texts))


def apply_review(path: Path, review: Path, background: Background) -> "Review":
    """Take the answers of a review over into its study, and remember what was confirmed.

    Raises:
        ProjectFileError, DataError: study or review can't be read.
        OutputError: study or library can't be written.
    """
    from pcf.exchange.project_file import read_study, write_study
    from pcf.exchange.review_answers import read_review

    study = read_study(path)
    answers = read_review(review, study, background.catalogue.reference)
    open_library()  # a damaged one is told before anything is written
    reviewed = apply(study, answers.edits)
    write_study(path, reviewed, program_name())
    parts = {part.id: part for part in walk(reviewed.bom)}
    remember_lines(parts[each] for each in answers.confirmed)
    return answers


def merge_file(  # noqa: PLR0913  each argument is one choice of the user
    path: Path,
    bom: Path,
    background: Background,
    *,
    into: str = "",
    layout: "Layout | None" = None,
    accept: float | None = None,
    masses: bool = True,
    undo: Path | None = None,
    keep: bool = True,
) -> Merged:
    """Merge a newer list into a study file.

    Args:
        path: the study file.
        bom: the newer list.
        background: data sets that can be named and proposed.
        into: part number or id of the assembly that the list is of; "" is the product.
        layout: as in `new_study`.
        accept: as in `new_study`, for lines that are new or changed.
        masses: as in `new_study`, likewise.
        undo: file for the edits that take the merge back; None writes none.
        keep: whether anything is written; else it only tells what would change.

    Raises:
        BomSheetError: the list can't be read at all.
        EditError: the study has no such assembly.
        OutputError: the study can't be written; it is as it was.
    """
    from pcf.exchange.edit_file import edits_json
    from pcf.exchange.project_file import read_study, write_study
    from pcf.files import write_file

    study = read_study(path)
    merged = merge_into(
        study, bom, background, into=into, layout=layout, accept=accept, masses=masses
    )
    if keep:
        after = merged.matched.study
        if undo is not None:
            write_file(undo, edits_json(difference(after, study)))
        write_study(path, after, program_name())
    return merged


def merge_into(  # noqa: PLR0913  each argument is one choice of the user
    study: Study,
    bom: Path,
    background: Background,
    *,
    into: str = "",
    layout: "Layout | None" = None,
    accept: float | None = None,
    masses: bool = True,
) -> Merged:
    """Merge a newer list into a study, such as `merge_file` does into its file.

    Raises:
        BomSheetError: the list can't be read at all.
        EditError: the study has no such assembly.
    """
    assembly = _assembly(study, into)
    listed = _import_of(bom, read_list(bom, background, layout), assembly.id)
    revision = merge_list(study, listed)
    matched = match_lines(revision.study, background, accept=accept, masses=masses)
    return Merged(revision, matched)


def _assembly(study: Study, name: str) -> Part:
    """Give the part of an id or number; the product's root for "".

    Raises:
        EditError: there is none, or several have the number.
    """
    if not name:
        return study.bom
    found = [part for part in walk(study.bom) if name in {part.id, part.number}]
    if not found:
        raise EditError("assembly-unknown", text=name)
    if len(found) > 1:
        raise EditError("assembly-several", text=name, ids=", ".join(part.id for part in found))
    return found[0]


def _import_of(path: Path, sheet: "BomSheet", into: str) -> BomImport:
    columns = {column.field for column in sheet.columns}
    filled = {field for column in columns for field in _FILLED_BY.get(column, (column,))}
    return BomImport(
        file=path.name,
        into=into,
        sheet=sheet.sheet,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        read_on=datetime.datetime.now().astimezone().date(),
        fields=tuple(field for field in LISTED_FIELDS if field in filled | {"quantity"}),
        parts=sheet.parts,
        findings=sheet.findings,
    )


def _recalled_masses(study: Study, recollection: Recollection) -> Iterable[SetField]:
    for part in walk(study.bom):
        mass = None if part.mass or part.parts or part.excluded else recollection.recall_mass(part)
        if mass is not None:
            yield SetField(node=part.id, field="mass", value=mass)


def _open_lines(study: Study) -> Iterable[Part]:
    for part in walk(study.bom):
        if not (part.parts or part.excluded or part.data_set) and part is not study.bom:
            yield part


def _levels(root: Part) -> list[tuple[Part, int]]:
    """Give each part below the product with its level, in the order of the list."""
    found = []
    waiting = [(part, 1) for part in reversed(root.parts)]
    while waiting:
        part, level = waiting.pop()
        found.append((part, level))
        waiting += [(child, level + 1) for child in reversed(part.parts)]
    return found
