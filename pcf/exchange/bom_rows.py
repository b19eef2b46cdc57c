"""Tells rows that are parts from titles, totals, notes and headings said again."""

import enum
import re
from collections.abc import Mapping, Sequence

from pcf.exchange.bom_headings import Column
from pcf.exchange.bom_table import is_counting, is_repeated_heading
from pcf.exchange.bom_words import is_word, numerals, plain, word_list
from pcf.exchange.designators import looks_like_designators
from pcf.exchange.sheet_cells import Cell, Row
from pcf.texts import normalised

_LEAST_COLUMNS = 3
_LONG_TEXT = 60
_SIGNS = "\u203b\u25c6\u25a0\u25cf\u25bc\u3010"  # by which Chinese and Japanese lists set off lines
_MARKED = re.compile(f"[#={_SIGNS}].*|[*~_-]{{2,}}.*|.*[:\uff1a]")
_TOTAL_TAIL = re.compile(r"(?:[\W\d_]|(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_]))*")


_SUM = re.compile(r"[\W\d]+")


_NUMBERS = frozenset({"number", "manufacturer_number", "material"})
_NAMES = frozenset({*_NUMBERS, "name", "name_zh"})


class RowKind(enum.Enum):
    """What a row of a table is. The value names the finding that says so."""

    PART = ""
    BLANK = "blank"
    HEADING = "bom-row-heading"
    SECTION = "bom-row-section"
    TOTAL = "bom-row-total"
    NOTE = "bom-row-note"
    EMPTY = "bom-row-without-part"


def kinds_of(
    rows: Sequence[Row], headings: Sequence[str], columns: Sequence[Column]
) -> list[RowKind]:
    """Give what each row of a table is."""
    judge = _Judge(headings, columns, rows)
    kinds = [judge.kind(row, is_first=place == 0) for place, row in enumerate(rows)]
    *above, last = [place for place, kind in enumerate(kinds) if kind is RowKind.PART] or [0]
    if len(above) > 1 and judge.is_bare_sum(rows[last], [rows[place] for place in above]):
        kinds[last] = RowKind.TOTAL
    return kinds


class _Judge:
    """Judges the rows of one table; what most of them look like decides about the doubtful."""

    def __init__(
        self, headings: Sequence[str], columns: Sequence[Column], rows: Sequence[Row]
    ) -> None:
        """Look at what the columns hold and at what most rows fill."""
        self.headings = headings
        self.width = len(headings)
        self.fields: dict[int, str] = {column.place: column.field for column in columns}
        self.quantity = next((c.place for c in columns if c.field == "quantity"), None)
        self.saying = frozenset(
            place
            for place, field in self.fields.items()
            if field not in {"level", "index", "parent", "supplier", "price", "unit"}
            and not field.startswith("quantity_")
        )
        self.columns = len(self.saying)
        naming = {"number", "manufacturer_number", "designators"}
        self.naming = [place for place, field in self.fields.items() if field in naming]
        self.rare = self._rare_places(rows)
        self.has_titles = self._has_titles(rows)

    def _rare_places(self, rows: Sequence[Row]) -> frozenset[int]:
        """Give the columns that are not read and that rows with quantities leave empty: sums."""
        counted = [row for row in rows if self._has_quantity(row)]
        return frozenset(
            place
            for place in range(max(map(len, rows), default=0))
            if place not in self.fields
            and sum(place < len(row) and row[place] != "" for row in counted) * 4 < len(counted)
        )

    def _has_titles(self, rows: Sequence[Row]) -> bool:
        """Tell whether a lonely text is a title: where most other rows have quantities."""
        if self.quantity is None:
            return self.columns >= _LEAST_COLUMNS
        filled = [row for row in rows if any(cell != "" for cell in row)]
        counted = sum(self._has_quantity(row) for row in filled)
        lonely = sum(sum(cell != "" for cell in row) == 1 for row in filled)
        wide = self.columns >= _LEAST_COLUMNS or counted > lonely * 3
        return wide and counted >= lonely

    def _has_quantity(self, row: Row) -> bool:
        return self.quantity is not None and self.quantity < len(row) and row[self.quantity] != ""

    def kind(self, row: Row, *, is_first: bool) -> RowKind:
        """Give what a row is.

        Args:
            row: its cells.
            is_first: it stands right below the headings.
        """
        if self._is_plain_part(row):
            return RowKind.PART
        filled = {place: cell for place, cell in enumerate(row) if cell != ""}
        if not filled:
            return RowKind.BLANK
        texts = {place: cell.strip() for place, cell in filled.items() if isinstance(cell, str)}
        if (said := self._said_kind(row, filled, texts, is_first=is_first)) is not None:
            return said
        if not self._has_quantity(row):
            return self._kind_without_quantity(filled, texts)
        return RowKind.PART if self.saying & filled.keys() else RowKind.EMPTY

    def _said_kind(
        self, row: Row, filled: Mapping[int, Cell], texts: Mapping[int, str], *, is_first: bool
    ) -> RowKind | None:
        """Give what a row says of itself: headings, a sum, a drawn line; None if nothing."""
        is_text = len(texts) == len(filled)
        if is_text and is_repeated_heading(row, self.headings):
            return RowKind.HEADING
        if is_first and is_counting(row):
            return RowKind.HEADING
        if is_text and all(not re.search(r"[^\W_]", t) or is_remark(t) for t in texts.values()):
            return RowKind.NOTE
        return RowKind.TOTAL if self._is_total(filled, texts) else None

    def _is_plain_part(self, row: Row) -> bool:
        """Tell whether a row has a number as quantity and something that names a part: most do."""
        if self.quantity is None or self.quantity >= len(row):
            return False
        if not str(row[self.quantity])[:1].isdigit():
            return False
        return any(
            place < len(row)
            and row[place] != ""
            and any(map(str.isalpha, text := str(row[place])))
            and not is_total(text)
            for place in self.naming
        )

    def is_bare_sum(self, row: Row, above: Sequence[Row]) -> bool:
        """Tell whether a row has no name, only the quantity that those above it add up to."""
        place = self.quantity
        others = self.saying - {place}
        if place is None or not self._has_quantity(row):
            return False
        if any(other < len(row) and row[other] != "" for other in others):
            return False
        counted = [_number(each[place]) for each in (*above, row) if self._has_quantity(each)]
        numbers = [number for number in counted if number is not None]
        return len(numbers) == len(counted) and numbers[-1] == sum(numbers[:-1])

    def _is_total(self, filled: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
        """Tell whether a row sums up others: a word for it, and nothing that names a part."""
        for place, text in texts.items():
            if len(text) > _LONG_TEXT or not is_total(text):
                continue
            # What explains a sum may stand beside the word for it, but not what a part has.
            telling = _NUMBERS if self.fields.get(place) == "name" else _NAMES
            others = (p for p in filled if p != place)
            return not any(self._names_part(p, str(filled[p]), telling) for p in others)
        return False

    def _names_part(self, place: int, text: str, telling: frozenset[str]) -> bool:
        field = self.fields.get(place, "")
        if field == "designators":
            return looks_like_designators(text)
        has_letters = re.search(r"[^\W\d_]{2}", text) is not None
        return field in telling and has_letters and not is_total(text)

    def _kind_without_quantity(
        self, filled: Mapping[int, Cell], texts: Mapping[int, str]
    ) -> RowKind:
        first = next(iter(texts.values()), "")
        said = {
            str(cell)
            for place, cell in filled.items()
            if place not in self.rare or not _SUM.fullmatch(str(cell).strip())
            if self.fields.get(place) != "index" or not is_section_number(str(cell))
        }
        first = next((text for text in texts.values() if text in said), first)
        is_lonely = bool(texts) and {each.strip() for each in said} == {first}
        if any(is_word(text, "document") for text in texts.values()):
            return RowKind.NOTE
        is_marked = _MARKED.fullmatch(first) is not None
        if is_lonely and (self.has_titles or is_marked or len(first) > 2 * _LONG_TEXT):
            is_note = is_remark(first) or len(first) > _LONG_TEXT
            return RowKind.NOTE if is_note and not is_marked else RowKind.SECTION
        if is_remark(first) or (texts and all(map(is_remark, texts.values()))):
            return RowKind.NOTE
        if not self.saying & filled.keys():
            return RowKind.EMPTY
        if not texts and not {"number", "name"} & {self.fields.get(place) for place in filled}:
            return RowKind.EMPTY  # numbers alone, such as a sum without a word
        return RowKind.PART


def _number(cell: object) -> float | None:
    text = str(cell).strip()
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def is_section_number(text: str) -> bool:
    """Tell whether an index is one of sections: a Roman or Chinese numeral, or a capital."""
    bare = plain(text)
    return re.fullmatch(r"[ivx]+|[a-z]", bare) is not None or (
        bool(bare) and all(sign in numerals() for sign in bare)
    )


def is_total(text: str) -> bool:
    """Tell whether a text is a word for a sum, alone or with the sum behind it."""
    word = word_list("total").found_at_start(text)
    return bool(word) and _TOTAL_TAIL.fullmatch(plain(text)[len(word) :]) is not None


def is_remark(text: str) -> bool:
    """Tell whether a text begins as a note, a signature or a date of the list does."""
    known = normalised(text)
    if known.startswith(("\u203b", "*")):
        return True
    word = word_list("note").found_at_start(known)
    rest = plain(known)[len(word) :]
    return bool(word) and (not rest or re.match(r"\s*\d*\s*[:.)-]", rest) is not None)
