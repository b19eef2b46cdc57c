"""Footprints that a study sets its own against: of another product, or its own of earlier.

Both are stated with the method and the data that they rest on, since these decide whether a
difference may be spoken of at all (ISO 14067:2018, Annex B and 6.7). `pcf.results.method` gives
them for a result of this program; of a footprint from elsewhere somebody states them.
"""

import datetime
import enum
from typing import Annotated

import msgspec

from pcf.errors import InputError
from pcf.model.allocation import AllocationRule
from pcf.model.choices import GwpSet, RecyclingMethod
from pcf.model.node import Node, Record
from pcf.model.product import SystemBoundary
from pcf.model.quality import Rating
from pcf.model.scope import RulesStatus
from pcf.model.sites import ElectricityRule
from pcf.units import Dimension, Quantity


class DatabaseVersion(Record, frozen=True):
    """A database that a footprint takes from, as documents and data files name it."""

    id: str
    version: str
    checksum: str = ""


class StatedMethod(Record, frozen=True):
    """By which method, and from which data, a footprint was calculated; None is not stated.

    Attributes:
        declared_unit: the amount that it stands for.
        rules_status: whether category rules were followed; `rules` names them.
        allocation: the rules by which burdens were shared; empty where nothing was.
        electricity: the rules of its supply (methods 1.5); empty where none is used.
        cut_off_limit: share that could be left out [0..1].
        technology: mean technological representativeness [1..5].
        geography: mean geographical representativeness [1..5].
        time: mean temporal representativeness [1..5].
    """

    declared_unit: Quantity | None = None
    boundary: SystemBoundary | None = None
    rules_status: RulesStatus | None = None
    rules: str = ""
    gwp_set: GwpSet | None = None
    allocation: tuple[AllocationRule, ...] | None = None
    recycling: RecyclingMethod | None = None
    electricity: tuple[ElectricityRule, ...] | None = None
    databases: tuple[DatabaseVersion, ...] | None = None
    cut_off_limit: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    technology: Rating | None = None
    geography: Rating | None = None
    time: Rating | None = None


class Ledger(enum.StrEnum):
    """What a number counts; numbers of two ledgers are never set against each other (methods 0)."""

    FOOTPRINT = "footprint"
    AVOIDED = "avoided"
    OFFSETS = "offsets"


class ComparedFootprint(Node, frozen=True):
    """A footprint of another product that documents set beside this one.

    Attributes:
        name: of the other product.
        value: its footprint for the declared unit of `method` [emission].
        ledger: what the value counts; None: not stated.
        source: where it can be read: study, document, page.
        result_id: of the frozen result that it was taken from; "" where it was typed.
        same_function: why both do the same, and lack the same stages.
        states_better: this product is said to have the lower footprint.
        probability: that it has, of draws made for both together [0..1]; None: nobody has drawn.
    """

    name: str = ""
    name_zh: str = ""
    value: Quantity | None = None
    ledger: Ledger | None = None
    source: str = ""
    result_id: str = ""
    method: StatedMethod = StatedMethod()
    same_function: str = ""
    same_function_zh: str = ""
    states_better: bool = False
    probability: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None

    def __post_init__(self) -> None:
        """Refuse what is no emission."""
        _check_emissions(self.value)


class EarlierFootprint(Node, frozen=True):
    """The footprint of the same product at an earlier time, and why it is another now.

    What method has done is the recalculated value less the published one; it is not stated.

    Attributes:
        period_start: of the time that it stands for, to `period_end`.
        published: as it was stated at the time [emission].
        recalculated: by the method that is stated here; None: it has not been.
        result_id: of the frozen result that it was taken from; "" where it was typed.
        method: of `recalculated`, else of `published`.
        by_process: change since then that the product or its processes made [emission].
        by_data: change since then that newer or better data made [emission].
        causes: the same in words.
    """

    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    published: Quantity | None = None
    recalculated: Quantity | None = None
    result_id: str = ""
    method: StatedMethod = StatedMethod()
    by_process: Quantity | None = None
    by_data: Quantity | None = None
    causes: str = ""
    causes_zh: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no emission."""
        _check_emissions(self.published, self.recalculated, self.by_process, self.by_data)

    @property
    def value(self) -> Quantity | None:
        """Give the footprint that the present one is set against."""
        return self.recalculated or self.published


def _check_emissions(*amounts: Quantity | None) -> None:
    for each in amounts:
        if each is not None and each.dimension is not Dimension.EMISSION:
            raise InputError("emission-unit-invalid", text=each.text)
