"""The words by which rows and cells of a bill of materials are told apart (`bom_words.csv`)."""

import csv
import functools
import re
from importlib import resources

from pcf.texts import normalised

_CJK = "\u3040-\u30ff\u3400-\u9fff"


def plain(text: str) -> str:
    """Give a text as words are compared: one width and case, without marks around it."""
    return normalised(text).strip(" .:;,!*#=_-–—()[]【】「」<>\"'")


@functools.cache
def words(kind: str) -> frozenset[str]:
    """Give the words of a kind, in all languages, as `plain` gives texts."""
    return frozenset(word for word in map(plain, _rows(kind)) if word)


def is_word(text: str, kind: str) -> bool:
    """Tell whether a text is one of the words, and nothing else."""
    return plain(text) in words(kind) or normalised(text) in _signs(kind)


@functools.cache
def _signs(kind: str) -> frozenset[str]:
    """Give the words of a kind that are signs alone, such as `-` and `~`."""
    return frozenset(normalised(word) for word in _rows(kind) if not plain(word))


def found_word(text: str, kind: str) -> str:
    """Give the first of the words that a text holds, standing apart, "" if it holds none."""
    match = _pattern(kind).search(normalised(text))
    return match[0] if match else ""


def found_word_at(text: str, kind: str) -> str:
    """Give the word that a text begins with, "" if with none."""
    match = _pattern(kind).match(normalised(text))
    return match[0] if match else ""


def starts_with_word(text: str, kind: str) -> bool:
    """Tell whether a text begins with one of the words, standing apart."""
    return _pattern(kind).match(plain(text)) is not None


@functools.cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Give a pattern for the words of a kind, longest first; Chinese words need no blank."""
    longest = sorted(words(kind), key=len, reverse=True)
    found = (
        re.escape(word) if re.search(f"[{_CJK}]", word) else rf"(?<!\w){re.escape(word)}(?!\w)"
        for word in longest
    )
    return re.compile("|".join(found))


@functools.cache
def _rows(kind: str) -> tuple[str, ...]:
    path = resources.files("pcf").joinpath("resources/bom_words.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(word for row in rows if row["kind"] == kind for word in row["words"].split("|"))
