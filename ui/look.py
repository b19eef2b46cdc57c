"""How the window looks: palette, style sheet, fonts and icons, made from the tokens of `pcf.style`.

A `Look` is one theme at one text scale. It is immutable: another theme is another look, and the
window builds its widgets anew from it, so that no widget has to be told to change its colours.
"""

import enum
import functools
import re
import string
from importlib.resources import files
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pcf.findings import Severity
from pcf.style import Style, TextSize, Theme, font_path, load_style

_RESOURCES = files("ui") / "resources"
_STROKE = re.compile(r'stroke-width="[\d.]+"')

_FAMILIES = (
    "Segoe UI", "Inter", "Noto Sans", "Cantarell", ".AppleSystemUIFont",
    "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)  # fmt: skip

SEVERITY_ICONS = {
    Severity.STOPS_CALCULATION: "square-minus-filled",
    Severity.BLOCKS_DOCUMENT: "alert-octagon-filled",
    Severity.WARNING: "alert-triangle-filled",
    Severity.NOTE: "info-circle-filled",
}
"""The sign of each severity: its shape tells it apart without its colour."""


class ThemeName(enum.StrEnum):
    """The two themes."""

    LIGHT = "light"
    DARK = "dark"


class WordStyle(NamedTuple):
    """How words are drawn."""

    colour: QColor
    font: QFont


class Look:
    """One theme at one text scale, as Qt draws it."""

    def __init__(
        self, name: ThemeName, text_scale: float = 1.0, style: Style | None = None
    ) -> None:
        """Read the tokens; the shipped font stands in where a system has no Chinese glyphs."""
        style = style or load_style()
        self.name = name
        self.text_scale = text_scale
        self.theme: Theme = getattr(style, name.value)
        self.screen = style.screen
        self._families = _families()

    def colour(self, token: str) -> QColor:
        """Give the colour of a token, such as `text2`."""
        tone = {"ok": self.theme.ok, "avoided": self.theme.avoided}.get(token)
        return QColor(tone.ink if tone else getattr(self.theme, token))

    def severity(self, severity: Severity) -> QColor:
        """Give the colour of a severity's sign and words."""
        return QColor(self.theme.severity[severity.value].ink)

    def px(self, size: float) -> int:
        """Give a measure of text or row at the user's text scale [px]."""
        return round(size * self.text_scale)

    def font(self, role: str) -> QFont:
        """Give the font of a role of `pcf.style.ScreenType`, with figures of one width."""
        size: TextSize = getattr(self.screen, role)
        font = QFont()
        font.setFamilies(list(self._families))
        font.setPixelSize(self.px(size.size))
        font.setWeight(QFont.Weight(size.weight))
        if role != "big_number":
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def style(self, token: str, role: str) -> WordStyle:
        """Give how words are drawn: in the colour of a token, the font of a role."""
        return WordStyle(self.colour(token), self.font(role))

    def palette(self) -> QPalette:
        """Give the palette, for what the style sheet doesn't reach."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "window",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "sunken",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.Highlight: "selection",
            QPalette.ColorRole.HighlightedText: "text",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.ToolTipBase: "surface",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.Accent: "accent",
        }
        for role, token in roles.items():
            palette.setColor(role, self.colour(token))
        disabled = QPalette.ColorGroup.Disabled
        roles_of_text = QPalette.ColorRole
        for role in (roles_of_text.WindowText, roles_of_text.Text, roles_of_text.ButtonText):
            palette.setColor(disabled, role, self.colour("text3"))
        return palette

    def style_sheet(self) -> str:
        """Give the style sheet with the tokens' colours and the text scale put in."""
        template = string.Template((_RESOURCES / "style.qss").read_text(encoding="utf-8"))
        colours = {
            name: value
            for name in self.theme.__struct_fields__
            if isinstance(value := getattr(self.theme, name), str)
        }
        tones = {each.value: self.theme.severity[each.value] for each in Severity}
        tones |= {"ok": self.theme.ok, "avoided": self.theme.avoided}
        soft = {f"{name}_soft": tone.soft for name, tone in tones.items()}
        ink = {f"{name}_ink": tone.ink for name, tone in tones.items()}
        sizes = {
            f"{name}_px": f"{self.px(getattr(self.screen, name).size)}px"
            for name in self.screen.__struct_fields__
        }
        icons = str(_RESOURCES / "icons").replace("\\", "/")
        place = {"icons": icons, "name": self.name.value}  # two arrows that only a sheet can name
        return template.substitute(colours | soft | ink | sizes | place)

    def icon(self, name: str, token: str = "text2", size: int = 16) -> QIcon:
        """Give an icon in a token's colour, greyed where it is disabled."""
        icon = _untinted(self.pixmap(name, self.colour(token), size))
        icon.addPixmap(
            self.pixmap(name, self.colour("quality_dot_empty"), size), QIcon.Mode.Disabled
        )
        return icon

    def mark(self) -> QIcon:
        """Give the program's mark, a cradle, in the colours of the theme."""
        svg = (_RESOURCES / "mark.svg").read_text(encoding="utf-8")
        accent, ink = (self.colour(each).name() for each in ("accent", "on_accent"))
        return QIcon(_drawn(svg.replace("ground", accent).replace("currentColor", ink), 48))

    def severity_icon(self, severity: Severity, size: int = 16) -> QIcon:
        """Give the sign of a severity in its colour."""
        return _untinted(self.severity_pixmap(severity, size))

    def severity_pixmap(self, severity: Severity, size: int = 16) -> QPixmap:
        """Give the sign of a severity in its colour."""
        return self.pixmap(SEVERITY_ICONS[severity], self.severity(severity), size)

    def pixmap(self, name: str, colour: QColor, size: int = 16) -> QPixmap:
        """Give an icon as pixels, three to a pixel of the layout, so that it is sharp at 300 %."""
        return _pixmap(name, colour.name(), size)


@functools.cache
def _families() -> tuple[str, ...]:
    """Give the families that this computer has, best first, the shipped one at the end."""
    shipped = [
        family
        for weight in ("regular", "semibold")
        for family in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(font_path(weight)))
        )
    ]
    known = set(QFontDatabase.families())
    return (*(family for family in _FAMILIES if family in known), *dict.fromkeys(shipped))


def _untinted(pixmap: QPixmap) -> QIcon:
    """Give an icon that keeps its colour where it is selected."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


@functools.cache
def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    svg = (_RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return _drawn(_STROKE.sub('stroke-width="1.75"', svg.replace("currentColor", colour)), size)


def _drawn(svg: str, size: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    ratio = 3.0
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
