"""Says what a mass was computed from in Chinese: the material in its basis has a name there."""

import re

from pcf.recognition.materials import materials
from pcf.texts import Language, Texts

_MATERIAL = re.compile(r"(?P<usual>~?)(?P<key>[a-z][a-z0-9 ]*) (?P<density>[\d.e+]+ kg/m³)$")


def basis_in_chinese(basis: str) -> str:
    """Give the basis of an estimated mass in Chinese; one without a known material stays.

    Of "ISO 4762 M5×16, ~steel unalloyed 7850 kg/m³" the sign before the material says that such
    parts are usually made of it.
    """
    match = _MATERIAL.search(basis)
    material = materials().get(match["key"].replace(" ", "_")) if match else None
    if match is None or material is None:
        return basis
    texts = Texts(Language.CHINESE)
    name = material.name_zh
    if match["usual"]:
        name = texts("mass-basis.usual", material=name)
    said = f"{name} {match['density']}"
    before = basis[: match.start()].removesuffix(", ")
    return texts("mass-basis.whole", before=before, material=said) if before else said
