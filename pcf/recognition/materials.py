"""Recognises materials by name and by grade, in seven languages and six systems of grades."""

import functools

import msgspec

from pcf.recognition.lexicon import Kind, Mention, Trust
from pcf.recognition.terms import lexicon, rows_of

# Of two materials that a text names, the one that says more counts.
_TRUST_ORDER = {Trust.GRADE: 0, Trust.NAME: 1, Trust.FIELD: 2, Trust.GENERIC: 3}
_COLOURS = frozenset({"gold", "silver"})


class Material(msgspec.Struct, frozen=True):
    """A kind of material that densities and data sets are known for.

    Attributes:
        key: of the row in `materials.csv`.
        group: what it is nearest to, such as `steel` or `plastic`.
    """

    key: str
    group: str
    name_en: str
    name_zh: str


@functools.cache
def materials() -> dict[str, Material]:
    """Give all known materials by key."""
    return {row["key"]: Material(**row) for row in rows_of("materials")}


@functools.lru_cache(maxsize=4096)
def find_material(text: str, *, in_column: bool = True) -> Material | None:
    """Give the material that the text of a material column means, None if it means none.

    A grade goes before a name, and a name before a word such as "plastic". Coatings and words that
    only sound like a material do not count.

    Args:
        text: of the column, or of a name.
        in_column: `304` or `PC` is a material there; in a name it may be anything.
    """
    best = told_material(lexicon().mentions(text), in_column=in_column)
    if best is None or may_be_colour(best):
        return None
    return materials().get(best.term.key)


def may_be_colour(mention: Mention) -> bool:
    """Tell whether a word is more often a colour than what it is made of: silver, gold."""
    return mention.term.trust is Trust.FIELD and mention.term.key in _COLOURS


def told_material(mentions: list[Mention], *, in_column: bool) -> Mention | None:
    """Give the mention that tells the material best.

    Args:
        mentions: of one text.
        in_column: the text is that of a material column, where `304` or `PC` is a material.
    """
    found = materials_told(mentions, in_column=in_column)
    return min(found, key=lambda each: _TRUST_ORDER[each.term.trust], default=None)


def materials_told(mentions: list[Mention], *, in_column: bool) -> list[Mention]:
    """Give the mentions of materials, in the order of the text."""
    return [
        each
        for each in mentions
        if each.term.kind is Kind.MATERIAL and (in_column or each.term.trust is not Trust.FIELD)
    ]
