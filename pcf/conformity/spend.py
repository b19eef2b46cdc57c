"""Checks on lines counted by money: their share, and the sources of rate and price index."""

import numpy as np

from pcf.conformity.found import found
from pcf.findings import Finding, Severity
from pcf.inventory.spend import Paying, paying_nodes
from pcf.results.lines import Line
from pcf.results.result import PcfResult

_MONEY = "USD"  # the only unit of money that data sets count

SPEND_LIMIT = 0.05
"""Share of |total| above which a line must not be counted by money (methods 1.7, D09)."""


def check_spend(result: PcfResult) -> tuple[Finding, ...]:
    """Give what the lines counted by money have to say."""
    by_money = _shares_by_money(result)
    findings: list[Finding] = []
    for each, share in by_money.items():
        if share > SPEND_LIMIT:
            percents = {"percent": 100 * share, "limit": 100 * SPEND_LIMIT}
            findings.append(
                found(
                    Severity.WARNING,
                    "spend-large",
                    result.nodes[each],
                    "data_set",
                    "D09",
                    **percents,
                )
            )
        if getattr(result.nodes[each], "spend", None) is None:
            findings.append(
                found(Severity.WARNING, "spend-without-year", result.nodes[each], "spend", "D09")
            )
    paying = paying_nodes(result.parts)
    counted = {line.cause.node for line in result.lines} if paying else set()
    for node in paying:
        if node.id in by_money:
            findings += _check_sources(node)
        elif node.id in counted:
            findings.append(found(Severity.NOTE, "spend-unused", node, "spend"))
    return tuple(findings)


def _shares_by_money(result: PcfResult) -> dict[str, float]:
    """Give the share of |total| that each node adds by money [0..1]."""
    absolute = np.abs(result.headline_values)
    total = float(absolute.sum()) or 1.0
    shares: dict[str, float] = {}
    for place in np.flatnonzero(result.kinds.where(_counts_money)).tolist():
        node = result.lines[place].cause.node
        shares[node] = shares.get(node, 0.0) + float(absolute[place]) / total
    return shares


def _check_sources(node: Paying) -> list[Finding]:
    spend = node.spend
    if spend is None:
        return []
    if not spend.amount:
        return [found(Severity.BLOCKS_DOCUMENT, "spend-zero", node, "spend", "D03")]
    lacks_source = (spend.rate is not None and not spend.rate_source.strip()) or (
        spend.price_index is not None and not spend.price_index_source.strip()
    )
    if not lacks_source:
        return []
    return [found(Severity.BLOCKS_DOCUMENT, "spend-without-source", node, "spend", "D03")]


def _counts_money(line: Line) -> bool:
    data_set = line.data_set
    return data_set is not None and data_set.unit == _MONEY
