"""The verbs from a parts list to a study: bom, new, match, merge, edit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pcf.commands import list_terminal
from pcf.commands.session import EXIT_FINDINGS, Amount, Session, json_option, print_json
from pcf.model.product import Product
from pcf.units import Quantity
from pcf.workflow import lists, matching, merging, reviews, studies

Verb = TypeVar("Verb", bound=Callable[..., Any])

_study = click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
_accept = click.option(
    "--accept",
    type=click.FloatRange(0, 1),
    help="Take over proposed data sets from this confidence on, for example 0.8.",
)
_masses = click.option(
    "--masses/--no-masses", default=True, help="Estimate masses that the list lacks (default)."
)
_replace = click.option("--replace", is_flag=True, help="Replace an existing file.")
_list_file = click.Path(path_type=Path, dir_okay=False)  # one that is missing, the reader tells


def _with_layout(verb: Verb) -> Verb:
    """Give a verb the options that say what stands where in a list."""
    options = (
        click.option("--sheet", default="", help="Worksheet to read."),
        click.option("--heading", type=click.IntRange(0), help="Row of the headings, 0 for none."),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=COLUMN",
            help="What a column holds, for example quantity=D; “ignore=D” leaves it out. "
            "Remembered for lists with the same headings.",
        ),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


@click.command()
@click.argument("file", type=_list_file)
@_with_layout
@json_option
@click.pass_obj
def bom(  # noqa: PLR0913  one parameter an option
    session: Session,
    file: Path,
    sheet: str,
    heading: int | None,
    columns: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Show what a parts list is read as, without making a study."""
    layout = lists.stated_layout(sheet=sheet, heading=heading, columns=columns)
    read = lists.read_list(file, session.background, layout)
    if as_json:
        print_json(list_terminal.list_json(file, read, session.texts))
    else:
        click.echo(list_terminal.read_list(file, read, session.texts))


@click.command()
@_study
@click.option("--bom", type=_list_file, help="Parts list (.xlsx, .xls, .ods, .csv, .tsv).")
@_with_layout
@click.option("--name", default="", help="Name of the product.")
@click.option("--number", default="", help="Part number of the product.")
@click.option("--declared-unit", type=Amount(), default="1 piece", show_default=True)
@click.option("--country", default="", help="Country of the plant, such as CHN.")
@_accept
@_masses
@_replace
@json_option
@click.pass_obj
def new(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    study: Path,
    bom: Path | None,
    sheet: str,
    heading: int | None,
    columns: tuple[str, ...],
    name: str,
    number: str,
    declared_unit: Quantity,
    country: str,
    accept: float | None,
    masses: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Make a study, from a bill of materials if one is given."""
    made = merging.new_study(
        session.background,
        product=Product(name=name, number=number, declared_unit=declared_unit),
        country=country,
        bom=bom,
        layout=lists.stated_layout(sheet=sheet, heading=heading, columns=columns),
        accept=accept,
        masses=masses,
    )
    path = studies.save_new(study, made.study, replace=replace)
    if as_json:
        print_json(list_terminal.matched_json(path, made, session.texts))
    else:
        catalogue = session.background.catalogue
        click.echo(list_terminal.matched(path, made, catalogue, session.texts))


@click.command()
@_study
@_accept
@_masses
@click.option(
    "--review",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write lines, proposals and masses to this workbook, to be confirmed or corrected.",
)
@click.option("--answers", type=_list_file, help="Read a filled-in review back into the study.")
@_replace
@json_option
@click.pass_obj
def match(  # noqa: PLR0913  one parameter an option
    session: Session,
    study: Path,
    accept: float | None,
    review: Path | None,
    answers: Path | None,
    *,
    masses: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Propose data sets and masses for the lines of a study, and let them be reviewed."""
    texts = session.texts
    if answers is not None:
        if review is not None or accept is not None:
            raise click.UsageError(texts("cli.answers-alone"))
        read = reviews.apply_review(study, answers, session.background)
        if read.findings:
            session.exit_code = max(session.exit_code, EXIT_FINDINGS)
        if as_json:
            print_json(list_terminal.reviewed_json(study, read, texts))
        else:
            click.echo(list_terminal.reviewed(study, read, texts))
        return
    if review is not None:
        review = review if review.suffix == ".xlsx" else review.with_name(f"{review.name}.xlsx")
        if not replace:
            lists.refuse_existing(review)
    found = matching.match_file(study, session.background, accept=accept, masses=masses)
    if as_json:
        print_json(list_terminal.matched_json(study, found, texts))
    else:
        click.echo(list_terminal.matched(study, found, session.background.catalogue, texts))
    if review is not None:
        reviews.write_review(study, review, session.background, texts)
        click.echo(texts("lists.review-written", path=str(review)), err=as_json)


@click.command()
@_study
@click.option("--bom", required=True, type=_list_file, help="The newer parts list.")
@_with_layout
@click.option("--into", default="", help="Part number of the assembly that the list is of.")
@_accept
@_masses
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.option(
    "--undo",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the edits that take the merge back, for “edit”.",
)
@_replace
@json_option
@click.pass_obj
def merge(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    study: Path,
    bom: Path,
    sheet: str,
    heading: int | None,
    columns: tuple[str, ...],
    into: str,
    accept: float | None,
    masses: bool,
    dry_run: bool,
    undo: Path | None,
    replace: bool,
    as_json: bool,
) -> None:
    """Merge a newer parts list into a study; what was typed stays."""
    if undo is not None and not (replace or dry_run):
        lists.refuse_existing(undo)
    found = merging.merge_file(
        study,
        bom,
        session.background,
        into=into,
        layout=lists.stated_layout(sheet=sheet, heading=heading, columns=columns),
        accept=accept,
        masses=masses,
        undo=undo,
        keep=not dry_run,
    )
    if as_json:
        print_json(list_terminal.merged_json(study, found, session.texts))
    else:
        click.echo(list_terminal.merged(study, found, session.texts, kept=not dry_run))


@click.command()
@_study
@click.argument("edits", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--log", default="", help="Why: an entry in the log of the scope; the first one fixes it."
)
@click.pass_obj
def edit(session: Session, study: Path, edits: Path, log: str) -> None:
    """Apply a JSON list of edits to a study: sites, steps, transport, packaging, any field."""
    count = studies.edit_file(study, edits, session.background, log)
    click.echo(session.texts("terminal.edited", path=str(study), count=count))
