"""What is stated of a life, resolved to numbers: each with its draw, its origin and its source.

Nothing that is missing is filled with zero: it is named, and what can't do without it is left out.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from pcf.circularity.draws import Draws, sigma_of
from pcf.circularity.process import PROCESS_TERMS, Portion, Term
from pcf.circularity.refurbishment import Number
from pcf.model.refurbishment import (
    DeviceCategory,
    RefurbishedLife,
    RefurbishmentCase,
    StatedAmount,
    StatedShare,
)
from pcf.units import unit_si_factor

_YEAR_S = unit_si_factor("a")


class Origin(enum.StrEnum):
    """Where a number of a life comes from."""

    TYPED = "typed"
    CASE = "case"
    """Typed for the whole case."""
    DATA_SET = "data_set"
    SUPPLIER = "supplier"
    OWN_STUDY = "own_study"
    PROCESS = "process"
    """Calculated from what goes in."""
    RULE = "rule"
    """Follows from the rule that was chosen."""
    MISSING = "missing"


class Input(msgspec.Struct, frozen=True):
    """One number of a life.

    Attributes:
        name: of the field of `Terms` that it becomes.
        value: [kg CO2e, years or 1]; None: not stated.
        node: id of the node that states it.
        field: of that node.
        source: as stated, "" where its data set or process says it.
        term: its portions, where it is an emission.
        low: bound [as `value`], None where none is stated.
        high: bound [as `value`].
        is_share: its bounds are the least and greatest possible value.
    """

    name: str
    value: float | None
    origin: Origin
    node: str
    field: str
    source: str = ""
    source_zh: str = ""
    term: Term | None = None
    low: float | None = None
    high: float | None = None
    is_share: bool = False

    def drawn(self, draws: Draws) -> Number:
        """Give the draws of it, or its value where it is certain.

        Raises:
            TypeError: it is not stated.
        """
        if self.value is None:
            raise TypeError(self.name)
        if self.term is not None:
            return draws.term(self.term)
        key = f"{self.node}.{self.field}"
        if self.is_share:
            low = self.value if self.low is None else self.low
            high = self.value if self.high is None else self.high
            return draws.triangular(low, self.value, high, key) if low < high else self.value
        sigma = sigma_of(self.value, self.low, self.high)
        return draws.lognormal(self.value, sigma, key) if sigma else self.value

    @property
    def is_certain(self) -> bool:
        """Tell whether nothing says how uncertain it is."""
        if self.term is not None:
            return not any(each.spreads for each in self.term.portions)
        return self.low is None and self.high is None


class Solved(msgspec.Struct, frozen=True):
    """What was solved for a life before its numbers can be put together.

    Attributes:
        process: terms of its process by name.
        new_device: making of the new device by data set or maker, None where it is stated else.
        use: of one kWh where devices are used; None where it is not known.
    """

    process: Mapping[str, Term] = MappingProxyType({})
    new_device: Term | None = None
    use: Term | None = None


def resolve(
    case: RefurbishmentCase, category: DeviceCategory, life: RefurbishedLife, solved: Solved
) -> dict[str, Input]:
    """Give every number of a life by its name but the share of the burden, which is of all lives.

    Args:
        case: for what holds where a category says nothing.
        category: of the device, with the new one.
        life: the first refurbished life or a later one.
        solved: what was calculated for it.
    """
    inputs = [
        _production(category, solved.new_device),
        _emission("delivery", category, "delivery", category.delivery),
        _years("new_life", category, category.new_life),
        _use("new_use", category, "new_use_emissions", "new_electricity", solved),
        _years("life", life, life.life),
        _use("use", life, "use_emissions", "electricity", solved),
        *(_process_term(name, life, solved) for name in PROCESS_TERMS),
        _share("success", life, case),
        _share("equivalence", life, case),
        _share("rebound", case, case),
    ]
    return {each.name: each for each in inputs}


def years_of(stated: StatedAmount | None) -> float | None:
    """Give a stated time [years]."""
    return None if stated is None else stated.amount.si / _YEAR_S


def _emission(name: str, node: RefurbishedLife, field: str, stated: StatedAmount | None) -> Input:
    if stated is None:
        return Input(name, None, Origin.MISSING, node.id, field)
    key = f"{node.id}.{field}"
    low, high = (None if each is None else each.si for each in (stated.low, stated.high))
    value = stated.amount.si
    return Input(
        name,
        value,
        Origin.TYPED,
        node.id,
        field,
        stated.source,
        stated.source_zh,
        Term((Portion(value, _spread(key, sigma_of(value, low, high))),)),
        low,
        high,
    )


def _production(category: DeviceCategory, new_device: Term | None) -> Input:
    name, node = "production", category.id
    if category.production is not None:
        return _emission(name, category, "production", category.production)
    if category.own_study is not None:
        stated = category.own_study
        term = Term((Portion(stated.value.si),))
        source = f"{stated.product}, {stated.result}"
        zh = f"{stated.product_zh or stated.product}, {stated.result}"
        return Input(name, stated.value.si, Origin.OWN_STUDY, node, "own_study", source, zh, term)
    field = "supplier" if category.supplier is not None else "data_set"
    if new_device is None:
        return Input(name, None, Origin.MISSING, node, field)
    if category.supplier is not None:
        footprint = category.supplier
        return Input(
            name,
            new_device.kg_co2e,
            Origin.SUPPLIER,
            node,
            field,
            f"{footprint.supplier}: {footprint.document}",
            f"{footprint.supplier_zh or footprint.supplier}: {footprint.document}",
            new_device,
        )
    return Input(name, new_device.kg_co2e, Origin.DATA_SET, node, field, term=new_device)


def _years(name: str, node: RefurbishedLife, stated: StatedAmount | None) -> Input:
    if stated is None:
        return Input(name, None, Origin.MISSING, node.id, name)
    low, high = (None if each is None else each.si / _YEAR_S for each in (stated.low, stated.high))
    return Input(
        name,
        years_of(stated),
        Origin.TYPED,
        node.id,
        name,
        stated.source,
        stated.source_zh,
        low=low,
        high=high,
    )


def _use(
    name: str, node: RefurbishedLife, emission_field: str, energy_field: str, solved: Solved
) -> Input:
    """Give what a year of use emits: as typed, else electricity by the factor of where it is."""
    stated: StatedAmount | None = getattr(node, emission_field)
    if stated is not None:
        return _emission(name, node, emission_field, stated)
    energy: StatedAmount | None = getattr(node, energy_field)
    if energy is None or (solved.use is None and energy.amount.si):
        return Input(name, None, Origin.MISSING, node.id, energy_field)
    kwh = energy.amount.si / unit_si_factor("kWh")
    low, high = (None if each is None else each.si for each in (energy.low, energy.high))
    own = _spread(f"{node.id}.{energy_field}", sigma_of(energy.amount.si, low, high))
    # New and refurbished devices share one draw of the factor, each has one of its energy.
    term = Term(
        tuple(
            Portion(kwh * each.kg_co2e, (*each.spreads, *own))
            for each in (solved.use.portions if solved.use is not None else ())
        )
    )
    return Input(
        name,
        term.kg_co2e,
        Origin.TYPED,
        node.id,
        energy_field,
        energy.source,
        energy.source_zh,
        term,
    )


def _spread(key: str, sigma: float) -> tuple[tuple[str, float], ...]:
    return ((key, sigma),) if sigma else ()


def _process_term(name: str, life: RefurbishedLife, solved: Solved) -> Input:
    stated: StatedAmount | None = getattr(life, name)
    if stated is not None:
        return _emission(name, life, name, stated)
    term = solved.process.get(name)
    if term is None:
        return Input(name, None, Origin.MISSING, life.id, name)
    return Input(name, term.kg_co2e, Origin.PROCESS, life.id, name, term=term)


def _share(name: str, node: RefurbishedLife | RefurbishmentCase, case: RefurbishmentCase) -> Input:
    own: StatedShare | None = getattr(node, name)
    stated: StatedShare | None = own if own is not None else getattr(case, name)
    if stated is None:
        return Input(name, None, Origin.MISSING, node.id, name)
    of_case = own is None or node is case
    return Input(
        name,
        stated.value,
        Origin.CASE if of_case else Origin.TYPED,
        case.id if of_case else node.id,
        name,
        stated.source,
        stated.source_zh,
        low=stated.low,
        high=stated.high,
        is_share=True,
    )
