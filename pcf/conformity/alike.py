"""Whether two footprints were calculated alike: what their methods and data differ in.

A footprint from elsewhere is known by what a study states of it. What it doesn't state is open: it
counts neither as alike nor as different.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from pcf.model.other_footprints import StatedMethod


class Aspect(enum.StrEnum):
    """What two footprints must have in common to be set against each other."""

    UNIT = "unit"
    BOUNDARY = "boundary"
    RULES = "rules"
    GWP_SET = "gwp_set"
    ALLOCATION = "allocation"
    RECYCLING = "recycling"
    ELECTRICITY = "electricity"
    CUT_OFF = "cut_off"
    DATABASES = "databases"


def aspects_apart(
    one: StatedMethod, other: StatedMethod, aspects: Iterable[Aspect]
) -> tuple[list[Aspect], list[Aspect]]:
    """Give in which aspects two footprints differ, and which one of them doesn't state."""
    differing, open_ones = [], []
    for aspect in aspects:
        first, second = _READ[aspect](one), _READ[aspect](other)
        if first is None or second is None:
            open_ones.append(aspect)
        elif first != second:
            differing.append(aspect)
    return differing, open_ones


def _unit(method: StatedMethod) -> object:
    unit = method.declared_unit
    return None if unit is None else (unit.dimension, unit.si)


def _rules(method: StatedMethod) -> object:
    return None if method.rules_status is None else (method.rules_status, method.rules)


def _set(names: Iterable[object] | None) -> object:
    return None if names is None else frozenset(names)


_READ: Mapping[Aspect, Callable[[StatedMethod], object]] = MappingProxyType(
    {
        Aspect.UNIT: _unit,
        Aspect.BOUNDARY: lambda method: method.boundary,
        Aspect.RULES: _rules,
        Aspect.GWP_SET: lambda method: method.gwp_set,
        Aspect.ALLOCATION: lambda method: _set(method.allocation),
        Aspect.RECYCLING: lambda method: method.recycling,
        Aspect.ELECTRICITY: lambda method: _set(method.electricity),
        Aspect.CUT_OFF: lambda method: method.cut_off_limit,
        Aspect.DATABASES: lambda method: _set(method.databases),
    }
)
