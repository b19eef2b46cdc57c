"""Every icon can be drawn, and takes the colour that it is asked for."""

from importlib.resources import files

import pytest
from PySide6.QtGui import QColor

from ui.look import Look, ThemeName

ICONS = files("ui") / "resources" / "icons"
# Arrows and ticks that the style sheet names by path stand in the colour of their theme.
NAMES = sorted(
    each.name.removesuffix(".svg")
    for each in ICONS.iterdir()
    if each.name.endswith(".svg") and not each.name.endswith(("-light.svg", "-dark.svg"))
)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = Look(ThemeName.LIGHT).pixmap(name, QColor("#ff0000"), 16).toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    drawn = [point for point in points if point.alpha() == 255]
    assert drawn
    assert all((point.red(), point.green(), point.blue()) == (255, 0, 0) for point in drawn)


def test_the_licence_of_the_drawings_stands_beside_them():
    assert "Paweł Kuna" in (ICONS / "LICENSE").read_text(encoding="utf-8")
