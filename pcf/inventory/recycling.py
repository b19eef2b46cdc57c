"""Recycling: the Circular Footprint Formula with its terms apart, and the other conventions.

    Material = (1-R1) Ev + R1 (A Erec + (1-A) Ev QSin/QP) + (1-A) R2 (ErecEoL - Ev* QSout/QP)
    Energy   = (1-B) R3 (EER - LHV XER,heat ESE,heat - LHV XER,elec ESE,elec)
    Disposal = (1-R2-R3) ED                                                       methods 3.1

Numbers in, numbers out: nothing here knows a study. What a cradle-to-gate study takes of it is the
two terms of R1, `Terms.at_gate`; the others come after the gate (decision 11).
"""

import msgspec

from pcf.errors import InputError
from pcf.model.choices import RecyclingMethod

_SHARES = ("r1", "r2", "r3", "a", "b", "quality_in", "quality_out")

A_OF_METHOD = {
    RecyclingMethod.CUT_OFF: 1.0,
    RecyclingMethod.CLOSED_LOOP: 0.0,
    RecyclingMethod.FIFTY_FIFTY: 0.5,
}
"""Share of the burden of recycling that the user of recycled material carries (methods 3.2)."""


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of the formula.

    Attributes:
        r1: recycled share of the material that goes in [0..1].
        r2: share recycled at the end of life, behind the recycling plant [0..1].
        r3: share to energy recovery [0..1]; with r2 at most 1.
        a: share of burdens and credits that the user of recycled material has [0..1].
        b: share of energy recovery that the user of its energy has [0..1].
        quality_in: quality of secondary material that goes in, QSin/QP [0..1].
        quality_out: quality of secondary material that comes out, QSout/QP [0..1].
        lhv: lower heating value [MJ/kg].
        heat_efficiency: heat delivered per LHV, XER,heat [1].
        electricity_efficiency: electricity delivered per LHV, XER,elec [1].
    """

    r1: float = 0.0
    r2: float = 0.0
    r3: float = 0.0
    a: float = 1.0
    b: float = 0.0
    quality_in: float = 1.0
    quality_out: float = 1.0
    lhv: float = 0.0
    heat_efficiency: float = 0.0
    electricity_efficiency: float = 0.0

    def __post_init__(self) -> None:
        """Refuse shares outside 0..1, and more at the end of life than there is."""
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise InputError("recycling-share-outside", name=name, value=getattr(self, name))
        if self.r2 + self.r3 > 1:
            raise InputError("recycling-shares-above-one", value=self.r2 + self.r3)


class Emissions(msgspec.Struct, frozen=True, kw_only=True):
    """What the data sets of a material emit [kg CO2e/kg, energy kg CO2e/MJ].

    Attributes:
        virgin: virgin material, Ev.
        recycled: the recycling that gives R1, Erec.
        recycling_at_end: the recycling at the end of life, ErecEoL.
        substituted: virgin material that is replaced then, Ev*; None: the same as `virgin`.
        recovery: energy recovery, EER.
        heat: heat that is replaced, ESE,heat [kg CO2e/MJ].
        electricity: electricity that is replaced, ESE,elec [kg CO2e/MJ].
        disposal: disposal of the rest, ED.
    """

    virgin: float
    recycled: float = 0.0
    recycling_at_end: float = 0.0
    substituted: float | None = None
    recovery: float = 0.0
    heat: float = 0.0
    electricity: float = 0.0
    disposal: float = 0.0


class Terms(msgspec.Struct, frozen=True):
    """The terms of a recycling method, each with its sign [kg CO2e/kg].

    Attributes:
        virgin: (1-R1) Ev.
        recycled: R1 A Erec.
        virgin_replaced: R1 (1-A) Ev QSin/QP, what the supplier of recycled material leaves to its
            user.
        recycling_at_end: (1-A) R2 ErecEoL.
        substitution: −(1-A) R2 Ev* QSout/QP; a credit is negative.
        energy: energy recovery less the energy that it replaces.
        disposal: (1-R2-R3) ED.
    """

    virgin: float
    recycled: float
    virgin_replaced: float
    recycling_at_end: float
    substitution: float
    energy: float
    disposal: float

    @property
    def at_gate(self) -> float:
        """Give the terms of what goes in: all that a cradle-to-gate study holds."""
        return self.virgin + self.recycled + self.virgin_replaced

    @property
    def after_gate(self) -> float:
        """Give the terms of the end of life, documented apart."""
        return self.recycling_at_end + self.substitution + self.energy + self.disposal

    @property
    def total(self) -> float:
        """Give the whole formula."""
        return self.at_gate + self.after_gate


def circular_footprint(parameters: Parameters, emissions: Emissions) -> Terms:
    """Give the Circular Footprint Formula of one kg of material, term by term."""
    p, e = parameters, emissions
    substituted = e.virgin if e.substituted is None else e.substituted
    replaced = p.heat_efficiency * e.heat + p.electricity_efficiency * e.electricity
    return Terms(
        virgin=(1 - p.r1) * e.virgin,
        recycled=p.r1 * p.a * e.recycled,
        virgin_replaced=p.r1 * (1 - p.a) * e.virgin * p.quality_in,
        recycling_at_end=(1 - p.a) * p.r2 * e.recycling_at_end,
        substitution=-(1 - p.a) * p.r2 * substituted * p.quality_out,
        energy=(1 - p.b) * p.r3 * (e.recovery - p.lhv * replaced),
        disposal=(1 - p.r2 - p.r3) * e.disposal,
    )


def cut_off(parameters: Parameters, emissions: Emissions) -> Terms:
    """Give the recycled-content method, 100:0: (1-R1) Ev + R1 Erec + (1-R2-R3) ED."""
    p, e = parameters, emissions
    return Terms(
        virgin=(1 - p.r1) * e.virgin,
        recycled=p.r1 * e.recycled,
        virgin_replaced=0.0,
        recycling_at_end=0.0,
        substitution=0.0,
        energy=0.0,
        disposal=(1 - p.r2 - p.r3) * e.disposal,
    )


def closed_loop(parameters: Parameters, emissions: Emissions) -> Terms:
    """Give the end-of-life method, 0:100: Ev + R2 (ErecEoL - Ev* Q) + (1-R2-R3) ED.

    R1 has no effect: recycled material counts as virgin, and its benefit where it is given away.
    """
    p, e = parameters, emissions
    substituted = e.virgin if e.substituted is None else e.substituted
    return Terms(
        virgin=(1 - p.r1) * e.virgin,
        recycled=0.0,
        virgin_replaced=p.r1 * e.virgin,
        recycling_at_end=p.r2 * e.recycling_at_end,
        substitution=-p.r2 * substituted * p.quality_out,
        energy=0.0,
        disposal=(1 - p.r2 - p.r3) * e.disposal,
    )


def fifty_fifty(parameters: Parameters, emissions: Emissions) -> Terms:
    """Give the mean of `cut_off` and `closed_loop`, term by term."""
    pairs = zip(
        msgspec.structs.astuple(cut_off(parameters, emissions)),
        msgspec.structs.astuple(closed_loop(parameters, emissions)),
        strict=True,
    )
    return Terms(*((one + other) / 2 for one, other in pairs))


def terms_by(method: RecyclingMethod, parameters: Parameters, emissions: Emissions) -> Terms:
    """Give the terms of one kg of material by a method."""
    match method:
        case RecyclingMethod.CUT_OFF:
            return cut_off(parameters, emissions)
        case RecyclingMethod.CLOSED_LOOP:
            return closed_loop(parameters, emissions)
        case RecyclingMethod.FIFTY_FIFTY:
            return fifty_fifty(parameters, emissions)
        case RecyclingMethod.CFF:
            return circular_footprint(parameters, emissions)


class Saving(msgspec.Struct, frozen=True):
    """What recycled content saves, by where it comes from [kg CO2e/kg].

    Attributes:
        recycling: A R1 (Ev - Erec), the recycling process in place of virgin production.
        quality: (1-A) R1 Ev (1 - QSin/QP), virgin material that is counted at a lower quality.
    """

    recycling: float
    quality: float

    @property
    def total(self) -> float:
        """Give S_R1 = E(R1 = 0) − E(R1); it means nothing without the name of its method."""
        return self.recycling + self.quality


def recycled_content_saving(
    method: RecyclingMethod, parameters: Parameters, emissions: Emissions
) -> Saving:
    """Give what the recycled content of one kg of material saves by a method (methods 3.3)."""
    a, quality = allocation_of(method, parameters.a, parameters.quality_in)
    return Saving(
        recycling=a * parameters.r1 * (emissions.virgin - emissions.recycled),
        quality=(1 - a) * parameters.r1 * emissions.virgin * (1 - quality),
    )


def allocation_of(method: RecyclingMethod, a: float, quality_in: float) -> tuple[float, float]:
    """Give A and QSin/QP of a method: those stated for CFF, fixed ones for the others."""
    return (A_OF_METHOD[method], 1.0) if method in A_OF_METHOD else (a, quality_in)


def input_shares(
    method: RecyclingMethod, r1: float, a: float = 1.0, quality_in: float = 1.0
) -> tuple[float, float]:
    """Give how much virgin and recycled material stands for one kg that goes in [kg/kg].

    virgin = (1-R1) + R1 (1-A) QSin/QP        recycled = R1 A
    """
    a, quality_in = allocation_of(method, a, quality_in)
    return (1 - r1) + r1 * (1 - a) * quality_in, r1 * a
