"""How wide the numbers behind a result spread: sigma of a data set, an emission or a mass.

sigma is the standard deviation of the logarithm. For a data set it is, in this order: ln(GSD) of
its source; its source's bounds read as a 95 % range; what the user states, where several uses of
it are stated the widest; what the user assumes for its confidence; else none, and it is certain.
"""

import enum
import math

from pcf.background.dataset import DataSet
from pcf.background.elementary import GasGroup
from pcf.model.bom import Mass
from pcf.model.choices import Choices
from pcf.results.pedigree import (
    basic_uncertainty,
    basic_uncertainty_of_table,
    sigma_by_variances,
)
from pcf.results.quality_statements import Stated

Z_95 = 1.959964
"""Two-sided 95 % quantile of the normal distribution."""


class SpreadOrigin(enum.StrEnum):
    """Where a spread comes from, the surest first."""

    GSD = "gsd"
    """The source's geometric standard deviation."""
    BOUNDS = "bounds"
    """The source's lower and upper bound, read as a 95 % range."""
    STATED = "stated"
    """A geometric standard deviation that the user states."""
    PEDIGREE = "pedigree"
    """The pedigree that the user states, by the variance form."""
    CONFIDENCE = "confidence"
    """What the user assumes for data sets of this confidence."""
    MASS = "mass"
    """The bounds of a mass, read as a 95 % range."""


Sigma = tuple[float, SpreadOrigin | None]
"""A standard deviation of the logarithm, and where it comes from; 0 and None is certain."""

CERTAIN: Sigma = (0.0, None)


def own_sigma(data_set: DataSet) -> Sigma:
    """Give the spread that the source of a data set gives."""
    if data_set.gsd is not None and data_set.gsd > 1:
        return math.log(data_set.gsd), SpreadOrigin.GSD
    sigma = sigma_of_bounds(data_set.low, data_set.high)
    return (sigma, SpreadOrigin.BOUNDS) if sigma else CERTAIN


def assumed_sigma(data_set: DataSet, choices: Choices) -> Sigma:
    """Give the spread that the user assumes for data sets of this confidence."""
    gsd = choices.assumed_gsd.get(data_set.confidence.value, 1.0)
    return (math.log(gsd), SpreadOrigin.CONFIDENCE) if gsd > 1 else CERTAIN


def stated_sigma(stated: Stated, data_set: DataSet | None, gas: GasGroup | None) -> Sigma:
    """Give the spread that the user states for one use of a data set, or for a direct emission.

    Args:
        stated: of the line.
        data_set: what it takes, None for an emission.
        gas: what it emits, None where it takes a data set.
    """
    by_gsd, by_pedigree = stated.by("gsd"), stated.by("pedigree")
    if by_gsd is not None and by_gsd.gsd is not None and by_gsd.gsd > 1:
        return math.log(by_gsd.gsd), SpreadOrigin.STATED
    basic = basic_uncertainty_of_table(data_set.table) if data_set else None
    if gas is not None:
        basic = basic_uncertainty(gas.value)
    if by_pedigree is None or by_pedigree.pedigree is None or basic is None:
        return CERTAIN
    return sigma_by_variances(by_pedigree.pedigree, basic), SpreadOrigin.PEDIGREE


def mass_sigma(mass: Mass | None) -> float:
    """Give the spread of a mass with bounds, 0 where it has none."""
    return sigma_of_bounds(mass.low, mass.high) if mass is not None else 0.0


def sigma_of_bounds(low: float | None, high: float | None) -> float:
    """Give the sigma of bounds that hold 95 %, 0 where they are missing or span zero.

    Bounds of a credit are both negative.
    """
    if low is None or high is None or low * high <= 0:
        return 0.0
    return abs(math.log(high / low)) / (2 * Z_95)
