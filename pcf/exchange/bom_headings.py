"""Recognises the headings of a bill of materials, in the languages of `bom_headings.csv`."""

import csv
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import resources

import msgspec

from pcf.errors import UnitError
from pcf.exchange.sheet_cells import column_letter
from pcf.texts import normalised
from pcf.units import Dimension, find_unit

# Several columns of these make one text; of the other fields one column counts.
JOINED_BY = {"name": ", ", "name_zh": ", ", "material": ", ", "designators": ", ", "note": "; "}

_NO_MEASURES = frozenset({Dimension.RATIO, Dimension.MONEY, Dimension.EMISSION})
DIMENSIONS = {
    "quantity": frozenset(Dimension) - _NO_MEASURES,
    "mass": frozenset({Dimension.MASS}),
    "mass_total": frozenset({Dimension.MASS}),
    "measure": frozenset(Dimension) - _NO_MEASURES - {Dimension.COUNT, Dimension.MASS},
}
"""What the amounts of each field may measure."""

QUANTITIES = ("quantity_each", "quantity", "quantity_total", "quantity_order")
"""Headings of quantities, the likeliest to mean one product first; the last never does."""

IGNORED = frozenset(
    {"supplier", "price", "other", "quantity_total", "quantity_order", "x", "y", "rotation", "side"}
)
"""Fields that are recognised so that nobody wonders, and say nothing about a part."""

_LONGEST_HEADING = 80
_LONGEST_GUESS = 48  # a sentence with the word quantity in it is no heading
_LEAST_TO_MISSPELL = 6
_CJK = "\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uff66-\uff9f"


class Column(msgspec.Struct, frozen=True):
    """A column that was recognised.

    Attributes:
        field: what it holds: a field of `Part`, or level, index, parent, unit, exclude, include,
            alternate, and what is known to say nothing of a part: supplier, price, and the
            quantities and masses of other amounts than one product.
        heading: as it stands in the sheet.
        place: index of the column, from 0.
        unit: symbol of the unit in the heading, "" if there is none.
        by_content: the heading alone did not tell what it holds.
    """

    field: str
    heading: str
    place: int
    unit: str = ""
    by_content: bool = False

    @property
    def name(self) -> str:
        """The heading, or the letter of a column that has none."""
        return self.heading or column_letter(self.place)


class Meaning(msgspec.Struct, frozen=True):
    """What a heading means.

    Attributes:
        field: as in `bom_headings.csv`.
        rank: earlier headings of a field are preferred where it has several columns.
        is_whole: the heading, or one half of a bilingual one, stands in the table; otherwise it
            only contains a word that does.
    """

    field: str
    rank: int
    is_whole: bool


@functools.lru_cache(maxsize=20_000)
def meaning_of(heading: str) -> Meaning | None:
    """Give what a heading means, None if neither it nor a piece nor a word of it is known.

    Bilingual headings and those with a unit count by their first known piece.
    """
    text = heading.strip()
    if not text or len(text) > _LONGEST_HEADING:
        return None
    plain = unicodedata.normalize("NFKC", text)
    whole, words = _known_headings()
    for piece in _pieces(plain):
        if piece in whole:
            rank, field = whole[piece]
            return Meaning(_for_many(field, plain), rank, is_whole=True)
    if len(plain) > _LONGEST_GUESS or plain.isdigit():
        return None
    if (misspelt := _misspelt(bare(UNIT_IN_HEADING.sub("", plain)))) is not None:
        rank, field = misspelt
        return Meaning(_for_many(field, plain), rank, is_whole=False)
    spaced = f" {_spaced(plain)} "
    for rank, (word, field) in enumerate(words):
        if word in spaced:
            return Meaning(_for_many(field, plain), len(whole) + rank, is_whole=False)
    return None


def _for_many(field: str, plain: str) -> str:
    """Give the field of a heading, which for quantities depends on a number in it: `Qty for 10`."""
    is_quantity = field in {"quantity", "quantity_each"}
    return "quantity_total" if is_quantity and _MANY.search(plain) else field


_MANY = re.compile(
    r"(?<![\w.])(?:[x×*]\s?)?(?:[2-9]|\d{2,5})(?![\w.])|(?<![\w.])\d{2,5}(?=[\u3400-\u9fff])"
)


def _pieces(plain: str) -> Iterator[str]:
    """Give a heading as it is, without its unit, without brackets, and its halves."""
    yield bare(plain)
    yield bare(UNIT_IN_HEADING.sub("", plain))
    unbracketed = re.sub(r"\s*[(\[{][^()\[\]{}]*[)\]}]", "", plain)
    yield bare(unbracketed)
    yield bare(re.sub(r"[\s_]*\d$", "", unbracketed))  # Manufacturer 1, Level 2
    yield bare(_without_joining(plain))
    for piece in re.findall(rf"[{_CJK}]+|[^{_CJK}/|\n()\[\]:;,]+", plain):
        yield bare(piece)


def bare(heading: str) -> str:
    """Give a heading without what writers vary: case, accents, blanks, underscores, points."""
    # German sharp s would make the measures (Maße) a mass (Masse).
    plain = _without_accents(normalised(heading.replace("ß", "sz")))
    return re.sub(r"[\W_]+", "", plain) or plain


def _spaced(heading: str) -> str:
    """Give a heading with one blank between words, so that whole words can be looked for.

    Chinese and Japanese have no blanks: there each character stands for itself.
    """
    plain = _without_accents(normalised(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)))
    plain = re.sub(rf"([{_CJK}])", r" \1 ", plain)
    return " ".join(re.sub("[^\\w\u20ac$\xa3\uffe5\xa5)(]+|_", " ", plain).split())


_JOINING = frozenset(
    [
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "d",
        "l",
        "do",
        "da",
        "dos",
        "das",
        "del",
        "della",
        "dei",
        "di",
        "of",
        "the",
        "der",
        "die",
        "das",
        "den",
        "dem",
    ]
)


def _without_joining(text: str) -> str:
    """Give a heading without the words that only join others: `Numéro de la pièce`."""
    words = re.split(r"[\s']+", text)
    return " ".join(word for word in words if word.casefold() not in _JOINING)


_ACCENTS = re.compile(r"[\u0300-\u036f]")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


def has_chinese(text: str) -> bool:
    """Tell whether a text holds a Chinese character and no Japanese one."""
    return re.search("[\u3400-\u9fff]", text) is not None and not has_kana(text)


def has_kana(text: str) -> bool:
    """Tell whether a text holds a Japanese character."""
    return re.search("[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9d]", text) is not None


UNIT_IN_HEADING = re.compile(
    r"[(\[]([^()\[\]]+)[)\]]\s*$|[/,_]\s*(\S+)\s*$|\sin\s+(\S+)\s*$|\s([^\s()\[\]]{1,4})\s*$"
)


def unit_in(heading: str, field: str) -> str:
    """Give the symbol of the unit that a heading of an amount ends with, as in `Mass (g)`."""
    match = UNIT_IN_HEADING.search(unicodedata.normalize("NFKC", heading.strip()))
    if match is None or field not in DIMENSIONS:
        return ""
    try:
        unit = find_unit(next(filter(None, match.groups())).strip())
    except UnitError:
        return ""
    return unit.symbol if unit.dimension in DIMENSIONS[field] else ""


def _misspelt(name: str) -> tuple[int, str] | None:
    """Give rank and field of the heading that a name differs from by one letter, if it is long."""
    if len(name) < _LEAST_TO_MISSPELL or not name.isalpha() or _has_cjk(name):
        return None
    near = _near()
    return next((near[each] for each in _shortened(name) if each in near), None)


@functools.cache
def _near() -> dict[str, tuple[int, str]]:
    """Give the known headings without one of their letters, and as they are."""
    near: dict[str, tuple[int, str]] = {}
    for name, found in _known_headings()[0].items():
        if len(name) >= _LEAST_TO_MISSPELL and not _has_cjk(name):
            for each in _shortened(name):
                near.setdefault(each, found)
    return near


def _shortened(name: str) -> Iterator[str]:
    yield name
    for place in range(1, len(name)):  # nobody gets the first letter wrong
        yield name[:place] + name[place + 1 :]


def _has_cjk(text: str) -> bool:
    return re.search(f"[{_CJK}]", text) is not None


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@functools.cache
def _known_headings() -> tuple[dict[str, tuple[int, str]], list[tuple[str, str]]]:
    """Give rank and field of each whole heading, and the words that tell a field."""
    whole: dict[str, tuple[int, str]] = {}
    words: list[tuple[str, str]] = []
    for rank, (field, kind, heading) in enumerate(_table()):
        if kind == "whole":
            whole.setdefault(bare(heading), (rank, field))
            whole.setdefault(bare(_without_joining(heading)), (rank, field))
            if not heading.isascii():  # umlauts are often typed as two letters
                whole.setdefault(bare(heading.translate(_UMLAUTS)), (rank, field))
        else:
            spaced = _spaced(heading)
            words.append((spaced if re.search(f"[{_CJK}]", heading) else f" {spaced} ", field))
    return whole, words


def _table() -> Iterable[tuple[str, str, str]]:
    path = resources.files("pcf").joinpath("resources/bom_headings.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [
        (row["field"], row["kind"], heading)
        for row in rows
        for heading in row["headings"].split("|")
    ]


def readable_fields() -> tuple[str, ...]:
    """Give the fields that a column may be said to hold, in the order of the table."""
    fields = dict.fromkeys(field for field, _, _ in _table())
    return tuple(field for field in fields if field not in IGNORED)
