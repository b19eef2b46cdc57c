"""The treemap shows values by area, inside its box, without overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.charts.treemap import Box, squarified

BOX = Box(10.0, 20.0, 400.0, 250.0)


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60))
def test_areas_are_proportional_and_fill_the_box(values):
    values = sorted(values, reverse=True)
    boxes = squarified(values, BOX)
    total = sum(values)
    for value, box in zip(values, boxes, strict=True):
        share = box.width * box.height / (BOX.width * BOX.height)
        assert share == pytest.approx(value / total, rel=1e-6)
        assert box.x >= BOX.x - 1e-6
        assert box.y >= BOX.y - 1e-6
        assert box.x + box.width <= BOX.x + BOX.width + 1e-6
        assert box.y + box.height <= BOX.y + BOX.height + 1e-6


@given(st.lists(st.floats(0.5, 100), min_size=2, max_size=20))
def test_no_two_overlap(values):
    boxes = squarified(sorted(values, reverse=True), BOX)
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across <= 1e-6 or down <= 1e-6


def test_the_published_example():
    """Values 6, 6, 4, 3, 2, 2, 1 in a box of 6 × 4: the first two fill the left half."""
    boxes = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))
    assert boxes[0] == Box(0, 0, 3, 2)
    assert boxes[1] == Box(0, 2, 3, 2)
    assert boxes[2].height == pytest.approx(7 / 3)
    assert boxes[2].width == pytest.approx(4 * 3 / 7)


def test_nothing_has_no_area():
    assert squarified([], BOX) == []
    assert squarified([0.0, 0.0], BOX)[0].width == 0
