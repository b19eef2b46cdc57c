"""Data: search and details. Settings: each change acts at once and is kept."""

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QTableWidget

from pcf.texts import Language
from ui.look import ThemeName
from ui.models.data_set_table import DataSetTableModel


def test_search_finds_in_both_languages_and_shows_the_source(program, qtbot):
    window = program.open_window()
    window.go("data")
    page = window.page("data")
    for words in ("aluminium ingot", "铝锭"):
        page.search.setText(words)
        qtbot.waitUntil(lambda: 0 < page.model.rowCount() < 500, timeout=5000)
        first = page.model.data_sets[0]
        assert "lumin" in first.name_en
        shown = " ".join(label.text() for label in page.details.findChildren(type(page.count)))
        assert first.source.publisher in shown
        assert first.licence in shown


def test_nothing_found_says_what_to_try(program, qtbot):
    window = program.open_window()
    window.go("data")
    page = window.page("data")
    page.search.setText("zzzz-no-such-thing")
    qtbot.waitUntil(lambda: page.shown.currentIndex() == 1, timeout=5000)


def test_the_model_of_data_sets_is_sound(program, qtmodeltester):
    window = program.open_window()
    model = DataSetTableModel(window.desk)
    model.show_data_sets(list(window.desk.background.catalogue.data_sets)[:20])
    qtmodeltester.check(model)


def test_settings_act_at_once_and_are_kept(program, settings):
    window = program.open_window()
    window.go("settings")
    window.page("settings").languages.button(Language.CHINESE).click()
    assert settings.language is Language.CHINESE
    assert window.desk.texts.language is Language.CHINESE
    window.page("settings").themes.button(ThemeName.DARK).click()
    assert window.desk.look.name is ThemeName.DARK
    before = window.desk.look.font("body").pixelSize()
    window.page("settings").scales.button(1.5).click()
    assert window.desk.look.font("body").pixelSize() > before
    window.page("settings").heights.button(True).click()
    assert settings.is_compact
    assert window.current == "settings"


def test_about_names_every_source_of_the_shipped_data(program):
    window = program.open_window()
    window.run_action("about")
    dialog = window.findChildren(QDialog)[-1]
    said = dialog.findChild(QPlainTextEdit).toPlainText()
    for base in window.desk.background.catalogue.databases:
        for data_set in base.data_sets:
            assert (data_set.source.attribution or data_set.source.title) in said
    dialog.accept()


def test_every_shortcut_stands_in_the_list_of_keys_once(program):
    window = program.open_window()
    window.run_action("keys")
    table = window.findChildren(QDialog)[-1].findChild(QTableWidget)
    keys = [table.item(place, 1).text() for place in range(table.rowCount())]
    assert all(keys)
    assert len(keys) == len(set(keys))
