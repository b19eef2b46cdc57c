"""Which fields the form of each kind of record or node shows, in which order, who asks for them.

A record whose fields stand in their natural order needs no row here.
"""

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from pcf.model.edits import child_slots
from pcf.model.node import Node
from pcf.model.recycling import Recycling
from pcf.model.spend import Spend
from pcf.model.suppliers import SupplierFootprint
from pcf.model.vehicle import FuelFactor, Vehicle
from ui.desk import Desk
from ui.fields import FieldKind, field_type
from ui.models.references import named_by
from ui.widgets.field_form import FormField

NOT_SHOWN: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("Part", "match"): "set by choosing a data set, with its confidence",
        ("Part", "left_out"): "set by what excludes a line",
        ("Study", "salt"): "random, kept for life",
        ("RejectedRows", "first"): "set by reading a register",
        ("ComparedFootprint", "result_id"): "set by taking over a frozen result",
        ("EarlierFootprint", "result_id"): "set by taking over a frozen result",
    }
)
"""Fields that no form shows, and why."""

_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "energy": "kWh",
        "value": "kgCO2e",
        "with_uptake": "kgCO2e",
        "published": "kgCO2e",
        "recalculated": "kgCO2e",
        "by_process": "kgCO2e",
        "by_data": "kgCO2e",
        "estimate": "kgCO2e",
        "upstream": "kgCO2e",
        "mass": "kg",
        "biogenic_carbon": "kg",
        "quantity": "piece",
        "per": "piece",
        "output": "piece",
        "declared_unit": "piece",
        "distance": "km",
        "capacity": "t",
        "fuel_empty": "L",
        "fuel_full": "L",
        "fuel_distance": "km",
        "FuelFactor.per": "L",
    }
)
"""Unit that is taken where an amount is typed without one, by field or by record and field."""

_LONG = ("reason", "note", "basis", "evidence", "justification", "causes", "same_function")
_RULES: Mapping[type[msgspec.Struct], Mapping[str, str]] = MappingProxyType(
    {
        SupplierFootprint: {
            "document": "D03",
            **dict.fromkeys(
                ("boundary", "period_start", "period_end", "valid_until", "report"), "D10"
            ),
        },
        Recycling: {"method": "A05"},
        Vehicle: {"source": "D03", "fuel": "S05"},
        FuelFactor: {"source": "D03", "well_to_wheel": "S05"},
        Spend: {"rate_source": "D03", "price_index_source": "D03"},
    }
)
_FIRST: Mapping[type[msgspec.Struct], Sequence[str]] = MappingProxyType(
    {
        SupplierFootprint: ("supplier", "supplier_zh", "product", "geography", "value", "per"),
        Recycling: ("recycled_share", "recycled", "a", "quality_in", "defaults", "method"),
    }
)


def shown_names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Give the fields of a record or node that its form shows, in their order."""
    slots = child_slots(kind()) if issubclass(kind, Node) else ()
    left = {"id", *slots, *(field for owner, field in NOT_SHOWN if owner == kind.__name__)}
    names = [name for name in kind.__struct_fields__ if name not in left]
    first = [name for name in _FIRST.get(kind, ()) if name in names]
    return (*first, *(name for name in names if name not in first))


def form_fields(kind: type[msgspec.Struct], desk: Desk) -> list[FormField]:
    """Give the fields of a record or node as a form shows them."""
    rules = _RULES.get(kind, {})
    found = []
    for name in shown_names(kind):
        takes = field_type(kind, name).kind
        is_long = takes is FieldKind.TEXT and name.removesuffix("_zh") in _LONG
        offers = None
        is_named = takes in {FieldKind.TEXT, FieldKind.NAMES}
        if is_named and named_by(kind, name, desk) is not None:
            offers = functools.partial(_offered, kind, name, desk)
        found.append(
            FormField(
                name,
                lines=2 if is_long else 1,
                unit=_unit(kind, name) if takes in {FieldKind.AMOUNT, FieldKind.MASS} else "",
                choices=offers,
                rule=rules.get(name, ""),
            )
        )
    return found


def _unit(kind: type[msgspec.Struct], name: str) -> str:
    return _UNITS.get(f"{kind.__name__}.{name}") or _UNITS.get(name, "")


def _offered(kind: type[msgspec.Struct], name: str, desk: Desk) -> list[tuple[str, str]]:
    return named_by(kind, name, desk) or []
