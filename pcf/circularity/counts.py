"""How many devices of a life count in a case: as typed, else as its register has them.

n = sold or deployed in the period, less those taken back within warranty.
"""

import datetime
from collections.abc import Iterable

from pcf.model.refurbishment import (
    DeviceCategory,
    RefurbishedLife,
    RefurbishmentCase,
    RegisterSum,
)
from pcf.texts import normalised


def counted_devices(
    case: RefurbishmentCase, category: DeviceCategory, life: RefurbishedLife
) -> float | None:
    """Give the devices of a life that count [1], None where nobody states any.

    A register can't tell a second refurbishment from a first one: it counts for the first life.
    """
    if life.devices is not None:
        return life.devices.si - (life.returned.si if life.returned else 0.0)
    if life is not category:
        return None
    sums = [each for each in sums_of_period(case) if belongs(each, category)]
    return float(sum(each.sold - each.returned for each in sums)) if sums else None


def sums_of_period(case: RefurbishmentCase) -> tuple[RegisterSum, ...]:
    """Give what the register of a case has in its period; rows without a date count in it."""
    if case.register is None:
        return ()
    return tuple(
        each
        for each in case.register.sums
        if _is_between(each.month, case.period_start, case.period_end)
    )


def belongs(counted: RegisterSum, category: DeviceCategory) -> bool:
    """Tell whether what a register counts is of a category, by one of its names."""
    names = category.register_names or (category.name, category.name_zh)
    return normalised(counted.category) in {normalised(name) for name in names if name.strip()}


def unassigned(case: RefurbishmentCase) -> dict[str, int]:
    """Give the devices sold in the period by name in the register that no category takes."""
    return _by_name(
        each
        for each in sums_of_period(case)
        if not any(belongs(each, category) for category in case.categories)
    )


def _by_name(sums: Iterable[RegisterSum]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in sums:
        counts[each.category] = counts.get(each.category, 0) + each.sold
    return {name: count for name, count in counts.items() if count}


def _is_between(month: str, start: datetime.date | None, end: datetime.date | None) -> bool:
    if not month:
        return True
    first, last = (day.isoformat()[:7] if day else "" for day in (start, end))
    return first <= month <= (last or month)
