"""Make the two shipped fonts from Noto Sans SC: fewer characters, some new ones, narrow symbols.

    python packaging/subset_fonts.py FOLDER

FOLDER is the unpacked npm package @expo-google-fonts/noto-sans-sc 0.4.3 (`npm pack`, then `tar`),
which holds Google's Noto Sans SC 2.004-H2 as static TrueType. The same input gives the same bytes.

Kept: every Chinese character of GBK, those of planes 2 and 3, the newer ones of personal names,
kana, full-width forms, and all the font has of Latin, Greek, Cyrillic, punctuation and symbols.
Left out: Hangul, radicals and most of CJK extension A, layout tables (reportlab reads none),
hinting.

Made here, because the font lacks them: narrow and fixed spaces, sub- and superscripts, the rest of
Latin Extended-A but for two letters, accented Greek, Ukrainian and Belarusian letters.
Changed: the font draws mathematical signs, curly quotes, the middle dot and the ellipsis one em
wide, as Chinese setting wants; here they are as wide as in Latin setting, the signs as wide as a
digit, because documents are full of "t·km", "1.5 × 2" and "≥ 80 %" in both languages.

The licence (OFL 1.1) reserves the name 'Source', which the fonts don't carry. They are renamed
nevertheless: beside an installed Noto Sans SC a chart must find this font, not that one.
"""
# ruff: noqa: RUF001 - characters that look alike are the subject

from __future__ import annotations

import argparse
import math
import shutil
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fontTools import subset
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "Cradlegate Sans SC"
TARGET = Path(__file__).resolve().parent.parent / "pcf" / "resources" / "fonts"
PLANE_2 = 0x20000

# Extension A characters of the Table of General Standard Chinese Characters (2013) as far as known
# to the authors, not compared with its text; some are in GBK anyway.
NAME_CHARACTERS = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠"
    "䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


class Weight(NamedTuple):
    """One font to make: its files, and the heavier weight whose digits shrink to the right stem.

    Stem of 1 times 0.6 against the stem of the font's own superscript 1 (measured):
    59 against 59 for 600 beside 400, 78 against 79 for 900 beside 600.
    """

    style: str
    source: str
    heavier: str


WEIGHTS = (
    Weight("Regular", "400Regular", "600SemiBold"),
    Weight("SemiBold", "600SemiBold", "900Black"),
)

SUPERSCRIPTS = dict(zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", "0456789+−()n", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙ", "0123456789+−()n", strict=True))
SCRIPT_SCALE = 0.6
SUPERSCRIPT_RISE = 441  # where the font's own ² stands
SUBSCRIPT_RISE = -118

# Letters that only look like another one, and signs that may share a glyph.
SAME_GLYPH = {
    "І": "I", "і": "i", "Ї": "Ï", "ї": "ï", "Ј": "J", "ј": "j", "Ѕ": "S", "ѕ": "s",
    "‐": "-", "‑": "-", "\u00ad": "-", "\u00a0": " ", "\u2000": "\u2002", "\u2001": "\u2003",
    "Ω": "Ω", "K": "K", "Å": "Å", "⁄": "/", "☐": "□", "∙": "·", "⋅": "·", "μ": "µ",
}  # fmt: skip

# A letter that has the mark, for capitals and for small letters: the mark is cut out of it.
MARK_SOURCES = {
    "\u0300": "Àà", "\u0301": "Áá", "\u0302": "Ââ", "\u0303": "Ãã", "\u0304": "Āā", "\u0306": "Ăă",
    "\u0308": "Ää", "\u030c": "Ǎǎ",
}  # fmt: skip
COMMA_BELOW = {"ģ", "Ģ", "ķ", "Ķ", "ļ", "Ļ", "ņ", "Ņ", "ŗ", "Ŗ"}  # Unicode calls it a cedilla
COMMA_BESIDE = {"ď": 0, "ť": 0, "ľ": 0, "Ľ": -120}  # a caron, drawn as a comma; its shift
TO_COMPOSE = (
    *(chr(code) for code in range(0x100, 0x180)),
    *"ȘșȚțΆΈΉΊΌΎΏάέήίόύώϊϋΪΫЀЍЃЌЎѐѝѓќўЙйЁё",
)


class Shape:
    """Contours as TrueType draws them, which can be moved, cut and put together."""

    def __init__(self, contours: list[list[tuple[str, tuple]]]) -> None:
        self.contours = contours

    @classmethod
    def of(cls, font: TTFont, glyph: str) -> Shape:
        pen = DecomposingRecordingPen(font.getGlyphSet())
        font.getGlyphSet()[glyph].draw(pen)
        contours: list[list[tuple[str, tuple]]] = []
        for operator, points in pen.value:
            if operator == "moveTo":
                contours.append([])
            contours[-1].append((operator, points))
        return cls(contours)

    @classmethod
    def polygon(cls, *points: tuple[float, float]) -> Shape:
        """Give one contour; points go clockwise, as TrueType fills."""
        lines = [("lineTo", (point,)) for point in points[1:]]
        return cls([[("moveTo", (points[0],)), *lines, ("closePath", ())]])

    @classmethod
    def box(cls, x0: float, y0: float, x1: float, y1: float) -> Shape:
        return cls.polygon((x0, y0), (x0, y1), (x1, y1), (x1, y0))

    def __add__(self, other: Shape) -> Shape:
        return Shape(self.contours + other.contours)

    def transformed(self, by: Transform) -> Shape:
        return Shape(
            [
                [(op, tuple(None if p is None else by.transformPoint(p) for p in points))
                 for op, points in contour]
                for contour in self.contours
            ]
        )  # fmt: skip

    def moved(self, dx: float, dy: float = 0) -> Shape:
        return self.transformed(Identity.translate(dx, dy))

    def scaled(self, factor: float) -> Shape:
        return self.transformed(Identity.scale(factor))

    def mirrored(self) -> Shape:
        """Give the shape with left and right changed, still filled."""
        flipped = self.transformed(Transform(-1, 0, 0, 1, self.left + self.right, 0))
        return Shape([_reversed(contour) for contour in flipped.contours])

    def capped(self, height: float, tip: float) -> Shape:
        """Give the shape with what rises above a height pressed down to the tip."""
        return Shape(
            [
                [(op, tuple((x, tip if y > height else y) for x, y in points))
                 for op, points in contour]
                for contour in self.contours
            ]
        )  # fmt: skip

    def above(self, height: float) -> Shape:
        return Shape([c for c in self.contours if Shape([c]).bottom >= height])

    def below(self, height: float) -> Shape:
        return Shape([c for c in self.contours if Shape([c]).top <= height])

    def _points(self) -> Iterator[tuple[float, float]]:
        for contour in self.contours:
            for _, points in contour:
                yield from (point for point in points if point is not None)

    @property
    def left(self) -> float:
        return min(x for x, _ in self._points())

    @property
    def right(self) -> float:
        return max(x for x, _ in self._points())

    @property
    def bottom(self) -> float:
        return min(y for _, y in self._points())

    @property
    def top(self) -> float:
        return max(y for _, y in self._points())

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        return (self.bottom + self.top) / 2


def _reversed(contour: list[tuple[str, tuple]]) -> list[tuple[str, tuple]]:
    """Give a contour the other way round. Curves keep their off-curve points."""
    nodes: list[tuple[tuple, tuple]] = []  # point, and the off-curve points that lead to it
    for _, points in contour[:-1]:
        nodes.append((points[-1], points[:-1]))
    if nodes[0][0] != nodes[-1][0]:
        nodes.append((nodes[0][0], ()))
    result: list[tuple[str, tuple]] = [("moveTo", (nodes[-1][0],))]
    for (point, off), (before, _) in pairwise(reversed(nodes)):
        del point
        curve = (*reversed(off), before)
        result.append(("qCurveTo" if off else "lineTo", curve))
    return [*result, ("closePath", ())]


class Maker:
    """One font while it gets its new glyphs."""

    def __init__(self, font: TTFont, heavier: TTFont) -> None:
        self.font = font
        self.heavier = heavier
        self.glyphs = font.getBestCmap()
        self.heavy_glyphs = heavier.getBestCmap()
        self.pwid = _single_substitutions(font, "pwid")
        self.added: dict[str, str] = {}

    def has(self, character: str) -> bool:
        return ord(character) in self.glyphs

    def shape(self, character: str) -> Shape:
        return Shape.of(self.font, self.glyphs[ord(character)])

    def advance(self, character: str) -> int:
        return int(self.font["hmtx"][self.glyphs[ord(character)]][0])

    def add(self, character: str, shape: Shape | None, advance: float) -> None:
        """Add a glyph under a name of its own, so that the old one stays for its other users."""
        name = f"made{ord(character):04X}"
        pen = TTGlyphPen(None)
        for contour in shape.contours if shape else []:
            for operator, points in contour:
                getattr(pen, operator)(*points)
        glyph = pen.glyph()
        glyf = self.font["glyf"]
        glyf[name] = glyph
        glyph.recalcBounds(glyf)
        self.font["hmtx"][name] = (round(advance), getattr(glyph, "xMin", 0))
        self.map(character, name)

    def map(self, character: str, name: str) -> None:
        self.glyphs[ord(character)] = name
        for table in self.font["cmap"].tables:
            if table.isUnicode() and table.format != 14 and (
                table.format == 12 or ord(character) < 0x10000
            ):  # fmt: skip
                table.cmap[ord(character)] = name
        self.added[character] = name

    def spaces(self) -> None:
        digit = self.advance("0")
        widths = {
            "\u2004": 333, "\u2005": 250, "\u2006": 167, "\u2007": digit,
            "\u2008": self.advance("."), "\u2009": 200, "\u200a": 100, "\u202f": 200,
            "\u205f": 222, "\u200b": 0, "\u200c": 0, "\u200d": 0, "\u2060": 0, "\ufeff": 0,
        }  # fmt: skip
        for character, width in widths.items():
            self.add(character, None, width)

    def scripts(self) -> None:
        """Add small digits: those the font has moved down, the rest from the heavier weight."""
        digit = self.advance("²")
        own = {"₁": "¹", "₂": "²", "₃": "³"}
        for pairs, rise in ((SUPERSCRIPTS, SUPERSCRIPT_RISE), (SUBSCRIPTS, SUBSCRIPT_RISE)):
            for character, base in pairs.items():
                if character in own:
                    shape = self.shape(own[character]).moved(0, SUBSCRIPT_RISE - SUPERSCRIPT_RISE)
                    self.add(character, shape, digit)
                    continue
                glyph = self.heavy_glyphs[ord(base)]
                shape = Shape.of(self.heavier, glyph).scaled(SCRIPT_SCALE).moved(0, rise)
                width = SCRIPT_SCALE * self.heavier["hmtx"][glyph][0]
                if base.isdigit():
                    shape = shape.moved((digit - width) / 2)
                    width = digit
                self.add(character, shape, width)

    def signs(self) -> None:
        """Make signs as wide as a digit from + − < = ~, whose strokes have the right weight."""
        width = self.advance("+")
        plus, minus, equal, tilde = (self.shape(c) for c in "+−=~")
        dot = self.shape(".")
        half_stroke = (minus.top - minus.bottom) / 2
        cx, cy = plus.middle, plus.centre
        minus = minus.moved(0, cy - minus.centre)
        arm = 0.92 * (plus.right - plus.left) / 2
        stroke = Shape.box(-arm * 1.17, -half_stroke, arm * 1.17, half_stroke)
        cross = stroke.transformed(Identity.translate(cx, cy).rotate(math.pi / 4))
        cross += stroke.transformed(Identity.translate(cx, cy).rotate(-math.pi / 4))
        low_bar = minus.moved(0, 20 - minus.bottom)
        centred_dot = dot.moved(cx - dot.middle, cy - dot.centre)
        slash = Shape.box(-1.25 * arm, -half_stroke, 1.25 * arm, half_stroke)
        slash = slash.transformed(Identity.translate(cx, cy).rotate(math.radians(62)))
        made = {
            "×": cross,
            "÷": minus + centred_dot.moved(0, 190) + centred_dot.moved(0, -190),
            "±": plus.moved(0, 70) + low_bar,
            "≤": self.shape("<").moved(0, 90) + low_bar,
            "≥": self.shape(">").moved(0, 90) + low_bar,
            "≈": tilde.moved(0, cy + 88 - tilde.centre) + tilde.moved(0, cy - 88 - tilde.centre),
            "≠": equal + slash,
            "≡": minus.moved(0, 170) + minus + minus.moved(0, -170),
        }
        for character, shape in made.items():
            self.add(character, shape, width)
        self.add("·", dot.moved(0, cy - dot.centre), self.advance("."))
        bullet = dot.scaled(1.7)
        bullet = bullet.moved(60 - bullet.left, cy - bullet.centre)
        self.add("•", bullet, bullet.right + 60)
        step = self.advance(".")
        self.add("…", dot + dot.moved(step) + dot.moved(2 * step), 3 * step)
        for character in "†‡§¶":
            shape = self.shape(character)
            self.add(character, shape.moved(50 - shape.left), shape.right - shape.left + 100)
        for character in "‘’“”":
            glyph = self.pwid[self.glyphs[ord(character)]]
            self.add(character, Shape.of(self.font, glyph), self.font["hmtx"][glyph][0])

    def letters(self) -> None:
        for character in TO_COMPOSE:
            if self.has(character):
                continue
            parts = unicodedata.normalize("NFD", character)
            if character in COMMA_BESIDE:
                comma = self.shape("’")
                base, width = self.shape(parts[0]), self.advance(parts[0])
                shift = width - 20 + COMMA_BESIDE[character] - comma.left
                shape = base + comma.moved(shift, base.top - comma.top)
                self.add(character, shape, max(width, shape.right) + 20)
            elif len(parts) == 2 and self.has(parts[0]):
                self.compose(character, parts[0], parts[1])
        self.strokes()
        self.pairs()

    def compose(self, character: str, letter: str, mark: str) -> None:
        """Add a letter with a mark above, below, or before it (Greek capitals)."""
        base, width = self.shape(letter), self.advance(letter)
        capital = letter.isupper()
        if letter in "ij":
            base = base.below(600)
        if character in COMMA_BELOW or mark == "\u0326":
            shape = self.mark("\u0326", capital=capital)
            if character == "ģ":  # the g leaves no room below: a turned comma above
                quote = self.shape("‘").scaled(0.9)
                shape = quote.moved(0, base.top + 60 - quote.bottom)
            base += shape.moved(base.middle - shape.middle)
        elif mark == "\u0327":
            cedilla = self.shape("¸")
            base += cedilla.moved(base.middle - cedilla.middle + 10)
        elif mark == "\u0328":
            tail = self.shape("¸").mirrored()
            side = base.middle if letter in "IiUuOo" else base.right - 105
            base += tail.moved(side - tail.middle + 30)
        elif capital and "GREEK" in unicodedata.name(letter) and mark == "\u0301":
            tonos = self.mark(mark, capital=False)
            tonos = tonos.moved(-tonos.left + 5, base.top - tonos.top)
            base, width = tonos + base.moved(tonos.right - 40), width + tonos.right - 40
        else:
            tall = capital or base.top > 650
            shape = self.mark(mark, capital=tall)
            reference = self.shape("A" if tall else "a")
            centre = self.shape("I").middle if letter == "L" else base.middle
            rise = base.top - reference.top
            base += shape.moved(centre, rise if abs(rise) >= 30 else 0)  # round letters overshoot
        self.add(character, base, width)

    def mark(self, mark: str, *, capital: bool) -> Shape:
        """Give a mark for letters of that height, its reference letter's middle at x = 0."""
        if mark == "\u0307":
            dots = self.mark("\u0308", capital=capital)
            dot = Shape(dots.contours[:1])
            return dot.moved(-dot.middle).scaled(1.1).moved(0, -0.1 * dot.centre)
        if mark == "\u030a":
            ring = self.shape("°").scaled(0.72)
            base = self.shape("A" if capital else "a")
            return ring.moved(-ring.middle, base.top + 45 - ring.bottom)
        if mark == "\u030b":
            acute = self.mark("\u0301", capital=capital)
            acute = acute.moved(-acute.middle)
            return acute.moved(-95) + acute.moved(105)
        if mark == "\u0326":
            comma = self.shape(",").scaled(0.85)
            return comma.moved(-comma.middle, -70 - comma.top)
        upper, lower = MARK_SOURCES[mark]
        source = self.shape(upper if capital else lower)
        base = self.shape("A" if capital else "a")
        return source.above(base.top - 5).moved(-base.middle)

    def strokes(self) -> None:
        """Add letters with a bar, a tail or without their dot."""
        bar = self.shape("−").top - self.shape("−").bottom
        for letter, new, low, high in (("L", "Ł", 270, 430), ("l", "ł", 300, 460)):
            base, width = self.shape(letter), self.advance(letter)
            stem = self.shape("I" if letter == "L" else "l")
            x0, x1 = stem.left - 75, min(stem.left + 255, stem.left + 90 + 1.3 * 105)
            slope = Shape.polygon((x0, low - bar), (x0, low), (x1, high), (x1, high - bar))
            shift = max(0, 10 - slope.left)
            self.add(new, (base + slope).moved(shift), width + 2 * shift)
        for letter, new, height in (("H", "Ħ", 570), ("h", "ħ", 640), ("T", "Ŧ", 330),
                                    ("t", "ŧ", 260)):  # fmt: skip
            base, width = self.shape(letter), self.advance(letter)
            reach = {"H": (base.left - 70, base.right + 70), "h": (5, base.left + 300),
                     "T": (base.middle - 170, base.middle + 170),
                     "t": (base.left, base.right)}[letter]  # fmt: skip
            self.add(new, base + Shape.box(reach[0], height - bar, reach[1], height), width)
        self.add("ı", self.shape("i").below(600), self.advance("i"))
        tail = self.shape("j").below(600).capped(300, 120)
        stem_left = self.shape("i").below(600).left
        for letter, new in (("n", "ŋ"), ("N", "Ŋ")):
            base = self.shape(letter)
            self.add(new, base + tail.moved(base.right - tail.right), self.advance(letter))
        dot = self.shape("·")
        for letter, new in (("L", "Ŀ"), ("l", "ŀ")):
            base, width = self.shape(letter), self.advance(letter)
            place = base.left + 250 if letter == "L" else width - 10
            base += dot.moved(place - dot.left)
            self.add(new, base, max(width, base.right + stem_left))

    def pairs(self) -> None:
        for first, second, new in (("I", "J", "Ĳ"), ("i", "j", "ĳ"), ("’", "n", "ŉ")):
            width = self.advance(first)
            shape = self.shape(first) + self.shape(second).moved(width)
            self.add(new, shape, width + self.advance(second))
        for first, new in (("Э", "Є"), ("э", "є")):
            shape = self.shape(first).mirrored()
            width = self.advance(first)
            self.add(new, shape.moved(width - shape.right - shape.left), width)
        for first, new in (("Г", "Ґ"), ("г", "ґ")):
            base = self.shape(first)
            thick = self.shape("−").top - self.shape("−").bottom
            tick = Shape.box(base.right - thick, base.top - thick, base.right, base.top + 110)
            self.add(new, base + tick, self.advance(first))

    def shared(self) -> None:
        for character, same in SAME_GLYPH.items():
            self.map(character, self.glyphs[ord(same)])


def _single_substitutions(font: TTFont, tag: str) -> dict[str, str]:
    """Give what a layout feature puts in place of each glyph."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == tag
        for index in record.Feature.LookupListIndex
    }
    found: dict[str, str] = {}
    for index in sorted(lookups):
        for outer in table.LookupList.Lookup[index].SubTable:
            found.update(getattr(getattr(outer, "ExtSubTable", outer), "mapping", {}))
    return found


def kept_characters(font: TTFont) -> set[int]:
    """Give the code points to keep of those in the font."""
    keep = set(map(ord, NAME_CHARACTERS))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            for codec in ("gbk", "gb2312"):  # they differ in one sign, U+30FB
                character = bytes((lead, trail)).decode(codec, errors="ignore")
                if len(character) == 1:
                    keep.add(ord(character))
    hangul = {*range(0x1100, 0x1200), *range(0x3130, 0x3190), *range(0x3200, 0x3220),
              *range(0x3260, 0x3280), *range(0xFFA0, 0xFFE0)}  # fmt: skip
    for code in font.getBestCmap():
        if code < 0x2E80 or code >= PLANE_2 or 0x9FA6 <= code <= 0x9FFF or code >= 0xFE30:
            keep.add(code)
    keep -= hangul
    return {code for code in keep if not 0x1F000 <= code < PLANE_2}


def rename(font: TTFont, style: str) -> None:
    """Write the names, keeping copyright, trademark, designers and licence as they are."""
    names = font["name"]
    names.names = [n for n in names.names if n.nameID in {0, 7, 8, 9, 10, 11, 13, 14}]
    full = f"{FAMILY} {style}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    version = "Version 2.004-H2; Noto Sans SC, subset and extended for Cradlegate"
    texts = {1: FAMILY, 2: "Regular", 3: f"2.004-H2;{postscript}", 4: full, 5: version,
             6: postscript}  # fmt: skip
    if style != "Regular":  # the old four-style naming has no SemiBold: it is a family there
        texts |= {1: full, 16: FAMILY, 17: style}
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
    names.names.sort()


def make(folder: Path, target: Path, weight: Weight) -> Path:
    """Make one font and give its path."""

    def opened(name: str) -> TTFont:
        return TTFont(folder / name / f"NotoSansSC_{name}.ttf", recalcTimestamp=False)

    font = opened(weight.source)
    del font["vmtx"], font["vhea"]  # new glyphs have no vertical measures, and none are needed
    maker = Maker(font, opened(weight.heavier))
    maker.spaces()
    maker.signs()
    maker.scripts()
    maker.letters()
    maker.shared()
    font.setGlyphOrder(font["glyf"].glyphOrder)  # drops the cached numbers of glyphs

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=kept_characters(font))
    cutter.subset(font)
    # One table each for the basic plane and for all: the old platform-0 copies say the same.
    font["cmap"].tables = [t for t in font["cmap"].tables if t.platformID == 3]
    rename(font, weight.style)
    path = target / f"NotoSansSC-{weight.style}.ttf"
    font.save(path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(prog="subset_fonts.py", description="Make the shipped fonts.")
    parser.add_argument("folder", type=Path, help="the unpacked @expo-google-fonts/noto-sans-sc")
    parser.add_argument("--target", type=Path, default=TARGET, help="where the fonts go")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        path = make(options.folder, options.target, weight)
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
    shutil.copyfile(options.folder / "LICENSE_FONT", options.target / "OFL.txt")


if __name__ == "__main__":
    main()
