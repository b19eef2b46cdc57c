"""The one table of actions: what menus, shortcuts and the command box offer.

An action is data. What it does is the method of its name on `ui.verbs.Verbs`; its words are
`ui.action.ID`. A new action is one row here, one method there, and its words in both languages.
"""

import enum
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from ui.desk import Desk
from ui.pages.registry import PAGES


class Needs(enum.Enum):
    """What must be there for an action to be enabled."""

    NOTHING = enum.auto()
    STUDY = enum.auto()
    """An open study."""
    EDITABLE = enum.auto()
    """One that is not held by another window."""


class ActionEntry(NamedTuple):
    """An action.

    Attributes:
        id: names method and words.
        menu: that it stands in; a line parts the groups of a menu.
        keys: shortcut, "" for none.
        icon: of its menu entry, "" for none.
        begins_group: a line stands above it.
    """

    id: str
    menu: str
    keys: str = ""
    needs: Needs = Needs.STUDY
    icon: str = ""
    begins_group: bool = False


MENUS = ("file", "edit", "view", "study", "results", "help")

ACTIONS: tuple[ActionEntry, ...] = (
    ActionEntry("new", "file", "Ctrl+N", Needs.NOTHING),
    ActionEntry("open", "file", "Ctrl+O", Needs.NOTHING, "folder-open"),
    ActionEntry("open_sample", "file", "", Needs.NOTHING),
    ActionEntry("save", "file", "Ctrl+S", Needs.EDITABLE, "device-floppy", begins_group=True),
    ActionEntry("save_as", "file", "Ctrl+Shift+S"),
    ActionEntry("import_list", "file", "Ctrl+I", Needs.NOTHING, "table-import", begins_group=True),
    ActionEntry("merge_list", "file", "Ctrl+Shift+I", Needs.EDITABLE),
    ActionEntry("export", "file", "Ctrl+E", icon="file-export"),
    ActionEntry("close", "file", "Ctrl+W", Needs.NOTHING, begins_group=True),
    ActionEntry("quit", "file", "Ctrl+Q", Needs.NOTHING),
    ActionEntry("undo", "edit", "Ctrl+Z", Needs.EDITABLE, "arrow-back-up"),
    ActionEntry("redo", "edit", "Ctrl+Y", Needs.EDITABLE, "arrow-forward-up"),
    ActionEntry("find", "edit", "Ctrl+F", begins_group=True),
    ActionEntry("command", "edit", "Ctrl+K", Needs.NOTHING, "search"),
    ActionEntry("back", "view", "Alt+Left", Needs.NOTHING),
    ActionEntry("forward", "view", "Alt+Right", Needs.NOTHING),
    ActionEntry("toggle_rail", "view", "Ctrl+B", Needs.NOTHING, begins_group=True),
    ActionEntry("next_area", "view", "F6", Needs.NOTHING),
    ActionEntry("toggle_language", "view", "", Needs.NOTHING, "language", begins_group=True),
    ActionEntry("toggle_theme", "view", "", Needs.NOTHING, "moon"),
    ActionEntry("suggest", "study", "Ctrl+Shift+M", Needs.EDITABLE, "sparkles"),
    ActionEntry("look_at_suggestions", "study", "Ctrl+Shift+L", Needs.EDITABLE),
    ActionEntry("full_solve", "results", "F5"),
    ActionEntry("next_finding", "results", "F8", begins_group=True),
    ActionEntry("previous_finding", "results", "Shift+F8"),
    ActionEntry("explain", "help", "F1", Needs.NOTHING),
    ActionEntry("glossary", "help", "", Needs.NOTHING),
    ActionEntry("keys", "help", "", Needs.NOTHING),
    ActionEntry("about", "help", "", Needs.NOTHING),
)


def page_keys(page: str) -> str:
    """Give the shortcut of a page: its number, 0 for the tenth; for settings the usual comma."""
    if page == "settings":
        return "Ctrl+,"
    return f"Ctrl+{([entry.id for entry in PAGES].index(page) + 1) % 10}"


class Actions:
    """The actions of one window as Qt has them."""

    def __init__(
        self, desk: Desk, bar: QMenuBar, verbs: Mapping[str, Callable[[], object]]
    ) -> None:
        """Make them, each bound to its verb, those of the pages included; the bar owns them."""
        self._desk = desk
        self._bar = bar
        self.by_id: dict[str, QAction] = {}
        for entry in ACTIONS:
            self._add(entry, desk.texts(f"ui.action.{entry.id}"), verbs[entry.id])
        for page in PAGES:
            needs = Needs.STUDY if page.needs_study else Needs.NOTHING
            entry = ActionEntry(f"page_{page.id}", "view", page_keys(page.id), needs, page.icon)
            text = desk.texts(f"ui.page.{page.id}")
            self._add(entry, text, functools.partial(desk.shell.go, page.id))

    def fill(self, bar: QMenuBar) -> None:
        """Put the actions into the menus of a bar."""
        bar.clear()
        menus = {menu: bar.addMenu(self._desk.texts(f"ui.menu.{menu}")) for menu in MENUS}
        for entry in ACTIONS:
            if entry.begins_group:
                menus[entry.menu].addSeparator()
            menus[entry.menu].addAction(self.by_id[entry.id])
            if entry.id == "open":
                self._recent = menus["file"].addMenu(self._desk.texts("ui.menu.recent"))
                menus["file"].aboutToShow.connect(self._list_recent)
        menus["view"].addSeparator()
        for page in PAGES:
            menus["view"].addAction(self.by_id[f"page_{page.id}"])

    def _list_recent(self) -> None:
        """List the studies that were open last."""
        self._recent.clear()
        texts, program = self._desk.texts, self._desk.program
        for study in self._desk.settings.recent:
            path = Path(study.path)
            named = texts.choose(study.name, study.name_zh)
            words = " · ".join(filter(None, (named, path.name))).replace("&", "&&")
            entry = self._recent.addAction(words)
            entry.setToolTip(study.path)
            entry.triggered.connect(lambda _=False, path=path: program.open_file(path))
        self._recent.setEnabled(not self._recent.isEmpty())

    def enable(self, *, is_open: bool, is_editable: bool) -> None:
        """Enable what can be done now."""
        for entry in ACTIONS:
            allowed = {Needs.NOTHING: True, Needs.STUDY: is_open, Needs.EDITABLE: is_editable}
            self.by_id[entry.id].setEnabled(allowed[entry.needs])
        for page in PAGES:
            self.by_id[f"page_{page.id}"].setEnabled(is_open or not page.needs_study)

    def _add(self, entry: ActionEntry, text: str, verb: Callable[[], object]) -> None:
        action = QAction(text, self._bar)
        if entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if entry.icon:
            action.setIcon(self._desk.look.icon(entry.icon, "text2", 16))
        action.triggered.connect(lambda _checked=False: verb())
        self.by_id[entry.id] = action
