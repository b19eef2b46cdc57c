"""Row D06: what goes in comes out again, in mass; slips of a thousand are found and named.

|in - out| / in    methods 1.7, D06: above 5 % a warning, above 20 % it blocks

Gases are not balanced, since they take oxygen from the air; nor is energy here. Packaging and ways
have nothing to be balanced with: what no package weighs and no way is long is asked for.
"""

import math
from collections.abc import Collection, Iterator

import msgspec

from pcf.conformity.case import BLOCKS, WARNS, Case, exceeds, finding
from pcf.conformity.found import found
from pcf.conformity.slips import slipped_term
from pcf.findings import Finding
from pcf.inventory.inventory import UnitProcess
from pcf.inventory.packaging import packaging_mass_kg
from pcf.inventory.parts import step_output_masses_kg
from pcf.inventory.steps import typed_scale
from pcf.model.allocation import AllocationRule
from pcf.model.bom import (
    LeftOut,
    Part,
    mass_of_parts_kg,
    per_reference_unit,
)
from pcf.model.node import DataSetRef
from pcf.model.processes import ProcessStep
from pcf.model.study import Study
from pcf.model.suppliers import SUPPLIERS
from pcf.results.result import PcfResult
from pcf.units import Dimension, Quantity, find_unit

TOLERANCE, BLOCKING = 0.05, 0.20
"""Difference that rounding and small parts explain, and the one that nothing explains."""

_THOUSAND = 1000.0

_CLOSES, _CLOSES_EXACTLY = 0.01, 0.001
"""Part of a gap that may be left where one line explains it: as rounding leaves it, and as nothing
but a slip does, however many lines there are."""

_HEAVY, _TOO_HEAVY = 3.0, 100.0
"""Mass of packaging as a multiple of what it holds: unusual, and heavier than any (judgement)."""

_LONGEST_M = 30_000e3
"""Above any way by sea or air: from Busan to Hamburg round the Cape are 26 900 km [m]."""

_LONGEST_BY_LAND_M = {"road": 20_000e3, "rail": 20_000e3}
"""No freight is hauled farther by land [m] (judgement)."""

_OF_A_LINE = frozenset({"line-mass-slip", "line-mass-fits-otherwise"})

_MATTER = frozenset({"materials", "chemicals", "packaging", "electronics", SUPPLIERS})
"""Tables whose kilograms stay matter: fuels burn, and a process per kilogram is a service."""


def check_balances(case: Case) -> list[Finding]:
    """Give where masses contradict each other, with the slip that would explain it."""
    findings = _heavy_lines(case.study) or _net_mass(case)
    findings += _assemblies(case)
    if not any(each.key == "net-mass-slip" for each in findings):
        findings += _packaging(case)
    findings += _ways(case)
    if case.result is not None:
        slipped = {each.node for each in findings if each.key in _OF_A_LINE}
        findings += _steps(case, case.result, slipped)
    return findings


def slip(stated: float, expected: float) -> float | None:
    """Give by what a value must be divided to fit: 1000 or 0.001; None if neither fits.

    It fits where the difference left would not block; grams typed as kilograms are 1000 too large.
    """
    for factor in (_THOUSAND, 1 / _THOUSAND):
        if _difference(stated / factor, expected) <= BLOCKING:
            return factor
    return None


def _difference(out_kg: float, in_kg: float) -> float:
    """Give the difference of what comes out from what goes in, as a share of that [1]."""
    if in_kg:
        return abs(in_kg - out_kg) / in_kg
    return math.inf if out_kg else 0.0


def _found(
    key: str, stated_kg: float, expected_kg: float, node: str, field: str, **fields: str | float
) -> list[Finding]:
    """Give the finding that two masses differ, none where they agree.

    Its key ends in `-slip` where a factor of a thousand explains it, else in `-differs`.
    """
    difference = _difference(stated_kg, expected_kg)
    if not exceeds(difference, TOLERANCE):
        return []
    masses = {"stated": f"{stated_kg:.4g} kg", "summed": f"{expected_kg:.4g} kg", **fields}
    factor = slip(stated_kg, expected_kg)
    if factor is not None:
        how = {"how": "@slip.divide" if factor > 1 else "@slip.multiply"}
        return [finding(BLOCKS, "D06", f"{key}-slip", node, field, **masses, **how)]
    severity = BLOCKS if exceeds(difference, BLOCKING) else WARNS
    return [finding(severity, "D06", f"{key}-differs", node, field, **masses)]


def _net_mass(case: Case) -> list[Finding]:
    """Give whether the product's stated mass is that of its parts."""
    study, product = case.study, case.study.product
    summed_kg = case.summed_mass_kg
    if summed_kg is not None and study.bom.mass is None:
        summed_kg += _left_out_kg(study.bom)
    if product.net_mass is None:
        if summed_kg is None:
            return []
        key = "net-mass-missing"
        return [finding(WARNS, "D06", key, product.id, "net_mass", summed=f"{summed_kg:.4g} kg")]
    if summed_kg is not None:
        found_here = _found("net-mass", product.net_mass.si, summed_kg, product.id, "net_mass")
        return _one_line(study, product.net_mass, summed_kg, found_here) or found_here
    return _lines_without_mass(case)


def _one_line(
    study: Study, stated: Quantity, summed_kg: float, differs: list[Finding]
) -> list[Finding]:
    """Give the one line that explains the difference if its mass is in another unit; else none."""
    if not any(each.key == "net-mass-differs" for each in differs):
        return []
    lines = {part.id: (part, _mass_kg(part, amount) or 0.0) for part, amount in _lines(study.bom)}
    masses = {node: mass_kg for node, (_, mass_kg) in lines.items()}
    wanted_kg = stated.si + sum(masses.values()) - summed_kg
    slipped = slipped_term(masses, wanted_kg, _CLOSES)
    if slipped is None:
        return []
    is_exact = slipped_term(masses, wanted_kg, _CLOSES_EXACTLY) is not None
    (part, mass_kg), factor = lines[slipped[0]], slipped[1]
    is_by_mass = part.quantity is not None and part.quantity.dimension is Dimension.MASS
    return [
        found(
            BLOCKS if is_exact else differs[0].severity,
            "line-mass-fits-otherwise",
            part,
            "quantity" if is_by_mass else "mass",
            rule="D06",
            mass=f"{mass_kg:.4g} kg",
            mended=f"{mass_kg / factor:.4g} kg",
            whole=stated.text,
            summed=f"{summed_kg:.4g} kg",
        )
    ]


def _packaging(case: Case) -> list[Finding]:
    """Give packaging that weighs many times what it holds, with the slip that would explain it."""
    product = case.study.product
    whole_kg = product.net_mass.si if product.net_mass else case.summed_mass_kg
    if not whole_kg:
        return []
    findings = []
    for item in case.study.packaging:
        packed_kg = packaging_mass_kg(item) or 0.0
        times = packed_kg / whole_kg / item.trips
        if times <= _HEAVY:
            continue
        is_slip = times > _TOO_HEAVY and times / _THOUSAND <= _HEAVY
        findings.append(
            found(
                BLOCKS if is_slip else WARNS,
                "packaging-mass-slip" if is_slip else "packaging-heavy",
                item,
                "mass" if item.mass is not None else "amount",
                rule="D06",
                mass=f"{packed_kg:.4g} kg",
                whole=f"{whole_kg:.4g} kg",
            )
        )
    return findings


def _ways(case: Case) -> list[Finding]:
    """Give legs that are longer than any way by what they go by."""
    findings = []
    for leg in case.study.transport:
        taken = case.result.data_sets.get(leg.data_set) if case.result and leg.data_set else None
        longest_m = _LONGEST_BY_LAND_M.get(taken.family if taken else "", _LONGEST_M)
        if leg.distance is not None and leg.distance.si > longest_m:
            text, longest = leg.distance.text, longest_m / 1000
            too_long = found(
                WARNS, "leg-too-long", leg, "distance", "D06", distance=text, longest=longest
            )
            findings.append(too_long)
    return findings


def _lines_without_mass(case: Case) -> list[Finding]:
    """Give that the sum can't be compared, where the lines that lack a mass are counted at all."""
    counted = (
        {process.node for process in case.result.inventory.processes} if case.result else set()
    )
    missing = [part for part, amount in _lines(case.study.bom) if _mass_kg(part, amount) is None]
    if not missing or any(part.id not in counted for part in missing):
        return []
    count = len(missing)
    return [found(WARNS, "mass-balance-open", missing[0], "mass", rule="D06", count=count)]


def _heavy_lines(study: Study) -> list[Finding]:
    """Give the lines that weigh more than the whole product, unless its own mass has slipped."""
    stated = study.product.net_mass
    if stated is None or not stated.si:
        return []
    masses = [(part, _mass_kg(part, amount) or 0.0) for part, amount in _lines(study.bom)]
    heavy = [each for each in masses if exceeds(each[1], (1 + TOLERANCE) * stated.si)]
    if not heavy:
        return []
    total_kg = sum(mass_kg for _, mass_kg in masses)
    slipped = total_kg - (1 - 1 / _THOUSAND) * heavy[0][1]
    is_one_slip = len(heavy) == 1 and _difference(stated.si, slipped) <= TOLERANCE
    if not is_one_slip and slip(stated.si, total_kg) is not None:
        return []
    key = "line-mass-slip" if is_one_slip else "line-heavier-than-product"
    return [
        found(BLOCKS, key, part, "mass", rule="D06", mass=f"{mass_kg:.4g} kg", whole=stated.text)
        for part, mass_kg in heavy
    ]


def _assemblies(case: Case) -> list[Finding]:
    """Give the assemblies whose stated mass is not that of their parts."""
    findings = []
    for part in case.parts:
        if part.mass is None or not part.parts or part.bought_as is not None or part.excluded:
            continue
        inside_kg = mass_of_parts_kg(part)
        if inside_kg is not None:
            inside_kg += _left_out_kg(part)
            stated_kg = part.mass.amount.si
            findings += _found(
                "assembly-mass", stated_kg, inside_kg, part.id, "mass", name=part.label
            )
    return findings


def _lines(root: Part) -> Iterator[tuple[Part, float]]:
    """Give each line that is in a part, with its amount there [its quantity's SI unit]."""
    waiting = [(root, 1.0)]
    while waiting:
        part, runs = waiting.pop()
        pieces = per_reference_unit(part, Dimension.COUNT) if part is not root else 1.0
        for child in part.parts:
            if child.excluded and child.left_out is LeftOut.NOT_IN_PRODUCT:
                continue
            amount = runs * (pieces or 1.0) * (child.quantity.si if child.quantity else 0.0)
            if child.parts and not child.excluded:
                waiting.append((child, amount))
            else:
                yield child, amount


def _mass_kg(part: Part, amount: float) -> float | None:
    """Give the mass of an amount of a line [kg], None if it is unknown."""
    each_kg = per_reference_unit(part, Dimension.MASS)
    return None if each_kg is None else amount * each_kg


def _left_out_kg(part: Part) -> float:
    """Give the mass of what is in a part and left out of the footprint, as far as known [kg]."""
    return sum(_mass_kg(line, amount) or 0.0 for line, amount in _lines(part) if line.excluded)


def _steps(case: Case, result: PcfResult, slipped: Collection[str]) -> list[Finding]:
    """Give the steps under control that take in, or give off, more than their balance allows.

    A part whose own mass has slipped has nothing that its steps could be balanced with.
    """
    foreign = {site.id for site in case.study.sites if not site.under_control}
    packed = max((leg.gross_per_net for leg in case.study.transport), default=1.0) - 1
    findings = []
    for part in case.parts:
        if part.id in slipped or not any(_takes_matter(step) for step in part.steps):
            continue
        for step, mass_kg in zip(part.steps, step_output_masses_kg(part), strict=True):
            process = result.processes.get(step.id)
            if process is not None and mass_kg and step.site not in foreign:
                beside = _co_products_kg(step, part, mass_kg)
                findings += _step(step, mass_kg, beside, packed, process, result)
    return findings


def _takes_matter(step: ProcessStep) -> bool:
    """Tell whether a step may take in or give off matter beside its parts."""
    return bool(step.wastes or step.co_products) or any(
        isinstance(each.bought_as, DataSetRef) for each in step.inputs
    )


def _step(  # noqa: PLR0913, PLR0917  each argument is one fact of the step
    step: ProcessStep,
    output_kg: float,
    beside: dict[str, float],
    packed: float,
    process: UnitProcess,
    result: PcfResult,
) -> list[Finding]:
    """Give the finding on one step, per good output: what enters and what its yield loses agree.

    So auxiliaries taken in must be found in its waste or co-products: in - out = auxiliaries -
    waste - co-products. What bought parts came packed in, by the gross mass of their way, may leave
    as waste too.
    """
    entering_kg = output_kg / step.yield_fraction
    taken = _matter_kg(process, {each.id for each in step.inputs}, result)
    wasted = _matter_kg(process, {each.id for each in step.wastes}, result)
    inside_kg = entering_kg + sum(taken.values())
    outside_kg = entering_kg + sum(wasted.values()) + sum(beside.values())
    if outside_kg > inside_kg:
        outside_kg = max(inside_kg, outside_kg - packed * entering_kg)
    difference = _difference(outside_kg, inside_kg)
    if not exceeds(difference, TOLERANCE):
        return []
    masses = {"inside": f"{inside_kg:.4g} kg", "outside": f"{outside_kg:.4g} kg"}
    larger = taken if inside_kg > outside_kg else wasted | beside
    if larger and exceeds(difference, BLOCKING):
        node, mass_kg = max(larger.items(), key=lambda each: each[1])
        most_kg, least_kg = max(inside_kg, outside_kg), min(inside_kg, outside_kg)
        would_be_kg = most_kg - mass_kg + mass_kg / _THOUSAND
        # Less than what enters may be wrong in many ways; more than that in one.
        if mass_kg > entering_kg and _difference(would_be_kg, least_kg) <= TOLERANCE:
            slipped = found(
                BLOCKS, "step-mass-slip", step, "amount", rule="D06", mass=f"{mass_kg:.4g} kg",
                **masses,
            )  # fmt: skip
            return [msgspec.structs.replace(slipped, node=node)]
    severity = BLOCKS if exceeds(difference, BLOCKING) else WARNS
    return [found(severity, "step-mass-differs", step, "inputs", rule="D06", **masses)]


def _co_products_kg(step: ProcessStep, part: Part, output_kg: float) -> dict[str, float]:
    """Give the mass of each co-product [kg per good output].

    Under subdivision what serves it is not in the process either.
    """
    scale = typed_scale(step, output_kg, per_reference_unit(part, Dimension.COUNT))
    if scale is None or step.allocation.rule is AllocationRule.SUBDIVISION:
        return {}
    return {
        each.id: each.amount.si * scale
        for each in step.co_products
        if each.amount is not None and each.amount.dimension is Dimension.MASS
    }


def _carried_by_main(process: UnitProcess) -> float:
    """Give the factor by which a process holds what its step takes: that of the main product."""
    chosen = process.allocation.chosen if process.allocation else None
    return (chosen.shares[0] if chosen and chosen.shares else 1.0) or 1.0


def _matter_kg(process: UnitProcess, nodes: set[str], result: PcfResult) -> dict[str, float]:
    """Give the mass of matter that some nodes of a step state, by node [kg per good output]."""
    masses: dict[str, float] = {}
    carried = _carried_by_main(process)
    for exchange in process.exchanges:
        data_set = result.data_set_of(exchange.input)
        if exchange.node not in nodes or exchange.via or data_set is None:
            continue
        unit = find_unit(data_set.unit)
        if unit.dimension is Dimension.MASS and data_set.table in {*_MATTER, "waste"}:
            masses[exchange.node] = exchange.amount * unit.si_factor / carried
    return masses
