"""Electricity at a site: supply lines by their rule, grid losses as visible terms.

E_site = sum_k w_k (factor_k + loss_k),   w_k = W_k / sum(W)        methods: ISO 14067, 6.4.9.4
"""

from pcf.background.database import GridSupply
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, Role, Stage, UnitProcess
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.units import Dimension


def build_site_electricity(site: Site, context: Context) -> UnitProcess | None:
    """Give the unit process "1 kWh at the site", None if nothing says where it comes from."""
    lines = [(line, line.energy.si if line.energy else 0.0) for line in site.electricity]
    for line, energy in lines:
        if not energy:
            context.report(
                Severity.STOPS_CALCULATION,
                "supply-line-without-energy",
                line.id,
                "energy",
                name=line.name,
            )
    total = sum(energy for _, energy in lines)
    if not lines:
        exchanges = _grid(site, site.id, 1.0, context)
    elif not total:
        return None
    else:
        exchanges = [
            exchange
            for line, energy in lines
            if energy
            for exchange in _line(site, line, energy / total, context)
        ]
    if not exchanges:
        return None
    return UnitProcess(site.id, site.id, tuple(exchanges), site=site.id, is_supply=True)


def _line(site: Site, line: SupplyLine, share: float, context: Context) -> list[Exchange]:
    if line.data_set is None and line.rule is ElectricityRule.GRID:
        return _grid(site, line.id, share, context)
    if line.data_set is None:
        context.report(
            Severity.BLOCKS_DOCUMENT, "input-unmatched", line.id, "data_set", name=line.name
        )
        return []
    data_set = context.data_set(line.data_set, line.id, line.name)
    if data_set is None:
        return []
    if data_set.unit != "kWh":
        context.report_unit_mismatch(
            line.id, line.name, Dimension.ENERGY, data_set.unit, data_set.ref.id
        )
        return []
    direct = Exchange(line.data_set, share, line.id, Stage.MANUFACTURING)
    # Only what comes over the public grid loses on the way: never on-site generation.
    if line.rule not in {ElectricityRule.GRID, ElectricityRule.CONTRACT}:
        return [direct]
    supply = context.catalogue.supply(line.data_set) or GridSupply(
        line.data_set, loss=context.catalogue.loss(site.country)
    )
    return [direct, *_loss(supply, share, line.id, context)]


def _grid(site: Site, node: str, share: float, context: Context) -> list[Exchange]:
    """Give the country's default supply with its losses."""
    supply = context.catalogue.grid(site.country)
    if supply is None:
        context.report(
            Severity.BLOCKS_DOCUMENT,
            "site-without-grid",
            site.id,
            "country",
            site=site.name,
            country=site.country or "–",
        )
        return []
    if site.subdivision and context.catalogue.grid(site.subdivision) is not None:
        # Published for regions are mostly stack emissions, without upstream and losses.
        context.report(
            Severity.NOTE,
            "grid-of-region-not-used",
            site.id,
            "electricity",
            site=site.name,
            region=site.subdivision,
        )
    return [
        Exchange(supply.data_set, share, node, Stage.MANUFACTURING),
        *_loss(supply, share, node, context),
    ]


def _loss(supply: GridSupply, share: float, node: str, context: Context) -> list[Exchange]:
    if supply.loss_term is not None:
        return [Exchange(supply.loss_term, share, node, Stage.MANUFACTURING, Role.GRID_LOSS)]
    if supply.loss is not None:
        # factor / (1 - loss) = factor + factor * loss / (1 - loss)
        context.losses[supply.loss.id] = supply.loss
        extra = share * supply.loss.fraction / (1 - supply.loss.fraction)
        return [Exchange(supply.data_set, extra, node, Stage.MANUFACTURING, Role.GRID_LOSS)]
    return []
