"""What the actions of a window do: each verb a few lines over study, file and window."""

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from pcf.errors import PcfError
from pcf.glossary import glossary
from pcf.model.bom import walk
from pcf.model.study import Study
from pcf.results.names import node_name
from pcf.workflow.samples import SAMPLES, read_sample_study
from pcf.workflow.studies import STUDY_SUFFIX, save_study, study_files
from ui.actions import ACTIONS, Needs, page_keys
from ui.commands import StudyCommand
from ui.desk import Desk
from ui.dialogs.replace import may_replace
from ui.edit_words import edit_words
from ui.look import ThemeName
from ui.pages.page import Page
from ui.pages.registry import PAGES
from ui.shell.command_box import Command
from ui.study_file import file_name, refuse_held, same_file
from ui.widgets.explained import explain
from ui.words import in_other_language

_MOST_PARTS = 2000
"""Lines that the command box offers; beyond, the filter of the parts page is the way."""


class Window(Protocol):
    """What the verbs ask of their window."""

    is_open: bool
    current: str

    def open_commands(self) -> None:
        """Open the command box."""

    def page(self, page: str) -> Page | None:
        """Give a page if it was shown."""

    def step(self, by: int) -> None:
        """Go through the pages as they were visited."""

    def toggle_rail(self) -> None:
        """Show the rail whole or narrow."""

    def next_area(self) -> None:
        """Give the keyboard to the next area."""

    def widget(self) -> QWidget:
        """Give the window as the parent of dialogs."""


class Verbs:
    """The verbs of one window."""

    def __init__(self, desk: Desk, window: Window) -> None:
        """Act on a window and what it shows."""
        self._desk = desk
        self._window = window

    def by_id(self) -> dict[str, Callable[[], object]]:
        """Give the verb of each action, by the action's id."""
        return {entry.id: getattr(self, entry.id) for entry in ACTIONS}

    # ------------------------------------------------------------------ file

    def new(self) -> None:
        """Open an empty study."""
        self._desk.program.open_new(Study())

    def open(self) -> None:
        """Ask for study files and open them."""
        texts = self._desk.texts
        paths, _ = QFileDialog.getOpenFileNames(
            self._window.widget(),
            texts("ui.action.open"),
            str(self._folder()),
            f"{texts('ui.file.studies')} (*{STUDY_SUFFIX})",
        )
        for path in paths:
            self._desk.program.open_file(Path(path))

    def open_sample(self) -> None:
        """Open the sample as a study without a file."""
        self._desk.program.open_new(read_sample_study(SAMPLES[0]))

    def save(self) -> bool:
        """Write the study to its file, asking for one where it has none; tell whether it is."""
        path = self._desk.open.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Ask for a file and write the study to it; tell whether it is."""
        texts, opened = self._desk.texts, self._desk.open
        product = opened.study.product
        named = product.number or texts.choose(product.name, product.name_zh) or "study"
        name = opened.path.name if opened.path else file_name(named) + STUDY_SUFFIX
        path, _ = QFileDialog.getSaveFileName(
            self._window.widget(),
            texts("ui.action.save_as"),
            str(self._folder() / name),
            f"{texts('ui.file.studies')} (*{STUDY_SUFFIX})",
        )
        if not path:
            return False
        target = Path(path)
        if target.suffix != STUDY_SUFFIX:  # the dialog asked for another name
            target = target.with_name(target.name + STUDY_SUFFIX)
            if not may_replace(self._window.widget(), texts, [target]):
                return False
        return self._write(target)

    def _write(self, path: Path) -> bool:
        texts, opened = self._desk.texts, self._desk.open
        while True:
            try:
                if not same_file(opened.path, path) or opened.held_by:
                    refuse_held(path)
                save_study(path, opened.study, other=opened.path)
            except PcfError as error:
                answer = QMessageBox.warning(
                    self._window.widget(),
                    texts("ui.program"),
                    texts.error(error),
                    QMessageBox.StandardButton.Retry | QMessageBox.StandardButton.Cancel,
                )
                if answer != QMessageBox.StandardButton.Retry:
                    return False
            else:
                opened.saved_as(path)
                return True

    def may_close(self) -> bool:
        """Ask what is to become of what is not saved; False where the window stays."""
        opened, texts = self._desk.open, self._desk.texts
        if not self._window.is_open or opened.is_saved:
            return True
        box = QMessageBox(self._window.widget())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(texts("ui.program"))
        box.setText(texts("ui.close.question", name=self.study_name()))
        box.setInformativeText(texts("ui.close.hint"))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    def study_name(self) -> str:
        """Give what the study is called in a sentence."""
        opened = self._desk.open
        if opened.path:
            return opened.path.name
        product = opened.study.product
        named = self._desk.texts.choose(product.name, product.name_zh)
        return named or self._desk.texts("ui.status.untitled")

    def import_list(self, path: Path | None = None) -> None:
        """Make a study of a parts list, or put the list into the empty one that is open."""
        from ui.dialogs.list_import import import_list

        import_list(self._desk, self._window.widget(), path, into_open=self._window.is_open)

    def merge_list(self, path: Path | None = None) -> None:
        """Merge a newer parts list into the study."""
        from ui.dialogs.list_import import merge_list

        merge_list(self._desk, self._window.widget(), path)

    def take_dropped(self, paths: Iterable[Path]) -> None:
        """Open study files and those in folders; the page or the parts list takes anything else."""
        page = self._window.page(self._window.current) if self._window.is_open else None
        for path in paths:
            if page is not None and path.is_file() and page.take_file(path):
                continue
            if path.is_dir() or path.suffix == STUDY_SUFFIX:
                for each in study_files([path]):
                    self._desk.program.open_file(each)
            elif self._window.is_open and self._desk.open.study.bom.parts:
                self.merge_list(path)
            else:
                self.import_list(path)

    def export(self) -> None:
        """Show where documents and data files are made."""
        self._desk.shell.go("documents")

    def close(self) -> None:
        """Close the window."""
        self._window.widget().close()

    def quit(self) -> None:
        """Close all windows."""
        self._desk.program.quit()

    def _folder(self) -> Path:
        path = self._desk.open.path
        recent = self._desk.settings.recent
        return path.parent if path else Path(recent[0].path).parent if recent else Path.home()

    # ------------------------------------------------------------------ edit

    def undo(self) -> None:
        """Take the last edit back."""
        self._desk.open.stack.undo()

    def redo(self) -> None:
        """Make the edit that was taken back again."""
        self._desk.open.stack.redo()

    def undo_words(self) -> tuple[str, str]:
        """Give what undo and redo would do, "" for nothing."""
        stack = self._desk.open.stack
        places = (stack.index() - 1, stack.index())
        return self._words(places[0]), self._words(places[1])

    def _words(self, place: int) -> str:
        stack = self._desk.open.stack
        command = stack.command(place) if 0 <= place < stack.count() else None
        if not isinstance(command, StudyCommand):
            return ""
        return edit_words(command.edits, command.before, command.after, self._desk.texts)

    def find(self) -> None:
        """Put the keyboard into the filter of the page, if it has one."""
        page = self._window.page(self._window.current)
        if page is not None:
            page.focus_filter()

    def command(self) -> None:
        """Open the command box."""
        self._window.open_commands()

    def commands(self) -> list[Command]:
        """Give everything that the command box can run, in both languages' words."""
        desk, texts = self._desk, self._desk.texts
        other = in_other_language(texts)
        found = []
        for page in PAGES:
            if self._window.is_open or not page.needs_study:
                key = f"ui.page.{page.id}"
                run = _go(desk, page.id)
                found.append(Command(texts(key), other(key), "", run))
        for entry in ACTIONS:
            if entry.id == "command" or (
                entry.needs is not Needs.NOTHING and not self._window.is_open
            ):
                continue
            key = f"ui.action.{entry.id}"
            found.append(Command(texts(key), other(key), entry.keys, _run(desk, entry.id)))
        for term in glossary(texts.language):
            words = texts("ui.glossary.command", word=term.word)
            run_term = functools.partial(self.glossary, term.word)
            found.append(Command(words, f"{term.also} {' '.join(term.words)}", "", run_term))
        if self._window.is_open:
            for part in walk(desk.open.study.bom)[:_MOST_PARTS]:
                also = f"{part.name} {part.name_zh} {part.number} {part.designators}"
                found.append(Command(node_name(part, texts), also, "", _go_to(desk, part.id)))
        return found

    # ------------------------------------------------------------------ view

    def back(self) -> None:
        """Go to the page before."""
        self._window.step(-1)

    def forward(self) -> None:
        """Go to the page after."""
        self._window.step(1)

    def toggle_rail(self) -> None:
        """Show the rail whole or narrow."""
        self._window.toggle_rail()

    def next_area(self) -> None:
        """Give the keyboard to the next area."""
        self._window.next_area()

    def toggle_language(self) -> None:
        """Change to the other language."""
        self._desk.program.set_language(in_other_language(self._desk.texts).language)

    def toggle_theme(self) -> None:
        """Change to the other theme."""
        is_dark = self._desk.look.name is ThemeName.DARK
        self._desk.program.set_theme(ThemeName.LIGHT if is_dark else ThemeName.DARK)

    # ------------------------------------------------------------------ study and results

    def suggest(self) -> None:
        """Take over data sets and masses of lines that have none, where they are sure enough."""
        self._run_on_parts("suggest")

    def look_at_suggestions(self) -> None:
        """Show what is proposed for open and guessed lines, one by one."""
        self._run_on_parts("look_at")

    def _run_on_parts(self, verb: str) -> None:
        self._desk.shell.go("parts")
        page = self._window.page("parts")
        if page is not None:
            page.run(verb)

    def full_solve(self) -> None:
        """Make the solve of record and tell how far the fast path is from it."""
        self._desk.shell.go("results")
        page = self._window.page("results")
        if page is not None:
            page.run("full_solve")

    def next_finding(self, by: int = 1) -> None:
        """Go to the field of the next finding that stands in the way, then of the others."""
        findings = self._desk.open.findings
        if not findings:
            self._desk.shell.toast(self._desk.texts("ui.checks.none"))
            return
        last = getattr(self, "_finding", -1 if by > 0 else 0)
        self._finding = (last + by) % len(findings)
        chosen = findings[self._finding]
        self._desk.shell.go_to_node(chosen.node or self._desk.open.study.id, chosen.field)
        self._desk.shell.toast(self._desk.texts.what(chosen))

    def previous_finding(self) -> None:
        """Go to the field of the finding before."""
        self.next_finding(-1)

    # ------------------------------------------------------------------ help

    def explain(self) -> None:
        """Say what the term at the pointer, else where the keyboard is, means; else all of them."""
        place = QCursor.pos()
        focused = QApplication.focusWidget()
        here = focused.mapToGlobal(focused.rect().bottomLeft()) if focused else place
        texts = self._desk.texts
        if not (
            explain(QApplication.widgetAt(place), place, texts) or explain(focused, here, texts)
        ):
            self.glossary()

    def glossary(self, words: str = "") -> None:
        """Show the glossary."""
        from ui.dialogs.glossary import show_glossary

        show_glossary(self._desk, self._window.widget(), words)

    def keys(self) -> None:
        """Show all shortcuts."""
        from ui.dialogs.about import show_keys

        texts = self._desk.texts
        pages = [(texts(f"ui.page.{page.id}"), page_keys(page.id)) for page in PAGES]
        keys = [(texts(f"ui.action.{each.id}"), each.keys) for each in ACTIONS if each.keys]
        show_keys(self._desk, self._window.widget(), [*keys, *pages])

    def about(self) -> None:
        """Show version, licences and sources."""
        from ui.dialogs.about import show_about

        show_about(self._desk, self._window.widget())


def _go(desk: Desk, page: str) -> Callable[[], object]:
    return lambda: desk.shell.go(page)


def _go_to(desk: Desk, node: str) -> Callable[[], object]:
    return lambda: desk.shell.go_to_node(node)


def _run(desk: Desk, action: str) -> Callable[[], object]:
    return lambda: desk.shell.run_action(action)
