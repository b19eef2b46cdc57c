"""How a check says what it found: a node by its name in both languages, a row of the checklist."""

from pcf.findings import Finding, Severity
from pcf.model.bom import Part
from pcf.model.node import Node


def found(
    severity: Severity,
    key: str,
    node: Node,
    field: str = "",
    rule: str = "",
    **fields: str | float,
) -> Finding:
    """Give a finding at a node, with its name and the row of the checklist (methods 1.7)."""
    named: dict[str, str | int | float] = {"name": _label(node)}
    chinese = getattr(node, "name_zh", "")
    if chinese:
        named["name_zh"] = chinese
    if rule:
        named["rule"] = rule
    return Finding(severity=severity, key=key, node=node.id, field=field, fields=named | fields)


def _label(node: Node) -> str:
    if isinstance(node, Part):
        return node.label
    return getattr(node, "name", "") or getattr(node, "name_zh", "") or node.id
