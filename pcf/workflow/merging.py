"""The verbs that put a parts list into a study: a new one, or one that is open."""

import datetime
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pcf.errors import EditError
from pcf.model.bom import Part, walk
from pcf.model.bom_import import LISTED_FIELDS, BomImport
from pcf.model.difference import difference
from pcf.model.product import Product
from pcf.model.revision import Revision, merge_list
from pcf.model.sites import Site
from pcf.model.study import Study

if TYPE_CHECKING:
    from pcf.exchange.bom_layout import Layout
    from pcf.exchange.bom_sheet import BomSheet
from pcf.workflow.background import Background
from pcf.workflow.lists import _FILLED_BY, read_list
from pcf.workflow.matching import Matched, match_lines
from pcf.workflow.program import program_name


class Merged(msgspec.Struct, frozen=True):
    """A study with a newer list in it, and what came of its open lines then."""

    revision: Revision
    matched: Matched


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
