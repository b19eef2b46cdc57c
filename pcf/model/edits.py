"""Edits as data, and the one function that knows what they mean.

An edit names nodes by id and is frozen, so that the journal, a scenario and the log of revisions
can keep it. `apply` gives a new study and leaves the old one as it was: what an edit does not touch
is shared between both, which keeps undo snapshots cheap and lets caches go by object identity.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from pcf.errors import EditError, InputError
from pcf.model.allocation import CoProduct
from pcf.model.bom import Part
from pcf.model.electricity import (
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    StepShare,
)
from pcf.model.misfits import misfit
from pcf.model.node import Node, Record
from pcf.model.other_footprints import ComparedFootprint, EarlierFootprint
from pcf.model.packaging import PackagingItem
from pcf.model.processes import DirectEmission, ProcessStep, StepInput, WasteFlow
from pcf.model.quality import QualityStatement
from pcf.model.refurbishment import (
    DeviceCategory,
    LaterLife,
    PublishedCategory,
    RefurbishmentCase,
)
from pcf.model.scope import Answer, ScopeRevision
from pcf.model.sites import Site, SupplyLine
from pcf.model.splits import StatedSplit
from pcf.model.study import Assumption, Exclusion, Study
from pcf.model.transport import TransportLeg

_PROCESS_OF_A_LIFE: dict[type[Node], str] = {
    ProcessStep: "steps",
    Part: "parts",
    PackagingItem: "packaging",
    TransportLeg: "transport",
}

# Which tuple of a parent a child stands in. A new kind of node is one row here, and one in
# `pcf.results.names` for the word that names it; files and edits know it from here.
_SLOTS: dict[type[Node], dict[type[Node], str]] = {
    Study: {
        Site: "sites",
        TransportLeg: "transport",
        PackagingItem: "packaging",
        Exclusion: "exclusions",
        Assumption: "assumptions",
        QualityStatement: "quality",
        StatedSplit: "splits",
        OwnMix: "mixes",
        Answer: "answers",
        ScopeRevision: "revisions",
        ComparedFootprint: "compared",
        EarlierFootprint: "earlier",
        RefurbishmentCase: "refurbishments",
    },
    Part: {Part: "parts", ProcessStep: "steps"},
    ProcessStep: {
        StepInput: "inputs",
        DirectEmission: "emissions",
        WasteFlow: "wastes",
        CoProduct: "co_products",
    },
    Site: {SupplyLine: "electricity", MeterReading: "readings", EnergySharing: "sharings"},
    SupplyLine: {ContractInstrument: "instruments"},
    EnergySharing: {StepShare: "shares"},
    OwnMix: {MixShare: "shares"},
    RefurbishmentCase: {
        DeviceCategory: "categories",
        PublishedCategory: "published",
        **_PROCESS_OF_A_LIFE,
    },
    DeviceCategory: {LaterLife: "later", **_PROCESS_OF_A_LIFE},
    LaterLife: _PROCESS_OF_A_LIFE,
}
INSERTABLE: Mapping[str, type[Node]] = {
    kind.__name__: kind for slots in _SLOTS.values() for kind in slots
}
"""The kinds of nodes that `Insert` takes, by name."""

SINGLE_CHILDREN = (
    "product",
    "goal",
    "scope",
    "interpretation",
    "review",
    "company",
    "choices",
    "bom",
)
"""The fields of a study that hold one node each, which no edit replaces."""

_CHILD_SLOTS: dict[type[Node], tuple[str, ...]] = {
    kind: tuple(slots.values()) for kind, slots in _SLOTS.items()
}
_CHILD_FIELDS = _CHILD_SLOTS | {Study: (*SINGLE_CHILDREN, *_CHILD_SLOTS[Study])}


class SetField(Record, frozen=True, tag="set_field"):
    """Give one field of one node another value."""

    node: str
    field: str
    value: Any  # whatever type the field has; `apply` checks it


class Insert(Record, frozen=True, tag="insert"):
    """Put a node with all below it under a parent, at a place among its siblings.

    Attributes:
        index: 0 before the first sibling; -1 after the last.
    """

    parent: str
    index: int
    node: Node


class Remove(Record, frozen=True, tag="remove"):
    """Take a node and all below it out of the study."""

    node: str


class Move(Record, frozen=True, tag="move"):
    """Put a node under another parent, or at another place under its own."""

    node: str
    parent: str
    index: int


Edit = SetField | Insert | Remove | Move


def apply(study: Study, edits: Iterable[Edit]) -> Study:
    """Give the study with the edits made, in their order.

    Fields that are set in a row are set at once: values that only fit together, such as the basis
    of a step and its divisor, may come in any order.

    Raises:
        EditError: an edit names no node or field, or a value that the field can't hold. No edit
            of the list is made then.
        InputError: a value that can't stand in any study, or not beside the others of its node.
    """
    current = study
    parents: dict[str, str] = {}
    for kind, run in itertools.groupby(edits, type):
        if kind is SetField:
            current = _set_fields(current, list(run))  # type: ignore[arg-type]  # grouped by type
            continue
        # Found once for all edits: 4000 inserts took 12 s when each looked through the study.
        parents = parents or _parents_below(current)
        for edit in run:
            current = _apply_one(current, edit, parents)
    return current


def _apply_one(study: Study, edit: Edit, parents: dict[str, str]) -> Study:
    match edit:
        case SetField():
            return _set_fields(study, [edit])
        case Insert():
            return _insert(study, edit, parents)
        case Remove():
            return _remove(study, edit.node, parents)
        case Move():
            node = _trail(study, edit.node, parents)[-1][0]
            if any(below.id == edit.parent for below in nodes_below(node)):
                raise EditError("edit-moves-into-itself", where=edit.node)
            left = _remove(study, edit.node, parents)
            return _insert(left, Insert(parent=edit.parent, index=edit.index, node=node), parents)


def find(study: Study, node_id: str) -> Node:
    """Give the node of an id.

    Raises:
        EditError: no node has it.
    """
    for node in nodes_below(study):
        if node.id == node_id:
            return node
    raise EditError("edit-node-unknown", where=node_id)


def nodes_below(node: Node) -> Iterator[Node]:
    """Give the node and all below it, parents first."""
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        for field in reversed(_CHILD_SLOTS.get(type(current), ())):
            below = getattr(current, field)
            if below:
                waiting.extend(reversed(below))
        if isinstance(current, Study):
            waiting.extend(getattr(current, field) for field in reversed(SINGLE_CHILDREN))


def children(node: Node) -> tuple[Node, ...]:
    """Give the nodes right below a node."""
    return tuple(child for child, _, _ in _children(node))


def child_slots(node: Node) -> tuple[str, ...]:
    """Give the fields of a node that hold tuples of nodes."""
    return _CHILD_SLOTS.get(type(node), ())


def _children(node: Node) -> Iterator[tuple[Node, str, int]]:
    """Give each child of a node with its field and index (-1 in a field for one child)."""
    if isinstance(node, Study):
        for field in SINGLE_CHILDREN:
            yield getattr(node, field), field, -1
    for field in child_slots(node):
        for index, child in enumerate(getattr(node, field)):
            yield child, field, index


def _parents_below(node: Node) -> dict[str, str]:
    """Give the id of the parent of each node below a node, by the node's own id."""
    parents: dict[str, str] = {}
    for each in nodes_below(node):
        for field in _child_fields(each):
            below = getattr(each, field)
            for child in below if isinstance(below, tuple) else (below,):
                parents[child.id] = each.id
    return parents


def _trail(study: Study, node_id: str, parents: dict[str, str]) -> list[tuple[Node, str, int]]:
    """Give the way from the study down to a node: each node with its place in its parent."""
    ids = [node_id]
    while ids[-1] != study.id:
        if ids[-1] not in parents:
            raise EditError("edit-node-unknown", where=node_id)
        ids.append(parents[ids[-1]])
    trail: list[tuple[Node, str, int]] = [(study, "", -1)]
    for below in ids[-2::-1]:
        trail.append(next(place for place in _children(trail[-1][0]) if place[0].id == below))
    return trail


def _rebuilt(trail: list[tuple[Node, str, int]], new: Node) -> Study:
    """Give the study with the last node of the trail replaced, sharing all that is beside it."""
    for depth in range(len(trail) - 1, 0, -1):
        _, field, index = trail[depth]
        parent = trail[depth - 1][0]
        if index < 0:
            new = msgspec.structs.replace(parent, **{field: new})
        else:
            siblings = getattr(parent, field)
            replaced = (*siblings[:index], new, *siblings[index + 1 :])
            new = msgspec.structs.replace(parent, **{field: replaced})
    if not isinstance(new, Study):
        raise EditError("edit-node-unknown", where=new.id)
    return new


def _set_fields(study: Study, edits: list[SetField]) -> Study:
    """Give the study with fields set, in one walk however many there are."""
    wanted: dict[str, list[SetField]] = {}
    for edit in edits:
        wanted.setdefault(edit.node, []).append(edit)
    changed = _with_fields(study, wanted)
    if wanted:
        raise EditError("edit-node-unknown", where=next(iter(wanted)))
    if not isinstance(changed, Study):
        raise EditError("edit-node-unknown", where=study.id)
    return changed


def _with_fields(node: Node, wanted: dict[str, list[SetField]]) -> Node:
    """Give a node with the wanted fields set in it and below it; what was found is taken out."""
    edits = wanted.pop(node.id, ())
    changes = {edit.field: _field_value(node, edit) for edit in edits}
    for field in _child_fields(node):
        if not wanted:
            break
        old = getattr(node, field)
        new = _all_with_fields(old, wanted) if isinstance(old, tuple) else _with_fields(old, wanted)
        if new is not old:
            changes[field] = new
    return msgspec.structs.replace(node, **changes) if changes else node


def _all_with_fields(
    nodes: tuple[Node, ...], wanted: dict[str, list[SetField]]
) -> tuple[Node, ...]:
    """Give siblings with the wanted fields set, the same tuple where none of them changes."""
    changed: list[Node] = []
    for index, node in enumerate(nodes):
        if not wanted:
            break
        new = _with_fields(node, wanted)
        if new is not node:
            changed = changed or [*nodes]
            changed[index] = new
    return tuple(changed) if changed else nodes


def _child_fields(node: Node) -> tuple[str, ...]:
    """Give the fields of a node that hold one node or a tuple of nodes."""
    return _CHILD_FIELDS.get(type(node), ())


def _field_value(node: Node, edit: SetField) -> Any:  # noqa: ANN401  the type of its field
    """Give the value of an edit as its field holds it.

    Raises:
        EditError: there is no such field, or it can't hold the value.
        InputError: the value can't stand in any study.
    """
    types = {field.name: field.type for field in msgspec.structs.fields(type(node))}
    if edit.field not in types or edit.field == "id" or edit.field in _child_fields(node):
        raise EditError("edit-field-unknown", where=edit.node, field=edit.field)
    try:
        return msgspec.convert(edit.value, types[edit.field])
    except msgspec.ValidationError as error:
        if isinstance(error.__cause__, InputError):
            raise error.__cause__ from error
        fault: InputError | str = misfit(error, edit.field)
    except TypeError:
        fault = "@misfit.other-kind"
    raise EditError("edit-value-invalid", where=edit.node, field=edit.field, fault=fault)


def _insert(study: Study, edit: Insert, parents: dict[str, str]) -> Study:
    """Give the study with a node put in, whose ids must be new; they are added to `parents`."""
    trail = _trail(study, edit.parent, parents)
    parent, node = trail[-1][0], edit.node
    field = _SLOTS.get(type(parent), {}).get(type(node))
    if field is None:
        raise EditError("edit-place-impossible", where=edit.parent, kind=type(node).__name__)
    new_ids = [below.id for below in nodes_below(node)]
    is_known = any(new_id in parents or new_id == study.id for new_id in new_ids)
    if is_known or len(set(new_ids)) < len(new_ids):
        raise EditError("edit-node-exists", where=node.id)
    siblings = getattr(parent, field)
    index = len(siblings) if edit.index == -1 else edit.index
    if not 0 <= index <= len(siblings):
        raise EditError("edit-index-outside", where=edit.parent, index=index)
    parents[node.id] = parent.id
    parents.update(_parents_below(node))
    grown = (*siblings[:index], node, *siblings[index:])
    return _rebuilt(trail, msgspec.structs.replace(parent, **{field: grown}))


def _remove(study: Study, node_id: str, parents: dict[str, str]) -> Study:
    """Give the study without a node; its ids are taken out of `parents`."""
    trail = _trail(study, node_id, parents)
    node, field, index = trail[-1]
    if index < 0:
        raise EditError("edit-node-fixed", where=node_id)
    for below in nodes_below(node):
        del parents[below.id]
    parent = trail[-2][0]
    siblings = getattr(parent, field)
    left = (*siblings[:index], *siblings[index + 1 :])
    return _rebuilt(trail[:-1], msgspec.structs.replace(parent, **{field: left}))
