"""A study is held by one window at a time, on one computer by the system's lock."""

import datetime
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from pcf.exchange import study_lock
from pcf.exchange.study_lock import Held, HeldBy, Holder, hold, lock_path

OTHER = """
import pathlib, sys
from pcf.exchange.study_lock import hold
held = hold(pathlib.Path(sys.argv[1]))
print(type(held).__name__, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "泵 A.cradle"


@pytest.fixture
def other(path):
    """A second process that holds the study."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout.readline().strip() == b"Held"
        yield process
        process.kill()


def write_holder(path: Path, host: str) -> None:
    since = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    holder = Holder(user="li", host=host, pid=os.getpid(), since=since)
    lock_path(path).write_bytes(msgspec.json.encode(holder))


def test_a_study_that_is_free_is_held_and_released(path):
    held = hold(path)
    assert isinstance(held, Held)
    assert lock_path(path).exists()
    held.release()
    held.release()
    assert not lock_path(path).exists()


def test_another_process_is_named(path, other):
    found = hold(path)
    assert isinstance(found, HeldBy)
    assert found.holder.pid == other.pid
    assert found.holder.host == socket.gethostname()
    assert found.holder.since is not None


def test_a_process_that_was_killed_holds_nothing(path, other):
    other.kill()
    other.wait()
    assert lock_path(path).exists()
    held = hold(path)
    assert isinstance(held, Held)
    assert msgspec.json.decode(lock_path(path).read_bytes(), type=Holder).pid == os.getpid()
    held.release()


def test_a_living_process_is_not_taken_over_on_this_computer(path, other):
    assert isinstance(hold(path, take_over=True), HeldBy)


def test_a_second_window_of_this_process_is_kept_out_too(path):
    held = hold(path)
    assert isinstance(hold(path), HeldBy)
    held.release()
    again = hold(path)
    assert isinstance(again, Held)
    again.release()


def test_another_computer_s_word_counts_until_it_is_overruled(path):
    write_holder(path, "office-pc")
    found = hold(path)
    assert isinstance(found, HeldBy)
    assert (found.holder.user, found.holder.host) == ("li", "office-pc")
    assert msgspec.json.decode(lock_path(path).read_bytes(), type=Holder).host == "office-pc"
    taken = hold(path, take_over=True)
    assert isinstance(taken, Held)
    taken.release()


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[1]", b'{"pid": "x"}'])
def test_a_lock_file_that_says_nothing_is_nobody_s(path, content):
    lock_path(path).write_bytes(content)
    held = hold(path)
    assert isinstance(held, Held)
    held.release()


def test_a_folder_that_can_t_be_written_locks_nothing_and_is_no_fault(tmp_path):
    held = hold(tmp_path / "no-such-folder" / "a.cradle")
    assert isinstance(held, Held)
    held.release()


@pytest.fixture
def unwritable(monkeypatch):
    """Let no file be opened for writing: permissions would not bind root, who runs some tests."""

    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, "not yours")

    monkeypatch.setattr(study_lock.os, "open", refused)


def test_a_read_only_folder_locks_nothing_and_is_no_fault(path, unwritable):
    held = hold(path)
    assert isinstance(held, Held)
    assert not lock_path(path).exists()
    held.release()


def test_a_lock_file_of_another_user_is_heeded(path, other, unwritable):
    found = hold(path)
    assert isinstance(found, HeldBy)
    assert found.holder.pid == other.pid


def test_a_stale_lock_file_of_another_user_is_no_fault(path, unwritable):
    write_holder(path, socket.gethostname())
    held = hold(path)
    assert isinstance(held, Held)
    held.release()
