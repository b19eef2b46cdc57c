"""The shipped tables as data sets: splits, gases, losses, mixes, against the tables themselves.

What is expected is worked out here from the CSV files, by the rules of the product page.
"""

import csv
import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.background.dataset import SplitOrigin
from pcf.background.elementary import ElementaryFlow
from pcf.background.open_data import find_database_folders, read_database
from pcf.engine.brightway import background_matrices
from pcf.engine.factorised import solve_intensities
from pcf.errors import DatabaseIntegrityError
from pcf.model.choices import GwpSet
from pcf.model.node import DataSetRef
from pcf.workflow.background import Background

Row = dict[str, str]
FOLDERS = {folder.name: folder for folder in find_database_folders()}
OPEN = "cradlegate-open"
FACTOR_TABLES = (
    *("fuels", "electricity_technology", "electricity_grid", "transport", "materials"),
    *("packaging", "waste", "chemicals", "electronics", "devices", "processes", "spend_usd"),
)
SHARES = (
    *("coal", "gas", "oil", "nuclear", "hydro", "wind", "solar"),
    *("bioenergy", "other_renewables"),
)
CHINA_2024 = "grid-china-national-electricity-carbon-footprint-factor-2024-life-cycle"


def table(name: str, folder: str = "open_data") -> list[Row]:
    path = FOLDERS[folder] / "tables" / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    return float(text) if text else 0.0


FACTOR_ROWS = [
    (folder, name, row)
    for folder in FOLDERS
    for name in FACTOR_TABLES
    for row in table(name, folder)
]
ID_OF_FOLDER = {"open_data": OPEN, "open_data_odbl": "cradlegate-open-odbl"}


def flows_by_id(database: Database) -> dict[str, dict[ElementaryFlow, float]]:
    emitted: dict[str, dict[ElementaryFlow, float]] = defaultdict(lambda: defaultdict(float))
    kg = database.emissions
    for row, column, amount in zip(kg.row, kg.column, kg.amount, strict=True):
        emitted[database.data_sets[column].ref.id][database.flows[row]] += amount
    return emitted


@pytest.fixture(scope="module")
def emitted(catalogue: Catalogue) -> dict[str, dict[str, dict[ElementaryFlow, float]]]:
    return {database.id: flows_by_id(database) for database in catalogue.databases}


@pytest.fixture(scope="module")
def open_data(catalogue: Catalogue) -> Database:
    database = catalogue.database(OPEN)
    assert database is not None
    return database


# --- rows --------------------------------------------------------------------------------------


def test_every_row_is_one_data_set(catalogue: Catalogue) -> None:
    for folder, database_id in ID_OF_FOLDER.items():
        database = catalogue.database(database_id)
        assert database is not None
        expected = [row["id"] for place, _, row in FACTOR_ROWS if place == folder]
        expected += [row["id"] for row in table("electricity_mix", folder)]
        assert sorted(each.ref.id for each in database.data_sets) == sorted(expected)
        assert len(set(expected)) == len(expected)
    assert len(table("materials")) == 205
    assert len(table("electricity_mix")) == 247


def test_what_a_data_set_carries_is_what_its_row_says(catalogue: Catalogue) -> None:
    for folder, name, row in FACTOR_ROWS:
        found = catalogue.get(DataSetRef(database=ID_OF_FOLDER[folder], id=row["id"]))
        assert found is not None
        assert (found.table, found.name_en, found.name_zh) == (name, row["name_en"], row["name_zh"])
        assert found.unit == {"unit": "piece"}.get(row["unit"], row["unit"])
        assert (found.geography, str(found.year)) == (row["geography"], row["year"])
        assert (found.source.id, found.licence) == (row["source_id"], row["licence"])
        assert found.confidence.value == row["confidence"]
        assert found.is_default == (row.get("is_default") == "1")
        assert found.source.attribution


# --- splits ------------------------------------------------------------------------------------


def fossil_families() -> Callable[[str, Row], bool]:
    allowed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in table("fossil_families"):
        if row["taken_as_fossil"] == "1":
            allowed[row["table"], row["column"]].add(row["value"])

    def is_fossil(name: str, row: Row) -> bool:
        return any(
            "+".join(row[part] for part in columns.split("+")) in values
            for (of_table, columns), values in allowed.items()
            if of_table == name
        )

    return is_fossil


def test_split_of_every_row_of_the_open_tables(catalogue: Catalogue) -> None:
    is_fossil = fossil_families()
    with_mix = {row["iso3"] for row in table("electricity_mix") if row["is_default"] == "1"}
    for folder, name, row in FACTOR_ROWS:
        if folder != "open_data":
            continue
        if row["fossil"]:
            expected = SplitOrigin.STATED
        elif name == "electricity_grid" and row["geography"][:3] in with_mix:
            expected = SplitOrigin.ESTIMATED
        elif is_fossil(name, row):
            expected = SplitOrigin.BY_FAMILY
        else:
            expected = SplitOrigin.NONE
        found = catalogue.get(DataSetRef(database=OPEN, id=row["id"]))
        assert found is not None
        assert found.split is expected, row["id"]


@pytest.mark.parametrize(
    ("row_id", "split"),
    [
        ("fuel-avtur-renewable-combustion-per-kg", SplitOrigin.STATED),
        ("mat-primary-aluminium-world-average-iai", SplitOrigin.BY_FAMILY),
        ("proc-injection-moulding-rigid-pp-part", SplitOrigin.BY_FAMILY),
        (CHINA_2024, SplitOrigin.ESTIMATED),
        ("spend-221310", SplitOrigin.NONE),
    ],
)
def test_split_of_known_rows(catalogue: Catalogue, row_id: str, split: SplitOrigin) -> None:
    found = catalogue.find(row_id)
    assert found is not None
    assert found.split is split


def test_wood_and_paper_are_never_taken_as_fossil(catalogue: Catalogue) -> None:
    bio_based = [
        each
        for each in catalogue.data_sets
        if each.table in {"materials", "packaging"}
        and any(word in each.family for word in ("wood", "paper", "board", "cotton", "bamboo"))
    ]
    assert len(bio_based) >= 5
    assert {each.split for each in bio_based} <= {SplitOrigin.NONE, SplitOrigin.STATED}


def test_categories_of_every_row_add_up_to_its_figures(emitted) -> None:
    """Stated splits column by column; others wholly in one category, or w of a grid beside it."""
    checked = 0
    for folder, _, row in FACTOR_ROWS:
        flows = emitted[ID_OF_FOLDER[folder]][row["id"]]
        sums: dict[str, float] = defaultdict(float)
        for flow, amount in flows.items():
            sums[flow.category.value] += amount * source_gwp(row, flow)
        total = number(row["kgco2e_per_unit"])
        tolerance = pytest.approx
        if row["fossil"]:
            expected = {
                "fossil": number(row["fossil"]),
                "biogenic_co2": number(row["biogenic_emission"]),
                "uptake": number(row["biogenic_removal"]),
                "land_use_change": number(row["dluc"]),
            }
            for category, value in expected.items():
                assert sums[category] == tolerance(value, rel=1e-9, abs=1e-12), row["id"]
            assert sums["unsplit"] == sums["biogenic_non_co2"] == 0
        else:
            parts = sums["fossil"] + sums["unsplit"] + sums["biogenic_non_co2"]
            assert parts == tolerance(total, rel=1e-9, abs=1e-12), row["id"]
            assert not (sums["fossil"] and sums["unsplit"])
        assert sums["aircraft"] == tolerance(number(row["aircraft"]), abs=1e-15)
        checked += 1
    assert checked == len(FACTOR_ROWS) > 1500


def source_gwp(row: Row, flow: ElementaryFlow) -> float:
    """GWP100 by which a source counted a gas: AR6 if it says so, else AR5 (methane 28)."""
    if not flow.gas or flow.report is not None:
        return 1.0
    ar6 = {"gwp-co2": 1.0, "gwp-ch4-fossil": 29.8, "gwp-n2o": 273.0}
    ar5 = {"gwp-co2": 1.0, "gwp-ch4-fossil": 28.0, "gwp-n2o": 265.0}
    return (ar6 if row["gwp_basis"] == "AR6" else ar5)[flow.gas]


def test_gases_of_every_row_are_its_own_and_the_rest_keeps_its_report(emitted) -> None:
    with_gases = 0
    for folder, _, row in FACTOR_ROWS:
        flows = emitted[ID_OF_FOLDER[folder]][row["id"]]
        masses: dict[str, float] = defaultdict(float)
        for flow, amount in flows.items():
            in_question = flow.category.value in {"fossil", "unsplit"}
            if flow.gas and flow.report is None and in_question:
                masses[flow.gas] += amount
            elif not flow.gas:
                assert flow.report is not None
                assert flow.report.value == row["gwp_basis"], row["id"]
        if row["gwp_basis"] == "CO2-only":
            assert not masses
            continue
        expected = {
            "gwp-co2": number(row["co2_kg"]),
            "gwp-ch4-fossil": number(row["ch4_kg"]),
            "gwp-n2o": number(row["n2o_kg"]),
        }
        for gas, mass in expected.items():
            assert masses[gas] == pytest.approx(mass, rel=1e-12), row["id"]
        with_gases += any(expected.values())
    assert with_gases > 100


def test_rest_that_gases_do_not_explain(emitted) -> None:
    """Primary aluminium of USLCI-like rows: what the three gases leave is carried unchanged."""
    rests = []
    for _, _, row in FACTOR_ROWS:
        if row["gwp_basis"] != "AR6" or not row["co2_kg"] or row["fossil"]:
            continue
        explained = (
            number(row["co2_kg"]) + 29.8 * number(row["ch4_kg"]) + 273 * number(row["n2o_kg"])
        )
        rest = number(row["kgco2e_per_unit"]) - explained
        found = sum(amount for flow, amount in emitted[OPEN][row["id"]].items() if not flow.gas)
        assert found == pytest.approx(rest, abs=1e-9 * number(row["kgco2e_per_unit"]))
        rests.append(rest / number(row["kgco2e_per_unit"]))
    assert max(rests) > 0.05  # some castings and aluminium: perfluorocarbons


def test_rows_that_count_carbon_dioxide_only(emitted) -> None:
    """The whole is CO2 that no GWP set moves, marked as such."""
    rows = [
        row
        for folder, _, row in FACTOR_ROWS
        if row["gwp_basis"] == "CO2-only" and folder == "open_data"
    ]
    assert len(rows) == 141
    for row in rows:
        kept = {
            (flow.gas, flow.report.value if flow.report else "")
            for flow, amount in emitted[OPEN][row["id"]].items()
            if amount and flow.category.value in {"fossil", "unsplit"}
        }
        assert kept == {("gwp-co2", "CO2-only")}, row["id"]


def test_aircraft_is_an_of_which(emitted, catalogue: Catalogue) -> None:
    row_id = "tr-air-freight-long-haul-to-from-uk-without-rf"
    sums = {flow.category.value: amount for flow, amount in emitted[OPEN][row_id].items()}
    assert sums == {"fossil": pytest.approx(0.66646), "aircraft": pytest.approx(0.5313)}
    found = catalogue.find(row_id)
    assert found is not None
    assert found.kg_co2e == pytest.approx(0.66646)


def test_biogenic_fuel_keeps_emission_and_uptake_apart(emitted, catalogue: Catalogue) -> None:
    row_id = "fuel-avtur-renewable-combustion-per-kg"
    sums: dict[str, float] = defaultdict(float)
    for flow, amount in emitted[OPEN][row_id].items():
        sums[flow.category.value] += amount
    assert sums["biogenic_co2"] == 3.15
    assert sums["uptake"] == -3.15
    [row] = [row for row in table("fuels") if row["id"] == row_id]
    found = catalogue.find(row_id)
    assert found is not None
    assert found.kg_co2e == pytest.approx(number(row["fossil"]))


# --- electricity -------------------------------------------------------------------------------


def test_biogenic_share_of_china_s_grid_by_hand(emitted) -> None:
    """w = s_b e_b / sum(s_t e_t), shares of 2024, default (world) factors of technologies:

    coal 0.577741 · 0.82 = 0.47374762      gas   0.031796 · 0.49  = 0.01558004
    oil  0.008811 · 0.65 = 0.00572715      nuclear 0.044697 · 0.012 = 0.000536364
    hydro 0.134259 · 0.024 = 0.003222216   wind  0.098845 · 0.011 = 0.001087295
    solar 0.083181 · 0.048 = 0.003992688   bioenergy 0.020670 · 0.23 = 0.0047541
    sum = 0.508647473, w = 0.0093465…
    """
    total = 0.47374762 + 0.01558004 + 0.00572715 + 0.000536364
    total += 0.003222216 + 0.001087295 + 0.003992688 + 0.0047541
    assert total == pytest.approx(0.508647473)
    share = 0.0047541 / total
    assert share == pytest.approx(0.00934655, rel=1e-5)
    sums: dict[str, float] = defaultdict(float)
    for flow, amount in emitted[OPEN][CHINA_2024].items():
        sums[flow.category.value] += amount
    assert sums == {
        "biogenic_non_co2": pytest.approx(0.5777 * share, rel=1e-12),
        "fossil": pytest.approx(0.5777 * (1 - share), rel=1e-12),
    }


def test_china_at_the_plant(catalogue: Catalogue) -> None:
    """0.5777 + 0.0327 = 0.6104: the default of the country, its loss a published term."""
    supply = catalogue.grid("CHN")
    assert supply is not None
    assert supply.data_set.id == CHINA_2024
    assert supply.loss is None
    assert supply.loss_term is not None
    term, factor = catalogue.get(supply.loss_term), catalogue.get(supply.data_set)
    assert factor is not None
    assert term is not None
    assert factor.kg_co2e == pytest.approx(0.5777, rel=1e-12)
    assert term.kg_co2e == pytest.approx(0.0327, rel=1e-12)
    assert factor.kg_co2e + term.kg_co2e == pytest.approx(0.6104, rel=1e-12)


@pytest.mark.parametrize(
    ("country", "fraction"),
    [
        ("DEU", 0.0388),  # generation, scaled up by the country's own losses
        ("TWN", 0.0826),  # no row of its own: the world's
        ("FRA", None),  # consumption mix: holds its losses
        ("GBR", None),
    ],
)
def test_losses_of_other_grids(catalogue: Catalogue, country: str, fraction: float | None) -> None:
    supply = catalogue.grid(country)
    assert supply is not None
    assert supply.loss_term is None
    assert (supply.loss.fraction if supply.loss else None) == fraction


def test_every_default_grid_counts_its_losses_once(catalogue: Catalogue) -> None:
    rows = {row["id"]: row for row in table("electricity_grid")}
    defaults = [row for row in rows.values() if row["is_default"] == "1"]
    for row in defaults:
        supply = catalogue.grid(row["region_code"])
        assert supply is not None
        assert supply.data_set.id == row["id"]
        ways = [supply.loss_term, supply.loss]
        expected = 0 if row["includes_td_losses"] == "1" else 1
        assert sum(way is not None for way in ways) == expected, row["id"]
    assert catalogue.grid("ATLANTIS") is None
    assert catalogue.grid("ATLANTIS", "CHN") == catalogue.grid("CHN")


@pytest.fixture(scope="module")
def headline_of(shipped: Background, open_data: Database) -> Callable[[str], float]:
    """Headline of a data set as the matrices give it, under AR5."""
    matrices = background_matrices(open_data, shipped.cache)
    solved = solve_intensities(open_data, GwpSet.AR5_GWP100, *matrices)
    columns = [column for column, each in enumerate(solved.components) if each.category.in_headline]

    def read(row_id: str) -> float:
        return float(solved.values[solved.index[row_id], columns].sum())

    return read


def test_matrices_give_each_row_its_own_figure(headline_of) -> None:
    """Under AR5 every row that AR6 did not resolve has the figure that was published."""
    for folder, _, row in FACTOR_ROWS:
        if folder == "open_data" and row["gwp_basis"] != "AR6":
            biogenic = number(row["biogenic_emission"]) + number(row["biogenic_removal"])
            expected = number(row["kgco2e_per_unit"]) - biogenic
            if row["fossil"]:
                expected = number(row["fossil"]) + number(row["dluc"])
            assert headline_of(row["id"]) == pytest.approx(expected, rel=1e-9, abs=1e-12), row["id"]


def test_china_s_mix_by_hand(headline_of) -> None:
    """Its own official factors of 2024, the world's where it has none (oil)."""
    by_hand = (
        0.577741 * 0.924
        + 0.031796 * 0.4503
        + 0.008811 * 0.65
        + 0.044697 * 0.0065
        + 0.134259 * 0.0141
        + 0.098845 * 0.0324
        + 0.083181 * 0.052
        + 0.020670 * 0.0404
    )
    assert headline_of("mix-chn-2024") == pytest.approx(by_hand, rel=1e-12)


def test_every_mix_is_its_shares_times_its_factors(headline_of, catalogue: Catalogue) -> None:
    rows = table("electricity_technology")
    world = {row["technology_key"]: row for row in rows if row["is_default"] == "1"}
    assert set(SHARES) <= set(world)
    for mix in table("electricity_mix"):
        expected = 0.0
        for key in SHARES:
            own = [
                row
                for row in rows
                if row["technology_key"] == key and row["geography"] == mix["iso3"]
            ]
            own.sort(key=lambda row: (row["year"], row["confidence"] == "A"))
            row = own[-1] if own else world[key]
            expected += number(mix[key]) * number(row["kgco2e_per_unit"])
        assert headline_of(mix["id"]) == pytest.approx(expected, rel=1e-12, abs=1e-15), mix["id"]
        found = catalogue.find(mix["id"])
        assert found is not None
        assert found.kg_co2e == pytest.approx(expected, rel=1e-12, abs=1e-15)


# --- gases and recipes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gas", "ar5", "ar6", "ar6_20", "is_biogenic"),
    [
        ("gwp-co2", 1, 1, 1, False),
        ("gwp-co2-biogenic", 1, 1, 1, True),
        ("gwp-ch4-fossil", 28, 29.8, 82.5, False),
        ("gwp-ch4-nonfossil", 28, 27.0, 79.7, True),
        ("gwp-n2o", 265, 273, 273, False),
        ("gwp-hfc-134a", 1300, 1530, 4140, False),
        ("gwp-sf6", 23_500, 25_200, 18_300, False),
        ("gwp-nf3", 16_100, 17_400, 13_400, False),
    ],
)
def test_warming_potentials(
    catalogue: Catalogue, gas: str, ar5: float, ar6: float, ar6_20: float, is_biogenic: bool
) -> None:
    found = catalogue.gases[gas]
    assert [found.factors.get(each) for each in (GwpSet.AR5_GWP100, GwpSet.AR6_GWP100)] == [
        ar5,
        ar6,
    ]
    assert found.factors.get(GwpSet.AR6_GWP20) == ar6_20
    assert found.is_biogenic is is_biogenic


def test_gas_without_a_factor_has_none_and_not_zero(catalogue: Catalogue) -> None:
    blanks = [row["id"] for row in table("gwp") if not row["ar6_gwp100"]]
    assert len(blanks) == 78
    assert {catalogue.gases[each].factors.get(GwpSet.AR6_GWP100) for each in blanks} == {None}


def test_energy_of_injection_moulding(catalogue: Catalogue) -> None:
    found = catalogue.find("proc-injection-moulding-rigid-pp-part")
    assert found is not None
    assert found.recipe is not None
    assert found.recipe.electricity_kwh == 1.79
    [(gas, kwh)] = found.recipe.fuels
    assert gas.id == "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv"
    assert kwh == pytest.approx(0.12444 / 3.6)


def test_only_processes_have_recipes_and_only_with_energy(catalogue: Catalogue) -> None:
    expected = {
        row["id"]
        for row in table("processes")
        if any(number(row[column]) for column in ("electricity_kwh", "heat_mj", "coal_kg"))
    }
    assert {each.ref.id for each in catalogue.data_sets if each.recipe} == expected
    assert expected


# --- folders -----------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDERS["open_data"], tmp_path / "open_data"))


def renew_checksum(folder: Path) -> None:
    """Write the checksum as the databases' own page tells it, worked out here."""
    digest = hashlib.sha256()
    for path in sorted((folder / "tables").glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    about = folder / "source.toml"
    lines = about.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("checksum")]
    about.write_text("\n".join([*kept, f'checksum = "{digest.hexdigest()}"']), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(DatabaseIntegrityError) as raised:
        read_database(folder)
    assert raised.value.where == str(folder)
    return raised.value.key


def test_a_copy_reads_the_same(copied: Path, open_data: Database) -> None:
    renew_checksum(copied)
    assert read_database(copied).checksum == open_data.checksum


@pytest.mark.parametrize("name", ["materials.csv", "gwp.csv", "sources.csv", "search_synonyms.csv"])
def test_one_changed_byte_is_refused(copied: Path, name: str) -> None:
    path = copied / "tables" / name
    raw = bytearray(path.read_bytes())
    place = raw.rindex(b"1")
    raw[place : place + 1] = b"2"
    path.write_bytes(raw)
    assert refusal(copied) == "database-changed"


def test_a_missing_table_is_refused(copied: Path) -> None:
    (copied / "tables" / "gwp.csv").unlink()
    assert refusal(copied) == "database-table-missing"


def test_a_missing_notice_is_refused(copied: Path) -> None:
    (copied / "NOTICE").unlink()
    assert refusal(copied) == "database-table-missing"


@pytest.mark.parametrize(
    ("old", "new"),
    [("1.3,,,,,,unknown", "one,,,,,,unknown"), ("1.3,,,,,,unknown", "1.3,,,,,,AR7")],
)
def test_a_value_that_is_none_is_refused(copied: Path, old: str, new: str) -> None:
    """An honest checksum does not make nonsense readable."""
    path = copied / "tables" / "materials.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    renew_checksum(copied)
    assert refusal(copied) == "database-row-invalid"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "id = ",
        'id = "mine"',
        "id = 5",
        "\udcff",
    ],
)
def test_a_description_that_can_not_be_read_is_refused(copied: Path, text: str) -> None:
    (copied / "source.toml").write_bytes(text.encode(errors="surrogateescape"))
    assert refusal(copied) == "database-description-invalid"


@pytest.mark.parametrize("key", ["tables", "checksum", "licence", "attribution_file"])
def test_a_description_that_lacks_something_is_refused(copied: Path, key: str) -> None:
    path = copied / "source.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(each for each in lines if not each.startswith(key)), encoding="utf-8")
    with pytest.raises(DatabaseIntegrityError) as raised:
        read_database(copied)
    assert raised.value.key == "database-description-invalid"
    assert key in str(raised.value.fields["fault"])


def test_a_missing_description_is_refused(copied: Path) -> None:
    (copied / "source.toml").unlink()
    assert refusal(copied) == "database-description-invalid"


def test_a_table_that_is_no_text_is_refused(copied: Path) -> None:
    path = copied / "tables" / "materials.csv"
    path.write_bytes(path.read_bytes() + b"\xff\xfe")
    assert refusal(copied) == "database-changed"
    renew_checksum(copied)
    assert refusal(copied) == "database-row-invalid"


def test_a_named_folder_without_databases_is_no_reason_to_take_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRADLEGATE_DATA", str(tmp_path))
    with pytest.raises(DatabaseIntegrityError) as raised:
        find_database_folders()
    assert (raised.value.key, raised.value.where) == ("databases-missing", str(tmp_path))


def test_data_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "databases" / "mine").mkdir(parents=True)
    (tmp_path / "databases" / "mine" / "source.toml").touch()
    monkeypatch.setenv("CRADLEGATE_DATA", str(tmp_path))
    assert find_database_folders() == (tmp_path / "databases" / "mine",)
    monkeypatch.setenv("CRADLEGATE_DATA", str(tmp_path / "databases"))
    assert find_database_folders() == (tmp_path / "databases" / "mine",)


def test_odbl_rows_stay_in_a_database_of_their_own(
    catalogue: Catalogue, open_data: Database
) -> None:
    other = catalogue.database("cradlegate-open-odbl")
    assert other is not None
    ids = {each.ref.id for each in open_data.data_sets}
    assert ids.isdisjoint(each.ref.id for each in other.data_sets)
    assert len(open_data.inputs.row) > 1000
    assert json.dumps(open_data.title_en).isascii()
