"""The edits that turn one study into another.

What a merge or a review did is told by the studies before and after it, so that neither has to
keep a log: `apply(before, difference(before, after))` is `after`, and the other way round undoes
it.
"""

import bisect
from collections.abc import Iterator, Sequence

import msgspec

from pcf.errors import EditError
from pcf.model.edits import (
    SINGLE_CHILDREN,
    Edit,
    Insert,
    Move,
    Remove,
    SetField,
    child_slots,
    nodes_below,
)
from pcf.model.node import Node
from pcf.model.study import Study

_Slot = tuple[str, str]  # id of the parent, field of the parent


def difference(before: Study, after: Study) -> tuple[Edit, ...]:
    """Give the edits from one study to another; a node with the same id is moved, not replaced.

    Raises:
        EditError: the studies are not two states of one: a node that no edit can replace, such as
            the product, has another id.
    """
    for name in SINGLE_CHILDREN:
        if getattr(before, name).id != getattr(after, name).id:
            raise EditError("edit-node-fixed", where=getattr(after, name).id)
    if before.id != after.id:
        raise EditError("edit-node-fixed", where=after.id)
    old = {node.id: node for node in nodes_below(before)}
    new = {node.id: node for node in nodes_below(after)}
    tree = _Tree(old, new)
    edits = [*tree.removals(), *tree.arrangements(), *tree.removals()]
    for node_id, node in old.items():
        if node_id in new:
            edits += _field_edits(node, new[node_id])
    return tuple(edits)


class _Tree:
    """Which node stands where while the edits are made one by one, by ids alone."""

    def __init__(self, old: dict[str, Node], new: dict[str, Node]) -> None:
        self._old, self._new = old, new
        self._children: dict[_Slot, list[str]] = {}
        self._slot_of: dict[str, _Slot] = {}
        for node in old.values():
            self._add_slots(node)

    def removals(self) -> Iterator[Edit]:
        """Remove what is gone, topmost nodes first, unless something below it stays."""
        for node_id in list(self._slot_of):
            if node_id in self._new or node_id not in self._slot_of:
                continue  # it stays, or went with one above it
            below = list(self._below(node_id))
            if self._new.keys().isdisjoint(below):
                self._leave(node_id)
                for each in below:
                    self._slot_of.pop(each, None)
                yield Remove(node=node_id)

    def arrangements(self) -> Iterator[Edit]:
        """Put every node that stays or comes in into its place, parents before children."""
        whole: set[str] = set()
        for node in self._new.values():
            if node.id in whole:
                continue
            for field in child_slots(node):
                for edit in self._arranged((node.id, field), getattr(node, field)):
                    if isinstance(edit, Insert) and edit.node is self._new[edit.node.id]:
                        whole.update(below.id for below in nodes_below(edit.node))
                    yield edit

    def _arranged(self, slot: _Slot, wanted: Sequence[Node]) -> Iterator[Edit]:
        """Give the edits by which the wanted children stand in a slot, in their order."""
        parent, _ = slot
        standing = self._children.setdefault(slot, [])
        steady = _longest_in_order(standing, [child.id for child in wanted])
        place = -1  # of the child before
        for child in wanted:
            if child.id in steady:
                place = standing.index(child.id, place + 1)
                continue
            if child.id in self._old:
                if self._slot_of[child.id] == slot and standing.index(child.id) <= place:
                    place -= 1
                self._leave(child.id)
                yield Move(node=child.id, parent=parent, index=place + 1)
            else:
                yield Insert(parent=parent, index=place + 1, node=self._without_known(child))
            place += 1
            standing.insert(place, child.id)
            self._slot_of[child.id] = slot

    def _without_known(self, node: Node) -> Node:
        """Give a new node with all below it, but bare if something below it stands elsewhere."""
        if self._old.keys().isdisjoint(below.id for below in nodes_below(node)):
            return node
        bare: Node = msgspec.structs.replace(node, **dict.fromkeys(child_slots(node), ()))
        return bare

    def _add_slots(self, node: Node) -> None:
        for field in child_slots(node):
            ids = [child.id for child in getattr(node, field)]
            self._children[node.id, field] = ids
            self._slot_of |= dict.fromkeys(ids, (node.id, field))

    def _below(self, node_id: str) -> Iterator[str]:
        waiting = [node_id]
        while waiting:
            current = waiting.pop()
            yield current
            for field in child_slots(self._old[current]):
                waiting += self._children.get((current, field), ())

    def _leave(self, node_id: str) -> None:
        self._children[self._slot_of.pop(node_id)].remove(node_id)


def _longest_in_order(standing: Sequence[str], wanted: Sequence[str]) -> set[str]:
    """Give the most ids that stand in the wanted order already, so that the fewest move.

    The longest increasing subsequence of their places, by patience sorting.
    """
    place_of = {node_id: place for place, node_id in enumerate(standing)}
    ends: list[int] = []  # of the best chain of each length: the place of its last id
    last: list[str] = []  # and that id itself
    before: dict[str, str] = {}
    for node_id in wanted:
        place = place_of.get(node_id)
        if place is None:
            continue
        length = bisect.bisect_left(ends, place)
        if length:
            before[node_id] = last[length - 1]
        ends[length : length + 1] = [place]
        last[length : length + 1] = [node_id]
    found: set[str] = set()
    current = last[-1] if last else None
    while current is not None:
        found.add(current)
        current = before.get(current)
    return found


def _field_edits(was: Node, now: Node) -> list[Edit]:
    """Give the edits of a node's own fields."""
    if was is now:
        return []
    children = {*child_slots(was), *(SINGLE_CHILDREN if isinstance(was, Study) else ()), "id"}
    return [
        SetField(node=now.id, field=field, value=getattr(now, field))
        for field in now.__struct_fields__
        if field not in children and getattr(was, field) != getattr(now, field)
    ]
