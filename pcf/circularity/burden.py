"""The share of a device's production that each of its further lives carries, by named rules.

Over all lives, the first included, the shares add up to one: nothing is lost between users and
nothing counted twice. Under every rule the first life carries what the further ones leave.
"""

import itertools
from collections.abc import Sequence

from pcf.errors import InputError


def shares_by_time(first_life: float, lives: Sequence[float]) -> tuple[float, ...]:
    """Give L_k / (L_1 + sum L) for each further life [1].

    Args:
        first_life: years that the device was used new.
        lives: years of each further life.
    """
    years = first_life + sum(lives)
    return tuple(life / years for life in lives)


def shares_by_value(new_price: float, prices: Sequence[float]) -> tuple[float, ...]:
    """Give what each further life pays for and does not pass on: (V_k - V_k+1) / V_new [1].

    Args:
        new_price: of the new device.
        prices: at which each further life begins, in the same currency.

    Raises:
        InputError: a price is above the one before, so that a life would carry less than nothing.
    """
    chain = [new_price, *prices]
    if any(later > earlier for earlier, later in itertools.pairwise(chain)):
        raise InputError("prices-rise")
    following = [*prices[1:], 0.0]
    return tuple(
        (price - next_price) / new_price
        for price, next_price in zip(prices, following, strict=True)
    )


def shares_of_all(lives: Sequence[float]) -> tuple[float, ...]:
    """Give shares that leave nothing to the first life, by the years of the further ones [1]."""
    years = sum(lives)
    return tuple(life / years for life in lives)


def no_shares(lives: int) -> tuple[float, ...]:
    """Give the shares under cut-off: the first life carries all."""
    return (0.0,) * lives
