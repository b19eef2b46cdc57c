"""What the worker process does: full solves, documents, data files. Plain functions.

The background is opened once a process and kept: the second document of a session takes a fraction
of the first one's time.
"""

import datetime
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from pcf.circularity.case import CaseResult
from pcf.model.product import Product
from pcf.model.refurbishment import DeviceRegister
from pcf.model.study import Study
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow import (
    background,
    calculation,
    charts,
    circularity,
    circularity_documents,
    lists,
    matching,
    merging,
)
from pcf.workflow.documents import document_pdf, write_document, write_exports


@functools.cache
def _background() -> background.Background:
    return background.open_background()


class Order(msgspec.Struct, frozen=True):
    """What is to be issued of a study.

    Attributes:
        languages: of documents and data files.
        exports: kinds of data files, names in `documents.EXPORTS`.
        issued: date of issue.
        issuer: who answers for the document.
    """

    languages: tuple[Language, ...]
    exports: tuple[str, ...]
    issued: datetime.date
    issuer: str = ""


class _ByContent:
    """A study as a key: a study that came over the pipe is another object with the same content."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self.study == other.study

    def __hash__(self) -> int:
        return hash(self.study.id)


def solve(study: Study) -> PcfResult:
    """Give the result of a study with its solve of record."""
    return calculation.freeze(study, _background(), partial=True)


def preview(study: Study, language: Language, issued: datetime.date, issuer: str) -> bytes:
    """Give the document of a study as PDF, such as it would be issued now."""
    return document_pdf(_frozen(study), Texts(language), issued, issuer)


def issue(study: Study, target: Path, order: Order) -> tuple[Path, ...]:
    """Write documents and data files of a study, all from one frozen result, and give their paths.

    Args:
        study: what to issue.
        target: folder and first part of the files' names.
        order: which files.

    Raises:
        OutputError: a file can't be written.
    """
    result = _frozen(study)
    texts = [Texts(language) for language in order.languages]
    documents = tuple(
        write_document(result, each, target, issued=order.issued, issuer=order.issuer)
        for each in texts
    )
    return (*documents, *write_exports(result, texts, target, order.exports))


def case_preview(
    study: Study, case: str, language: Language, issued: datetime.date, issuer: str
) -> bytes:
    """Give the document of a refurbishment case as PDF, such as it would be issued now."""
    return circularity_documents.refurbishment_pdf(
        _frozen_case(study, case), Texts(language), issued, issuer
    )


def issue_case(study: Study, case: str, target: Path, order: Order) -> tuple[Path, ...]:
    """Write documents and data files of a refurbishment case and give their paths.

    Raises:
        OutputError: a file can't be written.
    """
    result = _frozen_case(study, case)
    texts = [Texts(language) for language in order.languages]
    documents = tuple(
        circularity_documents.write_refurbishment_document(
            result, each, target, issued=order.issued, issuer=order.issuer
        )
        for each in texts
    )
    exports = circularity_documents.write_case_exports(result, texts, target, order.exports)
    return (*documents, *exports)


def read_register(path: Path, *, progress: Callable[[int, int], None]) -> DeviceRegister:
    """Read a register of devices; a million rows would hold the lock of the window's process.

    Args:
        path: .csv, .tsv, .txt or .xlsx.
        progress: told the thousandths of the file that are read.

    Raises:
        DataError: the file is damaged.
        RegisterError: it is no register.
    """

    def told(_rows: int, share: float) -> None:
        progress(round(share * 1000), 1000)

    return circularity.read_register(path, progress=told).register


def _frozen_case(study: Study, case: str) -> CaseResult:
    found = circularity.case_named(study, case)
    return circularity_documents.frozen_case(study, found, _background(), partial=True)


class ChartOrder(msgspec.Struct, frozen=True):
    """Which chart is wanted, and as what.

    Attributes:
        kind: name in `charts.CHARTS`.
        formats: names in `charts.CHART_FORMATS`.
        limit: share of all emissions below which the flow diagram gathers nodes [0..1].
        case: id of the refurbishment case that it is of; "" for the footprint.
    """

    kind: str
    formats: tuple[str, ...]
    language: Language
    limit: float = 0.0
    case: str = ""


def chart(study: Study, order: ChartOrder) -> dict[str, bytes]:
    """Give a chart of a study as files, by the fast path: what the page shows."""
    texts = Texts(order.language)
    if order.case:
        found = circularity.case_named(study, order.case)
        solved = circularity.calculate_case(study, found, _background())
        return charts.case_chart_files(solved, order.kind, texts, order.formats)
    result = calculation.calculate(study, _background()).result
    if result is None:
        return {}
    return charts.chart_files(result, order.kind, texts, order.formats, order.limit)


@functools.lru_cache(maxsize=1)
def _solved(key: _ByContent) -> PcfResult:
    return solve(key.study)


def _frozen(study: Study) -> PcfResult:
    """Give the frozen result of a study: that of the last job where it is the same study."""
    return _solved(_ByContent(study))


class ListOrder(msgspec.Struct, frozen=True):
    """How a parts list is to be read, and what is to be made of its open lines.

    Attributes:
        path: the file.
        sheet: title of the worksheet, "" to find it.
        heading: number of the heading row, None to find it.
        columns: what some columns hold, each as `quantity=D` or `mass=F:g`.
        accept: confidence from which a proposed data set is taken over; None takes none.
        masses: whether masses are recalled and estimated.
    """

    path: Path
    sheet: str = ""
    heading: int | None = None
    columns: tuple[str, ...] = ()
    accept: float | None = None
    masses: bool = True

    def layout(self) -> Any:  # noqa: ANN401  a layout of the exchange, which the window may not name
        """Give what is stated of the list's layout, None if nothing is."""
        return lists.stated_layout(sheet=self.sheet, heading=self.heading, columns=self.columns)


def preview_list(order: ListOrder) -> lists.ListPreview:
    """Show how a parts list would be read."""
    return lists.preview_list(order.path, _background(), order.layout())


def new_study(order: ListOrder, product: Product, country: str) -> matching.Matched:
    """Make a study of a parts list."""
    return merging.new_study(
        _background(),
        product=product,
        country=country,
        bom=order.path,
        layout=order.layout(),
        accept=order.accept,
        masses=order.masses,
    )


def merge_list(study: Study, order: ListOrder, into: str = "") -> merging.Merged:
    """Merge a parts list into a study; the study is given, not written."""
    return merging.merge_into(
        study,
        order.path,
        _background(),
        into=into,
        layout=order.layout(),
        accept=order.accept,
        masses=order.masses,
    )
