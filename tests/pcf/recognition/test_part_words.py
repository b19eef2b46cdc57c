"""Words are found whole, the longest first, in any language."""

import pytest

from pcf.recognition.part_words import PartWords
from pcf.texts import normalised


@pytest.fixture(scope="module")
def words() -> PartWords:
    return PartWords()


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Socket Head Cap Screws", "screw.socket"),
        ("内六角圆柱头螺钉M3", "screw.socket"),
        ("Flügelmutter", "nut.wing"),
        ("Fluegelmutter", "nut.wing"),
        ("ecrou", "nut.hex"),
        ("cabeca chata", "screw.countersunk"),
        ("подшипник 608", "bearing.ball"),
        ("nema17stepper motor", "motor.stepper"),
    ],
)
def test_a_word_says_what_a_part_is(words, text, meaning):
    assert meaning in words.meanings(normalised(text))


def test_the_longest_word_says_it_alone(words):
    assert words.meanings("screw terminal") == {"other.fastener", "class.terminal"}
    assert words.meanings("spring washer") == {"washer.spring"}
    assert words.meanings("盖形螺母") == {"nut.cap"}


@pytest.mark.parametrize("text", ["screwed", "nutrition", "barrel", "pinion", "vise", "tubex"])
def test_a_part_of_a_word_says_nothing(words, text):
    assert words.meanings(text) == frozenset()


def test_no_text_has_no_meaning(words):
    assert words.meanings("") == frozenset()
    assert words.meanings("???") == frozenset()
