"""Codes of currencies: what money is counted in must be said, or nobody can compare it."""

import re

from pcf.errors import InputError

_CODE = re.compile(r"[A-Za-z]{3}")  # ISO 4217


def refuse_no_currency(text: str) -> None:
    """Refuse what is no code of a currency.

    Raises:
        InputError: so it is.
    """
    if not _CODE.fullmatch(text.strip()):
        raise InputError("currency-invalid", text=text)


def same_currency(text: str) -> str:
    """Give the code as it is compared."""
    return text.strip().upper()
