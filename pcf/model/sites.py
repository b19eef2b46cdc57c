"""Sites and the electricity that they buy or make."""

import enum

from pcf.errors import InputError
from pcf.model.electricity import (
    ContractInstrument,
    EnergySharing,
    MeterReading,
    refuse_no_output,
    refuse_other_than_energy,
)
from pcf.model.node import DataSetRef, Node
from pcf.model.suppliers import SupplierFootprint, supplier_ref
from pcf.units import Quantity


class ElectricityRule(enum.StrEnum):
    """By which of the four rules a supply line counts (ISO 14067:2018, 6.4.9.4)."""

    OWN_GENERATION = "own_generation"
    DIRECT_LINE = "direct_line"
    CONTRACT = "contract"
    GRID = "grid"


class SupplyLine(Node, frozen=True):
    """One source of a site's electricity in the study's period.

    Attributes:
        energy: delivered to the site in the period [energy].
        data_set: generation or grid, per kWh; None on a grid line takes what the site's untracked
            electricity takes.
        mix: id of an own mix of the study, in place of a data set.
        supplier: what the supplier, or the operator of the plant, states for its electricity, in
            place of both.
        certificate_sold: of own generation or a direct line, whether certificates of that energy
            were sold; it then counts as untracked. None is not stated.
        instruments: that back a line by contract.
        includes_upstream: the factor holds the supply of fuels; None goes by the data set.
        includes_losses: the factor holds transmission and distribution losses, so that none are
            added; None goes by the data set.
        reason: why a grid line takes no residual mix although one is published.
    """

    name: str = ""
    name_zh: str = ""
    rule: ElectricityRule = ElectricityRule.GRID
    energy: Quantity | None = None
    data_set: DataSetRef | None = None
    mix: str = ""
    supplier: SupplierFootprint | None = None
    certificate_sold: bool | None = None
    includes_upstream: bool | None = None
    includes_losses: bool | None = None
    reason: str = ""
    reason_zh: str = ""
    note: str = ""
    instruments: tuple[ContractInstrument, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no energy, and two answers to where the factor comes from."""
        refuse_other_than_energy(self.energy)
        if self.data_set is not None and self.mix:
            raise InputError("mix-beside-data-set")

    @property
    def bought_as(self) -> DataSetRef | None:
        """Give what stands for its electricity: the supplier's footprint before a data set."""
        return supplier_ref(self.id) if self.supplier is not None else self.data_set

    @property
    def own_mix(self) -> str:
        """Give the id of the own mix that stands for it, "" where a supplier's footprint does."""
        return "" if self.supplier is not None else self.mix


class Site(Node, frozen=True):
    """A plant.

    Attributes:
        country: ISO 3166-1 alpha-3 code, such as `CHN`.
        subdivision: ISO 3166-2 code, such as `CN-JS`.
        under_control: the company runs it, and can give its own data; False: a supplier.
        electricity: supply lines; without any the whole supply is untracked.
        untracked: what untracked electricity takes: a residual mix or another grid factor; None
            takes the country's consumption mix.
        untracked_mix: id of an own mix of the study, in place of a data set.
        untracked_reason: why that is no residual mix although one is published.
        output: good output of the product in the period [count or mass].
        readings: of the site's meters; what they count beyond the supply lines is untracked.
        sharings: of metered electricity to steps.
    """

    name: str = ""
    name_zh: str = ""
    country: str = ""
    subdivision: str = ""
    place: str = ""
    place_zh: str = ""
    under_control: bool = True
    untracked: DataSetRef | None = None
    untracked_mix: str = ""
    untracked_reason: str = ""
    untracked_reason_zh: str = ""
    output: Quantity | None = None
    electricity: tuple[SupplyLine, ...] = ()
    readings: tuple[MeterReading, ...] = ()
    sharings: tuple[EnergySharing, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an output of nothing, and two answers to where the factor comes from."""
        refuse_no_output(self.output)
        if self.untracked is not None and self.untracked_mix:
            raise InputError("mix-beside-data-set")
