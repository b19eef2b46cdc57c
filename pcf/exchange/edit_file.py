"""Edits as a JSON file: how a study is changed without a window.

A list of edits, each with its `type` (`set_field`, `insert`, `remove`, `move`). Nodes are named by
id, by `study`, by the field of the study that holds one node (`product`, `goal`, `scope` …), or by
`part:NUMBER`, also where an earlier edit of the file inserts them. Amounts may be typed as text
(`"12.5 g"`), data sets by their row id; a node that is inserted states its `kind`.
"""

import types
import typing
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from pcf.errors import DataError, EditError, InputError
from pcf.files import fault_of
from pcf.model.bom import Mass, Part
from pcf.model.edits import (
    INSERTABLE,
    SINGLE_CHILDREN,
    Edit,
    Insert,
    Move,
    Remove,
    SetField,
    nodes_below,
)
from pcf.model.misfits import misfit
from pcf.model.node import DataSetRef, Node
from pcf.model.study import Study
from pcf.units import Quantity, parse_quantity

Resolve = Callable[[str], DataSetRef | None]

_PART = "part:"
_Fixed = SetField | Remove | Move  # whose fields stand in a file as they are


class _Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An edit as it stands in the file; which fields it needs depends on its type."""

    type: typing.Literal["set_field", "insert", "remove", "move"]
    node: Any = None
    parent: str = ""
    index: int | None = None
    field: str = ""
    value: Any = None


def read_edits(path: Path, study: Study, resolve: Resolve) -> tuple[Edit, ...]:
    """Read a list of edits for a study.

    Args:
        path: JSON file.
        study: the study that they will be applied to, for names like `part:4711`.
        resolve: gives the reference of a data set that is named by text.

    Raises:
        DataError: the file can't be read or is no list of edits.
        EditError: an edit names a node or kind that there is not.
        InputError: an amount can't be read.
    """
    try:
        stated = msgspec.json.decode(path.read_bytes(), type=list[_Stated])
    except OSError as error:
        raise DataError("file-unreadable", where=str(path), fault=fault_of(error)) from error
    except msgspec.DecodeError as error:
        raise DataError("edits-invalid", where=str(path), fault=misfit(error)) from error
    except UnicodeDecodeError as error:
        raise DataError("edits-invalid", where=str(path), fault="@misfit.no-utf-8") from error
    nodes = _Nodes(study, resolve)
    edits = []
    for number, each in enumerate(stated, start=1):
        try:
            edits.append(_edit(each, nodes))
        except InputError as error:
            raise EditError("edit-of-file", number=number, fault=error) from error
        except msgspec.ValidationError as error:
            reason = misfit(error, each.field)
            raise EditError("edit-of-file", number=number, fault=reason) from error
    return tuple(edits)


def edits_json(edits: Iterable[Edit]) -> bytes:
    """Give edits as a file that `read_edits` reads back, for example to undo a merge."""
    return msgspec.json.format(msgspec.json.encode([as_stated(edit) for edit in edits]), indent=1)


def as_stated(edit: Edit) -> dict[str, Any]:
    """Give an edit as it stands in a file, its node with its kind."""
    match edit:
        case Insert(parent=parent, index=index, node=node):
            kind = {"kind": type(node).__name__}
            stated = kind | msgspec.to_builtins(node)
            return {"type": "insert", "parent": parent, "index": index, "node": stated}
        case _:
            found: dict[str, Any] = msgspec.to_builtins(edit)
            return found


def edit_as_stated(stated: dict[str, Any]) -> Edit:
    """Give exactly the edit that `as_stated` gave: no text in it is a name or an amount.

    Raises:
        EditError: there is no such kind of node.
        msgspec.ValidationError: it is no edit.
    """
    if stated.get("type") != "insert":
        fixed: SetField | Remove | Move = msgspec.convert(stated, _Fixed)
        return fixed
    insert = msgspec.convert(stated, _Stated)
    fields = dict(insert.node) if isinstance(insert.node, dict) else {}
    node = msgspec.convert(fields, _insertable(fields.pop("kind", "")))
    return Insert(parent=insert.parent, index=_index(insert), node=node)


class _Nodes:
    """The nodes that an edit can name: those of the study, and those inserted before it."""

    def __init__(self, study: Study, resolve: Resolve) -> None:
        """Name all nodes of the study, once: a file may hold thousands of edits."""
        self.resolve = resolve
        self._by_id: dict[str, Node] = {}
        self._ids: dict[str, str] = {"study": study.id}
        self._ids |= {name: getattr(study, name).id for name in SINGLE_CHILDREN}
        self.add(study)

    def add(self, node: Node) -> None:
        """Name a node and all below it; a number that stands twice names the first part."""
        for below in nodes_below(node):
            self._by_id[below.id] = below
            if isinstance(below, Part) and below.number:
                self._ids.setdefault(f"{_PART}{below.number}", below.id)

    def id_of(self, name: object) -> str:
        """Give the id that a name stands for; what is no name is an id."""
        return self._ids.get(str(name), str(name))

    def part_id(self, name: str) -> str:
        """Give the id of the part that `part:NUMBER` stands for.

        Raises:
            EditError: no part has the number.
        """
        if name not in self._ids:
            raise EditError("edit-node-unknown", where=name)
        return self._ids[name]

    def kind_of(self, node_id: str) -> type[Node]:
        """Give the kind of a node.

        Raises:
            EditError: no node has the id.
        """
        if node_id not in self._by_id:
            raise EditError("edit-node-unknown", where=node_id)
        return type(self._by_id[node_id])


def _edit(stated: _Stated, nodes: _Nodes) -> Edit:
    index = _index(stated)
    match stated.type:
        case "set_field":
            node_id = nodes.id_of(stated.node)
            kind = _field_type(nodes.kind_of(node_id), stated.field, node_id)
            value = _typed(stated.value, kind, nodes, stated.field)
            return SetField(node=node_id, field=stated.field, value=msgspec.convert(value, kind))
        case "insert":
            node = _node(stated.node, nodes)
            parent = nodes.id_of(stated.parent)
            nodes.add(node)
            return Insert(parent=parent, index=index, node=node)
        case "remove":
            return Remove(node=nodes.id_of(stated.node))
        case "move":
            return Move(
                node=nodes.id_of(stated.node), parent=nodes.id_of(stated.parent), index=index
            )


def _index(stated: _Stated) -> int:
    return -1 if stated.index is None else stated.index


def _node(stated: Any, nodes: _Nodes) -> Node:  # noqa: ANN401  what JSON says
    fields = dict(stated) if isinstance(stated, dict) else {}
    kind = _insertable(fields.pop("kind", ""))
    return msgspec.convert(_typed(fields, kind, nodes), kind)


def _insertable(name: object) -> type[Node]:
    """Give the kind of node of a name.

    Raises:
        EditError: there is none.
    """
    kind = INSERTABLE.get(str(name))
    if kind is None:
        raise EditError("edit-kind-unknown", kinds=", ".join(INSERTABLE))
    return kind


def _typed(value: Any, kind: Any, nodes: _Nodes, path: str = "") -> Any:  # noqa: ANN401  any type
    """Give a value of the file as the fields of a type hold it: texts become amounts.

    Raises:
        InputError: a text in it can't be read; it names the place.
    """
    kinds = typing.get_args(kind) if _is_union(kind) else (kind,)
    match value:
        case str():
            try:
                return _from_text(value, kinds, nodes)
            except InputError as error:
                raise InputError("in-field", field=path.removeprefix("."), fault=error) from error
        case list() if typing.get_origin(kind) is tuple:
            of_each = typing.get_args(kind)[0]
            return [_typed(each, of_each, nodes, f"{path}[{i}]") for i, each in enumerate(value)]
        case dict():
            return _struct(value, kinds, nodes, path)
        case _:
            return value


def _from_text(text: str, kinds: tuple[Any, ...], nodes: _Nodes) -> Any:  # noqa: ANN401
    """Give what a text means in a field of some types: an amount, a mass, a data set, a text."""
    if Quantity in kinds:
        return msgspec.to_builtins(parse_quantity(text))
    if Mass in kinds:
        return {"amount": msgspec.to_builtins(parse_quantity(text))}
    if DataSetRef in kinds:
        ref = nodes.resolve(text)
        if ref is None:
            raise InputError("row-unknown", row=text)
        return msgspec.to_builtins(ref)
    return nodes.part_id(text) if text.startswith(_PART) else text


def _struct(
    value: dict[str, Any], kinds: tuple[Any, ...], nodes: _Nodes, path: str
) -> dict[str, Any]:
    """Give the fields of the one among some types that has all fields stated."""
    for kind in kinds:
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            continue
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
        if set(value) - {"type"} <= set(fields):
            return {
                name: _typed(inner, fields[name], nodes, f"{path}.{name}")
                if name in fields
                else inner
                for name, inner in value.items()
            }
    return value


def _is_union(kind: Any) -> bool:  # noqa: ANN401  any field's type
    return typing.get_origin(kind) in {typing.Union, types.UnionType}


def _field_type(kind: type[Node], field: str, node_id: str) -> Any:  # noqa: ANN401  any type
    for known in msgspec.structs.fields(kind):
        if known.name == field:
            return known.type
    raise EditError("edit-field-unknown", where=node_id, field=field)
