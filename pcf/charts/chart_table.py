"""The table of a chart: what it shows, as rows for a spreadsheet."""

import csv
import io

from pcf.charts.contributors import stage_contributors, statement_contributors
from pcf.charts.flow import SOURCE, Flow, flow_of
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

Rows = list[list[str | float | None]]


def chart_rows(kind: str, result: PcfResult, names: Names, texts: Texts, limit: float) -> Rows:
    """Give heads and rows of a chart, numbers as numbers, emissions in kg CO2e.

    Args:
        kind: stages, hot-spots, ranked or flow.
        result: that it is of.
        names: of nodes.
        texts: language of the heads.
        limit: of the flow diagram, below which nodes are gathered [0..1].
    """
    unit = texts("chart.unit")
    heads: tuple[str, ...]
    if kind == "flow":
        heads = ("from", "to", "stage", "kg", "share", "source")
        flow = flow_of(result, names, texts, limit)
        rows = [*_flow_rows(flow, texts)]
    else:
        heads = ("name", "stage", "kg", "share")
        found = (
            stage_contributors(result, names)
            if kind == "stages"
            else statement_contributors(result, names)
        )
        rows = [
            [each.name, texts(f"stage.{each.stage}"), each.kg_co2e, each.share] for each in found
        ]
    return [[texts(f"chart.head-{head}", unit=unit) for head in heads], *rows]


def _flow_rows(flow: Flow, texts: Texts) -> Rows:
    named = {(node.column, node.key): node for node in flow.nodes}
    rows: Rows = []
    for link in flow.links:
        origin, target = named[link.origin], named[link.target]
        share = link.kg_co2e / flow.net if flow.net > 0 else None
        source = origin.source if origin.column == SOURCE else ""
        stage = texts(f"stage.{link.stage}")
        rows.append([origin.name, target.name, stage, link.kg_co2e, share, source])
    if flow.removed < 0:
        total = next(node.name for node in flow.nodes if node.key == "total")
        share = flow.removed / flow.net if flow.net > 0 else None
        rows.append([total, texts("chart.removals"), "", flow.removed, share, ""])
    return rows


def as_csv(rows: Rows) -> bytes:
    """Give rows as CSV that a spreadsheet opens with Chinese in it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return ("\ufeff" + buffer.getvalue()).encode()


def as_block(rows: Rows) -> str:
    """Give rows as a block that a spreadsheet takes from the clipboard."""
    return "\n".join("\t".join("" if each is None else str(each) for each in row) for row in rows)
