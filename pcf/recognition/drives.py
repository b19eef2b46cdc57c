"""Recognises stepper motors by frame and length, and fans by their frame.

Both are blocks of known outline whose density hardly varies with size.
"""

import re

from pcf.model.bom import MassOrigin
from pcf.recognition import sizes
from pcf.recognition.dimension_words import any_of
from pcf.recognition.found import Weight, figure
from pcf.recognition.reading import Reading

_UNFIT = ("not.tool", "not.pack", "not.holder", "not.service", "not.device")
_FRAME_MM = {8: 20.3, 11: 28.2, 14: 35.2, 16: 39.3, 17: 42.3, 23: 56.4, 24: 60.0, 34: 86.0}
"""Width of a NEMA frame [mm] (NEMA ICS 16; makers' drawings, general knowledge)."""
_NEMA_BY_MM = {20: 8, 28: 11, 35: 14, 39: 16, 42: 17, 57: 23, 60: 24, 86: 34}
_USUAL_LENGTHS = {
    8: (28, 38, 42), 11: (28, 40, 51), 14: (26, 34, 52), 16: (20, 34, 45), 17: (33, 42, 60),
    23: (41, 62, 112), 24: (54, 85, 100), 34: (65, 98, 156),
}  # fmt: skip
"""Shortest, usual and longest motor of a frame [mm]."""
_MOTOR_KG_PER_MM3 = 5.4e-6
_COVERS = 0.25  # of the frame's width: what covers of aluminium take of the length
_LEAST_CORE = 0.7  # of the length, in short motors
"""A motor weighs as the iron and copper between its covers. 0.1 of a NEMA 11 of 32 mm, 0.28 of a
NEMA 17 of 40 mm, 1.05 of a NEMA 23 of 76 mm, 2.3 kg of a NEMA 34 of 80 mm (general knowledge);
0.24 kg of a NEMA 17 of 38 mm (mosaic_stepper)."""
_MOTOR_LOW, _MOTOR_HIGH = 0.85, 1.18
_NEMA = re.compile(
    r"nema\s?-?(\d{1,2})(?!\d)|(?<!\d)(\d{2})hs\d"
    rf"|(?<!\d)(20|28|35|39|42|57|60|86)\s?(?:mm)?\s?{any_of('stepper_after')}"
)

_FAN_KG_PER_MM3 = 0.5e-6  # 80×80×25: 80 g; 120×120×25: 160 g (general knowledge)
_SMALL_FAN_KG_PER_MM3 = 0.8e-6
"""Of frames up to 50 mm, whose motor takes more of them. 40×40×20: 35 g, 40×40×28: 53 g
(sanyo_fans); 40×40×10: 10 g (another maker)."""
_SMALL_FRAME_MM = 50.0
_FAN_LOW, _FAN_HIGH = 0.6, 1.7
_ANY_FAN_LOW, _ANY_FAN_HIGH = 0.45, 2.6  # of a frame in several depths
_FAN_CODE = re.compile(
    r"(?<!\d)(20|25|30|35|40|50|60|70|80|92|120|140)(06|07|08|10|12|15|20|25|28|32|38)(?!\d)"
)
_FAN_WIDTH = re.compile(r"(?<!\d)(20|25|30|35|40|50|60|70|80|92|120|140)\s?mm")
_USUAL_FAN_DEPTHS = {20: 8, 25: 10, 30: 10, 35: 10, 40: 10, 50: 10, 60: 15, 70: 15}
_USUAL_DEPTH = 25.0  # mm, of fans from 80 mm


def find_stepper(reading: Reading) -> Weight | None:
    """Give the stepper motor that a line is, None where its frame is not stated."""
    match = _NEMA.search(reading.text)
    if match is None or reading.has(*_UNFIT) or reading.kinds("motor") & {"not"}:
        return None
    if not (reading.has("motor.stepper") or match[2] or match[0] == reading.text):
        return None
    nema = int(match[1] or match[2] or _NEMA_BY_MM[int(match[3])])
    frame = _FRAME_MM.get(nema)
    if frame is None:
        return None
    shortest, usual, longest = _USUAL_LENGTHS[nema]
    stated = sizes.find_length(reading.text) or sizes.find_length(reading.remarks)
    if stated is not None and not 0.4 * frame <= stated <= 3 * frame:
        stated = None
    low, length, high = (stated, stated, stated) if stated else (shortest, usual, longest)
    known = "" if stated else "~"
    basis = f"NEMA {nema}, {figure(frame)} mm, L {known}{figure(length)} mm"
    return Weight(
        _motor_kg(frame, length),
        _motor_kg(frame, low) * _MOTOR_LOW,
        _motor_kg(frame, high) * _MOTOR_HIGH,
        MassOrigin.STANDARD_PART,
        basis,
        ("mosaic_stepper", "general_knowledge"),
    )


def _motor_kg(frame: float, length: float) -> float:
    core = max(length - _COVERS * frame, _LEAST_CORE * length)
    return frame**2 * core * _MOTOR_KG_PER_MM3


def find_fan(reading: Reading) -> Weight | None:
    """Give the axial fan that a line is, None where its frame is not stated."""
    if not reading.has("fan.axial") or reading.has("fan.not", *_UNFIT):
        return None
    text = reading.text
    code, width = _FAN_CODE.search(text), _FAN_WIDTH.search(text)
    frame, depth, is_known = 0.0, 0.0, True
    match [each.mm for each in sizes.find_product(text)]:
        case [side, other, third] if side == other > third:
            frame, depth = side, third
        case _ if code is not None:
            frame, depth = float(code[1]), float(code[2])
        case _ if width is not None:
            frame, is_known = float(width[1]), False
            depth = _USUAL_FAN_DEPTHS.get(int(frame), _USUAL_DEPTH)
        case _:
            return None
    density = _SMALL_FAN_KG_PER_MM3 if frame <= _SMALL_FRAME_MM else _FAN_KG_PER_MM3
    mass = frame**2 * depth * density
    low, high = (_FAN_LOW, _FAN_HIGH) if is_known else (_ANY_FAN_LOW, _ANY_FAN_HIGH)
    basis = f"{figure(frame)}×{figure(frame)}×{figure(depth)} mm × {figure(density * 1e6)} g/cm³"
    source = "sanyo_fans" if frame <= _SMALL_FRAME_MM else "general_knowledge"
    return Weight(mass, mass * low, mass * high, MassOrigin.VOLUME, basis, (source,))
