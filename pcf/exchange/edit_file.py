"""Edits as a JSON file: how a study is changed without a window.

A list of edits, each with its `type` (`set_field`, `insert`, `remove`, `move`). Nodes are named by
id, by `study`, `product`, `goal`, `company`, `choices` or `bom`, or by `part:NUMBER`. Amounts may
be typed as text (`"12.5 g"`), data sets by their row id; a node that is inserted states its `kind`.
"""

import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from pcf.errors import DataError, EditError, InputError
from pcf.model.bom import Mass, Part, walk
from pcf.model.edits import Edit, Insert, Move, Remove, SetField, find
from pcf.model.node import DataSetRef, Node
from pcf.model.packaging import PackagingItem
from pcf.model.processes import DirectEmission, ProcessStep, StepInput, WasteFlow
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Assumption, Exclusion, Study
from pcf.model.transport import TransportLeg
from pcf.units import Quantity, parse_quantity

Resolve = Callable[[str], DataSetRef | None]

_KINDS: dict[str, type[Node]] = {
    kind.__name__: kind
    for kind in (
        Part, ProcessStep, StepInput, DirectEmission, WasteFlow, Site, SupplyLine, TransportLeg,
        PackagingItem, Exclusion, Assumption,
    )
}  # fmt: skip
_BY_NAME = ("product", "goal", "company", "choices", "bom")


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
        fault = error.strerror or ""
        raise DataError("file-unreadable", where=str(path), fault=fault) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError("edits-invalid", where=str(path), fault=str(error)) from error
    names = _names(study)
    inserted: dict[str, Node] = {}
    edits = []
    for number, each in enumerate(stated, start=1):
        try:
            edits.append(_edit(each, study, names, inserted, resolve))
        except msgspec.ValidationError as error:
            if isinstance(error.__cause__, InputError):
                raise error.__cause__ from error
            fault = f"{number}: {error}"
            raise DataError("edits-invalid", where=str(path), fault=fault) from error
    return tuple(edits)


def _edit(
    stated: _Stated,
    study: Study,
    names: dict[str, str],
    inserted: dict[str, Node],
    resolve: Resolve,
) -> Edit:
    match stated.type:
        case "set_field":
            node_id = names.get(str(stated.node), str(stated.node))
            node = inserted.get(node_id) or find(study, node_id)
            kind = _field_type(type(node), stated.field, node_id)
            value = _typed(stated.value, kind, resolve)
            return SetField(node=node_id, field=stated.field, value=msgspec.convert(value, kind))
        case "insert":
            node = _node(stated.node, resolve)
            inserted[node.id] = node
            parent = names.get(stated.parent, stated.parent)
            return Insert(
                parent=parent, index=-1 if stated.index is None else stated.index, node=node
            )
        case "remove":
            return Remove(node=names.get(str(stated.node), str(stated.node)))
        case "move":
            node_id = names.get(str(stated.node), str(stated.node))
            parent = names.get(stated.parent, stated.parent)
            return Move(
                node=node_id, parent=parent, index=-1 if stated.index is None else stated.index
            )


def _node(stated: Any, resolve: Resolve) -> Node:  # noqa: ANN401  what JSON says
    fields = dict(stated) if isinstance(stated, dict) else {}
    kind = _KINDS.get(str(fields.pop("kind", "")))
    if kind is None:
        raise EditError("edit-kind-unknown", kinds=", ".join(_KINDS))
    return msgspec.convert(_typed(fields, kind, resolve), kind)


def _typed(value: Any, kind: Any, resolve: Resolve) -> Any:  # noqa: ANN401  any field's type
    """Give a value of the file as the fields of a type hold it: texts become amounts."""
    kinds = typing.get_args(kind) if _is_union(kind) else (kind,)
    match value:
        case str():
            return _from_text(value, kinds, resolve)
        case list() if typing.get_origin(kind) is tuple:
            return [_typed(each, typing.get_args(kind)[0], resolve) for each in value]
        case dict():
            return _struct(value, kinds, resolve)
        case _:
            return value


def _from_text(text: str, kinds: tuple[Any, ...], resolve: Resolve) -> Any:  # noqa: ANN401
    """Give what a text means in a field of some types: an amount, a mass, a data set, a text."""
    if Quantity in kinds:
        return msgspec.to_builtins(parse_quantity(text))
    if Mass in kinds:
        return {"amount": msgspec.to_builtins(parse_quantity(text))}
    if DataSetRef in kinds:
        ref = resolve(text)
        if ref is None:
            raise InputError("row-unknown", row=text)
        return msgspec.to_builtins(ref)
    return text


def _struct(value: dict[str, Any], kinds: tuple[Any, ...], resolve: Resolve) -> dict[str, Any]:
    """Give the fields of the one among some types that has all fields stated."""
    for kind in kinds:
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            continue
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
        if set(value) - {"type"} <= set(fields):
            return {
                name: _typed(inner, fields[name], resolve) if name in fields else inner
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


def _names(study: Study) -> dict[str, str]:
    """Give the ids behind the names that a file may use."""
    names = {name: getattr(study, name).id for name in _BY_NAME} | {"study": study.id}
    for part in walk(study.bom):
        if part.number:
            names.setdefault(f"part:{part.number}", part.id)
    return names
