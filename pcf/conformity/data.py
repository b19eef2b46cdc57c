"""Rows D01, D03, D04, D08: own data for own processes, sources, versions, gaps."""

import numpy as np

from pcf.conformity.case import BLOCKS, WARNS, Case, finding, is_said, not_stated
from pcf.conformity.found import found
from pcf.findings import Finding
from pcf.model.bom import Mass, MassOrigin
from pcf.model.processes import ProcessStep
from pcf.results.contributions import by_site
from pcf.results.lines import Line
from pcf.results.result import PcfResult

_SMALL = 0.05
"""Share of a step below which general data are tolerated with a reason (methods 1.7, D01)."""

_GENERAL_TABLE = "processes"


def check_data(case: Case) -> list[Finding]:
    """Give which data are not the company's own where they should be, or can't be traced."""
    findings = _gaps(case)
    if case.result is not None:
        findings += _own_processes(case, case.result) + _own_share(case, case.result)
        findings += _sources(case.result)
    return findings


def _own_processes(case: Case, result: PcfResult) -> list[Finding]:
    """Give the steps under the company's control whose data are not their own."""
    foreign = {site.id for site in case.study.sites if not site.under_control}
    general = _of_general_processes(result)
    found: list[tuple[ProcessStep, bool]] = []
    for step in (step for part in case.parts for step in part.steps):
        if step.id not in result.processes or step.site in foreign:
            continue
        is_general = step.id in general
        if is_general or not step.site_specific:
            found.append((step, is_general))
    shares = _shares({step.id for step, _ in found}, result)
    return [_not_own(step, shares[step.id], is_general=is_general) for step, is_general in found]


def _shares(steps: set[str], result: PcfResult) -> dict[str, float]:
    """Give the share of some steps in the headline [1]."""
    sums: dict[str, float] = dict.fromkeys(steps, 0.0)
    if steps:
        for line, value in zip(result.lines, result.headline_values.tolist(), strict=True):
            if line.process.node in steps:
                sums[line.process.node] += value
    total = float(result.headline_values.sum())
    return {step: value / total if total > 0 else 0.0 for step, value in sums.items()}


def _not_own(step: ProcessStep, share: float, *, is_general: bool) -> Finding:
    return found(
        WARNS if abs(share) < _SMALL and is_said(step.note) else BLOCKS,
        "step-of-general-data" if is_general else "step-not-site-specific",
        step,
        "inputs" if is_general else "site_specific",
        rule="D01",
        percent=100 * share,
    )


def _of_general_processes(result: PcfResult) -> set[str]:
    """Give the nodes of the unit processes that take their energy from a process of a database."""
    taking = result.kinds.where(_is_general)
    return {result.lines[place].process.node for place in np.flatnonzero(taking).tolist()}


def _is_general(line: Line) -> bool:
    is_own = line.cause is line.exchange  # not what comes through the supply of a site
    table = line.data_set.table if line.data_set and is_own else ""
    return line.cause.via is not None or table == _GENERAL_TABLE


def _own_share(case: Case, result: PcfResult) -> list[Finding]:
    """Give that own emissions are too small a share of those upstream, where a scheme asks."""
    least = case.terms.own_share
    if least is None:
        return []
    own = {site.id for site in case.study.sites if site.under_control}
    inside = sum(each.kg_co2e for each in by_site(result) if each.key in own)
    upstream = sum(each.kg_co2e for each in by_site(result) if each.key not in own)
    if inside >= least * upstream:
        return []
    percent = 100 * inside / upstream
    return [finding(WARNS, "D01", "own-share-small", percent=percent, limit=100 * least)]


def _sources(result: PcfResult) -> list[Finding]:
    findings = []
    for data_set in result.inventory.data_sets:
        source = data_set.source
        name = {"name": data_set.name_en, "name_zh": data_set.name_zh}
        if not (source.title and data_set.source_locator):
            findings.append(finding(BLOCKS, "D03", "data-set-without-source", **name))
        elif not source.year:
            findings.append(finding(BLOCKS, "D04", "source-without-year", **name))
    findings += [
        finding(
            BLOCKS, "D04", "database-without-version", name=base.title_en, name_zh=base.title_zh
        )
        for base in result.databases
        if not base.version
    ]
    return findings


def _gaps(case: Case) -> list[Finding]:
    """Give what was filled in without saying how."""
    study, scope = case.study, case.study.scope
    findings = []
    if not is_said(scope.missing_data, scope.missing_data_zh):
        findings.append(not_stated("D08", scope.id, "missing_data"))
    parts = [part for part in case.parts if not part.excluded and _lacks_basis(part.mass)]
    items = [item for item in study.packaging if _lacks_basis(item.mass)]
    findings += [
        found(BLOCKS, "mass-without-basis", each, "mass", rule="D08") for each in (*parts, *items)
    ]
    return findings


def _lacks_basis(mass: Mass | None) -> bool:
    """Tell whether a mass was assumed without saying by what."""
    return mass is not None and mass.origin is MassOrigin.ASSUMED and not is_said(mass.basis)
