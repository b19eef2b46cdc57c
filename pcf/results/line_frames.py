"""The tables of exchanges: every line, the data sets and the direct emissions behind a result.

They walk from the total down to the row of a source: amount, factor, publisher, place, licence.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, ImpactCategory
from pcf.results import contributions
from pcf.results.contributions import Contribution, input_key
from pcf.results.lines import Line
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.results.summary import KG_CO2E
from pcf.results.tables import Column, Kind, Row, Table, closed_table, plain_table
from pcf.texts import Texts

EMISSION = Column("column.emission", Kind.EMISSION, KG_CO2E, adds_up=True)
SHARE = Column("column.share", Kind.SHARE, "1", adds_up=True)
_NUMBER = Column("column.number", Kind.NUMBER)
STAGE = Column("column.stage")
SITE = Column("column.site")
UNIT = Column("column.unit")
_FACTOR = Column("column.factor", Kind.FACTOR)
CATEGORY = {
    each: Column(f"category.{each.value}", Kind.EMISSION, KG_CO2E, adds_up=True)
    for each in ImpactCategory
}
_DATA_SET = (
    Column("column.data-set"),
    Column("column.data-set-id"),
    Column("column.table"),
    Column("column.place"),
    Column("column.year", Kind.NUMBER),
    Column("column.confidence"),
    Column("column.split"),
)
_ORIGIN = (
    Column("column.publisher"),
    Column("column.source"),
    Column("column.locator"),
    Column("column.licence"),
    Column("column.database"),
    Column("column.checksum"),
)


def data_set_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each data set or gas with its amount, its factor and everything known of it."""
    columns = (
        *_DATA_SET,
        Column("column.amount", Kind.AMOUNT),
        UNIT,
        _FACTOR,
        EMISSION,
        SHARE,
        Column("column.low", Kind.FACTOR),
        Column("column.high", Kind.FACTOR),
        Column("column.boundary"),
        *_ORIGIN,
    )
    first: dict[str, Line] = {}
    amounts: dict[str, float] = defaultdict(float)
    for line, counts in zip(result.lines, result.before_gate.tolist(), strict=True):
        if counts:
            key = input_key(line)
            first.setdefault(key, line)
            amounts[key] += line.amount
    rows: list[Row] = []
    for each in contributions.by_data_set(result):
        line, amount = first[each.key], amounts[each.key]
        data_set = line.data_set
        rows.append(
            [
                *_data_set_cells(result, line, texts, names),
                amount,
                names.unit(data_set.unit if data_set else "kg"),
                _factor(data_set, each.kg_co2e, amount),
                *pair(each),
                *_bounds(data_set),
                data_set.boundary if data_set else "",
                *_origin_cells(result, line, texts),
            ]
        )
    return closed("by_data_set", texts, columns, rows, result)


def _factor(data_set: DataSet | None, kg_co2e: float, amount: float) -> float | None:
    """Give what one unit emits; nothing where the licence of its database forbids to show it."""
    is_hidden = data_set is not None and data_set.is_licensed
    return None if is_hidden or not amount else kg_co2e / amount


def _bounds(data_set: DataSet | None) -> tuple[float | None, float | None]:
    if data_set is None or data_set.is_licensed:
        return None, None
    return data_set.low, data_set.high


_LINE = (
    _NUMBER,
    STAGE,
    Column("column.process"),
    Column("column.statement"),
    Column("column.role"),
    SITE,
    Column("column.amount", Kind.AMOUNT),
    UNIT,
    _FACTOR,
    EMISSION,
    SHARE,
    *CATEGORY.values(),
    *_DATA_SET,
    Column("column.via"),
    *_ORIGIN,
)


def line_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give every exchange before the gate, from the total down to the row of a source."""
    rows = _line_rows(result, texts, names, result.before_gate)
    return closed("lines", texts, _LINE, rows, result)


def after_gate_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give transport after the gate, which is in no total; its sum is its own."""
    rows = _line_rows(result, texts, names, ~result.before_gate)
    return closed("after_gate", texts, _LINE, rows, result)


def direct_emission_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the greenhouse gases that leave the steps themselves, with their GWP."""
    columns = (
        _NUMBER,
        Column("column.process"),
        SITE,
        Column("column.gas"),
        Column("column.gas-id"),
        Column("column.category"),
        Column("column.amount", Kind.AMOUNT, "kg"),
        Column("column.gwp", Kind.FACTOR, "kg CO₂e/kg"),
        Column("column.gwp-set"),
        Column("column.emission", Kind.EMISSION, KG_CO2E),
    )
    # All categories but the of-which: biogenic CO2 is listed too, though it is not in the headline.
    wanted = [
        place
        for place, component in enumerate(result.components)
        if component.category.in_total_with_uptake
    ]
    rows: list[Row] = []
    for line, value in zip(result.lines, result.line_values(wanted).tolist(), strict=True):
        flow = line.exchange.input
        if isinstance(flow, ElementaryFlow) and flow.gas:
            rows.append(
                [
                    len(rows) + 1,
                    names.node(line.process.node),
                    names.node(line.process.site) if line.process.site else "",
                    names.gas(flow),
                    flow.gas,
                    texts(f"category.{flow.category.value}"),
                    line.amount,
                    value / line.amount if line.amount else None,
                    result.inventory.choices.gwp_set.value,
                    value,
                ]
            )
    return plain_table("direct_emissions", texts, columns, rows)


def category_values(result: PcfResult) -> dict[ImpactCategory, np.ndarray]:
    """Give what each line adds to each category, before and after the gate (lines,) [kg CO2e]."""
    columns: dict[ImpactCategory, list[int]] = {each: [] for each in ImpactCategory}
    for place, component in enumerate(result.components):
        columns[component.category].append(place)
    return {each: result.line_values(places) for each, places in columns.items()}


def _line_rows(result: PcfResult, texts: Texts, names: Names, chosen: np.ndarray) -> list[Row]:
    headline = result.line_values(result.headline_columns)
    total = float(headline[chosen].sum())
    categories = [values.tolist() for values in category_values(result).values()]
    values = headline.tolist()
    about: dict[str, tuple[Row, Row]] = {}
    rows: list[Row] = []
    # The inventory is built from the leaves up; readers want the order of the study.
    order = sorted(
        np.flatnonzero(chosen).tolist(),
        key=lambda place: (
            result.lines[place].cause.stage.value,
            names.place(result.lines[place].process.node),
        ),
    )
    for place in order:
        line = result.lines[place]
        key = input_key(line)
        if key not in about:
            origin = _origin_cells(result, line, texts)
            about[key] = _data_set_cells(result, line, texts, names), origin
        data_set = line.data_set
        via = result.data_sets.get(line.cause.via) if line.cause.via else None
        role = line.exchange.role.value or line.cause.role.value
        rows.append(
            [
                len(rows) + 1,
                names.stage(line.cause.stage),
                names.node(line.process.node),
                names.node(line.cause.node),
                texts(f"role.{role}") if role else "",
                names.node(line.process.site) if line.process.site else "",
                line.amount,
                names.unit(data_set.unit if data_set else "kg"),
                _factor(data_set, values[place], line.amount),
                values[place],
                values[place] / total if total > 0 else None,
                *(column[place] for column in categories),
                *about[key][0],
                names.data_set(via) if via else "",
                *about[key][1],
            ]
        )
    return rows


def _data_set_cells(result: PcfResult, line: Line, texts: Texts, names: Names) -> Row:
    data_set = line.data_set
    if data_set is None:
        return [names.input(line), input_key(line), texts("word.direct"), "", None, "", ""]
    return [
        names.data_set(data_set),
        data_set.ref.id,
        names.table(data_set.table),
        data_set.geography,
        data_set.year or None,
        data_set.confidence.value,
        texts(f"split.{data_set.split.value}"),
    ]


def _origin_cells(result: PcfResult, line: Line, texts: Texts) -> Row:
    data_set = line.data_set
    if data_set is None:
        gwp = texts("word.direct-gwp", gwp_set=result.inventory.choices.gwp_set.value)
        return ["", gwp, "", "", "", ""]
    base = next((each for each in result.databases if each.id == data_set.ref.database), None)
    about = [
        f"{texts.choose(base.title_en, base.title_zh)} {base.version}" if base else "",
        base.checksum if base else "",
    ]
    return [
        data_set.source.publisher,
        data_set.source.title,
        data_set.source_locator,
        data_set.licence,
        *about,
    ]


def pair(found: Contribution | None) -> tuple[float | None, float | None]:
    """Give the cells of a contribution; what has none stays empty."""
    return (found.kg_co2e, found.share) if found else (None, None)


def closed(
    table_id: str, texts: Texts, columns: Sequence[Column], rows: Sequence[Row], result: PcfResult
) -> Table:
    """Give a table that ends with its sum, which says if the result is incomplete."""
    label = texts("word.sum-incomplete" if result.is_incomplete else "word.sum")
    return closed_table(table_id, texts, columns, rows, label)
