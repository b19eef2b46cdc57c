"""The verbs of refurbishment: what it avoids, registers of devices, the new device of a study."""

import sys
from pathlib import Path

import click

from pcf.commands import circularity_terminal
from pcf.commands.session import EXIT_FINDINGS, Session, json_option, print_json
from pcf.errors import RegisterError
from pcf.model.edits import apply
from pcf.workflow import circularity, studies

_study = click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
_case = click.option("--case", default="", help="Name of the case; not needed where there is one.")


@click.command()
@_study
@_case
@json_option
@click.pass_obj
def refurbishment(session: Session, study: Path, case: str, *, as_json: bool) -> None:
    """What the further lives of devices avoid, under three displacement rates side by side.

    Avoided emissions are no footprint: nothing adds them to one or takes them off.
    """
    opened = studies.open_study(study)
    cases = circularity.cases_named(opened, (case,) if case else ())
    results = [circularity.calculate_case(opened, each, session.background) for each in cases]
    if any(each.is_blocked for each in results if each.case.categories):
        session.exit_code = max(session.exit_code, EXIT_FINDINGS)
    if as_json:
        print_json([circularity_terminal.case_json(each, session.texts) for each in results])
        return
    shown = (circularity_terminal.case(each, session.texts) for each in results)
    click.echo("\n\n\n".join(shown))


@click.command()
@_study
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_case
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="What a column holds, by its heading or letter: category, sold_on, status, quantity, "
    "age, made_on, serial.",
)
@click.option("--dry-run", is_flag=True, help="Only tell how the register is read.")
@json_option
@click.pass_obj
def register(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    study: Path,
    file: Path,
    case: str,
    columns: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read a register of single devices into a case; the study keeps sums, no serial number."""
    stated = dict(_pair(each) for each in columns)
    progress = _Progress(session) if sys.stderr.isatty() else None
    reading = circularity.read_register(file, stated, progress)
    if progress is not None:
        progress.end()
    if as_json:
        print_json(circularity_terminal.register_json(reading.register, session.texts))
    else:
        click.echo(circularity_terminal.register(reading, session.texts))
    if dry_run:
        return
    kept = circularity.register_into(study, case, reading.register)
    if not as_json:
        name = session.texts.choose(kept.name, kept.name_zh) or kept.id
        click.echo(session.texts("terminal.register-kept", case=name, path=str(study)))


@click.command("new-device")
@_study
@click.argument("category")
@click.argument("of", metavar="OTHER", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def new_device(session: Session, study: Path, category: str, of: Path) -> None:
    """Compare a category with the device that another study of your own calculates.

    CATEGORY is its name or id, OTHER the study file of the new device.
    """
    opened = studies.open_study(study)
    found = circularity.category_named(opened, category)
    edit = circularity.new_device_edit(found.id, of, session.background)
    studies.save_study(study, apply(opened, [edit]), study)
    click.echo(
        session.texts(
            "terminal.new-device",
            category=session.texts.choose(found.name, found.name_zh) or found.id,
            product=edit.value.product,
            value=edit.value.value.text,
        )
    )


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals or not column.strip():
        raise RegisterError("register-column-form", text=text)
    return field.strip(), column.strip()


class _Progress:
    """Tells how many rows were read, in one line of the terminal."""

    def __init__(self, session: Session) -> None:
        self._texts = session.texts

    def __call__(self, rows: int, share: float) -> None:
        """Show the rows read, and the share of the file where it is known."""
        key = "terminal.register-progress" if share else "terminal.register-rows"
        words = self._texts(key, rows=float(rows), percent=100 * share)
        click.echo(f"\r{words} ", err=True, nl=False)

    def end(self) -> None:
        """Leave the line."""
        click.echo("", err=True)
