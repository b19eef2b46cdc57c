"""The checks page: what it counts, how it groups, how one gets from a finding to its field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pcf.findings import Severity
from pcf.model.edits import SetField
from pcf.model.study import Study
from ui.models.check_list import Grouping, Show


def broken(window, calculated):
    """Take the declared unit and the intended application away, and open the page."""
    study = window.desk.open.study
    window.desk.open.edit(
        [
            SetField(node=study.goal.id, field="application", value=""),
            SetField(node=study.goal.id, field="application_zh", value=""),
        ]
    )
    calculated(window)
    window.go("checks")
    return window.page("checks")


def test_counts_are_those_of_the_findings(opened, calculated, qtbot):
    window = opened()
    page = broken(window, calculated)
    findings = window.desk.open.findings
    blocking = [each for each in findings if each.severity is Severity.BLOCKS_DOCUMENT]
    assert len(blocking) == 1
    assert "One finding" in page.sentence.text()
    assert str(len(findings)) in page.chips[Show.TO_DO].text()
    assert [row.severity.rank for row in page.model.rows] == sorted(
        row.severity.rank for row in page.model.rows
    )


def test_enter_on_a_finding_goes_to_its_field(opened, calculated, qtbot):
    window = opened()
    page = broken(window, calculated)
    page.table.selectRow(0)
    assert page.model.rows[0].rule == "G01"
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert window.current == "scope"


def test_a_reason_answers_the_rule_and_can_be_undone(opened, calculated, qtbot):
    window = opened()
    page = broken(window, calculated)
    page.table.selectRow(0)
    qtbot.mouseClick(page.card.not_applicable, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.card.reason, "An internal trial")
    qtbot.keyClick(page.card.reason, Qt.Key.Key_Return)
    assert window.desk.open.study.answers[-1].reason == "An internal trial"
    calculated(window)
    assert "Nothing stands" in page.sentence.text()
    window.run_action("undo")
    assert "An internal trial" not in {each.reason for each in window.desk.open.study.answers}


def test_groups_hold_every_row_once(opened, calculated, qtbot, qtmodeltester):
    window = opened()
    page = broken(window, calculated)
    for show in Show:
        for grouping in Grouping:
            page._choose(show, grouping)  # noqa: SLF001
            rows = [row for row in page.model.rows if not row.is_head]
            assert len(rows) == page.model.counts()[show]
            qtmodeltester.check(page.model)


def test_the_list_is_copied_as_a_table(opened, calculated, qtbot):
    window = opened()
    page = broken(window, calculated)
    page._copy()  # noqa: SLF001
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == len(window.desk.open.findings)
    assert all(line.count("\t") == 3 for line in lines)


def test_an_empty_study_says_what_stops_it(opened):
    window = opened(Study())
    window.go("checks")
    severities = {row.severity for row in window.page("checks").model.rows}
    assert Severity.STOPS_CALCULATION in severities
