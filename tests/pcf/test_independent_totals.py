"""Two studies over the shipped tables, their totals worked out from the CSV files alone.

Nothing of the program is used for what is expected: the csv module, the published figures, and one
formula a line.
"""

import csv
from pathlib import Path

import pytest

from pcf.background.elementary import ImpactCategory
from pcf.background.open_data import find_database_folders
from pcf.findings import Severity
from pcf.inventory.build import build_inventory
from pcf.model.bom import Mass, Part
from pcf.model.choices import Choices, GwpSet
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    ProcessStep,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepBasis,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Product
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.contributions import by_stage, totals
from pcf.results.result import PcfResult
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_record

[TABLES] = [folder / "tables" for folder in find_database_folders() if folder.name == "open_data"]

STEEL = "mat-steel-sheet-cold-rolled-north-america-uslci"
ALUMINIUM = "mat-primary-aluminium-world-average-iai"
ABS = "mat-abs-resin-north-america-uslci"
TRUCK = "tr-truck-all-hgvs-average-laden-uk"
PLANE = "tr-air-freight-long-haul-to-from-uk-without-rf"
SHIP = "tr-container-ship-average"
MOULDING = "proc-injection-moulding-rigid-pp-part"
GAS = "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv"
FOIL = "pack-aluminium-foil-excl-forming-primary-uk"
SOLAR = "eltech-solar-pv-china-2024-official-cfp"
WASTE_PAPER = "waste-paper-average-end-of-life-france-ademe"
GRID = "grid-china-national-electricity-carbon-footprint-factor-2024-life-cycle"
GRID_LOSS = "eltech-transmission-and-distribution-incl-losses-china-2024"
GERMAN_GRID = "grid-germany-average-electricity-generation-ember"


def row(name: str, row_id: str) -> dict[str, str]:
    with Path(TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(each for each in csv.DictReader(file) if each["id"] == row_id)


def figure(name: str, row_id: str, column: str = "kgco2e_per_unit") -> float:
    return float(row(name, row_id)[column])


def under(gwp_set: str, name: str, row_id: str) -> float:
    """A row whose source resolves its gases by AR6, characterised anew; what is left is kept."""
    found = row(name, row_id)
    assert found["gwp_basis"] == "AR6"
    methane, nitrous = float(found["ch4_kg"] or 0), float(found["n2o_kg"] or 0)
    factors = {"AR6 GWP100": (29.8, 273), "AR5 GWP100": (28, 265), "AR6 GWP20": (82.5, 273)}
    ch4, n2o = factors[gwp_set]
    return float(found["kgco2e_per_unit"]) + methane * (ch4 - 29.8) + nitrous * (n2o - 273)


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="cradlegate-open", id=row_id)


def part(part_id: str, quantity: str, row_id: str, mass: str, **more: object) -> Part:
    return Part(
        id=part_id,
        quantity=parse_quantity(quantity),
        data_set=ref(row_id),
        mass=Mass(amount=parse_quantity(mass)),
        **more,
    )


def leg(cargo: Cargo, distance: str, row_id: str, **more: object) -> TransportLeg:
    return TransportLeg(
        cargo=cargo, distance=parse_quantity(distance), data_set=ref(row_id), **more
    )


def power(energy: str) -> StepInput:
    return StepInput(amount=parse_quantity(energy), supply=SiteElectricity())


def solved(study: Study, shipped: Background) -> PcfResult:
    calculation = calculate(study, shipped)
    left_out = [
        each.key
        for each in build_inventory(study, shipped.catalogue).findings
        if each.severity in {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
    ]
    assert left_out == []
    assert calculation.result is not None
    return with_record(calculation.result, shipped)


@pytest.mark.parametrize("gwp_set", GwpSet)
def test_bracket_made_in_china(shipped: Background, gwp_set: GwpSet) -> None:
    """A 0.4 kg sheet bracket with 4 screws, punched (yield 0.75), coated, packed, shipped."""
    punching = ProcessStep(
        id="punching",
        site="plant",
        yield_fraction=0.75,
        scrap=Scrap(route=ScrapRoute.RECYCLED),
        inputs=(power("0.6 kWh"),),
        emissions=(DirectEmission(gas="gwp-hfc-134a", amount=parse_quantity("0.05 g")),),
    )
    assembling = ProcessStep(
        id="assembling",
        site="plant",
        basis=StepBasis.BATCH,
        divisor=parse_quantity("500 piece"),
        yield_fraction=0.98,
        scrap=Scrap(route=ScrapRoute.RECYCLED),
        inputs=(power("90 MJ"),),
    )
    sheet = part("sheet", "1 piece", STEEL, "400 g", steps=(punching,))
    screws = part("screws", "4 piece", STEEL, "6 g")
    study = Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        choices=Choices(gwp_set=gwp_set),
        bom=Part(id="bracket", parts=(sheet, screws), steps=(assembling,)),
        sites=(
            Site(
                id="plant",
                country="CHN",
                electricity=(
                    SupplyLine(
                        rule=ElectricityRule.OWN_GENERATION,
                        energy=parse_quantity("200 MWh"),
                        data_set=ref(SOLAR),
                        certificate_sold=False,
                    ),
                    SupplyLine(energy=parse_quantity("800 MWh")),
                ),
            ),
        ),
        transport=(
            leg(Cargo.PARTS, "1200 km", TRUCK, parts=("sheet",), gross_per_net=1.05),
            leg(Cargo.OTHER_PARTS, "9000 km", PLANE),
            leg(Cargo.PRODUCT, "18000 km", SHIP),
        ),
        packaging=(PackagingItem(amount=parse_quantity("30 g"), data_set=ref(FOIL), holds=6),),
    )
    steel = under(gwp_set.value, "materials", STEEL)
    kwh = 0.2 * figure("electricity_technology", SOLAR)
    kwh += 0.8 * (figure("electricity_grid", GRID) + figure("electricity_technology", GRID_LOSS))
    sheet_kg = 0.4 / 0.75 / 0.98
    screws_kg = 4 * 0.006 / 0.98
    r134a = {"AR6 GWP100": 1530, "AR5 GWP100": 1300, "AR6 GWP20": 4140}[gwp_set.value]
    material = (sheet_kg + screws_kg) * steel
    inbound = sheet_kg / 1000 * 1.05 * 1200 * figure("transport", TRUCK)
    inbound += screws_kg / 1000 * 9000 * figure("transport", PLANE)
    manufacturing = (0.6 / 0.98 + 25 / 500) * kwh + 5e-5 / 0.98 * r134a
    packaging = 0.030 / 6 * figure("packaging", FOIL)
    outbound = (0.4 + 0.024 + 0.005) / 1000 * 18_000 * figure("transport", SHIP)

    result = solved(study, shipped)
    whole = totals(result)
    stages = {each.key: each.kg_co2e for each in by_stage(result)}
    assert stages["S1"] == pytest.approx(material, rel=1e-9)
    assert stages["S2"] == pytest.approx(inbound, rel=1e-9)
    assert stages["S3"] == pytest.approx(manufacturing, rel=1e-9)
    assert stages["S4"] == pytest.approx(packaging, rel=1e-9)
    expected = material + inbound + manufacturing + packaging
    assert whole.headline == pytest.approx(expected, rel=1e-9)
    assert whole.with_uptake == pytest.approx(expected, rel=1e-9)
    assert whole.outbound == pytest.approx(outbound, rel=1e-9)
    flown = screws_kg / 1000 * 9000 * figure("transport", PLANE, "aircraft")
    assert whole.categories[ImpactCategory.AIRCRAFT] == pytest.approx(flown, rel=1e-9)
    assert result.record is not None
    recorded = sum(value for each, value in result.record.totals.items() if each.in_headline)
    assert recorded == pytest.approx(expected, rel=1e-9)


def test_housing_made_in_germany(shipped: Background) -> None:
    """1 kg of ABS housings with an aluminium frame; sprues come back, waste paper holds uptake."""
    moulding = ProcessStep(
        id="moulding",
        site="plant",
        basis=StepBasis.KILOGRAM,
        yield_fraction=0.9,
        per_started=True,
        scrap=Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="shell", recovery=0.8),
        inputs=(StepInput(amount=parse_quantity("1 kg"), supply=ref(MOULDING)),),
        wastes=(WasteFlow(amount=parse_quantity("20 g"), data_set=ref(WASTE_PAPER)),),
    )
    shell = part("shell", "1 piece", ABS, "80 g", steps=(moulding,))
    frame = part("frame", "1 piece", ALUMINIUM, "120 g")
    study = Study(
        product=Product(declared_unit=parse_quantity("1 kg")),
        bom=Part(id="housing", parts=(shell, frame)),
        sites=(Site(id="plant", country="DEU"),),
    )
    runs = 1 / 0.2  # a housing weighs 0.08 + 0.12 kg
    shell_kg = 0.08 / 0.9 - 0.8 * (0.08 / 0.9 - 0.08)
    energy_kg = 0.08 / 0.9  # per started kg
    kwh = figure("electricity_grid", GERMAN_GRID) / (1 - 0.0388)
    process = figure("processes", MOULDING, "electricity_kwh") * kwh
    process += figure("processes", MOULDING, "heat_mj") / 3.6 * figure("fuels", GAS)
    paper_kg = 0.02 * energy_kg
    paper = paper_kg * figure("waste", WASTE_PAPER, "fossil")
    expected = runs * (
        shell_kg * figure("materials", ABS)
        + 0.12 * figure("materials", ALUMINIUM)
        + energy_kg * process
        + paper
    )
    biogenic = runs * paper_kg * figure("waste", WASTE_PAPER, "biogenic_emission")
    uptake = runs * paper_kg * figure("waste", WASTE_PAPER, "biogenic_removal")
    assert biogenic > 0 > uptake

    whole = totals(solved(study, shipped))
    assert whole.headline == pytest.approx(expected, rel=1e-9)
    assert whole.with_uptake == pytest.approx(expected + biogenic + uptake, rel=1e-9)
    assert whole.categories[ImpactCategory.BIOGENIC_CO2] == pytest.approx(biogenic, rel=1e-9)
    assert whole.categories[ImpactCategory.UPTAKE] == pytest.approx(uptake, rel=1e-9)
