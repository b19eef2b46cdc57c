"""Avoided emissions of one more life of a device, by formulas on plain numbers.

    A_n = (P + T_n) / L_n + u_n                          a year with a new device
    B_r = s (P + T_n) + (G + T_col) / y + K + T_red + Z  what the further life begins with
    A_r = B_r / L_r + u_r                                a year with the refurbished device
    AE  = [ (1 - rho) d q A_n - A_r ] L_r                avoided over its life
    d*  = A_r / ((1 - rho) q A_n)                        below it, the activity adds emissions

Rebound takes off what is displaced and never turns harm into a saving. The definition is that of
`packaging/decisions/0023`, after the guidance of WBCSD (2023) and ITU-T L.1480 (12/2022). Each
number may be an array of draws, all of one shape.
"""

import enum

import msgspec
import numpy as np

Number = float | np.ndarray


class Terms(msgspec.Struct, frozen=True):
    """The numbers of one further life of one device.

    Attributes:
        production: P, making of the new device [kg CO2e].
        delivery: T_n, of the new device to its user [kg CO2e].
        new_life: L_n [years].
        new_use: u_n [kg CO2e/year].
        life: L_r [years].
        use: u_r [kg CO2e/year].
        share: s, of production and delivery that this life carries [1].
        refurbishing: G, per device collected [kg CO2e].
        collection: T_col, per device collected [kg CO2e].
        replaced_parts: K [kg CO2e].
        redistribution: T_red [kg CO2e].
        packing: Z [kg CO2e].
        success: y, devices sold per device collected [1].
        equivalence: q [1].
        rebound: rho [1].
    """

    production: Number
    delivery: Number
    new_life: Number
    new_use: Number
    life: Number
    use: Number
    share: Number
    refurbishing: Number
    collection: Number
    replaced_parts: Number
    redistribution: Number
    packing: Number
    success: Number
    equivalence: Number
    rebound: Number


class Step(enum.StrEnum):
    """The steps of the waterfall from what is displaced down to what is avoided."""

    DISPLACED_PRODUCTION = "displaced_production"
    DISPLACED_DELIVERY = "displaced_delivery"
    DISPLACED_USE = "displaced_use"
    CARRIED = "carried"
    REFURBISHING = "refurbishing"
    COLLECTION = "collection"
    REPLACED_PARTS = "replaced_parts"
    REDISTRIBUTION = "redistribution"
    PACKING = "packing"
    USE = "use"


def new_year(terms: Terms) -> Number:
    """Give A_n, what a year with a new device emits [kg CO2e/year]."""
    return (terms.production + terms.delivery) / terms.new_life + terms.new_use


def one_off(terms: Terms) -> Number:
    """Give B_r, what the further life begins with [kg CO2e]."""
    return (
        terms.share * (terms.production + terms.delivery)
        + (terms.refurbishing + terms.collection) / terms.success
        + terms.replaced_parts
        + terms.redistribution
        + terms.packing
    )


def refurbished_year(terms: Terms) -> Number:
    """Give A_r, what a year with the refurbished device emits [kg CO2e/year]."""
    return one_off(terms) / terms.life + terms.use


def displaced_year(terms: Terms, *, is_net: bool = False) -> Number:
    """Give what a refurbished year displaces at a displacement rate of one [kg CO2e/year].

    Args:
        terms: of the life.
        is_net: the rate was observed with all rebound in it, which is not taken off again.
    """
    kept = 1.0 if is_net else 1.0 - terms.rebound
    return kept * terms.equivalence * new_year(terms)


def avoided(terms: Terms, rate: float, *, is_net: bool = False) -> Number:
    """Give AE, what the further life of one device avoids [kg CO2e]; below zero it adds.

    Args:
        terms: of the life.
        rate: d, years of a new device avoided per year of a refurbished one [1].
        is_net: the rate was observed with all rebound in it.
    """
    return (rate * displaced_year(terms, is_net=is_net) - refurbished_year(terms)) * terms.life


def break_even(terms: Terms, *, is_net: bool = False) -> Number:
    """Give d*, the displacement rate at which nothing is avoided and nothing added [1].

    Infinite where nothing is displaced at any rate.
    """
    displaced = displaced_year(terms, is_net=is_net)
    with np.errstate(divide="ignore"):
        ratio = np.divide(refurbished_year(terms), displaced)
    return float(ratio) if np.ndim(ratio) == 0 else ratio


def waterfall(terms: Terms, rate: float, *, is_net: bool = False) -> dict[Step, Number]:
    """Give what `avoided` adds up from, in the order in which it is shown [kg CO2e]."""
    kept = 1.0 if is_net else 1.0 - terms.rebound
    displaced = kept * rate * terms.equivalence * terms.life
    return {
        Step.DISPLACED_PRODUCTION: displaced * terms.production / terms.new_life,
        Step.DISPLACED_DELIVERY: displaced * terms.delivery / terms.new_life,
        Step.DISPLACED_USE: displaced * terms.new_use,
        Step.CARRIED: -terms.share * (terms.production + terms.delivery),
        Step.REFURBISHING: -terms.refurbishing / terms.success,
        Step.COLLECTION: -terms.collection / terms.success,
        Step.REPLACED_PARTS: -terms.replaced_parts,
        Step.REDISTRIBUTION: -terms.redistribution,
        Step.PACKING: -terms.packing,
        Step.USE: -terms.use * terms.life,
    }
