"""Checks on recycling: each fault has its one finding, the sound study none."""

import hashlib
from importlib import resources

import msgspec
import numpy as np
import pytest

from pcf.background.catalogue import Catalogue
from pcf.background.recycling_parameters import VERSION, parameter_rows
from pcf.findings import Severity
from pcf.model.choices import Choices, RecyclingMethod, Scheme
from pcf.model.node import DataSetRef
from pcf.model.recycling import EndOfLife, Recycling
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate

BLOCKS, WARNING, NOTE = Severity.BLOCKS_DOCUMENT, Severity.WARNING, Severity.NOTE
CFF = RecyclingMethod.CFF


def ref(row_id):
    return DataSetRef(database="tiny", id=row_id)


SOUND = Recycling(
    recycled_share=0.5,
    recycled=ref("recycled-steel"),
    a=0.2,
    quality_in=1.0,
    evidence="Mill certificate 12",
)


@pytest.fixture
def found(lamp, tiny):
    """Give the findings on recycling of the lamp whose screws have recycled content."""

    def check(recycling, method=RecyclingMethod.CUT_OFF, row="steel", scheme=Scheme.ISO_14067):
        screw = msgspec.structs.replace(
            next(each for each in lamp.bom.parts if each.id == "screw"),
            recycling=recycling,
            data_set=ref(row),
        )
        parts = tuple(screw if each.id == "screw" else each for each in lamp.bom.parts)
        study = msgspec.structs.replace(
            lamp,
            bom=msgspec.structs.replace(lamp.bom, parts=parts),
            choices=Choices(recycling=method, scheme=scheme),
        )
        usual = {each.key for each in calculate(lamp, tiny).findings}
        return [
            (each.severity, each.key, each.fields.get("rule"))
            for each in calculate(study, tiny).findings
            if each.key not in usual
        ]

    return check


@pytest.mark.parametrize("method", list(RecyclingMethod))
def test_sound_recycled_content_has_no_finding(found, method):
    assert found(SOUND, method) == []


def test_a_method_that_the_scheme_does_not_have(found):
    other = [(WARNING, "recycling-not-of-scheme", "A05")]
    assert found(SOUND, CFF, scheme=Scheme.PACT_3) == other
    assert found(SOUND, scheme=Scheme.PACT_3) == []
    assert found(SOUND, RecyclingMethod.CLOSED_LOOP, scheme=Scheme.PAS_2050) == []


def changed(**fields):
    return msgspec.structs.replace(SOUND, **fields)


@pytest.mark.parametrize("symbol", ["recycled_share", "a", "quality_in"])
def test_a_parameter_is_missing(found, symbol):
    wanted = [(BLOCKS, "recycling-parameter-missing", "D03")]
    assert found(changed(**{symbol: None}), CFF) == wanted
    if symbol != "recycled_share":
        assert found(changed(**{symbol: None})) == []  # the cut-off has no use for it


def test_no_recycled_data_set(found):
    assert found(changed(recycled=None)) == [(BLOCKS, "recycling-data-set-missing", "D03")]
    assert found(changed(recycled=None), RecyclingMethod.CLOSED_LOOP) == []


def test_a_row_of_another_table(found):
    assert found(changed(defaults="cff-parameters/0/steel")) == [
        (BLOCKS, "recycling-defaults-unknown", "D03")
    ]


def test_an_average_recycled_share(found):
    average = changed(recycled_share=None, defaults="cff-parameters/1/steel-packaging")
    assert found(average) == [(WARNING, "recycling-share-by-default", "A05")]


@pytest.mark.parametrize(
    ("share", "defaults", "severity"),
    [
        (0.59, "steel-packaging", BLOCKS),  # its published average is 58 %
        (0.58, "steel-packaging", WARNING),
        (0.1, "aluminium-food-can", BLOCKS),  # of which nothing is recycled on average
        (0.01, "", BLOCKS),
        (0.0, "", None),
    ],
)
def test_a_share_without_evidence_blocks_above_the_published_average(
    found, share, defaults, severity
):
    row = f"cff-parameters/1/{defaults}" if defaults else ""
    claimed = changed(recycled_share=share, defaults=row, evidence="")
    expected = [(severity, "recycled-share-without-evidence", "D03")] if severity else []
    assert found(claimed) == expected


def test_another_method_for_one_line(found):
    mixed = [(BLOCKS, "recycling-methods-mixed", "A05")]
    assert found(changed(method=CFF)) == mixed
    assert found(changed(method=RecyclingMethod.CUT_OFF)) == []


def test_virgin_material_must_be_proved(found):
    assert found(SOUND, row="recycled-steel") == [(BLOCKS, "recycling-virgin-holds-scrap", "A05")]
    assert found(SOUND, row="solvent") == [(WARNING, "recycling-virgin-not-proved", "A05")]
    assert found(changed(recycled=ref("plastic"))) == [
        (WARNING, "recycling-recycled-is-virgin", "A05")
    ]


def test_a_line_at_the_cut_off_in_another_method(found):
    assert found(None, CFF, row="recycled-steel") == [(WARNING, "recycling-line-at-cut-off", "A05")]
    assert found(None, row="recycled-steel") == []


def test_an_end_of_life_that_lacks_something(found):
    end = EndOfLife(recycled=0.5, recycling=ref("shredding"), disposal=ref("truck"))
    assert found(changed(end_of_life=end), CFF) == [(WARNING, "end-of-life-incomplete", "A05")]
    whole = msgspec.structs.replace(end, quality_out=1.0, disposal=ref("landfill"))
    assert found(changed(end_of_life=whole), CFF) == []


def test_a_credit_at_the_cut_off(lamp, tiny_database, cache):
    """A landfill that gives energy back: its data set is negative."""
    rows = [each.ref.id for each in tiny_database.data_sets]
    amounts = np.where(
        tiny_database.emissions.column == rows.index("landfill"),
        -0.1,
        tiny_database.emissions.amount,
    )
    generous = msgspec.structs.replace(
        tiny_database,
        id="tiny",
        checksum="8" * 64,
        emissions=msgspec.structs.replace(tiny_database.emissions, amount=amounts),
    )
    background = Background(Catalogue([generous]), cache)
    found = [
        each for each in calculate(lamp, background).findings if each.key == "recycling-credit"
    ]
    assert {each.node for each in found} == {"forming", "rags"}
    assert {each.severity for each in found} == {BLOCKS}
    assert {each.fields["rule"] for each in found} == {"A06"}


def test_the_table_of_defaults_has_a_version_for_each_content():
    """Another table is another version: what a study printed must stay true."""
    content = resources.files("pcf").joinpath("resources/cff_parameters.csv").read_bytes()
    known = {"1": "c1953c1355ff85ac150b0c27fb8442e115f157fddf3a2aa75020f1374d18f79b"}
    assert hashlib.sha256(content).hexdigest() == known[VERSION]


def test_every_row_of_the_table_has_its_source():
    for row in parameter_rows().values():
        assert row.source
        assert 0 <= row.a <= 1
        if row.source == "general_knowledge":
            assert row.confidence == "C"
