"""Masses of real parts lie in their ranges; what is no such part has none; edits are sound."""

import csv
import math
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.background.mass import MassEstimator
from pcf.findings import Severity
from pcf.model.bom import Mass, MassOrigin, Part, per_reference_unit
from pcf.model.edits import apply, find
from pcf.model.study import Study
from pcf.recognition.tables import read_sources
from pcf.texts import Language, Texts
from pcf.units import Dimension, parse_quantity

HERE = Path(__file__).parent
ONE = parse_quantity("1 piece")
WIDEST = 8.0  # no interval is wider than that: beyond it an estimate tells nothing


def cases() -> list[dict[str, str]]:
    lines = (HERE / "mass_cases.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def silent() -> list[str]:
    return (HERE / "silent_cases.txt").read_text(encoding="utf-8").splitlines()


def part_of(case: dict[str, str]) -> Part:
    return Part(
        name=case["name"],
        material=case["material"],
        package=case["package"],
        designators=case["designators"],
        quantity=parse_quantity(case["quantity"]),
    )


def named(name: str, quantity: str = "1 piece", **fields: object) -> Part:
    return Part(name=name, quantity=parse_quantity(quantity), **fields)


@pytest.fixture(scope="module")
def estimator() -> MassEstimator:
    return MassEstimator()


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['name']} {case['package']}")
def test_real_parts_lie_in_their_range(estimator, case):
    found = estimator.estimate(part_of(case))
    assert found is not None
    assert float(case["low_g"]) <= found.mass_kg * 1e3 <= float(case["high_g"]), found


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['name']} {case['package']}")
def test_the_interval_holds_the_mass_and_tells_something(estimator, case):
    found = estimator.estimate(part_of(case))
    assert found is not None
    assert 0 < found.low_kg <= found.mass_kg <= found.high_kg
    assert found.high_kg / found.low_kg <= WIDEST
    assert found.basis.strip()
    assert set(found.sources) <= set(read_sources())


@pytest.mark.parametrize("text", silent())
@pytest.mark.parametrize("material", ["", "Aluminium"])
def test_what_is_no_such_part_gets_no_mass(estimator, text, material):
    assert estimator.estimate(named(text, material=material)) is None


def test_an_assembly_gets_no_mass_from_its_name(estimator):
    whole = msgspec.structs.replace(named("DIN 912 M5x16"), parts=(named("Chip"),))
    assert estimator.estimate(whole) is None


def test_the_part_number_is_read_where_the_name_is_short_of_a_size(estimator):
    assert estimator.estimate(named("Socket head cap screw")) is None
    found = estimator.estimate(named("Socket head cap screw", number="DIN912-M5x16"))
    assert found is not None
    assert found.basis.startswith("ISO 4762 M5×16")
    assert estimator.estimate(named("", number="DIN 912 M5x16")) == estimator.estimate(
        named("DIN 912 M5x16")
    )
    # A house's number is no bearing of that number.
    assert estimator.estimate(named("Lever", number="P-608")) is None


def test_the_remark_of_a_component_may_hold_its_size(estimator):
    can = named("330uF 25V", designators="C1", note="尺寸8x12mm, 电解电容")
    assert estimator.estimate(can) is None  # the name alone says no kind of capacitor
    can = named("330uF 25V电解电容", designators="C1", note="尺寸8x12mm")
    found = estimator.estimate(can)
    assert found is not None
    assert found.mass_kg == pytest.approx(0.93e-3, rel=0.05)


def test_what_it_is_for_does_not_count(estimator):
    assert estimator.estimate(named("Spacer for M3x8 socket head cap screw")) is None
    assert estimator.estimate(named("M3x8 socket head cap screw for the housing")) is not None


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("DIN 912 M5x16", MassOrigin.STANDARD_PART),
        ("608ZZ", MassOrigin.STANDARD_PART),
        ("100nF 0603 capacitor", MassOrigin.PACKAGE),
        ("2020 aluminium extrusion 500 mm", MassOrigin.LENGTH),
        ("PCB 100x80mm", MassOrigin.AREA),
        ("steel ball 5mm", MassOrigin.VOLUME),
        ("Bolt, weight 12 g", MassOrigin.SHEET),
    ],
)
def test_the_origin_says_what_an_estimate_goes_by(estimator, name, origin):
    found = estimator.estimate(named(name))
    assert found is not None
    assert found.origin is origin


def test_a_measured_volume_and_area_count(estimator):
    knob = named("Knob, printed", material="ABS", measure=parse_quantity("12.5 cm3"))
    found = estimator.estimate(knob)
    assert found is not None
    assert found.mass_kg == pytest.approx(12.5e-6 * 1050)
    board = named("bare PCB", measure=parse_quantity("80 cm2"))
    found = estimator.estimate(board)
    assert found is not None
    assert 20e-3 < found.mass_kg < 32e-3
    assert estimator.estimate(named("Knob", measure=parse_quantity("12.5 cm3"))) is None


def study_of(*parts: Part) -> Study:
    return Study(bom=Part(name="Whole", parts=parts))


def test_edits_set_mass_interval_origin_and_basis_with_a_note_each(estimator):
    screw = named("DIN 912 M5x16", "4 pcs", id="screw")
    edits, findings = estimator.edits(study_of(screw, named("Cover")))
    study = apply(study_of(screw, named("Cover")), edits)
    mass = find(study, "screw").mass
    assert mass.origin is MassOrigin.STANDARD_PART
    assert mass.low < mass.amount.si < mass.high
    assert "ISO 4762 M5×16" in mass.basis
    (finding,) = findings
    assert finding.severity is Severity.NOTE
    assert (finding.node, finding.field) == ("screw", "mass")
    assert "ISO 4762 M5×16" in Texts(Language.ENGLISH).what(finding)
    assert "估算" in Texts(Language.CHINESE).what(finding)


def test_a_mass_from_the_text_is_called_read(estimator):
    edits, (finding,) = estimator.edits(study_of(named("Bolt, weight 12 g", id="bolt")))
    assert finding.key == "mass-read"
    assert edits[0].value.origin is MassOrigin.SHEET
    assert "12 g" in Texts(Language.ENGLISH).what(finding)


def test_lines_that_need_no_mass_are_left_alone(estimator):
    stated = Mass(amount=parse_quantity("4 g"))
    lines = (
        named("DIN 912 M5x16", mass=stated),
        named("DIN 912 M5x16", "20 g"),
        named("DIN 912 M5x16", excluded="not fitted"),
        named("Spares", excluded="not fitted", parts=(named("DIN 912 M5x16"),)),
        named("DIN 912 M5x16", parts=(named("Body"),)),
    )
    assert estimator.edits(study_of(*lines)) == ((), ())


def test_a_line_in_metres_gets_the_mass_of_one_metre_and_converts(estimator):
    study = study_of(named("2020 aluminium extrusion", "2.4 m", id="profile"))
    edits, _ = estimator.edits(study)
    profile = find(apply(study, edits), "profile")
    assert profile.measure == parse_quantity("1 m")
    each = per_reference_unit(profile, Dimension.MASS)
    assert each == pytest.approx(0.47)
    assert profile.quantity.si * each == pytest.approx(2.4 * 0.47)


def test_a_measure_that_somebody_stated_stays(estimator):
    line = named("2020 aluminium extrusion", "2.4 m", measure=parse_quantity("3 m2"))
    assert estimator.edits(study_of(line)) == ((), ())


@given(st.text(max_size=60))
def test_no_text_makes_it_stumble(text):
    estimator = _shared()
    for part in (
        Part(name=text, quantity=ONE),
        Part(name="screw " + text, package=text, note=text, designators=text, quantity=ONE),
        Part(name="tube " + text, material="steel", quantity=parse_quantity("1 m")),
    ):
        found = estimator.estimate(part)
        assert found is None or (found.mass_kg > 0 and math.isfinite(found.high_kg))


_PIECES = [
    "m3",
    "x",
    "×",
    "8",
    ",",
    ".",
    "mm",
    "din",
    "912",
    "ø",
    "l=",
    "2020",
    "lqfp-48",
    " ",
    "-",
    "0",
]


@given(
    st.lists(st.sampled_from([*_PIECES, "screw", "tube", "螺丝", "pcb", "weight 3 g"]), max_size=9)
)
def test_no_jumble_of_dimensions_makes_it_stumble(pieces):
    found = _shared().estimate(Part(name="".join(pieces), material="steel", quantity=ONE))
    assert found is None or found.low_kg <= found.mass_kg <= found.high_kg


_ESTIMATORS: list[MassEstimator] = []


def _shared() -> MassEstimator:
    if not _ESTIMATORS:
        _ESTIMATORS.append(MassEstimator())
    return _ESTIMATORS[0]


def test_ten_thousand_lines_take_about_a_second(estimator):
    """Half a second on an idle machine; ten times that on a crowded one is still no quadratic."""
    lines = [named(f"{text} {number}") for number in range(40) for text in silent()]
    start = time.perf_counter()
    for line in lines:
        estimator.estimate(line)
    assert (time.perf_counter() - start) / len(lines) < 500e-6


def test_a_note_names_the_material_of_its_basis_in_chinese(estimator):
    _, findings = estimator.edits(study_of(named("DIN 912 M5x16", "4 pcs")))
    assert "~steel unalloyed" in Texts(Language.ENGLISH).what(findings[0])
    assert "通常为非合金钢" in Texts(Language.CHINESE).what(findings[0])


def test_a_colour_in_a_name_weighs_nothing(estimator):
    assert estimator.estimate(named("Plate 100x100x2 silver")) is None
    coated = estimator.estimate(named("Feuerverzinktes Blech DX51D+Z 500x300x1"))
    assert coated is not None
    assert 1.1 < coated.mass_kg < 1.2
