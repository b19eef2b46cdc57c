"""Checks on what was read from parts lists: faults of a list that still stand in the study."""

from collections.abc import Iterable

from pcf.findings import Finding
from pcf.model.bom import Part, walk
from pcf.model.bom_import import is_same
from pcf.model.study import Study


def with_list_findings(study: Study, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings of a study with those of its lists that still stand.

    One about a cell stands as long as its line has the value that came of that cell. It goes in
    place of what the calculation found at the same field, since it says why: not that the quantity
    is missing, but that row 7 says "some".
    """
    if not any(each.findings for each in study.imports):
        return tuple(found)
    parts = {part.id: part for part in walk(study.bom)}
    standing: list[Finding] = []
    for each in study.imports:
        listed = each.lines() if any(finding.node for finding in each.findings) else {}
        standing += (finding for finding in each.findings if _stands(finding, parts, listed))
    said = {(each.node, each.field): each.severity for each in standing if each.field}
    left = [
        each
        for each in found
        if (known := said.get((each.node, each.field))) is None or each.severity.rank < known.rank
    ]
    return (*left, *standing)


def _stands(finding: Finding, parts: dict[str, Part], listed: dict[str, Part]) -> bool:
    if not finding.node:
        return True
    part, line = parts.get(finding.node), listed.get(finding.node)
    if part is None or line is None:
        return False
    return not finding.field or is_same(getattr(part, finding.field), getattr(line, finding.field))
