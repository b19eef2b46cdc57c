"""Own mixes of electricity as unit processes of the foreground.

EF_mix = sum_t s_t EF_t + upstream,   EF_t of the country itself before that of the world
"""

from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.inventory.inventory import Exchange, Role, Stage, UnitProcess
from pcf.model.electricity import MixShare, OwnMix, upstream_ref
from pcf.model.node import DataSetRef
from pcf.units import Dimension

SHARES_SLACK = 1e-3
"""How far the shares of a mix may miss 1: printed shares of nine technologies are rounded."""


def build_mix(mix: OwnMix, context: Context) -> UnitProcess | None:
    """Give the unit process "1 kWh of the mix", None if it can't be told what it is of."""
    exchanges = [
        Exchange(ref, share.share, share.id, Stage.MANUFACTURING)
        for share in mix.shares
        if share.share and (ref := _data_set(share, mix, context)) is not None
    ]
    whole = sum(share.share for share in mix.shares)
    if abs(whole - 1) > SHARES_SLACK:
        context.report(
            Severity.BLOCKS_DOCUMENT,
            "mix-shares",
            mix.id,
            "shares",
            name=mix.name,
            percent=100 * whole,
        )
    if not exchanges:
        return None
    if mix.upstream is not None:
        added = upstream_ref(mix.id)
        exchanges.append(Exchange(added, 1.0, mix.id, Stage.MANUFACTURING, Role.UPSTREAM))
    return UnitProcess(mix.id, mix.id, tuple(exchanges), is_supply=True)


def _data_set(share: MixShare, mix: OwnMix, context: Context) -> DataSetRef | None:
    if share.data_set is None:
        found = context.catalogue.technology(share.technology, mix.country)
        if found is None:
            context.report(
                Severity.BLOCKS_DOCUMENT,
                "technology-unknown",
                share.id,
                "technology",
                name=mix.name,
                technology=share.technology or "–",
            )
            return None
        return found.ref
    stated = context.data_set(share.data_set, share.id, mix.name)
    if stated is not None and stated.unit != "kWh":
        context.report_unit_mismatch(
            share.id, mix.name, Dimension.ENERGY, stated.unit, stated.ref.id
        )
        return None
    return stated.ref if stated else None
