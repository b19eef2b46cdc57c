"""By which technologies of generation electricity is said to be made, as far as words tell.

Certificates, data sets and mixes name them in words of their own. The table `technology_words.csv`
holds those of each kind; what none of them names tells nothing.
"""

import csv
import functools
import re
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from pcf.background.catalogue import Catalogue
from pcf.model.electricity import ContractInstrument, OwnMix
from pcf.model.sites import SupplyLine
from pcf.texts import normalised


def contradicted_by(
    instrument: ContractInstrument,
    line: SupplyLine,
    mixes: Mapping[str, OwnMix],
    catalogue: Catalogue,
) -> dict[str, str]:
    """Give what a supply line takes, in both languages, where certificates are of another kind."""
    stated = _technologies(instrument.technology, instrument.technology_zh)
    english, chinese = _taken(line, mixes, catalogue)
    taken = _technologies(*english, *chinese)
    if not stated or not taken or stated & taken:
        return {}
    return {"taken": "; ".join(english), "taken_zh": "; ".join(chinese)}


def _taken(
    line: SupplyLine, mixes: Mapping[str, OwnMix], catalogue: Catalogue
) -> tuple[list[str], list[str]]:
    """Give the names of what stands for a line's electricity, in English and Chinese."""
    if line.supplier is not None:
        name = line.supplier.product or line.name
        return [name], [name]
    mix = mixes.get(line.own_mix)
    shares = mix.shares if mix else ()
    keys = [share.technology.replace("_", " ") for share in shares if share.technology]
    refs = [line.data_set, *(share.data_set for share in shares)]
    known = [found for ref in refs if ref is not None and (found := catalogue.get(ref)) is not None]
    return (
        [*keys, *(each.name_en for each in known)],
        [*keys, *(each.name_zh or each.name_en for each in known)],
    )


def _technologies(*texts: str) -> frozenset[str]:
    plain = normalised(" ; ".join(texts))
    return frozenset(key for key, pattern in _patterns().items() if pattern.search(plain))


@functools.cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Give what each technology is known by: whole words in English, any part in Chinese."""
    table = resources.files("pcf").joinpath("resources/technology_words.csv")
    words: dict[str, list[str]] = {}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        word = re.escape(row["words"])
        pattern = rf"\b{word}\b" if row["language"] == "en" else word
        words.setdefault(row["technology"], []).append(pattern)
    return MappingProxyType({key: re.compile("|".join(each)) for key, each in words.items()})
