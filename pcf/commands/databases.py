"""The verbs over databases that users bring: import, list, report, rename, remove, hand on."""

import sys
from pathlib import Path

import click

from pcf.commands import databases_terminal
from pcf.commands.session import Session, json_option, print_json
from pcf.workflow.databases import (
    brightway_projects,
    hand_on_database,
    import_database,
    look_at_file,
    remove_database,
    rename_database,
    report_of,
    stored_databases,
    take_database,
)
from pcf.workflow.import_order import Order

_id = click.argument("id_", metavar="ID")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "id_", required=True, help="How studies name it, such as ecoinvent-310.")
@click.option("--title", help="As it is shown; by default the name of the file.")
@click.option("--database", default="", help="Name of it in a Brightway project.")
@click.option(
    "--version",
    "version_",
    required=True,
    help="Version and system model, which documents print: 3.10 cut-off.",
)
@click.option(
    "--year", type=click.IntRange(1990, 2100), required=True, help="In which it was published."
)
@click.option("--publisher", default="", help="Who published it.")
@click.option("--licence", default="", help="Licence, in words.")
@click.option("--attribution", default="", help="Attribution that the licence asks for.")
@click.option(
    "--free",
    is_flag=True,
    help="Its unit processes may be shown to others; by default they may not.",
)
@click.option(
    "--multi-output",
    type=click.Choice(["main", "physical", "leave_out"]),
    default="main",
    show_default=True,
    help="For processes of several products without shares: all to the main one, by amount, or "
    "left out.",
)
@click.option("--dry-run", is_flag=True, help="Only look at the file.")
@json_option
@click.pass_obj
def import_(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    file: Path,
    id_: str,
    title: str | None,
    database: str,
    version_: str,
    year: int,
    publisher: str,
    licence: str,
    attribution: str,
    free: bool,
    multi_output: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in a life cycle inventory database: a file, a zip, a folder or a Brightway project."""
    look = look_at_file(file)
    if not as_json:
        click.echo(databases_terminal.look(look, session.texts))
    if dry_run:
        return
    order = Order(
        path=file,
        id=id_,
        title=title or (database or file.stem),
        database=database,
        version=version_,
        publisher=publisher,
        year=str(year),
        licence=licence,
        attribution=attribution,
        is_licensed=not free,
        rule=multi_output,
    )
    report = import_database(order, _tell if sys.stderr.isatty() else None)
    if as_json:
        print_json(databases_terminal.report_json(report))
    else:
        click.echo(databases_terminal.report(report, session.texts))


def _tell(done: int, of: int) -> None:
    click.echo(f"\r{done} / {of}", nl=False, err=True)


@click.group()
def databases() -> None:
    """List the databases that were brought in, and what can be done with them."""


@databases.command("list")
@json_option
@click.pass_obj
def list_(session: Session, *, as_json: bool) -> None:
    """List the databases that were brought in."""
    found = stored_databases()
    if as_json:
        print_json([databases_terminal.source_json(each) for each in found])
    else:
        click.echo(databases_terminal.sources(found, session.texts))


@databases.command()
@_id
@json_option
@click.pass_obj
def report(session: Session, id_: str, *, as_json: bool) -> None:
    """Show how a database came in: counts, repairs, omissions, greenhouse gases."""
    found = report_of(id_)
    if as_json:
        print_json(databases_terminal.report_json(found))
    else:
        click.echo(databases_terminal.report(found, session.texts))


@databases.command()
@_id
@click.argument("title")
@click.pass_obj
def rename(session: Session, id_: str, title: str) -> None:
    """Give a database another title; its id stays."""
    rename_database(id_, title)
    click.echo(session.texts("import.renamed", id=id_, title=title))


@databases.command()
@_id
@click.pass_obj
def remove(session: Session, id_: str) -> None:
    """Take a database out of the store; studies that use it keep their frozen results."""
    remove_database(id_)
    click.echo(session.texts("import.removed", id=id_))


@databases.command("export")
@_id
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def export_(session: Session, id_: str, target: Path) -> None:
    """Write a database as one file for another computer of the same licence."""
    click.echo(session.texts("import.handed-on", path=str(hand_on_database(id_, target))))


@databases.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def take(session: Session, file: Path) -> None:
    """Put a database into the store that another computer has exported."""
    source = take_database(file)
    click.echo(session.texts("import.taken", title=source.title, id=source.id))


@databases.command()
@click.option("--folder", type=click.Path(path_type=Path), help="Of Brightway; by default its own.")
@json_option
@click.pass_obj
def projects(session: Session, folder: Path | None, *, as_json: bool) -> None:
    """List the databases of the Brightway projects on this computer; nothing of them is touched."""
    place, found = brightway_projects(folder)
    if as_json:
        print_json([databases_terminal.project_json(each) for each in found])
    elif found:
        click.echo(databases_terminal.projects(found, session.texts))
    else:
        click.echo(session.texts("import.no-projects", folder=str(place)))
