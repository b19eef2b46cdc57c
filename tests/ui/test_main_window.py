"""The window as a user meets it: open, edit, undo, change language and theme, close."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox
from shiboken6 import isValid

from pcf.model.bom import Part
from pcf.model.edits import Insert, SetField
from pcf.texts import Language
from pcf.units import quantity
from pcf.workflow import save_study
from ui.look import ThemeName
from ui.pages.registry import PAGES
from ui.shell.command_box import CommandBox


def name_field(window) -> QLineEdit:
    window.go("scope")
    return window.page("scope").sections[0].forms[0][1].rows["name"].control


def test_a_window_without_a_study_shows_the_start_page(program):
    window = program.open_window()
    assert window.current == "start"
    assert not window.action_table.by_id["save"].isEnabled()
    window.go("parts")
    assert window.current == "start"


def test_the_sample_has_a_total_on_screen(opened):
    window = opened()
    total = window._panel.total.text()  # noqa: SLF001
    assert total not in {"", "–"}
    assert float(total.replace("\u202f", "")) > 0


def test_an_edit_that_changes_no_number_has_no_effect(opened, calculated):
    window = opened()
    root = window.desk.open.study.bom.id
    lines = [Part(name=f"Line {each}", quantity=quantity(1, "piece")) for each in range(5)]
    window.desk.open.edit([Insert(parent=root, index=-1, node=line) for line in lines])
    calculated(window)
    assert window._panel._edit_effect.text() == "0 kg CO₂e"  # noqa: SLF001


def test_typing_a_name_edits_the_study_and_undo_takes_it_back(opened, qtbot):
    window = opened()
    study = window.desk.open.study
    field = name_field(window)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Axis 2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.desk.open.study.product.name == "Axis 2"
    assert window.action_table.by_id["undo"].text().startswith("Undo: Change name of TAR")
    assert not window.desk.open.is_saved
    window.run_action("undo")
    assert window.desk.open.study is study
    assert field.text() == study.product.name
    window.run_action("redo")
    assert window.desk.open.study.product.name == "Axis 2"


def test_a_text_that_means_no_amount_stays_with_its_fault(opened, qtbot):
    window = opened()
    study = window.desk.open.study
    window.go("scope")
    row = window.page("scope").sections[0].forms[1][1].rows["net_mass"]
    row.control.setFocus()
    row.control.selectAll()
    qtbot.keyClicks(row.control, "3 parsnips")
    qtbot.keyClick(row.control, Qt.Key.Key_Return)
    assert window.desk.open.study is study
    assert row.control.text() == "3 parsnips"
    assert "parsnips" in row.below.text()
    qtbot.keyClick(row.control, Qt.Key.Key_Escape)
    assert row.control.text() == study.product.net_mass.text


def test_another_language_and_theme_keep_the_study_and_the_page(opened, program):
    window = opened()
    window.go("scope")
    study = window.desk.open.study
    program.set_language(Language.CHINESE)
    program.set_theme(ThemeName.DARK)
    assert window.desk.open.study is study
    assert window.current == "scope"
    said = {label.text() for label in window.findChildren(QLabel)}
    assert window.desk.texts("ui.page.scope") in said
    assert window.desk.texts.language is Language.CHINESE


def test_every_page_opens_in_both_languages(opened, program):
    window = opened()
    for language in Language:
        program.set_language(language)
        for entry in PAGES:
            window.go(entry.id)
            assert window.current == entry.id


def test_a_narrow_window_shows_the_total_in_a_strip(opened):
    window = opened()
    window.go("parts")
    assert window._panel.isVisible()  # noqa: SLF001
    window.resize(1024, 640)
    assert not window._panel.isVisible()  # noqa: SLF001
    strip = window._total  # noqa: SLF001
    assert strip.isVisible()
    assert strip.total.text() == window._panel.total.text()  # noqa: SLF001


def test_closing_asks_for_what_is_not_saved(opened, monkeypatch):
    window = opened()
    window.desk.open.edit([_named(window, "Changed")])
    asked = []
    monkeypatch.setattr(
        QMessageBox, "exec", lambda box: asked.append(box) or QMessageBox.StandardButton.Cancel
    )
    assert not window.close()
    assert len(asked) == 1


def test_a_second_file_opens_in_a_window_of_its_own(opened, program, tmp_path):
    window = opened()
    path = tmp_path / "other.cradle"
    save_study(path, window.desk.open.study)
    program.open_file(path)
    assert len(program.windows) == 2
    program.open_file(path)
    assert len(program.windows) == 2


def _named(window, name: str):
    return SetField(node=window.desk.open.study.product.id, field="name", value=name)


def rename(window, name: str) -> None:
    window.desk.open.edit([_named(window, name)])


def test_an_offered_undo_goes_with_the_next_edit(opened):
    window = opened()
    rename(window, "first")
    toast = window._toast  # noqa: SLF001
    window.toast("Renamed", undo=True)
    assert toast.isVisible()
    rename(window, "second")
    assert not toast.isVisible()
    window.toast("Two files written", action=("Show", lambda: None))
    rename(window, "third")
    assert toast.isVisible()  # what it offers has nothing to do with the study


def test_what_was_refused_is_not_said_beyond_the_next_edit(opened):
    window = opened()
    strip = window._strip  # noqa: SLF001
    window.strip("Parsnips are no mass")  # noqa: B005  the strip at the top of the page
    assert strip.isVisible()
    rename(window, "first")
    assert not strip.isVisible()


def test_no_action_of_the_old_language_lives_on(opened, program, qtbot):
    window = opened()
    before = list(window.action_table.by_id.values())
    program.set_language(Language.CHINESE)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(isValid(action) for action in before)
    assert len(window.actions()) == len(window.action_table.by_id)
    window.activateWindow()
    window.go("parts")
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.current == PAGES[1].id, timeout=2000)


def test_the_command_box_is_built_anew_with_the_content(opened, program):
    window = opened()
    program.set_language(Language.CHINESE)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(window.findChildren(CommandBox)) == 1
