"""Settings."""

from ui.desk import Desk
from ui.pages.page import Page


class SettingsPage(Page):
    """Settings."""

    title_key = "ui.page.settings"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
