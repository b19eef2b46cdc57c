"""How findings name what they are about."""

from collections.abc import Iterable, Sequence

from pcf.findings import Finding, Severity
from pcf.model.node import Node
from pcf.model.processes import DirectEmission
from pcf.results.result import PcfResult


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


def names_of(result: PcfResult, nodes: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the names of study nodes in English and Chinese; an emission bears that of its gas."""
    gases = {gas.id: gas for gas in result.inventory.gases}
    english, chinese = [], []
    for node_id in nodes:
        node = result.nodes[node_id]
        gas = gases.get(node.gas) if isinstance(node, DirectEmission) else None
        name = gas.name_en if gas else getattr(node, "name", "")
        name_zh = gas.name_zh if gas else getattr(node, "name_zh", "")
        english.append(name or name_zh or node_id)
        chinese.append(name_zh or english[-1])
    return english, chinese


def listed(names: Iterable[str]) -> str:
    """Give names as one text."""
    return "; ".join(names)
