"""Reads a review file back: what an engineer confirmed or corrected, as edits.

Only cells that say something else than what was offered count, and lines that are marked as
confirmed. A fault costs its own cell alone and is told with row and column. What was changed in the
study meanwhile is not overwritten.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from pcf.errors import DataError, InputError
from pcf.exchange.review_file import COLUMNS, CONFIRM, FORMAT, decision_words, origin_words
from pcf.exchange.sheet_cells import Candidate, Cell, Row
from pcf.exchange.table_file import read_table
from pcf.findings import Finding, Severity
from pcf.model.bom import Mass, MassOrigin, Match, MatchOrigin, Part, walk
from pcf.model.bom_import import is_same
from pcf.model.edits import SetField
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.texts import Language, Texts, normalised
from pcf.units import parse_quantity

_ANSWERS = tuple(column.key for column in COLUMNS if column.is_answer)


class Review(msgspec.Struct, frozen=True):
    """What a review file answers.

    Attributes:
        edits: that make the answers true.
        confirmed: ids of the lines whose data set or mass a person stated or confirmed.
        findings: cells that could not be read or taken over, by row and column.
        rows: how many rows were read.
    """

    edits: tuple[SetField, ...]
    confirmed: tuple[str, ...]
    findings: tuple[Finding, ...]
    rows: int


def read_review(path: Path, study: Study, resolve: Callable[[str], DataSetRef | None]) -> Review:
    """Read the answers of a review file for a study.

    Args:
        path: the workbook, as `review_xlsx` wrote it and an engineer filled it in.
        study: the study that it was written for.
        resolve: gives the reference of a data set that is named by text.

    Raises:
        DataError: no review file, one of another study, or a damaged file.
    """
    rows = read_table(path, _sheet_with_keys, lambda cell: cell.startswith(FORMAT)).grid.rows
    heading = next((place for place, row in enumerate(rows) if _is_key_row(row)), None)
    if heading is None:
        raise DataError("review-not-one", where=str(path))
    keys = rows[heading]
    if str(keys[_mark_place(keys)]) != f"{FORMAT}:{study.id}":
        raise DataError("review-of-another-study", where=str(path))
    places = {str(key): place for place, key in enumerate(keys) if key != ""}
    places["line"] = _mark_place(keys)
    reading = _Reading(study, places, resolve)
    for number, row in enumerate(rows[heading + 1 :], heading + 2):
        reading.read(number, row)
    return reading.review()


def _sheet_with_keys(candidates: Sequence[Candidate]) -> int:
    found = (
        place for place, each in enumerate(candidates) if any(map(_is_key_row, each.head.rows))
    )
    return next(found, 0)


def _is_key_row(row: Row) -> bool:
    return any(str(cell).startswith(f"{FORMAT}:") for cell in row)


def _mark_place(row: Row) -> int:
    return next(place for place, cell in enumerate(row) if str(cell).startswith(f"{FORMAT}:"))


class _Reading:
    """One reading: the row at hand, and the answers so far."""

    def __init__(
        self,
        study: Study,
        places: Mapping[str, int],
        resolve: Callable[[str], DataSetRef | None],
    ) -> None:
        self._parts = {part.id: part for part in walk(study.bom)}
        self._places, self._resolve = places, resolve
        texts = [Texts(language) for language in Language]
        self._decisions = {
            key: word for each in texts for key, word in decision_words(each).items()
        }
        self._origins = {key: word for each in texts for key, word in origin_words(each).items()}
        self._headings = {each("review.column.data_set") for each in texts}
        self._row_of: dict[str, int] = {}
        self._edits: list[SetField] = []
        self._confirmed: dict[str, None] = {}
        self._findings: list[Finding] = []
        self._rows = 0
        self._number = 0
        self._row: Row = ()

    def review(self) -> Review:
        """Give what was answered."""
        return Review(tuple(self._edits), tuple(self._confirmed), tuple(self._findings), self._rows)

    def read(self, number: int, row: Row) -> None:
        """Read one row; the rows of headings name no line and say nothing."""
        self._number, self._row = number, row
        line = self._text("line")
        part = self._parts.get(line)
        if part is None:
            self._tell_no_line(line)
            return
        first = self._row_of.setdefault(line, number)
        if first != number:  # a copy; which of the two is meant nobody can tell
            self._find("review-line-twice", "line", str(first), part)
            return
        self._rows += 1
        confirms = self._decides(part)
        self._read_data_set(part, confirms=confirms)
        self._read_mass(part, confirms=confirms)
        excluded = self._text("excluded")
        if excluded and excluded != part.excluded:
            self._set(part, "excluded", excluded)

    def _tell_no_line(self, line: str) -> None:
        """Tell a row that names no line, unless it is a heading or says nothing."""
        answers = list(filter(None, map(self._text, _ANSWERS)))
        if line:
            self._find("review-line-unknown", "line", line)
        elif answers and self._text("data_set") not in self._headings:
            self._find("review-line-missing", "line", ", ".join(answers))

    def _decides(self, part: Part) -> bool:
        word = self._text("decision")
        decision = self._decisions.get(normalised(word))
        if word and decision is None:
            self._find("review-decision-unknown", "decision", word, part)
        return decision == CONFIRM

    def _read_data_set(self, part: Part, *, confirms: bool) -> None:
        text, was, offered = map(self._text, ("data_set", "was_data_set", "offered_data_set"))
        if text == offered and not confirms:
            return
        if not text:
            if was:
                self._take(part, "data_set", was, None)
            return
        ref = self._resolve(text)
        if ref is None:
            self._find("review-data-set-unknown", "data_set", text, part)
            return
        match = self._match(ref) if text == offered else None
        self._take(part, "data_set", was, ref, SetField(node=part.id, field="match", value=match))

    def _match(self, ref: DataSetRef) -> Match | None:
        """Give the proposal that was confirmed; None where a person had chosen before."""
        if not self._text("why"):
            return None
        try:
            why = msgspec.json.decode(self._text("why"), type=Match)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None  # the hidden cell was changed; what a person confirmed is theirs
        return msgspec.structs.replace(why, data_set=ref, origin=MatchOrigin.CONFIRMED)

    def _read_mass(self, part: Part, *, confirms: bool) -> None:
        text, was, offered = map(self._text, ("mass", "was_mass", "offered_mass"))
        word, offered_origin = self._text("origin"), self._text("offered_origin")
        origin = self._origins.get(normalised(word))
        if word and origin is None:
            self._find("review-origin-unknown", "origin", word, part)
        is_offered = text == offered and (origin is None or origin.value == offered_origin)
        if is_offered and not (confirms and text):
            return
        if not text:
            self._take(part, "mass", was, None)
            return
        try:
            amount = parse_quantity(text)
            mass = (
                Mass(
                    amount=amount,
                    origin=MassOrigin(offered_origin),
                    low=self._row_number("mass_low"),
                    high=self._row_number("mass_high"),
                    basis=self._text("mass_basis"),
                )
                if is_offered
                else Mass(amount=amount, origin=_stated_origin(origin, offered_origin))
            )
        except InputError as error:
            key = "unitless" if error.key == "unit-missing" else "unreadable"
            self._find(f"review-mass-{key}", "mass", text, part)
            return
        self._take(part, "mass", was, mass)

    def _take(
        self, part: Part, field: str, was: str, value: DataSetRef | Mass | None, *more: SetField
    ) -> None:
        """Take an answer over, unless the study was changed since the review was written."""
        current = getattr(part, field)
        if isinstance(value, Mass) and isinstance(current, Mass) and _is_as_stated(current, value):
            self._confirmed[part.id] = None
            return
        if _shown(current) not in {was, _shown(value)}:
            column = "data_set" if field == "data_set" else "mass"
            self._find("review-changed-meanwhile", column, _shown(value), part)
            return
        self._set(part, field, value)
        for each in more:
            self._set(part, each.field, each.value)
        if value is not None:
            self._confirmed[part.id] = None

    def _set(self, part: Part, field: str, value: object) -> None:
        """Set a field, unless it is so already, as when a review is read twice."""
        if getattr(part, field) != value:
            self._edits.append(SetField(node=part.id, field=field, value=value))

    def _text(self, key: str) -> str:
        cell = self._cell(key)
        return str(cell).strip()

    def _row_number(self, key: str) -> float | None:
        cell = self._cell(key)
        return float(cell) if isinstance(cell, int | float) else None

    def _cell(self, key: str) -> Cell:
        place = self._places.get(key, len(self._row))
        return self._row[place] if place < len(self._row) else ""

    def _find(self, key: str, column: str, text: str, part: Part | None = None) -> None:
        fields: dict[str, str | int | float] = {
            "row": self._number,
            "column": f"@review.column.{column}",
            "text": text,
            "name": part.label if part else "",
        }
        node = part.id if part else ""
        self._findings.append(Finding(severity=Severity.WARNING, key=key, node=node, fields=fields))


def _is_as_stated(one: Mass, other: Mass) -> bool:
    return is_same(one, other) and one.origin is other.origin


def _stated_origin(origin: MassOrigin | None, offered: str) -> MassOrigin:
    """Give the origin of a mass that a person typed: as chosen, else typed."""
    return MassOrigin.TYPED if origin is None or origin.value == offered else origin


def _shown(value: object) -> str:
    """Give a value as the review shows it."""
    if isinstance(value, Mass):
        return value.amount.text
    return "" if value is None else str(value)
