"""The journal: what was edited comes back after a crash, and nothing in it stops the typing."""

import datetime
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.errors import DataError, OutputError
from pcf.exchange import journal_file
from pcf.exchange.journal_file import (
    LeftJournal,
    left_journals,
    recover_journal,
    start_journal,
)
from pcf.exchange.project_file import write_study
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.edits import (
    INSERTABLE,
    Insert,
    Move,
    Remove,
    SetField,
    apply,
    children,
    find,
    nodes_below,
)
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.units import parse_quantity
from pcf.workflow.samples import SAMPLES, read_sample_study


def fail(fault: OutputError) -> None:
    raise AssertionError(fault)


class Typist:
    """Somebody who edits a study with a journal, as the open study of a window does."""

    def __init__(self, folder: Path, study: Study, path: Path | None = None, on_fault=fail) -> None:
        self.study = study
        self.folder = folder
        self.journal = start_journal(folder, path, study, "Cradlegate test", on_fault)

    def edit(self, *edits) -> Study:
        self.study = apply(self.study, edits)
        self.journal.append(edits, self.study)
        return self.study

    def go_to(self, study: Study) -> None:
        self.study = study
        self.journal.went_to(study)

    def crash(self) -> LeftJournal:
        """Let go of the file as the end of a process does; give what it leaves."""
        self.journal.leave()
        (left,) = left_journals(self.folder)
        return left


def named(name: str) -> SetField:
    return SetField(node="screw", field="name", value=name)


@pytest.fixture
def typist(tmp_path, lamp) -> Iterator[Typist]:
    made = Typist(tmp_path / "journals", lamp)
    yield made
    made.journal.discard()


def test_a_study_that_was_never_saved_comes_back_whole(typist):
    typist.edit(named("Bolt"), Insert(parent="lamp", index=0, node=Part(id="x", name="New")))
    recovered = recover_journal(typist.crash())
    assert recovered.study == typist.study
    assert (recovered.path, recovered.entries, recovered.lost) == (None, 1, 0)


def test_a_saved_study_comes_back_on_its_file(tmp_path, lamp):
    path = tmp_path / "lamp.cradle"
    write_study(path, lamp, "test")
    typist = Typist(tmp_path, lamp, path)
    typist.edit(named("Bolt"))
    left = typist.crash()
    assert left.path == path
    assert b"Lamp" not in left.file.read_bytes()  # the file holds the study, the journal only edits
    recovered = recover_journal(left)
    assert recovered.base == lamp
    assert recovered.study == typist.study
    assert not recovered.is_base_changed


def test_texts_that_look_like_names_or_amounts_stay_texts(typist):
    typist.edit(
        SetField(node="screw", field="name", value="part:4711"),
        SetField(node="screw", field="note", value="12.5 kg"),
        SetField(node="screw", field="number", value="product"),
        Insert(parent="lamp", index=-1, node=Part(id="goal", name="part:1", note="two\nlines")),
    )
    assert recover_journal(typist.crash()).study == typist.study


def test_values_of_every_form_come_back_equal(typist):
    typist.edit(
        SetField(node="screw", field="quantity", value=parse_quantity("3,5 piece")),
        SetField(node="screw", field="data_set", value=DataSetRef(database="tiny", id="chip")),
        SetField(
            node="screw",
            field="mass",
            value=Mass(amount=parse_quantity("6 g"), origin=MassOrigin.TYPED),
        ),
        SetField(node=typist.study.goal.id, field="period_start", value=datetime.date(2025, 1, 2)),
    )
    assert recover_journal(typist.crash()).study == typist.study


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_node_that_can_be_inserted_comes_back_equal(tmp_path, sample):
    """Each node of the samples is taken out and put back, with what is below it."""
    typist = Typist(tmp_path, read_sample_study(sample))
    for node in list(nodes_below(typist.study)):
        if type(node).__name__ not in INSERTABLE or node is typist.study.bom:
            continue
        parent = next(
            e for e in nodes_below(typist.study) if node.id in {c.id for c in children(e)}
        )
        typist.edit(Remove(node=node.id), Insert(parent=parent.id, index=-1, node=node))
    recovered = recover_journal(typist.crash())
    assert msgspec.json.encode(recovered.study) == msgspec.json.encode(typist.study)


def test_undo_redo_and_new_edits_after_them_are_followed(typist):
    start = typist.study
    first, second = typist.edit(named("a")), typist.edit(named("b"))
    typist.go_to(first)
    typist.go_to(start)
    typist.go_to(first)
    typist.go_to(second)
    typist.go_to(start)
    third = typist.edit(SetField(node="screw", field="note", value="c"))
    recovered = recover_journal(typist.crash()).study
    assert recovered == third
    assert find(recovered, "screw").name == find(start, "screw").name


def test_undo_to_before_the_last_save_is_kept_as_a_whole(tmp_path, lamp):
    path = tmp_path / "lamp.cradle"
    saved = apply(lamp, [named("saved")])
    write_study(path, saved, "test")
    typist = Typist(tmp_path, saved, path)
    typist.go_to(lamp)
    assert recover_journal(typist.crash()).study == lamp


@given(data=st.data())
def test_whatever_is_edited_undone_and_redone_comes_back_equal(tmp_path_factory, lamp, data):
    typist = Typist(tmp_path_factory.mktemp("journals"), lamp)
    try:
        shown = [lamp, typist.edit(named("first"))]
        for _ in range(data.draw(st.integers(0, 12))):
            parts = [each.id for each in nodes_below(typist.study.bom) if isinstance(each, Part)]
            target = data.draw(st.sampled_from(parts))
            match data.draw(st.sampled_from(["set", "insert", "remove", "move", "go"])):
                case "set":
                    typist.edit(SetField(node=target, field="name", value=data.draw(st.text())))
                case "insert":
                    typist.edit(
                        Insert(parent=target, index=0, node=Part(note=data.draw(st.text())))
                    )
                case "remove" if target != "lamp":
                    typist.edit(Remove(node=target))
                case "move" if target != "lamp":
                    typist.edit(Move(node=target, parent="lamp", index=0))
                case _:
                    typist.go_to(data.draw(st.sampled_from(shown)))
            shown.append(typist.study)
        assert recover_journal(typist.crash()).study == typist.study
    finally:  # Hypothesis may end an example at any draw
        typist.journal.discard()


# --- what is left, and what not ----------------------------------------------------------------


def test_without_an_edit_there_is_no_file(tmp_path, typist):
    typist.journal.sync()
    typist.journal.discard()
    assert left_journals(typist.folder) == ()
    assert not typist.folder.exists()


def test_a_journal_that_is_being_written_is_not_left(typist):
    typist.edit(named("Bolt"))
    assert left_journals(typist.folder) == ()


def test_a_journal_of_another_living_process_is_not_left_until_it_is_killed(tmp_path):
    code = (
        "import sys, pathlib\n"
        "from pcf.exchange.journal_file import start_journal\n"
        "from pcf.model.study import Study\n"
        "from pcf.model.edits import SetField, apply\n"
        "study = Study()\n"
        "journal = start_journal(pathlib.Path(sys.argv[1]), None, study, 'test', print)\n"
        "edit = SetField(node=study.bom.id, field='name', value='typed')\n"
        "journal.append([edit], apply(study, [edit]))\n"
        "print('written', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as other:
        assert other.stdout.readline().strip() == b"written"
        assert left_journals(tmp_path) == ()
        other.kill()
        other.wait()
    (left,) = left_journals(tmp_path)
    assert recover_journal(left).study.bom.name == "typed"


def test_discarding_removes_the_file(typist):
    typist.edit(named("Bolt"))
    typist.journal.discard()
    assert list(typist.folder.iterdir()) == []


def test_a_left_journal_that_is_discarded_is_gone(typist):
    typist.edit(named("Bolt"))
    left = typist.crash()
    left.discard()
    left.discard()
    assert left_journals(typist.folder) == ()


# --- damage ------------------------------------------------------------------------------------


def test_a_torn_last_line_is_dropped(typist):
    first = typist.edit(named("a"))
    typist.edit(named("b"))
    left = typist.crash()
    content = left.file.read_bytes()
    start_of_last = content.rstrip(b"\n").rindex(b"\n") + 1
    for end in range(start_of_last, len(content)):
        left.file.write_bytes(content[:end])
        assert recover_journal(left).study == first


@pytest.mark.parametrize(
    "line",
    [
        b"\x00\xff\x00",
        b"{}",
        b'{"state": 9}',
        b'{"state": -1}',
        b'{"edits": [{"type": "insert", "parent": "lamp", "index": 0, "node": 5}]}',
        b'{"edits": [{"type": "remove", "node": "no-such"}]}',
        b'{"edits": [{"type": "nothing"}]}',
        b'{"study": {"product": 5}}',
    ],
)
def test_a_damaged_line_is_named(typist, line):
    typist.edit(named("a"))
    left = typist.crash()
    left.file.write_bytes(left.file.read_bytes() + line + b"\n" + b'{"state": 0}\n')
    with pytest.raises(DataError) as raised:
        recover_journal(left)
    assert raised.value.key == "journal-damaged"
    assert raised.value.fields["line"] == 3


@pytest.mark.parametrize("head", [b"[1]", b"\xff", b'{"format": "other"}', b'{"path": 5}', b""])
def test_a_damaged_head_is_listed_and_named(typist, head):
    typist.edit(named("a"))
    file = typist.crash().file
    file.write_bytes(head + b"\n" + file.read_bytes().partition(b"\n")[2])
    (left,) = left_journals(typist.folder)
    with pytest.raises(DataError) as raised:
        recover_journal(left)
    assert raised.value.fields["line"] == 1


def test_a_newer_journal_is_refused(typist):
    typist.edit(named("a"))
    left = typist.crash()
    left.file.write_bytes(left.file.read_bytes().replace(b'"version":1', b'"version":2', 1))
    with pytest.raises(DataError, match="journal-newer"):
        recover_journal(left)


def test_a_file_written_since_is_said_and_what_fits_is_made(tmp_path, lamp):
    path = tmp_path / "lamp.cradle"
    write_study(path, lamp, "test")
    typist = Typist(tmp_path, lamp, path)
    typist.edit(SetField(node="product", field="name", value="Lantern"))
    typist.edit(named("Bolt"))
    typist.edit(SetField(node="product", field="name", value="Torch"))
    write_study(path, apply(lamp, [Remove(node="screw")]), "test")
    recovered = recover_journal(typist.crash())
    assert recovered.is_base_changed
    assert (recovered.entries, recovered.lost) == (1, 2)
    assert recovered.study.product.name == "Lantern"


def test_a_study_file_that_is_gone_is_named_and_the_journal_stays(tmp_path, lamp):
    path = tmp_path / "lamp.cradle"
    write_study(path, lamp, "test")
    typist = Typist(tmp_path, lamp, path)
    typist.edit(named("Bolt"))
    path.unlink()
    left = typist.crash()
    with pytest.raises(DataError, match="file-missing"):
        recover_journal(left)
    assert left.file.exists()


# --- a disk that refuses -----------------------------------------------------------------------


class FullDisk:
    """A file on a disk that takes half of a line and then no more, until there is room."""

    def __init__(self, file) -> None:
        self.file = file
        self.is_full = True

    def write(self, content: bytes) -> int:
        if self.is_full:
            if len(content) > 10:
                return self.file.write(content[:10])
            raise OSError(errno.ENOSPC, "no space")
        return self.file.write(content)

    def __getattr__(self, name: str):
        return getattr(self.file, name)


def test_a_full_disk_is_told_once_and_all_is_written_when_there_is_room(
    tmp_path, lamp, monkeypatch
):
    faults = []
    disks = []

    def full_disk(*stated, fdopen=os.fdopen, **named):
        disks.append(FullDisk(fdopen(*stated, **named)))
        return disks[-1]

    monkeypatch.setattr(journal_file.os, "fdopen", full_disk)
    typist = Typist(tmp_path, lamp, on_fault=faults.append)
    typist.edit(named("a"))
    typist.edit(named("b"))
    typist.edit(named("c"))
    assert [(fault.key, fault.fields["fault"]) for fault in faults] == [
        ("journal-unwritable", "@fault.ENOSPC")
    ]
    disks[0].is_full = False
    typist.edit(SetField(node="screw", field="note", value="d"))
    typist.journal.sync()
    recovered = recover_journal(typist.crash())
    assert recovered.study == typist.study
    assert recovered.entries == 4


def test_a_folder_that_can_t_be_made_is_told_once(tmp_path, lamp):
    (tmp_path / "file").write_text("")
    faults = []
    typist = Typist(tmp_path / "file" / "journals", lamp, on_fault=faults.append)
    typist.edit(named("a"))
    typist.edit(named("b"))
    typist.journal.discard()
    assert len(faults) == 1


def test_a_journal_goes_on_from_a_recovered_one(typist):
    typist.edit(named("a"))
    recovered = recover_journal(typist.crash())
    again = Typist(typist.folder / "again", recovered.base)
    again.go_to(recovered.study)
    again.edit(SetField(node="screw", field="note", value="later"))
    assert recover_journal(again.crash()).study == again.study
