"""What the charts of avoided emissions show: the line by displacement, the steps of a device."""

import math

import msgspec
import pytest

from pcf.charts.avoided import (
    CASE_CHARTS,
    Bar,
    bar_decimals,
    bar_range,
    case_chart_rows,
    device_bars,
    fleet_bars,
    fleet_line,
    round_ticks,
)
from pcf.circularity.case import steps_of
from pcf.model.refurbishment import Displacement, StatedShare
from pcf.texts import Language, Texts
from pcf.workflow.charts import CHART_FORMATS, case_chart_files
from pcf.workflow.circularity import calculate_case
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study

ENGLISH = Texts(Language.ENGLISH)


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
    *bars, whole = device_bars(depot, ENGLISH)
    level = 0.0
    for bar in bars:
        assert bar.start == pytest.approx(level)
        assert (bar.low, bar.high) == (None, None)
        level = bar.end
    average = depot.per_device(depot.headline)
    assert whole.is_sum
    assert whole.value == pytest.approx(level)
    assert whole.value == pytest.approx(average.value)
    assert (whole.low, whole.high) == (average.low, average.high)
    assert all(bar.value for bar in bars)
    assert len(bars) == sum(1 for value in steps_of(depot, depot.headline).values() if value)


def test_bars_of_a_fleet_are_its_lives_and_add_up(depot):
    *bars, whole = fleet_bars(depot, ENGLISH)
    assert [bar.name for bar in bars] == [
        "Laptop", "Desktop", "Monitor", "Server", "Smartphone", "Tablet",
    ]  # fmt: skip
    assert whole.value == pytest.approx(sum(bar.value for bar in bars))
    assert whole.value == pytest.approx(depot.headline.fleet.value)
    assert [bar.name for bar in bars if bar.value < 0] == ["Server"]
    low, high = bar_range((*bars, whole))
    assert low <= min(bar.low for bar in bars) <= 0 <= whole.high <= high


def test_the_table_of_a_chart_has_its_numbers_their_rate_and_unit(depot):
    (_, rate, head, *_), *rows = case_chart_rows("fleet", depot, ENGLISH)
    assert head == "Avoided, t CO₂e"
    assert rate == "Displacement d"
    assert {row[1] for row in rows} == {0.7}
    assert rows[-1][2] * 1000 == pytest.approx(depot.headline.fleet.value)
    heads, *rows = case_chart_rows("device", depot, Texts(Language.CHINESE))
    assert heads[2] == "避免量，kg CO₂e"
    assert rows[-1][2] == pytest.approx(depot.per_device(depot.headline).value)
    _, *rows = case_chart_rows("break-even", depot, ENGLISH)
    assert [row[1] for row in rows] == [1.0, 0.7, 0.5, depot.break_even]
    assert rows[2][2] < 0 == rows[3][2]


def test_without_uncertainty_there_is_no_interval(depot):
    certain = msgspec.structs.replace(depot, is_certain=True)
    assert device_bars(certain, ENGLISH)[-1].low is None
    assert case_chart_rows("break-even", certain, ENGLISH)[1][3:] == [None, None]


@pytest.mark.parametrize(("largest", "decimals"), [(0.4, 2), (9.9, 2), (58.0, 1), (1234.0, 0)])
def test_numbers_of_a_chart_have_the_same_decimals(largest, decimals):
    bars = [Bar(name="a", value=-largest * 1000), Bar(name="b", value=1.0)]
    assert bar_decimals(bars, 1000.0) == decimals


@pytest.mark.parametrize("kind", CASE_CHARTS)
@pytest.mark.parametrize("language", Language)
def test_every_chart_is_drawn_in_every_form(depot, kind, language):
    files = case_chart_files(depot, kind, Texts(language), CHART_FORMATS)
    assert files["svg"].startswith(b"<?xml")
    assert files["pdf"].startswith(b"%PDF")
    assert files["png"].startswith(b"\x89PNG")
    assert files["csv"].decode("utf-8-sig").count("\n") > 3


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
