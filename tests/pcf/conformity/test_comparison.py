"""What keeps a result from being set beside another product's, or its own of earlier."""

import datetime
from collections.abc import Callable

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.conformity.comparison import DISCERNIBLE
from pcf.errors import InputError
from pcf.findings import Severity
from pcf.model.choices import GwpSet, Scheme
from pcf.model.edits import Edit, Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.other_footprints import ComparedFootprint, EarlierFootprint, Ledger, StatedMethod
from pcf.model.scope import ReviewKind, RulesStatus
from pcf.model.sites import ElectricityRule, SupplyLine
from pcf.model.study import Study
from pcf.reports.other_footprints import other_footprint_facts
from pcf.results.checklist import RowState, rule_of
from pcf.results.contributions import totals
from pcf.results.method import as_compared, as_earlier, method_of
from pcf.texts import Language, Texts
from pcf.units import parse_quantity, quantity
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

ON = datetime.date(2026, 3, 1)
BLOCKS, WARNING = Severity.BLOCKS_DOCUMENT, Severity.WARNING
ROWS = ("C01", "C02", "C03", "C04", "C05", "T01", "T02")


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


@pytest.fixture
def complete(lamp: Study, stated: Callable[[Study], Study]) -> Study:
    """A study on which nothing is found."""
    plastic = DataSetRef(database="tiny", id="plastic")
    return apply(stated(lamp), [put("grip", "data_set", plastic)])


@pytest.fixture
def heavier(complete: Study) -> Study:
    """The same lamp with a heavier housing."""
    edits = [
        put("housing", "mass", msgspec.structs.replace(mass_of(complete), amount=q("240 g"))),
        put("product", "net_mass", q("340 g")),
        put("product", "name", "Old lamp"),
    ]
    return apply(complete, edits)


def mass_of(study: Study):
    return next(part.mass for part in study.bom.parts if part.id == "housing")


def q(text: str):
    return parse_quantity(text)


def compared(study: Study, other: ComparedFootprint) -> Study:
    """Give a study that compares itself, with all that a comparison asks unless stated else."""
    return apply(
        study,
        [
            put(study.goal.id, "comparative", True),
            Insert(parent="study", index=-1, node=other),
        ],
    )


def fit(other: ComparedFootprint, **changes: object) -> ComparedFootprint:
    stated = {"same_function": "Both light a desk", "probability": 0.9, "id": "other"}
    return msgspec.structs.replace(other, **(stated | changes))


def found(study: Study, background: Background) -> list[tuple[Severity, str, str, str]]:
    return [
        (each.severity, rule_of(each), each.key, str(each.fields.get("what", "")))
        for each in calculate(study, background, on=ON).findings
        if rule_of(each)[0] in "CT" or rule_of(each) in {"G04", "I07", "Q11", "R08"}
    ]


def rows(study: Study, background: Background) -> dict[str, RowState]:
    checklist = calculate(study, background, on=ON).checklist
    return {row.id: row.state for row in checklist if row.id in ROWS}


# --- comparison ---


def test_nothing_stated_can_not_apply_and_says_so(complete, tiny):
    assert set(rows(complete, tiny).values()) == {RowState.NOT_APPLICABLE}


def test_an_unanswered_question_holds_the_rows_open(complete, tiny):
    asked = apply(complete, [put(complete.goal.id, "comparative", None)])
    states = rows(asked, tiny)
    assert {states[rule] for rule in ROWS[:5]} == {RowState.OPEN}


def test_a_comparison_that_is_intended_must_be_stated(complete, tiny):
    silent = apply(complete, [put(complete.goal.id, "comparative", True)])
    assert found(silent, tiny) == [(BLOCKS, "C01", "not-stated", "")]
    states = rows(silent, tiny)
    assert {states[rule] for rule in ROWS[:5]} == {RowState.OPEN}


def test_a_result_of_the_same_method_is_comparable(complete, heavier, tiny):
    other = fit(as_compared(calculate(heavier, tiny, on=ON).result))
    study = compared(complete, other)
    assert found(study, tiny) == []
    assert {rows(study, tiny)[rule] for rule in ROWS[:5]} == {RowState.FULFILLED}


def test_a_comparison_that_is_not_intended_is_none(complete, heavier, tiny):
    other = fit(as_compared(calculate(heavier, tiny, on=ON).result))
    study = apply(complete, [Insert(parent="study", index=-1, node=other)])
    assert found(study, tiny) == [(BLOCKS, "G04", "comparison-not-intended", "")]
    assert rows(study, tiny)["C01"] is RowState.OPEN


def test_a_footprint_of_unknown_method_is_not_comparable(complete, tiny):
    study = compared(complete, ComparedFootprint(id="other", name="Another lamp"))
    known = found(study, tiny)
    assert [(each[0], each[1], each[2]) for each in known if each[2] != "other-method-open"] == [
        (BLOCKS, "C01", "compared-without-value"),
        (BLOCKS, "C01", "compared-without-function"),
        (BLOCKS, "C05", "compared-without-ledger"),
        (WARNING, "C03", "comparison-without-uncertainty"),
        *[(WARNING, "C04", "other-rating-open")] * 3,
    ]
    by_method = [each[3] for each in known if each[1:3] == ("C01", "other-method-open")]
    assert by_method == [
        f"@compared.{aspect}"
        for aspect in (
            *("unit", "boundary", "rules", "gwp_set"),
            *("allocation", "recycling", "electricity"),
        )
    ]
    by_data = [each[3] for each in known if each[1:3] == ("C02", "other-method-open")]
    assert by_data == ["@compared.databases", "@compared.cut_off"]


def differing(study: Study) -> dict[str, Edit]:
    solar = SupplyLine(
        rule=ElectricityRule.OWN_GENERATION,
        energy=q("1 MWh"),
        data_set=DataSetRef(database="tiny", id="solar"),
        certificate_sold=False,
    )
    return {
        "unit": put("product", "declared_unit", q("2 piece")),
        "rules": put("scope", "rules_status", RulesStatus.NOT_APPLICABLE),
        "gwp_set": put(study.choices.id, "gwp_set", GwpSet.AR5_GWP100),
        "electricity": Insert(parent="plant", index=0, node=solar),
    }


@pytest.mark.parametrize("aspect", ["unit", "rules", "gwp_set", "electricity"])
def test_each_difference_of_method_is_named(complete, heavier, tiny, aspect):
    other = fit(as_compared(calculate(heavier, tiny, on=ON).result))
    study = compared(apply(complete, [differing(complete)[aspect]]), other)
    differences = [each for each in found(study, tiny) if each[2] == "comparison-differs"]
    assert differences == [(BLOCKS, "C01", "comparison-differs", f"@compared.{aspect}")]


@pytest.mark.parametrize(
    ("field", "value", "aspect"),
    [("allocation", ("economic",), "allocation"), ("recycling", "cff", "recycling")],
)
def test_other_ways_of_sharing_burdens_are_named(complete, heavier, tiny, field, value, aspect):
    other = as_compared(calculate(heavier, tiny, on=ON).result)
    facts = msgspec.to_builtins(other.method) | {field: value}
    study = compared(complete, fit(other, method=msgspec.convert(facts, StatedMethod)))
    expected = (BLOCKS, "C01", "comparison-differs", f"@compared.{aspect}")
    assert found(study, tiny) == [expected]


@pytest.mark.parametrize("what", ["databases", "cut_off"])
def test_differences_of_data_are_named(complete, heavier, tiny, tiny_database, what):
    other, background = heavier, tiny
    if what == "databases":
        base = msgspec.structs.replace(tiny_database, version="2")
        background = Background(Catalogue([base]), tiny.cache)
    else:
        other = apply(heavier, [put(heavier.choices.id, "scheme", Scheme.PAS_2050)])
    node = fit(as_compared(calculate(other, background, on=ON).result))
    expected = (BLOCKS, "C02", "comparison-data-differ", f"@compared.{what}")
    assert found(compared(complete, node), tiny) == [expected]


def test_better_needs_draws_that_are_nearly_sure(complete, heavier, tiny):
    other = as_compared(calculate(heavier, tiny, on=ON).result)
    for probability, expected in (
        (None, [(WARNING, "C03", "comparison-without-uncertainty", "")]),
        (0.94, [(WARNING, "C03", "better-is-not-sure", "")]),
        (DISCERNIBLE, []),
    ):
        node = fit(other, states_better=True, probability=probability)
        assert found(compared(complete, node), tiny) == expected


def test_better_is_lower(complete, heavier, tiny):
    lighter = fit(as_compared(calculate(complete, tiny, on=ON).result), states_better=True)
    sure = msgspec.structs.replace(lighter, probability=0.99)
    assert found(compared(heavier, sure), tiny) == [(BLOCKS, "C01", "better-is-not-lower", "")]


def test_ratings_more_than_one_apart_are_not_equivalent(complete, heavier, tiny):
    other = as_compared(calculate(heavier, tiny, on=ON).result)
    own = method_of(calculate(complete, tiny, on=ON).result)
    for apart, expected in (
        (1.0, []),
        (1.01, [(WARNING, "C04", "ratings-apart", "@rating.geography")]),
    ):
        rating = own.geography - apart
        method = msgspec.structs.replace(other.method, geography=rating)
        assert found(compared(complete, fit(other, method=method)), tiny) == expected


@pytest.mark.parametrize("ledger", [Ledger.AVOIDED, Ledger.OFFSETS])
def test_another_ledger_is_never_compared(complete, heavier, tiny, ledger):
    other = fit(as_compared(calculate(heavier, tiny, on=ON).result), ledger=ledger)
    study = compared(complete, other)
    assert found(study, tiny) == [(BLOCKS, "C05", "compared-across-ledgers", "")]


# --- tracking ---


@pytest.fixture
def earlier(heavier: Study, tiny: Background) -> EarlierFootprint:
    """The heavier lamp as the earlier one."""
    return msgspec.structs.replace(
        as_earlier(calculate(heavier, tiny, on=ON).result), id="before", causes="Lighter housing"
    )


def explained(earlier: EarlierFootprint, study: Study, tiny: Background, **changes: object):
    """Give an earlier footprint with the whole change put down to the product."""
    own_kg = totals(calculate(study, tiny, on=ON).result).headline
    change = quantity(own_kg - earlier.value.si, "kgCO2e")
    stated = {"by_process": change, "by_data": q("0 kgCO2e")}
    return msgspec.structs.replace(earlier, **(stated | changes))


def tracked(study: Study, earlier: EarlierFootprint) -> Study:
    return apply(study, [Insert(parent="study", index=-1, node=earlier)])


def test_an_earlier_result_of_the_same_method_is_tracked(complete, earlier, tiny):
    study = tracked(complete, explained(earlier, complete, tiny))
    assert found(study, tiny) == []
    assert {rows(study, tiny)[rule] for rule in ROWS[5:]} == {RowState.FULFILLED}


@pytest.mark.parametrize("aspect", ["unit", "rules", "gwp_set", "electricity"])
def test_an_earlier_result_of_another_method_is_not_tracked(complete, earlier, tiny, aspect):
    study = apply(complete, [differing(complete)[aspect]])
    known = found(tracked(study, explained(earlier, study, tiny)), tiny)
    assert known == [(BLOCKS, "T01", "earlier-differs", f"@compared.{aspect}")]


def test_newer_data_are_a_cause_and_no_other_method(complete, earlier, tiny, tiny_database):
    newer = Background(Catalogue([msgspec.structs.replace(tiny_database, version="2")]), tiny.cache)
    study = tracked(complete, explained(earlier, complete, tiny))
    assert found(study, newer) == []


def test_an_earlier_footprint_of_unknown_method_is_not_tracked(complete, tiny):
    bare = EarlierFootprint(id="before", published=q("2 kgCO2e"))
    known = found(tracked(complete, bare), tiny)
    open_aspects = [each for each in known if each[2] == "earlier-method-open"]
    assert len(open_aspects) == 8
    assert {each[:2] for each in open_aspects} == {(BLOCKS, "T01")}
    assert [each for each in known if each not in open_aspects] == [
        (WARNING, "T02", "causes-without-words", ""),
        (WARNING, "T02", "cause-not-stated", "@cause.by_process"),
        (WARNING, "T02", "cause-not-stated", "@cause.by_data"),
    ]


def test_an_earlier_footprint_needs_its_value(complete, earlier, tiny):
    nothing = explained(earlier, complete, tiny, published=None)
    known = found(tracked(complete, nothing), tiny)
    assert known == [(BLOCKS, "T01", "earlier-without-value", "")]


def test_causes_explain_the_change(complete, earlier, tiny):
    wrong = explained(earlier, complete, tiny, by_data=q("0.5 kgCO2e"))
    known = found(tracked(complete, wrong), tiny)
    assert known == [(WARNING, "T02", "causes-miss-change", "")]


def test_a_recalculated_value_tells_what_the_method_did(complete, earlier, tiny):
    own_kg = totals(calculate(complete, tiny, on=ON).result).headline
    node = msgspec.structs.replace(
        earlier,
        published=quantity(own_kg + 2, "kgCO2e"),
        recalculated=quantity(own_kg + 0.5, "kgCO2e"),
        by_process=q("-0.4 kgCO2e"),
        by_data=q("-0.1 kgCO2e"),
    )
    study = tracked(complete, node)
    assert found(study, tiny) == []
    result = calculate(study, tiny, on=ON).result
    for language in Language:
        [fact] = other_footprint_facts(result, Texts(language))
        assert "−1.5" in fact.words
        assert "−0.4" in fact.words


def test_documents_say_what_is_compared(complete, heavier, tiny):
    other = fit(as_compared(calculate(heavier, tiny, on=ON).result))
    result = calculate(compared(complete, other), tiny, on=ON).result
    for language in Language:
        [fact] = other_footprint_facts(result, Texts(language))
        assert "Old lamp" in fact.words
        assert "Both light a desk" in fact.words


def test_what_is_no_emission_is_refused():
    for kind, field in ((ComparedFootprint, "value"), (EarlierFootprint, "by_data")):
        with pytest.raises(InputError):
            kind(**{field: q("2 kg")})


# --- claims in words ---


@pytest.mark.parametrize(
    ("field", "words", "expected"),
    [
        ("conclusions", "Better than the lamp of Wu", (BLOCKS, "C01", "claim-better")),
        ("conclusions_zh", "优于同类产品", (BLOCKS, "C01", "claim-better")),
        ("conclusions", "8 % lower than last year", (BLOCKS, "T01", "claim-reduced")),
        ("conclusions_zh", "同比降低 8 %", (BLOCKS, "T01", "claim-reduced")),
        ("conclusions", "The lamp is CARBON neutral", (BLOCKS, "Q11", "claim-neutral")),
        ("conclusions_zh", "本产品为零碳产品", (BLOCKS, "Q11", "claim-neutral")),
        ("conclusions", "A low-carbon product", (WARNING, "I07", "claim-green")),
        ("conclusions_zh", "这是绿色产品", (WARNING, "I07", "claim-green")),
        ("conclusions", "All emissions are offset by VCUs", (BLOCKS, "Q11", "claim-neutral")),
        ("conclusions", "We compensated the rest", (BLOCKS, "Q11", "claim-neutral")),
        ("conclusions", "A CO2-neutral lamp", (BLOCKS, "Q11", "claim-neutral")),
        ("conclusions_zh", "排放已全部抵消", (BLOCKS, "Q11", "claim-neutral")),
        ("conclusions", "An ISO14067-conformant footprint", (BLOCKS, "I07", "claim-certified")),
        ("conclusions_zh", "符合 ISO 14067", (BLOCKS, "I07", "claim-certified")),
        (
            "conclusions",
            "It is not carbon neutral without the roof; with it, the lamp is carbon-neutral",
            (BLOCKS, "Q11", "claim-neutral"),
        ),
    ],
)
def test_conclusions_claim_nothing_that_the_study_does_not_carry(
    complete, tiny, field, words, expected
):
    study = apply(complete, [put("interpretation", field, words)])
    assert [each[:3] for each in found(study, tiny)] == [expected]
    states = {row.id: row.state for row in calculate(study, tiny, on=ON).checklist}
    assert states[expected[1]] is RowState.OPEN
    # What a claim of these would have to show beside is asked for too.
    beside = {"C01": ("C02", "C03", "C04", "C05"), "T01": ("T02",)}.get(expected[1], ())
    assert {states[rule] for rule in beside} <= {RowState.OPEN}


@pytest.mark.parametrize(
    "words",
    [
        "Recycled aluminium would lower the footprint by 8 %",
        "Transport is lower than packaging",
        "The housing is the hot spot; scrap can be reduced",
        "The lamp is neither climate-positive nor carbon neutral",
        "The footprint was not verified by a third party",
        "未经第三方核查",
    ],
)
def test_what_no_claim_is_is_let_be(complete, tiny, words):
    assert found(apply(complete, [put("interpretation", "conclusions", words)]), tiny) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("conclusions", "Verified according to ISO 14067"),
        ("conclusions", "Third-party verified"),
        ("conclusions_zh", "已经第三方核查"),
    ],
)
@pytest.mark.parametrize(
    ("lacking", "value"), [("kind", ReviewKind.INTERNAL), ("reviewers", ()), ("statement", "")]
)
def test_only_a_recorded_review_carries_what_is_said_of_it(
    complete, tiny, field, words, lacking, value
):
    reviewed = [
        put("interpretation", field, words),
        put("review", "kind", ReviewKind.EXTERNAL),
        put("review", "reviewers", ("Wei Li",)),
        put("review", "statement", "The study follows ISO 14067."),
        put("review", "statement_zh", ""),
    ]
    assert found(apply(complete, reviewed), tiny) == []
    claims = found(apply(complete, [*reviewed, put("review", lacking, value)]), tiny)
    assert (BLOCKS, "R08", "claim-verified") in [each[:3] for each in claims]


@pytest.mark.parametrize(
    "words",
    [
        "Accuracy better than 5 um",
        "The axis is offset by 5 mm",
        "Drift is compensated by software",
        "精度优于0.1%",
        "轴向力相互抵消",
    ],
)
def test_a_description_may_say_how_a_product_is_built(complete, tiny, words):
    assert found(apply(complete, [put("product", "description", words)]), tiny) == []


@pytest.mark.parametrize("field", ["name", "description_zh"])
def test_names_and_descriptions_claim_nothing_either(complete, tiny, field):
    study = apply(complete, [put("product", field, "Net zero lamp")])
    assert [each[:3] for each in found(study, tiny)] == [(BLOCKS, "Q11", "claim-neutral")]


def test_a_claim_that_the_study_carries_is_none(complete, earlier, heavier, tiny):
    words = put("interpretation", "conclusions", "Lower than last year, better than the old lamp")
    other = fit(
        as_compared(calculate(heavier, tiny, on=ON).result), states_better=True, probability=0.99
    )
    study = compared(tracked(complete, explained(earlier, complete, tiny)), other)
    assert found(apply(study, [words]), tiny) == []
