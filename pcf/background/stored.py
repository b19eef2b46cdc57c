"""The store of databases that users brought: a folder each, read without the library that made it.

    source.toml      what it is: title, version, licence, file that it came from, checksum
    catalogue.db     SQLite: the data sets and elementary flows, in the order of the matrices
    inventory.zip    the matrices as a Brightway data package

The search over data sets stays in memory, as for the shipped ones (`pcf.background.search`).
"""

import contextlib
import datetime
import io
import sqlite3
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from pcf.background.database import Database, Exchanges
from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, Gas
from pcf.background.matrix_ids import data_set_ids, flow_ids
from pcf.errors import DatabaseIntegrityError
from pcf.files import ZIP_DAMAGE

FORMAT = 1
DESCRIPTION, CATALOGUE, PACKAGE = "source.toml", "catalogue.db", "inventory.zip"


class StoredSource(msgspec.Struct, frozen=True, kw_only=True):
    """What `source.toml` says of a database.

    Attributes:
        format: of the store.
        licence: in words, as whoever brought it stated.
        is_licensed: its unit processes and intensities must not be shown to others.
        file: name of the file that it came from.
        file_format: that it was in.
        file_sha256: of that file; "" for a folder or a project.
        imported: day on which it was brought in.
        rule: for processes of several products.
        fingerprint: of all that a calculation takes from it.
    """

    format: int
    id: str
    title: str
    version: str = ""
    publisher: str = ""
    year: str = ""
    licence: str = ""
    attribution: str = ""
    is_licensed: bool = True
    file: str = ""
    file_format: str = ""
    file_sha256: str = ""
    imported: datetime.date
    program: str = ""
    rule: str = ""
    fingerprint: str


def stored_folders(parent: Path | None) -> tuple[Path, ...]:
    """Give the folders of the databases that were brought in, by name."""
    return tuple(sorted(each.parent for each in parent.glob(f"*/{DESCRIPTION}"))) if parent else ()


def read_source(folder: Path) -> StoredSource:
    """Give what a stored database says of itself.

    Raises:
        DatabaseIntegrityError: it can't be read, or a newer version of the program wrote it.
    """
    try:
        about = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        source = msgspec.convert(about, StoredSource)
    except (OSError, ValueError) as error:
        raise DatabaseIntegrityError(
            "database-description-invalid", where=str(folder), fault=str(error)
        ) from error
    if source.format > FORMAT:
        raise DatabaseIntegrityError("database-newer", where=str(folder), title=source.title)
    return source


def read_stored(folder: Path, gases: Mapping[str, Gas]) -> Database:
    """Give a stored database.

    Args:
        folder: that `write_stored` filled.
        gases: the GWP table, by id.

    Raises:
        DatabaseIntegrityError: a file of it is missing, damaged or changed.
    """
    source = read_source(folder)
    try:
        data_sets, flows = _read_catalogue(folder / CATALOGUE)
        used = {flow.gas for flow in flows}
        database = Database(
            id=source.id,
            title_en=source.title,
            title_zh=source.title,
            version=source.version,
            licence=source.licence,
            checksum=source.fingerprint,
            notice="\n".join(filter(None, (source.title, source.licence, source.attribution))),
            data_sets=data_sets,
            flows=flows,
            inputs=_NOTHING,
            emissions=_NOTHING,
            gases={id_: gas for id_, gas in gases.items() if id_ in used},
            supplies={},
            losses={},
            grids={},
        )
        database = _with_matrices(database, folder / PACKAGE)
    except _DAMAGE as error:
        raise DatabaseIntegrityError(
            "database-damaged", where=str(folder), title=source.title, fault=str(error)
        ) from error
    if database.fingerprint != source.fingerprint:
        raise DatabaseIntegrityError("database-changed", where=str(folder))
    return database


_DAMAGE: tuple[type[Exception], ...] = (
    *ZIP_DAMAGE, OSError, sqlite3.DatabaseError, KeyError, ValueError,
)  # fmt: skip
_NOTHING = Exchanges(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def _read_catalogue(path: Path) -> tuple[tuple[DataSet, ...], tuple[ElementaryFlow, ...]]:
    if not path.is_file():
        raise FileNotFoundError(str(path))
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    with contextlib.closing(connection):
        rows = connection.execute("SELECT content FROM data_set ORDER BY place").fetchall()
        flows = connection.execute("SELECT content FROM flow ORDER BY place").fetchall()
    data_set, flow = msgspec.json.Decoder(DataSet).decode, msgspec.json.Decoder(ElementaryFlow)
    return (
        tuple(data_set(content) for (content,) in rows),
        tuple(flow.decode(content) for (content,) in flows),
    )


def _with_matrices(database: Database, path: Path) -> Database:
    """Give the database with the amounts of its data package in the order of its catalogue."""
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise zipfile.BadZipFile(str(path))
        technosphere, inputs_of = _vector(archive, "technosphere")
        biosphere, emissions_of = _vector(archive, "biosphere")
    nodes, flows = data_set_ids(database), flow_ids(database)
    own = len(nodes)  # the ones of the diagonal stand first
    indices, amounts = technosphere[own:], inputs_of[own:]
    inputs = Exchanges(_places(nodes, indices["row"]), _places(nodes, indices["col"]), amounts)
    indices, amounts = biosphere, emissions_of
    emissions = Exchanges(_places(flows, indices["row"]), _places(nodes, indices["col"]), amounts)
    return msgspec.structs.replace(database, inputs=inputs, emissions=emissions)


def _vector(archive: zipfile.ZipFile, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Give indices and amounts of a vector; read as arrays, the library for it takes 0.3 s."""
    arrays = []
    for part in ("indices", "data"):
        with archive.open(f"{name}.{part}.npy") as file:
            arrays.append(np.load(io.BytesIO(file.read()), allow_pickle=False))
    return arrays[0], arrays[1]


def _places(ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Give where each wanted id stands.

    Raises:
        KeyError: one does not.
    """
    order = np.argsort(ids)
    found = order[np.clip(np.searchsorted(ids[order], wanted), 0, max(len(ids) - 1, 0))]
    if len(wanted) and not np.array_equal(ids[found], wanted):
        message = "an exchange names a data set that the catalogue lacks"
        raise KeyError(message)
    return found.astype(np.int64)
