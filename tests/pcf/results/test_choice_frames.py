"""Tables, sentences and document of value choices; nothing stands there without any."""

import datetime

import msgspec
import pytest

from pcf.exchange.result_file import read_result, write_result
from pcf.model.allocation import Allocation, AllocationRule, CoProduct, Output, Price
from pcf.model.bom import Mass
from pcf.model.choices import Choices, RecyclingMethod
from pcf.model.difference import difference
from pcf.model.edits import SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.recycling import EndOfLife, Recycling
from pcf.reports.choices import recycling_sentences
from pcf.results.choice_words import allocation_sentences
from pcf.results.contributions import totals
from pcf.results.frames import result_tables
from pcf.results.sources import used_sources
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate, with_effects, with_record
from pcf.workflow.documents import write_document

LANGUAGES = pytest.mark.parametrize("language", list(Language))


def ref(row_id):
    return DataSetRef(database="tiny", id=row_id)


def output(value):
    return Output(
        prices=tuple(
            Price(year=year, value=value, currency="CNY", per=parse_quantity("1 kg"))
            for year in (2023, 2024)
        )
    )


@pytest.fixture
def study(lamp):
    """The lamp whose last step also gives a shade, and whose screws are half recycled."""
    [step] = lamp.bom.steps
    step = msgspec.structs.replace(
        step,
        co_products=(
            CoProduct(
                id="shade",
                name="Shade",
                name_zh="灯罩",
                amount=parse_quantity("50 g"),
                output=output(2),
            ),
        ),
        allocation=Allocation(
            rule=AllocationRule.ECONOMIC,
            main=output(8),
            justification="Masses say nothing of their use.",
            justification_zh="质量不能反映用途。",
        ),
    )
    end = EndOfLife(recycled=0.8, recycling=ref("shredding"), disposal=ref("landfill"))
    recycling = Recycling(
        recycled_share=0.5,
        recycled=ref("recycled-steel"),
        defaults="cff-parameters/1/steel-packaging",
        end_of_life=end,
    )
    parts = tuple(
        msgspec.structs.replace(each, recycling=recycling) if each.id == "screw" else each
        for each in lamp.bom.parts
    )
    return msgspec.structs.replace(
        lamp,
        bom=msgspec.structs.replace(lamp.bom, parts=parts, steps=(step,)),
        choices=Choices(id="choices", recycling=RecyclingMethod.CFF),
    )


@pytest.fixture
def result(study, tiny):
    return with_effects(calculate(study, tiny).result, tiny)


def table(result, table_id, language=Language.ENGLISH):
    return next(each for each in result_tables(result, Texts(language)) if each.id == table_id)


def column(found, key):
    place = next(place for place, each in enumerate(found.columns) if each.key == key)
    return found.cells[place]


def test_without_choices_there_are_no_tables(lamp, tiny):
    result = calculate(lamp, tiny).result
    ids = {each.id for each in result_tables(result, Texts(Language.ENGLISH))}
    assert ids.isdisjoint({"co_products", "effects", "recycling"})
    assert allocation_sentences(result, Texts(Language.ENGLISH)) == []


def test_every_output_has_its_share(result):
    """0.3 kg of lamp (200 + 4 · 5 + 80 g) at 8, 50 g of shade at 2: 2.4 to 0.1."""
    outputs = table(result, "co_products")
    assert column(outputs, "column.output") == ["Main product", "Shade"]
    assert column(outputs, "column.burden-share") == pytest.approx([0.96, 0.04])
    assert "2024: 8 CNY per 1\u00a0kg" in column(outputs, "column.prices")[0]


def test_effects_stand_beside_the_headline(result):
    effects = table(result, "effects")
    headlines = dict(
        zip(column(effects, "column.option"), column(effects, "column.headline"), strict=True)
    )
    chosen = column(effects, "column.chosen")
    assert chosen.count("yes") == 2
    assert headlines["economic"] == pytest.approx(totals(result).headline)
    assert headlines["physical, by mass"] < headlines["economic"]
    assert headlines["cut-off (100:0)"] < headlines["end of life (0:100)"]
    assert not effects.closes


def test_the_end_of_life_is_in_no_total(result):
    """Per kg of screw: 0.8 · 0.8 · (0.4 - 2) + 0.2 · 0.1 = -1.004; 20 g in the lamp."""
    recycling = table(result, "recycling")
    assert column(recycling, "column.end-of-life") == pytest.approx([-1.004 * 0.02])
    gate = 0.5 * 2 + 0.5 * 0.2 * 0.5 + 0.5 * 0.8 * 2
    assert column(recycling, "column.at-gate") == pytest.approx([gate])
    bought = [
        value
        for line, value in zip(result.lines, result.headline_values.tolist(), strict=True)
        if line.process.id == "screw" and line.exchange.stage == "S1"
    ]
    assert sum(bought) == pytest.approx(gate * column(recycling, "column.bought")[0])


@LANGUAGES
def test_evidence_of_recycled_content_is_shown_beside_it(study, tiny, language):
    texts = Texts(language)

    def shown(evidence):
        screw = next(each for each in study.bom.parts if each.id == "screw")
        stated = msgspec.structs.replace(screw.recycling, evidence=evidence)
        edited = apply(study, [SetField(node="screw", field="recycling", value=stated)])
        result = with_effects(calculate(edited, tiny).result, tiny)
        cells = column(table(result, "recycling", language), "column.evidence")
        return cells, " ".join(recycling_sentences(result, texts))

    cells, said = shown("Mill certificate 12")
    assert cells == ["Mill certificate 12"]
    names = texts("choices.evidence.of", name="Screw", evidence="Mill certificate 12")
    assert texts("choices.evidence", evidence=names) in said
    cells, said = shown(" ")
    assert cells == [""]
    assert texts("choices.evidence", evidence="")[:8] not in said


@LANGUAGES
def test_the_document_says_what_was_chosen(result, tiny, tmp_path, language):
    [sentence] = allocation_sentences(result, Texts(language))
    assert ("Shade" if language is Language.ENGLISH else "灯罩") in sentence
    assert "96.0" in sentence
    why = "Masses say" if language is Language.ENGLISH else "质量不能反映用途"
    assert why in sentence
    path = write_document(
        with_record(result, tiny),
        Texts(language),
        tmp_path / "lamp",
        issued=datetime.date(2026, 1, 2),
    )
    assert path.stat().st_size > 10_000


def test_the_result_file_keeps_effects_and_recycled_lines(result):
    read = read_result(write_result(result))
    assert read.effects == result.effects
    assert read.recycled == result.recycled
    assert read.sha256 == result.sha256


def test_edits_lead_from_one_study_to_the_other(lamp, study):
    before = msgspec.structs.replace(lamp, choices=Choices(id="choices"))
    assert apply(before, difference(before, study)) == study
    assert apply(study, difference(study, before)) == before


def test_what_stands_beside_the_result_has_its_sources_too(study, shipped):
    """A data set of the end of life alone is attributed as well."""
    row = shipped.catalogue.find("waste-aluminium-ingot-recycling-usa-epa")
    virgin = shipped.catalogue.find("mat-primary-aluminium-world-average-iai")
    end = EndOfLife(recycled=1.0, quality_out=1.0, recycling=row.ref)
    bar = msgspec.structs.replace(
        study.bom,
        parts=(),
        steps=(),
        mass=Mass(amount=parse_quantity("1 kg")),
        data_set=virgin.ref,
        recycling=Recycling(recycled_share=0.0, a=0.2, quality_in=1.0, end_of_life=end),
    )
    alone = msgspec.structs.replace(study, bom=bar, packaging=(), transport=())
    result = calculate(alone, shipped).result
    assert result.recycled[0].after_gate_kg_co2e is not None
    assert row.source in {each.source for each in used_sources(result)}
