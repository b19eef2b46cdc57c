"""Closed loops of scrap around steps with co-products.

Scrap that comes back runs through every step on its way again, so that co-products of those steps
carry their part of what it replaces too: the main product has that of the bought material, no more.
"""

import itertools
from collections.abc import Iterable

import msgspec

from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, Role, UnitProcess
from pcf.model.bom import Part
from pcf.model.processes import ProcessStep


def returned(
    step: ProcessStep,
    part: Part,
    exchanges: list[Exchange],
    made: Iterable[UnitProcess],
    context: Context,
) -> list[Exchange]:
    """Give the exchanges of a step with what its scrap replaces shared as on the way here.

    Args:
        step: the step.
        part: the part on whose routing it stands.
        exchanges: all that the step takes and emits.
        made: the unit processes on the way here.
        context: where findings go.
    """
    is_loop = any(each.role is Role.RECOVERED for each in exchanges)
    if step.scrap is None or not is_loop or not context.has_co_products:
        return exchanges
    steps = _steps_between(step, part, step.scrap.returns_to)
    if steps is None:
        context.report(
            Severity.WARNING, "allocation-scrap-elsewhere", step.id, "scrap", name=step.name
        )
        return exchanges
    share = 1.0
    for process in made:
        found = process.allocation
        if process.id in steps and found is not None and found.chosen is not None:
            share *= found.chosen.shares[0]
    return [
        msgspec.structs.replace(each, amount=each.amount * share)
        if each.role is Role.RECOVERED
        else each
        for each in exchanges
    ]


def _steps_between(step: ProcessStep, part: Part, target: str) -> frozenset[str] | None:
    """Give the ids of the steps from where a part's material comes in up to a step.

    None where the material does not come by the step: its part stands elsewhere or enters later.
    """
    path = _path(part, target)
    if path is None:
        return None
    passed = [each.id for each in path[-1].steps]
    for lower, upper in itertools.pairwise(reversed(path)):
        ids = [each.id for each in upper.steps]
        entry = ids.index(lower.entry_step) if lower.entry_step in ids else 0
        passed += ids[entry:]
    if step.id not in passed:
        return None
    return frozenset(passed[: passed.index(step.id)])


def _path(part: Part, target: str) -> list[Part] | None:
    """Give the parts from one down to another, None if that is not below it."""
    waiting = [[part]]
    while waiting:
        path = waiting.pop()
        if path[-1].id == target:
            return path
        waiting += [[*path, child] for child in path[-1].parts]
    return None
