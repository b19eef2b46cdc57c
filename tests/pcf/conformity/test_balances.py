"""Mass balances at their limits, and slips of a thousand."""

import datetime
from collections.abc import Callable

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.conformity.balances import slip
from pcf.conformity.case import Case
from pcf.conformity.cut_off import check_cut_off
from pcf.findings import Severity
from pcf.model.bom import Mass
from pcf.model.edits import Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.processes import StepInput
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.texts import Language, Texts
from pcf.units import parse_quantity, quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

ON = datetime.date(2026, 3, 1)


@pytest.fixture
def complete(lamp: Study, stated: Callable[[Study], Study]) -> Study:
    return stated(lamp)


NET_MASS_DIFFERS = [(Severity.WARNING, "net-mass-differs")]


def found(study: Study, tiny: Background, rule: str = "D06"):
    findings = calculate(study, tiny, on=ON).findings
    return [(each.severity, each.key) for each in findings if each.fields.get("rule") == rule]


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


@pytest.mark.parametrize(
    ("net_mass", "severity"),
    [
        ("300 g", None),
        ("315 g", None),  # 5 % more than the parts' 300 g
        ("285 g", None),
        ("315.1 g", Severity.WARNING),
        ("360 g", Severity.WARNING),  # 20 %
        ("360.1 g", Severity.BLOCKS_DOCUMENT),
        ("239.9 g", Severity.BLOCKS_DOCUMENT),
    ],
)
def test_limits_of_the_net_mass(complete, tiny, net_mass, severity):
    study = apply(complete, [put("product", "net_mass", parse_quantity(net_mass))])
    expected = [] if severity is None else [(severity, "net-mass-differs")]
    assert found(study, tiny) == expected


@pytest.mark.parametrize(
    ("stated", "expected", "factor"),
    [(300, 0.3, 1000), (0.0003, 0.3, 0.001), (250, 0.3, 1000), (3, 0.3, None), (0.3, 0.3, None)],
)
def test_only_a_factor_of_a_thousand_is_a_slip(stated, expected, factor):
    assert slip(stated, expected) == factor


def test_nothing_is_changed_by_a_slip_that_was_found(complete, tiny):
    edited = apply(complete, [put("screw", "mass", Mass(amount=parse_quantity("5 kg")))])
    calculation = calculate(edited, tiny, on=ON)
    assert calculation.result.study == edited
    # 4 screws of 5 kg of steel at 2 kg CO2e/kg are counted as they stand.
    assert totals(calculation.result).headline > 40


def test_a_slip_of_the_line_that_is_most_of_the_product_is_told_from_one_of_the_whole(
    complete, tiny
):
    line = put("housing", "mass", Mass(amount=parse_quantity("200 kg")))
    assert found(apply(complete, [line]), tiny) == [(Severity.BLOCKS_DOCUMENT, "line-mass-slip")]
    small = put("screw", "mass", Mass(amount=parse_quantity("0.01 g")))
    whole = put("product", "net_mass", parse_quantity("0.28 g"))
    edited = apply(complete, [small, whole])
    assert found(edited, tiny) == [(Severity.BLOCKS_DOCUMENT, "net-mass-slip")]


@pytest.mark.parametrize(
    ("screw", "net_mass", "severity"),
    [
        (
            "5 mg",
            "300 g",
            Severity.BLOCKS_DOCUMENT,
        ),  # 4 of them lack 19.98 g, and nothing else does
        ("5 ug", "300 g", Severity.BLOCKS_DOCUMENT),  # a million
        ("5 mg", "300.1 g", Severity.WARNING),  # within 1 % of what lacks: may be a coincidence
        ("5 mg", "301 g", None),
    ],
)
def test_a_line_that_is_too_light_is_named_and_blocks_where_all_else_fits(
    complete, tiny, screw, net_mass, severity
):
    edits = [
        put("screw", "mass", Mass(amount=parse_quantity(screw))),
        put("product", "net_mass", parse_quantity(net_mass)),
    ]
    expected = [(severity, "line-mass-fits-otherwise")] if severity else NET_MASS_DIFFERS
    assert found(apply(complete, edits), tiny) == expected


def test_a_step_is_not_balanced_by_a_mass_that_has_slipped(complete, tiny):
    light = put("housing", "mass", Mass(amount=parse_quantity("0.2 g")))
    lines = [(Severity.BLOCKS_DOCUMENT, "line-mass-fits-otherwise")]
    assert found(apply(complete, [light]), tiny) == lines


@pytest.mark.parametrize(
    ("mode", "km", "is_found"),
    [("road", 19_900, False), ("road", 20_100, True), ("rail", 20_100, True),
     ("sea", 26_900, False), ("sea", 30_100, True)],
)  # fmt: skip
def test_ways_by_land_are_shorter_than_by_sea(complete, tiny, mode, km, is_found):
    """From Busan to Hamburg round the Cape are 26 900 km."""
    [database] = tiny.catalogue.databases
    carried = tuple(
        msgspec.structs.replace(each, table="transport", family=mode)
        if each.ref.id == "truck"
        else each
        for each in database.data_sets
    )
    database = msgspec.structs.replace(database, checksum="7" * 64, data_sets=carried)
    study = apply(complete, [put("to-plant", "distance", parse_quantity(f"{km} km"))])
    keys = [key for _, key in found(study, Background(Catalogue([database]), tiny.cache))]
    assert keys == (["leg-too-long"] if is_found else [])


def test_two_slipped_lines_are_both_named(complete, tiny):
    edits = [
        put("housing", "mass", Mass(amount=parse_quantity("200 kg"))),
        put("screw", "mass", Mass(amount=parse_quantity("5 kg"))),
    ]
    heavier = (Severity.BLOCKS_DOCUMENT, "line-heavier-than-product")
    assert found(apply(complete, edits), tiny) == [heavier, heavier]


def test_all_lines_too_heavy_alike_say_that_the_net_mass_slipped(complete, tiny):
    study = apply(complete, [put("product", "net_mass", parse_quantity("0.3 g"))])
    assert found(study, tiny) == [(Severity.BLOCKS_DOCUMENT, "net-mass-slip")]


def test_what_the_step_uses_up_must_leave_it(complete, tiny):
    """300 g enter and 10 g of cleaner; 5 g of rags leave: 5/310. With 30 g it is 25/330 = 7.6 %."""
    assert found(complete, tiny) == []
    more = apply(complete, [put("cleaner", "amount", parse_quantity("30 g"))])
    assert found(more, tiny) == [(Severity.WARNING, "step-mass-differs")]
    left = apply(more, [put("rags", "amount", parse_quantity("25 g"))])
    assert found(left, tiny) == []


def test_a_step_is_called_as_the_reader_calls_it(complete, tiny):
    edits = [
        put("cleaner", "amount", parse_quantity("30 g")),
        put("assembling", "name", "Assembly"),
        put("assembling", "name_zh", "装配"),
    ]
    (differs,) = (
        each
        for each in calculate(apply(complete, edits), tiny, on=ON).findings
        if each.key == "step-mass-differs"
    )
    assert "“装配”" in Texts(Language.CHINESE).what(differs)
    assert "Assembly" not in Texts(Language.CHINESE).what(differs)


def test_a_process_per_kilogram_is_no_matter(complete, tiny):
    mould = StepInput(
        id="mould",
        name="Moulding",
        amount=parse_quantity("250 g"),
        supply=DataSetRef(database="tiny", id="moulding"),
    )
    study = apply(complete, [Insert(parent="forming", index=0, node=mould)])
    assert found(study, tiny) == []


def test_packaging_of_bought_parts_may_leave_as_waste(complete, tiny):
    reels = put("rags", "amount", parse_quantity("60 g"))
    assert found(apply(complete, [reels]), tiny) == [(Severity.WARNING, "step-mass-differs")]
    packed = put("to-plant", "gross_per_net", 1.3)
    assert found(apply(complete, [reels, packed]), tiny) == []


def test_a_line_left_out_of_the_footprint_is_still_in_the_mass(complete, tiny):
    edits = [
        put("screw", "excluded", "small"),
        put("screw", "estimate", parse_quantity("1 g CO2e")),
    ]
    assert found(apply(complete, edits), tiny) == []


@pytest.mark.parametrize(
    ("share", "key"),
    [(0.026, None), (0.027, None), (0.0271, "cut-off-near"), (0.03, "cut-off-near"),
     (0.0301, "cut-off-exceeded")],
)  # fmt: skip
def test_limits_of_the_cut_off(complete, tiny, share, key):
    result = calculate(complete, tiny, on=ON).result
    at_most = quantity(share / (1 - share) * totals(result).headline, "kgCO2e")
    study = apply(complete, [put("label", "estimate", at_most)])
    findings = check_cut_off(Case(study, result, ON))
    assert [each.key for each in findings] == ([key] if key else [])
