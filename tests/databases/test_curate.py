"""The build script lets in what the licence rule allows, and names defaults anew."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

Row = dict[str, str]

SCRIPT = Path(__file__).resolve().parents[2] / "databases" / "curate.py"
COLUMNS = ("id", "name_en", "geography", "year", "confidence", "source_id", "is_default")
KEYS = {
    "fuels": ("fuel", "life_cycle_part", "unit"),
    "electricity_technology": ("technology_key",),
    "electricity_grid": ("region_code",),
    "transport": ("mode", "vehicle"),
    "materials": ("material_family", "route"),
    "packaging": ("material_family", "route", "unit"),
    "waste": ("waste_material", "treatment", "boundary"),
    "chemicals": ("chemical_group", "unit"),
    "electronics": ("component_type", "unit"),
    "devices": ("device_category", "unit"),
    "processes": ("process_family", "unit"),
}
TABLES = (*KEYS, "spend_usd", "electricity_mix", "electricity_losses", "gwp")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("curate", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_csv(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def glass(row_id: str, source: str, **more: str) -> Row:
    common = {"name_en": row_id, "geography": "GLO", "year": "2020", "confidence": "B"}
    family = {"material_family": "glass", "route": "virgin", "is_default": "0"}
    return {"id": row_id, "source_id": source, **common, **family, **more}


@pytest.fixture
def source_folder(tmp_path: Path) -> Path:
    """Empty tables, and three sources: one cleared, one without licence, one share-alike."""
    folder = tmp_path / "source"
    folder.mkdir()
    for table in TABLES:
        write_csv(folder / f"{table}.csv", (*COLUMNS, *KEYS.get(table, ())), [])
    licences = {"open": "yes", "unstated": "unclear", "boavizta_efd": "yes"}
    write_csv(
        folder / "sources.csv",
        (
            "source_id",
            "title",
            "publisher",
            "year",
            "licence",
            "redistribution_allowed",
            "attribution",
        ),
        [
            {"source_id": name, "redistribution_allowed": allowed, "attribution": f"(c) {name}"}
            for name, allowed in licences.items()
        ],
    )
    write_csv(folder / "quoted_single.csv", ("table", "id", "source_id"), [])
    laptop = {"id": "laptop", "source_id": "boavizta_efd", "device_category": "Laptop"}
    write_csv(folder / "devices.csv", (*COLUMNS, *KEYS["devices"]), [laptop])
    return folder


def build(script: ModuleType, source_folder: Path, materials: list[Row]) -> Path:
    write_csv(source_folder / "materials.csv", (*COLUMNS, *KEYS["materials"]), materials)
    target = source_folder.parent / "target"
    script.curate(source_folder, target)
    return target


def default_of(target: Path) -> str:
    rows = read_csv(target / "open_data" / "tables" / "materials.csv")
    (row,) = (row for row in rows if row["is_default"] == "1")
    return row["id"]


def test_row_without_licence_stays_out(script: ModuleType, source_folder: Path) -> None:
    target = build(script, source_folder, [glass("a", "open"), glass("b", "unstated")])
    rows = read_csv(target / "open_data" / "tables" / "materials.csv")
    assert [(row["id"], row["quoted"]) for row in rows] == [("a", "0")]
    sources = read_csv(target / "open_data" / "tables" / "sources.csv")
    assert [row["source_id"] for row in sources] == ["open"]


def test_listed_figure_is_quoted(script: ModuleType, source_folder: Path) -> None:
    line = {"table": "materials", "id": "b", "source_id": "unstated"}
    write_csv(source_folder / "quoted_single.csv", tuple(line), [line])
    target = build(script, source_folder, [glass("b", "unstated"), glass("c", "unstated")])
    rows = read_csv(target / "open_data" / "tables" / "materials.csv")
    assert [(row["id"], row["quoted"]) for row in rows] == [("b", "1")]
    assert "(c) unstated" in (target / "open_data" / "NOTICE").read_text("utf-8")


def test_listed_figure_must_exist(script: ModuleType, source_folder: Path) -> None:
    line = {"table": "materials", "id": "b", "source_id": "unstated"}
    write_csv(source_folder / "quoted_single.csv", tuple(line), [line])
    with pytest.raises(SystemExit, match="no such row"):
        build(script, source_folder, [glass("a", "open")])


def test_share_alike_row_comes_into_its_own_database(
    script: ModuleType, source_folder: Path
) -> None:
    target = build(script, source_folder, [glass("a", "open")])
    assert not (target / "open_data" / "tables" / "devices.csv").exists()
    rows = read_csv(target / "open_data_odbl" / "tables" / "devices.csv")
    assert [row["id"] for row in rows] == ["laptop"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"confidence": "A", "year": "2000"}, {"confidence": "B", "year": "2024"}),
        ({"year": "2021", "geography": "FRA"}, {"year": "2020", "geography": "GLO"}),
        ({"geography": "GLO"}, {"geography": "EUR"}),
        ({"geography": "EUR"}, {"geography": "NAM"}),  # NAM is Namibia
        ({"geography": "USA"}, {"geography": "USA-Texas"}),
    ],
)
def test_order_in_which_a_default_is_named_anew(
    script: ModuleType, source_folder: Path, better: Row, worse: Row
) -> None:
    rows = [
        glass("old", "unstated", is_default="1"),
        glass("a-worse", "open", **worse),
        glass("b-better", "open", **better),
    ]
    target = build(script, source_folder, rows)
    assert default_of(target) == "b-better"
    (line,) = read_csv(target / "open_data" / "tables" / "reelected_defaults.csv")
    assert (line["old_id"], line["new_id"]) == ("old", "b-better")


def test_default_that_may_stay_stays(script: ModuleType, source_folder: Path) -> None:
    rows = [glass("a", "open", confidence="A"), glass("b", "open", is_default="1")]
    target = build(script, source_folder, rows)
    assert default_of(target) == "b"
    assert read_csv(target / "open_data" / "tables" / "reelected_defaults.csv") == []


def test_group_without_a_row_is_listed(script: ModuleType, source_folder: Path) -> None:
    rows = [
        glass("a", "open", is_default="1"),
        glass("old", "unstated", route="recycled", is_default="1"),
    ]
    target = build(script, source_folder, rows)
    (line,) = read_csv(target / "open_data" / "tables" / "reelected_defaults.csv")
    assert (line["group"], line["new_id"]) == ("glass/recycled", "")


def test_same_source_gives_the_same_bytes(script: ModuleType, source_folder: Path) -> None:
    rows = [glass("b", "open", is_default="1"), glass("a", "open")]
    target = build(script, source_folder, rows)
    first = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    build(script, source_folder, rows[::-1])
    assert {path: path.read_bytes() for path in first} == first
