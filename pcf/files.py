"""Writing a file so that what was there stays there until the new one is whole."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from pcf.errors import OutputError


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
        fault = error.strerror or str(error)
        raise OutputError("file-unwritable", where=str(path), fault=fault) from error
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
