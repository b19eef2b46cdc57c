"""The bill of materials as unit processes: bought material, assembly, routing, closed loops.

A bought part is a unit process that takes its data set and its transport. A made part or assembly
adds one unit process a step; its parts enter at the step that they name, the first one otherwise.
Amount bought = net quantity / product of the yields from the step of entry on, which follows from
each step taking 1/y of what enters it.
"""

import itertools

from pcf.background.dataset import DataSet
from pcf.findings import Severity
from pcf.inventory.allocation import allocated
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, ProcessOutput, Stage, UnitProcess
from pcf.inventory.joint_loops import returned
from pcf.inventory.memory import PartMemory, Subtree
from pcf.inventory.recycled_material import material_mix
from pcf.inventory.spend import spent_usd
from pcf.inventory.steps import step_exchanges, typed_scale
from pcf.inventory.transport import Legs
from pcf.inventory.uses import uses_of
from pcf.model.bom import Part, output_id, own_mass_kg, per_reference_unit
from pcf.model.processes import ProcessStep
from pcf.units import Dimension, find_unit


def build_parts(root: Part, legs: Legs, context: Context, memory: PartMemory) -> Subtree:
    """Give the unit processes of a product's tree, parts before what they go into."""
    return _Tree(root, legs, context, memory).subtree(root)


class _Tree:
    """One walk through the tree of parts."""

    def __init__(self, root: Part, legs: Legs, context: Context, memory: PartMemory) -> None:
        self.root, self.legs, self.context, self.memory = root, legs, context, memory

    def subtree(self, part: Part) -> Subtree:
        """Give the unit processes of a part and all below it, as before if it has not changed."""
        known = self.memory.recall(part)
        if known is not None:
            self.context.findings += known.findings
            return known
        if part.excluded and part is not self.root:
            return Subtree((), (), uses_of(()))
        already_found, loops = len(self.context.findings), self.context.loops
        subtrees = {child.id: self.subtree(child) for child in part.parts}
        below = {child: subtree.processes for child, subtree in subtrees.items()}
        self.context.begin(part)
        own = self._of(part, below)
        built = Subtree(
            (*itertools.chain.from_iterable(below.values()), *own),
            tuple(self.context.findings[already_found:]),
            uses_of(own, (subtree.uses for subtree in subtrees.values())),
        )
        # The product depends on its declared unit too, and a loop on a part elsewhere.
        if part is not self.root and self.context.loops == loops:
            self.memory.keep(part, built)
        return built

    def _of(self, part: Part, below: dict[str, tuple[UnitProcess, ...]]) -> list[UnitProcess]:
        """Give the unit processes of a part itself."""
        context = self.context
        if part.quantity is None and part is not self.root:
            context.report(
                Severity.STOPS_CALCULATION, "quantity-missing", part.id, "quantity", name=part.label
            )
            return []
        if part.quantity is not None and not part.quantity.si:
            context.report(Severity.WARNING, "quantity-zero", part.id, "quantity", name=part.label)
        own = _own_material(part, self.legs, context)
        entering = _entering(part, below, context)
        if part.steps:
            made = [process for built in below.values() for process in built]
            return _routing(part, own, entering, made, context)
        return _plain(part, own, entering)


def _plain(
    part: Part, own: list[Exchange], entering: dict[str, list[Exchange]]
) -> list[UnitProcess]:
    """Give the process of a part without steps: its material and all its parts."""
    exchanges = [*own, *(taken for here in entering.values() for taken in here)]
    return [UnitProcess(part.id, part.id, tuple(exchanges))] if exchanges else []


def _routing(
    part: Part,
    own: list[Exchange],
    entering: dict[str, list[Exchange]],
    made: list[UnitProcess],
    context: Context,
) -> list[UnitProcess]:
    """Give the processes of a part with steps: its material, then one a step."""
    processes = [UnitProcess(part.id, part.id, tuple(own))] if own else []
    pieces = context.content(part, Dimension.COUNT)
    mass_kg = _material_mass_kg(part)
    for step in part.steps:
        mass_kg = _mass_after_entry(part, step, mass_kg)
        started = 1 / step.yield_fraction
        exchanges = [
            Exchange(taken.input, taken.amount * started, taken.node, taken.stage)
            for taken in entering.get(step.id, [])
        ]
        if processes:
            before = ProcessOutput(processes[-1].id)
            exchanges.append(Exchange(before, started, part.id, Stage.MATERIALS))
        exchanges += step_exchanges(step, part, mass_kg, pieces, context)
        exchanges = returned(step, part, exchanges, [*made, *processes], context)
        main = {Dimension.MASS: mass_kg, Dimension.COUNT: pieces}
        scale = typed_scale(step, mass_kg, pieces)
        exchanges, allocation = allocated(step, part, exchanges, main, scale, context)
        process = UnitProcess(
            step.id, step.id, tuple(exchanges), site=step.site, allocation=allocation
        )
        processes.append(process)
    return processes


def _own_material(part: Part, legs: Legs, context: Context) -> list[Exchange]:
    """Give what a part itself is made of or bought as, with its way to the plant."""
    if part.bought_as is None:
        if not part.parts:
            context.report(
                Severity.BLOCKS_DOCUMENT, "part-unmatched", part.id, "data_set", name=part.label
            )
        return []
    data_set = context.data_set(part.bought_as, part.id, part.label)
    if data_set is None:
        return []
    material: list[Exchange] = []
    for taken, share in material_mix(part, data_set, context):
        dimension = find_unit(taken.unit).dimension
        amount_si = _material_amount(part, taken, dimension, context)
        if amount_si is None:
            return []
        material += context.take(
            taken, amount_si * share, dimension, part.id, Stage.MATERIALS, name=part.label
        )
    if part.mass is not None and not part.mass.amount.si:
        context.report(Severity.WARNING, "mass-zero", part.id, "mass", name=part.label)
    if part.mass is not None and part.mass.origin.is_estimate:
        context.report(
            Severity.NOTE,
            "mass-estimated",
            part.id,
            "mass",
            name=part.label,
            mass=part.mass.amount.text,
        )
    return material + legs.for_part(part, _bought_mass_kg(part))


def _material_amount(
    part: Part, data_set: DataSet, dimension: Dimension, context: Context
) -> float | None:
    """Give how much of its data set one reference unit of a part is [SI], None if unknown."""
    if dimension is Dimension.MONEY and part.spend is not None:
        usd = spent_usd(part.spend, data_set, part.id, part.label, context)
        return None if usd is None else usd * _pieces(part)
    if part.parts and dimension is Dimension.MASS:
        amount = _own_mass_kg(part)
        key, field = "own-mass-unknown", "mass"
        if amount is not None and amount < 0:
            amount, key = None, "own-mass-negative"
    else:
        amount = context.content(part, dimension)
        by_mass = dimension is Dimension.MASS
        key, field = ("mass-missing", "mass") if by_mass else ("measure-missing", "measure")
    if amount is None:
        context.report(
            Severity.BLOCKS_DOCUMENT, key, part.id, field, name=part.label, unit=data_set.unit
        )
    return amount


def _bought_mass_kg(part: Part) -> float | None:
    """Give the mass that is bought with one reference unit of a part [kg], without its parts."""
    return _own_mass_kg(part) if part.parts else per_reference_unit(part, Dimension.MASS)


def _entering(
    part: Part, below: dict[str, tuple[UnitProcess, ...]], context: Context
) -> dict[str, list[Exchange]]:
    """Give what the parts of an assembly bring in, by the id of the step where they enter."""
    entering: dict[str, list[Exchange]] = {}
    pieces = _pieces(part)
    for child in part.parts:
        built = below[child.id]
        if child.quantity is None or not built or built[-1].id != output_id(child):
            continue  # excluded, or without anything that could be counted
        if child.entry_step and child.entry_step not in {step.id for step in part.steps}:
            context.report(
                Severity.WARNING, "entry-step-gone", child.id, "entry_step", name=child.label
            )
        amount = child.quantity.si * pieces
        taken = Exchange(ProcessOutput(output_id(child)), amount, child.id, Stage.MATERIALS)
        entering.setdefault(_entry_step(part, child), []).append(taken)
    return entering


def _pieces(assembly: Part) -> float:
    """Give the pieces in one reference unit of an assembly, for one of which its parts are typed.

    Without a piece known, the unit that the assembly is counted in is the piece.
    """
    return per_reference_unit(assembly, Dimension.COUNT) or 1.0


def _own_mass_kg(assembly: Part) -> float | None:
    """Give the mass of an assembly's own material [kg per reference unit], None if unknown."""
    in_piece = own_mass_kg(assembly)
    return None if in_piece is None else in_piece * _pieces(assembly)


def _entry_step(parent: Part, child: Part) -> str:
    """Give the id of the step where a part enters: the one it names, else the first."""
    steps = [step.id for step in parent.steps]
    if child.entry_step in steps:
        return child.entry_step
    return steps[0] if steps else ""


def step_output_masses_kg(part: Part) -> list[float | None]:
    """Give the mass of one reference unit of a part at the end of each of its steps [kg]."""
    masses: list[float | None] = []
    mass_kg = _material_mass_kg(part)
    for step in part.steps:
        mass_kg = _mass_after_entry(part, step, mass_kg)
        masses.append(mass_kg)
    return masses


def _material_mass_kg(part: Part) -> float | None:
    """Give the mass of a part's own material before its first step [kg per reference unit]."""
    if not part.parts:
        return per_reference_unit(part, Dimension.MASS)
    return _own_mass_kg(part) if part.bought_as and part.mass else 0.0


def _mass_after_entry(part: Part, step: ProcessStep, mass_kg: float | None) -> float | None:
    """Give the mass at a step's end: what came before and the parts that enter here [kg]."""
    for child in part.parts:
        if child.excluded or child.quantity is None or _entry_step(part, child) != step.id:
            continue
        each = per_reference_unit(child, Dimension.MASS)
        if each is None or mass_kg is None:
            return None
        mass_kg += child.quantity.si * each * _pieces(part)
    return mass_kg
