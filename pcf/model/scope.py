"""Scope, interpretation and review: what a checklist asks that no calculation can derive.

Each has one fixed id: a study that states nothing of them is written as it was before they were
known, and reads back equal.
"""

import datetime
import enum

from pcf.model.node import Node


class RulesStatus(enum.StrEnum):
    """What came of the search for product category rules (ISO 14067:2018, 6.2)."""

    USED = "used"
    NONE_FOUND = "none_found"
    NOT_APPLICABLE = "not_applicable"


class Scope(Node, frozen=True):
    """What the study covers, by which rules, and how its data were gathered.

    Attributes:
        rules_status: whether category rules were found and followed; None: nobody has searched.
        rules: the category rules followed, with their version.
        rules_valid_to: last day on which these are valid.
        rules_rationale: why none were found, or why none apply.
        geography: for which places the result is meant to be representative.
        period_justification: why the period stands for the product.
        cut_off: by which criteria something is left out: mass, energy, greenhouse gases.
        value_choices: what was decided by value and not by fact; "none" is an answer.
        data_collection: how data were gathered and where they come from.
        missing_data: how gaps in the data were treated.
        valid_until: last day on which the result is offered.
    """

    rules_status: RulesStatus | None = None
    rules: str = ""
    rules_valid_to: datetime.date | None = None
    rules_rationale: str = ""
    rules_rationale_zh: str = ""
    geography: str = ""
    geography_zh: str = ""
    period_justification: str = ""
    period_justification_zh: str = ""
    cut_off: str = ""
    cut_off_zh: str = ""
    value_choices: str = ""
    value_choices_zh: str = ""
    data_collection: str = ""
    data_collection_zh: str = ""
    missing_data: str = ""
    missing_data_zh: str = ""
    valid_until: datetime.date | None = None


class Interpretation(Node, frozen=True):
    """What the practitioner makes of the result (ISO 14067:2018, 6.6).

    Attributes:
        completeness: what was found when the data were checked for gaps.
        consistency: whether method and data suit goal and scope alike throughout.
        sensitivity: which choices were varied, and what came of it; the effect of the largest
            inputs follows from the result.
        uncertainty: how sure the result is, in words.
        limitations: further ones; those of any partial carbon footprint stand in each document.
    """

    completeness: str = ""
    completeness_zh: str = ""
    consistency: str = ""
    consistency_zh: str = ""
    sensitivity: str = ""
    sensitivity_zh: str = ""
    uncertainty: str = ""
    uncertainty_zh: str = ""
    conclusions: str = ""
    conclusions_zh: str = ""
    limitations: str = ""
    limitations_zh: str = ""


class ReviewKind(enum.StrEnum):
    """Who reviewed the study (ISO/TS 14071)."""

    NONE = "none"
    INTERNAL = "internal"
    EXTERNAL = "external"
    PANEL = "panel"


class CriticalReview(Node, frozen=True):
    """The critical review, or that there was none.

    Attributes:
        kind: None: nobody has said whether there was one.
        reviewers: their names, the chair of a panel first.
        confirmed: ids of the checklist's rows that they confirm where the program can't judge.
    """

    kind: ReviewKind | None = None
    reviewers: tuple[str, ...] = ()
    statement: str = ""
    statement_zh: str = ""
    confirmed: tuple[str, ...] = ()


class Answer(Node, frozen=True):
    """“Not applicable, because …” to a row of the checklist."""

    rule: str = ""
    reason: str = ""
    reason_zh: str = ""


class ScopeRevision(Node, frozen=True):
    """An entry in the log of the scope; the first one fixes it.

    Attributes:
        digest: of goal and scope as they stood when the entry was made.
    """

    made_on: datetime.date | None = None
    text: str = ""
    text_zh: str = ""
    digest: str = ""
