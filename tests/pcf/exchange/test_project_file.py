"""The study file: what was there stays there, whatever goes wrong; nothing odd gets in."""

import json
import os
import random
import stat
import tracemalloc
import zipfile

import jsonschema
import msgspec
import pytest

from pcf.errors import OutputError, ProjectFileError
from pcf.exchange.project_file import (
    SCHEMA_VERSION,
    StudyFile,
    json_schema,
    read_result,
    read_study,
    write_study,
)
from pcf.model.bom import MAX_DEPTH, Part
from pcf.model.study import Study


def rewritten(path, **changes):
    """Change fields of `study.json` in a study file."""
    with zipfile.ZipFile(path) as archive:
        content = json.loads(archive.read("study.json"))
    content.update(changes)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("study.json", json.dumps(content))


@pytest.fixture
def file(tmp_path, lamp):
    path = tmp_path / "灯 lamp.cradle"
    write_study(path, lamp, "test")
    return path


def test_save_then_load_is_equal(file, lamp):
    assert read_study(file) == lamp


def test_the_published_schema_accepts_what_is_written(file):
    with zipfile.ZipFile(file) as archive:
        content = json.loads(archive.read("study.json"))
    jsonschema.validate(content, json_schema())
    content["study"]["bom"]["quantity"] = "some"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json_schema())


def test_results_and_evidence_survive_saving(file, lamp):
    write_study(file, lamp, "test", results={"r1": b"{}"})
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("evidence/abc.pdf", b"proof")
    write_study(file, lamp, "test", results={"r2": b"[]"})
    assert read_result(file, "r1") == b"{}"
    assert read_result(file, "r2") == b"[]"
    with zipfile.ZipFile(file) as archive:
        assert archive.read("evidence/abc.pdf") == b"proof"
        assert archive.getinfo("evidence/abc.pdf").compress_type == zipfile.ZIP_STORED


def error_of(path) -> str:
    with pytest.raises(ProjectFileError) as caught:
        read_study(path)
    assert caught.value.where == str(path)
    return caught.value.key


def test_a_newer_file_is_refused_by_its_version(file):
    rewritten(file, schema_version=SCHEMA_VERSION + 1)
    assert error_of(file) == "project-newer"


@pytest.mark.parametrize("cut", [0, 10, 100, 400])
def test_a_cut_off_file_is_damaged(file, cut):
    file.write_bytes(file.read_bytes()[:cut])
    assert error_of(file) == "project-damaged"


def test_a_flipped_byte_is_noticed(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    assert error_of(file) in {"project-damaged", "project-no-study"}


def test_other_files_are_no_studies(tmp_path, file):
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    assert error_of(text) == "project-no-study"
    empty = tmp_path / "empty.cradle"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("other.json", "{}")
    assert error_of(empty) == "project-no-study"
    rewritten(file, format="something-else")
    assert error_of(file) == "project-no-study"
    assert error_of(tmp_path / "none.cradle") == "file-missing"
    assert error_of(tmp_path) in {"file-unreadable", "project-no-study"}


def test_wrong_types_and_values_name_their_place(file):
    with zipfile.ZipFile(file) as archive:
        content = json.loads(archive.read("study.json"))
    content["study"]["bom"]["parts"][0]["quantity"]["si"] = 7
    rewritten(file, study=content["study"])
    with pytest.raises(ProjectFileError) as caught:
        read_study(file)
    assert "parts[0].quantity" in str(caught.value.fields["fault"])


def test_ids_are_unique(file, lamp):
    twice = msgspec.structs.replace(lamp.bom, parts=(lamp.bom.parts[0], lamp.bom.parts[0]))
    write_study(file, msgspec.structs.replace(lamp, bom=twice), "test")
    assert error_of(file) == "project-ids-twice"


def test_a_tree_as_deep_as_a_bomb_is_refused(file):
    part = Part(name="leaf")
    for _ in range(MAX_DEPTH):
        part = Part(parts=(part,))
    write_study(file, Study(bom=part), "test")
    assert error_of(file) == "bom-too-deep"


def test_a_path_that_escapes_is_refused(file):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../evil.txt", b"x")
    assert error_of(file) == "project-path-escapes"


def test_a_zip_bomb_is_refused_without_reading_it(tmp_path, monkeypatch):
    monkeypatch.setattr("pcf.exchange.project_file._MAX_STUDY_BYTES", 1_000_000)
    path = tmp_path / "bomb.cradle"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("study.json", b"0" * 5_000_000)
    assert error_of(path) == "project-too-large"


def test_more_than_is_stated_is_never_unpacked(tmp_path):
    """An entry that states 10 bytes and unpacks to 50 MB ends at the tenth."""
    path = tmp_path / "lying.cradle"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("study.json", b"0" * 50_000_000)
    content = path.read_bytes()
    path.write_bytes(content.replace((50_000_000).to_bytes(4, "little"), bytes([10, 0, 0, 0])))
    tracemalloc.start()
    try:
        assert error_of(path) == "project-damaged"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["study.json", "results/r1.json"])
def test_other_kinds_of_compression_are_refused(tmp_path, lamp, kind, name):
    path = tmp_path / "other.cradle"
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr(name, b"{}" * 100)
    content = bytearray(path.read_bytes())
    content[60:80] = bytes(20)  # what its own decompressor would stumble over
    path.write_bytes(content)
    assert error_of(path) == "project-damaged"
    with pytest.raises(ProjectFileError):
        write_study(path, lamp, "test")
    assert path.read_bytes() == content


def with_flag(path, name, flag):
    """Set a bit in the flags of an entry, in its own header and in the directory."""
    content = bytearray(path.read_bytes())
    for signature, flags, begin in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = content.find(signature)
        while content[at + begin : at + begin + len(name)] != name.encode():
            at = content.index(signature, at + 1)
        content[at + flags] |= flag
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["study.json", "results/r1.json"])
def test_an_encrypted_entry_is_refused(file, lamp, name):
    write_study(file, lamp, "test", results={"r1": b"{}"})
    with_flag(file, name, 0x1)
    assert error_of(file) == "project-damaged"
    with pytest.raises(ProjectFileError):
        write_study(file, lamp, "test")


def fault_of_any_kind(path, study):
    try:
        read_study(path)
        write_study(path, study, "test")
    except (ProjectFileError, OutputError) as error:
        return error
    return None


def test_any_byte_may_be_damaged(file, lamp):
    """Whatever byte is changed, the file is read or refused in words, and never half kept."""
    write_study(file, lamp, "test", results={"研究": b"{}"})
    whole = file.read_bytes()
    chance = random.Random(1)
    directory = whole.rindex(b"study.json") - 46
    places = [*range(60), *range(directory, len(whole)), *chance.sample(range(len(whole)), 200)]
    refused = 0
    for place in places:
        content = bytearray(whole)
        content[place] ^= chance.choice((0x01, 0x20, 0xFF))
        file.write_bytes(content)
        fault = fault_of_any_kind(file, lamp)
        if fault is not None:
            assert fault.where == str(file)
            assert file.read_bytes() == content
            refused += 1
    assert refused > len(places) / 2


def test_what_is_kept_is_copied_in_pieces(file, lamp):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("evidence/film.bin", bytes(60_000_000), zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    try:
        write_study(file, lamp, "test")
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()
    with zipfile.ZipFile(file) as archive:
        assert archive.getinfo("evidence/film.bin").file_size == 60_000_000
        assert archive.testzip() is None


def test_too_much_to_keep_is_refused(file, lamp, monkeypatch):
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"evidence/{number}", bytes(400_000))
    before = file.read_bytes()
    monkeypatch.setattr("pcf.exchange.project_file._MAX_KEPT_BYTES", 1_000_000)
    with pytest.raises(ProjectFileError) as caught:
        write_study(file, lamp, "test")
    assert caught.value.key == "project-too-large"
    assert file.read_bytes() == before


def test_an_entry_that_stands_twice_is_kept_once(file, lamp):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("evidence/a", b"old")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("evidence/a", b"new")
    write_study(file, lamp, "test")
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["study.json", "evidence/a"]
        assert archive.read("evidence/a") == b"new"


def test_another_study_keeps_nothing_even_of_a_damaged_file(file, lamp):
    write_study(file, lamp, "test", results={"r1": b"{}"})
    write_study(file, Study(), "test", keep=False)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["study.json"]
    file.write_bytes(b"PK no zip")
    write_study(file, lamp, "test", keep=False)
    assert read_study(file) == lamp


def test_a_missing_folder_leaves_nothing_behind(tmp_path, lamp):
    with pytest.raises(OutputError) as caught:
        write_study(tmp_path / "no" / "x.cradle", lamp, "test")
    assert caught.value.key == "file-unwritable"
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into read-only folders")
def test_a_read_only_folder_is_said_and_leaves_the_file(file, lamp):
    before = file.read_bytes()
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(OutputError):
            write_study(file, lamp, "test")
    finally:
        file.parent.chmod(stat.S_IRWXU)
    assert file.read_bytes() == before


def test_a_full_disk_leaves_what_was_there(file, lamp, monkeypatch):
    before = file.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pcf.exchange.project_file.os.fsync", full)
    with pytest.raises(OutputError) as caught:
        write_study(file, lamp, "test")
    assert caught.value.fields["fault"] == "@fault.ENOSPC"  # said in the user's language
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_crash_in_the_middle_of_saving_leaves_what_was_there(file, lamp, monkeypatch):
    before = file.read_bytes()

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pcf.exchange.project_file.os.fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        write_study(file, lamp, "test")
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_damaged_file_is_not_replaced_silently(file, lamp):
    content = file.read_bytes()[:200]
    file.write_bytes(content)
    with pytest.raises(ProjectFileError):
        write_study(file, lamp, "test")
    assert file.read_bytes() == content


def test_what_is_written_is_versioned(file):
    with zipfile.ZipFile(file) as archive:
        stated = msgspec.json.decode(archive.read("study.json"), type=StudyFile)
    assert (stated.format, stated.schema_version) == ("cradlegate-study", SCHEMA_VERSION)
