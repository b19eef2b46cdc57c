"""What processes make: one product each, their burdens shared out where there are several."""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from pcf.lci.records import Exchange, FlowKind, Log, Process
from pcf.lci.values import unit_of
from pcf.units import Dimension


class MultiOutput(enum.StrEnum):
    """What is done with a process of several products whose file states no shares."""

    MAIN = "main"
    """What the file calls its reference has all, so that no study is understated by it; the others
    give no data set. Files state water, scrap and packaging as products, by whose mass an ingot
    would weigh nothing."""
    PHYSICAL = "physical"
    """Shared by amount where all are measured alike, else left out."""
    LEAVE_OUT = "leave_out"


class Product(msgspec.Struct, frozen=True, gc=False):
    """A product of a process, or a waste that it treats: what becomes a data set.

    Attributes:
        id: unique in the database.
        amount: that the process makes or treats [unit of `output`, > 0].
        share: of the burdens of the process [1].
        is_treatment: the service is to take it, so who has it gives it there.
    """

    id: str
    process: Process
    output: Exchange
    amount: float
    share: float
    is_treatment: bool


_ENOUGH = 1e-3
"""How far stated shares may be from 1 in their sum."""


def products_of(processes: Iterable[Process], rule: MultiOutput, log: Log) -> Iterator[Product]:
    """Give every product with its share; say of each process without one, or of several, why.

    Args:
        processes: as they stand in the files.
        rule: for several products without stated shares.
        log: of what is decided and left out.
    """
    seen: Counter[str] = Counter()
    for process in processes:
        outputs = [each for each in process.exchanges if each.is_reference and each.amount]
        if not outputs:
            log.add("process-without-product", process.file, process=process.name)
            continue
        shares = _shares(process, outputs, rule, log)
        for output, share in zip(outputs, shares, strict=True):
            if share is not None:
                id_ = _id(process, output, is_alone=len(outputs) == 1)
                seen[id_] += 1  # a file may number two outputs alike
                yield _product(
                    id_ if seen[id_] == 1 else f"{id_}#{seen[id_]}", process, output, share
                )


def _id(process: Process, output: Exchange, *, is_alone: bool) -> str:
    return process.id if is_alone else f"{process.id}/{output.flow or output.name}"


def _product(id_: str, process: Process, output: Exchange, share: float) -> Product:
    # ecoinvent states a treatment as an output below zero, openLCA as an input of waste.
    takes = output.amount < 0 or (output.kind is FlowKind.WASTE and output.is_input)
    return Product(id_, process, output, abs(output.amount), share, takes)


def _shares(
    process: Process, outputs: list[Exchange], rule: MultiOutput, log: Log
) -> list[float | None]:
    """Give the share of each output, None where it is left out."""
    if len(outputs) == 1:
        return [1.0]
    said: dict[str, str | float] = {"process": process.name, "products": len(outputs)}
    stated = [process.factors.get(each.flow) for each in outputs]
    if all(each is not None for each in stated):
        known = [each for each in stated if each is not None]
        if abs(sum(known) - 1) <= _ENOUGH and min(known) >= 0:
            log.add("multi-output-stated", process.file, **said)
            return [each / sum(known) for each in known]
    if rule is MultiOutput.MAIN:
        main = next(
            (each for each in outputs if process.main in {each.flow, each.name}), outputs[0]
        )
        log.add("multi-output-main", process.file, product=main.name, **said)
        return [1.0 if each is main else None for each in outputs]
    amounts = _alike(outputs) if rule is MultiOutput.PHYSICAL else None
    if amounts is None:
        log.add("multi-output-left-out", process.file, **said)
        return [None for _ in outputs]
    dimension, values = amounts
    log.add("multi-output-physical", process.file, dimension=f"@dimension.{dimension}", **said)
    return [each / sum(values) for each in values]


def _alike(outputs: list[Exchange]) -> tuple[Dimension, list[float]] | None:
    """Give the outputs in one measure, None where they are not measured alike."""
    units = [unit_of(each.unit) for each in outputs]
    dimensions = {each.dimension if each else None for each in units}
    if len(dimensions) != 1 or None in dimensions or any(each.amount < 0 for each in outputs):
        return None
    (dimension,) = dimensions
    values = [
        each.amount * unit.si_factor for each, unit in zip(outputs, units, strict=True) if unit
    ]
    return (dimension, values) if dimension is not None else None
