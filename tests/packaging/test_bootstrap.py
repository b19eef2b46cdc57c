"""Set-up says what a bare Linux lacks: what stops it, and what only a display needs."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

ROOT = Path(__file__).parents[2]
QT = Path(PySide6.__file__).parent / "Qt"
C_LIBRARY = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1"}
COMPILER = {"libgcc_s.so.1"}  # comes with libstdc++


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "packaging" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def interpreter(bootstrap):
    return bootstrap.Interpreter((sys.executable,), "3.11")


def named_in(file: Path) -> set[str]:
    """Give the libraries that stand in a shared object as whole texts, its NEEDED ones at least."""
    found = re.findall(rb"\0(lib[\w+-]+(?:-\d\.\d)?\.so\.\d+)(?=\0)", file.read_bytes())
    return {name.decode() for name in found if not name.startswith((b"libQt6", b"libicu"))}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux wheels leave libraries out")
@pytest.mark.parametrize(
    ("files", "tables"),
    [
        (
            ["Core", "Gui", "DBus", "Widgets", "Svg", "offscreen"],
            ["SYSTEM_NEEDS"],
        ),
        (["XcbQpa", "xcb"], ["SYSTEM_NEEDS", "DISPLAY_NEEDS"]),
    ],
)
def test_every_library_that_qt_loads_has_a_row(bootstrap, files, tables):
    rows = {need.what for table in tables for need in getattr(bootstrap, table)}
    needed: set[str] = set()
    for name in files:
        library = QT / "lib" / f"libQt6{name}.so.6"
        needed |= named_in(library if library.exists() else QT / f"plugins/platforms/libq{name}.so")
    assert "libGL.so.1" in needed  # the texts were found at all
    # libxcb itself is loaded by libX11, and comes with it.
    assert needed - rows - C_LIBRARY - COMPILER - {"libxcb.so.1"} == set()


def test_a_missing_library_is_told_and_a_present_one_not(bootstrap, interpreter):
    absent = bootstrap.shared_library("libno-such.so.9", "libno-such9", "no-such")
    present = bootstrap.SystemNeed("Python", "import sys", "python3", "python3")
    assert bootstrap.missing_needs([absent, present], interpreter) == [absent]


def test_without_root_the_command_is_said_and_set_up_ends(bootstrap, interpreter, monkeypatch):
    absent = bootstrap.shared_library("libno-such.so.9", "libno-such9", "no-such")
    monkeypatch.setattr(bootstrap, "SYSTEM_NEEDS", (absent, absent))
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name == "dnf")
    with pytest.raises(SystemExit) as end:
        bootstrap.check_system(interpreter)
    assert "sudo dnf install no-such\n" in f"{end.value}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_the_window_opens_only_where_it_can(bootstrap, monkeypatch, capsys):
    absent = bootstrap.shared_library("libno-such.so.9", "libno-such9", "no-such")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "DISPLAY_NEEDS", (absent,))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name == "apt-get")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not bootstrap.can_show_windows()
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("DISPLAY", ":0")
    assert not bootstrap.can_show_windows()
    assert "sudo apt-get install libno-such9\n" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap, "DISPLAY_NEEDS", ())
    assert bootstrap.can_show_windows()
    monkeypatch.setattr(bootstrap, "DISPLAY_NEEDS", (absent,))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert bootstrap.can_show_windows()
    assert capsys.readouterr().out == ""


def test_all_probes_run_in_one_process_where_nothing_is_missing(
    bootstrap, interpreter, monkeypatch
):
    present = bootstrap.SystemNeed("sys", "import sys", "python", "python")
    calls = []

    def counted(command):
        calls.append(command)
        return True

    monkeypatch.setattr(bootstrap, "succeeds", counted)
    assert bootstrap.missing_needs([present, present], interpreter) == []
    assert len(calls) == 1
