"""The tables of data quality: ratings of every line, spreads behind the interval, weakest lines."""

import math

import numpy as np

from pcf.results.data_quality import INDICATORS, SCHEME, assess
from pcf.results.improvements import improvements
from pcf.results.line_frames import EMISSION, SHARE, STAGE, closed
from pcf.results.names import Names
from pcf.results.quality_words import scores_words, weak_words
from pcf.results.result import PcfResult
from pcf.results.summary import KG_CO2E
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.results.uncertainty import Spread, interval
from pcf.texts import Texts

_EFFECT = Column("column.effect", Kind.SHARE, "1")
_OF_TOTAL = Column("column.share-of-absolute", Kind.SHARE, "1")


def data_quality_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the three ratings and the primary share of every line before the gate, and why."""
    columns = (
        STAGE,
        Column("column.statement"),
        Column("column.data-set"),
        EMISSION,
        SHARE,
        *(Column(f"column.rating-{name}", Kind.AMOUNT, SCHEME) for name in INDICATORS),
        Column("column.primary-share", Kind.SHARE, "1"),
        Column("column.rated-because", Kind.PROSE),
    )
    quality = assess(result)
    values = result.headline_values
    total = float(values.sum())
    order = sorted(
        np.flatnonzero(result.before_gate).tolist(),
        key=lambda place: (
            result.lines[place].cause.stage.value,
            names.place(result.lines[place].process.node),
        ),
    )
    rows: list[Row] = []
    for place in order:
        line, rated, value = result.lines[place], quality.lines[place], float(values[place])
        rows.append(
            [
                names.stage(line.cause.stage),
                names.node(line.cause.node),
                names.input(line),
                value,
                value / total if total > 0 else None,
                *(score.value for score in rated.scores),
                rated.primary_share,
                scores_words(rated, texts),
            ]
        )
    return closed("data_quality", texts, columns, rows, result)


def uncertainty_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give what the interval comes from: each data set and mass with its spread and share."""
    columns = (
        Column("column.item"),
        Column("column.spread-origin"),
        Column("column.gsd", Kind.FACTOR),
        Column("column.follows", Kind.EMISSION, KG_CO2E),
        Column("column.sensitivity", Kind.SHARE, "1"),
        Column("column.variance-share", Kind.SHARE, "1", adds_up=True),
    )
    found = interval(result)
    rows: list[Row] = [
        [
            _spread_name(each, texts, names),
            texts(f"spread.{each.origin.value}"),
            math.exp(each.sigma),
            each.kg_co2e,
            each.sensitivity,
            each.share,
        ]
        for each in (found.spreads if found else ())
    ]
    return closed("uncertainty", texts, columns, rows, result)


def improvement_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the lines whose data are worth improving first, and why."""
    columns = (
        Column("column.statement"),
        Column("column.data-set"),
        Column("column.emission", Kind.EMISSION, KG_CO2E),
        _OF_TOTAL,
        Column("column.variance-share", Kind.SHARE, "1"),
        _EFFECT,
        Column("column.weak", Kind.PROSE),
    )
    rows: list[Row] = [
        [
            names.node(each.node),
            names.input(each.line),
            each.kg_co2e,
            each.share,
            each.variance_share,
            each.effect,
            weak_words(each, texts),
        ]
        for each in improvements(result)
    ]
    return plain_table("improvements", texts, columns, rows)


def _spread_name(spread: Spread, texts: Texts, names: Names) -> str:
    if spread.data_set is not None:
        return names.data_set(spread.data_set)
    node = spread.key.removeprefix("mass:")
    if node == spread.key:
        return names.node(node)
    return texts("spread.mass-of", name=names.node(node))
