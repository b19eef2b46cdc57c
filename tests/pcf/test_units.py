"""Amounts as people type them: what is read, what is refused, and that nothing is guessed."""

import csv
import math
import subprocess
import sys
import unicodedata
from importlib import resources

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import UnitError
from pcf.results.display import fixed
from pcf.texts import Language, Texts
from pcf.units import (
    Dimension,
    Quantity,
    find_unit,
    parse_number,
    parse_quantity,
    quantity,
    unit_si_factor,
)

# A library of units of physics reads each of these as an amount: a kiloparsec, 5.03 m, 14.6 kg …
NO_UNITS = "kpc rod chain link hand point cup shot slug b B degree pica perch turn count dash gi"


@pytest.mark.parametrize(
    ("text", "si", "dimension"),
    [
        ("12.5 g", 0.0125, "mass"),
        ("12,5 g", 0.0125, "mass"),
        ("12,5g", 0.0125, "mass"),
        ("  5   kg\n", 5.0, "mass"),
        ("+5 kg", 5.0, "mass"),
        ("-5 kg", -5.0, "mass"),
        ("−5 kg", -5.0, "mass"),  # U+2212
        ("1e3 g", 1.0, "mass"),
        ("1.5E+3 g", 1.5, "mass"),
        ("1,5e3 g", 1.5, "mass"),
        (".5 kg", 0.5, "mass"),
        (",5 kg", 0.5, "mass"),
        ("5. kg", 5.0, "mass"),
        ("0,234 kg", 0.234, "mass"),  # a leading zero can't be grouped
        ("-0,123 kg", -0.123, "mass"),
        ("1 840 g", 1.84, "mass"),
        ("1\u202f840 g", 1.84, "mass"),
        ("1\u00a0840 g", 1.84, "mass"),
        ("1'840 g", 1.84, "mass"),
        ("1 234 567.8 g", 1234.5678, "mass"),
        ("1 234,567 g", 1.234567, "mass"),  # grouped by blanks, so the comma is a mark
        ("1,234,567 g", 1234.567, "mass"),
        ("1,234.5 g", 1.2345, "mass"),
        ("1.234,5 g", 1.2345, "mass"),
        ("1.234 g", 0.001234, "mass"),  # a point is always the mark
        ("５．３ｋｇ", 5.3, "mass"),
        ("2 公斤", 2.0, "mass"),
        ("3吨", 3000.0, "mass"),
        ("1,5 克", 0.0015, "mass"),
        ("5 个", 5.0, "count"),
        ("5个", 5.0, "count"),
        ("２ 件", 2.0, "count"),
        ("4 pcs", 4.0, "count"),
        ("4 Stück", 4.0, "count"),
        ("4 EA", 4.0, "count"),
        ("5ea", 5.0, "count"),
        ("0.3 m2", 0.3, "area"),
        ("0.3 m²", 0.3, "area"),
        ("0.3 ㎡", 0.3, "area"),
        ("2 平方厘米", 2e-4, "area"),
        ("7 µm", 7e-6, "length"),
        ("7 μm", 7e-6, "length"),
        ('2 "', 0.0508, "length"),
        ("3 cm³", 3e-6, "volume"),
        ("3 ml", 3e-6, "volume"),
        ("3 升", 3e-3, "volume"),
        ("1 kWh", 3.6e6, "energy"),
        ("1 KWH", 3.6e6, "energy"),
        ("1 度", 3.6e6, "energy"),
        ("2 MJ", 2e6, "energy"),
        ("3 t km", 3e6, "freight"),
        ("3 t·km", 3e6, "freight"),
        ("3 吨公里", 3e6, "freight"),
        ("30 %", 0.3, "ratio"),
        ("5 kg CO2e", 5.0, "emission"),
        ("5 千克二氧化碳当量", 5.0, "emission"),
        ("2 h", 7200.0, "time"),
        ("3 USD", 3.0, "money"),
        ("1 stone", 6.35029318, "mass"),
        ("5 kg.", 5.0, "mass"),
        ("2 pounds", 0.90718474, "mass"),
        ("3 kilos", 3.0, "mass"),
        ("4 hg", 0.4, "mass"),
        ("4 dag", 0.04, "mass"),
        ("3 KGM", 3.0, "mass"),  # UN/ECE recommendation 20, as enterprise systems export it
        ("1 short ton", 907.18474, "mass"),
        ("2 kpcs", 2000.0, "count"),
        ("2 k pcs", 2000.0, "count"),
        ("2 千件", 2000.0, "count"),
        ("2 千个", 2000.0, "count"),
        ("3万件", 30_000.0, "count"),
        ("3 万只", 30_000.0, "count"),
        ("2 dozen", 24.0, "count"),
        ("2 打", 24.0, "count"),
        ("5 pairs", 10.0, "count"),
        ("5 对", 10.0, "count"),
        ("5双", 10.0, "count"),
        ("2 C62", 2.0, "count"),
        ("3 dm", 0.3, "length"),
        ("2 yd", 1.8288, "length"),
        ("2 mi", 3218.688, "length"),
        ("2 nmi", 3704.0, "length"),
        ("40 thou", 0.001016, "length"),
        ("2 km2", 2e6, "area"),
        ("2 km²", 2e6, "area"),
        ("2 ha", 2e4, "area"),
        ("1 acre", 4046.8564224, "area"),
        ("2 in²", 0.00129032, "area"),
        ("2 sq ft", 0.18580608, "area"),
        ("10 square inches", 0.0064516, "area"),
        ("2 平方英尺", 0.18580608, "area"),
        ("5 mm³", 5e-9, "volume"),
        ("5 cL", 5e-5, "volume"),
        ("5 dl", 5e-4, "volume"),
        ("5 hL", 0.5, "volume"),
        ("2 in3", 2 * 0.0254**3, "volume"),
        ("2 cu ft", 2 * 0.3048**3, "volume"),
        ("2 gal (US)", 2 * 231 * 0.0254**3, "volume"),
        ("2 US gallons", 2 * 231 * 0.0254**3, "volume"),
        ("2 imperial gallons", 9.09218e-3, "volume"),
        ("1 kW·h", 3.6e6, "energy"),
        ("2 万kWh", 7.2e10, "energy"),
        ("2 万度", 7.2e10, "energy"),
        ("1 TJ", 1e12, "energy"),
        ("1 kcal", 4186.8, "energy"),
        ("1000 cal", 4186.8, "energy"),
        ("1 BTU", 1055.05585262, "energy"),
        ("1 MMBtu", 1.05505585262e9, "energy"),
        ("1 therm", 1.05505585262e8, "energy"),
        ("1 toe", 4.1868e10, "energy"),
        ("1 吨标准煤", 2.93076e10, "energy"),
        ("2 weeks", 1_209_600.0, "time"),
        ("5 KB", 5000.0, "information"),
        ("5 PB", 5e15, "information"),
        ("5 g CO2e", 0.005, "emission"),
        ("5 kg CO₂e", 5.0, "emission"),
    ],
)
def test_what_people_type(text: str, si: float, dimension: str) -> None:
    read = parse_quantity(text)
    assert read.si == pytest.approx(si, rel=1e-12)
    assert read.dimension is Dimension(dimension)
    assert read.text == text.strip()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "amount-unreadable"),
        ("   ", "amount-unreadable"),
        ("kg", "amount-unreadable"),
        ("some", "amount-unreadable"),
        ("五个", "amount-unreadable"),
        ("nan kg", "amount-unreadable"),
        ("inf kg", "amount-unreadable"),
        ("-Infinity", "amount-unreadable"),
        ("~5 g", "amount-unreadable"),
        ("–5 g", "amount-unreadable"),  # an en dash is no minus
        ("> 5 g", "amount-unreadable"),
        ("#NUM!", "amount-unreadable"),
        ("=1+1 kg", "amount-unreadable"),
        ("1,234 g", "number-ambiguous"),
        ("-1,234 g", "number-ambiguous"),
        ("1,234e3 g", "number-ambiguous"),
        ("１，２３４ g", "number-ambiguous"),
        ("2 1000 g", "number-unreadable"),  # groups have three digits
        ("1 2345 g", "number-unreadable"),
        ("1 2 g", "number-unreadable"),
        ("1.234.567 g", "number-unreadable"),
        ("1,23,456 g", "number-unreadable"),
        ("1..5 g", "number-unreadable"),
        ("1.5.2 g", "number-unreadable"),
        ("- 5 g", "number-unreadable"),
        ("1, 234 g", "number-unreadable"),
        ("1e400 g", "number-not-finite"),
        ("-1e999 kg", "number-not-finite"),
        ("1e308 t", "number-not-finite"),  # finite as typed, infinite in kg
        ("5", "unit-missing"),
        ("1 840", "unit-missing"),
        ("5 foo", "unit-unknown"),
        ("5 kg/m3", "unit-unknown"),
        ("10² g", "amount-unreadable"),  # not 102 g
        ("10⁻³ g", "amount-unreadable"),
        ("10₂ g", "amount-unreadable"),
        ("10 ² g", "amount-unreadable"),
        ("1 ²³⁴ g", "amount-unreadable"),
        ("²5 g", "amount-unreadable"),
        ("1.² g", "amount-unreadable"),
        ("5① g", "amount-unreadable"),
        ("5⒈ g", "amount-unreadable"),
        ("5㏠", "amount-unreadable"),  # "5" and one sign for the first day of a month
        ("½ kg", "amount-unreadable"),
        ("2½ kg", "amount-unreadable"),
        ("5 degC", "unit-unknown"),
        ("5 g 3 g", "unit-unknown"),
        ("1/2 kg", "unit-unknown"),
        ("0x10 g", "unit-unknown"),
        ("1_000 g", "unit-unknown"),
        ("5 MB/s", "unit-unknown"),
        ("5 ton", "unit-ambiguous"),  # 1000, 907 or 1016 kg
        ("5 Tons", "unit-ambiguous"),
        ("5 mt", "unit-ambiguous"),
        ("5 gal", "unit-ambiguous"),
        ("5 加仑", "unit-ambiguous"),
        ("5 fl oz", "unit-ambiguous"),
        ("5 nm", "unit-ambiguous"),  # nanometre or nautical mile
        ("5 NM", "unit-ambiguous"),
        ("5 mil", "unit-ambiguous"),
        ("5 斤", "unit-ambiguous"),
        ("5 Cal", "unit-ambiguous"),  # on food it is a kilocalorie
        ("5 Mb", "unit-ambiguous"),  # bits
        ("5 A", "unit-ambiguous"),  # ampere, not years
        ("2 bag", "unit-is-package"),
        ("2 BAGS", "unit-is-package"),
        ("2 rolls", "unit-is-package"),
        ("2 box", "unit-is-package"),
        ("2 boxes", "unit-is-package"),
        ("2 reel", "unit-is-package"),
        ("2 ctn.", "unit-is-package"),
        ("2 barrel", "unit-is-package"),
        ("2 卷", "unit-is-package"),
        ("2箱", "unit-is-package"),
        ("2 盒", "unit-is-package"),
        ("2 袋", "unit-is-package"),
        ("2 盘", "unit-is-package"),
        *((f"2 {word}", "unit-unknown") for word in NO_UNITS.split()),
        ("5 EUR", "unit-unknown"),
        ("5 kg; rm -rf /", "unit-unknown"),
        ("5 kg*__import__('os').getpid()", "unit-unknown"),
        ("5 =cmd|' /C calc'!A0", "unit-unknown"),
        ("5 {0.__class__}", "unit-unknown"),
        ("5 " + "(" * 5000 + "m", "unit-unknown"),
        ("5 " + "m" * 100_000, "unit-unknown"),
    ],
)
def test_what_is_refused(text: str, key: str) -> None:
    with pytest.raises(UnitError) as raised:
        parse_quantity(text)
    assert raised.value.key == key


@pytest.mark.parametrize("unit", ["m**9**9**9", "m^9^9^9", "9**9**9**9", "m**(9*9*9*9*9*9*9*9)"])
def test_no_unit_from_a_file_is_worked_out_for_ever(unit: str) -> None:
    """In a process of its own, so that a fault fails and does not hang the run."""
    code = (
        f"from pcf.units import find_unit\ntry: find_unit({unit!r})\nexcept ValueError: print('no')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    assert ran.stdout.strip() == "no"


@pytest.mark.parametrize(
    ("symbol", "si"),
    [
        ("mJ", 1e-3),
        ("MJ", 1e6),
        ("Mj", 1e6),
        ("mWh", 3.6),
        ("MWh", 3.6e9),
        ("mg", 1e-6),
        ("Mg", 1000.0),
        ("Kg", 1.0),
        ("KG", 1.0),
        ("mm", 1e-3),
        ("MM", 1e-3),
        ("㎏", 1.0),
        ("T", 1000.0),
        ("M", 1.0),
        ("KB", 1e3),
        ("MB", 1e6),
        ("a", 31556952.0),
    ],
)
def test_case_matters_where_it_means_another_unit(symbol: str, si: float) -> None:
    assert unit_si_factor(symbol) == pytest.approx(si, rel=1e-12)


def test_default_unit_is_for_bare_numbers_only() -> None:
    assert parse_quantity("5", "g").si == pytest.approx(0.005)
    assert parse_quantity("5 kg", "g").si == 5.0
    assert parse_quantity("5", "个").unit == "piece"
    with pytest.raises(UnitError):
        parse_quantity("5", "foo")


def test_error_keeps_what_was_typed() -> None:
    with pytest.raises(UnitError) as raised:
        parse_quantity("12 wibble")
    assert raised.value.fields == {"unit": "wibble"}
    with pytest.raises(UnitError) as raised:
        parse_quantity("1,234 g")
    assert raised.value.fields == {"text": "1,234"}


@pytest.mark.parametrize(
    "forged",
    [
        {"text": "5 g", "number": 5.0, "unit": "g", "dimension": "mass", "si": 5.0},
        {"text": "5 g", "number": 5.0, "unit": "g", "dimension": "energy", "si": 0.005},
        {"text": "5 g", "number": 1e999, "unit": "g", "dimension": "mass", "si": 1e999},
        {"text": "5 stone", "number": 5.0, "unit": "stone", "dimension": "mass", "si": 1e9},
        {"text": "5 foo", "number": 5.0, "unit": "foo", "dimension": "mass", "si": 5.0},
    ],
)
def test_forged_amounts_are_refused(forged: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"contradicts|finite|unknown"):
        msgspec.convert(forged, Quantity)


UNITS = ["kg", "g", "t", "piece", "m", "mm", "m2", "L", "kWh", "MJ", "t*km", "h", "%", "lb"]
NUMBERS = st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-12)


@given(number=NUMBERS, unit=st.sampled_from(UNITS))
def test_a_stated_amount_reads_back(number: float, unit: str) -> None:
    stated = quantity(number, unit)
    read = parse_quantity(stated.text)
    assert read.unit == stated.unit == unit
    assert read.si == pytest.approx(stated.si, rel=1e-11)


@given(number=NUMBERS, decimals=st.integers(0, 6))
def test_a_displayed_number_reads_back(number: float, decimals: int) -> None:
    """Narrow blanks and U+2212 of the window can be copied back into a cell."""
    shown = fixed(number, decimals)
    assert parse_number(shown) == pytest.approx(number, rel=1e-9, abs=0.51 * 10**-decimals)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = parse_quantity(text, "kg")
    except UnitError as error:
        assert error.key  # noqa: PT017  either way is right, nothing else is
    else:
        assert math.isfinite(read.si)


def test_a_megametre_is_no_millimetre_with_a_capital() -> None:
    """One is meant by those who type `Mm`, the other is the SI: 10^9 apart."""
    with pytest.raises(UnitError) as raised:
        parse_quantity("3 Mm")
    assert raised.value.key == "unit-ambiguous"


def test_a_raised_digit_may_only_follow_a_letter() -> None:
    for text in ("10²", "1₀", "²"):
        with pytest.raises(UnitError) as raised:
            parse_number(text)
        assert raised.value.key == "number-unreadable"
    assert parse_number("１０") == 10


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("word", "mend"), [("rolls", "kg"), ("ton", "kg")])
def test_a_refused_word_is_told_how_to_say_it(language: Language, word: str, mend: str) -> None:
    with pytest.raises(UnitError) as raised:
        find_unit(word)
    said = Texts(language).error(raised.value)
    assert word in said
    assert mend in said


def test_no_word_of_the_table_means_two_units() -> None:
    """Symbols may differ in case alone (`mg`, `Mg`); then the first of them is for any case."""
    table = resources.files("pcf").joinpath("resources/units.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    symbols = [row["symbol"] for row in rows]
    assert len(set(symbols)) == len(symbols)
    folded = {symbol.casefold() for symbol in symbols}
    aliases = [alias for row in rows for alias in row["aliases"].split("|") if alias]
    words = [unicodedata.normalize("NFKC", alias).casefold() for alias in aliases]
    twice = {word for word in words if words.count(word) > 1 or word in folded}
    own = {row["symbol"].casefold() for row in rows if row["aliases"]}
    assert not twice - own, twice - own
    assert not any(word != word.strip() or word.endswith(".") for word in words)


def test_every_unit_of_the_table_is_read_back_from_its_symbol() -> None:
    table = resources.files("pcf").joinpath("resources/units.csv").read_text(encoding="utf-8")
    units = [row for row in csv.DictReader(table.splitlines()) if row["si_factor"]]
    assert len(units) > 80
    for row in units:
        read = parse_quantity(quantity(2, row["symbol"]).text)
        assert (read.unit, read.dimension) == (row["symbol"], row["dimension"])
        assert read.si == 2 * float(row["si_factor"])
        for alias in filter(None, row["aliases"].split("|")):
            assert find_unit(alias).symbol == row["symbol"], alias


def test_one_unit_for_all_its_spellings() -> None:
    spellings = ["kg", "KG", "Kg", "kilogram", "千克", "公斤", "㎏", "ｋｇ", " kg "]
    assert {find_unit(spelling).symbol for spelling in spellings} == {"kg"}
