"""Both catalogues hold the same keys with the same fields, and every key that code names."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pcf.errors import UnitError
from pcf.findings import Finding, Severity
from pcf.texts import Language, Texts, normalised
from pcf.units import find_unit

LOCALES = [Path(__file__).parents[2] / package / "locale" for package in ("pcf", "ui")]
CODE = Path(__file__).parents[2] / "pcf"


def catalogue(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for root in LOCALES:
        for path in (root / language / "LC_MESSAGES").glob("*.po"):
            with path.open("rb") as file:
                said = {each.id: each.string for each in read_po(file) if each.id}
            assert not found.keys() & said.keys(), path
            found |= said
    return found


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys_and_fields():
    english, chinese = catalogue(Language.ENGLISH), catalogue(Language.CHINESE)
    assert set(english) == set(chinese)
    assert {key: fields(text) for key, text in english.items()} == {
        key: fields(text) for key, text in chinese.items()
    }


@pytest.mark.parametrize("language", Language)
def test_no_sentence_is_empty_or_a_key(language):
    for key, text in catalogue(language).items():
        assert text.strip(), key
        assert text != key


def test_what_has_no_chinese_has_no_english_words_either():
    """Symbols, numbers and names may be alike in both languages; sentences may not."""
    for key, text in catalogue(Language.CHINESE).items():
        words = re.findall(r"[a-z]{5,}", re.sub(r"\{[^}]*\}|Cradlegate|Catena|^English$", "", text))
        assert re.search(r"[\u4e00-\u9fff]", text) or not words, key


@pytest.mark.parametrize("language", Language)
def test_every_heading_that_is_known_can_be_said(language):
    table = CODE / "resources" / "bom_headings.csv"
    known = {row.partition(",")[0] for row in table.read_text(encoding="utf-8").splitlines()[1:]}
    texts = Texts(language)
    assert {field for field in known if not texts.has(f"column-field.{field}")} == set()


def finding_keys() -> set[str]:
    """Give the keys that code passes to a finding: in a report call or a Finding of its own."""
    found = set()
    for path in CODE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(
            re.findall(r'Severity\.[A-Z_]+,\s*(?:key=)?"([a-z0-9]+(?:-[a-z0-9]+)+)"', text)
        )
        found |= set(re.findall(r'\bkey="([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    return found


def error_keys() -> set[str]:
    found = set()
    for path in CODE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'[A-Z]\w*Error\(\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    return found


def test_every_finding_of_the_code_has_what_and_mend():
    keys = finding_keys()
    assert len(keys) > 30
    texts = Texts(Language.ENGLISH)
    missing = {
        f"finding.{key}.{half}"
        for key in keys
        for half in ("what", "mend")
        if not texts.has(f"finding.{key}.{half}")
    }
    assert not missing


def test_every_error_of_the_code_has_a_sentence():
    keys = error_keys()
    assert len(keys) > 30
    texts = Texts(Language.ENGLISH)
    assert not {key for key in keys if not texts.has(f"error.{key}")}


def test_a_finding_is_said_in_both_languages_with_its_fields_in_words():
    finding = Finding(
        severity=Severity.BLOCKS_DOCUMENT,
        key="unit-mismatch",
        fields={"name": "Lid", "dimension": "@dimension.count", "data_set": "x", "unit": "kg"},
    )
    assert "a number of pieces" in Texts(Language.ENGLISH).what(finding)
    assert "件数" in Texts(Language.CHINESE).what(finding)


def test_an_unknown_key_is_our_fault_not_a_sentence():
    with pytest.raises(KeyError):
        Texts(Language.ENGLISH)("no.such.key")


def test_an_error_names_the_text_and_the_mend():
    said = Texts(Language.ENGLISH).error(UnitError("unit-unknown", unit="foo"))
    assert "foo" in said
    assert "kWh" in said


def test_names_fall_back_to_the_other_language():
    assert Texts(Language.CHINESE).choose("Pump", "") == "Pump"
    assert Texts(Language.ENGLISH).choose("Pump", "泵") == "Pump"


def test_texts_are_compared_in_one_width_and_case():
    assert normalised(" ＡＢＣ\u3000 Steel ") == "abc steel"


def test_a_single_thing_has_its_own_sentence():
    texts = Texts(Language.ENGLISH, LOCALES[1])
    assert texts("ui.parts.lines", count=1) == "1 line"
    assert texts("ui.parts.lines", count=0) == "0 lines"
    assert texts("ui.data.count", count=1) == "1 found"
    finding = Finding(
        severity=Severity.NOTE,
        key="certificates-not-their-energy",
        fields={"name": "Wind", "count": 1, "mwh": 2.0},
    )
    assert "names 1 certificate for" in texts.what(finding)


def test_every_counted_noun_has_a_singular():
    english = catalogue(Language.ENGLISH)
    counted = {
        key
        for key, text in english.items()
        if not key.endswith("-one") and re.search(r"\{count[^}]*\}( [a-z]+)? [a-z]+s\b", text)
    }
    assert len(counted) > 15
    always_several = {"ui.edit.several"}
    assert {key for key in counted - always_several if f"{key}-one" not in english} == set()
    single = {key for key in english if key.endswith("-one") and "{count" in english[key]}
    assert {key for key in single if key.removesuffix("-one") not in english} == set()


@pytest.mark.parametrize("language", Language)
def test_units_are_said_as_they_are_printed(language):
    texts = Texts(language)
    mismatch = Finding(
        severity=Severity.BLOCKS_DOCUMENT,
        key="measure-missing",
        fields={"name": "Sheet", "unit": "m2"},
    )
    assert "m²" in texts.what(mismatch)
    assert "m²" in texts.mend(mismatch)
    said = texts.error(UnitError("unit-unknown", unit="m4"))
    assert "m4" in said
    assert "m²" in said
    assert "t·km" in said


def test_every_unit_can_be_typed_as_it_is_printed():
    texts = Texts(Language.ENGLISH)
    for symbol in ("m2", "m3", "cm2", "km2", "ft3", "t*km", "kg*km", "kgCO2e", "tCO2e", "kWh"):
        assert find_unit(texts.unit(symbol)).symbol == symbol


@pytest.mark.parametrize("language", Language)
def test_what_has_no_name_is_not_called_by_its_id(language):
    texts = Texts(language)
    fields = {"name": "f739e2459f77a4f3"}
    found = Finding(
        severity=Severity.BLOCKS_DOCUMENT,
        key="part-unmatched",
        node=fields["name"],
        field="data_set",
        fields=fields,
    )
    assert texts("word.unnamed") in texts.what(found)
    assert found.node not in texts.what(found) + texts.mend(found)
