"""The tables of electricity: supply by rule, certificates, own mixes, energy balance."""

from pcf.background.elementary import ElementaryFlow
from pcf.model.electricity import CRITERIA
from pcf.results.electricity import (
    data_set_of,
    days,
    factor_name,
    instruments_used,
    supply_rows,
)
from pcf.results.energy_balance import energy_balance
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.results.summary import KG_CO2E
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.texts import Texts
from pcf.units import unit_si_factor

_SITE = Column("column.site")
_LINE = Column("column.supply-line")
_PER_KWH = "kg CO₂e/kWh"
_SHARE_OF_SITE = Column("column.share-of-site", Kind.SHARE, "1")


def electricity_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each site's supply by the rule that it counts by, with factor, loss and source."""
    columns = (
        _SITE,
        Column("column.country"),
        _LINE,
        Column("column.electricity-rule"),
        Column("column.rule-reason"),
        Column("column.energy", Kind.AMOUNT, "MWh"),
        _SHARE_OF_SITE,
        Column("column.data-set"),
        Column("column.place"),
        Column("column.year", Kind.NUMBER),
        Column("column.factor-generation", Kind.FACTOR, _PER_KWH),
        Column("column.factor-loss", Kind.FACTOR, _PER_KWH),
        Column("column.emission-electricity", Kind.EMISSION, KG_CO2E),
        Column("column.publisher"),
        Column("column.source"),
        Column("column.locator"),
    )
    rows: list[Row] = []
    for row in supply_rows(result):
        part, data_set = row.part, data_set_of(row, result)
        source = data_set.source if data_set else None
        rows.append(
            [
                names.node(row.site.id),
                row.site.country,
                names.node(part.line.id) if part.line else texts("electricity.no-line"),
                texts(f"electricity.rule.{part.rule.value}"),
                texts(f"electricity.reason.{part.reason.value}"),
                part.energy_si / unit_si_factor("MWh") or None,
                part.share,
                factor_name(row, result, names),
                data_set.geography if data_set else "",
                data_set.year if data_set else None,
                row.factor,
                row.loss,
                row.kg_co2e,
                source.publisher if source else "",
                source.title if source else "",
                data_set.source_locator if data_set else "",
            ]
        )
    return plain_table("electricity", texts, columns, rows)


def certificate_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each contractual instrument with its data and its five criteria."""
    columns = (
        _SITE,
        _LINE,
        Column("column.certificates"),
        Column("column.energy", Kind.AMOUNT, "MWh"),
        Column("instrument.registry"),
        Column("instrument.serials"),
        Column("column.generated"),
        Column("instrument.technology"),
        Column("instrument.market"),
        Column("instrument.cancelled_on"),
        Column("instrument.beneficiary"),
        *(Column(f"criterion.{each}") for each in CRITERIA),
    )
    answers = {True: texts("word.yes"), False: texts("word.no"), None: texts("word.not-stated")}
    rows: list[Row] = []
    for site, line, each in instruments_used(result):
        rows.append(
            [
                names.node(site.id),
                names.node(line.id),
                names.node(each.id),
                each.energy.si / unit_si_factor("MWh") if each.energy else None,
                each.registry,
                each.serials,
                days(each.generated_from, each.generated_to),
                texts.choose(each.technology, each.technology_zh),
                each.market,
                each.cancelled_on.isoformat() if each.cancelled_on else "",
                each.beneficiary,
                *(answers[getattr(each, field)] for field in CRITERIA),
            ]
        )
    return plain_table("certificates", texts, columns, rows)


def mix_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the own mixes that are used, with the data set and origin of each share."""
    columns = (
        Column("column.mix"),
        Column("column.technology"),
        Column("column.share", Kind.SHARE, "1"),
        Column("column.data-set"),
        Column("column.place"),
        Column("column.year", Kind.NUMBER),
        Column("column.factor", Kind.FACTOR, _PER_KWH),
        Column("column.source", Kind.PROSE),
    )
    processes = {process.id: process for process in result.inventory.processes}
    rows: list[Row] = []
    for mix in result.study.mixes:
        process = processes.get(mix.id)
        for exchange in process.exchanges if process else ():
            found = result.data_set_of(exchange.input)
            if found is not None:
                what = [exchange.amount, names.data_set(found), found.geography, found.year]
                row = [*what, found.kg_co2e, found.source.title]
            elif isinstance(exchange.input, ElementaryFlow):
                row = [None, "", "", None, exchange.amount, mix.upstream_source]
            label = texts("role.upstream") if exchange.role else names.node(exchange.node)
            rows.append([names.node(mix.id), label, *row])
    return plain_table("mixes", texts, columns, rows)


def energy_balance_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give what the meters of each site counted and what it went to; the rest is not allocated."""
    keys = ("metered", "shared", "typed", "elsewhere", "not-allocated")
    columns = (
        _SITE,
        *(Column(f"column.energy-{key}", Kind.AMOUNT, "MWh") for key in keys),
        Column("column.share-not-allocated", Kind.SHARE, "1"),
    )
    rows: list[Row] = []
    for site in result.study.sites:
        balance = energy_balance(site, result)
        if balance is None:
            continue
        is_known = balance.typed is not None
        rest = balance.not_allocated if is_known else None
        energies = (balance.metered, balance.shared, balance.typed, balance.elsewhere, rest)
        rows.append(
            [
                names.node(site.id),
                *(None if each is None else each / 1000 for each in energies),
                None if rest is None else rest / balance.metered,
            ]
        )
    return plain_table("energy_balance", texts, columns, rows)
