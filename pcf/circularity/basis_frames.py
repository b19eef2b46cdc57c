"""The tables of what a case rests on: its numbers, new devices, process, register and sources."""

from pcf.background.dataset import DataSet
from pcf.circularity.basis import PER_COLLECTED, case_sources, new_device_data, process_entries
from pcf.circularity.case import CaseResult
from pcf.circularity.case_words import KG, life_name
from pcf.circularity.symbols import SYMBOLS, unit_of
from pcf.results.lines import Line
from pcf.results.names import Names, unit_name
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.texts import Texts

_DEVICE = Column("column.device")
_DATA = (
    Column("column.data-set"),
    Column("column.data-set-id"),
    Column("column.place"),
    Column("column.year", Kind.NUMBER),
    Column("column.confidence"),
    Column("column.source"),
    Column("column.locator"),
    Column("column.licence"),
)


def input_table(result: CaseResult, texts: Texts) -> Table:
    """Give every number of every life with its bounds, its origin and its source."""
    columns = (
        _DEVICE,
        Column("column.symbol"),
        Column("column.item"),
        Column("column.value", Kind.AMOUNT),
        Column("column.unit"),
        Column("column.bound-low", Kind.AMOUNT),
        Column("column.bound-high", Kind.AMOUNT),
        Column("column.origin"),
        Column("column.source", Kind.PROSE),
    )
    rows: list[Row] = []
    for life in result.lives:
        data_set = new_device_data(life)
        for name, symbol in SYMBOLS.items():
            each = life.inputs[name]
            source = texts.choose(each.source, each.source_zh)
            if name == "production" and data_set is not None:
                source = texts.choose(data_set.name_en, data_set.name_zh)
            rows.append(
                [
                    life_name(life, texts),
                    symbol,
                    texts(f"term.{name}"),
                    each.value,
                    unit_of(name),
                    each.low,
                    each.high,
                    texts(f"input-origin.{each.origin.value}"),
                    source,
                ]
            )
    return plain_table("inputs", texts, columns, rows)


def new_device_table(result: CaseResult, texts: Texts) -> Table:
    """Give the published footprints behind each new device that a data set stands for."""
    columns = (
        _DEVICE,
        Column("column.device-median", Kind.FACTOR, KG),
        Column("column.footprints", Kind.NUMBER),
        Column("column.p10", Kind.FACTOR, KG),
        Column("column.p90", Kind.FACTOR, KG),
        Column("column.largest-maker"),
        Column("column.largest-maker-share", Kind.SHARE, "1"),
        Column("column.device-lifetime", Kind.AMOUNT, "a"),
        *_DATA,
    )
    rows: list[Row] = []
    for life in result.lives:
        data_set = new_device_data(life)
        if life.place or data_set is None:
            continue
        known = data_set.statistics
        statistics: list[str | float | None] = [None, None, None, "", None, None]
        if known is not None:
            statistics = [
                known.count,
                known.p10,
                known.p90,
                known.largest_maker,
                known.largest_maker_share,
                known.lifetime_years,
            ]
        rows.append(
            [life_name(life, texts), data_set.kg_co2e, *statistics, *_data_cells(data_set, texts)]
        )
    return plain_table("new_devices", texts, columns, rows)


def process_table(result: CaseResult, texts: Texts) -> Table:
    """Give what goes into the refurbishing of each life, down to the row of a source."""
    columns = (
        _DEVICE,
        Column("column.term"),
        Column("column.statement"),
        Column("column.amount-per-device", Kind.AMOUNT),
        Column("column.unit"),
        Column("column.per"),
        Column("column.emission-of-process", Kind.EMISSION, KG),
        Column("column.per-device-sold", Kind.EMISSION, KG),
        *_DATA,
    )
    names = {each.sha256: Names(each, texts) for each in result.solved}
    rows: list[Row] = []
    for entry in process_entries(result):
        if entry.life.process is None:
            continue
        of_life = names[entry.life.process.sha256]
        per = "collected" if entry.term in PER_COLLECTED else "sold"
        rows.append(
            [
                life_name(entry.life, texts),
                texts(f"term.{entry.term}"),
                of_life.node(entry.node),
                entry.amount,
                unit_name(entry.line.data_set.unit if entry.line.data_set else "kg", texts),
                texts(f"refurbishment.per-device-{per}"),
                entry.kg_co2e,
                entry.per_sold,
                *_line_cells(entry.line, of_life, texts),
            ]
        )
    return plain_table("process", texts, columns, rows)


def _line_cells(line: Line, names: Names, texts: Texts) -> list[str | float | None]:
    if line.data_set is None:
        return [names.input(line), "", "", None, "", texts("word.this-study"), "", ""]
    return _data_cells(line.data_set, texts)


def _data_cells(data_set: DataSet, texts: Texts) -> list[str | float | None]:
    return [
        texts.choose(data_set.name_en, data_set.name_zh),
        str(data_set.ref),
        data_set.geography,
        data_set.year or None,
        data_set.confidence.value,
        data_set.source.title,
        data_set.source_locator,
        data_set.licence,
    ]


def register_table(result: CaseResult, texts: Texts) -> Table:
    """Give what a register of devices has, by category and month."""
    columns = (
        _DEVICE,
        Column("column.month"),
        Column("column.sold", Kind.AMOUNT, adds_up=True),
        Column("column.returned", Kind.AMOUNT, adds_up=True),
        Column("column.received", Kind.AMOUNT, adds_up=True),
        Column("column.mean-age", Kind.AMOUNT, "a"),
    )
    sums = result.case.register.sums if result.case.register else ()
    rows: list[Row] = [
        [
            each.category,
            each.month or texts("word.not-stated"),
            float(each.sold),
            float(each.returned),
            float(each.received),
            each.years / each.aged if each.aged else None,
        ]
        for each in sums
    ]
    counts = [float(sum(getattr(each, of) for each in sums)) for of in _COUNTS]
    rows.append([texts("word.sum"), "", *counts, None])
    return plain_table("register", texts, columns, rows, closes=True)


_COUNTS = ("sold", "returned", "received")


def rejected_table(result: CaseResult, texts: Texts) -> Table:
    """Give the rows of a register that could not be counted, and why."""
    columns = (
        Column("column.reason-rejected", Kind.PROSE),
        Column("column.rows", Kind.NUMBER),
        Column("column.first-rows"),
    )
    register = result.case.register
    rows: list[Row] = [
        [rejection_words(each.reason, texts), each.rows, ", ".join(map(str, each.first))]
        for each in (register.rejected if register else ())
    ]
    return plain_table("rejected", texts, columns, rows)


def rejection_words(reason: str, texts: Texts) -> str:
    """Say why rows were rejected; a reason that another version wrote stands as it is."""
    key = f"register.{reason}"
    return texts(key) if texts.has(key) else reason


def source_table(result: CaseResult, texts: Texts) -> Table:
    """Give every source that was used, with its licence and attribution."""
    columns = (
        Column("column.source"),
        Column("column.publisher"),
        Column("column.published"),
        Column("column.licence"),
        Column("column.attribution", Kind.PROSE),
        Column("column.quoted"),
        Column("column.source-id"),
    )
    rows = [
        [
            each.source.title,
            each.source.publisher,
            each.source.year,
            each.source.licence,
            each.source.attribution,
            texts("word.yes" if each.is_quoted else "word.no"),
            each.source.id,
        ]
        for each in case_sources(result)
    ]
    return plain_table("sources", texts, columns, rows)
