"""The tables of value choices: co-products, the effect of other choices, recycled content.

None of their numbers adds to the footprint: other rules are alternatives to it, and the end of
life comes after the gate.
"""

from pcf.inventory.inventory import RuleShares
from pcf.model.allocation import MAIN, CoProduct, Output, PropertyKind
from pcf.results.choice_words import (
    choice_words,
    option_words,
    parameter_source,
    rule_words,
    shared_steps,
)
from pcf.results.display import fixed
from pcf.results.effects import RecycledLine
from pcf.results.names import Names, typed_amount
from pcf.results.result import PcfResult
from pcf.results.summary import KG_CO2E
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.texts import Texts

_PER_KG = "kg CO₂e/kg"


def co_product_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each output of a step with co-products: amount, properties, prices and its share."""
    columns = (
        Column("column.step"),
        Column("column.output"),
        Column("column.output-amount"),
        Column("column.properties", Kind.PROSE),
        Column("column.prices", Kind.PROSE),
        Column("column.allocation-rule"),
        Column("column.burden-share", Kind.SHARE, "1"),
        Column("column.justification", Kind.PROSE),
    )
    rows: list[Row] = []
    for step, found in shared_steps(result):
        chosen = found.chosen or (RuleShares(found.rule) if found.rule else None)
        known = {each.id: each for each in step.co_products}
        for place, output_id in enumerate(found.outputs):
            co_product = known.get(output_id)
            output = co_product.output if co_product else step.allocation.main
            why = step.allocation
            rows.append(
                [
                    names.node(step.id),
                    names.node(output_id) if output_id != MAIN else texts("allocation.main"),
                    _amount(co_product, texts),
                    _properties(output, texts),
                    _prices(output, texts),
                    rule_words(chosen, texts) if chosen else texts("word.not-stated"),
                    found.chosen.shares[place] if found.chosen else None,
                    texts.choose(why.justification, why.justification_zh),
                ]
            )
    return plain_table("co_products", texts, columns, rows)


def _amount(co_product: CoProduct | None, texts: Texts) -> str:
    if co_product is None or co_product.amount is None:
        return ""
    return typed_amount(co_product.amount, texts)


def _properties(output: Output, texts: Texts) -> str:
    return "\n".join(
        texts(
            "allocation.property-words",
            property=(
                each.name
                if each.kind is PropertyKind.OTHER
                else texts(f"allocation.property.{each.kind.value}")
            ),
            value=typed_amount(each.value, texts),
            per=typed_amount(each.per, texts),
        )
        for each in output.properties
    )


def _prices(output: Output, texts: Texts) -> str:
    return "\n".join(
        texts(
            "allocation.price-words",
            year=each.year,
            price=fixed(each.value, len(f"{each.value:.12g}".partition(".")[2])),
            currency=each.currency,
            per=typed_amount(each.per, texts),
        )
        for each in output.prices
    )


def effect_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give the headline under every allocation rule and recycling method that can be applied."""
    columns = (
        Column("column.choice"),
        Column("column.option"),
        Column("column.chosen"),
        Column("column.main-share", Kind.SHARE, "1"),
        Column("column.headline", Kind.EMISSION, KG_CO2E),
        Column("column.difference", Kind.EMISSION, KG_CO2E),
        Column("column.difference-share", Kind.SHARE, "1"),
    )
    chosen = {each.node: each.headline for each in result.effects if each.is_chosen}
    rows: list[Row] = []
    for each in result.effects:
        base = chosen.get(each.node)
        known = None not in {base, each.headline}
        difference = (each.headline or 0.0) - (base or 0.0) if known else None
        shares = each.shares.shares if each.shares else ()
        rows.append(
            [
                choice_words(each, texts, names),
                option_words(each, texts),
                texts("word.yes" if each.is_chosen else "word.no"),
                shares[0] if shares else None,
                each.headline,
                difference,
                difference / base if difference is not None and base else None,
            ]
        )
    return plain_table("effects", texts, columns, rows)


def evidence_of(line: RecycledLine, result: PcfResult) -> str:
    """Give what shows the recycled share of a line, in words; "" where nothing is stated."""
    recycling = getattr(result.nodes[line.node], "recycling", None)
    return str(recycling.evidence).strip() if recycling is not None else ""


def recycling_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each line with recycled content by the terms of its method; the end of life apart."""
    columns = (
        Column("column.part"),
        Column("column.method"),
        Column("column.virgin"),
        Column("column.recycled"),
        Column("column.r1", Kind.SHARE, "1"),
        Column("column.a", Kind.AMOUNT),
        Column("column.quality-in", Kind.AMOUNT),
        Column("column.defaults"),
        Column("column.source", Kind.PROSE),
        Column("column.confidence"),
        Column("column.evidence", Kind.PROSE),
        Column("column.bought", Kind.AMOUNT, "kg"),
        Column("column.term-virgin", Kind.FACTOR, _PER_KG),
        Column("column.term-recycled", Kind.FACTOR, _PER_KG),
        Column("column.term-replaced", Kind.FACTOR, _PER_KG),
        Column("column.at-gate", Kind.FACTOR, _PER_KG),
        Column("column.saving", Kind.FACTOR, _PER_KG),
        Column("column.net-mass", Kind.AMOUNT, "kg"),
        Column("column.end-recycling", Kind.FACTOR, _PER_KG),
        Column("column.end-substitution", Kind.FACTOR, _PER_KG),
        Column("column.end-energy", Kind.FACTOR, _PER_KG),
        Column("column.end-disposal", Kind.FACTOR, _PER_KG),
        Column("column.end-of-life", Kind.EMISSION, KG_CO2E),
    )
    rows: list[Row] = []
    for each in result.recycled:
        virgin, terms = result.data_sets.get(each.virgin), each.terms
        recycled = result.data_sets.get(each.recycled) if each.recycled else None
        ends = terms if terms is not None and each.after_gate_kg_co2e is not None else None
        rows.append(
            [
                names.node(each.node),
                texts(f"recycling.name.{each.method.value}"),
                names.data_set(virgin) if virgin else each.virgin.id,
                names.data_set(recycled) if recycled else "",
                each.r1,
                each.a,
                each.quality_in,
                each.row,
                parameter_source(each, texts),
                each.confidence.value if each.confidence else "",
                evidence_of(each, result),
                each.bought_kg,
                *(
                    [terms.virgin, terms.recycled, terms.virgin_replaced, terms.at_gate]
                    if terms
                    else [None] * 4
                ),
                each.saving.total if each.saving else None,
                each.net_kg,
                *(
                    [ends.recycling_at_end, ends.substitution, ends.energy, ends.disposal]
                    if ends
                    else [None] * 4
                ),
                each.after_gate_kg_co2e,
            ]
        )
    return plain_table("recycling", texts, columns, rows)
