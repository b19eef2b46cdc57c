"""Reads lists of reference designators: `R1, R2`, `C1-C4`, `U1 U2`."""

import functools
import re
import unicodedata

_PLAIN = re.compile(r"[A-Z]{1,3}\d{1,4}")
_DESIGNATOR = re.compile(r"[A-Z]{1,5}_?\d{1,5}[A-Z]{0,2}|[A-Z]{1,4}_[A-Z0-9_]+", re.IGNORECASE)
_RANGE = re.compile(r"([A-Z]{1,5}_?)(\d{1,5})-([A-Z]{1,5}_?)?(\d{1,5})", re.IGNORECASE)
_UP_TO = re.compile(
    r"(?<=\d)\s*(?:[-~\u2013\u2014\u223c\u2010\u2011]|\.{2,3}|…|÷)\s*(?=[A-Z]{0,5}_?\d)|(?<=\d)\s+(?:to|à|bis|по)\s+(?=[A-Z])",
    re.IGNORECASE,
)
"""The signs and words by which lists write a range."""
_BETWEEN = re.compile(r"[,;、\s/|+&]+")
_LONGEST_RANGE = 1000


@functools.lru_cache(maxsize=10_000)
def designators_in(text: str) -> tuple[str, ...] | None:
    """Give the designators of a list, ranges counted out; None if it holds anything else."""
    if _PLAIN.fullmatch(text):  # nine of ten
        return (text,)
    plain = unicodedata.normalize("NFKC", text).strip()  # Japanese lists write full-width letters
    found: list[str] = []
    for piece in _BETWEEN.split(_UP_TO.sub("-", plain)):
        word = piece.strip(".*()[]'\"")
        if not word:
            continue
        if match := _RANGE.fullmatch(word):
            counted = _counted_out(*match.groups())
            if counted is None:
                return None
            found.extend(counted)
        elif _DESIGNATOR.fullmatch(word):
            found.append(word.upper())
        else:
            return None
    return tuple(found) if found else None


def _counted_out(prefix: str, first: str, other: str | None, last: str) -> list[str] | None:
    steps = int(last) - int(first)
    if (other and other.upper() != prefix.upper()) or not 0 < steps < _LONGEST_RANGE:
        return None
    return [f"{prefix.upper()}{number}" for number in range(int(first), int(last) + 1)]


def looks_like_designators(text: str) -> bool:
    """Tell whether a cell holds designators, as the content of a column is judged."""
    found = designators_in(text)
    # A4 and 1N4148 are sizes and diodes too, so the letters must come first and a number follow.
    return found is not None and all(re.match(r"[A-Z]+_?\d", each) for each in found)
