"""Data."""

from ui.desk import Desk
from ui.pages.page import Page


class DataPage(Page):
    """Data."""

    title_key = "ui.page.data"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
