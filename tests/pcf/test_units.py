"""Amounts as people type them: what is read, what is refused, and that nothing is guessed."""

import math
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import UnitError
from pcf.results.display import fixed
from pcf.units import (
    Dimension,
    Quantity,
    find_unit,
    parse_number,
    parse_quantity,
    quantity,
    unit_si_factor,
)


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
        ("1 stone", 6.35029318, "mass"),  # not in the table: pint knows it
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
        ("5 degC", "unit-unknown"),
        ("5 g 3 g", "unit-unknown"),
        ("1/2 kg", "unit-unknown"),
        ("½ kg", "unit-unknown"),
        ("0x10 g", "unit-unknown"),
        ("1_000 g", "unit-unknown"),
        ("5 MB/s", "unit-unknown"),
        ("5 ton", "unit-unknown"),  # 1000, 907 or 1016 kg
        ("5 mt", "unit-unknown"),  # a tonne, or with pint a milli-tonne
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
        ("Mm", 1e6),
        ("MM", 1e-3),
        ("㎏", 1.0),
        ("T", 1000.0),
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


def test_a_table_unit_never_asks_pint() -> None:
    """pint costs 0.25 s to load, which the start of the program does not have."""
    code = (
        "import sys; from pcf.units import parse_quantity\n"
        "for text in ('5 kg', '5 KG', '3 个', '2 m²', '1 kWh'): parse_quantity(text)\n"
        "print('pint' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_one_unit_for_all_its_spellings() -> None:
    spellings = ["kg", "KG", "Kg", "kilogram", "千克", "公斤", "㎏", "ｋｇ", " kg "]
    assert {find_unit(spelling).symbol for spelling in spellings} == {"kg"}
