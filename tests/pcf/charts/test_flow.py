"""The flow diagram: nothing is lost, every node gives what it takes, order changes nothing."""

from collections import defaultdict

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.charts.flow import SOURCE, STAGE, TOTAL, Flow, _Way, flow_of, placed
from pcf.charts.flow import _kept as kept
from pcf.charts.treemap import Box
from pcf.results.contributions import by_stage, totals
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate
from pcf.workflow.samples import SAMPLES, read_sample_study

BOX = Box(0.0, 20.0, 900.0, 400.0)
COLUMNS = (200.0, 400.0, 600.0, 800.0)


@pytest.fixture(scope="module")
def result(shipped: Background) -> PcfResult:
    found = calculate(read_sample_study(SAMPLES[0]), shipped).result
    assert found is not None
    return found


def flow(result: PcfResult, limit: float = 0.005, language: Language = Language.ENGLISH) -> Flow:
    texts = Texts(language)
    return flow_of(result, Names(result, texts), texts, limit)


@pytest.mark.parametrize("limit", [0.0, 0.005, 0.05, 0.5, 1.0])
def test_every_column_adds_up_to_all_emissions(result, limit):
    found = flow(result, limit)
    sums = defaultdict(float)
    for node in found.nodes:
        sums[node.column] += node.kg_co2e
    whole = sum(value for value in result.headline_values.tolist() if value > 0)
    assert set(sums) == {0, 1, 2, 3}
    assert list(sums.values()) == pytest.approx([whole] * 4)
    assert found.net == pytest.approx(totals(result).headline)


@pytest.mark.parametrize("limit", [0.0, 0.02])
def test_at_each_node_as_much_comes_in_as_goes_out(result, limit):
    found = flow(result, limit)
    leaving, coming = defaultdict(float), defaultdict(float)
    for link in found.links:
        leaving[link.origin] += link.kg_co2e
        coming[link.target] += link.kg_co2e
    for node in found.nodes:
        key = (node.column, node.key)
        if node.column < TOTAL:
            assert leaving[key] == pytest.approx(node.kg_co2e)
        if node.column > SOURCE:
            assert coming[key] == pytest.approx(node.kg_co2e)


def test_stages_are_those_of_the_result(result):
    found = {node.key: node.kg_co2e for node in flow(result, 0.0).nodes if node.column == STAGE}
    assert found == pytest.approx({each.key: each.kg_co2e for each in by_stage(result)})


def test_what_is_small_is_gathered_and_named_in_both_languages(result):
    for language in Language:
        names = {node.name for node in flow(result, 0.05, language).nodes}
        assert Texts(language)("chart.other") in names
        assert not any(name.startswith("chart.") for name in names)


def test_credits_leave_at_the_total(result):
    values = result.values.copy()
    largest = result.headline_values.argmax()
    values[largest] *= -1
    turned = msgspec.structs.replace(result, values=values)
    found = flow(turned, 0.0)
    assert found.removed == pytest.approx(-result.headline_values.max())
    assert found.net == pytest.approx(totals(turned).headline)
    laid = placed(found, BOX, bar=10, gap=16, columns=COLUMNS)
    total = next(each for each in laid.nodes if each.node.column == TOTAL)
    assert laid.removal is not None
    scale = total.box.height / found.emitted
    assert laid.removal.height == pytest.approx(min(-found.removed * scale, total.box.height))


@pytest.mark.parametrize("limit", [0.0, 0.01])
def test_the_layout_keeps_one_scale_and_stays_in_its_box(result, limit):
    laid = placed(flow(result, limit), BOX, bar=10, gap=16, columns=COLUMNS)
    by_key = {(each.node.column, each.node.key): each for each in laid.nodes}
    scale = max(each.box.height / each.node.kg_co2e for each in laid.nodes if each.box.height > 2)
    used = defaultdict(float)
    for link in laid.links:
        assert link.thickness == pytest.approx(link.link.kg_co2e * scale)
        for end, y in ((link.link.origin, link.y0), (link.link.target, link.y1)):
            box = by_key[end].box
            assert box.y - 1e-6 <= y
            assert y + link.thickness <= box.y + max(box.height, 1.0) + 1e-6
        used[link.link.origin] += link.thickness
    for each in laid.nodes:
        assert each.box.y >= BOX.y
        if limit:  # without gathering there may be more nodes than the box has room for
            assert each.box.y + each.box.height <= BOX.y + BOX.height + 1e-6


def test_the_order_of_lines_changes_nothing(result):
    study = result.study
    turned = msgspec.structs.replace(
        study, bom=msgspec.structs.replace(study.bom, parts=study.bom.parts[::-1])
    )
    other = msgspec.structs.replace(result, study=turned)
    assert flow(other) == flow(result)


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60), st.floats(0, 0.3))
def test_at_most_a_dozen_nodes_and_never_one_alone_in_other(values, limit):
    ways = [_Way((str(place), "x", "S1"), value) for place, value in enumerate(values)]
    found = kept(ways, SOURCE, limit * sum(values))
    left = len(values) - len(found)
    assert left != 1
    assert len(found) + bool(left) <= 12
