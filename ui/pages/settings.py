"""Settings: language, look, text size, rows, folders. A change acts at once."""

import functools
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QScrollArea, QWidget

from pcf.errors import DataError
from pcf.texts import Language
from pcf.workflow.library import open_library, user_folder
from ui.desk import Desk
from ui.look import ThemeName
from ui.pages.page import Page
from ui.widgets.basics import Card, button, column, row, text_label
from ui.widgets.segments import Segments
from ui.words import language_name

_WIDTH_PX = 560
_SCALES = (0.9, 1.0, 1.1, 1.25, 1.5)


class SettingsPage(Page):
    """One column of choices."""

    title_key = "ui.page.settings"

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__(desk)
        texts, settings = desk.texts, desk.settings
        languages = [(language_name(each, texts), each) for each in Language]
        self.languages = Segments(languages, texts.language)
        self.languages.chosen.connect(desk.program.set_language)
        themes = [(texts(f"ui.settings.theme-{each.value}"), each) for each in ThemeName]
        self.themes = Segments([(texts("ui.settings.theme-system"), None), *themes], settings.theme)
        self.themes.chosen.connect(desk.program.set_theme)
        scales = [(f"{round(100 * each)} %", each) for each in _SCALES]
        self.scales = Segments(scales, settings.text_scale)
        self.scales.chosen.connect(self._on_scale)
        heights = [
            (texts(f"ui.settings.rows-{each}"), each == "compact") for each in ("normal", "compact")
        ]
        self.heights = Segments(heights, settings.is_compact)
        self.heights.chosen.connect(self._on_height)
        look = Card(texts("ui.settings.look"))
        look.add(self._named("language", self.languages))
        look.add(self._named("theme", self.themes))
        look.add(self._named("scale", self.scales))
        look.add(self._named("rows", self.heights))
        inner = QWidget()
        inner.setFixedWidth(desk.look.px(_WIDTH_PX))
        inner.setLayout(column(look, self._library(), self._folders(), None, spacing=12))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(area, 1)

    def _library(self) -> Card:
        """Tell what the company library remembers."""
        texts = self.desk.texts
        card = Card(texts("ui.settings.library"))
        try:
            count = len(open_library().lines)
        except DataError as error:
            card.add(text_label(texts.error(error), "body", wrap=True))
            return card
        card.add(text_label(texts("ui.settings.library-lines", count=count), "body", wrap=True))
        return card

    def _folders(self) -> Card:
        texts = self.desk.texts
        card = Card(texts("ui.settings.folders"))
        for key, folder in (("user", user_folder()), ("cache", self.desk.background.cache)):
            named = column(
                text_label(texts(f"ui.settings.folder-{key}"), "label"),
                text_label(str(folder), "body", wrap=True),
                spacing=2,
            )
            show = button(
                texts("ui.documents.show-folder"), functools.partial(_show, folder), role="link"
            )
            line = row(named, show)
            line.setStretch(0, 1)
            card.add(line)
        return card

    def _named(self, key: str, control: Segments) -> QWidget:
        name = self.desk.texts(f"ui.settings.{key}")
        control.setAccessibleName(name)
        made = QWidget()
        made.setLayout(column(text_label(name, "label"), control, spacing=4))
        return made

    def _on_scale(self, scale: float) -> None:
        self.desk.settings.text_scale = scale
        self.desk.program.rebuild()

    def _on_height(self, compact: bool) -> None:
        self.desk.settings.is_compact = compact
        self.desk.program.rebuild()


def _show(folder: Path) -> None:
    """Show a folder as the system does, making it first if nothing was kept yet."""
    folder.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
