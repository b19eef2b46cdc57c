"""Random clicking and typing over all pages leaves no exception and a study that holds together."""

import random

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
)

from pcf.model.edits import nodes_below
from pcf.model.study import Study
from pcf.workflow.calculation import calculate
from ui.pages.registry import PAGES

WORDS = ("12.5 kg", "3 parsnips", "铝合金", "", "0", "-1", "1e99", "75 %", "2024-02-30", "x" * 300)
KEYS = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Up,
    Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_Space,
)  # fmt: skip
STEPS = 100


@pytest.fixture
def no_blocking_dialogs(monkeypatch):
    """Let nothing wait for a person, and nothing leave the program."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Cancel)
    monkeypatch.setattr(QMessageBox, "warning", lambda *_: QMessageBox.StandardButton.Cancel)
    monkeypatch.setattr(QMenu, "exec", lambda *_: None)
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _: True)


def controls(window):
    """Give what can be clicked or typed into, but for what opens other windows or programs."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
    for kind in kinds:
        for each in window.findChildren(kind):
            has_menu = getattr(each, "menu", lambda: None)()
            if each.isVisible() and each.isEnabled() and has_menu is None:
                yield each


def act(window, chance: random.Random) -> None:  # noqa: C901  a row a kind of control
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible() and chance.random() < 0.3:
            dialog.reject()
    found = list(controls(window))
    if not found or chance.random() < 0.1:
        window.go(chance.choice(PAGES).id)
        return
    target = chance.choice(found)
    if isinstance(target, (QLineEdit, QPlainTextEdit)):
        target.setFocus()
        words = chance.choice(WORDS)
        if words.isascii():
            QTest.keyClicks(target, words[:40])
        elif isinstance(target, QLineEdit):
            target.insert(words)  # Qt's simulated keyboard has no Chinese keys
        else:
            target.insertPlainText(words)
        QTest.keyClick(target, chance.choice(KEYS))
    elif isinstance(target, QComboBox):
        if target.count():
            place = chance.randrange(target.count())
            target.setCurrentIndex(place)
            target.activated.emit(place)
    elif isinstance(target, QAbstractItemView):
        area = target.viewport().rect()
        if area.width() > 2 and area.height() > 2:
            place = QPoint(chance.randrange(area.width()), chance.randrange(area.height()))
            QTest.mouseClick(target.viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.keyClick(target, chance.choice(KEYS))
    else:
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_breaks(opened, program, calculated, qtbot, no_blocking_dialogs, seed):
    chance = random.Random(seed)
    window = opened()
    for step in range(STEPS):
        act(program.windows[step % len(program.windows)], chance)
        if chance.random() < 0.08:
            window.run_action(chance.choice(("undo", "redo", "next_finding", "toggle_rail")))
        if step % 20 == 0:
            qtbot.wait(1)
    for each in program.windows:
        study = each.desk.open.study
        ids = [node.id for node in nodes_below(study)]
        assert len(ids) == len(set(ids))
        assert msgspec.json.decode(msgspec.json.encode(study), type=Study) == study
        calculate(study, each.desk.background)
