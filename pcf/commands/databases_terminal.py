"""Databases that users brought, and how they came in, in words for a terminal and as JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from pcf.background.stored import StoredSource
from pcf.commands.terminal import table
from pcf.texts import Texts
from pcf.workflow.import_order import ImportReport, ReportRow

if TYPE_CHECKING:
    from pcf.lci.brightway_project import BrightwayDatabase
    from pcf.lci.preflight import Preflight

_MOST_ROWS = 5
_MOST_FLOWS = 12


def look(found: "Preflight", texts: Texts) -> str:
    """Say what a file is before it is read."""
    words = texts(
        "import.look",
        format=texts(f"import.format.{found.format.value}"),
        version=found.version,
        files=found.files,
        size=found.unpacked_mb,
        memory=found.memory_mb,
        disk=found.disk_mb,
    )
    if not found.claims:
        return words
    claims = texts(f"import.format.{found.claims}")
    format_ = texts(f"import.format.{found.format.value}")
    return f"{words}\n{texts('import.claims', claims=claims, format=format_)}"


def report(found: ImportReport, texts: Texts) -> str:
    """Say how a database came in: counts that reconcile, what was done, which gases it has."""
    source = found.source
    blocks = [
        texts(
            "import.done",
            title=source.title,
            id=source.id,
            data_sets=found.counts["data_sets"],
            seconds=found.seconds,
        ),
        table(
            ["", ""],
            [[texts(f"import.count.{name}"), str(count)] for name, count in found.counts.items()],
            right={1},
        ),
    ]
    if not found.reconciles:
        blocks.append(texts("import.not-reconciled"))
    if found.happened:
        blocks.append(_happened(found, texts))
    for heading, flows in (
        ("import.gases", found.coverage),
        ("import.without-factor", found.without_factor),
    ):
        if flows:
            blocks.append(f"{texts(heading)}\n{_flows(flows, texts)}")
    return "\n\n".join(blocks)


def _happened(found: ImportReport, texts: Texts) -> str:
    lines = [texts("import.repairs")]
    for key, count in found.happened.items():
        lines.append(f"  {texts(f'import.counted.{key}')}: {count}")
        rows = [each for each in found.rows if each.key == key][:_MOST_ROWS]
        lines += (f"    {_row(each, texts)}" for each in rows)
        if count > len(rows):
            lines.append(f"    {texts('import.more', count=count - len(rows))}")
    return "\n".join(lines)


def _row(row: ReportRow, texts: Texts) -> str:
    place = ":".join(filter(None, (row.file, row.place)))
    fields = {**row.fields, "suggested": row.fields.get("suggested") or "–"}
    words = texts(f"import.{row.key}", **texts.said(fields))
    return f"{words} [{place}]" if place else words


def _flows(flows: dict[str, int], texts: Texts) -> str:
    shown = list(flows.items())[:_MOST_FLOWS]
    lines = [f"  {name}: {count}" for name, count in shown]
    if len(flows) > len(shown):
        lines.append(f"  {texts('import.more', count=len(flows) - len(shown))}")
    return "\n".join(lines)


def sources(found: Iterable[StoredSource], texts: Texts) -> str:
    """List databases with id, title, version, licence and the file that they came from."""
    rows = [
        [each.id, each.title, each.version, each.licence, each.file, each.imported.isoformat()]
        for each in found
    ]
    heads = [
        texts("import.id"),
        texts("terminal.database"),
        texts("terminal.version"),
        texts("terminal.licence"),
        texts("import.file"),
        texts("import.imported-on"),
    ]
    return table(heads, rows, right=set()) if rows else texts("import.none")


def projects(found: Iterable["BrightwayDatabase"], texts: Texts) -> str:
    """List the databases of Brightway projects."""
    rows = [[each.project, each.name, str(each.data_sets), str(each.folder)] for each in found]
    heads = [
        texts("import.project"),
        texts("terminal.database"),
        texts("terminal.data-sets"),
        texts("import.file"),
    ]
    return table(heads, rows, right={2})


def report_json(found: ImportReport) -> dict[str, Any]:
    """Give a report as plain values."""
    return {**msgspec.to_builtins(found), "reconciles": found.reconciles}


def source_json(found: StoredSource) -> dict[str, Any]:
    """Give what a database says of itself as plain values."""
    return dict(msgspec.to_builtins(found))


def project_json(found: "BrightwayDatabase") -> dict[str, Any]:
    """Give a database of a Brightway project as plain values."""
    return {
        "project": found.project,
        "database": found.name,
        "data_sets": found.data_sets,
        "folder": str(found.folder),
    }
