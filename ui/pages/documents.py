"""Documents and export: which files, for whom, and what they will look like."""

import datetime
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFileDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pcf.findings import Severity
from pcf.model.study import Study
from pcf.results.estimates import document_kind, is_draft, left_out
from pcf.results.result import PcfResult
from pcf.texts import Language
from pcf.workflow.documents import document_path, export_paths
from ui import jobs
from ui.desk import Desk
from ui.dialogs.replace import may_replace
from ui.open_study import Change
from ui.pages.page import Page
from ui.study_file import file_name
from ui.tasks import Newest, Task
from ui.widgets.basics import Card, EmptyState, button, column, row, text_label
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.segments import Segments
from ui.words import language_name

_SIDE_PX = 292
_WAIT_MS = 300
"""Typing goes on that long before a preview is made."""

_EXPORTS = ("xlsx", "csv", "json")


class DocumentsPage(Page):
    """The files that a study can be issued as, with a preview of the real pages."""

    title_key = "ui.page.documents"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        texts = desk.texts
        self._language = texts.language
        self.draft = button(texts("ui.documents.save-draft"), self._issue)
        self.issue = button("", self._issue, look=desk.look, icon="file-export", role="primary")
        self.reason = text_label("", "hint")
        for each in (self.reason, self.draft, self.issue):
            self.buttons.addWidget(each)
        self.exports = {each: QCheckBox(texts(f"ui.documents.export-{each}")) for each in _EXPORTS}
        self.issuer = QLineEdit()
        self.issuer.editingFinished.connect(self._ask_preview)
        self.issued = QDateEdit(QDate.currentDate())
        self.issued.setCalendarPopup(True)
        self.issued.setDisplayFormat("yyyy-MM-dd")
        self.issued.setLocale(QLocale(texts.language.value))
        self.issued.dateChanged.connect(lambda _: self._ask_preview())
        self.kind = text_label("", "body", wrap=True)
        self.ready = QVBoxLayout()
        self.ready.setSpacing(6)
        named = self._language_names()
        both = (texts("ui.documents.language-both"), None)
        self.languages = Segments([*named, both], texts.language, stretches=True)
        self.languages.chosen.connect(lambda _: self._say_state())
        self.preview_language = Segments(named, texts.language)
        self.preview_language.chosen.connect(self._show_language)
        self.preview = PdfPreview(desk)
        self.preview_state = text_label("", "state_chip")
        self.preview_state.hide()
        self.empty = EmptyState(
            desk.look, "file-text", texts("ui.documents.empty"), texts("ui.documents.empty-hint")
        )
        self._shown = QStackedWidget()
        self._shown.addWidget(self.empty)
        self._shown.addWidget(self.preview)
        right = column(
            row(self.preview_language, 8, self.preview_state, None, self.preview.tools),
            self._shown,
        )
        right.setStretch(1, 1)
        across = row(self._side(), right, spacing=16)
        across.setStretch(1, 1)
        self.body.addLayout(across, 1)
        self._newest = Newest(self._start_preview, self)
        self._newest.given.connect(self._on_preview)
        self._newest.failed.connect(self._on_failed)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(lambda: self._newest.ask(self.desk.open.study))
        self._previewed: tuple[object, ...] = ()
        for box in self.exports.values():
            box.toggled.connect(lambda _: self._say_state())

    # ------------------------------------------------------------------ building

    def _side(self) -> QWidget:
        texts = self.desk.texts
        documents = Card(texts("ui.documents.documents"))
        documents.add(self.kind)
        documents.add(self.languages)
        files = Card(texts("ui.documents.data-files"))
        for box in self.exports.values():
            files.add(box)
        issuer = Card(texts("ui.documents.issuer"))
        for key, control in (("issuer-name", self.issuer), ("issued-on", self.issued)):
            name = text_label(texts(f"ui.documents.{key}"), "label")
            name.setBuddy(control)
            control.setAccessibleName(name.text())
            issuer.add(column(name, control, spacing=4))
        ready = Card(texts("ui.documents.ready"))
        ready.add(self.ready)
        inner = QWidget()
        inner.setLayout(column(documents, files, issuer, ready, None, spacing=12))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFixedWidth(self.desk.look.px(_SIDE_PX) + 10)
        return area

    def _language_names(self) -> list[tuple[str, Language]]:
        return [(language_name(each, self.desk.texts), each) for each in Language]

    # ------------------------------------------------------------------ what changes

    def view_state(self) -> dict[str, object]:
        """Keep what is chosen to be issued, and for whom."""
        return {
            "exports": [each for each, box in self.exports.items() if box.isChecked()],
            "issuer": self.issuer.text(),
            "issued": self.issued.date(),
            "both": self.languages.value is None,
        }

    def restore(self, state: dict[str, object]) -> None:
        """Choose again what `view_state` kept; one language follows the window's."""
        exports, issued = state["exports"], state["issued"]
        for each, box in self.exports.items():
            box.setChecked(isinstance(exports, list) and each in exports)
        self.issuer.setText(str(state["issuer"]))
        if isinstance(issued, QDate):
            self.issued.setDate(issued)
        if state["both"]:
            self.languages.button(None).setChecked(True)
        self._say_state()

    def study_changed(self, change: Change | None) -> None:
        """Wait for the result."""

    def result_changed(self) -> None:
        """Say what can be issued, and make the preview anew."""
        self._say_state()
        if self.desk.open.result is not None:
            self._ask_preview()
        else:
            texts = self.desk.texts
            self.empty.say(texts("ui.documents.empty"), texts("ui.documents.empty-hint"))
            self._shown.setCurrentWidget(self.empty)

    def order(self) -> jobs.Order:
        """Give what is chosen to be issued."""
        chosen: Language | None = self.languages.value
        exports = tuple(each for each, box in self.exports.items() if box.isChecked())
        return jobs.Order(
            languages=(chosen,) if chosen else tuple(Language),
            exports=exports,
            issued=_day(self.issued.date()),
            issuer=self.issuer.text().strip(),
        )

    def _say_state(self) -> None:
        texts, result = self.desk.texts, self.desk.open.result
        order = self.order()
        with_words = [each for each in order.exports if each != "json"]
        count = len(order.languages) * (1 + len(with_words)) + ("json" in order.exports)
        self.issue.setText(f" {texts('ui.documents.issue', count=count)}")
        blocked = result is None or is_draft(result) or result.is_incomplete
        self.issue.setEnabled(not blocked)
        self.draft.setVisible(blocked and result is not None)
        self.draft.setEnabled(result is not None)
        if result is None:
            self.kind.setText(texts("ui.documents.kind-none"))
            self.reason.setText("")
        else:
            self.kind.setText(texts(f"ui.documents.kind-{document_kind(result).value}"))
            stands = sum(
                each.severity in {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
                for each in result.findings
            )
            said = texts("ui.documents.blocked", count=stands) if stands else ""
            waits = texts("ui.documents.waits") if blocked else ""
            self.reason.setText(said or waits)
        self._say_ready(result)

    def _say_ready(self, result: PcfResult | None) -> None:
        """List what issuing needs, each met or not."""
        while item := self.ready.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        if result is None:
            return
        blocking = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        company = result.study.company
        facts = (
            ("complete", not (result.is_incomplete or left_out(result.findings))),
            ("no-blocking", not any(each.severity in blocking for each in result.findings)),
            ("company", bool(company.name or company.name_zh)),
            ("saved", self.desk.open.path is not None and self.desk.open.is_saved),
        )
        look = self.desk.look
        for key, is_met in facts:
            icon, token = ("circle-check-filled", "ok") if is_met else ("circle-dashed", "text3")
            sign = QLabel()
            sign.setPixmap(look.pixmap(icon, look.colour(token), 16))
            words = text_label(self.desk.texts(f"ui.documents.ready-{key}"), "body", wrap=True)
            line = QWidget()
            layout = row(sign, words)
            layout.setStretch(1, 1)
            line.setLayout(layout)
            state = self.desk.texts(f"ui.documents.{'met' if is_met else 'open'}")
            line.setAccessibleName(f"{words.text()}: {state}")
            self.ready.addWidget(line)

    # ------------------------------------------------------------------ preview

    def _ask_preview(self) -> None:
        wanted = (self.desk.open.calculated, self._language, self.issued.date(), self.issuer.text())
        if self.desk.open.result is None or wanted == self._previewed:
            return
        self._previewed = wanted
        self.preview_state.setText(self.desk.texts("ui.documents.preview-making"))
        self.preview_state.setProperty("state", "stale")
        self.preview_state.show()
        self.preview.count.hide()  # there is no room for both
        if not self.preview.page_count:
            self.empty.say(self.preview_state.text(), "")
        self._wait.start()

    def _start_preview(self, study: Study) -> Task:
        language, issued = self._language, _day(self.issued.date())
        task = self.desk.worker.run(
            "ui.task.preview", jobs.preview, study, language, issued, self.issuer.text().strip()
        )
        self.desk.shell.watch(task)
        return task

    def _on_preview(self, _: object, content: object) -> None:
        if isinstance(content, bytes):
            self.preview_state.hide()
            self.preview.count.show()
            self._shown.setCurrentWidget(self.preview)
            self.preview.show_pdf(content)

    def _on_failed(self, fault: object) -> None:
        self.preview_state.hide()
        self._previewed = ()
        self.desk.say_fault(fault)

    def _show_language(self, language: Language) -> None:
        self._language = language
        self._ask_preview()

    # ------------------------------------------------------------------ issuing

    def _issue(self) -> None:
        """Ask for a folder and write the files there."""
        texts, opened = self.desk.texts, self.desk.open
        folder = QFileDialog.getExistingDirectory(
            self,
            texts("ui.documents.folder"),
            str(opened.path.parent if opened.path else Path.home()),
        )
        if folder:
            self.write_to(Path(folder))

    def write_to(self, folder: Path) -> Task | None:
        """Write the chosen files into a folder; None where others stand there and are to stay."""
        opened = self.desk.open
        product = opened.study.product
        name = opened.path.stem if opened.path else product.number or product.name or "study"
        target = folder / file_name(name)
        if not may_replace(self, self.desk.texts, self._files(target)):
            return None
        task = self.desk.worker.run("ui.task.issue", jobs.issue, opened.study, target, self.order())
        task.finished.connect(self._on_issued)
        task.failed.connect(self._on_failed)
        self.desk.shell.watch(task)
        return task

    def _files(self, target: Path) -> list[Path]:
        """Give the files that the order comes to."""
        result, order = self.desk.open.result, self.order()
        if result is None:
            return []
        texts = [self.desk.texts.in_language(language) for language in order.languages]
        documents = [document_path(result, each, target) for each in texts]
        exports = (path for kind in order.exports for path, _ in export_paths(kind, texts, target))
        return [*documents, *exports]

    def _on_issued(self, paths: tuple[Path, ...]) -> None:
        folder = paths[0].parent
        said = self.desk.texts("ui.documents.issued", count=len(paths), folder=str(folder))
        url = QUrl.fromLocalFile(str(folder))
        show = self.desk.texts("ui.documents.show-folder")
        self.desk.shell.toast(said, action=(show, lambda: QDesktopServices.openUrl(url)))


def _day(date: QDate) -> datetime.date:
    return datetime.date(date.year(), date.month(), date.day())
