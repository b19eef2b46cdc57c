"""Finds the words that say what kind of part a line is, in seven languages.

The table `part_words.csv` gives the words of each meaning. A meaning is `family.kind`: the families
`screw`, `nut`, `washer`, `bearing` … are parts, `not` says that the line only concerns such a part.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from pcf.recognition.dimension_words import LETTERS
from pcf.recognition.tables import Row, read_rows
from pcf.texts import normalised

_FIRST_CJK = "\u2e80"  # from here on scripts write without blanks: a word may stand anywhere
_STARTS = re.compile(rf"(?<![{LETTERS}])[{LETTERS}]|(?<!\d)\d|[^{LETTERS}\d\s]")
_ENDING = re.compile(rf"(?:es|en|s|n)?(?![{LETTERS}])")
_UMLAUTS = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue"})
_SIZES = (4, 3, 2, 1)  # signs by which a word is looked up: four, or all of a shorter one
_NOTHING: frozenset[str] = frozenset()


class PartWords:
    """The words of all meanings, read once for many lines."""

    def __init__(self) -> None:
        """Index `part_words.csv` and the names of `known_parts.csv`."""
        self._meanings: dict[str, list[str]] = defaultdict(list)
        for row in (*read_rows("part_words"), *map(_known_part, read_rows("known_parts"))):
            for word in row["words"].split("|"):
                for spelling in _spellings(normalised(word)):
                    self._meanings[spelling].append(row["meaning"])
        self._by_start = [(size, _by_start(self._meanings, size)) for size in _SIZES]

    def meanings(self, text: str) -> frozenset[str]:
        """Give the meanings in a normalised text; a word inside a longer one means nothing."""
        found: list[tuple[int, str]] = []
        for match in _STARTS.finditer(text):
            start = match.start()
            for size, words_by_start in self._by_start:
                words = words_by_start.get(text[start : start + size])
                if words is not None:
                    found += [(start, word) for word in words if _stands_at(text, start, word)]
        if not found:
            return _NOTHING
        taken: set[int] = set()
        meanings: set[str] = set()
        for start, word in sorted(found, key=lambda each: (-len(each[1]), each[0])):
            places = range(start, start + len(word))
            if taken.isdisjoint(places):
                taken.update(places)
                meanings.update(self._meanings[word])
        return frozenset(meanings)


def _spellings(word: str) -> set[str]:
    """Give a word as it is typed on other keyboards too: `écrou`, `ecrou`; `flügel`, `fluegel`."""
    plain = unicodedata.normalize("NFKD", word)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # Kana and Cyrillic letters with marks are letters of their own.
    return {word, word.translate(_UMLAUTS), bare if bare.isascii() else word}


def _known_part(row: Row) -> Row:
    return {"meaning": f"known.{row['id']}", "words": row["words"]}


def _by_start(words: Iterable[str], size: int) -> dict[str, list[str]]:
    """Give the words that are looked up by so many signs, by those."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if min(len(word), _SIZES[0]) == size:
            found[word[:size]].append(word)
    return dict(found)


def _stands_at(text: str, start: int, word: str) -> bool:
    """Tell whether a whole word stands there, or its plural, where its script parts words."""
    if not text.startswith(word, start):
        return False
    end = start + len(word)
    last = word[-1]
    if last.isdigit():
        return not text[end : end + 1].isdigit()
    if last >= _FIRST_CJK or not last.isalpha():
        return True
    return _ENDING.match(text, end) is not None
