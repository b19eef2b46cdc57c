"""The journal of an open study: what was edited since its file was written, in case of a crash.

An append-only file, one line of JSON an entry. The first is the head: which study file the journal
continues, or the whole study where there is none yet. Each line after it is one state of the study:

    {"edits": [...]}   edits on the state before; a new state
    {"study": {...}}   a new state as a whole, where none before leads to it
    {"state": 3}       undo and redo: back to the third new state of the journal, 0 being its start

The process that writes a journal holds a lock on it: one without a lock was left by a crash.
"""

import contextlib
import datetime
import hashlib
import os
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from pcf.errors import DataError, InputError, OutputError
from pcf.exchange.edit_file import as_stated, edit_as_stated
from pcf.exchange.project_file import read_study
from pcf.files import fault_of
from pcf.locks import lock
from pcf.model.edits import Edit, apply
from pcf.model.study import Study

VERSION = 1
SUFFIX = ".journal"
_FORMAT = "cradlegate-journal"
_KNOWN_STATES = 600  # to go back to by number; more than the window undoes (500)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line.

    Attributes:
        path: of the study file that the journal continues; "" if there is none yet.
        sha256: of that file when the journal began; "" if it could not be read.
        study: the study at the start where there is no file.
    """

    format: str
    version: int
    program: str
    path: str = ""
    sha256: str = ""
    study: Study | None = None


class _Kind(msgspec.Struct, frozen=True):
    """What the first line of any version has."""

    format: str = ""
    version: int = 0


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line after the head; one of the fields is set."""

    edits: list[dict[str, Any]] | None = None
    study: Study | None = None
    state: int | None = None


class Journal:
    """The journal that is being written. Its file comes with the first entry.

    Nothing here raises: a full disk must not stop anyone from typing. What could not be written is
    kept and tried again with the next entry.
    """

    def __init__(
        self,
        folder: Path,
        head: Head,
        start: Study,
        on_fault: Callable[[OutputError], object],
    ) -> None:
        """Take where to write; nothing is written yet.

        Args:
            folder: of journals; made if need be.
            head: first line.
            start: the study that the head tells.
            on_fault: called once when writing begins to fail.
        """
        name = f"{datetime.datetime.now(datetime.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}{SUFFIX}"
        self.path = folder / name
        self._on_fault = on_fault
        self._states = deque([(0, start)], maxlen=_KNOWN_STATES)
        self._count = 0
        self._waiting = msgspec.json.encode(head) + b"\n"
        self._written = 0
        self._is_synced = True
        self._has_failed = False
        self._file: IO[bytes] | None = None

    def append(self, edits: Iterable[Edit], study: Study) -> None:
        """Write edits that were just made, and note the study that came of them."""
        self._add({"edits": [as_stated(edit) for edit in edits]}, study)

    def went_to(self, study: Study) -> None:
        """Write that another state is shown: one that was undone to or redone, or any study."""
        for number, known in reversed(self._states):
            if known is study:
                self._write({"state": number})
                return
        self._add({"study": study}, study)

    def sync(self) -> None:
        """Let the disk have what was written, so that it outlasts a power cut too."""
        if self._is_synced or self._file is None:
            return
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            self._fail(error)
        else:
            self._is_synced = True

    def leave(self) -> None:
        """End the journal and leave its file to be recovered, where nobody could be asked."""
        self.sync()
        if self._file is not None:
            self._file.close()
            self._file = None

    def discard(self) -> None:
        """End the journal and remove its file: all is saved, or not wanted."""
        self._is_synced = True
        self.leave()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _add(self, entry: dict[str, Any], study: Study) -> None:
        self._count += 1
        self._states.append((self._count, study))
        self._write(entry)

    def _write(self, entry: dict[str, Any]) -> None:
        self._waiting += msgspec.json.encode(entry) + b"\n"
        try:
            if self._file is None:
                self._file = self._created()
            self._file.seek(self._written)  # over the half line of a write that failed
            while self._waiting:
                count = self._file.write(self._waiting)
                self._written += count
                self._waiting = self._waiting[count:]
        except OSError as error:
            self._fail(error)
        else:
            self._is_synced = False
            self._has_failed = False

    def _created(self) -> IO[bytes]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.fdopen(os.open(self.path, _NEW, 0o600), "wb", buffering=0)
        lock(file)  # before anything is in it: what is empty counts for nobody's
        return file

    def _fail(self, error: OSError) -> None:
        if not self._has_failed:
            self._has_failed = True
            fault = fault_of(error)
            self._on_fault(OutputError("journal-unwritable", where=str(self.path), fault=fault))


_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def start_journal(
    folder: Path,
    path: Path | None,
    study: Study,
    program: str,
    on_fault: Callable[[OutputError], object],
) -> Journal:
    """Begin the journal of a study.

    Args:
        folder: of journals.
        path: the file that holds the study as it is; None if there is none yet.
        study: as it is.
        program: name and version of the program.
        on_fault: called once when writing begins to fail.
    """
    head = Head(
        format=_FORMAT,
        version=VERSION,
        program=program,
        path=str(path) if path else "",
        sha256=_sha256(path) if path else "",
        study=None if path else study,
    )
    return Journal(folder, head, study, on_fault)


class LeftJournal(msgspec.Struct, frozen=True):
    """A journal that a crash left.

    Attributes:
        file: the journal itself.
        path: the study file that it continues; None if there was none yet.
        changed: when its last entry was written.
    """

    file: Path
    path: Path | None
    changed: datetime.datetime

    def discard(self) -> None:
        """Remove the journal, read or not wanted; one that can't be removed stays."""
        with contextlib.suppress(OSError):
            self.file.unlink()


def left_journals(folder: Path) -> tuple[LeftJournal, ...]:
    """Give the journals with entries that no living process writes, newest first.

    A damaged one is among them: `recover_journal` says what is wrong with it.
    """
    found = [_left(file) for file in folder.glob(f"*{SUFFIX}")] if folder.is_dir() else []
    left = [each for each in found if each is not None]
    return tuple(sorted(left, key=lambda each: each.changed, reverse=True))


def _left(file: Path) -> LeftJournal | None:
    try:
        with file.open("r+b") as opened:  # some file systems lock only what may be written
            if not lock(opened):
                return None
            lines = _lines(opened.read())
            seconds = os.fstat(opened.fileno()).st_mtime
    except OSError:
        return None
    if len(lines) < 2:  # noqa: PLR2004  the head and an entry
        return None
    try:
        stated = msgspec.json.decode(lines[0], type=dict[str, Any]).get("path")
    except (msgspec.DecodeError, UnicodeDecodeError):
        stated = ""
    path = Path(stated) if isinstance(stated, str) and stated else None
    return LeftJournal(file, path, datetime.datetime.fromtimestamp(seconds, datetime.UTC))


class Recovered(msgspec.Struct, frozen=True):
    """What a journal brought back.

    Attributes:
        base: the study that the journal continues, as its file holds it now.
        study: with the entries made.
        path: the study file; None if there was none yet.
        entries: how many were made.
        lost: how many could not be made, because the file is another than it was.
        is_base_changed: the study file was written after the journal began.
    """

    base: Study
    study: Study
    path: Path | None
    entries: int
    lost: int
    is_base_changed: bool


def recover_journal(left: LeftJournal) -> Recovered:
    """Make the entries of a journal on the study that it continues.

    A last line that was not written to its end is dropped.

    Raises:
        DataError: the journal can't be read, is damaged, or newer than the program; or its study
            file can't be read. Both are as they were.
    """
    try:
        lines = _lines(left.file.read_bytes())
    except OSError as error:
        raise DataError("file-unreadable", where=str(left.file), fault=fault_of(error)) from error
    head = _head(lines[0] if lines else b"", left.file)
    path = Path(head.path) if head.path else None
    is_base_changed = path is not None and _sha256(path) != head.sha256
    base = head.study if head.study is not None else read_study(Path(head.path))
    states = [base]
    shown = base
    for number, line in enumerate(lines[1:], start=2):
        try:
            shown = _replayed(msgspec.json.decode(line, type=_Entry), shown, states)
        except (msgspec.DecodeError, UnicodeDecodeError, InputError, LookupError) as error:
            if is_base_changed and isinstance(error, InputError):
                lost = len(lines) - number + 1
                return Recovered(base, shown, path, number - 2, lost, is_base_changed)
            raise DataError("journal-damaged", where=str(left.file), line=number) from error
    return Recovered(base, shown, path, len(lines) - 1, 0, is_base_changed)


def _replayed(entry: _Entry, shown: Study, states: list[Study]) -> Study:
    """Give the state that an entry leads to; a new one is added to the states.

    Raises:
        InputError: an edit can't be made.
        LookupError: there is no such state, or the entry says nothing.
    """
    if entry.state is not None:
        return _state(states, entry.state)
    if entry.study is not None:
        states.append(entry.study)
    elif entry.edits is not None:
        states.append(apply(shown, [edit_as_stated(each) for each in entry.edits]))
    else:
        raise LookupError
    return states[-1]


def _state(states: Sequence[Study], number: int) -> Study:
    if number < 0:
        raise LookupError(number)
    return states[number]


def _head(line: bytes, file: Path) -> Head:
    try:
        kind = msgspec.json.decode(line, type=_Kind)
        if kind.format == _FORMAT and kind.version > VERSION:
            raise DataError("journal-newer", where=str(file), version=kind.version, known=VERSION)
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError("journal-damaged", where=str(file), line=1) from error
    if head.format != _FORMAT or not (head.path or head.study):
        raise DataError("journal-damaged", where=str(file), line=1)
    return head


def _lines(content: bytes) -> list[bytes]:
    """Give the lines that were written to their end."""
    return content.split(b"\n")[:-1]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
