"""What the meters of a site counted, and what it went to.

metered = shared to steps by a key + elsewhere by that key + typed per step x output + the rest
"""

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
        typed: by the steps of the study themselves, times the output; None where the output is
            not known.
    """

    metered: float
    shared: float
    elsewhere: float
    typed: float | None

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


def typed_kwh(site: Site, result: PcfResult, share_ids: Collection[str] = ()) -> float | None:
    """Give what steps use of a site by what is typed for themselves, times the output [kWh].

    What the co-products of a step carry was metered too, and is counted with the rest.
    """
    supply = _whole_supply(result)
    per_declared_unit = sum(
        exchange.amount / _main_share(process) * supply[process.id]
        for process in result.inventory.processes
        for exchange in process.exchanges
        if isinstance(exchange.input, ProcessOutput)
        and exchange.input.process == site.id
        and exchange.node not in share_ids
    )
    if not per_declared_unit:
        return 0.0
    declared, output = result.inventory.declared_unit, site.output
    if output is None or output.dimension is not declared.dimension:
        return None
    return per_declared_unit * output.si / declared.si


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
