"""Checks on what a result's numbers are: split, assessment reports, gases, estimates."""

from collections import defaultdict

import numpy as np

from pcf.background.dataset import SplitOrigin
from pcf.background.elementary import (
    GWP_SETS,
    SOURCE_HORIZON_YEARS,
    GasGroup,
    GwpReport,
)
from pcf.conformity.named import listed, names_of
from pcf.findings import Finding, Severity
from pcf.results.biogenic import bio_based_lines, unsplit_nodes, uptaking_nodes
from pcf.results.contributions import by_report, split_shares, unsplit_values
from pcf.results.estimates import estimate_share
from pcf.results.result import PcfResult

UNSPLIT_LIMIT = 0.05
"""Share of |total| without a split, or silent on land-use change, above which it blocks
(product 4)."""

GWP20_RESOLVED = 0.95
"""Gas-resolved share of |total| from which a 20-year horizon may be shown (product 4)."""

_NAMED = 3

Fields = dict[str, str | int | float]


def check_result(result: PcfResult) -> tuple[Finding, ...]:
    """Give what a result's own make-up has to say."""
    checks = (_check_split, _check_reports, _check_horizon, _check_estimates)
    return tuple(finding for check in checks for finding in check(result))


def _check_split(result: PcfResult) -> list[Finding]:
    shares = split_shares(result)
    unsplit = shares.get(SplitOrigin.NONE)
    findings = [_without_split(result, unsplit)] if unsplit else []
    for origin, key in (
        (SplitOrigin.BY_FAMILY, "split-by-family"),
        (SplitOrigin.ESTIMATED, "split-estimated"),
        (SplitOrigin.BY_USER, "split-by-user"),
    ):
        share = shares.get(origin)
        if share:
            fields: Fields = {"percent": 100 * share}
            findings.append(Finding(severity=Severity.NOTE, key=key, fields=fields))
    return findings


def _without_split(result: PcfResult, share: float) -> Finding:
    """Report all that has no split as one finding, at the largest (Q03).

    Of what grew among it nobody knows what land-use change adds (Q05) or, where its uptake isn't
    stated either, whether it is that of the carbon content (Q10): those rows stay open with it.
    """
    sums: dict[str, float] = defaultdict(float)
    values = np.abs(unsplit_values(result))
    for place in np.flatnonzero(values).tolist():
        sums[result.lines[place].cause.node] += float(values[place])
    nodes = sorted(sums, key=lambda node: -sums[node])
    grown = unsplit_nodes(bio_based_lines(result)).intersection(nodes)
    rows = ["Q05"] if grown else []
    rows += ["Q10"] if grown - uptaking_nodes(result).keys() else []
    english, chinese = names_of(result, nodes[:_NAMED])
    fields: Fields = {
        "percent": 100 * share,
        "limit": 100 * UNSPLIT_LIMIT,
        "count": len(nodes),
        "names": listed(english),
        "names_zh": listed(chinese),
        "rule": "Q03",
        "also": " ".join(rows),
    }
    severity = Severity.BLOCKS_DOCUMENT if share > UNSPLIT_LIMIT else Severity.WARNING
    return Finding(severity=severity, key="split-missing", node=nodes[0], fields=fields)


def _check_reports(result: PcfResult) -> list[Finding]:
    reports = by_report(result)
    if all(each.key == GwpReport.AR6.value for each in reports):
        return []
    resolved = next((each.share or 0.0 for each in reports if each.key == GwpReport.AR6.value), 0.0)
    return [
        Finding(
            severity=Severity.WARNING, key="gwp-reports-mixed", fields={"percent": 100 * resolved}
        )
    ]


def _check_horizon(result: PcfResult) -> list[Finding]:
    terms = GWP_SETS[result.inventory.choices.gwp_set]
    if terms.horizon_years == SOURCE_HORIZON_YEARS:
        return []
    share = gas_resolved_share(result)
    if share >= GWP20_RESOLVED:
        return []
    return [
        Finding(
            severity=Severity.BLOCKS_DOCUMENT,
            key="gwp20-not-resolved",
            node=result.study.choices.id,
            field="gwp_set",
            fields={"percent": 100 * share, "limit": 100 * GWP20_RESOLVED},
        )
    ]


def _check_estimates(result: PcfResult) -> list[Finding]:
    share, limit = estimate_share(result), result.study.choices.screening_limit
    if share <= limit:
        return []
    fields: Fields = {"percent": 100 * share, "limit": 100 * limit}
    return [Finding(severity=Severity.WARNING, key="screening-estimate", fields=fields)]


def gas_resolved_share(result: PcfResult) -> float:
    """Give the share of |total| whose gases are known one by one [0..1]."""
    absolute = abs(result.values * result.before_gate[:, None]).sum(axis=0)
    headline = result.headline_columns
    total = sum(float(absolute[column]) for column in headline)
    resolved = sum(
        float(absolute[column])
        for column in headline
        if result.components[column].gas is not GasGroup.NOT_RESOLVED
        and result.components[column].report is not GwpReport.CO2_ONLY
    )
    return resolved / total if total else 0.0
