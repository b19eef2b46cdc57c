"""The right end of the menu row: command search, undo, redo, language, theme."""

from PySide6.QtWidgets import QFrame

from pcf.texts import Language
from ui.desk import Desk
from ui.look import ThemeName
from ui.widgets.basics import button, icon_button, row


class Corner(QFrame):
    """Controls that are always at hand."""

    def __init__(self, desk: Desk) -> None:
        """Make them."""
        super().__init__()
        texts, look, run = desk.texts, desk.look, desk.shell.run_action
        search = button(
            texts("ui.corner.search"),
            lambda: run("command"),
            look=look,
            icon="search",
            role="search",
        )
        is_chinese = texts.language is Language.CHINESE
        other = button(
            texts("ui.corner.other-language"),
            lambda: run("toggle_language"),
            look=look,
            icon="language",
            role="flat",
        )
        other.setAccessibleName(texts("ui.action.toggle_language"))
        theme = icon_button(
            look,
            "sun" if look.name is ThemeName.DARK else "moon",
            texts("ui.action.toggle_theme"),
            lambda: run("toggle_theme"),
        )
        undo = icon_button(look, "arrow-back-up", texts("ui.action.undo"), lambda: run("undo"))
        redo = icon_button(look, "arrow-forward-up", texts("ui.action.redo"), lambda: run("redo"))
        layout = row(search, 8, undo, redo, 4, other, theme, spacing=4)
        layout.setContentsMargins(0, 3, 12, 3)
        self.setLayout(layout)
        search.setMinimumWidth(look.px(260 if is_chinese else 300))
