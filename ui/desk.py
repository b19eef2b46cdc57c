"""What every page, dialog and control works with: words, look, data, tasks, and the open study.

Built once for a window and handed on; a page asks it, and tells it where to go.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pcf.errors import DataError, InputError, PcfError
from pcf.files import fault_of
from pcf.model.edits import Edit
from pcf.model.study import Study
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from ui.look import Look, ThemeName
from ui.open_study import OpenStudy
from ui.settings import Settings
from ui.tasks import Task, Threads, Worker, WorkerDiedError

PassingAction = tuple[str, Callable[[], object]]
"""What can be done about what was said in passing: its words, and what does it."""


class Shell(Protocol):
    """What a page may ask of the window that it stands in."""

    def go(self, page: str, node: str = "", field: str = "") -> None:
        """Show a page, and there a node and one of its fields."""

    def go_to_node(self, node: str, field: str = "") -> None:
        """Show a node of the study and one of its fields on whichever page it stands."""

    def toast(
        self,
        text: str,
        *,
        undo: bool = False,
        action: PassingAction | None = None,
    ) -> None:
        """Say in passing what was done, with a way to take it back, or another thing to do."""

    def strip(self, text: str) -> None:
        """Say a fault at the top of the page until it is put away or mended."""

    def open_list(self, path: Path) -> None:
        """Read a parts list with the assistant."""

    def pages_of_nodes(self) -> dict[str, str]:
        """Give the page where each node of the study is mended, by the node's id."""

    def watch(self, task: Task) -> None:
        """Show a task in the status line, with its progress and a way to cancel it."""

    def run_action(self, action: str) -> None:
        """Do what an action of the menu does, by its id."""


class Program(Protocol):
    """What a window may ask of the program."""

    def open_file(self, path: Path) -> None:
        """Open a study file: in this window if it shows none, else in one of its own."""

    def open_new(self, study: Study) -> None:
        """Open a study that has no file yet, likewise."""

    def open_made(self, study: Study) -> None:
        """Open a study that was just made, likewise, as one step that is not saved."""

    def set_language(self, language: Language) -> None:
        """Build all windows anew in a language."""

    def set_theme(self, theme: ThemeName | None) -> None:
        """Build all windows anew in a theme, None for that of the system."""

    def rebuild(self) -> None:
        """Build all windows anew, after a setting of the look has changed."""

    def quit(self) -> None:
        """Close all windows, asking for what is not saved."""


@dataclass(frozen=True)
class Desk:
    """What pages of one window share.

    Attributes:
        open: the study; pages that need none (start, data, settings) get one that is empty.
    """

    texts: Texts
    look: Look
    settings: Settings
    background: Background
    threads: Threads
    worker: Worker
    open: OpenStudy
    shell: Shell = field(repr=False)
    program: Program = field(repr=False)

    def words_of(self, fault: object) -> str:
        """Say why background work ended: what a user can mend, or that its process died.

        Raises:
            Exception: any other fault, which is ours and goes to the program's own report.
        """
        if isinstance(fault, PcfError):
            return self.texts.error(fault)
        if isinstance(fault, OSError):
            where, why = str(fault.filename or ""), fault_of(fault)
            return self.texts.error(DataError("file-unreadable", where=where, fault=why))
        if isinstance(fault, WorkerDiedError) or not isinstance(fault, Exception):
            return self.texts("ui.task.failed")
        raise fault

    def say_fault(self, fault: object) -> None:
        """Say at the top of the page why background work ended."""
        self.shell.strip(self.words_of(fault))

    def edit(self, *edits: Edit) -> bool:
        """Make edits as one step; a fault is said at the top of the page.

        A field that can say its own fault catches `InputError` from `open.edit` itself.
        """
        try:
            self.open.edit(edits)
        except InputError as error:
            self.shell.strip(self.texts.error(error))
            return False
        return True
