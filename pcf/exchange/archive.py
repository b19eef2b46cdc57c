"""Zip archives with given dates, so that the same content gives the same bytes."""

import datetime
import zipfile

_EARLIEST = 1980  # a zip knows no earlier year


def write_dated(
    archive: zipfile.ZipFile, name: str, data: bytes, written: datetime.datetime
) -> None:
    """Write an entry, deflated, as of a given time; the archive says nothing of this computer."""
    year = max(written.year, _EARLIEST)
    moment = (year, written.month, written.day, written.hour, written.minute, written.second)
    entry = zipfile.ZipInfo(name, moment)
    entry.create_system = 0
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
