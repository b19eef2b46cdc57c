"""The review: what an engineer leaves, confirms or corrects in it is what comes back."""

import itertools
from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest

from pcf.background.match import Proposal
from pcf.errors import DataError
from pcf.exchange.review_answers import Review, read_review
from pcf.exchange.review_file import COLUMNS, ReviewLine, review_xlsx
from pcf.model.bom import Mass, MassOrigin, Match, MatchOrigin, Part, walk
from pcf.model.edits import SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background

STEEL, PLASTIC, CHIP = (
    DataSetRef(database="tiny", id=each) for each in ("steel", "plastic", "chip")
)
GUESS = Mass(
    amount=parse_quantity("3.7 g"),
    origin=MassOrigin.STANDARD_PART,
    low=0.0034,
    high=0.004,
    basis="ISO 4762 M5×16",
)
SHADE = Part(id="shade", name="Shade", name_zh="灯罩", quantity=parse_quantity("1 piece"))
SCREW = Part(id="screw", name="=Screw", number="S-1", quantity=parse_quantity("4 piece"))
CHOSEN = Part(
    id="chosen",
    name="Base",
    quantity=parse_quantity("1 piece"),
    data_set=STEEL,
    mass=Mass(amount=parse_quantity("0,35 kg")),
)
TAKEN = Part(
    id="taken",
    name="Foot",
    quantity=parse_quantity("3 piece"),
    data_set=PLASTIC,
    match=Match(
        data_set=PLASTIC,
        origin=MatchOrigin.PROPOSED,
        confidence=0.55,
        reason="match.by-name",
        fields={"pattern": "foot", "text": "Foot"},
    ),
)
STUDY = Study(id="lamp", bom=Part(id="bom", parts=(SHADE, SCREW, CHOSEN, TAKEN)))


def proposal(data_set: DataSetRef, confidence: float) -> Proposal:
    fields: dict[str, str | int | float] = {"pattern": "x", "text": "y"}
    return Proposal(data_set, confidence, "match.by-material", fields, True)


LINES = [
    ReviewLine(SHADE, 1, (proposal(PLASTIC, 0.9), proposal(STEEL, 0.2)), None),
    ReviewLine(SCREW, 1, (proposal(STEEL, 0.6),), GUESS),
    ReviewLine(CHOSEN, 1, (), CHOSEN.mass),
    ReviewLine(TAKEN, 1, (proposal(PLASTIC, 0.55),), None),
]

Fill = dict[str, dict[str, object]]


@pytest.fixture(params=list(Language))
def texts(request: pytest.FixtureRequest) -> Texts:
    return Texts(request.param)


@pytest.fixture
def answered(tmp_path: Path, tiny: Background, texts: Texts) -> Callable[[Fill], Review]:
    """Give what is read back after some cells, by line and column, were filled in."""

    def answer(fill: Fill, study: Study = STUDY) -> Review:
        path = tmp_path / "review.xlsx"
        path.write_bytes(review_xlsx(STUDY, LINES, tiny.catalogue, texts))
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        keys = [column.key for column in COLUMNS]
        for row in range(4, 4 + len(LINES)):
            for key, value in fill.get(str(sheet.cell(row, 1).value), {}).items():
                cell = sheet.cell(row, keys.index(key) + 1)
                cell.value = value
        book.save(path)
        return read_review(path, study, tiny.catalogue.reference)

    return answer


def made(study: Study, review: Review) -> dict[str, Part]:
    return {part.id: part for part in walk(apply(study, review.edits).bom)}


def test_an_untouched_review_says_nothing(answered):
    review = answered({})
    assert (review.edits, review.confirmed, review.findings) == ((), (), ())
    assert review.rows == 4


def test_a_confirmed_line_takes_proposal_and_mass(answered, texts):
    review = answered({"screw": {"decision": texts("review.confirm")}})
    screw = made(STUDY, review)["screw"]
    assert screw.data_set == STEEL
    assert screw.mass == GUESS
    assert screw.match is not None
    assert screw.current_match == msgspec.structs.replace(
        screw.match, origin=MatchOrigin.CONFIRMED, confidence=0.6
    )
    assert review.confirmed == ("screw",)


def test_a_taken_over_proposal_can_be_confirmed(answered, texts):
    review = answered({"taken": {"decision": texts("review.confirm")}})
    match = made(STUDY, review)["taken"].current_match
    assert match is not None
    assert (match.origin, match.confidence) == (MatchOrigin.CONFIRMED, 0.55)
    assert match.reason == "match.by-name"


@pytest.mark.parametrize("written", ["tiny:chip", "chip", "  tiny:chip "])
def test_another_data_set_is_a_choice(answered, written):
    review = answered({"shade": {"data_set": written}, "taken": {"data_set": written}})
    parts = made(STUDY, review)
    for line in ("shade", "taken"):
        assert parts[line].data_set == CHIP
        assert parts[line].current_match is None
    assert review.confirmed == ("shade", "taken")


def test_a_cleared_data_set_is_taken_out_where_there_was_one(answered):
    review = answered({"chosen": {"data_set": None}, "shade": {"data_set": None}})
    parts = made(STUDY, review)
    assert parts["chosen"].data_set is None
    assert parts["shade"] == SHADE
    assert review.confirmed == ()


def test_a_typed_mass_is_typed(answered):
    review = answered({"shade": {"mass": "12,5 g"}, "screw": {"mass": "4 g"}})
    parts = made(STUDY, review)
    assert parts["shade"].mass == Mass(amount=parse_quantity("12,5 g"))
    assert parts["screw"].mass == Mass(amount=parse_quantity("4 g"))


def test_the_origin_of_a_mass_can_be_chosen(answered, texts):
    word = texts("origin.data_sheet")
    fill = {"screw": {"origin": word}, "chosen": {"origin": word, "mass": "360 g"}}
    parts = made(STUDY, answered(fill))
    assert parts["screw"].mass == Mass(amount=GUESS.amount, origin=MassOrigin.DATA_SHEET)
    assert parts["chosen"].mass.origin is MassOrigin.DATA_SHEET


def test_the_origin_alone_of_a_mass_that_was_stated_can_be_corrected(answered, texts):
    review = answered({"chosen": {"origin": texts("origin.assumed")}})
    chosen = made(STUDY, review)["chosen"]
    assert chosen.mass == msgspec.structs.replace(CHOSEN.mass, origin=MassOrigin.ASSUMED)


def test_a_cleared_mass_is_taken_out(answered):
    assert made(STUDY, answered({"chosen": {"mass": None}}))["chosen"].mass is None


def test_a_line_can_be_excluded_with_its_reason(answered):
    review = answered({"shade": {"excluded": "客供件 supplied by the customer"}})
    assert made(STUDY, review)["shade"].excluded == "客供件 supplied by the customer"


@pytest.mark.parametrize(
    ("fill", "key"),
    [
        ({"shade": {"decision": "maybe"}}, "review-decision-unknown"),
        ({"shade": {"data_set": "stee1"}}, "review-data-set-unknown"),
        ({"shade": {"mass": 350}}, "review-mass-unitless"),
        ({"shade": {"mass": "heavy"}}, "review-mass-unreadable"),
        ({"shade": {"mass": "3 m"}}, "review-mass-unreadable"),
        ({"shade": {"mass": "-3 g"}}, "review-mass-unreadable"),
        ({"shade": {"mass": "3 g", "origin": "guessed"}}, "review-origin-unknown"),
        ({"shade": {"line": "gone"}}, "review-line-unknown"),
        ({"shade": {"line": None, "mass": "3 g"}}, "review-line-missing"),
    ],
)
def test_a_faulty_cell_is_told_by_row_and_costs_nothing_else(answered, texts, fill, key):
    review = answered(fill | {"taken": {"decision": texts("review.confirm")}})
    assert [(each.key, each.fields["row"]) for each in review.findings] == [(key, 4)]
    assert texts.what(review.findings[0])
    assert texts.mend(review.findings[0])
    assert "taken" in review.confirmed


def test_what_was_changed_in_the_study_meanwhile_stays(answered, texts):
    meanwhile = apply(STUDY, [SetField(node="shade", field="data_set", value=CHIP)])
    review = answered({"shade": {"decision": texts("review.confirm")}}, meanwhile)
    assert made(meanwhile, review)["shade"].data_set == CHIP
    assert [each.key for each in review.findings] == ["review-changed-meanwhile"]


def test_reading_a_review_twice_changes_nothing_more(answered, texts):
    fill = {"screw": {"decision": texts("review.confirm")}, "shade": {"mass": "12 g"}}
    once = apply(STUDY, answered(fill).edits)
    again = answered(fill, once)
    assert again.edits == ()
    assert again.findings == ()


def test_a_line_that_stands_twice_is_read_once_and_told(answered):
    review = answered({"shade": {"mass": "12 g"}, "taken": {"line": "shade", "mass": "13 g"}})
    assert made(STUDY, review)["shade"].mass == Mass(amount=parse_quantity("12 g"))
    assert [(each.key, each.fields["row"]) for each in review.findings] == [
        ("review-line-twice", 7)
    ]


def test_sorted_rows_and_moved_columns_read_the_same(answered, tmp_path, tiny, texts):
    expected = answered({"screw": {"decision": texts("review.confirm")}})
    path = tmp_path / "review.xlsx"
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    order = [*reversed(range(len(COLUMNS)))]
    book = openpyxl.Workbook()
    for row in (*rows[:3], *reversed(rows[3:])):
        book.active.append([row[place] for place in order])
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)
    found = read_review(path, STUDY, tiny.catalogue.reference)
    assert found.edits == expected.edits


def test_a_review_of_another_study_and_another_workbook_are_refused(answered, tmp_path, tiny):
    answered({})
    with pytest.raises(DataError) as fault:
        read_review(tmp_path / "review.xlsx", Study(), tiny.catalogue.reference)
    assert fault.value.key == "review-of-another-study"
    book = openpyxl.Workbook()
    book.active.append(["Part number", "Quantity"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(DataError) as fault:
        read_review(tmp_path / "other.xlsx", STUDY, tiny.catalogue.reference)
    assert fault.value.key == "review-not-one"


def test_names_are_texts_and_choices_are_offered(tmp_path, tiny, texts):
    path = tmp_path / "review.xlsx"
    path.write_bytes(review_xlsx(STUDY, LINES, tiny.catalogue, texts))
    sheet, data_sets = openpyxl.load_workbook(path).worksheets
    name = next(cell for cell in itertools.chain(*sheet.iter_rows()) if cell.value == "=Screw")
    assert name.data_type == "s"
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert len(sheet.data_validations.dataValidation) == 2
    assert all(len(each.formula1) <= 257 for each in sheet.data_validations.dataValidation)
    assert data_sets.max_row == 1 + len(tiny.catalogue.data_sets)
