"""Checks on recycling: one method, virgin proved virgin, no credit (methods 1.7, A05 and A06)."""

from collections.abc import Iterable, Iterator

import numpy as np

from pcf.background.dataset import DataSet
from pcf.background.recycling_parameters import parameter_rows
from pcf.findings import Finding, Severity
from pcf.inventory.inventory import Role, Stage
from pcf.inventory.recycled_material import lines_of, recycling_of
from pcf.model.bom import Part
from pcf.model.choices import RecyclingMethod
from pcf.model.node import DataSetRef
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ScrapRoute
from pcf.model.recycling import Recycling
from pcf.model.schemes import terms_of
from pcf.results.effects import RecycledLine
from pcf.results.result import PcfResult

_VIRGIN = frozenset({"virgin", "primary"})
_HOLDS_SCRAP = frozenset({"mixed", "recycled", "reused"})
_BOUGHT = frozenset({Stage.MATERIALS, Stage.PACKAGING})


def check_recycling(result: PcfResult) -> tuple[Finding, ...]:
    """Give what is to be said of the recycling method and of each line with recycled content."""
    lines = lines_of(result.study, result.parts)
    stating = [(line, line.recycling) for line in lines if line.recycling is not None]
    findings = [
        *_scheme(result),
        *_credits(result),
        *_mixed(result, (line for line, _ in stating)),
        *_at_cut_off(result, lines),
        *_scrap_without_credit(result),
    ]
    described = {each.node: each for each in result.recycled}
    for line, recycling in stating:
        if line.supplier is not None:
            findings.append(_found(Severity.WARNING, "recycling-beside-supplier", line, rule="A05"))
            continue
        findings += _data_sets(result, line, recycling)
        if line.id in described:
            findings += _parameters(line, recycling, described[line.id])
    return tuple(findings)


def _found(
    severity: Severity, key: str, line: Part | PackagingItem, **fields: str | float
) -> Finding:
    named: dict[str, str | float] = {"name": line.label}
    if line.name_zh:
        named["name_zh"] = line.name_zh
    return Finding(
        severity=severity, key=key, node=line.id, field="recycling", fields={**named, **fields}
    )


def _scheme(result: PcfResult) -> Iterator[Finding]:
    """Find a method that the scheme does not have."""
    choices = result.study.choices
    allowed = terms_of(choices).recycling
    if allowed and choices.recycling not in allowed:
        method = f"@recycling.name.{choices.recycling.value}"
        yield Finding(
            severity=Severity.WARNING,
            key="recycling-not-of-scheme",
            node=choices.id,
            field="recycling",
            fields={"method": method, "rule": "A05"},
        )


def _credits(result: PcfResult) -> Iterator[Finding]:
    """Find what takes emissions away from a study at the cut-off.

    Scrap that comes back into the product stays inside the boundary: no credit.
    """
    if result.inventory.choices.recycling is not RecyclingMethod.CUT_OFF:
        return
    said: set[tuple[str, str]] = set()
    for place in np.flatnonzero(result.headline_values < 0).tolist():
        line = result.lines[place]
        where = (line.cause.node, str(line.exchange.input))
        if line.cause.role is Role.RECOVERED or line.amount < 0 or where in said:
            continue
        said.add(where)
        name = line.data_set.ref.id if line.data_set else ""
        fields: dict[str, str | int | float] = {"data_set": name, "rule": "A06"}
        yield Finding(
            severity=Severity.BLOCKS_DOCUMENT,
            key="recycling-credit",
            node=line.cause.node,
            fields=fields,
        )


def _mixed(result: PcfResult, stating: Iterable[Part | PackagingItem]) -> Iterator[Finding]:
    """Find lines that follow another method than the study."""
    method = result.inventory.choices.recycling
    for line in stating:
        recycling = recycling_of(line)
        own = recycling.method if recycling else None
        if own is not None and own is not method:
            yield _found(
                Severity.BLOCKS_DOCUMENT,
                "recycling-methods-mixed",
                line,
                own=f"@recycling.name.{own.value}",
                method=f"@recycling.name.{method.value}",
                rule="A05",
            )


def _at_cut_off(result: PcfResult, of_study: Iterable[Part | PackagingItem]) -> Iterator[Finding]:
    """Find data sets of bought material that hold scrap by the cut-off, one finding for each."""
    method = result.inventory.choices.recycling
    if method is RecyclingMethod.CUT_OFF:
        return
    lines = {line.id: line for line in of_study if line.recycling is None}
    found: dict[str, dict[str, Part | PackagingItem]] = {}
    for each in result.lines:
        line = lines.get(each.cause.node)
        if line is None or each.data_set is None or each.exchange.stage not in _BOUGHT:
            continue
        if each.data_set.route in _HOLDS_SCRAP:
            found.setdefault(each.data_set.ref.id, {})[line.id] = line
    for data_set, alike in found.items():
        yield _found(
            Severity.WARNING,
            "recycling-line-at-cut-off",
            next(iter(alike.values())),
            data_set=data_set,
            count=len(alike),
            method=f"@recycling.name.{method.value}",
            rule="A05",
        )


def _scrap_without_credit(result: PcfResult) -> Iterator[Finding]:
    """Say that scrap of the steps leaves without credit where the method could give one."""
    if result.inventory.choices.recycling is RecyclingMethod.CUT_OFF:
        return
    steps = [step for part in result.parts for step in part.steps]
    leaving = [step for step in steps if step.scrap and step.scrap.route is ScrapRoute.RECYCLED]
    if leaving:
        yield Finding(
            severity=Severity.NOTE,
            key="recycling-scrap-without-credit",
            node=result.study.choices.id,
            field="recycling",
            fields={"count": len(leaving)},
        )


def _data_sets(
    result: PcfResult, line: Part | PackagingItem, recycling: Recycling
) -> Iterator[Finding]:
    """Prove the virgin data set virgin: a market mix would count its scrap twice."""
    virgin = _data_set(result, line.data_set)
    if virgin is not None and virgin.route not in _VIRGIN:
        holds_scrap = virgin.route in _HOLDS_SCRAP
        severity = Severity.BLOCKS_DOCUMENT if holds_scrap else Severity.WARNING
        key = "recycling-virgin-holds-scrap" if holds_scrap else "recycling-virgin-not-proved"
        yield _found(severity, key, line, **_named(virgin), rule="A05")
    recycled = _data_set(result, recycling.recycled)
    if recycled is not None and recycled.route in _VIRGIN:
        yield _found(
            Severity.WARNING, "recycling-recycled-is-virgin", line, **_named(recycled), rule="A05"
        )


def _named(data_set: DataSet) -> dict[str, str]:
    return {"data_set": data_set.name_en, "data_set_zh": data_set.name_zh}


def _data_set(result: PcfResult, ref: DataSetRef | None) -> DataSet | None:
    return result.data_sets.get(ref) if ref else None


def _parameters(
    line: Part | PackagingItem, recycling: Recycling, described: RecycledLine
) -> Iterator[Finding]:
    if recycling.recycled_share and not recycling.evidence.strip():
        row = parameter_rows().get(recycling.defaults)
        average = row.r1 if row else 0.0  # what may be taken for granted, with a warning
        is_above = recycling.recycled_share > average
        yield _found(
            Severity.BLOCKS_DOCUMENT if is_above else Severity.WARNING,
            "recycled-share-without-evidence",
            line,
            percent=100 * recycling.recycled_share,
            average=100 * average,
            rule="D03",
        )
    if described.row and recycling.recycled_share is None and described.r1 is not None:
        yield _found(
            Severity.WARNING,
            "recycling-share-by-default",
            line,
            percent=100 * described.r1,
            row=described.row,
            rule="A05",
        )
    if described.missing:
        symbols = ", ".join(described.missing)
        yield _found(
            Severity.WARNING, "end-of-life-incomplete", line, parameters=symbols, rule="A05"
        )
