"""The verb that writes charts of a result as pictures and tables."""

import functools
from pathlib import Path

import click

from pcf.commands.many import write_each
from pcf.commands.session import Session, out_folder, partially, study_files
from pcf.errors import CalculationError
from pcf.texts import Language, Texts
from pcf.workflow import charts, study_results


@click.command()
@study_files
@out_folder
@partially
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(charts.CHARTS),
    multiple=True,
    default=("flow",),
    show_default=True,
    help="Which chart; may be given several times.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(charts.CHART_FORMATS),
    multiple=True,
    default=("svg",),
    show_default=True,
    help="Picture, or csv for its table; may be given several times.",
)
@click.option(
    "--hide-below",
    type=click.FloatRange(0, 100),
    help="Share in percent below which the flow diagram gathers flows in one.",
)
@click.option("--language", type=click.Choice([each.value for each in Language]))
@click.pass_obj
def chart(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    files: tuple[Path, ...],
    out: Path,
    kinds: tuple[str, ...],
    formats: tuple[str, ...],
    hide_below: float | None,
    language: str | None,
    *,
    partial: bool,
) -> None:
    """Write charts of each study: stages, hot spots, largest contributors, flow diagram."""
    texts = Texts(Language(language)) if language else session.texts
    limit = None if hide_below is None else hide_below / 100
    write = functools.partial(
        _charts, kinds=kinds, formats=formats, limit=limit, texts=texts, partial=partial
    )
    write_each(session, files, out, write)


def _charts(  # noqa: PLR0913  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    *,
    kinds: tuple[str, ...],
    formats: tuple[str, ...],
    limit: float | None,
    texts: Texts,
    partial: bool,
) -> tuple[Path, ...]:
    calculation = study_results.calculate_file(path, session.background)
    result = calculation.result
    if result is None or not (calculation.is_complete or partial):
        count = len(calculation.stopping)
        raise CalculationError("calculation-stopped", where=str(path), count=count)
    return charts.write_charts(result, kinds, texts, target, formats, limit)
