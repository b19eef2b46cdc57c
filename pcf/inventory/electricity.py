"""Electricity at a site: supply lines by their rule, grid losses as visible terms.

E_site = sum_k w_k (factor_k + loss_k),   w_k = W_k / sum(W)        methods: ISO 14067, 6.4.9.4

The location-based variant of a supply takes the country's consumption mix for all that comes over
the grid; own generation and direct lines keep their own factor there.
"""

import msgspec

from pcf.background.database import GridLoss, GridSupply
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, Input, ProcessOutput, Role, Stage, UnitProcess
from pcf.model.electricity import OwnMix
from pcf.model.node import DataSetRef
from pcf.model.sites import ElectricityRule, Site
from pcf.model.supply import Period, Supplied, line_energy_si, supplied
from pcf.units import Dimension


class SiteSupply(msgspec.Struct, frozen=True):
    """The supply of a site in both views.

    Attributes:
        process: the unit process "1 kWh at the site".
        by_location: the same by the country's consumption mix; None where there is none.
    """

    process: UnitProcess
    by_location: UnitProcess | None


def build_site_electricity(site: Site, period: Period, context: Context) -> SiteSupply | None:
    """Give the supply of a site, None if nothing says where it comes from."""
    for line in site.electricity:
        if not line_energy_si(line):
            context.report(
                Severity.STOPS_CALCULATION,
                "supply-line-without-energy",
                line.id,
                "energy",
                name=line.name,
            )
    exchanges: list[Exchange] = []
    by_location: list[Exchange] | None = []
    for part in supplied(site, period):
        taken = _taken(part, site, context)
        exchanges += taken
        losses = context.location_losses
        mixed = _consumption_mix(part, site, context, losses) if part.is_grid else taken
        by_location = None if by_location is None or mixed is None else [*by_location, *mixed]
    if not exchanges:
        return None
    return SiteSupply(
        UnitProcess(site.id, site.id, tuple(exchanges), site=site.id, is_supply=True),
        None
        if by_location is None
        else UnitProcess(site.id, site.id, tuple(by_location), site=site.id),
    )


def _taken(part: Supplied, site: Site, context: Context) -> list[Exchange]:
    """Give the exchanges of what counts by one rule: a factor and, over the grid, its loss."""
    line = part.line if part.keeps_factor else None
    if part.data_set is None and not part.mix:
        if part.rule is ElectricityRule.GRID:
            return _default_grid(part, site, context)
        name = part.line.name if part.line else site.name
        context.report(
            Severity.BLOCKS_DOCUMENT, "input-unmatched", part.node, "data_set", name=name
        )
        return []
    node, name = (line.id, line.name) if line else (site.id, site.name)
    found = _factor(part, node, name, site, context)
    if found is None:
        return []
    taken, supply = found
    mix = context.mixes.get(part.mix)
    has_losses = (line and line.includes_losses) or (mix and mix.includes_losses)
    direct = Exchange(taken, part.share, part.node, Stage.MANUFACTURING)
    if has_losses:
        return [direct]
    return [direct, *_loss(taken, supply, part, context.losses)]


def _factor(
    part: Supplied, node: str, name: str, site: Site, context: Context
) -> tuple[Input, GridSupply] | None:
    """Give what is stated – data set, footprint or own mix – and how its losses are counted.

    Args:
        part: what it is for.
        node: id of the supply line or site that states it.
        name: of that.
        site: the site.
        context: where data sets come from and findings go.
    """
    if part.data_set is None:
        mix = context.mixes.get(part.mix)
        if mix is None or mix.id not in context.mix_processes:
            context.report_once(Severity.BLOCKS_DOCUMENT, "mix-unusable", node, "mix", name=name)
            return None
        return ProcessOutput(mix.id), _supply_of_mix(mix, site, context)
    data_set = context.data_set(part.data_set, node, name)
    if data_set is None:
        return None
    if data_set.unit != "kWh":
        context.report_unit_mismatch(node, name, Dimension.ENERGY, data_set.unit, data_set.ref.id)
        return None
    loss = context.catalogue.loss(site.country)
    return part.data_set, context.catalogue.supply(part.data_set) or GridSupply(
        part.data_set, loss=loss
    )


def _supply_of_mix(mix: OwnMix, site: Site, context: Context) -> GridSupply:
    """Give how the losses of an own mix are counted: like those of the grid it was copied from."""
    origin = context.catalogue.supply(mix.origin) if mix.origin else None
    unknown = DataSetRef(database="", id=mix.id)
    return origin or GridSupply(unknown, loss=context.catalogue.loss(site.country))


def _default_grid(part: Supplied, site: Site, context: Context) -> list[Exchange]:
    """Give the country's default supply with its losses."""
    found = _consumption_mix(part, site, context, context.losses)
    if found is None:
        context.report_once(
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
        context.report_once(
            Severity.NOTE,
            "grid-of-region-not-used",
            site.id,
            "electricity",
            site=site.name,
            region=site.subdivision,
        )
    return found


def _consumption_mix(
    part: Supplied, site: Site, context: Context, losses: dict[str, GridLoss]
) -> list[Exchange] | None:
    """Give the consumption mix of the site's country with its losses, None if there is none."""
    supply = context.catalogue.grid(site.country)
    if supply is None:
        return None
    direct = Exchange(supply.data_set, part.share, part.node, Stage.MANUFACTURING)
    return [direct, *_loss(supply.data_set, supply, part, losses)]


def _loss(
    taken: Input, supply: GridSupply, part: Supplied, losses: dict[str, GridLoss]
) -> list[Exchange]:
    """Give the loss of what comes over the grid, none of other; its share is noted in `losses`."""
    if not part.loses_on_the_way:
        return []

    def lost(lost_input: Input, amount: float) -> list[Exchange]:
        return [Exchange(lost_input, amount, part.node, Stage.MANUFACTURING, Role.GRID_LOSS)]

    if supply.loss_term is not None:
        return lost(supply.loss_term, part.share)
    if supply.loss is not None:
        # factor / (1 - loss) = factor + factor * loss / (1 - loss)
        losses[supply.loss.id] = supply.loss
        return lost(taken, part.share * supply.loss.fraction / (1 - supply.loss.fraction))
    return []
