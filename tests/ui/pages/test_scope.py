"""Product and scope: every field can be reached, typed, mended from its finding, undone."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pcf.model.study import Study
from pcf.texts import Language

# Known only to the program, or edited where it belongs.
ELSEWHERE = {
    "id",
    "assumed_gsd",  # a table by confidence
    "reviewers",
    "confirmed",  # lists of texts
}


def test_every_field_of_the_study_s_single_nodes_has_a_place(opened):
    window = opened()
    page = window.page("scope") or (window.go("scope"), window.page("scope"))[1]
    shown = {
        (owner(), name)
        for section in page.sections
        for owner, form in section.forms
        for name in form.rows
    }
    study = window.desk.open.study
    for node in (study.product, study.goal, study.scope, study.choices, study.interpretation,
                 study.review, study.company):  # fmt: skip
        for field in msgspec.structs.fields(type(node)):
            if field.name not in ELSEWHERE:
                assert (node.id, field.name) in shown, field.name


def test_a_finding_leads_to_its_field(opened, calculated):
    window = opened(Study())
    calculated(window)
    window.go("scope")
    page = window.page("scope")
    study = window.desk.open.study
    singles = {study.product.id, study.goal.id, study.scope.id, study.interpretation.id}
    named = {(each.node, each.field) for each in window.desk.open.findings if each.field}
    led = [(node, field) for node, field in named if node in singles]
    assert len(led) >= 5
    for node, field in led:
        assert page.show_node(node, field), field


def test_a_period_is_typed_and_a_choice_made(opened, qtbot):
    window = opened(Study())
    window.go("scope")
    page = window.page("scope")
    goal = window.desk.open.study.goal.id
    assert page.show_node(goal, "period_start")
    form = next(form for owner, form in page.sections[2].forms if owner() == goal)
    field = form.rows["period_start"].control
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "2025-01-01")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.desk.open.study.goal.period_start.isoformat() == "2025-01-01"
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.desk.open.study.goal.period_start.isoformat() == "2025-01-01"
    assert form.rows["period_start"].below.property("state") == "fault"
    public = page.sections[1].forms[0][1].rows["public"].control
    public.setCurrentIndex(public.findData(True))
    public.activated.emit(public.currentIndex())
    assert window.desk.open.study.goal.public is True


def test_an_exclusion_is_added_and_removed(opened):
    window = opened(Study())
    window.go("scope")
    page = window.page("scope")
    section = page.sections[4]
    card = section.tables[0]
    card.add_node()
    assert len(window.desk.open.study.exclusions) == 1
    assert card.model.rowCount() == 1
    card.table.selectRow(0)
    card.table.remove_chosen()
    assert not window.desk.open.study.exclusions


def test_the_section_outlives_another_language(opened, program):
    window = opened()
    window.go("scope")
    window.page("scope").list.setCurrentRow(3)
    program.set_language(Language.CHINESE)
    assert window.page("scope").list.currentRow() == 3
