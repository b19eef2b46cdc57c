"""The verbs around a study that is open for editing: its journal, and who has it open."""

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from pcf.errors import OutputError
from pcf.exchange import journal_file, study_lock
from pcf.exchange.journal_file import Journal, LeftJournal, Recovered
from pcf.exchange.study_lock import Held, HeldBy, Holder
from pcf.model.study import Study
from pcf.workflow.program import program_name

__all__ = [
    "Held",
    "HeldBy",
    "Holder",
    "Journal",
    "LeftJournal",
    "Recovered",
    "hold",
    "recover",
    "recoverable",
    "start_journal",
]


def journal_folder() -> Path:
    """Give the folder of journals, in the user's state folder (CRADLEGATE_HOME overrides it)."""
    stated = os.environ.get("CRADLEGATE_HOME")
    home = Path(stated) if stated else platformdirs.user_state_path("cradlegate", appauthor=False)
    return home / "journals"


def start_journal(
    path: Path | None, study: Study, on_fault: Callable[[OutputError], object]
) -> Journal:
    """Begin the journal of a study that was opened, made or just saved.

    Args:
        path: the file that holds the study as it is; None if there is none yet.
        study: as it is.
        on_fault: called once when the journal can't be written; typing goes on.
    """
    return journal_file.start_journal(journal_folder(), path, study, program_name(), on_fault)


def recoverable() -> tuple[LeftJournal, ...]:
    """Give the journals that a crash left, newest first."""
    return journal_file.left_journals(journal_folder())


def recover(left: LeftJournal) -> Recovered:
    """Give the study that a journal brings back. The journal stays until it is discarded.

    Raises:
        DataError: the journal or its study file can't be read.
    """
    return journal_file.recover_journal(left)


def hold(path: Path, *, take_over: bool = False) -> Held | HeldBy:
    """Note that a study file is open here, unless it is open elsewhere.

    Args:
        path: study file.
        take_over: hold it though another computer is said to have it open.
    """
    return study_lock.hold(path, take_over=take_over)
