"""Data sets and masses of lines: suggested, picked, confirmed, remembered for the company."""

import functools
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from pcf.background.match import Matcher, Proposal
from pcf.errors import PcfError
from pcf.model.bom import Part
from pcf.model.difference import difference
from pcf.model.edits import Edit, SetField
from pcf.model.library import Recollection
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.units import Dimension
from pcf.workflow.library import open_library, remember_lines
from pcf.workflow.matching import Matched, match_lines
from pcf.workflow.suggestions import Suggestion, confirmed, suggestions
from ui.desk import Desk
from ui.dialogs.data_set_picker import Wanted, pick_data_set
from ui.dialogs.suggestion_review import SuggestionReview


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

    def look_at(self) -> None:
        """Let what is proposed for open and guessed lines be looked at one by one."""
        study = self._desk.open.study
        catalogue = self._desk.background.catalogue
        task = self._desk.threads.run(
            "ui.task.suggest", lambda: suggestions(study, catalogue, Recollection(open_library()))
        )
        task.finished.connect(lambda found: self._show_found(study, found))
        task.failed.connect(self._desk.say_fault)
        self._desk.shell.watch(task)

    def _show_found(self, study: Study, found: tuple[Suggestion, ...]) -> None:
        if study is not self._desk.open.study:  # edited meanwhile
            self.look_at()
            return
        if not found:
            self._desk.shell.toast(self._desk.texts("ui.parts.nothing-suggested"))
            return
        self.review = SuggestionReview(self._desk, self._parent, found, self._pick_in_review)
        self.review.finished.connect(lambda _: self._remember_looked_at(list(self.review.taken)))
        self.review.open()

    def _remember_looked_at(self, ids: Sequence[str]) -> None:
        if ids:
            self._remember(ids)
            self._desk.shell.toast(self._desk.texts("ui.parts.confirmed", count=len(ids)))

    def _pick_in_review(self, part_id: str) -> None:
        self._pick([part_id], self.review, lambda: self.review.picked(part_id))

    def pick(self, part_ids: Sequence[str], typed: str = "") -> None:
        """Let one data set be picked for some lines, going on with what was typed for it.

        Of several, assemblies and lines that don't count are left out.
        """
        parts = self._parts(part_ids)
        counting = [part for part in parts if not part.parts and not part.excluded] or parts
        ids = [part.id for part in (counting if len(parts) > 1 else parts)]
        self._pick(ids, self._parent, lambda: self._say_picked(ids), typed)

    def _pick(
        self, ids: Sequence[str], over: QWidget, then: Callable[[], object], typed: str = ""
    ) -> None:
        parts = self._parts(ids)
        if not parts or self._desk.open.held_by:
            return
        first, *others = parts
        texts = self._desk.texts
        is_shared = all(each.data_set == first.data_set for each in others)
        wanted = Wanted(
            title=texts("ui.parts.lines", count=len(parts)) if others else first.label,
            query=first.material or texts.choose(first.name, first.name_zh),
            current=first.data_set if is_shared else None,
            dimensions=frozenset.intersection(*map(_dimensions, parts)),
            proposals=self._shared_proposals(first, others),
            edits=functools.partial(_chosen_by_all, parts),
            typed=typed,
        )

        def take(ref: DataSetRef) -> None:
            if self._desk.edit(*_chosen_by_all(self._parts(ids), ref)):
                self._remember(ids)
                then()

        pick_data_set(self._desk, over, wanted, take)

    def _say_picked(self, ids: Sequence[str]) -> None:
        if len(ids) == 1:
            self._on_picked(ids[0])
        else:
            said = self._desk.texts("ui.parts.picked", count=len(ids))
            self._desk.shell.toast(said, undo=True)

    def _parts(self, ids: Sequence[str]) -> list[Part]:
        known = (self._desk.open.node(each) for each in ids)
        return [part for part in known if isinstance(part, Part)]

    def _shared_proposals(self, first: Part, others: Sequence[Part]) -> tuple[Proposal, ...]:
        """Give what is proposed for a line and for all others too."""
        shared = self._proposals(first)
        for each in others:
            known = {proposal.data_set for proposal in self._proposals(each)}
            shared = tuple(proposal for proposal in shared if proposal.data_set in known)
        return shared

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
        try:
            remember_lines(self._parts(ids))
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


def _chosen_by_all(parts: Sequence[Part], ref: DataSetRef) -> list[Edit]:
    """Give the edits by which lines take a data set, all as one step."""
    return [edit for part in parts for edit in _chosen(part, ref)]


def _chosen(part: Part, ref: DataSetRef) -> list[Edit]:
    """Give the edits by which a line takes a data set, in place of a supplier's footprint too."""
    edits: list[Edit] = [SetField(node=part.id, field="data_set", value=ref)]
    if part.supplier is not None:
        edits.append(SetField(node=part.id, field="supplier", value=None))
    return edits
