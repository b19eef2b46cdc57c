"""Checks on allocation: each fault has its one finding, the sound study none."""

import msgspec
import pytest

from pcf.errors import InputError
from pcf.findings import Severity
from pcf.model.allocation import (
    Allocation,
    AllocationRule,
    Assignment,
    CoProduct,
    Output,
    PhysicalProperty,
    Price,
    PropertyKind,
)
from pcf.model.choices import Choices, Scheme
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate

BLOCKS, WARNING = Severity.BLOCKS_DOCUMENT, Severity.WARNING
STOPS = Severity.STOPS_CALCULATION


def prices(value, years=(2023, 2024), currency="CNY", per="1 kg"):
    return tuple(
        Price(year=year, value=value, currency=currency, per=parse_quantity(per), source="Invoices")
        for year in years
    )


def carbon(value):
    kind = PropertyKind.BIOGENIC_CARBON
    return (PhysicalProperty(kind=kind, value=parse_quantity(value), per=parse_quantity("1 kg")),)


MAIN = Output(prices=prices(8), properties=carbon("0.1 kg"))
SIDE = Output(prices=prices(4), properties=carbon("0.2 kg"))


@pytest.fixture
def found(lamp, tiny):
    """Give the findings on allocation of the lamp whose last step has a co-product."""

    def check(allocation, side=SIDE, amount="10 g", scheme=Scheme.ISO_14067):
        co_product = CoProduct(
            id="co", name="Offcut", amount=parse_quantity(amount) if amount else None, output=side
        )
        [step] = lamp.bom.steps
        step = msgspec.structs.replace(step, co_products=(co_product,), allocation=allocation)
        study = msgspec.structs.replace(
            lamp,
            bom=msgspec.structs.replace(lamp.bom, steps=(step,)),
            choices=Choices(scheme=scheme),
        )
        findings = calculate(study, tiny).findings
        usual = {each.key for each in calculate(lamp, tiny).findings}
        return [
            (each.severity, each.key, each.fields.get("rule"))
            for each in findings
            if each.key not in usual
        ]

    return check


PHYSICAL = Allocation(rule=AllocationRule.PHYSICAL, main=MAIN)
ECONOMIC = Allocation(rule=AllocationRule.ECONOMIC, main=MAIN, justification="sold by value")
EVERY = tuple(Assignment(taken=each) for each in ("cleaner", "leak", "rags"))


@pytest.mark.parametrize("allocation", [PHYSICAL, ECONOMIC])
def test_a_sound_choice_has_no_finding(found, allocation):
    assert found(allocation) == []


def test_no_rule(found):
    assert found(Allocation(main=MAIN)) == [(BLOCKS, "allocation-rule-missing", "A01")]


def test_no_amount(found):
    assert found(PHYSICAL, amount="") == [(STOPS, "amount-missing", "D03")]


def test_a_property_that_nobody_stated(found):
    by_energy = msgspec.structs.replace(PHYSICAL, property=PropertyKind.ENERGY)
    assert found(by_energy) == [(BLOCKS, "allocation-property-missing", "A01")]


def test_no_prices(found):
    without = Output(properties=SIDE.properties)
    assert (BLOCKS, "allocation-price-missing", "A01") in found(ECONOMIC, side=without)


@pytest.mark.parametrize("other", [prices(4, currency="EUR"), prices(4, years=(2020, 2021))])
def test_prices_that_cannot_be_compared(found, other):
    side = msgspec.structs.replace(SIDE, prices=other)
    assert (BLOCKS, "allocation-prices-differ", "A01") in found(ECONOMIC, side=side)


def test_a_currency_is_one_however_it_is_typed(found):
    side = msgspec.structs.replace(SIDE, prices=prices(4, currency="cny "))
    assert found(ECONOMIC, side=side) == []


@pytest.mark.parametrize("currency", ["", "yuan", "¥"])
def test_a_price_in_no_currency_is_refused(currency):
    with pytest.raises(InputError):
        prices(4, currency=currency)


def test_prices_of_one_year(found):
    one = msgspec.structs.replace(
        ECONOMIC, main=msgspec.structs.replace(MAIN, prices=prices(8, years=(2024,)))
    )
    side = msgspec.structs.replace(SIDE, prices=prices(4, years=(2024,)))
    assert found(one, side=side) == [(WARNING, "allocation-prices-of-one-year", "A02")]


def test_no_reason_for_another_rule_than_a_physical_one(found):
    bare = msgspec.structs.replace(ECONOMIC, justification=" ")
    assert found(bare) == [(BLOCKS, "allocation-justification-missing", "A02")]


def test_shares_that_do_not_add_up(found):
    stated = Allocation(
        rule=AllocationRule.STATED,
        main=msgspec.structs.replace(MAIN, share=0.9),
        justification="rule book 3",
    )
    side = msgspec.structs.replace(SIDE, share=0.2)
    assert found(stated, side=side) == [(BLOCKS, "allocation-not-conserved", "A03")]
    assert found(stated, side=msgspec.structs.replace(SIDE, share=0.1)) == []
    assert (BLOCKS, "allocation-share-missing", "A01") in found(stated)


def test_only_one_rule_can_be_calculated(found):
    bare = Allocation(rule=AllocationRule.PHYSICAL, main=Output(properties=MAIN.properties))
    side = Output(properties=SIDE.properties)
    assert found(bare, side=side) == [(WARNING, "allocation-effect-unknown", "A04")]


def test_subdivision(found):
    divided = Allocation(
        rule=AllocationRule.SUBDIVISION, main=MAIN, assignments=EVERY, justification="two meters"
    )
    assert (WARNING, "allocation-carbon-by-rule", "Q10") in found(divided)
    two = msgspec.structs.replace(divided, assignments=EVERY[:2])
    assert (BLOCKS, "allocation-input-open", "A01") in found(two)
    gone = msgspec.structs.replace(divided, assignments=(*EVERY, Assignment(taken="gone")))
    assert (WARNING, "allocation-input-gone", None) in found(gone)


def test_biogenic_carbon_under_a_rule_of_prices(found):
    """The grip of the lamp is wood: its uptake follows the prices as long as no carbon is known."""
    side = Output(prices=prices(4))
    assert found(ECONOMIC, side=side) == [(WARNING, "allocation-carbon-by-rule", "Q10")]


def test_the_price_ratio_counts_under_a_scheme_that_has_such_a_test(found):
    far = msgspec.structs.replace(SIDE, prices=prices(1))
    against = [(WARNING, "allocation-against-price-ratio", "A02")]
    assert found(PHYSICAL, side=far) == []
    assert found(PHYSICAL, side=far, scheme=Scheme.PACT_3) == against  # 8 to 1
    assert found(PHYSICAL, scheme=Scheme.PACT_3) == []  # 8 to 4
    assert found(ECONOMIC, scheme=Scheme.PACT_3) == against
    assert found(ECONOMIC, side=far, scheme=Scheme.PACT_3) == []


def test_the_price_ratio_is_asked_for(found):
    bare = Allocation(rule=AllocationRule.PHYSICAL, main=Output(properties=MAIN.properties))
    keys = [key for _, key, _ in found(bare, scheme=Scheme.PACT_3)]
    assert keys == ["allocation-ratio-unknown", "allocation-effect-unknown"]
