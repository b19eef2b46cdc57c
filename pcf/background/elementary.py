"""Elementary flows of greenhouse gases, their categories, and what they are characterised with.

A flow is a gas in a category. Where a source gives only kilograms of CO2 equivalent, the gas is
"not resolved" and the flow carries the assessment report of its source: it keeps its value
under every GWP set, and every result says how much of it there is.
"""

import enum
from collections.abc import Mapping

import msgspec

from pcf.background.source import Source
from pcf.model.choices import GwpSet


class ImpactCategory(enum.StrEnum):
    """The categories of the partial carbon footprint (ISO 14067:2018, 7.2; product rule).

    All but the last add up to the total with uptake. Aircraft is an of-which, never added.
    """

    FOSSIL = "fossil"
    BIOGENIC_NON_CO2 = "biogenic_non_co2"
    LAND_USE_CHANGE = "land_use_change"
    UNSPLIT = "unsplit"
    BIOGENIC_CO2 = "biogenic_co2"
    UPTAKE = "uptake"
    AIRCRAFT = "aircraft"

    @property
    def in_headline(self) -> bool:
        """Tell whether it counts in the headline, the total without biogenic uptake (0/0)."""
        return self in _HEADLINE

    @property
    def in_total_with_uptake(self) -> bool:
        """Tell whether it counts in the total with biogenic uptake (-1/+1)."""
        return self is not ImpactCategory.AIRCRAFT


_HEADLINE = frozenset(
    {
        ImpactCategory.FOSSIL,
        ImpactCategory.BIOGENIC_NON_CO2,
        ImpactCategory.LAND_USE_CHANGE,
        ImpactCategory.UNSPLIT,
    }
)


class GwpReport(enum.StrEnum):
    """The assessment report behind a number in kg CO2e."""

    AR6 = "AR6"
    AR5 = "AR5"
    AR4 = "AR4"
    CO2_ONLY = "CO2-only"
    NOT_STATED = "unknown"
    OTHER_HORIZON = "other_horizon"
    """A source's 100-year value in a result with another time horizon."""


class GasGroup(enum.StrEnum):
    """The greenhouse gases that a result is broken down by (ISO 14067:2018, 7.3 e)."""

    CO2 = "CO2"
    CH4 = "CH4"
    N2O = "N2O"
    HFC = "HFC"
    PFC = "PFC"
    SF6 = "SF6"
    NF3 = "NF3"
    OTHER = "other"
    NOT_RESOLVED = "not_resolved"


class ElementaryFlow(msgspec.Struct, frozen=True, gc=False, tag="flow"):
    """A greenhouse gas to or from the environment.

    Attributes:
        gas: id of the gas in the GWP table; "" where the source gives CO2 equivalents only.
        category: what it counts as.
        report: assessment report of the source, where the gas is not resolved or where the source
            counted CO2 only; None where the study's GWP set characterises it.
    """

    gas: str
    category: ImpactCategory
    report: GwpReport | None = None

    @property
    def id(self) -> str:
        """Give a stable text id, such as `gwp-ch4-fossil/fossil` or `co2e/unsplit/AR5`."""
        parts = (self.gas or "co2e", self.category.value, self.report.value if self.report else "")
        return "/".join(part for part in parts if part)


class Component(msgspec.Struct, frozen=True, order=True):
    """What a result keeps apart: category, gas group, and assessment report."""

    category: ImpactCategory
    gas: GasGroup
    report: GwpReport


class GwpSetTerms(msgspec.Struct, frozen=True):
    """What a set of global warming potentials is.

    Attributes:
        column: of the GWP table, where its factors stand.
        report: the assessment report that it comes from.
        horizon_years: time horizon [a].
    """

    column: str
    report: GwpReport
    horizon_years: int


# A new set is a member of `GwpSet`, a column of the table `gwp`, and a row here.
GWP_SETS: Mapping[GwpSet, GwpSetTerms] = {
    GwpSet.AR6_GWP100: GwpSetTerms("ar6_gwp100", GwpReport.AR6, 100),
    GwpSet.AR5_GWP100: GwpSetTerms("ar5_gwp100", GwpReport.AR5, 100),
    GwpSet.AR6_GWP20: GwpSetTerms("ar6_gwp20", GwpReport.AR6, 20),
}

SOURCE_HORIZON_YEARS = 100
"""Time horizon of the factors that sources give in CO2 equivalents [a]."""


class Gas(msgspec.Struct, frozen=True):
    """A greenhouse gas with its global warming potentials.

    Attributes:
        factors: characterization factor by GWP set, where the set has one [kg CO2e/kg].
        sources: where the factors were read.
    """

    id: str
    name_en: str
    name_zh: str
    formula: str
    group: GasGroup
    is_biogenic: bool
    factors: dict[GwpSet, float]
    cas: str = ""
    sources: tuple[Source, ...] = ()
