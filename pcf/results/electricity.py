"""Where the electricity of a result comes from: each site's supply by rule, factor and loss."""

import datetime
from collections.abc import Iterator

import msgspec

from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow
from pcf.inventory.inventory import Exchange, Input, ProcessOutput, Role
from pcf.model.electricity import ContractInstrument
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.supply import Supplied, period_of, supplied
from pcf.results.lines import passed_on_by
from pcf.results.names import Names
from pcf.results.result import PcfResult


class SupplyRow(msgspec.Struct, frozen=True):
    """Electricity of a site that counts by one rule, as the product uses it.

    Attributes:
        part: by which rule it counts, why, and its share of the site's electricity.
        taken: data set or own mix.
        factor: emissions without losses [kg CO2e/kWh].
        loss: emissions of what is lost on the way [kg CO2e/kWh].
        kg_co2e: of all that the product uses of it [kg CO2e per declared unit].
    """

    site: Site
    part: Supplied
    taken: Input
    factor: float
    loss: float
    kg_co2e: float


def supply_rows(result: PcfResult) -> tuple[SupplyRow, ...]:
    """Give the supply of each site that the product uses, line by line in the order stated."""
    per_unit = _per_unit(result)
    inner = passed_on_by(result.inventory)
    processes = {process.id: process for process in result.inventory.processes}
    rows: list[SupplyRow] = []
    for site in result.study.sites:
        used_kwh = result.supply.get(site.id)
        if not used_kwh:
            continue
        for part, exchanges in _by_part(site, processes[site.id].exchanges, result):
            direct, *lost = (_kg_co2e(each, inner, per_unit) for each in exchanges)
            kg_co2e = used_kwh * (direct + sum(lost))
            factor, loss = direct / part.share, sum(lost) / part.share
            rows.append(SupplyRow(site, part, exchanges[0].input, factor, loss, kg_co2e))
    return tuple(rows)


def uses_contracts(result: PcfResult) -> bool:
    """Tell whether electricity that the product uses counts by a contractual instrument."""
    return any(
        part.rule is ElectricityRule.CONTRACT
        for site in result.study.sites
        if result.supply.get(site.id)
        for part in supplied(site, period_of(result.study.goal))
    )


def has_location_based(result: PcfResult) -> bool:
    """Tell whether the location-based result is to be shown: contracts are used, or it differs."""
    if result.location is None:
        return False
    return result.inventory.location is not None or uses_contracts(result)


def instruments_used(
    result: PcfResult,
) -> Iterator[tuple[Site, SupplyLine, ContractInstrument]]:
    """Give the contractual instruments of the study with their site and supply line."""
    for site in result.study.sites:
        for line in site.electricity:
            for instrument in line.instruments:
                yield site, line, instrument


def factor_name(row: SupplyRow, result: PcfResult, names: Names) -> str:
    """Give the name of the data set or own mix that a supply takes."""
    data_set = data_set_of(row, result)
    if data_set is not None:
        return names.data_set(data_set)
    return names.node(row.taken.process) if isinstance(row.taken, ProcessOutput) else ""


def data_set_of(row: SupplyRow, result: PcfResult) -> DataSet | None:
    """Give the data set that a supply takes, None for an own mix."""
    return result.data_set_of(row.taken)


def days(first: datetime.date | None, last: datetime.date | None) -> str:
    """Give a span of days, "" where neither end is stated."""
    return " – ".join(day.isoformat() for day in (first, last) if day)


def _by_part(
    site: Site, exchanges: tuple[Exchange, ...], result: PcfResult
) -> Iterator[tuple[Supplied, list[Exchange]]]:
    """Give the parts of a supply with their exchanges: the factor first, then its losses.

    A part whose factor is not known has none, and is not given.
    """
    waiting = list(exchanges)
    for part in supplied(site, period_of(result.study.goal)):
        if waiting and waiting[0].node == part.node and waiting[0].amount == part.share:
            found = [waiting.pop(0)]
            while waiting and waiting[0].role is Role.GRID_LOSS:
                found.append(waiting.pop(0))
            yield part, found


def _per_unit(result: PcfResult) -> dict[object, float]:
    """Give what one unit of each input of the supplies adds to the headline [kg CO2e]."""
    return {
        _key(line.exchange.input): value / line.amount
        for line, value in zip(result.lines, result.headline_values.tolist(), strict=True)
        if line.exchange is not line.cause and line.amount
    }


def _kg_co2e(
    exchange: Exchange, inner: dict[str, tuple[Exchange, ...]], per_unit: dict[object, float]
) -> float:
    """Give what an exchange of a supply adds to the headline per kWh at the site [kg CO2e]."""
    if isinstance(exchange.input, ProcessOutput) and exchange.input.process in inner:
        through = sum(_kg_co2e(each, inner, per_unit) for each in inner[exchange.input.process])
        return exchange.amount * through
    return exchange.amount * per_unit.get(_key(exchange.input), 0.0)


def _key(taken: Input) -> str:
    return taken.id if isinstance(taken, ElementaryFlow) else str(taken)
