"""What a document says of splits, suppliers' footprints, money and biogenic carbon, in words."""

from pcf.background.elementary import ImpactCategory
from pcf.model.biogenic import uptake_kg
from pcf.model.vehicle import Vehicle
from pcf.reports.wording import amount, joined, mass, place_name
from pcf.results.biogenic import bio_based_lines, carbon_balance
from pcf.results.display import percent, significant, with_unit
from pcf.results.names import Names, typed_amount, typed_number, unit_name
from pcf.results.result import PcfResult
from pcf.results.stated import (
    SpendUse,
    SplitUse,
    SupplierUse,
    spend_uses,
    split_uses,
    supplier_uses,
)
from pcf.results.transport import LegUse, leg_uses
from pcf.texts import Texts

_CO2E = "kg CO₂e"
_CO2 = "kg CO₂"


def stated_words(result: PcfResult, texts: Texts) -> list[str]:
    """Give a sentence for each thing that the company states itself; none where there is none."""
    names = Names(result, texts)
    return [
        *(_supplier(use, names, texts) for use in supplier_uses(result)),
        *(_split(use, names, texts) for use in split_uses(result)),
        *(_leg(use, use.leg.vehicle, names, texts) for use in leg_uses(result) if use.leg.vehicle),
        *(_spend(use, names, texts) for use in spend_uses(result)),
        *_carbon(result, texts),
    ]


def _split(use: SplitUse, names: Names, texts: Texts) -> str:
    parts = _parts(use, texts)
    unit = texts("stated.split.unit", unit=unit_name(use.data_set.unit, texts))
    source = texts.choose(use.stated.source, use.stated.source_zh)
    return texts(
        "stated.split",
        name=names.data_set(use.data_set),
        parts=with_unit(joined(parts, texts), unit),
        source=source or texts("paper.not-stated"),
    )


def _parts(use: SplitUse | SupplierUse, texts: Texts) -> list[str]:
    """Give what a total is made of; a stated zero is said, what is not stated is left out."""
    return [
        texts(
            "stated.split.part",
            category=texts(f"category.{each.value}"),
            value=significant(use.per_unit[each]),
        )
        for each in ImpactCategory
        if each in use.per_unit
    ]


def _supplier(use: SupplierUse, names: Names, texts: Texts) -> str:
    stated, not_stated = use.stated, texts("paper.not-stated")
    verified = texts("stated.supplier.not-verified")
    if stated.verification:
        verified = texts("stated.supplier.verified", verification=stated.verification)
    said = texts(
        "stated.supplier",
        name=names.node(use.node.id),
        supplier=texts.choose(stated.supplier, stated.supplier_zh),
        place=place_name(stated.geography, texts),
        value=with_unit(significant(stated.value.si), _CO2E),
        per=typed_amount(stated.per, texts),
        boundary=texts(f"supplier-boundary.{stated.boundary.value}"),
        report=texts(f"report.{stated.report.value}"),
        valid_until=stated.valid_until.isoformat() if stated.valid_until else not_stated,
        primary=not_stated if stated.primary_share is None else percent(stated.primary_share, 0),
        verification=verified,
        document=stated.document or not_stated,
    )
    if stated.split is None:
        return said
    unit = texts("stated.split.unit", unit=unit_name(use.data_set.unit, texts))
    parts = joined(_parts(use, texts), texts)
    return texts("stated.supplier.with-split", said=said, parts=with_unit(parts, unit))


def _leg(use: LegUse, vehicle: Vehicle, names: Names, texts: Texts) -> str:
    """Say what a leg's vehicle is and burns, and what a tonne-kilometre comes to."""
    leg, factor, not_stated = use.leg, vehicle.factor, texts("paper.not-stated")
    fuel = names.data_set(use.data_set)
    if factor is not None:
        fuel = texts(
            "stated.leg.factor",
            fuel=fuel,
            value=with_unit(significant(factor.value.si), _CO2E),
            per=typed_amount(factor.per, texts),
            source=factor.source or not_stated,
        )
    detour = ""
    if leg.distance_factor is not None:
        detour = texts("stated.leg.detour", factor=typed_number(leg.distance_factor))
    return texts(
        "stated.leg",
        name=names.node(leg.id),
        distance=typed_amount(leg.distance, texts) if leg.distance else not_stated,
        kind=texts(f"distance-kind.{leg.distance_kind.value}") + detour,
        capacity=typed_amount(vehicle.capacity, texts),
        load=percent(vehicle.load_factor),
        empty=percent(vehicle.empty_distance_factor),
        fuel_empty=typed_amount(vehicle.fuel_empty, texts),
        fuel_full=typed_amount(vehicle.fuel_full, texts),
        fuel_distance=typed_amount(vehicle.fuel_distance, texts),
        fuel=fuel,
        intensity=significant(use.kg_per_tkm or 0.0),
        source=vehicle.source or not_stated,
    )


def _spend(use: SpendUse, names: Names, texts: Texts) -> str:
    spend, not_stated = use.spend, texts("paper.not-stated")
    rate = texts("stated.spend.dollar")
    if spend.rate is not None:
        rate = texts(
            "stated.spend.rate",
            rate=typed_number(spend.rate),
            currency=spend.currency,
            source=spend.rate_source or not_stated,
        )
    index = texts("stated.spend.same-year")
    if spend.price_index is not None:
        index = texts(
            "stated.spend.index",
            index=typed_number(spend.price_index),
            source=spend.price_index_source or not_stated,
        )
    return texts(
        "stated.spend",
        name=names.node(use.node.id),
        amount=typed_number(spend.amount),
        currency=spend.currency,
        year=spend.year,
        rate=rate,
        index=index,
        usd=significant(use.usd, 4),
        factor_year=use.data_set.year,
    )


def product_carbon(result: PcfResult, texts: Texts) -> str:
    """Give the biogenic carbon in the product per declared unit, or why there is no number."""
    is_typed = result.study.product.biogenic_carbon is not None
    return _carbon_words(carbon_balance(result).product_kg, texts, is_typed=is_typed)


def _carbon_words(carbon_kg: float | None, texts: Texts, *, is_typed: bool) -> str:
    if carbon_kg is None:
        return texts("paper.not-stated")
    if not carbon_kg and not is_typed:
        return texts("carbon.not-bio-based")
    return mass(carbon_kg, texts)


def _carbon(result: PcfResult, texts: Texts) -> list[str]:
    """Give biogenic carbon and the uptake against it, where anything is bio-based."""
    balance = carbon_balance(result)
    contents = (balance.product_kg, balance.packaging_kg)
    if not (bio_based_lines(result) or any(contents)):
        return []
    is_typed = any(item.biogenic_carbon is not None for item in result.study.packaging)
    known = [each for each in contents if each is not None]
    wanted = texts("paper.not-stated")
    if len(known) == len(contents):
        wanted = amount(significant(uptake_kg(sum(known))), _CO2, texts)
    return [
        texts(
            "stated.carbon",
            product=product_carbon(result, texts),
            packaging=_carbon_words(balance.packaging_kg, texts, is_typed=is_typed),
            uptake=amount(significant(balance.uptake_kg), _CO2, texts),
            wanted=wanted,
        )
    ]
