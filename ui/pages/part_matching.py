"""Data sets and masses of lines: suggested, picked, confirmed, remembered for the company."""

import functools
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from pcf.background.match import Matcher, Proposal
from pcf.bom_workflow import Matched, confirmed, match_lines, open_library, remember_lines
from pcf.errors import PcfError
from pcf.model.bom import Part
from pcf.model.difference import difference
from pcf.model.edits import Edit, SetField
from pcf.model.library import Recollection
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.units import Dimension
from ui.desk import Desk
from ui.dialogs.data_set_picker import Wanted, pick_data_set


class PartMatching:
    """Gives the lines of the open study what they are calculated by."""

    def __init__(self, desk: Desk, parent: QWidget, on_picked: Callable[[str], object]) -> None:
        """Take where dialogs stand, and who hears of a line that a data set was picked for."""
        self._desk = desk
        self._parent = parent
        self._on_picked = on_picked
        self._matcher: Matcher | None = None

    def suggest(self, threshold: float | None) -> None:
        """Look for data sets and masses of open lines, and take over those that are sure enough."""
        study = self._desk.open.study
        work = functools.partial(
            match_lines, study, self._desk.background, accept=threshold, masses=True
        )
        task = self._desk.threads.run("ui.task.suggest", work)
        task.finished.connect(lambda matched: self._take(study, threshold, matched))
        task.failed.connect(self._desk.say_fault)
        self._desk.shell.watch(task)

    def _take(self, study: Study, threshold: float | None, matched: Matched) -> None:
        if study is not self._desk.open.study:  # edited meanwhile
            self.suggest(threshold)
            return
        texts = self._desk.texts
        edits = difference(study, matched.study)
        if not edits:
            self._desk.shell.toast(texts("ui.parts.nothing-suggested"))
            return
        guessed = sum(edit.field == "data_set" for edit in edits if isinstance(edit, SetField))
        masses = sum(edit.field == "mass" for edit in edits if isinstance(edit, SetField))
        if self._desk.edit(*edits):
            said = texts("ui.parts.suggested", data_sets=guessed, masses=masses)
            self._desk.shell.toast(said, undo=True)

    def pick(self, part_id: str) -> None:
        """Let a data set be picked for a line."""
        part = self._desk.open.node(part_id)
        if not isinstance(part, Part) or self._desk.open.held_by:
            return
        wanted = Wanted(
            title=part.label,
            query=part.material or self._desk.texts.choose(part.name, part.name_zh),
            current=part.data_set,
            dimensions=_dimensions(part),
            proposals=self._proposals(part),
            edits=functools.partial(_chosen, part),
        )
        pick_data_set(
            self._desk, self._parent, wanted, functools.partial(self._take_picked, part_id)
        )

    def _take_picked(self, part_id: str, ref: DataSetRef) -> None:
        part = self._desk.open.node(part_id)
        if isinstance(part, Part) and self._desk.edit(*_chosen(part, ref)):
            self._remember([part_id])
            self._on_picked(part_id)

    def _proposals(self, part: Part) -> tuple[Proposal, ...]:
        try:
            if self._matcher is None:
                recollection = Recollection(open_library())
                self._matcher = Matcher(self._desk.background.catalogue, recollection)
        except PcfError as error:
            self._desk.shell.strip(self._desk.texts.error(error))
            return ()
        return self._matcher.propose(part)

    def confirm(self, parts: Iterable[Part]) -> None:
        """Confirm the proposed data sets of lines, and remember them for the company."""
        edits = [edit for part in parts for edit in confirmed(part)]
        if edits and self._desk.edit(*edits):
            self._remember([edit.node for edit in edits])
            said = self._desk.texts("ui.parts.confirmed", count=len(edits))
            self._desk.shell.toast(said, undo=True)

    def _remember(self, ids: Sequence[str]) -> None:
        known = (self._desk.open.node(each) for each in ids)
        try:
            remember_lines(part for part in known if isinstance(part, Part))
        except PcfError as error:
            self._desk.shell.strip(self._desk.texts.error(error))


def _dimensions(part: Part) -> frozenset[Dimension]:
    """Give the dimensions that a line has an amount of."""
    known = {part.quantity.dimension if part.quantity else Dimension.COUNT}
    if part.mass is not None:
        known.add(Dimension.MASS)
    if part.measure is not None:
        known.add(part.measure.dimension)
    return frozenset(known)


def _chosen(part: Part, ref: DataSetRef) -> list[Edit]:
    """Give the edits by which a line takes a data set, in place of a supplier's footprint too."""
    edits: list[Edit] = [SetField(node=part.id, field="data_set", value=ref)]
    if part.supplier is not None:
        edits.append(SetField(node=part.id, field="supplier", value=None))
    return edits
