"""The tables of a result: every sum closes, nothing is filled with zero, both languages speak."""

import math

import msgspec
import pytest

from pcf.background.elementary import ImpactCategory
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.edits import nodes_below
from pcf.model.node import DataSetRef
from pcf.model.processes import DirectEmission
from pcf.model.product import Company, Product
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Assumption, Exclusion, Study
from pcf.results.contributions import totals
from pcf.results.frames import part_table, result_tables
from pcf.results.names import Names
from pcf.results.result import ADDS_UP
from pcf.results.tables import Column, Kind, closed_table
from pcf.texts import Language, Texts
from pcf.units import parse_quantity
from pcf.workflow.calculation import calculate

LANGUAGES = pytest.mark.parametrize("language", list(Language))


def tiny_part(name, row, quantity="1 piece", mass="10 g", **fields):
    return Part(
        id=fields.pop("id", name),
        name=name,
        quantity=parse_quantity(quantity) if quantity else None,
        mass=Mass(amount=parse_quantity(mass)) if mass else None,
        data_set=DataSetRef(database="tiny", id=row) if row else None,
        **fields,
    )


@pytest.fixture
def study(lamp):
    """The lamp with an assembly that holds an excluded, an unmatched and a flown line."""
    inside = (
        tiny_part("Cable", "plastic"),
        tiny_part("Spare", "plastic", excluded="not fitted", designators="R7"),
        tiny_part("Chip", "", note="ask the supplier"),
    )
    board = Part(id="board", name="Board", quantity=parse_quantity("2 piece"), parts=inside)
    legs = [
        msgspec.structs.replace(leg, data_set=DataSetRef(database="tiny", id="plane"))
        for leg in lamp.transport
    ]
    biogenic = DirectEmission(id="rot", gas="gwp-ch4-nonfossil", amount=parse_quantity("1 g"))
    step = lamp.bom.steps[0]
    steps = (msgspec.structs.replace(step, emissions=(*step.emissions, biogenic)),)
    return msgspec.structs.replace(
        lamp,
        bom=msgspec.structs.replace(lamp.bom, parts=(*lamp.bom.parts, board), steps=steps),
        transport=tuple(legs),
        assumptions=(Assumption(text="It lasts.", text_zh="耐用。"),),
        exclusions=(Exclusion(what="Desks", reason="small", estimate=parse_quantity("1 kgCO2e")),),
    )


@pytest.fixture
def result(study, tiny):
    return calculate(study, tiny).result


def tables_of(result, language=Language.ENGLISH):
    return {table.id: table for table in result_tables(result, Texts(language))}


def column(table, key):
    place = next(place for place, each in enumerate(table.columns) if each.key == key)
    return table.cells[place]


@LANGUAGES
def test_every_sum_closes(result, language):
    sums = totals(result)
    ends = {"column.emission": sums.headline, "column.own": sums.headline}
    ends |= {"column.headline": sums.headline, "column.with-uptake": sums.with_uptake}
    ends |= {f"category.{each.value}": sums.categories[each] for each in ImpactCategory}
    ends |= {"column.share": 1.0, "column.own-share": 1.0}
    closed = [table for table in tables_of(result, language).values() if table.closes]
    assert {table.id for table in closed} >= {"by_stage", "by_part", "by_step", "lines", "sources"}
    checked = 0
    for table in closed:
        for place, each in enumerate(table.columns):
            *parts, total = table.cells[place]
            if not each.adds_up:
                continue
            tolerance = ADDS_UP * sums.absolute
            assert total == pytest.approx(math.fsum(filter(None, parts)), abs=tolerance)
            if table.id != "after_gate":
                assert total == pytest.approx(ends[each.key], abs=tolerance), (table.id, each.key)
                checked += 1
    assert checked > 30


def test_transport_after_the_gate_stands_apart(result):
    tables = tables_of(result)
    assert column(tables["after_gate"], "column.emission")[-1] == pytest.approx(
        totals(result).outbound
    )
    assert set(column(tables["after_gate"], "column.stage")) == {"Outbound transport", "Sum"}
    assert "Outbound transport" not in column(tables["lines"], "column.stage")


def test_a_line_leads_from_the_total_to_its_source(result):
    lines = tables_of(result)["lines"]
    amounts, factors, emissions, shares = (
        column(lines, f"column.{key}")[:-1] for key in ("amount", "factor", "emission", "share")
    )
    for amount, factor, emission, share in zip(amounts, factors, emissions, shares, strict=True):
        assert amount * factor == pytest.approx(emission)
        assert share == pytest.approx(emission / totals(result).headline)
    wanted = [column(lines, f"category.{each}")[:-1] for each in ImpactCategory if each.in_headline]
    for emission, *parts in zip(emissions, *wanted, strict=True):
        assert emission == pytest.approx(sum(parts))
    named = column(lines, "column.data-set-id")
    steel = named.index("steel")
    assert column(lines, "column.publisher")[steel] == "Tests"
    assert column(lines, "column.checksum")[steel] == "7" * 64
    assert column(lines, "column.role")[named.index("grid-term-loss")] == "grid loss"


def test_what_was_not_calculated_is_empty_and_says_why(result):
    parts = tables_of(result)["by_part"]
    names = column(parts, "column.part")
    own, below, state = (
        dict(zip(names, column(parts, f"column.{key}"), strict=True))
        for key in ("own", "with-below", "state")
    )
    assert own["Spare"] is None
    assert below["Spare"] is None
    assert state["Spare"] == "not fitted"
    assert own["Chip"] is None
    assert "not calculated" in state["Chip"]
    assert own["Board"] == 0.0
    assert "below" in state["Board"]
    assert below["Board"] == pytest.approx(own["Cable"])
    assert state["Screw"] == ""


def test_a_part_holds_all_below_it(result):
    parts = tables_of(result)["by_part"]
    names, levels = column(parts, "column.part"), column(parts, "column.level")
    own = column(parts, "column.own")
    below = column(parts, "column.with-below")
    assert levels[names.index("Lamp")] == 0
    assert levels[names.index("Board")] == 1
    assert levels[names.index("Cable")] == 2
    in_tree = [value for value, level in zip(own, levels, strict=True) if level is not None]
    assert below[names.index("Lamp")] == pytest.approx(math.fsum(filter(None, in_tree)))
    assert below[names.index("Lamp")] + own[names.index("Box")] == pytest.approx(own[-1])


def test_a_direct_emission_shows_its_gwp(result):
    gases = tables_of(result)["direct_emissions"]
    rows = list(
        zip(*(column(gases, f"column.{key}") for key in ("gas", "amount", "gwp")), strict=True)
    )
    assert rows[0] == ("gwp-hfc-134a", pytest.approx(1e-4), pytest.approx(1530))
    assert rows[1] == ("gwp-ch4-nonfossil", pytest.approx(1e-3), pytest.approx(27.0))


def test_assumptions_hold_all_that_was_left_out_or_guessed(study, tiny):
    guessed = tiny_part("Foot", "steel")
    mass = msgspec.structs.replace(guessed.mass, origin=MassOrigin.VOLUME, basis="2 cm3")
    guessed = msgspec.structs.replace(guessed, mass=mass)
    bom = msgspec.structs.replace(study.bom, parts=(*study.bom.parts, guessed))
    result = calculate(msgspec.structs.replace(study, bom=bom), tiny).result
    table = tables_of(result)["assumptions"]
    rows = list(zip(*table.cells, strict=True))
    assert ("Line left out", "Spare", "R7", "not fitted", None) in rows
    assert ("Exclusion", "The whole study", "Desks", "small", 1.0) in rows
    assert ("Estimated mass", "Foot", "10 g", "volume × density: 2 cm3", None) in rows
    assert ("Remark", "Chip", "ask the supplier", "", None) in rows
    assert ("Assumption", "The whole study", "It lasts.", "", None) in rows


def test_an_incomplete_sum_says_so(study, tiny):
    nothing = tiny_part("Lost", "steel", quantity="")
    bom = msgspec.structs.replace(study.bom, parts=(*study.bom.parts, nothing))
    result = calculate(msgspec.structs.replace(study, bom=bom), tiny).result
    tables = tables_of(result)
    assert column(tables["by_stage"], "column.stage")[-1] == "Sum (incomplete)"
    summary = dict(zip(*tables["summary"].cells[1:3], strict=True))
    assert summary["State"].startswith("Incomplete")
    assert summary["Findings: Stops calculation"] == 1


@LANGUAGES
def test_heads_and_titles_are_words_that_a_sheet_can_bear(result, language):
    tables = tables_of(result, language)
    titles = [table.title for table in tables.values()]
    assert len(set(titles)) == len(titles) == 20  # with biogenic carbon: the grip is wood
    for table in tables.values():
        assert len(table.title) <= 31
        assert not set(table.title) & set("[]:*?/\\'")
        assert len(set(table.frame.columns)) == len(table.columns)
        assert all(each.unit in head for each, head in zip(table.columns, table.frame, strict=True))


@LANGUAGES
def test_every_kind_of_data_set_has_a_word(catalogue, result, language):
    names = Names(result, Texts(language))
    tables = {data_set.table for data_set in catalogue.data_sets}
    assert not {table for table in tables if names.table(table) == table}
    assert names.table("of another database") == "of another database"


@LANGUAGES
def test_a_part_called_by_its_number_is_named_once(lamp, tiny, language):
    parts = (tiny_part("BQ76952", "plastic", number="BQ76952"), tiny_part("Lid", "", number="L-1"))
    bom = msgspec.structs.replace(lamp.bom, parts=parts)
    names = Names(calculate(msgspec.structs.replace(lamp, bom=bom), tiny).result, Texts(language))
    assert [names.node(part.id) for part in parts] == ["BQ76952", "L-1 Lid"]


@LANGUAGES
def test_a_node_without_a_name_is_called_by_its_kind(study, tiny, language):
    plant = Site(id="plant", country="AAA", electricity=(SupplyLine(),))
    bare = msgspec.structs.replace(
        study,
        product=Product(declared_unit=parse_quantity("1 piece")),
        company=Company(),
        sites=(plant,),
        exclusions=(Exclusion(),),
    )
    bare = msgspec.convert(_without_names(msgspec.to_builtins(bare)), Study)
    names = Names(calculate(bare, tiny).result, Texts(language))
    given = {names.node(node.id) for node in nodes_below(bare)}
    assert "" not in given
    assert len(given) >= 15


def _without_names(value):
    """Give what a study holds with every name of a node taken out."""
    if isinstance(value, dict):
        kept = {
            key: each for key, each in value.items() if key not in {"name", "name_zh", "number"}
        }
        if "dimension" in value:
            return value
        return {key: _without_names(each) for key, each in kept.items()}
    return [_without_names(each) for each in value] if isinstance(value, list) else value


def test_chinese_tables_take_chinese_names(study, tiny):
    first, *rest = study.bom.parts
    chinese = msgspec.structs.replace(first, name_zh="外壳", number="=1+1")
    bom = msgspec.structs.replace(study.bom, parts=(chinese, *rest))
    result = calculate(msgspec.structs.replace(study, bom=bom), tiny).result
    parts = tables_of(result, Language.CHINESE)["by_part"]
    assert "外壳" in column(parts, "column.part")
    assert "Screw" in column(parts, "column.part")
    assert column(parts, "column.unit")[1] == "件"


def test_a_result_without_packaging_and_steps_still_closes(tiny):
    bare = Study(
        product=Product(declared_unit=parse_quantity("1 piece")),
        bom=Part(parts=(tiny_part("Plate", "steel"),)),
    )
    tables = tables_of(calculate(bare, tiny).result)
    assert "direct_emissions" not in tables
    assert "after_gate" not in tables
    assert column(tables["by_step"], "column.emission") == pytest.approx([0.02, 0.02])


def test_a_sum_of_nothing_is_no_zero():
    columns = (Column("column.part"), Column("column.own", Kind.EMISSION, "kg", adds_up=True))
    table = closed_table("lines", Texts(Language.ENGLISH), columns, [["a", None]], "Sum")
    assert table.cells == [["a", "Sum"], [None, None]]


def test_a_part_table_needs_no_other_table(result):
    texts = Texts(Language.ENGLISH)
    table = part_table(result, texts, Names(result, texts))
    assert table.frame.equals(tables_of(result)["by_part"].frame)
