"""The location-based result by the fast path: the same product, other supplies of its sites.

No supply takes from the rest of the foreground, so the amounts of electricity are those of the
result; only the few unit processes of the variant are solved anew.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from pcf.background.elementary import Component, Gas, ImpactCategory
from pcf.engine.foreground import Solution, solve_foreground
from pcf.engine.intensities import Intensities
from pcf.inventory.inventory import Inventory, ProcessOutput, Stage
from pcf.results.result import LocationBased


def location_demand(inventory: Inventory, supply: Mapping[str, float]) -> Inventory | None:
    """Give the variant with what the product takes of it, None where it takes nothing else."""
    variant = inventory.location
    if variant is None:
        return None
    sites = [process.id for process in variant.processes if process.id in supply and process.site]
    demand = {site: supply[site] for site in sites if supply[site]}
    return msgspec.structs.replace(variant, demand=demand) if demand else None


def solve_location(
    inventory: Inventory,
    solution: Solution,
    intensities: Sequence[Intensities],
    gases: Mapping[str, Gas],
) -> LocationBased | None:
    """Give the location-based result.

    Args:
        inventory: with its variant.
        solution: of the inventory.
        intensities: of the variant's databases.
        gases: for the characterization factors.

    Returns:
        None where no electricity of a site is used, or a used site has no consumption mix.
    """
    sites = {process.site for process in inventory.processes if process.is_supply and process.site}
    used = {site for site in sites if solution.supply[site]}
    if not used or used.intersection(inventory.without_location):
        return None
    before_gate = solution.kinds.where(lambda line: line.exchange.stage is not Stage.OUTBOUND)
    sums = _sums(solution.components, solution.values[before_gate])
    variant = location_demand(inventory, solution.supply)
    if variant is None:
        return LocationBased(sums)
    replaced = solution.kinds.where(
        lambda line: (
            isinstance(line.cause.input, ProcessOutput)
            and line.cause.input.process in variant.demand
        )
    )
    by_market = _sums(solution.components, solution.values[replaced])
    solved = solve_foreground(variant, intensities, gases)
    by_location = _sums(solved.components, solved.values)
    return LocationBased(
        {each: sums[each] - by_market[each] + by_location[each] for each in ImpactCategory}
    )


def location_deviation(solution: Solution, recorded: Mapping[ImpactCategory, float]) -> float:
    """Give by how much a category of the variant differs from its recorded total.

    Returns:
        As a share of the sum of absolute contributions, as for the result itself.
    """
    sums = _sums(solution.components, solution.values)
    largest = max(abs(recorded[each] - sums[each]) for each in sums)
    absolute = float(np.abs(solution.values).sum())
    return largest / absolute if absolute else largest


def _sums(components: Sequence[Component], values: np.ndarray) -> dict[ImpactCategory, float]:
    categories = dict.fromkeys(ImpactCategory, 0.0)
    for component, value in zip(components, values.sum(axis=0).tolist(), strict=True):
        categories[component.category] += value
    return categories
