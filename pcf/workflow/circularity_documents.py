"""The verbs that write what documents a refurbishment case: its document and its data files.

Composition only. Every number that is written comes from a case with the solve of record of all
that was solved for it.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from pcf.circularity.case import CaseResult
from pcf.errors import CalculationError
from pcf.files import write_file
from pcf.findings import Severity
from pcf.model.refurbishment import RefurbishmentCase
from pcf.model.study import Study
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.calculation import with_record
from pcf.workflow.circularity import calculate_case, cases_named
from pcf.workflow.documents import export_paths
from pcf.workflow.samples import write_refurbishment_study
from pcf.workflow.studies import open_study


def frozen_cases(
    path: Path, background: Background, names: Sequence[str] = (), *, partial: bool = False
) -> Iterator[CaseResult]:
    """Give the cases of a study file with their solves of record, one after the other.

    Args:
        path: study file.
        background: data sets and intensities.
        names: names or ids of cases; none gives all.
        partial: also where a finding stops the calculation of some part.

    Raises:
        CalculationError: a finding stops the calculation and `partial` is not set.
        EditError: there is no such case.
    """
    study = open_study(path)
    for case in cases_named(study, names):
        yield frozen_case(study, case, background, partial=partial)


def frozen_case(
    study: Study, case: RefurbishmentCase, background: Background, *, partial: bool = False
) -> CaseResult:
    """Give a case with the solve of record of all that was solved for it: what is written.

    Args:
        study: with the case.
        case: of that study.
        background: data sets and intensities.
        partial: also where a finding stops the calculation of some part.

    Raises:
        CalculationError: a finding stops the calculation and `partial` is not set.
        NonFiniteResultError: both solution procedures differ.
    """
    result = calculate_case(study, case, background)
    stopping = sum(each.severity is Severity.STOPS_CALCULATION for each in result.findings)
    if stopping and not partial:
        raise CalculationError("calculation-stopped", where=case.name, count=stopping)
    recorded = {each.sha256: with_record(each, background) for each in result.solved}

    def of(solved: PcfResult | None) -> PcfResult | None:
        return None if solved is None else recorded[solved.sha256]

    lives = tuple(
        msgspec.structs.replace(each, process=of(each.process), new_device=of(each.new_device))
        for each in result.lives
    )
    return msgspec.structs.replace(result, lives=lives, use=of(result.use))


def refurbishment_pdf(
    result: CaseResult, texts: Texts, issued: datetime.date, issuer: str = ""
) -> bytes:
    """Give the document of a case as PDF, such as `write_refurbishment_document` writes it."""
    from pcf.reports.refurbishment import refurbishment_pdf as pdf

    return pdf(result, texts, issued=issued, issuer=issuer)


def write_refurbishment_document(
    result: CaseResult, texts: Texts, target: Path, *, issued: datetime.date, issuer: str = ""
) -> Path:
    """Write the document of a case as PDF and give its path.

    Args:
        result: with its solves of record.
        texts: language of the document.
        target: folder and first part of the file's name.
        issued: date of issue.
        issuer: person who answers for the document.

    Raises:
        OutputError: the file can't be written.
    """
    draft = "-draft" if result.is_blocked else ""
    path = case_target(result, target)
    path = path.with_name(f"{path.name}{draft}-{texts.language.value}.pdf")
    return write_file(path, refurbishment_pdf(result, texts, issued, issuer))


def case_target(result: CaseResult, target: Path) -> Path:
    """Give folder and first part of the names of a case's files; several cases are numbered."""
    cases = [each.id for each in result.study.refurbishments]
    number = f"-{cases.index(result.case.id) + 1}" if len(cases) > 1 else ""
    return target.with_name(f"{target.name}-refurbishment{number}")


def _workbook(result: CaseResult, texts: Texts) -> bytes:
    from pcf.exchange.workbook import case_workbook_xlsx

    return case_workbook_xlsx(result, texts)


def _tables(result: CaseResult, texts: Texts) -> bytes:
    from pcf.exchange.csv_tables import case_csv_zip

    return case_csv_zip(result, texts)


def _json(result: CaseResult, _: Texts) -> bytes:
    from pcf.exchange.case_file import write_case

    return write_case(result)


CASE_EXPORTS: Mapping[str, Callable[[CaseResult, Texts], bytes]] = MappingProxyType(
    {"xlsx": _workbook, "csv": _tables, "json": _json}
)
"""The data files of a case, named as those of a footprint (`EXPORTS`)."""


def write_case_exports(
    result: CaseResult, languages: Sequence[Texts], target: Path, kinds: Iterable[str]
) -> tuple[Path, ...]:
    """Write data files of a case, those with words in each language, and give their paths.

    Args:
        result: of the case.
        languages: of the headings.
        target: folder and first part of the files' names.
        kinds: names in `CASE_EXPORTS`.

    Raises:
        OutputError: a file can't be written.
    """
    return tuple(
        write_file(path, CASE_EXPORTS[kind](result, texts))
        for kind in dict.fromkeys(kinds)
        for path, texts in export_paths(kind, languages, case_target(result, target))
    )


def write_refurbishment_sample(
    background: Background, out: Path, *, issued: datetime.date
) -> tuple[Path, ...]:
    """Write the sample study of a refurbishment depot with documents and data files of its cases.

    Raises:
        OutputError: a file can't be written.
    """
    path = write_refurbishment_study(out)
    languages = [Texts(language) for language in Language]
    written = [path]
    for result in frozen_cases(path, background):
        target = out / path.stem
        written += (
            write_refurbishment_document(result, texts, target, issued=issued)
            for texts in languages
        )
        written += write_case_exports(result, languages, target, ("xlsx", "json"))
    return tuple(written)
