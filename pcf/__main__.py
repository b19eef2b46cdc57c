"""The command line: the same verbs as the window, a subcommand each.

Every verb takes one or more study files or folders and gives one row a study; a file that fails
does not stop the others. Results go to standard output, progress and faults to standard error.
Exit codes: 0 done · 1 a finding blocks or stops (`check`, `calculate` without --partial) ·
2 wrong usage · 3 a file or database could not be read · 4 something could not be written.
"""

import datetime
import json
import locale
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from pcf import terminal, workflow
from pcf.errors import DataError, InputError, OutputError, PcfError
from pcf.findings import Severity
from pcf.model.product import Product
from pcf.texts import Language, Texts
from pcf.units import parse_quantity

EXIT_FINDINGS, EXIT_INPUT, EXIT_OUTPUT = 1, 3, 4

Result = TypeVar("Result")


class Session:
    """What the verbs of one call share: the language, and the background opened once."""

    def __init__(self, texts: Texts) -> None:
        """Take the language of messages."""
        self.texts = texts
        self.exit_code = 0
        self._background: workflow.Background | None = None

    @property
    def background(self) -> workflow.Background:
        """Give the background data, opened at the first use."""
        if self._background is None:
            self._background = workflow.open_background()
        return self._background

    def fail(self, error: PcfError, subject: str = "") -> None:
        """Say an error and remember the worst exit code."""
        code = EXIT_OUTPUT if isinstance(error, OutputError) else EXIT_INPUT
        self.exit_code = max(self.exit_code, code)
        prefix = f"{subject}: " if subject else ""
        click.echo(f"{prefix}{self.texts.error(error)}", err=True)

    def each(
        self, files: tuple[Path, ...], work: Callable[[Path], Result]
    ) -> Iterator[tuple[Path, Result]]:
        """Do something with each study, showing progress for several; faults go by file."""
        studies = list(workflow.study_files(files))
        if not studies:
            raise click.UsageError(self.texts("cli.no-studies"))
        show = len(studies) > 1 and sys.stderr.isatty()
        with click.progressbar(studies, file=sys.stderr, hidden=not show) as progress:
            for path in progress:
                try:
                    yield path, work(path)
                except (InputError, DataError, OutputError, PcfError) as error:
                    self.fail(error, path.name)


_files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
_partial = click.option(
    "--partial", is_flag=True, help="Go on without the lines that stop the calculation."
)
_out = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for what is written.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice([each.value for each in Language]),
    help="Language of messages; the system's by default.",
)
@click.version_option(package_name="cradlegate")
@click.pass_context
def cli(context: click.Context, lang: str | None) -> None:
    """Partial carbon footprints of products, following ISO 14067, without network."""
    if lang:
        context.obj.texts = Texts(Language(lang))


@cli.command()
@click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--bom", type=click.Path(path_type=Path, exists=True), help="Table (.csv, .xlsx).")
@click.option("--name", default="", help="Name of the product.")
@click.option("--number", default="", help="Part number of the product.")
@click.option("--declared-unit", default="1 piece", show_default=True)
@click.option("--country", default="", help="Country of the plant, such as CHN.")
@click.option(
    "--accept",
    type=click.FloatRange(0, 1),
    help="Take over proposed data sets from this confidence on, for example 0.8.",
)
@click.option("--replace", is_flag=True, help="Replace an existing file.")
@click.pass_obj
def new(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    study: Path,
    bom: Path | None,
    name: str,
    number: str,
    declared_unit: str,
    country: str,
    accept: float | None,
    replace: bool,
) -> None:
    """Make a study, from a bill of materials if one is given."""
    product = Product(name=name, number=number, declared_unit=parse_quantity(declared_unit))
    made = workflow.new_study(
        session.background, bom=bom, product=product, country=country, accept=accept
    )
    path = workflow.save_new(study, made.study, replace=replace)
    click.echo(terminal.new_study(path, made, session.background.catalogue, session.texts))


@cli.command()
@click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("edits", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def edit(session: Session, study: Path, edits: Path) -> None:
    """Apply a JSON list of edits to a study: sites, steps, transport, packaging, any field."""
    count = workflow.edit_file(study, edits, session.background)
    click.echo(session.texts("terminal.edited", path=str(study), count=count))


@cli.command()
@_files
@_partial
@_as_json
@click.option("--record", is_flag=True, help="Also make the solve of record through Brightway.")
@click.pass_obj
def calculate(
    session: Session, files: tuple[Path, ...], *, partial: bool, as_json: bool, record: bool
) -> None:
    """Calculate studies; one study is shown in full, several with one row each."""

    def work(path: Path) -> workflow.Calculation:
        return workflow.calculate_file(path, session.background, record=record)

    rows = list(session.each(files, work))
    for path, calculation in rows:
        if not calculation.is_complete and not partial:
            session.exit_code = max(session.exit_code, EXIT_FINDINGS)
            if not as_json:
                click.echo(terminal.stopped(path, calculation.findings, session.texts), err=True)
    shown = [row for row in rows if row[1].is_complete or (partial and row[1].result)]
    if as_json:
        _print_json([terminal.result_json(path, each, session.texts) for path, each in rows])
    elif len(rows) == 1 and shown:
        click.echo(terminal.result(*shown[0], session.texts))
    elif shown:
        click.echo(terminal.summary(shown, session.texts))


@cli.command()
@_files
@_as_json
@click.pass_obj
def check(session: Session, files: tuple[Path, ...], *, as_json: bool) -> None:
    """List what is missing or doubtful in studies, worst first."""

    def work(path: Path) -> workflow.Calculation:
        return workflow.calculate_file(path, session.background)

    reports = []
    for path, calculation in session.each(files, work):
        worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        if any(finding.severity in worst for finding in calculation.findings):
            session.exit_code = max(session.exit_code, EXIT_FINDINGS)
        if as_json:
            reports.append(terminal.findings_json(path, calculation.findings, session.texts))
        else:
            click.echo(terminal.findings(path, calculation, session.texts))
    if as_json:
        _print_json(reports)


@cli.command()
@_files
@_out
@_partial
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
    type=click.Choice(["xlsx", "csv", "json"]),
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
    chosen = [Language(each) for each in languages] or [session.texts.language]
    issued = date.date() if date else datetime.datetime.now().astimezone().date()

    def work(path: Path) -> list[Path]:
        result = workflow.frozen_result(path, session.background, partial=partial)
        target = out / path.stem
        return [
            written
            for texts in (Texts(language) for language in chosen)
            for written in (
                workflow.write_document(result, texts, target, issued=issued, issuer=issuer),
                *(workflow.write_export(result, texts, target, kind) for kind in formats),
            )
        ]

    for _, written in session.each(files, work):
        for path in written:
            click.echo(path)


@cli.command()
@_files
@_out
@_partial
@click.option(
    "--format",
    "formats",
    type=click.Choice(["xlsx", "csv", "json"]),
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

    def work(path: Path) -> list[Path]:
        result = workflow.frozen_result(path, session.background, partial=partial)
        return [workflow.write_export(result, texts, out / path.stem, each) for each in formats]

    for _, written in session.each(files, work):
        for path in written:
            click.echo(path)


@cli.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--unit", default="", help="Only data sets that count this unit.")
@click.option("--place", default="", help="Only geographies that start so, such as CHN.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@_as_json
@click.pass_obj
def search(  # noqa: PLR0913  one parameter an option
    session: Session, words: tuple[str, ...], unit: str, place: str, limit: int, *, as_json: bool
) -> None:
    """Find data sets by words in English or Chinese."""
    hits = session.background.catalogue.search(
        " ".join(words), limit=limit, unit=unit, geography=place
    )
    if as_json:
        _print_json([msgspec.to_builtins(hit.data_set) for hit in hits])
    else:
        click.echo(terminal.hits(hits, session.texts))


@cli.command()
@click.argument("row", required=False)
@click.option("--notice", is_flag=True, help="Print licences and attributions.")
@_as_json
@click.pass_obj
def data(session: Session, row: str | None, *, notice: bool, as_json: bool) -> None:
    """List the databases, or show one data set by its id with all that is known of it."""
    catalogue = session.background.catalogue
    if notice:
        for base in catalogue.databases:
            click.echo(base.notice)
        return
    if row is None:
        if as_json:
            _print_json([terminal.database_json(base) for base in catalogue.databases])
        else:
            click.echo(terminal.databases(catalogue.databases, session.texts))
        return
    found = catalogue.find(row.rpartition(":")[2])
    if found is None:
        raise InputError("row-unknown", row=row)
    if as_json:
        _print_json(msgspec.to_builtins(found))
    else:
        click.echo(terminal.data_set(found, session.texts))


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the study file."""
    _print_json(workflow.study_schema())


@cli.command()
@_out
@click.pass_obj
def samples(session: Session, out: Path) -> None:
    """Calculate the sample studies and write their studies, documents and data files."""
    issued = datetime.datetime.now().astimezone().date()
    for sample in workflow.write_samples(session.background, out, issued=issued):
        click.echo(terminal.sample(sample, session.texts))


def _print_json(content: Any) -> None:  # noqa: ANN401  whatever JSON can say
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _system_language() -> Language:
    """Give Chinese where the system speaks it, else English."""
    stated = next((os.environ[name] for name in ("LC_ALL", "LANG") if os.environ.get(name)), "")
    system = stated or locale.getlocale()[0] or ""
    return Language.CHINESE if system.lower().startswith(("zh", "chinese")) else Language.ENGLISH


def main() -> None:
    """Run the command line; say faults in words and leave with their exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a pipe on Windows would else fail at the first Chinese character
            stream.reconfigure(encoding="utf-8")
    session = Session(Texts(_system_language()))
    try:
        cli.main(standalone_mode=False, obj=session)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except PcfError as error:
        session.fail(error)
    sys.exit(session.exit_code)


if __name__ == "__main__":
    main()
