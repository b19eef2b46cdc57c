"""Set up `.venv`, then hand over to it: `python packaging/bootstrap.py setup|run|test`.

Standard library only. A call with everything in place reads four small files and starts the work.
Kept readable for old Pythons (no newer syntax than 3.8), so that those too can say what to install.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "cradlegate-setup.json"

VERSIONS = ("3.13", "3.12", "3.11")  # the newest that is found is taken; as requires-python says


class SystemNeed(NamedTuple):
    """Something that pip cannot install: how to see whether it is there, and who carries it."""

    what: str
    probe: str  # Python statements, run by the chosen interpreter; an exception means: not there
    debian: str  # package; {version} is the interpreter's, for instance 3.13
    fedora: str


def shared_library(soname: str, debian: str, fedora: str) -> SystemNeed:
    """Give the row for a library that wheels load but do not carry."""
    return SystemNeed(soname, f"import ctypes; ctypes.CDLL({soname!r})", debian, fedora)


# Probed on Linux only: the wheels for Windows and macOS carry what they load.
SYSTEM_NEEDS = (
    SystemNeed(
        "venv and ensurepip", "import ensurepip, venv", "python{version}-venv", "python{version}"
    ),
    shared_library("libstdc++.so.6", "libstdc++6", "libstdc++"),  # numpy, scipy, pandas
    # What libQt6Core, libQt6Gui, libQt6DBus and the offscreen platform name as NEEDED and the
    # wheel of PySide6-Essentials 6.11.2 does not hold.
    shared_library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    shared_library("libGL.so.1", "libgl1", "libglvnd-glx"),
    shared_library("libX11.so.6", "libx11-6", "libX11"),
    shared_library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    shared_library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    shared_library("libfreetype.so.6", "libfreetype6", "freetype"),
    shared_library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    shared_library("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
    shared_library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    shared_library("libz.so.1", "zlib1g", "zlib"),
    shared_library("libzstd.so.1", "libzstd1", "libzstd"),
)

# What libqxcb and libQt6XcbQpa name beside those: needed by the window on an X11 display alone.
# Nothing stops without them; they are told. On Wayland, Qt needs none of them.
DISPLAY_NEEDS = (
    shared_library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    shared_library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    shared_library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    shared_library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    shared_library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    shared_library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    shared_library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    shared_library("libxcb-render.so.0", "libxcb-render0", "libxcb"),
    shared_library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    shared_library("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    shared_library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    shared_library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    shared_library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    shared_library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    shared_library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)


class Interpreter(NamedTuple):
    """A Python that can carry the environment."""

    command: tuple[str, ...]
    version: str  # for instance 3.13


def say(text: str) -> None:
    """Print at once, so that our lines and those of the tools stay in order."""
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End with exit code 1, the text on standard error."""
    sys.stdout.flush()
    sys.exit(f"\n{text}")


def main() -> int:
    """Run the verb of the command line; give its exit code."""
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Set up .venv and use it.")
    parser.add_argument("verb", choices=("setup", "run", "test"))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="handed to what is run")
    options = parser.parse_args()
    try:
        ensure_environment(dev=options.verb != "run")
        if options.verb == "setup":
            say(f"Ready: {VENV}")
            return 0
        if options.verb == "test":
            return work(str(ROOT / "packaging" / "check.py"), *options.arguments)
        return show_samples(options.arguments)
    except KeyboardInterrupt:
        return 130
    except (OSError, subprocess.CalledProcessError) as error:
        stop(f"Set-up failed: {error}")


def work(*arguments: str) -> int:
    """Run Python of the environment in the checkout; give its exit code."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


def show_samples(arguments: list[str]) -> int:
    """Calculate the sample studies to out/, then open the first one where there is a screen."""
    code = work("-m", "pcf", "samples", "--out", "out", *arguments)
    if code == 0 and can_show_windows():
        return work(str(ROOT / "main.py"), str(ROOT / "out" / "linear-axis.cradle"))
    return code


def can_show_windows() -> bool:
    """Tell whether a window can be shown; say what an X11 display lacks for it."""
    if sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY"):
        return True
    if not os.environ.get("DISPLAY"):
        return False
    interpreter = Interpreter((str(PYTHON),), "")
    missing = missing_needs(DISPLAY_NEEDS, interpreter)
    if missing:
        debian = debian_packages(missing, interpreter)
        fedora = fedora_packages(missing, interpreter)
        say(
            f"The window cannot open on this display without {names_of(missing)}; "
            f"everything else works. Install:\n\n    {install_command(debian, fedora)}\n"
        )
    return not missing


# ---------------------------------------------------------------- the environment and its stamp


def ensure_environment(*, dev: bool) -> None:
    """Make `.venv` hold what pyproject.toml and the constraints ask for; nothing if it does."""
    if is_current(read_stamp(), dev=dev):
        return
    with only_one():
        stamp = read_stamp()  # again: another run may have done the work while this one waited
        if is_current(stamp, dev=dev):
            return
        reusable = is_reusable(stamp)
        interpreter = existing_interpreter() if reusable else find_interpreter()
        if sys.platform == "linux":
            check_system(interpreter)
        if not reusable:
            stamp = {}
            create(interpreter)
        install(stamp, extra="dev" if dev else stamp.get("extra", ""))


def requirements() -> str:
    """Give the hash of what decides what is installed, the table of system needs included."""
    files = (PYPROJECT, CONSTRAINTS, Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def place() -> str:
    """Give what an environment is bound to: its own path and the Python that it was made from."""
    settings = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    return f"{ROOT}\n{PYTHON.resolve()}\n{settings}"


def read_stamp() -> dict[str, str]:
    """Give what the last set-up left; empty if there was none, or it is unreadable."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_current(stamp: dict[str, str], *, dev: bool) -> bool:
    """Tell whether nothing has to be done."""
    return (
        PYTHON.exists()
        and stamp.get("requirements") == requirements()
        and stamp.get("place") == place()
        and (stamp.get("extra") == "dev" or not dev)
    )


def is_reusable(stamp: dict[str, str]) -> bool:
    """Tell whether pip can go on in this environment.

    One without a stamp was made by hand and is used if it runs. One whose set-up was interrupted,
    which was moved here, or whose Python was replaced, is not worth mending: it is made anew.
    """
    if "unfinished" in stamp or not PYTHON.exists():
        return False
    if stamp and stamp.get("place") != place():
        return False
    return existing_interpreter().version in VERSIONS


def existing_interpreter() -> Interpreter:
    """Give the Python of `.venv`; without a version if it or its pip does not run."""
    command = (str(PYTHON),)
    return Interpreter(command, version_of(command, also="import pip"))


def create(interpreter: Interpreter) -> None:
    """Make an empty environment, marked as unfinished from the first moment on."""
    if VENV.exists():
        say(f"Removing {VENV}: its set-up did not end, or it was moved, or its Python changed.")
        shutil.rmtree(VENV)
    say(f"Creating {VENV} with Python {interpreter.version} ({' '.join(interpreter.command)})")
    VENV.mkdir()
    STAMP.write_text('{"unfinished": "yes"}', encoding="utf-8")
    subprocess.run([*interpreter.command, "-m", "venv", str(VENV)], check=True)


def install(stamp: dict[str, str], *, extra: str) -> None:
    """Let pip install; leave the stamp when it is through."""
    before = stamp or {"unfinished": "yes"}
    STAMP.write_text('{"unfinished": "yes"}', encoding="utf-8")
    what = f".[{extra}]" if extra else "."
    say(f"Installing {what} into .venv (at first this takes a minute or more)")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-input", "--constraint", str(CONSTRAINTS)]
    # pip does not apply constraints to build environments: the build uses the pinned setuptools.
    for arguments in (["setuptools"], ["--no-build-isolation", "--editable", what]):
        if subprocess.call([*pip, *arguments], cwd=ROOT) != 0:
            STAMP.write_text(json.dumps(before), encoding="utf-8")  # pip undoes what it began
            stop(
                "pip could not install the packages; its message stands above.\n"
                "Installing needs a package index (network, proxy or PIP_INDEX_URL); "
                "once .venv is complete nothing is fetched."
            )
    # The first start would do it else, and every start where Python is told to write no bytecode:
    # 0.4 s of 1.3 s.
    sources = [str(ROOT / each) for each in ("pcf", "ui", "main.py")]
    subprocess.call([str(PYTHON), "-m", "compileall", "-q", *sources])
    done = {"requirements": requirements(), "place": place(), "extra": extra}
    STAMP.write_text(json.dumps(done), encoding="utf-8")


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let a second set-up of this checkout wait until the first has ended."""
    with (ROOT / ".venv.lock").open("w", encoding="utf-8") as file:
        if sys.platform == "win32":
            while True:
                with contextlib.suppress(OSError):  # raised after ten seconds of waiting
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------- the interpreter and the system


def version_of(command: tuple[str, ...], also: str = "") -> str:
    """Give the version of a 64-bit CPython as "3.13"; empty if it is another, or does not run."""
    code = (
        "import sys\n"
        "assert sys.implementation.name == 'cpython' and sys.maxsize > 2**32\n"
        f"{also}\n"
        "print('%d.%d' % sys.version_info[:2])"
    )
    try:
        run = subprocess.run(
            [*command, "-c", code], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.strip()


def candidates() -> Iterator[tuple[str, ...]]:
    """Give the commands that may start a suitable Python: this one, then the newest first."""
    yield (getattr(sys, "_base_executable", sys.executable),)  # not the one of a .venv
    for version in VERSIONS:
        if sys.platform == "win32":
            yield ("py", f"-{version}")
        else:
            # Every match on PATH, not only the first: a version manager's may be an empty shell.
            for folder in os.get_exec_path():
                path = shutil.which(f"python{version}", path=folder)
                if path:
                    yield (path,)


def find_interpreter() -> Interpreter:
    """Give a Python of a suitable version; install one or say which if there is none."""
    for attempt in ("as it is", "after installing one"):
        for command in candidates():
            version = version_of(command)
            if version in VERSIONS:
                return Interpreter(command, version)
        if attempt == "as it is":
            provide_interpreter()
    stop("The Python that was just installed does not run.")


def provide_interpreter() -> None:
    """Install an interpreter with apt if that may be done here, else say what to install."""
    problem = (
        f"Cradlegate needs a 64-bit CPython {', '.join(reversed(VERSIONS))}; "
        f"this is {sys.version.split()[0]} ({sys.executable}), and no other was found."
    )
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            subprocess.run(["apt-get", "update"], stdin=subprocess.DEVNULL, check=True)
        for version in VERSIONS:
            packages = [f"python{version}", f"python{version}-venv"]
            if all(succeeds(["apt-cache", "show", package]) for package in packages):
                provide(problem, debian=packages, fedora=[])
                return
        stop(f"{problem}\nThis system's package lists hold none: install one from python.org.")
    newest = VERSIONS[0]
    commands = {
        "win32": f"winget install Python.Python.{newest}",
        "darwin": f"brew install python@{newest}",
    }
    command = commands.get(sys.platform, f"sudo dnf install python{newest}")
    stop(f"{problem}\nInstall one, then call this again:\n\n    {command}")


def check_system(interpreter: Interpreter) -> None:
    """See that the rows of SYSTEM_NEEDS are there; install them or say how if not."""
    missing = missing_needs(SYSTEM_NEEDS, interpreter)
    if not missing:
        return
    provide(
        f"Missing on this system: {names_of(missing)}.",
        debian=debian_packages(missing, interpreter),
        fedora=fedora_packages(missing, interpreter),
    )
    missing = missing_needs(SYSTEM_NEEDS, interpreter)
    if missing:
        stop(
            f"Still missing: {names_of(missing)}.\n"
            "If the packages are there, try another Python than "
            f"{' '.join(interpreter.command)}: it may have been built without."
        )


def missing_needs(needs: Sequence[SystemNeed], interpreter: Interpreter) -> list[SystemNeed]:
    """Give the rows whose probe fails; one process where none does."""
    every = "\n".join(need.probe for need in needs)
    if succeeds([*interpreter.command, "-c", every]):
        return []
    return [need for need in needs if not succeeds([*interpreter.command, "-c", need.probe])]


def names_of(needs: Iterable[SystemNeed]) -> str:
    """Give the names of what is needed, for a sentence."""
    return ", ".join(need.what for need in needs)


def debian_packages(needs: Iterable[SystemNeed], interpreter: Interpreter) -> list[str]:
    """Give Debian's packages, each once."""
    return list(dict.fromkeys(need.debian.format(version=interpreter.version) for need in needs))


def fedora_packages(needs: Iterable[SystemNeed], interpreter: Interpreter) -> list[str]:
    """Give Fedora's packages, each once."""
    return list(dict.fromkeys(need.fedora.format(version=interpreter.version) for need in needs))


def provide(problem: str, *, debian: list[str], fedora: list[str]) -> None:
    """Install system packages as root with apt, else print the command and end."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"{problem} Installing {' '.join(debian)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for verb in (["update"], ["install", "--yes", "--no-install-recommends", *debian]):
            subprocess.run(
                ["apt-get", *verb], env=environment, stdin=subprocess.DEVNULL, check=True
            )
        return
    stop(f"{problem}\nInstall, then call this again:\n\n    {install_command(debian, fedora)}")


def install_command(debian: list[str], fedora: list[str]) -> str:
    """Give the command that installs packages on this system, or their names on an unknown one."""
    if shutil.which("apt-get"):
        return f"sudo apt-get update && sudo apt-get install {' '.join(debian)}"
    if shutil.which("dnf"):
        return f"sudo dnf install {' '.join(fedora)}"
    return f"(Debian's names) {' '.join(debian)}   (Fedora's names) {' '.join(fedora)}"


def succeeds(command: list[str]) -> bool:
    """Tell whether a command ends with exit code 0; its output is dropped."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
