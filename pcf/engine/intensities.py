"""Intensities of a background: kg CO2e of one unit of each data set, by component, kept on disk."""

import contextlib
from pathlib import Path

import msgspec
import numpy as np

from pcf.background.database import Database
from pcf.background.elementary import Component
from pcf.engine.characterization import component_of
from pcf.files import replacing
from pcf.model.choices import GwpSet

FORMAT = 1


class Intensities(msgspec.Struct, frozen=True):
    """Intensities of all data sets of one database under one GWP set.

    Attributes:
        index: row of each data set, by its id.
        values: (data sets, components) [kg CO2e per unit].
    """

    database: str
    components: tuple[Component, ...]
    index: dict[str, int]
    values: np.ndarray

    def headline(self, data_set: str) -> float:
        """Give what one unit of a data set adds to the headline, by its id [kg CO2e]."""
        values: list[float] = self.values[self.index[data_set]].tolist()
        pairs = zip(self.components, values, strict=True)
        return sum(value for each, value in pairs if each.category.in_headline)


def components_of(database: Database, gwp_set: GwpSet) -> tuple[Component, ...]:
    """Give the components that a database's flows count in, in a fixed order."""
    found = {component_of(flow, database.gases, gwp_set) for flow in database.flows}
    return tuple(sorted(found))


def load_intensities(database: Database, gwp_set: GwpSet, cache: Path) -> Intensities | None:
    """Give the kept intensities of a database, None if there are none or they can't be read."""
    path = _path(database, gwp_set, cache)
    try:
        values = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    components = components_of(database, gwp_set)
    if values.shape != (len(database.data_sets), len(components)):
        return None
    return Intensities(database.id, components, rows_of(database), values)


def save_intensities(
    intensities: Intensities, database: Database, gwp_set: GwpSet, cache: Path
) -> None:
    """Keep intensities; a cache that can't be written only costs time and is passed over."""
    path = _path(database, gwp_set, cache)
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary, temporary.open("xb") as file:
            np.save(file, intensities.values)


def rows_of(database: Database) -> dict[str, int]:
    """Give the row of each data set, by its id."""
    return {data_set.ref.id: row for row, data_set in enumerate(database.data_sets)}


def _path(database: Database, gwp_set: GwpSet, cache: Path) -> Path:
    name = gwp_set.value.replace(" ", "-").lower()
    return cache / f"{database.id}-{database.fingerprint[:16]}-{name}-{FORMAT}.npy"
