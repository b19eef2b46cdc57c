"""Start: what can be begun, what was open last, what data this computer has."""

from ui.desk import Desk
from ui.pages.page import Page
from ui.widgets.basics import button, row, text_label


class StartPage(Page):
    """The page that the program opens with."""

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        run = desk.shell.run_action
        self.body.addWidget(text_label(desk.texts("ui.start.heading"), "start_heading"))
        self.body.addLayout(
            row(
                button(
                    desk.texts("ui.action.new"), lambda: run("new"), look=desk.look, icon="plus"
                ),
                button(
                    desk.texts("ui.action.open"),
                    lambda: run("open"),
                    look=desk.look,
                    icon="folder-open",
                ),
                button(
                    desk.texts("ui.action.open_sample"),
                    lambda: run("open_sample"),
                    look=desk.look,
                    icon="flask",
                    role="primary",
                ),
                None,
            )
        )
        self.body.addStretch(1)
