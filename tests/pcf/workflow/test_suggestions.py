"""What a person looks at line by line: open and guessed lines, and what taking over does."""

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.model.bom import Mass, MatchOrigin, Part
from pcf.model.edits import apply
from pcf.model.library import Library, Recollection
from pcf.model.study import Study
from pcf.units import parse_quantity
from pcf.workflow.suggestions import Suggestion, confirmed, suggestions, taken

NOTHING = Recollection(Library())


def line(name: str, **fields: object) -> Part:
    return Part(name=name, quantity=parse_quantity("1 pcs"), **fields)


@pytest.fixture
def study() -> Study:
    parts = (
        line("Screw M4x10 ISO 4762"),
        line("xyzzy"),
        line("Brass CuZn39Pb3", excluded="by the customer"),
        line("Aluminium plate", mass=Mass(amount=parse_quantity("2 kg"))),
    )
    return Study(bom=Part(name="Product", parts=parts))


def found_in(study: Study, catalogue: Catalogue) -> dict[str, Suggestion]:
    names = {part.id: part.name for part in study.bom.parts}
    return {names[each.part]: each for each in suggestions(study, catalogue, NOTHING)}


def test_lines_that_count_and_say_something_are_looked_at(study, catalogue):
    found = found_in(study, catalogue)
    assert list(found) == ["Screw M4x10 ISO 4762", "Aluminium plate"]
    assert found["Screw M4x10 ISO 4762"].mass.origin.is_estimate
    assert found["Aluminium plate"].mass is None


def test_taking_over_confirms_and_keeps_a_stated_mass(study, catalogue):
    screw, *_, plate = study.bom.parts
    found = found_in(study, catalogue)
    first = found[screw.name]
    estimate = found[screw.name].mass
    edits = taken(screw, first.proposals[0], estimate)
    edits += taken(plate, found[plate.name].proposals[0], estimate)
    done = apply(study, edits).bom.parts
    assert done[0].current_match.origin is MatchOrigin.CONFIRMED
    assert done[0].mass == estimate
    assert done[3].mass == plate.mass
    assert not found_in(apply(study, edits), catalogue)


def test_what_the_program_guessed_is_looked_at_until_it_is_confirmed(study, catalogue):
    screw = study.bom.parts[0]
    proposal = found_in(study, catalogue)[screw.name].proposals[0]
    guessed = msgspec.structs.replace(screw, data_set=proposal.data_set, match=proposal.as_match())
    study = Study(bom=Part(parts=(guessed,)))
    assert list(found_in(study, catalogue)) == [screw.name]
    assert not found_in(apply(study, confirmed(guessed)), catalogue)


def test_what_the_company_confirmed_before_stays_known_as_that(study, catalogue):
    screw = study.bom.parts[0]
    proposal = found_in(study, catalogue)[screw.name].proposals[0]
    remembered = msgspec.structs.replace(proposal, origin=MatchOrigin.LIBRARY)
    done = apply(study, taken(screw, remembered)).bom.parts[0]
    assert done.current_match.origin is MatchOrigin.LIBRARY
    assert done.mass is None
