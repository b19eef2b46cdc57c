"""The shipped fonts: they hold what documents write, may be embedded, and name themselves."""

import io
import time
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase import ttfonts as reportlab_fonts
from reportlab.pdfgen.canvas import Canvas

from pcf.style import font_path, load_style

SIGNS = "−×÷±≤≥≈≠≡·•–—…‑‐°µμΩ€¥£™®©%‰§†“”‘’„«»←↑→↓↔√∞∑∆✓□■▲●★"
SCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₍₎"
SPACES = "\u0020\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u200b\u202f\u2060"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωΆΈΉΊΌΎΏάέήίόύώϊϋΪΫ"
CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ЁёЄєІіЇїЎўҐґЈј"
NAMES = "䶮㛃𬭎鿏堃喆犇镕曌頔𠅤"
NOT_DRAWN = {"ĸ", "ſ"}  # Latin Extended-A, but in no company's name


def codec_characters(codec: str) -> set[str]:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    decoded = (pair.decode(codec, errors="ignore") for pair in pairs)
    # A pair that is none may leave its second byte, an ASCII letter.
    return {text for text in decoded if len(text) == 1 and not text.isascii()}


@cache  # the fonts are only read
def opened(path: Path) -> TTFont:
    return TTFont(path)


@pytest.fixture(params=["regular", "semibold"])
def path(request: pytest.FixtureRequest) -> Path:
    return font_path(request.param)


@pytest.fixture
def font(path: Path) -> TTFont:
    return opened(path)


def missing(font: TTFont, characters: set[str]) -> str:
    held = font.getBestCmap()
    return "".join(sorted(c for c in characters if ord(c) not in held))


def advance(font: TTFont, character: str) -> int:
    return font["hmtx"][font.getBestCmap()[ord(character)]][0]


def test_gb2312_is_complete(font: TTFont) -> None:
    characters = codec_characters("gb2312")
    assert len(characters) == 7445
    assert missing(font, characters) == ""


def test_chinese_characters_of_gbk_and_rare_ones_of_names_are_there(font: TTFont) -> None:
    chinese = {c for c in codec_characters("gbk") if "\u4e00" <= c <= "\u9fff"}
    assert len(chinese) == 20902
    assert missing(font, chinese | set(NAMES)) == ""


def test_latin_greek_cyrillic_signs_and_spaces_are_there(font: TTFont) -> None:
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))} - NOT_DRAWN
    assert missing(font, latin | set("ȘșȚț")) == ""
    assert missing(font, set(SIGNS + SCRIPTS + SPACES + GREEK + CYRILLIC)) == ""


def test_glyphs_are_drawn_unless_they_are_spaces(font: TTFont) -> None:
    glyphs = font.getGlyphSet()
    empty = ""
    for code, name in font.getBestCmap().items():
        pen = BoundsPen(glyphs)
        if code < 0x3000:
            glyphs[name].draw(pen)
            empty += "" if pen.bounds else chr(code)
    assert {unicodedata.category(c) for c in empty} <= {"Zs", "Cf"}
    assert set(empty) >= set(SPACES)


def test_digits_and_signs_between_them_are_tabular(font: TTFont) -> None:
    assert len({advance(font, c) for c in "0123456789−+±×÷≤≥≈<>=\u2007"}) == 1
    assert len({advance(font, c) for c in "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"}) == 1


def test_signs_of_prose_are_narrow(font: TTFont) -> None:
    em = font["head"].unitsPerEm
    assert advance(font, "\u202f") == em / 5
    assert advance(font, "\u00a0") == advance(font, " ")
    for character in "·•‘’“”†§":
        assert advance(font, character) < 0.7 * em
    assert advance(font, "产") == em


def test_subscripts_sink_and_superscripts_rise(font: TTFont) -> None:
    glyphs, names = font.getGlyphSet(), font.getBestCmap()

    def bounds(character: str) -> tuple[float, float]:
        pen = BoundsPen(glyphs)
        glyphs[names[ord(character)]].draw(pen)
        return pen.bounds[1], pen.bounds[3]

    digit_top = bounds("8")[1]
    for character in "₀₁₂₃₄₅₆₇₈₉":
        low, high = bounds(character)
        assert low < 0 < high < 0.6 * digit_top
    for character in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        low, high = bounds(character)
        assert 0.5 * digit_top < low < digit_top < high


def test_names_licence_and_embedding(font: TTFont, path: Path) -> None:
    names = font["name"]
    family = names.getDebugName(16) or names.getDebugName(1)
    assert family == load_style().document.fonts.family
    assert "Source" not in "".join(names.getDebugName(i) or "" for i in (1, 3, 4, 6, 16))
    assert "Adobe" in names.getDebugName(0)  # the copyright line stays
    assert "SIL Open Font License" in names.getDebugName(13)
    assert font["OS/2"].fsType == 0  # installable embedding: no limits
    assert font["OS/2"].usWeightClass == (600 if "SemiBold" in path.name else 400)
    licence = path.with_name("OFL.txt").read_text(encoding="utf-8")
    assert names.getDebugName(0).split(",")[0].removeprefix("(c) ") in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_files_are_small_and_carry_no_layout_tables(font: TTFont, path: Path) -> None:
    assert path.stat().st_size < 8_000_000
    assert not {"GSUB", "GPOS", "GDEF", "BASE", "vmtx", "vhea", "fpgm", "prep"} & set(font.keys())


def test_reportlab_embeds_them_quickly_and_small(path: Path) -> None:
    start = time.perf_counter()
    pdfmetrics.registerFont(reportlab_fonts.TTFont(f"test-{path.stem}", path))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont(f"test-{path.stem}", 9)
    canvas.drawString(50, 700, "275 kg CO₂e, 1\u202f840 t·km 产品部分碳足迹 𬭎")
    canvas.save()
    assert time.perf_counter() - start < 2  # 0.06 s measured
    assert b"FontFile2" in buffer.getvalue()
    assert len(buffer.getvalue()) < 40_000
