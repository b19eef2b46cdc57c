"""Results."""

from ui.desk import Desk
from ui.pages.page import Page


class ResultsPage(Page):
    """Results."""

    title_key = "ui.page.results"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
