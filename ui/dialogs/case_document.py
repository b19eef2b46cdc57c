"""The document of a refurbishment case: its real pages, and the files that are written."""

import datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QWidget

from pcf.circularity.case import CaseResult
from pcf.texts import Language
from ui import jobs
from ui.desk import Desk
from ui.study_file import file_name
from ui.tasks import Task
from ui.widgets.basics import button, column, row, text_label
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.segments import Segments
from ui.words import language_name

_SIZE = (860, 720)


class CaseDocumentDialog(QDialog):
    """Preview and issue of one case, by the study as it stands."""

    def __init__(self, desk: Desk, parent: QWidget, result: CaseResult) -> None:
        """Ask for the preview."""
        super().__init__(parent)
        texts = desk.texts
        self._desk, self._result = desk, result
        title = texts("ui.circularity.document")
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(*(desk.look.px(each) for each in _SIZE))
        self.preview = PdfPreview(desk)
        named = [(language_name(each, texts), each) for each in Language]
        self.language = Segments(named, texts.language)
        self.language.chosen.connect(lambda _: self.show_preview())
        self.issuer = QLineEdit()
        self.issuer.setPlaceholderText(texts("ui.documents.issuer-name"))
        self.issuer.setAccessibleName(texts("ui.documents.issuer-name"))
        self.issuer.editingFinished.connect(self.show_preview)
        self.workbook = QCheckBox(texts("ui.documents.export-xlsx"))
        self.state = text_label("", "hint", wrap=True)
        is_draft = result.is_blocked
        self.save = button(
            texts("ui.documents.save-draft" if is_draft else "ui.circularity.write"),
            self._ask_folder,
            look=desk.look,
            icon="file-export",
            role="primary",
        )
        close = button(texts("ui.circularity.close"), self.reject)
        if is_draft:
            self.state.setText(texts("ui.circularity.draft"))
        head = row(self.language, self.issuer, None, self.preview.tools)
        feet = row(self.state, self.workbook, close, self.save)
        feet.setStretch(0, 1)
        layout = column(text_label(title, "page_title"), head, self.preview, feet, spacing=12)
        layout.setStretch(2, 1)
        layout.setContentsMargins(16, 16, 16, 16)
        self.setLayout(layout)
        self.show_preview()

    def show_preview(self) -> Task:
        """Have the pages made as they would be issued now."""
        task = self._desk.worker.run(
            "ui.task.preview",
            jobs.case_preview,
            self._result.study,
            self._result.case.id,
            self.language.value,
            _today(),
            self.issuer.text().strip(),
        )
        task.finished.connect(self._on_preview)
        task.failed.connect(self._on_failed)
        self._desk.shell.watch(task)
        return task

    def write_to(self, folder: Path) -> Task:
        """Write the document in both languages, and the workbook if it is wanted."""
        opened, case = self._desk.open, self._result.case
        name = opened.path.stem if opened.path else case.name or case.name_zh or "study"
        order = jobs.Order(
            languages=tuple(Language),
            exports=("xlsx",) if self.workbook.isChecked() else (),
            issued=_today(),
            issuer=self.issuer.text().strip(),
        )
        target = folder / file_name(name)
        task = self._desk.worker.run(
            "ui.task.issue", jobs.issue_case, self._result.study, case.id, target, order
        )
        task.finished.connect(self._on_written)
        task.failed.connect(self._on_failed)
        self._desk.shell.watch(task)
        return task

    def _ask_folder(self) -> None:
        opened = self._desk.open
        folder = QFileDialog.getExistingDirectory(
            self,
            self._desk.texts("ui.documents.folder"),
            str(opened.path.parent if opened.path else Path.home()),
        )
        if folder:
            self.write_to(Path(folder))

    def _on_preview(self, content: object) -> None:
        if isinstance(content, bytes):
            self.preview.show_pdf(content)

    def _on_written(self, paths: object) -> None:
        if not isinstance(paths, tuple):
            return
        folder = str(paths[0].parent)
        texts, url = self._desk.texts, QUrl.fromLocalFile(folder)
        said = texts("ui.documents.issued", count=len(paths), folder=folder)
        show = texts("ui.documents.show-folder")
        self._desk.shell.toast(said, action=(show, lambda: QDesktopServices.openUrl(url)))
        self.accept()

    def _on_failed(self, fault: object) -> None:
        self.state.setText(self._desk.words_of(fault))


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()
