"""A background database in memory: records, unit processes as arrays, and electricity supply.

The shape that every kind of background data takes before it becomes a Brightway data package, so
that the engine and the catalogue need not know where the data came from.
"""

import functools
import hashlib

import msgspec
import numpy as np

from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, Gas
from pcf.background.source import Source
from pcf.model.node import DataSetRef

WORLD = "WLD"
"""Code of the world's average in the table of grid losses."""


class Exchanges(msgspec.Struct, frozen=True):
    """Entries of a sparse matrix: for data set `column`, amount of `row`, per unit of it."""

    row: np.ndarray
    column: np.ndarray
    amount: np.ndarray


class GridLoss(msgspec.Struct, frozen=True):
    """Loss of transmission and distribution of a country, as a share of what is generated.

    Attributes:
        fraction: lost share [0..1).
    """

    id: str
    fraction: float
    year: int
    source: Source
    source_locator: str


class GridSupply(msgspec.Struct, frozen=True):
    """Electricity of a country's or region's grid, and how its losses are counted.

    Exactly one of `loss_term` and `loss` is set unless the factor holds its losses already.

    Attributes:
        data_set: factor at generation or consumption, per kWh.
        loss_term: data set that the same source publishes for transmission and distribution,
            added once per kWh at the plant.
        loss: share lost on the way, by which generation is scaled up.
    """

    data_set: DataSetRef
    loss_term: DataSetRef | None = None
    loss: GridLoss | None = None


class Recognised(msgspec.Struct, frozen=True):
    """A data set for what a line of a parts list can be recognised as.

    Attributes:
        key: of a material or a class of components (`pcf.recognition`).
        form: sheet, extrusion …, for which it is meant; "" for any.
        route: recycled, for which it is meant; "" where the line says nothing of it.
        rank: 1 for the most apt of one key, form and route.
    """

    key: str
    form: str
    route: str
    rank: int
    data_set: DataSetRef


class Database(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A background database.

    Attributes:
        checksum: SHA-256 over its tables, hexadecimal.
        notice: full text of its attributions and licences.
        inputs: what data sets take from each other (row and column: data sets), in units.
        emissions: elementary flows of data sets (row: flow, column: data set) [kg/unit].
        supplies: how the losses of each grid factor are counted, by id of its data set.
        losses: share lost on the way, by country code; `WORLD` for all others.
        grids: id of the default grid factor by country or region code.
        synonyms: groups of terms that mean the same, in either language, normalised.
        recognised: data sets for what lines of parts lists can be recognised as.
    """

    id: str
    title_en: str
    title_zh: str
    version: str
    licence: str
    checksum: str
    notice: str
    data_sets: tuple[DataSet, ...]
    flows: tuple[ElementaryFlow, ...]
    inputs: Exchanges
    emissions: Exchanges
    gases: dict[str, Gas]
    supplies: dict[str, GridSupply]
    losses: dict[str, GridLoss]
    grids: dict[str, str]
    synonyms: tuple[tuple[str, ...], ...] = ()
    recognised: tuple[Recognised, ...] = ()

    @functools.cached_property
    def fingerprint(self) -> str:
        """Give the SHA-256 of all that a calculation takes from here, hexadecimal.

        Unlike `checksum` it changes when tables are read by other rules, and does not when only
        words for the search do. It names what is kept on disk, and stands in the inventory.
        """
        digest = hashlib.sha256(self.id.encode())
        digest.update("|".join(str(data_set.ref) for data_set in self.data_sets).encode())
        digest.update("|".join(flow.id for flow in self.flows).encode())
        for exchanges in (self.inputs, self.emissions):
            for array in (exchanges.row, exchanges.column, exchanges.amount):
                digest.update(np.ascontiguousarray(array).tobytes())
        for gas in self.gases.values():
            digest.update(f"{gas.id}{sorted(gas.factors.items())}".encode())
        return digest.hexdigest()
