"""What a single cell looks like, as the content of a column is judged."""

import re

from pcf.exchange.bom_words import found_word
from pcf.exchange.designators import designators_in


def is_place(cell: str) -> bool:
    """Tell whether a cell is a place in a list or tree; longer numbers are those of parts."""
    return re.fullmatch(r"\d{1,5}|\d{1,3}([.\-]\d{1,3})*[.?)]?|[IVX]+\.?", cell) is not None


def is_code(cell: str) -> bool:
    """Tell whether a cell is a number of a part: one word with digits, or digits and dashes."""
    return re.fullmatch(r"(?=.*\d)[\w\-./+#]+", cell) is not None


def might_designate(cell: str) -> bool:
    """Tell whether a cell may name places on a board, by letters alone too."""
    return designators_in(cell) is not None or re.fullmatch(r"[A-Z]{1,3}\d*", cell) is not None


def is_small_number(cell: str) -> bool:
    """Tell whether a cell is a whole number such as parts are counted in."""
    return (
        re.fullmatch(r"\d{1,4}(?:[.,]0+)?", cell) is not None and float(cell.replace(",", ".")) > 0
    )


def is_whole_number(cell: str) -> bool:
    """Tell whether a cell is a whole number."""
    return re.fullmatch(r"-?\d+", cell) is not None


def is_amount_with_unit(cell: str) -> bool:
    """Tell whether a cell is a number with a unit."""
    return re.fullmatch(r"[\d.,]+\s*[^\W\d]+.*", cell) is not None


def is_money(cell: str) -> bool:
    """Tell whether a cell names a currency."""
    return re.search("[\u20ac$\xa3\xa5\uffe5\u20bd]", cell) is not None or bool(
        found_word(cell, "currency")
    )


def is_path(cell: str) -> bool:
    """Tell whether a cell is the place of a file."""
    return re.match(r"[A-Za-z]:[\\/]|[\\/.~]*[\\/][^\\/]+[\\/]", cell) is not None
