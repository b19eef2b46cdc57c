"""A leg by its vehicle: complete on shipped data, then one fault each."""

import msgspec
import pytest

from pcf.findings import Severity
from pcf.model.bom import Mass, Part
from pcf.model.edits import SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.product import Product
from pcf.model.splits import AssessmentReport, Split, StatedSplit
from pcf.model.study import Study
from pcf.model.transport import DistanceKind, TransportLeg
from pcf.model.vehicle import FuelFactor, Vehicle
from pcf.reports.stated import stated_words
from pcf.results.checklist import rule_of
from pcf.results.frames import result_tables
from pcf.results.transport import leg_uses
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

OPEN = "cradlegate-open"


def row(row_id: str) -> DataSetRef:
    return DataSetRef(database=OPEN, id=row_id)


DIESEL = row("fuel-diesel-average-biofuel-blend-combustion-incl-upstream-per-litre")
BURNT = row("fuel-diesel-average-biofuel-blend-combustion-per-litre")
KEROSENE = row("fuel-aviation-turbine-fuel-combustion-incl-upstream-per-kg")
TRUCK = Vehicle(
    capacity=parse_quantity("24 t"),
    load_factor=0.6,
    empty_distance_factor=0.2,
    fuel_empty=parse_quantity("23 L"),
    fuel_full=parse_quantity("34 L"),
    fuel_distance=parse_quantity("100 km"),
    fuel=DIESEL,
    source="Fleet records 2025",
)
FACTOR = FuelFactor(
    name="Diesel B7",
    name_zh="柴油 B7",
    value=parse_quantity("3.25 kgCO2e"),
    per=parse_quantity("1 L"),
    well_to_wheel=True,
    split=Split(fossil=3.2, biogenic_non_co2=0.05, land_use_change=0.0, aircraft=0.0),
    report=AssessmentReport.AR6,
    year=2024,
    geography="DEU",
    source="Fuel standard, table 3",
)
AIRCRAFT = {
    "fuel": KEROSENE,
    "fuel_empty": parse_quantity("3 kg"),
    "fuel_full": parse_quantity("4 kg"),
    "fuel_distance": parse_quantity("1 km"),
}


def study() -> Study:
    plate = Part(
        id="plate",
        name="Plate",
        mass=Mass(amount=parse_quantity("12 kg")),
        data_set=row("mat-primary-aluminium-world-average-iai"),
    )
    leg = TransportLeg(
        id="leg",
        name="Road",
        name_zh="公路",
        distance=parse_quantity("800 km"),
        distance_factor=1.05,
        vehicle=TRUCK,
    )
    return Study(
        product=Product(declared_unit=parse_quantity("1 piece")), bom=plate, transport=(leg,)
    )


def vehicle(**changes: object) -> SetField:
    return SetField(node="leg", field="vehicle", value=msgspec.structs.replace(TRUCK, **changes))


def typed(**changes: object) -> SetField:
    return vehicle(factor=msgspec.structs.replace(FACTOR, **changes), fuel=None)


def leg(field: str, value: object) -> SetField:
    return SetField(node="leg", field=field, value=value)


def at_leg(edits: list[SetField], shipped: Background) -> dict[str, tuple[Severity, str, str]]:
    findings = calculate(apply(study(), edits), shipped).findings
    return {
        each.key: (each.severity, each.field, rule_of(each))
        for each in findings
        if each.node == "leg"
    }


@pytest.mark.parametrize("edits", [[], [typed()]])
def test_the_complete_leg_has_nothing_to_say(edits, shipped: Background) -> None:
    assert not at_leg(edits, shipped)


B, W = Severity.BLOCKS_DOCUMENT, Severity.WARNING

FAULTS = [
    (vehicle(source=" "), "vehicle-without-source", (B, "vehicle", "D03")),
    (vehicle(fuel=None), "vehicle-without-fuel", (B, "vehicle", "D03")),
    (vehicle(fuel=BURNT), "fuel-not-well-to-wheel", (B, "vehicle", "S05")),
    (vehicle(fuel=KEROSENE), "unit-mismatch", (B, "vehicle", "D03")),
    (vehicle(factor=FACTOR), "fuel-factor-beside-data-set", (W, "vehicle", "D03")),
    (typed(source=""), "fuel-factor-without-source", (B, "vehicle", "D03")),
    (typed(well_to_wheel=None), "fuel-not-well-to-wheel", (B, "vehicle", "S05")),
    (typed(well_to_wheel=False), "fuel-not-well-to-wheel", (B, "vehicle", "S05")),
    (typed(split=Split(fossil=4.0)), "split-exceeds-total", (B, "vehicle", "Q09")),
    (leg("data_set", row("tr-heavy-diesel-truck-china")), "vehicle-beside-data-set",
     (W, "data_set", "D03")),
    (leg("distance_factor", None), "leg-detour-not-stated", (W, "distance_factor", "D08")),
    (vehicle(fuel_distance=parse_quantity("1 km")), "vehicle-implausible", (W, "vehicle", "D03")),
    (vehicle(capacity=parse_quantity("24 kg")), "vehicle-implausible", (W, "vehicle", "D03")),
    (vehicle(fuel_empty=parse_quantity("0.23 L"), fuel_full=parse_quantity("0.34 L")),
     "vehicle-implausible", (W, "vehicle", "D03")),
    (vehicle(**AIRCRAFT), "aircraft-missing", (B, "vehicle", "Q07")),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "key", "said"), FAULTS)
def test_each_fault_is_found_where_it_is_mended(edit, key, said, shipped: Background) -> None:
    assert at_leg([edit], shipped)[key] == said
    for language in Language:
        texts = Texts(language)
        found = calculate(apply(study(), [edit]), shipped).findings
        [each] = [each for each in found if each.key == key and each.node == "leg"]
        what, mend = texts.what(each), texts.mend(each)
        assert what
        assert mend
        assert "{" not in what + mend


def test_a_flown_leg_needs_the_share_of_aircraft_whatever_its_fuel(shipped: Background) -> None:
    flown = [
        leg("distance_factor", None),
        leg("distance_kind", DistanceKind.GREAT_CIRCLE),
    ]
    assert at_leg(flown, shipped)["aircraft-missing"] == (B, "vehicle", "Q07")
    stated = typed(split=Split(fossil=3.25, land_use_change=0.0, aircraft=2.6))
    assert not at_leg([*flown, stated], shipped)
    of_fuel = StatedSplit(
        data_set=DIESEL, source="EPD", split=Split(fossil=3.2, land_use_change=0.0, aircraft=2.5)
    )
    split = msgspec.structs.replace(apply(study(), flown), splits=(of_fuel,))
    findings = calculate(split, shipped).findings
    assert "aircraft-missing" not in {each.key for each in findings}


def test_load_factor_outside_its_bounds_is_named_with_its_place(shipped: Background) -> None:
    stated = msgspec.to_builtins(TRUCK)
    for value in (0, 1.3):
        with pytest.raises(msgspec.ValidationError, match="load-factor-outside"):
            msgspec.convert({**stated, "load_factor": value}, Vehicle)


@pytest.fixture(scope="module", params=[[], [typed()]], ids=["data set", "typed factor"])
def result(request, shipped: Background):
    return calculate(apply(study(), request.param), shipped).result


@pytest.mark.parametrize("language", Language)
def test_the_table_of_legs_shows_all_that_the_intensity_rests_on(result, language) -> None:
    table = next(each for each in result_tables(result, Texts(language)) if each.id == "legs")
    [[*cells]] = table.frame.itertuples(index=False)
    found = dict(zip([each.key for each in table.columns], cells, strict=True))
    [use] = leg_uses(result)
    per_litre = use.data_set.kg_co2e
    assert found["column.distance"] == 800
    assert found["column.distance-factor"] == 1.05
    assert found["column.capacity"] == pytest.approx(24)
    assert (found["column.load-factor"], found["column.empty-distance-factor"]) == (0.6, 0.2)
    fuel = [found[f"column.fuel-{each}"] for each in ("empty", "full", "distance")]
    assert fuel == ["23 L", "34 L", "100 km"]
    assert found["column.vehicle-source"] == "Fleet records 2025"
    assert found["column.freight"] == pytest.approx(9.6)
    assert found["column.amount"] == pytest.approx(9.6 * 1.05 * 0.3535 / 14.4)
    assert found["column.intensity"] == pytest.approx(1.05 * 0.3535 / 14.4 * per_litre, rel=1e-3)
    assert found["column.emission-leg"] == pytest.approx(9.6 * found["column.intensity"])


@pytest.mark.parametrize("language", Language)
def test_the_document_says_what_the_vehicle_is(result, language) -> None:
    said = " ".join(stated_words(result, Texts(language)))
    for fact in ("24\u00a0t", "60.0\u00a0%", "20.0\u00a0%", "23\u00a0L", "34\u00a0L", "1.05",
                 "100\u00a0km", "Fleet records 2025"):  # fmt: skip
        assert fact in said, said
    assert ("Fuel standard, table 3" in said) is (leg_uses(result)[0].leg.vehicle.fuel is None)
