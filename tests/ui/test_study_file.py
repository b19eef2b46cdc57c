"""Unsaved edits outlast a crash; two windows never write one file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from pcf.errors import InputError
from pcf.model.edits import SetField, apply
from pcf.workflow.samples import SAMPLES, read_sample_study
from pcf.workflow.session import recoverable
from pcf.workflow.studies import open_study, save_study

ROOT = Path(__file__).parents[2]

CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pcf.model.edits import SetField, apply
from pcf.workflow.background import open_background
from ui.app import Program
from ui.settings import Settings
application = QApplication([])
settings = Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat))
program = Program(application, settings, open_background())
program.open_window()
program.open_file(Path(sys.argv[1]))
opened = program.windows[0].desk.open
for name in ("first", "second", "third"):
    opened.edit([SetField(node=opened.study.product.id, field="name", value=name)])
opened.stack.undo()
os.kill(os.getpid(), 9)
"""


def rename(window, name: str) -> None:
    product = window.desk.open.study.product
    window.desk.open.edit([SetField(node=product.id, field="name", value=name)])


@pytest.fixture
def saved(tmp_path) -> Path:
    path = tmp_path / "axis.cradle"
    save_study(path, read_sample_study(SAMPLES[0]))
    return path


def answer(monkeypatch, role: QMessageBox.ButtonRole) -> None:
    def clicked(box: QMessageBox):
        return next(each for each in box.buttons() if box.buttonRole(each) is role)

    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", clicked)


def test_a_killed_program_loses_nothing(program, saved, tmp_path, monkeypatch):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    settings = str(tmp_path / "other.ini")
    killed = subprocess.run(
        [sys.executable, "-c", CRASH, str(saved), settings],
        env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert killed.returncode == -9, killed.stderr.decode()
    before = open_study(saved)
    assert len(recoverable()) == 1
    program.open_window()
    answer(monkeypatch, QMessageBox.ButtonRole.AcceptRole)
    program.offer_recovery()
    opened = program.windows[0].desk.open
    assert opened.study.product.name == "second"
    assert opened.path == saved
    assert not opened.is_saved
    assert open_study(saved) == before
    opened.stack.undo()
    assert opened.study.product.name == before.product.name
    opened.stack.redo()
    assert program.windows[0].verbs.save()
    assert open_study(saved).product.name == "second"
    assert not recoverable()


def test_what_is_thrown_away_is_not_asked_for_again(program, saved, tmp_path, monkeypatch):
    command = [sys.executable, "-c", CRASH, str(saved), str(tmp_path / "s.ini")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, env=environment, check=False, timeout=60)
    answer(monkeypatch, QMessageBox.ButtonRole.RejectRole)
    program.offer_recovery()
    assert len(recoverable()) == 1
    answer(monkeypatch, QMessageBox.ButtonRole.DestructiveRole)
    program.offer_recovery()
    assert not recoverable()
    assert not program.windows


def test_a_study_that_is_open_elsewhere_can_only_be_read(program, saved, tmp_path):
    program.open_window()
    program.open_file(saved)
    first = program.windows[0]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    other = (
        "import sys; from pathlib import Path\n"
        "from pcf.workflow.session import hold, HeldBy\n"
        "print(isinstance(hold(Path(sys.argv[1])), HeldBy))"
    )
    told = subprocess.run(
        [sys.executable, "-c", other, str(saved)],
        env=environment, capture_output=True, check=True, timeout=60, text=True,
    )  # fmt: skip
    assert told.stdout.strip() == "True"
    first.close()
    told = subprocess.run(
        [sys.executable, "-c", other, str(saved)],
        env=environment, capture_output=True, check=True, timeout=60, text=True,
    )  # fmt: skip
    assert told.stdout.strip() == "False"


def test_a_held_study_refuses_edits_until_it_is_saved_elsewhere(program, saved, tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path\n"
            "from pcf.workflow.session import hold\n"
            "held = hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()",
            str(saved),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout.readline().strip() == b"held"
    try:
        program.open_window()
        program.open_file(saved)
        window = program.windows[0]
        assert window.desk.open.held_by
        assert not window._strip.isHidden()  # noqa: SLF001
        assert not window.action_table.by_id["save"].isEnabled()
        with pytest.raises(InputError):
            rename(window, "x")
        assert window.verbs._write(tmp_path / "mine.cradle")  # noqa: SLF001
        rename(window, "mine")
        assert window.desk.open.study.product.name == "mine"
    finally:
        holder.stdin.close()
        holder.wait(timeout=20)
        holder.stdout.close()


def test_a_file_that_cannot_be_written_is_said_and_the_study_stays(program, saved, monkeypatch):
    program.open_window()
    program.open_file(saved)
    window = program.windows[0]
    rename(window, "new")
    said = []

    def cancel(_parent, _title, text, _buttons):
        said.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", cancel)
    (saved.parent / "a-file").write_text("")
    assert not window.verbs._write(saved.parent / "a-file" / "x.cradle")  # noqa: SLF001
    assert len(said) == 1
    assert window.desk.open.path == saved
    assert not window.desk.open.is_saved


def test_a_damaged_file_is_said_and_no_window_opens(program, tmp_path, monkeypatch):
    path = tmp_path / "damaged.cradle"
    path.write_bytes(b"PK\x03\x04 no zip")
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *given: said.append(given[2]))
    window = program.open_window()
    program.open_file(path)
    assert "damaged.cradle" in said[0]
    assert not window.is_open


def crash(saved: Path, tmp_path: Path) -> None:
    """Let another process edit the study and be killed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", CRASH, str(saved), str(tmp_path / "crashed.ini")]
    assert subprocess.run(command, env=environment, check=False, timeout=60).returncode == -9


@pytest.fixture
def holding():
    """Give a function by which another process has a study open until the test ends."""
    held = []

    def hold_it(path: Path) -> None:
        code = (
            "import sys; from pathlib import Path\n"
            "from pcf.workflow.session import hold\n"
            "held = hold(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout.readline().strip() == b"held"
        held.append(process)

    yield hold_it
    for process in held:
        process.stdin.close()
        process.wait(timeout=20)
        process.stdout.close()


def test_a_file_that_changed_meanwhile_is_said_when_edits_come_back(
    program, saved, tmp_path, monkeypatch
):
    crash(saved, tmp_path)
    study = open_study(saved)
    save_study(saved, apply(study, [SetField(node=study.goal.id, field="reasons", value="Other")]))
    answer(monkeypatch, QMessageBox.ButtonRole.AcceptRole)
    program.offer_recovery()
    window = program.windows[0]
    assert window.desk.open.study.product.name == "second"
    assert window.desk.open.study.goal.reasons == "Other"
    strip = window._strip  # noqa: SLF001
    assert strip.isVisible()
    assert "changed meanwhile" in strip.text.text()


def test_edits_of_a_study_that_is_held_are_kept_for_the_next_start(
    program, saved, tmp_path, monkeypatch, holding
):
    crash(saved, tmp_path)
    holding(saved)
    answer(monkeypatch, QMessageBox.ButtonRole.AcceptRole)
    program.offer_recovery()
    window = program.windows[0]
    assert window.desk.open.held_by
    assert window.desk.open.study.product.name == "second"
    assert len(recoverable()) == 1


def choose(monkeypatch, path: Path) -> None:
    """Answer the dialog that asks for a file."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def asked_to_replace(monkeypatch, reply: QMessageBox.StandardButton) -> list[str]:
    """Answer whether files may be replaced; give what was asked."""
    asked = []

    def question(_parent, _title, text, *_buttons):
        asked.append(text)
        return reply

    monkeypatch.setattr(QMessageBox, "question", question)
    return asked


def test_a_name_without_suffix_gets_it_and_replaces_nothing_unasked(
    program, saved, tmp_path, monkeypatch
):
    program.open_window()
    program.open_file(saved)
    verbs = program.windows[0].verbs
    choose(monkeypatch, tmp_path / "Axis 2.5")
    asked = asked_to_replace(monkeypatch, QMessageBox.StandardButton.Cancel)
    assert verbs.save_as()
    assert program.windows[0].desk.open.path == tmp_path / "Axis 2.5.cradle"
    assert not asked
    other = tmp_path / "other.cradle"
    other.write_bytes(b"of another study")
    choose(monkeypatch, tmp_path / "other")
    assert not verbs.save_as()
    assert "other.cradle" in asked[0]
    assert other.read_bytes() == b"of another study"
    asked_to_replace(monkeypatch, QMessageBox.StandardButton.Yes)
    assert verbs.save_as()
    assert open_study(other) == program.windows[0].desk.open.study


def test_a_study_that_is_open_elsewhere_is_not_replaced(
    program, saved, tmp_path, monkeypatch, holding
):
    other = tmp_path / "other.cradle"
    save_study(other, read_sample_study(SAMPLES[1]))
    before = other.read_bytes()
    holding(other)
    program.open_window()
    program.open_file(saved)
    choose(monkeypatch, other)
    said = []

    def cancel(_parent, _title, text, _buttons):
        said.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", cancel)
    assert not program.windows[0].verbs.save_as()
    assert "other.cradle" in said[0]
    assert other.read_bytes() == before


def test_a_study_of_another_window_is_not_replaced_either(program, saved, tmp_path, monkeypatch):
    other = tmp_path / "other.cradle"
    save_study(other, read_sample_study(SAMPLES[1]))
    before = other.read_bytes()
    program.open_window()
    program.open_file(saved)
    program.open_file(other)
    choose(monkeypatch, other)
    said = []

    def cancel(_parent, _title, text, _buttons):
        said.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", cancel)
    assert not program.windows[0].verbs.save_as()
    assert len(said) == 1
    assert other.read_bytes() == before
