"""Declared units, lists for a batch, and parts counted in pieces, masses, lengths and areas.

Per unit: steel 2 and plastic 3 kg CO2e/kg, chip 5 a piece, board 40/m2, carton 0.9/kg.
"""

import pytest

from pcf.findings import Severity
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    PartRef,
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
from pcf.results.checklist import rule_of
from pcf.results.contributions import by_part, by_part_with_below, totals
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def part(part_id: str, quantity: str, row_id: str, mass: str = "", **more: object) -> Part:
    return Part(
        id=part_id,
        quantity=parse_quantity(quantity),
        data_set=ref(row_id) if row_id else None,
        mass=Mass(amount=parse_quantity(mass)) if mass else None,
        **more,
    )


def study(root: Part, declared: str = "1 piece", **product: object) -> Study:
    return Study(
        product=Product(declared_unit=parse_quantity(declared), **product),
        bom=root,
        sites=(Site(id="plant", country="CCC"),),
    )


def power(energy: str) -> StepInput:
    return StepInput(id="power", amount=parse_quantity(energy), supply=SiteElectricity())


BRICK = Part(
    id="root",
    parts=(part("body", "1 piece", "steel", "0.5 kg"), part("chip", "2 piece", "chip", "1 g")),
)


@pytest.mark.parametrize(
    ("declared", "runs"),
    [
        ("1 piece", 1.0),
        ("1000 piece", 1000.0),
        ("1 kg", 1 / 0.502),  # a piece weighs 0.5 kg + 2 · 1 g
        ("2 t", 2000 / 0.502),
    ],
)
def test_declared_unit_of_a_piece_product(agree, declared: str, runs: float) -> None:
    """A piece: 0.5 kg steel → 1, two chips → 10."""
    agree(study(BRICK, declared), headline=11 * runs)


def test_declared_mass_by_the_stated_net_mass(agree) -> None:
    """Weighed 0.55 kg: 1 kg is 1/0.55 pieces, whatever the parts sum up to."""
    agree(study(BRICK, "1 kg", net_mass=parse_quantity("550 g")), headline=11 / 0.55)


def test_packaging_follows_the_declared_amount(agree) -> None:
    """0.1 kg carton a piece: 1000 pieces take 11 000 + 90"""
    box = PackagingItem(amount=parse_quantity("100 g"), data_set=ref("carton"))
    product = Product(declared_unit=parse_quantity("1000 piece"))
    agree(Study(product=product, bom=BRICK, packaging=(box,)), headline=11_090)


def test_list_written_for_a_batch(agree) -> None:
    """100 pieces a run: 20 kg plastic → 60; a piece 0.6; 1 kg of product 60 / 20 = 3"""
    root = Part(id="root", parts=(part("granulate", "20 kg", "plastic"),))
    hundred = parse_quantity("100 piece")
    agree(study(root, "1 piece", bom_yields=hundred), headline=0.6)
    agree(study(root, "1 kg", bom_yields=hundred), headline=3.0)


def test_steps_of_a_list_written_for_a_batch(agree, amount_of) -> None:
    """2 kWh a piece on the product itself are 200 kWh for a run of 100, so 2 kWh a piece → 1.0

    and 50 kWh for a batch of 25 pieces are 2 kWh a piece as well; material 0.6.
    """
    hundred = parse_quantity("100 piece")
    for more in (
        {"inputs": (power("2 kWh"),)},
        {
            "inputs": (power("50 kWh"),),
            "basis": StepBasis.BATCH,
            "divisor": parse_quantity("25 piece"),
        },
    ):
        made = ProcessStep(id="step", site="plant", **more)
        root = Part(id="root", parts=(part("granulate", "20 kg", "plastic"),), steps=(made,))
        result = agree(study(root, "1 piece", bom_yields=hundred), headline=0.6 + 1.0)
        assert amount_of(result, "grid-plain") == pytest.approx(2.0)


def test_own_product_of_a_list_written_for_a_batch(agree) -> None:
    """A run of 100 uses up 20 of its pieces as samples: 1 / (1 - 0.2) runs for a run's worth."""
    samples = StepInput(id="own", amount=parse_quantity("0.2 piece"), supply=PartRef(part="root"))
    made = ProcessStep(id="step", inputs=(samples,))
    root = Part(id="root", parts=(part("granulate", "20 kg", "plastic"),), steps=(made,))
    agree(study(root, "1 piece", bom_yields=parse_quantity("100 piece")), headline=0.6 * 1.25)


def test_list_written_for_a_mass(agree, amount_of) -> None:
    """1 kg of compound from 0.9 kg resin (3) and 0.1 kg steel wool (2): 2.9 a kg; a t 2900."""
    root = Part(
        id="root", parts=(part("resin", "900 g", "plastic"), part("wool", "100 g", "steel"))
    )
    agree(study(root, "1 kg", bom_yields=parse_quantity("1 kg")), headline=2.9)
    agree(study(root, "1 t", bom_yields=parse_quantity("1 kg")), headline=2900)


@pytest.mark.parametrize("quantity", [None, "1 piece", "3 piece", "7 kg"])
def test_quantity_of_the_root_is_ignored(agree, quantity: str | None) -> None:
    """The product is itself, once: 0.5 kg steel → 1, and 1 kWh a piece → 0.5"""
    root = Part(
        id="root",
        quantity=parse_quantity(quantity) if quantity else None,
        data_set=ref("steel"),
        mass=Mass(amount=parse_quantity("0.5 kg")),
        steps=(ProcessStep(id="step", site="plant", inputs=(power("1 kWh"),)),),
    )
    agree(study(root), headline=1.5)


@pytest.mark.parametrize(
    ("quantity", "row_id", "mass", "measure", "headline"),
    [
        ("3 piece", "chip", "", "", 15.0),
        ("3 piece", "steel", "200 g", "", 1.2),
        ("600 g", "steel", "", "", 1.2),
        ("600 g", "chip", "200 g", "", 15.0),  # 3 pieces of 200 g
        ("4 m", "steel", "100 g", "2 m", 0.4),  # a piece of 2 m weighs 0.1 kg: 50 g a metre
        ("5 dm2", "plastic", "80 g", "10 dm2", 0.12),  # 0.8 kg a m2
        ("2 piece", "board", "", "1 dm2", 0.8),  # two boards of 0.01 m2
        ("30 g", "board", "15 g", "1 dm2", 0.8),  # the same two by mass
        ("50 cm2", "board", "", "", 0.2),
    ],
)
def test_quantity_mass_and_measure_convert(
    agree, quantity: str, row_id: str, mass: str, measure: str, headline: float
) -> None:
    """Any two of piece, mass and one measure convert into the unit of the data set."""
    line = part(
        "line", quantity, row_id, mass, measure=parse_quantity(measure) if measure else None
    )
    agree(study(Part(id="root", parts=(line,))), headline=headline)


def test_assembly_of_own_material_and_parts(agree) -> None:
    """A frame of 1 kg with all in it, 0.4 kg of which are 2 plastic clips: 0.6 kg own steel.

    0.6 · 2 + 0.4 · 3 = 2.4
    """
    clip = part("clip", "2 piece", "plastic", "0.2 kg")
    frame = part("frame", "1 piece", "steel", "1 kg", parts=(clip,))
    result = agree(study(Part(id="root", parts=(frame,))), headline=2.4)
    assert {each.key: each.kg_co2e for each in by_part(result)} == {
        "root": 0.0,
        "frame": pytest.approx(1.2),
        "clip": pytest.approx(1.2),
    }
    assert by_part_with_below(result) == {
        "root": pytest.approx(2.4),
        "frame": pytest.approx(2.4),
        "clip": pytest.approx(1.2),
    }


def test_own_material_of_an_assembly_goes_through_all_its_steps(agree) -> None:
    """Frame as above, cut at 0.5; the clips enter at the second step (0.8).

    own steel 0.6 / (0.5 · 0.8) = 1.5 kg → 3; clips 0.4 / 0.8 = 0.5 kg → 1.5
    """
    recycled = Scrap(route=ScrapRoute.RECYCLED)
    frame = part(
        "frame",
        "1 piece",
        "steel",
        "1 kg",
        parts=(part("clip", "2 piece", "plastic", "0.2 kg", entry_step="fit"),),
        steps=(
            ProcessStep(id="cut", yield_fraction=0.5, scrap=recycled),
            ProcessStep(id="fit", yield_fraction=0.8, scrap=recycled),
        ),
    )
    agree(study(Part(id="root", parts=(frame,))), headline=4.5)


def test_assembly_counted_by_mass(agree, amount_of) -> None:
    """0.5 kg of hinges of 0.1 kg, each 0.06 kg own steel and 2 plastic pins of 0.02 kg.

    5 hinges: 0.3 kg steel → 0.6; 10 pins, 0.2 kg → 0.6
    """
    pin = part("pin", "2 piece", "plastic", "20 g")
    hinge = part("hinge", "0.5 kg", "steel", "100 g", parts=(pin,))
    result = agree(study(Part(id="root", parts=(hinge,))), headline=1.2)
    assert amount_of(result, "plastic") == pytest.approx(0.2)
    assert amount_of(result, "steel") == pytest.approx(0.3)


def test_step_of_an_assembly_counted_by_mass(agree, amount_of) -> None:
    """The hinges as above, pressed with 4 kWh a kg, then checked with 0.1 kWh a piece.

    0.5 kg · 4 = 2 kWh; 5 hinges · 0.1 = 0.5 kWh; 2.5 kWh → 1.25, and 1.2 of material.
    """
    pin = part("pin", "2 piece", "plastic", "20 g")
    pressing = ProcessStep(
        id="press", site="plant", basis=StepBasis.KILOGRAM, inputs=(power("4 kWh"),)
    )
    each = StepInput(id="check-power", amount=parse_quantity("100 Wh"), supply=SiteElectricity())
    checking = ProcessStep(id="check", site="plant", inputs=(each,))
    hinge = part("hinge", "0.5 kg", "steel", "100 g", parts=(pin,), steps=(pressing, checking))
    result = agree(study(Part(id="root", parts=(hinge,))), headline=1.2 + 1.25)
    assert amount_of(result, "grid-plain") == pytest.approx(2.5)


def test_assembly_counted_by_the_mass_of_its_parts(agree) -> None:
    """0.35 kg of a compound of 0.9 kg resin and 0.1 kg wool a kg: 0.35 · 2.9 = 1.015"""
    parts = (part("resin", "900 g", "plastic"), part("wool", "100 g", "steel"))
    compound = part("compound", "350 g", "", parts=parts)
    agree(study(Part(id="root", parts=(compound,))), headline=1.015)


def test_excluded_lines_add_nothing_with_all_below_them(agree) -> None:
    """Only the body counts: 1."""
    inner = part("inner", "1 piece", "chip")
    module = part("module", "1 piece", "", parts=(inner,), excluded="not populated")
    label = part("label", "1 piece", "chip", excluded="below the cut-off")
    root = Part(id="root", parts=(part("body", "1 piece", "steel", "0.5 kg"), module, label))
    result = agree(study(root), headline=1.0)
    assert {process.id for process in result.inventory.processes} >= {"body"}
    assert {process.id for process in result.inventory.processes}.isdisjoint({"module", "inner"})


def test_unmatched_lines_add_nothing_and_block(tiny) -> None:
    """A line without data set, and one per kg without mass: 1 is left, and no document."""
    root = Part(
        id="root",
        parts=(
            part("body", "1 piece", "steel", "0.5 kg"),
            part("mystery", "1 piece", ""),
            part("weightless", "1 piece", "plastic"),
        ),
    )
    calculation = calculate(study(root), tiny)
    assert calculation.result is not None
    assert totals(calculation.result).headline == pytest.approx(1.0)
    assert calculation.result.is_blocked
    assert not calculation.result.is_incomplete
    blocking = {
        (each.key, each.node)
        for each in calculation.findings
        if each.severity is Severity.BLOCKS_DOCUMENT and rule_of(each) == "D03"
    }
    assert blocking == {("part-unmatched", "mystery"), ("mass-missing", "weightless")}
