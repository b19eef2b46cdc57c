"""What the charts of avoided emissions show: the line by displacement, the steps of a device."""

import math

import msgspec
import pytest

from pcf.charts.avoided import device_bars, fleet_line, round_ticks
from pcf.circularity.case import steps_of
from pcf.model.refurbishment import Displacement, StatedShare
from pcf.workflow.circularity import calculate_case
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study


@pytest.fixture(scope="module")
def study():
    return read_sample_study(REFURBISHMENT_SAMPLE)


@pytest.fixture(scope="module")
def depot(study, shipped):
    return calculate_case(study, study.refurbishments[0], shipped)


def test_the_line_meets_every_scenario_and_turns_at_the_break_even(depot):
    line = fleet_line(depot)
    for scenario in depot.scenarios:
        at = line.at(scenario.displacement.rate)
        assert at == pytest.approx(scenario.fleet.value, rel=1e-9)
    assert line.at(depot.break_even) == pytest.approx(0, abs=1e-6)
    assert line.turn == depot.break_even
    assert [rate for rate, _ in line.points] == [0.5, 0.7, 1.0]


def test_all_that_is_drawn_is_between_the_ends(depot):
    line = fleet_line(depot)
    shown = [0.0, line.at(line.first), line.at(line.last)]
    shown += [each for _, fleet in line.points for each in (fleet.low, fleet.high)]
    assert line.low == min(shown)
    assert line.high == max(shown)
    assert (line.first, line.last) == (0.3, 1.0)


def test_rates_far_out_widen_the_line(study, shipped):
    case = msgspec.structs.replace(
        study.refurbishments[0], upper=Displacement(rate=1.4), low=Displacement(rate=0.1)
    )
    line = fleet_line(calculate_case(study, case, shipped))
    assert (line.first, line.last) == (0.1, 1.4)


def test_bars_go_on_from_each_other_and_end_in_their_sum(depot):
    *bars, whole = device_bars(depot, depot.headline)
    level = 0.0
    for bar in bars:
        assert bar.start == pytest.approx(level)
        level += bar.value
    assert whole.step is None
    assert whole.value == pytest.approx(level)
    assert whole.value == pytest.approx(depot.per_device(depot.headline).value)
    assert all(bar.value for bar in bars)
    assert {bar.step for bar in bars} <= set(steps_of(depot, depot.headline))


def test_without_a_number_there_is_nothing_to_draw(study, shipped):
    assert fleet_line(calculate_case(study, study.refurbishments[1], shipped)) is None


@pytest.mark.parametrize(("low", "high"), [(-409, 1046), (0, 1), (0.3, 1.0), (-3e-4, 2e-3), (5, 5)])
def test_ticks_are_few_and_round(low, high):
    ticks = round_ticks(low, high)
    assert 1 <= len(ticks) <= 6
    assert all(low - 1e-9 <= each <= high + 1e-9 for each in ticks)
    for each in filter(None, ticks):
        first = abs(each) / 10 ** math.floor(math.log10(abs(each)))
        assert first == pytest.approx(round(first, 1))


def test_where_nothing_is_displaced_all_is_added(study, shipped):
    everything = StatedShare(value=1.0, source="Panel")
    case = msgspec.structs.replace(study.refurbishments[0], rebound=everything)
    line = fleet_line(calculate_case(study, case, shipped))
    assert line.break_even is None
    assert line.turn == line.last
    assert line.at(line.last) < 0
