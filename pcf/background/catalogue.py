"""The catalogue: all data sets that a study can draw on, found by id or by words."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from pcf.background.database import WORLD, Database, GridLoss, GridSupply
from pcf.background.dataset import DataSet
from pcf.background.open_data import find_database_folders, read_database
from pcf.background.search import Hit, SearchIndex
from pcf.background.stored import read_stored, stored_folders
from pcf.errors import DatabaseIntegrityError
from pcf.model.node import DataSetRef


class Catalogue:
    """All data sets of a list of databases, and the words that lead to them."""

    def __init__(
        self, databases: Sequence[Database], faults: Sequence[DatabaseIntegrityError] = ()
    ) -> None:
        """Take the databases and their synonyms; later ones never hide earlier ones.

        Args:
            databases: those that could be read.
            faults: why others could not.
        """
        self.databases = tuple(databases)
        self.faults = tuple(faults)
        self._by_ref = {
            (data_set.ref.database, data_set.ref.id): data_set
            for database in databases
            for data_set in database.data_sets
        }
        self._supplies = {
            supply.data_set: supply for base in databases for supply in base.supplies.values()
        }
        self._losses = {
            code: loss for base in reversed(databases) for code, loss in base.losses.items()
        }
        self._grids = {
            code: base.supplies[row_id]
            for base in reversed(databases)
            for code, row_id in base.grids.items()
        }
        self.gases = {
            gas_id: gas for base in reversed(databases) for gas_id, gas in base.gases.items()
        }

    def get(self, ref: DataSetRef) -> DataSet | None:
        """Give the data set of a reference, None if this computer lacks it."""
        return self._by_ref.get((ref.database, ref.id))

    def database(self, database_id: str) -> Database | None:
        """Give the database of an id."""
        return next((base for base in self.databases if base.id == database_id), None)

    def find(self, row_id: str) -> DataSet | None:
        """Give the data set of an id in whichever database holds it, the first one first."""
        for base in self.databases:
            found = self._by_ref.get((base.id, row_id))
            if found is not None:
                return found
        return None

    def grid(self, *codes: str) -> GridSupply | None:
        """Give the default electricity supply of the first code (region, country) that has one."""
        return next((self._grids[code] for code in codes if code in self._grids), None)

    def reference(self, text: str) -> DataSetRef | None:
        """Give the reference that a typed id means: `database:row`, or a row of any database."""
        database, _, row_id = text.strip().rpartition(":")
        found = self._by_ref.get((database, row_id)) if database else self.find(row_id)
        return found.ref if found else None

    def loss(self, country: str) -> GridLoss | None:
        """Give the share that a country's grid loses, the world's where there is none."""
        return self._losses.get(country) or self._losses.get(WORLD)

    def supply(self, ref: DataSetRef) -> GridSupply | None:
        """Give a grid factor with its losses, None if the data set is no grid."""
        return self._supplies.get(ref)

    def technology(self, key: str, country: str) -> DataSet | None:
        """Give a country's own factor of a generation technology, else the world's default.

        Of several of its own the latest, then the surest; single quoted figures are no basis of a
        mix.
        """
        known = self._generation.get(("electricity_technology", key), [])
        own = [each for each in known if each.geography == country and not each.quoted]
        if own:
            return max(own, key=lambda each: (each.year, -ord(each.confidence), each.ref.id))
        return next((each for each in known if each.is_default), None)

    def residual(self, country: str) -> DataSet | None:
        """Give the latest residual mix that is published for a country, None if there is none."""
        known = self._generation.get(("electricity_grid", f"{country}-RES"), [])
        return max(known, key=lambda each: (each.year, each.ref.id), default=None)

    def takes(self, ref: DataSetRef) -> tuple[tuple[DataSetRef, float], ...]:
        """Give the data sets that a data set takes in its database, with their amounts."""
        base = self.database(ref.database)
        ids = [each.ref.id for each in base.data_sets] if base else []
        if base is None or ref.id not in ids:
            return ()
        column = base.inputs.column == ids.index(ref.id)
        rows, amounts = base.inputs.row[column].tolist(), base.inputs.amount[column].tolist()
        return tuple(
            (base.data_sets[row].ref, amount) for row, amount in zip(rows, amounts, strict=True)
        )

    @functools.cached_property
    def _generation(self) -> dict[tuple[str, str], list[DataSet]]:
        """Give the data sets of grids and technologies by table and family."""
        found = defaultdict[tuple[str, str], list[DataSet]](list)
        for data_set in self.data_sets:
            if data_set.table in {"electricity_technology", "electricity_grid"}:
                found[data_set.table, data_set.family].append(data_set)
        return found

    @property
    def data_sets(self) -> Iterable[DataSet]:
        """Give all data sets, database by database."""
        return self._by_ref.values()

    @functools.cached_property
    def _index(self) -> SearchIndex:
        synonyms = (group for base in self.databases for group in base.synonyms)
        return SearchIndex(self.data_sets, synonyms)

    def search(
        self, query: str, *, limit: int = 20, unit: str = "", geography: str = "", table: str = ""
    ) -> tuple[Hit, ...]:
        """Give the data sets that hold every word of the query, nearest first.

        A word may stand anywhere in the names, the family, the route or the id, in English or
        Chinese; a synonym counts a little less. Defaults, sure figures and late years win ties.

        Args:
            query: what was typed; an empty one gives the defaults.
            limit: how many at most.
            unit: symbol that the unit must be, "" for any.
            geography: code that the geography must start with, "" for any.
            table: table that the data set must be of, "" for any.
        """
        return self._index.search(query, limit=limit, unit=unit, geography=geography, table=table)


def load_catalogue(stored: Path | None = None) -> Catalogue:
    """Give the catalogue of the databases shipped with the program, and of those brought to it.

    Args:
        stored: folder of the databases that users brought; None for none. One that can't be read
            is left out and told in `Catalogue.faults`: the others are needed all the same.
    """
    shipped = [read_database(folder) for folder in find_database_folders()]
    gases = {gas.id: gas for base in reversed(shipped) for gas in base.gases.values()}
    brought: list[Database] = []
    faults: list[DatabaseIntegrityError] = []
    for folder in stored_folders(stored):
        try:
            brought.append(read_stored(folder, gases))
        except DatabaseIntegrityError as error:
            faults.append(error)
    return Catalogue([*shipped, *brought], faults)
