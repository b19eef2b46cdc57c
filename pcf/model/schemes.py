"""Limits and switches of the schemes by which a study can be checked.

A scheme is a table of `resources/schemes.toml`, a member of `Scheme` and a few texts: checks ask
for its terms and never for its name.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import msgspec

from pcf.model.choices import Choices, RecyclingMethod, Scheme
from pcf.model.study import ExclusionSubject


class SchemeTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a scheme limits and switches; the table says more of each.

    Attributes:
        cut_off_total: share of the result that may be left out [0..1].
        cut_off_process: share that one thing left out may have [0..1]; None: no limit.
        own_share: of the emissions upstream that the company's own must reach [1]; None: none.
        recycling: the methods that it allows; empty: it names none.
        price_ratio: of co-products, above which allocation is economic [1]; None: no such test.
    """

    cut_off_total: float
    cut_off_is_default: bool = False
    cut_off_process: float | None = None
    outside: tuple[ExclusionSubject, ...] = ()
    secondary_years: int
    primary_years: int
    own_share: float | None = None
    validity_years: int
    price_ratio: float | None = None
    recycling: tuple[RecyclingMethod, ...] = ()
    needs_packaging: bool = False
    blocking: tuple[str, ...] = ()
    final: tuple[str, ...] = ()


def terms_of(choices: Choices) -> SchemeTerms:
    """Give the limits and switches of the scheme that a study chose."""
    return _all_terms()[choices.scheme]


def cut_off_limit(choices: Choices) -> float:
    """Give the share that may be left out [0..1]: the company's own, capped by the scheme's.

    Where the scheme fixes none, the company's own stands for itself.
    """
    terms, own = terms_of(choices), choices.cut_off_limit
    if own is None:
        return terms.cut_off_total
    return own if terms.cut_off_is_default else min(own, terms.cut_off_total)


@functools.cache
def _all_terms() -> Mapping[Scheme, SchemeTerms]:
    text = resources.files("pcf").joinpath("resources/schemes.toml").read_text(encoding="utf-8")
    return MappingProxyType(msgspec.convert(tomllib.loads(text), dict[Scheme, SchemeTerms]))
