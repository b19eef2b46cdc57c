"""The checklist: judges findings by rule, answers and scheme, and tells how each row stands.

The rows are those of `resources/checklist.csv`. A finding belongs to a row by its field "rule", or
by its key where the row's column `findings` names it; so a row knows nothing of who checks it. One
fault that leaves further rows open names them in its field "also". A row that nothing checks is
never fulfilled by itself: a reviewer must judge it.
"""

import csv
import enum
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources

import msgspec

from pcf.conformity.applicability import ALWAYS, not_applicable
from pcf.conformity.case import Case, finding, is_said
from pcf.findings import Finding, Severity
from pcf.model.scope import Answer
from pcf.results.checklist import ChecklistRow, Remark, RowState, rule_of, rules_of

_SEVERITIES = {"B": Severity.BLOCKS_DOCUMENT, "W": Severity.WARNING, "I": Severity.NOTE}
FINAL = "!"
"""Behind a severity or a rule's id: "not applicable, because …" can't answer it."""


_Stand = tuple[RowState, Remark, dict[str, str | int]]
"""State of a row, why, and the facts for that."""


class Judged(enum.StrEnum):
    """Who can tell whether a row is fulfilled."""

    CHECK = "check"
    """The program: it is, unless a finding says otherwise."""
    ALWAYS = "always"
    """It is by construction: the program can't do otherwise, or prints it in any case."""
    REVIEWER = "reviewer"
    """A person, unless a finding says that it is not."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table.

    Attributes:
        severity: what an unmet requirement does, as a rule.
        is_final: no answer meets it.
        needs_result: without a result nobody can tell.
        after: rows without which it can't be fulfilled.
        keys: of findings that belong to it; a `*` at the end stands for any rest.
    """

    id: str
    severity: Severity
    is_final: bool
    judged: Judged
    needs_result: bool
    after: tuple[str, ...]
    keys: tuple[str, ...]


class Judgement(msgspec.Struct, frozen=True):
    """What came of judging a study by the checklist.

    Attributes:
        findings: with their rule, the severity that the scheme gives them, and answers applied.
        rows: every row, in the order of the table.
    """

    findings: tuple[Finding, ...]
    rows: tuple[ChecklistRow, ...]


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Give the rows of the table by id, in their order."""
    table = resources.files("pcf").joinpath("resources/checklist.csv").read_text(encoding="utf-8")
    return {row["id"]: _rule(row) for row in csv.DictReader(table.splitlines())}


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        id=row["id"],
        severity=_SEVERITIES[row["severity"].rstrip(FINAL)],
        is_final=row["severity"].endswith(FINAL),
        judged=Judged(row["judged"]),
        needs_result=row["needs_result"] == "yes",
        after=tuple(row["after"].split()),
        keys=tuple(row["findings"].split()),
    )


@functools.cache
def _rule_of_key() -> Mapping[str, str]:
    return {key: rule.id for rule in rules().values() for key in rule.keys}


def judge(case: Case, findings: Iterable[Finding]) -> Judgement:
    """Judge all that was found about a study, and every row of the checklist."""
    placed = [_by_scheme(_placed(each), case) for each in findings]
    answers = _Answers(case, placed)
    left = [*answers.left(placed), *answers.findings, *_confirmations(case)]
    return Judgement(tuple(left), _Rows(case, left, answers.met).all())


def _placed(found: Finding) -> Finding:
    """Give a finding with the row that its key belongs to, if it names none itself."""
    known = _rule_of_key()
    any_of_kind = f"{found.key.partition('-')[0]}-*"
    rule = known.get(found.key) or known.get(any_of_kind)
    if "rule" in found.fields or rule is None or found.severity is Severity.NOTE:
        return found
    return msgspec.structs.replace(found, fields={**found.fields, "rule": rule})


def _by_scheme(found: Finding, case: Case) -> Finding:
    """Give a finding with the weight that the scheme gives its rows."""
    is_blocking = any(rule in case.terms.blocking for rule in rules_of(found))
    if is_blocking and found.severity is Severity.WARNING:
        return msgspec.structs.replace(found, severity=Severity.BLOCKS_DOCUMENT)
    return found


def _is_final(found: Finding, case: Case) -> bool:
    """Tell whether no answer meets a finding."""
    row = rules().get(rule_of(found))
    marked = str(found.fields.get("rule", "")).endswith(FINAL)
    stops = found.severity is Severity.STOPS_CALCULATION
    return row is None or row.is_final or marked or stops or row.id in case.terms.final


def _reasons(answer: Answer) -> dict[str, str]:
    """Give the reason of an answer in both languages, as it stands inside a sentence."""
    english, chinese = answer.reason.strip(" .。"), answer.reason_zh.strip(" .。")
    return {"reason": english or chinese, "reason_zh": chinese or english}


def _confirmations(case: Case) -> Iterator[Finding]:
    """Say which confirmations of a reviewer count for nothing, and why."""
    review = case.study.review
    for rule_id in review.confirmed:
        row = rules().get(rule_id)
        if row is None:
            severity, key = Severity.WARNING, "confirmed-unknown"
        elif row.judged is not Judged.REVIEWER:
            severity, key = Severity.NOTE, "confirmed-by-program"
        elif not review.reviewers:
            severity, key = Severity.WARNING, "confirmed-by-nobody"
        else:
            continue
        yield finding(severity, "R08", key, review.id, "confirmed", row=rule_id)


class _Answers:
    """The answers of a study: which findings they meet, and what is to be said of them.

    Attributes:
        met: the answers that count, by the row.
        findings: a note for each of these, and which answers count for nothing.
    """

    def __init__(self, case: Case, findings: Sequence[Finding]) -> None:
        self._case = case
        self.met: dict[str, Answer] = {}
        self.findings: list[Finding] = []
        for answer in case.study.answers:
            on_row = [
                each
                for each in findings
                if answer.rule in rules_of(each) and each.severity is not Severity.NOTE
            ]
            self._take(answer, on_row)

    def _take(self, answer: Answer, on_row: Sequence[Finding]) -> None:
        row = rules().get(answer.rule)
        mended = [each for each in on_row if not _is_final(each, self._case)]
        if row is None:
            self._say(answer, Severity.WARNING, "answer-to-nothing")
        elif row.is_final or row.id in self._case.terms.final or (on_row and not mended):
            self._say(answer, Severity.WARNING, "answer-not-possible")
        elif not is_said(answer.reason, answer.reason_zh):
            self._say(answer, Severity.WARNING, "answer-without-reason")
        elif mended or row.judged is Judged.REVIEWER:
            self.met[row.id] = answer
            self._say(answer, Severity.NOTE, "rule-answered")
        else:
            self._say(answer, Severity.NOTE, "answer-not-needed")

    def _say(self, answer: Answer, severity: Severity, key: str) -> None:
        reasons = _reasons(answer)
        self.findings.append(finding(severity, answer.rule, key, answer.id, "reason", **reasons))

    def left(self, findings: Iterable[Finding]) -> list[Finding]:
        """Give the findings that no answer meets."""
        return [
            each
            for each in findings
            if rule_of(each) not in self.met
            or _is_final(each, self._case)
            or each.severity is Severity.NOTE
        ]


class _Rows:
    """Every row with its state; one may wait for others."""

    def __init__(
        self, case: Case, findings: Iterable[Finding], answers: Mapping[str, Answer]
    ) -> None:
        self._case, self._answers = case, answers
        self._open: dict[str, list[Severity]] = {}
        for each in findings:
            if each.severity is not Severity.NOTE and each.key not in _ABOUT_ANSWERS:
                for rule_id in rules_of(each):
                    self._open.setdefault(rule_id, []).append(each.severity)
        self._inapplicable = not_applicable(case.study)
        self._known: dict[str, ChecklistRow] = {}

    def all(self) -> tuple[ChecklistRow, ...]:
        """Give the rows in the order of the table."""
        return tuple(self._row(rule_id) for rule_id in rules())

    def _row(self, rule_id: str) -> ChecklistRow:
        if rule_id not in self._known:
            rule = rules()[rule_id]
            state, remark, about = self._state(rule)
            self._known[rule_id] = ChecklistRow(
                id=rule.id,
                severity=rule.severity,
                is_final=rule.is_final or rule.id in self._case.terms.final,
                state=state,
                remark=remark,
                about=about,
            )
        return self._known[rule_id]

    def _state(self, rule: Rule) -> _Stand:
        return self._by_findings(rule) or self._by_others(rule) or _by_itself(rule)

    def _by_findings(self, rule: Rule) -> _Stand | None:
        """Tell how a row stands by what was found, answered, or can't apply."""
        if rule.id in self._open:
            worst = min(self._open[rule.id], key=lambda each: each.rank)
            found = {"count": len(self._open[rule.id]), "severity": worst.value}
            return RowState.OPEN, Remark.FINDINGS, found
        answer = self._answers.get(rule.id)
        if answer is not None:
            return RowState.ANSWERED, Remark.ANSWER, {**_reasons(answer)}
        if rule.id in self._inapplicable and not self._is_asked_for(rule):
            return RowState.NOT_APPLICABLE, self._inapplicable[rule.id], {}
        if rule.needs_result and self._case.result is None:
            return RowState.NOT_CHECKED, Remark.NO_RESULT, {}
        return None

    def _is_asked_for(self, rule: Rule) -> bool:
        """Tell whether a row applies after all: what was found on one before it in its group."""
        return any(each in self._open for each in rule.after if each[0] == rule.id[0])

    def _by_others(self, rule: Rule) -> _Stand | None:
        """Tell how a row stands by a reviewer, or by rows that come before it."""
        review = self._case.study.review
        if rule.judged is Judged.REVIEWER and rule.id in review.confirmed and review.reviewers:
            return RowState.FULFILLED, Remark.CONFIRMED, {"name": review.reviewers[0]}
        before = [self._row(each) for each in rule.after]
        for state in (RowState.OPEN, RowState.NOT_CHECKED):
            waits = [row.id for row in before if row.state is state and not row.is_only_warned]
            if waits:
                return state, Remark.WAITS, {"rows": " ".join(waits)}
        return None


def _by_itself(rule: Rule) -> _Stand:
    match rule.judged:
        case Judged.REVIEWER:
            return RowState.NOT_CHECKED, Remark.REVIEWER, {}
        case Judged.ALWAYS:
            return RowState.FULFILLED, ALWAYS.get(rule.id, Remark.BY_CONSTRUCTION), {}
        case Judged.CHECK:
            return RowState.FULFILLED, Remark.NONE, {}


_ABOUT_ANSWERS = frozenset(
    {
        *("answer-to-nothing", "answer-not-possible", "answer-without-reason"),
        *("confirmed-unknown", "confirmed-by-nobody"),
    }
)
"""Findings that name a row and say nothing about whether it is fulfilled."""
