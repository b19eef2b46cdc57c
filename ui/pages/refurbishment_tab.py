"""The refurbishment cases of a study: what is stated, the fleet, and what follows beside it."""

import functools
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pcf.circularity.case import CaseResult
from pcf.model.edits import Insert, Remove, nodes_below
from pcf.model.refurbishment import DeviceCategory, DeviceRegister, RefurbishmentCase
from pcf.model.study import Study
from pcf.results.names import node_name
from pcf.workflow.circularity import REGISTER_SUFFIXES, calculate_case, register_edits
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study
from ui import jobs
from ui.desk import Desk
from ui.dialogs.case_document import CaseDocumentDialog
from ui.dialogs.node_editor import edit_node
from ui.pages.refurbishment_inputs import RefurbishmentInputs
from ui.pages.refurbishment_outcome import RefurbishmentOutcome
from ui.tasks import Newest, Task
from ui.widgets.basics import EmptyState, button, icon_button, row

_Asked = tuple[Study, str]


class RefurbishmentTab(QWidget):
    """A case at a time: its inputs above, its outcome below, each edit calculated anew."""

    def __init__(self, desk: Desk) -> None:
        """Build it; case and actions stand above all else."""
        super().__init__()
        texts, look = desk.texts, desk.look
        self._desk = desk
        self.result: CaseResult | None = None
        self.case_id = ""
        self.cases = QComboBox()
        self.cases.setAccessibleName(texts("ui.circularity.cases"))
        self.cases.setMinimumWidth(look.px(220))
        self.cases.activated.connect(self._on_chosen)
        self.register = button(
            texts("ui.circularity.register"), self.ask_register, look=look, icon="file-spreadsheet"
        )
        self.add = button(texts("ui.circularity.add"), self.add_case, look=look, icon="plus")
        self._every = icon_button(look, "pencil", texts("ui.form.all-fields"), self._edit_case)
        self._remove = icon_button(look, "trash", texts("ui.circularity.remove"), self._remove_case)
        self.document = button(
            texts("ui.circularity.document-button"),
            self.show_document,
            look=look,
            icon="certificate",
        )
        acts = (self.register, self.add, self.document)
        head = row(self.cases, self._every, self._remove, None, *acts)
        self.inputs = RefurbishmentInputs(desk, self, lambda: self.case_id, lambda: self.result)
        self.outcome = RefurbishmentOutcome(desk, lambda: self.case_id)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(12)
        for card in (
            self.outcome.head,
            self.inputs.fleet,
            self.outcome,
            self.inputs.case,
            self.inputs.later,
            self.inputs.process,
            self.inputs.published,
        ):
            body.addWidget(card)
        body.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(inner)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = EmptyState(
            look,
            "recycle",
            texts("ui.circularity.empty"),
            texts("ui.circularity.empty-hint"),
            button(texts("ui.circularity.add"), self.add_case, look=look, icon="plus"),
            button(texts("ui.circularity.sample"), self.open_sample, look=look, icon="flask"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._stack)
        self._newest = Newest(self._start, self)
        self._newest.given.connect(self._on_given)
        self._newest.failed.connect(self._on_failed)

    # ------------------------------------------------------------------ what is shown

    @property
    def case(self) -> RefurbishmentCase | None:
        """Give the case that is shown, None where there is none."""
        cases = self._desk.open.study.refurbishments
        return next((each for each in cases if each.id == self.case_id), None)

    def refresh(self) -> None:
        """Show the case as the study has it, and calculate it anew."""
        cases = self._desk.open.study.refurbishments
        if self.case is None:
            self.case_id = cases[0].id if cases else ""
            self.result = None
        self.cases.clear()
        for each in cases:
            self.cases.addItem(node_name(each, self._desk.texts), each.id)
        self.cases.setCurrentIndex(self.cases.findData(self.case_id))
        has_case = bool(cases)
        for control in (self.cases, self._every, self._remove, self.document):
            control.setVisible(has_case)
        self._stack.setCurrentIndex(int(has_case))
        self.inputs.refresh()
        if has_case:
            self._newest.ask((self._desk.open.study, self.case_id))
        else:
            self.outcome.show_result(None)

    def choose(self, case: str) -> None:
        """Show a case, if the study has it."""
        if any(each.id == case for each in self._desk.open.study.refurbishments):
            self.case_id = case
            self.result = None
            self.refresh()

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a case or what stands below it."""
        cases = self._desk.open.study.refurbishments
        found = next((each for each in cases if _holds(each, node)), None)
        if found is None:
            return False
        if found.id != self.case_id:
            self.choose(found.id)
        return self.inputs.show_node(node, field)

    def _on_chosen(self, _: int) -> None:
        self.choose(str(self.cases.currentData()))

    # ------------------------------------------------------------------ calculation

    def _start(self, asked: _Asked) -> Task:
        study, case_id = asked
        case = next(each for each in study.refurbishments if each.id == case_id)
        work = functools.partial(calculate_case, study, case, self._desk.background)
        return self._desk.threads.run("ui.task.calculate", work)

    def _on_given(self, asked: object, result: object) -> None:
        if not isinstance(result, CaseResult) or result.study is not self._desk.open.study:
            return
        if result.case.id == self.case_id:
            self.result = result
            self.inputs.show_result()
            self.outcome.show_result(result)

    def _on_failed(self, fault: object, _: object) -> None:
        self.result = None
        self.outcome.show_result(None)
        self._desk.say_fault(fault)

    # ------------------------------------------------------------------ verbs

    def add_case(self) -> None:
        """Begin a case with one category."""
        texts = self._desk.texts
        count = len(self._desk.open.study.refurbishments) + 1
        case = RefurbishmentCase(
            name=texts("ui.circularity.case-name", count=count), categories=(DeviceCategory(),)
        )
        if self._desk.edit(Insert(parent=self._desk.open.study.id, index=-1, node=case)):
            self.choose(case.id)

    def open_sample(self) -> None:
        """Open the sample depot as a study without a file."""
        self._desk.program.open_new(read_sample_study(REFURBISHMENT_SAMPLE))

    def ask_register(self) -> None:
        """Ask for the file of a register and read it into the case."""
        texts = self._desk.texts
        kinds = " ".join(f"*{each}" for each in REGISTER_SUFFIXES)
        path, _ = QFileDialog.getOpenFileName(
            self,
            texts("ui.circularity.register"),
            "",
            f"{texts('ui.circularity.registers')} ({kinds})",
        )
        if path:
            self.read_register(Path(path))

    def read_register(self, path: Path) -> Task:
        """Read a register in the worker and put its sums into the case."""
        task = self._desk.worker.run(
            "ui.task.register", jobs.read_register, path, tells_progress=True
        )
        task.finished.connect(self._take_register)
        task.failed.connect(self._desk.say_fault)
        self._desk.shell.watch(task)
        return task

    def takes(self, path: Path) -> bool:
        """Tell whether a file that is dropped may be a register."""
        return path.suffix.casefold() in REGISTER_SUFFIXES

    def _take_register(self, register: object) -> None:
        if not isinstance(register, DeviceRegister):
            return
        case, edits = self.case, []
        if case is None:
            case = RefurbishmentCase(name=Path(register.file).stem)
            edits.append(Insert(parent=self._desk.open.study.id, index=-1, node=case))
        if self._desk.edit(*edits, *register_edits(case, register)):
            self.choose(case.id)
            rejected = sum(each.rows for each in register.rejected)
            rows = f"{register.rows:,}".replace(",", "\u202f")
            self._desk.shell.toast(
                self._desk.texts("ui.circularity.register-read", rows=rows, rejected=rejected),
                undo=True,
            )

    def show_document(self) -> CaseDocumentDialog | None:
        """Open the document of the case; None while nothing of it is calculated."""
        if self.result is None or not (self.result.scenarios or self.result.case.published):
            self._desk.shell.toast(self._desk.texts("ui.circularity.no-number"))
            return None
        dialog = CaseDocumentDialog(self._desk, self, self.result)
        dialog.open()
        return dialog

    def _edit_case(self) -> None:
        if self.case_id:
            edit_node(self._desk, self, self.case_id)

    def _remove_case(self) -> None:
        name = self.cases.currentText()
        if self.case_id and self._desk.edit(Remove(node=self.case_id)):
            self._desk.shell.toast(self._desk.texts("ui.circularity.removed", name=name), undo=True)


def _holds(case: RefurbishmentCase, node: str) -> bool:
    return any(each.id == node for each in nodes_below(case))
