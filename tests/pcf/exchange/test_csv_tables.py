"""The CSV tables: rounded numbers that add up exactly, and texts that no program takes for more."""

import csv
import io
import zipfile
from decimal import Decimal

import msgspec
import pytest

from pcf.exchange.csv_tables import csv_zip
from pcf.exchange.decimals import decimal_text, rounded
from pcf.model.bom import Mass, Part
from pcf.model.node import DataSetRef
from pcf.results.contributions import totals
from pcf.results.frames import result_tables
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate

LANGUAGES = pytest.mark.parametrize("language", list(Language))


def part(name, mass):
    return Part(
        name=name,
        quantity=parse_quantity("1 piece"),
        mass=Mass(amount=parse_quantity(mass)),
        data_set=DataSetRef(database="tiny", id="steel"),
    )


@pytest.fixture
def result(lamp, tiny):
    """The lamp with parts whose rounded numbers do not add up by themselves."""
    names = ("=1+1", "+1", "-2 °C", "@x", "\t=1", "＝1", "a,b\n“c”", "外壳")
    parts = tuple(part(name, f"{1.23456789 + 0.1 * place} g") for place, name in enumerate(names))
    bom = msgspec.structs.replace(lamp.bom, parts=(*lamp.bom.parts, *parts))
    return calculate(msgspec.structs.replace(lamp, bom=bom), tiny).result


def files_of(result, language=Language.ENGLISH):
    data = csv_zip(result, Texts(language))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@LANGUAGES
def test_each_table_is_a_file(result, language):
    files = files_of(result, language)
    tables = result_tables(result, Texts(language))
    assert list(files) == [f"{table.id}.csv" for table in tables]
    for table in tables:
        head, *body = rows_of(files[f"{table.id}.csv"])
        assert head == list(table.frame.columns)
        assert len(body) - len(table.frame) in {0, 1}
        assert all(len(row) == len(head) for row in body)
        assert files[f"{table.id}.csv"].endswith(b"\r\n")


@LANGUAGES
def test_rounded_rows_add_up_to_the_rounded_sum(result, language):
    files = files_of(result, language)
    roundings = 0
    for table in result_tables(result, Texts(language)):
        if not table.closes:
            continue
        _, *body, total = rows_of(files[f"{table.id}.csv"])
        roundings += len(body) == len(table.frame)
        for place, column in enumerate(table.columns):
            if column.adds_up:
                parts = sum(Decimal(row[place] or 0) for row in body)
                assert parts == Decimal(total[place]), (table.id, column.key)
    assert roundings >= 2
    _, *_, last = rows_of(files["lines.csv"])
    assert decimal_text(totals(result).headline) in last


def test_numbers_have_six_digits_and_no_exponent(result):
    tables = {table.id: table for table in result_tables(result, Texts(Language.ENGLISH))}
    _, *body = rows_of(files_of(result)["lines.csv"])
    for place, column in enumerate(tables["lines"].columns):
        if not column.kind.is_number:
            continue
        for row in body[:-2]:
            text = row[place]
            assert "e" not in text.lower()
            digits = text.replace(".", "").lstrip("-0")
            assert len(digits) <= 6
            assert text == "" or Decimal(text) is not None


def test_no_text_starts_like_a_formula(result):
    starts = ("=", "+", "@", "\t", "＝", "-2")
    files = files_of(result)
    for content in files.values():
        for row in rows_of(content):
            assert not [cell for cell in row if cell.startswith(starts)]
    held = [cell for row in rows_of(files["by_part.csv"]) for cell in row]
    assert {"'=1+1", "'+1", "'-2 °C", "'@x", "'\t=1", "'＝1", "a,b\n“c”", "外壳"} <= set(held)


def test_a_negative_number_stays_a_number(lamp, tiny):
    values = calculate(lamp, tiny).result
    flipped = msgspec.structs.replace(values, values=-values.values)
    _, *_, last = rows_of(files_of(flipped)["lines.csv"])
    assert decimal_text(-totals(values).headline) in last


def test_the_same_result_gives_the_same_bytes(result):
    texts = Texts(Language.CHINESE)
    assert csv_zip(result, texts) == csv_zip(result, texts)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.415094584666665, "4.41509"),
        (0.0, "0"),
        (-0.0, "0"),
        (1200.0, "1200"),
        (123456789.0, "123457000"),
        (1.23456789e-9, "0.00000000123457"),
        (-10.3, "-10.3"),
        (999999.5, "1000000"),
    ],
)
def test_decimal_texts(value, text):
    assert decimal_text(value) == text
    assert rounded(value) == Decimal(text)
