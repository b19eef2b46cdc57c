"""Avoided emissions: the worked examples of methods 5 to their digits, and by hand beside them."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.circularity.burden import shares_by_time, shares_by_value, shares_of_all
from pcf.circularity.published_methods import (
    ademe_per_year,
    ivl,
    lx,
    lx_annual,
    market_mix,
    reproduce,
)
from pcf.circularity.refurbishment import (
    Terms,
    avoided,
    break_even,
    new_year,
    one_off,
    refurbished_year,
    waterfall,
)
from pcf.circularity.rounding import Range, rounded_range
from pcf.errors import InputError, UnitError

LAPTOP = Terms(
    production=235,
    delivery=10,
    new_life=4,
    new_use=0,
    life=3,
    use=0,
    share=0,
    refurbishing=1.5,
    collection=0,
    replaced_parts=8,
    redistribution=2,
    packing=0,
    success=1,
    equivalence=1,
    rebound=0,
)
"""The laptop of methods 5.2."""


@pytest.mark.parametrize(
    ("share", "year", "upper", "central", "low", "least"),
    [
        (0.0, 3.83, 172.3, 117.1, 80.4, 0.063),
        (0.2, 20.17, 123.3, 68.1, 31.4, 0.329),
        (3 / 7, 38.83, 67.3, 12.1, -24.6, 0.634),
        (1.0, 85.50, -72.8, -127.9, -164.6, 1.396),
    ],
)
def test_laptop_of_methods_5_2(share, year, upper, central, low, least) -> None:
    terms = msgspec.structs.replace(LAPTOP, share=share)
    assert new_year(terms) == 61.25
    assert refurbished_year(terms) == pytest.approx(year, abs=0.005)
    for rate, printed in ((1.0, upper), (0.7, central), (0.5, low)):
        # 172.25 and 123.25 are printed as 172.3 and 123.3
        assert abs(avoided(terms, rate) - printed) <= 0.05 + 1e-9
    assert round(break_even(terms), 3) == least
    assert lx(terms) == pytest.approx(avoided(terms, 1.0))


def test_the_shares_of_the_burden_by_each_rule() -> None:
    assert shares_by_time(4, [3]) == (pytest.approx(3 / 7),)
    assert shares_by_value(1000, [200]) == (0.2,)
    assert shares_of_all([3]) == (1.0,)


def test_the_share_that_lx_s_laptop_would_need() -> None:
    # methods 5.2: 14.7 kg would need s = 0.64 with these inputs, all else alike.
    def unit(share: float) -> float:
        return lx(msgspec.structs.replace(LAPTOP, share=share))

    wanted = (unit(0) - 14.7) / (unit(0) - unit(1))
    assert round(wanted, 2) == 0.64
    assert unit(wanted) == pytest.approx(14.7)


def test_each_symbol_by_hand() -> None:
    terms = Terms(
        production=1210,
        delivery=25,
        new_life=5,
        new_use=700,
        life=3,
        use=760,
        share=0.25,
        refurbishing=12,
        collection=6,
        replaced_parts=40,
        redistribution=9,
        packing=3,
        success=0.8,
        equivalence=0.9,
        rebound=0.29,
    )
    a_n = 1235 / 5 + 700  # 947
    b_r = 0.25 * 1235 + 18 / 0.8 + 40 + 9 + 3  # 383.25
    a_r = b_r / 3 + 760  # 887.75
    assert new_year(terms) == pytest.approx(a_n) == 947
    assert one_off(terms) == pytest.approx(b_r) == 383.25
    assert refurbished_year(terms) == pytest.approx(a_r) == 887.75
    by_hand = (0.71 * 0.7 * 0.9 * 947 - 887.75) * 3
    assert avoided(terms, 0.7) == pytest.approx(by_hand)
    assert by_hand < 0  # an old server may add emissions, and that is shown
    net = (0.7 * 0.9 * 947 - 887.75) * 3
    assert avoided(terms, 0.7, is_net=True) == pytest.approx(net)
    assert break_even(terms) == pytest.approx(887.75 / (0.71 * 0.9 * 947))


def test_nothing_displaced_has_no_break_even() -> None:
    assert break_even(msgspec.structs.replace(LAPTOP, rebound=1.0)) == math.inf


def test_rebound_never_turns_harm_into_a_saving() -> None:
    harmful = msgspec.structs.replace(LAPTOP, use=100)
    rebounds = (0.0, 0.3, 0.9, 1.5)
    at = [avoided(msgspec.structs.replace(harmful, rebound=each), 0.7) for each in rebounds]
    assert at[0] < 0
    assert at == sorted(at, reverse=True)


# --- published methods -------------------------------------------------------------------------


def test_the_annual_text_of_lx_is_refused_with_what_it_would_lose() -> None:
    # methods 5.1: G (L_r - 1) = 3.0 kg a unit, with P + T = 245, L_n = 4, L_r = 3, G = 1.5
    with pytest.raises(InputError) as refused:
        lx_annual(LAPTOP)
    assert refused.value.key == "lx-dimensions"
    assert refused.value.fields["lost"] == 3.0


def test_the_other_published_methods_by_hand() -> None:
    terms = msgspec.structs.replace(LAPTOP, collection=1, success=0.8, packing=0.5)
    process = 2.5 / 0.8 + 8 + 2 + 0.5
    assert ivl(terms) == pytest.approx((245 - process) / 2)
    assert ademe_per_year(terms) == pytest.approx(245 / 4 - process / 3)
    at_gate = 2.5 / 0.8 + 8
    baseline = (1 - 0.15) * 235 + 0.15 * at_gate
    assert market_mix(terms, 0.15) == pytest.approx(baseline - at_gate)
    assert market_mix(terms, 1.0) == 0


# --- the table of LX for 2023 (methods 5.3) ----------------------------------------------------

LX_2023 = [
    ("14.7", 346_895, "5092.2", 5_099.36, 14.67923, 14.67951),
    ("27.4", 190_701, "5215.9", 5_225.21, 27.35093, 27.35146),
    ("6.1", 189_012, "1149.0", 1_152.97, 6.07871, 6.07924),
    ("28.8", 29_373, "846.9", 845.94, 28.83090, 28.83430),
    ("36.9", 14_423, "532.6", 532.21, 36.92366, 36.93060),
    ("35.0", 10_362, "362.7", 362.67, 34.99807, 35.00772),
    ("6.9", 559_157, "3853.4", 3_858.18, 6.89136, 6.89153),
]


@pytest.mark.parametrize(("unit", "devices", "total", "product", "low", "high"), LX_2023)
def test_a_row_of_lx_is_possible_with_the_unrounded_unit(
    unit, devices, total, product, low, high
) -> None:
    found = reproduce(unit, devices, total)
    assert found.is_possible
    assert round(found.product_t, 2) == product
    assert found.unit_kg.low == pytest.approx(low, abs=5.1e-6)
    assert found.unit_kg.high == pytest.approx(high, abs=5.1e-6)
    assert found.possible_t.holds(float(total))


def test_the_total_of_lx_and_its_intervals() -> None:
    assert sum(devices for _, devices, *_ in LX_2023) == 1_339_923
    assert sum(float(total) for _, _, total, *_ in LX_2023) == pytest.approx(17_052.7)
    assert sum(product for *_, product, _, _ in LX_2023) == pytest.approx(17_076.54)
    whole = reproduce("12.7", 1_339_923, "17 052.7")
    assert round(whole.product_t, 2) == 17_017.02
    assert whole.unit_kg.low == pytest.approx(12.72659, abs=5.1e-6)
    assert whole.unit_kg.high == pytest.approx(17_052.75 / 1_339.923)  # 12.726664
    laptops = reproduce("14.7", 346_895, "5 092.2").possible_t
    assert (round(laptops.low, 1), round(laptops.high, 1)) == (5_082.0, 5_116.7)


def test_an_impossible_row_is_found() -> None:
    assert not reproduce("14.7", 346_895, "5 217.0").is_possible


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("14.7", 14.65, 14.75),
        ("35.0", 34.95, 35.05),
        ("1 340", 1339.5, 1340.5),
        ("5,215.9", 5215.85, 5215.95),
        ("27,4", 27.35, 27.45),
        ("5.215,9", 5215.85, 5215.95),
        ("7", 6.5, 7.5),
        ("0.05", 0.045, 0.055),
    ],
)
def test_a_rounded_number_stands_for_half_a_last_digit_either_way(text, low, high) -> None:
    assert rounded_range(text) == pytest.approx((low, high))


@pytest.mark.parametrize("text", ["", "about 7", "7 kg"])
def test_what_is_no_number_has_no_range(text) -> None:
    with pytest.raises(UnitError):
        rounded_range(text)


def test_ranges_add_and_meet() -> None:
    assert Range(1, 2) + Range(10, 20) == Range(11, 22)
    assert Range(1, 2).meets(Range(2, 3))
    assert not Range(1, 2).meets(Range(2.1, 3))


# --- laws --------------------------------------------------------------------------------------

amounts = st.floats(0, 5000)
years = st.floats(0.5, 12)
all_terms = st.builds(
    Terms,
    production=st.floats(1, 5000),
    delivery=amounts,
    new_life=years,
    new_use=amounts,
    life=years,
    use=amounts,
    share=st.floats(0, 1),
    refurbishing=amounts,
    collection=amounts,
    replaced_parts=amounts,
    redistribution=amounts,
    packing=amounts,
    success=st.floats(0.1, 1),
    equivalence=st.floats(0.1, 1),
    rebound=st.floats(0, 0.95),
)


@given(all_terms, st.floats(0, 1.5), st.booleans())
def test_the_waterfall_adds_up_to_what_is_avoided(terms, rate, is_net) -> None:
    steps = waterfall(terms, rate, is_net=is_net)
    size = sum(abs(each) for each in steps.values())
    assert sum(steps.values()) == pytest.approx(
        avoided(terms, rate, is_net=is_net), abs=1e-9 * size + 1e-12
    )


@given(all_terms)
def test_nothing_is_avoided_at_the_break_even(terms) -> None:
    size = sum(abs(each) for each in waterfall(terms, 1.0).values())
    rate = break_even(terms)
    assert abs(avoided(terms, rate)) <= 1e-9 * size * max(rate, 1)


@given(all_terms, st.floats(0, 1), st.floats(0, 1))
def test_more_displacement_avoids_more_and_more_rebound_less(terms, one, other) -> None:
    low, high = sorted((one, other))
    assert avoided(terms, low) <= avoided(terms, high)
    more, less = (msgspec.structs.replace(terms, rebound=each) for each in (high, low))
    assert avoided(more, 0.7) <= avoided(less, 0.7)


@given(st.floats(0.5, 10), st.lists(years, min_size=1, max_size=4))
def test_shares_by_time_leave_the_first_life_its_own(first, lives) -> None:
    shares = shares_by_time(first, lives)
    assert sum(shares) + first / (first + sum(lives)) == pytest.approx(1)
    assert sum(shares_of_all(lives)) == pytest.approx(1)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=4))
def test_shares_by_value_add_up_to_the_first_resale(prices) -> None:
    falling = sorted(prices, reverse=True)
    assert sum(shares_by_value(1000, falling)) == pytest.approx(falling[0] / 1000)


def test_prices_that_rise_are_refused() -> None:
    with pytest.raises(InputError):
        shares_by_value(1000, [200, 300])
