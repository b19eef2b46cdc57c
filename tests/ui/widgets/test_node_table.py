"""A table of nodes takes what a spreadsheet gives: words of choices, blocks, whole columns."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit

from pcf.model.study import Study
from pcf.model.transport import Cargo
from pcf.texts import Language
from ui.dialogs.data_set_picker import DataSetPicker
from ui.fields import choice_word
from ui.words import window_texts

ENGLISH, CHINESE = (window_texts(language) for language in Language)


@pytest.fixture
def page(opened):
    window = opened()
    window.go("transport")
    return window.page("transport")


def place(card, field: str) -> int:
    return [getattr(column, "field", "") for column in card.model.columns].index(field)


def paste(card, row: int, field: str, text: str) -> None:
    QApplication.clipboard().setText(text)
    card.table.setCurrentIndex(card.model.index(row, place(card, field)))
    card.table.paste()


def strip_of(page) -> str:
    strip = page.window()._strip  # noqa: SLF001
    return "" if strip.isHidden() else strip.text.text()


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("cargo", Cargo)
def test_a_choice_is_pasted_by_its_word_in_either_language(page, texts, cargo):
    paste(page.legs, 0, "cargo", choice_word(cargo, texts).upper())
    assert page.desk.open.study.transport[0].cargo is cargo
    assert strip_of(page) == ""


def test_a_word_that_is_no_choice_is_refused_with_those_there_are(page):
    before = page.desk.open.study
    paste(page.legs, 0, "cargo", "parsnips")
    assert page.desk.open.study is before
    assert "parsnips" in strip_of(page)
    for cargo in Cargo:
        assert choice_word(cargo, ENGLISH) in strip_of(page)


def test_a_block_with_one_fault_changes_nothing(page):
    before = page.desk.open.study
    paste(page.legs, 0, "distance", "100 km\n3 parsnips")
    assert page.desk.open.study is before
    second = page.legs.model.index(1, 0).data()
    assert strip_of(page).startswith(f"{second} · Distance: ")
    assert "parsnips" in strip_of(page)


def test_a_block_over_a_choice_and_an_amount_is_one_step(page):
    count = page.desk.open.stack.count()
    start = place(page.legs, "cargo")
    assert [column.field for column in page.legs.model.columns[start : start + 3]] == [
        "cargo",
        "data_set",
        "distance",
    ]
    word = choice_word(Cargo.OTHER_PARTS, ENGLISH)
    data_set = page.desk.open.study.transport[0].data_set
    paste(page.legs, 0, "cargo", f"{word}\tany data set\t123 km")
    leg = page.desk.open.study.transport[0]
    assert (leg.cargo, leg.distance.text, leg.data_set) == (Cargo.OTHER_PARTS, "123 km", data_set)
    assert page.desk.open.stack.count() == count + 1


def test_a_choice_is_filled_down(page):
    legs = page.desk.open.study.transport
    assert len({leg.cargo for leg in legs}) > 1
    column = place(page.legs, "cargo")
    select = page.legs.table.selectionModel().select
    for row in range(len(legs)):
        select(page.legs.model.index(row, column), QItemSelectionModel.SelectionFlag.Select)
    page.legs.table.fill_down()
    assert {leg.cargo for leg in page.desk.open.study.transport} == {legs[0].cargo}


def test_a_refused_cell_keeps_its_text_and_says_why_below(page, qtbot):
    before = page.desk.open.study
    table = page.items.table
    page.window().activateWindow()
    table.setCurrentIndex(page.items.model.index(0, place(page.items, "trips")))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "2 parsnips")
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert table.state() == table.State.EditingState
    assert editor.text() == "2 parsnips"
    (echo,) = (each for each in table.viewport().findChildren(QLabel) if each.isVisible())
    assert "parsnips" in echo.text()
    assert page.desk.open.study is before
    editor.selectAll()
    qtbot.keyClicks(editor, "3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.desk.open.study.packaging[0].trips == 3, timeout=5000)
    assert table.state() != table.State.EditingState


def choose_all(card, field: str) -> list[int]:
    rows = list(range(card.model.rowCount()))
    card.table.setCurrentIndex(card.model.index(0, place(card, field)))
    for row in rows[1:]:
        index = card.model.index(row, place(card, field))
        card.table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    return rows


def test_a_choice_is_made_for_all_selected_rows_as_one_step(page, qtbot):
    rows = choose_all(page.legs, "cargo")
    assert len(rows) > 1
    steps = page.desk.open.stack.count()
    qtbot.keyClick(page.legs.table, Qt.Key.Key_F4)
    box = page.legs.table.viewport().findChild(QComboBox)
    other = next(each for each in range(box.count()) if box.itemText(each) != box.currentText())
    box.setCurrentIndex(other)
    wanted = box.currentData()
    box.activated.emit(other)
    assert {leg.cargo for leg in page.desk.open.study.transport} == {wanted}
    assert page.desk.open.stack.count() == steps + 1


def test_a_data_set_is_picked_for_all_selected_rows_as_one_step(page, qtbot):
    rows = choose_all(page.legs, "data_set")
    steps = page.desk.open.stack.count()
    qtbot.keyClick(page.legs.table, Qt.Key.Key_F4)
    [picker] = page.legs.findChildren(DataSetPicker)
    picker.search.setText("diesel truck china")
    qtbot.waitUntil(lambda: "ruck" in picker.model.rows[1].name, timeout=5000)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    chosen = {leg.data_set for leg in page.desk.open.study.transport}
    assert chosen == {picker.chosen}
    assert page.desk.open.stack.count() == steps + 1
    assert len(rows) == len(page.desk.open.study.transport)


def test_what_is_done_with_a_row_waits_for_one(opened, qtbot):
    window = opened(Study())
    window.go("transport")
    card = window.page("transport").legs
    assert not any(each.isEnabled() for each in card._of_rows)  # noqa: SLF001
    card.add_node()
    assert all(each.isEnabled() for each in card._of_rows)  # noqa: SLF001


def test_a_data_set_that_is_to_be_chosen_says_so_and_is_typed(opened, qtbot):
    window = opened(Study())
    window.go("transport")
    card = window.page("transport").legs
    card.add_node()
    index = card.model.index(0, place(card, "data_set"))
    assert index.data() == window.desk.texts("ui.parts.unmatched")
    card.table.setCurrentIndex(index)
    qtbot.keyClicks(card.table, "t")
    picker = card.findChild(DataSetPicker)
    assert picker.search.text() == "t"
    picker.reject()
