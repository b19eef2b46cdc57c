"""The fields of the study as one types them: what they take, how they read, what a text means.

Everything follows from the type that the model gives a field, so that a page only names the fields
that it shows. Forms, tables and the tree of parts read and write through here, so that a mass is
typed in the same way wherever it stands.
"""

import datetime
import enum
import functools
import re
import types
import typing
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from pcf.errors import InputError
from pcf.model.bom import Mass
from pcf.model.node import DataSetRef
from pcf.model.refurbishment import (
    DeviceRegister,
    Displacement,
    StatedAmount,
    StatedShare,
    StudyFootprint,
)
from pcf.texts import Texts
from pcf.units import Quantity, parse_number, parse_quantity


class FieldKind(enum.Enum):
    """What a field takes."""

    TEXT = enum.auto()
    AMOUNT = enum.auto()
    """Number and unit."""
    MASS = enum.auto()
    """An amount that keeps where it comes from."""
    NUMBER = enum.auto()
    SHARE = enum.auto()
    """A number from 0 to 1, typed and shown in percent."""
    WHOLE = enum.auto()
    CHOICE = enum.auto()
    FLAG = enum.auto()
    """Yes or no, and where the model has it: not stated."""
    DATE = enum.auto()
    DATA_SET = enum.auto()
    NAMES = enum.auto()
    """Several texts, typed with a semicolon between them."""
    NUMBERS = enum.auto()
    """A number for each of some names, typed as `A 1.1; B 1.3`."""
    RECORD = enum.auto()
    """A record, which has a form of its own."""
    RECORDS = enum.auto()
    """Several records, each with a form of its own."""
    CHOICES = enum.auto()
    """Several of the members of an enumeration."""
    SUPPLY = enum.auto()
    """A data set, the site's electricity, or a part of the study."""
    OTHER = enum.auto()
    """What no control can take."""


OPENED_KINDS = frozenset(
    {
        FieldKind.DATA_SET,
        FieldKind.RECORD,
        FieldKind.RECORDS,
        FieldKind.CHOICES,
        FieldKind.SUPPLY,
    }
)
"""Kinds that are not typed: their control opens a picker or another form."""


NUMBER_KINDS = frozenset(
    {FieldKind.AMOUNT, FieldKind.MASS, FieldKind.NUMBER, FieldKind.SHARE, FieldKind.WHOLE}
)
"""Kinds whose values stand at the right of a column."""


class FieldType(NamedTuple):
    """What a field takes.

    Attributes:
        is_optional: None stands for "not stated".
        choices: the members of a `CHOICE`.
        default: value of a node that states nothing.
        member: of a `RECORD` its type, of several records or choices the type of each.
    """

    kind: FieldKind
    is_optional: bool
    choices: tuple[enum.Enum, ...]
    default: Any
    member: type[Any] | None = None


@functools.cache
def field_type(owner: type[msgspec.Struct], name: str) -> FieldType:
    """Give what a field of a node or record takes.

    Raises:
        KeyError: there is no such field.
    """
    found = {field.name: field for field in msgspec.structs.fields(owner)}[name]
    meta = found.type
    is_union = typing.get_origin(meta) in {typing.Union, types.UnionType}
    members = typing.get_args(meta) if is_union else (meta,)
    stated = [each for each in members if each is not types.NoneType]
    plain, limits = _unwrapped(stated[0])
    if len(stated) > 1:
        kind, member = (FieldKind.SUPPLY if DataSetRef in stated else FieldKind.OTHER), None
    else:
        kind, member = _kind(name, plain, limits), _member(plain)
    choices = tuple(plain) if kind is FieldKind.CHOICE else ()
    if kind is FieldKind.CHOICES and member is not None:
        choices = tuple(member)  # type: ignore[arg-type]  # an enumeration
    default = None if found.default is msgspec.NODEFAULT else found.default
    return FieldType(kind, len(stated) < len(members), choices, default, member)


def shown(value: Any, kind: FieldType, texts: Texts) -> str:  # noqa: ANN401, PLR0911  one row a kind
    """Give a value as it reads in a field, and can be typed again; "" for what is not stated."""
    match kind.kind:
        case _ if value is None or value == "":
            return texts("ui.choice.not-stated") if kind.kind is FieldKind.FLAG else ""
        case FieldKind.AMOUNT:
            return str(value.text)
        case FieldKind.MASS:
            return str(value.amount.text)
        case FieldKind.SHARE:
            return f"{100 * value:.10g}\u00a0%"
        case FieldKind.NUMBER | FieldKind.WHOLE:
            return f"{value:.12g}"
        case FieldKind.CHOICE:
            return choice_word(value, texts)
        case FieldKind.FLAG:
            return texts("ui.choice.yes" if value else "ui.choice.no")
        case FieldKind.DATE:
            return str(value.isoformat())
        case _:
            return _shown_whole(value, kind.kind, texts)


def _shown_whole(value: Any, kind: FieldKind, texts: Texts) -> str:  # noqa: ANN401  any value
    """Give what stands for several values, or for a record."""
    match kind:
        case FieldKind.NAMES:
            return "; ".join(value)
        case FieldKind.NUMBERS:
            return "; ".join(f"{name} {number:.12g}" for name, number in sorted(value.items()))
        case FieldKind.CHOICES:
            return ", ".join(choice_word(each, texts) for each in value)
        case FieldKind.RECORD:
            return _record_words(value) or texts("ui.form.stated")
        case FieldKind.RECORDS:
            return texts("ui.form.stated-count", count=len(value)) if value else ""
        case _:
            return str(value)


def _record_words(record: msgspec.Struct) -> str:
    """Give what a record comes to, where one amount or number says it; else ""."""
    match record:
        case StatedAmount():
            return record.amount.text
        case StatedShare():
            return f"{record.value:.12g}"
        case Displacement():
            return f"{record.rate:.12g}"
        case StudyFootprint():
            return record.value.text
        case DeviceRegister():
            return record.file
        case _:
            return ""


def typed(text: str, kind: FieldType, *, default_unit: str = "", before: Any = None) -> Any:  # noqa: ANN401
    """Give the value that a typed text means in a field.

    Args:
        text: as typed; an empty one is "not stated".
        kind: of the field.
        default_unit: taken where the text has none.
        before: value of the field so far; a mass that is typed anew loses its bounds and origin.

    Raises:
        InputError: it means none.
    """
    stripped = text.strip()
    if not stripped:
        if kind.kind is FieldKind.TEXT or kind.is_optional:
            return "" if kind.kind is FieldKind.TEXT else None
        return _EMPTY.get(kind.kind, lambda: kind.default)()
    if kind.kind is FieldKind.AMOUNT:
        return parse_quantity(stripped, default_unit)
    if kind.kind is FieldKind.MASS:
        return _typed_mass(stripped, default_unit, before)
    return _READERS.get(kind.kind, str)(stripped)


def label(owner: type[msgspec.Struct], name: str, texts: Texts) -> str:
    """Give what a field is called on a page."""
    keys = (f"ui.field.{owner.__name__}.{name}", f"ui.field.{name}", f"field.{name}")
    known = next((key for key in keys if texts.has(key)), "")
    if not known and name.endswith("_zh"):
        return texts("ui.field.in-chinese", field=label(owner, name.removesuffix("_zh"), texts))
    words = texts(known or keys[1])
    return words[:1].upper() + words[1:]  # the core's stand in sentences


def hint(owner: type[msgspec.Struct], name: str, texts: Texts) -> str:
    """Give the sentence that explains a field, "" where its name says all."""
    keys = (f"ui.hint.{owner.__name__}.{name}", f"ui.hint.{name}")
    return next((texts(key) for key in keys if texts.has(key)), "")


def choice_word(value: enum.Enum, texts: Texts) -> str:
    """Give what a choice is called; editions and other names of their own are themselves."""
    key = f"ui.choice.{type(value).__name__}.{value.value}"
    return texts(key) if texts.has(key) else str(value.value)


def _unwrapped(stated: Any) -> tuple[Any, tuple[msgspec.Meta, ...]]:  # noqa: ANN401  any type
    """Give a type without what annotates it, and that."""
    if typing.get_origin(stated) is typing.Annotated:
        plain, *limits = typing.get_args(stated)
        return plain, tuple(each for each in limits if isinstance(each, msgspec.Meta))
    return stated, ()


_DATE = re.compile(r"(\d{4})[-/. \u5e74](\d{1,2})[-/. \u6708](\d{1,2})\u65e5?")
_BETWEEN_NAMES = re.compile(r"[;\uff1b\u3001\n]")
_AFTER_NAME = re.compile(r"[=:\uff1a]")
_EMPTY: dict[FieldKind, Callable[[], Any]] = {FieldKind.NAMES: tuple, FieldKind.NUMBERS: dict}
_SHARES = frozenset({"share", "yield_fraction", "recovery", "load_factor", "empty_distance_factor"})
"""Fields whose model bounds them to 0..1 by itself."""

_KINDS: dict[Any, FieldKind] = {
    str: FieldKind.TEXT,
    bool: FieldKind.FLAG,
    int: FieldKind.WHOLE,
    datetime.date: FieldKind.DATE,
    Quantity: FieldKind.AMOUNT,
    Mass: FieldKind.MASS,
    DataSetRef: FieldKind.DATA_SET,
}


def _kind(name: str, plain: Any, limits: tuple[msgspec.Meta, ...]) -> FieldKind:  # noqa: ANN401
    if plain is float:
        is_bounded = any(each.ge == 0 and each.le is not None and each.le <= 1 for each in limits)
        is_share = is_bounded or name in _SHARES
        return FieldKind.SHARE if is_share else FieldKind.NUMBER
    if isinstance(plain, type) and issubclass(plain, enum.Enum):
        return FieldKind.CHOICE
    if typing.get_origin(plain) is dict:
        return FieldKind.NUMBERS
    if typing.get_origin(plain) is tuple:
        member = typing.get_args(plain)[0]
        return FieldKind.NAMES if member is str else _kind_of_several(member)
    if isinstance(plain, type) and plain not in _KINDS and issubclass(plain, msgspec.Struct):
        return FieldKind.RECORD
    return _KINDS.get(plain, FieldKind.OTHER)


def _kind_of_several(member: Any) -> FieldKind:  # noqa: ANN401  any type
    if isinstance(member, type) and issubclass(member, enum.Enum):
        return FieldKind.CHOICES
    is_record = isinstance(member, type) and issubclass(member, msgspec.Struct)
    return FieldKind.RECORDS if is_record else FieldKind.OTHER


def _member(plain: Any) -> type[Any] | None:  # noqa: ANN401  any type
    """Give the type of a record, or of each of several."""
    if typing.get_origin(plain) is tuple:
        plain = typing.get_args(plain)[0]
    return plain if isinstance(plain, type) else None


def _typed_mass(text: str, default_unit: str, before: Mass | None) -> Mass:
    amount = parse_quantity(text, default_unit)
    if before is not None and before.amount == amount:
        return before
    return Mass(amount=amount)


def _typed_share(text: str) -> float:
    """Give a share: `75 %`, or `0.75`; a bare number above 1 is one in percent.

    Raises:
        InputError: it is no number.
    """
    plain = unicodedata.normalize("NFKC", text)
    if plain.endswith("%"):
        return parse_number(plain[:-1]) / 100
    number = parse_number(plain)
    return number / 100 if number > 1 else number


def _typed_numbers(text: str) -> dict[str, float]:
    """Give numbers by name, typed as `A 1.1; B 1.3`.

    Raises:
        InputError: a part of it has no name, or no number.
    """
    found = {}
    for part in filter(None, (each.strip() for each in _BETWEEN_NAMES.split(text))):
        name, _, number = _AFTER_NAME.sub(" ", part).partition(" ")
        found[name.upper()] = parse_number(number.strip())
    return found


def _typed_names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in _BETWEEN_NAMES.split(text))))


def _typed_whole(text: str) -> int:
    """Give a whole number.

    Raises:
        InputError: it is none.
    """
    number = parse_number(text)
    if number != int(number):
        raise InputError("number-not-whole", text=text)
    return int(number)


def _typed_date(text: str) -> datetime.date:
    """Give a day: year, month and day in this order, with signs or Chinese words between them.

    Raises:
        InputError: it is none.
    """
    try:
        found = _DATE.fullmatch(text)
        year, month, day = (int(part) for part in (found.groups() if found else ()))
        return datetime.date(year, month, day)
    except ValueError as error:
        raise InputError("date-unreadable", text=text) from error


_READERS: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.SHARE: _typed_share,
    FieldKind.NUMBER: parse_number,
    FieldKind.WHOLE: _typed_whole,
    FieldKind.DATE: _typed_date,
    FieldKind.NAMES: _typed_names,
    FieldKind.NUMBERS: _typed_numbers,
}
"""What reads a text of each kind; a text is itself."""
