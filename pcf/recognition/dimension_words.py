"""The words and signs beside a figure that say what it measures, as parts of regular expressions.

They stand in `dimension_words.csv`, in seven languages: "length", "Länge", `ø`, `×`.
"""

import functools
import re

from pcf.recognition.tables import read_rows

LETTERS = "a-z\u00e0-\u00ff\u0430-\u044f\u0451"  # Latin and Cyrillic, in lower case
"""For character classes: a word is whole where none of these stands before or behind it."""
NUMBER = r"\d+(?:[.,]\d+)?"


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    rows = read_rows("dimension_words")
    return {row["name"]: tuple(row["words"].split("|")) for row in rows}


def any_of(*names: str) -> str:
    """Give a group that matches any word of some rows, the longest first."""
    words = sorted((word for name in names for word in _table()[name]), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"


def signs(name: str) -> str:
    """Give the single signs of a row as the inside of a character class."""
    return "".join(map(re.escape, _table()[name]))


def units(kind: str) -> dict[str, str]:
    """Give the symbol of each word for a unit of a kind: `{"millimetre": "mm"}`."""
    start = f"{kind}."
    return {
        word: name[len(start) :]
        for name, words in _table().items()
        if name.startswith(start)
        for word in words
    }


def any_unit(kind: str) -> str:
    """Give a group that matches any unit of a kind where no further letter or digit follows."""
    words = sorted(units(kind), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})(?![{LETTERS}0-9])"
