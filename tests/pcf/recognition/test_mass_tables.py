"""The tables of masses are whole: every row has a source, every material a density."""

import csv
from importlib import resources

import pytest

from pcf.recognition.densities import read_densities
from pcf.recognition.materials import materials
from pcf.recognition.tables import Series, read_rows, read_sources

TABLES = (
    "bearings", "chip_sizes", "connectors", "densities", "known_parts", "linear_goods", "nuts",
    "orings", "package_bodies", "package_families", "packages", "pipes", "retaining_rings",
    "screw_heads", "threads", "washers",
)  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_known_source(name):
    rows = read_rows(name)
    assert rows
    assert {row["source"] for row in rows} <= set(read_sources())


def test_every_source_says_where_it_was_read_or_that_it_is_general_knowledge():
    for source in read_sources().values():
        is_general = "general knowledge" in source.title.lower()
        assert bool(source.read_in) is not is_general, source.id


def test_every_material_has_a_density_within_its_range():
    densities = read_densities()
    assert set(densities) >= set(materials())
    for density in densities.values():
        assert 0 < density.low <= density.kg_per_m3 <= density.high


@pytest.mark.parametrize(
    ("name", "low", "usual", "high"),
    [
        ("known_parts", "low_g", "mass_g", "high_g"),
        ("linear_goods", "low", "kg_per_m", "high"),
        ("packages", "low_mg", "mass_mg", "high_mg"),
        ("chip_sizes", "capacitor_low_mm", "capacitor_mm", "capacitor_high_mm"),
    ],
)
def test_bounds_hold_the_usual_figure(name, low, usual, high):
    for row in read_rows(name):
        assert 0 < float(row[low]) <= float(row[usual]) <= float(row[high]), row


def test_no_row_is_longer_than_its_heading():
    folder = resources.files("pcf").joinpath("resources/recognition")
    for path in folder.iterdir():
        lines = csv.reader(path.read_text(encoding="utf-8").splitlines())
        width = len(next(lines))
        assert all(len(line) == width for line in lines), path.name


def test_sizes_between_rows_are_interpolated_and_none_lie_outside():
    rows = [
        {"size": "2", "mass": "1", "source": "a"},
        {"size": "4", "mass": "2", "source": "b"},
    ]
    series = Series(rows, "size", ("mass",))
    assert series.at(2) == ((1.0,), "b")
    assert series.at(3) == ((1.5,), "b")
    assert series.at(4) == ((2.0,), "b")
    assert series.at(1.9) is None
    assert series.at(4.1) is None
