"""The words by which rows and cells of a bill of materials are told apart (`bom_words.csv`).

A list of 60 000 lines asks half a million times whether a text holds one of some hundred words.
So each question begins with a look at the text's own words in a set, which settles nearly all.
"""

import csv
import functools
import re
from importlib import resources

from pcf.texts import normalised

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_AROUND = " .:;,!*#=_-\u2013\u2014()[]\u3010\u3011\u300c\u300d<>\"'"
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Give a text as words are compared: one width and case, without marks around it."""
    return normalised(text).strip(_AROUND)


class WordList:
    """The words of one kind, in all languages."""

    def __init__(self, rows: list[str]) -> None:
        """Prepare the ways to look for them."""
        self.words = frozenset(word for word in map(plain, rows) if word)
        self.signs = frozenset(normalised(row) for row in rows if not plain(row))
        self.longest = max(map(len, (*self.words, *self.signs)), default=0)
        latin = [word for word in self.words if not _CJK.match(word)]
        self._first_words = frozenset(m[0] for word in latin if (m := _WORD.search(word)))
        self._first_signs = frozenset(word[0] for word in self.words if _CJK.match(word))
        longest_first = sorted(self.words, key=len, reverse=True)
        self._pattern = re.compile(
            "|".join(
                re.escape(word) if _CJK.search(word) else rf"(?<!\w){re.escape(word)}(?!\w)"
                for word in longest_first
            )
        )

    def holds(self, text: str) -> bool:
        """Tell whether a text is one of the words and nothing else."""
        if len(text) > self.longest + len(_AROUND):
            return False
        if not _WORD.search(text):
            return plain(text) in self.words or normalised(text) in self.signs
        return self._may_hold(text) and plain(text) in self.words

    def found_in(self, text: str) -> str:
        """Give the first of the words that a text holds, standing apart, "" if it holds none."""
        if not self._may_hold(text):
            return ""
        match = self._pattern.search(normalised(text))
        return match[0] if match else ""

    def found_at_start(self, text: str) -> str:
        """Give the word that a text begins with, standing apart, "" if it begins with none."""
        if not self._may_hold(text):
            return ""
        match = self._pattern.match(plain(text))
        return match[0] if match else ""

    def _may_hold(self, text: str) -> bool:
        if text.isascii():
            return not self._first_words.isdisjoint(_WORD.findall(text.casefold()))
        one_width = normalised(text)
        return not (
            self._first_words.isdisjoint(_WORD.findall(one_width))
            and self._first_signs.isdisjoint(one_width)
        )


@functools.cache
def word_list(kind: str) -> WordList:
    """Give the words of a kind."""
    return WordList(raw_words(kind))


def raw_words(kind: str) -> list[str]:
    """Give the words of a kind as they stand in the table."""
    path = resources.files("pcf").joinpath("resources/bom_words.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [word for row in rows if row["kind"] == kind for word in row["words"].split("|")]


@functools.lru_cache(maxsize=10_000)
def is_word(text: str, kind: str) -> bool:
    """Tell whether a text is one of the words of a kind; cells of flags repeat without end."""
    return word_list(kind).holds(text)


def found_word(text: str, kind: str) -> str:
    """Give the first word of a kind that a text holds, standing apart, "" if it holds none."""
    return word_list(kind).found_in(text)


@functools.cache
def numerals() -> dict[str, int]:
    """Give the value of each Chinese numeral."""
    pairs = (word.split("=") for word in raw_words("numeral"))
    return {sign: int(value) for sign, value in pairs}
