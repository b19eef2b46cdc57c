"""Reads the tables of `resources/recognition`."""

import csv
from collections import defaultdict
from importlib import resources

import msgspec

Row = dict[str, str]


class Source(msgspec.Struct, frozen=True):
    """Where figures of the tables come from, and where they were read.

    Attributes:
        read_in: place in which it was read; "" for general knowledge.
    """

    id: str
    title: str
    publisher: str
    year: str
    licence: str
    read_in: str


def read_rows(name: str) -> list[Row]:
    """Give the rows of a table, in their order."""
    table = resources.files("pcf").joinpath(f"resources/recognition/{name}.csv")
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


def read_sources() -> dict[str, Source]:
    """Give all sources by id."""
    return {row["id"]: Source(**row) for row in read_rows("sources")}


def by_kind(rows: list[Row]) -> dict[str, list[Row]]:
    """Give the rows of a table by their column `kind`."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["kind"]].append(row)
    return dict(groups)


class Series:
    """Rows of one kind that run with a size, such as the heads of one standard with the thread.

    Sizes between two rows are interpolated: inch threads stand between metric ones, and heads grow
    nearly in proportion.
    """

    def __init__(self, rows: list[Row], size: str, columns: tuple[str, ...]) -> None:
        """Take the rows, the column of their size, and the columns of figures; "" counts as 0."""
        self._steps = sorted(
            (float(row[size]), tuple(float(row[column] or 0) for column in columns), row["source"])
            for row in rows
        )

    def at(self, size: float) -> tuple[tuple[float, ...], str] | None:
        """Give the figures of a size and their source, None outside the rows."""
        for (low, below, _), (high, above, source) in zip(
            self._steps, self._steps[1:], strict=False
        ):
            if low <= size <= high:
                share = (size - low) / (high - low)
                values = zip(below, above, strict=True)
                return tuple(a + share * (b - a) for a, b in values), source
        return None
