"""Suggestions one by one: accepted, skipped, gone back to, for all alike, or another picked."""

import pytest
from PySide6.QtCore import Qt

from pcf.model.bom import MatchOrigin, Part
from pcf.model.edits import Insert
from pcf.model.study import Study
from pcf.units import quantity
from pcf.workflow.library import open_library
from ui.dialogs.data_set_picker import DataSetPicker
from ui.dialogs.suggestion_review import SuggestionReview

NAMES = ("Screw M4x10 ISO 4762", "Aluminium plate", "xyzzy", "Screw M4x10 ISO 4762", "Steel sheet")


def with_lines(window):
    root = window.desk.open.study.bom.id
    new = [Part(name=name, quantity=quantity(1, "piece")) for name in NAMES]
    window.desk.open.edit([Insert(parent=root, index=-1, node=line) for line in new])
    window.go("parts")
    return window.page("parts")


def looked_at(page, qtbot) -> SuggestionReview:
    page.window().run_action("look_at_suggestions")
    qtbot.waitUntil(lambda: bool(page.findChildren(SuggestionReview)), timeout=20_000)
    [made] = page.findChildren(SuggestionReview)
    return made


@pytest.fixture
def page(opened):
    return with_lines(opened(Study()))


@pytest.fixture
def review(page, qtbot) -> SuggestionReview:
    return looked_at(page, qtbot)


def lines(page) -> tuple[Part, ...]:
    return page.desk.open.study.bom.parts


def test_each_line_stands_with_what_is_proposed_why_and_how_sure(review):
    assert review.name.text() == NAMES[0]
    assert review.count.text() == "Line 1 of 4"  # nothing is proposed for what says nothing
    first = review.model.rows[1]
    assert "sure: " in first.below
    assert "%" in review.why.text()
    assert review.why.text() == first.below
    assert "gets a mass too" in review.mass.text()
    assert review.details.widget() is not None


def totals_of(review) -> list[str]:
    last = review.model.columnCount() - 1
    return [review.model.index(row, last).data() for row in range(1, len(review.model.rows))]


def test_the_total_would_be_is_worked_out_for_each_line_anew(opened, qtbot):
    review = looked_at(with_lines(opened()), qtbot)
    qtbot.waitUntil(lambda: not review.model.unknown_totals(), timeout=20_000)
    assert all(float(each) > 0 for each in totals_of(review))
    screw = review.model.rows[1].data_set.ref
    qtbot.keyClick(review.table, Qt.Key.Key_Space)
    assert screw not in {each.data_set.ref for each in review.model.rows[1:]}
    qtbot.waitUntil(lambda: not review.model.unknown_totals(), timeout=20_000)
    assert all(totals_of(review))


def test_enter_accepts_with_the_mass_as_one_step_and_goes_on(page, review, qtbot):
    chosen = review.model.rows[1].data_set.ref
    steps = page.desk.open.stack.count()
    qtbot.keyClick(review.table, Qt.Key.Key_Return)
    screw = lines(page)[0]
    assert screw.data_set == chosen
    assert screw.mass is not None
    assert screw.current_match.origin is MatchOrigin.CONFIRMED
    assert page.desk.open.stack.count() == steps + 1
    assert page.window().verbs.undo_words()[0] == f"Change data set of {NAMES[0]}"
    assert review.name.text() == NAMES[1]
    page.desk.open.stack.undo()
    assert lines(page)[0].data_set is None
    assert lines(page)[0].mass is None


def test_the_arrows_choose_another_one_that_is_accepted(page, review, qtbot):
    qtbot.keyClick(review.table, Qt.Key.Key_Space)
    assert len(review.model.rows) > 2
    qtbot.keyClick(review.table, Qt.Key.Key_Down)
    second = review.model.rows[2].data_set.ref
    qtbot.keyClick(review.table, Qt.Key.Key_Return)
    assert lines(page)[1].data_set == second
    assert lines(page)[0].data_set is None


def test_a_line_is_skipped_and_gone_back_to(page, review, qtbot):
    before = page.desk.open.study
    qtbot.keyClick(review.table, Qt.Key.Key_Right)
    assert review.name.text() == NAMES[1]
    qtbot.keyClick(review.table, Qt.Key.Key_Left)
    assert review.name.text() == NAMES[0]
    assert not review.back.isEnabled()
    assert page.desk.open.study is before


def test_all_that_read_alike_are_accepted_as_one_step(page, review, qtbot):
    assert "2" in review.accept_alike.text()
    qtbot.keyClick(review.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert lines(page)[0].data_set == lines(page)[3].data_set is not None
    assert page.window().verbs.undo_words()[0] == "Change data set of 2 entries"
    qtbot.keyClick(review.table, Qt.Key.Key_Space)
    assert review.name.text() == NAMES[4]  # the other screw is not asked for again


def test_another_data_set_is_picked_and_the_review_goes_on(page, review, qtbot):
    qtbot.keyClick(review.table, Qt.Key.Key_F4)
    [picker] = review.findChildren(DataSetPicker)
    picker.search.setText("stainless steel")
    qtbot.waitUntil(lambda: "tainless" in picker.model.rows[1].name, timeout=5000)
    chosen = picker.model.rows[1].data_set.ref
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert lines(page)[0].data_set == chosen
    assert review.name.text() == NAMES[1]


def test_at_the_end_it_says_what_came_of_it_and_remembers(page, review, qtbot):
    qtbot.keyClick(review.table, Qt.Key.Key_Return)
    for _ in range(3):
        qtbot.keyClick(review.table, Qt.Key.Key_Space)
    assert review.shown.currentIndex() == 1
    assert review.close_it.isVisible()
    assert not open_library().lines
    review.close_it.click()
    assert [line.data_set for line in open_library().lines] == [lines(page)[0].data_set]


def test_guessed_lines_are_looked_at_with_what_they_have(page, qtbot):
    page.suggest_from(0.5)
    qtbot.waitUntil(lambda: lines(page)[0].data_set is not None, timeout=20_000)
    review = looked_at(page, qtbot)
    current = review.table.currentIndex().row()
    assert review.model.rows[current].is_current
    qtbot.keyClick(review.table, Qt.Key.Key_Return)
    assert lines(page)[0].current_match.origin is MatchOrigin.CONFIRMED


def test_where_nothing_is_proposed_it_says_so(opened, qtbot):
    window = opened(Study(bom=Part(parts=(Part(name="xyzzy", quantity=quantity(1, "piece")),))))
    window.go("parts")
    window.page("parts").matching.look_at()
    toast = window._toast  # noqa: SLF001
    qtbot.waitUntil(toast.isVisible, timeout=20_000)
    assert not window.page("parts").findChildren(SuggestionReview)
