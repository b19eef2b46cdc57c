"""The review file: data sets and masses of a study's lines as a workbook, to be confirmed offline.

One row a line. Above the headings stands a hidden row of keys, and beside them hidden columns hold
what was offered, so that columns may be moved and rows sorted, filtered or deleted before the file
is read back (`review_answers`).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec
import openpyxl
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from pcf.background.catalogue import Catalogue
from pcf.background.match import Proposal
from pcf.exchange.sheet_style import CellStyle, Pen, argb, workbook_theme
from pcf.exchange.sheet_text import cell_text, lines_needed
from pcf.findings import Severity
from pcf.model.bom import Mass, MassOrigin, Match, MatchOrigin, Part
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.results.display import significant
from pcf.style import load_style
from pcf.texts import Texts

FORMAT = "cradlegate-review-1"
"""What the hidden row begins with."""

CONFIRM = "confirm"
ORIGINS = (
    MassOrigin.TYPED,
    MassOrigin.DATA_SHEET,
    MassOrigin.ASSUMED,
    *(each for each in MassOrigin if each.is_estimate and each is not MassOrigin.ASSUMED),
)
_OTHERS = 4  # further proposals beside the first
_SURE, _DOUBTFUL = 0.8, 0.5  # confidences between which a row is coloured as one to look at
_HEADING_ROW = 3
_LINE_POINTS = 15.0
_WRAPPED = frozenset({"name", "material", "reason", "mass_basis", "data_set_name"})


class ReviewLine(msgspec.Struct, frozen=True):
    """A line to look at.

    Attributes:
        level: depth in the tree, 1 for the topmost.
        proposals: data sets that may be right, the likeliest first.
        mass: the mass of the line, else the one that is estimated for it.
    """

    part: Part
    level: int
    proposals: tuple[Proposal, ...]
    mass: Mass | None


class Column(msgspec.Struct, frozen=True):
    """A column of the review.

    Attributes:
        key: in the hidden row.
        width: in characters; 0 hides it.
        is_answer: it is there to be filled in.
    """

    key: str
    width: int
    is_answer: bool = False
    align: Literal["left", "right"] = "left"


COLUMNS = (
    Column("line", 0),
    Column("was_data_set", 0),
    Column("offered_data_set", 0),
    Column("was_mass", 0),
    Column("offered_mass", 0),
    Column("offered_origin", 0),
    Column("mass_low", 0),
    Column("mass_high", 0),
    Column("why", 0),
    Column("position", 9),
    Column("number", 18),
    Column("name", 34),
    Column("material", 18),
    Column("designators", 16),
    Column("package", 14),
    Column("quantity", 10, align="right"),
    Column("decision", 11, is_answer=True),
    Column("data_set_name", 38),
    Column("data_set", 44, is_answer=True),
    Column("unit", 7),
    Column("confidence", 13, align="right"),
    Column("reason", 44),
    Column("mass", 12, is_answer=True, align="right"),
    Column("origin", 24, is_answer=True),
    Column("mass_range", 18),
    Column("mass_basis", 34),
    Column("excluded", 24, is_answer=True),
    *(Column(f"other_{place}", 40) for place in range(2, _OTHERS + 2)),
)


def review_xlsx(
    study: Study, lines: Sequence[ReviewLine], catalogue: Catalogue, texts: Texts
) -> bytes:
    """Give the review of a study's lines in one language.

    Args:
        study: the study, for its id and name.
        lines: the lines to look at, in the order of the bill of materials.
        catalogue: for the names of the data sets, which the second sheet lists.
        texts: the language of headings and reasons.
    """
    book = openpyxl.Workbook(write_only=True)
    book.loaded_theme = workbook_theme(load_style().light, texts.language)
    _write_lines(book, study, lines, catalogue, texts)
    _write_data_sets(book, catalogue, texts)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def decision_words(texts: Texts) -> Mapping[str, str]:
    """Give the decisions by the word that stands for them."""
    return {texts("review.confirm").casefold(): CONFIRM}


def origin_words(texts: Texts) -> Mapping[str, MassOrigin]:
    """Give the origins of a mass by the word that stands for them."""
    return {texts(f"origin.{each.value}").casefold(): each for each in MassOrigin}


def _write_lines(
    book: openpyxl.Workbook,
    study: Study,
    lines: Sequence[ReviewLine],
    catalogue: Catalogue,
    texts: Texts,
) -> None:
    sheet = book.create_sheet(texts("review.sheet"))
    last = _HEADING_ROW + max(len(lines), 1)
    _lay_out(sheet, last, empty=_never_filled(lines))
    _offer_choices(sheet, last, texts)
    _colour_confidence(sheet, last)
    pen = Pen(sheet, texts.language)
    sheet.append([f"{FORMAT}:{study.id}", *(column.key for column in COLUMNS[1:])])
    how = CellStyle(ink=load_style().light.text2, vertical="center")
    before = column_index_from_string(_letter("name")) - 1
    sheet.append([*([None] * before), pen.cell(texts("review.how"), how)])
    sheet.append(_headings(pen, texts))
    styles = {column.key: _body_style(column) for column in COLUMNS}
    for row, line in enumerate(lines, _HEADING_ROW + 1):
        values = _values(line, catalogue, texts)
        sheet.row_dimensions[row].height = _LINE_POINTS * _lines(values) + 3
        sheet.append(_cell(pen, values.get(column.key), styles[column.key]) for column in COLUMNS)


def _never_filled(lines: Sequence[ReviewLine]) -> set[str]:
    """Give the columns that are about the part alone and empty on every line."""
    fields = ("position", "number", "material", "designators", "package")
    return {each for each in fields if not any(getattr(line.part, each) for line in lines)}


def _lay_out(sheet: Any, last: int, *, empty: set[str]) -> None:  # noqa: ANN401  openpyxl's
    for place, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = column.width or 9
        dimension.hidden = not column.width or column.key in empty
    sheet.row_dimensions[1].hidden = True
    for row in (2, _HEADING_ROW):
        sheet.row_dimensions[row].height = 2 * _LINE_POINTS + 4
    sheet.freeze_panes = f"{_letter('material')}{_HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"


def _offer_choices(sheet: Any, last: int, texts: Texts) -> None:  # noqa: ANN401  openpyxl's
    """Put the words to choose from into the cells that take a word."""
    for key, words in (
        ("decision", [texts("review.confirm")]),
        ("origin", [texts(f"origin.{each.value}") for each in ORIGINS]),
    ):
        choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
        choice.showErrorMessage = False  # what is typed otherwise is said when it is read back
        choice.add(_below(key, last))
        sheet.data_validations.append(choice)


def _colour_confidence(sheet: Any, last: int) -> None:  # noqa: ANN401  openpyxl's
    theme = load_style().light
    cell = f"{_letter('confidence')}{_HEADING_ROW + 1}"
    for low, high, tone in (
        (_SURE, 2.0, theme.ok),
        (_DOUBTFUL, _SURE, theme.severity[Severity.WARNING.value]),
        (0.0, _DOUBTFUL, theme.severity[Severity.BLOCKS_DOCUMENT.value]),
    ):
        formula = f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<{high})"
        look = DifferentialStyle(fill=PatternFill("solid", bgColor=argb(tone.soft)))
        rule = Rule("expression", dxf=look, formula=[formula])
        sheet.conditional_formatting.add(_below("confidence", last), rule)


def _below(key: str, last: int) -> str:
    """Give the cells of a column below its heading."""
    return f"{_letter(key)}{_HEADING_ROW + 1}:{_letter(key)}{last}"


def _letter(key: str) -> str:
    keys = [column.key for column in COLUMNS]
    return get_column_letter(keys.index(key) + 1)


def _lines(values: Mapping[str, object]) -> int:
    """Give the lines that the longest wrapped text of a row takes."""
    wrapped = ((str(values.get(column.key) or ""), column.width) for column in COLUMNS)
    widths = zip(wrapped, (column.key in _WRAPPED for column in COLUMNS), strict=True)
    return max(lines_needed(text, width) for (text, width), wraps in widths if wraps)


def _headings(pen: Pen, texts: Texts) -> Iterator[Any]:
    theme = load_style().light
    for column in COLUMNS:
        fill = theme.accent_soft if column.is_answer else theme.sunken
        style = CellStyle(
            bold=True,
            ink=theme.text2,
            fill=fill,
            rule=theme.control,
            align=column.align,
            indent=int(column.align == "right"),
            wrap=True,
        )
        yield pen.cell(_heading(column.key, texts), style) if column.width else None


def _heading(key: str, texts: Texts) -> str:
    stem, _, place = key.partition("_")
    return texts("review.other", place=place) if stem == "other" else texts(f"review.column.{key}")


def _values(line: ReviewLine, catalogue: Catalogue, texts: Texts) -> dict[str, str | float | None]:
    """Give what stands in a line's row, by the keys of the columns."""
    part = line.part
    first = next(iter(line.proposals), None)
    offered = part.data_set or (first.data_set if first else None)
    known = catalogue.get(offered) if offered else None
    why = part.current_match if part.data_set else _as_match(first)
    values: dict[str, str | float | None] = {
        "line": part.id,
        "was_data_set": str(part.data_set or ""),
        "offered_data_set": _name_of(offered, catalogue),
        "position": part.position,
        "number": part.number,
        "name": "    " * (line.level - 1) + texts.choose(part.name, part.name_zh),
        "material": part.material,
        "designators": part.designators,
        "package": part.package,
        "quantity": part.quantity.text if part.quantity else "",
        "data_set": _name_of(offered, catalogue),
        "data_set_name": texts.choose(known.name_en, known.name_zh) if known else "",
        "unit": known.unit if known else "",
        "excluded": "",
    }
    if why is not None:
        values["why"] = msgspec.json.encode(why).decode()
        values["confidence"] = why.confidence
        values["reason"] = texts(why.reason, **why.fields) if texts.has(why.reason) else ""
    elif part.data_set is not None:
        values["reason"] = texts("review.chosen")
    others = [each for each in line.proposals if each.data_set != offered][:_OTHERS]
    for place, other in enumerate(others, start=2):
        values[f"other_{place}"] = _name_of(other.data_set, catalogue)
    return values | _mass_values(line, texts)


def _name_of(ref: DataSetRef | None, catalogue: Catalogue) -> str:
    """Give the shortest text that means a data set: its id alone, unless two databases have it."""
    if ref is None:
        return ""
    return ref.id if catalogue.reference(ref.id) == ref else str(ref)


def _mass_values(line: ReviewLine, texts: Texts) -> dict[str, str | float | None]:
    stated, mass = line.part.mass, line.mass
    if mass is None:
        return {}
    bounds = [mass.low, mass.high]
    return {
        "was_mass": stated.amount.text if stated else "",
        "offered_mass": mass.amount.text,
        "offered_origin": mass.origin.value,
        "mass": mass.amount.text,
        "mass_low": mass.low,
        "mass_high": mass.high,
        "origin": texts(f"origin.{mass.origin.value}"),
        "mass_range": "" if None in bounds else " – ".join(_grams(each or 0.0) for each in bounds),
        "mass_basis": mass.basis,
    }


def _grams(mass_kg: float) -> str:
    return f"{significant(1000 * mass_kg)} g" if mass_kg < 1 else f"{significant(mass_kg)} kg"


def _as_match(proposal: Proposal | None) -> Match | None:
    if proposal is None:
        return None
    return Match(
        data_set=proposal.data_set,
        origin=MatchOrigin.PROPOSED,
        confidence=proposal.confidence,
        reason=proposal.reason,
        fields=proposal.fields,
    )


def _cell(pen: Pen, value: str | float | None, style: CellStyle) -> Any:  # noqa: ANN401  openpyxl's
    if value is None or value == "":
        return pen.cell(None, style)
    return pen.cell(cell_text(value, "…") if isinstance(value, str) else value, style)


def _body_style(column: Column) -> CellStyle:
    theme = load_style().light
    return CellStyle(
        ink=theme.text,
        fill=theme.accent_soft if column.is_answer else "",
        align=column.align,
        vertical="top",
        indent=int(column.align == "right"),
        rule=theme.border,
        wrap=column.key in _WRAPPED,
        number_format="0 %" if column.key == "confidence" else "@",
    )


def _write_data_sets(book: openpyxl.Workbook, catalogue: Catalogue, texts: Texts) -> None:
    """Write the second sheet: every data set, to be looked up and copied from."""
    theme = load_style().light
    sheet = book.create_sheet(texts("review.data-sets"))
    for place, (_, width) in enumerate(_DATA_SET_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    data_sets = list(catalogue.data_sets)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_DATA_SET_COLUMNS))}{len(data_sets) + 1}"
    pen = Pen(sheet, texts.language)
    style = CellStyle(bold=True, ink=theme.text2, fill=theme.sunken, rule=theme.control)
    sheet.append(pen.cell(texts(key), style) for key, _ in _DATA_SET_COLUMNS)
    for each in data_sets:
        name = texts.choose(each.name_en, each.name_zh)
        year = each.year or None
        sheet.append(
            [
                _name_of(each.ref, catalogue),
                name,
                each.unit,
                each.geography,
                year,
                each.confidence.value,
            ]
        )


_DATA_SET_COLUMNS = (
    ("review.column.data_set", 60),
    ("review.column.data_set_name", 60),
    ("review.column.unit", 8),
    ("review.column.geography", 12),
    ("review.column.year", 8),
    ("review.column.grade", 12),
)
