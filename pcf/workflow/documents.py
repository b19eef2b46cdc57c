"""The verbs that write the document and the data files of a result."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from pcf.files import write_file
from pcf.model.edits import Insert
from pcf.results.estimates import document_kind, is_draft
from pcf.results.method import as_compared, as_earlier
from pcf.results.result import PcfResult
from pcf.texts import Texts


def write_document(
    result: PcfResult, texts: Texts, target: Path, *, issued: datetime.date, issuer: str = ""
) -> Path:
    """Write the document of a result as PDF; its kind and language go into the name.

    Args:
        result: with its solve of record.
        texts: language of the document.
        target: folder and first part of the file's name.
        issued: date of issue.
        issuer: person who answers for the document.

    Raises:
        OutputError: the file can't be written.
    """
    return write_file(
        document_path(result, texts, target), document_pdf(result, texts, issued, issuer)
    )


def document_path(result: PcfResult, texts: Texts, target: Path) -> Path:
    """Give where the document of a result goes: its kind and language are in its name."""
    draft = "-draft" if is_draft(result) else ""
    name = f"{target.name}-{document_kind(result).value}{draft}-{texts.language.value}.pdf"
    return target.with_name(name)


def document_pdf(result: PcfResult, texts: Texts, issued: datetime.date, issuer: str = "") -> bytes:
    """Give the document of a result as PDF, such as `write_document` writes it."""
    from pcf.reports.certificate import certificate_pdf

    return certificate_pdf(result, texts, issued=issued, issuer=issuer)


def _workbook(result: PcfResult, texts: Texts) -> bytes:
    from pcf.exchange.workbook import workbook_xlsx

    return workbook_xlsx(result, texts)


def _tables(result: PcfResult, texts: Texts) -> bytes:
    from pcf.exchange.csv_tables import csv_zip

    return csv_zip(result, texts)


def _frozen(result: PcfResult, _: Texts) -> bytes:
    from pcf.exchange.result_file import write_result

    return write_result(result)


def _as_compared(result: PcfResult, _: Texts) -> bytes:
    from pcf.exchange.edit_file import edits_json

    return edits_json([Insert(parent="study", index=-1, node=as_compared(result))])


def _as_earlier(result: PcfResult, _: Texts) -> bytes:
    from pcf.exchange.edit_file import edits_json

    return edits_json([Insert(parent="study", index=-1, node=as_earlier(result))])


class Export(msgspec.Struct, frozen=True):
    """A kind of data file.

    Attributes:
        suffix: what follows the study's name in that of the file.
        write: gives the bytes of the file.
        has_language: it holds words, so that there is one a language.
    """

    suffix: str
    write: Callable[[PcfResult, Texts], bytes]
    has_language: bool


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "xlsx": Export("-{language}.xlsx", _workbook, has_language=True),
        "csv": Export("-{language}-csv.zip", _tables, has_language=True),
        "json": Export("-result.json", _frozen, has_language=False),
        "compared": Export("-compared.json", _as_compared, has_language=False),
        "earlier": Export("-earlier.json", _as_earlier, has_language=False),
    }
)
"""The data files: workbook, tables, frozen result, and the edits that put a result into another
study, as what it is compared with or as the product's earlier footprint."""


def write_exports(
    result: PcfResult, languages: Sequence[Texts], target: Path, kinds: Iterable[str]
) -> tuple[Path, ...]:
    """Write data files of a result, those with words in each language, and give their paths.

    Args:
        result: with its solve of record.
        languages: of the headings.
        target: folder and first part of the files' names.
        kinds: names in `EXPORTS`.

    Raises:
        OutputError: a file can't be written.
    """
    return tuple(
        write_file(path, EXPORTS[kind].write(result, texts))
        for kind in dict.fromkeys(kinds)
        for path, texts in export_paths(kind, languages, target)
    )


def export_paths(kind: str, languages: Sequence[Texts], target: Path) -> list[tuple[Path, Texts]]:
    """Give where the data files of a kind go, with the language of each."""
    export = EXPORTS[kind]
    return [
        (target.with_name(target.name + export.suffix.format(language=texts.language.value)), texts)
        for texts in (languages if export.has_language else languages[:1])
    ]
