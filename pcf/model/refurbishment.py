"""Refurbishment: devices that get another life, and what they are compared with.

All amounts are per device. A symbol in brackets is that of `pcf.circularity.refurbishment`. What
comes of it are avoided emissions, a ledger of their own: no footprint reads anything from here.
"""

import datetime
import enum
import math

from pcf.errors import InputError
from pcf.model.bom import Part
from pcf.model.node import DataSetRef, Node, Record
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, refuse_negative
from pcf.model.suppliers import SupplierFootprint
from pcf.model.transport import TransportLeg
from pcf.units import Dimension, Quantity


class StatedAmount(Record, frozen=True):
    """An amount with what is known of its uncertainty and where it comes from.

    Attributes:
        amount: the best estimate, the median.
        low: 2.5 % quantile, in the dimension of the amount; None if not known.
        high: 97.5 % quantile; None if not known.
        source: document, date and place in it, or the measurement.
    """

    amount: Quantity
    low: Quantity | None = None
    high: Quantity | None = None
    source: str = ""
    source_zh: str = ""

    def __post_init__(self) -> None:
        """Refuse negative amounts and bounds that are none."""
        bounds = [each for each in (self.low, self.amount, self.high) if each is not None]
        for each in bounds:
            refuse_negative(each)
        values = [each.si for each in bounds]
        if any(each.dimension is not self.amount.dimension for each in bounds) or (
            values != sorted(values)
        ):
            raise InputError("bounds-invalid", text=self.amount.text)


class StatedShare(Record, frozen=True):
    """A share with its least and greatest possible value and where it comes from.

    Attributes:
        value: the most likely value [1].
        low: least possible value [1]; None if not known.
        high: greatest possible value [1]; None if not known.
    """

    value: float
    low: float | None = None
    high: float | None = None
    source: str = ""
    source_zh: str = ""

    def __post_init__(self) -> None:
        """Refuse shares below zero and bounds that are none."""
        values = [each for each in (self.low, self.value, self.high) if each is not None]
        if not all(0 <= each < math.inf for each in values) or values != sorted(values):
            raise InputError("share-invalid", value=self.value)


class Displacement(Record, frozen=True):
    """A displacement scenario: what the years of use replace [d].

    Attributes:
        rate: years of a new device avoided per year of a refurbished one [1].
        source: of the rate; a rate without one can't be the headline before one with.
        is_net: the rate was observed with all rebound in it, so rebound is not taken off again.
    """

    rate: float
    source: str = ""
    source_zh: str = ""
    is_net: bool = False

    def __post_init__(self) -> None:
        """Refuse rates below zero."""
        if not 0 <= self.rate < math.inf:
            raise InputError("share-invalid", value=self.rate)


class StudyFootprint(Record, frozen=True):
    """The footprint of a new device as another study of one's own gives it.

    Attributes:
        product: name of the product in that study.
        value: total without biogenic uptake of one device [emission].
        result: id of the frozen result.
        sha256: of its canonical inventory.
    """

    product: str
    value: Quantity
    result: str
    sha256: str
    product_zh: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no emission."""
        if self.value.dimension is not Dimension.EMISSION or self.value.si < 0:
            raise InputError("emission-invalid", text=self.value.text)


class RegisterSum(Record, frozen=True):
    """What a register has of one category in one month.

    Attributes:
        category: as the register names it.
        month: `2024-03`, "" where the register states no date.
        sold: devices sold or deployed.
        returned: devices returned of those.
        received: devices collected, sold or not.
        aged: devices whose age is stated.
        years: sum of these ages when the device came [years].
    """

    category: str
    month: str = ""
    sold: int = 0
    returned: int = 0
    received: int = 0
    aged: int = 0
    years: float = 0.0


class RejectedRows(Record, frozen=True):
    """Rows of a register that could not be counted, for one reason.

    Attributes:
        reason: text key below `register.`.
        rows: how many.
        first: numbers of the first of them in the file.
    """

    reason: str
    rows: int
    first: tuple[int, ...] = ()


class DeviceRegister(Record, frozen=True):
    """What a study keeps of a register of single devices: no serial number, no single row.

    Attributes:
        file: name of the file.
        sha256: of the file as it was read.
        rows: in it, without the heading.
        read_on: day on which it was read.
        sums: what was counted, by category and month.
        rejected: what was not, and why.
    """

    file: str
    sha256: str
    rows: int
    read_on: datetime.date | None = None
    sums: tuple[RegisterSum, ...] = ()
    rejected: tuple[RejectedRows, ...] = ()


class RefurbishedLife(Node, frozen=True):
    """One more life of a device: how long, how good, and what it takes to begin it.

    A term that is typed stands in place of the same term of the process below.

    Attributes:
        devices: sold or deployed in the period; in service, where a case books per year [count].
        returned: of these, taken back within warranty in the period [count].
        life: of the refurbished device [L_r, time].
        support: how long updates and spare parts can be had from the sale on [time].
        equivalence: service of one of its years, in years of a new device [q].
        success: devices that go out per device collected [y].
        electricity: that it uses in a year [energy].
        use_emissions: of its use in a year, in place of the electricity [u_r, emission].
        price: at its sale, in the currency of the new price.
        stated_share: of the first production that this life carries, under the stated rule [s].
        refurbishing: of one device collected [G, emission].
        collection: of one device collected [T_col, emission].
        replaced_parts: with the end of life of the old ones [K, emission].
        redistribution: to the next user [T_red, emission].
        packing: of one device sold [Z, emission].
        steps: of refurbishing, per device collected.
        parts: put in, per device sold.
        packaging: per device sold.
        transport: `COLLECTED` and `PRODUCT` for the device, else for parts and packaging.
    """

    name: str = ""
    name_zh: str = ""
    devices: Quantity | None = None
    returned: Quantity | None = None
    life: StatedAmount | None = None
    support: Quantity | None = None
    equivalence: StatedShare | None = None
    success: StatedShare | None = None
    electricity: StatedAmount | None = None
    use_emissions: StatedAmount | None = None
    price: float | None = None
    stated_share: StatedShare | None = None
    refurbishing: StatedAmount | None = None
    collection: StatedAmount | None = None
    replaced_parts: StatedAmount | None = None
    redistribution: StatedAmount | None = None
    packing: StatedAmount | None = None
    steps: tuple[ProcessStep, ...] = ()
    parts: tuple[Part, ...] = ()
    packaging: tuple[PackagingItem, ...] = ()
    transport: tuple[TransportLeg, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse negative counts and prices."""
        refuse_negative(self.devices)
        refuse_negative(self.returned)
        if self.price is not None and not 0 <= self.price < math.inf:
            raise InputError("price-below-zero", value=self.price)

    @property
    def has_process(self) -> bool:
        """Tell whether any of its process is stated by what goes in."""
        return bool(self.steps or self.parts or self.packaging or self.transport)


class LaterLife(RefurbishedLife, frozen=True):
    """A further life of devices that were refurbished before."""


class DeviceCategory(RefurbishedLife, frozen=True):
    """Devices of one kind: the new one they are compared with, and their first life after it.

    Attributes:
        register_names: what a register calls the category; "" takes its own names.
        data_set: making of the new device.
        supplier: the maker's own footprint of the new device, in place of a data set.
        own_study: a study of one's own of the new device, in place of both.
        production: as typed, in place of all of these [P, emission].
        delivery: of the new device to its user [T_n, emission].
        new_life: of the new device [L_n, time].
        first_life: years that the device was used before it came [L_1, time].
        new_electricity: that the new device uses in a year [energy].
        new_use_emissions: of its use in a year, in place of the electricity [u_n, emission].
        new_price: of the new device.
        currency: of all prices.
        price_source: where they come from.
        market_share: of refurbished devices among those sold anyway, for the market mix [f].
        mass: of one device, for its transport [mass].
        later: further lives, the earliest first.
    """

    register_names: tuple[str, ...] = ()
    data_set: DataSetRef | None = None
    supplier: SupplierFootprint | None = None
    own_study: StudyFootprint | None = None
    production: StatedAmount | None = None
    delivery: StatedAmount | None = None
    new_life: StatedAmount | None = None
    first_life: StatedAmount | None = None
    new_electricity: StatedAmount | None = None
    new_use_emissions: StatedAmount | None = None
    new_price: float | None = None
    currency: str = ""
    price_source: str = ""
    market_share: StatedShare | None = None
    mass: Quantity | None = None
    later: tuple[LaterLife, ...] = ()

    @property
    def lives(self) -> tuple[RefurbishedLife, ...]:
        """Give the lives after the first one, in their order."""
        return (self, *self.later)


class PublishedCategory(Node, frozen=True):
    """A row of a table that somebody published: emissions per unit, units, and their product.

    Attributes:
        unit_text: kg CO2e per device with its digits as printed, such as `14.7`.
        devices: number of devices [count].
        total_text: t CO2e with its digits as printed, such as `5 092.2`.
    """

    name: str = ""
    name_zh: str = ""
    unit_text: str = ""
    devices: Quantity | None = None
    total_text: str = ""
    source: str = ""


class BurdenRule(enum.StrEnum):
    """How much of a device's production its later lives carry [s]."""

    CUT_OFF = "cut_off"
    """None: the first life carries all."""
    BY_VALUE = "by_value"
    """The share of the new price that it is sold for."""
    BY_TIME = "by_time"
    """Its share of all years."""
    FULL = "full"
    """All: the first life carries none."""
    STATED = "stated"
    """As typed for each life."""


class Booking(enum.StrEnum):
    """When avoided emissions count; never both ways."""

    WHOLE_LIFE = "whole_life"
    """All of the new life in the year of the sale."""
    PER_YEAR = "per_year"
    """Each year those of the devices then in service."""


class RefurbishmentCase(Node, frozen=True):
    """What was refurbished in a period, and what it is compared with.

    Attributes:
        site: id of the site where it is done.
        baseline: what would have been bought instead, in words; "" is a new device of the class.
        use_country: where the devices are used, for their electricity: ISO 3166-1 alpha-3 code.
        use_data_set: that electricity, in place of the country's consumption mix.
        burden: how much of its production a device brings along; None: not chosen.
        first_life_carries_rest: the footprint of the first life counts only the rest of its
            production; None: not stated.
        baseline_passes_on: the new device of the baseline will be refurbished too and passes its
            share on by the same rule; None: not stated.
        success: devices that go out per device collected, where a category says nothing [y].
        equivalence: of the service, where a category says nothing [q].
        rebound: share of what is displaced that comes back by spending elsewhere [rho].
        upper: displacement scenario.
        central: displacement scenario.
        low: displacement scenario.
        iterations: of the Monte Carlo interval.
        seed: of its draws.
        register: what was read of a register of devices.
        published: rows of a published table, to be reproduced; they are in no sum of the case.
        steps: of refurbishing, for every device of every category; the same holds for parts,
            packaging and transport.
    """

    name: str = ""
    name_zh: str = ""
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    site: str = ""
    baseline: str = ""
    baseline_zh: str = ""
    use_country: str = ""
    use_data_set: DataSetRef | None = None
    burden: BurdenRule | None = None
    first_life_carries_rest: bool | None = None
    baseline_passes_on: bool | None = None
    success: StatedShare | None = None
    equivalence: StatedShare | None = None
    rebound: StatedShare | None = None
    upper: Displacement = Displacement(rate=1.0)
    central: Displacement = Displacement(rate=0.7)
    low: Displacement = Displacement(rate=0.5)
    booking: Booking = Booking.WHOLE_LIFE
    iterations: int = 10_000
    seed: int = 1
    register: DeviceRegister | None = None
    note: str = ""
    categories: tuple[DeviceCategory, ...] = ()
    published: tuple[PublishedCategory, ...] = ()
    steps: tuple[ProcessStep, ...] = ()
    parts: tuple[Part, ...] = ()
    packaging: tuple[PackagingItem, ...] = ()
    transport: tuple[TransportLeg, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers of draws that give no interval or no end."""
        if not MIN_ITERATIONS <= self.iterations <= MAX_ITERATIONS:
            raise InputError("iterations-invalid", least=MIN_ITERATIONS, most=MAX_ITERATIONS)

    @property
    def scenarios(self) -> tuple[Displacement, Displacement, Displacement]:
        """Give the displacement scenarios as they stand side by side."""
        return (self.upper, self.central, self.low)

    @property
    def headline(self) -> Displacement:
        """Give the scenario whose rate has a source, the lowest of several or of none.

        product.md 7: without a source nobody can say more than the lowest.
        """
        sourced = [each for each in self.scenarios if each.source.strip() or each.source_zh.strip()]
        return min(sourced or self.scenarios, key=lambda each: each.rate)


MIN_ITERATIONS, MAX_ITERATIONS = 1_000, 100_000
