"""The store: whole or not at all, handed on and taken, renamed, removed; damage is told."""

import hashlib
import multiprocessing
import os
import pickle
import sqlite3
import zipfile

import pytest

from pcf.background.datapackage import project_folder_name
from pcf.errors import DatabaseIntegrityError, ImportDataError
from pcf.texts import Language, Texts
from pcf.workflow.background import open_background
from pcf.workflow.databases import (
    brightway_projects,
    databases_folder,
    hand_on_database,
    import_database,
    remove_database,
    rename_database,
    stored_databases,
    take_database,
)
from pcf.workflow.import_order import Order


def left_over() -> list[str]:
    return [path.name for path in databases_folder().iterdir()]


def test_a_database_is_listed_renamed_handed_on_removed_and_taken(bring, tmp_path):
    bring("ecospold2", licence="for members", version="1.2")
    (source,) = stored_databases()
    assert (source.id, source.title, source.version) == ("sample", "Sample", "1.2")
    assert source.file_format == "ecospold2"
    assert source.is_licensed
    rename_database("sample", "样本 “A”")
    (source,) = stored_databases()
    assert source.title == "样本 “A”"
    before = open_background().catalogue.database("sample").fingerprint
    path = hand_on_database("sample", tmp_path / "sample")
    remove_database("sample")
    assert stored_databases() == ()
    assert left_over() == []
    assert open_background().catalogue.database("sample") is None
    take_database(path)
    assert open_background().catalogue.database("sample").fingerprint == before
    with pytest.raises(ImportDataError, match="import-id-used"):
        take_database(path)


def test_an_id_that_is_used_or_none_is_refused_before_anything_is_read(bring, tmp_path):
    bring("olca2")
    with pytest.raises(ImportDataError, match="import-id-used"):
        import_database(Order(path=tmp_path / "not-there.zip", id="sample", title="x"))
    for id_ in ("", "Ecoinvent 3.10", "../sample", "a" * 41):
        with pytest.raises(ImportDataError, match="import-id-invalid"):
            import_database(Order(path=tmp_path / "not-there.zip", id=id_, title="x"))
    with pytest.raises(ImportDataError, match="import-id-unknown"):
        remove_database("../sample")


def test_who_stops_an_import_leaves_nothing(spold_folder):
    class StoppedError(Exception):
        pass

    text = (spold_folder / "a-power.spold").read_text(encoding="utf-8")
    for number in range(6_000):  # enough for the first word of progress
        other = text.replace("a-power", f"a-{number}")
        (spold_folder / f"{number}.spold").write_text(other, encoding="utf-8")
    heard = []

    def stop(done, of):
        heard.append((done, of, len(multiprocessing.active_children())))
        raise StoppedError

    with pytest.raises(StoppedError):
        import_database(Order(path=spold_folder, id="stopped", title="x"), stop)
    ((done, of, processes),) = heard
    assert 0 < done <= of == 6_003
    assert processes == 1
    assert not multiprocessing.active_children()
    assert left_over() == []


@pytest.mark.parametrize("name", ["catalogue.db", "inventory.zip", "source.toml"])
def test_a_damaged_database_is_told_and_hides_no_other(bring, name):
    bring("ecospold1")
    path = databases_folder() / "sample" / name
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    catalogue = open_background().catalogue
    (fault,) = catalogue.faults
    assert isinstance(fault, DatabaseIntegrityError)
    assert len(catalogue.databases) == 2
    for language in Language:
        assert str(path.parent) in Texts(language).error(fault)


def test_a_database_of_changed_amounts_is_not_used(bring):
    bring("ecospold1")
    path = databases_folder() / "sample" / "catalogue.db"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE data_set SET content = replace(content, 'steel', 'steal')")
    connection.execute("DELETE FROM flow WHERE place = 0")
    connection.commit()
    connection.close()
    (fault,) = open_background().catalogue.faults
    assert fault.key in {"database-damaged", "database-changed"}


def fingerprints(folder):
    return {
        path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_project_of_brightway_is_found_and_not_touched(bring, tmp_path):
    home = tmp_path / "Brightway3"
    home.mkdir()
    connection = sqlite3.connect(home / "projects.db")
    connection.execute(
        "CREATE TABLE projectdataset (id INTEGER, data BLOB, name TEXT, full_hash INTEGER)"
    )
    connection.execute(
        "INSERT INTO projectdataset VALUES (1, ?, 'my work', 0)", (pickle.dumps({}),)
    )
    connection.commit()
    connection.close()
    bring("project")
    (tmp_path / "project").replace(home / project_folder_name("my work", is_full=False))
    before = fingerprints(home)
    _, found = brightway_projects(home)
    assert [(each.project, each.name, each.data_sets) for each in found] == [
        ("my work", "biosphere3", 3),
        ("my work", "other", 1),
        ("my work", "sample", 3),
    ]
    order = Order(path=found[2].folder, id="again", title="Again", database="sample")
    report = import_database(order)
    assert report.counts["data_sets"] == 3
    assert fingerprints(home) == before
    with pytest.raises(ImportDataError, match="import-database-missing"):
        import_database(Order(path=found[0].folder, id="none", title="x", database="ecoinvent"))


class Harm:
    def __reduce__(self):
        return os.system, ("echo harm",)


def test_a_row_that_would_run_code_is_refused(tmp_path, bring):
    bring("project")
    folder = tmp_path / "project"
    connection = sqlite3.connect(folder / "lci" / "databases.db")
    connection.execute(
        "UPDATE activitydataset SET data = ? WHERE code = 'plate'", (pickle.dumps(Harm()),)
    )
    connection.commit()
    connection.close()
    with pytest.raises(ImportDataError, match="import-row-unsafe") as refused:
        import_database(Order(path=folder, id="harm", title="x", database="sample"))
    assert "system" in Texts(Language.ENGLISH).error(refused.value)
    assert left_over() == ["sample"]


def test_an_archive_may_not_lead_outside_or_fill_the_disk(tmp_path):
    outside = tmp_path / "outside.zip"
    with zipfile.ZipFile(outside, "w") as archive:
        archive.writestr("../../evil.spold", "<ecoSpold/>")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.spold", b"\0" * 30_000_000)
    for path, key in ((outside, "import-name-outside"), (bomb, "import-bomb")):
        with pytest.raises(ImportDataError, match=key):
            import_database(Order(path=path, id="x", title="x"))
    assert left_over() == []
    assert not (tmp_path.parent / "evil.spold").exists()
