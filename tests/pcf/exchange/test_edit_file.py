"""Edits from a file: typed amounts, names for nodes, and faults that change nothing."""

import datetime
import json
import time

import msgspec
import pytest

from pcf.errors import DataError, EditError, InputError
from pcf.exchange.bom_sheet import read_bom
from pcf.exchange.edit_file import edits_json, read_edits
from pcf.model.bom import Part
from pcf.model.bom_import import BomImport
from pcf.model.difference import difference
from pcf.model.edits import apply, find
from pcf.model.node import DataSetRef
from pcf.model.revision import merge_list
from pcf.model.suppliers import supplier_ref
from pcf.texts import Language, Texts


def resolve(text):
    return DataSetRef(database="tiny", id=text) if text in {"steel", "chip", "truck"} else None


@pytest.fixture
def edited(tmp_path, lamp):
    def run(*edits):
        path = tmp_path / "edits.json"
        path.write_text(json.dumps(list(edits)), encoding="utf-8")
        return apply(lamp, read_edits(path, lamp, resolve))

    return run


def test_fields_take_amounts_as_they_are_typed(edited):
    study = edited(
        {"type": "set_field", "node": "product", "field": "net_mass", "value": "1,25 kg"},
        {"type": "set_field", "node": "screw", "field": "mass", "value": "6 g"},
        {"type": "set_field", "node": "screw", "field": "data_set", "value": "chip"},
        {"type": "set_field", "node": "goal", "field": "period_start", "value": "2025-01-01"},
    )
    assert study.product.net_mass.si == 1.25
    assert find(study, "screw").mass.amount.si == 0.006
    assert find(study, "screw").data_set.id == "chip"
    assert study.goal.period_start.year == 2025


def test_a_supplier_s_footprint_money_and_a_split_are_typed_as_one_writes_them(edited):
    study = edited(
        {
            "type": "set_field",
            "node": "screw",
            "field": "supplier",
            "value": {
                "supplier": "Bolt works",
                "value": "350 gCO2e",
                "per": "100 piece",
                "with_uptake": "0.3 kgCO2e",
                "split": {"fossil": 0.34, "land_use_change": 0.01, "uptake": -0.05},
                "boundary": "cradle_to_gate",
                "report": "AR6",
                "period_start": "2024-01-01",
                "period_end": "2024-12-31",
                "primary_share": 0.4,
                "packaging_included": True,
                "document": "PCF 12",
            },
        },
        {
            "type": "set_field",
            "node": "cleaner",
            "field": "spend",
            "value": {
                "amount": 12.5,
                "currency": "CNY",
                "year": 2024,
                "rate": 7.1,
                "rate_source": "a",
            },
        },
        {
            "type": "insert",
            "parent": "study",
            "node": {
                "kind": "StatedSplit",
                "id": "split",
                "data_set": "steel",
                "source": "EPD 1",
                "split": {"basis": "shares", "fossil": 1.0, "land_use_change": 0.0},
            },
        },
        {
            "type": "set_field",
            "node": "box",
            "field": "bio_based",
            "value": {"moisture": 0.08, "origin": "FSC"},
        },
        {"type": "set_field", "node": "box", "field": "biogenic_carbon", "value": "20 g"},
    )
    supplier = find(study, "screw").supplier
    assert supplier.value.si == pytest.approx(0.35)
    assert (supplier.per.si, supplier.with_uptake.si) == (100, 0.3)
    assert supplier.period_end == datetime.date(2024, 12, 31)
    assert find(study, "screw").bought_as == supplier_ref("screw")
    assert find(study, "cleaner").spend.usd(2024) == pytest.approx(12.5 / 7.1)
    assert find(study, "split").split.of(2.0).fossil == 2.0
    assert find(study, "box").biogenic_carbon.si == pytest.approx(0.02)
    assert find(study, "box").bio_based.carbon_fraction == 0.5


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("supplier", {"supplier": "A", "value": "3 kg", "per": "1 piece"}, "emission-invalid"),
        ("supplier", {"supplier": "A", "value": "-3 kgCO2e", "per": "1 kg"}, "emission-invalid"),
        ("supplier", {"supplier": "A", "value": "3 kgCO2e", "per": "0 kg"}, "supplier-per-nothing"),
        (
            "supplier",
            {"supplier": "A", "value": "3 kgCO2e", "per": "1 kg", "split": {"uptake": 1}},
            "split-sign",
        ),
        ("spend", {"amount": -1, "currency": "USD", "year": 2024}, "spend-invalid"),
        ("spend", {"amount": 1, "currency": "CNY", "year": 2024, "rate": 0}, "spend-rate-invalid"),
        ("bio_based", {"moisture": -0.1}, "moisture-invalid"),
    ],
)
def test_what_can_t_be_so_is_refused_with_its_reason(edited, field, value, key):
    with pytest.raises(EditError) as raised:
        edited({"type": "set_field", "node": "screw", "field": field, "value": value})
    assert raised.value.fields["fault"].key == key


def test_nodes_are_inserted_with_all_below_them(edited):
    study = edited(
        {
            "type": "insert",
            "parent": "bom",
            "node": {
                "kind": "ProcessStep",
                "id": "wash",
                "name": "Wash",
                "inputs": [
                    {"amount": "2 kWh", "supply": {"type": "site_electricity"}},
                    {"amount": "3 g", "supply": "steel"},
                ],
            },
        },
        {"type": "set_field", "node": "wash", "field": "yield_fraction", "value": 0.9},
        {"type": "move", "node": "grip", "parent": "housing"},
        {"type": "remove", "node": "screw"},
    )
    assert [step.id for step in study.bom.steps] == ["assembling", "wash"]
    assert study.bom.steps[1].inputs[0].amount.si == 7_200_000
    assert study.bom.steps[1].inputs[1].supply.id == "steel"
    assert study.bom.steps[1].yield_fraction == 0.9
    assert [part.id for part in study.bom.parts] == ["housing"]
    assert study.bom.parts[0].parts[0].id == "grip"


def test_a_part_that_was_inserted_before_has_its_number_as_a_name(edited):
    study = edited(
        {
            "type": "insert",
            "parent": "bom",
            "node": {
                "kind": "Part",
                "number": "4711",
                "parts": [{"id": "inner", "number": "4712", "quantity": "2 pcs"}],
            },
        },
        {"type": "set_field", "node": "part:4711", "field": "mass", "value": "8 g"},
        {"type": "insert", "parent": "part:4711", "index": 0, "node": {"kind": "Part", "id": "x"}},
        {"type": "insert", "parent": "part:4712", "node": {"kind": "ProcessStep", "id": "dip"}},
        {"type": "set_field", "node": "dip", "field": "name", "value": "Dip"},
        {"type": "set_field", "node": "inner", "field": "quantity", "value": "3 pcs"},
        {"type": "move", "node": "grip", "parent": "part:4712"},
    )
    new = study.bom.parts[-1]
    assert new.mass.amount.si == 0.008
    assert [part.id for part in new.parts] == ["x", "inner"]
    assert new.parts[1].steps[0].name == "Dip"
    assert new.parts[1].quantity.si == 3
    assert new.parts[1].parts[0].id == "grip"


def test_a_number_that_stands_twice_names_the_first(edited):
    study = edited(
        {"type": "insert", "parent": "bom", "node": {"kind": "Part", "number": "4711", "id": "a"}},
        {"type": "insert", "parent": "bom", "node": {"kind": "Part", "number": "4711", "id": "b"}},
        {"type": "set_field", "node": "part:4711", "field": "name", "value": "First"},
    )
    assert find(study, "a").name == "First"
    assert find(study, "b").name == ""


def test_a_long_list_of_edits_is_read_in_no_time(tmp_path, lamp):
    """Looking each node up took 3 s for 2000 edits of 2000 parts."""
    parts = tuple(Part(id=f"part-{at}", number=str(at)) for at in range(2000))
    study = msgspec.structs.replace(lamp, bom=msgspec.structs.replace(lamp.bom, parts=parts))
    edits = [
        {"type": "set_field", "node": f"part-{at}", "field": "name", "value": "x"}
        for at in range(2000)
    ]
    path = tmp_path / "edits.json"
    path.write_text(json.dumps(edits), encoding="utf-8")
    start = time.perf_counter()
    assert len(read_edits(path, study, resolve)) == 2000
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        ({"type": "set_field", "node": "nobody", "field": "name", "value": "x"}, EditError),
        ({"type": "set_field", "node": "screw", "field": "colour", "value": "x"}, EditError),
        ({"type": "set_field", "node": "screw", "field": "mass", "value": "6 foo"}, EditError),
        ({"type": "set_field", "node": "screw", "field": "data_set", "value": "gold"}, EditError),
        (
            {"type": "set_field", "node": "forming", "field": "yield_fraction", "value": 2},
            InputError,
        ),
        ({"type": "insert", "parent": "bom", "node": {"name": "x"}}, EditError),
        ({"type": "insert", "parent": "bom", "node": {"kind": "Site"}}, EditError),
        ({"type": "insert", "parent": "bom", "node": {"kind": "Part", "colour": 1}}, EditError),
        ({"type": "destroy", "node": "bom"}, DataError),
    ],
)
def test_faults_are_said_and_nothing_is_made(edited, edit, error):
    good = {"type": "set_field", "node": "screw", "field": "name", "value": "Bolt"}
    with pytest.raises(error):
        edited(good, edit)


def test_what_is_no_list_of_edits_is_said(tmp_path, lamp):
    path = tmp_path / "edits.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_edits(path, lamp, resolve)
    assert caught.value.key == "edits-invalid"
    with pytest.raises(DataError) as caught:
        read_edits(tmp_path / "none.json", lamp, resolve)
    assert caught.value.key == "file-unreadable"


def test_a_leg_names_parts_by_their_number(edited):
    study = edited(
        {"type": "set_field", "node": "screw", "field": "number", "value": "GP-101"},
        {
            "type": "insert",
            "parent": "bom",
            "node": {"kind": "Part", "id": "new", "number": "GP-102", "quantity": "1 pcs"},
        },
        {
            "type": "insert",
            "parent": "study",
            "node": {
                "kind": "TransportLeg",
                "id": "leg",
                "cargo": "parts",
                "parts": ["part:GP-102"],
            },
        },
    )
    assert find(study, "leg").parts == ("new",)


def test_a_text_that_can_t_be_read_is_said_with_its_field(edited):
    line = {"kind": "Site", "electricity": [{"energy": "1 kWh", "supplier": {"value": "2 kg/kWh"}}]}
    with pytest.raises(EditError) as raised:
        edited({"type": "insert", "parent": "study", "node": line})
    for language in Language:
        said = Texts(language).error(raised.value)
        assert "electricity[0].supplier.value" in said
        assert "kg/kWh" in said


def test_the_number_of_a_faulty_edit_is_said(edited):
    good = {"type": "set_field", "node": "screw", "field": "name", "value": "Bolt"}
    bad = {"type": "set_field", "node": "screw", "field": "mass", "value": "6 kgg"}
    with pytest.raises(EditError) as caught:
        edited(good, bad)
    said = Texts(Language.ENGLISH).error(caught.value)
    assert "number 2" in said
    assert "kgg" in said


def test_edits_are_written_as_they_are_read(tmp_path, lamp):
    """A merge and its undo, with lines put in, moved, taken out and changed."""
    sheet = tmp_path / "newer.csv"
    sheet.write_text(
        "Level,Part number,Description,Quantity,Mass\n1,NEW,Arm,2,40 g\n2,N-2,Pin,some,\n",
        encoding="utf-8",
    )
    read = read_bom(sheet)
    newer = BomImport(
        file="newer.csv",
        into=lamp.bom.id,
        read_on=datetime.date(2026, 11, 25),
        fields=("number", "name", "quantity", "mass"),
        parts=read.parts,
        findings=read.findings,
    )
    merged = merge_list(lamp, newer).study
    path = tmp_path / "edits.json"
    for before, after in ((lamp, merged), (merged, lamp)):
        edits = difference(before, after)
        path.write_bytes(edits_json(edits))
        assert read_edits(path, before, resolve) == edits
        assert apply(before, edits) == after


def test_the_quality_of_a_line_is_stated_by_its_part_number(edited):
    study = edited(
        {"type": "insert", "parent": "bom", "node": {"kind": "Part", "id": "nut", "number": "N-1"}},
        {
            "type": "insert",
            "parent": "study",
            "node": {
                "kind": "QualityStatement",
                "about": "part:N-1",
                "place": "CN-JS",
                "pedigree": {"reliability": 2},
                "reason": "order 4711",
            },
        },
        {
            "type": "set_field",
            "node": "choices",
            "field": "assumed_gsd",
            "value": {"C": 2.0},
        },
    )
    [statement] = study.quality
    assert (statement.about, statement.place) == ("nut", "CN-JS")
    assert statement.pedigree.reliability == 2
    assert study.choices.assumed_gsd == {"C": 2.0}
