"""Where the scrap of a step goes: treated, recycled at the cut-off, or back into the product.

A new route is a member of `ScrapRoute` and a case here.
"""

from typing import assert_never

from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, ProcessOutput, Role, Stage
from pcf.model.bom import Part, per_reference_unit
from pcf.model.processes import ProcessStep, Scrap, ScrapRoute
from pcf.units import Dimension


def scrap_exchanges(
    step: ProcessStep, part: Part, output_mass_kg: float | None, context: Context
) -> list[Exchange]:
    """Give what the scrap of a step takes and gives back, per good output.

    Args:
        step: the step, with a yield below 1.
        part: the part on whose routing it stands.
        output_mass_kg: mass of one reference unit of the part at the step's end [kg].
        context: where data sets come from and findings go.
    """
    scrap = step.scrap
    if scrap is None:
        context.report(Severity.WARNING, "scrap-without-route", step.id, "scrap", name=step.name)
        return []
    if output_mass_kg is None:
        context.report(
            Severity.BLOCKS_DOCUMENT, "scrap-without-mass", part.id, "mass", name=part.label
        )
        return []
    mass_kg = (1 / step.yield_fraction - 1) * output_mass_kg
    match scrap.route:
        case ScrapRoute.TREATMENT:
            if scrap.data_set is None:
                context.report(
                    Severity.BLOCKS_DOCUMENT, "scrap-unmatched", step.id, "scrap", name=step.name
                )
            return _processed(step, scrap, mass_kg, context)
        case ScrapRoute.RECYCLED:
            return []  # leaves burden-free and without credit: cut-off
        case ScrapRoute.CLOSED_LOOP:
            processed = _processed(step, scrap, mass_kg, context)
            return processed + _recovered(step, scrap, mass_kg, context)
        case _:
            assert_never(scrap.route)


def _processed(step: ProcessStep, scrap: Scrap, mass_kg: float, context: Context) -> list[Exchange]:
    """Give what treating or reprocessing the scrap takes."""
    found = context.data_set(scrap.data_set, step.id, step.name) if scrap.data_set else None
    if found is None:
        return []
    return context.take(
        found,
        mass_kg,
        Dimension.MASS,
        step.id,
        Stage.MANUFACTURING,
        site=step.site,
        role=Role.SCRAP,
        name=step.name,
    )


def _recovered(step: ProcessStep, scrap: Scrap, mass_kg: float, context: Context) -> list[Exchange]:
    """Give the bought material that scrap replaces in a closed loop: a negative input.

    The loop is a true one: where the recovered material goes through the same step again, it is
    solved with the system, not unrolled.
    """
    context.loops += 1
    target = context.parts.get(scrap.returns_to)
    each_kg = per_reference_unit(target, Dimension.MASS) if target else None
    if target is None or target.bought_as is None or target.parts or not each_kg:
        context.report(
            Severity.BLOCKS_DOCUMENT, "scrap-returns-nowhere", step.id, "scrap", name=step.name
        )
        return []
    # Bought material of a part is its first process, before any of its steps.
    amount = mass_kg * scrap.recovery / each_kg
    output = ProcessOutput(target.id)
    return [Exchange(output, -amount, step.id, Stage.MATERIALS, Role.RECOVERED)] if amount else []
