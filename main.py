"""Start Cradlegate: the window, or a verb of the command line.

`python main.py` and `python main.py STUDY …` open the window; `python main.py calculate …` and
every other verb is `python -m pcf …`. The command `cradlegate` does the same.
"""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pcf.texts import system_language
from ui.words import window_texts


def main() -> None:
    """Start what the arguments ask for, and leave with its exit code."""
    multiprocessing.freeze_support()  # a packed program starts its workers through here
    arguments = sys.argv[1:]
    if wants_window(arguments):
        sys.exit(run_window(arguments))
    from pcf.__main__ import main as run_verb

    run_verb()


def wants_window(arguments: Sequence[str]) -> bool:
    """Tell whether the arguments name no verb: none at all, or study files alone."""
    return all(Path(each).suffix == ".cradle" for each in arguments)


def run_window(arguments: Sequence[str]) -> int:
    """Open the window with study files; where there is no screen, say so and give 1."""
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        texts = window_texts(system_language())
        sys.stderr.write(texts("ui.no-screen") + "\n")
        return 1
    from ui.app import run

    return run(arguments)


if __name__ == "__main__":
    main()
