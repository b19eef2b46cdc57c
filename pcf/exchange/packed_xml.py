"""XML in zip files from other people: no bombs, no entities that multiply or fetch."""

import contextlib
import errno
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from pcf.errors import DataError, InputError
from pcf.exchange.sheet_cells import MAX_UNPACKED_BYTES
from pcf.files import ZIP_DAMAGE

_PIECE = 65_536

DAMAGE: tuple[type[Exception], ...] = (*ZIP_DAMAGE, ET.ParseError, LookupError)
"""Beside the faults of the zip: no XML, and references to what is not there."""


@contextlib.contextmanager
def opened(path: Path, most: int = MAX_UNPACKED_BYTES) -> Iterator[zipfile.ZipFile]:
    """Open a zip for reading; what goes wrong in it is said as damage.

    Only reading belongs inside: a fault of our own would be called damage too.

    Args:
        path: of the zip.
        most: that it may unpack to [byte].

    Raises:
        DataError: damaged, encrypted, or it unpacks too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > most:
                limit = most // 10**6
                raise DataError("bom-unpacks-too-large", where=str(path), limit=limit)
            yield archive
    except InputError:  # a ValueError too, but said in our words already
        raise
    except DAMAGE as error:
        raise DataError("bom-damaged", where=str(path)) from error
    except OSError as error:
        if error.errno not in {None, errno.EINVAL}:  # the disk's fault, not the content's
            raise
        raise DataError("bom-damaged", where=str(path)) from error


def elements(file: IO[bytes]) -> Iterator[tuple[str, ET.Element]]:
    """Give each element when it is complete, after a word that says so; who is done clears it.

    Raises:
        ParseError: no XML.
        ValueError: it declares a document type, which none of our formats needs.
    """
    refuse_document_type(file)
    file.seek(0)
    return ET.iterparse(file)


def local_name(element: ET.Element) -> str:
    """Give the name of an element without its namespace, which editions of a format differ in."""
    return element.tag.rpartition("}")[2]


class _RootSeen(Exception):  # noqa: N818  it ends the prologue, which is no error
    pass


def refuse_document_type(file: IO[bytes]) -> None:
    """Read no further than the root, and refuse what declares a document type before it.

    Raises:
        ParseError: no XML.
        ValueError: it declares one.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _on_document_type
    parser.StartElementHandler = _on_root
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
    except _RootSeen:
        return
    except expat.ExpatError as error:
        raise ET.ParseError(str(error)) from error


def _on_document_type(*_: object) -> None:
    raise ValueError


def _on_root(*_: object) -> None:
    raise _RootSeen
