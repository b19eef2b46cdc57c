"""The lines to improve first: by their share of the variance and their ratings by contribution."""

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.background.dataset import Confidence
from pcf.model.bom import Mass, MassOrigin
from pcf.model.edits import SetField, apply
from pcf.model.study import Study
from pcf.results.data_quality import assess
from pcf.results.improvements import improvements
from pcf.results.quality_words import weak_words
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate


def solved(study: Study, background: Background) -> PcfResult:
    result = calculate(study, background).result
    assert result is not None
    return result


@pytest.fixture
def wide(tiny: Background, tiny_database: Database) -> Background:
    """The tiny data with steel that spreads and a solvent that is a wide estimate."""
    changes = {"steel": {"gsd": 1.2}, "solvent": {"gsd": 6.0, "confidence": Confidence.C}}
    data_sets = tuple(
        msgspec.structs.replace(each, **changes.get(each.ref.id, {}))
        for each in tiny_database.data_sets
    )
    return Background(
        Catalogue([msgspec.structs.replace(tiny_database, data_sets=data_sets)]), tiny.cache
    )


def test_without_spreads_poor_ratings_of_large_lines_go_first(
    lamp: Study, tiny: Background
) -> None:
    result = solved(lamp, tiny)
    found = improvements(result)
    assert [each.node for each in found][:2] == ["housing", "plant"]
    assert len(found) == 5
    assert [each.effect for each in found] == sorted((each.effect for each in found), reverse=True)
    quality = assess(result)
    steel = next(
        rated
        for line, rated in zip(result.lines, quality.lines, strict=True)
        if line.cause.node == "housing"
    )
    assert found[0].variance_share == 0
    assert found[0].effect == pytest.approx(found[0].share * (steel.mean - 1) / 4)


def test_a_small_line_with_a_wide_spread_rises(
    lamp: Study, tiny: Background, wide: Background
) -> None:
    assert "cleaner" not in [each.node for each in improvements(solved(lamp, tiny), count=2)]
    found = improvements(solved(lamp, wide))
    ranked = {each.node: each for each in found}
    assert [each.node for each in found][:2] == ["housing", "cleaner"]
    whole = improvements(solved(lamp, wide), count=100)
    assert sum(each.variance_share for each in whole) == pytest.approx(1)
    assert ranked["housing"].variance_share > ranked["cleaner"].variance_share > 0.25


def test_the_reasons_are_said(lamp: Study, wide: Background) -> None:
    mass = Mass(amount=parse_quantity("200 g"), origin=MassOrigin.VOLUME, low=0.1, high=0.4)
    study = apply(lamp, [SetField(node="housing", field="mass", value=mass)])
    found = {each.node: each for each in improvements(solved(study, wide))}
    texts = Texts(Language.ENGLISH)
    said = weak_words(found["housing"], texts)
    assert "geography 4: global data" in said
    assert "time 5: data of 2024, period of the study not stated" in said
    assert "mass estimated (200 g)" in said
    assert "of the variance" in said
    assert "technology 4: an estimate, confidence C" in weak_words(found["cleaner"], texts)
    assert "地理 4：全球数据" in weak_words(found["housing"], Texts(Language.CHINESE))


def test_a_supply_is_mended_where_it_is_stated_once(lamp: Study, tiny: Background) -> None:
    nodes = [each.node for each in improvements(solved(lamp, tiny), count=100)]
    assert nodes.count("plant") == 2  # the grid and its loss term
    assert "forming-power" not in nodes


def test_nothing_emitted_has_nothing_to_improve(lamp: Study, tiny: Background) -> None:
    result = solved(lamp, tiny)
    assert improvements(msgspec.structs.replace(result, values=0 * result.values)) == ()
