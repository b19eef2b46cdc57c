"""The lines of a result: every exchange with background or environment, and which are alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from pcf.background.dataset import DataSet
from pcf.inventory.inventory import Exchange, Input, Inventory, ProcessOutput, UnitProcess
from pcf.model.node import DataSetRef


class Line(msgspec.Struct, frozen=True, gc=False):
    """One exchange with background or environment, at the unit process that causes it.

    Attributes:
        process: the unit process; a supply's exchanges stand at the process that it supplies.
        exchange: what is taken or emitted.
        cause: the exchange by which the process draws on the supply, else the same exchange.
        amount: per declared unit [unit of the exchange's input].
        data_set: what the input is, of the background or the study's own; None for an elementary
            flow.
    """

    process: UnitProcess
    exchange: Exchange
    cause: Exchange
    amount: float
    data_set: DataSet | None


class LineKinds(msgspec.Struct, frozen=True):
    """Which lines are alike in all but their process, node and amount.

    A large product takes a few dozen data sets in 20 000 lines: what is asked of the data set, the
    stage or the role is asked once for each kind, and added up by it.

    Attributes:
        examples: one line of each kind.
        of_lines: place of each line's kind in `examples` (lines,).
    """

    examples: tuple[Line, ...]
    of_lines: np.ndarray

    def where(self, holds: Callable[[Line], bool]) -> np.ndarray:
        """Tell of which lines something holds that is one for all lines of a kind (lines,)."""
        held = np.array([holds(line) for line in self.examples], dtype=bool)
        return np.asarray(held[self.of_lines])

    def summed(self, values: np.ndarray) -> Iterator[tuple[Line, float]]:
        """Give the example of each kind with the sum of values by line (lines,)."""
        sums = np.bincount(self.of_lines, values, len(self.examples))
        return zip(self.examples, sums.tolist(), strict=True)


def contribution_lines(inventory: Inventory, supply: dict[str, float]) -> tuple[Line, ...]:
    """Give every exchange with background or environment, supplies at what they supply."""
    passed_on = passed_on_by(inventory)
    data_sets = {data_set.ref: data_set for data_set in inventory.data_sets}
    own = inventory.own_data_sets
    # Exchanges share their references, so that most look-ups go by identity: hashing the two
    # texts of each of 20 000 references would take longer than the solve.
    known: dict[int, DataSet | None] = {}

    def data_set(taken: Input) -> DataSet | None:
        if id(taken) not in known:
            known[id(taken)] = data_set_of(taken, data_sets, own)
        return known[id(taken)]

    lines: list[Line] = []
    for process in inventory.processes:
        if process.is_supply or process.data_set is not None:
            continue
        runs = supply[process.id]
        for exchange in process.exchanges:
            taken = exchange.input
            if not isinstance(taken, ProcessOutput) or taken.process in own:
                amount = exchange.amount * runs
                lines.append(Line(process, exchange, exchange, amount, data_set(taken)))
            elif taken.process in passed_on:
                units = exchange.amount * runs
                lines += [
                    Line(process, each, exchange, units * each.amount, data_set(each.input))
                    for each in passed_on[taken.process]
                ]
    return tuple(lines)


def passed_on_by(inventory: Inventory) -> dict[str, tuple[Exchange, ...]]:
    """Give what one unit of each supply takes of background and environment.

    A supply may take from supplies that stand before it; what comes through one is told by the
    supply line that takes it and, where it has none of its own, by that line's role.
    """
    passed_on: dict[str, tuple[Exchange, ...]] = {}
    for process in inventory.processes:
        if not process.is_supply:
            continue
        exchanges: list[Exchange] = []
        for exchange in process.exchanges:
            if isinstance(exchange.input, ProcessOutput) and exchange.input.process in passed_on:
                exchanges += (
                    Exchange(
                        inner.input,
                        exchange.amount * inner.amount,
                        exchange.node,
                        exchange.stage,
                        exchange.role or inner.role,
                    )
                    for inner in passed_on[exchange.input.process]
                )
            else:
                exchanges.append(exchange)
        passed_on[process.id] = tuple(exchanges)
    return passed_on


def data_set_of(
    taken: Input, data_sets: Mapping[DataSetRef, DataSet], own: Mapping[str, DataSet]
) -> DataSet | None:
    """Give the data set that an input is, None for what is none.

    Args:
        taken: the input.
        data_sets: of the background, by reference.
        own: the study's own, by id of their process.
    """
    match taken:
        case DataSetRef():
            return data_sets[taken]
        case ProcessOutput():
            return own.get(taken.process)
        case _:
            return None


def line_kinds(lines: Sequence[Line]) -> LineKinds:
    """Give which lines are alike, told by the identity of what they share."""
    places: dict[tuple[object, ...], int] = {}
    examples: list[Line] = []
    of_lines = []
    for line in lines:
        taken, cause = line.exchange, line.cause
        key: tuple[object, ...] = (id(taken.input), id(taken.role), id(taken.stage), id(taken.via))
        if cause is not taken:
            through = cause.input.process if isinstance(cause.input, ProcessOutput) else ""
            key = (*key, id(cause.role), id(cause.stage), id(cause.via), through)
        place = places.setdefault(key, len(examples))
        if place == len(examples):
            examples.append(line)
        of_lines.append(place)
    return LineKinds(tuple(examples), np.array(of_lines, dtype=np.int64))
