"""What a document says of goal, scope, interpretation and review."""

import datetime
from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Exchanges
from pcf.model.edits import SetField, apply
from pcf.model.scope import ReviewKind, RulesStatus
from pcf.model.study import Study
from pcf.reports.statements import (
    checklist_facts,
    interpretation_facts,
    review_words,
    scope_facts,
)
from pcf.results.contributions import by_data_set, totals
from pcf.results.result import PcfResult
from pcf.texts import Language, Texts
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

ON = datetime.date(2026, 3, 1)
LANGUAGES = pytest.mark.parametrize("language", list(Language))
ENGLISH = Texts(Language.ENGLISH)


@pytest.fixture
def complete(lamp: Study, stated: Callable[[Study], Study]) -> Study:
    return stated(lamp)


def solved(study: Study, tiny: Background) -> PcfResult:
    return calculate(study, tiny, on=ON).result


def put(node: str, field: str, value: object) -> SetField:
    return SetField(node=node, field=field, value=value)


def said(facts, key: str) -> str:
    return next(fact.words for fact in facts if fact.name == ENGLISH(key))


@LANGUAGES
def test_what_is_not_stated_is_said_to_be_so(lamp, tiny, language):
    texts = Texts(language)
    result = solved(lamp, tiny)
    facts = [*scope_facts(result, texts), *interpretation_facts(result, texts)]
    assert sum(fact.words == texts("paper.not-stated") for fact in facts) > 12


@LANGUAGES
def test_a_complete_study_leaves_nothing_unsaid(complete, tiny, language):
    texts = Texts(language)
    result = solved(complete, tiny)
    facts = [*scope_facts(result, texts), *interpretation_facts(result, texts)]
    assert texts("paper.not-stated") not in {fact.words for fact in facts}


def test_share_and_limit_of_what_is_left_out_are_said_as_estimates(complete, tiny):
    facts = scope_facts(solved(complete, tiny), ENGLISH)
    assert said(facts, "statement.left-out").startswith("estimated at up to 0.4")
    assert "the program's default: the standard fixes none" in said(facts, "statement.left-out")
    own = apply(complete, [put(complete.choices.id, "cut_off_limit", 0.02)])
    assert said(scope_facts(solved(own, tiny), ENGLISH), "statement.left-out").endswith(
        "limit 2.0\u00a0%"
    )


def test_category_rules_are_named_with_their_validity(complete, tiny):
    edits = [
        put("scope", "rules_status", RulesStatus.USED),
        put("scope", "rules", "PCR Lamps 2.1"),
        put("scope", "rules_valid_to", datetime.date(2027, 6, 30)),
    ]
    facts = scope_facts(solved(apply(complete, edits), tiny), ENGLISH)
    assert said(facts, "statement.rules") == "PCR Lamps 2.1, valid until 2027-06-30"


def test_the_effect_of_the_largest_input_is_what_a_recalculation_gives(
    complete, tiny_database, tiny
):
    """A factor counts linearly: 10 % more of steel is 10 % of its share more of the whole."""
    result = solved(complete, tiny)
    steel = next(each for each in by_data_set(result) if each.key == "tiny:steel")
    column = next(at for at, each in enumerate(tiny_database.data_sets) if each.ref.id == "steel")
    emitted = tiny_database.emissions
    amounts = np.where(emitted.column == column, 1.1 * emitted.amount, emitted.amount)
    base = msgspec.structs.replace(
        tiny_database, id="tiny", emissions=Exchanges(emitted.row, emitted.column, amounts)
    )
    dearer = solved(complete, Background(Catalogue([base]), tiny.cache))
    change = totals(dearer).headline / totals(result).headline - 1
    assert change == pytest.approx(0.1 * steel.share, rel=1e-9)
    facts = interpretation_facts(result, ENGLISH)
    assert f"steel {100 * change:.1f}\u00a0%" in said(facts, "statement.inputs")


def test_the_review_is_printed_or_its_absence(complete, tiny):
    assert review_words(solved(complete, tiny), ENGLISH) == "No critical review took place."
    edits = [
        put("review", "kind", ReviewKind.PANEL),
        put("review", "reviewers", ("Li", "Wu", "Xu")),
        put("review", "statement", "The study follows the standard."),
    ]
    words = review_words(solved(apply(complete, edits), tiny), ENGLISH)
    assert words == "Critical review by a panel (Li, Wu, Xu): The study follows the standard."


@LANGUAGES
def test_what_the_reviewer_must_judge_is_listed(complete, tiny, language):
    texts = Texts(language)
    facts = checklist_facts(solved(complete, tiny), texts)
    words = next(fact.words for fact in facts if fact.name == texts("statement.rows.not_checked"))
    assert words.startswith("I07 ")
