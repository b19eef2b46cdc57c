"""Methods that others publish, to compare with and to reproduce: each gives another number.

None of them replaces `pcf.circularity.refurbishment`; a document names the one that it prints.
"""

import enum

import msgspec

from pcf.circularity.refurbishment import Terms, new_year, one_off, refurbished_year
from pcf.circularity.rounding import Range, rounded_range
from pcf.errors import InputError


class Method(enum.StrEnum):
    """Published ways to state what a refurbished device saves."""

    LX = "lx"
    """Over its life: (A_new - A_ref) L_ref; every year displaces one, no rebound.
    LX Technology, ESG report 2023, footnote of the table of avoided emissions."""
    LX_ANNUAL = "lx_annual"
    """The text of the same report: A_new - (A_ref + E_process). Refused: see `lx_annual`."""
    IVL = "ivl"
    """Production and delivery of a new device less the process, shared by both users alike.
    IVL and Inrego 2020, as Inrego describes it (read second-hand)."""
    ADEME = "ademe"
    """Impact of a year with a new device less that of a refurbished one, nothing carried over.
    ADEME / Hubblo 2022, functional unit: to own and use a device for one year."""
    MARKET_MIX = "market_mix"
    """Against what is sold anyway, refurbished devices among it: (1 - f) new + f refurbished.
    Rainbow Standard, refurbishing of electronic devices (after ISO 14064-2)."""


def lx(terms: Terms) -> float:
    """Give U = (A_n - A_r) L_r [kg CO2e per device and life]."""
    return float((new_year(terms) - refurbished_year(terms)) * terms.life)


def lx_annual(terms: Terms) -> float:
    """Refuse d = A_new - (A_ref + E_process): a year's emissions less those of a whole life.

    A_new and A_ref are kg per year, E_process is kg per device. Only divided by L_ref, which the
    text does not do, could it be taken off; read as it stands it loses G (L_r - 1) kg a device.

    Raises:
        InputError: always, with what the slip would come to here.
    """
    lost = float(terms.refurbishing * (terms.life - 1))
    raise InputError("lx-dimensions", lost=lost)


def ivl(terms: Terms) -> float:
    """Give half of what one reuse avoids, for one of both users [kg CO2e per device].

    [P + T_n - (G + T_col) / y - K - T_red - Z] / 2
    The waste treatment of the new device, which the method adds, is left out: it is not stated.
    """
    process = one_off(msgspec.structs.replace(terms, share=0.0))
    return float((terms.production + terms.delivery - process) / 2)


def ademe_per_year(terms: Terms) -> float:
    """Give what a year of owning and using a refurbished device emits less [kg CO2e/year]."""
    free = msgspec.structs.replace(terms, share=0.0)
    return float(new_year(free) - refurbished_year(free))


def market_mix(terms: Terms, refurbished: float) -> float:
    """Give what one device avoids against the mix that is sold anyway [kg CO2e per device].

    (1 - f) P + f R - R,   R = (G + T_col) / y + K   at the gate: what follows is alike in both

    Args:
        terms: of the life.
        refurbished: f, share of refurbished devices among those sold [0..1].
    """
    made = (terms.refurbishing + terms.collection) / terms.success + terms.replaced_parts
    return float((1 - refurbished) * (terms.production - made))


class MethodValue(msgspec.Struct, frozen=True):
    """What a published method gives for a life.

    Attributes:
        value: [kg CO2e per device, by ADEME kg CO2e per year]; None: refused, or not all is stated.
        rate: displacement rate that the method takes for granted, in years of a new device avoided
            per year of a refurbished one [1]; None where that is not known.
        refusal: why there is no value, where the method itself is why.
    """

    method: Method
    value: float | None
    rate: float | None
    refusal: InputError | None = None


def by_published_methods(terms: Terms, refurbished: float | None) -> tuple[MethodValue, ...]:
    """Give what each published method gives for a life, with the displacement behind it.

    Methods that set one device against another, and not year against year, take for granted that a
    year of use displaces L_n / L_r years.

    Args:
        terms: of the life.
        refurbished: f, share of refurbished devices among those sold [0..1]; None: not stated.
    """
    whole = float(terms.new_life / terms.life)
    try:
        annual, refusal = lx_annual(terms), None
    except InputError as error:
        annual, refusal = None, error
    mixed = None if refurbished is None else market_mix(terms, refurbished)
    rate = None if refurbished is None else (1 - refurbished) * whole
    return (
        MethodValue(Method.LX, lx(terms), 1.0),
        MethodValue(Method.LX_ANNUAL, annual, 1.0, refusal),
        MethodValue(Method.IVL, ivl(terms), whole),
        MethodValue(Method.ADEME, ademe_per_year(terms), 1.0),
        MethodValue(Method.MARKET_MIX, mixed, rate),
    )


class Reproduction(msgspec.Struct, frozen=True):
    """How a printed total stands to its printed unit value and count.

    Attributes:
        product_t: unit value as printed times count [t CO2e].
        total_t: total as printed, and all that it may stand for [t CO2e].
        possible_t: all that the rounded unit value times the count may be [t CO2e].
        unit_kg: all unrounded unit values that give the printed total [kg CO2e per device].
        is_possible: the unrounded unit may be rounded to the printed one.
    """

    product_t: float
    total_t: Range
    possible_t: Range
    unit_kg: Range
    is_possible: bool


def reproduce(unit_text: str, devices: float, total_text: str) -> Reproduction:
    """Give how a row of a published table fits together.

    Args:
        unit_text: kg CO2e per device as printed.
        devices: number of devices, exact.
        total_text: t CO2e as printed.

    Raises:
        UnitError: a text is no number.
    """
    unit, total = rounded_range(unit_text), rounded_range(total_text)
    unrounded = total.times(1000).over(devices)
    return Reproduction(
        product_t=(unit.low + unit.high) / 2 * devices / 1000,
        total_t=total,
        possible_t=unit.times(devices / 1000),
        unit_kg=unrounded,
        is_possible=unrounded.meets(unit),
    )
