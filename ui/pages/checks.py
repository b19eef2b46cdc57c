"""Checks."""

from ui.desk import Desk
from ui.pages.page import Page


class ChecksPage(Page):
    """Checks."""

    title_key = "ui.page.checks"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
