"""The lamp's result by every view, worked by hand, and what its numbers rest on.

forming (yield 0.8): 0.25 kg steel, 0.5 kWh at 0.6104, 0.05 kg scrap to landfill.
"""

import msgspec
import pytest

from pcf.errors import NonFiniteResultError
from pcf.model.bom import Mass, MassOrigin
from pcf.model.edits import SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.study import DocumentKind, Study
from pcf.results.contributions import (
    Contribution,
    by_confidence,
    by_data_set,
    by_gas,
    by_part,
    by_process,
    by_report,
    by_site,
    by_split,
    by_stage,
    by_statement,
    totals,
)
from pcf.results.estimates import document_kind, estimate_share
from pcf.results.result import PcfResult
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, with_record

HOUSING = 0.25 * 2.0
POWER = 0.5 * 0.6104
SCRAP = 0.05 * 0.1
SCREWS = 0.02 * 2.0
GRIP = 0.08 * (0.1 + 0.05)
TRUCK = (0.25 + 0.02 + 0.08) / 1000 * 100 * 0.085
CLEANER = 0.01 * (1 + 0.1 * 29.8)
LEAK = 0.0001 * 1530
RAGS = 0.005 * 0.1
BOX = 0.03 * 0.9
HEADLINE = HOUSING + POWER + SCRAP + SCREWS + GRIP + TRUCK + CLEANER + LEAK + RAGS + BOX
OUTBOUND = (0.2 + 0.02 + 0.08 + 0.03) / 1000 * 500 * 0.085


def solved(study: Study, tiny: Background) -> PcfResult:
    result = calculate(study, tiny).result
    assert result is not None
    return result


@pytest.fixture
def result(lamp: Study, tiny: Background) -> PcfResult:
    return solved(lamp, tiny)


def values(parts: tuple[Contribution, ...]) -> dict[str, float]:
    return {each.key: each.kg_co2e for each in parts}


def expected(**parts: float) -> dict[str, object]:
    return {key.replace("_", "-"): pytest.approx(value) for key, value in parts.items()}


def test_totals(result: PcfResult) -> None:
    whole = totals(result)
    assert whole.headline == pytest.approx(HEADLINE, rel=1e-12)
    assert whole.with_uptake == pytest.approx(HEADLINE + 0.08 * (0.2 - 1.8), rel=1e-12)
    assert whole.absolute == pytest.approx(HEADLINE, rel=1e-12)  # nothing in it is negative
    assert whole.outbound == pytest.approx(OUTBOUND, rel=1e-12)


def test_by_stage(result: PcfResult) -> None:
    assert values(by_stage(result)) == expected(
        S1=HOUSING + SCREWS + GRIP, S2=TRUCK, S3=POWER + SCRAP + CLEANER + LEAK + RAGS, S4=BOX
    )
    assert [each.key for each in by_stage(result)] == ["S1", "S2", "S3", "S4"]
    assert sum(each.share or 0 for each in by_stage(result)) == pytest.approx(1.0)


def test_by_part_gives_a_part_its_own_steps_and_way(result: PcfResult) -> None:
    per_kg = 100 / 1000 * 0.085
    assert values(by_part(result)) == expected(
        lamp=CLEANER + LEAK + RAGS,
        housing=HOUSING + 0.25 * per_kg + POWER + SCRAP,
        screw=SCREWS + 0.02 * per_kg,
        grip=GRIP + 0.08 * per_kg,
    )


def test_by_process_and_by_statement_tell_where_and_why(result: PcfResult) -> None:
    assert values(by_process(result))["forming"] == pytest.approx(POWER + SCRAP)
    assert values(by_process(result))["assembling"] == pytest.approx(CLEANER + LEAK + RAGS)
    stated = values(by_statement(result))
    assert stated["forming-power"] == pytest.approx(POWER)  # not the site that passes it on
    assert stated["forming"] == pytest.approx(SCRAP)
    assert stated["to-plant"] == pytest.approx(TRUCK)
    assert stated["leak"] == pytest.approx(LEAK)
    assert "to-customer" not in stated
    order = [abs(each.kg_co2e) for each in by_statement(result)]
    assert order == sorted(order, reverse=True)


def test_by_site_and_data_set(result: PcfResult) -> None:
    assert values(by_site(result))["plant"] == pytest.approx(POWER + SCRAP + CLEANER + LEAK + RAGS)
    by_id = values(by_data_set(result))
    assert by_id["tiny:steel"] == pytest.approx(HOUSING + SCREWS)
    assert by_id["tiny:grid-term-loss"] == pytest.approx(0.5 * 0.0327)
    assert by_id["gwp-hfc-134a/fossil"] == pytest.approx(LEAK)
    assert by_id["tiny:truck"] == pytest.approx(TRUCK)


def test_by_gas_and_report(result: PcfResult) -> None:
    gases = values(by_gas(result))
    assert gases["HFC"] == pytest.approx(LEAK)
    assert gases["CH4"] == pytest.approx(0.01 * 0.1 * 29.8)
    assert gases["not_resolved"] == pytest.approx(0.08 * 0.05)
    shares = {each.key: each.share for each in by_report(result)}
    assert shares == {
        "AR6": pytest.approx(1 - 0.08 * 0.05 / HEADLINE),
        "AR5": pytest.approx(0.08 * 0.05 / HEADLINE),
    }


def test_direct_emissions_have_no_confidence_and_a_stated_split(result: PcfResult) -> None:
    assert values(by_confidence(result)) == {
        "A": pytest.approx(HEADLINE - LEAK),
        "": pytest.approx(LEAK),
    }
    assert values(by_split(result))["stated"] == pytest.approx(HEADLINE)


def test_no_share_of_what_is_not_positive(lamp: Study, tiny: Background) -> None:
    nothing = [
        SetField(node=node, field="quantity", value=parse_quantity("0 piece"))
        for node in ("housing", "screw", "grip")
    ]
    nothing += [
        SetField(node=node, field="amount", value=parse_quantity("0 g"))
        for node in ("cleaner", "leak", "rags", "box")
    ]
    empty = solved(apply(lamp, nothing), tiny)
    assert totals(empty).headline == 0.0
    assert {each.share for each in by_stage(empty)} == {None}
    assert by_report(empty) == ()
    assert estimate_share(empty) == 0.0


def test_estimated_masses_count_with_their_way_and_once(lamp: Study, tiny: Background) -> None:
    guessed = Mass(amount=parse_quantity("5 g"), origin=MassOrigin.STANDARD_PART)
    study = apply(lamp, [SetField(node="screw", field="mass", value=guessed)])
    per_kg = 100 / 1000 * 0.085
    assert estimate_share(solved(lamp, tiny)) == 0.0
    assert estimate_share(solved(study, tiny)) == pytest.approx((SCREWS + 0.02 * per_kg) / HEADLINE)


def test_limit_of_estimates_decides_the_document(lamp: Study, tiny: Background) -> None:
    guessed = Mass(amount=parse_quantity("200 g"), origin=MassOrigin.ASSUMED)
    study = apply(lamp, [SetField(node="housing", field="mass", value=guessed)])
    assert document_kind(solved(lamp, tiny)) is DocumentKind.CERTIFICATE
    assert document_kind(solved(study, tiny)) is DocumentKind.SCREENING


def test_record_refuses_a_fast_path_that_differs(result: PcfResult, tiny: Background) -> None:
    wrong = msgspec.structs.replace(result, values=result.values * (1 + 1e-8))
    with pytest.raises(NonFiniteResultError, match="solutions-differ"):
        with_record(wrong, tiny)
    right = with_record(result, tiny)
    assert right.record is not None
    assert right.record.deviation < 1e-12
    assert right.id == result.id
    assert right.sha256 == result.sha256


def test_data_sets_used_are_listed_once(result: PcfResult) -> None:
    refs = [each.ref for each in result.inventory.data_sets]
    assert len(set(refs)) == len(refs)
    assert DataSetRef(database="tiny", id="plastic") not in refs
    assert set(result.inventory.databases) == {"tiny"}
