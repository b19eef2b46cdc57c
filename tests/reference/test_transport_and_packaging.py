"""Transport legs by what they carry, and packaging shared by content and trips.

Per unit: steel 2 kg CO2e/kg, truck 0.085 per t·km, plane 1.0 per t·km of which aircraft 0.8,
carton 0.9/kg, pallet 10 a piece, gas 0.25 per kWh.

A truck by its fuel: 24 t, load factor 0.60, empty distance factor 0.20, 0.34 L/km full, 0.23 empty,
3.25 kg CO2e/L well to wheel (methods 9).
"""

import pytest

from pcf.inventory.inventory import Stage
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, Scrap, ScrapRoute
from pcf.model.product import Product
from pcf.model.splits import Split
from pcf.model.study import Study
from pcf.model.transport import Cargo, DistanceKind, TransportLeg
from pcf.model.vehicle import FuelFactor, Vehicle
from pcf.results.contributions import by_stage, by_statement
from pcf.results.transport import LegUse, leg_uses
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


DIESEL = FuelFactor(
    name="Diesel",
    value=parse_quantity("3.25 kgCO2e"),
    per=parse_quantity("1 L"),
    well_to_wheel=True,
    split=Split(fossil=3.25),
    source="Table 3",
)


def truck(load_factor: float = 0.6, **fields: object) -> Vehicle:
    stated = {
        "capacity": parse_quantity("24 t"),
        "load_factor": load_factor,
        "empty_distance_factor": 0.2,
        "fuel_empty": parse_quantity("0.23 L"),
        "fuel_full": parse_quantity("0.34 L"),
        "fuel_distance": parse_quantity("1 km"),
        "factor": DIESEL,
        "source": "Fleet records",
    }
    return Vehicle(**{**stated, **fields})


def driven(vehicle: Vehicle, **more: object) -> TransportLeg:
    stated = {"id": "leg", "distance": parse_quantity("800 km"), "vehicle": vehicle, **more}
    return TransportLeg(**stated)


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


def leg_use(agree, leg: TransportLeg, kg_co2e: float, **sums: float) -> LegUse:
    """Solve a study of 12 t steel with one leg by both ways; give the leg."""
    result = agree(study(part("root", "12 t"), leg), headline=24_000 + kg_co2e, **sums)
    [use] = leg_uses(result)
    assert use.kg_co2e == pytest.approx(kg_co2e)
    return use


# (0.23 + 0.11 LF + 0.23 · 0.2 / 0.8) / (24 LF) · 3.25
INTENSITY_60, INTENSITY_69 = 0.3535 / 14.4 * 3.25, 0.3634 / 16.56 * 3.25


def test_truck_by_its_fuel(agree) -> None:
    """0.3535 L per loaded km, / (24 t · 0.6) · 3.25 kg/L = 0.0798 kg/t·km; 12 t · 800 km → 765.9"""
    use = leg_use(agree, driven(truck()), 9600 * INTENSITY_60, fossil=24_000 + 9600 * INTENSITY_60)
    assert round(use.kg_per_tkm, 4) == 0.0798
    assert use.freight_tkm == pytest.approx(9600)
    assert use.taken == pytest.approx(9600 * 0.3535 / 14.4)
    assert use.data_set.unit == "L"


def test_more_load_burns_more_fuel_and_emits_less_per_tonne_kilometre(agree) -> None:
    """Load 15 % higher, LF 0.69: 0.0713 kg/t·km, 10.6 % less, not 13.0 %, as fuel rises too."""
    use = leg_use(agree, driven(truck(0.69)), 9600 * INTENSITY_69)
    assert round(use.kg_per_tkm, 4) == 0.0713
    assert round(100 * (INTENSITY_69 / INTENSITY_60 - 1), 1) == -10.6
    assert truck(0.69).fuel_per_loaded_distance > truck().fuel_per_loaded_distance


def test_fuel_per_hundred_kilometres_is_the_same(agree) -> None:
    per_100 = truck(
        fuel_empty=parse_quantity("23 L"),
        fuel_full=parse_quantity("34 L"),
        fuel_distance=parse_quantity("100 km"),
    )
    leg_use(agree, driven(per_100), 9600 * INTENSITY_60)


def test_vehicle_takes_the_data_set_of_its_fuel(agree, amount_of) -> None:
    """Gas: 0.9 and 1.4 kWh/km, full, no empty run: 1.4 / 24 kWh/t·km · 9600 = 560 kWh · 0.25"""
    gas = ref("fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv")
    vehicle = truck(
        1.0,
        empty_distance_factor=0.0,
        fuel_empty=parse_quantity("3.24 MJ"),
        fuel_full=parse_quantity("1.4 kWh"),
        factor=None,
        fuel=gas,
    )
    leg_use(agree, driven(vehicle), 140)
    result = agree(study(part("root", "12 t"), driven(vehicle)), headline=24_140)
    assert amount_of(result, gas.id, Stage.INBOUND) == pytest.approx(560)


@pytest.mark.parametrize(
    ("kind", "factor", "freight", "run_km"),
    [
        (DistanceKind.SHORTEST, None, 9600, 800),
        (DistanceKind.SHORTEST, 1.05, 9600, 840),
        (DistanceKind.ACTUAL, None, 9600, 800),
        (DistanceKind.ACTUAL, 1.25, 7680, 800),
        (DistanceKind.GREAT_CIRCLE, None, 9600, 895),
    ],
)
def test_fuel_is_burnt_over_what_is_run_and_activity_counts_the_shortest(
    agree, kind: DistanceKind, factor: float | None, freight: float, run_km: float
) -> None:
    stated = driven(truck(), distance_kind=kind, distance_factor=factor)
    use = leg_use(agree, stated, 12 * run_km * INTENSITY_60)
    assert use.freight_tkm == pytest.approx(freight)


def test_data_set_takes_the_activity_of_an_actual_distance(agree, amount_of) -> None:
    """840 km driven at 1.05: 800 km, 9600 t·km → 816 kg"""
    carried = leg(
        Cargo.OTHER_PARTS, "840 km", distance_kind=DistanceKind.ACTUAL, distance_factor=1.05
    )
    result = agree(study(part("root", "12 t"), carried), headline=24_816)
    assert amount_of(result, "truck") == pytest.approx(9600)


def test_light_freight_counts_its_chargeable_mass(agree) -> None:
    """1 t of 6 m3 at 250 kg/m3 is charged as 1.5 t: 1.5 · 100 km = 150 t·km → 12.75"""
    light = leg(Cargo.OTHER_PARTS, "100 km", chargeable_per_gross=1.5)
    agree(study(part("root", "1 t"), light), headline=2000 + 12.75)


def test_outbound_by_a_vehicle_is_in_no_total(agree) -> None:
    shipped = driven(truck(), cargo=Cargo.PRODUCT)
    result = agree(
        study(part("root", "12 t"), shipped), headline=24_000, outbound=9600 * INTENSITY_60
    )
    [use] = leg_uses(result)
    assert use.is_outbound
    assert round(use.kg_per_tkm, 4) == 0.0798
