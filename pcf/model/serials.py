"""Serial numbers of certificates: reading ranges, counting them, and finding what two share.

A registry numbers its certificates in blocks, so a purchase is a few ranges. Which separator is
part of a number and which one makes a range is told by form: `GEC-2024-000123` is one certificate,
`672235078-672235388` are 311.
"""

import re
import unicodedata
from collections.abc import Iterable

from pcf.errors import InputError
from pcf.model.node import Record

_BETWEEN = re.compile(r"[;,、\n]+")
_PLAIN_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|~|\.\.+|…|至|to)\s*(\d+)")
_NAMED_RANGE = re.compile(r"(.*?\D)(\d+)\s*(?:-|–|—|~|\.\.+|…|至|\bto\b)\s*\1(\d+)")
_NUMBERED = re.compile(r"(.*?)(\d+)")
_WITHOUT_NUMBER = -1


class SerialRange(Record, frozen=True):
    """Certificates that one prefix and consecutive numbers name, both ends included."""

    prefix: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """Give how many certificates it names."""
        return self.last - self.first + 1

    def shared_with(self, other: "SerialRange") -> "SerialRange | None":
        """Give what both ranges name, None if nothing."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        if self.prefix != other.prefix or first > last:
            return None
        return SerialRange(prefix=self.prefix, first=first, last=last)

    def __str__(self) -> str:
        """Give the range as it is read: its first and last number."""
        if self.first == _WITHOUT_NUMBER:
            return self.prefix
        first, last = f"{self.prefix}{self.first}", f"{self.prefix}{self.last}"
        return first if self.count == 1 else f"{first} – {last}"


def parse_serials(text: str) -> tuple[SerialRange, ...]:
    """Give the ranges that a text names, in its order; parts stand between commas or semicolons.

    Raises:
        InputError: a range ends before it begins.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_range(part.strip()) for part in _BETWEEN.split(plain) if part.strip())


def serial_count(ranges: Iterable[SerialRange]) -> int:
    """Give how many certificates ranges name; one that two of them name counts once."""
    count = 0
    counted: SerialRange | None = None
    for each in sorted(ranges, key=lambda each: (each.prefix, each.first)):
        if counted is not None and counted.prefix == each.prefix and each.first <= counted.last:
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
    numbered = _NUMBERED.fullmatch(text)
    if numbered is None:
        return SerialRange(prefix=text, first=_WITHOUT_NUMBER, last=_WITHOUT_NUMBER)
    number = int(numbered[2])
    return SerialRange(prefix=numbered[1], first=number, last=number)


def _checked(prefix: str, first: str, last: str, text: str) -> SerialRange:
    if int(last) < int(first):
        raise InputError("serials-backwards", text=text)
    return SerialRange(prefix=prefix, first=int(first), last=int(last))
