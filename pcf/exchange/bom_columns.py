"""Decides what each column of a table holds, by its heading and by what stands below it.

Headings are ambiguous: below "No." may stand 1, 2, 3 or part numbers, below "Reference" designators
or article numbers, below "Unit" pieces or prices. What the cells show decides between the meanings
that a heading allows, and tells columns that have no heading or an unknown one.
"""

import re
from collections.abc import Callable, Sequence

from pcf.exchange.bom_headings import (
    JOINED_BY,
    QUANTITIES,
    Column,
    Meaning,
    meaning_of,
    unit_in,
)
from pcf.exchange.bom_quantity import looks_like_quantity
from pcf.exchange.bom_words import found_word, is_word
from pcf.exchange.cell_looks import (
    is_amount_with_unit,
    is_code,
    is_money,
    is_path,
    is_place,
    is_small_number,
    is_whole_number,
    might_designate,
)
from pcf.exchange.designators import looks_like_designators
from pcf.exchange.sheet_cells import Row

_SAMPLE = 400
_FEW = 3
_MOST = 0.7
_HALF = 0.5
_MANY = 0.8
_NEARLY_ALL = 0.9
_SOME = 0.25


class _Content:
    """What the cells below a heading show, each as the share of the filled ones."""

    def __init__(self, cells: Sequence[str], filled: int) -> None:
        self.cells = cells
        self.filled = filled

    def share(self, shows: Callable[[str], object]) -> float:
        return sum(bool(shows(cell)) for cell in self.cells) / max(len(self.cells), 1)

    @property
    def counts_up(self) -> bool:
        """Tell whether the cells are 1, 2, 3 … in their order."""
        numbers = [
            int(cell.rstrip(".")) for cell in self.cells if re.fullmatch(r"\d{1,6}\.?", cell)
        ]
        if len(numbers) < _FEW or len(numbers) < 0.8 * len(self.cells):
            return False
        return numbers[0] in {0, 1, 10} and numbers == sorted(set(numbers))

    @property
    def varies(self) -> float:
        return len(set(self.cells)) / max(len(self.cells), 1)


def columns_of(headings: Sequence[str], body: Sequence[Row]) -> tuple[Column, ...]:
    """Give the columns of a table that were recognised, from left to right."""
    width = max(len(headings), *(len(row) for row in body[:_SAMPLE]), 0)
    full = _full_rows(body[:_SAMPLE])
    contents = [_content(full, place) for place in range(width)]
    given = [*headings, *[""] * (width - len(headings))]
    meanings = [meaning_of(heading) for heading in given]
    fields = [meaning.field if meaning else "" for meaning in meanings]
    named = list(fields)
    _correct(fields, contents, given)
    _find_by_content(fields, contents, given)
    kept = _one_each(fields, meanings, contents)
    return tuple(
        Column(
            kept[place],
            given[place],
            place,
            unit_in(given[place], kept[place]),
            by_content=_is_other_kind(kept[place], named[place]),
        )
        for place in range(width)
        if kept[place]
    )


def _is_other_kind(field: str, named: str) -> bool:
    """Tell whether a column came to hold something else than its heading says."""
    if {field, named} == {"number", "manufacturer_number"}:
        return False
    return field.partition("_")[0] != named.partition("_")[0]


def _content(body: Sequence[Row], place: int) -> _Content:
    filled = [row[place] for row in body if place < len(row) and row[place] != ""]
    cells = (str(cell).strip() for cell in filled[:_SAMPLE])
    return _Content([cell for cell in cells if _SAYS_SOMETHING(cell)], len(filled))


# Not a placeholder, an error value, or a formula without its value.
_SAYS_SOMETHING = re.compile(
    r"(?![#=])(?!(?:[-\u2013\u2014/?~.]|n/?a|tbd)$).+", re.IGNORECASE
).match


def _full_rows(body: Sequence[Row]) -> list[Row]:
    """Give the rows that are filled as most are: titles and totals say nothing of their columns."""
    counts = [sum(cell != "" for cell in row) for row in body]
    filled = sorted(count for count in counts if count)
    usual = filled[len(filled) * 3 // 4] if filled else 0
    return [row for row, count in zip(body, counts, strict=True) if count and count * 2 > usual]


def _correct(fields: list[str], contents: Sequence[_Content], headings: Sequence[str]) -> None:
    """Change the meaning of headings that the cells below them contradict."""
    for field, correction in _CORRECTIONS.items():
        for place, content in enumerate(contents):
            if fields[place] == field and content.cells:
                fields[place] = correction(content, fields, headings[place]) or field
    if "number" not in fields and "manufacturer_number" in fields:
        fields[fields.index("manufacturer_number")] = "number"  # the only one that the list has


def _correct_index(content: _Content, fields: Sequence[str], heading: str) -> str:
    if content.share(is_place) >= _HALF:
        return ""
    if _designates(content) and "designators" not in fields:
        return "designators"
    if content.share(is_code) >= _MOST and "number" not in fields and content.varies > _HALF:
        return "number"
    is_text = content.share(lambda cell: re.search(r"[^\W\d_]{3}", cell)) >= _HALF
    return "name" if is_text or not {"name", "number"} <= set(fields) else ""


def _designates(content: _Content) -> bool:
    """Tell whether a column holds designators: of several kinds, as R and C; P1, P2, P3 number."""
    kinds = {match[0] for cell in content.cells if (match := re.match(r"[A-Za-z]+", cell))}
    return content.share(looks_like_designators) >= _MOST and (len(kinds) > 1)


def _correct_level(content: _Content, fields: Sequence[str], heading: str) -> str:
    """Read as depths, 2 and 3 of `1.2` and `1.3` would nest, and multiply their quantities."""
    dotted = content.share(lambda cell: re.match(r"\d+(\.\d+)+", cell)) > 0
    return "index" if dotted and "index" not in fields else ""


def _correct_number(content: _Content, fields: Sequence[str], heading: str) -> str:
    is_dotted = content.share(lambda cell: re.fullmatch(r"\d{1,3}(\.\d{1,3})*\.?", cell)) == 1
    if not {"index", "parent"} & set(fields) and (
        content.counts_up or (is_dotted and any("." in cell for cell in content.cells))
    ):
        return "index"
    has_zeros = content.share(lambda cell: re.match(r"[A-Za-z]+0", cell)) > 0
    if _designates(content) and "designators" not in fields and not has_zeros:
        return "designators"
    is_one_word = heading.strip().isalpha()  # as Part or Artikel, not Part No.
    is_text = len(content.cells) >= _FEW and content.share(is_code) < _HALF
    if is_one_word and is_text and "name" not in fields:
        return "name"
    others = {"number", "manufacturer_number", "name"} & (set(fields) - {"number"})
    has_quantity = any(field in QUANTITIES for field in fields)
    is_count = (
        content.share(looks_like_quantity) >= _NEARLY_ALL and content.share(is_small_number) > _HALF
    )
    return "quantity" if is_count and others and not has_quantity else ""


def _correct_designators(content: _Content, fields: Sequence[str], heading: str) -> str:
    if len(content.cells) < _FEW or found_word(heading, "designator_heading"):
        return ""
    if content.counts_up and "index" not in fields:
        return "index"
    if content.share(might_designate) >= _HALF:
        return ""
    return "name" if "number" in fields or content.share(is_code) < _HALF else "number"


def _correct_unit(content: _Content, fields: Sequence[str], heading: str) -> str:
    if content.share(lambda cell: re.search(r"\d", cell)) < _HALF:
        return ""
    has_quantity = any(field in QUANTITIES for field in fields)
    return (
        ""
        if content.share(is_amount_with_unit) > _SOME
        else "price"
        if has_quantity
        else "quantity"
    )


def _correct_quantity(content: _Content, fields: Sequence[str], heading: str) -> str:
    if content.share(lambda cell: is_word(cell, "yes_no")) >= _MANY and not re.search(
        r"\d", "".join(content.cells)
    ):
        return "include"
    others = sum(field in QUANTITIES for field in fields) > 1
    if content.share(is_money) >= _HALF:
        return "price"
    if not others or len(content.cells) < _FEW or content.share(looks_like_quantity) >= _SOME:
        return ""
    return "name" if content.share(lambda cell: len(cell) > 1) > _HALF else ""


def _correct_name(content: _Content, fields: Sequence[str], heading: str) -> str:
    if fields.count("name") > 1 and content.share(is_path) >= _HALF:
        return "note"  # where a drawing is kept, beside what the part is called
    is_other = any(field in QUANTITIES for field in fields) or "designators" in fields
    return "" if is_other or content.share(is_small_number) < _NEARLY_ALL else "quantity"


def _correct_material(content: _Content, fields: Sequence[str], heading: str) -> str:
    """SAP calls the number of a part its material."""
    is_number = content.share(is_code) >= _MOST and content.varies >= _MOST
    return "number" if is_number and "number" not in fields and "name" in fields else ""


_CORRECTIONS: dict[str, Callable[[_Content, Sequence[str], str], str]] = {
    "designators": _correct_designators,  # first: others may take their place
    "quantity_each": _correct_quantity,
    "quantity": _correct_quantity,
    "quantity_total": _correct_quantity,
    "number": _correct_number,
    "index": _correct_index,
    "level": _correct_level,
    "unit": _correct_unit,
    "name": _correct_name,
    "material": _correct_material,
}


def _find_by_content(
    fields: list[str], contents: Sequence[_Content], headings: Sequence[str]
) -> None:
    """Give columns without a known heading the meaning that their cells show."""
    free = [place for place, field in enumerate(fields) if not field and contents[place].cells]
    if "designators" not in fields:
        shown = [
            place
            for place in free
            if len(contents[place].cells) >= _FEW
            and contents[place].share(looks_like_designators) >= _MOST
            and contents[place].varies > _HALF
        ]
        if shown:
            fields[shown[0]] = "designators"
            free.remove(shown[0])
    if not any(
        _is_filled_quantity(field, content) for field, content in zip(fields, contents, strict=True)
    ):
        place = _quantity_among(free, fields, contents, headings)
        if place is not None:
            fields[place] = "quantity"
            free.remove(place)
    if not {"index", "level", "parent"} & set(fields):
        place = next((place for place in free if _is_tree(contents[place])), None)
        if place is not None:
            fields[place] = "index"
            free.remove(place)
    if not {"name", "number"} & set(fields):
        place = next((place for place in free if _is_naming(contents[place])), None)
        if place is not None:
            fields[place] = "name"


def _is_tree(content: _Content) -> bool:
    """Tell whether cells are places in a tree, from 1 on: 1, 1.1, 1.2, 2 or 1, 1-1, 1-2, 2."""
    is_place = content.share(lambda cell: re.fullmatch(r"\d{1,3}([.-]\d{1,3})*", cell)) == 1
    is_deep = any(re.search(r"\d[.-]\d", cell) for cell in content.cells)
    return is_place and is_deep and content.cells[0] == "1" and content.varies == 1


def _is_filled_quantity(field: str, content: _Content) -> bool:
    return field in {"quantity", "quantity_each", "quantity_total"} and content.filled > 0


def _quantity_among(
    free: Sequence[int],
    fields: Sequence[str],
    contents: Sequence[_Content],
    headings: Sequence[str],
) -> int | None:
    """Give the column of small whole numbers that has no heading, if there is just one."""
    found = [
        place
        for place in free
        if not headings[place]
        and contents[place].share(is_small_number) >= _NEARLY_ALL
        and len(contents[place].cells) > 1
        and not contents[place].counts_up
    ]
    return found[0] if len(found) == 1 else None


def _one_each(
    fields: Sequence[str], meanings: Sequence[Meaning | None], contents: Sequence[_Content]
) -> list[str]:
    """Give the fields with one column each: the fullest kind of heading that is filled at all."""
    kept = list(fields)
    fullest: dict[str, int] = {}
    for field, content in zip(fields, contents, strict=True):
        fullest[_kind(field)] = max(fullest.get(_kind(field), 0), content.filled)
    order = sorted(
        range(len(fields)),
        key=lambda place: (
            contents[place].filled * 2 <= fullest[_kind(fields[place])],
            _rank(fields[place], meanings[place]),
            place,
        ),
    )
    taken: set[str] = set()
    for place in order:
        field = fields[place]
        if field in {"quantity_each", "quantity", "quantity_total"}:
            if "quantity" in taken:
                kept[place] = "quantity_total" if field == "quantity_total" else "quantity_order"
            else:
                kept[place] = "quantity"
            taken.add("quantity")
        elif field in _SEVERAL or not field:
            continue
        elif field in taken:
            kept[place] = ""
        taken.add(field)
    return kept


_SEVERAL = frozenset(
    {*JOINED_BY, "level", "supplier", "price", "quantity_order", "alternate", "other"}
)


def _kind(field: str) -> str:
    return "quantity" if field in QUANTITIES else field


def _rank(field: str, meaning: Meaning | None) -> tuple[int, bool, int]:
    kind = QUANTITIES.index(field) if field in QUANTITIES else 0
    return kind, meaning is None or not meaning.is_whole, meaning.rank if meaning else 10**6


def columns_without_headings(rows: Sequence[Row]) -> tuple[Column, ...]:
    """Give the columns of a list that has no headings at all, as far as the cells tell them.

    Only what cannot be anything else is told: designators, small whole numbers, and texts.
    """
    width = max((len(row) for row in rows[:_SAMPLE]), default=0)
    contents = [_content(rows[:_SAMPLE], place) for place in range(width)]
    least = max(_FEW, round(_HALF * len([row for row in rows if row])))
    fields: list[str] = []
    for content in contents:
        fields.append(_shown_field(content, fields) if content.filled >= least else "")
    for place, content in enumerate(contents):
        says = content.share(lambda cell: re.search(r"[^\W\d]", cell)) >= _MOST
        is_link = content.share(lambda cell: "://" in cell) > _SOME
        if not fields[place] and says and not is_link:
            fields[place] = "name"
    whole = [c for c in contents if c.filled >= least and c.share(is_whole_number) >= _NEARLY_ALL]
    is_unclear = "designators" not in fields and len(whole) > 1 + ("index" in fields)
    if "name" not in fields or not {"quantity", "designators"} & set(fields) or is_unclear:
        return ()
    return tuple(
        Column(field, "", place, by_content=True) for place, field in enumerate(fields) if field
    )


def _shown_field(content: _Content, taken: Sequence[str]) -> str:
    """Give what a column without a heading must hold, "" if it may be several things."""
    if content.share(looks_like_designators) >= _MOST and "designators" not in taken:
        return "designators"
    if content.counts_up and "index" not in taken:
        return "index"
    if content.share(is_small_number) >= _NEARLY_ALL and "quantity" not in taken:
        return "quantity"
    is_amount = content.share(looks_like_quantity) >= _NEARLY_ALL
    return "name" if not is_amount and _is_naming(content) else ""


def _is_naming(content: _Content) -> bool:
    is_text = content.share(lambda cell: re.search(r"[^\W\d]{2}", cell)) >= _MOST
    is_link = content.share(lambda cell: "://" in cell) > _SOME
    return is_text and not is_link and content.varies > _SOME
