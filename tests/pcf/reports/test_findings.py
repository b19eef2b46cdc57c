"""What documents print of what the checks found: each kind a row, in full, with its places."""

import pytest

from pcf.conformity.case import not_stated
from pcf.conformity.named import finding
from pcf.findings import Finding, Severity
from pcf.model.bom import Part
from pcf.reports.findings import finding_rows, finding_table, without_empty_columns
from pcf.reports.style import document_look
from pcf.texts import Language, Texts

BLOCKS, WARNING, NOTE = Severity.BLOCKS_DOCUMENT, Severity.WARNING, Severity.NOTE
LANGUAGES = pytest.mark.parametrize("language", list(Language))
AND_MORE = {Language.ENGLISH: "4 more of this kind.", Language.CHINESE: "同类情况另有 4 处。"}


def part(at: int, name: str = "Motor") -> Part:
    return Part(id=f"{name}-{at}".lower(), name=f"{name} {at}", name_zh=f"{name}{at}号")


def expired(at: int) -> Finding:
    days = {"valid_until": f"2025-03-{at:02}", "wanted": "2025-12-31"}
    return finding(WARNING, "supplier-expired", part(at), rule="D10", **days)


def rows(findings: list[Finding], language: Language = Language.ENGLISH) -> list[list[str]]:
    return finding_rows(findings, lambda node: node.title(), Texts(language))


@LANGUAGES
def test_a_kind_is_a_row_with_severity_row_place_and_words(language) -> None:
    texts, found = Texts(language), expired(1)
    severity = texts("severity.warning")
    assert rows([found], language) == [[severity, "D10", "Motor-1", texts.what(found)]]


@LANGUAGES
def test_where_facts_differ_each_is_said_up_to_a_number(language) -> None:
    texts, found = Texts(language), [expired(at) for at in range(1, 13)]
    [[_, _, where, what]] = rows(found, language)
    assert what.splitlines() == [*map(texts.what, found[:8]), AND_MORE[language]]
    assert where.splitlines()[:8] == [f"Motor-{at}" for at in range(1, 9)]
    assert "4" in where.splitlines()[8]


@LANGUAGES
def test_where_facts_are_the_same_it_is_said_once(language) -> None:
    found = [finding(WARNING, "split-twice", part(at), rule="Q03") for at in range(5)]
    [[_, _, where, what]] = rows(found, language)
    assert what.splitlines() == [Texts(language).what(found[0]), AND_MORE[language]]
    assert where.splitlines() == [f"Motor-{at}" for at in range(5)]


def test_one_key_on_several_rows_of_the_checklist_is_several_kinds() -> None:
    found = rows([not_stated(rule, "scope", "", WARNING) for rule in ("G06", "I07", "R10")])
    assert [row[1] for row in found] == ["G06", "I07", "R10"]
    assert len({row[3] for row in found}) == 3


def test_all_rows_that_a_finding_opens_are_named() -> None:
    facts = {"percent": 3, "limit": 5, "count": 1, "names": "Box", "rule": "Q03", "also": "Q05"}
    also = Finding(severity=WARNING, key="split-missing", node="box", fields=facts)
    assert [row[1] for row in rows([also])] == ["Q03 Q05"]


def test_the_worst_stand_first_and_notes_are_left_out() -> None:
    found = [
        expired(1),
        finding(NOTE, "split-unused", part(2), rule=""),
        finding(BLOCKS, "split-without-source", part(3), rule="D03"),
    ]
    assert [row[1] for row in rows(found)] == ["D03", "D10"]


def test_a_long_name_of_a_place_is_cut() -> None:
    [[_, _, where, _]] = finding_rows(
        [expired(1)], lambda _: "Lamp " * 300, Texts(Language.ENGLISH)
    )
    assert len(where) < 100
    assert where.endswith("…")


def test_where_no_row_of_the_checklist_is_opened_there_is_no_column_for_them() -> None:
    heads = ["Severity", "Row", "Where", "What"]
    of_none = finding(WARNING, "split-twice", part(1), rule="")
    assert without_empty_columns([heads, *rows([of_none])])[0] == ("Severity", "Where", "What")
    both = [heads, *rows([of_none, expired(2)])]
    assert without_empty_columns(both) == [tuple(row) for row in both]


def test_where_nothing_was_found_there_is_no_table() -> None:
    notes = [finding(NOTE, "split-unused", part(2), rule="")]
    assert finding_table(notes, str, Texts(Language.ENGLISH), document_look()) is None
