"""Looks at what a user brings before it is read: which format it is by its content, how large."""

import enum
import json
import re
import shutil
from pathlib import Path

import msgspec

from pcf.errors import ImportDataError
from pcf.lci.archive import Bundle, opened_bundle

_HEAD_BYTES = 8_192
_MB = 10**6


class Format(enum.StrEnum):
    """A format that is read."""

    ECOSPOLD_2 = "ecospold2"
    ECOSPOLD_1 = "ecospold1"
    SIMAPRO = "simapro"
    OLCA_JSON = "olca_json"
    BRIGHTWAY_EXCEL = "brightway_excel"
    BRIGHTWAY_PROJECT = "brightway_project"


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file before it is read.

    Attributes:
        version: of the format, "" where it states none.
        files: that will be read.
        unpacked_mb: size of all files [MB].
        memory_mb: that reading is expected to take, from files of this kind [MB].
        disk_mb: free where the database goes [MB].
        claims: format that its name claims, where it is another one.
        is_unpacked_first: all of it has to find room on the disk while it is read.
    """

    path: Path
    format: Format
    version: str
    files: int
    unpacked_mb: float
    memory_mb: float
    disk_mb: float
    claims: str = ""
    is_unpacked_first: bool = False

    @property
    def fits(self) -> bool:
        """Tell whether there is room on the disk for what comes of it."""
        meanwhile = self.unpacked_mb if self.is_unpacked_first else 0.0
        return self.disk_mb > meanwhile + self.unpacked_mb / 10 + 50


_MEMORY_PER_MB = {
    Format.ECOSPOLD_2: 1.5,
    Format.ECOSPOLD_1: 3.0,
    Format.SIMAPRO: 12.0,
    Format.OLCA_JSON: 4.0,
    Format.BRIGHTWAY_EXCEL: 60.0,
    Format.BRIGHTWAY_PROJECT: 6.0,
}
"""Memory by size of the files, as measured on the public files that the tests read [MB/MB]."""


def look_at(path: Path, into: Path) -> Preflight:
    """Give the format of a file, a folder or an archive by its content.

    Args:
        path: what a user brings.
        into: folder where the database goes.

    Raises:
        ImportDataError: it can't be opened, or is of no format that is read; what to do then.
    """
    if path.suffix.casefold() == ".zolca":
        raise ImportDataError("import-zolca", where=str(path))
    with opened_bundle(path) as bundle:
        found = _format(bundle)
        if found is None:
            raise ImportDataError("import-format-unknown", where=str(path))
        format_, version = found
        size = bundle.unpacked_bytes / _MB
        return Preflight(
            path=path,
            format=format_,
            version=version,
            files=len(bundle.sizes),
            unpacked_mb=size,
            memory_mb=150 + size * _MEMORY_PER_MB[format_],
            disk_mb=shutil.disk_usage(_existing(into)).free / _MB,
            claims=_claimed(path.name, format_),
            is_unpacked_first=path.suffix.casefold() == ".7z",
        )


def _format(bundle: Bundle) -> tuple[Format, str] | None:
    """Give format and version by what the first file of each kind holds."""
    for suffixes, tell in (
        ((".spold",), _ecospold),
        ((".xml",), _ecospold),
        ((".csv", ".txt"), _simapro),
        ((".xlsx",), _excel),
    ):
        names = bundle.names(*suffixes)
        if names:
            with bundle.opened(names[0]) as file:
                found = tell(file.read(_HEAD_BYTES))
            if found is not None:
                return found
    if (bundle.path / "lci" / "databases.db").is_file():
        return Format.BRIGHTWAY_PROJECT, ""
    return _olca(bundle)


def _ecospold(head: bytes) -> tuple[Format, str] | None:
    text = head.decode("utf-8", "replace")
    if "EcoSpold02" in text or "activityDataset" in text:
        return Format.ECOSPOLD_2, "2"
    return (Format.ECOSPOLD_1, "1") if "EcoSpold01" in text or "<ecoSpold" in text else None


def _simapro(head: bytes) -> tuple[Format, str] | None:
    text = head.decode("cp1252", "replace")
    if not text.lstrip('\ufeff"').startswith("{SimaPro"):
        return None
    found = re.search(r"\{CSV Format version: ([^}]*)\}", text)
    return Format.SIMAPRO, found[1] if found else ""


def _excel(head: bytes) -> tuple[Format, str] | None:
    return (Format.BRIGHTWAY_EXCEL, "") if head.startswith(b"PK") else None


def _olca(bundle: Bundle) -> tuple[Format, str] | None:
    processes = [name for name in bundle.names(".json") if "processes/" in f"/{name}"]
    if not processes:
        return None
    version = "1"
    for name in bundle.names("olca-schema.json"):
        with bundle.opened(name) as file:
            try:
                version = str(json.load(file).get("version", "2"))
            except (ValueError, AttributeError):
                version = "2"
    return Format.OLCA_JSON, version


def _claimed(name: str, found: Format) -> str:
    """Give the format that a name claims, "" where it claims none or the right one."""
    low = name.casefold().replace("_", "").replace("-", "")
    claims = {
        "ecospold2": Format.ECOSPOLD_2, "spold2": Format.ECOSPOLD_2, "ecospold1": Format.ECOSPOLD_1,
        "jsonld": Format.OLCA_JSON, "simapro": Format.SIMAPRO,
    }  # fmt: skip
    claimed = next((each for word, each in claims.items() if word in low), None)
    return claimed.value if claimed is not None and claimed is not found else ""


def _existing(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if each.exists()), Path.cwd())
