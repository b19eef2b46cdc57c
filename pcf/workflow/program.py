"""What the program calls itself in what it writes, and its day."""

import datetime
import functools


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


@functools.cache  # reading the metadata takes 1.6 ms
def program_name() -> str:
    """Give name and version of the program."""
    import importlib.metadata

    try:
        return f"Cradlegate {importlib.metadata.version('cradlegate')}"
    except importlib.metadata.PackageNotFoundError:
        return "Cradlegate"
