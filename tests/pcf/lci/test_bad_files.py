"""What can't be read is refused with file, line and the way out; what can be mended is told."""

import json
import zipfile

import pytest

from pcf.errors import ImportDataError
from pcf.texts import Language, Texts
from pcf.workflow.background import open_background
from pcf.workflow.databases import databases_folder, import_database, look_at_file
from pcf.workflow.import_order import Order

ENTITY = """<?xml version="1.0"?>
<!DOCTYPE ecoSpold [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"><dataset number="1">&b;</dataset></ecoSpold>
"""


def refusal(path):
    with pytest.raises(ImportDataError) as refused:
        import_database(Order(path=path, id="x", title="x"))
    folder = databases_folder()
    assert not folder.exists() or list(folder.iterdir()) == []
    said = [Texts(language).error(refused.value) for language in Language]
    assert all(path.name in each for each in said)
    return refused.value, said[0]


def written(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


def test_xml_that_breaks_off_is_named_with_its_line(tmp_path):
    folder = tmp_path / "cut"
    folder.mkdir()
    written(folder / "a.spold", '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02">\n<activity')
    fault, said = refusal(folder)
    assert fault.key == "import-xml"
    assert "a.spold" in said
    assert "line 2" in said


def test_entities_are_refused(tmp_path):
    fault, _ = refusal(written(tmp_path / "entities.xml", ENTITY))
    assert fault.key == "import-xml"


def test_json_that_is_none_is_named_with_its_line(tmp_path):
    path = tmp_path / "broken.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("processes/1.json", '{"@id": "1",\n "exchanges": [}')
    fault, said = refusal(path)
    assert fault.key == "import-json"
    assert "processes/1.json" in said
    assert "line 2" in said


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("x.zolca", b"anything", "import-zolca"),
        ("notes.txt", b"nothing of this kind", "import-format-unknown"),
        ("empty.zip", b"PK\x05\x06" + b"\0" * 18, "import-format-unknown"),
        (
            "cut.7z",
            b"7z\xbc\xaf\x27\x1c\x00\x04 no more of it, as after a broken download",
            "import-file-damaged",
        ),
        ("cut.zip", b"PK\x03\x04 no more", "import-format-unknown"),
        ("not.xlsx", b"PK\x03\x04 no workbook", "import-library"),
    ],
)
def test_what_is_not_read_says_what_to_do(tmp_path, name, content, key):
    path = tmp_path / name
    path.write_bytes(content)
    fault, said = refusal(path)
    assert fault.key == key
    assert len(said) > 60


def test_what_is_not_there(tmp_path):
    fault, _ = refusal(tmp_path / "gone.zip")
    assert fault.key == "import-unreadable"


def test_the_content_says_the_format_not_the_name(tmp_path):
    path = tmp_path / "database_ecospold2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "a.xml", '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"></ecoSpold>'
        )
    look = look_at_file(path)
    assert look.format.value == "ecospold1"
    assert look.claims == "ecospold2"
    fault, _ = refusal(path)
    assert fault.key == "import-nothing"


def package(path, *processes):
    with zipfile.ZipFile(path, "w") as archive:
        for process in processes:
            archive.writestr(f"processes/{process['@id']}.json", json.dumps(process))
    return path


def process(id_, *exchanges, **more):
    return {"@id": id_, "name": id_, "exchanges": list(exchanges), **more}


def exchange(flow, amount, unit="kg", *, is_input=False, is_main=False, kind="PRODUCT_FLOW"):
    return {
        "flow": {"@id": flow, "name": flow, "flowType": kind},
        "amount": amount,
        "unit": {"name": unit},
        "isInput": is_input,
        "isQuantitativeReference": is_main,
    }


CO2 = "Carbon dioxide, fossil"


def emission(amount):
    return exchange(CO2, amount, kind="ELEMENTARY_FLOW")


def totals(path, rule="main"):
    report = import_database(Order(path=path, id="made", title="Made", rule=rule))
    sets = open_background().catalogue.database("made").data_sets
    return report, {each.name_en: each.kg_co2e for each in sets}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("main", {"refinery: diesel": 8.0}),
        ("physical", {"refinery: diesel": 2.0, "refinery: petrol": 2.0}),
    ],
)
def test_several_products_follow_the_rule(tmp_path, rule, expected):
    """8 kg for 1 kg of diesel and 3 kg of petrol: by mass 2 kg a kilogram."""
    outputs = (exchange("diesel", 1, is_main=True), exchange("petrol", 3), emission(8))
    report, found = totals(package(tmp_path / "r.zip", process("refinery", *outputs)), rule)
    assert found == pytest.approx(expected)
    assert report.happened == {f"multi-output-{rule}": 1}


def test_stated_shares_go_before_the_rule(tmp_path):
    factors = [
        {"allocationType": "ECONOMIC_ALLOCATION", "product": {"@id": "diesel"}, "value": 0.75},
        {"allocationType": "ECONOMIC_ALLOCATION", "product": {"@id": "petrol"}, "value": 0.25},
    ]
    stated = process(
        "refinery", exchange("diesel", 1, is_main=True), exchange("petrol", 3), emission(8),
        allocationFactors=factors, defaultAllocationMethod="ECONOMIC_ALLOCATION",
    )  # fmt: skip
    _, found = totals(package(tmp_path / "r.zip", stated), "leave_out")
    assert found == pytest.approx({"refinery: diesel": 6.0, "refinery: petrol": 2 / 3})


def test_left_out_means_nothing_is_imported_of_it(tmp_path):
    several = process("refinery", exchange("a", 1), exchange("b", 1, "kWh"), emission(8))
    single = process("mill", exchange("flour", 2), emission(1))
    report, found = totals(package(tmp_path / "r.zip", several, single), "physical")
    assert found == pytest.approx({"mill: flour": 0.5})
    assert report.happened == {"multi-output-left-out": 1}
    assert report.counts["left_out"] == 3
    assert report.reconciles


def test_a_loop_that_makes_nothing_is_opened_and_told(tmp_path):
    """An ingot that takes 1.032 kg of itself; a sound loop of two stays closed."""
    ingot = process("ingot", exchange("i", 1), exchange("i2", 1.032, is_input=True), emission(2))
    same = process("ingot 2", exchange("i2", 1), exchange("i", 1, is_input=True), emission(0))
    power = process("power", exchange("p", 1), exchange("coal", 0.5, is_input=True), emission(1))
    coal = process("coal mine", exchange("coal", 1), exchange("p", 0.2, is_input=True))
    report, found = totals(package(tmp_path / "l.zip", ingot, same, power, coal))
    assert report.happened == {"loop-opened": 1}
    assert found["power: p"] == pytest.approx(1 / (1 - 0.1))
    assert found["ingot: i"] == pytest.approx(2.0)


def test_an_avoided_product_is_a_credit(tmp_path):
    avoided = exchange("cement", 0.5) | {"isAvoidedProduct": True}
    steel = process("steel", exchange("s", 1, is_main=True), avoided, emission(2))
    cement = process("cement works", exchange("cement", 1), emission(0.8))
    report, found = totals(package(tmp_path / "a.zip", steel, cement))
    assert found["steel: s"] == pytest.approx(2 - 0.5 * 0.8)
    assert report.counts["linked"] == 1


def test_units_are_converted_and_what_measures_another_thing_is_left_out(tmp_path):
    takes = process(
        "plate", exchange("plate", 1), exchange("ore", 1.5, "t", is_input=True),
        exchange("power", 3.6, "MJ", is_input=True), exchange("ore", 2, "m3", is_input=True),
    )  # fmt: skip
    ore = process("mine", exchange("ore", 1), emission(0.01))
    power = process("plant", exchange("power", 1, "kWh"), emission(0.6))
    report, found = totals(package(tmp_path / "u.zip", takes, ore, power))
    assert found["plate"] == pytest.approx(1500 * 0.01 + 1 * 0.6)
    assert report.happened == {"unit-differs": 1}
