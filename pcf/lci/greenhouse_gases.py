"""Recognises greenhouse gases among the elementary flows of any nomenclature.

ecoinvent, SimaPro, ILCD and FEDEFL (openLCA) name one gas in a dozen ways. It is recognised by its
CAS number, by its name, or by the number of its refrigerant, and counted by where it comes from:

    fossil      of carbon dioxide and methane, and all other gases         fossil
    biogenic    methane, nitrous oxide                                     biogenic_non_co2
    biogenic    carbon dioxide                                             biogenic_co2
    from or to soil and biomass stock, land transformation                 land_use_change
    carbon dioxide taken from the air                                      uptake, below zero
    carbon dioxide and methane that do not say                             unsplit
"""

import functools
import re
from collections.abc import Iterable, Mapping
from importlib import resources

import msgspec

from pcf.background.elementary import GWP_SETS, ElementaryFlow, Gas, ImpactCategory
from pcf.lci.records import Exchange
from pcf.lci.values import converted
from pcf.texts import normalised

CO2, CH4_FOSSIL, CH4_BIOGENIC, CH4, N2O = (
    "gwp-co2", "gwp-ch4-fossil", "gwp-ch4-nonfossil", "gwp-ch4-unspecified", "gwp-n2o",
)  # fmt: skip

_METHANE = {CH4_FOSSIL, CH4_BIOGENIC, CH4}
_BY_ORIGIN = {*_METHANE, "gwp-co2-biogenic"}
"""Told apart by what a flow says of where it comes from, not by the name of the gas."""

_BIOGENIC = re.compile(r"biogenic|non-fossil|non fossil|from biomass|renewable")
_FOSSIL = re.compile(r"\bfossil\b")
_LAND = re.compile(
    r"land transformation|land use|land-use|soil or biomass stock|biomass stock|peat oxidation"
)
_ORIGIN = re.compile(
    r"[,(\[]?\s*\b(non-fossil|non fossil|fossil|biogenic|from biomass|land transformation"
    r"|land use change|land-use change|from soil or biomass stock|to soil or biomass stock"
    r"|peat oxidation|in air|to air|inorganic emissions to air|organic emissions to air"
    r"|group [a-z]+ to air|renewable|unspecified)\b\s*[)\]]?"
)
_REFRIGERANT = re.compile(r"\b(?:h?c?fcs?|h?fcs?|pfcs?|hfes?|halon|r)[ -]?(\d{2,4}[a-z]{0,2})\b")
_LOOKS_LIKE = re.compile(
    r"carbon dioxide|^methane\b|nitrous oxide|dinitrogen monoxide|^ethane, .*(fluor|chlor)"
    r"|fluorocarbon|perfluoro|\bh?c?fcs?\b|\bhfcs?\b|\bpfcs?\b|halon|\bsf6\b|\bnf3\b"
    r"|(fluoro|chloro|bromo)(m)ethane|chloroform|\br-?\d{2,3}[a-z]?\b"
)


class Recognised(msgspec.Struct, frozen=True):
    """A greenhouse gas as it counts.

    Attributes:
        sign: -1 where what stands in the file leaves the air [1].
    """

    flow: ElementaryFlow
    sign: float


class GasTable:
    """The gases of the GWP table by all that they can be recognised by."""

    def __init__(self, gases: Mapping[str, Gas]) -> None:
        """Take the gases that have a factor in every set: a study may choose any of them."""
        known = [gas for gas in gases.values() if all(each in gas.factors for each in GWP_SETS)]
        ids = {gas.id for gas in known}
        self._by_cas = {gas.cas: gas.id for gas in known if gas.cas and gas.id not in _BY_ORIGIN}
        self._by_cas["74-82-8"] = CH4
        self._by_name = {normalised(name): id_ for name, id_ in _names() if id_ in ids}
        self._by_number: dict[str, str] = {}
        for gas in known:
            if gas.id in _BY_ORIGIN:
                continue
            for name in _spellings(gas.name_en):
                self._by_name.setdefault(name, gas.id)
            number = _refrigerant(gas.name_en) or _refrigerant(gas.id.removeprefix("gwp-"))
            if number and "blend" not in gas.name_en.casefold():
                self._by_number.setdefault(number, gas.id)

    def recognise(self, exchange: Exchange) -> Recognised | None:
        """Give what an elementary exchange counts as, None where it is no greenhouse gas."""
        is_resource = _is_resource(exchange)
        if not (is_resource or _is_to_air(exchange) or _is_to_soil(exchange)):
            return None
        name = normalised(exchange.name)
        gas = self._gas(name, exchange.cas)
        if gas is None:
            return None
        return _counted(gas, name, exchange, is_resource=is_resource)

    def _gas(self, name: str, cas: str) -> str | None:
        bare = _ORIGIN.sub("", name).strip(" ,")
        for known in (self._by_name.get(name), self._by_name.get(bare), self._by_cas.get(cas)):
            if known is not None:
                return known
        number = _refrigerant(name)
        return self._by_number.get(number) if number else None


def _counted(gas: str, name: str, exchange: Exchange, *, is_resource: bool) -> Recognised | None:
    """Give what a gas counts as, None for what is no emission, such as methane in the ground."""
    is_of_land = bool(_LAND.search(f"{name} {' '.join(exchange.compartment)}"))
    to_soil = _is_to_soil(exchange)
    if gas == CO2:
        return _carbon_dioxide(name, is_of_land=is_of_land, to_soil=to_soil, from_air=is_resource)
    if is_resource or to_soil:
        return None
    if gas in _METHANE:
        return _methane(name, is_of_land=is_of_land)
    is_biogenic = gas == N2O and _BIOGENIC.search(name)
    category = ImpactCategory.BIOGENIC_NON_CO2 if is_biogenic else ImpactCategory.FOSSIL
    return Recognised(ElementaryFlow(gas, category), 1.0)


def _carbon_dioxide(name: str, *, is_of_land: bool, to_soil: bool, from_air: bool) -> Recognised:
    if is_of_land or to_soil:
        sign = -1.0 if to_soil or from_air else 1.0
        return Recognised(ElementaryFlow(CO2, ImpactCategory.LAND_USE_CHANGE), sign)
    if from_air:
        return Recognised(ElementaryFlow(CO2, ImpactCategory.UPTAKE), -1.0)
    return Recognised(ElementaryFlow(CO2, _category(name, ImpactCategory.BIOGENIC_CO2)), 1.0)


def _methane(name: str, *, is_of_land: bool) -> Recognised:
    if is_of_land:
        return Recognised(ElementaryFlow(CH4_BIOGENIC, ImpactCategory.LAND_USE_CHANGE), 1.0)
    category = _category(name, ImpactCategory.BIOGENIC_NON_CO2)
    own = {ImpactCategory.FOSSIL: CH4_FOSSIL, ImpactCategory.BIOGENIC_NON_CO2: CH4_BIOGENIC}
    return Recognised(ElementaryFlow(own.get(category, CH4), category), 1.0)


def _category(name: str, biogenic: ImpactCategory) -> ImpactCategory:
    if _BIOGENIC.search(name):
        return biogenic
    return ImpactCategory.FOSSIL if _FOSSIL.search(name) else ImpactCategory.UNSPLIT


def in_kg(exchange: Exchange) -> float | None:
    """Give the amount of an elementary exchange [kg], None where it is no mass."""
    return converted(exchange.amount, exchange.unit, "kg")


def looks_like_a_gas(exchange: Exchange) -> bool:
    """Tell whether a flow to air reads like a greenhouse gas, for the report of coverage."""
    name = normalised(exchange.name)
    return bool(_LOOKS_LIKE.search(name)) and not _is_resource(exchange) and _is_to_air(exchange)


def _is_resource(exchange: Exchange) -> bool:
    first = " ".join(exchange.compartment)
    return exchange.is_input or bool(re.search(r"\bresources?\b|\braw\b", first))


def _is_to_air(exchange: Exchange) -> bool:
    """Tell whether it goes to air; a nomenclature without compartments is taken to mean so."""
    words = " / ".join(exchange.compartment)
    return not exchange.is_input and (
        bool(re.search(r"(^|/| to |emissions? to )\s*air\b", words))
        or not re.search(r"water|soil|ground|resource|waste", words)
    )


def _is_to_soil(exchange: Exchange) -> bool:
    words = " / ".join(exchange.compartment)
    return not exchange.is_input and bool(re.search(r"(^|/| to )\s*soil\b", words))


def _refrigerant(name: str) -> str | None:
    found = _REFRIGERANT.search(name.casefold())
    return found[1] if found else None


def _spellings(name: str) -> Iterable[str]:
    """Give a name as it stands, and what stands before and in its brackets."""
    yield normalised(name)
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    if found:
        yield normalised(found[1])
        yield normalised(found[2])


@functools.cache
def _names() -> tuple[tuple[str, str], ...]:
    """Give further names of gases: of the table in the resources."""
    text = resources.files("pcf").joinpath("resources/lci/gas_names.csv").read_text("utf-8")
    rows = [line.rpartition(";") for line in text.splitlines()[1:] if line.strip()]
    return tuple((name.strip(), gas.strip()) for name, _, gas in rows)
