"""Parts."""

from ui.desk import Desk
from ui.pages.page import Page


class PartsPage(Page):
    """Parts."""

    title_key = "ui.page.parts"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
