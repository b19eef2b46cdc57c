"""Checks of masses against each other: what is stated for a whole and what its parts weigh."""

from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.model.bom import mass_of_parts_kg, mass_per_piece_kg, walk
from pcf.model.study import Study

TOLERANCE = 0.05
"""Difference that rounding and small parts explain (methods 1.7, D06: 5 %)."""


def check_masses(study: Study, context: Context) -> None:
    """Report a product or assembly whose stated mass its parts contradict."""
    stated = study.product.net_mass
    summed_kg = mass_per_piece_kg(study.bom)
    if stated is not None and summed_kg and abs(stated.si - summed_kg) > TOLERANCE * stated.si:
        context.report(
            Severity.WARNING,
            "net-mass-differs",
            study.product.id,
            "net_mass",
            stated=stated.text,
            summed=f"{summed_kg:.4g} kg",
        )
    for part in walk(study.bom):
        if part.mass is None or not part.parts or part.bought_as is not None:
            continue
        inside_kg = mass_of_parts_kg(part)
        whole_kg = part.mass.amount.si
        if inside_kg is not None and abs(whole_kg - inside_kg) > TOLERANCE * whole_kg:
            context.report(
                Severity.WARNING,
                "assembly-mass-differs",
                part.id,
                "mass",
                name=part.label,
                stated=part.mass.amount.text,
                summed=f"{inside_kg:.4g} kg",
            )
