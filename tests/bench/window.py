"""What the window takes: from start to its first picture, from an edit to the total on screen.

    python tests/bench/window.py [STUDY]   (run by run.py; prints one line of JSON)

The program is the user's own, started as it starts; only what is painted and when is listened to.
Without a display Qt's offscreen platform is taken, which paints the same into memory.
"""

import json
import os
import sys
import time
from pathlib import Path

BEGUN = time.time()  # before anything of the program is loaded; Python's own start comes on top
ROOT = Path(__file__).resolve().parents[2]
EDITS = 12


def main() -> None:
    sys.path.insert(0, str(ROOT))
    begun = float(os.environ.get("BENCH_BEGUN", BEGUN))
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from main import run_window
    from ui.app import Program

    told: dict[str, float | list[float]] = {}

    class Painted(QObject):
        """Tells when the window has painted for the first time."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            is_window = isinstance(watched, QWidget) and watched.isWindow()
            if event.type() == QEvent.Type.Paint and is_window and "start" not in told:
                told["start"] = 0.0
                QTimer.singleShot(0, self.shown)
            return False

        def shown(self) -> None:
            told["start"] = time.time() - begun
            told["memory"] = memory_mb()
            QTimer.singleShot(0, edit_often if len(sys.argv) > 1 else leave)

    def leave() -> None:
        print(json.dumps(told), flush=True)
        os._exit(0)

    programs: list[Program] = []
    made = Program.__init__

    def remember(program: Program, *arguments: object) -> None:
        programs.append(program)
        painted = Painted(QApplication.instance())
        QApplication.instance().installEventFilter(painted)
        made(program, *arguments)

    def edit_often() -> None:
        measure_edits(programs[0], told)
        leave()

    Program.__init__ = remember
    run_window(sys.argv[1:])


def measure_edits(program: object, told: dict[str, float | list[float]]) -> None:
    """Edit a mass on the page of the parts list and wait until the total is painted."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from pcf.model.bom import Mass, walk
    from pcf.model.edits import SetField
    from pcf.units import quantity
    from ui.shell.live_panel import LivePanel

    window = program.windows[0]
    window.go("parts")
    part = [each for each in walk(window.desk.open.study.bom) if not each.parts][-1]
    panel = window.findChild(LivePanel)

    def settled(before: str) -> None:
        wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        while panel.total.text() in {before, "–"}:
            QCoreApplication.processEvents(wait, 10)
        panel.total.repaint()

    settled("–")
    seconds = []
    for step in range(EDITS):
        pause = time.time() + 0.4  # the checks of the edit before are done, as when one types
        while time.time() < pause:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        before = panel.total.text()
        mass = Mass(amount=quantity(10.0 ** (step % 3 + 6), "kg"))
        begun = time.perf_counter()
        window.desk.edit(SetField(node=part.id, field="mass", value=mass))
        settled(before)
        seconds.append(time.perf_counter() - begun)
    told["edits"] = seconds
    told["memory with study"] = memory_mb()


def memory_mb() -> float:
    """Give the resident memory of this process [MB]; 0 where the system does not say."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0.0
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
