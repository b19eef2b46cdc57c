"""Puts the lines of a flat table into their tree: by level, by index (`1.2.3`) or by parent number.

A line whose place can't be told still comes in, as near to where it stands as can be said, with a
finding: a quantity in the wrong assembly is multiplied wrongly, so such findings block a document.
"""

import bisect
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec

from pcf.errors import BomSheetError
from pcf.exchange.bom_levels import level_of
from pcf.findings import Severity
from pcf.model.bom import MAX_DEPTH, Part

_INDEX_END = ".?)] "  # marks that exports put behind an index
_INDEX = re.compile(r"\d{1,9}(?:[.\-]\d{1,9})*")


class Line(msgspec.Struct, frozen=True):
    """A line of a table with what it says about its place, each "" if it says nothing."""

    row: int
    part: Part
    level: str = ""
    index: str = ""
    parent: str = ""


Report = Callable[[Severity, str, Line, str, str], None]
"""Takes severity, text key, line, field (level, index, parent, number) and text of the cell."""


def is_index(text: str) -> bool:
    """Tell whether a cell holds a place in a tree or list, such as `3` or `1.2.3`."""
    return _INDEX.fullmatch(text.rstrip(_INDEX_END)) is not None


def build_tree(lines: Sequence[Line], report: Report) -> tuple[Part, ...]:
    """Give the topmost parts with all that is in them, in the order of the lines.

    Raises:
        BomSheetError: nested deeper than any product.
    """
    if any(line.level for line in lines):
        parents = _parents_by_level(lines, report)
    elif any(len(_index(line)) > 1 for line in lines):
        parents = _parents_by_index(lines, report)
    else:
        parents = _parents_by_number(lines, report)
    return _nested(lines, parents)


def _parents_by_level(lines: Sequence[Line], report: Report) -> list[int | None]:
    found = [level_of(line.level) for line in lines]
    top = min((level for level in found if level is not None), default=0)
    previous = top - 1
    parents: list[int | None] = []
    open_lines: list[tuple[int, int]] = []
    for place, (line, said) in enumerate(zip(lines, found, strict=True)):
        level = max(previous, top) if said is None else said
        if said is None:
            report(Severity.BLOCKS_DOCUMENT, "bom-level-unreadable", line, "level", line.level)
        elif level > previous + 1:
            report(Severity.WARNING, "bom-level-jump", line, "level", line.level)
        while open_lines and open_lines[-1][0] >= level:
            open_lines.pop()
        parents.append(open_lines[-1][1] if open_lines else None)
        open_lines.append((level, place))
        previous = level
    return parents


def _index(line: Line) -> tuple[int, ...]:
    text = line.index.rstrip(_INDEX_END)
    return tuple(int(step) for step in re.split(r"[.\-]", text)) if is_index(text) else ()


def _parents_by_index(lines: Sequence[Line], report: Report) -> list[int | None]:
    """Give each line the longest index that its own begins with."""
    indices = [_index(line) for line in lines]
    known_indices = set(indices)
    if not any(
        index[:length] in known_indices for index in indices for length in range(1, len(index))
    ):
        _report_flat(lines, indices, report)
        return [None] * len(lines)
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, index in enumerate(indices):
        if not index:
            report(
                Severity.BLOCKS_DOCUMENT,
                "bom-index-unreadable",
                lines[place],
                "index",
                lines[place].index,
            )
        elif index in places:
            report(Severity.WARNING, "bom-index-twice", lines[place], "index", lines[place].index)
        places[index].append(place)
    parents: list[int | None] = []
    orphans: dict[str, list[int]] = defaultdict(list)
    for place, index in enumerate(indices):
        above = [index[:length] for length in range(len(index) - 1, 0, -1)]
        known = next((shorter for shorter in above if shorter in places), None)
        if above and known != above[0]:
            orphans[".".join(map(str, above[0]))].append(place)
        parents.append(None if known is None else _nearest_before(places[known], place))
    _report_orphans(lines, parents, orphans, "index", report)
    return parents


def _report_flat(lines: Sequence[Line], indices: Sequence[tuple[int, ...]], report: Report) -> None:
    """Say that numbers such as 1.1 place nothing, since no line is the 1 that they belong to."""
    above = {index[:-1] for index in indices if len(index) > 1}
    key = "bom-parent-is-product" if len(above) == 1 else "bom-index-flat"
    text = ", ".join(".".join(map(str, index)) for index in sorted(above))
    report(Severity.NOTE, key, lines[0], "index", text)


def _parents_by_number(lines: Sequence[Line], report: Report) -> list[int | None]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        places[line.part.number].append(place)
    groups = {line.parent for line in lines if line.parent}
    if not groups & places.keys():
        names: dict[str, list[int]] = defaultdict(list)
        for place, line in enumerate(lines):
            names[line.part.name or line.part.name_zh].append(place)
        if groups & names.keys():
            places = names
        elif len(groups) > 1:  # names of modules, each of which would be a missing line
            report(
                Severity.NOTE,
                "bom-parents-are-groups",
                lines[0],
                "parent",
                ", ".join(sorted(groups)),
            )
            return [None] * len(lines)
    parents: list[int | None] = []
    orphans: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        candidates = places.get(line.parent, []) if line.parent else []
        if line.parent and not candidates:
            orphans[line.parent].append(place)
        if len(candidates) > 1:
            report(Severity.BLOCKS_DOCUMENT, "bom-parent-twice", line, "parent", line.parent)
        parents.append(_nearest_before(candidates, place) if candidates else None)
    _report_orphans(lines, parents, orphans, "parent", report)
    _open_loops(lines, parents, report)
    return parents


def _nearest_before(candidates: Sequence[int], place: int) -> int:
    """Give the last candidate above a line, as the order of a list means it, else the first."""
    return candidates[max(bisect.bisect_left(candidates, place) - 1, 0)]


def _report_orphans(
    lines: Sequence[Line],
    parents: Sequence[int | None],
    orphans: dict[str, list[int]],
    field: str,
    report: Report,
) -> None:
    """Report lines whose parent is missing; the one that all topmost lines miss is the product."""
    tops = {place for place, parent in enumerate(parents) if parent is None}
    for missing, places in orphans.items():
        if set(places) == tops:
            report(Severity.NOTE, "bom-parent-is-product", lines[places[0]], field, missing)
            continue
        for place in places:
            report(Severity.BLOCKS_DOCUMENT, "bom-parent-unknown", lines[place], field, missing)


def _open_loops(lines: Sequence[Line], parents: list[int | None], report: Report) -> None:
    """Cut each loop of parents at its first line, which becomes a topmost one."""
    settled: set[int] = set()
    for start in range(len(lines)):
        trail: list[int] = []
        on_trail: set[int] = set()
        place: int | None = start
        while place is not None and place not in settled and place not in on_trail:
            trail.append(place)
            on_trail.add(place)
            place = parents[place]
        if place is not None and place in on_trail:
            loop = trail[trail.index(place) :]
            numbers = " < ".join(lines[each].part.number for each in (*loop, loop[0]))
            report(Severity.BLOCKS_DOCUMENT, "bom-parent-loop", lines[min(loop)], "parent", numbers)
            parents[min(loop)] = None
        settled |= on_trail


def _nested(lines: Sequence[Line], parents: Sequence[int | None]) -> tuple[Part, ...]:
    """Put parts into their parents, children first, without recursion."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for place, parent in enumerate(parents):
        children[parent].append(place)
    # These parts come below a product, which is the first level.
    order = [(place, 2) for place in children[None]]
    for place, depth in order:
        if depth > MAX_DEPTH:
            raise BomSheetError("bom-too-deep", limit=MAX_DEPTH)
        order.extend((child, depth + 1) for child in children.get(place, ()))
    built = {place: line.part for place, line in enumerate(lines)}
    for place, _ in reversed(order):
        if place in children:
            inside = tuple(built[child] for child in children[place])
            built[place] = msgspec.structs.replace(built[place], parts=inside)
    return tuple(built[place] for place in children[None])
