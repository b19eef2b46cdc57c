"""The shipped databases, read once, as the tests of this folder use them."""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

Row = dict[str, str]

DATABASES = Path(__file__).resolve().parents[2] / "databases"

FACTOR_TABLES = (
    "fuels",
    "electricity_technology",
    "electricity_grid",
    "transport",
    "materials",
    "packaging",
    "waste",
    "chemicals",
    "electronics",
    "devices",
    "processes",
    "spend_usd",
)


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class ShippedDatabase:
    folder: Path
    about: dict[str, object]
    tables: dict[str, list[Row]]

    def factor_rows(self) -> list[tuple[str, Row]]:
        return [(table, row) for table in FACTOR_TABLES for row in self.tables.get(table, [])]

    def sources(self) -> dict[str, Row]:
        return {row["source_id"]: row for row in self.tables["sources"]}


def open_database(name: str) -> ShippedDatabase:
    folder = DATABASES / name
    return ShippedDatabase(
        folder=folder,
        about=tomllib.loads((folder / "source.toml").read_text(encoding="utf-8")),
        tables={path.stem: read_csv(path) for path in sorted(folder.glob("tables/*.csv"))},
    )


@pytest.fixture(scope="session")
def open_data() -> ShippedDatabase:
    return open_database("open_data")


@pytest.fixture(scope="session")
def odbl_data() -> ShippedDatabase:
    return open_database("open_data_odbl")


@pytest.fixture(scope="session")
def both(open_data: ShippedDatabase, odbl_data: ShippedDatabase) -> tuple[ShippedDatabase, ...]:
    return (open_data, odbl_data)


@pytest.fixture(scope="session")
def quoted_rows() -> set[tuple[str, str, str]]:
    """Table, id and source of each single figure that may be quoted."""
    lines = read_csv(Path(__file__).with_name("quoted_rows.csv"))
    return {(line["table"], line["id"], line["source_id"]) for line in lines}
