"""Background databases as Brightway data packages on disk, built once per checksum.

Integer ids are taken from the text ids by hashing, so that packages built apart from each other
agree on their elementary flows and never share a data set: with 25 000 data sets two of the 2^56
ids coincide with a probability of 4e-9.
"""

import contextlib
import hashlib
import zipfile
from pathlib import Path

import bw_processing
import numpy as np

from pcf.background.database import Database
from pcf.errors import OutputError
from pcf.files import ZIP_DAMAGE, replacing

FORMAT = 1


def brightway_id(text_id: str) -> int:
    """Give the integer id of a text id: the first 56 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(text_id.encode()).digest()[:7], "big")


def data_set_ids(database: Database) -> np.ndarray:
    """Give the Brightway ids of a database's data sets, in their order (data sets,)."""
    return np.array([brightway_id(str(entry.ref)) for entry in database.data_sets], dtype=np.int64)


def flow_ids(database: Database) -> np.ndarray:
    """Give the Brightway ids of a database's elementary flows, in their order (flows,)."""
    return np.array([brightway_id(flow.id) for flow in database.flows], dtype=np.int64)


def ensure_datapackage(database: Database, cache: Path) -> Path:
    """Give the path of a database's data package, building it where it is missing or damaged.

    Every entry is read against its checksum first (60 MB take 0.1 s): a cache that a full disk cut
    off would else stop each calculation from then on.

    Raises:
        OutputError: the cache folder can't be written.
    """
    path = cache / f"{database.id}-{database.fingerprint[:16]}-{FORMAT}.zip"
    if not _is_whole(path):
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with replacing(path) as temporary:
                _write(database, temporary)
        except OSError as error:
            raise OutputError("cache-unwritable", where=str(cache)) from error
    return path


def _is_whole(path: Path) -> bool:
    """Tell whether a zip is there and its entries are what their checksums say."""
    with contextlib.suppress(OSError, *ZIP_DAMAGE), zipfile.ZipFile(path) as archive:
        return archive.testzip() is None
    return False


def open_datapackage(path: Path) -> bw_processing.Datapackage:
    """Give a data package that is kept on disk."""
    files = bw_processing.generic_zipfile_filesystem(
        dirpath=path.parent, filename=path.name, write=False
    )
    return bw_processing.load_datapackage(files)


def _write(database: Database, path: Path) -> None:
    package = bw_processing.create_datapackage(
        fs=bw_processing.generic_zipfile_filesystem(dirpath=path.parent, filename=path.name),
        name=database.id,
        sum_intra_duplicates=True,
    )
    nodes, flows = data_set_ids(database), flow_ids(database)
    inputs, emissions = database.inputs, database.emissions
    rows = np.concatenate([nodes, nodes[inputs.row]])
    columns = np.concatenate([nodes, nodes[inputs.column]])
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        name="technosphere",
        indices_array=matrix_indices(rows, columns),
        data_array=np.concatenate([np.ones(len(nodes)), inputs.amount]),
        flip_array=np.concatenate([np.zeros(len(nodes), bool), np.ones(len(inputs.amount), bool)]),
    )
    package.add_persistent_vector(
        matrix="biosphere_matrix",
        name="biosphere",
        indices_array=matrix_indices(flows[emissions.row], nodes[emissions.column]),
        data_array=emissions.amount,
    )
    package.finalize_serialization()


def matrix_indices(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Give row and column ids in the shape that data packages use."""
    indices = np.empty(len(rows), dtype=bw_processing.INDICES_DTYPE)
    indices["row"], indices["col"] = rows, columns
    return indices
