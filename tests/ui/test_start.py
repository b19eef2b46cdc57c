"""The start of the program: what it says without a screen, or where a library is missing."""

import pytest

import main


@pytest.fixture
def x11(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(main.sys, "platform", "linux")
    monkeypatch.setenv("LC_ALL", "C")


def test_without_a_screen_it_says_so(x11, monkeypatch, capsys):
    monkeypatch.delenv("DISPLAY")
    assert main.run_window([]) == 1
    assert "no screen" in capsys.readouterr().err


def test_a_missing_library_is_named_with_its_package(x11, monkeypatch, capsys):
    def lacks(_):
        message = "libxcb-cursor.so.0: cannot open shared object file"
        raise OSError(message)

    monkeypatch.setattr(main.ctypes, "CDLL", lacks)
    assert main.missing_library() == "libxcb-cursor.so.0"
    assert main.run_window([]) == 1
    assert "libxcb-cursor0" in capsys.readouterr().err


def test_another_platform_than_x11_needs_no_such_library(x11, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main.missing_library() == ""


def test_study_files_alone_ask_for_the_window():
    assert main.wants_window(["one.cradle"])
    assert main.wants_window([])
    assert not main.wants_window(["calculate", "one.cradle"])
