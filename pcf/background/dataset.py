"""What is known of a data set, whatever database it comes from."""

import enum

import msgspec

from pcf.background.elementary import GwpReport
from pcf.background.source import Source
from pcf.model.node import DataSetRef


class Confidence(enum.StrEnum):
    """How sure a figure is."""

    A = "A"
    """Read in the primary source."""
    B = "B"
    """Second-hand, or computed by a stated formula."""
    C = "C"
    """An estimate."""


class SplitOrigin(enum.StrEnum):
    """Where the split of a data set into fossil, biogenic and land-use change comes from."""

    STATED = "stated"
    """By the source."""
    BY_FAMILY = "by_family"
    """None stated; taken as fossil, because the family holds no biogenic carbon."""
    ESTIMATED = "estimated"
    """A grid's biogenic methane and nitrous oxide, estimated from its generation mix."""
    BY_USER = "by_user"
    """By the study, with a source of its own."""
    NONE = "none"
    """None stated, none taken: the whole stays unsplit."""


class EnergyRecipe(msgspec.Struct, frozen=True):
    """The energy of a manufacturing process per unit of it, so that a site can supply it.

    Attributes:
        electricity_kwh: electricity [kWh].
        fuels: fuels burnt, each with its upstream, in the unit of its data set.
    """

    electricity_kwh: float
    fuels: tuple[tuple[DataSetRef, float], ...] = ()


class DeviceStatistics(msgspec.Struct, frozen=True):
    """What is known of the published footprints behind the median of a kind of device.

    Attributes:
        count: published footprints.
        p10: tenth percentile [kg CO2e/device]; None if not given.
        p90: ninetieth percentile [kg CO2e/device]; None if not given.
        lifetime_years: median of the lives that they assume [years]; None if not given.
        mass_kg: median [kg]; None if not given.
        largest_maker: who published most of them, "" where nobody is named.
        largest_maker_share: of the footprints [0..1].
    """

    count: int
    p10: float | None = None
    p90: float | None = None
    lifetime_years: float | None = None
    mass_kg: float | None = None
    largest_maker: str = ""
    largest_maker_share: float = 0.0


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    """A data set: what it is, where it comes from, and what one unit of it emits.

    Attributes:
        unit: symbol of the unit that the amounts count.
        geography: country, region or `GLO`, as the source gives it.
        kg_co2e: headline per unit with the GWPs of the source [kg CO2e/unit].
        family: what kind of thing it is, in the words of its table (material family, mode …).
        quoted: a single figure quoted with its source, not part of a redistributable database.
        gsd: geometric standard deviation; None if the source gives none.
        low: lower bound [kg CO2e/unit]; None if not given.
        high: upper bound [kg CO2e/unit]; None if not given.
        further_sources: of what its split, its mix or its gases' factors rest on.
        report: assessment report behind `kg_co2e`.
        may_be_bio_based: a material or packaging that holds, or may hold, biogenic carbon.
        states_land_use: its split says what comes from land-use change, be it zero.
        statistics: of the published footprints that a device's value is the median of.
        is_licensed: of a database whose licence lets others see amounts and contributions, and
            neither its inventories nor what one unit emits.
    """

    ref: DataSetRef
    name_en: str
    name_zh: str
    table: str
    family: str
    route: str
    unit: str
    geography: str
    year: int
    kg_co2e: float
    boundary: str
    confidence: Confidence
    source: Source
    source_locator: str
    licence: str
    note: str
    split: SplitOrigin
    is_default: bool
    quoted: bool = False
    gsd: float | None = None
    low: float | None = None
    high: float | None = None
    recipe: EnergyRecipe | None = None
    further_sources: tuple[Source, ...] = ()
    has_radiative_forcing: bool = False
    report: GwpReport = GwpReport.NOT_STATED
    may_be_bio_based: bool = False
    states_land_use: bool = True
    statistics: DeviceStatistics | None = None
    is_licensed: bool = False

    def for_others(self) -> "DataSet":
        """Give what others may see of it: itself, or without what one unit emits."""
        if not self.is_licensed:
            return self
        return msgspec.structs.replace(self, kg_co2e=0.0, low=None, high=None, note="")
