"""Finds the words that say what kind of part a line is, in seven languages.

The table `part_words.csv` gives the words of each meaning. A meaning is `family.kind`: the families
`screw`, `nut`, `washer`, `bearing` … are parts, `not` says that the line only concerns such a part.
"""

from collections import defaultdict

from pcf.recognition.tables import Row, read_rows
from pcf.texts import normalised

_FIRST_CJK = "\u2e80"  # from here on scripts write without blanks: a word may stand anywhere
_PLURALS = ("s", "es", "n", "en")


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
            self._by_start[word[:2]].append(word)
        for words in self._by_start.values():
            words.sort(key=len, reverse=True)

    def meanings(self, text: str) -> frozenset[str]:
        """Give the meanings in a normalised text; a word inside a longer one means nothing."""
        found = [
            (start, word)
            for start in range(len(text))
            for key in (text[start : start + 2], text[start])
            for word in self._by_start.get(key, ())
            if text.startswith(word, start) and _is_whole(text, start, start + len(word))
        ]
        if not found:
            return frozenset()
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


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and sign < _FIRST_CJK


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands by itself, or in the plural, where its script parts words."""
    first, last = text[start], text[end - 1]
    before = text[start - 1] if start else " "
    if (_is_letter(first) and _is_letter(before)) or (first.isdigit() and before.isdigit()):
        return False
    rest = text[end : end + 3]
    if last.isdigit():
        return not rest[:1].isdigit()
    if not _is_letter(last):
        return True
    return any(
        rest.startswith(ending) and not _is_letter(rest[len(ending) : len(ending) + 1] or " ")
        for ending in ("", *_PLURALS)
    )
