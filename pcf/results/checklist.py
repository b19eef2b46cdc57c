"""The rows of the checklist as a result carries them: each with its state and why.

`pcf.conformity.checklist` judges them; page, workbook and document read them here.
"""

import enum
from collections.abc import Iterable

import msgspec

from pcf.findings import Finding, Severity
from pcf.texts import Texts


class RowState(enum.StrEnum):
    """How a requirement stands."""

    FULFILLED = "fulfilled"
    OPEN = "open"
    ANSWERED = "answered"
    """The study says "not applicable, because …"."""
    NOT_APPLICABLE = "not_applicable"
    """The program sees that it can't apply to this study."""
    NOT_CHECKED = "not_checked"
    """The program can't tell; a reviewer must judge."""


class Remark(enum.StrEnum):
    """Why a row stands as it does, where its state alone doesn't say it."""

    NONE = ""
    BY_CONSTRUCTION = "by_construction"
    CONFIRMED = "confirmed"
    FINDINGS = "findings"
    WAITS = "waits"
    REVIEWER = "reviewer"
    NO_RESULT = "no_result"
    NO_USE_STAGE = "no_use_stage"
    NO_TIMING = "no_timing"
    NO_INDIRECT = "no_indirect"
    NO_COMPARISON = "no_comparison"
    NO_EARLIER = "no_earlier"
    NO_CONTRACT = "no_contract"
    NO_READINGS = "no_readings"
    NO_OWN_SUPPLY = "no_own_supply"
    RULES_USED = "rules_used"
    ANSWER = "answer"


class ChecklistRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One requirement and how it stands.

    Attributes:
        id: of the row, such as `G01`.
        severity: what an unmet requirement does, as a rule.
        is_final: "not applicable, because …" can't answer it.
        about: facts for the remark: the answer, who confirmed, how many findings, the rows that
            it waits for.
    """

    id: str
    severity: Severity
    is_final: bool
    state: RowState
    remark: Remark = Remark.NONE
    about: dict[str, str | int] = {}

    @property
    def is_only_warned(self) -> bool:
        """Tell whether all that was found on it are warnings, which hold no other row back."""
        return self.about.get("severity") == Severity.WARNING.value

    @property
    def weight(self) -> str:
        """Give what an unmet requirement does: "B!" can't be answered, "B", "W" or "I"."""
        return _WEIGHTS[self.severity] + ("!" if self.is_final else "")


_WEIGHTS = {Severity.BLOCKS_DOCUMENT: "B", Severity.WARNING: "W", Severity.NOTE: "I"}


def rule_of(found: Finding) -> str:
    """Give the id of the row that a finding belongs to, "" for none."""
    return str(found.fields.get("rule", "")).rstrip("!")


def rules_of(found: Finding) -> tuple[str, ...]:
    """Give the ids of all rows that a finding opens: its own, then those of its field "also"."""
    return tuple(filter(None, (rule_of(found), *str(found.fields.get("also", "")).split())))


def requirement(row: ChecklistRow, texts: Texts) -> str:
    """Give what a row asks, in words."""
    return texts(f"rule.{row.id}")


def reason(row: ChecklistRow, texts: Texts) -> str:
    """Give why a row that was answered is not applicable, as it stands inside a sentence."""
    return texts.choose(str(row.about["reason"]), str(row.about["reason_zh"]))


def remark(row: ChecklistRow, texts: Texts) -> str:
    """Give why a row stands as it does, "" where there is nothing to add."""
    if row.remark is Remark.NONE:
        return ""
    about = dict(row.about)
    if row.remark is Remark.ANSWER:
        about = {"reason": reason(row, texts)}
    if row.remark is Remark.FINDINGS:
        about["severity"] = texts(f"severity.{about['severity']}")
    return texts(f"checklist.{row.remark.value}", **about)


def count(rows: Iterable[ChecklistRow], state: RowState) -> int:
    """Give how many rows have a state."""
    return sum(row.state is state for row in rows)
