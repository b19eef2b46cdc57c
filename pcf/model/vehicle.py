"""A vehicle by what it burns: the intensity of a leg from load, empty running and fuel (ISO 14083).

fuel per loaded km = f_e + (f_f - f_e) LF + f_e EDF / (1 - EDF)
fuel per tonne-kilometre = fuel per loaded km / (capacity · LF)
"""

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Record
from pcf.model.splits import AssessmentReport, Split
from pcf.units import Dimension, Quantity

FUELS = "fuel"
"""Where a background database has its id, the typed factor of a leg's fuel has this."""

_RATES = frozenset({Dimension.VOLUME, Dimension.MASS, Dimension.ENERGY})
"""What fuel is counted in: litres or m3, kg of gas, MJ or kWh."""


class FuelFactor(Record, frozen=True):
    """The emission factor of a fuel as the study states it, with its source.

    Attributes:
        name: of the fuel.
        value: emitted by the amount in `per` [emission].
        per: amount of fuel, such as `1 L` or `1 kWh`.
        well_to_wheel: it holds supply and combustion; None is not stated.
        split: of `value`, where the source states one; values in kg CO2e for the amount in `per`.
        report: assessment report of its global warming potentials.
        year: that the factor stands for; None if not stated.
        geography: ISO 3166 code of where the fuel is sold.
        source: document, page or table where it was read.
    """

    name: str
    value: Quantity
    per: Quantity
    name_zh: str = ""
    well_to_wheel: bool | None = None
    split: Split | None = None
    report: AssessmentReport = AssessmentReport.NOT_STATED
    year: int | None = None
    geography: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no emission, a negative one, and an amount of nothing."""
        if self.value.dimension is not Dimension.EMISSION or self.value.si < 0:
            raise InputError("emission-invalid", text=self.value.text)
        if self.per.dimension not in _RATES or self.per.si <= 0:
            raise InputError("fuel-invalid", text=self.per.text)


class Vehicle(Record, frozen=True):
    """What carries a leg: how much of it is used, how far it runs empty, and what it burns.

    Attributes:
        capacity: largest payload that is allowed [mass].
        load_factor: actual payload over capacity, on the loaded distance (0..1].
        empty_distance_factor: distance run empty over all distance run [0..1).
        fuel_empty: fuel that it takes empty, over `fuel_distance` [volume, mass or energy].
        fuel_full: the same loaded to capacity.
        fuel_distance: that both are counted over, such as `100 km` [length].
        fuel: well to wheel, in litres, kilograms or kilowatt-hours.
        factor: of the fuel as the study states it, in place of a data set.
        source: where capacity, load, empty running and fuel were read or measured.
    """

    capacity: Quantity
    load_factor: float
    empty_distance_factor: float
    fuel_empty: Quantity
    fuel_full: Quantity
    fuel_distance: Quantity
    fuel: DataSetRef | None = None
    factor: FuelFactor | None = None
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse shares outside their bounds, and amounts that measure something else."""
        if self.capacity.dimension is not Dimension.MASS or self.capacity.si <= 0:
            raise InputError("capacity-invalid", text=self.capacity.text)
        if not 0 < self.load_factor <= 1:
            raise InputError("load-factor-outside", value=self.load_factor)
        if not 0 <= self.empty_distance_factor < 1:
            raise InputError("empty-distance-outside", value=self.empty_distance_factor)
        for rate in (self.fuel_empty, self.fuel_full):
            if rate.dimension not in _RATES or rate.si < 0:
                raise InputError("fuel-invalid", text=rate.text)
        measured = {self.fuel_empty.dimension, self.fuel_full.dimension}
        if len(measured) > 1 or (self.factor and self.factor.per.dimension not in measured):
            raise InputError("fuel-counted-differently")
        if self.fuel_full.si < self.fuel_empty.si:
            raise InputError("fuel-less-when-full", text=self.fuel_full.text)
        if self.fuel_distance.dimension is not Dimension.LENGTH or self.fuel_distance.si <= 0:
            raise InputError("distance-invalid", text=self.fuel_distance.text)

    @property
    def fuel_dimension(self) -> Dimension:
        """Give what its fuel is counted in."""
        return self.fuel_full.dimension

    @property
    def fuel_per_loaded_distance(self) -> float:
        """Give the fuel for one metre with load, its share of empty running included [SI/m]."""
        empty, full = self.fuel_empty.si, self.fuel_full.si
        empty_per_loaded = self.empty_distance_factor / (1 - self.empty_distance_factor)
        burnt = empty + (full - empty) * self.load_factor + empty * empty_per_loaded
        return burnt / self.fuel_distance.si

    @property
    def fuel_per_freight(self) -> float:
        """Give the fuel for what it carries over the distance that it runs loaded [SI/(kg·m)]."""
        return self.fuel_per_loaded_distance / (self.capacity.si * self.load_factor)


def fuel_ref(leg: str) -> DataSetRef:
    """Give the reference that stands for the typed factor of a leg's fuel."""
    return DataSetRef(database=FUELS, id=leg)
