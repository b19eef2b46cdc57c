"""Masses of parts and assemblies: what is stated, what is summed up, and what is not known."""

import pytest

from pcf.model.bom import Mass, Part, mass_per_piece_kg, own_mass_kg
from pcf.units import parse_quantity


def part(mass: str = "", quantity: str = "1 piece", parts: tuple[Part, ...] = ()) -> Part:
    stated = Mass(amount=parse_quantity(mass)) if mass else None
    return Part(quantity=parse_quantity(quantity), mass=stated, parts=parts)


PARTS = (part("20 g", "2 piece"), part("60 g"))


def test_own_mass_is_what_the_parts_leave_of_the_stated_one() -> None:
    assert own_mass_kg(part("150 g", parts=PARTS)) == pytest.approx(0.05)
    assert own_mass_kg(part("90 g", parts=PARTS)) == pytest.approx(-0.01)
    assert own_mass_kg(part("150 g")) == 0.15


def test_own_mass_is_unknown_where_none_was_stated() -> None:
    """The sum of the parts is a mass of the assembly, and says nothing of its own material."""
    assembly = part(parts=PARTS)
    assert mass_per_piece_kg(assembly) == pytest.approx(0.1)
    assert own_mass_kg(assembly) is None
    assert own_mass_kg(part()) is None


def test_own_mass_is_unknown_where_that_of_a_part_is() -> None:
    assert own_mass_kg(part("150 g", parts=(*PARTS, part()))) is None
