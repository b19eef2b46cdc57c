"""The catalogue: data sets by id, default grids, and search in both languages."""

import msgspec
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.database import Database
from pcf.background.dataset import Confidence
from pcf.model.node import DataSetRef

CHINA_2024 = "grid-china-national-electricity-carbon-footprint-factor-2024-life-cycle"


def ids(catalogue: Catalogue, query: str, **filters: object) -> list[str]:
    return [hit.data_set.ref.id for hit in catalogue.search(query, **filters)]


# --- by id -------------------------------------------------------------------------------------


def test_every_data_set_is_found_by_its_reference(catalogue: Catalogue) -> None:
    found = list(catalogue.data_sets)
    assert len(found) == sum(len(base.data_sets) for base in catalogue.databases)
    for data_set in found:
        assert catalogue.get(data_set.ref) is data_set
    assert catalogue.get(DataSetRef(database="cradlegate-open", id="gone")) is None
    assert catalogue.get(DataSetRef(database="gone", id=CHINA_2024)) is None


def test_typed_ids(catalogue: Catalogue) -> None:
    ref = DataSetRef(database="cradlegate-open", id=CHINA_2024)
    assert catalogue.reference(CHINA_2024) == ref
    assert catalogue.reference(f"  cradlegate-open:{CHINA_2024} ") == ref
    assert catalogue.reference(f"cradlegate-open-odbl:{CHINA_2024}") is None
    assert catalogue.reference("gone") is None
    assert catalogue.reference("") is None


def test_the_first_database_wins_and_hides_nothing(tiny_database: Database) -> None:
    second = msgspec.structs.replace(
        tiny_database,
        id="second",
        data_sets=tuple(
            msgspec.structs.replace(each, ref=DataSetRef(database="second", id=each.ref.id))
            for each in tiny_database.data_sets
        ),
        grids={"AAA": "grid-plain", "DDD": "grid-plain"},
    )
    both = Catalogue([tiny_database, second])
    steel = both.find("steel")
    assert steel is not None
    assert steel.ref.database == "tiny"
    assert both.get(DataSetRef(database="second", id="steel")) is not None
    first_grid = both.grid("AAA")
    assert first_grid is not None
    assert first_grid.data_set.id == "grid-term"
    assert both.grid("DDD") is not None
    assert both.database("second") is second
    assert both.database("third") is None


def test_supply_tells_grids_from_other_electricity(catalogue: Catalogue) -> None:
    grid = catalogue.supply(DataSetRef(database="cradlegate-open", id=CHINA_2024))
    assert grid is not None
    assert grid.data_set.id == CHINA_2024
    wind = DataSetRef(database="cradlegate-open", id="eltech-wind-onshore-world-ar5")
    assert catalogue.get(wind) is not None
    assert catalogue.supply(wind) is None


# --- search ------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["injection moulding", "注塑", "INJECTION  Moulding", "注塑 PP"])
def test_one_thing_in_both_languages(catalogue: Catalogue, query: str) -> None:
    assert ids(catalogue, query)[0] == "proc-injection-moulding-rigid-pp-part"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("china electricity 2024", CHINA_2024),
        ("electricity, china; 2024", CHINA_2024),
        (CHINA_2024, CHINA_2024),
        ("ｎｙｌｏｎ", None),
        ("卡车 冷藏", "tr-truck-all-hgvs-average-laden-refrigerated-uk"),
        ("truck refrigerated", "tr-truck-all-hgvs-average-laden-refrigerated-uk"),
    ],
)
def test_nearest_first(catalogue: Catalogue, query: str, first: str | None) -> None:
    found = ids(catalogue, query)
    assert found
    assert first in {None, found[0]}


def test_width_and_case_do_not_matter(catalogue: Catalogue) -> None:
    assert ids(catalogue, "ｓｔｅｅｌ") == ids(catalogue, "steel") == ids(catalogue, " STEEL ")


def test_every_word_must_be_there(catalogue: Catalogue) -> None:
    assert ids(catalogue, "steel", limit=500)
    assert ids(catalogue, "steel zzzz") == []
    assert ids(catalogue, "zzzz") == []
    both = set(ids(catalogue, "primary aluminium", limit=500))
    assert both <= set(ids(catalogue, "primary", limit=2000))
    assert both <= set(ids(catalogue, "aluminium", limit=2000))


def test_a_word_of_its_own_beats_a_piece_of_a_word(tiny_database: Database) -> None:
    """`tin` in `tin, refined` counts more than in `painting` and `antimony, gold plating`."""
    steel = next(each for each in tiny_database.data_sets if each.ref.id == "steel")
    names = {"x-1": "painting", "x-2": "tin, refined", "x-3": "gold plating"}
    named = tuple(
        msgspec.structs.replace(
            steel, ref=DataSetRef(database="tiny", id=row_id), name_en=name, name_zh="", family=""
        )
        for row_id, name in names.items()
    )
    found = ids(Catalogue([msgspec.structs.replace(tiny_database, data_sets=named)]), "tin")
    assert found[0] == "x-2"
    assert set(found) == set(names)


def test_synonyms_lead_to_the_same(catalogue: Catalogue) -> None:
    """`aluminum` and `aluminium` are one metal; what was typed itself counts more."""
    american = catalogue.search("aluminum", limit=500)
    names = {hit.data_set.ref.id for hit in american}
    assert "mat-primary-aluminium-world-average-iai" in names
    found = {hit.data_set.ref.id: hit for hit in american}
    assert found["mat-primary-aluminium-world-average-iai"].matched == 0
    assert any(hit.matched == 1 for hit in american)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"unit": "kWh"}, lambda each: each.unit == "kWh"),
        ({"unit": "t*km"}, lambda each: each.unit == "t*km"),
        ({"unit": "m"}, lambda each: each.unit == "m"),
        ({"unit": "piece"}, lambda each: each.unit == "piece"),
        ({"geography": "CHN"}, lambda each: each.geography.startswith("CHN")),
        ({"table": "materials"}, lambda each: each.table == "materials"),
        (
            {"table": "electricity_grid", "geography": "CHN", "unit": "kWh"},
            lambda each: each.table == "electricity_grid" and each.geography.startswith("CHN"),
        ),
    ],
)
def test_filters_keep_all_that_fits_and_nothing_else(
    catalogue: Catalogue, filters: dict[str, str], holds
) -> None:
    found = catalogue.search("", limit=5000, **filters)
    expected = {each.ref for each in catalogue.data_sets if holds(each)}
    assert {hit.data_set.ref for hit in found} == expected
    assert expected


def test_order_is_by_score_then_fixed(catalogue: Catalogue) -> None:
    hits = catalogue.search("steel", limit=500)
    keys = [(-hit.score, len(hit.data_set.name_en), hit.data_set.ref.id) for hit in hits]
    assert keys == sorted(keys)
    assert catalogue.search("steel", limit=500) == hits
    assert catalogue.search("steel", limit=3) == hits[:3]
    assert catalogue.search("steel", limit=0) == ()


def test_defaults_sure_figures_and_late_years_win_ties(tiny_database: Database) -> None:
    steel = next(each for each in tiny_database.data_sets if each.ref.id == "steel")

    def like(row_id: str, **fields: object) -> object:
        return msgspec.structs.replace(
            steel, ref=DataSetRef(database="tiny", id=row_id), **{"is_default": False, **fields}
        )

    ranked = [
        like("x-default", is_default=True, confidence=Confidence.C, year=2000),
        like("x-sure", confidence=Confidence.A, year=2000),
        like("x-late", confidence=Confidence.B, year=2024 - 16),
        like("x-early", confidence=Confidence.B, year=2000),
        like("x-guess", confidence=Confidence.C, year=2000),
    ]
    base = msgspec.structs.replace(tiny_database, data_sets=tuple(reversed(ranked)))
    assert ids(Catalogue([base]), "steel") == [each.ref.id for each in ranked]


def test_an_empty_query_gives_defaults_first(catalogue: Catalogue) -> None:
    hits = catalogue.search("", limit=50)
    assert len(hits) == 50
    assert all(hit.data_set.is_default for hit in hits)


def test_a_query_is_text_and_no_pattern(catalogue: Catalogue) -> None:
    for query in (".*", "(", "[a-z]+", "\\", "steel$", "a" * 10_000):
        assert all(hit.data_set for hit in catalogue.search(query))
    assert ids(catalogue, ".*") == []
    assert ids(catalogue, "steel$") == []


def test_steel_is_no_gas(catalogue: Catalogue) -> None:
    assert not [
        each for each in ids(catalogue, "steel china", limit=100) if each.startswith("chem-")
    ]
