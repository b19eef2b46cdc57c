"""The verbs over study files: find, open, save, edit."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pcf.background.dataset import DataSet
from pcf.background.own_mix import copy_mix
from pcf.conformity.goal_and_scope import with_entry
from pcf.errors import (
    OutputError,
)
from pcf.model.edits import Insert, apply
from pcf.model.study import Study
from pcf.results.result import PcfResult
from pcf.workflow.background import Background
from pcf.workflow.program import _today, program_name


def keep_result(path: Path, result: PcfResult) -> None:
    """Keep a frozen result in its study file, by its id.

    Raises:
        OutputError: the file can't be written; it is as it was.
        ProjectFileError: what the file holds beside the study can't be read.
    """
    from pcf.exchange.project_file import write_study
    from pcf.exchange.result_file import write_result

    write_study(path, result.study, program_name(), {result.id: write_result(result)})


def study_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the study files among paths; a folder stands for all study files below it.

    Hidden ones in a folder are passed over: a crash while saving leaves such a half-written file.
    """
    from pcf.exchange.project_file import SUFFIX

    found: list[Path] = []
    for path in paths:
        below = path.rglob(f"*{SUFFIX}") if path.is_dir() else (path,)
        found += sorted(each for each in below if each == path or not each.name.startswith("."))
    return tuple(dict.fromkeys(found))


def study_schema() -> dict[str, Any]:
    """Give the JSON Schema of the study file."""
    from pcf.exchange.project_file import json_schema

    return json_schema()


def open_study(path: Path) -> Study:
    """Read a study file.

    Raises:
        ProjectFileError: it can't be read, or a newer version of the program wrote it.
    """
    from pcf.exchange.project_file import read_study

    return read_study(path)


def save_study(path: Path, study: Study, other: Path | None = None) -> None:
    """Write a study to its file, or to another one with what its file holds beside it.

    Args:
        path: where to.
        study: what to write.
        other: its file so far; what that keeps beside the study is kept only under the same name.

    Raises:
        OutputError: it can't be written; what stood there is as it was.
    """
    from pcf.exchange.project_file import write_study

    write_study(path, study, program_name(), keep=path == other)


STUDY_SUFFIX = ".cradle"
"""How the name of a study file ends."""


def save_new(path: Path, study: Study, *, replace: bool = False) -> Path:
    """Write a new study file and give its path, with its suffix.

    Raises:
        OutputError: a file stands there already, or it can't be written.
    """
    from pcf.exchange.project_file import SUFFIX, write_study

    target = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    if target.exists() and not replace:
        raise OutputError("file-exists", where=str(target))
    write_study(target, study, program_name(), keep=False)
    return target


def edit_file(path: Path, edits: Path, background: Background, log: str = "") -> int:
    """Apply a file of edits to a study file, all or none, and give how many there were.

    Args:
        path: study file.
        edits: file of edits.
        background: data sets that they may name.
        log: why, as an entry in the log of the scope; "" makes none.

    Raises:
        EditError: an edit can't be made; the study file is as it was.
    """
    from pcf.exchange.edit_file import read_edits
    from pcf.exchange.project_file import read_study, write_study

    study = read_study(path)
    read = read_edits(edits, study, background.catalogue.reference)
    edited = apply(study, read)
    write_study(path, with_entry(edited, log, _today()) if log else edited, program_name())
    return len(read)


def mix_edits(data_set: DataSet, background: Background) -> bytes:
    """Give the file of edits that puts a copy of an electricity mix into a study.

    Raises:
        InputError: the data set is no electricity.
    """
    from pcf.exchange.edit_file import edits_json

    mix = copy_mix(data_set, background.catalogue)
    return edits_json([Insert(parent="study", index=-1, node=mix)])
