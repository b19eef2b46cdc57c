"""What the meters of a site counted, and what it went to.

metered = shared to steps by a key + elsewhere by that key + typed per step x output + the rest
"""

import msgspec

from pcf.inventory.inventory import ProcessOutput
from pcf.model.sites import Site
from pcf.model.supply import Period, metered_si
from pcf.results.result import PcfResult
from pcf.units import unit_si_factor


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
    goal = result.study.goal
    period = Period(goal.period_start, goal.period_end)
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
    return EnergyBalance(metered, shared, elsewhere, _typed_kwh(site, share_ids, result))


def _typed_kwh(site: Site, share_ids: set[str], result: PcfResult) -> float | None:
    """Give what steps use of a site by what is typed for themselves, times the output [kWh]."""
    per_declared_unit = sum(
        exchange.amount * result.supply[process.id]
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
