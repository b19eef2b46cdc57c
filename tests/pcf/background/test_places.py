"""Places of data sets and sites: codes in several forms, regions of the world, the world."""

import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.places import Place, place_of, place_of_data_set


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("CHN", Place("CHN", "", "Asia")),
        ("CN-JS", Place("CHN", "CN-JS", "Asia")),
        ("CHN-Jiangsu", Place("CHN", "", "Asia")),
        ("DEU", Place("DEU", "", "Europe")),
        ("BRA", Place("BRA", "", "Americas")),
        ("EUR", Place(region="Europe")),
        ("GLO", Place(is_global=True)),
        ("ZZZ", Place()),
        ("", Place()),
    ],
)
def test_codes(code: str, place: Place) -> None:
    assert place_of(code) == place
    assert place_of(code).is_known is (code not in {"ZZZ", ""})


def test_a_subdivision_stands_beside_its_country() -> None:
    assert place_of("CHN", "CN-GD") == Place("CHN", "CN-GD", "Asia")


def test_every_shipped_data_set_has_a_place(catalogue: Catalogue) -> None:
    lost = {each.geography for each in catalogue.data_sets if not place_of_data_set(each).is_known}
    assert lost == set()


def test_grid_factors_of_regions_bear_their_subdivision(catalogue: Catalogue) -> None:
    found = catalogue.find("grid-china-jiangsu-average-electricity-co2-2023")
    assert found is not None
    assert place_of_data_set(found) == Place("CHN", "CN-JS", "Asia")
    country = catalogue.find("tr-heavy-diesel-truck-china")
    assert country is not None
    assert place_of_data_set(country) == Place("CHN", "", "Asia")
