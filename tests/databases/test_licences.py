"""What is shipped may be shipped, and says whose it is."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.databases.conftest import Row, ShippedDatabase

ODBL_SOURCES = {"boavizta_efd", "unece2021_d4b"}
CLEARED_ROWS = 1562
QUOTED_ROWS = 43


def sources_of(row: Row) -> set[str]:
    return {row[column] for column in ("source_id", "ar5_source_id") if row.get(column)}


def test_each_factor_row_is_cleared_or_quoted(
    both: tuple[ShippedDatabase, ...], quoted_rows: set[tuple[str, str, str]]
) -> None:
    for database in both:
        sources = database.sources()
        for table, row in database.factor_rows():
            is_cleared = sources[row["source_id"]]["redistribution_allowed"] == "yes"
            is_quoted = (table, row["id"], row["source_id"]) in quoted_rows
            assert is_cleared or is_quoted, row["id"]
            assert row["quoted"] == ("1" if is_quoted else "0"), row["id"]


def test_other_tables_come_from_cleared_sources_only(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        sources = database.sources()
        for table in ("electricity_mix", "electricity_losses", "gwp"):
            for row in database.tables.get(table, []):
                for source in sources_of(row):
                    assert sources[source]["redistribution_allowed"] == "yes", row["id"]


def test_row_counts_add_up(
    both: tuple[ShippedDatabase, ...], quoted_rows: set[tuple[str, str, str]]
) -> None:
    rows = [row for database in both for _, row in database.factor_rows()]
    quoted = [row for row in rows if row["quoted"] == "1"]
    assert len(quoted) == len(quoted_rows) == QUOTED_ROWS
    assert len(rows) - len(quoted) == CLEARED_ROWS


def test_share_alike_rows_stand_apart(
    open_data: ShippedDatabase, odbl_data: ShippedDatabase
) -> None:
    for table, rows in open_data.tables.items():
        assert not ODBL_SOURCES & {row.get("source_id") for row in rows}, table
    assert {row["source_id"] for _, row in odbl_data.factor_rows()} == ODBL_SOURCES
    assert odbl_data.about["licence"].startswith("ODbL 1.0")


def test_sources_are_those_of_the_rows(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        used = {
            source
            for table, rows in database.tables.items()
            if table != "sources"
            for row in rows
            for source in sources_of(row)
        }
        assert set(database.sources()) == used


def test_row_and_source_name_the_same_licence(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        sources = database.sources()
        for _, row in database.factor_rows():
            assert row["licence"] == sources[row["source_id"]]["licence"], row["id"]


def test_notice_carries_each_attribution_and_licence(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        text = (database.folder / str(database.about["attribution_file"])).read_text("utf-8")
        for source in database.sources().values():
            assert source["attribution"], source["source_id"]
            assert source["attribution"] in text, source["source_id"]
            assert source["licence"] in text, source["source_id"]


def test_notice_makes_the_statements_that_licences_ask_for(
    open_data: ShippedDatabase, odbl_data: ShippedDatabase
) -> None:
    text = (open_data.folder / "NOTICE").read_text("utf-8")
    for statement in (
        "Contains public sector information licensed under the Open Government Licence v3.0.",
        "Contains information licensed under the Open Government Licence - Canada.",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "Permission is hereby granted, free of charge",
    ):
        assert statement in text
    odbl_text = (odbl_data.folder / "NOTICE").read_text("utf-8")
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in odbl_text
    assert "https://opendatacommons.org/licenses/dbcl/1-0/" in odbl_text


def test_source_toml_names_each_table_and_the_checksum(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        paths = sorted((database.folder / "tables").iterdir(), key=lambda path: path.name)
        assert database.about["tables"] == [path.name for path in paths]
        named = (path.name.encode() + b"\0" + path.read_bytes() for path in paths)
        assert database.about["checksum"] == hashlib.sha256(b"".join(named)).hexdigest()


def test_files_are_plain_utf8_without_paths_of_a_machine(both: tuple[ShippedDatabase, ...]) -> None:
    path_of_a_machine = re.compile(r"(?<![\w.:/-])/(?:home|root|tmp|work|mnt|opt|Users)/\w")
    for database in both:
        for path in (p for p in database.folder.rglob("*") if p.is_file()):
            content = path.read_bytes()
            assert not content.startswith(b"\xef\xbb\xbf"), path.name
            assert b"\r" not in content, path.name
            assert content.endswith(b"\n"), path.name
            assert not path_of_a_machine.search(content.decode("utf-8")), path.name
