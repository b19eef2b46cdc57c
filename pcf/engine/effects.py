"""The effect of each applicable choice: the study with that choice alone changed, solved anew."""

from collections.abc import Callable, Iterator

import msgspec

from pcf.inventory.inventory import Inventory, RuleShares
from pcf.inventory.recycled_material import lines_of, recycling_of
from pcf.model.allocation import AllocationRule
from pcf.model.bom import walk
from pcf.model.choices import RecyclingMethod
from pcf.model.edits import SetField, apply
from pcf.model.processes import ProcessStep
from pcf.model.study import Study
from pcf.results.effects import Effect

Headline = Callable[[Study], float | None]


def effects_of_choices(
    study: Study, inventory: Inventory, headline: float, solve: Headline
) -> tuple[Effect, ...]:
    """Give the headline under each allocation rule of each step, and each recycling method.

    Args:
        study: as it is.
        inventory: of it.
        headline: of it [kg CO2e per declared unit].
        solve: gives the headline of a study with another choice, None if that can't be calculated.
    """
    found = []
    for effect, edits in [*_allocations(study, inventory), *_methods(study)]:
        value = headline if effect.is_chosen else solve(apply(study, edits))
        found.append(msgspec.structs.replace(effect, headline=value))
    return tuple(found)


def _allocations(study: Study, inventory: Inventory) -> Iterator[tuple[Effect, list[SetField]]]:
    """Give each rule that what is known of a step's outputs allows."""
    shared = [each for each in inventory.processes if each.allocation is not None]
    steps = {step.id: step for part in walk(study.bom) for step in part.steps} if shared else {}
    for process in shared:
        found = process.allocation
        if found is None:
            continue
        options = list(found.sharings)
        if found.is_divisible:
            options.insert(0, RuleShares(AllocationRule.SUBDIVISION))
        for shares in options:
            is_chosen = shares == found.chosen or (
                shares.rule is found.rule is AllocationRule.SUBDIVISION
            )
            effect = Effect(node=process.node, shares=shares, is_chosen=is_chosen)
            yield effect, [_with_rule(steps[process.node], shares)]


def _with_rule(step: ProcessStep, shares: RuleShares) -> SetField:
    changed = msgspec.structs.replace(
        step.allocation, rule=shares.rule, property=shares.property, property_name=shares.name
    )
    return SetField(node=step.id, field="allocation", value=changed)


def _methods(study: Study) -> Iterator[tuple[Effect, list[SetField]]]:
    """Give each recycling method, where lines have recycled content to share.

    Set line by line: the same as one choice for all, but only these lines are built anew.
    """
    choices = study.choices
    lines = lines_of(study)
    stated = [(line.id, known) for line in lines if (known := recycling_of(line)) is not None]
    for method in RecyclingMethod if stated else ():
        is_chosen = method is choices.recycling
        effect = Effect(node=choices.id, method=method, is_chosen=is_chosen)
        yield (
            effect,
            [
                SetField(
                    node=line,
                    field="recycling",
                    value=msgspec.structs.replace(recycling, method=recycling.method or method),
                )
                for line, recycling in stated
            ],
        )
