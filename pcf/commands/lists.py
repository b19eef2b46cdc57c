"""The verbs from a parts list to a study: new, edit."""

from pathlib import Path

import click

from pcf import workflow
from pcf.commands import terminal
from pcf.commands.session import Amount, Session
from pcf.model.product import Product
from pcf.units import Quantity


@click.command()
@click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--bom", type=click.Path(path_type=Path, exists=True), help="Table (.csv, .xlsx).")
@click.option("--name", default="", help="Name of the product.")
@click.option("--number", default="", help="Part number of the product.")
@click.option("--declared-unit", type=Amount(), default="1 piece", show_default=True)
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


@click.command()
@click.argument("study", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("edits", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--log", default="", help="Why: an entry in the log of the scope; the first one fixes it."
)
@click.pass_obj
def edit(session: Session, study: Path, edits: Path, log: str) -> None:
    """Apply a JSON list of edits to a study: sites, steps, transport, packaging, any field."""
    count = workflow.edit_file(study, edits, session.background, log)
    click.echo(session.texts("terminal.edited", path=str(study), count=count))
