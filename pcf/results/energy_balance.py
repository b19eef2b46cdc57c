"""What the meters of a site counted, and what it went to.

metered = shared to steps by a key + elsewhere by that key + typed per step x output + the rest
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import msgspec

from pcf.inventory.inventory import ProcessOutput, UnitProcess
from pcf.model.sites import Site
from pcf.model.supply import metered_si, period_of
from pcf.results.result import ADDS_UP, PcfResult
from pcf.units import unit_si_factor

_MOST_WAVES = 1000
"""Steps upstream that are followed: longer than any routing, and than a loop takes to die down."""


class EnergyBalance(msgspec.Struct, frozen=True):
    """What a site's meters counted in the period, and what it went to [kWh].

    Attributes:
        metered: all meters of the site.
        shared: to steps of the study by a key.
        elsewhere: by the same keys, to what the study does not hold.
        typed_by_input: by the steps of the study themselves, times the output; None where the
            output is not known.
    """

    metered: float
    shared: float
    elsewhere: float
    typed_by_input: Mapping[str, float] | None

    @property
    def typed(self) -> float | None:
        """Give what is typed at the steps, all of it; None where the output is not known [kWh]."""
        return None if self.typed_by_input is None else sum(self.typed_by_input.values())

    @property
    def not_allocated(self) -> float:
        """Give what no step has; negative where more was allocated than metered [kWh]."""
        return self.metered - self.shared - self.elsewhere - (self.typed or 0.0)


def energy_balance(site: Site, result: PcfResult) -> EnergyBalance | None:
    """Give the balance of a site, None where nothing was metered."""
    period = period_of(result.study.goal)
    kwh = unit_si_factor("kWh")
    metered = metered_si(site, period) / kwh
    if not metered:
        return None
    shared = elsewhere = 0.0
    share_ids: set[str] = set()
    for sharing in site.sharings:
        whole = sharing.weight_total
        counted = metered_si(site, period, sharing.meter) / kwh
        share_ids |= {share.id for share in sharing.shares}
        if whole:
            shared += counted * sum(share.weight for share in sharing.shares) / whole
            elsewhere += counted * sharing.elsewhere / whole
    return EnergyBalance(metered, shared, elsewhere, typed_kwh(site, result, share_ids))


def typed_kwh(
    site: Site, result: PcfResult, share_ids: Collection[str] = ()
) -> Mapping[str, float] | None:
    """Give what steps use of a site by what is typed for themselves, times the output [kWh].

    What the co-products of a step carry was metered too, and is counted with the rest.

    Returns:
        By the input that states it; None where the output is not known.
    """
    supply = _whole_supply(result)
    per_declared_unit: dict[str, float] = defaultdict(float)
    for process in result.inventory.processes:
        for exchange in process.exchanges:
            of_site = (
                isinstance(exchange.input, ProcessOutput) and exchange.input.process == site.id
            )
            if of_site and exchange.node not in share_ids:
                used = exchange.amount / _main_share(process) * supply[process.id]
                per_declared_unit[exchange.node] += used
    if not any(per_declared_unit.values()):
        return {}
    declared, output = result.inventory.declared_unit, site.output
    if output is None or output.dimension is not declared.dimension:
        return None
    times = output.si / declared.si
    return {node: used * times for node, used in per_declared_unit.items()}


def _main_share(process: UnitProcess) -> float:
    """Give the share of a step's burden that its main product carries; 1 where nothing is shared.

    Under subdivision the shares of its inputs are 1 or 0, and those of 0 are not in the inventory.
    """
    chosen = process.allocation.chosen if process.allocation is not None else None
    return chosen.shares[0] or 1.0 if chosen is not None else 1.0


def _whole_supply(result: PcfResult) -> Mapping[str, float]:
    """Give the units of each process that run for main products and co-products together.

    x = f + A x with the exchanges of joint steps unshared, step by step from the product upstream;
    loops of scrap converge, since what comes back is less than what went in.
    """
    inventory = result.inventory
    if all(_main_share(process) == 1.0 for process in inventory.processes):
        return result.supply
    takes = {
        process.id: [
            (exchange.input.process, exchange.amount / _main_share(process))
            for exchange in process.exchanges
            if isinstance(exchange.input, ProcessOutput)
        ]
        for process in inventory.processes
    }
    supply = dict.fromkeys(takes, 0.0)
    wave = dict(inventory.demand)
    for _ in range(_MOST_WAVES):
        upstream: dict[str, float] = {}
        for process, units in wave.items():
            supply[process] += units
            for taken, amount in takes[process]:
                upstream[taken] = upstream.get(taken, 0.0) + amount * units
        wave = {
            process: units
            for process, units in upstream.items()
            if abs(units) > ADDS_UP * abs(supply[process])
        }
        if not wave:
            break
    return supply
