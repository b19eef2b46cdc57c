"""What tells a slip of a thousand from a coincidence, and readings from seasons."""

import pytest

from pcf.conformity.readings import slips_of
from pcf.conformity.slips import slip_factor, slipped_term
from pcf.findings import Severity
from pcf.model.electricity import MeterReading
from pcf.model.sites import Site, SupplyLine
from pcf.model.supply import Period
from pcf.units import parse_quantity

BLOCKS = Severity.BLOCKS_DOCUMENT
HEATED = (1500, 1400, 1000, 700, 500, 300, 200, 300, 500, 800, 1300, 1500)
"""kWh of a year whose winter is seven times its summer."""


@pytest.mark.parametrize(
    ("value", "factor"),
    [(5000, 1e3), (5049, 1e3), (5051, None), (0.005, 1e-3), (5e6, 1e6), (5e-6, 1e-6), (50, None)],
)
def test_a_slip_is_a_factor_of_a_thousand_or_a_million(value, factor):
    assert slip_factor(value, 5, margin=0.01) == factor
    assert slip_factor(value, 0, margin=0.01) is None


@pytest.mark.parametrize(
    ("terms", "expected", "found"),
    [
        ({"a": 3000, "b": 7}, 10, ("a", 1e3)),
        ({"a": 0.003, "b": 7}, 10, ("a", 1e-3)),
        ({"a": 3e-6, "b": 7}, 10, ("a", 1e-6)),
        ({"a": 3000, "b": 7000}, 10, None),  # two of them
        ({"a": 0.003, "b": 0.003, "c": 7}, 10, None),  # either of them
        ({"a": 300, "b": 7}, 10, None),
        ({"a": 3, "b": 7}, 10, None),  # nothing to close
        ({"a": 0.004, "b": 7}, 10, None),  # closes too much
        ({"a": 3, "b": 10}, 10, None),  # is too much itself
    ],
)
def test_a_term_has_slipped_if_mended_it_closes_the_sum(terms, expected, found):
    assert slipped_term(terms, expected, margin=0.01) == found


def site(energies, *lines):
    return Site(
        id="plant",
        readings=tuple(
            MeterReading(id=f"m{place}", month=f"2025-{place:02}", energy=parse_quantity(text))
            for place, text in enumerate(energies, 1)
        ),
        electricity=tuple(
            SupplyLine(id=f"line{place}", name="Line", energy=parse_quantity(text))
            for place, text in enumerate(lines, 1)
        ),
    )


def found(*args):
    return [(each.severity, each.key, each.node) for each in slips_of(site(*args), Period())]


def kwh(energies=HEATED, **other):
    return [other.get(f"m{place}", f"{each} kWh") for place, each in enumerate(energies, 1)]


def test_seasons_are_no_slip():
    assert found(kwh()) == []
    assert found(kwh([0, 0, 0, 0, 2000, 1, 1, 1, 2000, 2000, 0, 0])) == []
    assert found(kwh(m7="0 kWh")) == []  # stood still


@pytest.mark.parametrize(
    ("month", "text"),
    [("m12", "1500 MWh"), ("m7", "200 MWh"), ("m12", "1500 Wh"), ("m1", "1500 GWh")],
)
def test_a_month_that_slipped_is_told_from_seasons(month, text):
    assert found(kwh(**{month: text})) == [(BLOCKS, "reading-slip", month)]


def test_few_readings_say_nothing_of_each_other():
    assert found(["5 MWh", "5 MWh", "5 GWh"]) == []


def test_meters_are_compared_with_all_supply_lines_and_with_each():
    assert found(["10 GWh"], "3 MWh", "7 MWh") == [(BLOCKS, "metered-slip", "plant")]
    assert found(["10 kWh"], "3 MWh", "6 MWh") == [(BLOCKS, "metered-slip", "plant")]
    assert found(["10 GWh"], "3 MWh", "6 MWh") == []  # most of it is untracked
    assert found(["10 MWh"], "3 MWh", "7 GWh") == [(BLOCKS, "supply-line-slip", "line2")]
    assert found(["10 MWh"], "3 kWh", "7 MWh") == [(BLOCKS, "supply-line-slip", "line1")]
    assert found(["10 MWh"], "3 MWh", "7 MWh") == []
    assert found(["10 MWh"], "3 MWh") == []  # the rest is untracked
