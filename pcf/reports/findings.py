"""What the checks found, as documents print it: every warning, and what blocks a draft."""

from collections.abc import Callable, Iterable, Sequence

from pcf.findings import Finding, Severity
from pcf.reports.style import DocumentLook
from pcf.reports.tables import Rows, wide_table
from pcf.reports.wording import shortened
from pcf.results.checklist import rules_of
from pcf.texts import Texts

_HEADS = ("severity", "rule", "where", "what")
_MOST_NAMED = 8  # of one kind; all stand in the workbook
_PLACE = frozenset({"name", "name_zh"})


def finding_table(
    findings: Iterable[Finding], place: Callable[[str], str], texts: Texts, look: DocumentLook
) -> Rows | None:
    """Give everything that the checks found but notes, as a table; None without any.

    Args:
        findings: of a result.
        place: what a node of its study is called.
        texts: words of the document's language.
        look: of the document.
    """
    rows = finding_rows(findings, place, texts)
    if not rows:
        return None
    heads, *body = without_empty_columns([[texts(f"column.{head}") for head in _HEADS], *rows])
    return wide_table(heads, body, look, numbers=(), closing=0)


def finding_rows(
    findings: Iterable[Finding], place: Callable[[str], str], texts: Texts
) -> list[list[str]]:
    """Give each kind of finding but notes by severity, rows, places and words, the worst first.

    A kind is one requirement that several places fail in one way. It is said once for all of which
    the facts are the same, and anew where they differ.
    """
    kinds: dict[tuple[Severity, str, str], list[Finding]] = {}
    for each in findings:
        if each.severity is not Severity.NOTE:
            kind = (each.severity, " ".join(rules_of(each)), each.key)
            kinds.setdefault(kind, []).append(each)
    return [
        [
            texts(f"severity.{severity.value}"),
            rules,
            _places(alike, place, texts),
            _words(alike, texts),
        ]
        for (severity, rules, _), alike in sorted(kinds.items(), key=lambda kind: kind[0][0].rank)
    ]


def without_empty_columns(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Give a head and rows without the columns that hold nothing but their head."""
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    return list(zip(*columns, strict=True))


def _places(alike: Sequence[Finding], place: Callable[[str], str], texts: Texts) -> str:
    places = [*dict.fromkeys(shortened(place(each.node)) for each in alike)]
    return _lines(places[:_MOST_NAMED], len(places), "findings.more-places", texts)


def _words(alike: Sequence[Finding], texts: Texts) -> str:
    by_facts: dict[object, Finding] = {}
    for each in alike:
        facts = frozenset(item for item in each.fields.items() if item[0] not in _PLACE)
        by_facts.setdefault(facts, each)
    said = [texts.what(each) for each in [*by_facts.values()][:_MOST_NAMED]]
    return _lines(said, len(alike), "findings.more", texts)


def _lines(lines: Sequence[str], count: int, more: str, texts: Texts) -> str:
    """Give lines, then how many more there are of it than lines."""
    left = count - len(lines)
    return "\n".join([*lines, *([texts(more, count=left)] if left else [])])
