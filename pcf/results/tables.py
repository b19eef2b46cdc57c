"""The shape of a table: columns with their kind and unit, a data frame, a closing sum."""

import enum
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import pandas as pd

from pcf.texts import Texts

Cell = str | float | None
Row = Sequence[Any]


class Kind(enum.StrEnum):
    """What the cells of a column hold; writers choose number format and width by it."""

    TEXT = "text"
    PROSE = "prose"
    """Sentences: they wrap."""
    TREE = "tree"
    """A name in a tree; the column before it holds its level."""
    NUMBER = "number"
    """A whole number that counts or names something: level, line, year."""
    AMOUNT = "amount"
    """An amount in a unit that changes by row, or of any size."""
    FACTOR = "factor"
    """kg CO2e per unit."""
    EMISSION = "emission"
    """kg CO2e per declared unit."""
    SHARE = "share"
    """A share as a fraction [1]."""
    FACT = "fact"
    """A number or a text, by row."""

    @property
    def dtype(self) -> str:
        """Give the data type of such a column in a frame."""
        return _DTYPES.get(self, "object")

    @property
    def is_number(self) -> bool:
        """Tell whether the cells are numbers."""
        return self in _DTYPES

    @property
    def names_row(self) -> bool:
        """Tell whether the cells may name their row; the first such column holds "sum"."""
        return self in {Kind.TEXT, Kind.TREE}

    @property
    def missing(self) -> str | None:
        """Give what stands in a cell that has nothing."""
        return None if self in _DTYPES else ""


_DTYPES: Mapping[Kind, str] = {
    Kind.NUMBER: "Int64",
    Kind.AMOUNT: "float64",
    Kind.FACTOR: "float64",
    Kind.EMISSION: "float64",
    Kind.SHARE: "float64",
}


class Column(msgspec.Struct, frozen=True):
    """A column of a table.

    Attributes:
        key: text key of its name.
        unit: unit of all its numbers, "" if they have none or it stands in another column.
        adds_up: the last row of a closed table holds its sum.
        repeats: every row holds the same, and so do the rows that close the table.
    """

    key: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    adds_up: bool = False
    repeats: bool = False

    def head(self, texts: Texts) -> str:
        """Give name and unit."""
        return f"{texts(self.key)} [{self.unit}]" if self.unit else texts(self.key)


class Table(msgspec.Struct, frozen=True):
    """A table of a result in one language.

    Attributes:
        id: stable, also the name of its data file.
        title: in the document's language, at most 31 characters: sheets bear it.
        frame: the columns under their heads.
        closes: the last row is the sum.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    closes: bool = False

    @property
    def cells(self) -> list[list[Cell]]:
        """Give the cells column by column as plain values; what is missing is None."""
        return [
            [None if pd.isna(cell) else cell for cell in self.frame.iloc[:, place].tolist()]
            if column.kind.is_number
            else self.frame.iloc[:, place].tolist()
            for place, column in enumerate(self.columns)
        ]


def closed_table(
    table_id: str, texts: Texts, columns: Sequence[Column], rows: Sequence[Row], label: str
) -> Table:
    """Give a table that ends with the sum of its rows, under a label."""
    labelled = next(place for place, each in enumerate(columns) if each.kind.names_row)
    sums: list[object] = [
        _sum(row[place] for row in rows) if column.adds_up else column.kind.missing
        for place, column in enumerate(columns)
    ]
    sums[labelled] = label
    return plain_table(table_id, texts, columns, [*rows, sums], closes=True)


def plain_table(
    table_id: str,
    texts: Texts,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    closes: bool = False,
) -> Table:
    """Give a table of rows as they are; the cells of a row are in the order of the columns."""
    frame = pd.DataFrame(
        {
            column.head(texts): pd.Series([row[place] for row in rows], dtype=column.kind.dtype)
            for place, column in enumerate(columns)
        }
    )
    return Table(table_id, texts(f"table.{table_id}"), tuple(columns), frame, closes)


def _sum(cells: Iterable[object]) -> float | None:
    """Give the sum of the numbers among cells, None if there is none."""
    numbers = [cell for cell in cells if isinstance(cell, float)]
    return math.fsum(numbers) if numbers else None
