"""Volumes of fasteners from their dimensions, in mm3 and mm.

A thread weighs as much as a cylinder of its pitch diameter: what its ridges hold above that, its
grooves lack below (ISO 68-1: d2 = d − 0.6495 P). Recesses, chamfers and domes are simplified;
`tests/pcf/recognition/test_fasteners.py` prints how far published weights differ.
"""

import math

_CHAMFERED = 0.97  # of a hexagon or cylinder that is left between its chamfers (judgement)
_PAN_SHARE = 0.68  # of the cylinder around a pan head: its dome, less the cross recess (judgement)
_COUNTERSUNK_SHARE = 0.92  # of the cone of a countersunk head beside its recess (judgement)
_BUTTON_SHARE = 1.1  # of a spherical cap: the rim of a button head is upright (judgement)
_HEXAGON = math.sqrt(3) / 2  # area of a hexagon over the square of its width across flats


def pitch_diameter(diameter: float, pitch: float) -> float:
    """Give the pitch diameter of a 60° thread."""
    return diameter - 0.6495 * pitch


def cylinder(diameter: float, length: float) -> float:
    """Give the volume of a cylinder."""
    return math.pi / 4 * diameter**2 * length


def ring(outer: float, inner: float, height: float) -> float:
    """Give the volume of a ring of rectangular section, or of a tube."""
    return math.pi / 4 * (outer**2 - inner**2) * height


def hexagon(across_flats: float, height: float) -> float:
    """Give the volume of a hexagonal prism."""
    return _HEXAGON * across_flats**2 * height


def torus(inner: float, section: float) -> float:
    """Give the volume of an O-ring."""
    return math.pi**2 / 4 * section**2 * (inner + section)


def shank(diameter: float, pitch: float, length: float, threaded: float) -> float:
    """Give the volume of a shank, threaded over part of its length."""
    thread = min(length, threaded)
    return cylinder(pitch_diameter(diameter, pitch), thread) + cylinder(diameter, length - thread)


def screw_head(kind: str, diameter: float, head: tuple[float, ...]) -> float:
    """Give the volume of a head, without the shank.

    Args:
        kind: of the head, as in `screw_heads.csv`.
        diameter: of the thread.
        head: diameter or width across flats, height, and two dimensions of the drive; those of a
            flange for a hexagon with one.
    """
    width, height, drive, depth = head
    cylindrical = cylinder(width, height)
    socket = hexagon(drive, depth)
    volumes = {
        "socket": _CHAMFERED * cylindrical - socket,
        "low_socket": _CHAMFERED * cylindrical - socket,
        "button": _BUTTON_SHARE * _dome(width, height) - socket,
        "countersunk_socket": _cone(width, diameter, height) - socket,
        "countersunk": _COUNTERSUNK_SHARE * _cone(width, diameter, height),
        "pan": _PAN_SHARE * cylindrical,
        "cheese": _CHAMFERED * cylindrical - width * drive * depth,
        "hex": _CHAMFERED * hexagon(width, height),
        "flange_hex": _CHAMFERED * hexagon(width, height - depth) + _flange(drive, depth),
        "set": -socket,
    }
    return volumes[kind]


def nut(
    across_flats: float, height: float, flange: float, flange_height: float, bore: float
) -> float:
    """Give the volume of a hexagon nut, with a flange if it has one; `bore` is pitch diameter."""
    body = _CHAMFERED * hexagon(across_flats, height - flange_height)
    return body + _flange(flange, flange_height) - cylinder(bore, height)


def square_nut(across_flats: float, height: float, bore: float) -> float:
    """Give the volume of a square nut."""
    return _CHAMFERED * across_flats**2 * height - cylinder(bore, height)


def key(width: float, height: float, length: float) -> float:
    """Give the volume of a parallel key with round ends."""
    return (width * (length - width) + math.pi / 4 * width**2) * height


def _flange(width: float, height: float) -> float:
    return 0.8 * cylinder(width, height)  # its upper side slopes (judgement)


def _dome(width: float, height: float) -> float:
    return math.pi * height * (3 * (width / 2) ** 2 + height**2) / 6


def _cone(width: float, narrow: float, height: float) -> float:
    return math.pi / 12 * height * (width**2 + width * narrow + narrow**2)
