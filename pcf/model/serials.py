"""Serial numbers of certificates: reading ranges, counting them, and finding what two share.

A registry numbers its certificates in blocks, so a purchase is a few ranges. Which separator is
part of a number and which one makes a range is told by form: `GEC-2024-000123` is one certificate,
`672235078-672235388` are 311. A hyphen stands in many numbers, so the end of a range may leave out
what it begins with only behind another sign, or with blanks: `GEC-2024-000300 – 599` are 300.
"""

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from pcf.errors import InputError
from pcf.model.node import Record

_BETWEEN = re.compile(r"[;,、\n&和及]+|\band\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:\bno\.?|\bnos\.?|\bnr\.?|\bserials?|编号|序列号|号)[\s:]*(?=\d)", re.IGNORECASE
)
_TO = r"\s*(?:–|—|~|\.\.+|…|至|到|\bto\b|(?<=\s)-(?=\s))\s*"
_PLAIN_RANGE = re.compile(rf"(\d+)(?:\s*-\s*|{_TO})(\d+)", re.IGNORECASE)
_NAMED_RANGE = re.compile(rf"(.*?\D)(\d+)(?:\s*-\s*|{_TO})\1(\d+)", re.IGNORECASE)
_SHORT_RANGE = re.compile(rf"(.*?\D)(\d+){_TO}(\d+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*?)(\d+)")
_WITHOUT_NUMBER = -1


class SerialRange(Record, frozen=True):
    """Certificates that one prefix and consecutive numbers name, both ends included.

    Attributes:
        prefix: of each number, as it was typed.
        width: digits of a number, zeros before it included.
    """

    prefix: str
    first: int
    last: int
    width: int = 0

    @property
    def series(self) -> str:
        """Give the prefix as it is compared: `GEC-2024-`, `gec 2024 ` and `GEC2024` are one."""
        return "".join(filter(str.isalnum, self.prefix)).casefold()

    @property
    def count(self) -> int:
        """Give how many certificates it names."""
        return self.last - self.first + 1

    def shared_with(self, other: "SerialRange") -> "SerialRange | None":
        """Give what both ranges name, None if nothing."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        if self.series != other.series or first > last:
            return None
        return msgspec.structs.replace(self, first=first, last=last)

    def __str__(self) -> str:
        """Give the range as it is read: its first and last number."""
        if self.first == _WITHOUT_NUMBER:
            return self.prefix
        first, last = (f"{self.prefix}{each:0{self.width}}" for each in (self.first, self.last))
        return first if self.count == 1 else f"{first} – {last}"


def parse_serials(text: str) -> tuple[SerialRange, ...]:
    """Give the ranges that a text names, in its order; parts stand between commas or semicolons.

    Raises:
        InputError: a range ends before it begins.
    """
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_range(part.strip()) for part in _BETWEEN.split(plain) if part.strip())


def serial_count(ranges: Iterable[SerialRange]) -> int:
    """Give how many certificates ranges name; one that two of them name counts once."""
    count = 0
    counted: SerialRange | None = None
    for each in sorted(ranges, key=lambda each: (each.series, each.first)):
        if counted is not None and counted.series == each.series and each.first <= counted.last:
            count += max(0, each.last - counted.last)
            last = max(each.last, counted.last)
            counted = SerialRange(prefix=each.prefix, first=counted.first, last=last)
        else:
            count += each.count
            counted = each
    return count


def _range(text: str) -> SerialRange:
    plain = _PLAIN_RANGE.fullmatch(text)
    if plain:
        return _checked("", plain[1], plain[2], text)
    named = _NAMED_RANGE.fullmatch(text)
    if named:
        return _checked(named[1], named[2], named[3], text)
    short = _SHORT_RANGE.fullmatch(text)
    if short:
        last = short[2][: -len(short[3])] + short[3]
        if int(last) >= int(short[2]):
            return _checked(short[1], short[2], last, text)
    numbered = _NUMBERED.fullmatch(text)
    if numbered is None:
        return SerialRange(prefix=text, first=_WITHOUT_NUMBER, last=_WITHOUT_NUMBER)
    return _checked(numbered[1], numbered[2], numbered[2], text)


def _checked(prefix: str, first: str, last: str, text: str) -> SerialRange:
    if int(last) < int(first):
        raise InputError("serials-backwards", text=text)
    return SerialRange(prefix=prefix, first=int(first), last=int(last), width=len(first))
