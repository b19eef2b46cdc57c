"""What the company library remembers, and for which lines it offers it again."""

import datetime

import msgspec
import pytest

from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.library import Library, Recollection, confirmed_line, remember
from pcf.model.node import DataSetRef
from pcf.units import parse_quantity

TODAY = datetime.date(2026, 11, 25)
STEEL = DataSetRef(database="tiny", id="steel")
BRASS = DataSetRef(database="tiny", id="brass")


def recalled(part: Part, *confirmed: Part) -> DataSetRef | None:
    lines = [confirmed_line(each, TODAY) for each in confirmed]
    return Recollection(remember(Library(), lines)).recall(part)


@pytest.mark.parametrize(
    ("confirmed", "asked", "is_same"),
    [
        (Part(number="4711-03"), Part(number="4711-03"), True),
        (Part(number="4711-03"), Part(number=" 4711-03 ", name="Housing"), True),
        (Part(number="ab-4711"), Part(number="AB-4711"), True),
        (Part(number="4711-03"), Part(number="4711-04"), False),
        (Part(number="4711-03", material="steel"), Part(number="4711-03", material="Steel"), True),
        (Part(number="4711-03", material="steel"), Part(number="4711-03"), True),
        (Part(number="4711-03", material="steel"), Part(number="4711-03", material="POM"), False),
        (Part(number="12", name="Cover"), Part(number="12", name="Lever"), False),
        (Part(name="Cover", material="ABS"), Part(name="cover", material="abs"), True),
        (Part(name="Cover", material="ABS"), Part(name="Cover"), False),
        (Part(name_zh="外壳"), Part(name_zh="外壳"), True),
        (Part(name="Bracket", number="B-1001"), Part(name="Bracket", number="B-1002"), False),
        (Part(name="Bracket", number="B-1001"), Part(name="Bracket"), False),
        (
            Part(number="10-1", manufacturer_number="GRM188R71"),
            Part(number="99-12345", manufacturer_number="GRM188R71"),
            True,
        ),
        (
            Part(name="100nF", package="C_0603"),
            Part(name="100nF", package="C_0402"),
            False,
        ),
    ],
)
def test_a_line_is_recalled_by_its_number_else_by_its_words(
    confirmed: Part, asked: Part, is_same: bool
):
    known = msgspec.structs.replace(confirmed, data_set=STEEL)
    assert recalled(asked, known) == (STEEL if is_same else None)


def test_the_latest_choice_counts_and_the_version_goes_up():
    first = remember(Library(), [confirmed_line(Part(number="4711", data_set=STEEL), TODAY)])
    second = remember(first, [confirmed_line(Part(number="4711", data_set=BRASS), TODAY)])
    assert (first.version, second.version, len(second.lines)) == (1, 2, 1)
    assert Recollection(second).recall(Part(number="4711")) == BRASS


def test_what_is_known_already_is_no_new_version():
    lines = [confirmed_line(Part(number="4711", data_set=STEEL), TODAY)]
    library = remember(Library(), lines)
    assert remember(library, lines) is library


def test_a_line_that_nothing_tells_is_not_kept():
    assert remember(Library(), [confirmed_line(Part(data_set=STEEL), TODAY)]) == Library()


def test_a_stated_mass_is_remembered_and_an_estimate_is_not():
    weighed = Mass(amount=parse_quantity("12 g"))
    guess = Mass(amount=parse_quantity("12 g"), origin=MassOrigin.PACKAGE)
    for mass, expected in ((weighed, weighed), (guess, None)):
        line = confirmed_line(Part(number="4711", mass=mass), TODAY)
        assert (
            Recollection(remember(Library(), [line])).recall_mass(Part(number="4711")) == expected
        )


def test_two_materials_of_one_number_are_both_known():
    steel = Part(number="4711-03", material="steel", data_set=STEEL)
    brass = Part(number="4711-03", material="brass", data_set=BRASS)
    for asked in (steel, brass):
        assert recalled(asked, steel, brass) == asked.data_set


def test_an_answer_about_the_mass_alone_forgets_no_data_set():
    weighed = Mass(amount=parse_quantity("12 g"))
    first = remember(Library(), [confirmed_line(Part(number="4711", data_set=STEEL), TODAY)])
    second = remember(first, [confirmed_line(Part(number="4711", mass=weighed), TODAY)])
    known = Recollection(second)
    assert known.recall(Part(number="4711")) == STEEL
    assert known.recall_mass(Part(number="4711")) == weighed
    assert remember(second, [confirmed_line(Part(number="4711"), TODAY)]) is second
