"""Refurbishment cases in the window: begin one, read a register, follow findings, see numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from pcf.model.edits import SetField
from pcf.model.refurbishment import BurdenRule
from pcf.workflow.samples import REFURBISHMENT_SAMPLE, read_sample_study
from ui.shell.live_panel import LivePanel
from ui.widgets.chart_tools import ChartTools


@pytest.fixture
def depot(program, qtbot):
    """The page of the sample depot, calculated."""
    window = program.open_window()
    program.open_new(read_sample_study(REFURBISHMENT_SAMPLE))
    window.resize(1280, 800)
    window.go("circularity")
    tab = window.page("circularity").tabs[0]
    qtbot.waitUntil(lambda: tab.result is not None, timeout=20_000)
    return window, tab


def test_the_depot_shows_three_scenarios_and_its_fleet(depot):
    _, tab = depot
    assert [card.value.text() for card in tab.outcome.scenarios] == ["587", "161", "−123"]
    assert "headline" in tab.outcome.scenarios[1].why.text()
    assert "added" in tab.outcome.scenarios[2].why.text()
    model = tab.inputs.fleet.model
    assert model.rowCount() == 6
    assert model.index(0, model.columnCount() - 2).data() == "101.0"


def test_the_models_are_sound(depot, qtmodeltester):
    _, tab = depot
    for card in (tab.inputs.fleet, tab.inputs.steps, tab.inputs.transport, tab.inputs.published):
        qtmodeltester.check(card.model)


def test_an_edit_is_calculated_and_undone(depot, qtbot):
    window, tab = depot
    before = tab.result
    case = tab.case
    window.desk.edit(SetField(node=case.id, field="burden", value=BurdenRule.CUT_OFF))
    qtbot.waitUntil(lambda: tab.result is not before and tab.result.case.burden == "cut_off")
    assert tab.result.scenarios[1].fleet.value > before.scenarios[1].fleet.value
    window.desk.open.stack.undo()
    qtbot.waitUntil(lambda: tab.result.case.burden == "by_value")
    assert tab.result.sha256 == before.sha256


def test_the_published_table_is_a_case_of_its_own(depot, qtbot):
    _, tab = depot
    tab.cases.setCurrentIndex(1)
    tab.cases.activated.emit(1)
    qtbot.waitUntil(lambda: tab.result is not None and bool(tab.result.reproductions))
    model = tab.inputs.published.model
    assert model.rowCount() == 8
    assert {model.index(place, model.columnCount() - 1).data() for place in range(8)} == {"Yes"}


def test_a_case_is_begun_by_mouse_and_taken_back(opened, qtbot):
    window = opened()
    window.go("circularity")
    tab = window.page("circularity").tabs[0]
    qtbot.mouseClick(tab.add, Qt.MouseButton.LeftButton)
    assert tab.case is not None
    qtbot.waitUntil(lambda: tab.result is not None)
    assert tab.result.scenarios == ()
    assert tab.outcome.waiting.isVisibleTo(tab)
    window.desk.open.stack.undo()
    assert tab.case is None
    assert tab._stack.currentIndex() == 0  # noqa: SLF001


def test_the_burden_is_chosen_in_the_form(depot, qtbot):
    _, tab = depot
    control = tab.inputs.form.rows["burden"].control
    assert isinstance(control, QComboBox)
    place = control.findText("by time")
    control.setCurrentIndex(place)
    control.activated.emit(place)
    qtbot.waitUntil(lambda: tab.case.burden is BurdenRule.BY_TIME)
    qtbot.waitUntil(lambda: tab.result.case.burden is BurdenRule.BY_TIME)


def test_a_register_is_read_in_the_worker_and_kept_without_serial_numbers(opened, qtbot, tmp_path):
    window = opened()
    window.go("circularity")
    tab = window.page("circularity").tabs[0]
    path = tmp_path / "sold.csv"
    path.write_text("Category,Date sold,Serial number\nLaptop,2024-03-05,SN-77\nLaptop,soon,SN-8\n")
    tab.read_register(path)
    qtbot.waitUntil(lambda: tab.case is not None, timeout=20_000)
    register = tab.case.register
    assert (register.rows, register.rejected[0].rows) == (2, 1)
    assert "SN-77" not in str(window.desk.open.study)
    assert [each.name for each in tab.case.categories] == ["Laptop"]


def test_no_footprint_stands_beside_what_is_avoided(depot):
    window, _ = depot
    panel = window.findChild(LivePanel)
    assert not panel.isVisible()
    window.go("parts")
    assert panel.isVisible()


def test_charts_of_a_case_are_copied_and_written(depot, qtbot, tmp_path):
    _, tab = depot
    tools = {each._kind: each for each in tab.outcome.findChildren(ChartTools)}  # noqa: SLF001
    assert set(tools) == {"break-even", "device", "fleet"}
    task = tools["fleet"].write_to(tmp_path / "fleet.csv", "csv")
    with qtbot.waitSignal(task.ended, timeout=30_000):
        pass
    table = (tmp_path / "fleet.csv").read_text(encoding="utf-8-sig")
    assert "Avoided, t CO₂e" in table
    assert "Server" in table
    bars = tab.outcome.bars
    assert "161.0" in bars.accessibleName()
    assert "95 %" in bars.tip(bars._bars[-1])  # noqa: SLF001


def test_a_register_that_is_dropped_on_the_page_is_read_there(opened, qtbot, tmp_path):
    window = opened()
    window.go("circularity")
    tab = window.page("circularity").tabs[0]
    path = tmp_path / "sold.csv"
    path.write_text("Category,Date sold,Serial number\nLaptop,2024-03-05,SN-77\n")
    window.verbs.take_dropped([path])
    qtbot.waitUntil(lambda: tab.case is not None, timeout=20_000)
    assert tab.case.register.rows == 1
    assert window.current == "circularity"


def test_a_file_that_is_no_register_is_said(opened, qtbot, tmp_path):
    window = opened()
    window.go("circularity")
    tab = window.page("circularity").tabs[0]
    path = tmp_path / "prices.csv"
    path.write_text("Name,Price\nLaptop,3\n")
    task = tab.read_register(path)
    with qtbot.waitSignal(task.failed, timeout=20_000):
        pass
    assert tab.case is None


def test_a_finding_leads_to_its_row(depot):
    window, tab = depot
    laptop = tab.case.categories[0]
    window.go_to_node(laptop.id, "devices")
    assert tab.inputs.fleet.table.chosen_nodes() == [laptop.id]
    leg = tab.case.transport[0]
    window.go_to_node(leg.id, "distance")
    assert window.current_page == "circularity" if hasattr(window, "current_page") else True
    assert tab.inputs.transport.table.chosen_nodes() == [leg.id]


def test_the_document_is_seen_and_written(depot, qtbot, tmp_path):
    _, tab = depot
    dialog = tab.show_document()
    qtbot.waitUntil(lambda: dialog.preview.page_count > 0, timeout=60_000)
    dialog.workbook.setChecked(True)
    task = dialog.write_to(tmp_path)
    with qtbot.waitSignal(task.finished, timeout=60_000):
        pass
    names = sorted(path.name for path in tmp_path.glob("*refurbishment*"))
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "xlsx", "pdf", "xlsx"]


def test_without_a_number_there_is_no_document(opened, qtbot):
    window = opened()
    window.go("circularity")
    tab = window.page("circularity").tabs[0]
    tab.add_case()
    qtbot.waitUntil(lambda: tab.result is not None)
    assert tab.show_document() is None
