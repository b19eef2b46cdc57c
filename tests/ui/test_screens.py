"""Writes a picture of every page to out/screens, in both languages and themes, to be looked at.

What can be checked without eyes is: every page draws more than an empty surface, and no word that
stands in a label is cut off where it can't be read anywhere else.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from pcf.texts import Language
from ui.look import ThemeName
from ui.pages.registry import PAGES

OUT = Path(__file__).parents[2] / "out" / "screens"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("theme", ThemeName)
def test_every_page_can_be_looked_at(opened, program, qtbot, language, theme):
    OUT.mkdir(parents=True, exist_ok=True)
    program.settings.language, program.settings.theme = language, theme
    program.set_language(language)
    program.set_theme(theme)
    window = opened()
    for entry in PAGES:
        window.go(entry.id)
        qtbot.wait(1)
        picture = window.grab()
        assert picture.save(str(OUT / f"{entry.id}-{language.value}-{theme.value}.png"))
        image = picture.toImage()
        colours = {
            image.pixel(x, y)
            for x in range(260, image.width() - 270, 7)
            for y in range(50, image.height() - 40, 5)
        }
        assert len(colours) > 8, entry.id
        for label in window.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap() and label.text() and label.parent():
                needed = label.fontMetrics().horizontalAdvance(label.text().split("\n")[0])
                is_whole = label.width() + 2 >= needed or "…" in label.text() or label.toolTip()
                assert is_whole, (entry.id, label.text())
