"""Steps."""

from ui.desk import Desk
from ui.pages.page import Page


class StepsPage(Page):
    """Steps."""

    title_key = "ui.page.steps"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
