"""The background data of this computer: data sets, and intensities as they are needed."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from pcf.background.catalogue import Catalogue, load_catalogue
from pcf.background.database import Database
from pcf.inventory.inventory import Inventory
from pcf.model.choices import GwpSet
from pcf.model.node import DataSetRef
from pcf.workflow.library import user_folder

if TYPE_CHECKING:
    from pcf.engine.intensities import Intensities


class Background:
    """The background data of this computer, with the intensities that were needed so far."""

    def __init__(self, catalogue: Catalogue, cache: Path) -> None:
        """Take the catalogue and the folder for what can be computed again."""
        self.catalogue = catalogue
        self.cache = cache
        self._intensities: dict[tuple[str, GwpSet], Intensities] = {}

    def databases_of(self, inventory: Inventory) -> tuple[Database, ...]:
        """Give the databases that an inventory takes from."""
        return tuple(base for base in self.catalogue.databases if base.id in inventory.databases)

    def databases_named(self, inventory: Inventory) -> tuple[Database, ...]:
        """Give those and the databases of the location-based result, which is printed beside."""
        other = inventory.location.databases if inventory.location else {}
        wanted = {*inventory.databases, *other}
        return tuple(base for base in self.catalogue.databases if base.id in wanted)

    def intensities(self, inventory: Inventory) -> tuple["Intensities", ...]:
        """Give the intensities of an inventory's databases: in memory, else kept, else solved."""
        gwp_set = inventory.choices.gwp_set
        return tuple(self._intensities_of(base, gwp_set) for base in self.databases_of(inventory))

    def headline_of(self, ref: DataSetRef, gwp_set: GwpSet) -> float:
        """Give the headline of one unit of a data set [kg CO2e/unit].

        Raises:
            KeyError: this computer lacks the data set.
        """
        database = next(base for base in self.catalogue.databases if base.id == ref.database)
        return self._intensities_of(database, gwp_set).headline(ref.id)

    def _intensities_of(self, database: Database, gwp_set: GwpSet) -> "Intensities":
        from pcf.engine.intensities import load_intensities

        key = (database.id, gwp_set)
        if key not in self._intensities:
            kept = load_intensities(database, gwp_set, self.cache)
            self._intensities[key] = kept or self._solve(database, gwp_set)
        return self._intensities[key]

    def _solve(self, database: Database, gwp_set: GwpSet) -> "Intensities":
        from pcf.engine.brightway import background_matrices
        from pcf.engine.factorised import solve_intensities
        from pcf.engine.intensities import save_intensities

        matrices = background_matrices(database, self.cache)
        solved = solve_intensities(database, gwp_set, *matrices)
        save_intensities(solved, database, gwp_set, self.cache)
        return solved


def open_background() -> Background:
    """Give the shipped databases and the user's cache folder (CRADLEGATE_CACHE overrides it)."""
    stated = os.environ.get("CRADLEGATE_CACHE")
    cache = Path(stated) if stated else platformdirs.user_cache_path("cradlegate", appauthor=False)
    return Background(load_catalogue(user_folder() / "databases"), cache)
