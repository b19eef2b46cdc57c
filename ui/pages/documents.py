"""Documents."""

from ui.desk import Desk
from ui.pages.page import Page


class DocumentsPage(Page):
    """Documents."""

    title_key = "ui.page.documents"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
