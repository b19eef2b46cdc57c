"""The verbs over databases that users bring: look, import, list, rename, remove, hand on.

An import runs in a process of its own, in a folder that is moved to its place when it is whole:
cancelling kills the process and removes the folder, and nothing of it is left.
"""

import contextlib
import multiprocessing
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pcf.background.stored import CATALOGUE, DESCRIPTION, PACKAGE, StoredSource, read_source
from pcf.errors import DatabaseIntegrityError, ImportDataError, OutputError
from pcf.files import ZIP_DAMAGE
from pcf.workflow.import_order import REPORT, ImportReport, Order
from pcf.workflow.library import user_folder
from pcf.workflow.program import program_name

if TYPE_CHECKING:
    from pcf.lci.brightway_project import BrightwayDatabase
    from pcf.lci.preflight import Preflight

_DAMAGE: tuple[type[Exception], ...] = (*ZIP_DAMAGE, OSError)
SUFFIX = ".cradledb"
"""How the name of a database that is handed on as one file ends."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BETWEEN_LOOKS_S = 0.1

Progress = Callable[[int, int], None]
"""Told how many files of how many are read; what it raises ends the import."""


def databases_folder() -> Path:
    """Give the folder of the databases that were brought in."""
    return user_folder() / "databases"


def look_at_file(path: Path) -> "Preflight":
    """Give the format of what a user brings by its content, and how large it is.

    Raises:
        ImportDataError: it can't be opened, or is of no format that is read; what to do then.
    """
    from pcf.lci.preflight import look_at

    return look_at(path, databases_folder())


def brightway_projects(
    folder: Path | None = None,
) -> tuple[Path, tuple["BrightwayDatabase", ...]]:
    """Give where Brightway's projects are, and the databases in them.

    Args:
        folder: in which Brightway keeps its projects; None for its own.

    Raises:
        ImportDataError: a list can't be read.
    """
    from pcf.lci.brightway_project import brightway_databases, brightway_folder

    place = folder or brightway_folder()
    return place, brightway_databases(place)


def import_database(order: Order, progress: Progress | None = None) -> ImportReport:
    """Import a database and give how it came in.

    Args:
        order: what, and as what.
        progress: told while files are read; what it raises ends the import without a trace.

    Raises:
        ImportDataError: it can't be read, or the id is none or in use.
        OutputError: there is no room, or the store can't be written.
    """
    from pcf.workflow.import_process import run

    _check_id(order.id)
    if (databases_folder() / order.id).exists():
        raise ImportDataError("import-id-used", where=order.id, id=order.id)
    with _workplace() as folder:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=run, args=(order, folder, program_name(), theirs), daemon=True
        )
        process.start()
        theirs.close()
        try:
            _wait(ours, process, progress)
        finally:
            process.kill()
            process.join()
            ours.close()
        report = msgspec.json.decode((folder / REPORT).read_bytes(), type=ImportReport)
        _put(folder, order.id)
    return report


def stored_databases() -> tuple[StoredSource, ...]:
    """Give what each database of the store says of itself; damaged ones are left out."""
    found = []
    for path in sorted(databases_folder().glob(f"*/{DESCRIPTION}")):
        with contextlib.suppress(DatabaseIntegrityError):
            found.append(read_source(path.parent))
    return tuple(found)


def report_of(id_: str) -> ImportReport:
    """Give how a database came in.

    Raises:
        ImportDataError: there is no such database, or it came without a report.
    """
    path = _folder_of(id_) / REPORT
    try:
        return msgspec.json.decode(path.read_bytes(), type=ImportReport)
    except (OSError, msgspec.DecodeError) as error:
        raise ImportDataError("import-report-missing", where=id_, id=id_) from error


def remove_database(id_: str) -> None:
    """Take a database out of the store.

    Raises:
        ImportDataError: there is none of that id.
        OutputError: its files can't be removed.
    """
    folder = _folder_of(id_)
    going = folder.with_name(f".{folder.name}-removed")
    try:
        folder.replace(going)  # gone in one step, whatever becomes of the files
        shutil.rmtree(going)
    except OSError as error:
        raise OutputError("database-not-removed", where=str(folder), fault=str(error)) from error


def rename_database(id_: str, title: str) -> StoredSource:
    """Give a database another title; its id, which studies name, stays.

    Raises:
        ImportDataError: there is none of that id.
        OutputError: it can't be written.
    """
    from pcf.background.storing import write_source

    folder = _folder_of(id_)
    source = msgspec.structs.replace(read_source(folder), title=title)
    write_source(source, folder)
    return source


def hand_on_database(id_: str, target: Path) -> Path:
    """Write a database as one file for another computer, and give its path.

    Raises:
        ImportDataError: there is none of that id.
        OutputError: the file can't be written.
    """
    from pcf.files import replacing

    folder = _folder_of(id_)
    path = target if target.suffix == SUFFIX else target.with_name(target.name + SUFFIX)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            replacing(path) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for each in sorted(folder.iterdir()):
                archive.write(each, each.name)
    except OSError as error:
        raise OutputError("file-unwritable", where=str(path), fault=str(error)) from error
    return path


def take_database(path: Path) -> StoredSource:
    """Put a database into the store that another computer handed on.

    Raises:
        ImportDataError: it is none, or there is one of that id already.
        DatabaseIntegrityError: it is damaged.
        OutputError: the store can't be written.
    """
    from pcf.background.catalogue import load_catalogue
    from pcf.background.stored import read_stored

    with _workplace() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                for name in (DESCRIPTION, CATALOGUE, PACKAGE, REPORT):
                    if name in archive.namelist():
                        archive.extract(name, folder)
        except _DAMAGE as error:
            raise ImportDataError("import-file-damaged", where=str(path)) from error
        source = read_source(folder)
        _check_id(source.id)
        read_stored(folder, load_catalogue().gases)  # every file against its checksum
        _put(folder, source.id)
    return source


def _check_id(id_: str) -> None:
    if not _ID.fullmatch(id_):
        raise ImportDataError("import-id-invalid", where=id_, id=id_)


def _folder_of(id_: str) -> Path:
    folder = databases_folder() / id_
    if not _ID.fullmatch(id_) or not folder.is_dir():
        known = ", ".join(each.id for each in stored_databases()) or "–"
        raise ImportDataError("import-id-unknown", where=id_, id=id_, known=known)
    return folder


@contextlib.contextmanager
def _workplace() -> Iterator[Path]:
    """Give a folder beside the store's own, so that what is made there can be moved in one step."""
    parent = databases_folder()
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".import-", dir=parent))
    except OSError as error:
        raise OutputError("store-unwritable", where=str(parent), fault=str(error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(folder: Path, id_: str) -> None:
    target = databases_folder() / id_
    if target.exists():
        raise ImportDataError("import-id-used", where=id_, id=id_)
    try:
        folder.replace(target)
    except OSError as error:
        raise OutputError("store-unwritable", where=str(target), fault=str(error)) from error


def _wait(
    pipe: "multiprocessing.connection.Connection",
    process: multiprocessing.process.BaseProcess,
    progress: Progress | None,
) -> None:
    """Hand on what the import says until it is done.

    Raises:
        ImportDataError, OutputError: as the import says, or it died.
    """
    while True:
        if not pipe.poll(_BETWEEN_LOOKS_S):
            if process.is_alive():
                continue
            raise ImportDataError("import-died", where="", code=process.exitcode)
        try:
            said, content = pipe.recv()
        except EOFError:
            raise ImportDataError("import-died", where="", code=process.exitcode) from None
        if said == "done":
            return
        if said == "fault":
            raise _fault(content)
        if progress is not None:
            progress(*content)


def _fault(content: Mapping[str, object]) -> ImportDataError | OutputError:
    kind = OutputError if content["kind"] == "OutputError" else ImportDataError
    fields = content["fields"]
    assert isinstance(fields, dict)
    return kind(str(content["key"]), where=str(content["where"]), **fields)
