"""Scrap by its three routes, and loops that are solved, not unrolled.

Per unit: steel 2 and plastic 3 kg CO2e/kg, landfill 0.1/kg, shredding 0.4/kg, plain grid 0.5/kWh.
"""

import pytest

from pcf.engine.brightway import solve_of_record
from pcf.engine.foreground import solve_foreground
from pcf.errors import SingularSystemError
from pcf.findings import Severity
from pcf.inventory.build import build_inventory
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.processes import PartRef, ProcessStep, Scrap, ScrapRoute, StepInput
from pcf.model.product import Product
from pcf.model.study import Study
from pcf.results.contributions import by_stage
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def part(part_id: str, row_id: str, mass: str, **more: object) -> Part:
    return Part(
        id=part_id,
        quantity=parse_quantity("1 piece"),
        data_set=ref(row_id),
        mass=Mass(amount=parse_quantity(mass)),
        **more,
    )


def step(step_id: str, fraction: float, scrap: Scrap | None = None, **more: object) -> ProcessStep:
    return ProcessStep(id=step_id, yield_fraction=fraction, scrap=scrap, **more)


def uses(node_id: str, amount: str, of: str) -> StepInput:
    return StepInput(id=node_id, amount=parse_quantity(amount), supply=PartRef(part=of))


def study(root: Part) -> Study:
    return Study(product=Product(declared_unit=parse_quantity("1 piece")), bom=root)


def test_scrap_is_treated_where_later_yields_ask_for_more(agree, amount_of) -> None:
    """1 kg, A 0.8 with landfill, B 0.5 cut off.

    A loses (1/0.8 - 1) · 1 kg = 0.25 kg a good output, and B asks for 2 of them: 0.5 kg → 0.05
    steel = 1 / (0.8 · 0.5) = 2.5 kg → 5.0
    """
    treated = Scrap(route=ScrapRoute.TREATMENT, data_set=ref("landfill"))
    root = part(
        "root",
        "steel",
        "1 kg",
        steps=(step("A", 0.8, treated), step("B", 0.5, Scrap(route=ScrapRoute.RECYCLED))),
    )
    result = agree(study(root), headline=5.0 + 0.05)
    assert amount_of(result, "landfill") == pytest.approx(0.5)
    stages = {each.key: each.kg_co2e for each in by_stage(result)}
    assert stages["S1"] == pytest.approx(5.0)
    assert stages["S3"] == pytest.approx(0.05)


def test_a_little_scrap_is_scrap(agree) -> None:
    """Yield 0.99 of 1 kg: steel 1/0.99 → 2.0202…, 0.010101… kg to landfill → 0.0010101…"""
    treated = Scrap(route=ScrapRoute.TREATMENT, data_set=ref("landfill"))
    root = part("root", "steel", "1 kg", steps=(step("A", 0.99, treated),))
    agree(study(root), headline=(2 + 0.1 * 0.01) / 0.99)


def test_recycled_scrap_leaves_without_burden_or_credit(agree) -> None:
    """Cut-off: 1 / 0.8 = 1.25 kg of steel bought, and nothing else → 2.5"""
    recycled = Scrap(route=ScrapRoute.RECYCLED)
    agree(study(part("root", "steel", "1 kg", steps=(step("A", 0.8, recycled),))), headline=2.5)


@pytest.mark.parametrize("recovery", [1.0, 0.9, 0.0])
def test_closed_loop_through_the_same_step(agree, amount_of, recovery: float) -> None:
    """1 kg good, yield 0.8: 1.25 kg run in, 0.25 kg is shredded, and its share r comes back.

    The recovered material goes in at the start of the same step, so bought = 1.25 - 0.25 r;
    shredding 0.25 kg → 0.1. With r = 0.9: 1.025 kg → 2.05 + 0.1 = 2.15
    """
    loop = Scrap(
        route=ScrapRoute.CLOSED_LOOP,
        data_set=ref("shredding"),
        returns_to="root",
        recovery=recovery,
    )
    root = part("root", "steel", "1 kg", steps=(step("A", 0.8, loop),))
    result = agree(study(root), headline=2 * (1.25 - 0.25 * recovery) + 0.1)
    assert amount_of(result, "steel") == pytest.approx(1.25 - 0.25 * recovery)


def test_closed_loop_through_two_steps_is_a_true_loop(agree, amount_of) -> None:
    """Regrind of B goes back before A: 1 kg good, A 0.5 (cut off), B 0.8, recovery 1.

    B starts 1.25 kg from A, which takes 2.5 kg of material. B's 0.25 kg replace 0.25 kg of bought
    plastic, so bought = 2.5 - 0.25 = 2.25 kg → 6.75; shredding 0.25 kg → 0.1
    """
    loop = Scrap(route=ScrapRoute.CLOSED_LOOP, data_set=ref("shredding"), returns_to="root")
    root = part(
        "root",
        "plastic",
        "1 kg",
        steps=(step("A", 0.5, Scrap(route=ScrapRoute.RECYCLED)), step("B", 0.8, loop)),
    )
    result = agree(study(root), headline=6.75 + 0.1)
    assert amount_of(result, "plastic") == pytest.approx(2.25)


def test_scrap_of_one_part_replaces_another(agree, amount_of) -> None:
    """Offcuts of a 1 kg plate (yield 0.5) replace 0.6 of the material of a 2 kg base.

    plate 2 kg bought; 1 kg scrap · 0.6 = 0.6 kg = 0.3 bases; base 2 - 0.6 = 1.4 kg → 3.4 kg → 6.8
    """
    loop = Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="base", recovery=0.6)
    plate = part("plate", "steel", "1 kg", steps=(step("A", 0.5, loop),))
    root = Part(id="root", parts=(plate, part("base", "steel", "2 kg")))
    result = agree(study(root), headline=6.8)
    assert result.supply["base"] == pytest.approx(0.7)
    assert amount_of(result, "steel") == pytest.approx(3.4)


def test_product_that_uses_a_share_of_itself(agree) -> None:
    """Every good product uses 0.2 products (test samples): 1 + 0.2 + 0.04 … = 1/(1 - 0.2) = 1.25

    steel 1 kg each → 2.5
    """
    root = part(
        "root", "steel", "1 kg", steps=(step("A", 1.0, inputs=(uses("own", "0.2 piece", "root"),)),)
    )
    result = agree(study(root), headline=2 / (1 - 0.2))
    assert result.supply["A"] == pytest.approx(1.25)


def test_share_of_itself_typed_as_a_mass(agree) -> None:
    """50 g of a product of 0.25 kg are 0.2 products: the same geometric series, 0.25 · 1.25 kg."""
    root = part(
        "root", "steel", "250 g", steps=(step("A", 1.0, inputs=(uses("own", "50 g", "root"),)),)
    )
    agree(study(root), headline=2 * 0.25 * 1.25)


def test_two_parts_that_use_each_other(agree) -> None:
    """a = 1 + 0.4 b and b = 1 + 0.5 a, so a = 1.4 / 0.8 = 1.75 and b = 1.875.

    steel 1.75 kg → 3.5; plastic 1.875 kg → 5.625
    """
    a = part("a", "steel", "1 kg", steps=(step("A", 1.0, inputs=(uses("ab", "0.5 piece", "b"),)),))
    b = part(
        "b", "plastic", "1 kg", steps=(step("B", 1.0, inputs=(uses("ba", "0.4 piece", "a"),)),)
    )
    result = agree(study(Part(id="root", parts=(a, b))), headline=3.5 + 5.625)
    assert result.supply["A"] == pytest.approx(1.75)
    assert result.supply["B"] == pytest.approx(1.875)


@pytest.mark.parametrize(
    ("share", "key"), [("1 piece", "loop-singular"), ("1.5 piece", "loop-backwards")]
)
def test_a_loop_that_uses_all_it_makes_or_more_has_no_result(tiny, share: str, key: str) -> None:
    root = part(
        "root", "steel", "1 kg", steps=(step("A", 1.0, inputs=(uses("own", share, "root"),)),)
    )
    calculation = calculate(study(root), tiny)
    assert calculation.result is None
    [finding] = [each for each in calculation.findings if each.key == key]
    assert finding.severity is Severity.STOPS_CALCULATION
    inventory = build_inventory(study(root), tiny.catalogue).inventory
    with pytest.raises(SingularSystemError, match=key):
        solve_foreground(inventory, tiny.intensities(inventory), tiny.catalogue.gases)


def test_brightway_refuses_the_singular_loop_too(tiny) -> None:
    root = part(
        "root", "steel", "1 kg", steps=(step("A", 1.0, inputs=(uses("own", "1 piece", "root"),)),)
    )
    inventory = build_inventory(study(root), tiny.catalogue).inventory
    with pytest.raises(SingularSystemError):
        solve_of_record(inventory, tiny.catalogue.databases, tiny.catalogue.gases, tiny.cache)


@pytest.mark.parametrize("declared", ["1 piece", "1e-12 piece", "1e12 piece"])
def test_two_parts_that_eat_each_other_up(tiny, declared: str) -> None:
    """a = 1 + 2 b and b = 1 + a: a = 3 + 2 a = -3: the loop runs backwards at any amount."""
    a = part("a", "steel", "1 kg", steps=(step("A", 1.0, inputs=(uses("ab", "1 piece", "b"),)),))
    b = part("b", "plastic", "1 kg", steps=(step("B", 1.0, inputs=(uses("ba", "2 piece", "a"),)),))
    product = Product(declared_unit=parse_quantity(declared))
    calculation = calculate(Study(product=product, bom=Part(id="root", parts=(a, b))), tiny)
    assert calculation.result is None
    assert [each.key for each in calculation.stopping] == ["loop-backwards"]


def test_more_scrap_than_is_bought_has_no_result(tiny) -> None:
    """9 kg of offcuts a plate can't replace the 1 kg of a base: its supply would be -8."""
    loop = Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="base")
    plate = part("plate", "steel", "1 kg", steps=(step("A", 0.1, loop),))
    root = Part(id="root", parts=(plate, part("base", "steel", "1 kg")))
    calculation = calculate(study(root), tiny)
    assert calculation.result is None
    assert [(each.key, each.node) for each in calculation.stopping] == [("loop-backwards", "base")]
