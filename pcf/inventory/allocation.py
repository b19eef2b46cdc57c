"""Allocation: what of a step with co-products its main product carries.

    factor_j = q_j k_j / sum_n(q_n k_n)        ISO 14044:2006, 4.3.4.2 (methods 1.3)

q is the amount of an output, k what one of it holds of a property, or its price averaged over the
same years. All that the step takes is multiplied by the factor of the main product, and with it
all that comes upstream; under subdivision each exchange belongs to one output wholly instead.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pcf.background.elementary import ElementaryFlow, ImpactCategory
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, Role, RuleShares, Stage, StepAllocation
from pcf.model.allocation import (
    MAIN,
    AllocationRule,
    Output,
    PhysicalProperty,
    PropertyKind,
)
from pcf.model.bom import Part
from pcf.model.currency import same_currency
from pcf.model.processes import ProcessStep
from pcf.units import Dimension, unit_si_factor

_SAME = 0.01
"""By how much a stated property may miss a known amount: typed figures are rounded."""

CO2_PER_CARBON = 44 / 12
"""kg CO2 per kg of carbon: molar masses 44 and 12 g/mol (methods 10)."""

_COUNTED = {
    PropertyKind.MASS: Dimension.MASS,
    PropertyKind.ENERGY: Dimension.ENERGY,
    PropertyKind.PIECES: Dimension.COUNT,
}


class OutputContent(msgspec.Struct, frozen=True):
    """An output with its amounts, all for one reference unit of the main product.

    Attributes:
        id: of the co-product; `MAIN` for the main product.
        amounts: how much of it there is, by what is measured [SI].
        output: its properties, prices and prescribed share.
    """

    id: str
    amounts: Mapping[Dimension, float]
    output: Output

    def content(self, kind: PropertyKind, name: str = "") -> float | None:
        """Give how much of a property it holds [SI], None if nothing says so."""
        if kind in _COUNTED:
            return self.amounts.get(_COUNTED[kind])
        for each in self.output.properties:
            if each.kind is kind and each.name == name and each.per.dimension in self.amounts:
                return each.value.si * self.amounts[each.per.dimension] / each.per.si
        return None

    @property
    def revenue(self) -> float | None:
        """Give what it is sold for, by the mean of its prices [currency], None if not stated."""
        prices = self.output.prices
        if not prices or any(each.per.dimension not in self.amounts for each in prices):
            return None
        yearly = [each.value * self.amounts[each.per.dimension] / each.per.si for each in prices]
        return math.fsum(yearly) / len(yearly)

    @property
    def sold(self) -> tuple[frozenset[int], frozenset[str]]:
        """Give the years and currencies of its prices."""
        prices = self.output.prices
        currencies = frozenset(same_currency(each.currency) for each in prices)
        return frozenset(each.year for each in prices), currencies


def output_content(
    output_id: str, amounts: Mapping[Dimension, float], output: Output
) -> OutputContent:
    """Give an output with its amounts, and those that its properties say beside them."""
    known = dict(amounts)
    for each in output.properties:
        if each.kind in _COUNTED and each.per.dimension in amounts:
            held = each.value.si * amounts[each.per.dimension] / each.per.si
            known.setdefault(_COUNTED[each.kind], held)
    return OutputContent(output_id, known, output)


def contradicted(
    amounts: Mapping[Dimension, float], output: Output
) -> Iterator[tuple[PhysicalProperty, float]]:
    """Give the properties of an output that its amounts say otherwise, with what they come to.

    What is known of the amount counts, not the property.

    Yields:
        the property, and its value by the amounts [SI].
    """
    for each in output.properties:
        if each.kind not in _COUNTED or each.per.dimension not in amounts:
            continue
        known = amounts.get(_COUNTED[each.kind])
        held = each.value.si * amounts[each.per.dimension] / each.per.si
        if known is not None and abs(held - known) > _SAME * max(abs(held), known):
            yield each, each.value.si * known / held if held else known


def shares_of(values: Sequence[float | None]) -> tuple[float, ...] | None:
    """Give each value as a share of their sum, None where one is unknown or all are nothing."""
    known = [value for value in values if value is not None]
    total = math.fsum(known)
    if len(known) < len(values) or total <= 0:
        return None
    return tuple(value / total for value in known)


def are_prices_comparable(outputs: Sequence[OutputContent]) -> bool:
    """Tell whether all outputs have prices of the same years in one and the same currency."""
    years, currencies = outputs[0].sold
    alike = all(each.sold == (years, currencies) for each in outputs)
    return alike and bool(years) and len(currencies) == 1


def comparable_prices(outputs: Sequence[OutputContent]) -> tuple[float, ...]:
    """Give the price of each output per kg, or what else all are counted in [currency/SI unit].

    Empty where they can't be compared.
    """
    revenues = [each.revenue for each in outputs]
    if not are_prices_comparable(outputs) or None in revenues:
        return ()
    for dimension in (Dimension.MASS, Dimension.COUNT, Dimension.ENERGY):
        amounts = [each.amounts.get(dimension) for each in outputs]
        if all(amounts):
            pairs = zip(revenues, amounts, strict=True)
            return tuple((sold or 0.0) / (amount or 1.0) for sold, amount in pairs)
    return ()


def price_ratio(prices: Sequence[float]) -> float:
    """Give the highest price over the lowest; infinite where an output is given away."""
    return max(prices) / min(prices) if min(prices) > 0 else math.inf


def rule_advised(prices: Sequence[float], limit: float) -> AllocationRule:
    """Give the rule that a test of the price ratio leads to, where subdivision is not open."""
    above = price_ratio(prices) > limit
    return AllocationRule.ECONOMIC if above else AllocationRule.PHYSICAL


def sharings(outputs: Sequence[OutputContent]) -> tuple[RuleShares, ...]:
    """Give the shares of the outputs by every rule that what is known of them allows.

    Args:
        outputs: the main product first.
    """
    found = []
    for kind, name in _common_properties(outputs):
        shares = shares_of([each.content(kind, name) for each in outputs])
        if shares is not None:
            found.append(RuleShares(AllocationRule.PHYSICAL, kind, name, shares))
    if are_prices_comparable(outputs):
        shares = shares_of([each.revenue for each in outputs])
        if shares is not None:
            found.append(RuleShares(AllocationRule.ECONOMIC, shares=shares))
    stated = [each.output.share for each in outputs]
    if None not in stated:
        shares = tuple(share or 0.0 for share in stated)
        found.append(RuleShares(AllocationRule.STATED, shares=shares))
    return tuple(found)


def _common_properties(outputs: Sequence[OutputContent]) -> list[tuple[PropertyKind, str]]:
    """Give the properties that may share a burden, those counted first, then as stated."""
    stated = [
        (each.kind, each.name)
        for each in outputs[0].output.properties
        if each.kind is not PropertyKind.BIOGENIC_CARBON
    ]
    return list(dict.fromkeys([*((kind, "") for kind in _COUNTED), *stated]))


def allocated(  # noqa: PLR0913, PLR0917  each argument is one fact of the step
    step: ProcessStep,
    part: Part,
    exchanges: list[Exchange],
    main: Mapping[Dimension, float | None],
    scale: float | None,
    context: Context,
) -> tuple[list[Exchange], StepAllocation | None]:
    """Give what of a step's exchanges its main product carries, and by which shares.

    As long as nothing can be shared, the main product carries all; a finding says so.

    Args:
        step: the step.
        part: the part on whose routing it stands.
        exchanges: all that the step takes and emits, per reference unit of its main product.
        main: mass and pieces of one reference unit of the main product [SI], None if unknown.
        scale: by what the amounts typed for the step are multiplied to stand for that unit.
        context: where findings go.
    """
    if not step.co_products or scale is None:
        return exchanges, None
    outputs = _outputs(step, main, scale, context)
    if outputs is None:
        return exchanges, None
    found = sharings(outputs)
    chosen = _chosen(step, found)
    report = StepAllocation(
        outputs=tuple(each.id for each in outputs),
        rule=step.allocation.rule,
        chosen=chosen,
        sharings=found,
        is_divisible=bool(step.allocation.assignments) and not _unassigned(step),
        prices=comparable_prices(outputs),
    )
    if step.allocation.rule is AllocationRule.SUBDIVISION:
        return _subdivided(step, part, exchanges, context), report
    if chosen is None:
        _report_no_shares(step, outputs, context)
        return exchanges, report
    factor = chosen.shares[0]
    shared = [
        msgspec.structs.replace(exchange, amount=exchange.amount * factor) for exchange in exchanges
    ]
    return [*shared, *_carbon_balance(step, outputs, factor, context)], report


def _outputs(
    step: ProcessStep, main: Mapping[Dimension, float | None], scale: float, context: Context
) -> list[OutputContent] | None:
    """Give the outputs of a step, the main product first, None where an amount is missing."""
    known = {dimension: amount for dimension, amount in main.items() if amount is not None}
    outputs = [output_content(MAIN, known, step.allocation.main)]
    for each in step.co_products:
        if each.amount is None:
            context.report(
                Severity.STOPS_CALCULATION, "amount-missing", each.id, "amount", name=each.name
            )
            continue
        amounts = {each.amount.dimension: each.amount.si * scale}
        outputs.append(output_content(each.id, amounts, each.output))
        _report_contradictions(step, each.id, amounts, each.output, context)
    _report_contradictions(step, step.id, known, step.allocation.main, context)
    return outputs if len(outputs) == len(step.co_products) + 1 else None


def _report_contradictions(
    step: ProcessStep,
    node: str,
    amounts: Mapping[Dimension, float],
    output: Output,
    context: Context,
) -> None:
    """Say which stated properties do not count, because the output's own amount says otherwise."""
    for stated, counts in contradicted(amounts, output):
        context.report(
            Severity.WARNING,
            "allocation-property-overruled",
            node,
            "allocation" if node == step.id else "output",
            name=step.name,
            stated=f"{stated.value.text} / {stated.per.text}",
            counts=counts / unit_si_factor(stated.value.unit),
            unit=stated.value.unit,
            rule="A02",
        )


def _chosen(step: ProcessStep, found: Sequence[RuleShares]) -> RuleShares | None:
    """Give the shares of the rule that the user chose, None where it gives none."""
    rule = step.allocation
    by_property = (rule.property, rule.property_name)
    for each in found:
        if each.rule is rule.rule and (
            each.rule is not AllocationRule.PHYSICAL or (each.property, each.name) == by_property
        ):
            return each
    return None


def _report_no_shares(
    step: ProcessStep, outputs: Sequence[OutputContent], context: Context
) -> None:
    """Say why a step's burden can't be shared by its rule."""
    blocks, rule = Severity.BLOCKS_DOCUMENT, step.allocation.rule
    named = {"name": step.name, "rule": "A01"}
    if rule is None:
        context.report(blocks, "allocation-rule-missing", step.id, "allocation", **named)
        return
    if rule is AllocationRule.ECONOMIC:
        comparable = are_prices_comparable(outputs) or not all(
            each.output.prices for each in outputs
        )
        key = "allocation-price-missing" if comparable else "allocation-prices-differ"
        context.report(blocks, key, step.id, "allocation", **named)
        return
    if rule is AllocationRule.STATED:
        context.report(blocks, "allocation-share-missing", step.id, "allocation", **named)
        return
    kind = step.allocation.property
    measured = step.allocation.property_name or f"@allocation.property.{kind.value}"
    context.report(
        blocks, "allocation-property-missing", step.id, "allocation", property=measured, **named
    )


def _carbon_balance(
    step: ProcessStep, outputs: Sequence[OutputContent], factor: float, context: Context
) -> list[Exchange]:
    """Give the exchange that puts uptake where the biogenic carbon went, whatever the rule.

    correction = 44/12 (factor · sum(C) − C_main)        methods 10

    Over all outputs it adds up to nothing: carbon is moved between them, none is made. It takes
    for granted that the uptake of the carbon in the outputs was booked upstream.
    """
    kind = PropertyKind.BIOGENIC_CARBON
    carbon = [each.content(kind) for each in outputs]
    known = [each for each in carbon if each is not None]
    if len(known) < len(carbon) or "gwp-co2" not in context.catalogue.gases:
        return []
    amount = CO2_PER_CARBON * (factor * math.fsum(known) - known[0])
    uptake = ElementaryFlow("gwp-co2", ImpactCategory.UPTAKE)
    return [Exchange(uptake, amount, step.id, Stage.MATERIALS, Role.CARBON_BALANCE)]


def _unassigned(step: ProcessStep) -> list[str]:
    """Give the ids of a step's own inputs, emissions and wastes that no output is stated for."""
    assigned = {each.taken for each in step.allocation.assignments}
    own = (*step.inputs, *step.emissions, *step.wastes)
    return [each.id for each in own if each.id not in assigned]


def _subdivided(
    step: ProcessStep, part: Part, exchanges: list[Exchange], context: Context
) -> list[Exchange]:
    """Give the exchanges that serve the main product.

    What comes from the step before, parts and scrap serve it unless stated otherwise.
    """
    missing = set(_unassigned(step))
    for each in (*step.inputs, *step.emissions, *step.wastes):
        if each.id in missing:
            context.report(
                Severity.BLOCKS_DOCUMENT,
                "allocation-input-open",
                each.id,
                name=getattr(each, "name", "") or step.name,
                step=step.name,
                rule="A01",
            )
    outputs = {MAIN, *(each.id for each in step.co_products)}
    own = {each.id for each in (*step.inputs, *step.emissions, *step.wastes)}
    own |= {step.id, part.id, *(child.id for child in part.parts)}
    for stated in step.allocation.assignments:
        if stated.taken not in own or stated.output not in outputs:
            context.report(
                Severity.WARNING, "allocation-input-gone", step.id, "allocation", name=step.name
            )
    elsewhere = {
        each.taken for each in step.allocation.assignments if each.output in outputs - {MAIN}
    }
    return [exchange for exchange in exchanges if exchange.node not in elsewhere]
