"""Dimensions are read as people type them, and never guessed where they may mean two things."""

import math

import pytest

from pcf.recognition import sizes
from pcf.recognition.sizes import Threads
from pcf.recognition.tables import read_rows
from pcf.texts import normalised


@pytest.fixture(scope="module")
def threads() -> Threads:
    return Threads(read_rows("threads"))


@pytest.mark.parametrize(
    ("text", "name", "pitch", "factors"),
    [
        ("M3x8", "M3", 0.5, (8,)),
        ("M3*8", "M3", 0.5, (8,)),
        ("M3×8mm", "M3", 0.5, (8,)),
        ("M3 x 8", "M3", 0.5, (8,)),
        ("M3-0.5 x 8", "M3", 0.5, (8,)),
        ("M3 8mm", "M3", 0.5, (8,)),
        ("M3L8", "M3", 0.5, (8,)),
        ("M3, L=8", "M3", 0.5, (8,)),
        ("M3-8", "M3", 0.5, (8,)),
        ("М3х8", "M3", 0.5, (8,)),
        ("M8x1.25x30", "M8", 1.25, (30,)),
        ("M8x1x30", "M8", 1.0, (30,)),
        ("M12x1,5", "M12", 1.5, ()),
        ("M2,5x6", "M2.5", 0.45, (6,)),
        ("M8x1000", "M8", 1.25, (1000,)),
        ("M3x4mmx5mm", "M3", 0.5, (4, 5)),
        ("M3", "M3", 0.5, ()),
        ("M3螺母(M3x4x5)", "M3", 0.5, (4, 5)),
        ('1/4-20 x 1"', "1/4-20", 1.27, (25.4,)),
        ("4-40 x 3/8", "4-40", 0.635, (9.525,)),
        ("#6-32 x 1-1/4", "6-32", 0.7938, (31.75,)),
        ("10-32 UNF x 12 mm", "10-32", 0.7938, (12,)),
    ],
)
def test_threads(threads, text, name, pitch, factors):
    found = threads.find(normalised(text))
    assert found is not None
    assert (found.name, found.pitch_mm) == (name, pitch)
    assert found.factors_mm == pytest.approx(factors)


@pytest.mark.parametrize("text", ["M99x8", "M", "AM3", "PCM3000", "M0", "13-17", "2024-11-05"])
def test_what_is_no_thread(threads, text):
    assert threads.find(normalised(text)) is None


def test_a_stud_is_read_apart(threads):
    found = threads.find("m3x10+6")
    assert found is not None
    assert (found.factors_mm, found.stud_mm) == ((10.0,), 6.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200x150x8", (200, 150, 8)),
        ("200*150*2mm", (200, 150, 2)),
        ("20 x 20mm x 200mm", (20, 20, 200)),
        ("20x20x2m", (20, 20, 2000)),
        ("2 x 3 cm", (20, 30)),
        ("1,5×20", (1.5, 20)),
        ("φ10×200", (10, 200)),
        ("l200xw100xh2", (200, 100, 2)),
        ("200l x 100w x 2t", (200, 100, 2)),
        ("m3x8", ()),
        ("20", ()),
    ],
)
def test_products(text, expected):
    assert tuple(each.mm for each in sizes.find_product(text)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l=500", 500),
        ("length: 1.2 m", 1200),
        ("长度500", 500),
        ("länge 30 cm", 300),
        ("300mm extrusion", 300),
        ("20x20 500mm", 500),
        ("tube 2 m", 2000),
        ("6 ft", 1828.8),
        ("8 mm, length 400 mm", 400),
        ("2mm 300mm", None),
        ("20x20", None),
    ],
)
def test_lengths(text, expected):
    assert sizes.find_length(text) == (pytest.approx(expected) if expected else None)


def test_marked_dimensions():
    assert sizes.find_thickness("t=2 200×150") == 2
    assert sizes.find_thickness("3 mm thick") == 3
    assert sizes.find_diameter("ø8 h6") == 8
    assert sizes.find_diameter("直径2mm,长度15mm") == 2
    assert sizes.find_inner("内径5外径10") == 5
    assert sizes.find_outer("od 10 mm, id 8 mm") == 10
    assert sizes.find_bare("8 mm, length 400 mm") == 8


def test_a_comma_before_three_digits_is_not_guessed():
    assert math.isnan(sizes.number("1,234"))
    assert sizes.number("0,234") == 0.234
    assert sizes.number("12,5") == 12.5


def test_tolerances_of_fits_are_no_dimensions():
    assert sizes.without_tolerances("5m6x20") == "5x20"
    assert sizes.without_tolerances("ø8 h6 l=300") == "ø8 l=300"
    assert sizes.without_tolerances("m6x20") == "m6x20"
