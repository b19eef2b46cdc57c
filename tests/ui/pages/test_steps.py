"""Process steps and sites: built from nothing by keyboard, found from findings, undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pcf.model.bom import walk
from pcf.model.edits import nodes_below
from pcf.model.processes import ScrapRoute, SiteElectricity
from pcf.model.study import Study
from pcf.results.contributions import by_process
from ui.pages.registry import page_of_nodes


@pytest.fixture
def page(opened):
    window = opened()
    window.go("steps")
    return window.page("steps")


def type_row(row, qtbot, text: str) -> None:
    row.control.setFocus()
    row.control.selectAll()
    qtbot.keyClicks(row.control, text)
    qtbot.keyClick(row.control, Qt.Key.Key_Return)


def test_every_step_stands_in_the_list_with_what_it_adds(page):
    result = page.desk.open.result
    kg = {each.key: each.kg_co2e for each in by_process(result)}
    shown = {}
    for top in range(page.steps.list.topLevelItemCount()):
        head = page.steps.list.topLevelItem(top)
        for place in range(head.childCount()):
            item = head.child(place)
            shown[item.data(0, Qt.ItemDataRole.UserRole)[0]] = item.text(1)
    steps = [step for part in walk(page.desk.open.study.bom) for step in part.steps]
    assert set(shown) == {step.id for step in steps}
    for step in steps:
        if step.id in kg:
            assert float(shown[step.id]) == pytest.approx(kg[step.id], abs=0.005)


def test_a_site_and_a_step_with_its_power_are_built_from_nothing(opened, qtbot, calculated):
    window = opened(Study())
    window.go("steps")
    page = window.page("steps")
    page.sites.add_site()
    type_row(page.sites.form.rows["name"], qtbot, "Suzhou")
    country = page.sites.form.rows["country"].control
    country.setCurrentIndex(country.findData("CHN"))
    country.activated.emit(country.currentIndex())
    page.steps.add_step()
    form = page.steps.forms[0]
    type_row(form.rows["name"], qtbot, "Milling")
    type_row(form.rows["yield_fraction"], qtbot, "80 %")
    site = form.rows["site"].control
    site.setCurrentIndex(site.findData(window.desk.open.study.sites[0].id))
    site.activated.emit(site.currentIndex())
    page.steps._add_power()  # noqa: SLF001  what its button does
    table = page.steps.inputs.table
    editor = table.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "1.2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    step = window.desk.open.study.bom.steps[0]
    qtbot.waitUntil(
        lambda: window.desk.open.study.bom.steps[0].inputs[0].amount is not None, timeout=5000
    )
    step = window.desk.open.study.bom.steps[0]
    assert (step.name, step.yield_fraction) == ("Milling", 0.8)
    assert isinstance(step.inputs[0].supply, SiteElectricity)
    assert step.inputs[0].amount.unit == "kWh"
    assert window.desk.open.study.sites[0].country == "CHN"


def test_scrap_is_chosen_changed_and_taken_away(page):
    step = page.steps.step
    route = page.steps.forms[1].rows["route"].control
    offered = page.steps.forms[1].rows["route"]._offered  # noqa: SLF001
    for value in (ScrapRoute.RECYCLED, None):
        route.activated.emit(offered.index(value))
        scrap = page.desk.open.node(step.id).scrap
        assert (scrap.route if scrap else None) is value


def test_a_step_is_copied_with_ids_of_its_own_and_moved(page):
    step, part = page.steps.step, page.desk.open.node(page.steps._part_id)  # noqa: SLF001
    page.steps.duplicate()
    steps = page.desk.open.node(part.id).steps
    assert len(steps) == len(part.steps) + 1
    ids = [node.id for node in nodes_below(page.desk.open.study)]
    assert len(ids) == len(set(ids))
    copy = page.steps.step_id
    assert copy != step.id
    page.steps.move_step(-1)
    assert page.desk.open.node(part.id).steps[0].id == copy
    page.steps.remove_step()
    assert page.desk.open.node(part.id) == part


def test_every_node_of_this_page_can_be_shown(page):
    study = page.desk.open.study
    homes = page_of_nodes(study)
    here = [node for node in nodes_below(study) if homes[node.id] == "steps"]
    assert len(here) > 20
    for node in here:
        assert page.show_node(node.id), type(node).__name__


def test_a_fault_in_a_step_stays_at_its_field(page, qtbot):
    row = page.steps.forms[0].rows["yield_fraction"]
    before = page.desk.open.study
    type_row(row, qtbot, "180")
    assert page.desk.open.study is before
    assert row.below.property("state") == "fault"
