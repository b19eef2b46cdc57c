"""Suggestions looked at one by one: a line, what is proposed for it and why, and what is done."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QSplitter, QStackedWidget, QWidget

from pcf.background.match import Proposal
from pcf.model.bom import Part
from pcf.model.edits import Edit
from pcf.model.node import DataSetRef
from pcf.results.names import typed_amount
from pcf.texts import normalised
from pcf.workflow.suggestions import Suggestion, taken
from ui.desk import Desk
from ui.dialogs.candidate_table import CandidateTotals, candidate_table, set_row_heights
from ui.models.candidates import CandidateModel, CandidateRole
from ui.models.data_set_table import DataSetRole
from ui.widgets.basics import EmptyState, button, column, row, text_label
from ui.widgets.data_set_details import DataSetDetails
from ui.widgets.explained import Explainer

_SIZE = (1024, 640)

PickFor = Callable[[str], object]
"""Lets another data set be picked for a line."""


class SuggestionReview(QDialog):
    """Walks over the lines; each that is accepted is one step that can be undone.

    Attributes:
        taken: ids of the lines whose suggestion was accepted here, as they stand then.
    """

    def __init__(
        self, desk: Desk, parent: QWidget, found: Sequence[Suggestion], pick: PickFor
    ) -> None:
        """Show the first line."""
        super().__init__(parent)
        self._desk, self._found, self._pick = desk, found, pick
        self._place = 0
        self.taken: dict[str, None] = {}
        self._alike: dict[tuple[str, ...], list[Suggestion]] = defaultdict(list)
        for each in found:
            if (part := self._part(each)) is not None:
                self._alike[_words(part)].append(each)
        texts = desk.texts
        self.setModal(True)
        self.setWindowTitle(texts("ui.review.title"))
        self.resize(*(desk.look.px(each) for each in _SIZE))
        self.count = text_label("", "hint")
        self.name = text_label("", "page_title", wrap=True)
        self.facts = text_label("", "hint", wrap=True)
        self.why = text_label("", "body", wrap=True)
        self.mass = text_label("", "hint", wrap=True)
        self.model = CandidateModel(desk)
        self.table = candidate_table(desk, self.model)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _: self.accept_line())
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.details = DataSetDetails(desk)
        self._totals = CandidateTotals(desk, self.model, self)
        self.shown = QStackedWidget()
        self.done_with = EmptyState(desk.look, "circle-check-filled", "", "")
        self.shown.addWidget(self._line())
        self.shown.addWidget(self.done_with)
        whole = column(self.shown, self._foot(), spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        Explainer(texts, self)
        self.show_line()

    # ------------------------------------------------------------------ building

    def _line(self) -> QWidget:
        beside = QWidget()
        facts = column(self.details)
        facts.setContentsMargins(14, 4, 14, 4)
        beside.setLayout(facts)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(beside)
        split.setStretchFactor(0, 1)
        split.setSizes([self._desk.look.px(700), self._desk.look.px(316)])
        split.setChildrenCollapsible(False)
        head = column(self.count, self.name, self.facts, self.why, self.mass, spacing=4)
        head.setContentsMargins(16, 12, 16, 12)
        made = QWidget()
        whole = column(head, split, spacing=0)
        whole.setStretch(1, 1)
        made.setLayout(whole)
        return made

    def _foot(self) -> QWidget:
        texts = self._desk.texts
        self.back = button(texts("ui.review.back"), lambda: self._go(-1))
        self.skip = button(texts("ui.review.skip"), lambda: self._go(1))
        self.other = button(texts("ui.review.other"), self._pick_other)
        self.accept_alike = button("", lambda: self.accept_line(with_alike=True))
        self.take = button(texts("ui.review.accept"), self.accept_line, role="primary")
        self.close_it = button(texts("ui.form.close"), self.accept, role="primary")
        buttons = (self.back, self.skip, self.other, self.accept_alike, self.take, self.close_it)
        for each in buttons:
            each.setAutoDefault(False)  # Enter accepts the chosen data set
        self.keys = text_label(texts("ui.review.keys"), "hint")
        laid = row(self.keys, None, *buttons)
        laid.setContentsMargins(16, 10, 16, 10)
        foot = QWidget()
        foot.setProperty("role", "dialog_foot")
        foot.setLayout(laid)
        return foot

    # ------------------------------------------------------------------ what is shown

    def show_line(self) -> None:
        """Show the line that it is at, or what came of all where there is none left."""
        is_over = self._place >= len(self._found)
        self.shown.setCurrentIndex(int(is_over))
        self.back.setEnabled(self._place > 0)
        for each in (self.skip, self.other, self.take, self.keys):
            each.setVisible(not is_over)
        self.close_it.setVisible(is_over)
        self.accept_alike.setVisible(False)
        if is_over:
            self._sum_up()
            return
        part = self._part(self._found[self._place])
        if part is None:  # taken out of the study meanwhile
            self._go(1)
            return
        self._show_part(part, self._found[self._place])

    def _show_part(self, part: Part, found: Suggestion) -> None:
        texts = self._desk.texts
        self.count.setText(texts("ui.review.place", place=self._place + 1, count=len(self._found)))
        self.name.setText(texts.choose(part.name, part.name_zh) or part.label)
        self.facts.setText(" · ".join(self._facts(part)))
        self.facts.setVisible(bool(self.facts.text()))
        mass = found.mass if part.mass is None else None
        if mass is not None:
            amount, basis = typed_amount(mass.amount, texts), mass.basis
            origin = texts(f"origin.{mass.origin.value}")
            why = " · ".join(filter(None, (origin, basis)))
            self.mass.setText(texts("ui.review.mass", mass=amount, why=why))
        self.mass.setVisible(mass is not None)
        count = 1 + len(self._others(part, found))
        self.accept_alike.setText(texts("ui.review.accept-alike", count=count))
        self.accept_alike.setVisible(count > 1)
        self.model.forget_totals()
        self.model.show_candidates(found.proposals, (), lambda _: True, part.data_set)
        set_row_heights(self._desk, self.table, self.model)
        refs = [each.data_set.ref if each.data_set else None for each in self.model.rows]
        self.table.selectRow(refs.index(part.data_set) if part.data_set in refs[1:] else 1)
        self.table.setFocus()
        self._totals.ask(lambda ref: self._edits(part, found, ref))

    def _facts(self, part: Part) -> list[str]:
        texts = self._desk.texts
        quantity, mass = (
            typed_amount(each, texts) if each is not None else ""
            for each in (part.quantity, part.mass.amount if part.mass else None)
        )
        said = (part.number, part.material, part.package, part.designators, quantity, mass)
        return [each for each in said if each]

    def _sum_up(self) -> None:
        texts = self._desk.texts
        left = len(self._found) - len(self.taken)
        words = texts("ui.review.over", count=len(self.taken))
        self.done_with.say(words, texts("ui.review.over-left", count=left) if left else "")
        self.close_it.setFocus()

    # ------------------------------------------------------------------ what is done

    def accept_line(self, *, with_alike: bool = False) -> None:
        """Take the chosen data set over for the line, or for all that read alike, and go on."""
        chosen = self.table.currentIndex().data(DataSetRole)
        if self._place >= len(self._found) or chosen is None:
            return
        found = self._found[self._place]
        part = self._part(found)
        if part is None:
            return
        lines = [found, *(self._others(part, found) if with_alike else ())]
        edits: list[Edit] = []
        for each in lines:
            line = self._part(each)
            if line is not None:
                edits += self._edits(line, each, chosen.ref)
        if self._desk.edit(*edits):
            self.taken.update(dict.fromkeys(each.part for each in lines))
            self._go(1)

    def _edits(self, part: Part, found: Suggestion, ref: DataSetRef) -> list[Edit]:
        proposal = _proposed(found, ref)
        return list(taken(part, proposal, found.mass)) if proposal is not None else []

    def _others(self, part: Part, found: Suggestion) -> list[Suggestion]:
        """Give the other lines that read alike and were not accepted yet."""
        alike = self._alike[_words(part)]
        return [each for each in alike if each is not found and each.part not in self.taken]

    def _go(self, by: int) -> None:
        """Go to the next line that was not accepted with others, or back to the one before."""
        self._place += by
        while by > 0 and self._place < len(self._found):
            if self._found[self._place].part not in self.taken:
                break
            self._place += 1
        self._place = max(0, self._place)
        self.show_line()

    def _pick_other(self) -> None:
        if self._place < len(self._found):
            self._pick(self._found[self._place].part)

    def picked(self, part_id: str) -> None:
        """Go on after a line for which another data set was picked."""
        self.taken[part_id] = None
        self._go(1)

    # ------------------------------------------------------------------ Qt's events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept, skip and go back by keys, while the arrows choose among the data sets."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            match Qt.Key(event.key()):
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self.accept_line(with_alike=is_control)
                case Qt.Key.Key_Space | Qt.Key.Key_Right:
                    self._go(1)
                case Qt.Key.Key_Left if self._place > 0:
                    self._go(-1)
                case Qt.Key.Key_F4:
                    self._pick_other()
                case _:
                    return False
            return True
        return super().eventFilter(watched, event)

    def _on_row(self, index: QModelIndex) -> None:
        """Say of the chosen data set all that is known, and why it is proposed."""
        self.details.show_data_set(index.data(DataSetRole))
        candidate = index.data(CandidateRole)
        self.why.setText(candidate.below if candidate is not None else "")

    def _part(self, found: Suggestion) -> Part | None:
        node = self._desk.open.node(found.part)
        return node if isinstance(node, Part) else None


def _proposed(found: Suggestion, ref: DataSetRef) -> Proposal | None:
    return next((each for each in found.proposals if each.data_set == ref), None)


def _words(part: Part) -> tuple[str, ...]:
    """Give the words that a line reads as: lists repeat their lines."""
    said = (part.name, part.name_zh, part.material, part.package)
    return tuple(map(normalised, said))
