"""A refurbishment case as tables: what workbook and CSV files hold.

Heads and cells are as in `pcf.results.frames`. Every row of avoided emissions names its ledger and
holds the displacement rates of its numbers, the three scenarios side by side: no table gives one
without the others.
"""

from collections.abc import Sequence

from pcf.circularity.basis_frames import (
    input_table,
    new_device_table,
    process_table,
    register_table,
    rejected_table,
    source_table,
)
from pcf.circularity.case import (
    CaseResult,
    Estimate,
    break_even_of_life,
    steps_of,
)
from pcf.circularity.case_summary import case_summary_rows
from pcf.circularity.case_words import KG, life_name, node_names
from pcf.circularity.published_methods import Method, by_published_methods
from pcf.circularity.refurbishment import Step, new_year, refurbished_year
from pcf.results.names import node_name
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.texts import Texts

_LEDGER = Column("column.ledger", repeats=True)
_DEVICE = Column("column.device")
_TONNES = "t CO₂e"


def case_tables(result: CaseResult, texts: Texts) -> tuple[Table, ...]:
    """Give every table of a case; what it has none of is left out."""
    makers = (
        summary_table,
        fleet_table,
        device_table,
        step_table,
        input_table,
        new_device_table,
        process_table,
        method_table,
        published_table,
        register_table,
        rejected_table,
        source_table,
        finding_table,
    )
    tables = (make(result, texts) for make in makers)
    always = {"summary", "findings"}
    return tuple(
        table for table in tables if table.id in always or len(table.frame) > int(table.closes)
    )


def summary_table(result: CaseResult, texts: Texts) -> Table:
    """Give what the case is, what it comes to, and what it came from."""
    columns = (
        Column("column.section"),
        Column("column.item"),
        Column("column.value", Kind.FACT),
        Column("column.unit"),
    )
    return plain_table("summary", texts, columns, case_summary_rows(result, texts))


def fleet_table(result: CaseResult, texts: Texts) -> Table:
    """Give what the devices of each life avoid, and all together."""
    columns = (
        _DEVICE,
        _LEDGER,
        Column("column.devices", Kind.AMOUNT, adds_up=True),
        *_scenario_columns("avoided", "interval-low", "interval-high"),
    )
    rows: list[Row] = [
        [
            life_name(life, texts),
            texts("refurbishment.ledger"),
            life.devices if life.is_counted else None,
            *_side_by_side(result, [each.lives[place] for each in result.scenarios]),
        ]
        for place, life in enumerate(result.lives)
    ]
    label = texts("word.sum-incomplete" if result.is_incomplete else "word.sum")
    fleet = _side_by_side(result, [each.fleet for each in result.scenarios])
    rows.append([label, texts("refurbishment.ledger"), result.devices, *fleet])
    shown = rows if result.scenarios else []
    return plain_table("avoided", texts, columns, shown, closes=True)


def device_table(result: CaseResult, texts: Texts) -> Table:
    """Give what one device of each life avoids, its two years and its break-even."""
    columns = (
        _DEVICE,
        _LEDGER,
        Column("column.new-year", Kind.EMISSION, f"{KG}/a"),
        Column("column.refurbished-year", Kind.EMISSION, f"{KG}/a"),
        Column("column.break-even", Kind.AMOUNT, "1"),
        *_scenario_columns("avoided", "interval-low", "interval-high"),
    )
    rows: list[Row] = [
        [
            life_name(life, texts),
            texts("refurbishment.ledger"),
            float(new_year(life.terms)),
            float(refurbished_year(life.terms)),
            break_even_of_life(result.case, life),
            *_side_by_side(result, [each.per_device[place] for each in result.scenarios]),
        ]
        for place, life in enumerate(result.lives)
        if life.terms is not None and result.scenarios
    ]
    if result.devices > 0 and result.scenarios:
        average = _side_by_side(result, [result.per_device(each) for each in result.scenarios])
        label = texts("refurbishment.average")
        head = [label, texts("refurbishment.ledger"), None, None, result.break_even]
        rows.append([*head, *average])
    return plain_table("avoided_per_device", texts, columns, rows)


def step_table(result: CaseResult, texts: Texts) -> Table:
    """Give what the avoided emissions of the average device add up from."""
    columns = (Column("column.item"), _LEDGER, *_scenario_columns("avoided"))
    steps = [(each.displacement.rate, steps_of(result, each)) for each in result.scenarios]
    rows: list[Row] = []
    if result.devices > 0:
        for step in Step:
            cells = [cell for rate, of in steps for cell in (rate, of[step])]
            name = texts(f"refurbishment-step.{step.value}")
            rows.append([name, texts("refurbishment.ledger"), *cells])
        sums = [cell for rate, of in steps for cell in (rate, sum(of.values()))]
        rows.append([texts("word.sum"), texts("refurbishment.ledger"), *sums])
    return plain_table("steps", texts, columns, rows if steps else [], closes=True)


def _scenario_columns(*kinds: str) -> list[Column]:
    """Give the columns of each scenario: its rate first, then its numbers."""
    found = []
    for name in ("upper", "central", "low"):
        found.append(Column(f"column.rate-{name}", Kind.AMOUNT, "1", repeats=True))
        for kind in kinds:
            is_value = kind == "avoided"
            found.append(Column(f"column.{kind}-{name}", Kind.EMISSION, KG, adds_up=is_value))
    return found


def _side_by_side(result: CaseResult, estimates: Sequence[Estimate | None]) -> list[float | None]:
    """Give the cells of all scenarios, each number behind its rate."""
    cells: list[float | None] = []
    for scenario, found in zip(result.scenarios, estimates, strict=True):
        numbers = (found.value, found.low, found.high) if found else (None, None, None)
        cells += [scenario.displacement.rate, *numbers]
    return cells


def method_table(result: CaseResult, texts: Texts) -> Table:
    """Give what published methods give for each life, with the displacement behind each."""
    columns = (
        _DEVICE,
        _LEDGER,
        Column("column.method"),
        Column("column.rate-assumed", Kind.AMOUNT, "1"),
        Column("column.by-method", Kind.EMISSION),
        Column("column.unit"),
        Column("column.remark", Kind.PROSE),
    )
    rows: list[Row] = []
    for life in result.lives:
        if life.terms is None:
            continue
        share = life.category.market_share
        for each in by_published_methods(life.terms, share.value if share else None):
            remark = texts("refurbishment.method.not-stated") if each.value is None else ""
            rows.append(
                [
                    life_name(life, texts),
                    texts("refurbishment.ledger"),
                    texts(f"avoided-method.{each.method.value}"),
                    each.rate,
                    each.value,
                    f"{KG}/a" if each.method is Method.ADEME else KG,
                    texts.error(each.refusal) if each.refusal else remark,
                ]
            )
    return plain_table("methods", texts, columns, rows)


def published_table(result: CaseResult, texts: Texts) -> Table:
    """Give the rows of a published table as printed, and what they can and can't stand for."""
    columns = (
        _DEVICE,
        _LEDGER,
        Column("column.rate-published"),
        Column("column.unit-as-printed"),
        Column("column.devices", Kind.AMOUNT),
        Column("column.total-as-printed"),
        Column("column.product", Kind.EMISSION, _TONNES),
        Column("column.possible-low", Kind.EMISSION, _TONNES),
        Column("column.possible-high", Kind.EMISSION, _TONNES),
        Column("column.unrounded-low", Kind.FACTOR, KG),
        Column("column.unrounded-high", Kind.FACTOR, KG),
        Column("column.fits"),
        Column("column.source"),
    )
    rows: list[Row] = []
    for row in result.case.published:
        found = result.reproductions.get(row.id)
        numbers: list[float | None] = [None] * 5
        fits = ""
        if found is not None:
            numbers = [found.product_t, *found.possible_t, *found.unit_kg]
            fits = texts("word.yes" if found.is_possible else "word.no")
        rows.append(
            [
                node_name(row, texts),
                texts("refurbishment.ledger"),
                texts("refurbishment.rate.not-published"),
                row.unit_text,
                row.devices.si if row.devices else None,
                row.total_text,
                *numbers,
                fits,
                row.source,
            ]
        )
    return plain_table("published", texts, columns, rows)


def finding_table(result: CaseResult, texts: Texts) -> Table:
    """Give all findings, worst first, with their place and how to mend them."""
    columns = (
        Column("column.severity"),
        Column("column.where"),
        Column("column.what", Kind.PROSE),
        Column("column.mend", Kind.PROSE),
    )
    names = node_names(result.study, texts)
    rows = [
        [
            texts(f"severity.{each.severity.value}"),
            names.get(each.node, each.node),
            texts.what(each),
            texts.mend(each),
        ]
        for each in result.findings
    ]
    return plain_table("findings", texts, columns, rows)
