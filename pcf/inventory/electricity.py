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
from pcf.model.sites import ElectricityRule, Site, SupplyLine
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
    line = part.line
    if line is not None and (part.rule is line.rule) and (line.data_set or line.mix):
        return _from(line.id, line.name, line, line.data_set, line.mix, part, site, context)
    if part.rule is not ElectricityRule.GRID:
        context.report(
            Severity.BLOCKS_DOCUMENT,
            "input-unmatched",
            part.node,
            "data_set",
            name=line.name if line else site.name,
        )
        return []
    if site.untracked or site.untracked_mix:
        return _from(
            site.id, site.name, None, site.untracked, site.untracked_mix, part, site, context
        )
    return _default_grid(part, site, context)


def _from(  # noqa: PLR0913, PLR0917  each argument is one fact of a supply
    node: str,
    name: str,
    line: SupplyLine | None,
    ref: DataSetRef | None,
    mix_id: str,
    part: Supplied,
    site: Site,
    context: Context,
) -> list[Exchange]:
    """Give the exchanges of a stated data set or own mix."""
    taken: Input
    has_losses = bool(line and line.includes_losses)
    if ref is None:
        mix = context.mixes.get(mix_id)
        if mix is None or mix_id not in context.mix_processes:
            context.report_once(Severity.BLOCKS_DOCUMENT, "mix-unusable", node, "mix", name=name)
            return []
        taken, supply = ProcessOutput(mix.id), _supply_of_mix(mix, site, context)
        has_losses = has_losses or mix.includes_losses
    else:
        data_set = context.data_set(ref, node, name)
        if data_set is None:
            return []
        if data_set.unit != "kWh":
            context.report_unit_mismatch(
                node, name, Dimension.ENERGY, data_set.unit, data_set.ref.id
            )
            return []
        taken = ref
        supply = context.catalogue.supply(ref) or GridSupply(
            ref, loss=context.catalogue.loss(site.country)
        )
    direct = Exchange(taken, part.share, part.node, Stage.MANUFACTURING)
    # Only what comes over the public grid loses on the way: never on-site generation.
    if not part.is_grid or has_losses:
        return [direct]
    return [direct, *_loss(taken, supply, part, context.losses)]


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
    """Give the loss of what comes over the grid; a share of losses is noted in `losses`."""

    def lost(lost_input: Input, amount: float) -> list[Exchange]:
        return [Exchange(lost_input, amount, part.node, Stage.MANUFACTURING, Role.GRID_LOSS)]

    if supply.loss_term is not None:
        return lost(supply.loss_term, part.share)
    if supply.loss is not None:
        # factor / (1 - loss) = factor + factor * loss / (1 - loss)
        losses[supply.loss.id] = supply.loss
        return lost(taken, part.share * supply.loss.fraction / (1 - supply.loss.fraction))
    return []
