"""The verbs from a study to its result: calculate, check, document, export, samples."""

import datetime
from pathlib import Path

import click

from pcf import workflow
from pcf.commands import terminal
from pcf.commands.session import (
    EXIT_FINDINGS,
    Session,
    json_option,
    out_folder,
    partially,
    print_json,
    study_files,
)
from pcf.findings import Severity
from pcf.texts import Language, Texts


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

    def work(path: Path) -> workflow.Calculation:
        calculation = workflow.calculate_file(path, session.background, record=record)
        result = calculation.result
        if record and result is not None and (calculation.is_complete or partial):
            workflow.keep_result(path, result)
        return calculation

    rows = list(session.each(files, work))
    for path, calculation in rows:
        if not calculation.is_complete and (calculation.result is None or not partial):
            session.exit_code = max(session.exit_code, EXIT_FINDINGS)
            if not as_json:
                click.echo(terminal.stopped(path, calculation.findings, session.texts), err=True)
    shown = [row for row in rows if row[1].is_complete or (partial and row[1].result)]
    if as_json:
        reports = [terminal.result_json(path, each, session.texts) for path, each in rows]
        print_json([*reports, *(terminal.fault_json(*fault) for fault in session.faults)])
    elif len(rows) == 1 and shown:
        click.echo(terminal.result(*shown[0], session.texts))
    elif shown:
        click.echo(terminal.summary(shown, session.texts))


@click.command()
@study_files
@json_option
@click.option(
    "--checklist", "whole", is_flag=True, help="Also list every row of the checklist and its state."
)
@click.pass_obj
def check(session: Session, files: tuple[Path, ...], *, as_json: bool, whole: bool) -> None:
    """List what is missing or doubtful in studies, worst first."""

    def work(path: Path) -> workflow.Checked:
        return workflow.check_file(path, session.background)

    reports = []
    checked = workflow.with_shared_certificates(dict(session.each(files, work)))
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
    type=click.Choice(list(workflow.EXPORTS)),
    multiple=True,
    help="Also write workbook, tables or frozen result, from the same solve.",
)
@click.pass_obj
def document(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    files: tuple[Path, ...],
    out: Path,
    languages: tuple[str, ...],
    date: datetime.datetime | None,
    issuer: str,
    formats: tuple[str, ...],
    *,
    partial: bool,
) -> None:
    """Write the document of each study as PDF, from its solve of record."""
    chosen = [Language(each) for each in dict.fromkeys(languages)] or [session.texts.language]
    issued = date.date() if date else datetime.datetime.now().astimezone().date()

    def work(path: Path, target: Path) -> tuple[Path, ...]:
        result = workflow.frozen_result(path, session.background, partial=partial)
        texts = [Texts(language) for language in chosen]
        documents = [
            workflow.write_document(result, each, target, issued=issued, issuer=issuer)
            for each in texts
        ]
        return (*documents, *workflow.write_exports(result, texts, target, formats))

    session.write_each(files, out, work)


@click.command()
@study_files
@out_folder
@partially
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(workflow.EXPORTS)),
    multiple=True,
    default=("xlsx",),
    show_default=True,
    help="Workbook, tables, or the frozen result; may be given several times.",
)
@click.option(
    "--language", type=click.Choice([each.value for each in Language]), help="Language of headings."
)
@click.pass_obj
def export(  # noqa: PLR0913  one parameter an option
    session: Session,
    files: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    language: str | None,
    *,
    partial: bool,
) -> None:
    """Write data files of each study: workbook, tables, frozen result."""
    texts = Texts(Language(language)) if language else session.texts

    def work(path: Path, target: Path) -> tuple[Path, ...]:
        result = workflow.frozen_result(path, session.background, partial=partial)
        return workflow.write_exports(result, [texts], target, formats)

    session.write_each(files, out, work)


@click.command()
@out_folder
@click.pass_obj
def samples(session: Session, out: Path) -> None:
    """Calculate the sample studies and write their studies, documents and data files."""
    issued = datetime.datetime.now().astimezone().date()
    for sample in workflow.write_samples(session.background, out, issued=issued):
        click.echo(terminal.sample(sample, session.texts))
