"""The words of the program: gettext catalogues by text key, in English and Simplified Chinese.

Both languages stand in catalogues of the same shape, `locale/LANGUAGE/LC_MESSAGES/pcf.po`, whose
message ids are stable keys (`finding.part-unmatched.what`). So no sentence stands in code, both
catalogues are checked against each other field by field, and a third language is one more folder.
A sentence that reads otherwise of a single thing has a second key, `KEY-one`, taken where its field
`count` is 1.
"""

import enum
import functools
import gettext
import locale
import os
import re
import unicodedata
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from pcf.errors import PcfError
from pcf.findings import Finding


class Language(enum.StrEnum):
    """The languages of window and documents."""

    ENGLISH = "en"
    CHINESE = "zh_CN"


@functools.cache  # reading the core's takes 5 ms
def _read_catalogue(language: Language, more: tuple[Traversable, ...]) -> gettext.NullTranslations:
    """Give the catalogues of a language as one: the core's, then those of further folders."""
    catalogue = gettext.NullTranslations()
    core = resources.files("pcf") / "locale"
    for folder in (core, *more):
        for path in (folder / language / "LC_MESSAGES").iterdir():
            if path.name.endswith(".mo"):
                with path.open("rb") as file:
                    catalogue.add_fallback(gettext.GNUTranslations(file))
    return catalogue


class Texts:
    """The sentences of one language.

    Call it with a key and the fields of the sentence: `texts("error.unit-unknown", unit="foo")`.
    """

    def __init__(self, language: Language, *more: Traversable) -> None:
        """Load the catalogues of the language.

        Args:
            language: of all sentences.
            more: folders like `locale` with further catalogues, for keys that are not the core's.
        """
        self.language = language
        self._more = more
        self._catalogue = _read_catalogue(language, more)

    def in_language(self, language: Language) -> "Texts":
        """Give the same catalogues in another language."""
        return Texts(language, *self._more)

    def __call__(self, key: str, **fields: object) -> str:
        """Give the sentence of a key.

        Raises:
            KeyError: the catalogue lacks the key, or the sentence a field; both are our fault.
        """
        if fields.get("count") == 1 and self.has(f"{key}-one"):
            key = f"{key}-one"
        sentence = self._catalogue.gettext(key)
        if sentence == key:
            raise KeyError(key)
        return sentence.format(**fields) if fields else sentence

    def has(self, key: str) -> bool:
        """Tell whether the catalogue has a sentence for a key."""
        return bool(key) and self._catalogue.gettext(key) != key  # "" is the head of the catalogue

    def unit(self, symbol: str) -> str:
        """Give a unit as it is printed: `m²` for m2, `t·km` for t*km, pieces by their word."""
        key = f"unit.{symbol}"
        return self(key) if self.has(key) else symbol

    def choose(self, english: str, chinese: str) -> str:
        """Give the name in this language, or the other one where it is missing."""
        wanted, other = (
            (english, chinese) if self.language is Language.ENGLISH else (chinese, english)
        )
        return wanted or other

    def what(self, finding: Finding) -> str:
        """Say what a finding found."""
        return self(f"finding.{finding.key}.what", **self.said(self._named(finding)))

    def mend(self, finding: Finding) -> str:
        """Say how a finding is mended."""
        return self(f"finding.{finding.key}.mend", **self.said(self._named(finding)))

    def _named(self, finding: Finding) -> dict[str, object]:
        """Give a finding's fields; what the user has given no name yet is not called by its id."""
        unnamed = self("word.unnamed")
        return {
            key: unnamed if value and value == finding.node else value
            for key, value in finding.fields.items()
        }

    def error(self, error: PcfError) -> str:
        """Say what went wrong, where, why, and how to mend it."""
        place = {"where": error.where} if error.where else {"where": self("word.this-file")}
        return self(f"error.{error.key}", **{**place, **self.said(error.fields)})

    def said(self, fields: Mapping[str, object]) -> dict[str, object]:
        """Give fields with those that name a text, `@dimension.mass`, put into words.

        What a user typed may begin with the sign too: it names no text and stays as it is. A field
        that has a Chinese twin, `name` and `name_zh`, is said in its own language, and the field
        `unit` as it is printed.
        """
        if self.language is Language.CHINESE:
            twins = {name: fields[f"{name}_zh"] for name in fields if f"{name}_zh" in fields}
            fields = {**fields, **twins}
        if isinstance(unit := fields.get("unit"), str):
            fields = {**fields, "unit": self.unit(unit)}
        return {name: self._in_words(value) for name, value in fields.items()}

    def _in_words(self, value: object) -> object:
        if isinstance(value, PcfError):
            return self.error(value)
        if isinstance(value, float):
            return _Figure(value)
        names_text = isinstance(value, str) and value.startswith("@") and self.has(value[1:])
        return self(str(value)[1:]) if names_text else value


class _Figure(float):
    """A number in a sentence: thousands apart by a narrow space, a true minus sign."""

    def __format__(self, form: str) -> str:
        return format(float(self), form).replace(",", "\u202f").replace("-", "\u2212")


def system_language() -> Language:
    """Give the language that the system prefers, found as gettext finds it; else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    stated = next((os.environ[name] for name in names if os.environ.get(name)), "")
    system = stated or locale.getlocale()[0] or ""
    if system in {"C", "POSIX"}:  # then LANGUAGE counts for nothing
        return Language.ENGLISH
    for wanted in (*os.environ.get("LANGUAGE", "").split(":"), system):
        if wanted.lower().startswith(("zh", "chinese")):
            return Language.CHINESE
        if wanted.lower().startswith("en"):
            return Language.ENGLISH
    return Language.ENGLISH


def normalised(text: str) -> str:
    """Give a text as it is compared: one width, lower case, single blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
