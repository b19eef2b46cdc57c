"""The fast path: the foreground solved alone over kept intensities of the background.

    A_f x = f        h_k = sum_j (B_f^T c_k + L^T y_k)_j x_j        (product 5)

The summands, one an exchange, are the contributions. Processes stand after what they take, so that
A_f is triangular unless a loop runs: then x follows from the last process to the first. Only loops
take a factorisation, and SciPy, which loads in 0.2 s. Either way 10 000 unit processes take
milliseconds, so every edit can be answered at once.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from pcf.background.elementary import Component, ElementaryFlow, Gas
from pcf.engine.characterization import characterization_factor, component_of
from pcf.engine.intensities import Intensities
from pcf.errors import NonFiniteResultError, SingularSystemError
from pcf.inventory.inventory import Inventory, ProcessOutput
from pcf.model.node import DataSetRef
from pcf.results.lines import Line, LineKinds, contribution_lines, line_kinds

# A unit process runs backwards only where a loop gives back more than it takes; less than this
# share of the largest is rounding of the solver.
_ROUNDING = 1e-9


class Solution(msgspec.Struct, frozen=True):
    """What a solved foreground gives.

    Attributes:
        supply: units of each process per declared unit, by its id.
        lines: every exchange with background or environment.
        kinds: which of them are alike.
        components: what `values` keeps apart.
        values: contributions (lines, components) [kg CO2e per declared unit].
    """

    supply: dict[str, float]
    lines: tuple[Line, ...]
    kinds: LineKinds
    components: tuple[Component, ...]
    values: np.ndarray


def solve_foreground(
    inventory: Inventory, intensities: Sequence[Intensities], gases: Mapping[str, Gas]
) -> Solution:
    """Give the supply and every contribution of an inventory, outbound transport included.

    Raises:
        SingularSystemError: a loop can't be solved, or gives back more than it takes.
        NonFiniteResultError: a contribution is not finite.
    """
    supply = _supply(inventory, (inventory.demand, inventory.outbound_demand))
    lines = contribution_lines(inventory, supply)
    kinds = line_kinds(lines)
    components, per_unit = _per_unit(kinds.examples, inventory, intensities, gases)
    amounts = np.fromiter((line.amount for line in lines), dtype=float, count=len(lines))
    values = per_unit[kinds.of_lines] * amounts[:, None]
    if not np.isfinite(values).all():
        raise NonFiniteResultError("result-not-finite")
    return Solution(supply, lines, kinds, components, values)


def solve_headline(
    inventory: Inventory, intensities: Sequence[Intensities], gases: Mapping[str, Gas]
) -> float:
    """Give the headline of an inventory alone, without its contributions [kg CO2e].

    For what is shown beside a result, where a full solve for each option would be felt.

    Raises:
        SingularSystemError: a loop can't be solved, or gives back more than it takes.
    """
    supply = _supply(inventory, (inventory.demand,))
    known: dict[int, float] = {}
    total = 0.0
    for process in inventory.processes:
        runs = supply[process.id]
        for exchange in process.exchanges:
            taken = exchange.input
            if isinstance(taken, ProcessOutput):
                continue
            if id(taken) not in known:
                known[id(taken)] = _headline(taken, inventory, intensities, gases)
            total += runs * exchange.amount * known[id(taken)]
    return total


def _headline(
    taken: DataSetRef | ElementaryFlow,
    inventory: Inventory,
    intensities: Sequence[Intensities],
    gases: Mapping[str, Gas],
) -> float:
    """Give what one unit of an input adds to the headline [kg CO2e]."""
    if isinstance(taken, ElementaryFlow):
        factor = characterization_factor(taken, gases, inventory.choices.gwp_set)
        return factor if taken.category.in_headline else 0.0
    return next(each for each in intensities if each.database == taken.database).headline(taken.id)


def _supply(inventory: Inventory, demands: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the units of each process that some demands take, by its id."""
    demand = dict.fromkeys((process.id for process in inventory.processes), 0.0)
    for process, amount in (item for each in demands for item in each.items()):
        demand[process] += amount
    supply = _in_order(inventory, demand)
    if supply is None:
        from pcf.engine.factorised import solve_loops

        supply = solve_loops(inventory, demand)
    units = np.fromiter(supply.values(), dtype=float, count=len(supply))
    if not np.isfinite(units).all():
        raise SingularSystemError("loop-singular")
    backwards = int(np.argmin(units))
    if units[backwards] < -_ROUNDING * float(np.abs(units).max()):
        raise SingularSystemError("loop-backwards", where=inventory.processes[backwards].node)
    return supply


def _in_order(inventory: Inventory, demand: Mapping[str, float]) -> dict[str, float] | None:
    """Give the supply where each process only takes from those before it, None where one doesn't.

    10 000 processes take half the time of a factorisation.
    """
    supply = dict(demand)
    passed: set[str] = set()
    for process in reversed(inventory.processes):
        passed.add(process.id)
        units = supply[process.id]
        for exchange in process.exchanges:
            if isinstance(exchange.input, ProcessOutput):
                if exchange.input.process in passed:
                    return None
                supply[exchange.input.process] += units * exchange.amount
    return supply


def _per_unit(
    lines: Sequence[Line],
    inventory: Inventory,
    intensities: Sequence[Intensities],
    gases: Mapping[str, Gas],
) -> tuple[tuple[Component, ...], np.ndarray]:
    """Give the components, and what one unit of the input of each line adds to them."""
    gwp_set = inventory.choices.gwp_set
    inputs = [line.exchange.input for line in lines]
    own = _own_emissions(inventory)
    direct = [taken for taken in inputs if isinstance(taken, ElementaryFlow)]
    direct += [flow for emitted in own.values() for flow, _ in emitted]
    found = {component for each in intensities for component in each.components}
    found |= {component_of(flow, gases, gwp_set) for flow in direct}
    components = tuple(sorted(found))
    place = {component: column for column, component in enumerate(components)}
    columns = {
        each.database: [place[component] for component in each.components] for each in intensities
    }
    by_database = {each.database: each for each in intensities}
    per_unit = np.zeros((len(inputs), len(components)))
    for row, taken in enumerate(inputs):
        match taken:
            case ElementaryFlow():
                column = place[component_of(taken, gases, gwp_set)]
                per_unit[row, column] = characterization_factor(taken, gases, gwp_set)
            case DataSetRef():
                known = by_database[taken.database]
                per_unit[row, columns[taken.database]] = known.values[known.index[taken.id]]
            case ProcessOutput():
                for flow, amount in own[taken.process]:
                    column = place[component_of(flow, gases, gwp_set)]
                    per_unit[row, column] += amount * characterization_factor(flow, gases, gwp_set)
    return components, per_unit


def _own_emissions(inventory: Inventory) -> dict[str, list[tuple[ElementaryFlow, float]]]:
    """Give what one unit of each data set of the study's own emits, by id of its process."""
    return {
        process.id: [
            (exchange.input, exchange.amount)
            for exchange in process.exchanges
            if isinstance(exchange.input, ElementaryFlow)
        ]
        for process in inventory.processes
        if process.data_set is not None
    }
