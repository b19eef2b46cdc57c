"""Figures for files and paper, one function a chart, drawn by matplotlib from the shared layouts.

On paper the light theme holds. A figure carries unit and period; its title is the sentence beside
it. Texts are drawn as paths, so that a figure looks the same without the fonts. Importing this
module costs half a second: only the verbs that write figures do.
"""

import functools
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from pcf.charts.contributors import (
    Contributor,
    decisive_count,
    stage_contributors,
    statement_contributors,
)
from pcf.charts.flow import LIMIT, TOTAL, PlacedFlow, PlacedLink, flow_of, placed
from pcf.charts.treemap import Box, grouped_tiles
from pcf.results.contributions import totals
from pcf.results.display import fixed, percent, significant
from pcf.results.names import Names, typed_amount
from pcf.results.result import PcfResult
from pcf.style import Theme, font_path, load_style
from pcf.texts import Texts

_PX_PER_INCH = 96.0
_PNG_SCALE = 2
_TEXT_PX, SMALL_PX = 12.0, 11.0
_PT_PER_PX = 0.75
_SUBPIXELS = 64
"""In a pixel, as FreeType counts."""
SIDE = 16.0
HEAD = 28.0
ROW = 27.0
_RANKED = 20
_RIBBON_OPACITY = 0.32


class Canvas:
    """A figure whose axes count px from the upper left corner."""

    def __init__(self, width: float, height: float, theme: Theme) -> None:
        """Make it, empty."""
        self.width, self.height, self.theme = width, height, theme
        size = (width / _PX_PER_INCH, height / _PX_PER_INCH)
        self.figure = Figure(figsize=size, facecolor=theme.surface)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()

    def words(  # noqa: PLR0913  what, where, how
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str = "",
        size: float = _TEXT_PX,
        bold: bool = False,
        align: str = "left",
        room: float = 0.0,
        halo: bool = False,
    ) -> None:
        """Write one line at its middle; what is wider than its room is shortened."""
        font = _font(size, bold=bold)
        shown = shortened(text, font, room) if room else text
        made = self.axes.text(
            x,
            y,
            shown,
            fontproperties=font,
            color=colour or self.theme.text,
            ha=align,
            va="center_baseline",
            zorder=4,
        )
        if halo:
            made.set_path_effects([withStroke(linewidth=3, foreground=self.theme.surface)])

    def box(self, box: Box, colour: str, *, hatched: bool = False) -> None:
        """Fill a rectangle; what is removed is hatched."""
        self.axes.add_patch(
            Rectangle(
                (box.x, box.y),
                box.width,
                box.height,
                facecolor="none" if hatched else colour,
                edgecolor=colour if hatched else "none",
                hatch="////" if hatched else None,
                linewidth=0.8 if hatched else 0,
                zorder=3,
            )
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        width: float = 1.0,
        *,
        is_dashed: bool = False,
    ) -> None:
        """Draw a line."""
        xs, ys = zip(*points, strict=True)
        style = (0, (4, 3)) if is_dashed else "-"
        self.axes.plot(
            xs, ys, color=colour, linewidth=width * _PT_PER_PX, linestyle=style, zorder=3.5
        )


def stage_figure(result: PcfResult, names: Names, texts: Texts, _limit: float = 0.0) -> Figure:
    """Draw what each life-cycle stage adds, on one zero line."""
    return _bars(stage_contributors(result, names), result, texts, label_px=190.0)


def ranked_figure(result: PcfResult, names: Names, texts: Texts, _limit: float = 0.0) -> Figure:
    """Draw the largest contributors; a line parts those that decide from the others."""
    found = statement_contributors(result, names)[:_RANKED]
    return _bars(found, result, texts, label_px=290.0, decisive=decisive_count(found))


def _bars(
    found: Sequence[Contributor],
    result: PcfResult,
    texts: Texts,
    *,
    label_px: float,
    decisive: int = 0,
) -> Figure:
    numbers = 150.0
    height = HEAD + ROW * max(1, len(found)) + SIDE
    canvas = Canvas(760.0, height, load_style().light)
    theme = canvas.theme
    low = min(0.0, *(each.kg_co2e for each in found)) if found else 0.0
    high = max(0.0, *(each.kg_co2e for each in found)) if found else 0.0
    left, right = SIDE + label_px, canvas.width - SIDE - numbers
    scale = (right - left) / (high - low) if high > low else 0.0
    zero = left - low * scale
    _caption(canvas, result, texts)
    for place, each in enumerate(found):
        top = HEAD + place * ROW
        middle = top + ROW / 2
        canvas.words(SIDE, middle, each.name, room=label_px - 14)
        length = each.kg_co2e * scale
        bar = Box(min(zero, zero + length), top + 6, abs(length), ROW - 12)
        canvas.box(bar, theme.stages[each.stage], hatched=each.kg_co2e < 0)
        kg, share = canvas.width - SIDE - numbers / 2 + 6, canvas.width - SIDE
        canvas.words(kg, middle, fixed(each.kg_co2e, 2), bold=True, align="right")
        canvas.words(share, middle, percent(each.share), colour=theme.text2, align="right")
        if place + 1 == decisive and place + 1 < len(found):
            below = top + ROW
            canvas.line([(SIDE, below), (canvas.width - SIDE, below)], theme.accent, 2)
    canvas.line([(zero, HEAD), (zero, height - SIDE)], theme.text)
    return canvas.figure


def treemap_figure(result: PcfResult, names: Names, texts: Texts, _limit: float = 0.0) -> Figure:
    """Draw contributors as tiles in the colours of their stages; area is emissions."""
    canvas = Canvas(900.0, 560.0, load_style().light)
    theme = canvas.theme
    _caption(canvas, result, texts)
    found = [each for each in statement_contributors(result, names) if each.kg_co2e > 0]
    inside = Box(SIDE, HEAD, canvas.width - 2 * SIDE, canvas.height - HEAD - SIDE)
    tiles = grouped_tiles([(each.stage, each.kg_co2e) for each in found], inside)
    for each, tile in zip(found, tiles, strict=True):
        fill = theme.child_colour(each.stage, each.rank)
        body = Box(tile.x, tile.y, max(0.0, tile.width - 1), max(0.0, tile.height - 1))
        canvas.box(body, fill)
        ink = theme.text_on(fill)
        if tile.width >= 46 and tile.height >= 36:  # noqa: PLR2004  design 9
            canvas.words(
                tile.x + 7, tile.y + 14, each.name, colour=ink, bold=True, room=tile.width - 14
            )
        if tile.width >= 150 and tile.height >= 100:  # noqa: PLR2004  design 9
            share = percent(each.share)
            canvas.words(tile.x + 7, tile.y + 46, share, colour=ink, size=28.0, bold=True)
            kg = f"{fixed(each.kg_co2e, 2)} {texts('chart.unit')}"
            canvas.words(tile.x + 7, tile.y + 74, kg, colour=ink)
    return canvas.figure


COLUMN_SHARES = (0.26, 0.48, 0.69, 0.86)
"""Left edge of each column of the flow diagram, as a share of its width."""

FLOW_GAP, FLOW_BAR, FLOW_HEAD = 17.0, 10.0, 30.0
TWO_LINES = 36.0
"""Height of a node from which its numbers stand below its name [px]."""


def flow_figure(result: PcfResult, names: Names, texts: Texts, limit: float = LIMIT) -> Figure:
    """Draw the way of emissions from data sets through assemblies and stages to the total.

    Args:
        result: that it is of.
        names: of nodes and data sets.
        texts: language of all other words.
        limit: share of all emissions below which nodes are gathered [0..1].
    """
    canvas = Canvas(1080.0, 560.0, load_style().light)
    theme = canvas.theme
    _caption(canvas, result, texts)
    flow = flow_of(result, names, texts, limit)
    columns = [share * canvas.width for share in COLUMN_SHARES]
    for column, x in enumerate(columns):
        align = "right" if column == 0 else "left"
        at = x + (FLOW_BAR if column == 0 else 0)
        canvas.words(at, HEAD + 12, texts(f"chart.column-{column}"), bold=True, align=align)
    inside = Box(0, HEAD + FLOW_HEAD, canvas.width, canvas.height - HEAD - FLOW_HEAD - SIDE)
    found = placed(flow, inside, bar=FLOW_BAR, gap=FLOW_GAP, columns=columns)
    for link in found.links:
        canvas.axes.add_patch(_ribbon(link, theme.stages.get(link.link.stage, theme.text)))
    _draw_nodes(canvas, found, columns, flow.emitted)
    if found.removal is not None:
        canvas.box(found.removal, theme.ghg["uptake"].colour, hatched=True)
    total = next((each for each in found.nodes if each.node.column == TOTAL), None)
    if total is not None:
        x, y = total.box.x + FLOW_BAR + 10, total.box.y + total.box.height / 2
        if flow.removed < 0:
            for place, (key, value) in enumerate(
                (("emissions", flow.emitted), ("removals", flow.removed))
            ):
                canvas.words(x, y - 96 + 40 * place, texts(f"chart.{key}"), colour=theme.text2)
                canvas.words(x, y - 78 + 40 * place, significant(value), bold=True)
        canvas.words(x, y, significant(flow.net), size=24.0, bold=True)
        canvas.words(x, y + 24, texts("chart.unit"), colour=theme.text2)
    return canvas.figure


def _draw_nodes(
    canvas: Canvas, found: PlacedFlow, columns: Sequence[float], emitted: float
) -> None:
    theme = canvas.theme
    for node, box in found.nodes:
        canvas.box(box, theme.stages.get(node.stage, theme.text))
        if node.column == TOTAL:
            continue
        share = node.kg_co2e / emitted if emitted else None
        numbers = f"{significant(node.kg_co2e)} · {percent(share)}"
        is_first = node.column == 0
        x = box.x - 8 if is_first else box.x + FLOW_BAR + 8
        room = columns[0] - SIDE - 8 if is_first else columns[node.column + 1] - x - 12
        _label(canvas, (x, box), (node.name, numbers), room, is_first=is_first)


def _label(
    canvas: Canvas, place: tuple[float, Box], words: tuple[str, str], room: float, *, is_first: bool
) -> None:
    """Write name and numbers of a node: below each other where it is high, else in one line."""
    (x, box), (name, numbers) = place, words
    middle = box.y + box.height / 2
    colour, halo = canvas.theme.text2, not is_first
    align = "right" if is_first else "left"
    if box.height >= TWO_LINES:
        canvas.words(x, middle - 8, name, bold=True, align=align, room=room, halo=halo)
        canvas.words(x, middle + 9, numbers, colour=colour, align=align, halo=halo)
        return
    wide = _width(numbers, _font(_TEXT_PX, bold=False)) + 8
    font = _font(_TEXT_PX, bold=True)
    shown = shortened(name, font, room - wide)
    if is_first:
        canvas.words(x, middle, numbers, colour=colour, align="right")
        canvas.words(x - wide, middle, shown, bold=True, align="right")
        return
    canvas.words(x, middle, shown, bold=True, halo=True)
    canvas.words(x + _width(shown, font) + 8, middle, numbers, colour=colour, halo=True)


def _ribbon(link: PlacedLink, colour: str) -> PathPatch:
    middle = (link.x0 + link.x1) / 2
    thick = link.thickness
    points = [
        (link.x0, link.y0),
        (middle, link.y0),
        (middle, link.y1),
        (link.x1, link.y1),
        (link.x1, link.y1 + thick),
        (middle, link.y1 + thick),
        (middle, link.y0 + thick),
        (link.x0, link.y0 + thick),
        (link.x0, link.y0),
    ]
    move, curve, line = Outline.MOVETO, Outline.CURVE4, Outline.LINETO
    codes = [move, curve, curve, curve, line, curve, curve, curve, Outline.CLOSEPOLY]
    outline = Outline(points, codes)
    return PathPatch(outline, facecolor=colour, alpha=_RIBBON_OPACITY, linewidth=0, zorder=2)


def _caption(canvas: Canvas, result: PcfResult, texts: Texts) -> None:
    """Write what the numbers are: unit, for what, over which period, and the whole."""
    goal, unit = result.study.goal, result.study.product.declared_unit
    period = " – ".join(day.isoformat() for day in (goal.period_start, goal.period_end) if day)
    words = texts(
        "chart.caption",
        unit=typed_amount(unit, texts) if unit else "–",
        total=significant(totals(result).headline),
    )
    said = " · ".join(filter(None, (words, period)))
    canvas.words(SIDE, 14, said, colour=canvas.theme.text2, size=SMALL_PX)


@functools.cache
def _font(size: float, *, bold: bool) -> FontProperties:
    path = font_path("semibold" if bold else "regular")
    return FontProperties(fname=str(path), size=size * _PT_PER_PX)


def shortened(text: str, font: FontProperties, room: float) -> str:
    """Give a text that fits into a width [px], with an ellipsis where it had to be cut."""
    if _width(text, font) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = _width(text[:middle].rstrip() + "…", font) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def _width(text: str, font: FontProperties) -> float:
    """Give the width of a text [px]; many times faster than asking for its outline."""
    face = font_manager.get_font(str(font.get_file()))
    face.set_size(font.get_size_in_points(), _PX_PER_INCH)
    face.set_text(text)
    return float(face.get_width_height()[0]) / _SUBPIXELS


Draw = Callable[[PcfResult, Names, Texts, float], Figure]

FIGURES: Mapping[str, Draw] = MappingProxyType(
    {
        "stages": stage_figure,
        "hot-spots": treemap_figure,
        "ranked": ranked_figure,
        "flow": flow_figure,
    }
)
"""The charts of a result by name; a new one is a function and a row here."""

_SETTINGS: Mapping[str, Any] = {
    "text.parse_math": False,  # a name may hold a dollar sign
    "svg.fonttype": "path",
    "svg.hashsalt": "cradlegate",  # the same figure gives the same file
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": True,
}


def figure_files(figure: Callable[[], Figure], formats: Iterable[str]) -> dict[str, bytes]:
    """Give a figure as files.

    Args:
        figure: draws it.
        formats: of svg, pdf, png; the last at twice its size on screen.
    """
    with mpl.rc_context(dict(_SETTINGS)):  # type: ignore[arg-type]  # the stubs list each name
        drawn = figure()
        found = {}
        for each in formats:
            buffer = io.BytesIO()
            dated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(each)
            drawn.savefig(buffer, format=each, dpi=_PNG_SCALE * _PX_PER_INCH, metadata=dated)
            found[each] = buffer.getvalue()
    return found
