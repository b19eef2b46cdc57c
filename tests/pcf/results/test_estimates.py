"""What rests on estimated masses is told by origin and by weight, wherever a result is shown."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from pcf.commands.terminal import result as printed
from pcf.commands.terminal import result_json
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.edits import SetField, apply
from pcf.results.contributions import absolute_share
from pcf.results.estimates import estimate_share, estimated_mass_share, mass_estimate_shares
from pcf.results.frames import result_tables
from pcf.results.names import mass_with_bounds
from pcf.results.summary import summary_rows
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate

ENGLISH = Texts(Language.ENGLISH)


def guess(text: str, origin: MassOrigin) -> Mass:
    kg = parse_quantity(text).si
    return Mass(
        amount=parse_quantity(text), origin=origin, low=0.9 * kg, high=1.1 * kg, basis="M5×16"
    )


@pytest.fixture
def study(lamp):
    """The lamp with 4 × 5 g of screws and a housing of 200 g estimated; its grip is 80 g."""
    return apply(
        lamp,
        [
            SetField(node="screw", field="mass", value=guess("5 g", MassOrigin.STANDARD_PART)),
            SetField(node="housing", field="mass", value=guess("200 g", MassOrigin.VOLUME)),
        ],
    )


def test_each_origin_has_its_share_and_they_add_up(study, tiny):
    result = calculate(study, tiny).result
    shares = mass_estimate_shares(result)
    assert list(shares) == [MassOrigin.VOLUME, MassOrigin.STANDARD_PART]
    assert sum(shares.values()) == pytest.approx(estimate_share(result))
    of_screws = np.array([line.process.node == "screw" for line in result.lines])
    screws = absolute_share(result, of_screws)
    assert shares[MassOrigin.STANDARD_PART] == pytest.approx(screws)


def test_the_estimated_share_of_the_mass_goes_by_weight(lamp, study):
    assert estimated_mass_share(lamp) == 0.0
    assert estimated_mass_share(study) == pytest.approx(220 / 300)
    assert estimated_mass_share(msgspec.structs.replace(lamp, bom=Part(name="Empty"))) is None


def test_assemblies_count_by_their_parts_and_excluded_lines_do_not(study):
    pair = Part(name="Pair", quantity=parse_quantity("2 piece"), parts=study.bom.parts)
    spare = msgspec.structs.replace(study.bom.parts[0], id="spare", excluded="not fitted")
    whole = msgspec.structs.replace(study, bom=Part(name="Two", parts=(pair, spare)))
    assert estimated_mass_share(whole) == pytest.approx(220 / 300)


def test_nothing_is_said_where_no_mass_is_estimated(lamp, tiny):
    result = calculate(lamp, tiny).result
    assert mass_estimate_shares(result) == {}
    assert not [item for _, item, _, _ in summary_rows(result, ENGLISH) if "estimated" in item]


@pytest.mark.parametrize("language", list(Language))
def test_summary_terminal_and_json_say_it(study, tiny, language):
    texts = Texts(language)
    calculation = calculate(study, tiny)
    rows = {item: value for _, item, value, _ in summary_rows(calculation.result, texts)}
    assert rows[texts("summary.estimated-mass-share")] == pytest.approx(100 * 220 / 300)
    origin = texts("origin.volume")
    assert rows[texts("summary.estimated-masses", origin=origin)] > 0
    shown = printed(Path("lamp.cradle"), calculation, texts)
    assert "73.3" in shown
    assert origin in shown
    data = result_json(Path("lamp.cradle"), calculation, texts)["result"]
    assert set(data["estimated_masses"]) == {"volume", "standard_part"}
    assert data["estimated_share_of_mass"] == pytest.approx(220 / 300)


def test_bounds_stand_beside_the_mass(study, tiny):
    tables = {each.id: each for each in result_tables(calculate(study, tiny).result, ENGLISH)}
    rows = list(zip(*tables["assumptions"].cells, strict=True))
    told = ("Estimated mass", "Screw", "5 g (4.50 g to 5.50 g)", "standard part: M5×16", None)
    assert told in rows
    parts = tables["by_part"].frame
    screw = parts[parts.iloc[:, 1].astype(str).str.strip() == "Screw"].iloc[0].tolist()
    assert screw[5:8] == pytest.approx([0.005, 0.0045, 0.0055])


def test_a_mass_without_bounds_is_as_it_was_typed():
    assert mass_with_bounds(Mass(amount=parse_quantity("12,5 g")), ENGLISH) == "12,5 g"
