"""What the window asks around an open study, in the user's own state folder."""

import pytest

from pcf.model.edits import SetField, apply
from pcf.workflow import session
from pcf.workflow.session import Held, HeldBy, hold, recover, recoverable, start_journal


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CRADLEGATE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_journal_is_kept_in_the_user_s_folder_until_it_is_discarded(home, lamp):
    faults = []
    edit = SetField(node="screw", field="name", value="Bolt")
    journal = start_journal(None, lamp, faults.append)
    edited = apply(lamp, [edit])
    journal.append([edit], edited)
    journal.sync()
    assert recoverable() == ()  # its process lives
    (home / "journals" / "copy.journal").write_bytes(journal.path.read_bytes())
    (left,) = recoverable()
    assert recover(left).study == edited
    left.discard()
    journal.discard()
    assert list(session.journal_folder().iterdir()) == []
    assert faults == []


def test_a_study_is_held_once(home, tmp_path):
    held = hold(tmp_path / "a.cradle")
    assert isinstance(held, Held)
    assert isinstance(hold(tmp_path / "a.cradle"), HeldBy)
    held.release()
