"""Writes a database into the store: what `pcf.background.stored` reads. Loads pandas."""

import contextlib
import datetime
import hashlib
import json
import sqlite3
from pathlib import Path

import msgspec

from pcf.background.database import Database
from pcf.background.datapackage import write_datapackage
from pcf.background.stored import CATALOGUE, DESCRIPTION, PACKAGE, StoredSource
from pcf.files import write_file


def write_stored(database: Database, source: StoredSource, folder: Path) -> StoredSource:
    """Write a database into an empty folder, and give what it now says of itself.

    Raises:
        OSError: it can't be written.
    """
    write_datapackage(database, folder / PACKAGE)
    connection = sqlite3.connect(folder / CATALOGUE)
    with contextlib.closing(connection), connection:
        connection.execute(
            "CREATE TABLE data_set (place INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT,"
            " unit TEXT, geography TEXT, content BLOB)"
        )
        connection.execute("CREATE TABLE flow (place INTEGER PRIMARY KEY, content BLOB)")
        encode = msgspec.json.Encoder().encode
        connection.executemany(
            "INSERT INTO data_set VALUES (?, ?, ?, ?, ?, ?)",
            (
                (place, each.ref.id, each.name_en, each.unit, each.geography, encode(each))
                for place, each in enumerate(database.data_sets)
            ),
        )
        connection.executemany(
            "INSERT INTO flow VALUES (?, ?)",
            ((place, encode(each)) for place, each in enumerate(database.flows)),
        )
    described = msgspec.structs.replace(source, fingerprint=database.fingerprint)
    write_source(described, folder)
    return described


def write_source(source: StoredSource, folder: Path) -> None:
    """Write what a database says of itself.

    Raises:
        OutputError: it can't be written.
    """
    write_file(folder / DESCRIPTION, _toml(source).encode())


def file_sha256(path: Path) -> str:
    """Give the SHA-256 of a file, "" for a folder."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _toml(source: StoredSource) -> str:
    lines = []
    for name in source.__struct_fields__:
        value = getattr(source, name)
        if isinstance(value, bool):
            text = str(value).lower()
        elif isinstance(value, int):
            text = str(value)
        elif isinstance(value, datetime.date):
            text = value.isoformat()
        else:
            text = json.dumps(value, ensure_ascii=False)
        lines.append(f"{name} = {text}\n")
    return "".join(lines)
