"""Builds everything once and hands it on: settings, look, words, data, worker, windows."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import msgspec
from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QSize, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox, QStyleFactory

from pcf.errors import PcfError
from pcf.model.bom import Part
from pcf.model.difference import difference
from pcf.model.product import Product
from pcf.model.study import Study
from pcf.texts import Language
from pcf.workflow.background import Background, open_background
from pcf.workflow.session import LeftJournal, Recovered, recover, recoverable
from pcf.workflow.studies import open_study
from ui.calculator import Calculator
from ui.desk import Desk
from ui.look import Look, ThemeName
from ui.main_window import MINIMUM, MainWindow
from ui.open_study import OpenStudy
from ui.settings import Settings
from ui.study_file import StudyFile, same_file
from ui.tasks import Threads, Worker
from ui.words import window_texts

_SIZE = QSize(1280, 800)
_FRAME = QSize(8, 40)


class Program:
    """The running program: `desk.program` of every page."""

    def __init__(
        self, application: QApplication, settings: Settings, background: Background
    ) -> None:
        """Take what all windows share."""
        self._application = application
        self.settings = settings
        self._background = background
        self._threads = Threads(application)
        self._worker = Worker(application)
        self._translator = QTranslator(application)
        self.windows: list[MainWindow] = []
        self.texts = window_texts(settings.language or _system_language())
        self.look = self._made_look()
        application.setStyle(QStyleFactory.create("Fusion"))
        application.styleHints().colorSchemeChanged.connect(lambda _: self._on_system_theme())
        application.aboutToQuit.connect(self.close)
        self._dress()

    # ------------------------------------------------------------------ windows

    def open_window(self, opened: OpenStudy | None = None) -> MainWindow:
        """Show a study in a window of its own, or a window without one."""
        window = MainWindow()
        window.closed.connect(lambda: self._forget(window))
        self.windows.append(window)
        self._fill(window, opened)
        shape = self.settings.shape("window")
        if shape.isEmpty() or not window.restoreGeometry(shape):
            # On a screen that is no larger, the system's frame has to find room too.
            room = window.screen().availableGeometry().size() - _FRAME
            window.resize(_SIZE.boundedTo(room).expandedTo(MINIMUM))
        window.show()
        return window

    def open_file(self, path: Path) -> None:
        """Open a study file in a window that shows none, else in one of its own."""
        known = next((each for each in self.windows if same_file(each.desk.open.path, path)), None)
        if known is not None:
            known.activateWindow()
            return
        try:
            study = open_study(path)
        except PcfError as error:
            self._say(error)
            return
        self._show(OpenStudy(study, path))

    def open_new(self, study: Study) -> None:
        """Open a study that has no file yet."""
        self._show(OpenStudy(study))

    def open_made(self, study: Study) -> None:
        """Open a study that was just made of a list: all of it is one step, and not saved yet."""
        begun = msgspec.structs.replace(
            study, product=Product(id=study.product.id), bom=Part(id=study.bom.id), sites=()
        )
        window = self._show(OpenStudy(begun))
        window.desk.open.edit(difference(begun, study))
        window.go("parts")

    def quit(self) -> None:
        """Close all windows, asking for what is not saved."""
        self._application.closeAllWindows()

    def offer_recovery(self) -> None:
        """Ask for each study that a crash left unsaved whether it is to be brought back."""
        for left in recoverable():
            answer = self._ask_recovery(left)
            if answer is None:
                return
            if not answer:
                left.discard()
                continue
            try:
                recovered = recover(left)
            except PcfError as error:
                self._say(error)
                continue
            opened = OpenStudy(recovered.base, recovered.path)
            window = self._show(opened)
            window.file.resume(recovered)
            if not opened.held_by:  # else nothing here can be saved to the file yet
                left.discard()
            say = window.strip if recovered.is_base_changed else window.toast
            say(self._recovery_words(recovered))

    def tell_lacking_data(self) -> None:
        """Say which databases that were brought to this computer can't be read."""
        faults = self._background.catalogue.faults
        if faults:
            self.windows[0].strip("\n".join(self.texts.error(each) for each in faults))

    def _ask_recovery(self, left: LeftJournal) -> bool | None:
        """Give whether a journal is to be brought back; None to ask again at the next start."""
        texts = self.texts
        name = left.path.name if left.path else texts("ui.status.untitled")
        box = QMessageBox(self._active())
        box.setWindowTitle(texts("ui.program"))
        box.setIcon(QMessageBox.Icon.Question)
        when = left.changed.astimezone().strftime("%Y-%m-%d %H:%M")
        box.setText(texts("ui.recovery.question", name=name, when=when))
        box.setInformativeText(texts("ui.recovery.hint"))
        recover_it = box.addButton(texts("ui.recovery.recover"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(
            texts("ui.recovery.discard"), QMessageBox.ButtonRole.DestructiveRole
        )
        box.addButton(texts("ui.recovery.later"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is recover_it:
            return True
        return False if box.clickedButton() is discard else None

    def _recovery_words(self, recovered: Recovered) -> str:
        if recovered.lost:
            return self.texts("ui.recovery.partly", count=recovered.entries, lost=recovered.lost)
        key = "changed" if recovered.is_base_changed else "done"
        return self.texts(f"ui.recovery.{key}", count=recovered.entries)

    def _say(self, error: PcfError) -> None:
        QMessageBox.warning(self._active(), self.texts("ui.program"), self.texts.error(error))

    def _show(self, opened: OpenStudy) -> MainWindow:
        window = self._active()
        if window is None or window.is_open:
            window = self.open_window(opened)
        else:
            self._fill(window, opened)
        window.go("parts" if opened.study.bom.parts else "scope")
        return window

    def _fill(self, window: MainWindow, opened: OpenStudy | None) -> None:
        shown = opened or OpenStudy(Study())
        shown.setParent(window)
        desk = self._desk(window, shown)
        calculator = Calculator(shown, self._background, self._threads)
        file = StudyFile(shown, self._say)
        window.show_desk(desk, calculator, file, is_open=opened is not None)
        if opened is not None:
            file.begin()
            calculator.ask(opened.study)

    def _desk(self, window: MainWindow, opened: OpenStudy) -> Desk:
        return Desk(
            texts=self.texts,
            look=self.look,
            settings=self.settings,
            background=self._background,
            threads=self._threads,
            worker=self._worker,
            open=opened,
            shell=window,
            program=self,
        )

    def _active(self) -> MainWindow | None:
        active = self._application.activeWindow()
        if isinstance(active, MainWindow):
            return active
        return self.windows[-1] if self.windows else None

    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)

    # ------------------------------------------------------------------ language and look

    def set_language(self, language: Language) -> None:
        """Build all windows anew in a language."""
        self.settings.language = language
        self.texts = self.texts.in_language(language)
        self.rebuild()

    def set_theme(self, theme: ThemeName | None) -> None:
        """Build all windows anew in a theme."""
        self.settings.theme = theme
        self.rebuild()

    def rebuild(self) -> None:
        """Build all windows anew over the same studies."""
        self.look = self._made_look()
        self._dress()
        for window in self.windows:
            old = window.desk
            window.show_desk(
                self._desk(window, old.open),
                window.calculator,
                window.file,
                is_open=window.is_open,
            )

    def _made_look(self) -> Look:
        theme = self.settings.theme or self._system_theme()
        return Look(theme, self.settings.text_scale)

    def _system_theme(self) -> ThemeName:
        is_dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return ThemeName.DARK if is_dark else ThemeName.LIGHT

    def _on_system_theme(self) -> None:
        if self.settings.theme is None and self._system_theme() is not self.look.name:
            self.rebuild()

    def _dress(self) -> None:
        """Give Qt's own dialogs the language and the look of the windows."""
        self._application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{self.texts.language.value}", folder):
            self._application.installTranslator(self._translator)
        self._application.setPalette(self.look.palette())
        self._application.setFont(self.look.font("body"))
        self._application.setStyleSheet(self.look.style_sheet())
        self._application.setWindowIcon(self.look.mark())

    def close(self) -> None:
        """Wait for the thread, end the worker."""
        self._threads.close()
        self._worker.close()


def run(arguments: Sequence[str]) -> int:
    """Start the window with study files, or with the start page, and give the exit code."""
    QApplication.setOrganizationName("Cradlegate")
    QApplication.setApplicationName("Cradlegate")
    application = QApplication([sys.argv[0]])
    store = os.environ.get("CRADLEGATE_SETTINGS")
    kept = QSettings(store, QSettings.Format.IniFormat) if store else QSettings()
    program = Program(application, Settings(kept), open_background())
    sys.excepthook = program_fault(program)
    program.open_window()
    program.tell_lacking_data()
    program.offer_recovery()
    for argument in arguments:
        program.open_file(Path(argument).resolve())
    return application.exec()


Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def program_fault(program: Program) -> Hook:
    """Give a hook that says a fault of our own in one dialog with a report to send."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if isinstance(fault, PcfError):  # the user's own to mend, said where nobody else did
            QMessageBox.warning(None, program.texts("ui.program"), program.texts.error(fault))
            return
        report = "".join(traceback.format_exception(kind, fault, trace))
        sys.stderr.write(report)
        box = QMessageBox(
            QMessageBox.Icon.Critical, program.texts("ui.program"), program.texts("ui.fault")
        )
        box.setDetailedText(report)
        box.exec()

    return hook


def _system_language() -> Language:
    is_chinese = QLocale.system().language() is QLocale.Language.Chinese
    return Language.CHINESE if is_chinese else Language.ENGLISH
