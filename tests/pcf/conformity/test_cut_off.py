"""The estimated share of what is left out, against limits and by hand."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.conformity.cut_off import cut_off_share, left_out, left_out_kg, share_of
from pcf.model.bom import LeftOut
from pcf.model.choices import Choices, Scheme
from pcf.model.edits import Insert, SetField, apply
from pcf.model.schemes import cut_off_limit, terms_of
from pcf.model.study import Exclusion, ExclusionSubject
from pcf.results.contributions import totals
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate


@pytest.mark.parametrize(
    ("excluded", "included", "share"),
    [(3, 97, 0.03), (0, 10, 0.0), (5, 0, 1.0), (1, 99, 0.01), (2, -1, 1.0)],
)
def test_share_by_hand(excluded, included, share):
    assert share_of(excluded, included) == pytest.approx(share, rel=1e-12)


@given(st.floats(0, 1e9), st.floats(-1e9, 1e9))
def test_a_share_is_one(excluded, included):
    assert 0 <= share_of(excluded, included) <= 1


def test_share_of_a_study(lamp, tiny):
    exclusion = Exclusion(what="Glue", reason="small", estimate=parse_quantity("20 g CO2e"))
    edits = [
        Insert(parent="study", index=0, node=exclusion),
        SetField(node="screw", field="excluded", value="small"),
        SetField(node="screw", field="estimate", value=parse_quantity("50 g CO2e")),
    ]
    result = calculate(apply(lamp, edits), tiny).result
    assert left_out_kg(result.study) == pytest.approx(0.07)
    headline = totals(result).headline
    assert cut_off_share(result) == pytest.approx(0.07 / (headline + 0.07))


def test_what_is_below_an_excluded_assembly_goes_with_it(lamp):
    root = msgspec.structs.replace(lamp.bom, parts=(
        msgspec.structs.replace(lamp.bom, id="module", excluded="small"),
    ))  # fmt: skip
    study = msgspec.structs.replace(lamp, bom=root)
    assert [each.node for each in left_out(study)] == ["module"]


def test_what_is_not_in_the_product_needs_no_estimate(lamp):
    edits = [
        SetField(node="screw", field="excluded", value="not populated"),
        SetField(node="screw", field="left_out", value=LeftOut.NOT_IN_PRODUCT),
    ]
    assert left_out(apply(lamp, edits)) == []


@pytest.mark.parametrize("text", ["5 kg", "3 kWh"])
def test_an_estimate_that_is_none_counts_for_nothing(lamp, tiny, text):
    exclusion = Exclusion(id="glue", what="Glue", reason="small", estimate=parse_quantity(text))
    study = apply(lamp, [Insert(parent="study", index=0, node=exclusion)])
    calculation = calculate(study, tiny)
    assert cut_off_share(calculation.result) == 0
    assert [each.key for each in calculation.findings if each.node == "glue"] == [
        "estimate-no-emission"
    ]


@pytest.mark.parametrize(
    ("scheme", "own", "limit"),
    [
        (Scheme.ISO_14067, None, 0.03),  # the program's default: the standard fixes none
        (Scheme.ISO_14067, 0.04, 0.04),
        (Scheme.PACT_3, None, 0.03),
        (Scheme.PACT_3, 0.01, 0.01),
        (Scheme.PACT_3, 0.05, 0.03),
        (Scheme.CATENA_X, None, 0.03),
        (Scheme.PAS_2050, None, 0.05),
    ],
)
def test_the_limit_is_the_schemes_unless_the_company_lowers_it(scheme, own, limit):
    assert cut_off_limit(Choices(scheme=scheme, cut_off_limit=own)) == limit


def test_only_iso_fixes_no_share():
    defaults = {s: terms_of(Choices(scheme=s)).cut_off_is_default for s in Scheme}
    assert [scheme for scheme, is_ours in defaults.items() if is_ours] == [Scheme.ISO_14067]


def test_terms_are_those_of_the_methods():
    pas, pact, catena = (
        terms_of(Choices(scheme=s)) for s in (Scheme.PAS_2050, Scheme.PACT_3, Scheme.CATENA_X)
    )
    assert (pas.cut_off_process, pas.own_share, pas.validity_years) == (0.01, 0.1, 2)
    assert ExclusionSubject.CAPITAL_GOODS in pas.outside
    assert (pact.price_ratio, pact.validity_years, pact.blocking) == (5, 3, ("D05", "Q08"))
    assert (catena.validity_years, catena.needs_packaging) == (1, True)


def test_the_text_says_estimated_and_never_proved():
    for language, word, never in (
        (Language.ENGLISH, "estimated", "prove"),
        (Language.CHINESE, "估算", "证明"),
    ):
        texts = Texts(language)
        for key in (
            "finding.cut-off-near.what",
            "finding.cut-off-exceeded.what",
            "statement.left-out.stated",
            "statement.left-out.by-default",
        ):
            assert word in texts(key)
            assert never not in texts(key)
