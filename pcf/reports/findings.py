"""What the checks found, as a document prints it: every warning, and what blocks a draft.

Findings of one kind are one row: what the first says, then where else it stands.
"""

from collections.abc import Sequence

from pcf.findings import Finding, Severity
from pcf.reports.facts import Fact
from pcf.results.checklist import rule_of
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

_MOST_PLACES = 3  # all stand in the workbook
_PRINTED = (Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT, Severity.WARNING)


def finding_facts(result: PcfResult, texts: Texts) -> list[Fact]:
    """Give each kind of finding but notes, the worst first, under its weight and row."""
    names = Names(result, texts)
    kinds: dict[tuple[Severity, str], list[Finding]] = {}
    for each in result.findings:
        if each.severity in _PRINTED:
            kinds.setdefault((each.severity, each.key), []).append(each)
    return [
        Fact(_head(alike[0], texts), _words(alike, names, texts))
        for severity in _PRINTED
        for (of_kind, _), alike in kinds.items()
        if of_kind is severity
    ]


def _head(found: Finding, texts: Texts) -> str:
    severity = texts(f"severity.{found.severity.value}")
    rule = rule_of(found)
    return texts("findings.head", severity=severity, rule=rule) if rule else severity


def _words(alike: Sequence[Finding], names: Names, texts: Texts) -> str:
    first, *others = alike
    said = texts.what(first)
    if not others:
        return said
    places = dict.fromkeys(names.node(each.node) for each in others)
    listed = texts("statement.separator").join([*places][:_MOST_PLACES])
    if len(places) > _MOST_PLACES:
        listed = texts("findings.and-more", places=listed, count=len(places) - _MOST_PLACES)
    return texts("findings.also", said=said, count=len(others), places=listed)
