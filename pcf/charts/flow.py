"""The flow diagram of a footprint: from data sets through assemblies and stages to the total.

Ribbons carry emissions that are added; what is negative (credits, removals) leaves the total again
as one hatched outflow, so that at every node as much goes in as comes out. What is smaller than a
limit is gathered in "other" and never left out: each column adds up to the same emissions.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pcf.charts.treemap import Box
from pcf.inventory.inventory import Stage
from pcf.model.bom import Part
from pcf.results.lines import Line
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

SOURCE, PLACE, STAGE, TOTAL = range(4)
"""The columns: what emits, at which assembly or step, in which stage, the whole."""

LIMIT = 0.005
"""Share of all emissions below which a node is gathered in "other", unless chosen otherwise."""

_MOST = 12
"""Nodes in a column; beyond, labels would lie on each other."""

_OTHER = "other"
_THIN = 1e-12


class FlowNode(NamedTuple):
    """A node of the diagram.

    Attributes:
        key: unique in its column.
        stage: key of its colour; that of the largest flow through it.
        kg_co2e: emissions through it, without what is negative [kg CO2e].
        node: id of the study node that it stands for, "" for none.
        source: where its figure was published, "" for none.
    """

    column: int
    key: str
    name: str
    stage: str
    kg_co2e: float
    node: str = ""
    source: str = ""


class FlowLink(NamedTuple):
    """A ribbon from a node to one of the next column."""

    origin: tuple[int, str]
    target: tuple[int, str]
    stage: str
    kg_co2e: float


class Flow(NamedTuple):
    """The diagram.

    Attributes:
        nodes: by column, the largest first, "other" last.
        links: between neighbouring columns.
        emitted: sum of all that is positive [kg CO2e].
        removed: sum of all that is negative, ≤ 0 [kg CO2e].
    """

    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
    emitted: float
    removed: float

    @property
    def net(self) -> float:
        """Give what is left [kg CO2e]."""
        return self.emitted + self.removed


class _Way(NamedTuple):
    """One contribution on its way through the columns, each named by its key."""

    keys: tuple[str, str, str]
    kg_co2e: float


def flow_of(result: PcfResult, names: Names, texts: Texts, limit: float = LIMIT) -> Flow:
    """Give the flow diagram of a result.

    Args:
        result: whose contributions before the gate flow.
        names: of nodes and data sets.
        texts: language of the gathered rest.
        limit: share of all emissions below which a node is gathered in "other" [0..1].
    """
    places = _Places(result, names)
    ways, known = [], dict[tuple[int, str], tuple[str, str, str]]()
    for line, value in zip(result.lines, result.headline_values.tolist(), strict=True):
        if not value:
            continue
        source_key, source_name, published = _source(line, names)
        place_key, place_name = places.of(line)
        stage = line.cause.stage.value
        known[SOURCE, source_key] = (source_name, "", published)
        known[PLACE, place_key] = (place_name, place_key, "")
        known[STAGE, stage] = (names.stage(line.cause.stage), "", "")
        ways.append(_Way((source_key, place_key, stage), value))
    emitted = sum(way.kg_co2e for way in ways if way.kg_co2e > 0)
    removed = sum(way.kg_co2e for way in ways if way.kg_co2e < 0)
    positive = [way for way in ways if way.kg_co2e > 0]
    kept = [_kept(positive, column, limit * emitted) for column in (SOURCE, PLACE, STAGE)]
    gathered = [
        _Way(
            tuple(  # type: ignore[arg-type]  # three columns
                key if key in kept[column] else _OTHER for column, key in enumerate(way.keys)
            ),
            way.kg_co2e,
        )
        for way in positive
    ]
    nodes = [*_nodes(gathered, known, texts)]
    if emitted > 0:
        nodes.append(FlowNode(TOTAL, "total", texts("chart.total"), "total", emitted))
    return Flow(tuple(nodes), tuple(_links(gathered)), emitted, removed)


class _Places:
    """Which assembly, step, site or group of the study a line arises at."""

    def __init__(self, result: PcfResult, names: Names) -> None:
        self._names = names
        self._sites = {site.id for site in result.study.sites}
        self._packaging = {item.id for item in result.study.packaging}
        self._top: dict[str, str] = {}
        for part in result.study.bom.parts:
            self._take(part, part.id)
        self._root = {result.study.bom.id, *(step.id for step in result.study.bom.steps)}

    def _take(self, part: Part, top: str) -> None:
        self._top |= {part.id: top, **{step.id: top for step in part.steps}}
        for child in part.parts:
            self._take(child, top)

    def of(self, line: Line) -> tuple[str, str]:
        """Give key and name of the place; the key is a node's id where it is one."""
        node = line.process.node
        if line.cause.stage is Stage.MANUFACTURING and line.process.site in self._sites:
            return line.process.site, self._names.node(line.process.site)
        if line.cause.stage is Stage.INBOUND:
            return line.cause.node, self._names.node(line.cause.node)
        if node in self._packaging:
            return node, self._names.node(node)
        key = self._top.get(node, node)
        return key, self._names.node(key)


def _source(line: Line, names: Names) -> tuple[str, str, str]:
    """Give key, name and publication of what a line takes or emits."""
    if line.data_set is None:
        name = names.input(line)
        return f"gas:{name}", name, ""
    source = line.data_set.source
    published = " ".join(filter(None, (source.publisher, source.year)))
    return str(line.data_set.ref), names.data_set(line.data_set), published


def _kept(ways: Iterable[_Way], column: int, least: float) -> set[str]:
    """Give the keys of a column that stand for themselves: the largest, above the limit."""
    sums: dict[str, float] = defaultdict(float)
    for way in ways:
        sums[way.keys[column]] += way.kg_co2e
    order = sorted(sums, key=lambda key: (-sums[key], key))
    above = [key for key in order if sums[key] >= least]
    small = len(order) - len(above)
    most = _MOST if len(order) <= _MOST and not small else _MOST - 1
    found = set(above[:most])
    left = [key for key in order if key not in found]
    return found | set(left) if len(left) == 1 else found  # one alone needs no gathering


def _nodes(
    ways: Sequence[_Way], known: dict[tuple[int, str], tuple[str, str, str]], texts: Texts
) -> Iterable[FlowNode]:
    for column in (SOURCE, PLACE, STAGE):
        sums: dict[str, float] = defaultdict(float)
        stages: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for way in ways:
            key = way.keys[column]
            sums[key] += way.kg_co2e
            stages[key][way.keys[STAGE]] += way.kg_co2e
        for key in sorted(sums, key=lambda each: (each == _OTHER, -sums[each], each)):
            main = max(stages[key], key=lambda stage: (stages[key][stage], stage))
            name, node, source = known.get((column, key), (texts("chart.other"), "", ""))
            yield FlowNode(column, key, name, main, sums[key], node, source)


def _links(ways: Sequence[_Way]) -> Iterable[FlowLink]:
    sums: dict[tuple[tuple[int, str], tuple[int, str], str], float] = defaultdict(float)
    for way in ways:
        stops = [*enumerate(way.keys), (TOTAL, "total")]
        for origin, target in itertools.pairwise(stops):
            sums[origin, target, way.keys[STAGE]] += way.kg_co2e
    for origin, target, stage in sorted(sums, key=lambda key: (-sums[key], str(key))):
        yield FlowLink(origin, target, stage, sums[origin, target, stage])


class PlacedNode(NamedTuple):
    """A node with its bar."""

    node: FlowNode
    box: Box


class PlacedLink(NamedTuple):
    """A ribbon with the upper ends of its two sides; `thickness` is the same at both."""

    link: FlowLink
    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float


class PlacedFlow(NamedTuple):
    """The diagram in a box.

    Attributes:
        removal: bar of the hatched outflow at the foot of the total; None where nothing is removed.
    """

    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]
    removal: Box | None


def placed(flow: Flow, box: Box, *, bar: float, gap: float, columns: Sequence[float]) -> PlacedFlow:
    """Lay the diagram out.

    Heights are proportional to emissions with one scale for the whole diagram; a gap of at least
    `gap` parts the nodes of a column.

    Args:
        flow: what flows.
        box: that it fills.
        bar: width of a node.
        gap: least distance of the tops of two nodes' labels below each other.
        columns: left edge of each column's bars.
    """
    by_column: dict[int, list[FlowNode]] = defaultdict(list)
    for node in flow.nodes:
        by_column[node.column].append(node)
    scale = min(
        (_scale([each.kg_co2e for each in nodes], box.height, gap) for nodes in by_column.values()),
        default=0.0,
    )
    found: dict[tuple[int, str], PlacedNode] = {}
    for column, nodes in by_column.items():
        y = box.y
        for node in nodes:
            height = max(node.kg_co2e * scale, 1.0)
            found[column, node.key] = PlacedNode(node, Box(columns[column], y, bar, height))
            y += max(height + 4.0, gap)
    links = _placed_links(flow.links, found, scale, bar)
    removal = None
    total = found.get((TOTAL, "total"))
    if total is not None and flow.removed < 0:
        height = min(-flow.removed * scale, total.box.height)
        below = total.box.y + total.box.height - height
        removal = Box(total.box.x + bar, below, bar, height)
    return PlacedFlow(tuple(found.values()), tuple(links), removal)


def _scale(values: Sequence[float], height: float, gap: float) -> float:
    """Give the largest scale at which a column fits, its small nodes held apart by the gap."""
    low, high = 0.0, height / sum(values) if sum(values) > _THIN else 0.0
    for _ in range(40):
        middle = (low + high) / 2
        used = sum(max(value * middle + 4.0, gap) for value in values)
        low, high = (middle, high) if used <= height else (low, middle)
    return low


def _placed_links(
    links: Sequence[FlowLink],
    found: dict[tuple[int, str], PlacedNode],
    scale: float,
    bar: float,
) -> list[PlacedLink]:
    """Stack the ribbons at each node in the order of the nodes at their other ends."""
    leaving = _stacked(links, found, scale, is_leaving=True)
    coming = _stacked(links, found, scale, is_leaving=False)
    return [
        PlacedLink(
            link,
            found[link.origin].box.x + bar,
            leaving[link],
            found[link.target].box.x,
            coming[link],
            link.kg_co2e * scale,
        )
        for link in links
    ]


def _stacked(
    links: Sequence[FlowLink],
    found: dict[tuple[int, str], PlacedNode],
    scale: float,
    *,
    is_leaving: bool,
) -> dict[FlowLink, float]:
    """Give where each ribbon begins at its node of one side."""

    def here(link: FlowLink) -> tuple[int, str]:
        return link.origin if is_leaving else link.target

    def there(link: FlowLink) -> float:
        other = link.target if is_leaving else link.origin
        return found[other].box.y

    tops: dict[FlowLink, float] = {}
    used: dict[tuple[int, str], float] = defaultdict(float)
    for link in sorted(links, key=lambda each: (there(each), each.stage)):
        node = here(link)
        tops[link] = found[node].box.y + used[node]
        used[node] += link.kg_co2e * scale
    return tops
