"""Tables of what a study states itself: splits, suppliers' footprints, money, biogenic carbon."""

import datetime

from pcf.background.elementary import ImpactCategory
from pcf.model.biogenic import BioBased, uptake_kg
from pcf.results.biogenic import (
    bio_based_lines,
    carbon_balance,
    packaging_carbon_kg,
    parts_carbon_kg,
)
from pcf.results.display import percent, significant
from pcf.results.line_frames import EMISSION, SHARE, UNIT, pair
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.results.stated import spend_uses, split_uses, supplier_uses
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.texts import Texts

_PER_UNIT = tuple(Column(f"category.{each.value}", Kind.FACTOR) for each in ImpactCategory)
_REPORT = Column("column.gwp-report")


def stated_split_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each split that the study states: published total, what it is made of, its source."""
    columns = (
        Column("column.data-set"),
        Column("column.data-set-id"),
        UNIT,
        Column("column.published-total", Kind.FACTOR),
        Column("column.counted-total", Kind.FACTOR),
        *_PER_UNIT,
        _REPORT,
        Column("column.source", Kind.PROSE),
        EMISSION,
        SHARE,
    )
    rows = [
        [
            names.data_set(use.data_set),
            use.data_set.ref.id,
            names.unit(use.data_set.unit),
            *([None] * 2 if use.data_set.is_licensed else [use.published, use.data_set.kg_co2e]),
            *(
                None if use.data_set.is_licensed else use.per_unit.get(each)
                for each in ImpactCategory
            ),
            texts(f"report.{use.data_set.report.value}"),
            texts.choose(use.stated.source, use.stated.source_zh),
            *pair(use.adds),
        ]
        for use in split_uses(result)
    ]
    return plain_table("stated_splits", texts, columns, rows)


def supplier_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each supplier's footprint with what it covers, how long, and who verified it."""
    columns = (
        Column("column.statement"),
        Column("column.supplier"),
        Column("column.supplier-product"),
        Column("column.supplier-value", Kind.AMOUNT, "kg CO₂e"),
        Column("column.supplier-with-uptake", Kind.AMOUNT, "kg CO₂e"),
        Column("column.per"),
        Column("column.supplier-boundary"),
        Column("column.boundary-note", Kind.PROSE),
        Column("column.period-start"),
        Column("column.period-end"),
        Column("column.valid-until"),
        _REPORT,
        Column("column.primary-share", Kind.SHARE, "1"),
        Column("column.verification", Kind.PROSE),
        Column("column.document", Kind.PROSE),
        Column("column.method"),
        Column("column.place"),
        Column("column.packaging-included"),
        Column("column.outbound-included"),
        UNIT,
        *_PER_UNIT,
        EMISSION,
        SHARE,
    )
    rows: list[Row] = []
    for use in supplier_uses(result):
        stated = use.stated
        rows.append(
            [
                names.node(use.node.id),
                texts.choose(stated.supplier, stated.supplier_zh),
                stated.product,
                stated.value.si,
                stated.with_uptake.si if stated.with_uptake else None,
                stated.per.text,
                texts(f"supplier-boundary.{stated.boundary.value}"),
                stated.boundary_note,
                *map(_day, (stated.period_start, stated.period_end, stated.valid_until)),
                texts(f"report.{stated.report.value}"),
                stated.primary_share,
                stated.verification or texts("stated.supplier.not-verified"),
                stated.document,
                stated.method,
                stated.geography,
                _answer(stated.packaging_included, texts),
                _answer(stated.outbound_included, texts),
                names.unit(use.data_set.unit),
                *(use.per_unit.get(each) for each in ImpactCategory),
                *pair(use.adds),
            ]
        )
    return plain_table("suppliers", texts, columns, rows)


def spend_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each line counted by money: what was paid, exchange rate and price index."""
    columns = (
        Column("column.statement"),
        Column("column.paid", Kind.AMOUNT),
        Column("column.currency"),
        Column("column.paid-year", Kind.NUMBER),
        Column("column.rate", Kind.AMOUNT),
        Column("column.rate-source", Kind.PROSE),
        Column("column.price-index", Kind.AMOUNT),
        Column("column.price-index-source", Kind.PROSE),
        Column("column.usd", Kind.AMOUNT, "USD"),
        Column("column.factor-year", Kind.NUMBER),
        Column("column.data-set"),
        EMISSION,
        SHARE,
    )
    rows = [
        [
            names.node(use.node.id),
            use.spend.amount,
            use.spend.currency,
            use.spend.year,
            use.spend.rate,
            use.spend.rate_source,
            use.spend.price_index,
            use.spend.price_index_source,
            use.usd,
            use.data_set.year,
            names.data_set(use.data_set),
            *pair(use.adds),
        ]
        for use in spend_uses(result)
    ]
    return plain_table("spend", texts, columns, rows)


def carbon_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give biogenic carbon in product and packaging, and the uptake that stands against it."""
    columns = (
        Column("column.carbon-item"),
        Column("column.carbon", Kind.AMOUNT, "kg C"),
        Column("column.carbon-as-co2", Kind.AMOUNT, "kg CO₂"),
        Column("column.carbon-basis", Kind.PROSE),
        Column("column.origin", Kind.PROSE),
    )
    study, balance = result.study, carbon_balance(result)
    grown = {line.cause.node for line in bio_based_lines(result)}
    if not (grown or balance.product_kg or balance.packaging_kg):
        return plain_table("biogenic_carbon", texts, columns, [])
    runs = next(iter(result.inventory.demand.values()))
    rows = [_carbon(texts("carbon.product"), balance.product_kg, _basis(result, texts))]
    for part, carbon_kg in parts_carbon_kg(result):
        in_unit = None if carbon_kg is None else carbon_kg * runs
        grew = part.bio_based
        origin = grew.origin if grew else ""
        rows.append(_carbon(names.node(part.id), in_unit, _grown(grew, texts), origin))
    for item in study.packaging:
        carbon_kg = packaging_carbon_kg(item)
        if carbon_kg is None and item.id not in grown:
            continue
        typed = item.biogenic_carbon is not None
        basis = texts("carbon.typed") if typed else _grown(item.bio_based, texts)
        origin = item.bio_based.origin if item.bio_based else ""
        in_unit = None if carbon_kg is None else carbon_kg * runs
        rows.append(_carbon(names.node(item.id), in_unit, basis, origin))
    if balance.product_kg is not None and balance.packaging_kg is not None:
        both = balance.product_kg + balance.packaging_kg
        rows.append(_carbon(texts("carbon.expected"), both, ""))
    rows.append([texts("carbon.counted"), None, balance.uptake_kg, "", ""])
    return plain_table("biogenic_carbon", texts, columns, rows)


def _basis(result: PcfResult, texts: Texts) -> str:
    """Say how the biogenic carbon of the product is known."""
    if result.study.product.biogenic_carbon is not None:
        return texts("carbon.typed")
    in_product = carbon_balance(result).product_kg
    if not in_product:
        return texts("word.not-stated" if in_product is None else "carbon.not-bio-based")
    return texts("carbon.from-mass")


def _carbon(name: str, carbon_kg: float | None, basis: str, origin: str = "") -> Row:
    return [name, carbon_kg, None if carbon_kg is None else uptake_kg(carbon_kg), basis, origin]


def _grown(bio_based: BioBased | None, texts: Texts) -> str:
    """Say what of a mass grew and how moist it is."""
    if bio_based is None:
        return texts("word.not-stated")
    return texts(
        "carbon.from-wood",
        share=percent(bio_based.share, 0),
        moisture=percent(bio_based.moisture, 0),
        carbon=significant(bio_based.carbon_fraction),
    )


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _answer(stated: bool | None, texts: Texts) -> str:
    """Give yes, no, or that nothing is stated."""
    if stated is None:
        return texts("word.not-stated")
    return texts("word.yes" if stated else "word.no")
