"""Rows R: what a report must hold beside its numbers: sources, author, review, validity."""

import datetime

from pcf.conformity.case import BLOCKS, WARNS, Case, finding, is_said, not_stated
from pcf.findings import Finding
from pcf.model.scope import ReviewKind

_PANEL = 3
"""Reviewers that a comparison for the public needs (ISO 14044:2006, 6.3)."""


def check_report_contents(case: Case) -> list[Finding]:
    """Give what a report of this study would lack."""
    scope, company = case.study.scope, case.study.company
    findings = []
    if not is_said(scope.data_collection, scope.data_collection_zh):
        findings.append(not_stated("R01", scope.id, "data_collection"))
    if not is_said(company.name, company.name_zh):
        findings.append(not_stated("R09", company.id, "name"))
    return findings + _review(case) + _validity(case)


def _review(case: Case) -> list[Finding]:
    review, goal = case.study.review, case.study.goal
    if goal.public and goal.comparative:
        is_panel = review.kind is ReviewKind.PANEL and len(review.reviewers) >= _PANEL
        if not is_panel:
            key = "comparison-without-panel"
            return [finding(BLOCKS, "R08!", key, review.id, "kind", least=_PANEL)]
    if review.kind is None:
        return [not_stated("R08", review.id, "kind")]
    if review.kind is ReviewKind.NONE:
        return []
    if not review.reviewers:
        return [finding(BLOCKS, "R08", "review-without-reviewer", review.id, "reviewers")]
    if not is_said(review.statement, review.statement_zh):
        return [finding(BLOCKS, "R08", "review-without-statement", review.id, "statement")]
    return []


def _validity(case: Case) -> list[Finding]:
    scope, ends = case.study.scope, case.study.goal.period_end
    if scope.valid_until is None:
        return [not_stated("R10", scope.id, "valid_until", WARNS)]
    date = {"date": scope.valid_until.isoformat()}
    if scope.valid_until < case.on:
        return [finding(WARNS, "R10", "validity-over", scope.id, "valid_until", **date)]
    years = case.terms.validity_years
    if ends is not None and scope.valid_until > _years_after(ends, years):
        key = "validity-too-long"
        return [finding(WARNS, "R10", key, scope.id, "valid_until", years=years, **date)]
    return []


def _years_after(day: datetime.date, years: int) -> datetime.date:
    """Give the same day some years later; 29 February gives 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return datetime.date(day.year + years, 3, 1)
