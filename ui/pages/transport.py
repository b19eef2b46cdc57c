"""Transport."""

from ui.desk import Desk
from ui.pages.page import Page


class TransportPage(Page):
    """Transport."""

    title_key = "ui.page.transport"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
