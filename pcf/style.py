"""The look that window, charts and documents share, read from `resources/tokens.toml`.

Plain data: no Qt, matplotlib or reportlab here. The window builds its palette and style sheet from
it, charts their rcParams, documents their paragraph styles. The caller keeps what `load_style`
gives; nothing is kept here.
"""

import enum
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

_RESOURCES = files("pcf") / "resources"

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-F]{6}$")]
"""A colour of sRGB, "#RRGGBB"."""

_TEXT_CONTRAST = 4.5
# WCAG 2.2, success criterion 1.4.3 Contrast (Minimum), level AA.


class Form(enum.StrEnum):
    """How a greenhouse gas category is drawn, besides its colour."""

    SOLID = "solid"
    HATCHED = "hatched"
    """45° hatch with an outline."""
    DASHED = "dashed"
    """Dashed outline, not filled: an of-which, not a part of the sum."""
    DOTTED = "dotted"
    """Dotted outline."""


class _Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything that the table of tokens holds: a misspelt name is an error."""


class Tone(_Frozen, frozen=True):
    """A colour for text and signs, and the soft fill that it may stand on."""

    ink: Colour
    soft: Colour


class GhgColour(_Frozen, frozen=True):
    """Colour and form of a greenhouse gas category in charts."""

    colour: Colour
    form: Form


class ChildShades(_Frozen, frozen=True):
    """How the colours of a stage's children follow from the stage's own.

    Attributes:
        into: the colour that is mixed in.
        first_percent: its share for the largest child [%].
        step_percent: what is added for each further rank [%].
        text_light: text on a shade where the contrast is enough.
        text_dark: text on the other shades.
    """

    into: Colour
    first_percent: float
    step_percent: float
    text_light: Colour
    text_dark: Colour


class Theme(_Frozen, frozen=True):
    """The colours of one theme, light or dark.

    Attributes:
        severity: by the values of `pcf.findings.Severity`.
        stages: by the values of `pcf.inventory.inventory.Stage`, and "other"; areas, not text.
        ghg: by the values of `pcf.background.elementary.ImpactCategory`; areas, not text.
        border: rules and card edges, never the sole edge of an input.
        control: outline of inputs and buttons.
    """

    window: Colour
    surface: Colour
    sunken: Colour
    nav: Colour
    border: Colour
    control: Colour
    text: Colour
    text2: Colour
    text3: Colour
    accent: Colour
    accent_hover: Colour
    accent_press: Colour
    on_accent: Colour
    accent_soft: Colour
    selection: Colour
    hover: Colour
    toast: Colour
    toast_text: Colour
    toast_action: Colour
    pdf_backdrop: Colour
    quality_dot_empty: Colour
    severity: Mapping[str, Tone]
    ok: Tone
    avoided: Tone
    stages: Mapping[str, Colour]
    ghg: Mapping[str, GhgColour]
    child: ChildShades

    def child_colour(self, stage: str, rank: int) -> Colour:
        """Give the colour of a stage's child, lighter (light theme) or darker at each rank.

        Args:
            stage: key of `stages`.
            rank: 0 for the largest child. From where nothing of the stage's colour would be left,
                the shade stays as it is.
        """
        percent = self.child.first_percent + self.child.step_percent * rank
        return mixed(self.stages[stage], self.child.into, min(percent, 90.0))

    def text_on(self, fill: Colour) -> Colour:
        """Give the colour of text on a chart area: the light one where its contrast is enough."""
        light = self.child.text_light
        return light if contrast(light, fill) >= _TEXT_CONTRAST else self.child.text_dark


class TextSize(_Frozen, frozen=True):
    """Size and line height of text [px on screen, pt on paper] and its weight (400, 500, 600)."""

    size: float
    line: float
    weight: int


class ScreenType(_Frozen, frozen=True):
    """Text sizes of the window [px at 96 dpi], before the user's text scale."""

    big_number: TextSize
    start_heading: TextSize
    page_title: TextSize
    card_title: TextSize
    body: TextSize
    button: TextSize
    label: TextSize
    header: TextSize
    chip: TextSize
    chart: TextSize
    chart_minimum: TextSize


class DocumentType(_Frozen, frozen=True):
    """Text sizes of documents [pt]. `hash` is set in a monospaced face."""

    title: TextSize
    headline: TextSize
    text: TextSize
    table: TextSize
    small: TextSize
    hash: TextSize
    running_head: TextSize
    chart: TextSize
    chart_minimum: TextSize


class Page(_Frozen, frozen=True):
    """A4 with its margins and the two columns between them [mm]."""

    width_mm: float
    height_mm: float
    margin_side_mm: float
    margin_side_inventory_mm: float
    margin_top_mm: float
    margin_bottom_mm: float
    column_mm: float
    gutter_mm: float


class DocumentParts(_Frozen, frozen=True):
    """Measures of what stands on the page; a company's logo fits into its two."""

    row_minimum_mm: float
    row_maximum_mm: float
    header_rule_pt: float
    row_rule_pt: float
    logo_height_mm: float
    logo_width_mm: float
    title_bar_width_mm: float
    title_bar_height_mm: float
    result_box_height_mm: float
    qr_mm: float


class DocumentFonts(_Frozen, frozen=True):
    """The name that the shipped fonts carry, for charts; `font_path` gives the files."""

    family: str


class DocumentStyle(_Frozen, frozen=True):
    """What documents and charts on paper need besides the light theme."""

    type: DocumentType
    page: Page
    parts: DocumentParts
    fonts: DocumentFonts


class Style(_Frozen, frozen=True):
    """The whole look. On paper the light theme always holds."""

    light: Theme
    dark: Theme
    screen: ScreenType
    document: DocumentStyle


def load_style() -> Style:
    """Give the shipped look, read afresh: about 2 ms, so the caller keeps it."""
    tokens = tomllib.loads((_RESOURCES / "tokens.toml").read_text(encoding="utf-8"))
    colours = tokens.pop("colour")
    themes = {name: _of_theme(colours, name) for name in ("light", "dark")}
    return msgspec.convert(tokens | themes, Style)


def font_path(weight: Literal["regular", "semibold"]) -> Path:
    """Give the path of a shipped font, TrueType with Latin and Chinese glyphs."""
    name = {"regular": "NotoSansSC-Regular.ttf", "semibold": "NotoSansSC-SemiBold.ttf"}[weight]
    return Path(str(_RESOURCES / "fonts" / name))


def mixed(colour: Colour, into: Colour, percent: float) -> Colour:
    """Give a colour with a share of another mixed in, linear in the sRGB numbers.

    Args:
        colour: the colour to start from.
        into: the colour that is mixed in.
        percent: share of `into` [%].
    """
    share = percent / 100
    pairs = zip(_channels(colour), _channels(into), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast ratio of two colours, 1 to 21.

    (L1 + 0.05) / (L2 + 0.05), the lighter first   WCAG 2.2, definition of contrast ratio
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """Give the relative luminance, 0 to 1.

    L = 0.2126 R + 0.7152 G + 0.0722 B of the linear channels   WCAG 2.2, relative luminance
    """
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _linear(channel: float) -> float:
    """Give a channel of sRGB, 0 to 1, in linear light (IEC 61966-2-1, with its limit 0.04045)."""
    limit = 0.04045
    return channel / 12.92 if channel <= limit else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: Colour) -> tuple[int, int, int]:
    """Give red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _of_theme(value: Any, theme: str) -> Any:  # noqa: ANN401 - any value of a TOML file
    """Give a part of the table with each pair of light and dark replaced by one of them."""
    if not isinstance(value, dict):
        return value
    if value.keys() == {"light", "dark"}:
        return value[theme]
    return {name: _of_theme(part, theme) for name, part in value.items()}
