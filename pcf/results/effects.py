"""What value choices do to a result: other allocation rules, other recycling methods.

Held by the result beside its contributions; nothing here is part of the footprint.
"""

import msgspec

from pcf.background.dataset import Confidence, DataSet
from pcf.inventory.inventory import RuleShares
from pcf.inventory.recycling import Saving, Terms
from pcf.model.choices import RecyclingMethod
from pcf.model.node import DataSetRef


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """The headline if one choice were another, all else being the same.

    Attributes:
        node: id of the step, or of the study's choices.
        shares: the allocation rule with its shares, the main product first; None for recycling.
        method: the recycling method; None for allocation.
        is_chosen: it is what the study has.
        headline: per declared unit [kg CO2e]; None where it can't be calculated.
    """

    node: str
    shares: RuleShares | None = None
    method: RecyclingMethod | None = None
    is_chosen: bool = False
    headline: float | None = None


class RecycledLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line with recycled content: its parameters, and the recycling method term by term.

    Attributes:
        node: id of the part or packaging item.
        virgin: data set of the virgin material.
        recycled: data set of the recycled material, None where none is needed.
        row: row of the table of default parameters that fills what is not stated, "" for none.
        source: of that row.
        confidence: of that row.
        r1: recycled share; None: not known.
        bought_kg: own material bought per declared unit [kg].
        net_kg: own material in one declared unit [kg].
        terms: per kg of material, what goes in and what comes after the gate.
        saving: what the recycled content saves per kg, by the method.
        missing: symbols of what the end of life lacks; its terms are then 0 and not shown.
        has_end_of_life: an end of life is stated.
        data_sets: that are behind its numbers and the effects of other methods, beside those of
            the inventory.
    """

    node: str
    method: RecyclingMethod
    virgin: DataSetRef
    recycled: DataSetRef | None
    row: str
    source: str
    confidence: Confidence | None
    r1: float | None
    a: float | None
    quality_in: float | None
    bought_kg: float | None
    net_kg: float | None
    terms: Terms | None
    saving: Saving | None
    missing: tuple[str, ...] = ()
    has_end_of_life: bool = False
    data_sets: tuple[DataSet, ...] = ()

    @property
    def after_gate_kg_co2e(self) -> float | None:
        """Give the end of life of the line per declared unit, in no total [kg CO2e]."""
        if self.terms is None or self.net_kg is None or self.missing or not self.has_end_of_life:
            return None
        return self.terms.after_gate * self.net_kg
