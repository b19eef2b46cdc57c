"""Transport and packaging: legs and pieces are typed, weigh in, and can be found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pcf.results.contributions import by_statement, totals
from pcf.results.transport import leg_uses
from ui.dialogs.node_editor import NodeEditor
from ui.dialogs.record_editor import RecordEditor


@pytest.fixture
def page(opened):
    window = opened()
    window.go("transport")
    return window.page("transport")


def cell(card, row: int, key: str):
    heads = [getattr(each, "field", "") or each.key for each in card.model.columns]
    return card.model.index(row, heads.index(key))


def test_what_each_leg_adds_is_that_of_the_result(page):
    result = page.desk.open.result
    known = {each.key: each.kg_co2e for each in by_statement(result)}
    for row, leg in enumerate(page.legs.model.nodes):
        shown = cell(page.legs, row, "ui.unit.kg-co2e").data()
        if leg.id in known:
            assert float(shown.replace("\u202f", "").replace("−", "-")) == pytest.approx(
                known[leg.id], abs=0.005
            )
    outbound = sum(
        float(cell(page.legs, row, "ui.unit.kg-co2e").data())
        for row, leg in enumerate(page.legs.model.nodes)
        if leg.cargo.value == "product"
    )
    assert outbound == pytest.approx(totals(result).outbound, abs=0.01)


def test_a_distance_is_typed_into_its_cell(page, qtbot, calculated):
    before = totals(page.desk.open.result).headline
    row = next(
        row for row, leg in enumerate(page.legs.model.nodes) if leg.cargo.value == "other_parts"
    )
    table = page.legs.table
    table.setCurrentIndex(cell(page.legs, row, "distance"))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "9000")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    leg = page.legs.model.nodes[row].id
    qtbot.waitUntil(lambda: page.desk.open.node(leg).distance.si == 9_000_000, timeout=5000)
    calculated(page.window())
    assert totals(page.desk.open.result).headline > before


def type_fields(made, qtbot, **typed: str) -> None:
    for name, text in typed.items():
        control = made.form.rows[name].control
        control.setFocus()
        control.selectAll()
        qtbot.keyClicks(control, text)
        qtbot.keyClick(control, Qt.Key.Key_Return)


def test_a_vehicle_is_stated_in_the_form_of_its_leg(page, qtbot, calculated):
    row = next(
        row for row, leg in enumerate(page.legs.model.nodes) if leg.cargo.value == "other_parts"
    )
    leg = page.legs.model.nodes[row].id
    page.legs._edit_all(leg)  # noqa: SLF001  what Alt+Enter does
    form = page.legs.findChildren(NodeEditor)[-1]
    form.form.rows["vehicle"].control.click()
    vehicle = form.findChildren(RecordEditor)[-1]
    type_fields(
        vehicle, qtbot, capacity="24", load_factor="130 %", empty_distance_factor="20 %",
        fuel_empty="23", fuel_full="34 L", fuel_distance="100", source="Fleet records",
    )  # fmt: skip
    vehicle._take()  # noqa: SLF001  what its button does
    assert "1.3" in vehicle.fault.text()
    assert page.desk.open.node(leg).vehicle is None
    type_fields(vehicle, qtbot, load_factor="60")
    vehicle.form.rows["factor"].control.click()
    factor = vehicle.findChildren(RecordEditor)[-1]
    type_fields(factor, qtbot, name="Diesel B7", value="3.25", per="1", source="Table 3")
    factor._take()  # noqa: SLF001
    vehicle._take()  # noqa: SLF001
    stated = page.desk.open.node(leg).vehicle
    assert (stated.capacity.text, stated.fuel_empty.text) == ("24", "23")
    assert (stated.capacity.unit, stated.fuel_empty.unit, stated.factor.per.unit) == ("t", "L", "L")
    calculated(page.window())
    [use] = [use for use in leg_uses(page.desk.open.result) if use.leg.id == leg]
    assert use.kg_per_tkm == pytest.approx(0.0798, abs=5e-5)
    assert cell(page.legs, row, "data_set").data() == "Vehicle, Diesel B7"
    shown = cell(page.legs, row, "ui.transport.head-freight").data()
    assert float(shown) == pytest.approx(use.freight_tkm, rel=5e-3)


def test_a_leg_is_added_moved_and_removed(page):
    count = len(page.desk.open.study.transport)
    page.legs.add_node()
    assert len(page.desk.open.study.transport) == count + 1
    added = page.desk.open.study.transport[-1]
    page.legs.table.move_chosen(-1)
    assert page.desk.open.study.transport[-2].id == added.id
    page.legs.table.show_node(added.id)
    page.legs.table.remove_chosen()
    assert len(page.desk.open.study.transport) == count
    page.window().run_action("undo")
    assert len(page.desk.open.study.transport) == count + 1


def test_every_leg_and_piece_can_be_shown(page):
    study = page.desk.open.study
    for node in (*study.transport, *study.packaging):
        assert page.show_node(node.id, "data_set")
    assert not page.show_node("no-such-node")


def test_the_tables_are_sound(page, qtmodeltester):
    qtmodeltester.check(page.legs.model)
    qtmodeltester.check(page.items.model)
