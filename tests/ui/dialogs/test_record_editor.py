"""What is stated of a node beyond its cells: made as a whole, refused as a whole, taken away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pcf.model.allocation import CoProduct, Output
from pcf.model.bom import walk
from pcf.model.edits import Insert, nodes_below
from pcf.model.electricity import OwnMix
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, SiteElectricity
from pcf.model.quality import Pedigree, QualityStatement
from pcf.model.sites import Site, SupplyLine
from ui.dialogs.choice_list import ChoiceList
from ui.dialogs.node_editor import NodeEditor, edit_node
from ui.dialogs.record_editor import RecordEditor, RecordList
from ui.dialogs.record_fields import shown_names
from ui.pages.parts import _RECORDS


def newest(parent, kind):
    return parent.findChildren(kind)[-1]


def editor(page, part, record: str) -> RecordEditor:
    page.edit_record([part.id], record)
    return newest(page, RecordEditor)


def type_field(made, qtbot, name: str, text: str) -> None:
    control = made.form.rows[name].control
    assert isinstance(control, QLineEdit)
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, text)
    qtbot.keyClick(control, Qt.Key.Key_Return)


@pytest.fixture
def page(opened):
    window = opened()
    window.go("parts")
    return window.page("parts")


def a_line(page):
    return next(part for part in walk(page.desk.open.study.bom) if part.data_set)


def test_a_supplier_s_footprint_is_stated_and_taken_away(page, qtbot):
    part = a_line(page)
    made = editor(page, part, "supplier")
    made._take()  # noqa: SLF001  what its button does
    assert made.fault.text()
    assert page.desk.open.node(part.id).supplier is None
    type_field(made, qtbot, "supplier", "Kaito")
    type_field(made, qtbot, "value", "11.9 kgCO2e")
    type_field(made, qtbot, "per", "1 piece")
    type_field(made, qtbot, "primary_share", "40 %")
    made.form.rows["split"].control.click()
    split = newest(made, RecordEditor)
    type_field(split, qtbot, "fossil", "11.5")
    split._take()  # noqa: SLF001
    made._take()  # noqa: SLF001
    stated = page.desk.open.node(part.id).supplier
    assert (stated.supplier, stated.value.si, stated.primary_share) == ("Kaito", 11.9, 0.4)
    assert stated.split.fossil == 11.5
    again = editor(page, page.desk.open.node(part.id), "supplier")
    assert again.form.rows["supplier"].control.text() == "Kaito"
    again._remove()  # noqa: SLF001
    assert page.desk.open.node(part.id).supplier is None


def test_what_the_model_refuses_is_said_and_changes_nothing(page, qtbot):
    part = a_line(page)
    before = page.desk.open.study
    made = editor(page, part, "supplier")
    type_field(made, qtbot, "supplier", "Kaito")
    type_field(made, qtbot, "value", "3 kg")
    type_field(made, qtbot, "per", "1 piece")
    made._take()  # noqa: SLF001
    assert made.fault.text()
    assert page.desk.open.study is before
    made.reject()


@pytest.mark.parametrize("record", _RECORDS)
def test_every_form_opens_with_all_its_fields(page, record):
    made = editor(page, a_line(page), record)
    assert tuple(made.form.rows) == shown_names(made._kind)  # noqa: SLF001
    made.reject()


def test_the_end_of_life_of_recycled_content_is_stated_within_it(page, qtbot):
    part = a_line(page)
    made = editor(page, part, "recycling")
    type_field(made, qtbot, "recycled_share", "75 %")
    made.form.rows["end_of_life"].control.click()
    inner = newest(made, RecordEditor)
    type_field(inner, qtbot, "recycled", "60 %")
    type_field(inner, qtbot, "recovered", "50 %")
    inner._take()  # noqa: SLF001
    assert inner.fault.text()  # 60 % and 50 % are more than there is
    type_field(inner, qtbot, "recovered", "30 %")
    inner._take()  # noqa: SLF001
    made._take()  # noqa: SLF001
    stated = page.desk.open.node(part.id).recycling
    assert (stated.recycled_share, stated.end_of_life.recycled) == (0.75, 0.6)


def test_bounds_of_a_mass_are_typed_behind_its_value(page, qtbot):
    part = next(part for part in walk(page.desk.open.study.bom) if part.mass)
    page.edit_all(part.id, "mass")
    whole = newest(page, NodeEditor)
    whole.form.rows["mass"].control.actions()[0].trigger()
    made = newest(whole, RecordEditor)
    type_field(made, qtbot, "low", "0.1")
    type_field(made, qtbot, "high", "0.4")
    made._take()  # noqa: SLF001
    mass = page.desk.open.node(part.id).mass
    assert (mass.low, mass.high) == (0.1, 0.4)
    page.window().run_action("undo")
    assert page.desk.open.node(part.id).mass == part.mass


def test_prices_of_a_co_product_are_a_list_of_records(page, qtbot):
    step = next(step for part in walk(page.desk.open.study.bom) for step in part.steps)
    other = CoProduct(name="Offcut")
    page.desk.edit(Insert(parent=step.id, index=-1, node=other))
    whole = edit_node(page.desk, page, other.id, "output")
    whole.form.rows["output"].control.click()
    output = newest(whole, RecordEditor)
    output.form.rows["prices"].control.click()
    prices = newest(output, RecordList)
    prices.add()
    price = newest(prices, RecordEditor)
    for name, text in (("year", "2024"), ("value", "8"), ("currency", "CNY"), ("per", "1 kg")):
        type_field(price, qtbot, name, text)
    price._take()  # noqa: SLF001
    assert "2024" in prices.list.item(0).text()
    prices._take()  # noqa: SLF001
    output._take()  # noqa: SLF001
    [stated] = page.desk.open.node(other.id).output.prices
    assert (stated.year, stated.value, stated.currency) == (2024, 8.0, "CNY")
    whole.form.rows["output"].control.click()
    newest(whole, RecordEditor)._remove()  # noqa: SLF001
    assert page.desk.open.node(other.id).output == Output()


def test_a_direct_line_s_factor_is_typed_in_the_window(page, qtbot, calculated):
    window = page.window()
    site = Site(name="Plant", country="CHN")
    line = SupplyLine(name="Direct")
    window.desk.edit(Insert(parent=window.desk.open.study.id, index=-1, node=site))
    window.desk.edit(Insert(parent=site.id, index=-1, node=line))
    window.go("steps", line.id, "supplier")
    whole = newest(window, NodeEditor)
    whole.form.rows["supplier"].control.click()
    made = newest(whole, RecordEditor)
    for name, text in (("supplier", "Wind"), ("value", "20 kgCO2e"), ("per", "1 MWh")):
        type_field(made, qtbot, name, text)
    made._take()  # noqa: SLF001
    stated = window.desk.open.node(line.id)
    assert stated.supplier.per.si == pytest.approx(3.6e9)
    table = window.page("steps").sites.lines.model
    shown = [table.index(0, place).data() for place in range(table.columnCount())]
    assert any("Wind" in str(each) for each in shown)


def test_pedigree_and_quality_are_stated_for_a_line(page, qtbot):
    window = page.window()
    statement = QualityStatement(about=a_line(page).id)
    window.desk.edit(Insert(parent=window.desk.open.study.id, index=-1, node=statement))
    window.go("scope", statement.id, "pedigree")
    table = window.page("scope").sections[5].tables[0].table
    assert table.currentIndex().isValid()
    table.opened.emit(statement.id, "pedigree", "")
    made = newest(window, RecordEditor)
    type_field(made, qtbot, "reliability", "2")
    type_field(made, qtbot, "temporal", "7")
    made._take()  # noqa: SLF001
    assert "5" in made.fault.text()
    type_field(made, qtbot, "temporal", "3")
    made._take()  # noqa: SLF001
    assert window.desk.open.node(statement.id).pedigree == Pedigree(reliability=2, temporal=3)


def test_several_parts_of_a_leg_are_ticked(page):
    study = page.desk.open.study
    leg = study.transport[0]
    whole = edit_node(page.desk, page, leg.id, "parts")
    whole.form.rows["parts"].control.click()
    ticks = newest(whole, ChoiceList)
    ticks.list.item(1).setCheckState(Qt.CheckState.Checked)
    ticks._take()  # noqa: SLF001
    assert walk(study.bom)[1:][1].id in page.desk.open.node(leg.id).parts


def test_a_supply_is_chosen_among_data_sets_the_site_and_parts(page):
    step = next(
        step for part in walk(page.desk.open.study.bom) for step in part.steps if step.inputs
    )
    taken = step.inputs[0]
    whole = edit_node(page.desk, page, taken.id, "supply")
    menu = whole.opener.supply_menu("supply", "Supply", taken.supply)
    menu.actions()[1].trigger()
    assert page.desk.open.node(taken.id).supply == SiteElectricity()
    menu.actions()[-1].trigger()
    assert page.desk.open.node(taken.id).supply is None


def test_every_node_of_a_study_opens_with_all_its_fields(page):
    study = page.desk.open.study
    kinds = {}
    for node in (*nodes_below(study), OwnMix(), PackagingItem(), ProcessStep()):
        kinds.setdefault(type(node), node)
    for kind, node in kinds.items():
        if page.desk.open.node(node.id) is None or kind.__name__ == "Study":
            continue
        made = edit_node(page.desk, page, node.id)
        assert tuple(made.form.rows) == shown_names(kind)
        made.accept()
