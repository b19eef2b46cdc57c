"""The tables written by hand fit the factor tables beside them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.databases.conftest import Row, ShippedDatabase

DECIDING_COLUMN = {
    "fuels": "fuel",
    "electricity_technology": "technology_key",
    "transport": "id",
    "materials": "material_family",
    "packaging": "material_family",
    "waste": "waste_material+treatment",
    "chemicals": "id",
    "electronics": "component_type",
    "devices": "device_category",
    "processes": "process_family",
    "spend_usd": "naics",
}
BIOGENIC = (
    ("materials", "wood"),
    ("materials", "pla"),
    ("materials", "leather"),
    ("materials", "textile"),
    ("materials", "rubber_average"),
    ("materials", "furniture"),
    ("packaging", "corrugated"),
    ("packaging", "moulded_pulp"),
    ("fuels", "Wood pellets"),
    ("fuels", "Diesel (average biofuel blend)"),
    ("waste", "PLA+combustion"),
    ("electricity_technology", "hydro"),
    ("electricity_technology", "bioenergy"),
)
FOSSIL = (
    ("materials", "steel"),
    ("materials", "aluminium"),
    ("materials", "abs"),
    ("materials", "glass"),
    ("fuels", "Diesel (100% mineral diesel)"),
    ("electronics", "pcb"),
    ("waste", "PP+combustion"),
    ("electricity_technology", "coal"),
)


def deciding_value(row: Row, column: str) -> str:
    return "+".join(row[name] for name in column.split("+"))


def names_of(databases: tuple[ShippedDatabase, ...], column: str) -> list[str]:
    return [
        row[column].lower()
        for database in databases
        for rows in database.tables.values()
        for row in rows
        if column in row
    ]


def test_fossil_families_cover_each_value_once(both: tuple[ShippedDatabase, ...]) -> None:
    listed = Counter(
        (line["table"], line["column"], line["value"]) for line in both[0].tables["fossil_families"]
    )
    occurring = {
        (table, column, deciding_value(row, column))
        for database in both
        for table, column in DECIDING_COLUMN.items()
        for row in database.tables.get(table, [])
    }
    assert set(listed) == occurring
    assert set(listed.values()) == {1}


def test_fossil_families_decide_and_say_why(open_data: ShippedDatabase) -> None:
    lines = open_data.tables["fossil_families"]
    assert all(line["taken_as_fossil"] in {"0", "1"} and line["reason"] for line in lines)
    decided = {(line["table"], line["value"]): line["taken_as_fossil"] for line in lines}
    assert {value: decided[value] for value in BIOGENIC} == dict.fromkeys(BIOGENIC, "0")
    assert {value: decided[value] for value in FOSSIL} == dict.fromkeys(FOSSIL, "1")


def test_rows_with_biogenic_carbon_are_not_taken_as_fossil(open_data: ShippedDatabase) -> None:
    decided = {
        (line["table"], line["value"]): line["taken_as_fossil"]
        for line in open_data.tables["fossil_families"]
    }
    for table in ("fuels", "waste"):
        for row in open_data.tables[table]:
            if float(row["biogenic_emission"] or 0) > 0.01 * float(row["kgco2e_per_unit"]):
                value = deciding_value(row, DECIDING_COLUMN[table])
                assert decided[table, value] == "0", row["id"]


def test_what_is_recognised_leads_to_rows_of_its_own_database(
    both: tuple[ShippedDatabase, ...],
) -> None:
    for base in both:
        rows = {row["id"] for _, row in base.factor_rows()}
        choices = base.tables["recognised"]
        assert {choice["data_set_id"] for choice in choices} <= rows
        ranked = [(each["key"], each["form"], each["route"], each["rank"]) for each in choices]
        assert len(ranked) == len(set(ranked))


def test_each_group_of_synonyms_reaches_a_row_in_both_languages(
    both: tuple[ShippedDatabase, ...],
) -> None:
    english = names_of(both, "name_en")
    chinese = names_of(both, "name_zh")
    reached = {"en": set(), "zh": set()}
    lines = both[0].tables["search_synonyms"]
    for line in lines:
        term = line["term"].lower()
        if line["language"] == "en":
            word = re.compile(rf"(?<![a-z0-9]){re.escape(term)}(?![a-z0-9])")
            found = any(word.search(name) for name in english)
        else:
            found = any(term in name for name in chinese)
        if found:
            reached[line["language"]].add(line["group_id"])
    groups = {line["group_id"] for line in lines}
    assert len(groups) >= 150
    assert groups - reached["en"] == set()
    assert groups - reached["zh"] == set()


def test_no_term_stands_twice_in_its_group(open_data: ShippedDatabase) -> None:
    terms = Counter(
        (line["group_id"], line["language"], line["term"].lower())
        for line in open_data.tables["search_synonyms"]
    )
    assert [term for term, count in terms.items() if count > 1] == []
