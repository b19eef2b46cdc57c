"""The company library of this computer."""

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

import platformdirs

from pcf.model.bom import Part
from pcf.model.library import Library, confirmed_line, remember


def user_folder() -> Path:
    """Give the folder of what the program keeps for its user (CRADLEGATE_HOME overrides it)."""
    stated = os.environ.get("CRADLEGATE_HOME")
    return Path(stated) if stated else platformdirs.user_data_path("cradlegate", appauthor=False)


def library_path() -> Path:
    """Give the place of the company library."""
    return user_folder() / "company.cradlelib"


def open_library() -> Library:
    """Give the company library of this computer; an empty one if there is none yet.

    Raises:
        DataError: it can't be read.
    """
    from pcf.exchange.library_file import read_library

    return read_library(library_path())


def remember_lines(parts: Iterable[Part]) -> None:
    """Keep the data sets of lines in the company library, to be offered first the next time.

    Raises:
        DataError, OutputError: the library can't be read or written; it is as it was.
    """
    from pcf.exchange.library_file import write_library

    library = open_library()
    today = datetime.datetime.now().astimezone().date()
    known = remember(library, [confirmed_line(part, today) for part in parts])
    if known is not library:
        write_library(library_path(), known)
