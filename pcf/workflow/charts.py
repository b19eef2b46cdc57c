"""The verbs that write charts of a result."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pcf.charts.avoided import CASE_CHARTS
from pcf.circularity.case import CaseResult
from pcf.files import write_file
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

CHARTS = ("stages", "hot-spots", "ranked", "flow")
"""The charts of a result, by name."""


CHART_FORMATS = ("svg", "pdf", "png", "csv")
"""As what a chart can be written; the last is its table."""


__all__ = [
    "CASE_CHARTS",
    "CHARTS",
    "CHART_FORMATS",
    "case_chart_files",
    "chart_files",
    "write_case_charts",
    "write_charts",
]


def chart_files(
    result: PcfResult, kind: str, texts: Texts, formats: Iterable[str], limit: float | None = None
) -> dict[str, bytes]:
    """Give a chart of a result as files.

    Args:
        result: that it shows; numbers need no solve of record.
        kind: name in `CHARTS`.
        texts: language of its words.
        formats: names in `CHART_FORMATS`.
        limit: share of all emissions below which the flow diagram gathers nodes [0..1].
    """
    from pcf.charts.chart_table import as_csv, chart_rows
    from pcf.charts.flow import LIMIT

    names, wanted = Names(result, texts), list(dict.fromkeys(formats))
    least = LIMIT if limit is None else limit
    pictures = [each for each in wanted if each != "csv"]
    found: dict[str, bytes] = {}
    if pictures:
        from pcf.charts.figures import FIGURES, figure_files

        draw = FIGURES[kind]
        found |= figure_files(lambda: draw(result, names, texts, least), pictures)
    if "csv" in wanted:
        found["csv"] = as_csv(chart_rows(kind, result, names, texts, least))
    return found


def case_chart_files(
    result: CaseResult, kind: str, texts: Texts, formats: Iterable[str]
) -> dict[str, bytes]:
    """Give a chart of a refurbishment case as files.

    Args:
        result: that it shows; numbers need no solve of record.
        kind: name in `CASE_CHARTS`.
        texts: language of its words.
        formats: names in `CHART_FORMATS`.
    """
    from pcf.charts.avoided import case_chart_rows
    from pcf.charts.chart_table import as_csv

    wanted = list(dict.fromkeys(formats))
    pictures = [each for each in wanted if each != "csv"]
    found: dict[str, bytes] = {}
    if pictures:
        from pcf.charts.avoided_figures import CASE_FIGURES
        from pcf.charts.figures import figure_files

        draw = CASE_FIGURES[kind]
        found |= figure_files(lambda: draw(result, texts), pictures)
    if "csv" in wanted:
        found["csv"] = as_csv(case_chart_rows(kind, result, texts))
    return found


def write_charts(  # noqa: PLR0913, PLR0917  what, in which language, where and as what
    result: PcfResult,
    kinds: Iterable[str],
    texts: Texts,
    target: Path,
    formats: Sequence[str],
    limit: float | None = None,
) -> tuple[Path, ...]:
    """Write charts of a result and give their paths.

    Args:
        result: that they show.
        kinds: names in `CHARTS`.
        texts: language of their words.
        target: folder and first part of the files' names.
        formats: names in `CHART_FORMATS`.
        limit: share of all emissions below which the flow diagram gathers nodes [0..1].

    Raises:
        OutputError: a file can't be written.
    """
    written = []
    for kind in dict.fromkeys(kinds):
        for suffix, content in chart_files(result, kind, texts, formats, limit).items():
            name = f"{target.name}-{kind}-{texts.language.value}.{suffix}"
            written.append(write_file(target.with_name(name), content))
    return tuple(written)


def write_case_charts(
    result: CaseResult, kinds: Iterable[str], texts: Texts, target: Path, formats: Sequence[str]
) -> tuple[Path, ...]:
    """Write charts of a refurbishment case and give their paths.

    Args:
        result: that they show.
        kinds: names in `CASE_CHARTS`.
        texts: language of their words.
        target: folder and first part of the files' names.
        formats: names in `CHART_FORMATS`.

    Raises:
        OutputError: a file can't be written.
    """
    written = []
    for kind in dict.fromkeys(kinds):
        for suffix, content in case_chart_files(result, kind, texts, formats).items():
            name = f"{target.name}-{kind}-{texts.language.value}.{suffix}"
            written.append(write_file(target.with_name(name), content))
    return tuple(written)
