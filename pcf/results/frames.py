"""A result as tables: the one place that turns a `PcfResult` into data frames.

Workbook, CSV files and pages read these tables, so that a number stands in all of them alike. Heads
are words of the document's language with the unit in brackets; cells are plain numbers, missing
where there is none: what was not calculated is never filled with zero. A table that `closes` ends
with the sum of its rows, which is the headline, or the total after the gate.
"""

import math
from collections import defaultdict

import numpy as np

from pcf.background.elementary import ImpactCategory
from pcf.inventory.inventory import Stage
from pcf.model.bom import Mass, Part, walk
from pcf.recognition.basis_words import basis_in_chinese
from pcf.results import contributions
from pcf.results.checklist import remark, requirement, rules_of
from pcf.results.choice_frames import co_product_table, effect_table, recycling_table
from pcf.results.electricity_frames import (
    certificate_table,
    electricity_table,
    energy_balance_table,
    mix_table,
)
from pcf.results.line_frames import (
    CATEGORY,
    EMISSION,
    SHARE,
    SITE,
    STAGE,
    UNIT,
    after_gate_table,
    category_values,
    closed,
    data_set_table,
    direct_emission_table,
    line_table,
    pair,
)
from pcf.results.names import Names, mass_with_bounds
from pcf.results.quality_frames import (
    data_quality_table,
    improvement_table,
    uncertainty_table,
)
from pcf.results.result import PcfResult
from pcf.results.sources import used_sources
from pcf.results.stated_frames import (
    carbon_table,
    spend_table,
    stated_split_table,
    supplier_table,
)
from pcf.results.summary import KG_CO2E, summary_rows
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.results.transport_frames import leg_table
from pcf.texts import Language, Texts

_HEADLINE = tuple(each for each in ImpactCategory if each.in_headline)
_BESIDE = (ImpactCategory.BIOGENIC_CO2, ImpactCategory.UPTAKE)


def result_tables(result: PcfResult, texts: Texts) -> tuple[Table, ...]:
    """Give every table of a result; what a study has none of (direct emissions …) is left out."""
    names = Names(result, texts)
    makers = (
        summary_table,
        stage_table,
        part_table,
        step_table,
        site_table,
        electricity_table,
        certificate_table,
        mix_table,
        energy_balance_table,
        data_set_table,
        gas_table,
        confidence_table,
        improvement_table,
        uncertainty_table,
        data_quality_table,
        line_table,
        after_gate_table,
        direct_emission_table,
        stated_split_table,
        supplier_table,
        leg_table,
        spend_table,
        carbon_table,
        co_product_table,
        effect_table,
        recycling_table,
        source_table,
        finding_table,
        checklist_table,
        assumption_table,
    )
    tables = (make(result, texts, names) for make in makers)
    always = {"summary", "findings", "assumptions"}
    return tuple(
        table for table in tables if table.id in always or len(table.frame) > int(table.closes)
    )


def summary_table(result: PcfResult, texts: Texts, _names: Names) -> Table:
    """Give what the result is, its totals, how sure it is, and what it came from."""
    columns = (
        Column("column.section"),
        Column("column.item"),
        Column("column.value", Kind.FACT),
        Column("column.unit"),
    )
    return plain_table("summary", texts, columns, summary_rows(result, texts))


def stage_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each stage before the gate by category, its headline and total with uptake."""
    columns = (
        STAGE,
        *(CATEGORY[each] for each in _HEADLINE),
        Column("column.headline", Kind.EMISSION, KG_CO2E, adds_up=True),
        SHARE,
        *(CATEGORY[each] for each in _BESIDE),
        Column("column.with-uptake", Kind.EMISSION, KG_CO2E, adds_up=True),
        CATEGORY[ImpactCategory.AIRCRAFT],
    )
    values = category_values(result)
    stages = np.array([line.cause.stage.value for line in result.lines], dtype=object)
    rows = []
    for part in contributions.by_stage(result):
        at_stage = stages == part.key
        sums = {each: float(values[each][at_stage].sum()) for each in ImpactCategory}
        beside = [sums[each] for each in _BESIDE]
        rows.append(
            [
                names.stage(Stage(part.key)),
                *(sums[each] for each in _HEADLINE),
                part.kg_co2e,
                part.share,
                *beside,
                part.kg_co2e + sum(beside),
                sums[ImpactCategory.AIRCRAFT],
            ]
        )
    return closed("by_stage", texts, columns, rows, result)


def part_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the tree of parts with what each adds itself and with all below it; then packaging."""
    columns = (
        Column("column.level", Kind.NUMBER),
        Column("column.part", Kind.TREE),
        Column("column.part-number"),
        Column("column.quantity", Kind.AMOUNT),
        UNIT,
        Column("column.mass-each", Kind.AMOUNT, "kg"),
        Column("column.mass-low", Kind.AMOUNT, "kg"),
        Column("column.mass-high", Kind.AMOUNT, "kg"),
        Column("column.mass-origin"),
        Column("column.data-set"),
        Column("column.own", Kind.EMISSION, KG_CO2E, adds_up=True),
        Column("column.own-share", Kind.SHARE, "1", adds_up=True),
        Column("column.with-below", Kind.EMISSION, KG_CO2E),
        Column("column.with-below-share", Kind.SHARE, "1"),
        Column("column.state", Kind.TEXT),
    )
    own = {each.key: each for each in contributions.by_part(result)}
    below = contributions.by_part_with_below(result)
    headline = contributions.totals(result).headline
    placed = _places(result, texts)
    uncounted = _uncounted_parts(result, texts)
    states = dict.fromkeys(_assemblies_over(result, uncounted), texts("part-state.gap-below"))
    states |= dict.fromkeys(uncounted, texts("part-state.not-calculated"))
    rows: list[Row] = []
    for part, level, excluded in placed:
        data_set = result.data_sets.get(part.bought_as) if part.bought_as else None
        missing = bool(excluded) or part.id in uncounted
        state = excluded or states.get(part.id, "")
        with_below = None if missing else below[part.id]
        quantity = part.quantity if level else None
        rows.append(
            [
                level,
                texts.choose(part.name, part.name_zh) or names.node(part.id),
                part.number,
                quantity.number if quantity else None,
                names.unit(quantity.unit) if quantity else "",
                *_mass_cells(part.mass),
                texts(f"origin.{part.mass.origin.value}") if part.mass else "",
                names.data_set(data_set) if data_set else "",
                None if missing else own[part.id].kg_co2e,
                None if missing else own[part.id].share,
                with_below,
                with_below / headline if with_below is not None and headline > 0 else None,
                state,
            ]
        )
    rows += _packaging_rows(result, texts, names)
    return closed("by_part", texts, columns, rows, result)


def _mass_cells(mass: Mass | None) -> tuple[float | None, float | None, float | None]:
    return (mass.amount.si, mass.low, mass.high) if mass else (None, None, None)


def _packaging_rows(result: PcfResult, texts: Texts, names: Names) -> list[Row]:
    by_node = {each.key: each for each in contributions.by_process(result)}
    rows: list[Row] = []
    for item in result.study.packaging:
        found = by_node.get(item.id)
        data_set = result.data_sets.get(item.bought_as) if item.bought_as else None
        state = texts("part-state.packaging" if found else "part-state.not-calculated")
        rows.append(
            [
                None,
                names.node(item.id),
                "",
                item.amount.number if item.amount else None,
                names.unit(item.amount.unit) if item.amount else "",
                *_mass_cells(item.mass),
                texts(f"origin.{item.mass.origin.value}") if item.mass else "",
                names.data_set(data_set) if data_set else "",
                *([found.kg_co2e, found.share] * 2 if found else [None] * 4),
                state,
            ]
        )
    return rows


def step_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each process step in the order of the routing, then packaging and bought goods."""
    columns = (
        Column("column.step"),
        Column("column.part"),
        SITE,
        EMISSION,
        SHARE,
    )
    by_node = {each.key: each for each in contributions.by_process(result)}
    rows: list[Row] = []
    for part in result.parts:
        for step in part.steps:
            site = names.node(step.site) if step.site else ""
            label = names.node(part.id)
            rows.append([names.node(step.id), label, site, *pair(by_node.pop(step.id, None))])
    for item in result.study.packaging:
        what = texts("step-table.packaging")
        rows.append([what, names.node(item.id), "", *pair(by_node.pop(item.id, None))])
    rest = [each.kg_co2e for each in by_node.values()]
    total = contributions.totals(result).headline
    bought = math.fsum(rest)
    share = bought / total if total > 0 else None
    rows.append([texts("step-table.bought"), "", "", bought, share])
    return closed("by_step", texts, columns, rows, result)


def site_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the headline by the site where it arises."""
    columns = (SITE, Column("column.country"), EMISSION, SHARE)
    countries = {site.id: site.country for site in result.study.sites}
    rows = [
        [
            names.node(each.key) if each.key else texts("site-table.elsewhere"),
            countries.get(each.key, ""),
            *pair(each),
        ]
        for each in contributions.by_site(result)
    ]
    return closed("by_site", texts, columns, rows, result)


def gas_table(result: PcfResult, texts: Texts, _names: Names) -> Table:
    """Give the headline by greenhouse gas."""
    columns = (Column("column.gas"), EMISSION, SHARE)
    rows = [[texts(f"gas.{each.key}"), *pair(each)] for each in contributions.by_gas(result)]
    return closed("by_gas", texts, columns, rows, result)


def confidence_table(result: PcfResult, texts: Texts, _names: Names) -> Table:
    """Give the headline by confidence of the data sets."""
    columns = (Column("column.confidence"), Column("column.meaning"), EMISSION, SHARE)
    rows = [
        [
            each.key or "–",
            texts(f"confidence.{each.key}" if each.key else "word.direct"),
            *pair(each),
        ]
        for each in contributions.by_confidence(result)
    ]
    return closed("by_confidence", texts, columns, rows, result)


def source_table(result: PcfResult, texts: Texts, _names: Names) -> Table:
    """Give the sources of the data sets used, with their attribution and what rests on them."""
    columns = (
        Column("column.source-id"),
        Column("column.source", Kind.PROSE),
        Column("column.publisher", Kind.PROSE),
        Column("column.published"),
        Column("column.licence", Kind.PROSE),
        Column("column.attribution", Kind.PROSE),
        Column("column.quoted"),
        EMISSION,
        SHARE,
    )
    used = used_sources(result)
    sources = {each.source.id: each.source for each in used}
    quoted = {each.source.id for each in used if each.is_quoted}
    sums: dict[str, float] = defaultdict(float)
    for line, value in zip(result.lines, result.headline_values.tolist(), strict=True):
        taken = line.data_set
        sums[taken.source.id if taken else ""] += value
    total = contributions.totals(result).headline
    rows: list[Row] = []
    for key in sorted({*sources, *sums}, key=lambda each: (-abs(sums[each]), each)):
        share = sums[key] / total if total > 0 else None
        if key:
            source = sources[key]
            about = [source.id, source.title, source.publisher, source.year, source.licence]
            is_quoted = texts("word.yes" if key in quoted else "word.no")
            rows.append([*about, source.attribution, is_quoted, sums[key], share])
        else:
            gwp = texts("word.direct-gwp", gwp_set=result.inventory.choices.gwp_set.value)
            rows.append(["–", gwp, "", "", "", "", "", sums[key], share])
    return closed("sources", texts, columns, rows, result)


def finding_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give what the checks found, worst first."""
    columns = (
        Column("column.severity"),
        Column("column.rule"),
        Column("column.where"),
        Column("column.what", Kind.PROSE),
        Column("column.mend", Kind.PROSE),
    )
    rows = [
        [
            texts(f"severity.{each.severity.value}"),
            " ".join(rules_of(each)),
            names.node(each.node),
            texts.what(each),
            texts.mend(each),
        ]
        for each in result.findings
    ]
    return plain_table("findings", texts, columns, rows)


def checklist_table(result: PcfResult, texts: Texts, _names: Names) -> Table:
    """Give every row of the standard's checklist, how it stands and why."""
    columns = (
        Column("column.rule"),
        Column("column.weight"),
        Column("column.requirement", Kind.PROSE),
        Column("column.row-state"),
        Column("column.remark", Kind.PROSE),
    )
    rows = [
        [
            row.id,
            row.weight,
            requirement(row, texts),
            texts(f"checklist.state.{row.state.value}"),
            remark(row, texts),
        ]
        for row in result.checklist
    ]
    return plain_table("checklist", texts, columns, rows)


def assumption_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give assumptions, estimated masses, remarks, exclusions and lines left out."""
    columns = (
        Column("column.kind"),
        Column("column.where"),
        Column("column.what", Kind.PROSE),
        Column("column.reason", Kind.PROSE),
        Column("column.estimate", Kind.EMISSION, KG_CO2E),
    )
    study = result.study
    rows: list[Row] = [
        [texts("node.assumption"), names.node(""), texts.choose(each.text, each.text_zh), "", None]
        for each in study.assumptions
    ]
    rows += [
        [
            texts("node.exclusion"),
            names.node(""),
            texts.choose(each.what, each.what_zh),
            texts.choose(each.reason, each.reason_zh),
            each.estimate.si if each.estimate else None,
        ]
        for each in study.exclusions
    ]
    rows += [
        [
            texts("assumption.line-excluded"),
            names.node(part.id),
            part.designators,
            reason,
            part.estimate.si if part.estimate else None,
        ]
        for part, _, reason in _places(result, texts)
        if reason
    ]
    masses = [(part.id, part.mass) for part in walk(study.bom)]
    masses += [(item.id, item.mass) for item in study.packaging]
    for node, mass in masses:
        if mass is not None and mass.origin.is_estimate:
            origin = texts(f"origin.{mass.origin.value}")
            said = mass.basis
            if texts.language is Language.CHINESE:
                said = basis_in_chinese(said)
            basis = texts("assumption.basis", origin=origin, basis=said) if said else origin
            amount = mass_with_bounds(mass, texts)
            rows.append([texts("assumption.mass"), names.node(node), amount, basis, None])
    rows += [
        [texts("assumption.note"), names.node(node), note, "", None]
        for node, note in names.notes.items()
    ]
    return plain_table("assumptions", texts, columns, rows)


def _places(result: PcfResult, texts: Texts) -> list[tuple[Part, int, str]]:
    """Give each part with its level and why it does not count, "" where it does."""
    root = result.study.bom
    found: list[tuple[Part, int, str]] = []
    waiting = [(root, 0, "")]
    while waiting:
        part, level, above = waiting.pop()
        own = texts.choose(part.excluded, part.excluded_zh) if part is not root else ""
        reason = above or own
        found.append((part, level, reason))
        waiting.extend((child, level + 1, reason) for child in reversed(part.parts))
    return found


def _uncounted_parts(result: PcfResult, texts: Texts) -> set[str]:
    """Give the lines that count but could not be calculated; assemblies may hold nothing own."""
    owner = contributions.part_of_process(result)
    nodes = {line.process.node for line in result.lines}
    counted = {part.id for node, part in owner.items() if node in nodes}
    return {
        part.id
        for part, _, excluded in _places(result, texts)
        if not (excluded or part.parts or part.id in counted)
    }


def _assemblies_over(result: PcfResult, parts: set[str]) -> set[str]:
    """Give the assemblies that some parts stand below."""
    found: set[str] = set()
    for part in reversed(result.parts):
        if any(child.id in parts or child.id in found for child in part.parts):
            found.add(part.id)
    return found
