"""Start Cradlegate: the window, or a verb of the command line.

`python main.py` and `python main.py STUDY …` open the window; `python main.py calculate …` and
every other verb is `python -m pcf …`. The command `cradlegate` does the same.
"""

import ctypes
import gc
import importlib.util
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
    missing = missing_library()
    if missing:
        texts = window_texts(system_language())
        sys.stderr.write(texts("ui.no-library", missing=missing) + "\n")
        return 1
    # Nothing that is loaded is ever given back: collecting garbage meanwhile is a tenth of 0.9 s.
    gc.disable()
    from ui.app import run

    gc.freeze()
    gc.enable()
    return run(arguments)


def missing_library() -> str:
    """Give the system library that Qt lacks for an X11 display, "" where it lacks none.

    Qt itself aborts without a word that helps.
    """
    has_own_choice = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    if sys.platform != "linux" or has_own_choice:
        return ""
    found = importlib.util.find_spec("PySide6")
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        plugin = Path(folder, "Qt", "plugins", "platforms", "libqxcb.so")
        if plugin.exists():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                return str(error).partition(":")[0]
    return ""


if __name__ == "__main__":
    main()
