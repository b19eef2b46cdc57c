"""The frozen result of a calculation: what everything that is shown or written reads."""

import datetime
import functools
import uuid
from collections.abc import Sequence

import msgspec
import numpy as np

from pcf.background.dataset import DataSet
from pcf.background.elementary import Component, ImpactCategory
from pcf.findings import Finding, Severity
from pcf.inventory.inventory import Input, Inventory, Stage, UnitProcess, inventory_for_others
from pcf.model.bom import Part, walk
from pcf.model.edits import nodes_below
from pcf.model.node import DataSetRef, Node
from pcf.model.study import Study
from pcf.results.checklist import ChecklistRow
from pcf.results.effects import Effect, RecycledLine
from pcf.results.lines import Line, LineKinds, contribution_lines, data_set_of, line_kinds

# Namespace of result ids: one inventory, calculated with one set of data, has one id for ever.
_NAMESPACE = uuid.UUID("0f5bb1a2-52f4-4f8e-9c1c-6f1c0c1e3d0a")

ADDS_UP = 1e-9
"""Tolerance of every "adds up", as a share of the sum of absolute contributions (product 5)."""


class DatabaseUse(msgspec.Struct, frozen=True):
    """A database that a result drew on."""

    id: str
    title_en: str
    title_zh: str
    version: str
    licence: str
    checksum: str


class Record(msgspec.Struct, frozen=True):
    """The solve of record and how far the fast path is from it.

    Attributes:
        totals: kg CO2e per declared unit by category, as bw2calc gave them.
        deviation: largest difference of a category, as a share of the sum of absolute
            contributions.
    """

    solver: str
    totals: dict[ImpactCategory, float]
    deviation: float


class LocationBased(msgspec.Struct, frozen=True):
    """The result by the countries' consumption mixes: documented apart, added to nothing.

    Attributes:
        categories: kg CO2e per declared unit by category.
    """

    categories: dict[ImpactCategory, float]

    @property
    def headline(self) -> float:
        """Give the total without biogenic uptake [kg CO2e]."""
        return sum(value for each, value in self.categories.items() if each.in_headline)

    @property
    def with_uptake(self) -> float:
        """Give the total with biogenic uptake [kg CO2e]."""
        return sum(value for each, value in self.categories.items() if each.in_total_with_uptake)


class PcfResult(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A partial carbon footprint with everything that it came from.

    Attributes:
        inventory: unit processes and the data sets that they use.
        supply: units of each process per declared unit, by its id.
        components: what `values` keeps apart: category, gas, assessment report.
        values: contributions (lines, components) [kg CO2e per declared unit].
        findings: everything that was found, worst first.
        checklist: every row of the standard's checklist and how it stands.
        record: None until the solve of record was made; documents need it.
        program: name and version of what calculated it.
        location: None where no site's electricity is used, or a consumption mix is not known.
        effects: the headline under other allocation rules and recycling methods.
        recycled: lines with recycled content, with their end of life, which is in no total.
    """

    study: Study
    inventory: Inventory
    databases: tuple[DatabaseUse, ...]
    supply: dict[str, float]
    components: tuple[Component, ...]
    values: np.ndarray
    findings: tuple[Finding, ...]
    calculated: datetime.datetime
    program: str
    checklist: tuple[ChecklistRow, ...] = ()
    record: Record | None = None
    location: LocationBased | None = None
    effects: tuple[Effect, ...] = ()
    recycled: tuple[RecycledLine, ...] = ()

    def having(self, **changes: object) -> "PcfResult":
        """Give the result with other findings, rows or record, keeping what is derived.

        Nothing that is derived here depends on these, and the lines of a large study take as
        long to derive as to solve.
        """
        other = msgspec.structs.replace(self, **changes)
        other.__dict__.update(self.__dict__)
        return other

    def knowing(self, lines: tuple[Line, ...], kinds: LineKinds) -> "PcfResult":
        """Give the result with its lines, where the solve has derived them already."""
        self.__dict__.update(lines=lines, kinds=kinds)
        return self

    def for_others(self) -> "PcfResult":
        """Give the result as it may leave the computer: see `DataSet.is_licensed`."""
        return msgspec.structs.replace(self, inventory=inventory_for_others(self.inventory))

    @functools.cached_property
    def sha256(self) -> str:
        """Give the SHA-256 of the canonical inventory."""
        return self.inventory.sha256

    @property
    def id(self) -> str:
        """Give the id of the result: the same inventory and data give the same id."""
        return str(uuid.uuid5(_NAMESPACE, self.sha256))

    @functools.cached_property
    def lines(self) -> tuple[Line, ...]:
        """Give every exchange with background or environment, in the order of `values`."""
        return contribution_lines(self.inventory, self.supply)

    @functools.cached_property
    def kinds(self) -> LineKinds:
        """Give which lines are alike, for what is asked of all of them."""
        return line_kinds(self.lines)

    @functools.cached_property
    def processes(self) -> dict[str, UnitProcess]:
        """Give the unit processes of the foreground by id."""
        return {process.id: process for process in self.inventory.processes}

    @functools.cached_property
    def data_sets(self) -> dict[DataSetRef, DataSet]:
        """Give the data sets used, by reference; a copy of the study's own in place of another."""
        used = (*self.inventory.data_sets, *self._own_data_sets.values())
        return {data_set.ref: data_set for data_set in used}

    @functools.cached_property
    def _own_data_sets(self) -> dict[str, DataSet]:
        return self.inventory.own_data_sets

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """Give the parts of the study in the order of the list, for checks that ask each."""
        return tuple(walk(self.study.bom))

    @functools.cached_property
    def nodes(self) -> dict[str, Node]:
        """Give the nodes of the study by id."""
        return {node.id: node for node in nodes_below(self.study)}

    def data_set_of(self, taken: Input) -> DataSet | None:
        """Give the data set that an exchange takes, None for what is none."""
        return data_set_of(taken, self.data_sets, self._own_data_sets)

    @functools.cached_property
    def before_gate(self) -> np.ndarray:
        """Tell which lines count in the footprint: all but outbound transport (lines,)."""
        return self.kinds.where(lambda line: line.exchange.stage is not Stage.OUTBOUND)

    @functools.cached_property
    def headline_values(self) -> np.ndarray:
        """Give what each line adds to the headline, 0 after the gate (lines,) [kg CO2e]."""
        return np.where(self.before_gate, self.line_values(self.headline_columns), 0.0)

    @property
    def headline_columns(self) -> tuple[int, ...]:
        """Give the columns of `values` that count in the headline."""
        return tuple(
            column
            for column, component in enumerate(self.components)
            if component.category.in_headline
        )

    def line_values(self, columns: Sequence[int]) -> np.ndarray:
        """Give the sum of some components for each line (lines,) [kg CO2e]."""
        return np.asarray(self.values[:, list(columns)].sum(axis=1))

    @property
    def is_incomplete(self) -> bool:
        """Tell whether a finding stops the calculation of some part; the rest is calculated."""
        return any(each.severity is Severity.STOPS_CALCULATION for each in self.findings)

    @property
    def is_blocked(self) -> bool:
        """Tell whether a finding blocks an issued document."""
        worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        return any(each.severity in worst for each in self.findings)
