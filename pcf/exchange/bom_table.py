"""Finds the tables of a sheet: the rows that head them, and the rows below each.

A sheet may begin with titles and particulars, split its headings over two rows, hold several
tables one below another, or beside each other.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from pcf.exchange.bom_headings import Meaning, bare, meaning_of
from pcf.exchange.bom_words import found_word
from pcf.exchange.sheet_cells import HEAD_ROWS, Candidate, Cell, Grid, Merge, Row

Cells = Sequence[Cell]

_CORE = frozenset(
    {
        *("number", "manufacturer_number", "name", "designators"),
        *("quantity", "quantity_each", "quantity_total"),
    }
)
_LEAST_FIELDS = 2
_LEAST_SHARE = 0.34
_LEAST_KNOWN = 4
_NEAR_BEST = 0.55
_GUESS_WORTH = 0.6
_CORE_WORTH = 1.5
_TITLE_WORTH = 1.5
_CLEAR_GAIN = 0.5


class Block(msgspec.Struct, frozen=True):
    """A table within a sheet.

    Attributes:
        headings: the text that heads each column, of two rows where it is split over two.
        rows: the indices of the heading rows; none where the columns have no headings.
        first: index of the first row below.
        last: index after the last row below.
        beside: index of the column at which another table begins, None if there is none.
    """

    headings: tuple[str, ...]
    rows: tuple[int, ...]
    first: int
    last: int
    beside: int | None = None


def choose_candidate(candidates: Sequence[Candidate]) -> int:
    """Give the index of the sheet, or of the way to cut a text, that is likeliest a parts list."""
    return max(range(len(candidates)), key=lambda place: _worth_of(candidates[place]))


def _worth_of(candidate: Candidate) -> tuple[float, float, int]:
    """Give how much a sheet looks like a parts list: by headings, by regularity, by size."""
    best = max((score for score, _ in _heading_rows(candidate.head)), default=0.0)
    if found_word(candidate.title, "title_bom"):
        best += _TITLE_WORTH if best else 0.0
    elif found_word(candidate.title, "title_other"):
        best -= _TITLE_WORTH
    return best, regularity(candidate.head.rows), sum(map(bool, candidate.head.rows))


def looks_like_table(candidate: Candidate) -> bool:
    """Tell whether a sheet has headings of a parts list with quantities."""
    return any(
        "quantity"
        in {meaning.field.partition("_")[0] for meaning in _meanings(headings) if meaning}
        for _, (headings, _) in _heading_rows(candidate.head)
    )


def regularity(rows: Sequence[Row]) -> float:
    """Give the share of the filled rows that have the commonest number of cells, two or more."""
    widths = [len(row) for row in rows if row]
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0.0
    commonest = max(set(wide), key=wide.count)
    return wide.count(commonest) / len(widths) + min(commonest, 20) / 1000


def find_blocks(grid: Grid) -> list[Block]:
    """Give the tables of a sheet from the top, none if no row heads one."""
    found = list(_heading_rows(grid))
    if not found:
        return []
    best = max(score for score, _ in found)
    has_quantity = any(_has_quantity(headings) for score, (headings, _) in found if score == best)
    headings, rows = next(
        (headings, rows)
        for score, (headings, rows) in found
        if score >= best * _NEAR_BEST and (_has_quantity(headings) or not has_quantity)
    )
    return list(_blocks_from(grid, headings, rows))


def block_without_headings(rows: Sequence[Row]) -> Block:
    """Give a sheet as one table whose columns have no headings."""
    width = max(map(len, rows), default=0)
    return Block(("",) * width, (), 0, len(rows))


def block_at(grid: Grid, row: int) -> list[Block]:
    """Give the tables of a sheet whose first heading row a person has named."""
    return list(_blocks_from(grid, _texts(grid, row), (row,)))


def _blocks_from(grid: Grid, headings: tuple[str, ...], rows: tuple[int, ...]) -> Iterator[Block]:
    """Give a table, and those that rows further down head with other columns."""
    first = rows[-1] + 1
    fields = _fields(headings)
    counted = _quantity_places(headings)
    for place in range(first, len(grid.rows)):
        row = grid.rows[place]
        if place < first or _has_number(row, counted) or not _may_head(row):
            continue
        other, used = _best_reading(grid, place)
        score = _score(other)
        if score < 1 or score < max(_CORE_WORTH * _LEAST_FIELDS, 0.4 * _score(headings)):
            continue
        if len(_fields(other)) < _LEAST_FIELDS + 1 and not _has_quantity(other):
            continue
        is_same = _same_headings(headings, other) or _fields(other) == fields
        if is_same and _same_places(headings, other):
            continue  # the same table, on a new page or in a second language
        yield _block(headings, rows, first, place)
        headings, rows, first, fields = other, used, used[-1] + 1, _fields(other)
        counted = _quantity_places(headings)
    yield _block(headings, rows, first, len(grid.rows))


def _quantity_places(headings: Sequence[str]) -> list[int]:
    meanings = enumerate(_meanings(headings))
    return [
        place for place, meaning in meanings if meaning and meaning.field.startswith("quantity")
    ]


def _has_number(row: Row, places: Sequence[int]) -> bool:
    """Tell whether a row has a number where quantities stand: nearly all rows do."""
    return any(place < len(row) and str(row[place])[:1].isdigit() for place in places)


def _block(headings: tuple[str, ...], rows: tuple[int, ...], first: int, last: int) -> Block:
    beside = _beside(headings)
    return Block(headings[:beside], rows, first, last, beside)


def _beside(headings: Sequence[str]) -> int | None:
    """Give where the same headings begin again, quantities among them, beside the first table."""
    names = [bare(heading) for heading in headings]
    known = [place for place, heading in enumerate(headings) if meaning_of(heading)]
    if not known:
        return None
    first = known[0]
    for place in known[2:]:
        left, right = names[first:place], names[place:]
        if names[place] != names[first] or not _has_quantity(headings[place:]):
            continue
        repeated = sum(1 for name in right if name and name in left)
        if repeated > _LEAST_FIELDS - 1 and _has_quantity(headings[first:place]):
            return place
    return None


def is_repeated_heading(cells: Row, headings: Sequence[str]) -> bool:
    """Tell whether a row says the headings of its table again, or in another language."""
    filled = [(place, str(cell)) for place, cell in enumerate(cells) if cell != ""]
    if len(filled) < _LEAST_FIELDS or any(isinstance(cell, int | float) for cell in cells):
        return False
    same = sum(
        place < len(headings) and _means_same(text, headings[place]) for place, text in filled
    )
    return same >= _LEAST_FIELDS and same >= 0.6 * len(filled)


def _means_same(text: str, heading: str) -> bool:
    if bare(text) == bare(heading) != "":
        return True
    one, other = meaning_of(text), meaning_of(heading)
    return one is not None and other is not None and one.is_whole and one.field == other.field


def is_counting(cells: Row) -> bool:
    """Tell whether a row numbers the columns, as the forms of some standards do."""
    numbers = [str(cell).strip(" ()\uff08\uff09") for cell in cells if cell != ""]
    return len(numbers) > _LEAST_FIELDS and numbers == [str(i + 1) for i in range(len(numbers))]


# ---------------------------------------------------------------- rows that may be headings


def _heading_rows(grid: Grid) -> Iterator[tuple[float, tuple[tuple[str, ...], tuple[int, ...]]]]:
    """Give each of the first rows that may head a table: how well, its headings, its rows."""
    for place in range(min(HEAD_ROWS, len(grid.rows))):
        if _may_head(grid.rows[place]):
            headings, rows = _best_reading(grid, place)
            score = _score(headings)
            if score > 0:
                yield score, (headings, rows)


def _may_head(row: Row) -> bool:
    """Tell whether a row may be headings: at least two texts, mostly no numbers."""
    texts = numbers = 0
    for cell in row:
        if cell == "":
            continue
        if isinstance(cell, str) and not _NUMERIC.fullmatch(cell.strip()):
            texts += 1
        else:
            numbers += 1
    return texts >= _LEAST_FIELDS and texts > 3 * numbers


_NUMERIC = re.compile(r"[^\w]*\d[^\w]*(?:\d[^\w]*)*")


def _best_reading(grid: Grid, place: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Give the headings of a row, alone or together with the row below if that says more."""
    alone = _texts(grid, place)
    if place + 1 >= len(grid.rows) or not _may_continue(grid.rows[place + 1], alone):
        return alone, (place,)
    below = _texts(grid, place + 1)
    both = _together(alone, below)
    # What stands above may be particulars of the list, which say nothing of its columns.
    gain = _score(both) - max(_score(alone), _score(below))
    adds_unit = any(_is_unit_alone(text) for text in below) and all(
        not text or _is_unit_alone(text) or not meaning_of(text) for text in below
    )
    is_split = _splits_merged(grid.merges, place) or _splits_beside(alone, below)
    if gain > _CLEAR_GAIN or adds_unit or (gain >= -_CLEAR_GAIN and is_split):
        return both, (place, place + 1)
    return alone, (place,)


def _may_continue(row: Row, above: Sequence[str]) -> bool:
    """Tell whether a row may be the second of two heading rows: no numbers, no repetition."""
    filled = [str(cell).strip() for cell in row if cell != ""]
    if not filled or any(isinstance(cell, int | float) for cell in row):
        return False
    if any(_NUMERIC.fullmatch(text) for text in filled):
        return False
    if all(map(_is_unit_alone, filled)):
        return True
    known = sum(meaning_of(text) is not None for text in filled)
    begins_later = row[0] == "" and bool(above) and above[0] != ""
    least = len(filled) / (4 if begins_later else 2)
    return known >= least and not is_repeated_heading(row, above)


def _is_unit_alone(text: str) -> bool:
    return re.fullmatch(r"\s*[(\[][^()\[\]]{1,12}[)\]]\s*", text) is not None


def _splits_merged(merges: Sequence[Merge], place: int) -> bool:
    return any(m.top == m.bottom == place and m.right > m.left for m in merges)


def _splits_beside(above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a heading of the upper row has room to its right for two of the lower one."""
    width = min(len(above), len(below))
    return any(
        above[place - 1] and not above[place] and below[place - 1] and below[place]
        for place in range(1, width)
    )


def _together(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Give the headings of two rows as one; the lower alone where it says enough by itself."""
    width = max(len(above), len(below))
    padded = [(*texts, *[""] * (width - len(texts))) for texts in (above, below)]
    joined = []
    for upper, lower in zip(*padded, strict=True):
        pair = f"{upper} {lower}".strip()
        meaning = meaning_of(lower)
        is_enough = meaning is not None and meaning.is_whole and not _is_unit_alone(lower)
        whole = meaning_of(pair)
        joined.append(lower if is_enough and not (whole and whole.is_whole) else pair)
    return tuple(joined)


def _texts(grid: Grid, place: int) -> tuple[str, ...]:
    """Give the texts of a row; a merged one counts for all columns that it covers."""
    texts = [str(cell).strip() for cell in grid.rows[place]]
    for merge in grid.merges:
        if merge.top <= place <= merge.bottom and merge.left < len(texts):
            text = texts[merge.left] if merge.top == place else ""
            wanted = min(merge.right + 1, 500)
            texts.extend([""] * (wanted - len(texts)))
            for column in range(merge.left + 1, wanted):
                texts[column] = texts[column] or text
    return tuple(texts)


# ---------------------------------------------------------------- how much a row looks like one


def _meanings(headings: Sequence[str]) -> list[Meaning | None]:
    return [meaning_of(heading) for heading in headings]


def _fields(headings: Sequence[str]) -> frozenset[str]:
    return frozenset(meaning.field for meaning in _meanings(headings) if meaning)


def _has_quantity(headings: Sequence[str]) -> bool:
    return any(field.startswith("quantity") for field in _fields(headings))


def _same_headings(headings: Sequence[str], other: Sequence[str]) -> bool:
    return [bare(each) for each in headings if each] == [bare(each) for each in other if each]


def _same_places(headings: Sequence[str], other: Sequence[str]) -> bool:
    places = [
        {i: m.field for i, m in enumerate(_meanings(each)) if m} for each in (headings, other)
    ]
    return places[0] == places[1] or places[1].items() <= places[0].items()


def _score(headings: Sequence[str]) -> float:
    """Give how much a row looks like the headings of a parts list, 0 if it does not."""
    filled = [heading for heading in headings if heading]
    best: dict[str, float] = {}
    known = 0
    for meaning in _meanings(headings):
        if meaning is not None:
            known += 1
            worth = _CORE_WORTH if meaning.field in _CORE else 1.0
            worth *= 1.0 if meaning.is_whole else _GUESS_WORTH
            best[meaning.field] = max(best.get(meaning.field, 0.0), worth)
    if len(best) < _LEAST_FIELDS or not _CORE & set(best):
        return 0.0
    if known < _LEAST_KNOWN and known < _LEAST_SHARE * len(filled):
        # Few known ones among many are headings only if nothing better comes.
        return 0.1 * sum(best.values())
    return sum(best.values())
