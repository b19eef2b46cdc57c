"""The data package on disk: built once, and again where it was damaged."""

import pytest

from pcf.background.database import Database
from pcf.background.datapackage import ensure_datapackage
from pcf.engine.brightway import background_matrices


@pytest.fixture
def built(tiny_database: Database, tmp_path):
    return ensure_datapackage(tiny_database, tmp_path)


def test_it_is_built_once(tiny_database, tmp_path, built):
    before = built.stat().st_mtime_ns
    assert ensure_datapackage(tiny_database, tmp_path) == built
    assert built.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [built]


@pytest.mark.parametrize("damage", ["cut off", "empty", "changed", "no zip"])
def test_a_damaged_one_is_built_again(tiny_database, tmp_path, built, damage):
    whole = built.read_bytes()
    expected = background_matrices(tiny_database, tmp_path)[0].toarray()
    middle = len(whole) // 2
    changed = whole[:100] + bytes([whole[100] ^ 0xFF]) + whole[101:]
    built.write_bytes(
        {"cut off": whole[:middle], "empty": b"", "changed": changed, "no zip": b"x" * 999}[damage]
    )
    matrix = background_matrices(tiny_database, tmp_path)[0].toarray()
    assert (matrix == expected).all()
    mended = built.stat().st_mtime_ns
    ensure_datapackage(tiny_database, tmp_path)
    assert built.stat().st_mtime_ns == mended
