"""Slips of a thousand or a million: kWh typed as MWh, grams as kilograms.

A slip is told from a coincidence by what is left of it: once mended, figures that were stated
independently of each other agree.
"""

from collections.abc import Mapping

FACTORS = (1e3, 1e-3, 1e6, 1e-6)
"""How many times too large a figure is whose prefix was taken for the next one, or the second."""


def slip_factor(value: float, expected: float, margin: float) -> float | None:
    """Give the factor by which a value has slipped, None if it is off by no such factor.

    Args:
        value: as stated.
        expected: what it is compared with, in the same unit.
        margin: how far from the factor it may be [1].
    """
    for factor in FACTORS:
        if expected and abs(value / factor / expected - 1) <= margin:
            return factor
    return None


def slipped_term(
    terms: Mapping[str, float], expected: float, margin: float
) -> tuple[str, float] | None:
    """Give the one term of a sum, with its factor, that has slipped; None if none or several may.

    A term that might as well be left out, for the sum to close, need not have slipped.

    Args:
        terms: what is summed, by the node that states it.
        expected: what the sum should come to, in the same unit.
        margin: what may stay open, as a share of the gap and of what is expected [1].
    """
    gap = sum(terms.values()) - expected
    open_to = margin * min(abs(gap), abs(expected))
    found: dict[str, float] = {}
    for factor in FACTORS:
        for node, value in terms.items():
            closes = abs(value * (1 - 1 / factor) - gap) <= open_to
            if closes and abs(value - gap) > open_to:
                found.setdefault(node, factor)
    return next(iter(found.items())) if len(found) == 1 else None
