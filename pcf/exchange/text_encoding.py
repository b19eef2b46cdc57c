"""Tells how a text file is encoded, by what the text would be under each encoding.

A mark at its beginning, or valid UTF-8, is certain. Otherwise the old encodings of the languages
in which parts lists come are tried. Nearly any bytes are valid in some of them, so each decoded
text is judged: an encoding by which a text consists of common characters in usual company is
right, one that gives rare characters, half-width katakana or letters beside odd signs is not.
"""

import codecs
import functools
import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

_ENCODINGS = (
    *("gb18030", "cp932", "big5", "euc_jp", "cp1252", "cp1251"),
    *("cp866", "koi8-r", "cp1250", "mac_roman", "cp850"),
)
"""Earlier ones are taken where two judge the same."""
_SAMPLE = 200_000  # characters: the sheet's headings and some thousand rows
_LEAST_WORTH = 0.55
_HEADING_WORTH = 0.15
_LEAST_FOR_A_LOSS = 25  # good characters to one that is broken

CERTAIN = frozenset({"utf-8", "utf-16", "utf-32"})


def decoded(raw: bytes, is_heading: Callable[[str], bool]) -> tuple[str, str] | None:
    """Give the text of a file and its encoding, None if no encoding makes sense of it.

    Args:
        raw: all bytes of the file.
        is_heading: tells whether a cell is one that tables of this kind are headed by.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the mark of UTF-16 does
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            text = _strict(raw, encoding)
            return None if text is None or "\0" in text else (text.removeprefix("\ufeff"), encoding)
    if b"\0" in raw:
        return _utf16_without_mark(raw)
    text = _strict(raw, "utf-8")
    if text is not None:
        return text, "utf-8"
    return _by_worth(raw, is_heading) or _with_losses(raw, is_heading)


def _with_losses(raw: bytes, is_heading: Callable[[str], bool]) -> tuple[str, str] | None:
    """Give a text of which a few bytes are broken, with U+FFFD in their place."""
    for encoding in ("utf-8", "gb18030", "cp932"):
        text = raw.decode(encoding, "replace")
        foreign = sum(not sign.isascii() for sign in text)
        kept = text.replace("\ufffd", "")
        few = 0 < text.count("\ufffd") * _LEAST_FOR_A_LOSS <= foreign
        if few and (encoding == "utf-8" or _worth(kept, encoding, is_heading) >= _LEAST_WORTH):
            return text, encoding
    return None


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(raw: bytes) -> tuple[str, str] | None:
    """Give a text whose line ends and separators are two bytes, one of them 0."""
    found = {name: _strict(raw, name) for name in ("utf-16-le", "utf-16-be")}
    texts = {name: text for name, text in found.items() if text and "\0" not in text}
    if not texts:
        return None
    # The other order turns a line end into U+0A00 and a comma into U+2C00.
    best = max(texts, key=lambda name: sum(map(texts[name].count, "\n,;\t 0123456789")))
    is_text = all(sign.isprintable() or sign.isspace() for sign in texts[best][:_SAMPLE])
    return (texts[best], best) if is_text and re.search(r"[\n,;\t]", texts[best]) else None


def _by_worth(raw: bytes, is_heading: Callable[[str], bool]) -> tuple[str, str] | None:
    texts = {name: text for name in _ENCODINGS if (text := _strict(raw, name)) is not None}
    worths = {name: _worth(text[:_SAMPLE], name, is_heading) for name, text in texts.items()}
    best = max(worths, key=lambda name: worths[name], default="")
    return (texts[best], best) if best and worths[best] >= _LEAST_WORTH else None


def _worth(text: str, encoding: str, is_heading: Callable[[str], bool]) -> float:
    """Give how likely a text is one that somebody wrote, about 0 to 1 and more with headings.

    Each foreign character counts by the bytes that it took, so that an encoding of two bytes a
    character and one of a single byte are compared fairly.
    """
    wide = encoding in _COMMON
    total = weight = 0.0
    for before, sign in pairwise(f" {text}"):
        if sign.isascii():
            continue
        size = 2 if wide and not "\uff61" <= sign <= "\uff9f" else 1
        weight += size
        total += size * (_wide_worth if wide else _narrow_worth)(sign, before, encoding)
    if not weight:
        return 0.0
    cells = re.split(r"[,;\t|\r\n]", text[:5000])
    headings = {cell for cell in cells if not cell.isascii() and is_heading(cell.strip('" '))}
    return total / weight + _HEADING_WORTH * min(len(headings), 4)


def _wide_worth(sign: str, before: str, encoding: str) -> float:
    if sign in _common(encoding):
        # Chinese text has no kana; the Chinese and a Japanese encoding put them in one place.
        return 0.2 if encoding == "gb18030" and "\u3041" <= sign <= "\u30fe" else 1.0
    if "\uff61" <= sign <= "\uff9f":  # half-width katakana: a word of them, or misread bytes
        return 0.45 if before == " " or not before.isascii() else -0.5
    return -0.5


_COMMON: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    # first bytes of the signs and kana, and of the common characters; the rest is rare
    "gb18030": ((0xA1, 0xA9), (0xB0, 0xD7)),  # GB 2312, level 1
    "cp932": ((0x81, 0x84), (0x88, 0x97)),  # JIS X 0208, level 1
    "euc_jp": ((0xA1, 0xA9), (0xB0, 0xCF)),
    "big5": ((0xA1, 0xA3), (0xA4, 0xC6)),  # Big5, level 1
}


@functools.cache
def _common(encoding: str) -> frozenset[str]:
    """Give the characters that an encoding lists first because they are the common ones."""
    trails = range(0xA1, 0xFF) if encoding in {"gb18030", "euc_jp"} else range(0x40, 0xFF)
    leads = (lead for first, last in _COMMON[encoding] for lead in range(first, last + 1))
    found = (bytes((lead, trail)).decode(encoding, "ignore") for lead in leads for trail in trails)
    return frozenset(
        sign
        for sign in found
        if len(sign) == 1 and not sign.isascii() and not "\uff61" <= sign <= "\uff9f"
    )


_SIGNS = frozenset("µ°±²³×÷·Øø§©®€£–—\u2018\u2019“”„…•½¼¾¹ºª«»№™‰ \xa0")
_WESTERN = frozenset("äöüßÄÖÜéèêëàâáãåçíìîïñóòôõúùûæœøÉÈÀÂÁÃÅÇÍÑÓÔÕÚÊåÅ")
_CENTRAL = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰäöüÄÖÜß")


def _narrow_worth(sign: str, before: str, encoding: str) -> float:
    if sign in _SIGNS:
        # Signs stand after digits and blanks; beside each other they are halves of characters.
        return 0.9 if before.isascii() else 0.0
    if encoding in {"cp1251", "cp866", "koi8-r"}:
        return _cyrillic_worth(sign, before)
    letters = _CENTRAL if encoding == "cp1250" else _WESTERN
    if sign not in letters:
        return -0.5
    usual = before.isascii() or before in letters
    # Capitals within a word of small letters are what misread bytes look like.
    is_odd_case = sign.isupper() and before.islower()
    worth = 0.95 if encoding == "cp1252" else 0.8
    return worth if usual and not is_odd_case else 0.0


def _cyrillic_worth(sign: str, before: str) -> float:
    if not "\u0430" <= sign.lower() <= "\u044f" and sign.lower() != "\u0451":
        return -0.5
    follows_word = before.isalpha()
    if follows_word and before.isascii():
        return 0.0
    if sign.isupper() and before.islower() and follows_word:
        return -0.5
    return 1.0 if unicodedata.category(sign).startswith("L") else 0.0
