"""The catalogue: all data sets that a study can draw on, found by id or by words.

Search reads every name once at start and then scans plain strings: 25 000 data sets take a few
milliseconds, which needs no index that could disagree with the data.
"""

import functools
import re
from collections.abc import Iterable, Sequence

import msgspec

from pcf.background.database import Database, GridSupply
from pcf.background.dataset import Confidence, DataSet
from pcf.background.open_data import find_database_folders, read_database
from pcf.model.node import DataSetRef
from pcf.texts import normalised


class Hit(msgspec.Struct, frozen=True):
    """A data set that a search found.

    Attributes:
        score: higher is nearer; only its order means anything.
        matched: the words of the query that were found as such, not through a synonym.
    """

    data_set: DataSet
    score: float
    matched: int


class Catalogue:
    """All data sets of a list of databases, and the words that lead to them."""

    def __init__(self, databases: Sequence[Database]) -> None:
        """Take the databases and their synonyms; later ones never hide earlier ones."""
        self.databases = tuple(databases)
        self._by_ref = {
            (data_set.ref.database, data_set.ref.id): data_set
            for database in databases
            for data_set in database.data_sets
        }
        self._supplies = {
            supply.data_set: supply for base in databases for supply in base.supplies.values()
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

    def supply(self, ref: DataSetRef) -> GridSupply | None:
        """Give a grid factor with its losses, None if the data set is no grid."""
        return self._supplies.get(ref)

    @property
    def data_sets(self) -> Iterable[DataSet]:
        """Give all data sets, database by database."""
        return self._by_ref.values()

    @functools.cached_property
    def _searchable(self) -> list[tuple[str, DataSet]]:
        return [(_search_text(data_set), data_set) for data_set in self.data_sets]

    @functools.cached_property
    def _synonyms(self) -> dict[str, tuple[str, ...]]:
        """Give, for each known term, the other terms of its group."""
        others: dict[str, tuple[str, ...]] = {}
        for base in self.databases:
            for group in base.synonyms:
                for term in group:
                    others[term] = tuple(dict.fromkeys((*others.get(term, ()), *group)))
        return others

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
        words = [normalised(word) for word in re.split(r"[\s,;/]+", query.strip()) if word]
        whole = normalised(query)
        choices = [(word, self._alternatives(word)) for word in words]
        hits = []
        for text, data_set in self._searchable:
            if unit and data_set.unit != unit:
                continue
            if geography and not data_set.geography.startswith(geography):
                continue
            if table and data_set.table != table:
                continue
            score, matched = 0.0, 0
            for word, others in choices:
                if word in text:
                    score += 2.0 + (1.0 if _stands_alone(word, text) else 0.0)
                    matched += 1
                elif any(other in text and _stands_alone(other, text) for other in others):
                    score += 1.5
                else:
                    break
            else:
                score += _merit(data_set) + (1.0 if whole and whole in text else 0.0)
                hits.append(Hit(data_set, score, matched))
        hits.sort(key=lambda hit: (-hit.score, len(hit.data_set.name_en), hit.data_set.ref.id))
        return tuple(hits[:limit])

    def _alternatives(self, word: str) -> tuple[str, ...]:
        return tuple(term for term in self._synonyms.get(word, ()) if term != word)


def load_catalogue() -> Catalogue:
    """Give the catalogue of the databases shipped with the program."""
    return Catalogue([read_database(folder) for folder in find_database_folders()])


def _search_text(data_set: DataSet) -> str:
    words = (
        data_set.name_en,
        data_set.name_zh,
        data_set.family.replace("_", " "),
        data_set.route,
        data_set.geography,
        data_set.ref.id,
    )
    return normalised(" | ".join(words))


def _stands_alone(word: str, text: str) -> bool:
    """Tell whether a Latin word stands between boundaries; Chinese has none, so always there."""
    if not word.isascii():
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


_CONFIDENCE_MERIT = {Confidence.A: 0.3, Confidence.B: 0.2, Confidence.C: 0.0}


def _merit(data_set: DataSet) -> float:
    late = max(0, min(data_set.year - 2000, 30)) / 100
    return (0.5 if data_set.is_default else 0.0) + _CONFIDENCE_MERIT[data_set.confidence] + late
