"""Build the shipped databases from a folder of source tables.

    python databases/curate.py SOURCE_FOLDER    build both databases
    python databases/curate.py                  renew source.toml after a table was edited by hand

The source folder holds one csv a table, `sources.csv` (licence of every source) and
`quoted_single.csv` (single figures that may be quoted from sources without a stated licence).
Only what may be passed on comes into a database; a default that falls away is named anew.
The same source folder always gives the same bytes.
"""

import csv
import hashlib
import io
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]
Group = tuple[str, ...]

HERE = Path(__file__).resolve().parent

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
OTHER_TABLES = ("electricity_mix", "electricity_losses", "gwp")

# Written by hand beside the built tables and left alone here; they count in the checksum.
OWN_TABLES = ("fossil_families", "recognised", "search_synonyms")

# Share-alike sources: their rows make a database of their own.
ODBL_SOURCES = frozenset({"boavizta_efd", "unece2021_d4b"})

# One row of such a group is the suggested one. `substance` and `item` are no columns: see group_of.
DEFAULT_GROUPS: dict[str, tuple[str, ...]] = {
    "fuels": ("fuel", "life_cycle_part", "unit", "item"),
    "electricity_technology": ("technology_key",),
    "electricity_grid": ("region_code",),
    "transport": ("mode", "vehicle", "geography"),
    "materials": ("material_family", "route"),
    "packaging": ("material_family", "route", "unit"),
    "waste": ("waste_material", "treatment", "boundary"),
    "chemicals": ("chemical_group", "substance", "unit"),
    "electronics": ("component_type", "unit"),
    "devices": ("device_category", "unit"),
    "processes": ("process_family", "unit"),
}
# Every group of these has a default, also where the source tables name none.
ALWAYS_A_DEFAULT = frozenset({"materials", "packaging"})

# Direct emissions of generation only: never the suggested factor of a country.
NEVER_DEFAULT_SOURCES = frozenset({"eea2023"})

WIDEST_FIRST = ("GLO", "EUR")
CONFIDENCE_ORDER = "ABC"


@dataclass(frozen=True)
class Database:
    """What `source.toml` says of a database, and how its NOTICE opens."""

    id: str
    folder: str
    title_en: str
    title_zh: str
    licence: str
    reference_year: int
    notice_head: str
    version: str = "2026.1"


OPEN = Database(
    id="cradlegate-open",
    folder="open_data",
    title_en="Cradlegate open factors",
    # "Cradlegate open emission factors", escaped: Chinese text stands in csv, po and ts files only
    title_zh="Cradlegate \u5f00\u653e\u6392\u653e\u56e0\u5b50\u6570\u636e\u5e93",
    licence="open licences, one a source: see NOTICE and tables/sources.csv",
    reference_year=2024,
    notice_head="""\
Cradlegate open factors

The tables in this folder were written by the Cradlegate project from public documents. Every row
names its source, the place in it, its licence and a confidence grade. The figures were converted
to common units, named in two languages and put in common columns; where a figure was computed from
others, its row says how. No publisher named here endorses the project or its results.

Statements that licences ask for

  Open Government Licence v3.0 (United Kingdom)
    Contains public sector information licensed under the Open Government Licence v3.0.
    https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/

  Open Parliament Licence (United Kingdom)
    Contains Parliamentary information licensed under the Open Parliament Licence v3.0.
    https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/

  Open Government Licence - Canada
    Contains information licensed under the Open Government Licence - Canada.
    https://open.canada.ca/en/open-government-licence-canada

  Licence Ouverte / Open Licence 2.0 (Etalab, France)
    The source and the year of its last update stand with each source below. The figures were
    selected, converted and named by the project.
    https://www.etalab.gouv.fr/licence-ouverte-open-licence/

  Creative Commons Attribution 4.0 International (CC BY 4.0)
    The material was changed: selected, converted to common units, arranged in common columns. It
    comes without warranties, as section 5 of the licence says.
    https://creativecommons.org/licenses/by/4.0/

  MIT licence, for the tables of ACT (Meta and Harvard University, Gupta et al.) and for the csv of
  IPCC metrics (Copyright (c) 2020 Chris Smith)
    Permission is hereby granted, free of charge, to any person obtaining a copy of this software
    and associated documentation files (the "Software"), to deal in the Software without
    restriction, including without limitation the rights to use, copy, modify, merge, publish,
    distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
    Software is furnished to do so, subject to the following conditions:
    The above copyright notice and this permission notice shall be included in all copies or
    substantial portions of the Software.
    THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
    BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
    NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
    DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
    OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

  CC0 1.0, public domain of the United States, official documents of the People's Republic of China
    No statement is asked for; the sources are named below all the same.
""",
)
ODBL = Database(
    id="cradlegate-open-odbl",
    folder="open_data_odbl",
    title_en="Cradlegate open factors, ODbL part",
    # the title above with "(ODbL part)"
    title_zh="Cradlegate \u5f00\u653e\u6392\u653e\u56e0\u5b50\u6570\u636e\u5e93(ODbL \u90e8\u5206)",
    licence="ODbL 1.0 (contents: DbCL 1.0)",
    reference_year=2022,
    notice_head="""\
Cradlegate open factors, ODbL part

This database is made available under the Open Database License 1.0:
https://opendatacommons.org/licenses/odbl/1-0/
Any rights in individual contents of the database are licensed under the Database Contents License
1.0: https://opendatacommons.org/licenses/dbcl/1-0/

It is a derivative database of the sources named below: statistics over the footprints that
manufacturers publish, and world averages of electricity by technology. Whoever passes on this
database, or one derived from it, does so under the same licence, keeps this notice and offers the
database, or the alterations made to it, in machine-readable form: the csv files in `tables` are
that form. A result calculated with it (a "produced work") names the database and says that it is
available under the ODbL.

It is kept apart from the other tables of the project, which are not derived from it.
""",
)


# --- reading and writing -------------------------------------------------------------------------


def read_table(folder: Path, table: str) -> list[Row]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(folder: Path, table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{table}.csv").write_bytes(text.getvalue().encode("utf-8"))


def checksum(files: Iterable[Path]) -> str:
    """SHA-256 over name, NUL and bytes of each file, sorted by name."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.name):
        digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return digest.hexdigest()


# --- what may come in ----------------------------------------------------------------------------


def sources_used(rows: Iterable[Row]) -> set[str]:
    columns = ("source_id", "ar5_source_id")  # the second one in gwp.csv only
    return {row[column] for row in rows for column in columns if row.get(column)}


def rows_of(
    database: Database, rows: list[Row], sources: Mapping[str, Row], quoted: set[str]
) -> list[Row]:
    """The rows that the licence rule lets into the database, sorted, with the mark `quoted`."""
    kept = []
    for row in rows:
        is_share_alike = row["source_id"] in ODBL_SOURCES
        if is_share_alike != (database is ODBL):
            continue
        is_cleared = all(
            sources[source]["redistribution_allowed"] == "yes" for source in sources_used([row])
        )
        is_quoted = row["id"] in quoted and not is_cleared
        if is_cleared or is_quoted:
            kept.append(row | {"quoted": "1" if is_quoted else "0"})
    return sorted(kept, key=lambda row: row["id"])


# --- defaults ------------------------------------------------------------------------------------


def group_of(table: str, row: Row) -> Group:
    """The values that rows share of which one is the suggested row."""
    named = row | {
        # "Ammonia, natural gas route, China" and "Ammonia, China" are both ammonia
        "substance": row["name_en"].split(",")[0].split(" (")[0],
        # heat is no single good: on-site and district heat are told apart by their name
        "item": row["name_en"].split(",")[0] if row.get("fuel") == "heat" else "",
    }
    return tuple(named[column] for column in DEFAULT_GROUPS[table])


def preference(row: Row) -> tuple[int, int, int, str]:
    """Best confidence, then latest year, then widest geography, then id.

    Widest: the world, a continent, a country, a part of a country. `NAM` is Namibia.
    """
    geography = row["geography"]
    if geography in WIDEST_FIRST:
        width = WIDEST_FIRST.index(geography)
    else:
        width = len(WIDEST_FIRST) + ("-" in geography)
    return (
        CONFIDENCE_ORDER.index(row["confidence"]),
        -int(row["year"] or 0),
        width,
        row["id"],
    )


def reason_of_loss(old: list[Row], group_is_new: bool) -> str:
    if group_is_new:
        return "the source tables name no default"
    if all(row["source_id"] in ODBL_SOURCES for row in old):
        return "default stands in the ODbL database"
    return "default not cleared for redistribution"


def name_defaults_anew(table: str, rows: list[Row], kept: list[Row]) -> Iterator[Row]:
    """Give a default to each group of `kept` that lost its own; yields what was done."""
    old_defaults: defaultdict[Group, list[Row]] = defaultdict(list)
    for row in rows:
        if row["is_default"] == "1":
            old_defaults[group_of(table, row)].append(row)
    groups: defaultdict[Group, list[Row]] = defaultdict(list)
    for row in kept:
        groups[group_of(table, row)].append(row)

    wanted = set(old_defaults) | (set(groups) if table in ALWAYS_A_DEFAULT else set())
    for group in sorted(wanted):
        if any(row["is_default"] == "1" for row in groups[group]):
            continue
        old = old_defaults[group]
        loss = reason_of_loss(old, group_is_new=not old)
        candidates = [row for row in groups[group] if row["source_id"] not in NEVER_DEFAULT_SOURCES]
        new = min(candidates, key=preference, default=None)
        if new is None:
            choice = "no row is left in this group"
        else:
            new["is_default"] = "1"
            choice = (
                f"best of {len(candidates)}: confidence {new['confidence']}, year {new['year']}, "
                f"geography {new['geography']}"
            )
        yield {
            "table": table,
            "group": "/".join(group).rstrip("/"),
            "old_id": " ".join(sorted(row["id"] for row in old)),
            "new_id": new["id"] if new else "",
            "reason": f"{loss}; {choice}",
        }


# --- the papers of a database --------------------------------------------------------------------


def notice(database: Database, sources: list[Row], uses: Mapping[str, Counter[str]]) -> str:
    """The attribution of every source used, with its licence."""

    def entry(source: Row) -> str:
        tables = ", ".join(
            f"{table} ({count})" for table, count in sorted(uses[source["source_id"]].items())
        )
        return (
            f"{source['title']}\n"
            f"  {source['publisher']}, {source['year']}\n"
            f"  Licence: {source['licence']}\n"
            f"  Attribution: {source['attribution']}\n"
            f"  Rows: {tables}\n"
        )

    cleared = [source for source in sources if source["redistribution_allowed"] == "yes"]
    quoted = [source for source in sources if source["redistribution_allowed"] != "yes"]
    parts = [database.notice_head, "Sources\n", *map(entry, cleared)]
    if quoted:
        parts += [
            "Sources of single quoted figures\n\n"
            "No licence was stated in the copies of these sources that were read. Single published "
            "figures are\nquoted from them, each with its place in the source and marked "
            "`quoted` = 1, because its family would\nhave no row without it. Nothing else "
            "of these sources is in this folder.\n",
            *map(entry, quoted),
        ]
    return "\n".join(parts)


def write_source_toml(database: Database, target: Path) -> None:
    tables = sorted((target / "tables").glob("*.csv"))
    entries: dict[str, str | int | list[str]] = {
        "id": database.id,
        "title_en": database.title_en,
        "title_zh": database.title_zh,
        "version": database.version,
        "licence": database.licence,
        "reference_year": database.reference_year,
        "tables": [path.name for path in tables],
        "checksum": checksum(tables),
        "attribution_file": "NOTICE",
    }
    # JSON writes strings, numbers and lists of strings as TOML reads them.
    lines = [f"{key} = {json.dumps(entry)}" for key, entry in entries.items()]
    text = "\n".join(["# Written by databases/curate.py.", *lines, ""])
    (target / "source.toml").write_bytes(text.encode("utf-8"))


# --- building ------------------------------------------------------------------------------------


def read_quoted(source_folder: Path, tables: Mapping[str, list[Row]]) -> set[str]:
    """The ids that may be quoted; each must be found in the table that the list names."""
    places = {(table, row["id"], row["source_id"]) for table in tables for row in tables[table]}
    listed = read_table(source_folder, "quoted_single")
    for line in listed:
        if (line["table"], line["id"], line["source_id"]) not in places:
            sys.exit(f"quoted_single.csv: no such row: {line['table']} {line['id']}")
    return {line["id"] for line in listed}


def build(
    database: Database,
    tables: Mapping[str, list[Row]],
    sources: Mapping[str, Row],
    quoted: set[str],
    target: Path,
) -> None:
    target.joinpath("tables").mkdir(parents=True, exist_ok=True)
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named_anew: list[Row] = []
    written: dict[str, int] = {}

    for table, rows in tables.items():
        kept = rows_of(database, rows, sources, quoted)
        if not kept:
            continue
        # the ODbL part has no group that lost its default: all of its rows are there
        if table in DEFAULT_GROUPS and database is OPEN:
            named_anew += name_defaults_anew(table, rows, kept)
        columns = [*rows[0], "quoted"] if table in FACTOR_TABLES else [*rows[0]]
        write_table(
            target / "tables",
            table,
            columns,
            ({column: row[column] for column in columns} for row in kept),
        )
        written[table] = len(kept)
        for row in kept:
            for source in sources_used([row]):
                uses[source][table] += 1

    used_sources = [sources[source] for source in sorted(uses)]
    write_table(target / "tables", "sources", used_sources[0], used_sources)
    written["sources"] = len(used_sources)
    if database is OPEN:
        line = ("table", "group", "old_id", "new_id", "reason")
        write_table(target / "tables", "reelected_defaults", line, named_anew)
        written["reelected_defaults"] = len(named_anew)

    remove_leftovers(target / "tables", keep={*written, *OWN_TABLES})
    (target / "NOTICE").write_bytes(notice(database, used_sources, uses).encode("utf-8"))
    write_source_toml(database, target)
    print(database.folder, *(f"{table}={count}" for table, count in written.items()))


def remove_leftovers(folder: Path, keep: set[str]) -> None:
    """A table that no longer gets a row must not stay behind."""
    for path in folder.glob("*.csv"):
        if path.stem not in keep:
            path.unlink()


def curate(source_folder: Path, target_folder: Path) -> None:
    tables = {table: read_table(source_folder, table) for table in (*FACTOR_TABLES, *OTHER_TABLES)}
    sources = {row["source_id"]: row for row in read_table(source_folder, "sources")}
    quoted = read_quoted(source_folder, tables)
    for database in (OPEN, ODBL):
        build(database, tables, sources, quoted, target_folder / database.folder)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [source_folder]:
            curate(Path(source_folder), HERE)
        case []:
            for database in (OPEN, ODBL):
                write_source_toml(database, HERE / database.folder)
        case _:
            sys.exit("usage: python databases/curate.py [SOURCE_FOLDER]")
