"""Results, findings and data sets in words for a terminal, and in JSON for other programs."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from pcf.background.database import Database
from pcf.background.dataset import DataSet
from pcf.background.search import Hit
from pcf.commands import quality_terms
from pcf.findings import Finding, Severity
from pcf.results import contributions, display
from pcf.results.checklist import RowState, count, remark, requirement, rule_of, rules_of
from pcf.results.contributions import Contribution
from pcf.results.electricity import has_location_based
from pcf.results.estimates import (
    document_kind,
    estimate_share,
    estimated_mass_share,
    is_draft,
    mass_estimate_shares,
)
from pcf.results.names import Names, unit_name
from pcf.results.result import PcfResult
from pcf.results.summary import declared_unit
from pcf.texts import Texts
from pcf.workflow.calculation import Calculation
from pcf.workflow.samples import Sample

_LARGEST = 10
_FINDINGS_SHOWN = 200


def result(path: Path, calculation: Calculation, texts: Texts) -> str:
    """Give one calculated study: total, split, stages, largest contributors, findings."""
    found = calculation.result
    if found is None:
        return ""
    totals = contributions.totals(found)
    product = found.study.product
    names = Names(found, texts)
    head = texts(
        "terminal.headline",
        product=texts.choose(product.name, product.name_zh) or path.stem,
        total=display.significant(totals.headline),
        unit=declared_unit(found, texts),
        with_uptake=display.significant(totals.with_uptake),
    )
    blocks = [
        head + (f"  [{texts('state.incomplete')}]" if found.is_incomplete else ""),
        _contribution_table(
            texts("terminal.split"),
            contributions.by_category(found),
            lambda key: texts(f"category.{key}"),
            texts,
        ),
        _contribution_table(
            texts("terminal.stages"),
            contributions.by_stage(found),
            lambda key: f"{key} {texts(f'stage.{key}')}",
            texts,
        ),
        _contribution_table(
            texts("terminal.largest", count=_LARGEST),
            contributions.by_statement(found)[:_LARGEST],
            names.node,
            texts,
        ),
        table(
            [texts("terminal.improve"), texts("terminal.share"), texts("terminal.weak")],
            quality_terms.weak_rows(found, names, texts),
            right={1},
        ),
        _basis(found, texts),
        counts(calculation.findings, texts),
    ]
    return "\n\n".join(blocks)


def _basis(found: PcfResult, texts: Texts) -> str:
    """Give what the number rests on: GWPs, estimates, kind of document, record, hash."""
    kind = texts(f"document.{document_kind(found).value}")
    lines = [
        gwp_shares(found, texts),
        texts(
            "terminal.estimates",
            share=display.percent(estimate_share(found)),
            kind=texts("state.draft-of", kind=kind) if is_draft(found) else kind,
        ),
    ]
    lines += _estimated_masses(found, texts)
    outbound = contributions.totals(found).outbound
    if outbound:
        lines.append(texts("terminal.outbound", total=display.significant(outbound)))
    if found.location is not None and has_location_based(found):
        by_location = display.significant(found.location.headline)
        lines.append(texts("terminal.location-based", total=by_location))
    lines += quality_terms.basis_lines(found, texts)
    if found.record is not None:
        lines.append(
            texts(
                "terminal.record",
                solver=found.record.solver,
                deviation=f"{found.record.deviation:.0e}",
            )
        )
    lines.append(f"SHA-256 {found.sha256}")
    return "\n".join(lines)


def _estimated_masses(found: PcfResult, texts: Texts) -> list[str]:
    """Say how much of the total and of the product's mass rests on estimated masses, if any."""
    shares = mass_estimate_shares(found)
    of_mass = estimated_mass_share(found.study)
    if not shares and not of_mass:
        return []
    origins = [
        f"{texts(f'origin.{origin.value}')} {display.percent(share)}"
        for origin, share in shares.items()
    ]
    return [
        texts(
            "terminal.estimated-masses",
            share=display.percent(sum(shares.values())),
            origins=", ".join(origins) or display.MISSING,
            of_mass=display.percent(of_mass),
        )
    ]


def gwp_shares(found: PcfResult, texts: Texts) -> str:
    """Give the shares of |total| by assessment report: "GWP100: AR6 62.0 %, AR5 …"."""
    shares = ", ".join(
        f"{texts(f'report.{each.key}')} {display.percent(each.share)}"
        for each in contributions.by_report(found)
    )
    return f"{found.inventory.choices.gwp_set.value.partition(' ')[2]}: {shares}"


def summary(rows: Sequence[Sequence[str]], texts: Texts) -> str:
    """Give several studies with one row each, as `summary_row` gives it."""
    head = [
        texts("terminal.study"),
        "kg CO₂e",
        texts("terminal.with-uptake"),
        texts("terminal.declared-unit"),
        texts("terminal.state"),
        texts("terminal.findings"),
    ]
    return table(head, rows, right={1, 2})


def summary_row(path: Path, calculation: Calculation, texts: Texts) -> tuple[str, ...]:
    """Give one of several studies as a row, an empty one where there is no result."""
    found = calculation.result
    if found is None:
        return ()
    totals = contributions.totals(found)
    return (
        path.stem,
        display.significant(totals.headline),
        display.significant(totals.with_uptake),
        declared_unit(found, texts),
        _state(found, texts),
        _short_counts(calculation.findings),
    )


def _state(found: PcfResult, texts: Texts) -> str:
    if found.is_incomplete:
        return texts("state.incomplete")
    return (
        texts("state.draft") if is_draft(found) else texts(f"document.{document_kind(found).value}")
    )


def stopped(path: Path, found: Iterable[Finding], texts: Texts) -> str:
    """Say that a study was not calculated, and what stops it."""
    stops = [each for each in found if each.severity is Severity.STOPS_CALCULATION]
    lines = [texts("terminal.stopped", study=path.name)]
    lines += [f"  {texts.what(each)} {texts.mend(each)}" for each in stops[:_LARGEST]]
    if len(stops) > _LARGEST:
        lines.append(texts("terminal.more", count=len(stops) - _LARGEST))
    return "\n".join(lines)


def findings(path: Path, calculation: Calculation, texts: Texts) -> str:
    """Give all findings of a study, grouped by severity, worst first."""
    lines = [f"{path.name}: {counts(calculation.findings, texts)}"]
    for severity in Severity:
        group = [each for each in calculation.findings if each.severity is severity]
        if not group:
            continue
        lines.append(f"\n{texts(f'severity.{severity.value}')} ({len(group)})")
        for each in group[:_FINDINGS_SHOWN]:
            lines += [f"  - {_rule(each)}{texts.what(each)}", f"    {texts.mend(each)}"]
        if len(group) > _FINDINGS_SHOWN:
            lines.append(texts("terminal.more", count=len(group) - _FINDINGS_SHOWN))
    return "\n".join(lines)


def _rule(found: Finding) -> str:
    """Give the rows of the checklist that a finding opens, in brackets."""
    rules = " ".join(rules_of(found))
    return f"[{rules}] " if rules else ""


def checklist(calculation: Calculation, texts: Texts) -> str:
    """Give every row of the checklist with its state, under how many there are of each."""
    rows = calculation.checklist
    numbers = {state.value: count(rows, state) for state in RowState}
    head = texts(
        "terminal.checklist",
        scheme=texts(f"scheme.{calculation.scheme.value}"),
        counts=texts("checklist.counts", **numbers),
    )
    heads = [texts(f"column.{name}") for name in ("rule", "weight", "row-state", "requirement")]
    body = [
        [
            row.id,
            row.weight,
            texts(f"checklist.state.{row.state.value}"),
            " – ".join(filter(None, (requirement(row, texts), remark(row, texts)))),
        ]
        for row in rows
    ]
    return f"{head}\n\n{table(heads, body, right=set())}"


def counts(found: Iterable[Finding], texts: Texts) -> str:
    """Give how many findings there are of each severity."""
    severities = [each.severity for each in found]
    return " · ".join(
        texts(
            "terminal.count",
            name=texts(f"severity.{severity.value}"),
            count=severities.count(severity),
        )
        for severity in Severity
    )


def _short_counts(found: Iterable[Finding]) -> str:
    severities = [each.severity for each in found]
    return "/".join(str(severities.count(severity)) for severity in Severity)


def hits(found: Sequence[Hit], texts: Texts) -> str:
    """Give the data sets that a search found."""
    if not found:
        return texts("terminal.nothing-found")
    head = [
        texts("terminal.data-set"),
        texts("terminal.place"),
        texts("terminal.year"),
        texts("terminal.factor"),
        texts("terminal.confidence"),
        "id",
    ]
    body = [
        [
            texts.choose(hit.data_set.name_en, hit.data_set.name_zh),
            hit.data_set.geography,
            str(hit.data_set.year),
            f"{display.significant(hit.data_set.kg_co2e)} / {unit_name(hit.data_set.unit, texts)}",
            hit.data_set.confidence.value,
            hit.data_set.ref.id,
        ]
        for hit in found
    ]
    return table(head, body, right={2, 3})


def databases(found: Iterable[Database], texts: Texts) -> str:
    """List databases with version, number of data sets and licence."""
    head = [
        texts("terminal.database"),
        texts("terminal.version"),
        texts("terminal.data-sets"),
        texts("terminal.licence"),
    ]
    body = [
        [
            texts.choose(base.title_en, base.title_zh),
            base.version,
            str(len(base.data_sets)),
            base.licence,
        ]
        for base in found
    ]
    return table(head, body, right={2})


def data_set(found: DataSet, texts: Texts) -> str:
    """Give all that is known of a data set, down to table row and source."""
    facts = [
        (
            "terminal.factor",
            f"{display.significant(found.kg_co2e, 6)} kg CO₂e / {unit_name(found.unit, texts)}",
        ),
        ("terminal.boundary", found.boundary),
        ("terminal.place", found.geography),
        ("terminal.year", str(found.year)),
        (
            "terminal.confidence",
            f"{found.confidence.value}: {texts(f'confidence.{found.confidence.value}')}",
        ),
        ("terminal.split", texts(f"split.{found.split.value}")),
        ("terminal.table", f"{found.ref.database} / {found.table} / {found.ref.id}"),
        (
            "terminal.source",
            f"{found.source.publisher}, {found.source.title} ({found.source.year})",
        ),
        ("terminal.locator", found.source_locator),
        ("terminal.licence", found.licence),
        ("terminal.attribution", found.source.attribution),
        ("terminal.note", found.note),
    ]
    lines = [found.name_en, found.name_zh]
    lines += [f"  {texts(key)}: {value}" for key, value in facts if value]
    if found.quoted:
        lines.append(f"  {texts('terminal.quoted')}")
    return "\n".join(lines)


def sample(made: Sample, texts: Texts) -> str:
    """Say what a sample study came to and which files it made."""
    totals = contributions.totals(made.result)
    product = made.result.study.product
    lines = [
        texts(
            "terminal.sample",
            product=texts.choose(product.name, product.name_zh),
            total=display.significant(totals.headline),
            kind=texts(f"document.{document_kind(made.result).value}"),
        )
    ]
    return "\n".join([*lines, *(f"  {path}" for path in made.files)])


def written(study: Path, files: Sequence[Path]) -> str:
    """Give the files that were written for one of several studies, in one row."""
    return f"{study.name}: {', '.join(str(each) for each in files)}"


def fault_json(path: Path, error: str) -> dict[str, str]:
    """Give a study that could not be read or calculated as JSON."""
    return {"study": str(path), "error": error}


def result_json(path: Path, calculation: Calculation, texts: Texts) -> dict[str, Any]:
    """Give a calculated study as JSON; numbers in kg CO2e per declared unit."""
    found = calculation.result
    content = findings_json(path, calculation.findings, texts)
    if found is None:
        return {**content, "result": None}
    totals = contributions.totals(found)
    unit = found.study.product.declared_unit

    def kg(parts: Iterable[Contribution]) -> dict[str, float]:
        return {part.key: part.kg_co2e for part in parts}

    return {
        **content,
        "result": {
            "id": found.id,
            "sha256": found.sha256,
            "declared_unit": unit.text if unit else None,
            "gwp_set": found.inventory.choices.gwp_set.value,
            "kg_co2e": totals.headline,
            "kg_co2e_with_uptake": totals.with_uptake,
            "kg_co2e_outbound": totals.outbound,
            "kg_co2e_location_based": found.location.headline if found.location else None,
            "sum_of_absolute_contributions": totals.absolute,
            "incomplete": found.is_incomplete,
            "document": document_kind(found).value,
            "estimate_share": estimate_share(found),
            "estimated_masses": {
                origin.value: share for origin, share in mass_estimate_shares(found).items()
            },
            "estimated_share_of_mass": estimated_mass_share(found.study),
            **quality_terms.quality_json(found),
            "record": found.record.solver if found.record else None,
            "categories": {key.value: value for key, value in totals.categories.items()},
            "stages": kg(contributions.by_stage(found)),
            "gases": kg(contributions.by_gas(found)),
            "confidence": kg(contributions.by_confidence(found)),
            "sites": kg(contributions.by_site(found)),
            "statements": kg(contributions.by_statement(found)),
            "data_sets": kg(contributions.by_data_set(found)),
            "gwp_reports": {each.key: each.share for each in contributions.by_report(found)},
        },
    }


def findings_json(path: Path, found: Iterable[Finding], texts: Texts) -> dict[str, Any]:
    """Give the findings of a study as JSON, with their words."""
    return {
        "study": str(path),
        "findings": [
            {
                "severity": each.severity.value,
                "key": each.key,
                "node": each.node,
                "field": each.field,
                "rule": rule_of(each),
                "also": list(rules_of(each)[1:]),
                "what": texts.what(each),
                "mend": texts.mend(each),
            }
            for each in found
        ],
    }


def checklist_json(calculation: Calculation, texts: Texts) -> list[dict[str, str]]:
    """Give the rows of the checklist as JSON, with their words."""
    return [
        {
            "rule": row.id,
            "weight": row.weight,
            "state": row.state.value,
            "requirement": requirement(row, texts),
            "remark": remark(row, texts),
        }
        for row in calculation.checklist
    ]


def database_json(base: Database) -> dict[str, Any]:
    """Give a database as JSON."""
    return {
        "id": base.id,
        "title_en": base.title_en,
        "title_zh": base.title_zh,
        "version": base.version,
        "licence": base.licence,
        "checksum": base.checksum,
        "data_sets": len(base.data_sets),
    }


def _contribution_table(
    title: str,
    parts: Sequence[Contribution],
    name: Callable[[str], str],
    texts: Texts,
) -> str:
    head = [title, "kg CO₂e", texts("terminal.share")]
    body = [
        [name(part.key), display.fixed(part.kg_co2e, 2), display.percent(part.share)]
        for part in parts
    ]
    return table(head, body, right={1, 2})


def table(head: Sequence[str], body: Sequence[Sequence[str]], right: set[int]) -> str:
    """Give a table in columns; Chinese characters count as two places."""
    rows = [list(head), *(list(row) for row in body)]
    widths = [max(_places(row[column]) for row in rows) for column in range(len(head))]
    lines = []
    for row in rows:
        cells = [
            f"{' ' * (width - _places(text))}{text}"
            if column in right
            else f"{text}{' ' * (width - _places(text))}"
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
