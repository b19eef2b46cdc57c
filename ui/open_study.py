"""The open study: the only thing in the window that changes.

Pages read `study` and `result` and edit through `edit`. What changed is announced once, after the
fact, by `study_changed`; whoever hears it shows, and never edits.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from pcf.errors import InputError
from pcf.findings import Finding
from pcf.model.edits import Edit, Insert, Move, Remove, SetField, apply, nodes_below
from pcf.model.node import Node
from pcf.model.study import Study
from pcf.results.result import PcfResult
from pcf.workflow.calculation import Calculation
from ui.commands import StudyCommand

UNDO_LIMIT = 500


class Change(NamedTuple):
    """What an edit, or taking it back, touched.

    Attributes:
        edits: that were made or taken back; () where the whole study is another.
        nodes: ids of the nodes whose fields changed.
        is_structural: nodes came, went or moved, so that tables and trees are built anew.
    """

    edits: tuple[Edit, ...]
    nodes: frozenset[str]
    is_structural: bool


class LastEdit(NamedTuple):
    """The edit made last, and the headline before it [kg CO2e], None if there was no result."""

    before: Study
    after: Study
    edits: tuple[Edit, ...]
    headline_before: float | None


class OpenStudy(QObject):
    """The study that a window shows, with its undo stack, its result and its file."""

    study_changed = Signal(object)
    """Another study is shown; carries a `Change`."""
    result_changed = Signal()
    """A calculation came in, or the one that is there went stale."""
    edited = Signal(object)
    """Edits were made that were not made before; carries them."""
    stepped = Signal()
    """Edits were taken back, or made again."""
    saved = Signal()
    """The file holds the study as it stands."""
    file_changed = Signal()
    """The path, or whether all is saved, is another."""

    def __init__(self, study: Study, path: Path | None = None, held_by: str = "") -> None:
        """Open a study.

        Args:
            study: as it was read or made.
            path: its file; None where it was never saved.
            held_by: who has the file open elsewhere; then nothing can be edited here.

        `is_failed` says that the newest calculation ended through a fault of the program.
        """
        super().__init__()
        self.study = study
        self.path = path
        self.held_by = held_by
        self.calculation: Calculation | None = None
        self.calculated: Study | None = None
        self.is_failed = False
        self.last_edit: LastEdit | None = None
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(UNDO_LIMIT)
        self.stack.cleanChanged.connect(self.file_changed)
        self._announcing = False
        self._is_new = False
        self._nodes: dict[str, Node] | None = None
        self._findings: dict[str, list[Finding]] | None = None

    @property
    def result(self) -> PcfResult | None:
        """Give the newest result there is; `is_current` tells whether it is that of the study."""
        return self.calculation.result if self.calculation else None

    @property
    def is_current(self) -> bool:
        """Tell whether the calculation is that of the study as it stands."""
        return self.calculated is self.study

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give the findings of the newest calculation, worst first."""
        return self.calculation.findings if self.calculation else ()

    def findings_at(self, node_id: str, field: str | None = None) -> tuple[Finding, ...]:
        """Give the findings of a node, or of one field of it ("" for the node as a whole)."""
        if self._findings is None:
            self._findings = defaultdict(list)
            for each in self.findings:
                self._findings[each.node].append(each)
        found = self._findings.get(node_id, ())
        return tuple(each for each in found if field is None or each.field == field)

    @property
    def is_saved(self) -> bool:
        """Tell whether the file holds the study as it stands."""
        return self.stack.isClean() and (self.path is not None or self.stack.count() == 0)

    def node(self, node_id: str) -> Node | None:
        """Give the node of an id, None if the study has none."""
        if self._nodes is None:
            self._nodes = {node.id: node for node in nodes_below(self.study)}
        return self._nodes.get(node_id)

    def edit(self, edits: Iterable[Edit]) -> None:
        """Make edits as one step that can be undone; none where they change nothing.

        Raises:
            InputError: an edit can't be made, or the study is open elsewhere. The study is as it
                was.
        """
        if self._announcing:
            message = "a handler of study_changed edits the study"
            raise RuntimeError(message)
        if self.held_by:
            raise InputError("study-read-only", holder=self.held_by)
        made = tuple(edits)
        after = apply(self.study, made)
        if after is self.study or after == self.study:
            return
        result = self.result
        headline = float(result.headline_values.sum()) if result is not None else None
        self.last_edit = LastEdit(self.study, after, made, headline)
        self._push(after, made)

    def adopt(self, study: Study) -> None:
        """Show a study that came of edits which are not known any more, as one step."""
        self._push(study, ())

    def take(self, study: Study, calculation: Calculation) -> None:
        """Take what came of calculating a study; older than what is there counts for nothing."""
        self.calculated = study
        self.calculation = calculation
        self.is_failed = False
        self._findings = None
        self.result_changed.emit()

    def give_up(self, study: Study) -> None:
        """Note that a study could not be calculated through a fault of the program."""
        self.calculated = study
        self.calculation = None
        self.is_failed = True
        self._findings = None
        self.result_changed.emit()

    def saved_as(self, path: Path) -> None:
        """Note that the file at a path holds the study as it stands."""
        self.path = path
        self.held_by = ""
        self.stack.setClean()
        self.saved.emit()
        self.file_changed.emit()

    def _push(self, after: Study, edits: tuple[Edit, ...]) -> None:
        self._is_new = True
        try:
            self.stack.push(StudyCommand(self._show, self.study, after, edits))
        finally:
            self._is_new = False
        if edits:
            self.edited.emit(edits)
        else:
            self.stepped.emit()

    def _show(self, study: Study, command: StudyCommand) -> None:
        self.study = study
        self._nodes = None
        self._announcing = True
        try:
            self.study_changed.emit(change_of(command.edits))
        finally:
            self._announcing = False
        if not self._is_new:
            self.stepped.emit()


def change_of(edits: tuple[Edit, ...]) -> Change:
    """Give what edits touch."""
    nodes = set[str]()
    is_structural = False
    for edit in edits:
        match edit:
            case SetField(node=node):
                nodes.add(node)
            case Insert(parent=parent, node=inserted):
                nodes |= {parent, inserted.id}
                is_structural = True
            case Remove(node=node) | Move(node=node):
                nodes.add(node)
                is_structural = True
    return Change(edits, frozenset(nodes), is_structural or not edits)
