"""The glossary: each term once, one sentence in both languages, found in words as a whole."""

import pytest

from pcf.background.elementary import ImpactCategory
from pcf.glossary import glossary, terms_in
from pcf.model.sites import ElectricityRule
from pcf.texts import Language, Texts

ENGLISH, CHINESE = Texts(Language.ENGLISH), Texts(Language.CHINESE)


def test_every_term_is_there_once_in_both_languages():
    english, chinese = glossary(Language.ENGLISH), glossary(Language.CHINESE)
    assert [each.key for each in english] == [each.key for each in chinese]
    assert len({each.key for each in english}) == len(english) >= 60
    for here, there in zip(english, chinese, strict=True):
        assert (here.also, there.also) == (there.word, here.word)
    for terms in (english, chinese):
        forms = [form for each in terms for form in each.words]
        assert len(set(forms)) == len(forms)


@pytest.mark.parametrize("language", Language)
def test_each_is_one_sentence(language):
    stop = "。" if language is Language.CHINESE else "."
    for each in glossary(language):
        assert each.sentence.endswith(stop)
        assert each.sentence.count(stop) == 1 or stop == "."
        assert len(each.sentence) < 170


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Partial carbon footprint", ["partial"]),
        ("Declared unit", ["declared-unit"]),
        ("GWP100: AR6 40 %", ["gwp", "assessment-report"]),
        ("Save as", []),
        ("The gwpx of AR66", []),
        ("Biogenic CO₂ uptake", ["biogenic", "uptake"]),
        ("Certificates", ["contract"]),
    ],
)
def test_terms_are_found_as_whole_words_the_longest_first(words, keys):
    assert sorted(each.key for each in terms_in(words, ENGLISH)) == sorted(keys)


def test_chinese_terms_are_found_without_word_edges():
    assert [each.key for each in terms_in("产品部分碳足迹", CHINESE)] == ["partial"]
    found = [each.key for each in terms_in("系统边界：从摇篮到大门", CHINESE)]
    assert found == ["cradle-to-gate", "boundary"]


def test_words_of_the_result_are_explained():
    for texts in (ENGLISH, CHINESE):
        for each in (ImpactCategory.FOSSIL, ImpactCategory.UPTAKE, ImpactCategory.LAND_USE_CHANGE):
            assert terms_in(texts(f"category.{each.value}"), texts)
        assert terms_in(texts(f"electricity.rule.{ElectricityRule.OWN_GENERATION.value}"), texts)
