"""Backgrounds and a study that tests share: a tiny database of round numbers, and the shipped one.

`tiny` and `shipped` are `Background`s; `DataSetRef(database="tiny", id="steel")` is a data set, and
what one unit of it emits stands in `TINY` below. `lamp` is a small complete study over it.
"""

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from pcf.background.catalogue import Catalogue, load_catalogue
from pcf.background.database import Database, Exchanges, GridLoss, GridSupply
from pcf.background.dataset import Confidence, DataSet, EnergyRecipe, SplitOrigin
from pcf.background.elementary import ElementaryFlow, Gas, GasGroup, GwpReport, ImpactCategory
from pcf.background.source import Source
from pcf.model.bom import Mass, Part
from pcf.model.choices import GwpSet
from pcf.model.edits import Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    ProcessStep,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Product
from pcf.model.quality import QualityStatement
from pcf.model.scope import ReviewKind, RulesStatus
from pcf.model.sites import Site
from pcf.model.study import Assumption, Exclusion, Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.units import parse_quantity
from pcf.workflow.background import Background

# The same examples on every machine: a law that fails must fail again.
settings.register_profile("cradlegate", derandomize=True, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "cradlegate"))

_FOSSIL_CO2 = ElementaryFlow("gwp-co2", ImpactCategory.FOSSIL)
_FOSSIL_CH4 = ElementaryFlow("gwp-ch4-fossil", ImpactCategory.FOSSIL)
_BIOGENIC_CO2 = ElementaryFlow("gwp-co2", ImpactCategory.BIOGENIC_CO2)
_UPTAKE = ElementaryFlow("gwp-co2", ImpactCategory.UPTAKE)
_LAND_USE = ElementaryFlow("", ImpactCategory.LAND_USE_CHANGE, GwpReport.AR5)
_UNSPLIT = ElementaryFlow("", ImpactCategory.UNSPLIT, GwpReport.AR4)
_AIRCRAFT = ElementaryFlow("", ImpactCategory.AIRCRAFT, GwpReport.AR5)

# Unit and emissions of each data set, per unit [kg of the gas, or kg CO2e where there is no gas].
TINY: dict[str, tuple[str, dict[ElementaryFlow, float]]] = {
    "steel": ("kg", {_FOSSIL_CO2: 2.0}),
    "plastic": ("kg", {_FOSSIL_CO2: 3.0}),
    "recycled-steel": ("kg", {_FOSSIL_CO2: 0.5}),
    "chip": ("piece", {_FOSSIL_CO2: 5.0}),
    "board": ("m2", {_FOSSIL_CO2: 40.0}),
    "solvent": ("kg", {_FOSSIL_CO2: 1.0, _FOSSIL_CH4: 0.1}),
    "paper": ("kg", {_UNSPLIT: 1.0}),
    "wood": ("kg", {_FOSSIL_CO2: 0.1, _LAND_USE: 0.05, _BIOGENIC_CO2: 0.2, _UPTAKE: -1.8}),
    "carton": ("kg", {_FOSSIL_CO2: 0.9}),
    "pallet": ("piece", {_FOSSIL_CO2: 10.0}),
    "spending": ("USD", {_UNSPLIT: 0.5}),
    "landfill": ("kg", {_FOSSIL_CO2: 0.1}),
    "shredding": ("kg", {_FOSSIL_CO2: 0.4}),
    "truck": ("t*km", {_FOSSIL_CO2: 0.085}),
    "plane": ("t*km", {_FOSSIL_CO2: 1.0, _AIRCRAFT: 0.8}),
    "plane-rf": ("t*km", {_FOSSIL_CO2: 2.0, _AIRCRAFT: 1.8}),
    "coal-power": ("kWh", {_FOSSIL_CO2: 1.0}),
    "solar": ("kWh", {_FOSSIL_CO2: 0.05}),
    "half-solar": ("kWh", {}),  # takes half a kWh of each of the two above
    "grid-term": ("kWh", {_FOSSIL_CO2: 0.5777}),
    "grid-term-loss": ("kWh", {_FOSSIL_CO2: 0.0327}),
    "grid-share": ("kWh", {_FOSSIL_CO2: 0.4}),
    "grid-plain": ("kWh", {_FOSSIL_CO2: 0.5}),
    "moulding": ("kg", {_UNSPLIT: 1.5}),
    "forging": ("kg", {_UNSPLIT: 2.5}),
    "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv": ("kWh", {_FOSSIL_CO2: 0.25}),
    "fuel-coal-industrial-combustion-incl-upstream-per-kg": ("kg", {_FOSSIL_CO2: 3.0}),
}
_TAKES = {"half-solar": {"coal-power": 0.5, "solar": 0.5}}
_GAS_FUEL = "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv"
_COAL_FUEL = "fuel-coal-industrial-combustion-incl-upstream-per-kg"


def _recipe(electricity_kwh: float, **fuels: float) -> EnergyRecipe:
    ids = {"gas_kwh": _GAS_FUEL, "coal_kg": _COAL_FUEL}
    return EnergyRecipe(
        electricity_kwh,
        tuple((DataSetRef(database="tiny", id=ids[name]), fuels[name]) for name in fuels),
    )


_RECIPES = {
    "moulding": _recipe(1.79, gas_kwh=0.12444 / 3.6),
    "forging": _recipe(0.0, gas_kwh=1.0, coal_kg=0.2),
}
_ROUTES = {"steel": "virgin", "plastic": "virgin", "recycled-steel": "recycled", "board": "mixed"}
_SOURCE = Source("src", "Round numbers", "Tests", "2024", "CC0", "Round numbers, tests, CC0")
# GWP100 of AR5, GWP100 of AR6, GWP20 of AR6; None where a set has none.
_GASES = (
    ("gwp-co2", GasGroup.CO2, False, 1, 1, 1),
    ("gwp-co2-biogenic", GasGroup.CO2, True, 1, 1, 1),
    ("gwp-ch4-fossil", GasGroup.CH4, False, 28, 29.8, 82.5),
    ("gwp-ch4-nonfossil", GasGroup.CH4, True, 28, 27.0, 79.7),
    ("gwp-n2o", GasGroup.N2O, False, 265, 273, 273),
    ("gwp-hfc-134a", GasGroup.HFC, False, 1300, 1530, 4140),
    ("gwp-old", GasGroup.OTHER, False, 100, None, None),
)


def tiny_ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


def build_tiny_database() -> Database:
    ids = list(TINY)
    flows = tuple(
        sorted({flow for _, emits in TINY.values() for flow in emits}, key=lambda f: f.id)
    )
    emissions = [
        (flows.index(flow), ids.index(row_id), amount)
        for row_id, (_, emits) in TINY.items()
        for flow, amount in emits.items()
    ]
    inputs = [
        (ids.index(taken), ids.index(row_id), amount)
        for row_id, takes in _TAKES.items()
        for taken, amount in takes.items()
    ]
    return Database(
        id="tiny",
        title_en="Tiny",
        title_zh="Tiny",
        version="1",
        licence="CC0",
        checksum="7" * 64,
        notice="Round numbers.",
        data_sets=tuple(_tiny_data_set(row_id) for row_id in ids),
        flows=flows,
        inputs=_exchanges(inputs),
        emissions=_exchanges(emissions),
        gases={
            row[0]: Gas(row[0], row[0], row[0], "", row[1], row[2], _factors(*row[3:]))
            for row in _GASES
        },
        supplies={
            "grid-term": GridSupply(tiny_ref("grid-term"), loss_term=tiny_ref("grid-term-loss")),
            "grid-share": GridSupply(
                tiny_ref("grid-share"), loss=GridLoss("loss", 0.2, 2024, _SOURCE, "row 1")
            ),
            "grid-plain": GridSupply(tiny_ref("grid-plain")),
        },
        losses={"WLD": GridLoss("loss-wld", 0.1, 2024, _SOURCE, "row 2")},
        grids={"AAA": "grid-term", "BBB": "grid-share", "CCC": "grid-plain"},
    )


def _factors(ar5: float, ar6: float | None, ar6_20: float | None) -> dict[GwpSet, float]:
    sets = (GwpSet.AR5_GWP100, GwpSet.AR6_GWP100, GwpSet.AR6_GWP20)
    stated = zip(sets, (ar5, ar6, ar6_20), strict=True)
    return {gwp_set: factor for gwp_set, factor in stated if factor is not None}


def _tiny_data_set(row_id: str) -> DataSet:
    unit, emits = TINY[row_id]
    return DataSet(
        ref=tiny_ref(row_id),
        name_en=row_id,
        name_zh=row_id,
        table="materials",
        family=row_id,
        route=_ROUTES.get(row_id, ""),
        unit=unit,
        geography="GLO",
        year=2024,
        kg_co2e=sum(amount for flow, amount in emits.items() if flow.category.in_headline),
        boundary="cradle-to-gate",
        confidence=Confidence.A,
        source=_SOURCE,
        source_locator="row",
        licence="CC0",
        note="",
        split=SplitOrigin.NONE if _UNSPLIT in emits else SplitOrigin.STATED,
        is_default=True,
        recipe=_RECIPES.get(row_id),
        has_radiative_forcing=row_id == "plane-rf",
    )


def _exchanges(entries: list[tuple[int, int, float]]) -> Exchanges:
    rows, columns, amounts = zip(*entries, strict=True)
    return Exchanges(np.array(rows), np.array(columns), np.array(amounts, dtype=float))


def build_lamp() -> Study:
    """Give a small complete study over the tiny database; ids say what a node is."""
    forming = ProcessStep(
        id="forming",
        name="Forming",
        site="plant",
        yield_fraction=0.8,
        scrap=Scrap(route=ScrapRoute.TREATMENT, data_set=tiny_ref("landfill")),
        inputs=(
            StepInput(
                id="forming-power",
                name="Power",
                amount=parse_quantity("0.5 kWh"),
                supply=SiteElectricity(),
            ),
        ),
    )
    assembling = ProcessStep(
        id="assembling",
        name="Assembling",
        site="plant",
        inputs=(
            StepInput(
                id="cleaner",
                name="Cleaner",
                amount=parse_quantity("10 g"),
                supply=tiny_ref("solvent"),
            ),
        ),
        emissions=(DirectEmission(id="leak", gas="gwp-hfc-134a", amount=parse_quantity("0.1 g")),),
        wastes=(
            WasteFlow(
                id="rags", name="Rags", amount=parse_quantity("5 g"), data_set=tiny_ref("landfill")
            ),
        ),
    )
    housing = Part(
        id="housing",
        name="Housing",
        quantity=parse_quantity("1 piece"),
        mass=Mass(amount=parse_quantity("200 g")),
        data_set=tiny_ref("steel"),
        steps=(forming,),
    )
    screw = Part(
        id="screw",
        name="Screw",
        quantity=parse_quantity("4 piece"),
        mass=Mass(amount=parse_quantity("5 g")),
        data_set=tiny_ref("steel"),
    )
    grip = Part(id="grip", name="Grip", quantity=parse_quantity("80 g"), data_set=tiny_ref("wood"))
    return Study(
        id="study",
        salt="0" * 32,
        product=Product(
            id="product",
            name="Lamp",
            declared_unit=parse_quantity("1 piece"),
            made_at="plant",
        ),
        bom=Part(id="lamp", name="Lamp", parts=(housing, screw, grip), steps=(assembling,)),
        sites=(Site(id="plant", name="Plant", country="AAA"),),
        transport=(
            TransportLeg(
                id="to-plant",
                name="To the plant",
                cargo=Cargo.OTHER_PARTS,
                distance=parse_quantity("100 km"),
                data_set=tiny_ref("truck"),
            ),
            TransportLeg(
                id="to-customer",
                name="To the customer",
                cargo=Cargo.PRODUCT,
                distance=parse_quantity("500 km"),
                data_set=tiny_ref("truck"),
            ),
        ),
        packaging=(
            PackagingItem(
                id="box",
                name="Box",
                amount=parse_quantity("60 g"),
                data_set=tiny_ref("carton"),
                holds=2,
            ),
        ),
    )


# What the checklist asks and no calculation can derive, by the node that states it.
_STATED = {
    "goal": {
        "application": "Request of a customer",
        "reasons": "The customer asks for it",
        "audience": "The customer",
        "public": False,
        "comparative": False,
        "period_start": datetime.date(2025, 1, 1),
        "period_end": datetime.date(2025, 12, 31),
    },
    "scope": {
        "rules_status": RulesStatus.NONE_FOUND,
        "rules_rationale": "No operator has rules for lamps",
        "geography": "Made in China from parts made in China",
        "cut_off": "Greenhouse gases",
        "value_choices": "None",
        "data_collection": "Readings of the plant",
        "missing_data": "No gap was found",
        "valid_until": datetime.date(2028, 12, 31),
    },
    "interpretation": {
        "completeness": "All inputs of the plant's ledger are in",
        "consistency": "One method throughout",
        "sensitivity": "Steel of another mill: 4 % less",
        "uncertainty": "Good for the plant, fair for the suppliers",
        "conclusions": "The housing is the hot spot",
    },
    "review": {"kind": ReviewKind.NONE},
    "company": {"name": "Lamp makers"},
    "product": {
        "number": "L-1",
        "version": "B",
        "description": "A lamp",
        "net_mass": parse_quantity("300 g"),
    },
    "plant": {"untracked_reason": "No residual mix of the country was found"},
    "forming": {"site_specific": True},
    "assembling": {"site_specific": True},
}


def with_statements(lamp: Study) -> Study:
    """Give a kind of lamp with everything stated that the checklist asks."""
    named = {"goal": lamp.goal.id, "company": lamp.company.id}
    edits = [
        SetField(node=named.get(node, node), field=field, value=value)
        for node, fields in _STATED.items()
        for field, value in fields.items()
    ]
    exclusion = Exclusion(
        id="label", what="Label", reason="Small", estimate=parse_quantity("0.005 kgCO2e")
    )
    assumption = Assumption(id="assumed", text="Parts come by truck")
    origin = QualityStatement(id="origin", place="DEU", reason="All is bought in the region")
    nodes = (exclusion, assumption, origin)
    inserts = [Insert(parent="study", index=0, node=node) for node in nodes]
    return apply(lamp, [*edits, *inserts])


ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def other_files() -> Path:
    """The folder of other people's files, which are tried and not kept here; skips without it."""
    stated = os.environ.get("CRADLEGATE_TEST_DATA")
    beside = [ROOT.parent / "data", ROOT.parent / "shared" / "data"]
    for folder in [Path(stated)] if stated else beside:
        if folder.is_dir():
            return folder
    pytest.skip("other people's files are not here (CRADLEGATE_TEST_DATA)")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for data packages and intensities, shared by all tests of a run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def tiny_database() -> Database:
    return build_tiny_database()


@pytest.fixture(scope="session")
def tiny(tiny_database: Database, cache: Path) -> Background:
    return Background(Catalogue([tiny_database]), cache)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped databases, read once."""
    return load_catalogue()


@pytest.fixture(scope="session")
def shipped(catalogue: Catalogue, cache: Path) -> Background:
    return Background(catalogue, cache)


@pytest.fixture(scope="session")
def lamp() -> Study:
    return build_lamp()


@pytest.fixture(scope="session")
def stated() -> Callable[[Study], Study]:
    """What gives a lamp with everything stated that the checklist asks."""
    return with_statements
