"""Reads lists of reference designators: `R1, R2`, `C1-C4`, `U1 U2`."""

import functools
import re
import unicodedata

_ONE = r"[A-Z]{1,5}_?\d{1,5}[A-Z]{0,2}"
_DESIGNATOR = re.compile(rf"{_ONE}|[A-Z]{{1,4}}_[A-Z0-9_]+", re.IGNORECASE)
_RANGE = re.compile(
    r"([A-Z]{1,5}_?)(\d{1,5})\s*(?:-|~|–|—|\.{2,3}|…|÷|to|à|bis|a|по|至|到)\s*([A-Z]{1,5}_?)?(\d{1,5})",
    re.IGNORECASE,
)
_SPACED_RANGE = re.compile(
    r"(?<=\d)\s*(?:[-~–—∼\uff5e\uff0d‐‑]|\.{2,3}|…|÷)\s*(?=[A-Z]?[A-Z]{0,4}\d)|"
    r"(?<=\d)\s+(?:to|à|bis|по)\s+(?=[A-Z])",
    re.IGNORECASE,
)
_LONGEST_RANGE = 1000


@functools.lru_cache(maxsize=10_000)
def designators_in(text: str) -> tuple[str, ...] | None:
    """Give the designators of a list, ranges counted out; None if it holds anything else."""
    found: list[str] = []
    plain = unicodedata.normalize("NFKC", text).strip()  # Japanese lists write Ｒ１，Ｒ２
    joined = _SPACED_RANGE.sub("-", plain)
    for piece in re.split(r"[,;、，；\s/|+&]+", joined):
        word = piece.strip(".*()[]'\"")
        if not word:
            continue
        match = _RANGE.fullmatch(word)
        if match is None:
            if _DESIGNATOR.fullmatch(word) is None:
                return None
            found.append(word.upper())
            continue
        prefix, first, other, last = match.groups()
        steps = int(last) - int(first)
        if (other and other.upper() != prefix.upper()) or not 0 < steps < _LONGEST_RANGE:
            return None
        found.extend(f"{prefix.upper()}{number}" for number in range(int(first), int(last) + 1))
    return tuple(found) if found else None


def looks_like_designators(text: str) -> bool:
    """Tell whether a cell holds designators, as the content of a column is judged."""
    found = designators_in(text)
    # M3, A4 and 1N4148 are names of screws, sheets and diodes, so letters in front and few digits.
    return found is not None and all(re.match(r"[A-Z]+_?\d", each) for each in found)
