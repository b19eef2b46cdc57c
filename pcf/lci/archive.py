"""What a user brings: a file, a folder, a zip or a 7z, opened without trusting what it says.

No entry leads outside, none unpacks without bound, and XML has neither entities nor a network.
"""

import contextlib
import lzma
import posixpath
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import py7zr
from lxml import etree

from pcf.errors import ImportDataError
from pcf.files import ZIP_DAMAGE

MOST_UNPACKED_BYTES = 20 * 10**9
"""ecoinvent 3.10 unpacks to 8 GB in one of its forms."""

MOST_RATIO = 1_000
"""XML of inventories is packed 10 to 40 times smaller; a bomb a thousand times and more."""

MOST_FILES = 200_000

_DAMAGE: tuple[type[Exception], ...] = (*ZIP_DAMAGE, RuntimeError)
"""RuntimeError: it is encrypted."""
_OF_OFFICE = {".xlsx", ".xlsm"}
_IGNORED = ("__macosx/", ".ds_store", "thumbs.db")


class Bundle:
    """The files of what is imported, by their names in it, always in the same order."""

    def __init__(
        self, path: Path, sizes: dict[str, int], held: zipfile.ZipFile | Path | None = None
    ) -> None:
        """Take the names with their sizes [byte]; `held` is the zip or folder that has them."""
        self.path = path
        self.sizes = dict(sorted(sizes.items()))
        self._held = held

    @property
    def unpacked_bytes(self) -> int:
        """Give the size of all files."""
        return sum(self.sizes.values())

    def names(self, *suffixes: str) -> list[str]:
        """Give the names that end so, all if no ending is given; upper case is lower case."""
        return [name for name in self.sizes if not suffixes or name.casefold().endswith(suffixes)]

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file of it for reading.

        Raises:
            ImportDataError: it is damaged or encrypted.
        """
        where = f"{self.path.name} / {name}"
        try:
            file = self._open(name)
        except _DAMAGE as error:
            raise ImportDataError("import-file-damaged", where=where) from error
        with file:
            try:
                yield file
            except ZIP_DAMAGE as error:
                raise ImportDataError("import-file-damaged", where=where) from error

    def _open(self, name: str) -> IO[bytes]:
        match self._held:
            case zipfile.ZipFile():
                return self._held.open(name)
            case Path():
                return (self._held / name).open("rb")
            case None:
                return self.path.open("rb")


@contextlib.contextmanager
def opened_bundle(path: Path, into: Path | None = None) -> Iterator[Bundle]:
    """Open what a user brings.

    Args:
        path: a file, a folder, a zip or a 7z.
        into: folder in which a 7z is unpacked while it is open; None unpacks of it only what tells
            the format: one file of each kind.

    Raises:
        ImportDataError: it is not there, damaged, or of a kind that is not read.
    """
    if path.is_file() and py7zr.is_7zfile(path):
        with tempfile.TemporaryDirectory(dir=into) as folder:
            yield _unpacked(path, Path(folder), is_whole=into is not None)
        return
    bundle, archive = _bundle(path)
    with archive or contextlib.nullcontext():
        yield bundle


def _unpacked(path: Path, folder: Path, *, is_whole: bool) -> Bundle:
    try:
        with py7zr.SevenZipFile(path) as archive:
            if archive.needs_password():
                raise ImportDataError("import-file-damaged", where=str(path))
            members = {each.filename: each.uncompressed for each in archive.list()}
            folders = {each.filename for each in archive.list() if each.is_directory}
            for name in members:
                _refuse_outside(path, name)
            sizes = {name: size for name, size in members.items() if name not in folders}
            if sum(sizes.values()) > MOST_RATIO * max(path.stat().st_size, 1):
                raise ImportDataError("import-bomb", where=str(path), name=path.name)
            kept = _checked(path, sizes)
            firsts = {Path(name).suffix.casefold(): name for name in sorted(kept, reverse=True)}
            archive.extract(folder, [*(kept if is_whole else firsts.values())])
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, EOFError) as error:
        raise ImportDataError("import-file-damaged", where=str(path)) from error
    except OSError as error:
        fault = str(error.strerror or error)
        raise ImportDataError("import-unreadable", where=str(path), fault=fault) from error
    return Bundle(path, kept, folder)


def _bundle(path: Path) -> tuple[Bundle, zipfile.ZipFile | None]:
    try:
        if path.is_dir():
            files = [each for each in path.rglob("*") if each.is_file() and not each.is_symlink()]
            sizes = {each.relative_to(path).as_posix(): each.stat().st_size for each in files}
            return Bundle(path, _checked(path, sizes), path), None
        if path.suffix.casefold() in _OF_OFFICE or not zipfile.is_zipfile(path):
            return Bundle(path, {path.name: path.stat().st_size}), None
        archive = zipfile.ZipFile(path)
        return Bundle(path, _zip_sizes(path, archive), archive), archive
    except OSError as error:
        fault = str(error.strerror or error)
        raise ImportDataError("import-unreadable", where=str(path), fault=fault) from error
    except zipfile.BadZipFile as error:
        raise ImportDataError("import-file-damaged", where=str(path)) from error


def _zip_sizes(path: Path, archive: zipfile.ZipFile) -> dict[str, int]:
    """Give names and sizes of a zip's files.

    Raises:
        ImportDataError: a name leads outside, or it unpacks without bound.
    """
    sizes: dict[str, int] = {}
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = member.filename
        _refuse_outside(path, name)
        if member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise ImportDataError("import-bomb", where=str(path), name=name)
        sizes[member.filename] = member.file_size
    return _checked(path, sizes)


def _refuse_outside(path: Path, stated: str) -> None:
    name = stated.replace("\\", "/")
    if name.startswith("/") or ":" in name.split("/", 1)[0] or ".." in name.split("/"):
        raise ImportDataError("import-name-outside", where=str(path), name=name)


def _checked(path: Path, sizes: dict[str, int]) -> dict[str, int]:
    kept = {name: size for name, size in sizes.items() if not _is_ignored(name)}
    if sum(kept.values()) > MOST_UNPACKED_BYTES or len(kept) > MOST_FILES:
        limit = MOST_UNPACKED_BYTES // 10**9
        raise ImportDataError("import-too-large", where=str(path), limit=limit)
    return kept


def _is_ignored(name: str) -> bool:
    low = name.casefold()
    return low.startswith(_IGNORED) or posixpath.basename(low) in _IGNORED


def elements(file: IO[bytes], *tags: str) -> Iterator[etree._Element]:
    """Give each element of some names when it is complete, and forget it with what came before.

    Args:
        file: XML.
        tags: local names of the elements, in any namespace.

    Raises:
        XMLSyntaxError: no XML; its line is in `lineno`.
        ValueError: it declares a document type, which none of these formats needs.
    """
    events = etree.iterparse(
        file,
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # one process of ecoinvent has texts above 10 MB; size is bounded before
    )
    for _, element in events:
        if element.getroottree().docinfo.doctype:
            raise ValueError("doctype")
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace, "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
