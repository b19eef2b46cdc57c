"""Edits as data, and the one function that knows what they mean.

An edit names nodes by id and is frozen, so that the journal, a scenario and the log of revisions
can keep it. `apply` gives a new study and leaves the old one as it was: what an edit does not touch
is shared between both, which keeps undo snapshots cheap and lets caches go by object identity.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from pcf.errors import EditError, InputError
from pcf.model.bom import Part
from pcf.model.node import Node, Record
from pcf.model.packaging import PackagingItem
from pcf.model.processes import DirectEmission, ProcessStep, StepInput, WasteFlow
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Assumption, Exclusion, IssuedDocument, Study
from pcf.model.transport import TransportLeg

# Which tuple of a parent a child stands in. A new kind of node is one row here.
_SLOTS: dict[type[Node], dict[type[Node], str]] = {
    Study: {
        Site: "sites",
        TransportLeg: "transport",
        PackagingItem: "packaging",
        Exclusion: "exclusions",
        Assumption: "assumptions",
        IssuedDocument: "documents",
    },
    Part: {Part: "parts", ProcessStep: "steps"},
    ProcessStep: {StepInput: "inputs", DirectEmission: "emissions", WasteFlow: "wastes"},
    Site: {SupplyLine: "electricity"},
}
_SINGLE_CHILDREN = ("product", "goal", "company", "choices", "bom")


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

    Raises:
        EditError: an edit names no node or field, or a value that the field can't hold. No edit
            of the list is made then.
    """
    current = study
    for kind, run in itertools.groupby(edits, type):
        if kind is SetField:
            current = _set_fields(current, list(run))  # type: ignore[arg-type]  # grouped by type
            continue
        for edit in run:
            current = _apply_one(current, edit)
    return current


def _apply_one(study: Study, edit: Edit) -> Study:
    match edit:
        case SetField():
            return _set_fields(study, [edit])
        case Insert():
            return _insert(study, edit.parent, edit.index, edit.node)
        case Remove():
            return _remove(study, edit.node)
        case Move():
            node = find(study, edit.node)
            if any(below.id == edit.parent for below in nodes_below(node)):
                raise EditError("edit-moves-into-itself", where=edit.node)
            return _insert(_remove(study, edit.node), edit.parent, edit.index, node)


def find(study: Study, node_id: str) -> Node:
    """Give the node of an id.

    Raises:
        EditError: no node has it.
    """
    return _path(study, node_id)[-1][0]


def nodes_below(node: Node) -> Iterator[Node]:
    """Give the node and all below it, parents first."""
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(child for child, _, _ in reversed(list(_children(current))))


def _children(node: Node) -> Iterator[tuple[Node, str, int]]:
    """Give each child of a node with its field and index (-1 in a field for one child)."""
    if isinstance(node, Study):
        for field in _SINGLE_CHILDREN:
            yield getattr(node, field), field, -1
    for field in _SLOTS.get(type(node), {}).values():
        for index, child in enumerate(getattr(node, field)):
            yield child, field, index


def _path(study: Study, node_id: str) -> list[tuple[Node, str, int]]:
    """Give the way from the study down to a node: each node with its place in its parent."""
    found = _search((study, "", -1), node_id)
    if found is None:
        raise EditError("edit-node-unknown", where=node_id)
    return found[::-1]


def _search(place: tuple[Node, str, int], node_id: str) -> list[tuple[Node, str, int]] | None:
    """Give the way from a node of this id up to the place, None if it is not below."""
    if place[0].id == node_id:
        return [place]
    for child in _children(place[0]):
        found = _search(child, node_id)
        if found is not None:
            found.append(place)
            return found
    return None


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
    changes: dict[str, Any] = {}
    for edit in wanted.pop(node.id, ()):
        changes[edit.field] = _field_value(node, edit)
    for field in _child_fields(node):
        if not wanted:
            break
        old = changes.get(field, getattr(node, field))
        if isinstance(old, tuple):
            new = tuple(_with_fields(child, wanted) if wanted else child for child in old)
            is_same = all(one is other for one, other in zip(old, new, strict=True))
            changes |= {} if is_same else {field: new}
        else:
            child = _with_fields(old, wanted)
            changes |= {} if child is old else {field: child}
    return msgspec.structs.replace(node, **changes) if changes else node


def _child_fields(node: Node) -> tuple[str, ...]:
    single = _SINGLE_CHILDREN if isinstance(node, Study) else ()
    return (*single, *_SLOTS.get(type(node), {}).values())


def _field_value(node: Node, edit: SetField) -> Any:  # noqa: ANN401  the type of its field
    """Give the value of an edit as its field holds it.

    Raises:
        EditError: there is no such field, or it can't hold the value.
    """
    types = {field.name: field.type for field in msgspec.structs.fields(type(node))}
    if edit.field not in types or edit.field == "id" or edit.field in _child_fields(node):
        raise EditError("edit-field-unknown", where=edit.node, field=edit.field)
    try:
        value = msgspec.convert(edit.value, types[edit.field])
        msgspec.structs.replace(node, **{edit.field: value})
    except InputError:
        raise
    except (msgspec.ValidationError, TypeError) as error:
        if isinstance(error.__cause__, InputError):
            raise error.__cause__ from error
        raise EditError("edit-value-invalid", where=edit.node, field=edit.field) from error
    return value


def _insert(study: Study, parent_id: str, index: int, node: Node) -> Study:
    trail = _path(study, parent_id)
    parent = trail[-1][0]
    field = _SLOTS.get(type(parent), {}).get(type(node))
    if field is None:
        raise EditError("edit-place-impossible", where=parent_id, kind=type(node).__name__)
    ids = [known.id for known in (*nodes_below(study), *nodes_below(node))]
    if len(set(ids)) < len(ids):
        raise EditError("edit-node-exists", where=node.id)
    siblings = getattr(parent, field)
    if index == -1:
        index = len(siblings)
    if not 0 <= index <= len(siblings):
        raise EditError("edit-index-outside", where=parent_id, index=index)
    grown = (*siblings[:index], node, *siblings[index:])
    return _rebuilt(trail, msgspec.structs.replace(parent, **{field: grown}))


def _remove(study: Study, node_id: str) -> Study:
    trail = _path(study, node_id)
    _, field, index = trail[-1]
    if index < 0:
        raise EditError("edit-node-fixed", where=node_id)
    parent = trail[-2][0]
    siblings = getattr(parent, field)
    left = (*siblings[:index], *siblings[index + 1 :])
    return _rebuilt(trail[:-1], msgspec.structs.replace(parent, **{field: left}))
