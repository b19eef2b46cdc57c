"""The assistant that reads a parts list: how the file reads, what is wrong, what is made of it.

Everything is found by itself and can be corrected in place; nothing changes until the last button,
and what then changes is one step that can be undone.
"""

import functools
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pcf.findings import Finding, Severity
from pcf.model.bom import walk
from pcf.model.difference import difference
from pcf.model.product import Product
from pcf.model.study import Study
from pcf.units import quantity
from pcf.workflow.lists import ListPreview
from pcf.workflow.matching import Matched
from pcf.workflow.merging import Merged
from ui import jobs
from ui.desk import Desk
from ui.dialogs.list_changes import ListChangesDialog
from ui.tasks import Newest, Task
from ui.widgets.basics import Card, button, column, row, text_label
from ui.widgets.countries import country_box
from ui.widgets.finding_card import FindingCard
from ui.widgets.list_preview import ListPreviewTable

SUFFIXES = "*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt"
_SIZE = (1120, 664)
_SIDE_PX = 296
_MOST_FAULTS = 60
_ACCEPT = (None, 0.9, 0.75, 0.6)
_ACCEPT_AT_FIRST = 0.75


def ask_for_list(desk: Desk, parent: QWidget) -> Path | None:
    """Ask for the file of a parts list; None if the user has thought better of it."""
    texts = desk.texts
    folder = desk.open.path.parent if desk.open.path else Path.home()
    kinds = f"{texts('ui.list.files')} ({SUFFIXES})"
    path, _ = QFileDialog.getOpenFileName(
        parent, texts("ui.action.import_list"), str(folder), kinds
    )
    return Path(path) if path else None


def import_list(desk: Desk, parent: QWidget, path: Path | None, *, into_open: bool) -> None:
    """Show how a parts list reads, and make a study of it or put it into the one that is open.

    Args:
        desk: of the window.
        parent: the window.
        path: the file; None asks for it.
        into_open: the open study has no parts yet and takes the list.
    """
    path = path or ask_for_list(desk, parent)
    if path is None:
        return
    takes_it = into_open and not desk.open.study.bom.parts
    ListImportDialog(desk, parent, path, desk.open.study if takes_it else None).open()


def merge_list(desk: Desk, parent: QWidget, path: Path | None) -> None:
    """Show how a newer list reads and what it changes, and merge it as one step."""
    path = path or ask_for_list(desk, parent)
    if path is not None:
        ListImportDialog(desk, parent, path, desk.open.study).open()


class ListImportDialog(QDialog):
    """The assistant."""

    done_with = Signal(object)
    """The study that was made, or `Merged` for the one that is open."""

    def __init__(self, desk: Desk, parent: QWidget, path: Path, study: Study | None) -> None:
        """Read a file for a new study, or for one that is open: into it, or to be merged."""
        super().__init__(parent)
        self._merges = study is not None and bool(study.bom.parts)
        self._desk = desk
        self._path = path
        self._study = study
        self.preview: ListPreview | None = None
        texts = desk.texts
        self.setWindowTitle(texts("ui.list.title-merge" if self._merges else "ui.list.title"))
        self.setModal(True)
        self.resize(*(desk.look.px(each) for each in _SIZE))
        self.sheet = QComboBox()
        self.heading = QSpinBox()
        self.heading.setRange(0, 9999)
        self.heading.setSpecialValueText(texts("ui.list.no-heading"))
        self.table = ListPreviewTable(desk)
        self.ready = text_label("", "card_title", wrap=True)
        self.counts = text_label("", "hint", wrap=True)
        self.faults = QVBoxLayout()
        self.faults.setSpacing(8)
        self.name, self.number = QLineEdit(), QLineEdit()
        self.country = country_box(desk.texts)
        self.accept_from = QComboBox()
        for each in _ACCEPT:
            key = "ui.list.accept-none" if each is None else "ui.list.accept-from"
            words = texts(key) if each is None else texts(key, percent=round(100 * each))
            self.accept_from.addItem(words, each)
        self.accept_from.setCurrentIndex(_ACCEPT.index(_ACCEPT_AT_FIRST))
        self.masses = QCheckBox(texts("ui.list.masses"))
        self.masses.setChecked(True)
        self.go = button(texts("ui.list.go"), self._go, role="primary")
        whole = column(self._head(), self._middle(), self._foot(), spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.go.setDefault(True)
        self._newest = Newest(self._start, self)
        self._newest.given.connect(lambda _, preview: self._show(preview))
        self._newest.failed.connect(self._on_failed)
        self.table.corrected.connect(self._read)
        self.sheet.activated.connect(lambda _: self._on_sheet())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(300)
        self._typing.timeout.connect(self._read)
        self.heading.valueChanged.connect(lambda _: self._typing.start())
        self._heading_found: int | None = None
        self._task: Task | None = None
        self._say(texts("ui.list.reading"), "")
        self._read()

    # ------------------------------------------------------------------ building

    def _head(self) -> QWidget:
        texts = self._desk.texts
        made = QWidget()
        fields = row(
            _named(texts("ui.list.sheet"), self.sheet, 190),
            _named(texts("ui.list.heading"), self.heading, 110),
            None,
            column(
                None,
                text_label(self._path.name, "bold"),
                text_label(texts("ui.list.found"), "hint"),
                spacing=2,
            ),
            spacing=12,
        )
        fields.setContentsMargins(16, 12, 16, 12)
        made.setLayout(fields)
        return made

    def _middle(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(column(self.faults, None))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        summary = Card()
        summary.add(column(self.ready, self.counts, spacing=4))
        side = QWidget()
        side.setFixedWidth(self._desk.look.px(_SIDE_PX))
        side.setLayout(column(summary, area, self._choices(), spacing=12))
        made = QWidget()
        across = row(self.table, side, spacing=12)
        across.setStretch(0, 1)
        across.setContentsMargins(16, 0, 16, 12)
        made.setLayout(across)
        return made

    def _choices(self) -> QWidget:
        """Give what is asked beside the list: the product, its country, what to take over."""
        texts = self._desk.texts
        card = Card()
        if self._study is None:
            card.add(_named(texts("ui.list.product-name"), self.name))
            card.add(_named(texts("ui.list.product-number"), self.number))
            card.add(_named(texts("ui.list.country"), self.country))
        card.add(_named(texts("ui.list.accept"), self.accept_from))
        card.add(self.masses)
        return card

    def _foot(self) -> QWidget:
        texts = self._desk.texts
        made = QWidget()
        made.setProperty("role", "dialog_foot")
        cancel = button(texts("ui.task.cancel"), self.reject)
        layout = row(None, text_label(texts("ui.list.one-step"), "hint"), cancel, self.go)
        layout.setContentsMargins(16, 10, 16, 10)
        made.setLayout(layout)
        return made

    # ------------------------------------------------------------------ reading

    def order(self) -> jobs.ListOrder:
        """Give how the list is to be read, as it is stated here."""
        titles = self.preview.titles if self.preview else ()
        is_chosen = self.sheet.currentIndex() >= 0 and len(titles) > 1
        is_typed = self._heading_found is not None and self.heading.value() != self._heading_found
        columns = self.table.columns()
        return jobs.ListOrder(
            path=self._path,
            sheet=self.sheet.currentText() if is_chosen else "",
            heading=self.heading.value() if is_typed or columns else None,
            columns=columns,
            accept=self.accept_from.currentData(),
            masses=self.masses.isChecked(),
        )

    def _read(self) -> None:
        self._newest.ask(self.order())

    def _start(self, order: jobs.ListOrder) -> Task:
        self._task = self._desk.worker.run("ui.task.read-list", jobs.preview_list, order)
        self._desk.shell.watch(self._task)
        return self._task

    def _on_sheet(self) -> None:
        """Read another worksheet, of which nothing is known yet."""
        self.table.stated = {}
        self._heading_found = None
        self._read()

    def _show(self, preview: ListPreview) -> None:
        self.preview = preview
        self.sheet.clear()
        self.sheet.addItems(
            [each or self._desk.texts("ui.list.text-file") for each in preview.titles]
        )
        self.sheet.setCurrentText(preview.sheet or self._desk.texts("ui.list.text-file"))
        self.sheet.setEnabled(len(preview.titles) > 1)
        self.heading.blockSignals(True)
        if preview.fault is None:
            self.heading.setValue(preview.heading)
        self._heading_found = self.heading.value()
        self.heading.blockSignals(False)
        self.table.show_preview(preview)
        if not self.name.isModified():
            self.name.setText(preview.name or self._path.stem)
        if not self.number.isModified():
            self.number.setText(preview.number)
        self._say_state(preview)

    def _say_state(self, preview: ListPreview) -> None:
        texts = self._desk.texts
        self.go.setEnabled(preview.fault is None)
        if preview.fault is not None:
            self._say(texts("ui.list.none"), texts.error(preview.fault))
            self._show_faults([])
            return
        faulty = {
            int(each.fields.get("row", 0))
            for each in preview.findings
            if each.severity in {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        }
        facts = texts(
            "ui.list.counts",
            assemblies=preview.assemblies,
            skipped=len(preview.skipped),
            rows=preview.row_count,
        )
        said = texts("ui.list.ready", ready=preview.lines - len(faulty), count=preview.lines)
        self._say(said, facts)
        key = "ui.list.show-changes" if self._merges else "ui.list.go-count"
        self.go.setText(texts(key, count=preview.lines))
        self._show_faults(sorted(preview.findings, key=lambda each: each.severity.rank))

    def _show_faults(self, findings: list[Finding]) -> None:
        while item := self.faults.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for each in findings[:_MOST_FAULTS]:
            card = FindingCard(self._desk)
            card.show_finding(each)
            place = int(each.fields.get("row", 0))
            card.clicked.connect(functools.partial(self.table.show_row, place))
            self.faults.addWidget(card)
        if len(findings) > _MOST_FAULTS:
            more = self._desk.texts("ui.list.more", count=len(findings) - _MOST_FAULTS)
            self.faults.addWidget(text_label(more, "hint", wrap=True))

    def _say(self, head: str, below: str) -> None:
        self.ready.setText(head)
        self.counts.setText(below)

    def _on_failed(self, fault: object) -> None:
        texts = self._desk.texts
        self.go.setEnabled(False)
        self._say(texts("ui.list.none"), self._desk.words_of(fault))

    # ------------------------------------------------------------------ making

    def _go(self) -> None:
        """Make the study, or put the list into the one that is open."""
        self.go.setEnabled(False)
        self._say(self._desk.texts("ui.list.matching"), "")
        work = self._desk.worker.run
        if self._study is None:
            product = Product(
                name=self.name.text().strip(),
                number=self.number.text().strip(),
                declared_unit=quantity(1, "piece"),
            )
            country = self.country.currentData() or ""
            task = work("ui.task.import", jobs.new_study, self.order(), product, country)
        else:
            task = work("ui.task.import", jobs.merge_list, self._study, self.order())
        task.finished.connect(self._on_made)
        task.failed.connect(self._on_failed)
        self._task = task
        self._desk.shell.watch(task)

    def _on_made(self, made: Matched | Merged) -> None:
        """Show what came of it; what a merge changes is looked at first."""
        if self._merges and isinstance(made, Merged):
            changes = ListChangesDialog(self._desk, self, made, self._path.name)
            changes.accepted.connect(lambda: self._take(made))
            changes.rejected.connect(
                lambda: self._say_state(self.preview) if self.preview else None
            )
            changes.open()
        else:
            self._take(made)

    def _take(self, made: Matched | Merged) -> None:
        matched = made.matched if isinstance(made, Merged) else made
        if self._study is None:
            self._desk.program.open_made(matched.study)
        elif self._study is self._desk.open.study:
            self._desk.edit(*difference(self._study, matched.study))
        self.accept()
        self.done_with.emit(made)
        lines = [part for part in walk(matched.study.bom) if not part.parts]
        known = sum(part.bought_as is not None for part in lines)
        said = self._desk.texts("ui.list.done", count=len(lines), matched=known)
        self._desk.shell.toast(said, undo=self._study is not None)
        if self._study is not None:
            self._desk.shell.go("parts")

    def reject(self) -> None:
        """Close without a change; what is being read is thrown away."""
        if self._task is not None:
            self._task.cancel()
        super().reject()


def _named(name: str, control: QWidget, width: int = 0) -> QWidget:
    """Give a control below its label."""
    made = QWidget()
    said = text_label(name, "label")
    said.setBuddy(control)
    control.setAccessibleName(name)
    if width:
        control.setMinimumWidth(width)
    made.setLayout(column(said, control, None, spacing=4))  # labels side by side stay level
    return made
