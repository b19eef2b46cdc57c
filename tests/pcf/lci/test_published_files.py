"""Real files of the U.S. LCI and of a battery study: in, told what was done, and in agreement."""

import pytest

from pcf.workflow.background import open_background
from pcf.workflow.databases import import_database, look_at_file
from pcf.workflow.import_order import Order

FILES = {
    "spold2": "uslci_fy18_q1_01_olca1_5_ecospold2.zip",
    "spold1": "uslci_fy20_q4_01_olca1_10_3_ecospold.zip",
    "olca": "uslci_olca1_5_jsonld.zip",
    "excel": "lci-batteries-NMC111-811-NCA-LFP.xlsx",
}


@pytest.fixture
def bring_file(other_files):
    def bring_file(name: str):
        path = other_files / "inventories" / FILES[name]
        return import_database(Order(path=path, id=name, title=name))

    return bring_file


def test_one_release_in_two_formats_gives_the_same_footprints(bring_file):
    """The U.S. LCI of 2018 as ecoSpold 2 and as openLCA's package.

    openLCA's export to ecoSpold 2 lost the products of 21 processes; what takes from them differs.
    """
    spold, olca = bring_file("spold2"), bring_file("olca")
    assert spold.reconciles
    assert olca.reconciles
    assert spold.happened["multi-output-main"] == olca.happened["multi-output-main"] == 132
    assert spold.counts["processes_without"] == spold.happened["process-without-product"] == 21
    catalogue = open_background().catalogue
    names = ("Aluminum, primary, ingot, at plant, 1998", "Electricity, at eGrid, SRVC, 2010")
    for name in names:
        values = [
            each.kg_co2e
            for each in catalogue.data_sets
            if each.name_en == name and each.ref.database in {"spold2", "olca"}
        ]
        assert len(values) == 2
        assert values[0] == pytest.approx(values[1], rel=1e-9)


def test_the_shipped_figure_of_an_ingot_was_taken_from_this_file(bring_file):
    """Ours counts methane and nitrous oxide; the file also has 0.01 g of halogenated gases."""
    bring_file("olca")
    catalogue = open_background().catalogue
    ours = catalogue.find("mat-primary-aluminium-ingot-north-america-uslci").kg_co2e
    (theirs,) = (
        each.kg_co2e
        for each in catalogue.data_sets
        if each.ref.database == "olca"
        and each.name_en == "Aluminum, primary ingot, at plant: Aluminum, primary, ingot, at plant"
    )
    assert theirs == pytest.approx(ours, rel=1e-4)


def test_names_with_blanks_behind_them_are_counted(bring_file):
    """“Carbon dioxide, fossil ” stands 283 times in the file; without it a grid has no carbon."""
    report = bring_file("olca")
    assert report.coverage["gwp-co2/fossil"] > 283
    assert report.happened["cut-off"] > 2_000


def test_unsound_loops_of_the_older_format_are_opened(bring_file):
    report = bring_file("spold1")
    assert report.reconciles
    assert report.counts["data_sets"] == 631
    taken = {
        (row.fields["process"], row.fields["amount"])
        for row in report.rows
        if row.key == "loop-opened"
    }
    assert ("Aluminum, secondary, ingot, from beverage cans, at plant", 1.032) in taken
    assert len(taken) == 5


def test_an_inventory_without_its_background_names_all_that_it_lacks(bring_file):
    report = bring_file("excel")
    assert report.reconciles
    assert report.counts["data_sets"] == 43
    assert (
        report.counts["unlinked"]
        == report.happened["unlinked"] + report.happened["several-providers"]
    )
    lacking = {row.fields["flow"] for row in report.rows if row.key == "unlinked"}
    assert "steel, low-alloyed" in lacking


def test_the_content_tells_the_format(other_files):
    folder = other_files / "inventories"
    looks = {name: look_at_file(folder / file) for name, file in FILES.items()}
    assert [looks[name].format.value for name in FILES] == [
        "ecospold2", "ecospold1", "olca_json", "brightway_excel",
    ]  # fmt: skip
    assert all(look.claims == "" for look in looks.values())
