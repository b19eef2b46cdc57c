"""Laws that hold for every study, tried on trees, routings, sites, legs and packaging at random."""

import itertools
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pcf.findings import Severity
from pcf.inventory.build import build_inventory
from pcf.inventory.inventory import Stage
from pcf.model.allocation import (
    Allocation,
    AllocationRule,
    CoProduct,
    Output,
    Price,
)
from pcf.model.bom import Mass, Part, walk
from pcf.model.choices import Choices, GwpSet, RecyclingMethod
from pcf.model.edits import Edit, Insert, Move, Remove, SetField, apply, find, nodes_below
from pcf.model.electricity import (
    CRITERIA,
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    StepShare,
)
from pcf.model.node import DataSetRef, Node
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    PartRef,
    ProcessStep,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepBasis,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Product
from pcf.model.recycling import Recycling
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.splits import AssessmentReport, Split, SplitBasis, StatedSplit
from pcf.model.study import Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.model.transport import Cargo, TransportLeg
from pcf.model.vehicle import FuelFactor, Vehicle
from pcf.results import contributions
from pcf.results.contributions import totals
from pcf.results.lines import Line
from pcf.results.result import ADDS_UP, PcfResult
from pcf.units import Quantity, parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_effects, with_record


def ref(row_id: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row_id)


# --- studies at random -------------------------------------------------------------------------

SEEDS = st.integers(0, 2**32)
YIELDS = (1.0, 0.99, 0.95, 0.8, 0.5, 1 / 3)
MATERIALS = ("steel", "plastic", "chip", "board", "solvent", "wood", "paper")
TREATED_BY = {ScrapRoute.TREATMENT: "landfill", ScrapRoute.CLOSED_LOOP: "shredding"}


class Chance(random.Random):
    """Draws the nodes of a study; the same seed draws the same study.

    Drawn here and not by Hypothesis, which takes half a second for a tree of fifty nodes.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.ids = itertools.count()
        self.stated = random.Random(f"stated {seed}")  # what a study states itself, drawn apart

    def new_id(self) -> str:
        return f"n{next(self.ids)}"

    def small(self, unit: str) -> Quantity:
        return parse_quantity(f"{self.randint(1, 400)} {unit}")

    def yes(self) -> bool:
        return self.random() < 0.5

    def step(self, material_of: str) -> ProcessStep:
        """A step at one of three sites; scrap of a bought part may come back to it."""
        routes = list(ScrapRoute) if material_of else [ScrapRoute.TREATMENT, ScrapRoute.RECYCLED]
        route = self.choice(routes)
        basis = self.choice(list(StepBasis))
        divisor = self.choice(["40 piece", "250 kg"])
        is_divided = basis in {StepBasis.BATCH, StepBasis.PERIOD}
        inputs = [StepInput(id=self.new_id(), amount=self.small("Wh"), supply=SiteElectricity())]
        if self.yes():
            supply = ref(self.choice(["moulding", "forging", "solvent"]))
            inputs.append(StepInput(id=self.new_id(), amount=self.small("g"), supply=supply))
        gases = [each for each in ("gwp-hfc-134a", "gwp-ch4-nonfossil") if self.yes()]
        is_joint = self.random() < 0.15
        waste = WasteFlow(id=self.new_id(), amount=self.small("g"), data_set=ref("landfill"))
        return ProcessStep(
            id=self.new_id(),
            site=self.choice("abc"),
            basis=basis,
            divisor=parse_quantity(divisor) if is_divided else None,
            yield_fraction=self.choice(YIELDS),
            per_started=self.yes(),
            scrap=Scrap(
                route=route,
                data_set=ref(TREATED_BY[route]) if route in TREATED_BY else None,
                returns_to=material_of if route is ScrapRoute.CLOSED_LOOP else "",
                recovery=self.choice([0.0, 0.7, 1.0]),
            ),
            inputs=tuple(inputs),
            emissions=tuple(
                DirectEmission(id=self.new_id(), gas=gas, amount=self.small("mg")) for gas in gases
            ),
            wastes=(waste,) if self.yes() else (),
            co_products=(self.co_product(),) if is_joint else (),
            allocation=self.allocation(material_of) if is_joint else Allocation(),
        )

    def co_product(self) -> CoProduct:
        return CoProduct(id=self.new_id(), amount=self.small("g"), output=self.output(0.25))

    def allocation(self, material_of: str) -> Allocation:
        """Through the first step of an assembly nothing may come yet: nothing has a mass there."""
        weighed = [AllocationRule.PHYSICAL, AllocationRule.ECONOMIC] if material_of else []
        rules = [AllocationRule.STATED, *weighed]
        return Allocation(rule=self.choice(rules), main=self.output(0.75), justification="drawn")

    def output(self, share: float) -> Output:
        prices = [
            Price(year=year, value=self.random(), currency="CNY", per=parse_quantity("1 kg"))
            for year in (2023, 2024)
        ]
        return Output(prices=tuple(prices), share=share)

    def recycling(self) -> Recycling:
        return Recycling(
            recycled_share=self.random(),
            recycled=ref("recycled-steel"),
            a=self.random(),
            quality_in=0.9,
        )

    def split(self) -> Split:
        """Shares of a total, some of which stays unsplit; of-whiches and carbon beside it."""
        shares = [self.stated.choice([0.0, 0.1, 0.3]) for _ in range(4)]
        return Split(
            basis=SplitBasis.SHARES,
            fossil=0.4,
            biogenic_non_co2=shares[0],
            land_use_change=shares[1],
            biogenic_co2=shares[2],
            uptake=-4 * shares[3],
            aircraft=0.05,
        )

    def footprint(self) -> SupplierFootprint:
        return SupplierFootprint(
            supplier="Maker",
            value=parse_quantity(f"{self.stated.randint(1, 400)} gCO2e"),
            per=parse_quantity(self.stated.choice(["10 piece", "3 kg"])),
            split=self.stated.choice([None, self.split()]),
            boundary=SupplierBoundary.CRADLE_TO_GATE,
            report=self.stated.choice(list(AssessmentReport)),
            document="PCF 1",
        )

    def certificates(self) -> ContractInstrument:
        """Certificates that meet all five criteria, or miss the first."""
        met = {**dict.fromkeys(CRITERIA, True), CRITERIA[0]: self.yes()}
        return ContractInstrument(id="gec", energy=self.small("MWh"), **met)

    def part(self, depth: int) -> Part:
        """A bought part, a made part, or an assembly with or without material of its own."""
        node = self.new_id()
        pieces = parse_quantity(f"{self.randint(1, 9)} piece")
        if depth == 0 or self.yes():
            bought = Part(
                id=node,
                quantity=self.choice([pieces, self.small("g")]),
                mass=Mass(amount=self.small("g")),
                measure=self.small("cm2"),
                data_set=ref(material := self.choice(MATERIALS)),
                recycling=self.recycling() if material == "steel" and self.yes() else None,
                steps=tuple(self.step(node) for _ in range(self.randint(0, 2))),
            )
            if self.stated.random() < 0.2:
                stated = self.footprint()
                return msgspec.structs.replace(bought, data_set=None, supplier=stated)
            return bought
        steps = tuple(self.step("") for _ in range(self.randint(0, 2)))
        entries = ["", *(each.id for each in steps)]
        parts = [self.part(depth - 1) for _ in range(self.randint(1, 3))]
        has_material = self.yes()
        heavy = Mass(amount=parse_quantity(f"{100.0**depth} kg"))  # more than all that is in it
        return Part(
            id=node,
            quantity=self.choice([pieces, self.small("g")]) if has_material else pieces,
            mass=heavy if has_material else None,
            data_set=ref("steel") if has_material else None,
            parts=tuple(
                msgspec.structs.replace(each, entry_step=self.choice(entries)) for each in parts
            ),
            steps=steps,
        )

    def study(self) -> Study:
        parts = tuple(self.part(2) for _ in range(self.randint(2, 3)))
        steps = [self.step("") for _ in range(self.randint(0, 1))]
        if steps and self.yes():
            steps[0] = msgspec.structs.replace(steps[0], site="d")
        if steps and self.yes():
            amount = parse_quantity("0.01 piece")
            own = StepInput(id="own", amount=amount, supply=PartRef(part="root"))
            steps[0] = msgspec.structs.replace(
                steps[0],
                inputs=(*steps[0].inputs, own),
                basis=StepBasis.PIECE,
                divisor=None,
                yield_fraction=0.9,
            )
        bought = [each.id for each in walk(Part(id="top", parts=parts)) if each.bought_as]
        roof = SupplyLine(
            id="roof",
            rule=ElectricityRule.OWN_GENERATION,
            energy=self.small("MWh"),
            data_set=ref("half-solar"),
        )
        wind = SupplyLine(
            id="wind",
            rule=ElectricityRule.CONTRACT,
            energy=self.small("MWh"),
            data_set=ref("solar"),
            instruments=(self.certificates(),),
        )
        mix = OwnMix(
            id="mix",
            upstream=parse_quantity("30 gCO2e"),
            shares=(
                MixShare(id="old", data_set=ref("coal-power"), share=0.25),
                MixShare(id="new", data_set=ref("half-solar"), share=0.75),
            ),
        )
        hours = EnergySharing(
            id="hours",
            total=50.0,
            shares=tuple(
                StepShare(id=f"share-{each.id}", step=each.id, weight=7.0) for each in steps
            ),
        )
        reading = MeterReading(id="reading", energy=parse_quantity("2 GWh"))
        sharing_sites = {each.site for each in steps}
        legs = [
            (Cargo.OTHER_PARTS, "truck", "300 km"),
            (Cargo.PARTS, "plane", "8000 km"),
            (Cargo.PACKAGING, "truck", "40 km"),
            (Cargo.PRODUCT, "truck", "700 km"),
        ]
        return Study(
            id="study",
            salt="5" * 32,
            product=Product(id="product", declared_unit=self.small("piece")),
            choices=Choices(
                id="choices",
                gwp_set=self.choice(list(GwpSet)),
                recycling=self.choice(list(RecyclingMethod)),
            ),
            bom=Part(id="root", parts=parts, steps=tuple(steps)),
            sites=(
                Site(id="a", country="AAA"),
                Site(
                    id="b",
                    country="BBB",
                    electricity=(roof, SupplyLine(id="grid", energy=self.small("MWh")), wind),
                ),
                Site(id="c", country="CCC", untracked_mix="mix" if self.yes() else ""),
                Site(
                    id="d",
                    country="AAA",
                    output=parse_quantity("5000 piece"),
                    readings=(reading,),
                    sharings=(hours,) if sharing_sites == {"d"} else (),
                ),
            ),
            mixes=(mix,),
            transport=tuple(
                TransportLeg(
                    id=f"leg-{cargo.value}",
                    cargo=cargo,
                    parts=tuple(self.sample(bought, 1)) if cargo is Cargo.PARTS else (),
                    distance=parse_quantity(distance),
                    data_set=ref(row_id),
                    vehicle=self.vehicle() if self.stated.random() < 0.3 else None,
                    gross_per_net=1.1,
                )
                for cargo, row_id, distance in legs
            ),
            packaging=tuple(
                PackagingItem(
                    id=f"pack-{row_id}",
                    amount=self.small("g"),
                    data_set=ref(row_id),
                    holds=self.choice([1.0, 12.0]),
                    trips=self.choice([1.0, 50.0]),
                )
                for row_id in ("carton", "wood")
            ),
            splits=tuple(
                StatedSplit(id=f"split-{row_id}", data_set=ref(row_id), split=self.split())
                for row_id in ("paper", "carton", "truck", "grid-term", "steel")
                if self.stated.random() < 0.3
            ),
        )

    def vehicle(self) -> Vehicle:
        """Give a truck by its fuel, of a typed factor or of a data set.

        No round numbers: an amount that ends in 5 at its 13th digit is hashed by chance.
        """
        draw, gas = self.stated, "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv"
        factor = FuelFactor(
            name="Hydrogen",
            value=parse_quantity("0.2 kgCO2e"),
            per=parse_quantity("2 kWh"),
            split=self.split(),
            report=draw.choice(list(AssessmentReport)),
        )
        return Vehicle(
            capacity=parse_quantity("23.3 t"),
            load_factor=draw.choice([0.1, 0.6, 1.0]),
            empty_distance_factor=draw.choice([0.0, 0.2, 0.5]),
            fuel_empty=parse_quantity("91.7 kWh"),
            fuel_full=parse_quantity("143.9 kWh"),
            fuel_distance=parse_quantity("100 km"),
            fuel=ref(gas),
            factor=factor if draw.random() < 0.5 else None,
        )


def random_study(seed: int) -> Study:
    return Chance(seed).study()


def solved(study: Study, tiny: Background) -> PcfResult:
    calculation = calculate(study, tiny)
    assert not calculation.stopping
    assert calculation.result is not None
    return calculation.result


def sha256(study: Study, tiny: Background) -> str:
    inventory = build_inventory(study, tiny.catalogue).inventory
    assert inventory is not None
    return inventory.sha256


SAME = 1e-11
"""What two solves of one product may differ by, as a share of |total|: loops add to rounding."""


def assert_same_totals(one: PcfResult, other: PcfResult, *, times: float = 1.0) -> None:
    first, second = totals(one), totals(other)
    slack = SAME * times * max(first.absolute + abs(first.outbound), 1e-300)
    assert second.headline == pytest.approx(times * first.headline, rel=0, abs=slack)
    assert second.outbound == pytest.approx(times * first.outbound, rel=0, abs=slack)
    assert second.absolute == pytest.approx(times * first.absolute, rel=0, abs=slack)
    gross = SAME * times * sum(abs(value) for value in first.categories.values())
    for category, value in first.categories.items():
        assert second.categories[category] == pytest.approx(times * value, rel=0, abs=gross + slack)


# --- contributions -----------------------------------------------------------------------------

VIEWS = (
    contributions.by_stage,
    contributions.by_category,
    contributions.by_gas,
    contributions.by_process,
    contributions.by_statement,
    contributions.by_site,
    contributions.by_data_set,
    contributions.by_confidence,
    contributions.by_split,
)


@given(seed=SEEDS)
def test_every_view_adds_up_to_the_headline(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    result = solved(study, tiny)
    whole = totals(result)
    tolerance = ADDS_UP * whole.absolute
    assert whole.absolute > 0
    for view in VIEWS:
        parts = view(result)
        assert abs(sum(each.kg_co2e for each in parts) - whole.headline) <= tolerance, view.__name__
        shares = [each.share for each in parts if each.share is not None]
        assert abs(sum(shares) - 1) <= tolerance / abs(whole.headline)


@given(seed=SEEDS)
def test_parts_and_packaging_add_up_to_the_headline(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    result = solved(study, tiny)
    whole = totals(result)
    own = {each.key: each.kg_co2e for each in contributions.by_part(result)}
    packaging = sum(
        each.kg_co2e for each in contributions.by_process(result) if each.key.startswith("pack-")
    )
    own_parts = sum(value for key, value in own.items() if find_part(study, key) is not None)
    assert abs(own_parts + packaging - whole.headline) <= ADDS_UP * whole.absolute
    below = contributions.by_part_with_below(result)
    assert abs(below["root"] - own_parts) <= ADDS_UP * whole.absolute
    for each in walk(study.bom):
        inside = own[each.id] + sum(below[child.id] for child in each.parts)
        assert abs(below[each.id] - inside) <= ADDS_UP * whole.absolute


def find_part(study: Study, node: str) -> Part | None:
    return next((each for each in walk(study.bom) if each.id == node), None)


@given(seed=SEEDS)
def test_shares_by_report_add_up_to_one(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    shares = [each.share or 0.0 for each in contributions.by_report(solved(study, tiny))]
    assert sum(shares) == pytest.approx(1.0, abs=1e-12)
    assert all(share > 0 for share in shares)


@given(seed=SEEDS)
def test_headline_is_made_of_its_four_categories(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    whole = totals(solved(study, tiny))
    values = {each.value: kg for each, kg in whole.categories.items()}
    four = sum(
        values[name] for name in ("fossil", "biogenic_non_co2", "land_use_change", "unsplit")
    )
    both = values["biogenic_co2"] + values["uptake"]
    assert whole.headline == pytest.approx(four, rel=1e-12, abs=1e-300)
    assert whole.with_uptake == pytest.approx(four + both, rel=1e-12, abs=1e-12 * whole.absolute)
    assert abs(whole.headline) <= whole.absolute * (1 + 1e-12)


# --- amounts -----------------------------------------------------------------------------------


@given(seed=SEEDS, times=st.sampled_from([2, 7, 1000]))
def test_twice_the_amount_twice_everything(seed: int, times: int, tiny: Background) -> None:
    study = random_study(seed)
    number = study.product.declared_unit.number * times
    edit = SetField(
        node="product", field="declared_unit", value=parse_quantity(f"{number:.0f} piece")
    )
    one, many = solved(study, tiny), solved(apply(study, [edit]), tiny)
    assert_same_totals(one, many, times=times)
    # A loop that gives back almost all it takes leaves a small difference of large numbers.
    slack = 1e-12 * times * max(one.supply.values())
    assert many.supply == pytest.approx(
        {process: times * amount for process, amount in one.supply.items()}, rel=1e-9, abs=slack
    )


@given(seed=SEEDS)
def test_order_changes_nothing(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    shuffled = _shuffled(study, random.Random(seed + 1))
    assert_same_totals(solved(study, tiny), solved(shuffled, tiny))
    assert sha256(shuffled, tiny) == sha256(study, tiny)


def _shuffled(study: Study, chance: random.Random) -> Study:
    """Give the study with everything in another order whose order means nothing.

    A part that names no step enters at the first one, so the steps keep their order.
    """

    def mixed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(chance.sample(nodes, len(nodes)))

    def of_step(each: ProcessStep) -> ProcessStep:
        return msgspec.structs.replace(
            each,
            inputs=mixed(each.inputs),
            emissions=mixed(each.emissions),
            wastes=mixed(each.wastes),
        )

    def of_part(each: Part) -> Part:
        return msgspec.structs.replace(
            each,
            parts=mixed(tuple(of_part(child) for child in each.parts)),
            steps=tuple(of_step(one) for one in each.steps),
        )

    sites = tuple(
        msgspec.structs.replace(site, electricity=mixed(site.electricity)) for site in study.sites
    )
    return msgspec.structs.replace(
        study,
        bom=of_part(study.bom),
        sites=mixed(sites),
        transport=mixed(study.transport),
        packaging=mixed(study.packaging),
    )


OTHER_UNIT = {
    "g": ("kg", "0.001"),
    "kg": ("g", "1000"),
    "mg": ("g", "0.001"),
    "Wh": ("kWh", "0.001"),
    "MWh": ("MJ", "3600"),
    "km": ("m", "1000"),
    "cm2": ("m2", "0.0001"),
}


def _retyped(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_retyped(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "si" in value and value["unit"] in OTHER_UNIT:
        unit, factor = OTHER_UNIT[value["unit"]]
        number = Decimal(str(value["number"])) * Decimal(factor)
        return msgspec.to_builtins(parse_quantity(f"{number} {unit}"))
    return {key: _retyped(each) for key, each in value.items()}


@given(seed=SEEDS)
def test_the_unit_that_was_typed_changes_nothing(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    other = msgspec.convert(_retyped(msgspec.to_builtins(study)), Study, strict=False)
    assert other != study
    assert_same_totals(solved(study, tiny), solved(other, tiny))
    assert sha256(other, tiny) == sha256(study, tiny)


@given(seed=SEEDS, data=st.data())
def test_a_line_may_be_split_in_two(seed: int, data: st.DataObject, tiny: Background) -> None:
    """4 screws are 3 screws and 1 screw, steps and transport and all."""
    study = random_study(seed)
    children = [(parent, each) for parent in walk(study.bom) for each in parent.parts]
    parent, line = data.draw(st.sampled_from(children))
    index = parent.parts.index(line)
    amount = line.quantity
    less = f"{amount.number / 4!r} {amount.unit}"
    more = f"{amount.number * 3 / 4!r} {amount.unit}"
    twin = _with_new_ids(line)
    edits: list[Edit] = [
        SetField(node=line.id, field="quantity", value=parse_quantity(more)),
        Insert(
            parent=parent.id,
            index=index,
            node=msgspec.structs.replace(twin, quantity=parse_quantity(less)),
        ),
    ]
    legs = [leg for leg in study.transport if leg.cargo is Cargo.PARTS]
    for leg in legs:
        both = (*leg.parts, *(f"{part_id}-twin" for part_id in leg.parts))
        known = {each.id for each in walk(study.bom)} | {each.id for each in walk(twin)}
        edits.append(
            SetField(
                node=leg.id, field="parts", value=tuple(each for each in both if each in known)
            )
        )
    assert_same_totals(solved(study, tiny), solved(apply(study, edits), tiny))


def _with_new_ids(line: Part) -> Part:
    """Give a copy under new ids, whose inner references point to the copy."""
    ids = {each.id for each in nodes_below(line)}
    keys = {"id", "entry_step", "returns_to"}

    def renamed(value: Any, key: str = "") -> Any:
        if isinstance(value, list | tuple):
            return [renamed(each) for each in value]
        if isinstance(value, dict):
            return {name: renamed(each, name) for name, each in value.items()}
        return f"{value}-twin" if key in keys and value in ids else value

    twin = msgspec.convert(renamed(msgspec.to_builtins(line)), Part, strict=False)
    return msgspec.structs.replace(twin, entry_step=line.entry_step)


@given(seed=SEEDS, data=st.data())
def test_a_line_may_stand_in_a_bag_of_its_own(
    seed: int, data: st.DataObject, tiny: Background
) -> None:
    """An assembly of one piece without steps adds nothing and takes nothing away."""
    study = random_study(seed)
    children = [(parent, each) for parent in walk(study.bom) for each in parent.parts]
    parent, line = data.draw(st.sampled_from(children))
    bag = Part(id="bag", quantity=parse_quantity("1 piece"), entry_step=line.entry_step)
    edits = [
        Insert(parent=parent.id, index=0, node=bag),
        Move(node=line.id, parent="bag", index=0),
        SetField(node=line.id, field="entry_step", value=""),
    ]
    assert_same_totals(solved(study, tiny), solved(apply(study, edits), tiny))


@given(seed=SEEDS, data=st.data())
def test_an_excluded_line_is_as_good_as_gone(
    seed: int, data: st.DataObject, tiny: Background
) -> None:
    study = random_study(seed)
    line = data.draw(st.sampled_from(study.bom.parts))
    out = apply(study, [SetField(node=line.id, field="excluded", value="below the cut-off")])
    gone = apply(study, [Remove(node=line.id)])
    one, other = build_inventory(out, tiny.catalogue), build_inventory(gone, tiny.catalogue)
    assert (one.inventory is None) == (other.inventory is None)
    if one.inventory is not None:
        assert one.inventory.sha256 == other.inventory.sha256


@given(seed=SEEDS)
def test_a_lone_grid_line_is_the_country_s_grid(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    line = SupplyLine(id="line", energy=parse_quantity("3 GWh"))
    edited = apply(study, [Insert(parent="a", index=0, node=line)])
    assert_same_totals(solved(study, tiny), solved(edited, tiny))


@given(seed=SEEDS)
def test_location_based_is_the_result_on_the_grid(seed: int, tiny: Background) -> None:
    """What stands beside the result is what it would be without contract, mix or other grid."""
    study = random_study(seed)
    edits = [
        SetField(node="c", field="untracked_mix", value=""),
        SetField(node="wind", field="rule", value=ElectricityRule.GRID),
        SetField(node="wind", field="data_set", value=None),
    ]
    on_grid = totals(solved(apply(study, edits), tiny))
    result = solved(study, tiny)
    location = result.location
    if location is None:  # no step uses electricity
        assert not any(result.supply[site] for site in "abcd")
        return
    slack = 1e-12 * (totals(result).absolute + on_grid.absolute)
    assert location.headline == pytest.approx(on_grid.headline, rel=0, abs=slack)
    assert location.with_uptake == pytest.approx(on_grid.with_uptake, rel=0, abs=slack)


@given(seed=SEEDS)
def test_outputs_share_the_whole_burden_of_a_step(seed: int, tiny: Background) -> None:
    for process in solved(random_study(seed), tiny).inventory.processes:
        for each in process.allocation.sharings if process.allocation else ():
            assert abs(sum(each.shares) - 1) <= ADDS_UP


@given(seed=SEEDS)
def test_what_is_asked_of_a_kind_of_lines_holds_for_each_of_them(
    seed: int, tiny: Background
) -> None:
    result = solved(random_study(seed), tiny)
    kinds = result.kinds

    def asked(line: Line) -> tuple[object, ...]:
        taken, cause = line.exchange, line.cause
        is_own = cause is taken
        return line.data_set, taken.input, taken.role, taken.stage, taken.via, is_own, cause.stage

    for line, kind in zip(result.lines, kinds.of_lines.tolist(), strict=True):
        assert asked(line) == asked(kinds.examples[kind])
        assert (line.cause.role, line.cause.via) == (
            kinds.examples[kind].cause.role,
            kinds.examples[kind].cause.via,
        )
    outbound = kinds.where(lambda line: line.exchange.stage is Stage.OUTBOUND).tolist()
    assert outbound == [line.exchange.stage is Stage.OUTBOUND for line in result.lines]
    summed = sum(value for _, value in kinds.summed(result.headline_values))
    slack = ADDS_UP * totals(result).absolute
    assert summed == pytest.approx(float(result.headline_values.sum()), abs=slack)


@settings(max_examples=20)
@given(seed=SEEDS)
def test_a_choice_has_the_effect_that_it_was_shown_with(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    result = with_effects(solved(study, tiny), tiny)
    for each in result.effects:
        if each.method is None:
            continue
        chosen = apply(study, [SetField(node="choices", field="recycling", value=each.method)])
        headline = totals(solved(chosen, tiny)).headline
        assert each.headline == pytest.approx(headline, abs=ADDS_UP * totals(result).absolute)


# --- two procedures ----------------------------------------------------------------------------


@settings(max_examples=25)
@given(seed=SEEDS)
def test_record_and_fast_path_agree(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    result = with_record(solved(study, tiny), tiny)
    assert result.record is not None
    assert result.record.deviation <= ADDS_UP
    fast = totals(result)
    for category, value in result.record.totals.items():
        scale = sum(abs(each) for each in fast.categories.values())
        assert abs(value - fast.categories[category]) <= ADDS_UP * scale


# --- identity ----------------------------------------------------------------------------------

WORDS = ("name", "name_zh", "number", "material", "designators", "note", "place", "description")


@given(seed=SEEDS)
def test_words_are_not_in_the_hash(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    edits = [
        SetField(node=node.id, field=field, value="another word")
        for node in nodes_below(study)
        for field in WORDS
        if hasattr(node, field) and isinstance(getattr(node, field), str)
    ]
    assert len(edits) > 10
    renamed = apply(study, edits)
    assert sha256(renamed, tiny) == sha256(study, tiny)
    assert solved(renamed, tiny).id == solved(study, tiny).id


def _leaf(study: Study) -> Part:
    leaves = (each for each in walk(study.bom) if each.data_set and not each.parts)
    leaf = next(leaves, None)
    assume(leaf is not None)  # one study in some thousand has none
    assert leaf is not None
    return leaf


CHANGES: dict[str, Callable[[Study], Edit]] = {
    "salt": lambda study: SetField(node="study", field="salt", value="6" * 32),
    "gwp set": lambda study: SetField(
        node="choices",
        field="gwp_set",
        value=next(each for each in GwpSet if each is not study.choices.gwp_set),
    ),
    "declared amount": lambda _: SetField(
        node="product", field="declared_unit", value=parse_quantity("401 piece")
    ),
    "data set": lambda study: SetField(
        node=_leaf(study).id,
        field="data_set",
        value=ref("plastic" if _leaf(study).data_set == ref("steel") else "steel"),
    ),
    "quantity": lambda study: SetField(
        node=_leaf(study).id, field="quantity", value=parse_quantity("401 g")
    ),
    "distance": lambda _: SetField(
        node="leg-product", field="distance", value=parse_quantity("701 km")
    ),
    "load factor": lambda _: SetField(
        node="leg-product",
        field="vehicle",
        value=msgspec.structs.replace(Chance(1).vehicle(), load_factor=0.61),
    ),
    "recycling method": lambda study: SetField(
        node="choices",
        field="recycling",
        value=next(each for each in RecyclingMethod if each is not study.choices.recycling),
    ),
    "trips": lambda _: SetField(node="pack-carton", field="trips", value=51.0),
}


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=20)
@given(seed=SEEDS)
def test_what_counts_is_in_the_hash(change: str, seed: int, tiny: Background) -> None:
    study = random_study(seed)
    assert sha256(apply(study, [CHANGES[change](study)]), tiny) != sha256(study, tiny)


@given(seed=SEEDS)
def test_same_study_same_hash_and_no_salt_no_guess(seed: int, tiny: Background) -> None:
    study = random_study(seed)
    copy = msgspec.json.decode(msgspec.json.encode(study), type=Study)
    assert sha256(copy, tiny) == sha256(study, tiny)


# --- saving and undoing ------------------------------------------------------------------------


@given(seed=SEEDS)
def test_what_is_saved_is_what_is_loaded(seed: int) -> None:
    study = random_study(seed)
    raw = msgspec.json.encode(study)
    loaded = msgspec.json.decode(raw, type=Study)
    assert loaded == study
    assert msgspec.json.encode(loaded) == raw


def _place(study: Study, node_id: str) -> tuple[str, int]:
    """Give parent and index of a node, found here without the code under test."""
    for parent in nodes_below(study):
        for value in msgspec.structs.astuple(parent):
            if isinstance(value, tuple):
                for index, child in enumerate(value):
                    if isinstance(child, Node) and child.id == node_id:
                        return parent.id, index
    raise LookupError(node_id)


@st.composite
def edit_and_inverse(draw: st.DrawFn, study: Study, number: int) -> tuple[Edit, Edit]:
    parts = [each.id for each in walk(study.bom)]
    movable = parts[1:]
    kind = draw(st.sampled_from(["set", "insert", "remove", "move"]))
    if kind == "insert" or not movable:
        parent = draw(st.sampled_from(parts))
        index = draw(st.integers(0, len(find(study, parent).parts)))
        inner = Part(id=f"new-{number}", parts=(Part(id=f"inner-{number}"),))
        return Insert(parent=parent, index=index, node=inner), Remove(node=inner.id)
    node = draw(st.sampled_from(movable))
    old_parent, old_index = _place(study, node)
    if kind == "remove":
        back = Insert(parent=old_parent, index=old_index, node=find(study, node))
        return Remove(node=node), back
    if kind == "set":
        field, value = draw(
            st.sampled_from(
                [("name", f"name {number}"), ("quantity", None), ("mass", None), ("note", "x")]
            )
        )
        back = SetField(node=node, field=field, value=getattr(find(study, node), field))
        return SetField(node=node, field=field, value=value), back
    inside = {each.id for each in nodes_below(find(study, node))}
    parent = draw(st.sampled_from([each for each in parts if each not in inside]))
    count = len(find(study, parent).parts) - (parent == old_parent)
    index = draw(st.integers(0, count))
    return (
        Move(node=node, parent=parent, index=index),
        Move(node=node, parent=old_parent, index=old_index),
    )


@given(seed=SEEDS, data=st.data(), count=st.integers(1, 12))
def test_undo_and_redo_give_equal_studies(seed: int, data: st.DataObject, count: int) -> None:
    study = random_study(seed)
    states, edits, inverses = [study], [], []
    for number in range(count):
        edit, inverse = data.draw(edit_and_inverse(states[-1], number))
        edits.append(edit)
        inverses.append(inverse)
        states.append(apply(states[-1], [edit]))
    for number in reversed(range(count)):
        assert apply(states[number + 1], [inverses[number]]) == states[number]
    assert apply(states[-1], reversed(inverses)) == study
    assert apply(study, edits) == states[-1]


@given(seed=SEEDS)
def test_random_studies_have_no_faults(seed: int, tiny: Background) -> None:
    """The laws above say little of studies of which half is left out."""
    study = random_study(seed)
    built = build_inventory(study, tiny.catalogue)
    severe = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
    assert not [each for each in built.findings if each.severity in severe]
