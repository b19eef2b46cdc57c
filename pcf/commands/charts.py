"""The verb that writes charts of a result as pictures and tables."""

import functools
from pathlib import Path

import click

from pcf.commands.many import write_each
from pcf.commands.session import Session, out_folder, partially, study_files
from pcf.errors import CalculationError
from pcf.texts import Language, Texts
from pcf.workflow import charts, circularity, circularity_documents, study_results
from pcf.workflow.studies import open_study


@click.command()
@study_files
@out_folder
@partially
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([*charts.CHARTS, *charts.CASE_CHARTS]),
    multiple=True,
    default=("flow",),
    show_default=True,
    help="Which chart; may be given several times. device, fleet and break-even are of "
    "refurbishment cases.",
)
@click.option("--case", default="", help="Name of a refurbishment case; by default all.")
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
    case: str,
    formats: tuple[str, ...],
    hide_below: float | None,
    language: str | None,
    *,
    partial: bool,
) -> None:
    """Write charts of each study: stages, hot spots, largest contributors, flow diagram.

    Charts of refurbishment cases show avoided emissions, which are of no footprint.
    """
    texts = Texts(Language(language)) if language else session.texts
    limit = None if hide_below is None else hide_below / 100
    write = functools.partial(
        _charts, kinds=kinds, case=case, formats=formats, limit=limit, texts=texts, partial=partial
    )
    write_each(session, files, out, write)


def _charts(  # noqa: PLR0913  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    *,
    kinds: tuple[str, ...],
    case: str,
    formats: tuple[str, ...],
    limit: float | None,
    texts: Texts,
    partial: bool,
) -> tuple[Path, ...]:
    of_cases = [kind for kind in kinds if kind in charts.CASE_CHARTS]
    written = _case_charts(session, path, target, of_cases, case, formats, texts)
    of_footprint = [kind for kind in kinds if kind not in charts.CASE_CHARTS]
    if not of_footprint:
        return written
    calculation = study_results.calculate_file(path, session.background)
    result = calculation.result
    if result is None or not (calculation.is_complete or partial):
        count = len(calculation.stopping)
        raise CalculationError("calculation-stopped", where=str(path), count=count)
    return (*written, *charts.write_charts(result, of_footprint, texts, target, formats, limit))


def _case_charts(  # noqa: PLR0913, PLR0917  one parameter an option
    session: Session,
    path: Path,
    target: Path,
    kinds: list[str],
    name: str,
    formats: tuple[str, ...],
    texts: Texts,
) -> tuple[Path, ...]:
    """Write the charts of the cases that have numbers.

    Raises:
        CalculationError: none has.
        EditError: there is no such case.
    """
    if not kinds:
        return ()
    study = open_study(path)
    cases = circularity.cases_named(study, (name,) if name else ())
    solved = [circularity.calculate_case(study, each, session.background) for each in cases]
    counted = [each for each in solved if each.scenarios]
    if not counted:
        raise CalculationError("case-without-chart", where=str(path))
    return tuple(
        written
        for each in counted
        for written in charts.write_case_charts(
            each, kinds, texts, circularity_documents.case_target(each, target), formats
        )
    )
