"""Numbers of data files: decimal strings with 6 significant digits and no exponent (product 7)."""

from decimal import Decimal

SIGNIFICANT_DIGITS = 6


def rounded(value: float) -> Decimal:
    """Give a number with 6 significant digits, exact as such, so that rounded numbers add up."""
    return Decimal(f"{value:.{SIGNIFICANT_DIGITS - 1}e}") if value else Decimal(0)


def decimal_text(value: Decimal | float) -> str:
    """Give a number as it stands in a data file: `4.41509`, `0.000123`, `1200`, `0`."""
    number = value if isinstance(value, Decimal) else rounded(value)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
