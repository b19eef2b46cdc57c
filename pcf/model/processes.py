"""Process steps: what happens to a part on its routing, and what that takes."""

import enum

from pcf.errors import InputError
from pcf.model.allocation import Allocation, CoProduct
from pcf.model.node import DataSetRef, Node, Record
from pcf.model.spend import Spend
from pcf.model.suppliers import SupplierFootprint, supplier_ref
from pcf.units import Dimension, Quantity


def refuse_negative(amount: Quantity | None) -> None:
    """Refuse a negative amount: a slip of the sign would become a credit.

    Raises:
        InputError: the amount is negative.
    """
    if amount is not None and amount.si < 0:
        raise InputError("amount-negative", text=amount.text)


class StepBasis(enum.StrEnum):
    """What the amounts of a step are typed for."""

    PIECE = "piece"
    KILOGRAM = "kilogram"
    BATCH = "batch"
    PERIOD = "period"


class SiteElectricity(Record, frozen=True, tag="site_electricity"):
    """Electricity from the supply of the step's site."""


class PartRef(Record, frozen=True, tag="part"):
    """A part of this study that a step uses up, the product itself included: a true loop."""

    part: str


Supply = DataSetRef | SiteElectricity | PartRef


class StepInput(Node, frozen=True):
    """Energy, an auxiliary or a service that a step takes.

    Attributes:
        amount: in the unit of its supply, for the basis of the step.
        supply: where it comes from; None is unmatched.
        supplier: the supplier's own footprint, in place of a data set.
        spend: what it costs, in place of an amount, where its supply counts money.
    """

    name: str = ""
    name_zh: str = ""
    amount: Quantity | None = None
    supply: Supply | None = None
    supplier: SupplierFootprint | None = None
    spend: Spend | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        refuse_negative(self.amount)

    @property
    def bought_as(self) -> Supply | None:
        """Give where it comes from: its supplier's footprint, else its supply."""
        return supplier_ref(self.id) if self.supplier is not None else self.supply


class DirectEmission(Node, frozen=True):
    """A greenhouse gas that leaves the step itself: leaked refrigerant, process CO2.

    Attributes:
        gas: id of the gas in the GWP table, for example `gwp-hfc-134a`.
        amount: for the basis of the step [mass of the gas].
    """

    gas: str = ""
    amount: Quantity | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        refuse_negative(self.amount)


class WasteFlow(Node, frozen=True):
    """Waste of the step other than its scrap, with its treatment."""

    name: str = ""
    name_zh: str = ""
    amount: Quantity | None = None
    data_set: DataSetRef | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        refuse_negative(self.amount)


class ScrapRoute(enum.StrEnum):
    """Where rejects and offcuts of a step go."""

    TREATMENT = "treatment"
    """Treated as waste, at the burden of the step."""
    RECYCLED = "recycled"
    """Leaves for recycling: burden-free and without credit (cut-off)."""
    CLOSED_LOOP = "closed_loop"
    """Comes back in place of a bought part's material."""


class Scrap(Record, frozen=True):
    """What happens to the material that a step's yield loses.

    Attributes:
        data_set: treatment, or reprocessing in a closed loop, per kg of scrap; None if recycled.
        returns_to: id of the bought part whose material it replaces, in a closed loop.
        recovery: share of the scrap that comes back as material, in a closed loop [0..1].
    """

    route: ScrapRoute
    data_set: DataSetRef | None = None
    returns_to: str = ""
    recovery: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a recovery outside 0..1, and a data set where the scrap leaves burden-free."""
        if not 0 <= self.recovery <= 1:
            raise InputError("recovery-outside", value=self.recovery)
        if self.route is ScrapRoute.RECYCLED and self.data_set is not None:
            raise InputError("scrap-recycled-with-data-set")


class ProcessStep(Node, frozen=True):
    """One step in the routing of a part.

    Attributes:
        site: id of the site where it runs.
        basis: what all its amounts are typed for.
        divisor: pieces or mass of good output in a batch or period; None for piece and kilogram,
            where it would be left unused.
        yield_fraction: good output per started piece, (0..1].
        per_started: amounts are typed per started piece, not per good output.
        co_products: what the step gives beside the good output of its yield.
        allocation: how the burden is shared with them.
        site_specific: its amounts were measured or calculated for this very step at its site;
            None: not stated.
    """

    name: str = ""
    name_zh: str = ""
    site: str = ""
    basis: StepBasis = StepBasis.PIECE
    divisor: Quantity | None = None
    yield_fraction: float = 1.0
    per_started: bool = False
    site_specific: bool | None = None
    scrap: Scrap | None = None
    note: str = ""
    inputs: tuple[StepInput, ...] = ()
    emissions: tuple[DirectEmission, ...] = ()
    wastes: tuple[WasteFlow, ...] = ()
    co_products: tuple[CoProduct, ...] = ()
    allocation: Allocation = Allocation()

    def __post_init__(self) -> None:
        """Refuse yields outside (0..1], and divisors of nothing or that divide nothing."""
        if not 0 < self.yield_fraction <= 1:
            raise InputError("yield-outside", value=self.yield_fraction)
        divisor = self.divisor
        if divisor is not None and (
            divisor.si <= 0 or divisor.dimension not in {Dimension.COUNT, Dimension.MASS}
        ):
            raise InputError("divisor-invalid", text=divisor.text)
        if divisor is not None and self.basis in {StepBasis.PIECE, StepBasis.KILOGRAM}:
            raise InputError("divisor-without-batch", text=divisor.text)

    @property
    def is_by_mass(self) -> bool:
        """Tell whether its amounts are typed for a mass of output."""
        by_divisor = self.divisor is not None and self.divisor.dimension is Dimension.MASS
        return self.basis is StepBasis.KILOGRAM or by_divisor
