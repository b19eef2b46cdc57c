"""What is stated of a site's electricity beside its supply: certificates, mixes, readings, shares.

A contractual instrument is a block of certificates with the data that show its five criteria. An
own mix is a copy in the foreground of what a database or authority publishes, to be edited. A
sharing spreads what a meter read over steps by a named key.
"""

import datetime
import enum
import re

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Node
from pcf.model.serials import parse_serials
from pcf.units import Dimension, Quantity

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def refuse_other_than_energy(energy: Quantity | None) -> None:
    """Refuse what is no energy, or a negative one.

    Raises:
        InputError: so it is.
    """
    if energy is not None and (energy.dimension is not Dimension.ENERGY or energy.si < 0):
        raise InputError("energy-invalid", text=energy.text)


class ContractInstrument(Node, frozen=True):
    """Certificates that convey the attributes of generation (ISO 14067:2018, 6.4.9.4.4).

    Attributes:
        registry: that issued and cancelled them.
        serials: numbers or ranges, such as `672235078-672235388`.
        generated_from: first day of generation.
        generated_to: last day of generation.
        technology: of the plant, in words.
        market: country, or interconnected market, of the plant; an ISO 3166-1 alpha-3 code where
            it is a country.
        cancelled_on: day on which they were redeemed, retired or cancelled.
        beneficiary: for whom that was.
        energy: that they stand for [energy].
        conveys_attributes: conveys the unit of energy with the generator's attributes.
        is_unique: is the only claim to it.
        is_cancelled: is tracked and redeemed, retired or cancelled by or for the organization.
        is_close_in_period: is as close as possible in period.
        is_in_market: comes from the same country or interconnected market.
    """

    name: str = ""
    name_zh: str = ""
    registry: str = ""
    serials: str = ""
    generated_from: datetime.date | None = None
    generated_to: datetime.date | None = None
    technology: str = ""
    technology_zh: str = ""
    market: str = ""
    cancelled_on: datetime.date | None = None
    beneficiary: str = ""
    energy: Quantity | None = None
    conveys_attributes: bool | None = None
    is_unique: bool | None = None
    is_cancelled: bool | None = None
    is_close_in_period: bool | None = None
    is_in_market: bool | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no energy, and serial numbers that run backwards."""
        refuse_other_than_energy(self.energy)
        parse_serials(self.serials)

    @property
    def failing_criteria(self) -> tuple[str, ...]:
        """Give the criteria that are not met or not stated, by the names of their fields."""
        return tuple(field for field in CRITERIA if getattr(self, field) is not True)


CRITERIA = (
    "conveys_attributes", "is_unique", "is_cancelled", "is_close_in_period", "is_in_market",
)  # fmt: skip
"""The five criteria of a contractual instrument, each a field (ISO 14067:2018, 6.4.9.4.4)."""


UPSTREAMS = "upstream"
"""Where a background database has its id, what an own mix adds for the supply of fuels has this."""


def upstream_ref(mix: str) -> DataSetRef:
    """Give the reference that stands for the upstream term of an own mix."""
    return DataSetRef(database=UPSTREAMS, id=mix)


class MixShare(Node, frozen=True):
    """One technology or data set in a mix.

    Attributes:
        technology: key such as `coal` or `wind`; takes the country's own factor before the
            world's.
        data_set: taken instead of a technology's own factor.
        share: of the mix's electricity [0..1].
    """

    technology: str = ""
    data_set: DataSetRef | None = None
    share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a share outside 0..1."""
        if not 0 <= self.share <= 1:
            raise InputError("share-outside", value=self.share)


class OwnMix(Node, frozen=True):
    """A mix of generation that the user states or has copied and changed.

    Attributes:
        country: ISO 3166-1 alpha-3 code; whose technology factors come first.
        origin: what it was copied from, and is compared with; None compares it with the
            country's own grid factor.
        is_residual: leaves out what others claim by contract.
        upstream: emissions of fuel supply that its data sets leave out, per kWh, a visible term of
            its own [emission].
        upstream_source: where that was read.
        includes_losses: its shares hold transmission and distribution losses already.
        source: where the shares were read.
    """

    name: str = ""
    name_zh: str = ""
    country: str = ""
    origin: DataSetRef | None = None
    is_residual: bool = False
    upstream: Quantity | None = None
    upstream_source: str = ""
    includes_losses: bool = False
    source: str = ""
    note: str = ""
    shares: tuple[MixShare, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an upstream term that is no emission, or a negative one."""
        upstream = self.upstream
        if upstream is not None and (
            upstream.dimension is not Dimension.EMISSION or upstream.si < 0
        ):
            raise InputError("upstream-invalid", text=upstream.text)


class MeterReading(Node, frozen=True):
    """What a meter of the site counted.

    Attributes:
        month: `2024-03`; "" stands for the whole period of the study.
        meter: name; the meters of a site stand beside each other, none behind another.
        energy: counted in that time [energy].
    """

    month: str = ""
    meter: str = ""
    energy: Quantity | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no energy, and what is no month."""
        refuse_other_than_energy(self.energy)
        if self.month and not _MONTH.fullmatch(self.month):
            raise InputError("month-invalid", text=self.month)


class SharingKey(enum.StrEnum):
    """By what metered electricity is shared to steps."""

    MACHINE_HOURS = "machine_hours"
    PIECES = "pieces"
    MASS = "mass"
    FLOOR_AREA = "floor_area"


class StepShare(Node, frozen=True):
    """What of a sharing falls on one step.

    Attributes:
        step: id of the step.
        weight: of the step in the period, in the unit of the key.
        output: good output of the step in the period [count or mass]; None takes the site's.
    """

    step: str = ""
    weight: float = 0.0
    output: Quantity | None = None

    def __post_init__(self) -> None:
        """Refuse a negative weight, and an output of nothing."""
        if not self.weight >= 0:
            raise InputError("weight-negative", value=self.weight)
        refuse_no_output(self.output)


class EnergySharing(Node, frozen=True):
    """Metered electricity of the period, shared to steps by a named key.

    Attributes:
        meter: whose readings are shared; "" those of all meters.
        key: what the weights count.
        total: of the key over all that the meter supplies; None is the sum of all weights.
        elsewhere: weight of what the meter supplies beside this study's steps.
    """

    name: str = ""
    name_zh: str = ""
    meter: str = ""
    key: SharingKey = SharingKey.MACHINE_HOURS
    total: float | None = None
    elsewhere: float = 0.0
    note: str = ""
    shares: tuple[StepShare, ...] = ()

    def __post_init__(self) -> None:
        """Refuse negative weights, and a total of nothing."""
        if not self.elsewhere >= 0:
            raise InputError("weight-negative", value=self.elsewhere)
        if self.total is not None and not self.total > 0:
            raise InputError("weight-negative", value=self.total)

    @property
    def weight_total(self) -> float:
        """Give what the weights are divided by; what is left of it is not allocated."""
        stated = self.elsewhere + sum(share.weight for share in self.shares)
        return stated if self.total is None else self.total


def refuse_no_output(output: Quantity | None) -> None:
    """Refuse an output that is none, or is not counted in pieces or by mass.

    Raises:
        InputError: so it is.
    """
    if output is not None and (
        output.si <= 0 or output.dimension not in {Dimension.COUNT, Dimension.MASS}
    ):
        raise InputError("divisor-invalid", text=output.text)
