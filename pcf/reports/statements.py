"""What a document says of goal, scope, interpretation and review, and what a reviewer must judge.

What is not stated is said to be so; what follows from the result is not asked for.
"""

from collections.abc import Iterable

from pcf.conformity.cut_off import cut_off_share
from pcf.conformity.goal_and_scope import YEAR_DAYS
from pcf.model.node import Node
from pcf.model.schemes import cut_off_limit, terms_of
from pcf.model.scope import ReviewKind, RulesStatus
from pcf.reports.facts import Fact
from pcf.reports.other_footprints import other_footprint_facts
from pcf.reports.wording import joined
from pcf.results.checklist import ChecklistRow, RowState, count, reason, requirement
from pcf.results.contributions import Contribution, by_data_set, by_process
from pcf.results.display import percent
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

_HOT = 0.8
"""Share of the result that the hot spots make up together (methods 1.7, D02)."""

_MOST_HOT_SPOTS = 6
_VARIED = 3
"""Inputs whose effect is said: the largest ones (methods 1.7, I04)."""

_STEP = 0.1


def scope_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give goal and scope as the study states them."""
    study = result.study
    goal, scope = study.goal, study.scope
    said = _Sayer(texts)
    return [
        said.of(goal, "application"),
        said.of(goal, "reasons"),
        said.of(goal, "audience"),
        Fact(texts("statement.communication"), _communication(result, texts)),
        Fact(texts("statement.rules"), _rules(result, texts)),
        said.of(scope, "geography"),
        Fact(texts("statement.period_justification"), _period(result, texts)),
        said.of(scope, "cut_off"),
        Fact(texts("statement.left-out"), _left_out(result, texts)),
        said.of(scope, "value_choices"),
        said.of(scope, "data_collection"),
        said.of(scope, "missing_data"),
        Fact(texts("statement.gases"), texts("statement.gases.words")),
        Fact(texts("statement.timing"), texts("statement.timing.words")),
        Fact(texts("statement.revisions"), _revisions(result, texts)),
    ]


def interpretation_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give what the result means: hot spots, sensitivity, what was checked and concluded."""
    said, interpretation = _Sayer(texts), result.study.interpretation
    return [
        Fact(texts("statement.hot-spots"), _hot_spots(result, texts)),
        Fact(texts("statement.inputs"), _inputs(result, texts)),
        said.of(interpretation, "sensitivity"),
        said.of(interpretation, "completeness"),
        said.of(interpretation, "consistency"),
        said.of(interpretation, "uncertainty"),
        said.of(interpretation, "conclusions"),
        *other_footprint_facts(result, texts),
        Fact(texts("statement.review"), review_words(result, texts)),
        Fact(texts("statement.validity"), _validity(result, texts)),
    ]


def checklist_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give how the checklist stands, and what the reviewer must judge."""
    rows = result.checklist
    numbers = {state.value: count(rows, state) for state in RowState}
    scheme = texts(f"scheme.{result.study.choices.scheme.value}")
    counts = texts("checklist.counts", **numbers)
    return [
        Fact(
            texts("statement.checklist"), texts("statement.by-scheme", scheme=scheme, words=counts)
        ),
        *(
            Fact(texts(f"statement.rows.{state.value}"), _rows(found, texts))
            for state in (RowState.OPEN, RowState.ANSWERED, RowState.NOT_CHECKED)
            if (found := [row for row in rows if row.state is state])
        ),
    ]


def review_words(result: PcfResult, texts: Texts) -> str:
    """Give the critical review, or that there was none."""
    review = result.study.review
    if review.kind in {None, ReviewKind.NONE}:
        return texts("statement.review.none")
    return texts(
        f"statement.review.{review.kind}",
        names=joined(review.reviewers, texts) or texts("paper.not-stated"),
        statement=texts.choose(review.statement, review.statement_zh) or texts("paper.not-stated"),
    )


class _Sayer:
    """Gives facts of fields that hold words in both languages."""

    def __init__(self, texts: Texts) -> None:
        """Take the language."""
        self._texts = texts

    def of(self, node: Node, field: str) -> Fact:
        """Give a field under its name; what is not stated is said to be so."""
        words = self._texts.choose(getattr(node, field), getattr(node, f"{field}_zh"))
        name = self._texts(f"statement.{field}")
        return Fact(name, words.strip() or self._texts("paper.not-stated"))


def _communication(result: PcfResult, texts: Texts) -> str:
    goal = result.study.goal
    if goal.public is None or goal.comparative is None:
        return texts("paper.not-stated")
    public = texts("statement.public" if goal.public else "statement.not-public")
    compared = texts("statement.compared" if goal.comparative else "statement.not-compared")
    return joined([public, compared], texts)


def _rules(result: PcfResult, texts: Texts) -> str:
    scope = result.study.scope
    if scope.rules_status is None:
        return texts("paper.not-stated")
    if scope.rules_status is RulesStatus.USED:
        until = scope.rules_valid_to.isoformat() if scope.rules_valid_to else "–"
        return texts("statement.rules.used", rules=scope.rules or "–", date=until)
    reason = texts.choose(scope.rules_rationale, scope.rules_rationale_zh)
    reason = reason or texts("paper.not-stated")
    return texts(f"statement.rules.{scope.rules_status.value}", reason=reason)


def _left_out(result: PcfResult, texts: Texts) -> str:
    choices = result.study.choices
    by_default = choices.cut_off_limit is None and terms_of(choices).cut_off_is_default
    return texts(
        "statement.left-out.by-default" if by_default else "statement.left-out.stated",
        percent=percent(cut_off_share(result), 2),
        limit=percent(cut_off_limit(choices)),
    )


def _period(result: PcfResult, texts: Texts) -> str:
    """Give why the period is representative; a year covers all seasons by itself."""
    goal, scope = result.study.goal, result.study.scope
    words = texts.choose(scope.period_justification, scope.period_justification_zh).strip()
    first, last = goal.period_start, goal.period_end
    is_year = first is not None and last is not None and (last - first).days + 1 >= YEAR_DAYS
    return words or texts("statement.period.year" if is_year else "paper.not-stated")


def _revisions(result: PcfResult, texts: Texts) -> str:
    entries = [
        texts(
            "statement.revision",
            date=each.made_on.isoformat() if each.made_on else "–",
            text=texts.choose(each.text, each.text_zh) or "–",
        )
        for each in result.study.revisions
    ]
    return "\n".join(entries) or texts("statement.revisions.none")


def _hot_spots(result: PcfResult, texts: Texts) -> str:
    """Give the parts and steps that make up most of the result, the largest first."""
    names = Names(result, texts)
    spots: list[Contribution] = []
    for each in by_process(result):
        if sum(spot.share or 0.0 for spot in spots) >= _HOT or len(spots) == _MOST_HOT_SPOTS:
            break
        spots.append(each)
    words = [
        texts("statement.share-of", name=names.node(each.key), percent=percent(each.share))
        for each in spots
    ]
    together = percent(sum(each.share or 0.0 for each in spots))
    return texts("statement.hot-spots.words", words=_listed(words, texts), percent=together)


def _inputs(result: PcfResult, texts: Texts) -> str:
    """Give how the result follows its largest inputs: a factor counts by its share, linearly."""
    names = Names(result, texts)
    named = {str(each.ref): names.data_set(each) for each in result.inventory.data_sets}
    own = result.inventory.own_data_sets
    named |= {process: names.data_set(each) for process, each in own.items()}
    largest = [each for each in by_data_set(result) if each.key in named][:_VARIED]
    words = [
        texts(
            "statement.change-of",
            name=named[each.key],
            percent=percent(_STEP * each.share if each.share is not None else None),
        )
        for each in largest
    ]
    return texts("statement.inputs.words", words=_listed(words, texts))


def _validity(result: PcfResult, texts: Texts) -> str:
    until = result.study.scope.valid_until
    if until is None:
        return texts("paper.not-stated")
    return texts("statement.validity.until", date=until.isoformat())


def _rows(rows: list[ChecklistRow], texts: Texts) -> str:
    named = [
        texts("statement.row", rule=row.id, requirement=requirement(row, texts))
        if row.state is not RowState.ANSWERED
        else texts(
            "statement.row.answered",
            rule=row.id,
            requirement=requirement(row, texts),
            reason=reason(row, texts),
        )
        for row in rows
    ]
    return _listed(named, texts)


def _listed(items: Iterable[str], texts: Texts) -> str:
    """Give items that may hold commas themselves as a list in one line."""
    return texts("statement.separator").join(items)
