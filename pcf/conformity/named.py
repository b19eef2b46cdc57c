"""How findings name what they are about."""

from pcf.findings import Finding, Severity
from pcf.model.node import Node


def named(node: Node) -> dict[str, str | int | float]:
    """Give the facts that name a node in both languages.

    Certificates without a name are called by their numbers, anything else by its id.
    """
    english, chinese = getattr(node, "name", ""), getattr(node, "name_zh", "")
    name = english or chinese or getattr(node, "serials", "") or node.id
    return {"name": name, "name_zh": chinese} if chinese else {"name": name}


def finding(
    severity: Severity,
    key: str,
    node: Node,
    field: str = "",
    *,
    rule: str,
    **fields: str | int | float,
) -> Finding:
    """Give a finding at a node, with its name and the row of the checklist that asks for it."""
    facts: dict[str, str | int | float] = {**named(node), "rule": rule, **fields}
    return Finding(severity=severity, key=key, node=node.id, field=field, fields=facts)
