"""Tells which lines are not built in: left unpopulated, or alternatives to another line."""

import re

from pcf.exchange.bom_words import found_word, found_word_at, is_word, words
from pcf.texts import normalised


def is_excluded_by(text: str) -> bool:
    """Tell whether a cell of a column such as `DNP` excludes its line: anything but a denial."""
    return not is_word(text, "denied") and not is_word(text, "fitted_state")


def is_left_out_by(text: str) -> bool:
    """Tell whether a cell of a column such as `Fitted` says that the part is not."""
    return is_word(text, "denied") or is_word(text, "not_fitted_cell") or says_not_fitted(text)


def says_not_fitted(text: str) -> bool:
    """Tell whether a text says anywhere, in so many words, that the part is not built in."""
    return bool(found_word(text, "not_fitted")) or bool(found_word(text, "not_fitted_word"))


def is_not_fitted_mark(text: str) -> bool:
    """Tell whether a cell is nothing but a mark for a part that is not built in, such as `DNP`."""
    return is_word(text, "not_fitted_mark") or says_not_fitted(text)


def is_alternate_flag(text: str) -> bool:
    """Tell whether a cell of a column of alternates marks its own line as one."""
    return is_word(text, "alternate")


def names_alternate(text: str) -> bool:
    """Tell whether a name or index says that its line is an alternative to another."""
    plain = normalised(text)
    inside = re.findall(r"[(\[{【]([^()\[\]{}【】]+)[)\]}】]", plain)
    first, mark, _ = plain.partition(":")
    return any(is_word(each, "alternate") for each in inside) or (
        bool(mark) and is_word(first, "alternate")
    )


def names_group_of_alternates(text: str) -> bool:
    """Tell whether a category is that of alternatives; a word of joining such as `or` is none."""
    return len(text.strip()) > 1 and is_word(text, "alternate") and not is_word(text, "joining")


def begins_as_alternate(text: str) -> bool:
    """Tell whether a text begins with a word such as `or`, by which a line continues another."""
    first = re.match(r"[^\s:/,(]+", normalised(text))
    return first is not None and first[0].strip(".") in words("alternate")


def notes_not_fitted(text: str) -> bool:
    """Tell whether a note says it at the beginning of a clause; in passing it may be a condition."""
    clauses = re.split(r"[.,;:()\[\]。，；：（）!\n]+", text)
    return any(
        (match := found_word_at(clause.strip(), "not_fitted")) and len(clause.strip()) <= 2 * len(match)
        or is_word(clause, "not_fitted_word")
        for clause in clauses
    )
