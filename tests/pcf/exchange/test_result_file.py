"""The result file: the very same result comes back, and nothing that was changed is believed."""

import json
import random

import msgspec
import numpy as np
import pytest

from pcf.errors import ProjectFileError
from pcf.exchange.result_file import SCHEMA_VERSION, read_result, write_result
from pcf.exchange.workbook import workbook_xlsx
from pcf.inventory.inventory import UnitProcess
from pcf.model.edits import Insert, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.splits import Split, StatedSplit
from pcf.model.suppliers import SupplierFootprint
from pcf.results.contributions import totals
from pcf.texts import Language, Texts
from pcf.units import quantity
from pcf.workflow.calculation import calculate, with_record


@pytest.fixture
def result(lamp, tiny):
    return with_record(calculate(lamp, tiny).result, tiny)


def assert_equal(found, expected):
    assert found.values.dtype == expected.values.dtype
    assert found.values.shape == expected.values.shape
    assert found.values.tobytes() == expected.values.tobytes()
    for field in expected.__struct_fields__:
        if field != "values":
            assert getattr(found, field) == getattr(expected, field), field


def test_the_frozen_result_comes_back_exactly(result):
    found = read_result(write_result(result))
    assert_equal(found, result)
    assert found.id == result.id
    assert found.lines == result.lines
    assert read_result(write_result(found)).lines == result.lines


def test_a_supplier_s_footprint_and_a_stated_split_come_back_too(lamp, tiny):
    stated = Split(fossil=1.5, land_use_change=0.5, uptake=-0.1)
    footprint = SupplierFootprint(
        supplier="Maker", value=quantity(2, "kgCO2e"), per=quantity(1, "piece"), split=stated
    )
    edits = [
        SetField(node="screw", field="supplier", value=footprint),
        Insert(
            parent="study",
            index=0,
            node=StatedSplit(
                id="split", data_set=DataSetRef(database="tiny", id="steel"), split=stated
            ),
        ),
    ]
    result = with_record(calculate(apply(lamp, edits), tiny).result, tiny)
    found = read_result(write_result(result))
    assert_equal(found, result)
    assert found.lines == result.lines
    assert {"split", "screw-supplier"} <= set(found.inventory.own_data_sets)


def test_what_was_read_gives_the_same_workbook(result):
    texts = Texts(Language.CHINESE)
    assert workbook_xlsx(read_result(write_result(result)), texts) == workbook_xlsx(result, texts)


def test_a_result_without_record_comes_back_too(lamp, tiny):
    result = calculate(lamp, tiny).result
    assert result.record is None
    assert_equal(read_result(write_result(result)), result)


def test_awkward_numbers_come_back_to_the_last_bit(result):
    values = result.values.copy()
    values.flat[:6] = [0.1 + 0.2, 5e-324, 1.7976931348623157e300, -0.0, 1e16 + 2, -1 / 3]
    odd = msgspec.structs.replace(result, values=values, record=None)
    assert_equal(read_result(write_result(odd)), odd)


def test_a_result_without_lines_keeps_its_shape(result):
    empty = UnitProcess("lamp", "lamp", ())
    inventory = msgspec.structs.replace(
        result.inventory, processes=(empty,), demand={"lamp": 1.0}, outbound_demand={}
    )
    bare = msgspec.structs.replace(
        result,
        inventory=inventory,
        supply={"lamp": 1.0},
        record=None,
        values=np.zeros((0, len(result.components))),
    )
    assert_equal(read_result(write_result(bare)), bare)


def test_the_head_tells_what_a_reader_needs(result):
    head = json.loads(write_result(result))
    sums = totals(result)
    assert head["format"] == "cradlegate-result"
    assert head["id"] == result.id
    assert head["sha256"] == result.sha256
    assert float(head["headline_kg_co2e"]) == pytest.approx(sums.headline, rel=5e-6)
    assert float(head["outbound_kg_co2e"]) == pytest.approx(sums.outbound, rel=5e-6)
    for category, value in sums.categories.items():
        assert float(head["categories_kg_co2e"][category.value]) == pytest.approx(value, rel=5e-6)
    digits = head["headline_kg_co2e"].replace(".", "").lstrip("0")
    assert 1 <= len(digits) <= 6


def changed(data, change):
    """Give the file with something changed, as a person with an editor would."""
    content = json.loads(data)
    change(content)
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file["result"]["inventory"]["demand"].update(lamp=2.0),
        lambda file: file["result"]["values"][0].__setitem__(0, 7.0),
        lambda file: file["result"]["findings"].clear(),
        lambda file: file["result"]["study"]["product"].update(name="Another"),
        lambda file: file.update(headline_kg_co2e="1"),
        lambda file: file["categories_kg_co2e"].update(fossil="1"),
        lambda file: file.update(sha256="0" * 64),
        lambda file: file.update(id="0"),
        lambda file: file.pop("content_sha256"),
        lambda file: file["result"].pop("supply"),
        lambda file: file["result"].update(supply={}),
        lambda file: file["result"]["values"].pop(),
        lambda file: file["result"]["values"][0].__setitem__(0, None),
        lambda file: file["result"]["values"][0].__setitem__(0, "1"),
    ],
)
def test_a_changed_file_is_refused(result, change):
    with pytest.raises(ProjectFileError) as caught:
        read_result(changed(write_result(result), change), "lamp.json")
    assert caught.value.key == "result-damaged"
    assert caught.value.where == "lamp.json"


def test_a_consistent_forgery_of_the_content_alone_is_refused(result):
    """New content under its own new checksum still has to give the inventory's hash and totals."""
    twice = msgspec.structs.replace(result, values=2 * result.values)
    forged, honest = json.loads(write_result(twice)), json.loads(write_result(result))
    for field in ("headline_kg_co2e", "with_uptake_kg_co2e", "categories_kg_co2e"):
        forged[field] = honest[field]
    data = msgspec.json.encode(forged)
    with pytest.raises(ProjectFileError, match="result-damaged"):
        read_result(data)


def test_no_single_byte_can_change_unseen(result):
    data = bytearray(write_result(result))
    chosen = random.Random(7)
    for _ in range(400):
        place = chosen.randrange(len(data))
        before = data[place]
        data[place] = chosen.choice([byte for byte in b'0123456789abz",.{}[]:' if byte != before])
        with pytest.raises(ProjectFileError):
            read_result(bytes(data))
        data[place] = before


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "result-damaged"),
        (b"\xff\xfe", "result-damaged"),
        (b"[1]", "result-damaged"),
        (b"[" * 100_000, "result-damaged"),
        (b"{}", "result-unknown"),
        (b'{"format": "cradlegate-study", "schema_version": 1}', "result-unknown"),
        (b'{"format": "cradlegate-result", "schema_version": 0}', "result-unknown"),
        (b'{"format": "cradlegate-result", "schema_version": 1}', "result-damaged"),
    ],
)
def test_what_is_no_result_is_refused(data, key):
    with pytest.raises(ProjectFileError) as caught:
        read_result(data)
    assert caught.value.key == key


def test_a_newer_file_is_refused_as_such(result):
    data = changed(write_result(result), lambda file: file.update(schema_version=2, sha256="?"))
    with pytest.raises(ProjectFileError) as caught:
        read_result(data, "new.json")
    assert caught.value.key == "project-newer"
    assert caught.value.fields == {"version": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION}
    for language in Language:
        assert "new.json" in Texts(language).error(caught.value)


@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_has_its_words(language):
    for key in ("result-damaged", "result-unknown"):
        assert "a.json" in Texts(language).error(ProjectFileError(key, where="a.json", fault="x"))
