"""Reads SimaPro CSV and Brightway Excel through bw2io: the one module that imports it.

bw2io loads bw2data, which makes a project on disk, prints, and keeps global state. So it is loaded
only in the import process, with a private folder as Brightway's own and its output thrown away.
"""

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pcf.errors import ImportDataError
from pcf.lci.archive import Bundle
from pcf.lci.brightway_form import processes_of
from pcf.lci.records import Log, Process

_SEPARATORS = {"semicolon": ";", "comma": ",", "tab": "\t"}
_HEAD_BYTES = 4_096


def read_simapro(bundle: Bundle, log: Log) -> Iterator[Process]:
    """Give the processes of SimaPro CSV exports.

    Raises:
        ImportDataError: bw2io can't read a file, with what it says.
    """
    for name in bundle.names(".csv"):
        with _on_disk(bundle, name) as path, _brightway():
            from bw2io.importers import SimaProCSVImporter

            rows = _read(
                bundle, name,
                lambda path=path: SimaProCSVImporter(
                    str(path), name="import", delimiter=_separator(path), encoding="cp1252"
                ).data,
            )  # fmt: skip
        yield from processes_of(rows, name, log)


def read_brightway_excel(bundle: Bundle, log: Log) -> Iterator[Process]:
    """Give the processes of Brightway's Excel form.

    Raises:
        ImportDataError: bw2io can't read a file, with what it says.
    """
    for name in bundle.names(".xlsx"):
        with _on_disk(bundle, name) as path, _brightway():
            from bw2io.importers.excel import ExcelImporter

            rows = _read(bundle, name, lambda path=path: ExcelImporter(str(path)).data)
        yield from processes_of(rows, name, log)


def _read(bundle: Bundle, name: str, read: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    try:
        return list(read())
    except Exception as error:
        fault = f"{type(error).__name__}: {error}".strip(": ")
        where = f"{bundle.path.name} / {name}"
        raise ImportDataError("import-library", where=where, fault=fault) from error


def _separator(path: Path) -> str:
    """Give what separates the cells, as the head of the file says; a semicolon if it doesn't."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("cp1252", "replace")
    for line in head.splitlines():
        if line.casefold().startswith("{csv separator:"):
            return _SEPARATORS.get(line.partition(":")[2].strip(" }").casefold(), ";")
    return ";"


@contextlib.contextmanager
def _on_disk(bundle: Bundle, name: str) -> Iterator[Path]:
    """Give a file of a bundle as one of its own, which bw2io wants."""
    if bundle.path.is_file() and name == bundle.path.name:
        yield bundle.path
        return
    with tempfile.TemporaryDirectory() as folder, bundle.opened(name) as file:
        path = Path(folder) / Path(name).name
        path.write_bytes(file.read())
        yield path


@contextlib.contextmanager
def _brightway() -> Iterator[None]:
    """Let Brightway keep its files in a folder that goes, and say nothing."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("BRIGHTWAY_DIR")
        os.environ["BRIGHTWAY_DIR"] = folder
        silent = io.StringIO()
        try:
            with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
                yield
        finally:
            if before is None:
                os.environ.pop("BRIGHTWAY_DIR", None)
            else:
                os.environ["BRIGHTWAY_DIR"] = before
