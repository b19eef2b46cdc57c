"""Layout of a treemap: areas proportional to values, as near to squares as they come."""

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], box: Box) -> list[Box]:
    """Give a rectangle to each value, their areas proportional to the values.

    Rows are filled along the shorter side for as long as that brings the worst of their
    rectangles nearer to a square (Bruls, Huizing and van Wijk 2000, Squarified treemaps).

    Args:
        values: positive, the largest first.
        box: that they fill.

    Returns:
        The rectangles, in the order of the values.
    """
    total = sum(values)
    if total <= 0 or box.width <= 0 or box.height <= 0:
        return [Box(box.x, box.y, 0.0, 0.0) for _ in values]
    scale = box.width * box.height / total
    areas = [value * scale for value in values]
    placed: list[Box] = []
    free = box
    start = 0
    while start < len(areas):
        side = min(free.width, free.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(
            areas[start:end], side
        ):
            end += 1
        row, free = _row(areas[start:end], free)
        placed += row
        start = end
    return placed


def _worst(areas: Sequence[float], side: float) -> float:
    """Give the ratio of the sides of the least square rectangle of a row, 1 for a square."""
    whole = sum(areas)
    if whole <= 0 or side <= 0:
        return float("inf")
    depth = whole / side
    return max(
        max(depth / (area / depth), (area / depth) / depth) if area > 0 else float("inf")
        for area in areas
    )


def _row(areas: Sequence[float], free: Box) -> tuple[list[Box], Box]:
    """Put a row along the shorter side; give it and what is left free."""
    whole = sum(areas)
    placed = []
    if free.width >= free.height:
        depth = whole / free.height if free.height else 0.0
        y = free.y
        for area in areas:
            height = area / depth if depth else 0.0
            placed.append(Box(free.x, y, depth, height))
            y += height
        return placed, Box(free.x + depth, free.y, max(0.0, free.width - depth), free.height)
    depth = whole / free.width if free.width else 0.0
    x = free.x
    for area in areas:
        width = area / depth if depth else 0.0
        placed.append(Box(x, free.y, width, depth))
        x += width
    return placed, Box(free.x, free.y + depth, free.width, max(0.0, free.height - depth))


def grouped_tiles(values: Sequence[tuple[str, float]], box: Box) -> list[Box]:
    """Give a tile to each value: groups share the box, values the place of their group.

    Args:
        values: group and positive value of each, the largest first.
        box: that they fill.

    Returns:
        The tiles, in the order of the values.
    """
    groups: dict[str, list[int]] = {}
    for place, (group, _) in enumerate(values):
        groups.setdefault(group, []).append(place)
    sums = {group: sum(values[place][1] for place in places) for group, places in groups.items()}
    order = sorted(sums, key=lambda group: -sums[group])
    tiles = [Box(box.x, box.y, 0.0, 0.0)] * len(values)
    for group, whole in zip(order, squarified([sums[each] for each in order], box), strict=True):
        inside = squarified([values[place][1] for place in groups[group]], whole)
        for place, tile in zip(groups[group], inside, strict=True):
            tiles[place] = tile
    return tiles
