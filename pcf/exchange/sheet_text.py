"""Texts as spreadsheets take them: what a cell may hold, and how much room it takes."""

import math
import re
import unicodedata

CELL_LIMIT = 32_767
"""Characters that a cell holds, counted in UTF-16 (Excel specifications and limits)."""

_HEADER_LIMIT = 80
# The three parts of a header with their codes may hold 255 characters in all.

# Not allowed in XML 1.0, 2.2, whatever the escape.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# `_x0041_` in a file means the letter A (ECMA-376, 22.9.2.19): the underscore is escaped itself.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINE_END = re.compile("\r\n?")


def cell_text(text: str, mark: str) -> str:
    """Give a text as a cell may hold it.

    Args:
        text: any text.
        mark: what ends a text that was cut.
    """
    text = _ESCAPE.sub("_x005F_", _ILLEGAL.sub("\ufffd", _LINE_END.sub("\n", text)))
    # No text of half the limit is too long, whatever its characters; encoding it takes time.
    if 2 * len(text) <= CELL_LIMIT or _utf16_length(text) <= CELL_LIMIT:
        return text
    room = CELL_LIMIT - _utf16_length(mark)
    head = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return head + mark


def header_text(text: str) -> str:
    """Give a text as a printed header or footer may hold it: short, on one line, `&` doubled."""
    plain = " ".join(_ILLEGAL.sub(" ", text).split())
    cut = plain if len(plain) <= _HEADER_LIMIT else plain[: _HEADER_LIMIT - 1] + "…"
    return cut.replace("&", "&&")


def text_width(text: str) -> int:
    """Give the width of a text's widest line in digits; a Chinese character takes two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(map(_width, line)) for line in text.split("\n")), default=0)


def widest_word(text: str) -> int:
    """Give the width of what a line break can't divide: Chinese breaks at every character."""
    broken = "".join(f" {each} " if _width(each) > 1 else each for each in text)
    return max(map(text_width, broken.split()), default=0)


def lines_needed(text: str, width: float) -> int:
    """Give the lines that a wrapped text takes in a column.

    Letters are narrower than digits on average, by about what wrapping between words wastes.
    """
    return sum(math.ceil(max(text_width(line), 1) / (width - 1)) for line in text.split("\n"))


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
