"""Number to words: the only formatter of numbers for page, document and terminal.

Thousands are grouped by a narrow no-break space, minus is U+2212, zero is printed as zero, and
what is missing is an en dash. Exchange files and workbooks carry numbers, not these texts.
"""

import math

_NARROW_SPACE = "\u202f"
_NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
"""Before numbers below zero; no hyphen."""
MISSING = "–"

_SMALLEST_PERCENT = 0.05


def fixed(value: float | None, decimals: int) -> str:
    """Give a number with fixed decimals, for columns: `1 840.25`, `−10.30`, `0.00`."""
    if value is None or not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}".replace(",", _NARROW_SPACE)
    is_zero = not text.strip(f"0.{_NARROW_SPACE}")
    return f"{MINUS}{text}" if value < 0 and not is_zero else text


def significant(value: float | None, digits: int = 3) -> str:
    """Give a number with significant digits: `275`, `96.4`, `0.0312`, `1 840`."""
    if value is None or not math.isfinite(value):
        return MISSING
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return fixed(rounded, decimals)


def percent(share: float | None, decimals: int = 1) -> str:
    """Give a share as percent: `47.1 %`; between 0 and 0.05 % it is `< 0.1 %`."""
    if share is None or not math.isfinite(share):
        return MISSING
    value = 100 * share
    if 0 < abs(value) < _SMALLEST_PERCENT and decimals == 1:
        return f"<{_NO_BREAK_SPACE}0.1{_NO_BREAK_SPACE}%"
    return f"{fixed(value, decimals)}{_NO_BREAK_SPACE}%"


def with_unit(number: str, unit: str) -> str:
    """Give number and unit with a no-break space between them."""
    return f"{number}{_NO_BREAK_SPACE}{unit}"
