"""Process steps and energy: the steps by routing, and the sites with their electricity."""

from PySide6.QtWidgets import QStackedWidget

from ui.desk import Desk
from ui.open_study import Change
from ui.pages.page import Page
from ui.pages.site_panel import SitePanel
from ui.pages.step_panel import StepPanel
from ui.widgets.segments import Segments


class StepsPage(Page):
    """Two halves: what happens to the parts, and where."""

    title_key = "ui.page.steps"

    def __init__(self, desk: Desk) -> None:
        """Build both halves."""
        super().__init__(desk)
        texts = desk.texts
        self.steps, self.sites = StepPanel(desk), SitePanel(desk)
        self.halves = QStackedWidget()
        self.halves.addWidget(self.steps)
        self.halves.addWidget(self.sites)
        choices = [(texts("ui.steps.half-steps"), 0), (texts("ui.steps.half-sites"), 1)]
        self.choice = Segments(choices, 0)
        self.choice.chosen.connect(self.halves.setCurrentIndex)
        self.buttons.addWidget(self.choice)
        self.body.addWidget(self.halves, 1)

    def study_changed(self, change: Change | None) -> None:
        """Show steps and sites as the study has them."""
        self.steps.refresh()
        self.sites.refresh()

    def result_changed(self) -> None:
        """Show what each step adds, and findings at their fields."""
        self.study_changed(None)

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a step, a site, or what stands below them."""
        is_step = self.steps.show_node(node, field)
        is_found = is_step or self.sites.show_node(node, field)
        if is_found:
            self._show(0 if is_step else 1)
        return is_found

    def view_state(self) -> dict[str, object]:
        """Keep the half and what was chosen in it."""
        return {
            "half": self.halves.currentIndex(),
            "step": self.steps.step_id,
            "site": self.sites.site_id,
        }

    def restore(self, state: dict[str, object]) -> None:
        """Show again what `view_state` kept."""
        self.steps.choose(str(state["step"]))
        self.sites.choose(str(state["site"]))
        self._show(1 if state["half"] else 0)

    def _show(self, place: int) -> None:
        self.halves.setCurrentIndex(place)
        self.choice.choose(place)
