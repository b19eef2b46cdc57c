"""The program offscreen: one application a run, settings and caches of a test's own.

`program` has no study open; `opened` gives the window of a sample study, calculated.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pcf.model.study import Study
from pcf.texts import Language
from pcf.workflow.background import Background
from pcf.workflow.samples import SAMPLES, read_sample_study
from ui.app import Program
from ui.look import ThemeName
from ui.main_window import MainWindow
from ui.settings import Settings


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["cradlegate"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    kept = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    kept.language, kept.theme = Language.ENGLISH, ThemeName.LIGHT
    return kept


@pytest.fixture
def program(
    qapp, settings: Settings, shipped: Background, tmp_path, monkeypatch
) -> Iterator[Program]:
    monkeypatch.setenv("CRADLEGATE_HOME", str(tmp_path / "home"))
    made = Program(qapp, settings, shipped)
    yield made
    for window in list(made.windows):
        window.desk.open.stack.setClean()
        window.desk.open.path = window.desk.open.path or tmp_path / "thrown-away.cradle"
        window.close()
    made.close()
    qapp.clipboard().setText("")  # offscreen, what Python put there outlives Python and crashes
    qapp.processEvents()


@pytest.fixture
def opened(program: Program, qtbot) -> Callable[..., MainWindow]:
    """Give a function that opens a study, the sample by default, and waits for its result."""

    def open_it(study: Study | None = None) -> MainWindow:
        window = program.open_window()
        program.open_new(study or read_sample_study(SAMPLES[0]))
        window.resize(1280, 800)
        wait_for_result(window, qtbot)
        return window

    return open_it


def wait_for_result(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: window.desk.open.is_current, timeout=20_000)


@pytest.fixture
def calculated(qtbot) -> Callable[[MainWindow], None]:
    """Give a function that waits until the result of a window is that of its study."""
    return lambda window: wait_for_result(window, qtbot)
