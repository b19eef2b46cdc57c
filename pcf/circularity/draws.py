"""Draws of the Monte Carlo interval: one for each thing that is uncertain, shared by all its uses.

The draw of a thing depends on the seed and its name alone, so that neither the order of the lives
nor another life beside them changes it. A lognormal number has its stated value as median; a share
is triangular between its least and greatest possible value, so that it never leaves them.
"""

import hashlib

import numpy as np

from pcf.circularity.process import Term
from pcf.results.spreads import Z_95, sigma_of_bounds


class Draws:
    """The draws of one case."""

    def __init__(self, seed: int, iterations: int) -> None:
        """Take the seed that a document prints, and how many draws there are of each thing."""
        self._seed, self._iterations = seed, iterations
        self._normals: dict[str, np.ndarray] = {}

    def term(self, term: Term) -> np.ndarray | float:
        """Give draws of a term, each portion by those of what it follows (iterations,)."""
        drawn: np.ndarray | float = 0.0
        for portion in term.portions:
            exponent = sum(sigma * self._normal(key) for key, sigma in portion.spreads)
            drawn = drawn + portion.kg_co2e * np.exp(exponent)
        return drawn

    def lognormal(self, median: float, sigma: float, key: str) -> np.ndarray:
        """Give draws of a number with a median and the sigma of its logarithm (iterations,)."""
        return median * np.exp(sigma * self._normal(key))

    def triangular(self, low: float, mode: float, high: float, key: str) -> np.ndarray:
        """Give draws of a share by the inverse of its distribution (iterations,)."""
        if low == high:
            return np.full(self._iterations, mode)
        uniform = self._generator(key).random(self._iterations)
        rising = (mode - low) / (high - low)
        below = low + np.sqrt(uniform * (high - low) * (mode - low))
        above = high - np.sqrt((1 - uniform) * (high - low) * (high - mode))
        return np.where(uniform < rising, below, above)

    def _normal(self, key: str) -> np.ndarray:
        if key not in self._normals:
            self._normals[key] = self._generator(key).standard_normal(self._iterations)
        return self._normals[key]

    def _generator(self, key: str) -> np.random.Generator:
        name = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
        return np.random.default_rng([self._seed, name])


def sigma_of(value: float, low: float | None, high: float | None) -> float:
    """Give the sigma of the logarithm of a number whose bounds hold 95 %, 0 without any.

    One bound alone is read as half of such a range.
    """
    if low is not None and high is not None:
        return sigma_of_bounds(low, high)
    bound = high if high is not None else low
    if bound is None or bound <= 0 or value <= 0:
        return 0.0
    return float(abs(np.log(bound / value)) / Z_95)
