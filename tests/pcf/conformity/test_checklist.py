"""How the rows of the checklist stand: by findings, answers, reviewers, and by themselves."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pcf.background.elementary import GasGroup, ImpactCategory
from pcf.conformity.applicability import ALWAYS, not_applicable
from pcf.conformity.case import Case, finding
from pcf.conformity.checklist import Judged, judge, rules
from pcf.conformity.goal_and_scope import with_entry
from pcf.findings import Severity
from pcf.model.bom import Part
from pcf.model.choices import Scheme
from pcf.model.edits import Insert, Remove, SetField, apply
from pcf.model.scope import Answer
from pcf.model.sites import ElectricityRule, SupplyLine
from pcf.model.study import Study
from pcf.reports.numbers import split_rows
from pcf.results.checklist import ChecklistRow, RowState, remark, requirement
from pcf.results.contributions import totals
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

ON = datetime.date(2026, 3, 1)
CODE = Path(__file__).parents[3] / "pcf"


@pytest.fixture
def complete(lamp: Study, stated: Callable[[Study], Study]) -> Study:
    return stated(lamp)


def rows_of(study: Study, tiny: Background) -> dict[str, ChecklistRow]:
    return {row.id: row for row in calculate(study, tiny, on=ON).checklist}


def states(study: Study, tiny: Background) -> dict[str, RowState]:
    return {rule: row.state for rule, row in rows_of(study, tiny).items()}


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


def test_the_table_has_every_row_of_the_methods_once():
    last = {"G": 6, "S": 13, "D": 10, "A": 6, "E": 8, "Q": 13, "I": 7, "R": 10, "C": 5, "T": 2}
    wanted = [f"{kind}{at:02d}" for kind, end in last.items() for at in range(1, end + 1)]
    assert list(rules()) == wanted


def test_rows_that_no_answer_meets_are_those_of_the_methods():
    final = {rule.id for rule in rules().values() if rule.is_final}
    assert final == {
        *("S02", "S03", "D03", "A03", "A06", "E02", "E03", "E04", "E08"),
        *("Q03", "Q04", "Q06", "Q07", "Q09", "Q11", "Q13", "C01", "C05"),
    }


def test_every_row_is_said_in_both_languages():
    for language in Language:
        texts = Texts(language)
        assert all(texts(f"rule.{rule}") for rule in rules())
        assert all(texts(f"checklist.state.{state.value}") for state in RowState)
        assert all(texts(f"scheme.{scheme.value}") for scheme in Scheme)


def test_a_row_that_the_program_checks_has_code_that_can_open_it():
    code = " ".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    named = set(re.findall(r'"([GSDAEQIRCT]\d\d)!?"', code))
    for rule in rules().values():
        if rule.judged is Judged.CHECK:
            assert rule.id in named or rule.keys, rule.id


def test_keys_of_the_table_are_findings():
    texts = Texts(Language.ENGLISH)
    keys = {key for rule in rules().values() for key in rule.keys if not key.endswith("*")}
    assert not {key for key in keys if not texts.has(f"finding.{key}.what")}


def test_rows_wait_for_rows_of_the_table():
    for rule in rules().values():
        assert set(rule.after) <= set(rules())
        assert rule.id not in rule.after


def test_the_complete_study_has_no_open_row_but_for_mixed_reports_and_its_wood(complete, tiny):
    found = states(complete, tiny)
    opened = [rule for rule, state in found.items() if state is RowState.OPEN]
    assert opened == ["Q01", "Q08", "Q10"]
    # Its wood counts land-use change by AR5 and states no carbon content: warnings, which hold no
    # other row back.
    assert found["R02"] is not RowState.OPEN


def test_a_row_that_nothing_checks_is_never_fulfilled_by_itself(complete, tiny):
    found = states(complete, tiny)
    for rule in rules().values():
        if rule.judged is Judged.REVIEWER:
            assert found[rule.id] in {RowState.NOT_CHECKED, RowState.NOT_APPLICABLE}, rule.id


def test_a_reviewer_can_confirm_it(complete, tiny):
    edits = [put("review", "confirmed", ("I07", "G01")), put("review", "reviewers", ("Li Na",))]
    row = rows_of(apply(complete, edits), tiny)["I07"]
    assert row.state is RowState.FULFILLED
    assert remark(row, Texts(Language.ENGLISH)) == "Confirmed by the reviewer Li Na."
    nameless = apply(complete, edits[:1])
    assert states(nameless, tiny)["I07"] is RowState.NOT_CHECKED


def test_a_reviewer_can_not_confirm_what_is_open(complete, tiny):
    edits = [
        put("review", "confirmed", ("I07",)),
        put("review", "reviewers", ("Li Na",)),
        put("interpretation", "conclusions", ""),
    ]
    assert states(apply(complete, edits), tiny)["I07"] is RowState.OPEN


def test_an_answered_row_says_why_in_the_language_of_the_reader(complete, tiny):
    answer = Answer(rule="S08", reason="It is sold nowhere.", reason_zh="不在任何地方销售。")
    edits = [put("scope", "geography", ""), Insert(parent="study", index=0, node=answer)]
    calculation = calculate(apply(complete, edits), tiny, on=ON)
    row = next(each for each in calculation.checklist if each.id == "S08")
    assert row.state is RowState.ANSWERED
    assert remark(row, Texts(Language.ENGLISH)) == "Because It is sold nowhere."
    assert remark(row, Texts(Language.CHINESE)) == "理由：不在任何地方销售。"
    note = next(each for each in calculation.findings if each.key == "rule-answered")
    assert note.severity is Severity.NOTE
    assert "S08" in Texts(Language.ENGLISH).what(note)


def test_a_row_waits_for_what_it_rests_on(complete, tiny):
    edits = [put("scope", "value_choices", "")]
    rows = rows_of(apply(complete, edits), tiny)
    assert rows["R05"].state is RowState.OPEN
    assert remark(rows["R05"], Texts(Language.ENGLISH)) == "Waits for S12."
    unestimated = put("label", "estimate", None)
    assert states(apply(complete, [unestimated]), tiny)["S07"] is RowState.OPEN


def test_without_a_result_rows_that_need_one_are_not_judged(complete, tiny):
    nothing = msgspec.structs.replace(complete, bom=Part(id="lamp"), packaging=(), transport=())
    found = rows_of(nothing, tiny)
    assert found["S02"].state is RowState.FULFILLED
    assert found["Q12"].state is RowState.NOT_CHECKED
    assert remark(found["Q12"], Texts(Language.ENGLISH)) == "Nothing could be calculated."


def test_what_can_not_apply_says_why(complete, tiny):
    rows = rows_of(complete, tiny)
    texts = Texts(Language.ENGLISH)
    assert rows["C01"].state is RowState.NOT_APPLICABLE
    assert remark(rows["C01"], texts) == "No comparison is intended."
    assert rows["E03"].state is RowState.NOT_APPLICABLE
    assert remark(rows["T01"], texts) == "No earlier result is spoken of."
    line = SupplyLine(rule=ElectricityRule.CONTRACT, energy=parse_quantity("1 MWh"))
    bought = apply(complete, [Insert(parent="plant", index=0, node=line)])
    assert "E02" not in not_applicable(bought)


def test_a_scheme_makes_warnings_block_and_refuses_answers(complete, tiny):
    warned = finding(Severity.WARNING, "D05", "net-mass-missing", summed="1 kg")
    pact = apply(complete, [put(complete.choices.id, "scheme", Scheme.PACT_3)])
    severities = [
        judge(Case(study, None, ON), [warned]).findings[0].severity for study in (complete, pact)
    ]
    assert severities == [Severity.WARNING, Severity.BLOCKS_DOCUMENT]
    answered = apply(pact, [Insert(parent="study", index=0, node=Answer(rule="Q01", reason="x"))])
    assert any(each.key == "answer-not-possible" for each in calculate(answered, tiny).findings)


def test_a_finding_of_a_builder_gets_its_row(complete, tiny):
    edits = [put("screw", "quantity", None), Remove(node="to-customer")]
    found = calculate(apply(complete, edits), tiny, on=ON)
    assert any(each.fields.get("rule") == "D03" for each in found.findings)
    assert {row.id: row.state for row in found.checklist}["D03"] is RowState.OPEN


def test_a_finding_of_a_parts_list_gets_its_row(complete):
    of_list = finding(Severity.BLOCKS_DOCUMENT, "", "bom-amount-unreadable")
    bare = msgspec.structs.replace(of_list, fields={})
    judged = judge(Case(complete, None, ON), [bare])
    assert judged.findings[0].fields["rule"] == "D03"


def test_a_change_after_an_entry_in_the_log_is_found_until_it_is_logged(complete, tiny):
    fixed = with_entry(complete, "Scope fixed", ON)
    assert states(fixed, tiny)["S13"] is RowState.FULFILLED
    renamed = apply(fixed, [put("product", "name", "Desk lamp")])
    assert states(renamed, tiny)["S13"] is RowState.FULFILLED
    moved = apply(fixed, [put("scope", "geography", "Made in Germany")])
    assert states(moved, tiny)["S13"] is RowState.OPEN
    assert states(with_entry(moved, "Production moved", ON), tiny)["S13"] is RowState.FULFILLED


def test_what_holds_by_construction_does(catalogue):
    """The rows that the table calls `always`: what the program can't do otherwise."""
    assert set(ALWAYS) <= {rule.id for rule in rules().values() if rule.judged is Judged.ALWAYS}
    for language, word in ((Language.ENGLISH, "partial"), (Language.CHINESE, "部分")):  # S03
        texts = Texts(language)
        for kind in ("certificate", "screening"):
            assert word in texts(f"certificate.title.{kind}").lower()
            assert word in texts(f"summary.title-{kind}").lower()
        assert texts("limits.one-category")  # I06
        assert texts("limits.method")
    known = {gas.group for gas in catalogue.gases.values()}  # Q02
    assert {each for each in GasGroup if each.value not in {"other", "not_resolved"}} <= known
    # Q06, Q11, Q13: no category for indirect land use, offsets or delayed emissions exists.
    assert {each.value for each in ImpactCategory} == {
        *("fossil", "biogenic_non_co2", "land_use_change", "unsplit"),
        *("biogenic_co2", "uptake", "aircraft"),
    }


@pytest.mark.parametrize("language", list(Language))
def test_biogenic_emissions_and_removals_stand_apart(complete, tiny, language):
    """Q04: what is emitted and what is taken up stand apart, as numbers, outside the headline."""
    result, texts = calculate(complete, tiny, on=ON).result, Texts(language)
    apart = (ImpactCategory.BIOGENIC_CO2, ImpactCategory.UPTAKE)
    assert not any(category.in_headline for category in apart)
    printed = {row.name: row.number for row in split_rows(result, texts)}
    for category in apart:
        number = float(printed[texts(f"category.{category.value}")].replace("−", "-"))
        assert number == pytest.approx(totals(result).categories[category], abs=0.006)


def test_requirements_are_short(complete, tiny):
    for language in Language:
        for row in rows_of(complete, tiny).values():
            assert 0 < len(requirement(row, Texts(language))) < 95
