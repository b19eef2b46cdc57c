"""What unit processes use: data sets, elementary flows, transport legs.

Kept with each part, so that an edit in 10 000 lines looks through a handful of unit processes.
"""

from collections.abc import Iterable

import msgspec

from pcf.background.elementary import ElementaryFlow
from pcf.inventory.inventory import Stage, UnitProcess
from pcf.model.node import DataSetRef


class Uses(msgspec.Struct, frozen=True):
    """What some unit processes use.

    Attributes:
        inputs: data sets that are taken or gave an amount, and elementary flows, by identity: the
            exchanges of a data set share its reference, and hashing is slow.
        carried_by: ids of the nodes of exchanges with transport between plants and to customers.
    """

    inputs: dict[int, DataSetRef | ElementaryFlow]
    carried_by: frozenset[str]

    @property
    def data_sets(self) -> set[DataSetRef]:
        """Give the data sets."""
        return {each for each in self.inputs.values() if isinstance(each, DataSetRef)}

    @property
    def gases(self) -> set[str]:
        """Give the ids of the gases that are emitted."""
        flows = (each for each in self.inputs.values() if isinstance(each, ElementaryFlow))
        return {flow.gas for flow in flows if flow.gas}


def uses_of(processes: Iterable[UnitProcess], below: Iterable[Uses] = ()) -> Uses:
    """Give what unit processes use, together with what is known of others."""
    inputs: dict[int, DataSetRef | ElementaryFlow] = {}
    carried_by: set[str] = set()
    for known in below:
        inputs |= known.inputs
        carried_by |= known.carried_by
    for process in processes:
        for exchange in process.exchanges:
            for each in (exchange.input, exchange.via):
                if isinstance(each, DataSetRef | ElementaryFlow):
                    inputs[id(each)] = each
            if exchange.stage is Stage.INBOUND or exchange.stage is Stage.OUTBOUND:
                carried_by.add(exchange.node)
    return Uses(inputs, frozenset(carried_by))
