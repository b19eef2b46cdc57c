"""From the pedigree matrix to a lognormal: sigma, the standard deviation of the logarithm.

Two forms are in use. That of ecoinvent 3 adds variances and is the one that results use:

    sigma = sqrt(s2_b + sum_j s2_j)                         s2_b = (ln U_b / 2)^2
    sigma = 1/2 sqrt(ln(U_b)^2 + sum_j ln(U_j)^2)           the older one, of factors

GSD = exp(sigma), and GSD² = exp(2 sigma) is what 95 % lie within, from median/GSD² to median·GSD².
A score that is not stated counts as 5, the worst: not as 1.
"""

import csv
import functools
import math
from importlib import resources

import msgspec

from pcf.model.quality import Pedigree
from pcf.model.suppliers import SUPPLIERS

_WORST = 5

# Which kind of input the data sets of a table are, in `basic_uncertainty.csv`. Spending has none.
_KINDS = {
    "fuels": "energy",
    "electricity_grid": "energy",
    "electricity_mix": "energy",
    "electricity_technology": "energy",
    "materials": "material",
    "packaging": "material",
    "chemicals": "material",
    "electronics": "material",
    "devices": "material",
    "processes": "material",
    SUPPLIERS: "material",
    "waste": "waste",
    "transport": "transport",
}


def sigma_by_variances(pedigree: Pedigree, basic: float) -> float:
    """Give sigma by the variance form, the one that results use.

    Args:
        pedigree: the five scores.
        basic: basic uncertainty factor U_b of the kind of input [1].
    """
    variances = _table("variance")
    added = sum(variances[name][score - 1] for name, score in _scores(pedigree))
    return math.sqrt((math.log(basic) / 2) ** 2 + added)


def sigma_by_factors(pedigree: Pedigree, basic: float) -> float:
    """Give sigma by the older form of uncertainty factors, for comparison with older studies.

    Args:
        pedigree: the five scores.
        basic: basic uncertainty factor U_b of the kind of input [1].
    """
    factors = _table("factor")
    added = sum(math.log(factors[name][score - 1]) ** 2 for name, score in _scores(pedigree))
    return math.sqrt(math.log(basic) ** 2 + added) / 2


def basic_uncertainty(kind: str) -> float | None:
    """Give U_b of a kind of input, `material`, `transport`, `CO2` …, None where there is none."""
    return _basic().get(kind)


def basic_uncertainty_of_table(table: str) -> float | None:
    """Give U_b of the data sets of a table, None where its kind of input has none."""
    return basic_uncertainty(_KINDS.get(table, ""))


def _scores(pedigree: Pedigree) -> list[tuple[str, int]]:
    return [(name, score or _WORST) for name, score in msgspec.structs.asdict(pedigree).items()]


@functools.cache
def _table(form: str) -> dict[str, tuple[float, ...]]:
    """Give the five numbers of each indicator; the table names where they were read."""
    return {
        row["indicator"]: tuple(float(row[f"score_{score}"]) for score in range(1, _WORST + 1))
        for row in _rows("pedigree")
        if row["form"] == form
    }


@functools.cache
def _basic() -> dict[str, float]:
    return {row["kind"]: float(row["factor"]) for row in _rows("basic_uncertainty")}


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("pcf").joinpath(f"resources/quality/{name}.csv")
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
