"""Who has a study file open: a small file beside it, `.~NAME.lock`, locked while it is held.

On one computer the system's lock decides: it ends with its process, so a crash leaves nobody locked
out. From another computer, over a share whose locks may not reach here, the file's word counts.
"""

import contextlib
import datetime
import getpass
import os
import socket
import sys
from pathlib import Path
from typing import IO

import msgspec

from pcf.locks import lock

_TRIES = 5  # a file that is removed between opening and locking it is opened anew


class Holder(msgspec.Struct, frozen=True):
    """Who holds a study, as the lock file says.

    Attributes:
        user: login name.
        host: name of the computer.
        pid: process.
        since: when it was opened.
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: datetime.datetime | None = None


class HeldBy(msgspec.Struct, frozen=True):
    """Somebody else has the study open."""

    holder: Holder


class Held:
    """The study is open here, until `release` or the end of the process."""

    def __init__(self, file: IO[bytes] | None, path: Path) -> None:
        """Take the locked file; None where none can be made, and nobody is kept out."""
        self._file = file
        self._path = path

    def release(self) -> None:
        """Let others open the study."""
        if self._file is None:
            return
        if sys.platform == "win32":  # removes no open file
            self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._file.close()
        self._file = None


def lock_path(path: Path) -> Path:
    """Give the path of the file that says who has a study open."""
    return path.with_name(f".~{path.name}.lock")


def hold(path: Path, *, take_over: bool = False) -> Held | HeldBy:
    """Note that a study file is open here, unless it is open elsewhere.

    Args:
        path: study file; its folder may be read-only, then it is held without a note.
        take_over: hold it though another computer is said to have it open: that one crashed.
    """
    place = lock_path(path.resolve())
    for _ in range(_TRIES):
        try:
            file = _opened(place)
        except OSError:
            return Held(None, place)
        if not lock(file):
            with file:
                return HeldBy(_holder(file))
        if not _is_at(file, place):
            file.close()
            continue
        holder = _holder(file)
        if holder.host not in {"", socket.gethostname()} and not take_over:
            file.close()
            return HeldBy(holder)
        return _held(file, place)
    return Held(None, place)


def _opened(place: Path) -> IO[bytes]:
    """Open the lock file, made if need be; for reading alone where it is another user's."""
    try:
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except PermissionError:
        return place.open("rb", buffering=0)
    return os.fdopen(descriptor, "r+b", buffering=0)


def _held(file: IO[bytes], place: Path) -> Held:
    """Write who holds the study into the locked file."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    holder = Holder(_user(), socket.gethostname(), os.getpid(), now)
    try:
        file.truncate(0)
        file.write(msgspec.json.encode(holder))
    except OSError:  # a full disk, another user's file: the lock holds all the same
        pass
    return Held(file, place)


def _is_at(file: IO[bytes], place: Path) -> bool:
    """Tell whether the open file is still the one that stands at the place."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except OSError:
        return False


def _holder(file: IO[bytes]) -> Holder:
    """Give what the lock file says; nobody where it says nothing."""
    try:
        file.seek(0)
        holder = msgspec.json.decode(file.read(), type=Holder)
        file.seek(0)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Holder()
    return holder


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name in the environment, nor for the number
        return ""
