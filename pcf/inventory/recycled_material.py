"""A line's own material as virgin and recycled data sets, by the study's recycling method.

Only what goes in stands in a cradle-to-gate inventory; what a method says of the end of life is
documented apart (decision 11). Both data sets are ordinary exchanges, so yields, scrap and closed
loops act on them as on any bought material: what is bought is m / y, and scrap that comes back
replaces the bought mix, which is no recycled content.
"""

from collections.abc import Sequence

import msgspec

from pcf.background.dataset import DataSet
from pcf.background.recycling_parameters import ParameterRow, parameter_rows
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.recycling import input_shares
from pcf.model.bom import Part, walk
from pcf.model.choices import RecyclingMethod
from pcf.model.packaging import PackagingItem
from pcf.model.recycling import Recycling
from pcf.model.study import Study


def lines_of(study: Study, parts: Sequence[Part] | None = None) -> tuple[Part | PackagingItem, ...]:
    """Give all that may have recycled content: the lines of the bill of materials, packaging.

    Args:
        study: what holds them.
        parts: all its parts, where they are known already.
    """
    return (*(walk(study.bom) if parts is None else parts), *study.packaging)


def recycling_of(line: Part | PackagingItem) -> Recycling | None:
    """Give what a line states of recycled content; a supplier's footprint says all of its own."""
    return None if line.supplier is not None else line.recycling


class Stated(msgspec.Struct, frozen=True):
    """The parameters of a line with what its default row gives; None is not known.

    Attributes:
        row: the default row, None where the line names none or an unknown one.
    """

    method: RecyclingMethod
    r1: float | None
    a: float | None
    quality_in: float | None
    row: ParameterRow | None


def stated_parameters(recycling: Recycling, method: RecyclingMethod) -> Stated:
    """Give the parameters of a line: its own, else those of its default row.

    Args:
        recycling: what the line states.
        method: of the study, unless the line has its own.
    """
    row = parameter_rows().get(recycling.defaults)

    def known(own: float | None, default: float | None) -> float | None:
        return default if own is None else own

    return Stated(
        method=recycling.method or method,
        r1=known(recycling.recycled_share, row.r1 if row else None),
        a=known(recycling.a, row.a if row else None),
        quality_in=known(recycling.quality_in, row.quality if row else None),
        row=row,
    )


def material_mix(
    line: Part | PackagingItem, data_set: DataSet, context: Context
) -> list[tuple[DataSet, float]]:
    """Give the data sets that stand for a line's own material, and how much of each [1].

    As long as a parameter is missing, all of it counts as virgin; a finding says so.
    """
    recycling = recycling_of(line)
    if recycling is None:
        return [(data_set, 1.0)]
    stated = stated_parameters(recycling, context.recycling)
    if recycling.defaults and stated.row is None:
        _report(line, "recycling-defaults-unknown", context, row=recycling.defaults)
    is_shared = stated.method is RecyclingMethod.CFF and stated.r1 != 0
    missing = [
        symbol
        for symbol, value, is_needed in (
            ("R1", stated.r1, True),
            ("A", stated.a, is_shared),
            ("QSin/QP", stated.quality_in, is_shared),
        )
        if is_needed and value is None
    ]
    for symbol in missing:
        _report(line, "recycling-parameter-missing", context, parameter=symbol)
    if missing or stated.r1 is None:
        return [(data_set, 1.0)]
    a, quality = stated.a or 0.0, stated.quality_in or 0.0
    virgin, recycled = input_shares(stated.method, stated.r1, a, quality)
    mix = [(data_set, virgin)] if virgin else []
    if not recycled:
        return mix
    if recycling.recycled is None:
        _report(line, "recycling-data-set-missing", context)
        return [(data_set, 1.0)]
    found = context.data_set(recycling.recycled, line.id, line.label)
    return [*mix, (found, recycled)] if found else [(data_set, 1.0)]


def _report(line: Part | PackagingItem, key: str, context: Context, **fields: str) -> None:
    blocks = Severity.BLOCKS_DOCUMENT
    context.report(blocks, key, line.id, "recycling", name=line.label, **fields)
