"""Rows G and S: what the study is for, what it covers, and by which rules."""

import datetime
import hashlib

import msgspec

from pcf.conformity.case import BLOCKS, WARNS, Case, finding, is_said, not_stated
from pcf.findings import Finding
from pcf.inventory.inventory import Stage
from pcf.model.scope import RulesStatus, ScopeRevision
from pcf.model.study import Study
from pcf.units import Dimension

YEAR_DAYS = 365
"""Days of a period that covers the seasons (methods 1.7, S09: 12 months)."""


def check_goal_and_scope(case: Case) -> list[Finding]:
    """Give what goal and scope lack."""
    checks = (_goal, _category_rules, _product, _stages, _stated_scope, _period, _log)
    return [found for check in checks for found in check(case)]


def _goal(case: Case) -> list[Finding]:
    goal = case.study.goal
    stated = {
        "G01": ("application", is_said(goal.application, goal.application_zh)),
        "G02": ("reasons", is_said(goal.reasons, goal.reasons_zh)),
        "G03": ("audience", is_said(goal.audience, goal.audience_zh)),
        "G04": ("public", None not in {goal.public, goal.comparative}),
    }
    return [not_stated(rule, goal.id, field) for rule, (field, said) in stated.items() if not said]


def _category_rules(case: Case) -> list[Finding]:
    scope = case.study.scope
    if scope.rules_status is None:
        return [not_stated("G05", scope.id, "rules_status")]
    if scope.rules_status is not RulesStatus.USED:
        given = is_said(scope.rules_rationale, scope.rules_rationale_zh)
        return [] if given else [not_stated("G06", scope.id, "rules_rationale", WARNS)]
    valid_to = scope.rules_valid_to
    if not is_said(scope.rules):
        return [finding(BLOCKS, "G05", "category-rules-not-named", scope.id, "rules")]
    if valid_to is None:
        key = "category-rules-without-validity"
        return [finding(BLOCKS, "G05", key, scope.id, "rules_valid_to")]
    if valid_to < case.on:
        date = valid_to.isoformat()
        key = "category-rules-expired"
        return [finding(BLOCKS, "G05", key, scope.id, "rules_valid_to", date=date)]
    return []


def _product(case: Case) -> list[Finding]:
    product = case.study.product
    described = is_said(product.description, product.description_zh)
    stated = {
        "name": is_said(product.name, product.name_zh),
        "number": is_said(product.number),
        "version": is_said(product.version),
        "description": described,
    }
    findings = [
        finding(BLOCKS, "S01", "product-not-identified", product.id, field, what=f"@field.{field}")
        for field, said in stated.items()
        if not said
    ]
    declared = product.declared_unit
    by_mass = declared is not None and declared.dimension is Dimension.MASS
    if not by_mass and product.net_mass is None and case.summed_mass_kg is None:
        findings.append(finding(BLOCKS, "S04", "product-mass-unknown", product.id, "net_mass"))
    return findings


def _stages(case: Case) -> list[Finding]:
    """Give the stages before the gate that nothing stands in."""
    if case.result is None:
        return []
    filled = {line.cause.stage for line in case.result.kinds.examples}
    # Goods may be sold without packaging, unless the scheme wants it in the result.
    final = "!" if case.terms.needs_packaging else ""
    return [
        finding(
            BLOCKS,
            f"S05{final if stage is Stage.PACKAGING else ''}",
            "stage-empty",
            stage=f"@stage.{stage.value}",
        )
        for stage in Stage
        if stage is not Stage.OUTBOUND and stage not in filled
    ]


def _stated_scope(case: Case) -> list[Finding]:
    study, scope = case.study, case.study.scope
    assumed = any(is_said(each.text, each.text_zh) for each in study.assumptions)
    stated = {
        "S08": ("geography", is_said(scope.geography, scope.geography_zh)),
        "S12": ("value_choices", is_said(scope.value_choices, scope.value_choices_zh)),
    }
    findings = [
        not_stated(rule, scope.id, field) for rule, (field, said) in stated.items() if not said
    ]
    return findings if assumed else [*findings, not_stated("S11", "", "assumptions")]


def _period(case: Case) -> list[Finding]:
    goal, scope = case.study.goal, case.study.scope
    first, last = goal.period_start, goal.period_end
    if first is None or last is None:
        return [not_stated("S09", goal.id, "period_start" if first is None else "period_end")]
    dates = {"first": first.isoformat(), "last": last.isoformat()}
    if last <= first:
        return [finding(BLOCKS, "S09", "period-reversed", goal.id, "period_end", **dates)]
    days = (last - first).days + 1
    justified = is_said(scope.period_justification, scope.period_justification_zh)
    if days < YEAR_DAYS and not justified:
        field = "period_justification"
        return [finding(BLOCKS, "S09", "period-short", scope.id, field, days=days, **dates)]
    return []


def _log(case: Case) -> list[Finding]:
    """Give whether the scope has changed since the last entry of its log."""
    revisions = case.study.revisions
    if not revisions or revisions[-1].digest == digest_of_scope(case.study):
        return []
    made_on = revisions[-1].made_on
    date = made_on.isoformat() if made_on else "–"
    return [finding(WARNS, "S13", "scope-changed", field="revisions", date=date)]


def with_entry(study: Study, text: str, made_on: datetime.date) -> Study:
    """Give the study with an entry in the log of its scope, which fixes the scope as it is now."""
    entry = ScopeRevision(made_on=made_on, text=text, digest=digest_of_scope(study))
    return msgspec.structs.replace(study, revisions=(*study.revisions, entry))


def digest_of_scope(study: Study) -> str:
    """Give a short digest of what an entry in the log of the scope fixes."""
    fixed = study.goal, study.scope, study.choices, study.exclusions, study.product.declared_unit
    return hashlib.sha256(msgspec.json.encode(fixed, order="deterministic")).hexdigest()[:16]
