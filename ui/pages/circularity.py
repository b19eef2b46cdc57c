"""Circularity: what is avoided, kept apart from every footprint. One tab a kind of case."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QStackedWidget

from ui.desk import Desk
from ui.open_study import Change
from ui.pages.page import Page
from ui.pages.refurbishment_tab import RefurbishmentTab
from ui.widgets.segments import Segments


class Tab(NamedTuple):
    """A kind of case: its name and what builds its half of the page."""

    key: str
    make: Callable[[Desk], RefurbishmentTab]


TABS = (Tab("ui.circularity.refurbishment", RefurbishmentTab),)
"""The tabs in their order: the one place where a kind of case is added."""


class CircularityPage(Page):
    """Tabs over the cases of the study."""

    title_key = "ui.page.circularity"

    def __init__(self, desk: Desk) -> None:
        """Build the tabs."""
        super().__init__(desk)
        self.facts.setText(desk.texts("ui.circularity.apart"))
        self.tabs = [tab.make(desk) for tab in TABS]
        self._stack = QStackedWidget()
        for tab in self.tabs:
            self._stack.addWidget(tab)
        choices = [(desk.texts(tab.key), place) for place, tab in enumerate(TABS)]
        self._choice = Segments(choices, 0)
        self._choice.chosen.connect(self._show)
        self._choice.setVisible(len(TABS) > 1)
        self.body.addWidget(self._choice)
        self.body.addWidget(self._stack, 1)

    def study_changed(self, change: Change | None) -> None:
        """Show the cases as the study has them."""
        for tab in self.tabs:
            tab.refresh()

    def result_changed(self) -> None:
        """Nothing here follows from the footprint but names."""

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a case or what stands below it."""
        for place, tab in enumerate(self.tabs):
            if tab.show_node(node, field):
                self._show(place)
                return True
        return False

    def take_file(self, path: Path) -> bool:
        """Read a register that was dropped, for the kind of case that is shown."""
        tab = self.tabs[self._stack.currentIndex()]
        if not tab.takes(path):
            return False
        tab.read_register(path)
        return True

    def view_state(self) -> dict[str, object]:
        """Keep the case that is shown."""
        return {"cases": [tab.case_id for tab in self.tabs]}

    def restore(self, state: dict[str, object]) -> None:
        """Show again what `view_state` kept."""
        cases = state.get("cases")
        for tab, case in zip(self.tabs, cases if isinstance(cases, list) else [], strict=False):
            tab.choose(str(case))

    def _show(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._choice.choose(place)
