"""Allocation: what of a step with co-products the main product carries, worked by hand.

Per unit: steel 2 and plastic 3 kg CO2e/kg, wood 0.1 fossil, 0.05 land use, 0.2 biogenic CO2 and
-1.8 uptake per kg, landfill 0.1/kg, plain grid 0.5 per kWh.
"""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.inventory.allocation import (
    comparable_prices,
    output_content,
    price_ratio,
    rule_advised,
    shares_of,
    sharings,
)
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
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.processes import (
    ProcessStep,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepBasis,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Product
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.units import Dimension, parse_quantity

PHYSICAL, ECONOMIC = AllocationRule.PHYSICAL, AllocationRule.ECONOMIC
SUBDIVISION, STATED = AllocationRule.SUBDIVISION, AllocationRule.STATED
WHY = "worked by hand"


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def holds(kind: str, value: str, per: str, name: str = "") -> PhysicalProperty:
    return PhysicalProperty(
        kind=PropertyKind(kind), name=name, value=parse_quantity(value), per=parse_quantity(per)
    )


def sold(per: str, *prices: float, currency: str = "CNY", start: int = 2022) -> tuple[Price, ...]:
    return tuple(
        Price(year=start + place, value=price, currency=currency, per=parse_quantity(per))
        for place, price in enumerate(prices)
    )


def co_product(amount: str, **known: object) -> CoProduct:
    return CoProduct(id="co", name="Chips", amount=parse_quantity(amount), output=Output(**known))


def power(energy: str, node: str = "power") -> StepInput:
    return StepInput(id=node, amount=parse_quantity(energy), supply=SiteElectricity())


def step(allocation: Allocation, *co_products: CoProduct, **more: object) -> ProcessStep:
    return ProcessStep(
        **{
            "id": "A",
            "name": "Cutting",
            "site": "plant",
            "yield_fraction": 0.8,
            "scrap": Scrap(route=ScrapRoute.RECYCLED),
            "inputs": (power("2 kWh"),),
            **more,
        },
        co_products=co_products,
        allocation=allocation,
    )


def study(*steps: ProcessStep, row_id: str = "steel", parts: tuple[Part, ...] = ()) -> Study:
    root = Part(id="root", name="Plate", mass=Mass(amount=parse_quantity("1 kg")), steps=steps)
    if parts:
        root = msgspec.structs.replace(root, parts=parts)
    else:
        root = msgspec.structs.replace(root, data_set=ref(row_id))
    return Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=root,
        sites=(Site(id="plant", name="Plant", country="CCC"),),
    )


def test_by_mass(agree, amount_of) -> None:
    """1 kg of plate and 0.25 kg of chips: 1/1.25 = 0.8 of 1.25 kg steel and 2 kWh → 2.0 + 0.8."""
    by_mass = Allocation(rule=PHYSICAL, property=PropertyKind.MASS)
    result = agree(study(step(by_mass, co_product("0.25 kg"))), headline=2.0 + 0.8)
    assert amount_of(result, "steel") == pytest.approx(1.0)
    assert amount_of(result, "grid-plain") == pytest.approx(1.6)


def test_by_mean_price_of_the_same_years(agree) -> None:
    """A plate 10, 12, 14 CNY; chips 3, 4, 5 CNY/kg · 0.25 kg = 1: factor 12/13 of 2.5 + 1.0."""
    by_price = Allocation(
        rule=ECONOMIC, main=Output(prices=sold("1 piece", 10, 12, 14)), justification=WHY
    )
    chips = co_product("0.25 kg", prices=sold("1 kg", 3, 4, 5))
    agree(study(step(by_price, chips)), headline=3.5 * 12 / 13)


def test_by_energy_content(agree) -> None:
    """A plate holds 30 MJ; oil 0.5 kg at 40 MJ/kg = 20 MJ: factor 0.6."""
    by_energy = Allocation(
        rule=PHYSICAL,
        property=PropertyKind.ENERGY,
        main=Output(properties=(holds("energy", "30 MJ", "1 piece"),)),
    )
    oil = co_product("0.5 kg", properties=(holds("energy", "40 MJ", "1 kg"),))
    agree(study(step(by_energy, oil)), headline=3.5 * 0.6)


def test_by_a_quantity_that_the_user_names(agree) -> None:
    """Area: 3 m2 a plate, chips 0.25 kg at 4 m2/kg = 1 m2: factor 0.75."""
    by_area = Allocation(
        rule=PHYSICAL,
        property=PropertyKind.OTHER,
        property_name="coated area",
        main=Output(properties=(holds("other", "3 m2", "1 piece", "coated area"),)),
    )
    chips = co_product("0.25 kg", properties=(holds("other", "4 m2", "1 kg", "coated area"),))
    agree(study(step(by_area, chips)), headline=3.5 * 0.75)


def test_pieces_weigh_by_their_property(agree) -> None:
    """4 lids at 50 g beside a plate of 1 kg: 1/1.2; by pieces 1/5."""
    lids = co_product("4 piece", properties=(holds("mass", "50 g", "1 piece"),))
    agree(study(step(Allocation(rule=PHYSICAL), lids)), headline=3.5 / 1.2)
    by_pieces = Allocation(rule=PHYSICAL, property=PropertyKind.PIECES)
    agree(study(step(by_pieces, lids)), headline=3.5 / 5)


def test_prescribed_shares(agree) -> None:
    stated = Allocation(rule=STATED, main=Output(share=0.9), justification="rule book, 4.2")
    agree(study(step(stated, co_product("1 kg", share=0.1))), headline=3.5 * 0.9)


@pytest.mark.parametrize(
    ("basis", "divisor", "amount", "energy"),
    [
        ("piece", None, "0.25 kg", "2 kWh"),
        ("kilogram", None, "0.25 kg", "2 kWh"),  # a plate weighs 1 kg
        ("batch", "40 piece", "10 kg", "80 kWh"),
        ("period", "500 kg", "125 kg", "1 MWh"),
    ],
)
def test_amounts_by_the_basis_of_the_step(agree, basis, divisor, amount, energy) -> None:
    """Always 0.25 kg of chips and 2 kWh per good plate: 0.8 of 3.5."""
    cut = step(
        Allocation(rule=PHYSICAL),
        co_product(amount),
        basis=StepBasis(basis),
        divisor=parse_quantity(divisor) if divisor else None,
        inputs=(power(energy),),
    )
    agree(study(cut), headline=3.5 * 0.8)


def test_amounts_per_started_piece(agree) -> None:
    """Per started piece 0.2 kg and 1.6 kWh; yield 0.8: per good one 0.25 kg and 2 kWh."""
    cut = step(
        Allocation(rule=PHYSICAL),
        co_product("0.2 kg"),
        per_started=True,
        inputs=(power("1.6 kWh"),),
    )
    agree(study(cut), headline=3.5 * 0.8)


def test_what_enters_later_is_not_shared(agree, amount_of) -> None:
    """0.7 kg enter A (0.8), which gives 0.15 kg beside: 0.7/0.85; a cap of plastic enters B (0.5).

    steel 0.6 · 0.7/0.85 / (0.8 · 0.5), glue 0.1 likewise, cap 0.3 / 0.5, power 2 · 0.7/0.85 / 0.5
    """
    factor = 0.7 / 0.85
    parts = (
        Part(
            id="core",
            quantity=parse_quantity("0.6 kg"),
            data_set=ref("steel"),
        ),
        Part(id="glue", quantity=parse_quantity("0.1 kg"), data_set=ref("plastic")),
        Part(id="cap", quantity=parse_quantity("0.3 kg"), data_set=ref("plastic"), entry_step="B"),
    )
    cut = step(Allocation(rule=PHYSICAL), co_product("0.15 kg"))
    later = ProcessStep(id="B", yield_fraction=0.5, scrap=Scrap(route=ScrapRoute.RECYCLED))
    steel, glue = 0.6 * factor / (0.8 * 0.5), 0.1 * factor / (0.8 * 0.5)
    result = agree(
        study(cut, later, parts=parts),
        headline=2 * steel + 3 * glue + 3 * 0.3 / 0.5 + 0.5 * 2 * factor / 0.5,
    )
    assert result.supply["A"] == pytest.approx(2.0)
    assert result.supply["core"] == pytest.approx(steel)


def test_two_steps_that_share_multiply(agree) -> None:
    """A 0.8 and B 0.5, both without loss: 2.0 · 0.8 · 0.5 + 1.0 · 0.8 · 0.5 + 0.5 · 0.5."""
    one = step(Allocation(rule=PHYSICAL), co_product("0.25 kg"), yield_fraction=1.0)
    other = msgspec.structs.replace(
        step(Allocation(rule=PHYSICAL), co_product("1 kg"), yield_fraction=1.0),
        id="B",
        inputs=(power("1 kWh", "more"),),
        co_products=(CoProduct(id="co-b", amount=parse_quantity("1 kg")),),
    )
    agree(study(one, other), headline=(2.0 + 1.0) * 0.8 * 0.5 + 0.5 * 0.5)


def test_scrap_and_waste_are_shared_and_a_loop_stays_a_loop(agree, amount_of) -> None:
    """By mass 0.8; 0.25 kg of scrap come back: bought 0.8 · (1.25 - 0.25) = 0.8 kg → 1.6

    shredding 0.25 · 0.8 · 0.4 = 0.08; waste 0.5 kg · 0.8 · 0.1 = 0.04; power 2 · 0.8 · 0.5 = 0.8
    """
    cut = step(
        Allocation(rule=PHYSICAL),
        co_product("0.25 kg"),
        scrap=Scrap(route=ScrapRoute.CLOSED_LOOP, data_set=ref("shredding"), returns_to="root"),
        wastes=(WasteFlow(id="dust", amount=parse_quantity("0.5 kg"), data_set=ref("landfill")),),
    )
    result = agree(study(cut), headline=1.6 + 0.08 + 0.04 + 0.8)
    assert amount_of(result, "steel") == pytest.approx(0.8)


def test_scrap_that_returns_through_a_joint_step_is_shared_as_there(agree, amount_of) -> None:
    """A without loss, by mass 1/1.25 = 0.8; then B (0.5), whose 1 kg of scrap goes back before A.

    A runs 2 times a plate with 2 kg; 1 kg of them came back: bought (2 - 1) · 0.8 = 0.8 kg → 1.6
    power 2 · 2 · 0.8 · 0.5 = 1.6
    """
    cut = step(Allocation(rule=PHYSICAL), co_product("0.25 kg"), yield_fraction=1.0)
    loop = Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="root")
    later = ProcessStep(id="B", yield_fraction=0.5, scrap=loop)
    result = agree(study(cut, later), headline=1.6 + 1.6)
    assert amount_of(result, "steel") == pytest.approx(0.8)


def test_subdivision_gives_each_input_to_one_output(agree, amount_of) -> None:
    """The press serves the plate, the granulator the chips: 1.25 kg steel and 2 kWh stay."""
    divided = Allocation(
        rule=SUBDIVISION,
        assignments=(Assignment(taken="press"), Assignment(taken="granulator", output="co")),
        justification="two meters",
    )
    cut = step(
        divided,
        co_product("0.25 kg"),
        inputs=(power("2 kWh", "press"), power("3 kWh", "granulator")),
    )
    result = agree(study(cut), headline=2.5 + 1.0)
    assert amount_of(result, "grid-plain") == pytest.approx(2.0)


def test_uptake_goes_where_the_carbon_goes(agree) -> None:
    """1.25 kg of wood; by price 0.9, but both outputs hold 0.5 kg carbon per kg: 0.5 and 0.125.

    shared by price: uptake -1.8 · 1.25 · 0.9 = -2.025; correction 44/12 (0.9 · 0.625 - 0.5)
    """
    by_price = Allocation(
        rule=ECONOMIC,
        main=Output(
            prices=sold("1 kg", 9, 9),
            properties=(holds("biogenic_carbon", "0.5 kg", "1 kg"),),
        ),
        justification=WHY,
    )
    bark = co_product(
        "0.25 kg",
        prices=sold("1 kg", 4, 4),
        properties=(holds("biogenic_carbon", "0.5 kg", "1 kg"),),
    )
    wooden = study(step(by_price, bark), row_id="wood")
    agree(
        wooden,
        headline=0.9 * (0.15 * 1.25 + 1.0),
        uptake=-2.025 + 44 / 12 * (0.9 * 0.625 - 0.5),
        biogenic_co2=0.9 * 0.2 * 1.25,
    )


def test_the_result_stands_under_each_rule(agree) -> None:
    """By mass 0.8, by pieces 1/2 is unknown for chips, by price 12/13."""
    by_mass = Allocation(rule=PHYSICAL, main=Output(prices=sold("1 piece", 12, 12)))
    chips = co_product("0.25 kg", prices=sold("1 kg", 4, 4))
    result = agree(study(step(by_mass, chips)), headline=2.8)
    found = {each.shares.rule: each.headline for each in result.effects}
    assert found == pytest.approx({PHYSICAL: 2.8, ECONOMIC: 3.5 * 12 / 13})
    assert [each.shares.rule for each in result.effects if each.is_chosen] == [PHYSICAL]


# --- factors -----------------------------------------------------------------------------------


@given(values=st.lists(st.floats(0, 1e9), min_size=2, max_size=8))
def test_shares_conserve(values: list[float]) -> None:
    shares = shares_of(values)
    if sum(values) == 0:
        assert shares is None
    else:
        assert shares is not None
        assert abs(math.fsum(shares) - 1) <= 1e-9
        assert all(0 <= share <= 1 for share in shares)


def test_an_unknown_share_is_no_share() -> None:
    assert shares_of([1.0, None]) is None


def content(mass_kg: float, *prices: Price):
    return output_content("x", {Dimension.MASS: mass_kg}, Output(prices=prices))


@pytest.mark.parametrize(
    ("price", "advised"), [(20.0, PHYSICAL), (20.1, ECONOMIC), (0.7, ECONOMIC), (0.0, ECONOMIC)]
)
def test_the_price_ratio_decides_above_five(price: float, advised: AllocationRule) -> None:
    """4 CNY/kg beside it: 20/4 = 5 is not above 5; 4/0.7 = 5.7 is; nothing is given away freely."""
    prices = comparable_prices([content(1.0, *sold("1 kg", price)), content(3.0, *sold("1 kg", 4))])
    assert rule_advised(prices, 5.0) is advised


def test_the_ratio_is_of_prices_and_not_of_revenues() -> None:
    """Per tonne and per kg alike: 8 000 per t and 4 per kg are 2, whatever is sold of each."""
    prices = comparable_prices([content(1.0, *sold("1 t", 8000)), content(100.0, *sold("1 kg", 4))])
    assert price_ratio(prices) == pytest.approx(2.0)


@pytest.mark.parametrize(
    "other",
    [sold("1 kg", 4, currency="EUR"), sold("1 kg", 4, start=2020), sold("1 kg", 4, 5), ()],
)
def test_prices_of_other_years_or_currencies_are_not_compared(other) -> None:
    outputs = [content(1.0, *sold("1 kg", 8)), content(1.0, *other)]
    assert comparable_prices(outputs) == ()
    assert ECONOMIC not in {each.rule for each in sharings(outputs)}
