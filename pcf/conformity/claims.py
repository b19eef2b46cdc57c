"""What is claimed beyond what a study has shown: better, reduced, neutral, green, verified.

A document prints conclusions and the product's name as they stand. So a claim must not pass because
nobody has entered the comparison, or the earlier footprint, that it would have to rest on. Words
are a weak sign: the table `claim_words.csv` holds phrases that hardly mean anything else, and a
reviewer still reads. What a description may say of how a product is built – accurate to better than
5 µm, compensated by springs – is a claim in conclusions only.
"""

import csv
import enum
import functools
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from types import MappingProxyType

import msgspec

from pcf.conformity.case import BLOCKS, WARNS, Case, finding
from pcf.findings import Finding, Severity
from pcf.model.scope import CriticalReview, ReviewKind
from pcf.texts import normalised


class Claim(enum.StrEnum):
    """What words claim."""

    BETTER = "better"
    """Than another product."""
    REDUCED = "reduced"
    """Against an earlier time."""
    NEUTRAL = "neutral"
    """By offsets, which are outside any footprint (ISO 14068-1)."""
    GREEN = "green"
    """A footprint is one impact category."""
    CERTIFIED = "certified"
    """By or according to the standard, which certifies nothing by itself."""
    VERIFIED = "verified"
    """By somebody who is not the maker."""


_WEIGHTS: Mapping[Claim, tuple[str, Severity]] = MappingProxyType(
    {
        Claim.BETTER: ("C01", BLOCKS),
        Claim.REDUCED: ("T01", BLOCKS),
        Claim.NEUTRAL: ("Q11", BLOCKS),
        Claim.GREEN: ("I07", WARNS),
        Claim.CERTIFIED: ("I07", BLOCKS),
        Claim.VERIFIED: ("R08", BLOCKS),
    }
)
"""The row that a claim without ground belongs to, and what it does."""


def check_claims(case: Case) -> list[Finding]:
    """Give the claims of conclusions and product names that nothing in the study carries.

    Both are printed as they stand.
    """
    study, said = case.study, case.study.interpretation
    carried = {
        Claim.BETTER: any(each.states_better for each in study.compared),
        Claim.REDUCED: bool(study.earlier),
        Claim.VERIFIED: _is_reviewed(study.review),
    }
    findings = []
    for node, fields in ((said, _CONCLUSIONS), (study.product, _PRODUCT)):
        phrases = [each for each in _phrases() if node is said or not each.in_conclusions_only]
        texts = {field: getattr(node, field) for field in fields}
        for claim, (field, words) in _claimed(texts, phrases).items():
            rule, severity = _WEIGHTS[claim]
            if not carried.get(claim, False):
                key = f"claim-{claim.value}"
                findings.append(finding(severity, rule, key, node.id, field, words=words))
    return findings


def _is_reviewed(review: CriticalReview) -> bool:
    """Tell whether others reviewed the study, with their names and what they say."""
    by_others = review.kind in {ReviewKind.EXTERNAL, ReviewKind.PANEL}
    has_statement = bool(review.statement.strip() or review.statement_zh.strip())
    return by_others and bool(review.reviewers) and has_statement


_CONCLUSIONS = ("conclusions", "conclusions_zh")
_PRODUCT = ("name", "name_zh", "description", "description_zh")


class _Phrase(msgspec.Struct, frozen=True):
    """Words that claim something.

    Attributes:
        words: as the table has them.
        plain: as they are compared.
        in_conclusions_only: elsewhere they may mean something else.
    """

    words: str
    plain: str
    claim: Claim
    in_conclusions_only: bool

    def is_claimed_in(self, text: str) -> bool:
        """Tell whether a plain text says it, and nothing right before denies it."""
        return any(
            not _DENIED.search(text[: found.start()])
            for found in re.finditer(rf"(?<![a-z]){re.escape(self.plain)}", text)
        )


def _claimed(texts: Mapping[str, str], phrases: Sequence[_Phrase]) -> dict[Claim, tuple[str, str]]:
    """Give the claims that words make: the field that makes it first, and the words."""
    found: dict[Claim, tuple[str, str]] = {}
    for field, text in texts.items():
        plain = _plain(text)
        for phrase in phrases:
            if phrase.claim not in found and phrase.is_claimed_in(plain):
                found[phrase.claim] = (field, phrase.words)
    return found


def _plain(text: str) -> str:
    """Give a text as it is compared: hyphens are blanks, and so is what is between CO and 2.

    Chinese is written with and without blanks beside other signs.
    """
    spaced = re.sub(r"[\s\-\u2010\u2011]+|(?<=[a-z])(?=\d)", " ", normalised(text))
    return re.sub(r" *([\u3400-\u9fff]+) *", r"\1", spaced)


_DENIED = re.compile(
    r"(?:\b(?:not|no|never|nor|neither|without|non)\b[\w\s,-]{0,24}|[不非未无没]\w{0,6})$"
)
"""What right before a claim denies it: “is not carbon neutral”, “非碳中和”."""


@functools.cache
def _phrases() -> tuple[_Phrase, ...]:
    table = resources.files("pcf").joinpath("resources/claim_words.csv").read_text(encoding="utf-8")
    return tuple(
        _Phrase(row["words"], _plain(row["words"]), Claim(row["claim"]), bool(row["where"]))
        for row in csv.DictReader(table.splitlines())
    )
