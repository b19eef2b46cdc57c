"""The window as a user meets it: open, edit, undo, change language and theme, close."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QWidget,
)
from shiboken6 import isValid

from pcf.errors import DatabaseIntegrityError
from pcf.model.bom import Part
from pcf.model.edits import Insert, SetField
from pcf.texts import Language
from pcf.units import quantity
from pcf.workflow.samples import SAMPLES, read_sample_study
from pcf.workflow.studies import save_study
from ui.look import ThemeName
from ui.main_window import MINIMUM
from ui.pages.registry import PAGES
from ui.shell.command_box import CommandBox
from ui.shell.rail import StepState
from ui.shell.step_states import step_states


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


class TopLevels(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            is_plain = watched.windowType() in {Qt.WindowType.Widget, Qt.WindowType.Window}
            if watched.isWindow() and is_plain and not isinstance(watched, QMainWindow):
                self.seen.append(watched)
        return False


def test_no_piece_of_a_page_is_shown_as_a_window_of_its_own(opened, program, qapp):
    watch = TopLevels()
    qapp.installEventFilter(watch)
    try:
        window = opened()
        for entry in PAGES:
            window.go(entry.id)
        program.set_theme(ThemeName.DARK)
    finally:
        qapp.removeEventFilter(watch)
    assert [type(each).__name__ for each in watch.seen] == []


def test_before_the_first_result_nothing_is_called_complete(program):
    window = program.open_window()
    program.open_new(read_sample_study(SAMPLES[0]))
    states = step_states(window.desk.open, window.pages_of_nodes())
    assert all(state is not StepState.COMPLETE for _, state, _ in states.values())
    assert window._panel.unit.text() == window.desk.texts("ui.panel.calculating")  # noqa: SLF001
    assert not window._panel._findings.count()  # noqa: SLF001


def test_a_study_made_of_a_list_is_not_saved_and_is_one_undo(program, shipped, calculated):
    window = program.open_window()
    study = read_sample_study(SAMPLES[0])
    program.open_made(study)
    calculated(window)
    assert window.desk.open.study == study
    assert window.current == "parts"
    assert not window.desk.open.is_saved
    window.run_action("undo")
    assert not window.desk.open.study.bom.parts


def test_a_study_without_a_file_is_not_said_to_be_saved(opened):
    window = opened()
    texts = window.desk.texts
    assert window._status.saved.text() == texts("ui.status.no-file")  # noqa: SLF001


def test_a_new_window_has_room_on_its_screen(program):
    window = program.open_window()
    screen = window.screen().availableGeometry()
    assert window.height() < screen.height() or window.height() == MINIMUM.height()


def test_a_wide_window_gives_the_panel_more_room(opened):
    window = opened()
    window.go("parts")
    narrow = window._panel.width()  # noqa: SLF001
    window.resize(1920, 1200)
    assert window._panel.width() == narrow * 320 // 256  # noqa: SLF001
    window.resize(1280, 800)
    assert window._panel.width() == narrow  # noqa: SLF001


def test_the_studies_that_were_open_last_stand_in_the_menu(opened, program, tmp_path):
    window = opened()
    path = tmp_path / "one & two.cradle"
    save_study(path, window.desk.open.study)
    program.open_file(path)
    menu = window.action_table._recent  # noqa: SLF001
    menu.parentWidget().aboutToShow.emit()
    assert [each.toolTip() for each in menu.actions()] == [str(path)]
    assert menu.actions()[0].text().endswith("one && two.cradle")


def test_one_piece_is_said_without_its_number(opened):
    window = opened()
    piece = window.desk.texts("ui.panel.per", unit=window.desk.texts.unit("piece"))
    assert window._panel.unit.text().endswith(piece)  # noqa: SLF001


def test_a_database_that_can_not_be_read_is_said_at_the_start(program, shipped, monkeypatch):
    window = program.open_window()
    program.tell_lacking_data()
    assert not window._strip.isVisible()  # noqa: SLF001
    fault = DatabaseIntegrityError("database-damaged", where="store", title="LCA 7", fault="cut")
    monkeypatch.setattr(shipped.catalogue, "faults", (fault,))
    program.tell_lacking_data()
    assert "LCA 7" in window._strip.text.text()  # noqa: SLF001
