"""Numbers in words, as the design's section on numbers wants them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.results import display


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1840.254, 2, "1\u202f840.25"),
        (-10.3, 2, "\u221210.30"),
        (0.0, 2, "0.00"),
        (-0.0001, 2, "0.00"),
        (999_999.999, 1, "1\u202f000\u202f000.0"),
        (None, 2, "–"),
        (math.inf, 2, "–"),
    ],
)
def test_fixed_decimals(value, decimals, text):
    assert display.fixed(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(274.93, "275"), (96.44, "96.4"), (0.03118, "0.0312"), (1843.2, "1\u202f840"), (0, "0"),
     (9.999, "10.0"), (-2.3456, "\u22122.35"), (123456.0, "123\u202f000"), (None, "–")],
)  # fmt: skip
def test_three_significant_digits(value, text):
    assert display.significant(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.4713, "47.1\u00a0%"),
        (0.0004, "<\u00a00.1\u00a0%"),
        (0.0, "0.0\u00a0%"),
        (-0.037, "\u22123.7\u00a0%"),
        (None, "–"),
    ],
)
def test_percent(share, text):
    assert display.percent(share) == text


@given(st.floats(min_value=1e-12, max_value=1e12), st.integers(1, 6))
def test_significant_digits_are_within_half_a_unit_of_the_last(value, digits):
    shown = float(display.significant(value, digits).replace("\u202f", ""))
    assert abs(shown - value) <= 0.5000001 * 10 ** (math.floor(math.log10(value)) - digits + 1)
