"""The words of materials, components, coatings and so on, read once from their tables."""

import csv
import functools
from collections.abc import Iterator
from importlib import resources

from pcf.recognition.lexicon import Kind, Lexicon, Term, Trust

# Languages that name what a thing is before what it is like: `vis en acier`, `винт стальной`.
_HEAD_FIRST = frozenset({"fr", "pt", "ru"})


@functools.cache
def lexicon() -> Lexicon:
    """Give all known terms; of two alike the more special kind counts, misleading words first."""
    return Lexicon([*_terms("other_terms"), *_terms("component_terms"), *_terms("material_terms")])


def rows_of(table: str) -> list[dict[str, str]]:
    """Give the rows of a table of `resources/recognition`."""
    path = resources.files("pcf").joinpath(f"resources/recognition/{table}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _terms(table: str) -> Iterator[Term]:
    usual = {"material_terms": Kind.MATERIAL, "component_terms": Kind.COMPONENT}.get(table)
    for row in rows_of(table):
        yield Term(
            pattern=row["pattern"],
            kind=usual or Kind(row["kind"]),
            key=row["key"],
            trust=Trust(row["trust"]),
            head_first=row["language"] in _HEAD_FIRST,
        )
