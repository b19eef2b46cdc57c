"""A refurbishment case put together: process, fleet, scenarios, draws, lives, booking, digest."""

import datetime

import msgspec
import pytest

from pcf.circularity.case import CaseResult, steps_of
from pcf.circularity.inputs import Origin
from pcf.errors import InputError
from pcf.findings import Severity
from pcf.model.bom import Mass, Part
from pcf.model.edits import Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, SiteElectricity, StepInput
from pcf.model.refurbishment import (
    Booking,
    BurdenRule,
    DeviceCategory,
    DeviceRegister,
    Displacement,
    LaterLife,
    RefurbishmentCase,
    RegisterSum,
    StatedAmount,
    StatedShare,
)
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.contributions import totals
from pcf.results.method import as_new_device
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate
from pcf.workflow.circularity import calculate_case, new_device_edit
from pcf.workflow.studies import save_study

ON = datetime.date(2025, 3, 1)


def amount(text: str, low: str = "", high: str = "") -> StatedAmount:
    return StatedAmount(
        amount=parse_quantity(text),
        low=parse_quantity(low) if low else None,
        high=parse_quantity(high) if high else None,
        source="Ledger 2024",
    )


def share(value: float, low: float | None = None, high: float | None = None) -> StatedShare:
    return StatedShare(value=value, low=low, high=high, source="Ledger 2024")


def data_set(row: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row)


def build_case() -> RefurbishmentCase:
    """Give a case whose laptop takes its process from an inventory and the phone types it."""
    testing = ProcessStep(
        id="testing",
        name="Testing",
        site="depot",
        inputs=(
            StepInput(
                id="testing-power",
                name="Power",
                amount=parse_quantity("2 kWh"),
                supply=SiteElectricity(),
            ),
        ),
    )
    battery = Part(
        id="battery",
        name="Battery",
        quantity=parse_quantity("1 piece"),
        mass=Mass(amount=parse_quantity("300 g")),
        data_set=data_set("steel"),
    )
    box = PackagingItem(
        id="rbox", name="Box", amount=parse_quantity("500 g"), data_set=data_set("carton")
    )
    legs = tuple(
        TransportLeg(
            id=leg, name=leg, cargo=cargo, distance=parse_quantity(far), data_set=data_set("truck")
        )
        for leg, cargo, far in (
            ("fetching", Cargo.COLLECTED, "400 km"),
            ("bringing", Cargo.PRODUCT, "1000 km"),
        )
    )
    laptop = DeviceCategory(
        id="laptop",
        name="Laptop",
        devices=parse_quantity("1000 piece"),
        production=amount("235 kgCO2e", "132 kgCO2e", "315 kgCO2e"),
        delivery=amount("10 kgCO2e"),
        new_life=amount("4 a"),
        first_life=amount("4 a"),
        life=amount("3 a", "2 a", "4 a"),
        new_electricity=amount("30 kWh"),
        electricity=amount("35 kWh"),
        mass=parse_quantity("2 kg"),
        parts=(battery,),
        packaging=(box,),
        transport=legs,
    )
    phone = DeviceCategory(
        id="phone",
        name="Phone",
        devices=parse_quantity("500 piece"),
        returned=parse_quantity("20 piece"),
        production=amount("53 kgCO2e", "20 kgCO2e", "71 kgCO2e"),
        delivery=amount("2 kgCO2e"),
        new_life=amount("3 a"),
        first_life=amount("3 a"),
        life=amount("2 a"),
        new_use_emissions=amount("2 kgCO2e"),
        use_emissions=amount("2 kgCO2e"),
        collection=amount("0.2 kgCO2e"),
        replaced_parts=amount("3 kgCO2e"),
        redistribution=amount("0.5 kgCO2e"),
        packing=amount("0.1 kgCO2e"),
        equivalence=share(0.9),
    )
    return RefurbishmentCase(
        id="case",
        name="IT 2024",
        period_start=datetime.date(2024, 1, 1),
        period_end=datetime.date(2024, 12, 31),
        site="depot",
        use_country="CCC",
        burden=BurdenRule.CUT_OFF,
        success=share(0.8, 0.7, 0.9),
        equivalence=share(1),
        rebound=share(0.1, 0.0, 0.3),
        central=Displacement(rate=0.7, source="Survey of 412 buyers, 2024"),
        iterations=2000,
        categories=(laptop, phone),
        steps=(testing,),
    )


def study_of(case: RefurbishmentCase) -> Study:
    return Study(
        id="study",
        salt="0" * 32,
        sites=(Site(id="depot", name="Depot", country="AAA"),),
        refurbishments=(case,),
    )


@pytest.fixture
def case() -> RefurbishmentCase:
    return build_case()


@pytest.fixture
def solve(tiny):
    """Give the function that calculates a case, with fields of it or of a category replaced."""

    def solved(case: RefurbishmentCase, of: str = "", **changes: object) -> CaseResult:
        if of:
            categories = tuple(
                msgspec.structs.replace(each, **changes) if each.id == of else each
                for each in case.categories
            )
            changes = {"categories": categories}
        changed = msgspec.structs.replace(case, **changes)
        return calculate_case(study_of(changed), changed, tiny, ON)

    return solved


def keys(result, *severities):
    wanted = severities or tuple(Severity)
    return [each.key for each in result.findings if each.severity in wanted]


def test_the_complete_case_has_no_finding_that_blocks(case, solve) -> None:
    result = solve(case)
    assert not result.is_blocked, keys(result)
    assert keys(result, Severity.WARNING) == []
    assert not result.is_certain


def test_the_process_is_solved_like_a_footprint_and_sorted_into_its_terms(case, solve) -> None:
    inputs = solve(case).lives[0].inputs
    # grid of AAA: 0.5777 + 0.0327 kg/kWh; steel 2, carton 0.9 kg/kg; truck 0.085 kg/tkm
    assert inputs["refurbishing"].value == pytest.approx(2 * 0.6104)
    assert inputs["replaced_parts"].value == pytest.approx(0.3 * 2)
    assert inputs["packing"].value == pytest.approx(0.5 * 0.9)
    assert inputs["collection"].value == pytest.approx(0.002 * 400 * 0.085)
    assert inputs["redistribution"].value == pytest.approx(0.0025 * 1000 * 0.085)
    assert inputs["new_use"].value == pytest.approx(30 * 0.5)
    assert inputs["use"].value == pytest.approx(35 * 0.5)


def test_the_fleet_by_hand(case, solve) -> None:
    result = solve(case)
    a_n = 245 / 4 + 15
    g, k, z, col, red = 1.2208, 0.6, 0.45, 0.068, 0.2125
    a_r = ((g + col) / 0.8 + k + red + z) / 3 + 17.5
    laptop = (0.9 * 0.7 * a_n - a_r) * 3
    phone_new = 55 / 3 + 2
    phone_used = ((g + 0.2) / 0.8 + 3 + 0.5 + 0.1) / 2 + 2
    phone = (0.9 * 0.7 * 0.9 * phone_new - phone_used) * 2
    central = result.scenarios[1]
    assert central.per_device[0].value == pytest.approx(laptop)
    assert central.per_device[1].value == pytest.approx(phone)
    assert central.fleet.value == pytest.approx(1000 * laptop + 480 * phone)
    assert result.devices == 1480
    wanted = (1000 * 3 * a_r + 480 * 2 * phone_used) / (
        1000 * 3 * 0.9 * a_n + 480 * 2 * 0.9 * 0.9 * phone_new
    )
    assert result.break_even == pytest.approx(wanted)
    steps = steps_of(result, central)
    assert sum(steps.values()) * 1480 == pytest.approx(central.fleet.value)


# --- scenarios and headline --------------------------------------------------------------------


def test_the_headline_is_the_lowest_scenario_with_a_source(case, solve) -> None:
    assert solve(case).headline.name == "central"
    both = solve(case, low=Displacement(rate=0.5, source="Panel 2023"))
    assert both.headline.name == "low"
    none = solve(case, central=Displacement(rate=0.7))
    assert none.headline.name == "low"
    assert "displacement-without-source" in keys(none, Severity.WARNING)


def test_a_rate_net_of_rebound_has_none_taken_off(case, solve) -> None:
    net = Displacement(rate=0.7, source="Survey", is_net=True)
    with_net, without = solve(case, central=net), solve(case, rebound=share(0))
    assert with_net.scenarios[1].fleet.value == pytest.approx(without.scenarios[1].fleet.value)
    assert "rebound-in-rate" in keys(with_net, Severity.NOTE)


# --- draws -------------------------------------------------------------------------------------


def test_the_interval_holds_the_value_and_repeats(case, solve) -> None:
    once, again = solve(case), solve(case)
    for one, other in zip(once.scenarios, again.scenarios, strict=True):
        assert one.fleet == other.fleet
        assert one.fleet.low < one.fleet.value < one.fleet.high
    assert solve(case, seed=2).scenarios[0].fleet.low != once.scenarios[0].fleet.low


def test_the_order_of_categories_changes_nothing(case, solve) -> None:
    turned = solve(case, categories=case.categories[::-1])
    for one, other in zip(solve(case).scenarios, turned.scenarios, strict=True):
        for name in ("value", "low", "high", "median"):
            assert getattr(one.fleet, name) == pytest.approx(getattr(other.fleet, name))


def test_what_two_categories_share_is_drawn_once(case, solve) -> None:
    # Two halves of one category must vary as the whole does, not average out.
    laptop = case.categories[0]
    half = parse_quantity("500 piece")
    halves = tuple(
        msgspec.structs.replace(laptop, id=new_id, devices=half) for new_id in ("one", "two")
    )
    data_set_of = {"production": None, "data_set": laptop.parts[0].data_set}
    whole = solve(
        case, categories=(msgspec.structs.replace(laptop, **data_set_of, life=amount("3 a")),)
    )
    split = solve(
        case,
        categories=tuple(
            msgspec.structs.replace(each, **data_set_of, life=amount("3 a")) for each in halves
        ),
    )
    assert split.scenarios[0].fleet.low == pytest.approx(whole.scenarios[0].fleet.low)


def test_without_any_bounds_there_is_no_interval_and_a_warning(case, solve) -> None:
    plain = solve(
        case,
        categories=(
            msgspec.structs.replace(
                case.categories[1], production=amount("53 kgCO2e"), devices=parse_quantity("5 pcs"),
                returned=None,
            ),
        ),
        success=share(0.8),
        rebound=share(0.1),
    )  # fmt: skip
    assert plain.is_certain
    assert "case-without-uncertainty" in keys(plain, Severity.WARNING)
    fleet = plain.scenarios[0].fleet
    assert fleet.low == pytest.approx(fleet.high)


# --- lives and booking -------------------------------------------------------------------------


def second_life(**changes) -> LaterLife:
    stated = {
        "devices": parse_quantity("100 piece"),
        "life": amount("2 a"),
        "use_emissions": amount("17.5 kgCO2e"),
        "collection": amount("0.2 kgCO2e"),
        "replaced_parts": amount("5 kgCO2e"),
        "redistribution": amount("0.5 kgCO2e"),
        "packing": amount("0.1 kgCO2e"),
    }
    return LaterLife(id="second", **{**stated, **changes})


def test_each_later_life_has_its_own_burden_and_all_add_up_to_one(case, solve) -> None:
    result = solve(
        case,
        of="laptop",
        later=(second_life(),),
    )
    by_time = solve(result.case, burden=BurdenRule.BY_TIME)
    first, second = by_time.lives[0], by_time.lives[1]
    assert (first.inputs["share"].value, second.inputs["share"].value) == (
        pytest.approx(3 / 9),
        pytest.approx(2 / 9),
    )
    assert second.place == 1
    assert by_time.devices == 1000 + 100 + 480
    added = by_time.scenarios[1].lives[1].value
    assert added == pytest.approx(100 * by_time.scenarios[1].per_device[1].value)


def test_shares_above_all_there_is_block(case, solve) -> None:
    typed = solve(
        msgspec.structs.replace(case, burden=BurdenRule.STATED),
        of="laptop",
        stated_share=share(0.7),
        later=(second_life(stated_share=share(0.4)),),
    )
    assert "burden-above-one" in keys(typed, Severity.BLOCKS_DOCUMENT)


def test_a_burden_that_is_carried_must_leave_the_first_life(case, solve) -> None:
    carried = solve(case, burden=BurdenRule.BY_TIME)
    assert "first-life-carries-all" in keys(carried, Severity.BLOCKS_DOCUMENT)
    assert "baseline-not-alike" in keys(carried, Severity.WARNING)
    said = solve(
        case, burden=BurdenRule.BY_TIME, first_life_carries_rest=True, baseline_passes_on=True
    )
    assert not {"first-life-carries-all", "baseline-not-alike"} & set(keys(said))


def test_prices_that_rise_stop_the_category_with_a_finding(case, solve) -> None:
    rising = solve(
        msgspec.structs.replace(case, burden=BurdenRule.BY_VALUE),
        of="laptop",
        new_price=100.0,
        price=120.0,
        price_source="Shop",
    )
    assert "prices-rise" in keys(rising, Severity.STOPS_CALCULATION)
    assert rising.scenarios == ()


def test_booked_per_year_a_life_counts_by_its_years(case, solve) -> None:
    whole, yearly = solve(case), solve(case, booking=Booking.PER_YEAR)
    years = (3, 2)
    for place, life in enumerate(years):
        per_life = whole.scenarios[1].per_device[place].value
        assert yearly.scenarios[1].per_device[place].value == pytest.approx(per_life / life)
    steps = steps_of(yearly, yearly.scenarios[1])
    assert sum(steps.values()) * yearly.devices == pytest.approx(yearly.scenarios[1].fleet.value)


# --- what is missing ---------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["production", "new_life", "life", "devices"])
def test_a_category_without_what_it_needs_is_left_out_and_named(case, solve, field) -> None:
    result = solve(case, of="laptop", **{field: None})
    stopping = [each for each in result.findings if each.severity is Severity.STOPS_CALCULATION]
    assert [each.node for each in stopping] == ["laptop"]
    assert result.devices == 480
    assert result.scenarios[1].lives[0] is None


@pytest.mark.parametrize(
    ("field", "node"),
    [
        ("delivery", "laptop"),
        ("new_electricity", "laptop"),
        ("electricity", "laptop"),
        ("collection", "phone"),
        ("replaced_parts", "phone"),
        ("redistribution", "phone"),
        ("packing", "phone"),
    ],
)
def test_a_gap_blocks_and_is_not_filled(case, solve, field, node) -> None:
    result = solve(case, of=node, **{field: None})
    gaps = [each for each in result.findings if each.key == "life-input-left-out"]
    assert [(each.node, each.field) for each in gaps] == [(node, field)]
    assert result.is_blocked


@pytest.mark.parametrize(
    ("field", "key"),
    [("rebound", "case-input-missing"), ("equivalence", "life-input-left-out")],
)
def test_what_holds_for_the_whole_case_has_no_silent_default(case, solve, field, key) -> None:
    assert key in keys(solve(case, **{field: None}), Severity.BLOCKS_DOCUMENT)


def test_without_a_rule_for_the_burden_there_is_no_number(case, solve) -> None:
    result = solve(case, burden=None)
    assert keys(result, Severity.STOPS_CALCULATION) == ["burden-not-chosen"]
    assert result.scenarios == ()
    assert result.headline is None
    assert result.is_blocked


def test_a_number_without_source_blocks(case, solve) -> None:
    unsourced = msgspec.structs.replace(case.categories[0].delivery, source="")
    result = solve(case, of="laptop", delivery=unsourced)
    found = [each for each in result.findings if each.key == "input-without-source"]
    assert [(each.node, each.field) for each in found] == [("laptop", "delivery")]


def test_harm_is_a_result_that_is_shown_and_said(case, solve) -> None:
    result = solve(case, of="laptop", electricity=amount("300 kWh"))
    assert result.scenarios[1].per_device[0].value < 0
    assert {"life-adds", "fleet-adds"} <= set(keys(result, Severity.WARNING))
    assert "use-above-new" in keys(result, Severity.NOTE)
    assert not result.is_blocked


# --- register ----------------------------------------------------------------------------------

REGISTER = DeviceRegister(
    file="register.csv",
    sha256="0" * 64,
    rows=2000,
    read_on=datetime.date(2025, 1, 5),
    sums=(
        RegisterSum(category="LAPTOP", month="2024-03", sold=700, returned=10),
        RegisterSum(category="Laptop", month="2024-04", sold=300),
        RegisterSum(category="Laptop", month="2025-01", sold=50),
        RegisterSum(category="Router", month="2024-05", sold=9),
    ),
)


def test_the_register_counts_where_nobody_typed_and_only_in_the_period(case, solve) -> None:
    read = solve(msgspec.structs.replace(case, register=REGISTER), of="laptop", devices=None)
    assert read.lives[0].devices == 990
    found = [each for each in read.findings if each.key == "register-unassigned"]
    assert [(each.fields["category"], each.fields["count"]) for each in found] == [("Router", 9)]


def test_more_devices_than_the_register_has_block(case, solve) -> None:
    more = solve(
        msgspec.structs.replace(case, register=REGISTER),
        of="laptop",
        devices=parse_quantity("1200 pcs"),
    )
    assert "devices-differ" in keys(more, Severity.BLOCKS_DOCUMENT)


# --- identity and edits ------------------------------------------------------------------------


def test_the_hash_follows_numbers_and_not_names(case, solve) -> None:
    before = solve(case)
    named = solve(case, of="laptop", name="Notebook", note="as sold")
    assert named.sha256 == before.sha256
    assert named.id == before.id
    other = solve(case, of="laptop", delivery=amount("11 kgCO2e"))
    assert other.sha256 != before.sha256
    rated = solve(case, low=Displacement(rate=0.4))
    assert rated.sha256 != before.sha256


def test_a_case_is_edited_like_all_else_and_back(case) -> None:
    study = study_of(case)
    grown = apply(study, [Insert(parent="laptop", index=-1, node=second_life())])
    assert grown.refurbishments[0].categories[0].later[0].id == "second"
    renamed = apply(grown, [SetField(node="second", field="name", value="Second")])
    assert renamed.refurbishments[0].categories[0].later[0].name == "Second"
    assert study.refurbishments[0] is case


def test_footprint_of_the_study_is_untouched_by_its_cases(case, lamp, tiny) -> None:
    alone = calculate(lamp, tiny).result
    beside = calculate(msgspec.structs.replace(lamp, refurbishments=(case,)), tiny).result
    assert beside.sha256 == alone.sha256
    assert beside.findings == alone.findings


# --- an own study as the new device ------------------------------------------------------------


def test_a_study_of_one_s_own_is_the_new_device(case, solve, lamp, tiny, tmp_path) -> None:
    path = tmp_path / "lamp.cradle"
    save_study(path, lamp)
    edit = new_device_edit("laptop", path, tiny)
    edited = apply(study_of(case), [edit, SetField(node="laptop", field="production", value=None)])
    result = solve(edited.refurbishments[0])
    made = calculate(lamp, tiny).result
    stated = result.lives[0].inputs["production"]
    assert stated.value == pytest.approx(totals(made).headline)
    assert stated.origin is Origin.OWN_STUDY
    assert made.id in stated.source


def test_a_study_per_kilogram_is_no_device(lamp, tiny) -> None:
    per_kg = apply(
        lamp, [SetField(node="product", field="declared_unit", value=parse_quantity("1 kg"))]
    )
    with pytest.raises(InputError) as refused:
        as_new_device(calculate(per_kg, tiny).result)
    assert refused.value.key == "not-per-device"
