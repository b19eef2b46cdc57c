"""Background databases as Brightway data packages on disk, built once per checksum."""

import contextlib
import zipfile
from pathlib import Path

import bw_processing
import numpy as np

from pcf.background.database import Database
from pcf.background.matrix_ids import data_set_ids, flow_ids
from pcf.errors import OutputError
from pcf.files import ZIP_DAMAGE, replacing

FORMAT = 1


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
                write_datapackage(database, temporary)
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


def write_datapackage(database: Database, path: Path) -> None:
    """Write a database as a data package that plain Brightway reads too.

    Raises:
        OSError: it can't be written.
    """
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


def project_folder_name(project: str, *, is_full: bool) -> str:
    """Give the name of the folder in which Brightway keeps a project.

    Args:
        project: its name.
        is_full: the whole hash of the name is in it, as older releases have it.
    """
    return str(bw_processing.safe_filename(project, full=is_full))
