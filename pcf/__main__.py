"""The command line: the same verbs as the window, a subcommand each.

Verbs that take several study files or folders give one row a study; a file that fails does not
stop the others. Results go to standard output, progress and faults to standard error.
Exit codes: 0 done · 1 something is missing or has no solution, in `check` also what blocks a
document · 2 wrong usage · 3 a file or data set could not be read · 4 one could not be written.
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
from pcf.errors import CalculationError, InputError, OutputError, PcfError, UnitError
from pcf.findings import Severity
from pcf.model.product import Product
from pcf.texts import Language, Texts
from pcf.units import Quantity, parse_quantity

EXIT_FINDINGS, EXIT_INPUT, EXIT_OUTPUT = 1, 3, 4

Result = TypeVar("Result")


class Session:
    """What the verbs of one call share: the language, and the background opened once.

    Attributes:
        faults: the studies that failed, and why.
    """

    def __init__(self, texts: Texts) -> None:
        """Take the language of messages."""
        self.texts = texts
        self.exit_code = 0
        self.faults: list[tuple[Path, str]] = []
        self._background: workflow.Background | None = None

    @property
    def background(self) -> workflow.Background:
        """Give the background data, opened at the first use."""
        if self._background is None:
            self._background = workflow.open_background()
        return self._background

    def fail(self, error: PcfError, study: Path | None = None) -> None:
        """Say an error, with the study's name if it doesn't, and remember the worst exit code."""
        match error:
            case OutputError():
                code = EXIT_OUTPUT
            case CalculationError():
                code = EXIT_FINDINGS
            case _:
                code = EXIT_INPUT
        self.exit_code = max(self.exit_code, code)
        message = self.texts.error(error)
        if study is not None:
            self.faults.append((study, message))
            message = message if study.name in message else f"{study.name}: {message}"
        click.echo(message, err=True)

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
                except PcfError as error:
                    self.fail(error, path)

    def write_each(
        self, files: tuple[Path, ...], out: Path, work: Callable[[Path, Path], tuple[Path, ...]]
    ) -> None:
        """Write something of each study and print what was written.

        Args:
            files: studies and folders.
            out: folder for what is written.
            work: takes the study file, and folder and first part of the name of what it writes;
                gives the files that it wrote.
        """
        studies = workflow.study_files(files)
        named: dict[str, Path] = {}
        for path in studies:  # before anything is written; to most systems A and a are one name
            other = named.setdefault(path.stem.casefold(), path)
            if other != path:
                message = self.texts("cli.one-name", first=other, second=path, out=out)
                raise click.UsageError(message)
        for path, written in self.each(files, lambda path: work(path, out / path.stem)):
            if len(studies) > 1:
                click.echo(terminal.written(path, written))
            else:
                click.echo("\n".join(map(str, written)))


class _Amount(click.ParamType[Quantity]):
    """An amount with its unit."""

    name = "amount"

    def convert(
        self,
        value: Any,  # noqa: ANN401  click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Quantity:
        """Read an amount as it is typed."""
        if isinstance(value, Quantity):
            return value
        try:
            return parse_quantity(value)
        except UnitError as error:
            session = click.get_current_context().obj
            self.fail(session.texts.error(error), param, ctx)


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
@click.option("--declared-unit", type=_Amount(), default="1 piece", show_default=True)
@click.option("--country", default="", help="Country of the plant, such as CHN.")
@click.option(
    "--accept",
    type=click.FloatRange(0, 1),
    help="Take over proposed data sets from this confidence on, for example 0.6.",
)
@click.option("--replace", is_flag=True, help="Replace an existing file.")
@click.pass_obj
def new(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    study: Path,
    bom: Path | None,
    name: str,
    number: str,
    declared_unit: Quantity,
    country: str,
    accept: float | None,
    replace: bool,
) -> None:
    """Make a study, from a bill of materials if one is given."""
    product = Product(name=name, number=number, declared_unit=declared_unit)
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
        _print_json([*reports, *(terminal.fault_json(*fault) for fault in session.faults)])
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
        _print_json([*reports, *(terminal.fault_json(*fault) for fault in session.faults)])


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


@cli.command()
@_files
@_out
@_partial
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
    ref = catalogue.reference(row)
    found = catalogue.get(ref) if ref is not None else None
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
    """Give the language that the system prefers, found as gettext finds it; else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    stated = next((os.environ[name] for name in names if os.environ.get(name)), "")
    system = stated or locale.getlocale()[0] or ""
    if system in {"C", "POSIX"}:  # then LANGUAGE counts for nothing
        return Language.ENGLISH
    for wanted in (*os.environ.get("LANGUAGE", "").split(":"), system):
        if wanted.lower().startswith(("zh", "chinese")):
            return Language.CHINESE
        if wanted.lower().startswith("en"):
            return Language.ENGLISH
    return Language.ENGLISH


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
