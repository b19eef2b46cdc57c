"""A footprint split into fossil, biogenic and land-use change, as its user or supplier states."""

import enum
import math

import msgspec

from pcf.errors import InputError
from pcf.model.node import DataSetRef, Node, Record


class AssessmentReport(enum.StrEnum):
    """The assessment report whose global warming potentials are behind a stated number."""

    AR6 = "AR6"
    AR5 = "AR5"
    AR4 = "AR4"
    NOT_STATED = "unknown"


class SplitBasis(enum.StrEnum):
    """What the figures of a split are."""

    VALUES = "values"
    """kg CO2e per unit of what is split."""
    SHARES = "shares"
    """Shares of the total that is split [1]."""


class Split(Record, frozen=True):
    """What a total is made of; None is not stated, which is not zero.

    Attributes:
        basis: what the figures are.
        fossil: fossil emissions.
        biogenic_non_co2: methane and nitrous oxide of biogenic origin.
        land_use_change: direct land-use change of the last 20 years.
        biogenic_co2: emission of biogenic CO2, beside the total.
        uptake: uptake of CO2 by plants, zero or below, beside the total.
        aircraft: of which by aircraft.
    """

    basis: SplitBasis = SplitBasis.VALUES
    fossil: float | None = None
    biogenic_non_co2: float | None = None
    land_use_change: float | None = None
    biogenic_co2: float | None = None
    uptake: float | None = None
    aircraft: float | None = None

    def __post_init__(self) -> None:
        """Refuse emissions below zero and uptake above it: a slip of the sign becomes a credit."""
        emitted = (
            self.fossil,
            self.biogenic_non_co2,
            self.land_use_change,
            self.biogenic_co2,
            self.aircraft,
        )
        slips = [value for value in emitted if value is not None and not 0 <= value < math.inf]
        if self.uptake is not None and not -math.inf < self.uptake <= 0:
            slips.append(self.uptake)
        if slips:
            raise InputError("split-sign", value=slips[0])

    def of(self, total: float) -> "Split":
        """Give the split of a total in values; its shares are shares of that total."""
        if self.basis is SplitBasis.VALUES:
            return self
        names = [field.name for field in msgspec.structs.fields(Split) if field.name != "basis"]
        shares = {name: getattr(self, name) for name in names}
        return Split(**{name: share * total for name, share in shares.items() if share is not None})

    @property
    def headline(self) -> float:
        """Give the sum of what counts in the total without biogenic uptake."""
        stated = (self.fossil, self.biogenic_non_co2, self.land_use_change)
        return sum(value for value in stated if value is not None)


class StatedSplit(Node, frozen=True):
    """The split that a study states for a data set whose source gives none.

    The data set is copied into the study with it; the background itself is never edited. What the
    split leaves of the published total stays unsplit, so that the total is as published.

    Attributes:
        data_set: what is split.
        source: where the split was read: document, page, table.
        replaces_total: the split's own sum counts in place of the published total, because its
            source says so; a finding tells the difference.
        report: behind the figures of a split that replaces the total.
    """

    data_set: DataSetRef | None = None
    split: Split = Split()
    source: str = ""
    source_zh: str = ""
    replaces_total: bool = False
    report: AssessmentReport = AssessmentReport.NOT_STATED
