"""The edits between two studies: they lead from one to the other, and are few."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import EditError
from pcf.model.bom import Part
from pcf.model.difference import difference
from pcf.model.edits import Insert, Move, Remove, SetField, apply
from pcf.model.processes import ProcessStep, StepInput
from pcf.model.product import Product
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Assumption, Study
from pcf.units import quantity


def tree(chance: random.Random, ids: list[str]) -> tuple[Part, ...]:
    """Give a random forest of parts with these ids, some with steps."""
    parts: list[Part] = []
    while ids:
        here = ids.pop()
        inside = [ids.pop() for _ in range(min(len(ids), chance.randrange(4)))]
        steps = tuple(
            ProcessStep(id=f"{here}/{n}", inputs=(StepInput(id=f"{here}/{n}/in"),))
            for n in range(chance.randrange(3))
        )
        part = Part(
            id=here,
            name=chance.choice("ab"),
            quantity=quantity(chance.randrange(1, 3), "piece"),
            parts=tree(chance, inside),
            steps=steps,
        )
        parts.append(part)
    return tuple(parts)


def random_study(seed: int) -> Study:
    chance = random.Random(seed)
    ids = [str(each) for each in range(20) if chance.random() < 0.7]
    chance.shuffle(ids)
    sites = [Site(id=f"s{n}", electricity=(SupplyLine(id=f"s{n}/e"),)) for n in range(4)]
    return Study(
        id="study",
        salt="0" * 32,
        product=Product(id="product", name=chance.choice("xy")),
        goal=msgspec.structs.replace(Study().goal, id="goal"),
        company=msgspec.structs.replace(Study().company, id="company"),
        choices=msgspec.structs.replace(Study().choices, id="choices"),
        bom=Part(id="bom", parts=tree(chance, ids)),
        sites=tuple(chance.sample(sites, chance.randrange(5))),
        assumptions=tuple(Assumption(id=f"a{n}") for n in range(chance.randrange(3))),
    )


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_edits_lead_from_one_study_to_the_other_and_back(one: int, other: int):
    before, after = random_study(one), random_study(other)
    assert apply(before, difference(before, after)) == after
    assert apply(after, difference(after, before)) == before


def test_equal_studies_need_no_edit():
    assert difference(random_study(1), random_study(1)) == ()


def flat(*ids: str) -> Study:
    parts = tuple(Part(id=each) for each in ids)
    return msgspec.structs.replace(
        random_study(0), bom=Part(id="bom", parts=parts), sites=(), assumptions=()
    )


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("abcd", "bcd", [Remove(node="a")]),
        ("abcd", "bcda", [Move(node="a", parent="bom", index=3)]),
        ("abcd", "dabc", [Move(node="d", parent="bom", index=0)]),
        ("abcd", "abdc", [Move(node="d", parent="bom", index=2)]),
        ("abc", "axbc", [Insert(parent="bom", index=1, node=Part(id="x"))]),
        (
            "abc",
            "cx",
            [
                Remove(node="a"),
                Remove(node="b"),
                Insert(parent="bom", index=1, node=Part(id="x")),
            ],
        ),
    ],
)
def test_few_edits_do(before: str, after: str, edits: list):
    assert list(difference(flat(*before), flat(*after))) == edits


def test_a_part_that_goes_into_a_new_assembly_is_moved():
    before = flat("a", "b")
    nested = (Part(id="b", parts=()), Part(id="new", parts=(Part(id="a"), Part(id="fresh"))))
    after = msgspec.structs.replace(before, bom=Part(id="bom", parts=nested))
    found = difference(before, after)
    assert [type(edit) for edit in found] == [Insert, Move, Insert]
    assert apply(before, found) == after


def test_a_part_that_leaves_a_removed_assembly_is_moved_first():
    before = msgspec.structs.replace(
        flat(), bom=Part(id="bom", parts=(Part(id="old", parts=(Part(id="a"), Part(id="b"))),))
    )
    found = difference(before, flat("a"))
    assert found == (
        Remove(node="b"),
        Move(node="a", parent="bom", index=0),
        Remove(node="old"),
    )


def test_fields_come_last_and_one_by_one():
    before = flat("a", "b")
    after = msgspec.structs.replace(
        before, bom=Part(id="bom", name="New", parts=(Part(id="b", number="7"),))
    )
    assert difference(before, after)[1:] == (
        SetField(node="bom", field="name", value="New"),
        SetField(node="b", field="number", value="7"),
    )


def test_other_studies_have_no_difference_in_edits():
    with pytest.raises(EditError):
        difference(random_study(0), Study())
