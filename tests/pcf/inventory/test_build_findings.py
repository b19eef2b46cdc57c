"""Every finding of the builders: exactly when it should be, where it is mended, and how bad.

Each case makes one mistake in a study that has none, and lists all findings that follow from it.
"""

import re
from pathlib import Path

import msgspec
import pytest

import pcf.inventory
from pcf.findings import Severity
from pcf.inventory.build import build_inventory
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
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.edits import Edit, Insert, Remove, SetField, apply
from pcf.model.electricity import EnergySharing, MeterReading, MixShare, OwnMix, StepShare
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    PartRef,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepInput,
    WasteFlow,
)
from pcf.model.recycling import Recycling
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.spend import Spend
from pcf.model.study import Study
from pcf.model.suppliers import SupplierFootprint
from pcf.model.transport import Cargo, TransportLeg
from pcf.model.vehicle import Vehicle
from pcf.results.checklist import RowState, rule_of
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

STOPS, BLOCKS = Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT
WARNING, NOTE = Severity.WARNING, Severity.NOTE
Found = tuple[Severity, str, str, str]


TRUCK = Vehicle(
    capacity=parse_quantity("24 t"),
    load_factor=0.6,
    empty_distance_factor=0.2,
    fuel_empty=parse_quantity("23 L"),
    fuel_full=parse_quantity("34 L"),
    fuel_distance=parse_quantity("100 km"),
)


def ref(row_id: str, database: str = "tiny") -> DataSetRef:
    return DataSetRef(database=database, id=row_id)


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


def add(parent: str, node: object) -> Insert:
    return Insert(parent=parent, index=0, node=node)


def mass(text: str, origin: MassOrigin = MassOrigin.TYPED) -> Mass:
    return Mass(amount=parse_quantity(text), origin=origin)


def power(node_id: str, **fields: object) -> StepInput:
    return StepInput(id=node_id, **{"supply": SiteElectricity(), **fields})


def part(part_id: str, row_id: str | None = "steel", **fields: object) -> Part:
    quantity = fields.pop("quantity", "1 piece")
    return Part(
        id=part_id,
        name=part_id,
        quantity=parse_quantity(quantity),
        data_set=ref(row_id) if row_id else None,
        **fields,
    )


def by(step: str, rule: AllocationRule, **fields: object) -> SetField:
    return put(step, "allocation", Allocation(rule=rule, justification="tried here", **fields))


def priced(year: int) -> Output:
    return Output(prices=(Price(year=year, value=3.0, currency="CNY", per=ONE_KG),))


ONE_KWH = parse_quantity("1 kWh")
ONE_KG = parse_quantity("1 kg")
GONE = ref("gone", "elsewhere")
LOOP = Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="screw")

NO_POWER = (BLOCKS, "step-without-electricity", "forming", "site")
METERED = [
    add("plant", MeterReading(id="reading", energy=parse_quantity("1 MWh"))),
    add("plant", EnergySharing(id="hours")),
]


def mix(*shares: MixShare) -> OwnMix:
    return OwnMix(id="mix", name="Own", country="AAA", shares=shares)


OFFCUT = CoProduct(id="co", name="Offcut", amount=parse_quantity("10 g"))
HALF = PhysicalProperty(
    kind=PropertyKind.MASS, value=parse_quantity("0.5 kg"), per=parse_quantity("1 kg")
)
RECYCLED = Recycling(recycled_share=0.5, recycled=ref("recycled-steel"))

CASES: dict[str, tuple[list[Edit], list[Found]]] = {
    "nothing": ([], []),
    # --- the study ---
    "no declared unit": (
        [put("product", "declared_unit", None)],
        [(STOPS, "declared-unit-missing", "product", "declared_unit")],
    ),
    "declared nothing": (
        [put("product", "declared_unit", parse_quantity("0 piece"))],
        [(STOPS, "declared-unit-missing", "product", "declared_unit")],
    ),
    "list gives nothing": (
        [put("product", "bom_yields", parse_quantity("0 piece"))],
        [(STOPS, "declared-unit-missing", "product", "declared_unit")],
    ),
    "declared in metres": (
        [put("product", "declared_unit", parse_quantity("1 m"))],
        [(STOPS, "declared-unit-mismatch", "product", "declared_unit")],
    ),
    "declared by a mass that is the sum": ([put("product", "declared_unit", ONE_KG)], []),
    "declared by an unknown mass": (
        [
            put("product", "declared_unit", ONE_KG),
            put("screw", "mass", None),
            put("screw", "data_set", ref("chip")),
            Remove(node="to-plant"),
            Remove(node="to-customer"),
        ],
        [(STOPS, "declared-unit-mismatch", "product", "declared_unit")],
    ),
    "an empty study": (
        [
            Remove(node="housing"),
            Remove(node="screw"),
            Remove(node="grip"),
            Remove(node="assembling"),
            Remove(node="box"),
            Remove(node="to-customer"),
        ],
        [
            (STOPS, "study-empty", "lamp", ""),
            (BLOCKS, "part-unmatched", "lamp", "data_set"),
        ],
    ),
    # --- co-products ---
    "a co-product without a rule": (
        [add("assembling", OFFCUT)],
        [(BLOCKS, "allocation-rule-missing", "assembling", "allocation")],
    ),
    "a co-product without an amount": (
        [add("assembling", CoProduct(id="co")), by("assembling", AllocationRule.PHYSICAL)],
        [(STOPS, "amount-missing", "co", "amount")],
    ),
    "a co-product by mass": (
        [add("assembling", OFFCUT), by("assembling", AllocationRule.PHYSICAL)],
        [],
    ),
    "a co-product whose mass its own amount contradicts": (
        [
            add("assembling", msgspec.structs.replace(OFFCUT, output=Output(properties=(HALF,)))),
            by("assembling", AllocationRule.PHYSICAL),
        ],
        [(WARNING, "allocation-property-overruled", "co", "output")],
    ),
    "a co-product by an energy that nobody stated": (
        [
            add("assembling", OFFCUT),
            by("assembling", AllocationRule.PHYSICAL, property=PropertyKind.ENERGY),
        ],
        [(BLOCKS, "allocation-property-missing", "assembling", "allocation")],
    ),
    "a co-product by prices that nobody stated": (
        [add("assembling", OFFCUT), by("assembling", AllocationRule.ECONOMIC)],
        [(BLOCKS, "allocation-price-missing", "assembling", "allocation")],
    ),
    "prices of different years": (
        [
            add("assembling", msgspec.structs.replace(OFFCUT, output=priced(2023))),
            by("assembling", AllocationRule.ECONOMIC, main=priced(2024)),
        ],
        [(BLOCKS, "allocation-prices-differ", "assembling", "allocation")],
    ),
    "prescribed shares that nobody stated": (
        [add("assembling", OFFCUT), by("assembling", AllocationRule.STATED)],
        [(BLOCKS, "allocation-share-missing", "assembling", "allocation")],
    ),
    "a division that leaves things open": (
        [
            add("assembling", OFFCUT),
            by(
                "assembling",
                AllocationRule.SUBDIVISION,
                assignments=(Assignment(taken="cleaner"), Assignment(taken="gone")),
            ),
        ],
        [
            (BLOCKS, "allocation-input-open", "leak", ""),
            (BLOCKS, "allocation-input-open", "rags", ""),
            (WARNING, "allocation-input-gone", "assembling", "allocation"),
        ],
    ),
    "scrap for a part elsewhere, beside a co-product": (
        [
            add("assembling", OFFCUT),
            by("assembling", AllocationRule.PHYSICAL),
            put("forming", "scrap", LOOP),
        ],
        [(WARNING, "allocation-scrap-elsewhere", "forming", "scrap")],
    ),
    # --- recycled content ---
    "recycled content": ([put("screw", "recycling", RECYCLED)], []),
    "recycled packaging without its share": (
        [put("box", "recycling", Recycling(recycled=ref("recycled-steel")))],
        [(BLOCKS, "recycling-parameter-missing", "box", "recycling")],
    ),
    "recycled content without a data set": (
        [put("screw", "recycling", Recycling(recycled_share=0.5))],
        [(BLOCKS, "recycling-data-set-missing", "screw", "recycling")],
    ),
    "recycled content of an unknown data set": (
        [put("screw", "recycling", Recycling(recycled_share=0.5, recycled=GONE))],
        [(BLOCKS, "data-set-unknown", "screw", "data_set")],
    ),
    "defaults of another table": (
        [put("screw", "recycling", msgspec.structs.replace(RECYCLED, defaults="mine/7/steel"))],
        [(BLOCKS, "recycling-defaults-unknown", "screw", "recycling")],
    ),
    "the formula without its factor": (
        [
            put("screw", "recycling", msgspec.structs.replace(RECYCLED, quality_in=0.9)),
            put("choices", "recycling", "cff"),
        ],
        [(BLOCKS, "recycling-parameter-missing", "screw", "recycling")],
    ),
    # --- lines of the list ---
    "no quantity": (
        [put("screw", "quantity", None), Remove(node="to-customer")],
        [(STOPS, "quantity-missing", "screw", "quantity")],
    ),
    "no data set": (
        [put("screw", "data_set", None)],
        [(BLOCKS, "part-unmatched", "screw", "data_set")],
    ),
    "excluded without data set": (
        [put("screw", "data_set", None), put("screw", "excluded", "below the cut-off")],
        [],
    ),
    "an assembly needs no data set": (
        [add("lamp", part("module", None, parts=(part("inner", mass=mass("1 g")),)))],
        [],
    ),
    "a data set of another computer": (
        [put("screw", "data_set", GONE)],
        [(BLOCKS, "data-set-unknown", "screw", "data_set")],
    ),
    "no mass for a data set per kg": (
        [put("screw", "mass", None), Remove(node="to-customer")],
        [(BLOCKS, "mass-missing", "screw", "mass")],
    ),
    "no area for a data set per m2": (
        [put("screw", "data_set", ref("board"))],
        [(BLOCKS, "measure-missing", "screw", "measure")],
    ),
    "an area for a data set per m2": (
        [
            put("screw", "data_set", ref("board")),
            put("screw", "measure", parse_quantity("1 cm2")),
        ],
        [],
    ),
    "money without an exchange rate": (
        [
            put("screw", "data_set", ref("spending")),
            put("screw", "spend", Spend(amount=1, currency="CNY", year=2024)),
        ],
        [(STOPS, "spend-not-converted", "screw", "spend")],
    ),
    "money with its exchange rate": (
        [
            put("screw", "data_set", ref("spending")),
            put("screw", "spend", Spend(amount=1, currency="CNY", year=2024, rate=7)),
        ],
        [],
    ),
    "an input paid in dollars of another year": (
        [
            put("cleaner", "supply", ref("spending")),
            put("cleaner", "spend", Spend(amount=1, currency="USD", year=2020)),
        ],
        [(STOPS, "spend-not-converted", "cleaner", "spend")],
    ),
    "a supplier's footprint in place of a data set": (
        [
            put("screw", "data_set", None),
            put(
                "screw",
                "supplier",
                SupplierFootprint(
                    supplier="Maker",
                    value=parse_quantity("1 kgCO2e"),
                    per=parse_quantity("100 piece"),
                ),
            ),
        ],
        [],
    ),
    **{
        f"mass by {origin.value}": (
            [put("screw", "mass", mass("5 g", origin))],
            [(NOTE, "mass-estimated", "screw", "mass")] if origin.is_estimate else [],
        )
        for origin in MassOrigin
    },
    "own material of unknown mass": (
        [put("housing", "mass", None), add("housing", part("chip-1", "chip"))],
        [
            (BLOCKS, "own-mass-unknown", "housing", "mass"),
            (BLOCKS, "mass-missing-for-leg", "chip-1", "mass"),
            (BLOCKS, "scrap-without-mass", "housing", "mass"),
            (BLOCKS, "outbound-without-mass", "product", "net_mass"),
        ],
    ),
    "own material of an assembly without a mass": (
        [put("housing", "mass", None), add("housing", part("lead", mass=mass("3 g")))],
        [
            (BLOCKS, "own-mass-unknown", "housing", "mass"),
        ],
    ),
    "parts heavier than what they are in": (
        [add("housing", part("lead", mass=mass("300 g")))],
        [(BLOCKS, "own-mass-negative", "housing", "mass")],
    ),
    "a step of entry that is gone": (
        [put("screw", "entry_step", "welding")],
        [(WARNING, "entry-step-gone", "screw", "entry_step")],
    ),
    "a step of entry that is there": ([put("screw", "entry_step", "assembling")], []),
    # --- steps ---
    "a batch without size": (
        [put("forming", "basis", "batch")],
        [(STOPS, "step-without-divisor", "forming", "divisor")],
    ),
    "a period without output": (
        [put("forming", "basis", "period")],
        [(STOPS, "step-without-divisor", "forming", "divisor")],
    ),
    "a batch with its size": (
        [put("forming", "basis", "batch"), put("forming", "divisor", parse_quantity("5 piece"))],
        [],
    ),
    "per kg of something weightless": (
        [
            put("assembling", "basis", "kilogram"),
            add("lamp", part("chip-1", "chip")),
            Remove(node="to-plant"),
            Remove(node="to-customer"),
        ],
        [(STOPS, "step-needs-mass", "assembling", "basis")],
    ),
    "per piece of something that is weighed": (
        [put("housing", "quantity", ONE_KG), put("housing", "mass", None)],
        [(STOPS, "step-needs-pieces", "forming", "basis")],
    ),
    "an input without amount": (
        [put("cleaner", "amount", None)],
        [(STOPS, "amount-missing", "cleaner", "amount")],
    ),
    "an input of nothing": (
        [put("cleaner", "supply", None)],
        [(BLOCKS, "input-unmatched", "cleaner", "supply")],
    ),
    "an input of another computer": (
        [put("cleaner", "supply", GONE)],
        [(BLOCKS, "data-set-unknown", "cleaner", "data_set")],
    ),
    "an input in the wrong unit": (
        [put("cleaner", "amount", ONE_KWH)],
        [(BLOCKS, "unit-mismatch", "cleaner", "amount")],
    ),
    "electricity in the wrong unit": (
        [put("forming-power", "amount", ONE_KG)],
        [(BLOCKS, "unit-mismatch", "forming-power", "amount")],
    ),
    "electricity at no site": (
        [put("forming", "site", "")],
        [(BLOCKS, "step-without-electricity", "forming", "site")],
    ),
    "electricity at a site that is gone": (
        [Remove(node="plant")],
        [
            (BLOCKS, "step-without-electricity", "forming", "site"),
            (WARNING, "step-site-gone", "forming", "site"),
            (WARNING, "step-site-gone", "assembling", "site"),
        ],
    ),
    "a part of the study that is gone": (
        [put("cleaner", "supply", PartRef(part="gone"))],
        [(BLOCKS, "input-unmatched", "cleaner", "supply")],
    ),
    "a part of the study in an unknown measure": (
        [put("cleaner", "supply", PartRef(part="screw")), put("cleaner", "amount", ONE_KWH)],
        [(BLOCKS, "input-unmatched", "cleaner", "supply")],
    ),
    "a part of the study that is left out": (
        [
            put("cleaner", "supply", PartRef(part="screw")),
            put("screw", "excluded", "below the cut-off"),
        ],
        [(BLOCKS, "loop-part-left-out", "cleaner", "")],
    ),
    "a process without a site": (
        [put("cleaner", "supply", ref("moulding")), put("assembling", "site", "")],
        [(WARNING, "process-energy-elsewhere", "cleaner", "")],
    ),
    "a process at the site": ([put("cleaner", "supply", ref("moulding"))], []),
    "an unknown gas": (
        [put("leak", "gas", "phlogiston")],
        [(STOPS, "gas-unknown", "leak", "gas")],
    ),
    "no gas": ([put("leak", "gas", "")], [(STOPS, "gas-unknown", "leak", "gas")]),
    "a gas that the set lacks": (
        [put("leak", "gas", "gwp-old")],
        [(STOPS, "gas-without-factor", "leak", "gas")],
    ),
    "a gas that the set has": (
        [put("leak", "gas", "gwp-old"), put("choices", "gwp_set", "AR5 GWP100")],
        [],
    ),
    "a gas without amount": (
        [put("leak", "amount", None)],
        [(STOPS, "amount-missing", "leak", "amount")],
    ),
    "a gas by volume": (
        [put("leak", "amount", parse_quantity("1 m3"))],
        [(STOPS, "amount-missing", "leak", "amount")],
    ),
    "waste without amount": (
        [put("rags", "amount", None)],
        [(STOPS, "amount-missing", "rags", "amount")],
    ),
    "waste without treatment": (
        [put("rags", "data_set", None)],
        [(BLOCKS, "input-unmatched", "rags", "data_set")],
    ),
    "waste of another computer": (
        [put("rags", "data_set", GONE)],
        [(BLOCKS, "data-set-unknown", "rags", "data_set")],
    ),
    "waste in pieces": (
        [put("rags", "amount", parse_quantity("5 piece"))],
        [(BLOCKS, "unit-mismatch", "rags", "amount")],
    ),
    # --- scrap ---
    "scrap without route": (
        [put("forming", "scrap", None)],
        [(WARNING, "scrap-without-route", "forming", "scrap")],
    ),
    "no scrap, no route": (
        [put("forming", "scrap", None), put("forming", "yield_fraction", 1.0)],
        [],
    ),
    "scrap without treatment": (
        [put("forming", "scrap", Scrap(route=ScrapRoute.TREATMENT))],
        [(BLOCKS, "scrap-unmatched", "forming", "scrap")],
    ),
    "scrap that is recycled": ([put("forming", "scrap", Scrap(route=ScrapRoute.RECYCLED))], []),
    "scrap treated on another computer": (
        [put("forming", "scrap", Scrap(route=ScrapRoute.TREATMENT, data_set=GONE))],
        [(BLOCKS, "data-set-unknown", "forming", "data_set")],
    ),
    "scrap of something weightless": (
        [
            put("housing", "data_set", ref("chip")),
            put("housing", "mass", None),
            Remove(node="to-plant"),
            Remove(node="to-customer"),
        ],
        [(BLOCKS, "scrap-without-mass", "housing", "mass")],
    ),
    "scrap that comes back": ([put("forming", "scrap", LOOP)], []),
    "scrap that returns to nothing": (
        [put("forming", "scrap", Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="gone"))],
        [(BLOCKS, "scrap-returns-nowhere", "forming", "scrap")],
    ),
    "scrap that returns to an assembly": (
        [put("forming", "scrap", Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="lamp"))],
        [(BLOCKS, "scrap-returns-nowhere", "forming", "scrap")],
    ),
    "scrap that returns to a line left out": (
        [put("forming", "scrap", LOOP), put("screw", "excluded", "below the cut-off")],
        [(BLOCKS, "loop-part-left-out", "forming", "")],
    ),
    # --- electricity ---
    "a country without grid": (
        [put("plant", "country", "ZZZ")],
        [
            (BLOCKS, "site-without-grid", "plant", "country"),
            (BLOCKS, "step-without-electricity", "forming", "site"),
        ],
    ),
    "a second site without country": (
        [add("study", Site(id="depot"))],
        [(BLOCKS, "site-without-grid", "depot", "country")],
    ),
    "a supply line without energy": (
        [
            add("plant", SupplyLine(id="roof", energy=ONE_KWH)),
            add("plant", SupplyLine(id="line")),
        ],
        [(STOPS, "supply-line-without-energy", "line", "energy")],
    ),
    "no supply line has energy": (
        [add("plant", SupplyLine(id="line"))],
        [
            (STOPS, "supply-line-without-energy", "line", "energy"),
            (BLOCKS, "step-without-electricity", "forming", "site"),
        ],
    ),
    "own generation of nothing known": (
        [
            add("plant", SupplyLine(id="grid", energy=ONE_KWH)),
            add(
                "plant",
                SupplyLine(id="roof", rule=ElectricityRule.OWN_GENERATION, energy=ONE_KWH),
            ),
        ],
        [(BLOCKS, "input-unmatched", "roof", "data_set")],
    ),
    "own generation measured in kg": (
        [
            add("plant", SupplyLine(id="grid", energy=ONE_KWH)),
            add(
                "plant",
                SupplyLine(
                    id="roof",
                    rule=ElectricityRule.OWN_GENERATION,
                    energy=ONE_KWH,
                    data_set=ref("steel"),
                ),
            ),
        ],
        [(BLOCKS, "unit-mismatch", "roof", "amount")],
    ),
    # --- transport ---
    "a leg without distance": (
        [put("to-plant", "distance", None)],
        [(STOPS, "leg-without-distance", "to-plant", "distance")],
    ),
    "a leg without vehicle": (
        [put("to-plant", "data_set", None)],
        [(BLOCKS, "input-unmatched", "to-plant", "data_set")],
    ),
    "a leg with an unknown vehicle": (
        [put("to-plant", "data_set", GONE)],
        [(BLOCKS, "data-set-unknown", "to-plant", "data_set")],
    ),
    "a leg whose vehicle is no vehicle": (
        [
            put("to-plant", "cargo", "parts"),
            put("to-plant", "parts", ("screw",)),
            put("to-plant", "data_set", ref("steel")),
        ],
        [(BLOCKS, "unit-mismatch", "to-plant", "data_set")],
    ),
    "a leg whose vehicle takes no fuel": (
        [put("to-plant", "vehicle", TRUCK)],
        [(BLOCKS, "vehicle-without-fuel", "to-plant", "vehicle")],
    ),
    "a leg whose fuel is counted in something else": (
        [put("to-plant", "vehicle", msgspec.structs.replace(TRUCK, fuel=ref("steel")))],
        [(BLOCKS, "unit-mismatch", "to-plant", "vehicle")],
    ),
    "a leg whose fuel is unknown": (
        [put("to-plant", "vehicle", msgspec.structs.replace(TRUCK, fuel=GONE))],
        [(BLOCKS, "data-set-unknown", "to-plant", "vehicle")],
    ),
    "a leg that names parts that are gone": (
        [put("to-plant", "cargo", "parts"), put("to-plant", "parts", ("screw", "b", "a"))],
        [
            (WARNING, "leg-part-gone", "to-plant", "parts"),
            (WARNING, "leg-part-gone", "to-plant", "parts"),
        ],
    ),
    "a leg that names an assembly": (
        [put("to-plant", "cargo", "parts"), put("to-plant", "parts", ("screw", "lamp"))],
        [(BLOCKS, "leg-part-not-bought", "to-plant", "parts")],
    ),
    "names that a leg for the rest once had": ([put("to-plant", "parts", ("gone",))], []),
    "a weightless part that travels": (
        [add("lamp", part("chip-1", "chip")), Remove(node="to-customer")],
        [(BLOCKS, "mass-missing-for-leg", "chip-1", "mass")],
    ),
    "a weightless part that travels by no leg": (
        [
            add("lamp", part("chip-1", "chip")),
            Remove(node="to-customer"),
            Remove(node="to-plant"),
        ],
        [],
    ),
    "a product of unknown mass that leaves": (
        [add("lamp", part("chip-1", "chip")), Remove(node="to-plant")],
        [(BLOCKS, "outbound-without-mass", "product", "net_mass")],
    ),
    "a used product of unknown mass that is collected": (
        [
            add("lamp", part("chip-1", "chip")),
            Remove(node="to-plant"),
            put("to-customer", "cargo", Cargo.COLLECTED),
        ],
        [(BLOCKS, "collected-without-mass", "product", "net_mass")],
    ),
    "a product of weighed mass that leaves": (
        [
            add("lamp", part("chip-1", "chip")),
            Remove(node="to-plant"),
            put("product", "net_mass", ONE_KG),
        ],
        [],
    ),
    # --- packaging ---
    "packaging without amount": (
        [put("box", "amount", None)],
        [(STOPS, "amount-missing", "box", "amount")],
    ),
    "packaging of nothing": (
        [put("box", "data_set", None)],
        [(BLOCKS, "input-unmatched", "box", "data_set")],
    ),
    "packaging of another computer": (
        [put("box", "data_set", GONE)],
        [(BLOCKS, "data-set-unknown", "box", "data_set")],
    ),
    "packaging in pieces without mass": (
        [put("box", "amount", parse_quantity("1 piece"))],
        [(BLOCKS, "mass-missing", "box", "mass")],
    ),
    "packaging in kg of a data set per piece": (
        [put("box", "data_set", ref("pallet"))],
        [(BLOCKS, "unit-mismatch", "box", "amount")],
    ),
    "weightless packaging around a product that leaves": (
        [
            put("box", "data_set", ref("pallet")),
            put("box", "amount", parse_quantity("1 piece")),
        ],
        [(BLOCKS, "mass-missing-for-leg", "box", "mass")],
    ),
    "weightless packaging that travels in": (
        [
            Remove(node="to-customer"),
            put("box", "data_set", ref("pallet")),
            put("box", "amount", parse_quantity("1 piece")),
            add(
                "study",
                TransportLeg(
                    id="boxes",
                    cargo=Cargo.PACKAGING,
                    distance=parse_quantity("5 km"),
                    data_set=ref("truck"),
                ),
            ),
        ],
        [(BLOCKS, "mass-missing-for-leg", "box", "mass")],
    ),
    "weightless packaging that no leg carries": (
        [
            Remove(node="to-customer"),
            put("box", "data_set", ref("pallet")),
            put("box", "amount", parse_quantity("1 piece")),
        ],
        [],
    ),
    # --- more of the same kind: nodes that are new and empty ---
    "an empty input": (
        [add("forming", power("new"))],
        [(STOPS, "amount-missing", "new", "amount")],
    ),
    "an empty gas": (
        [add("forming", DirectEmission(id="new"))],
        [(STOPS, "gas-unknown", "new", "gas")],
    ),
    "empty waste": (
        [add("forming", WasteFlow(id="new"))],
        [(STOPS, "amount-missing", "new", "amount")],
    ),
    "empty packaging": (
        [add("study", PackagingItem(id="new"))],
        [(STOPS, "amount-missing", "new", "amount")],
    ),
    "an empty leg": (
        [add("study", TransportLeg(id="new"))],
        [(STOPS, "leg-without-distance", "new", "distance")],
    ),
    "a leg for the rest where every part has its own": (
        [
            add(
                "study",
                TransportLeg(
                    id="none",
                    cargo=Cargo.PACKAGING,
                    distance=parse_quantity("5 km"),
                    data_set=ref("truck"),
                ),
            ),
            Remove(node="box"),
        ],
        [(WARNING, "leg-carries-nothing", "none", "cargo")],
    ),
    "a region whose factor is not taken": (
        [put("plant", "subdivision", "BBB")],
        [(NOTE, "grid-of-region-not-used", "plant", "electricity")],
    ),
    "a quantity of nothing": (
        [put("screw", "quantity", parse_quantity("0 piece"))],
        [(WARNING, "quantity-zero", "screw", "quantity")],
    ),
    "a mass of nothing": (
        [put("screw", "mass", mass("0 g"))],
        [(WARNING, "mass-zero", "screw", "mass")],
    ),
    "a flight with radiative forcing": (
        [put("to-plant", "data_set", ref("plane-rf"))],
        [(BLOCKS, "radiative-forcing", "to-plant", "data_set")] * 3,
    ),
    # --- electricity of the sites ---
    "a mix that is gone": (
        [add("plant", SupplyLine(id="grid", energy=ONE_KWH, mix="gone"))],
        [(BLOCKS, "mix-unusable", "grid", "mix"), NO_POWER],
    ),
    "a mix whose shares miss 100 %": (
        [
            add("study", mix(MixShare(id="half", data_set=ref("solar"), share=0.5))),
            put("plant", "untracked_mix", "mix"),
        ],
        [(BLOCKS, "mix-shares", "mix", "shares")],
    ),
    "a mix of an unknown technology": (
        [
            add("study", mix(MixShare(id="all", technology="fusion", share=1.0))),
            put("plant", "untracked_mix", "mix"),
        ],
        [
            (BLOCKS, "technology-unknown", "all", "technology"),
            (BLOCKS, "mix-unusable", "plant", "mix"),
            NO_POWER,
        ],
    ),
    "a mix of kilograms": (
        [
            add("study", mix(MixShare(id="all", data_set=ref("steel"), share=1.0))),
            put("plant", "untracked_mix", "mix"),
        ],
        [
            (BLOCKS, "unit-mismatch", "all", "amount"),
            (BLOCKS, "mix-unusable", "plant", "mix"),
            NO_POWER,
        ],
    ),
    "readings that nobody took": (
        [add("plant", EnergySharing(id="hours"))],
        [(BLOCKS, "sharing-without-readings", "hours", "meter")],
    ),
    "a share of another site's step": (
        [*METERED, add("hours", StepShare(id="share", step="gone", weight=1.0))],
        [(BLOCKS, "share-of-other-site", "share", "step")],
    ),
    "a share without output": (
        [*METERED, add("hours", StepShare(id="share", step="assembling", weight=1.0))],
        [(STOPS, "share-without-output", "share", "output")],
    ),
    "weights of nothing": (
        [
            *METERED,
            put("plant", "output", parse_quantity("10 piece")),
            add("hours", StepShare(id="share", step="assembling")),
        ],
        [(BLOCKS, "sharing-without-weights", "hours", "shares")],
    ),
    "electricity in two ways": (
        [
            *METERED,
            put("plant", "output", parse_quantity("10 piece")),
            add("hours", StepShare(id="share", step="forming", weight=1.0)),
        ],
        [(WARNING, "step-energy-two-ways", "forming", "inputs")],
    ),
    "an empty line": (
        [add("lamp", Part(id="new"))],
        [
            (STOPS, "quantity-missing", "new", "quantity"),
            (BLOCKS, "outbound-without-mass", "product", "net_mass"),
        ],
    ),
}


@pytest.fixture
def lamp_with_choices(lamp: Study) -> Study:
    """The lamp, its choices under a name that cases can use."""
    return msgspec.structs.replace(
        lamp, choices=msgspec.structs.replace(lamp.choices, id="choices")
    )


@pytest.mark.parametrize("name", CASES)
def test_findings_of_a_mistake(lamp_with_choices: Study, tiny: Background, name: str) -> None:
    edits, expected = CASES[name]
    built = build_inventory(apply(lamp_with_choices, edits), tiny.catalogue)
    found = [(each.severity, each.key, each.node, each.field) for each in built.findings]
    assert sorted(found) == sorted(expected)
    ranks = [each.severity.rank for each in built.findings]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", Language)
def test_findings_have_words(
    lamp_with_choices: Study, tiny: Background, name: str, language: Language
) -> None:
    texts = Texts(language)
    for finding in build_inventory(
        apply(lamp_with_choices, CASES[name][0]), tiny.catalogue
    ).findings:
        for sentence in (texts.what(finding), texts.mend(finding)):
            assert sentence
            assert not re.search(r"\{|\}|dimension\.|None", sentence)


@pytest.mark.parametrize("name", CASES)
def test_what_keeps_a_document_back_has_its_row_of_the_checklist(
    lamp_with_choices: Study, tiny: Background, name: str
) -> None:
    """Else no row would be open, and a verifier would read that all of them are fulfilled."""
    calculation = calculate(apply(lamp_with_choices, CASES[name][0]), tiny)
    of_build = {key for _, key, _, _ in CASES[name][1]}
    open_rows = {row.id for row in calculation.checklist if row.state is RowState.OPEN}
    for each in calculation.findings:
        if each.key in of_build and each.severity.rank <= BLOCKS.rank:
            assert rule_of(each) in open_rows, each.key


def test_every_finding_of_the_builders_has_its_case() -> None:
    folder = Path(pcf.inventory.__file__).parent
    texts = Texts(Language.ENGLISH)
    quoted = {
        key
        for path in folder.glob("*.py")
        for key in re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', path.read_text(encoding="utf-8"))
    }
    keys = {key for key in quoted if texts.has(f"finding.{key}.what")}
    assert len(keys) > 25
    assert keys == {key for _, found in CASES.values() for _, key, _, _ in found}


def test_missing_fuel_of_a_process_is_no_silent_zero(
    lamp_with_choices: Study, tiny: Background
) -> None:
    """A catalogue without the fuel that a recipe burns says so."""
    [database] = tiny.catalogue.databases
    others = tuple(each for each in database.data_sets if "natural-gas" not in each.ref.id)
    poor = msgspec.structs.replace(database, data_sets=others)
    catalogue = type(tiny.catalogue)([poor])
    study = apply(lamp_with_choices, [put("cleaner", "supply", ref("moulding"))])
    [finding] = build_inventory(study, catalogue).findings
    assert (finding.severity, finding.key, finding.node) == (BLOCKS, "data-set-unknown", "cleaner")


def test_lines_that_stop_are_left_out_and_the_rest_is_built(
    lamp_with_choices: Study, tiny: Background
) -> None:
    whole = build_inventory(lamp_with_choices, tiny.catalogue).inventory
    less = build_inventory(
        apply(lamp_with_choices, [put("screw", "quantity", None)]), tiny.catalogue
    ).inventory
    assert {each.id for each in whole.processes} - {each.id for each in less.processes} == {
        "screw",
        "product-outbound",  # its mass is unknown without the screws
    }
