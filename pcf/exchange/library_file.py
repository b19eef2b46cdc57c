"""The company library as one JSON file."""

from pathlib import Path

import msgspec

from pcf.errors import DataError
from pcf.files import fault_of, write_file
from pcf.model.library import Library

_FORMAT = "cradlegate-library"
_VERSION = 1


class _File(msgspec.Struct, frozen=True):
    format: str
    schema_version: int
    library: Library


class _Head(msgspec.Struct, frozen=True):
    format: str = ""
    schema_version: int = 0


def read_library(path: Path) -> Library:
    """Read a company library; where there is no file yet, it is empty.

    Raises:
        DataError: the file can't be read, is damaged, or was written by a newer program.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Library()
    except OSError as error:
        raise DataError("file-unreadable", where=str(path), fault=fault_of(error)) from error
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format == _FORMAT and head.schema_version > _VERSION:
            raise DataError("library-newer", where=str(path))
        if head.format == _FORMAT:
            return msgspec.json.decode(content, type=_File).library
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError("library-damaged", where=str(path), fault=str(error)) from error
    raise DataError("library-damaged", where=str(path), fault=head.format)


def write_library(path: Path, library: Library) -> None:
    """Write a company library in one step.

    Raises:
        OutputError: the file can't be written; it is as it was.
    """
    file = _File(format=_FORMAT, schema_version=_VERSION, library=library)
    write_file(path, msgspec.json.format(msgspec.json.encode(file), indent=1))
