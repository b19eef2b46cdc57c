"""Routings: what yields, places of entry and bases of typed amounts do to what is bought.

Per unit: steel 2 and plastic 3 kg CO2e/kg, chip 5 per piece, plain grid 0.5 per kWh.
"""

import pytest

from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.processes import (
    ProcessStep,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepBasis,
    StepInput,
)
from pcf.model.product import Product
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.units import parse_quantity

RECYCLED = Scrap(route=ScrapRoute.RECYCLED)


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def bought(part_id: str, quantity: str, row_id: str, mass: str = "", **more: object) -> Part:
    return Part(
        id=part_id,
        name=part_id,
        quantity=parse_quantity(quantity),
        data_set=ref(row_id),
        mass=Mass(amount=parse_quantity(mass)) if mass else None,
        **more,
    )


def step(step_id: str, fraction: float = 1.0, **more: object) -> ProcessStep:
    return ProcessStep(
        id=step_id, name=step_id, site="plant", yield_fraction=fraction, scrap=RECYCLED, **more
    )


def power(energy: str) -> StepInput:
    return StepInput(id="power", amount=parse_quantity(energy), supply=SiteElectricity())


def study(root: Part, declared: str = "1 piece", **product: object) -> Study:
    return Study(
        product=Product(declared_unit=parse_quantity(declared), **product),
        bom=root,
        sites=(Site(id="plant", name="Plant", country="CCC"),),
    )


def test_parts_are_bought_for_the_yields_from_their_entry_on(agree, amount_of) -> None:
    """A 0.9, B 0.8, C 1: bought = net / product of the yields of the steps from entry on.

    steel enters A:   1 kg / (0.9 · 0.8)        = 1.3888… kg → · 2 = 2.7777…
    chip enters B:    1 piece / 0.8             = 1.25       → · 5 = 6.25
    plastic enters C: 0.1 kg                                 → · 3 = 0.3
    screws name no step, so enter A: 2 · 0.05 kg / 0.72 = 0.13888… kg → · 2 = 0.2777…
    """
    root = Part(
        id="root",
        parts=(
            bought("bar", "1 kg", "steel", entry_step="A"),
            bought("chip", "1 piece", "chip", mass="1 g", entry_step="B"),
            bought("cap", "1 piece", "plastic", mass="100 g", entry_step="C"),
            bought("screw", "2 piece", "steel", mass="50 g"),
        ),
        steps=(step("A", 0.9), step("B", 0.8), step("C")),
    )
    result = agree(study(root), headline=2 / 0.72 + 5 / 0.8 + 0.3 + 0.2 / 0.72)
    assert result.supply["bar"] == pytest.approx(1 / (0.9 * 0.8))
    assert result.supply["chip"] == pytest.approx(1.25)
    assert result.supply["cap"] == pytest.approx(1.0)
    assert result.supply["screw"] == pytest.approx(2 / 0.72)
    assert amount_of(result, "steel") == pytest.approx(1.1 / 0.72)


def test_yields_of_a_part_multiply_those_of_its_assemblies(agree) -> None:
    """Two brackets of 0.5 kg, own yield 0.95, in a frame (0.9), in a product (0.8).

    steel = 2 · 0.5 / (0.95 · 0.9 · 0.8) = 1.461988… kg → · 2
    """
    bracket = bought("bracket", "2 piece", "steel", mass="0.5 kg", steps=(step("bend", 0.95),))
    frame = Part(
        id="frame", quantity=parse_quantity("1 piece"), parts=(bracket,), steps=(step("weld", 0.9),)
    )
    root = Part(id="root", parts=(frame,), steps=(step("test", 0.8),))
    agree(study(root), headline=2 * (2 * 0.5) / (0.95 * 0.9 * 0.8))


@pytest.mark.parametrize(
    ("per_started", "kwh"),
    [
        (False, 1 / 0.8),  # one a good output of A, of which later yields need 1/0.8
        (True, 1 / (0.9 * 0.8)),  # one a piece put into A
    ],
)
def test_energy_per_good_output_or_per_started_piece(
    agree, amount_of, per_started: bool, kwh: float
) -> None:
    """Step A (0.9) takes 1 kWh, step B (0.8) follows: 1.25 or 1.3888… kWh at 0.5 kg."""
    root = bought(
        "root",
        "1 piece",
        "steel",
        mass="1 kg",
        steps=(step("A", 0.9, inputs=(power("1 kWh"),), per_started=per_started), step("B", 0.8)),
    )
    result = agree(study(root), headline=2 / 0.72 + 0.5 * kwh)
    assert amount_of(result, "grid-plain") == pytest.approx(kwh)


@pytest.mark.parametrize(
    ("basis", "divisor", "energy", "kwh"),
    [
        ("piece", None, "3 kWh", 3.0),
        ("kilogram", None, "3 kWh", 3 * 0.25),  # a piece weighs 0.25 kg
        ("batch", "40 piece", "3 kWh", 3 / 40),
        ("batch", "500 g", "3 kWh", 3 * 0.25 / 0.5),  # half a kilogram of output a batch
        ("period", "1.2e6 piece", "30 MWh", 30_000 / 1.2e6),
        ("period", "2 t", "7.2 GJ", 2000 * 0.25 / 2000),  # 7.2 GJ = 2000 kWh
    ],
)
def test_bases_of_typed_amounts(
    agree, amount_of, basis: str, divisor: str | None, energy: str, kwh: float
) -> None:
    """A piece of 0.25 kg; the step's yield 0.5 changes nothing per good output.

    steel = 0.25 / 0.5 = 0.5 kg → 1.0; electricity at 0.5 kg/kWh.
    """
    made = step(
        "A",
        0.5,
        basis=StepBasis(basis),
        divisor=parse_quantity(divisor) if divisor else None,
        inputs=(power(energy),),
    )
    root = bought("root", "1 piece", "steel", mass="0.25 kg", steps=(made,))
    result = agree(study(root), headline=1.0 + 0.5 * kwh)
    assert amount_of(result, "grid-plain") == pytest.approx(kwh)


def test_mass_basis_counts_what_has_entered_by_then(agree, amount_of) -> None:
    """Per kg of output: 1 kWh at A, where 0.6 kg are in; 2 kWh at B, where 0.6 + 0.4 are in.

    electricity = 0.6 · 1 / 0.8 (yield of B) + 1.0 · 2 = 2.75 kWh → 1.375
    steel 0.6 / 0.8 = 0.75 kg → 1.5; plastic 0.4 / 0.8 = 0.5 kg → 1.5
    """
    per_kg = StepBasis.KILOGRAM
    late = StepInput(id="late", amount=parse_quantity("2 kWh"), supply=SiteElectricity())
    root = Part(
        id="root",
        parts=(
            bought("core", "1 piece", "steel", mass="0.6 kg"),
            bought("shell", "1 piece", "plastic", mass="0.4 kg", entry_step="B"),
        ),
        steps=(
            step("A", basis=per_kg, inputs=(power("1 kWh"),)),
            step("B", 0.8, basis=per_kg, inputs=(late,)),
        ),
    )
    result = agree(study(root), headline=1.5 + 1.5 + 0.5 * 2.75)
    assert amount_of(result, "grid-plain") == pytest.approx(2.75)


def test_step_of_a_part_counted_by_mass(agree, amount_of) -> None:
    """0.3 kg of granulate; pieces of 0.1 kg; 2 kWh a piece and yield 0.75.

    One kg is 10 pieces, so 0.3 kg are 3: 6 kWh → 3.0; plastic 0.3 / 0.75 = 0.4 kg → 1.2
    """
    child = bought(
        "pellet",
        "0.3 kg",
        "plastic",
        mass="0.1 kg",
        steps=(step("A", 0.75, inputs=(power("2 kWh"),)),),
    )
    result = agree(study(Part(id="root", parts=(child,))), headline=1.2 + 0.5 * 6)
    assert amount_of(result, "grid-plain") == pytest.approx(6.0)
