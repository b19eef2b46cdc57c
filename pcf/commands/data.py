"""The verbs about what is known: search, data, schema."""

import click
import msgspec

from pcf.commands import terminal
from pcf.commands.session import Session, json_option, print_json
from pcf.errors import InputError
from pcf.workflow import studies


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--unit", default="", help="Only data sets that count this unit.")
@click.option("--place", default="", help="Only geographies that start so, such as CHN.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
@click.pass_obj
def search(  # noqa: PLR0913  one parameter an option
    session: Session, words: tuple[str, ...], unit: str, place: str, limit: int, *, as_json: bool
) -> None:
    """Find data sets by words in English or Chinese."""
    hits = session.background.catalogue.search(
        " ".join(words), limit=limit, unit=unit, geography=place
    )
    if as_json:
        print_json([msgspec.to_builtins(hit.data_set) for hit in hits])
    else:
        click.echo(terminal.hits(hits, session.texts))


@click.command()
@click.argument("row", required=False)
@click.option("--notice", is_flag=True, help="Print licences and attributions.")
@click.option(
    "--as-mix", is_flag=True, help="Print the edits that copy an electricity mix into a study."
)
@json_option
@click.pass_obj
def data(session: Session, row: str | None, *, notice: bool, as_mix: bool, as_json: bool) -> None:
    """List the databases, or show one data set by its id with all that is known of it."""
    catalogue = session.background.catalogue
    if notice:
        for base in catalogue.databases:
            click.echo(base.notice)
        return
    if row is None:
        if as_json:
            print_json([terminal.database_json(base) for base in catalogue.databases])
        else:
            click.echo(terminal.databases(catalogue.databases, session.texts))
        return
    ref = catalogue.reference(row)
    found = catalogue.get(ref) if ref is not None else None
    if found is None:
        raise InputError("row-unknown", row=row)
    if as_mix:
        click.echo(studies.mix_edits(found, session.background).decode())
    elif as_json:
        print_json(msgspec.to_builtins(found))
    else:
        click.echo(terminal.data_set(found, session.texts))


@click.command()
def schema() -> None:
    """Print the JSON Schema of the study file."""
    print_json(studies.study_schema())
