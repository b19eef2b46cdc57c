"""What a study states itself in place of background data, and what each of it adds to a result."""

from collections.abc import Mapping

import msgspec

from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, ImpactCategory
from pcf.inventory.own_data_sets import Supplied, supplied_nodes
from pcf.inventory.spend import Paying, paying_nodes
from pcf.model.node import DataSetRef
from pcf.model.spend import Spend
from pcf.model.splits import StatedSplit
from pcf.model.suppliers import SUPPLIERS, SupplierFootprint
from pcf.results.contributions import Contribution, by_data_set, by_statement
from pcf.results.result import PcfResult


class SplitUse(msgspec.Struct, frozen=True):
    """A stated split that is used.

    Attributes:
        data_set: the copy that carries it.
        published: total of the data set as published [kg CO2e/unit].
        per_unit: what one unit emits by category [kg CO2e/unit]; a stated zero is one.
    """

    stated: StatedSplit
    data_set: DataSet
    published: float
    per_unit: Mapping[ImpactCategory, float]
    adds: Contribution


class SupplierUse(msgspec.Struct, frozen=True):
    """A supplier's footprint that is used; `per_unit` is for one unit of its declared unit."""

    node: Supplied
    stated: SupplierFootprint
    data_set: DataSet
    per_unit: Mapping[ImpactCategory, float]
    adds: Contribution


class SpendUse(msgspec.Struct, frozen=True):
    """A line that is counted by money; `usd` are dollars of the factor's year."""

    node: Paying
    spend: Spend
    data_set: DataSet
    usd: float
    adds: Contribution


def split_uses(result: PcfResult) -> list[SplitUse]:
    """Give the stated splits that are used, in the order of the study."""
    own, adds = result.inventory.own_data_sets, _by_key(by_data_set(result))
    published = {data_set.ref: data_set.kg_co2e for data_set in result.inventory.data_sets}
    emitted = _per_unit(result)
    return [
        SplitUse(
            stated,
            own[stated.id],
            published[own[stated.id].ref],
            emitted[stated.id],
            adds.get(stated.id, Contribution(stated.id, 0.0, None)),
        )
        for stated in result.study.splits
        if stated.id in own
    ]


def supplier_uses(result: PcfResult) -> list[SupplierUse]:
    """Give the suppliers' footprints that are used, in the order of the study."""
    own, adds = result.inventory.own_data_sets, _by_key(by_data_set(result))
    emitted = _per_unit(result)
    uses = []
    for node in supplied_nodes(result.study, result.parts):
        key = f"{node.id}-{SUPPLIERS}"
        if node.supplier is not None and key in own:
            add = adds.get(key, Contribution(key, 0.0, None))
            uses.append(SupplierUse(node, node.supplier, own[key], emitted[key], add))
    return uses


def spend_uses(result: PcfResult) -> list[SpendUse]:
    """Give the lines that are counted by money, in the order of the study."""
    adds = _by_key(by_statement(result))
    uses = []
    for node in paying_nodes(result.parts):
        ref = node.bought_as
        data_set = result.data_sets.get(ref) if isinstance(ref, DataSetRef) else None
        usd = node.spend.usd(data_set.year) if node.spend and data_set else None
        if node.spend is not None and data_set is not None and usd is not None:
            add = adds.get(node.id)
            if add is not None:
                uses.append(SpendUse(node, node.spend, data_set, usd, add))
    return uses


def _by_key(contributions: tuple[Contribution, ...]) -> dict[str, Contribution]:
    return {each.key: each for each in contributions}


def _per_unit(result: PcfResult) -> dict[str, dict[ImpactCategory, float]]:
    """Give what one unit of each data set of the study's own emits [kg CO2e/unit]."""
    return {
        process.id: {
            exchange.input.category: exchange.amount
            for exchange in process.exchanges
            if isinstance(exchange.input, ElementaryFlow)
        }
        for process in result.inventory.processes
        if process.data_set is not None
    }
