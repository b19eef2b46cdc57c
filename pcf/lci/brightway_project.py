"""Reads databases out of Brightway projects without touching them.

bw2data would open the files for writing, add columns and collect garbage; so what is read is a
copy, by SQLite itself, and rows are unpickled by a reader that makes nothing but plain values.
"""

import contextlib
import io
import pickle
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from pcf.background.datapackage import project_folder_name
from pcf.errors import ImportDataError
from pcf.lci.brightway_form import Row, processes_of
from pcf.lci.records import Log, Process

_OWNER = "pylca"
_PROJECTS, _INVENTORY = "projects.db", Path("lci") / "databases.db"
_PLAIN = {
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "complex"): complex,
    ("builtins", "bytearray"): bytearray,
    ("collections", "OrderedDict"): dict,
}
_NUMPY = {"numpy.core.multiarray", "numpy._core.multiarray", "numpy"}


class BrightwayDatabase(msgspec.Struct, frozen=True):
    """A database in a project of this computer.

    Attributes:
        folder: of the project.
        data_sets: that it holds.
    """

    project: str
    name: str
    folder: Path
    data_sets: int


def brightway_folder() -> Path:
    """Give the folder in which Brightway keeps its projects unless told otherwise."""
    return Path(platformdirs.user_data_path("Brightway3", _OWNER))


def brightway_databases(folder: Path) -> tuple[BrightwayDatabase, ...]:
    """Give the databases of all projects below a folder, by project and name.

    Raises:
        ImportDataError: a list can't be read.
    """
    found: list[BrightwayDatabase] = []
    for name, place in _projects(folder):
        if not (place / _INVENTORY).is_file():
            continue
        with _copied(place / _INVENTORY) as connection:
            counts = connection.execute(
                "SELECT database, COUNT(*) FROM activitydataset GROUP BY database ORDER BY database"
            ).fetchall()
        found += (BrightwayDatabase(name, base, place, count) for base, count in counts)
    return tuple(found)


def read_brightway_project(folder: Path, database: str, log: Log) -> Iterator[Process]:
    """Give the processes of a database of a project.

    Args:
        folder: of the project.
        database: its name there.
        log: told of amounts that are none.

    Raises:
        ImportDataError: it can't be read, or a row holds more than plain values.
    """
    with _copied(folder / _INVENTORY) as connection:
        nodes = {
            (base, code): _plain(data, folder)
            for base, code, data in connection.execute(
                "SELECT database, code, data FROM activitydataset"
            )
        }
        exchanges: defaultdict[str, list[Row]] = defaultdict(list)
        for output, input_base, input_code, data in connection.execute(
            "SELECT output_code, input_database, input_code, data FROM exchangedataset"
            " WHERE output_database = ? ORDER BY id",
            (database,),
        ):
            row = {"input": (input_base, input_code), **_plain(data, folder)}
            exchanges[output].append(row)
    rows = [
        {**node, "code": code, "exchanges": exchanges.get(code, [])}
        for (base, code), node in nodes.items()
        if base == database
    ]
    if not rows:
        raise ImportDataError("import-database-missing", where=str(folder), name=database)
    yield from processes_of(rows, database, log, nodes)


def _projects(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give name and folder of each project."""
    listed = folder / _PROJECTS
    if not listed.is_file():
        return
    with _copied(listed) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(projectdataset)")}
        full = "full_hash" if "full_hash" in columns else "1"
        rows = connection.execute(f"SELECT name, {full} FROM projectdataset ORDER BY name")
        names = rows.fetchall()
    for name, is_full in names:
        yield name, folder / project_folder_name(name, is_full=bool(is_full))


@contextlib.contextmanager
def _copied(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of a SQLite file, with what stands in its log not yet written into it."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / path.name
        try:
            for suffix in ("", "-wal"):
                source = path.with_name(path.name + suffix)
                if source.is_file():
                    shutil.copyfile(source, copy.with_name(copy.name + suffix))
            connection = sqlite3.connect(copy)
            try:
                yield connection
            finally:
                connection.close()
        except (OSError, sqlite3.DatabaseError) as error:
            raise ImportDataError("import-unreadable", where=str(path), fault=str(error)) from error


class _PlainUnpickler(pickle.Unpickler):
    """Unpickles numbers, texts and what holds them; a class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        known = _PLAIN.get((module, name))
        if known is not None:
            return known
        if module in _NUMPY and name in {"scalar", "dtype"}:
            import numpy as np  # noqa: PLC0415  few rows have such numbers

            return np.dtype if name == "dtype" else np.core.multiarray.scalar  # type: ignore[attr-defined]
        message = f"{module}.{name}"
        raise pickle.UnpicklingError(message)


def _plain(data: bytes, folder: Path) -> dict[str, Any]:
    """Give the content of a row.

    Raises:
        ImportDataError: it holds more than plain values, or is damaged.
    """
    try:
        value = _PlainUnpickler(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, KeyError, IndexError) as error:
        raise ImportDataError("import-row-unsafe", where=str(folder), fault=str(error)) from error
    return value if isinstance(value, dict) else {}
