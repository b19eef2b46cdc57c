"""Transport legs by what they carry, and packaging shared by content and trips.

Per unit: steel 2 kg CO2e/kg, truck 0.085 per t·km, plane 1.0 per t·km of which aircraft 0.8,
carton 0.9/kg, pallet 10 a piece.
"""

import pytest

from pcf.inventory.inventory import Stage
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, Scrap, ScrapRoute
from pcf.model.product import Product
from pcf.model.study import Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.contributions import by_stage, by_statement
from pcf.units import parse_quantity


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def part(part_id: str, mass: str, **more: object) -> Part:
    return Part(
        id=part_id,
        quantity=parse_quantity("1 piece"),
        data_set=ref("steel"),
        mass=Mass(amount=parse_quantity(mass)),
        **more,
    )


def leg(cargo: Cargo, distance: str, row_id: str = "truck", **more: object) -> TransportLeg:
    return TransportLeg(
        cargo=cargo, distance=parse_quantity(distance), data_set=ref(row_id), **more
    )


def study(root: Part, *legs: TransportLeg, **more: object) -> Study:
    product = more.pop("product", Product(declared_unit=parse_quantity("1 piece")))
    return Study(product=product, bom=root, transport=legs, **more)


def test_truck_example_of_the_methods(agree, amount_of) -> None:
    """12 t · 800 km = 9600 t·km, · 0.085 = 816 kg (methods 9); 12 t of steel add 24 000."""
    result = agree(
        study(part("root", "12 t"), leg(Cargo.OTHER_PARTS, "800 km")), headline=24_000 + 816
    )
    assert amount_of(result, "truck", Stage.INBOUND) == pytest.approx(9600)


def test_transport_packaging_of_goods_travels_too(agree) -> None:
    """1 t · 1.25 · 100 km = 125 t·km → 10.625"""
    carried = leg(Cargo.OTHER_PARTS, "100 km", gross_per_net=1.25)
    agree(study(part("root", "1 t"), carried), headline=2000 + 10.625)


def test_named_parts_take_their_own_legs_and_others_the_rest(agree, amount_of) -> None:
    """a (1 t) flies 2000 km and rides 100 km; b (3 t) rides 500 km; c (2 t) too.

    a: 2000 t·km plane → 2000, of which aircraft 1600; 100 t·km truck → 8.5
    b, c: 5 t · 500 km = 2500 t·km → 212.5
    """
    root = Part(id="root", parts=(part("a", "1 t"), part("b", "3 t"), part("c", "2 t")))
    result = agree(
        study(
            root,
            leg(Cargo.PARTS, "2000 km", "plane", id="flight", parts=("a",)),
            leg(Cargo.PARTS, "100 km", id="feeder", parts=("a",)),
            leg(Cargo.OTHER_PARTS, "500 km", id="rest"),
        ),
        headline=12_000 + 2000 + 8.5 + 212.5,
        aircraft=1600.0,
        fossil=12_000 + 2000 + 8.5 + 212.5,
    )
    assert amount_of(result, "truck") == pytest.approx(2600)
    stated = {each.key: each.kg_co2e for each in by_statement(result)}
    assert stated["flight"] == pytest.approx(2000)
    assert stated["feeder"] == pytest.approx(8.5)
    assert stated["rest"] == pytest.approx(212.5)


def test_what_becomes_scrap_was_transported_too(agree, amount_of) -> None:
    """1 t good at yield 0.8 needs 1.25 t, carried 100 km: 125 t·km → 10.625; steel 2500"""
    cut = ProcessStep(id="cut", yield_fraction=0.8, scrap=Scrap(route=ScrapRoute.RECYCLED))
    root = part("root", "1 t", steps=(cut,))
    result = agree(study(root, leg(Cargo.OTHER_PARTS, "100 km")), headline=2500 + 10.625)
    assert amount_of(result, "truck") == pytest.approx(125)


def test_packaging_is_shared_by_content_and_trips(agree, amount_of) -> None:
    """Carton 0.5 kg for 10 products, once: 0.05 kg → 0.045
    Crates: 2 of 3 kg carton for 12 products, 50 trips: 6 / 600 = 0.01 kg → 0.009
    Pallet: 1 piece for 48 products, 10 trips: 10 / 480 = 0.0208333
    """
    items = (
        PackagingItem(id="box", amount=parse_quantity("500 g"), data_set=ref("carton"), holds=10),
        PackagingItem(
            id="crate",
            amount=parse_quantity("2 piece"),
            mass=Mass(amount=parse_quantity("3 kg")),
            data_set=ref("carton"),
            holds=12,
            trips=50,
        ),
        PackagingItem(
            id="pallet",
            amount=parse_quantity("1 piece"),
            data_set=ref("pallet"),
            holds=48,
            trips=10,
        ),
    )
    result = agree(
        study(part("root", "1 kg"), packaging=items), headline=2 + 0.045 + 0.009 + 10 / 480
    )
    assert amount_of(result, "carton", Stage.PACKAGING) == pytest.approx(0.06)
    stages = {each.key: each.kg_co2e for each in by_stage(result)}
    assert stages["S4"] == pytest.approx(0.045 + 0.009 + 10 / 480)
    assert stages["S1"] == pytest.approx(2.0)


def test_packaging_travels_in_once_for_all_its_trips(agree, amount_of) -> None:
    """A crate of 6 kg for 12 products and 50 trips: 0.01 kg · 300 km = 0.003 t·km → 0.000255"""
    crate = PackagingItem(
        id="crate", amount=parse_quantity("6 kg"), data_set=ref("carton"), holds=12, trips=50
    )
    result = agree(
        study(part("root", "1 kg"), leg(Cargo.PACKAGING, "300 km"), packaging=(crate,)),
        headline=2 + 0.009 + 0.000255,
    )
    assert amount_of(result, "truck", Stage.INBOUND) == pytest.approx(0.003)


def test_outbound_is_told_apart_and_in_no_total(agree, amount_of) -> None:
    """Net 1 t and a reused crate of 200 kg for 4 products: (1 + 0.05) t · 400 km = 420 t·km → 35.7

    The crate itself: 0.05 t / 50 trips = 1 kg carton → 0.9. The whole crate rides on every trip.
    """
    crate = PackagingItem(
        id="crate", amount=parse_quantity("200 kg"), data_set=ref("carton"), holds=4, trips=50
    )
    result = agree(
        study(part("root", "1 t"), leg(Cargo.PRODUCT, "400 km"), packaging=(crate,)),
        headline=2000 + 0.9,
        outbound=35.7,
    )
    assert amount_of(result, "truck", Stage.OUTBOUND) == pytest.approx(420)
    assert sum(each.kg_co2e for each in by_stage(result)) == pytest.approx(2000.9)


def test_outbound_by_the_stated_net_mass(agree) -> None:
    """Stated 0.5 t instead of the summed 1 t, by air: 0.5 · 400 = 200 t·km → 200"""
    product = Product(declared_unit=parse_quantity("1 piece"), net_mass=parse_quantity("500 kg"))
    flown = leg(Cargo.PRODUCT, "400 km", "plane")
    agree(
        study(part("root", "1 t"), flown, product=product), headline=2000, aircraft=0, outbound=200
    )


def test_outbound_follows_the_declared_amount(agree) -> None:
    """For 10 products of 1 t: 20 000 and 10 · 400 · 0.085 = 340"""
    product = Product(declared_unit=parse_quantity("10 piece"))
    carried = leg(Cargo.PRODUCT, "400 km")
    agree(study(part("root", "1 t"), carried, product=product), headline=20_000, outbound=340)
