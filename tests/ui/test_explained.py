"""A term says what it means where it stands: at the pointer, by F1, and in the glossary."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from pcf.glossary import glossary
from pcf.texts import Language
from ui.dialogs.glossary import GlossaryDialog


def hover(widget) -> str:
    """Rest the pointer on a control and give the tip."""
    QToolTip.hideText()
    place = widget.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


def test_a_label_that_holds_a_term_explains_it(opened):
    window = opened()
    window.go("scope")
    row = window.page("scope").sections[0].forms[1][1].rows["declared_unit"]
    assert "<b>Declared unit</b>" in hover(row.label)


def test_the_head_of_a_column_explains_its_term(opened):
    window = opened()
    window.go("transport")
    model = window.page("transport").legs.model
    tips = [
        str(model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
        for at in range(model.columnCount())
    ]
    assert any("tonne" in each for each in tips)


def test_words_without_a_term_have_no_tip(opened):
    window = opened()
    label = QLabel("Wednesday", window.centralWidget())
    label.show()
    assert not hover(label)


def test_f1_explains_the_term_of_the_field_with_the_keyboard(opened, qtbot):
    window = opened()
    window.go("scope")
    QCursor.setPos(5000, 5000)
    form = window.page("scope").sections[0].forms[1][1]
    window.activateWindow()
    assert form.focus("declared_unit")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.rows["declared_unit"].control)
    QToolTip.hideText()
    window.run_action("explain")
    assert "<b>Declared unit</b>" in QToolTip.text()
    assert not window.findChildren(GlossaryDialog)


def test_f1_without_a_term_opens_the_glossary(opened):
    window = opened()
    QCursor.setPos(5000, 5000)
    if (focused := QApplication.focusWidget()) is not None:
        focused.clearFocus()
    window.run_action("explain")
    [dialog] = window.findChildren(GlossaryDialog)
    assert dialog.shown == list(glossary(Language.ENGLISH))


def test_the_glossary_is_searched_in_both_languages(opened):
    window = opened()
    window.run_action("glossary")
    [dialog] = window.findChildren(GlossaryDialog)
    assert dialog.shown == list(glossary(Language.ENGLISH))
    dialog.search.setText("分配")
    assert {each.key for each in dialog.shown} >= {"allocation", "physical-allocation"}
    assert len(dialog.shown) < 10
    assert "Sharing the burden" in dialog.sentences.toPlainText()
    dialog.search.setText("nothing of the kind")
    assert not dialog.shown
    assert "No term" in dialog.sentences.toPlainText()


def test_every_term_is_a_command(opened):
    window = opened()
    commands = window.verbs.commands()
    named = next(each for each in commands if "functional unit" in each.words.lower())
    named.run()
    [dialog] = window.findChildren(GlossaryDialog)
    assert "functional-unit" in {each.key for each in dialog.shown}
