"""Recycling of a part's material: recycled content, and what is stated of its end of life."""

from typing import Annotated

import msgspec

from pcf.errors import InputError
from pcf.model.choices import RecyclingMethod
from pcf.model.node import DataSetRef, Record

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class EndOfLife(Record, frozen=True):
    """What becomes of the material after use. It is documented apart and in no total.

    Attributes:
        recycled: R2, share recycled, behind the recycling plant; None: of the default row.
        quality_out: QSout/QP; None: of the default row.
        recycling: ErecEoL, collection, sorting and recycling, per kg.
        substituted: Ev*, virgin material that is replaced; None: the part's own data set.
        recovered: R3, share to energy recovery.
        b: share of energy recovery that the user of its energy has.
        recovery: EER, energy recovery, per kg.
        lhv_mj_per_kg: lower heating value.
        heat_efficiency: heat delivered per LHV.
        electricity_efficiency: electricity delivered per LHV.
        heat: ESE,heat, heat that is replaced.
        electricity: ESE,elec, electricity that is replaced.
        disposal: ED, disposal of the rest, per kg.
    """

    recycled: Share | None = None
    quality_out: Share | None = None
    recycling: DataSetRef | None = None
    substituted: DataSetRef | None = None
    recovered: Share = 0.0
    b: Share = 0.0
    recovery: DataSetRef | None = None
    lhv_mj_per_kg: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    heat_efficiency: Share = 0.0
    electricity_efficiency: Share = 0.0
    heat: DataSetRef | None = None
    electricity: DataSetRef | None = None
    disposal: DataSetRef | None = None

    def __post_init__(self) -> None:
        """Refuse more to recycling and energy recovery than there is."""
        if (self.recycled or 0.0) + self.recovered > 1:
            total = (self.recycled or 0.0) + self.recovered
            raise InputError("recycling-shares-above-one", value=total)


class Recycling(Record, frozen=True):
    """The recycled content of a part's own material. Its data set then stands for virgin material.

    Scrap of the product's own steps that returns is no recycled content: it is a closed loop.

    Attributes:
        defaults: row of a table of parameters with its version, `cff-parameters/1/copper`, which
            gives what is not stated here; "" for none.
        recycled_share: R1, recycled share of the material that goes in.
        recycled: Erec, the recycled material, in place of that share.
        a: A, share of burdens and credits that the user of recycled material has.
        quality_in: QSin/QP, quality of the recycled material relative to virgin material.
        method: another method than the study's, for this line alone; a finding says so.
        evidence: in words, where the recycled share comes from.
    """

    defaults: str = ""
    recycled_share: Share | None = None
    recycled: DataSetRef | None = None
    a: Share | None = None
    quality_in: Share | None = None
    method: RecyclingMethod | None = None
    evidence: str = ""
    end_of_life: EndOfLife | None = None
