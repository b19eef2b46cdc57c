"""The figures hold together: splits, gases, shares, reference values, spelling of ids."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.databases.conftest import ShippedDatabase

COMMON_COLUMNS = [
    "id",
    "name_en",
    "name_zh",
    "category",
    "unit",
    "kgco2e_per_unit",
    "fossil",
    "biogenic_emission",
    "biogenic_removal",
    "dluc",
    "aircraft",
    "gwp_basis",
    "co2_kg",
    "ch4_kg",
    "n2o_kg",
    "boundary",
    "geography",
    "year",
    "technology_note",
    "gsd",
    "min",
    "max",
    "source_id",
    "source_locator",
    "licence",
    "confidence",
]
MUST_BE_FILLED = (
    "id",
    "name_en",
    "name_zh",
    "category",
    "unit",
    "kgco2e_per_unit",
    "gwp_basis",
    "boundary",
    "geography",
    "year",
    "source_id",
    "source_locator",
    "licence",
    "confidence",
)
UNITS = {
    "fuels": {"kg", "L", "m3", "kWh", "MJ"},
    "electricity_technology": {"kWh"},
    "electricity_grid": {"kWh"},
    "transport": {"t*km"},
    "materials": {"kg"},
    "packaging": {"kg", "unit"},
    "waste": {"kg", "m3"},
    "chemicals": {"kg", "m3"},
    "electronics": {"kg", "unit", "m2", "cm2", "GB", "kWh"},
    "devices": {"unit", "kg"},
    "processes": {"kg", "m2", "m3", "m", "unit", "h"},
    "spend_usd": {"USD"},
}
# Plausible kg CO2e per unit: wide enough for every good row, too narrow for a slipped decimal.
PLAUSIBLE = {
    ("fuels", "kg"): (0, 5),
    ("fuels", "L"): (0, 5),
    ("fuels", "kWh"): (0, 0.6),
    ("fuels", "MJ"): (0, 0.15),
    ("fuels", "m3"): (0.1, 3),
    ("electricity_technology", "kWh"): (0, 1.2),
    ("electricity_grid", "kWh"): (0, 1.2),
    ("transport", "t*km"): (0.001, 6),
    ("materials", "kg"): (0, 40000),
    ("packaging", "kg"): (0, 15),
    ("packaging", "unit"): (0.01, 100),
    ("waste", "kg"): (0, 4),
    ("waste", "m3"): (0, 5),
    ("chemicals", "kg"): (0, 40),
    ("electronics", "m2"): (10, 1500),
    ("electronics", "cm2"): (0.05, 10),
    ("electronics", "GB"): (0.0005, 5),
    ("electronics", "kWh"): (20, 250),
    ("electronics", "kg"): (0.5, 2500),
    ("devices", "unit"): (0.1, 5000),
    ("processes", "kg"): (0.01, 200),
    ("spend_usd", "USD"): (0.01, 6),
}
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
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROUNDING = 0.02  # of the total: sources round the parts and the total apart


def number(text: str) -> float | None:
    return float(text) if text else None


def test_ids_are_unique_over_both_databases(both: tuple[ShippedDatabase, ...]) -> None:
    tables = (*UNITS, "electricity_mix", "electricity_losses", "gwp")
    ids = Counter(
        row["id"] for database in both for table in tables for row in database.tables.get(table, [])
    )
    assert [row_id for row_id, count in ids.items() if count > 1] == []


def test_rows_are_sorted_and_filled(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        for table, units in UNITS.items():
            rows = database.tables.get(table, [])
            assert [row["id"] for row in rows] == sorted(row["id"] for row in rows), table
            for row in rows:
                assert list(row)[: len(COMMON_COLUMNS)] == COMMON_COLUMNS, table
                assert all(row[column].strip() for column in MUST_BE_FILLED), row["id"]
                assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", row["id"]), row["id"]
                assert CHINESE.search(row["name_zh"]), row["id"]
                assert row["unit"] in units, row["id"]
                assert row["confidence"] in set("ABC"), row["id"]
                assert row["gwp_basis"] in {"AR4", "AR5", "AR6", "unknown", "CO2-only"}, row["id"]
                assert 1990 <= int(row["year"]) <= 2035, row["id"]


def test_splits_add_up_to_the_total(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        for _, row in database.factor_rows():
            total = float(row["kgco2e_per_unit"])
            parts = [
                number(row[column])
                for column in ("fossil", "biogenic_emission", "biogenic_removal")
            ]
            assert all(part is None for part in parts) or None not in parts, row["id"]
            if None not in parts:
                split = sum(parts) + (number(row["dluc"]) or 0)
                assert split == pytest.approx(total, rel=ROUNDING, abs=1e-6), row["id"]
                assert parts[2] <= 0, row["id"]


def test_gases_and_aircraft_stay_within_the_total(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        for _, row in database.factor_rows():
            total = float(row["kgco2e_per_unit"])
            gases = [number(row[column]) for column in ("co2_kg", "ch4_kg", "n2o_kg")]
            if None not in gases:
                # the lowest weights that an assessment report since AR4 gives
                lowest = gases[0] + 25 * gases[1] + 260 * gases[2]
                assert lowest <= total * 1.03 + 1e-6, row["id"]
            assert (number(row["aircraft"]) or 0) <= total * 1.02 + 1e-9, row["id"]


def test_totals_are_plausible_and_within_their_range(both: tuple[ShippedDatabase, ...]) -> None:
    for database in both:
        for table, row in database.factor_rows():
            total = float(row["kgco2e_per_unit"])
            low, high = PLAUSIBLE.get((table, row["unit"]), (0, float("inf")))
            assert low <= total <= high, row["id"]
            assert (number(row["min"]) or 0) <= total * 1.0001, row["id"]
            assert total * 0.9999 <= (number(row["max"]) or float("inf")), row["id"]
            if row["confidence"] == "C":
                assert row["min"], row["id"]
                assert row["max"], row["id"]


def test_device_statistics_are_in_order(both: tuple[ShippedDatabase, ...]) -> None:
    columns = ("min", "p10", "p25", "median", "p75", "p90", "max")
    for database in both:
        for row in database.tables["devices"]:
            assert float(row["median"]) == pytest.approx(float(row["kgco2e_per_unit"]), rel=1e-3)
            if int(row["n"]) > 1:
                steps = [float(row[column]) for column in columns]
                assert all(a <= b * 1.0001 for a, b in itertools.pairwise(steps)), row["id"]


def test_parts_of_transport_stay_within_the_total(open_data: ShippedDatabase) -> None:
    for row in open_data.tables["transport"]:
        if row["ttw_kgco2e"] and row["wtt_kgco2e"]:
            total = float(row["kgco2e_per_unit"])
            parts = float(row["ttw_kgco2e"]) + float(row["wtt_kgco2e"])
            assert parts <= total * (1 + ROUNDING), row["id"]
            if row["source_id"] == "defra2025":
                assert parts >= total * (1 - ROUNDING), row["id"]


def test_mix_shares_add_up(open_data: ShippedDatabase) -> None:
    for row in open_data.tables["electricity_mix"]:
        shares = [float(row[column]) for column in MIX_COLUMNS]
        assert all(0 <= share <= 1 for share in shares), row["id"]
        assert sum(shares) == pytest.approx(1, abs=0.01), row["id"]
        assert sum(shares) == pytest.approx(float(row["share_sum"]), abs=1e-4), row["id"]
        assert re.fullmatch(r"[A-Z]{3}", row["iso3"]), row["id"]


def test_loss_multipliers_follow_from_the_losses(open_data: ShippedDatabase) -> None:
    rows = open_data.tables["electricity_losses"]
    for row in rows:
        loss = float(row["loss_fraction"])
        assert 0.005 <= loss <= 0.6, row["id"]
        assert float(row["multiplier"]) == pytest.approx(1 / (1 - loss), abs=2e-3), row["id"]
    assert "WLD" in {row["iso3"] for row in rows}


@pytest.mark.parametrize(
    ("gas", "ar5_gwp100", "ar6_gwp100"),
    [
        ("gwp-co2", 1, 1),
        ("gwp-ch4-fossil", 28, 29.8),
        ("gwp-ch4-nonfossil", 28, 27.0),
        ("gwp-n2o", 265, 273),
        ("gwp-hfc-134a", 1300, 1530),
        ("gwp-sf6", 23500, 25200),
        ("gwp-nf3", 16100, 17400),
    ],
)
def test_gwp_reference_values(
    open_data: ShippedDatabase, gas: str, ar5_gwp100: float, ar6_gwp100: float
) -> None:
    rows = {row["id"]: row for row in open_data.tables["gwp"]}
    assert float(rows[gas]["ar5_gwp100"]) == ar5_gwp100
    assert float(rows[gas]["ar6_gwp100"]) == ar6_gwp100


def test_cas_check_digits(open_data: ShippedDatabase) -> None:
    for row in open_data.tables["gwp"]:
        if row["cas"]:
            assert re.fullmatch(r"\d{2,7}-\d{2}-\d", row["cas"]), row["id"]
            *digits, check = (int(digit) for digit in row["cas"].replace("-", ""))
            weighted = sum(place * digit for place, digit in enumerate(reversed(digits), 1))
            assert weighted % 10 == check, row["id"]
