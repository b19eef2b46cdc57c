"""The study file `NAME.cradle`: a zip with `study.json`, frozen results and evidence.

Written beside its place and moved there in one step, so that a crash, a full disk or a locked file
leaves what was there. Read with limits, since a zip may claim anything about its size.
"""

import contextlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from pcf.errors import ProjectFileError
from pcf.files import ZIP_DAMAGE, fault_of, replacing
from pcf.model.bom import MAX_DEPTH, depth
from pcf.model.edits import nodes_below
from pcf.model.study import Study

SUFFIX = ".cradle"
SCHEMA_VERSION = 2
_STUDY = "study.json"
_KEPT_FOLDERS = ("results/", "linked/", "evidence/")
_STORED_FOLDER = "evidence/"
# A study of 10 000 lines is 6 MB; a single entry beyond this was not written by this program.
_MAX_STUDY_BYTES = 512 * 1024 * 1024
_MAX_KEPT_BYTES = 4 * 1024 * 1024 * 1024
_COPIED_AT_ONCE = 1024 * 1024
_ENCRYPTED = 0x1  # bit 0 of an entry's flags (APPNOTE.TXT, 4.4.4)


class StudyFile(msgspec.Struct, frozen=True, kw_only=True):
    """What `study.json` holds.

    Attributes:
        format: always `cradlegate-study`.
        schema_version: of the study's shape; newer ones are refused.
        program: name and version of what wrote it.
    """

    format: str
    schema_version: int
    program: str
    study: Study


class _Head(msgspec.Struct, frozen=True):
    """The fields that every version of the file has."""

    format: str = ""
    schema_version: int = 0


def _as_it_was(study: dict[str, Any]) -> dict[str, Any]:
    return study


# What turns the study of one schema version into that of the next, by the older version.
_UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: _as_it_was,  # 2 adds imports, matches, and further columns of a list
}


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of `study.json`."""
    return msgspec.json.schema(StudyFile)


def read_study(path: Path) -> Study:
    """Read a study file.

    Raises:
        ProjectFileError: missing, no study file, damaged, or written by a newer program.
    """
    return _decode(_read_entry(path, _STUDY), path)


def read_sample(content: bytes, name: str) -> Study:
    """Read a study from the bytes of a bare `study.json`, as the samples are kept.

    Raises:
        ProjectFileError: as `read_study`.
    """
    return _decode(content, Path(name))


def read_result(path: Path, result_id: str) -> bytes:
    """Give the bytes of a frozen result that is kept in a study file.

    Raises:
        ProjectFileError: as `read_study`, or no such result.
    """
    return _read_entry(path, f"results/{result_id}.json")


def write_study(
    path: Path,
    study: Study,
    program: str,
    results: Mapping[str, bytes] | None = None,
    *,
    keep: bool = True,
) -> None:
    """Write a study file in one step; results, linked studies and evidence in it are kept.

    Args:
        path: where to; an existing file is replaced.
        study: what to write.
        program: name and version of the program.
        results: frozen results to add, by result id.
        keep: False for another study, which has nothing to do with what stands at `path`.

    Raises:
        OutputError: the folder is missing, read-only or full, or the file is locked. What stood
            at `path` is as it was.
        ProjectFileError: what is to be kept can't be read.
    """
    content = msgspec.json.encode(
        StudyFile(
            format="cradlegate-study", schema_version=SCHEMA_VERSION, program=program, study=study
        )
    )
    added = {f"results/{result_id}.json": data for result_id, data in (results or {}).items()}
    with replacing(path) as temporary, temporary.open("xb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_STUDY, msgspec.json.format(content, indent=1))
            for name, data in added.items():
                archive.writestr(name, data)
            if keep and path.exists():
                _copy_kept(path, archive, without=frozenset(added))
        raw.flush()
        os.fsync(raw.fileno())


def _copy_kept(path: Path, target: zipfile.ZipFile, without: frozenset[str]) -> None:
    """Copy results, linked studies and evidence of the file that is being replaced."""
    with _damage_said(path), zipfile.ZipFile(path) as source:
        kept = [
            entry
            for name, entry in _entries(source, path).items()
            if name.startswith(_KEPT_FOLDERS) and name not in without and not entry.is_dir()
        ]
        # Reading an entry ends at the size that it states, so that the sum can be trusted.
        if sum(entry.file_size for entry in kept) > _MAX_KEPT_BYTES:
            raise ProjectFileError("project-too-large", where=str(path), entry=kept[0].filename)
        for entry in kept:
            copy = zipfile.ZipInfo(entry.filename, entry.date_time)
            stored = entry.filename.startswith(_STORED_FOLDER)
            copy.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            copy.file_size = entry.file_size
            with source.open(entry) as read, target.open(copy, "w") as written:
                shutil.copyfileobj(read, written, _COPIED_AT_ONCE)


def _read_entry(path: Path, name: str) -> bytes:
    try:
        with _damage_said(path), zipfile.ZipFile(path) as archive:
            entry = _entries(archive, path).get(name)
            if entry is None:
                raise ProjectFileError("project-no-study", where=str(path), entry=name)
            if entry.file_size > _MAX_STUDY_BYTES:
                raise ProjectFileError("project-too-large", where=str(path), entry=name)
            # Not more than is stated is unpacked; `archive.read` would unpack up to 2 GB first.
            with archive.open(entry) as file:
                return file.read(entry.file_size)
    except FileNotFoundError as error:
        raise ProjectFileError("file-missing", where=str(path)) from error
    except OSError as error:
        raise ProjectFileError("file-unreadable", where=str(path), fault=fault_of(error)) from error


@contextlib.contextmanager
def _damage_said(path: Path) -> Iterator[None]:
    """Say what is wrong with an archive; by its name it is a study, or was never one."""
    try:
        yield
    except ZIP_DAMAGE as error:
        key = "project-damaged" if path.suffix == SUFFIX else "project-no-study"
        fault = str(error) or type(error).__name__
        raise ProjectFileError(key, where=str(path), entry=_STUDY, fault=fault) from error


def _entries(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """Give the entries by name; refuse what this program never writes, or would not read back."""
    entries = {}
    for entry in archive.infolist():
        _check_name(entry.filename, path)
        known = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if entry.flag_bits & _ENCRYPTED or not known:
            raise ProjectFileError("project-damaged", where=str(path), fault=entry.filename)
        entries[entry.filename] = entry
    return entries


def _check_name(name: str, path: Path) -> None:
    """Refuse an archive whose entries would land outside their folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in parts or ":" in name:
        raise ProjectFileError("project-path-escapes", where=str(path), entry=name)


def _decode(content: bytes, path: Path) -> Study:
    study = _decode_unchecked(content, path)
    seen: set[str] = set()
    for node in nodes_below(study):
        if node.id in seen:
            raise ProjectFileError("project-ids-twice", where=str(path), node=node.id)
        seen.add(node.id)
    if depth(study.bom) > MAX_DEPTH:
        raise ProjectFileError("bom-too-deep", where=str(path), limit=MAX_DEPTH)
    return study


def _decode_unchecked(content: bytes, path: Path) -> Study:
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format != "cradlegate-study" or head.schema_version < 1:
            raise ProjectFileError("project-no-study", where=str(path), entry=_STUDY)
        if head.schema_version > SCHEMA_VERSION:
            raise ProjectFileError(
                "project-newer",
                where=str(path),
                version=head.schema_version,
                known=SCHEMA_VERSION,
            )
        if head.schema_version == SCHEMA_VERSION:
            return msgspec.json.decode(content, type=StudyFile).study
        raw = msgspec.json.decode(content)
        for version in range(head.schema_version, SCHEMA_VERSION):
            raw["study"] = _UPGRADES[version](raw["study"])
        return msgspec.convert(raw["study"], Study)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectFileError("project-damaged", where=str(path), fault=str(error)) from error
