"""Checks on suppliers' footprints: evidence, boundary, validity, GWP report, split (D10)."""

import datetime

from pcf.background.elementary import GWP_SETS
from pcf.conformity.found import found
from pcf.conformity.stated_splits import check_sum
from pcf.findings import Finding, Severity
from pcf.inventory.inventory import Stage
from pcf.inventory.own_data_sets import Supplied, supplied_nodes
from pcf.model.bom import Part
from pcf.model.processes import StepInput
from pcf.model.sites import SupplyLine
from pcf.model.splits import Split
from pcf.model.suppliers import SUPPLIERS, SupplierBoundary, SupplierFootprint
from pcf.results.result import PcfResult

YEARS_VALID = 3
"""From the end of the period, where no last day is stated (PACT Methodology 3)."""

YEARS_OLD = 3
"""Before the study's period, from which primary data count as old (methods 1.7, S10)."""

TOLERANCE = 0.01
"""Difference of both totals from the split that rounded figures explain."""


def check_suppliers(result: PcfResult) -> tuple[Finding, ...]:
    """Give what the suppliers' footprints that count have to say."""
    used = result.inventory.own_data_sets
    if not used:
        return ()
    findings: list[Finding] = []
    for node in supplied_nodes(result.study, result.parts):
        stated = node.supplier
        if stated is not None and f"{node.id}-{SUPPLIERS}" in used:
            findings += _check_evidence(node, stated)
            findings += _check_validity(node, stated, result)
            findings += _check_report(node, stated, result)
            findings += _check_numbers(node, stated)
            findings += _check_double_counting(node, stated, result)
    return tuple(findings)


def _check_evidence(node: Supplied, stated: SupplierFootprint) -> list[Finding]:
    findings = []
    if not stated.document.strip():
        findings.append(
            found(Severity.BLOCKS_DOCUMENT, "supplier-without-document", node, "supplier", "D03")
        )
    is_whole = stated.boundary is SupplierBoundary.CRADLE_TO_GATE or stated.boundary_note.strip()
    if not is_whole:
        findings.append(
            found(
                Severity.BLOCKS_DOCUMENT,
                "supplier-boundary",
                node,
                "supplier",
                "D10",
                boundary=f"@supplier-boundary.{stated.boundary.value}",
            )
        )
    if stated.primary_share is None:
        findings.append(
            found(Severity.NOTE, "supplier-without-primary-share", node, "supplier", "D05")
        )
    return findings


def _check_validity(node: Supplied, stated: SupplierFootprint, result: PcfResult) -> list[Finding]:
    """Report what was not valid in the study's period, or stands for another time."""
    findings = []
    goal = result.study.goal
    wanted = goal.period_end or result.calculated.date()
    last = stated.valid_until or _years_after(stated.period_end, YEARS_VALID)
    if last is None:
        findings.append(
            found(Severity.WARNING, "supplier-without-validity", node, "supplier", "D10")
        )
    elif wanted > last:
        dates = {"valid_until": last.isoformat(), "wanted": wanted.isoformat()}
        long_ago = _years_after(last, 1)
        if long_ago is not None and wanted > long_ago:
            findings.append(
                found(
                    Severity.BLOCKS_DOCUMENT,
                    "supplier-expired-long",
                    node,
                    "supplier",
                    "D10",
                    **dates,
                )
            )
        else:
            findings.append(
                found(Severity.WARNING, "supplier-expired", node, "supplier", "D10", **dates)
            )
    longest = _years_after(stated.period_end, YEARS_VALID)
    if stated.valid_until is not None and longest is not None and stated.valid_until > longest:
        findings.append(
            found(
                Severity.WARNING,
                "supplier-valid-too-long",
                node,
                "supplier",
                "D10",
                valid_until=stated.valid_until.isoformat(),
                longest=longest.isoformat(),
                years=YEARS_VALID,
            )
        )
    start = goal.period_start or wanted
    if stated.period_start is None or stated.period_end is None:
        if last is None:  # said already
            return findings
        findings.append(found(Severity.WARNING, "supplier-without-period", node, "supplier", "D10"))
    elif stated.period_start > wanted:
        findings.append(
            found(
                Severity.WARNING,
                "supplier-period-later",
                node,
                "supplier",
                "D10",
                start=stated.period_start.isoformat(),
            )
        )
    elif (_years_after(stated.period_end, YEARS_OLD) or start) < start:
        findings.append(
            found(
                Severity.WARNING,
                "supplier-period-old",
                node,
                "supplier",
                "S10",
                end=stated.period_end.isoformat(),
                years=YEARS_OLD,
            )
        )
    return findings


def _check_report(node: Supplied, stated: SupplierFootprint, result: PcfResult) -> list[Finding]:
    gwp_set = result.inventory.choices.gwp_set
    if stated.report.value == GWP_SETS[gwp_set].report.value:
        return []
    return [
        found(
            Severity.WARNING,
            "supplier-gwp-differs",
            node,
            "supplier",
            "D10",
            report=f"@report.{stated.report.value}",
            gwp_set=gwp_set.value,
        )
    ]


def _check_numbers(node: Supplied, stated: SupplierFootprint) -> list[Finding]:
    """Report a split and two totals that do not add up."""
    split, value = stated.split, stated.value.si
    if not value:
        return [found(Severity.BLOCKS_DOCUMENT, "supplier-zero", node, "supplier", "D10")]
    findings = [] if split is None else check_sum(node, "supplier", split, value, {})
    beside = (split or Split()).of(value)
    if stated.with_uptake is None or (beside.uptake is None and beside.biogenic_co2 is None):
        return findings
    wanted = value + (beside.uptake or 0.0) + (beside.biogenic_co2 or 0.0)
    if abs(stated.with_uptake.si - wanted) > TOLERANCE * max(abs(wanted), value):
        findings.append(
            found(
                Severity.WARNING,
                "supplier-totals-differ",
                node,
                "supplier",
                "Q09",
                stated=stated.with_uptake.text,
                wanted=wanted,
            )
        )
    return findings


def _check_double_counting(
    node: Supplied, stated: SupplierFootprint, result: PcfResult
) -> list[Finding]:
    """Report what the footprint and the study may both hold."""
    findings = []
    if _other_answer(node):
        findings.append(
            found(Severity.WARNING, "supplier-beside-data-set", node, "supplier", "D03")
        )
    if isinstance(node, Part) and any(not child.excluded for child in node.parts):
        findings.append(found(Severity.WARNING, "supplier-beside-parts", node, "supplier", "D10"))
    carried = any(
        line.process.node == node.id and line.cause.stage is Stage.INBOUND for line in result.lines
    )
    if stated.outbound_included and carried:
        findings.append(found(Severity.WARNING, "supplier-way-twice", node, "supplier", "D10"))
    return findings


def _other_answer(node: Supplied) -> object:
    """Give what else is stated of where something comes from, beside its supplier's footprint."""
    if isinstance(node, StepInput):
        return node.supply
    return node.data_set or (node.mix if isinstance(node, SupplyLine) else None)


def _years_after(day: datetime.date | None, years: int) -> datetime.date | None:
    """Give the same day some years later; of 29 February, where there is none, the day before."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
