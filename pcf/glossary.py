"""The glossary: one sentence for each term, in both languages; tips and annexes draw from it."""

import csv
import functools
import re
from importlib import resources

import msgspec

from pcf.texts import Language, Texts

_SHORT = 4
_CJK = re.compile(r"[\u4e00-\u9fff]")


class Term(msgspec.Struct, frozen=True):
    """A term in one language.

    Attributes:
        words: how it is written, the usual form first.
        also: the usual form in the other language.
        sentence: what it means.
    """

    key: str
    words: tuple[str, ...]
    also: str
    sentence: str

    @property
    def word(self) -> str:
        """Give its usual form."""
        return self.words[0]


def glossary(language: Language) -> tuple[Term, ...]:
    """Give all terms of a language, in the order of the table."""
    return _glossary(language)


def terms_in(words: str, texts: Texts, most: int = 2) -> list[Term]:
    """Give the terms that stand in some words, the longest first.

    What a longer term holds is not explained again: "partial carbon footprint" is one term.
    """
    left = words
    found: list[Term] = []
    for pattern, term in _patterns(texts.language):
        if len(found) < most and pattern.search(left):
            left = pattern.sub(" ", left)
            if term not in found:
                found.append(term)
    return found


@functools.cache
def _glossary(language: Language) -> tuple[Term, ...]:
    table = resources.files("pcf").joinpath("resources/glossary.csv").read_text(encoding="utf-8")
    here, there = ("zh", "en") if language is Language.CHINESE else ("en", "zh")
    return tuple(
        Term(
            row["key"],
            tuple(row[here].split("|")),
            row[there].split("|")[0],
            row[f"{here}_text"],
        )
        for row in csv.DictReader(table.splitlines())
    )


@functools.cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], Term], ...]:
    """Give what finds each form of each term, the longest forms first."""
    forms = [(form, term) for term in _glossary(language) for form in term.words]
    forms.sort(key=lambda each: -len(each[0]))
    return tuple((_pattern(form), term) for form, term in forms)


def _pattern(form: str) -> re.Pattern[str]:
    """Give what finds a form as a whole word, in the plural too; Chinese has no word edges."""
    if _CJK.search(form):
        return re.compile(re.escape(form))
    is_name = form.isupper() or len(form) <= _SHORT  # GWP, AR6: as they are
    flags = 0 if is_name else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(form)}(?:s|es)?(?!\w)", flags)
