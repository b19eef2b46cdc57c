"""Checks on splits that the study states: source, sum, use."""

from pcf.background.dataset import DataSet
from pcf.conformity.found import found
from pcf.findings import Finding, Severity
from pcf.model.node import Node
from pcf.model.splits import Split, StatedSplit
from pcf.results.result import PcfResult

SUM_TOLERANCE = 0.01
"""Difference of a split's sum from its total that rounded figures explain."""


def check_stated_splits(result: PcfResult) -> tuple[Finding, ...]:
    """Give what the stated splits have to say."""
    at_end_of_life = (each for line in result.recycled for each in line.data_sets)
    used = (*at_end_of_life, *result.inventory.data_sets)
    published = {data_set.ref: data_set for data_set in used}
    counting = {stated.data_set: stated.id for stated in reversed(result.study.splits)}
    findings: list[Finding] = []
    for stated in result.study.splits:
        data_set = published.get(stated.data_set) if stated.data_set else None
        if data_set is None:
            findings.append(found(Severity.NOTE, "split-unused", stated, "data_set"))
        elif counting[data_set.ref] != stated.id:
            about = {"name": data_set.name_en, "name_zh": data_set.name_zh}
            findings.append(
                found(Severity.WARNING, "split-twice", stated, "data_set", "Q03", **about)
            )
        else:
            findings += _check_one(stated, data_set)
    return tuple(findings)


def _check_one(stated: StatedSplit, data_set: DataSet) -> list[Finding]:
    findings = []
    about = {"name": data_set.name_en, "name_zh": data_set.name_zh}
    if not (stated.source.strip() or stated.source_zh.strip()):
        findings.append(
            found(
                Severity.BLOCKS_DOCUMENT, "split-without-source", stated, "source", "Q03", **about
            )
        )
    total, sum_of_split = data_set.kg_co2e, stated.split.of(data_set.kg_co2e).headline
    if not stated.replaces_total:
        return findings + check_sum(stated, "split", stated.split, total, about)
    findings += _check_aircraft(stated, "split", stated.split, sum_of_split, about)
    if abs(sum_of_split - total) > SUM_TOLERANCE * abs(total):
        findings.append(
            found(
                Severity.WARNING,
                "split-replaces-total",
                stated,
                "replaces_total",
                "Q09",
                total=total,
                stated=sum_of_split,
                unit=data_set.unit,
                **about,
            )
        )
    return findings


def check_sum(
    node: Node, field: str, split: Split, total: float, about: dict[str, str]
) -> list[Finding]:
    """Report a split whose headline is not its total: less stays unsplit, more can't be (Q09)."""
    sum_of_split = split.of(total).headline
    over = sum_of_split - total
    fields = about | {"percent": 100 * sum_of_split / total if total else 0.0}
    findings = _check_aircraft(node, field, split, total, about)
    if over > SUM_TOLERANCE * abs(total):
        findings.append(
            found(Severity.BLOCKS_DOCUMENT, "split-exceeds-total", node, field, "Q09", **fields)
        )
    elif -over > SUM_TOLERANCE * abs(total):
        findings.append(found(Severity.WARNING, "split-leaves-rest", node, field, "Q09", **fields))
    return findings


def _check_aircraft(
    node: Node, field: str, split: Split, total: float, about: dict[str, str]
) -> list[Finding]:
    """Report a share by aircraft that is more than all, or that nobody states (Q07)."""
    aircraft = split.of(total).aircraft
    if aircraft is None:
        return [found(Severity.WARNING, "split-without-aircraft", node, field, "Q07", **about)]
    if aircraft > (1 + SUM_TOLERANCE) * abs(total):
        key, values = "split-aircraft-exceeds-total", {"aircraft": aircraft, "total": total}
        return [found(Severity.BLOCKS_DOCUMENT, key, node, field, "Q07", **about, **values)]
    return []
