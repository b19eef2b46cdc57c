"""Locks that the system holds on open files, and lets go of when their process ends, however."""

import errno
import os
import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Windows lets nobody read a locked byte: one far behind any content is locked (`_locking` takes
# places below 2**31).
_LOCKED_BYTE = 0x7FFF_0000
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


def lock(file: IO[bytes]) -> bool:
    """Lock an open file unless it is locked already, be it by this process; tell whether it is now.

    The lock ends when the file is closed. Where a file system knows no locks, all get theirs.
    """
    try:
        if sys.platform == "win32":
            place = file.tell()
            os.lseek(file.fileno(), _LOCKED_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(file.fileno(), place, os.SEEK_SET)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
