"""What is stated of a line beyond its cells: made as a whole, refused as a whole, taken away."""

import pytest
from PySide6.QtCore import Qt
from ui.pages.part_records import RECORDS

from pcf.model.bom import walk
from ui.dialogs.record_editor import RecordEditor


def editor(page, part, record: str) -> RecordEditor:
    kind, fields = RECORDS[record]
    page.edit_record(part.id, record, kind, fields)
    return page.findChildren(RecordEditor)[-1]


def type_field(made: RecordEditor, qtbot, name: str, text: str) -> None:
    control = made.form.rows[name].control
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, text)
    qtbot.keyClick(control, Qt.Key.Key_Return)


@pytest.fixture
def page(opened):
    window = opened()
    window.go("parts")
    return window.page("parts")


def a_line(page):
    return next(part for part in walk(page.desk.open.study.bom) if part.data_set)


def test_a_supplier_s_footprint_is_stated_and_taken_away(page, qtbot):
    part = a_line(page)
    made = editor(page, part, "supplier")
    made._take()  # noqa: SLF001  what its button does
    assert made.fault.text()
    assert page.desk.open.node(part.id).supplier is None
    type_field(made, qtbot, "supplier", "Kaito")
    type_field(made, qtbot, "value", "11.9 kgCO2e")
    type_field(made, qtbot, "per", "1 piece")
    type_field(made, qtbot, "primary_share", "40 %")
    made._take()  # noqa: SLF001
    stated = page.desk.open.node(part.id).supplier
    assert (stated.supplier, stated.value.si, stated.primary_share) == ("Kaito", 11.9, 0.4)
    again = editor(page, page.desk.open.node(part.id), "supplier")
    assert again.form.rows["supplier"].control.text() == "Kaito"
    again._remove()  # noqa: SLF001
    assert page.desk.open.node(part.id).supplier is None


def test_what_the_model_refuses_is_said_and_changes_nothing(page, qtbot):
    part = a_line(page)
    before = page.desk.open.study
    made = editor(page, part, "supplier")
    type_field(made, qtbot, "supplier", "Kaito")
    type_field(made, qtbot, "value", "3 kg")
    type_field(made, qtbot, "per", "1 piece")
    made._take()  # noqa: SLF001
    assert made.fault.text()
    assert page.desk.open.study is before
    made.reject()


@pytest.mark.parametrize("record", RECORDS)
def test_every_form_opens_with_all_its_fields(page, record):
    made = editor(page, a_line(page), record)
    assert set(made.form.rows) == {field.name for field in RECORDS[record][1]}
    made.reject()
