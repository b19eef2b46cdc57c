"""Says what a mass was computed from in Chinese: the material in its basis has a name there."""

import re

from pcf.recognition.materials import materials

_MATERIAL = re.compile(r"(?P<usual>~?)(?P<key>[a-z][a-z0-9 ]*) (?P<density>[\d.e+]+ kg/m³)$")


def basis_in_chinese(basis: str) -> str:
    """Give the basis of an estimated mass in Chinese; one without a known material stays.

    "ISO 4762 M5×16, ~steel unalloyed 7850 kg/m³" becomes "ISO 4762 M5×16，通常为非合金钢 7850 kg/m³".
    """
    match = _MATERIAL.search(basis)
    material = materials().get(match["key"].replace(" ", "_")) if match else None
    if match is None or material is None:
        return basis
    before = basis[: match.start()].removesuffix(", ")
    usual = "通常为" if match["usual"] else ""
    said = f"{usual}{material.name_zh} {match['density']}"
    return f"{before}，{said}" if before else said
