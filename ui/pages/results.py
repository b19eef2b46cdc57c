"""Results: overview, hot spots, and the trace of every number down to its source."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from pcf.errors import PcfError
from pcf.results.contributions import totals
from pcf.results.display import significant, with_unit
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.results.summary import per_declared_unit
from pcf.workflow.studies import keep_result
from ui import jobs
from ui.desk import Desk
from ui.open_study import Change
from ui.pages.page import Page
from ui.pages.result_flow import FlowTab
from ui.pages.result_hot_spots import HotSpots
from ui.pages.result_overview import Overview
from ui.pages.result_trace import Trace
from ui.widgets.basics import Card, EmptyState, button, column, row, rule

_TABS = ("overview", "hot-spots", "flow", "trace")


class ResultsPage(Page):
    """Tabs over one result."""

    title_key = "ui.page.results"

    def __init__(self, desk: Desk) -> None:
        """Build the tabs."""
        super().__init__(desk)
        texts = desk.texts
        self.solve = button(texts("ui.results.solve"), self.full_solve, look=desk.look, icon="lock")
        self.solve.setToolTip("F5")
        self.buttons.addWidget(self.solve)
        self.tabs = QButtonGroup(self)
        tabs = row(spacing=0)
        for place, each in enumerate(_TABS):
            tab = QToolButton()
            tab.setText(texts(f"ui.results.tab-{each}"))
            tab.setCheckable(True)
            tab.setProperty("role", "tab")
            tab.setChecked(place == 0)
            self.tabs.addButton(tab, place)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self.overview, self.hot_spots, self.trace = Overview(desk), HotSpots(desk), Trace(desk)
        self.flow = FlowTab(desk)
        self._views = (self.overview, self.hot_spots, self.flow, self.trace)
        self._shown_results: dict[int, PcfResult] = {}
        self.stack = QStackedWidget()
        for view in self._views:
            self.stack.addWidget(view)
        self.tabs.idClicked.connect(self._show_tab)
        self.shown = QStackedWidget()
        whole = QWidget()
        whole.setLayout(column(tabs, rule(), self.stack, spacing=8))
        self.shown.addWidget(whole)
        empty = Card()
        self.empty = EmptyState(desk.look, "chart-treemap", texts("ui.results.empty"), "")
        empty.add(self.empty)
        self.shown.addWidget(empty)
        self.body.addWidget(self.shown, 1)

    def study_changed(self, change: Change | None) -> None:
        """Wait for the result."""

    def result_changed(self) -> None:
        """Show the newest result."""
        result, texts = self.desk.open.result, self.desk.texts
        is_there = result is not None and bool(result.lines)
        self.shown.setCurrentIndex(0 if is_there else 1)
        self.solve.setEnabled(is_there)
        if result is None or not is_there:
            self.facts.setText("")
            if self.desk.open.is_failed:
                self.empty.say(texts("ui.panel.state-failed"), texts("ui.panel.failed"))
            else:
                self.empty.say(texts("ui.results.empty"), texts("ui.panel.nothing-yet"))
            return
        per = per_declared_unit(result, texts)
        total = with_unit(significant(totals(result).headline), texts("ui.unit.kg-co2e"))
        self.facts.setText(texts("ui.results.facts", total=total, unit=per))
        self._show_view(self.stack.currentIndex())

    def _show_view(self, place: int) -> None:
        """Let a tab show the newest result; the others follow when they are looked at."""
        result = self.desk.open.result
        if result is not None and self._shown_results.get(place) is not result:
            self._shown_results[place] = result
            self._views[place].show_result(result, Names(result, self.desk.texts))

    def run(self, verb: str) -> None:
        """Make the solve of record."""
        if verb == "full_solve" and self.solve.isEnabled():
            self.full_solve()

    def full_solve(self) -> None:
        """Solve once more through Brightway, and keep the result in the study's file."""
        study = self.desk.open.study
        task = self.desk.worker.run("ui.task.solve", jobs.solve, study)
        task.finished.connect(self._on_solved)
        task.failed.connect(self.desk.say_fault)
        self.desk.shell.watch(task)

    def _on_solved(self, result: PcfResult) -> None:
        texts, opened = self.desk.texts, self.desk.open
        self.overview.show_record(result)
        deviation = result.record.deviation if result.record else 0.0
        key = "ui.results.solved"
        if opened.path is not None and opened.is_saved and not opened.held_by:
            try:
                keep_result(opened.path, result)
                key = "ui.results.kept"
            except PcfError as error:
                self.desk.shell.strip(texts.error(error))
        self.desk.shell.toast(texts(key, deviation=f"{deviation:.0e}"))

    def view_state(self) -> dict[str, object]:
        """Keep the tab."""
        return {"tab": self.stack.currentIndex()}

    def restore(self, state: dict[str, object]) -> None:
        """Show the tab again."""
        place = state["tab"]
        self._show_tab(place if isinstance(place, int) else 0)

    def _show_tab(self, place: int) -> None:
        self.tabs.button(place).setChecked(True)
        self.stack.setCurrentIndex(place)
        self._show_view(place)
