"""Writing a file so that what was there stays there until the new one is whole; damaged zips."""

import contextlib
import errno
import lzma
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pcf.errors import OutputError

ZIP_DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,  # a header that ends early
    EOFError,
    RuntimeError,  # an encrypted entry, or a kind of compression that Python lacks
    ValueError,  # a name that is no UTF-8, a place before the beginning
    OverflowError,  # a place beyond any file
)
"""What `zipfile` raises over a damaged or foreign archive, as found by changing bytes of one."""

_SAID = frozenset(
    {"EACCES", "EPERM", "ENOENT", "EEXIST", "ENOTDIR", "EISDIR", "ENOSPC", "EROFS", "ENAMETOOLONG"}
)


def fault_of(error: OSError) -> str:
    """Give why a file could not be used: the key of a text, else the system's own words."""
    name = errno.errorcode.get(error.errno or 0, "")
    return f"@fault.{name}" if name in _SAID else error.strerror or str(error)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes the place of `path` when all went well.

    Whatever goes wrong, a full disk, a locked file or a crash, `path` is as it was and nothing
    is left beside it.

    Raises:
        OutputError: the file can't be written.
    """
    temporary = path.with_name(f".{secrets.token_hex(4)}-{path.name}")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise OutputError("file-unwritable", where=str(path), fault=fault_of(error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_file(path: Path, content: bytes) -> Path:
    """Write a file in one step, its folder too if need be, and give its path.

    Raises:
        OutputError: the folder is missing, read-only or full, or the file is locked.
    """
    with replacing(path) as temporary:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
    return path
