"""Many studies go through several processes: what comes out is the same, and nothing stays."""

import functools
import multiprocessing

import pytest

from pcf.commands import many
from pcf.commands.many import each_study, studies_in
from pcf.commands.session import Session
from pcf.errors import EditError
from pcf.exchange.project_file import write_study
from pcf.model.edits import SetField, apply
from pcf.texts import Language, Texts
from pcf.units import parse_quantity


@pytest.fixture
def folder(lamp, tmp_path):
    for number in range(1, 7):
        quantity = parse_quantity(f"{number} piece")
        study = apply(lamp, [SetField(node="screw", field="quantity", value=quantity)])
        write_study(tmp_path / f"lamp-{number}.cradle", study, "test")
    (tmp_path / "lamp-4.cradle").write_bytes(b"no study")
    return tmp_path


@pytest.fixture
def in_processes(monkeypatch):
    """Take processes after the second study, however little is left."""
    monkeypatch.setattr(many, "WORTH_S", 0.0)
    monkeypatch.setattr(many, "_cores", lambda: 2)


def name_of(session: Session, path) -> tuple[int, str]:
    if path.name == "lamp-6.cradle":
        raise EditError("edit-field-unknown", where="screw", field="colour")
    return multiprocessing.current_process().name != "MainProcess", session.texts.language


def test_studies_come_in_order_from_several_processes_with_their_faults(folder, in_processes):
    session = Session(Texts(Language.CHINESE))
    done = dict(each_study(session, studies_in(session, [folder]), name_of))
    assert [path.stem for path in done] == [f"lamp-{number}" for number in range(1, 6)]
    assert [elsewhere for elsewhere, _ in done.values()] == [False, False, True, True, True]
    assert {language for _, language in done.values()} == {Language.CHINESE}
    [(path, fault)] = session.faults
    assert path.stem == "lamp-6"
    assert "colour" in fault
    assert multiprocessing.active_children() == []


def test_a_command_says_the_same_from_one_process_and_from_several(folder, run, request):
    alone = run("calculate", "--json", "--partial", folder)
    once = (alone.code, alone.out, alone.err)
    request.getfixturevalue("in_processes")
    several = run("calculate", "--json", "--partial", folder)
    assert (several.code, several.out, several.err) == once
    assert "lamp-4" in several.err
    assert several.out.count('"study"') == 6


def test_who_stops_early_leaves_no_process(folder, in_processes):
    session = Session(Texts(Language.ENGLISH))
    rows = each_study(session, studies_in(session, [folder]), functools.partial(name_of))
    for _ in range(3):
        next(rows)
    assert multiprocessing.active_children()
    rows.close()
    assert multiprocessing.active_children() == []
