"""Each group has the suggested row that the README of the databases promises."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.databases.conftest import Row, ShippedDatabase

MIX_COLUMNS = (
    "coal",
    "gas",
    "oil",
    "nuclear",
    "hydro",
    "wind",
    "solar",
    "bioenergy",
    "other_renewables",
)
# Residual and fossil-only codes are chosen on purpose only; Ember looks wrong for the countries.
REGIONS_WITHOUT_DEFAULT = {"CHN-RES", "CHN-FOSSIL", "MSR", "SHN", "UZB"}

EXACTLY_ONE = {
    "materials": ("material_family", "route"),
    "packaging": ("material_family", "route", "unit"),
    "electricity_mix": ("iso3",),
    "electricity_losses": ("iso3",),
}
AT_MOST_ONE = {
    "electricity_technology": ("technology_key",),
    "electricity_grid": ("region_code",),
    "transport": ("mode", "vehicle", "geography"),
    "waste": ("waste_material", "treatment", "boundary"),
    "devices": ("device_category", "unit"),
}


def defaults_by_group(rows: list[Row], columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    counts = Counter({tuple(row[column] for column in columns): 0 for row in rows})
    for row in rows:
        assert row["is_default"] in {"0", "1"}, row["id"]
        counts[tuple(row[column] for column in columns)] += row["is_default"] == "1"
    return counts


def test_exactly_one_default_a_group(open_data: ShippedDatabase) -> None:
    for table, columns in EXACTLY_ONE.items():
        for group, count in defaults_by_group(open_data.tables[table], columns).items():
            assert count == 1, (table, group)


def test_at_most_one_default_a_group(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        for table, columns in AT_MOST_ONE.items():
            rows = database.tables.get(table, [])
            for group, count in defaults_by_group(rows, columns).items():
                assert count <= 1, (table, group)


def test_each_region_has_a_default_but_the_few_that_must_not(open_data: ShippedDatabase) -> None:
    counts = defaults_by_group(open_data.tables["electricity_grid"], ("region_code",))
    without = {region for (region,), count in counts.items() if count == 0}
    assert without == REGIONS_WITHOUT_DEFAULT


def test_direct_emissions_of_the_eea_are_no_default_of_a_country(
    open_data: ShippedDatabase,
) -> None:
    defaults = {
        row["region_code"]
        for row in open_data.tables["electricity_grid"]
        if row["source_id"] == "eea2023" and row["is_default"] == "1"
    }
    assert defaults == {"EUR"}


def test_korea_falls_back_to_its_ember_row(open_data: ShippedDatabase) -> None:
    (row,) = (
        row
        for row in open_data.tables["electricity_grid"]
        if row["region_code"] == "KOR" and row["is_default"] == "1"
    )
    assert row["source_id"] == "owid_ci"


def test_mixes_need_only_technologies_of_the_open_database(
    open_data: ShippedDatabase, odbl_data: ShippedDatabase
) -> None:
    technologies = open_data.tables["electricity_technology"]
    defaults = {row["technology_key"] for row in technologies if row["is_default"] == "1"}
    assert defaults == set(MIX_COLUMNS)
    assert set(MIX_COLUMNS) <= set(open_data.tables["electricity_mix"][0])
    share_alike = odbl_data.tables["electricity_technology"]
    assert all(row["is_default"] == "0" for row in share_alike)


def test_fuels_suggest_combustion_with_upstream(open_data: ShippedDatabase) -> None:
    fuels = open_data.tables["fuels"]
    for row in fuels:
        assert (row["is_default"] == "1") == (row["life_cycle_part"] == "total"), row["id"]
    bought = [row for row in fuels if row["fuel"] != "heat"]
    for group, count in defaults_by_group(bought, ("fuel", "life_cycle_part", "unit")).items():
        assert count == (group[1] == "total"), group


def test_named_anew_is_a_row_and_a_default(open_data: ShippedDatabase) -> None:
    for line in open_data.tables["reelected_defaults"]:
        rows = {row["id"]: row for row in open_data.tables[line["table"]]}
        assert not set(line["old_id"].split()) & set(rows), line["group"]
        if line["new_id"]:
            assert rows[line["new_id"]]["is_default"] == "1", line["new_id"]
        else:
            assert line["reason"].endswith("no row is left in this group")


def test_defaults_named_anew_are_the_known_ones(open_data: ShippedDatabase) -> None:
    named = {line["group"]: line["new_id"] for line in open_data.tables["reelected_defaults"]}
    assert {group: new_id for group, new_id in named.items() if new_id} == {
        "KOR": "grid-south-korea-average-electricity-generation-ember",
        "cast_iron/mixed": "mat-iron-sand-cast-north-america-uslci",
        "copper/mixed": (
            "mat-copper-primary-and-secondary-supply-mix-world-supply-2008-nuss-eckelman"
        ),
        "glass/virgin": "mat-glass-packaging-and-general-glass-primary-uk",
        "pig_iron/virgin": "mat-pig-iron-world-supply-2008-nuss-eckelman",
        "plastic_average/virgin": "mat-plastics-average-primary-uk",
        "pp/virgin": "mat-pp-incl-forming-primary-uk",
        "silicone/virgin": "mat-silicone-rubber-estimate",
        "stainless_steel/mixed": "mat-stainless-steel-304-coil-north-america-uslci",
        "steel/recycled": "mat-steel-cans-tinplate-closed-loop-recycled-uk",
        "containerboard/mixed/kg": "pack-containerboard-average-north-america-uslci",
        "eps_foam/virgin/kg": "pack-eps-moulded-block-north-america-uslci",
        "paper/mixed/kg": "pack-paper-average-before-use-and-end-of-life-france-ademe",
        "paper_board/recycled/kg": "pack-board-corrugated-and-solid-closed-loop-recycled-uk",
        "paper_board/virgin/kg": "pack-board-corrugated-and-solid-primary-uk",
        "dram/GB": "el-dram-per-gb-ddr3-30-nm-vendor-data-in-act",
        "Desktop/unit": "dev-desktop-computer-office-incl-distribution-ademe",
        "Laptop/unit": "dev-laptop-incl-distribution-ademe",
    }


def test_recycled_default_is_not_above_the_virgin_one(open_data: ShippedDatabase) -> None:
    totals = {
        (row["material_family"], row["route"]): float(row["kgco2e_per_unit"])
        for row in open_data.tables["materials"]
        if row["is_default"] == "1"
    }
    for (family, route), total in totals.items():
        if route == "recycled" and (family, "virgin") in totals:
            assert total <= totals[family, "virgin"] * 1.05, family
