"""One window over one study: menus, rail, page, live panel, status line. It only arranges.

Another language or theme builds the content anew over the same open study: so nothing can be left
in the other language, and no control has to know how to change its words.
"""

import datetime
from pathlib import Path

from PySide6.QtCore import QMetaObject, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pcf.findings import Severity
from pcf.results.contributions import totals
from pcf.results.result import PcfResult
from ui.actions import Actions
from ui.calculator import Calculator
from ui.desk import Desk, PassingAction
from ui.fields import choice_word
from ui.open_study import Change
from ui.pages.page import Page
from ui.pages.registry import PAGES, page_of_nodes
from ui.settings import RecentStudy
from ui.shell.command_box import CommandBox
from ui.shell.corner import Corner
from ui.shell.live_panel import LivePanel
from ui.shell.rail import Rail
from ui.shell.status import StatusLine
from ui.shell.step_states import step_states
from ui.shell.strip import Strip
from ui.shell.toast import Toast
from ui.shell.total_strip import TotalStrip
from ui.study_file import StudyFile
from ui.tasks import Task
from ui.verbs import Verbs
from ui.widgets.explained import Explainer

MINIMUM = QSize(1024, 640)
_NARROW_RAIL_BELOW = 1264
"""A screen of 1280 less the frame that a system puts around a window."""
_WIDE_FROM = 1600
_NO_PANEL_BELOW = 1100
_STEPS = {entry.id: entry for entry in PAGES}


class MainWindow(QMainWindow):
    """A window; `desk.shell` of its pages."""

    closed = Signal()

    def __init__(self) -> None:
        """Make it empty; `show_desk` fills it."""
        super().__init__()
        self.setMinimumSize(MINIMUM)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rail_choice: bool | None = None
        self._states: dict[str, dict[str, object]] = {}
        self._trail: list[str] = []
        self._trail_place = -1
        self._heard: list[QMetaObject.Connection] = []
        self.current = "start"

    # ------------------------------------------------------------------ building

    def show_desk(
        self, desk: Desk, calculator: Calculator, file: StudyFile, *, is_open: bool
    ) -> None:
        """Fill the window with all that shows a study, or with none open.

        Args:
            desk: what its pages work with.
            calculator: keeps the result of the open study up to date.
            file: holds its file, and keeps the journal of what is not saved.
            is_open: False while no study is open.
        """
        for page, made in getattr(self, "_pages", {}).items():
            self._states[page] = made.view_state()
        self.desk = desk
        self.is_open = is_open
        self.calculator = calculator
        self.file = file
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._homes: dict[str, str] | None = None
        self.verbs = Verbs(desk, self)
        bar = QMenuBar()
        self.setMenuBar(bar)  # the old one goes, and its actions with it
        self.action_table = Actions(desk, bar, self.verbs.by_id())
        self.action_table.fill(bar)
        self.addActions(list(self.action_table.by_id.values()))
        self._corner = Corner(desk)
        bar.setCornerWidget(self._corner)
        self._corner.show()
        content = self._content()
        self.setCentralWidget(content)
        Explainer(desk.texts, content)
        self._toast = Toast(content)
        self._commands = CommandBox(desk, content, self.verbs.commands)
        self._listen(desk)
        self._on_file_changed()
        self._panel.refresh()
        self._total.refresh()
        self._show_state()
        self._fit_width()
        self.go(self.current if is_open or not _STEPS[self.current].needs_study else "start")

    def _listen(self, desk: Desk) -> None:
        """Hear what the open study says, and no longer what another one said."""
        self._stop_listening()
        opened = desk.open
        self._heard = [
            opened.study_changed.connect(self._on_study_changed),
            opened.result_changed.connect(self._on_result_changed),
            opened.file_changed.connect(self._on_file_changed),
            opened.stack.indexChanged.connect(self._show_undo),
            self.calculator.counted.connect(self._on_counted),
        ]

    def _stop_listening(self) -> None:
        for heard in self._heard:
            QObject.disconnect(heard)
        self._heard = []

    def _content(self) -> QWidget:
        self._rail = Rail(self.desk)
        self._rail.page_chosen.connect(self.go)
        self._rail.show_study(is_open=self.is_open)
        self._strip = Strip(self.desk)
        self._stack = QStackedWidget()
        self._panel = LivePanel(self.desk)
        self._total = TotalStrip(self.desk)
        self._status = StatusLine(self.desk)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        centre.addWidget(self._total)
        centre.addWidget(self._strip)
        centre.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._rail)
        across.addLayout(centre, 1)
        across.addWidget(self._panel)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(across, 1)
        whole.addWidget(self._status)
        return content

    # ------------------------------------------------------------------ what pages may ask

    def go(self, page: str, node: str = "", field: str = "") -> None:
        """Show a page, and there a node and one of its fields."""
        entry = _STEPS[page]
        if entry.needs_study and not self.is_open:
            return
        if page not in self._pages:
            made = entry.make(self.desk)
            self._pages[page] = made
            self._stack.addWidget(made)
            self._stale.add(page)
        self.current = page
        self._remember(page)
        self._stack.setCurrentWidget(self._pages[page])
        self._rail.show_page(page)
        self._fit_width()
        self._refresh_current()
        self._pages[page].setFocus(Qt.FocusReason.OtherFocusReason)
        if page in self._states:
            self._pages[page].restore(self._states.pop(page))
        if node:
            self._pages[page].show_node(node, field)

    def go_to_node(self, node: str, field: str = "") -> None:
        """Show a node of the study on the page where it is mended."""
        self.go(self.pages_of_nodes().get(node, "scope"), node, field)

    def open_list(self, path: Path) -> None:
        """Read a parts list with the assistant."""
        self.verbs.take_dropped([path])

    def pages_of_nodes(self) -> dict[str, str]:
        """Give the page where each node of the study is mended."""
        if self._homes is None:
            self._homes = page_of_nodes(self.desk.open.study)
        return self._homes

    def toast(
        self,
        text: str,
        *,
        undo: bool = False,
        action: PassingAction | None = None,
    ) -> None:
        """Say in passing what was done."""
        if undo:
            action = (self.desk.texts("ui.action.undo"), self.verbs.undo)
        self._toast.say(text, *(action or ()), undoes=undo)

    def strip(self, text: str) -> None:
        """Say a fault at the top of the page."""
        self._strip.say(text)

    def watch(self, task: Task) -> None:
        """Show a task in the status line."""
        self._status.watch(task)

    def run_action(self, action: str) -> None:
        """Do what an action does, if it can be done now."""
        self.action_table.by_id[action].trigger()

    def open_commands(self) -> None:
        """Open the command box."""
        self._commands.open()

    def page(self, page: str) -> Page | None:
        """Give a page if it was shown."""
        return self._pages.get(page)

    def widget(self) -> QWidget:
        """Give the window as the parent of dialogs."""
        return self

    def step(self, by: int) -> None:
        """Go back or forward through the pages as they were visited."""
        place = self._trail_place + by
        if 0 <= place < len(self._trail):
            self._trail_place = place
            kept = list(self._trail)
            self.go(self._trail[place])
            self._trail, self._trail_place = kept, place

    def toggle_rail(self) -> None:
        """Show the rail whole or narrow, whatever the width says."""
        is_narrow = self._rail.width() < _NO_PANEL_BELOW // 10
        self._rail_choice = not is_narrow
        self._fit_width()

    def next_area(self) -> None:
        """Give the keyboard to the next of rail, page and panel."""
        areas = [self._rail, self._stack, self._panel]
        here = next(
            (place for place, area in enumerate(areas) if area.isAncestorOf(self.focusWidget())), 0
        )
        for step in range(1, len(areas) + 1):
            area = areas[(here + step) % len(areas)]
            target = area.nextInFocusChain()
            if area.isVisible() and target is not None and area.isAncestorOf(target):
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # ------------------------------------------------------------------ what changes

    def _on_study_changed(self, change: Change) -> None:
        for page in self._pages:
            if page != self.current:
                self._stale.add(page)
        self._strip.overtake()
        self._toast.overtake()
        if change.is_structural:
            self._homes = None
        if self.is_open:
            self.calculator.ask(self.desk.open.study)
        self._rail.show_study(is_open=self.is_open)
        self._pages[self.current].study_changed(change)
        self._panel.show_stale()
        self._total.refresh()

    def _on_counted(self, study: object, result: object) -> None:
        """Show the total before anything else that follows from it."""
        if study is self.desk.open.study and isinstance(result, PcfResult) and result.lines:
            self._panel.show_headline(result)

    def _on_result_changed(self) -> None:
        self._panel.refresh()
        self._total.refresh()
        self._stale |= self._pages.keys() - {self.current}
        self._pages[self.current].result_changed()
        self._show_state()
        self._remember_study()

    def _on_file_changed(self) -> None:
        texts, opened = self.desk.texts, self.desk.open
        if not self.is_open:
            self.setWindowTitle(texts("ui.program"))
            self._status.saved.setText(texts("ui.status.ready"))
            return
        name = opened.path.name if opened.path else texts("ui.status.untitled")
        self.setWindowTitle(f"{name}[*] – {texts('ui.program')}")
        self.setWindowModified(not opened.is_saved)
        key = "saved" if opened.is_saved else "unsaved"
        key = "no-file" if opened.is_saved and opened.path is None else key
        self._status.saved.setText(texts(f"ui.status.{key}"))
        self._remember_study()
        self._enable()
        if opened.held_by:
            said = texts("ui.strip.read-only", holder=opened.held_by)
            self._strip.say(said, Severity.NOTE, lasts=True)

    def _remember_study(self) -> None:
        """Keep for the start page what the study came to."""
        opened = self.desk.open
        if opened.path is None or not opened.is_saved or not opened.path.exists():
            return
        product, result = opened.study.product, opened.result
        worst = opened.findings[0].severity if opened.findings else None
        saved = datetime.datetime.fromtimestamp(opened.path.stat().st_mtime).astimezone()
        self.desk.settings.remember_recent(
            RecentStudy(
                path=str(opened.path),
                name=product.name,
                name_zh=product.name_zh,
                number=product.number,
                headline_kg=totals(result).headline if result is not None else None,
                state=worst.value if worst else "",
                count=sum(each.severity is worst for each in opened.findings),
                changed=saved.isoformat(timespec="minutes"),
            )
        )

    def _show_state(self) -> None:
        opened = self.desk.open
        self._enable()
        if not self.is_open:
            return
        for page, (worst, state, count) in step_states(opened, self.pages_of_nodes()).items():
            self._rail.show_state(page, worst, state, count)
        choices = opened.study.choices
        texts = self.desk.texts
        recycling = choice_word(choices.recycling, texts)
        self._status.method.setText(f"{choices.standard} · {choices.gwp_set.value} · {recycling}")

    def _enable(self) -> None:
        editable = self.is_open and not self.desk.open.held_by
        self.action_table.enable(is_open=self.is_open, is_editable=editable)
        self._show_undo()

    def _show_undo(self) -> None:
        stack = self.desk.open.stack
        for action, is_there in (("undo", stack.canUndo()), ("redo", stack.canRedo())):
            self.action_table.by_id[action].setEnabled(self.is_open and is_there)
        texts = self.desk.texts
        for action, words in zip(("undo", "redo"), self.verbs.undo_words(), strict=True):
            named = texts(f"ui.action.{action}")
            said = texts(f"ui.action.{action}-what", what=words) if words else named
            self.action_table.by_id[action].setText(said)

    def _refresh_current(self) -> None:
        """Let the page that is shown now catch up with what changed while it was not."""
        if self.current in self._stale:
            self._stale.discard(self.current)
            self._pages[self.current].study_changed(None)
            self._pages[self.current].result_changed()

    def _remember(self, page: str) -> None:
        if self._trail[self._trail_place : self._trail_place + 1] != [page]:
            self._trail = [*self._trail[: self._trail_place + 1], page]
            self._trail_place = len(self._trail) - 1

    # ------------------------------------------------------------------ Qt's own events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make rail and panel fit the width."""
        super().resizeEvent(event)
        if hasattr(self, "_rail"):
            self._fit_width()

    def _fit_width(self) -> None:
        narrow = self.width() < _NARROW_RAIL_BELOW
        self._panel.set_wide(wide=self.width() >= _WIDE_FROM)
        self._rail.set_narrow(narrow=narrow if self._rail_choice is None else self._rail_choice)
        entry = _STEPS[self.current]
        shows_study = self.is_open and entry.needs_study and entry.is_of_footprint
        has_room = self.width() >= _NO_PANEL_BELOW
        self._panel.setVisible(shows_study and has_room)
        self._total.setVisible(shows_study and not has_room)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files anywhere on the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped: study files, folders of them, parts lists."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.verbs.take_dropped(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for what is not saved."""
        if self.verbs.may_close():
            self.desk.settings.keep_shape("window", self.saveGeometry())
            self._stop_listening()
            self.file.end()
            self.closed.emit()
            event.accept()
        else:
            event.ignore()
