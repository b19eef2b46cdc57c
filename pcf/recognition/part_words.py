"""Finds the words that say what kind of part a line is, in seven languages.

The table `part_words.csv` gives the words of each meaning. A meaning is `family.kind`: the families
`screw`, `nut`, `washer`, `bearing` … are parts, `not` says that the line only concerns such a part.
"""

import re
from collections import defaultdict

from pcf.recognition.dimension_words import LETTERS
from pcf.recognition.tables import Row, read_rows
from pcf.texts import normalised

_FIRST_CJK = "\u2e80"  # from here on scripts write without blanks: a word may stand anywhere
_STARTS = re.compile(rf"(?<![{LETTERS}])[{LETTERS}]|(?<!\d)\d|[^{LETTERS}\d\s]")
_ENDING = re.compile(rf"(?:es|en|s|n)?(?![{LETTERS}])")
_KEY = 3  # signs of a word by which it is looked up; shorter words by all of theirs
_NOTHING: frozenset[str] = frozenset()


class PartWords:
    """The words of all meanings, read once for many lines."""

    def __init__(self) -> None:
        """Index `part_words.csv` and the names of `known_parts.csv`."""
        self._meanings: dict[str, list[str]] = defaultdict(list)
        for row in (*read_rows("part_words"), *map(_known_part, read_rows("known_parts"))):
            for word in row["words"].split("|"):
                self._meanings[normalised(word)].append(row["meaning"])
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in self._meanings:
            self._by_start[word[:_KEY]].append(word)

    def meanings(self, text: str) -> frozenset[str]:
        """Give the meanings in a normalised text; a word inside a longer one means nothing."""
        found: list[tuple[int, str]] = []
        for match in _STARTS.finditer(text):
            start = match.start()
            found += [
                (start, word)
                for key in (text[start : start + _KEY], text[start : start + 2], text[start])
                for word in self._by_start.get(key, ())
                if text.startswith(word, start) and _ends_whole(text, start + len(word))
            ]
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


def _known_part(row: Row) -> Row:
    return {"meaning": f"known.{row['id']}", "words": row["words"]}


def _ends_whole(text: str, end: int) -> bool:
    """Tell whether a word ends where it does, or in a plural, where its script parts words."""
    last = text[end - 1]
    rest = text[end : end + 3]
    if last.isdigit():
        return not rest[:1].isdigit()
    if last >= _FIRST_CJK or not last.isalpha():
        return True
    return _ENDING.match(rest) is not None
