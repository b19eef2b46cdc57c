"""The transport legs of a result: what each carries how far, and what a tonne-kilometre emits."""

from collections import defaultdict

import msgspec

from pcf.background.dataset import DataSet
from pcf.model.transport import TransportLeg
from pcf.results.result import PcfResult
from pcf.units import unit_si_factor

_TONNE_KILOMETRE = unit_si_factor("t*km")


class LegUse(msgspec.Struct, frozen=True):
    """A leg that carries something.

    Attributes:
        data_set: of its vehicle per tonne-kilometre, or of the fuel of a stated vehicle.
        taken: of the data set, per declared unit [unit of the data set].
        freight_tkm: transport activity per declared unit [t·km].
        kg_co2e: per declared unit, with transport after the gate too [kg CO2e].
        is_outbound: it comes after the gate and is in no total.
    """

    leg: TransportLeg
    data_set: DataSet
    taken: float
    freight_tkm: float
    kg_co2e: float
    is_outbound: bool

    @property
    def kg_per_tkm(self) -> float | None:
        """Give the emission intensity [kg CO2e/(t·km)], None where nothing is moved."""
        return self.kg_co2e / self.freight_tkm if self.freight_tkm else None


def leg_uses(result: PcfResult) -> list[LegUse]:
    """Give the legs that carry something, in the order of the study."""
    legs = {leg.id: leg for leg in result.study.transport}
    data_sets: dict[str, DataSet] = {}
    taken: dict[str, float] = defaultdict(float)
    emitted: dict[str, float] = defaultdict(float)
    outbound: dict[str, bool] = {}
    values = result.line_values(result.headline_columns).tolist() if legs else ()
    for line, value, counts in zip(result.lines, values, result.before_gate.tolist(), strict=False):
        node = line.cause.node
        if node in legs and line.data_set is not None:
            data_sets[node] = line.data_set
            taken[node] += line.amount
            emitted[node] += value
            outbound[node] = not counts
    return [
        LegUse(
            leg,
            data_sets[leg.id],
            taken[leg.id],
            _freight_tkm(leg, data_sets[leg.id], taken[leg.id]),
            emitted[leg.id],
            outbound[leg.id],
        )
        for leg in legs.values()
        if leg.id in data_sets
    ]


def _freight_tkm(leg: TransportLeg, data_set: DataSet, taken: float) -> float:
    """Give the transport activity for which an amount of freight or fuel was taken [t·km]."""
    if not leg.taken_per_kg:
        return 0.0
    goods_kg = taken * unit_si_factor(data_set.unit) / leg.taken_per_kg
    return goods_kg * leg.freight_per_kg / _TONNE_KILOMETRE
