"""The sources that a result rests on: of data sets, their splits and mixes, losses, and gases."""

import msgspec

from pcf.background.source import Source
from pcf.results.result import PcfResult


class SourceUse(msgspec.Struct, frozen=True):
    """A source that was used.

    Attributes:
        is_quoted: single figures were quoted from it.
    """

    source: Source
    is_quoted: bool


def used_sources(result: PcfResult) -> tuple[SourceUse, ...]:
    """Give every source that figures of a result come from, once each, by title.

    Those of what is shown beside it too: the location-based result, other recycling methods, the
    end of life.
    """
    location = result.inventory.location
    inventories = (result.inventory, location) if location else (result.inventory,)
    used = [
        *(
            data_set
            for inventory in inventories
            for data_set in (*inventory.data_sets, *inventory.own_data_sets.values())
        ),
        *(data_set for line in result.recycled for data_set in line.data_sets),
    ]
    quoted: dict[Source, bool] = {}
    for data_set in used:
        quoted[data_set.source] = quoted.get(data_set.source, False) or data_set.quoted
    further = [
        *(source for each in used for source in each.further_sources),
        *(loss.source for inventory in inventories for loss in inventory.losses),
        *(source for gas in result.inventory.gases for source in gas.sources),
    ]
    for source in further:
        quoted.setdefault(source, False)
    uses = (SourceUse(source, single) for source, single in quoted.items())
    return tuple(sorted(uses, key=lambda each: (each.source.title.casefold(), each.source.id)))
