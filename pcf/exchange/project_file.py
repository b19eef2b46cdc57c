"""The study file `NAME.cradle`: a zip with `study.json`, frozen results and evidence.

Written beside its place and moved there in one step, so that a crash, a full disk or a locked file
leaves what was there. Read with limits, since a zip may claim anything about its size.
"""

import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from pcf.errors import ProjectFileError
from pcf.files import replacing
from pcf.model.bom import MAX_DEPTH, depth
from pcf.model.edits import nodes_below
from pcf.model.study import Study

SUFFIX = ".cradle"
SCHEMA_VERSION = 1
_STUDY = "study.json"
_KEPT_FOLDERS = ("results/", "linked/", "evidence/")
_STORED_FOLDER = "evidence/"
# A study of 10 000 lines is 6 MB; a single entry beyond this was not written by this program.
_MAX_STUDY_BYTES = 512 * 1024 * 1024


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


# What turns the study of one schema version into that of the next, by the older version.
_UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


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
    path: Path, study: Study, program: str, results: Mapping[str, bytes] | None = None
) -> None:
    """Write a study file in one step; results, linked studies and evidence in it are kept.

    Args:
        path: where to; an existing file is replaced.
        study: what to write.
        program: name and version of the program.
        results: frozen results to add, by result id.

    Raises:
        OutputError: the folder is missing, read-only or full, or the file is locked. What stood
            at `path` is as it was.
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
            _copy_kept(path, archive, without=frozenset(added))
        raw.flush()
        os.fsync(raw.fileno())


def _copy_kept(path: Path, target: zipfile.ZipFile, without: frozenset[str]) -> None:
    """Copy results, linked studies and evidence of the file that is being replaced."""
    if not path.exists():
        return
    try:
        with zipfile.ZipFile(path) as source:
            for entry in source.infolist():
                if entry.filename in without or not entry.filename.startswith(_KEPT_FOLDERS):
                    continue
                _check_name(entry.filename, path)
                stored = entry.filename.startswith(_STORED_FOLDER)
                kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(entry), compress_type=kind)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise ProjectFileError("project-damaged", where=str(path), fault=str(error)) from error


def _read_entry(path: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            for listed in archive.namelist():
                _check_name(listed, path)
            entry = archive.getinfo(name)
            if entry.file_size > _MAX_STUDY_BYTES:
                raise ProjectFileError("project-too-large", where=str(path), entry=name)
            with archive.open(entry) as file:
                content = file.read(_MAX_STUDY_BYTES + 1)
    except FileNotFoundError as error:
        raise ProjectFileError("file-missing", where=str(path)) from error
    except KeyError as error:
        raise ProjectFileError("project-no-study", where=str(path), entry=name) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        key = "project-damaged" if path.suffix == SUFFIX else "project-no-study"
        raise ProjectFileError(key, where=str(path), entry=name, fault=str(error)) from error
    except OSError as error:
        raise ProjectFileError(
            "file-unreadable", where=str(path), fault=error.strerror or ""
        ) from error
    if len(content) > _MAX_STUDY_BYTES:
        raise ProjectFileError("project-too-large", where=str(path), entry=name)
    return content


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
