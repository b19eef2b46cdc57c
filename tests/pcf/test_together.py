"""Where subjects meet: what one states is seen by all others that it concerns."""

from pathlib import Path

import msgspec
import pytest

from pcf.exchange.bom_sheet import read_bom
from pcf.findings import Severity
from pcf.inventory.memory import PartMemory
from pcf.model.allocation import Allocation, AllocationRule, CoProduct, Output
from pcf.model.bom import LeftOut
from pcf.model.edits import Insert, SetField, apply
from pcf.model.electricity import MixShare, OwnMix
from pcf.model.node import DataSetRef
from pcf.model.processes import StepInput
from pcf.model.recycling import Recycling
from pcf.model.scope import ReviewKind
from pcf.model.splits import AssessmentReport, Split, SplitBasis, StatedSplit
from pcf.model.study import DocumentKind, Study
from pcf.model.suppliers import SupplierBoundary, SupplierFootprint
from pcf.results.checklist import RowState, rule_of
from pcf.results.contributions import totals
from pcf.results.data_quality import assess
from pcf.results.electricity import supply_rows
from pcf.results.estimates import document_kind, is_draft, open_rows
from pcf.results.result import ADDS_UP, PcfResult
from pcf.results.sources import used_sources
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate, calculate_numbers, judged, with_effects, with_record

ENGLISH = Texts(Language.ENGLISH)

MAKER = SupplierFootprint(
    supplier="Maker",
    value=parse_quantity("0.1 kgCO2e"),
    per=parse_quantity("1 piece"),
    boundary=SupplierBoundary.CRADLE_TO_GATE,
    report=AssessmentReport.AR6,
    document="PCF 1",
    primary_share=0.6,
)


def ref(row: str) -> DataSetRef:
    return DataSetRef(database="tiny", id=row)


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


def solved(study: Study, tiny: Background, memory: PartMemory | None = None) -> PcfResult:
    result = calculate(study, tiny, memory).result
    assert result is not None
    return result


def with_supplier(lamp: Study, **fields: object) -> Study:
    edits = [put("screw", "data_set", None), put("screw", "supplier", MAKER)]
    return apply(lamp, [*edits, *(put("screw", name, value) for name, value in fields.items())])


def test_a_suppliers_primary_share_and_technology_are_rated(lamp, tiny):
    result = solved(with_supplier(lamp), tiny)
    [rated] = [
        rated
        for line, rated in zip(result.lines, assess(result).lines, strict=True)
        if line.data_set is not None and line.data_set.table == "supplier"
    ]
    assert (rated.primary_share, rated.primary_reason) == (0.6, "supplier")
    assert (rated.technology.value, rated.technology.reason) == (2.0, "technology.supplier")
    assert all(ENGLISH.has(f"quality.{key}") for key in ("technology.supplier", "primary.supplier"))


def test_a_suppliers_footprint_has_no_recycling_parameters(lamp, tiny):
    recycling = Recycling(recycled_share=0.5, recycled=ref("recycled-steel"))
    study = with_supplier(lamp, recycling=recycling)
    bare, result = solved(with_supplier(lamp), tiny), solved(study, tiny)
    assert totals(result).headline == totals(bare).headline
    assert result.recycled == result.effects == ()
    [found] = [each for each in result.findings if each.key == "recycling-beside-supplier"]
    assert (found.node, rule_of(found)) == ("screw", "A05")


def test_co_products_are_found_again_in_the_balance_of_a_step(lamp, tiny):
    """150 g of steel go in beside the parts and come out as a co-product: nothing is missing."""
    taken = StepInput(id="sheet", amount=parse_quantity("150 g"), supply=ref("steel"))
    aside = CoProduct(id="frame", amount=parse_quantity("150 g"), output=Output(share=0.25))
    rule = Allocation(rule=AllocationRule.STATED, main=Output(share=0.75), justification="drawn")
    without = apply(lamp, [Insert(parent="forming", index=-1, node=taken)])
    edits = [
        Insert(parent="forming", index=-1, node=aside),
        put("forming", "allocation", rule),
    ]

    def unbalanced(study: Study) -> list[str]:
        return [each.key for each in calculate(study, tiny).findings if each.node == "forming"
                and rule_of(each) == "D06"]  # fmt: skip

    assert unbalanced(without) == ["step-mass-differs"]
    assert unbalanced(apply(without, edits)) == []


def with_recycled_screw(lamp: Study) -> Study:
    recycling = Recycling(recycled_share=0.5, recycled=ref("recycled-steel"))
    return apply(
        lamp, [put("screw", "data_set", ref("steel")), put("screw", "recycling", recycling)]
    )


def test_effects_of_choices_are_left_for_documents(lamp, tiny):
    result = solved(with_recycled_screw(lamp), tiny)
    assert result.effects == ()
    effects = with_effects(result, tiny).effects
    assert len(effects) > 1
    assert with_record(result, tiny).effects == effects


def test_an_answered_finding_hides_no_effect(lamp, tiny):
    """What a person has answered is found again under each choice, and is nothing new there."""
    study = apply(with_recycled_screw(lamp), [put("grip", "data_set", None)])
    found = calculate_numbers(study, tiny).found
    assert any(each.severity is Severity.BLOCKS_DOCUMENT for each in found)
    result = solved(study, tiny)
    effects = with_effects(result, tiny).effects
    assert sum(each.headline is not None for each in effects) > 1
    assert with_effects(result.having(findings=()), tiny).effects == effects


def test_the_number_can_be_had_before_what_the_checks_find(lamp, tiny):
    study = with_recycled_screw(lamp)
    numbers, whole = calculate_numbers(study, tiny, PartMemory()), calculate(study, tiny)
    assert totals(numbers.result) == totals(whole.result)
    assert numbers.result.checklist == ()
    found = judged(numbers)
    assert (found.findings, found.checklist) == (whole.findings, whole.checklist)
    assert judged(calculate_numbers(apply(lamp, [put("screw", "quantity", None)]), tiny)).stopping


@pytest.mark.parametrize("replaces", [False, True])
def test_a_stated_split_counts_in_own_mixes_and_on_the_grid(lamp, tiny, replaces):
    """Both the market-based supply and the location-based one take the copy that carries it."""
    kg = tiny.headline_of(ref("coal-power"), lamp.choices.gwp_set)
    split = Split(basis=SplitBasis.SHARES, fossil=1.0)
    if replaces:
        split = Split(fossil=2 * kg)
    mix = OwnMix(
        id="mix", name="Own", country="AAA",
        shares=(MixShare(id="coal", data_set=ref("coal-power"), share=1.0),),
    )  # fmt: skip
    stated = StatedSplit(
        id="split", data_set=ref("coal-power"), split=split, replaces_total=replaces, source="EPD"
    )
    taken = apply(
        lamp, [Insert(parent="study", index=-1, node=mix), put("plant", "untracked_mix", "mix")]
    )
    study = apply(taken, [Insert(parent="study", index=-1, node=stated)])
    before, result = solved(taken, tiny), with_record(solved(study, tiny), tiny)
    assert result.record.deviation <= ADDS_UP
    [row] = supply_rows(result)
    assert row.factor == pytest.approx(2 * kg if replaces else kg)
    assert "EPD" in {each.source.title for each in used_sources(result)}
    difference = totals(result).headline - totals(before).headline
    used = result.supply["plant"]
    assert difference == pytest.approx(used * (row.factor + row.loss) / 2 if replaces else 0.0)


def test_a_certificate_needs_no_reviewer_unless_a_row_waits_for_one(lamp, tiny, stated):
    result = solved(apply(stated(lamp), [put("grip", "data_set", ref("plastic"))]), tiny)
    assert document_kind(result) is DocumentKind.CERTIFICATE
    assert result.study.review.kind in {None, ReviewKind.NONE}
    assert not result.is_blocked
    assert open_rows(result) == ()
    assert not is_draft(result)
    waiting = tuple(
        msgspec.structs.replace(row, state=RowState.NOT_CHECKED) if row.id == "A01" else row
        for row in result.checklist
    )
    assert is_draft(msgspec.structs.replace(result, checklist=waiting))
    assert is_draft(msgspec.structs.replace(result, checklist=()))


def test_what_a_list_marks_as_not_fitted_needs_no_estimate(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text("Part number,Quantity,DNP\nR1,1,\nR2,1,DNP\n", encoding="utf-8")
    fitted, other = read_bom(path, lambda _: None).parts
    assert (fitted.excluded, fitted.left_out) == ("", LeftOut.ESTIMATED)
    assert other.excluded
    assert other.left_out is LeftOut.NOT_IN_PRODUCT
