"""Recognises bare circuit boards by area, thickness and copper layers."""

import re

from pcf.model.bom import MassOrigin
from pcf.recognition import sizes
from pcf.recognition.dimension_words import any_of
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading
from pcf.units import Dimension

_UNFIT = ("not.tool", "not.pack", "not.holder", "not.service", "not.signal", "other.fastener")
_BOARD_MM = re.compile(r"(?<![\d.,x×*])([0-3][.,]\d{1,2}|[123])\s?mm(?!\s?[x×*])")
_LAYERS = re.compile(rf"(\d{{1,2}})\s?-?\s?{any_of('layers')}")
_FR4_KG_PER_MM3 = 1.85e-6  # laminate (handbooks)
_COPPER_LAYER_KG_PER_MM2 = 0.6 * 0.035 * 8.94e-6  # 35 µm, of which 60 % stay (judgement)
_MASK_KG_PER_MM2 = 2 * 0.02 * 1.4e-6  # 20 µm solder mask on both sides (judgement)
_USUAL_BOARD_MM = 1.6
_LEAST_SIDE_MM = 3.0


def find_board(reading: Reading) -> Weight | None:
    """Give the bare circuit board that a line describes by its area, thickness and layers."""
    if not reading.has("board.bare") or reading.has(*_UNFIT) or reading.kinds("standoff"):
        return None
    text = reading.text
    thickness = sizes.find_thickness(text) or _board_mm(text)
    area = 0.0
    match [each.mm for each in sizes.find_product(text)]:
        case [length, width, third]:
            area, thickness = length * width, third
        case [length, width] if min(length, width) >= _LEAST_SIDE_MM:
            area = length * width
    if reading.measured is Dimension.AREA:
        area = reading.measure_si * 1e6
    elif reading.counted is Dimension.AREA:
        area = 1e6
    if not area:
        return None
    layers_match = _LAYERS.search(text)
    layers = int(layers_match[1]) if layers_match else 2
    per_mm2 = (
        (thickness or _USUAL_BOARD_MM) * _FR4_KG_PER_MM3
        + layers * _COPPER_LAYER_KG_PER_MM2
        + _MASK_KG_PER_MM2
    )
    low, high = (0.88, 1.15) if thickness else (0.6, 1.25)
    mass = area * per_mm2
    used = f"{figure(thickness)} mm" if thickness else f"~{_USUAL_BOARD_MM} mm"
    basis = f"{area / 100:.4g} cm² × {per_mm2 * 1e6:.3g} kg/m² (FR-4 {used}, {layers} Cu)"
    source = ("handbook_densities",)
    return Weight(mass, mass * low, mass * high, MassOrigin.AREA, basis, source)


def _board_mm(text: str) -> float | None:
    match = _BOARD_MM.search(text)
    return sizes.number(match[1]) if match else None
