"""Builds the inventory of a study, with every finding on the way."""

import itertools

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.background.elementary import Gas
from pcf.findings import Finding, Severity, worst_first
from pcf.inventory.context import Context
from pcf.inventory.electricity import SiteSupply, build_site_electricity
from pcf.inventory.inventory import Inventory, ProcessOutput, UnitProcess
from pcf.inventory.memory import PartMemory
from pcf.inventory.mixes import build_mix
from pcf.inventory.own_data_sets import (
    Own,
    copies_with_split,
    stated_data_sets,
    with_own_data_sets,
)
from pcf.inventory.packaging import build_packaging, packaging_mass_kg
from pcf.inventory.parts import build_parts
from pcf.inventory.sharing import share_readings
from pcf.inventory.transport import Legs
from pcf.inventory.uses import Uses, uses_of
from pcf.model.bom import mass_per_piece_kg, output_id
from pcf.model.study import Study
from pcf.model.supply import period_of
from pcf.units import Dimension


class Built(msgspec.Struct, frozen=True):
    """An inventory and what was found while building it.

    Attributes:
        inventory: None where nothing says what the result would be for.
    """

    inventory: Inventory | None
    findings: tuple[Finding, ...]


def build_inventory(study: Study, catalogue: Catalogue, memory: PartMemory | None = None) -> Built:
    """Give the unit processes and exchanges of a study, and every finding on the way.

    Lines that can't be counted are left out and found; nothing is filled with zero.

    Args:
        study: what to build.
        catalogue: the data sets that it may use.
        memory: of the study's last build, so that only what changed is built anew.
    """
    memory = memory or PartMemory()
    period = period_of(study.goal)
    memory.begin(
        catalogue,
        study.sites,
        study.mixes,
        study.transport,
        study.choices.gwp_set,
        study.choices.recycling,
        period.start,
        period.end,
    )
    # The product is itself, once: a quantity that its line in a list carries means nothing here.
    root = msgspec.structs.replace(study.bom, quantity=None)
    study = msgspec.structs.replace(study, bom=root)
    context = Context(catalogue, study)
    stated = stated_data_sets(study)
    context.own = {ref: own.data_set for ref, own in stated.items() if own.data_set}
    built_mixes = (build_mix(mix, context) for mix in study.mixes)
    context.mix_processes = {mix.id: mix for mix in built_mixes if mix is not None}
    supplies = [
        supply
        for site in study.sites
        if (supply := build_site_electricity(site, period, context)) is not None
    ]
    electricity = _with_mixes([supply.process for supply in supplies], context)
    context.sites_with_electricity = frozenset(supply.process.id for supply in supplies)
    context.shared = share_readings(study, period, context)
    legs = Legs(study, context)
    parts = build_parts(study.bom, legs, context, memory)
    built_items = (build_packaging(item, legs, context) for item in study.packaging)
    packaging = [item for item in built_items if item is not None]
    outbound = _outbound(study, legs, context)
    collected = _collected(study, legs, context)
    processes = _without_loose_ends(
        [*electricity, *parts.processes, *packaging, *collected, *outbound], context
    )
    uses = uses_of([*electricity, *packaging, *collected, *outbound], [parts.uses])
    runs = _runs_per_declared_unit(study, context)
    made = {process.id for process in processes}
    wanted = [
        output_id(study.bom),
        *(item.id for item in study.packaging),
        *(process.id for process in collected),
    ]
    demand = {process: runs for process in wanted if process in made and runs is not None}
    if runs is not None and output_id(study.bom) not in made:
        context.report(Severity.STOPS_CALCULATION, "study-empty", study.bom.id)
    _check_legs(legs, uses, context)
    declared = study.product.declared_unit
    if not demand or declared is None:
        return Built(None, worst_first(context.findings))
    used = _data_sets_used(uses, catalogue)
    gases = tuple(catalogue.gases[gas_id] for gas_id in sorted(uses.gases))
    own = copies_with_split(study, used) | stated
    inventory = Inventory(
        processes=tuple(with_own_data_sets(processes, own)),
        demand=demand,
        outbound_demand={process.id: runs for process in outbound if runs is not None},
        data_sets=used,
        gases=gases,
        losses=tuple(context.losses.values()),
        databases=_fingerprints(used, gases, catalogue),
        declared_unit=declared,
        choices=study.choices,
        salt=study.salt,
        without_location=tuple(
            supply.process.id for supply in supplies if supply.by_location is None
        ),
    )
    by_location = _by_location(supplies, context)
    if by_location:
        location = _location_variant(inventory, by_location, study, context, stated)
        inventory = msgspec.structs.replace(inventory, location=location)
    return Built(inventory, worst_first(context.findings))


def _with_mixes(processes: list[UnitProcess], context: Context) -> list[UnitProcess]:
    """Give processes after the own mixes of electricity that they take."""
    taken = {
        exchange.input.process
        for process in processes
        for exchange in process.exchanges
        if isinstance(exchange.input, ProcessOutput)
    }
    mixes = (mix for mix_id, mix in context.mix_processes.items() if mix_id in taken)
    return [*mixes, *processes]


def _by_location(supplies: list[SiteSupply], context: Context) -> list[UnitProcess]:
    """Give the location-based supplies that differ from the market-based ones, with their mixes."""
    differing = [
        supply.by_location
        for supply in supplies
        if supply.by_location and supply.by_location.exchanges != supply.process.exchanges
    ]
    return _with_mixes(differing, context)


def _location_variant(
    inventory: Inventory,
    processes: list[UnitProcess],
    study: Study,
    context: Context,
    stated: Own,
) -> Inventory:
    used = _data_sets_used(uses_of(processes), context.catalogue)
    own = {**copies_with_split(study, used), **stated}
    return msgspec.structs.replace(
        inventory,
        processes=tuple(with_own_data_sets(processes, own)),
        demand={},
        outbound_demand={},
        data_sets=used,
        gases=(),
        losses=tuple(context.location_losses.values()),
        databases=_fingerprints(used, (), context.catalogue),
    )


def _runs_per_declared_unit(study: Study, context: Context) -> float | None:
    """Give how many runs of the bill of materials one declared unit takes."""
    product = study.product
    declared, gives = product.declared_unit, product.bom_yields
    stops = Severity.STOPS_CALCULATION
    if declared is None or declared.si <= 0 or gives.si <= 0:
        context.report(stops, "declared-unit-missing", product.id, "declared_unit")
        return None
    if declared.dimension is gives.dimension:
        return declared.si / gives.si
    if declared.dimension is Dimension.MASS:
        mass_kg = product.net_mass.si if product.net_mass else mass_per_piece_kg(study.bom)
        if mass_kg:
            return declared.si / mass_kg
    context.report(
        stops,
        "declared-unit-mismatch",
        product.id,
        "declared_unit",
        declared=declared.text,
        gives=gives.text,
    )
    return None


def _outbound(study: Study, legs: Legs, context: Context) -> list[UnitProcess]:
    """Give the transport of the packed product after the gate, one process for all legs."""
    if not legs.has_outbound:
        return []
    product = study.product
    net_kg = _product_kg(study, "outbound-without-mass", context)
    if net_kg is None:
        return []
    gross_kg = net_kg + sum(packaging_mass_kg(item) or 0.0 for item in study.packaging)
    exchanges = tuple(legs.for_product(gross_kg))
    return [UnitProcess(f"{product.id}-outbound", product.id, exchanges)] if exchanges else []


def _collected(study: Study, legs: Legs, context: Context) -> list[UnitProcess]:
    """Give the transport of the used product that is refurbished, one process for all legs."""
    if not legs.has_collection:
        return []
    product = study.product
    mass_kg = _product_kg(study, "collected-without-mass", context)
    if mass_kg is None:
        return []
    exchanges = tuple(legs.for_collected(mass_kg))
    return [UnitProcess(f"{product.id}-collected", product.id, exchanges)] if exchanges else []


def _product_kg(study: Study, without: str, context: Context) -> float | None:
    """Give the mass of the product: weighed, else of its parts [kg]; report where there is none."""
    product = study.product
    mass_kg = product.net_mass.si if product.net_mass else mass_per_piece_kg(study.bom)
    if mass_kg is None:
        context.report(Severity.BLOCKS_DOCUMENT, without, product.id, "net_mass")
    return mass_kg


# What leaves a leg without cargo, and is found where it is mended.
_LEAVES_LEGS_EMPTY = frozenset(
    {
        "study-empty",
        "mass-missing-for-leg",
        "outbound-without-mass",
        "collected-without-mass",
    }
)


def _check_legs(legs: Legs, uses: Uses, context: Context) -> None:
    """Report legs that could be calculated and carry nothing, unless a finding says why."""
    if {finding.key for finding in context.findings} & _LEAVES_LEGS_EMPTY:
        return
    for leg in legs.usable:
        if leg.id not in uses.carried_by and not context.has_reported(leg.id):
            context.report(Severity.WARNING, "leg-carries-nothing", leg.id, "cargo", name=leg.name)


def _without_loose_ends(processes: list[UnitProcess], context: Context) -> list[UnitProcess]:
    """Drop exchanges with processes that were left out; loops may name such."""
    if not context.loops:
        return processes
    made = {process.id for process in processes}

    def is_loose(process: UnitProcess) -> bool:
        return any(
            isinstance(exchange.input, ProcessOutput) and exchange.input.process not in made
            for exchange in process.exchanges
        )

    whole = []
    for process in processes:
        if not is_loose(process):
            whole.append(process)
            continue
        kept = []
        for exchange in process.exchanges:
            if isinstance(exchange.input, ProcessOutput) and exchange.input.process not in made:
                context.report(Severity.BLOCKS_DOCUMENT, "loop-part-left-out", exchange.node)
            else:
                kept.append(exchange)
        whole.append(msgspec.structs.replace(process, exchanges=tuple(kept)))
    return whole


def _data_sets_used(uses: Uses, catalogue: Catalogue) -> tuple[DataSet, ...]:
    """Give the data sets that the exchanges take or were computed by, in a fixed order."""
    found = (catalogue.get(ref) for ref in sorted(uses.data_sets, key=str))
    return tuple(data_set for data_set in found if data_set is not None)


def _fingerprints(
    data_sets: tuple[DataSet, ...], gases: tuple[Gas, ...], catalogue: Catalogue
) -> dict[str, str]:
    """Give the fingerprint of each database that data sets or gases come from, by its id.

    A gas comes from the first database that has it, as in the catalogue: another one that was
    brought to this computer changes no study that takes nothing from it.
    """
    ids = {data_set.ref.database for data_set in data_sets}
    for gas in gases:
        owners = (base.id for base in catalogue.databases if base.gases.get(gas.id) is gas)
        ids.update(itertools.islice(owners, 1))
    return {base.id: base.fingerprint for base in catalogue.databases if base.id in ids}
