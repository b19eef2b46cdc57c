"""The verbs from a study to its result: calculate, check, document, export, samples."""

import datetime
import enum
import functools
from pathlib import Path
from typing import Any

import click
import msgspec

from pcf.commands import terminal
from pcf.commands.many import each_study, studies_in, write_each
from pcf.commands.session import (
    EXIT_FINDINGS,
    Session,
    case_option,
    json_option,
    out_folder,
    partially,
    print_json,
    refurbishment_option,
    study_files,
)
from pcf.findings import Finding, Severity
from pcf.texts import Language, Texts
from pcf.workflow import circularity_documents, study_results
from pcf.workflow.documents import EXPORTS, write_document, write_exports
from pcf.workflow.samples import write_samples
from pcf.workflow.studies import keep_result


@click.command()
@study_files
@partially
@json_option
@click.option(
    "--record",
    is_flag=True,
    help="Also make the solve of record through Brightway, and keep the frozen result in the "
    "study file.",
)
@click.pass_obj
def calculate(
    session: Session, files: tuple[Path, ...], *, partial: bool, as_json: bool, record: bool
) -> None:
    """Calculate studies; one study is shown in full, several with one row each."""
    studies = studies_in(session, files)
    form = _Form.JSON if as_json else _Form.WHOLE if len(studies) == 1 else _Form.ROW
    work = functools.partial(_calculated, partial=partial, record=record, form=form)
    shown = [each for _, each in each_study(session, studies, work)]
    for each in shown:
        if each.stopped:
            session.exit_code = max(session.exit_code, EXIT_FINDINGS)
            if not as_json:
                click.echo(each.stopped, err=True)
    rows = [each.row for each in shown if each.row]
    if as_json:
        reports = [each.report for each in shown]
        print_json([*reports, *(terminal.fault_json(*fault) for fault in session.faults)])
    elif rows:
        click.echo(terminal.summary(rows, session.texts))
    for each in shown:
        if each.text:
            click.echo(each.text)


class _Form(enum.Enum):
    """How a calculated study is shown: in full, as one row of several, or as JSON."""

    WHOLE = enum.auto()
    ROW = enum.auto()
    JSON = enum.auto()


class _Shown(msgspec.Struct, frozen=True):
    """What is printed of a calculated study, in one form.

    Attributes:
        stopped: why it is not shown, "" where it is.
    """

    stopped: str = ""
    text: str = ""
    row: tuple[str, ...] = ()
    report: dict[str, Any] | None = None


def _calculated(
    session: Session, path: Path, *, partial: bool, record: bool, form: _Form
) -> _Shown:
    calculation = study_results.calculate_file(path, session.background, record=record)
    result, texts = calculation.result, session.texts
    is_shown = result is not None and (calculation.is_complete or partial)
    if record and result is not None and is_shown:
        keep_result(path, result)
    stopped = "" if is_shown else terminal.stopped(path, calculation.findings, texts)
    match form:
        case _Form.JSON:
            return _Shown(stopped, report=terminal.result_json(path, calculation, texts))
        case _Form.ROW if is_shown:
            return _Shown(row=terminal.summary_row(path, calculation, texts))
        case _Form.WHOLE if is_shown:
            return _Shown(text=terminal.result(path, calculation, texts))
    return _Shown(stopped)


@click.command()
@study_files
@json_option
@click.option(
    "--checklist", "whole", is_flag=True, help="Also list every row of the checklist and its state."
)
@click.pass_obj
def check(session: Session, files: tuple[Path, ...], *, as_json: bool, whole: bool) -> None:
    """List what is missing or doubtful in studies, worst first."""
    reports = []
    studies = studies_in(session, files)
    checked = study_results.with_shared_certificates(
        dict(each_study(session, studies, _checked)), session.background
    )
    for path, calculation in checked.items():
        worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        if any(finding.severity in worst for finding in calculation.findings):
            session.exit_code = max(session.exit_code, EXIT_FINDINGS)
        if as_json:
            report = terminal.findings_json(path, calculation.findings, session.texts)
            if whole:
                report["checklist"] = terminal.checklist_json(calculation, session.texts)
            reports.append(report)
        else:
            click.echo(terminal.findings(path, calculation, session.texts))
            if whole:
                click.echo("\n" + terminal.checklist(calculation, session.texts))
    if as_json:
        print_json([*reports, *(terminal.fault_json(*fault) for fault in session.faults)])


def _checked(session: Session, path: Path) -> study_results.Checked:
    return study_results.check_file(path, session.background)


@click.command()
@study_files
@out_folder
@partially
@click.option(
    "--language",
    "languages",
    type=click.Choice([each.value for each in Language]),
    multiple=True,
    help="Language of the document; may be given twice. The language of messages by default.",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Date of issue; today by default.")
@click.option("--issuer", default="", help="Person who answers for the document.")
@click.option(
    "--with",
    "formats",
    type=click.Choice(list(EXPORTS)),
    multiple=True,
    help="Also write workbook, tables, frozen result, or edits for another study, from the same "
    "solve.",
)
@refurbishment_option
@case_option
@click.pass_obj
def document(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    files: tuple[Path, ...],
    out: Path,
    languages: tuple[str, ...],
    date: datetime.datetime | None,
    issuer: str,
    formats: tuple[str, ...],
    cases: tuple[str, ...],
    *,
    partial: bool,
    refurbishment: bool,
) -> None:
    """Write the document of each study as PDF, from its solve of record.

    With --refurbishment it is that on the avoided emissions of each case, which no footprint holds.
    """
    chosen = [Language(each) for each in dict.fromkeys(languages)] or [session.texts.language]
    issued = date.date() if date else datetime.datetime.now().astimezone().date()
    if refurbishment or cases:
        document_of = functools.partial(
            _case_documents,
            cases=cases,
            languages=chosen,
            issued=issued,
            issuer=issuer,
            formats=_of_cases(formats),
            partial=partial,
        )
        write_each(session, files, out, document_of)
        return
    write = functools.partial(
        _document,
        shared=study_results.shared_certificates(studies_in(session, files)),
        languages=chosen,
        issued=issued,
        issuer=issuer,
        formats=formats,
        partial=partial,
    )
    write_each(session, files, out, write)


def _document(  # noqa: PLR0913  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    *,
    shared: dict[Path, list[Finding]],
    languages: list[Language],
    issued: datetime.date,
    issuer: str,
    formats: tuple[str, ...],
    partial: bool,
) -> tuple[Path, ...]:
    found = shared.get(path, ())
    result = study_results.frozen_result(path, session.background, found, partial=partial)
    texts = [Texts(language) for language in languages]
    documents = [
        write_document(result, each, target, issued=issued, issuer=issuer) for each in texts
    ]
    return (*documents, *write_exports(result, texts, target, formats))


def _of_cases(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Give formats of data files as they are asked of cases.

    Raises:
        UsageError: one is of footprints alone.
    """
    for each in formats:
        if each not in circularity_documents.CASE_EXPORTS:
            message = f"{each} is of footprints; avoided emissions are set beside none."
            raise click.UsageError(message)
    return formats


def _case_documents(  # noqa: PLR0913  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    *,
    cases: tuple[str, ...],
    languages: list[Language],
    issued: datetime.date,
    issuer: str,
    formats: tuple[str, ...],
    partial: bool,
) -> tuple[Path, ...]:
    texts = [Texts(language) for language in languages]
    written: list[Path] = []
    for result in circularity_documents.frozen_cases(
        path, session.background, cases, partial=partial
    ):
        written += (
            circularity_documents.write_refurbishment_document(
                result, each, target, issued=issued, issuer=issuer
            )
            for each in texts
        )
        written += circularity_documents.write_case_exports(result, texts, target, formats)
    return tuple(written)


@click.command()
@study_files
@out_folder
@partially
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(EXPORTS)),
    multiple=True,
    default=("xlsx",),
    show_default=True,
    help="Workbook, tables, the frozen result, or the edits that set it beside another study's; "
    "may be given several times.",
)
@click.option(
    "--language", type=click.Choice([each.value for each in Language]), help="Language of headings."
)
@refurbishment_option
@case_option
@click.pass_obj
def export(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    files: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    language: str | None,
    cases: tuple[str, ...],
    *,
    partial: bool,
    refurbishment: bool,
) -> None:
    """Write data files of each study: workbook, tables, frozen result.

    With --refurbishment they are those on the avoided emissions of each case.
    """
    chosen = Language(language) if language else session.texts.language
    if refurbishment or cases:
        export_of = functools.partial(
            _case_exports,
            cases=cases,
            language=chosen,
            formats=_of_cases(formats),
            partial=partial,
        )
        write_each(session, files, out, export_of)
        return
    shared = study_results.shared_certificates(studies_in(session, files))
    write = functools.partial(
        _export, shared=shared, language=chosen, formats=formats, partial=partial
    )
    write_each(session, files, out, write)


def _export(  # noqa: PLR0913  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    *,
    shared: dict[Path, list[Finding]],
    language: Language,
    formats: tuple[str, ...],
    partial: bool,
) -> tuple[Path, ...]:
    found = shared.get(path, ())
    result = study_results.frozen_result(path, session.background, found, partial=partial)
    return write_exports(result, [Texts(language)], target, formats)


def _case_exports(  # noqa: PLR0913  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    *,
    cases: tuple[str, ...],
    language: Language,
    formats: tuple[str, ...],
    partial: bool,
) -> tuple[Path, ...]:
    return tuple(
        each
        for result in circularity_documents.frozen_cases(
            path, session.background, cases, partial=partial
        )
        for each in circularity_documents.write_case_exports(
            result, [Texts(language)], target, formats
        )
    )


@click.command()
@out_folder
@click.pass_obj
def samples(session: Session, out: Path) -> None:
    """Calculate the sample studies and write their studies, documents and data files."""
    issued = datetime.datetime.now().astimezone().date()
    for sample in write_samples(session.background, out, issued=issued):
        click.echo(terminal.sample(sample, session.texts))
    written = circularity_documents.write_refurbishment_sample(
        session.background, out, issued=issued
    )
    click.echo("\n".join(map(str, written)))
