"""Finds, checks and reads the shipped open databases, a folder of tables each."""

import csv
import hashlib
import os
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pcf.background.database import Database
from pcf.background.factor_tables import FactorTables
from pcf.errors import DatabaseIntegrityError


def find_database_folders() -> tuple[Path, ...]:
    """Give the folders of the shipped databases.

    Looked for in CRADLEGATE_DATA alone if it is set; else in the folder of a packed program and in
    the repository root, of which the first that holds a database counts.

    Raises:
        DatabaseIntegrityError: there is none.
    """
    stated = os.environ.get("CRADLEGATE_DATA")
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(__file__).resolve().parents[2]
    places = [Path(place) for place in ((stated,) if stated else (bundle, root)) if place]
    for place in places:
        for parent in (place / "databases", place):
            folders = tuple(sorted(toml.parent for toml in parent.glob("*/source.toml")))
            if folders:
                return folders
    raise DatabaseIntegrityError("databases-missing", where=str(places[0]))


def read_database(folder: Path) -> Database:
    """Read a database folder and check that its tables are what its checksum says.

    Raises:
        DatabaseIntegrityError: the description or a table is missing, changed, or holds a value
            that can't be read.
    """
    about = _read_description(folder)
    contents = _read_tables(folder, about["tables"], about["checksum"])
    tables = {name: list(csv.DictReader(text.splitlines())) for name, text in contents.items()}
    try:
        notice = (folder / about["attribution_file"]).read_text(encoding="utf-8")
    except OSError as error:
        raise DatabaseIntegrityError(
            "database-table-missing", where=str(folder), table=about["attribution_file"]
        ) from error
    try:
        return FactorTables(about, tables).database(notice)
    except (KeyError, ValueError) as error:
        raise DatabaseIntegrityError(
            "database-row-invalid", where=str(folder), fault=str(error)
        ) from error


class _Description(msgspec.Struct):
    """What `source.toml` has to say of a database."""

    id: str
    title_en: str
    title_zh: str
    version: str
    licence: str
    tables: list[str]
    checksum: str
    attribution_file: str


def _read_description(folder: Path) -> dict[str, Any]:
    try:
        about = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
        msgspec.convert(about, _Description)
    except (OSError, ValueError) as error:  # broken TOML and a missing key are ValueErrors
        raise DatabaseIntegrityError(
            "database-description-invalid", where=str(folder), fault=str(error)
        ) from error
    return about


def _read_tables(folder: Path, names: Iterable[str], checksum: str) -> dict[str, str]:
    digest = hashlib.sha256()
    contents = {}
    for name in sorted(names):
        try:
            raw = (folder / "tables" / name).read_bytes()
        except OSError as error:
            raise DatabaseIntegrityError(
                "database-table-missing", where=str(folder), table=name
            ) from error
        digest.update(name.encode() + b"\0" + raw)
        contents[name.removesuffix(".csv")] = raw
    if digest.hexdigest() != checksum:
        raise DatabaseIntegrityError("database-changed", where=str(folder))
    try:
        return {name: raw.decode("utf-8") for name, raw in contents.items()}
    except UnicodeDecodeError as error:
        raise DatabaseIntegrityError(
            "database-row-invalid", where=str(folder), fault=str(error)
        ) from error
