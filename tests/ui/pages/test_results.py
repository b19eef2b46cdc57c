"""Results: what stands on the page is what the result says; the trace adds up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pcf.model.bom import walk
from pcf.model.edits import SetField
from pcf.model.study import Study
from pcf.results.contributions import by_statement, totals
from pcf.units import quantity
from pcf.workflow.charts import CHART_FORMATS
from pcf.workflow.studies import open_study, save_study
from ui.pages.results import _TABS
from ui.widgets.chart_tools import ChartTools


@pytest.fixture
def page(opened):
    window = opened()
    window.go("results")
    return window.page("results")


def show(page, tab: str):
    """Choose a tab, as a click on it does, and give what it shows."""
    place = _TABS.index(tab)
    page.tabs.button(place).click()
    return page.stack.widget(place)


def number(text: str) -> float:
    return float(text.replace("\u202f", "").replace("−", "-"))


def test_the_trace_adds_up_at_every_level(page):
    tree = show(page, "trace").tree
    total = tree.topLevelItem(0)
    headline = totals(page.desk.open.result).headline
    assert number(total.text(3)) == pytest.approx(headline, abs=0.005)

    def check(item):
        children = [item.child(place) for place in range(item.childCount())]
        if children:
            inside = sum(number(child.text(3)) for child in children)
            assert inside == pytest.approx(number(item.text(3)), abs=0.006 * len(children))
        for child in children:
            check(child)

    check(total)


def test_a_leaf_shows_its_source(page):
    tree = show(page, "trace").tree
    stage = tree.topLevelItem(0).child(0)
    leaf = stage.child(0).child(0)
    tree.setCurrentItem(leaf)
    data_set = leaf.data(0, Qt.ItemDataRole.UserRole)[1]
    shown = " ".join(
        label.text() for label in page.trace.details.findChildren(type(page.hot_spots.title))
    )
    assert data_set.source.publisher in shown


def test_the_ranked_table_is_that_of_the_result(page):
    table = show(page, "hot-spots").table
    found = by_statement(page.desk.open.result)
    for place in range(min(5, table.rowCount())):
        assert number(table.item(place, 4).text()) == pytest.approx(found[place].kg_co2e, abs=0.005)
    page.hot_spots.copy()
    assert len(QApplication.clipboard().text().splitlines()) == table.rowCount()


def test_a_tile_chooses_its_row_and_back(page, qtbot):
    spots = show(page, "hot-spots")
    spots.map.grab()
    box = spots.map._boxes[1]  # noqa: SLF001
    middle = spots.map.rect().topLeft()
    middle.setX(round(box.x + box.width / 2))
    middle.setY(round(box.y + box.height / 2))
    qtbot.mouseClick(spots.map, Qt.MouseButton.LeftButton, pos=middle)
    assert spots.table.currentRow() == 1
    spots.table.selectRow(0)
    assert spots.map._current == spots._key(0)  # noqa: SLF001


def test_enter_on_a_contributor_goes_to_it(page, qtbot):
    show(page, "hot-spots")
    page.hot_spots.table.selectRow(0)
    page.hot_spots.table.setFocus()
    qtbot.keyClick(page.hot_spots.table, Qt.Key.Key_Return)
    assert page.window().current in {"parts", "steps", "transport"}


def test_the_solve_of_record_is_kept_in_the_file(opened, program, calculated, tmp_path, qtbot):
    window = opened()
    path = tmp_path / "axis.cradle"
    save_study(path, window.desk.open.study)
    size = path.stat().st_size
    program.open_file(path)
    second = program.windows[-1]
    calculated(second)
    second.run_action("full_solve")
    page = second.page("results")
    facts = page.overview.facts
    qtbot.waitUntil(lambda: "e-" in facts["agreement"].text(), timeout=60_000)
    assert float(facts["agreement"].text()) < 1e-9
    qtbot.waitUntil(lambda: path.stat().st_size > size, timeout=10_000)
    assert open_study(path) == second.desk.open.study


def test_nothing_is_shown_for_nothing(opened):
    window = opened(Study())
    window.go("results")
    page = window.page("results")
    assert page.shown.currentIndex() == 1
    assert not page.solve.isEnabled()


def test_a_ribbon_chooses_its_row_and_back(page, qtbot):
    tab = show(page, "flow")
    diagram = tab.diagram
    diagram.grab()
    link = diagram._placed.links[0]  # noqa: SLF001
    middle = diagram.rect().topLeft()
    middle.setX(round((link.x0 + link.x1) / 2))
    middle.setY(round((link.y0 + link.y1 + link.thickness) / 2))
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle)
    chosen = diagram._current  # noqa: SLF001
    assert tab._links[tab.table.currentRow()] == chosen  # noqa: SLF001
    tab.table.selectRow(3)
    assert diagram._current == tab._links[3]  # noqa: SLF001
    diagram.setFocus()
    qtbot.keyClick(diagram, Qt.Key.Key_Down)
    assert diagram._current != tab._links[3]  # noqa: SLF001


def test_the_flows_follow_an_edit_and_the_limit(page, qtbot, calculated):
    tab = show(page, "flow")
    many = tab.table.rowCount()
    last = tab.limit.count() - 1
    tab.limit.setCurrentIndex(last)
    tab.limit.activated.emit(last)
    assert tab.table.rowCount() < many
    before = tab._flow.net  # noqa: SLF001
    assert before == pytest.approx(totals(page.desk.open.result).headline)
    first = next(part for part in walk(page.desk.open.study.bom) if part.mass is not None)
    page.desk.edit(SetField(node=first.id, field="quantity", value=quantity(50, "piece")))
    calculated(page.window())
    assert tab._flow.net == pytest.approx(totals(page.desk.open.result).headline)  # noqa: SLF001
    assert tab._flow.net != pytest.approx(before)  # noqa: SLF001


def test_a_tab_that_is_not_looked_at_is_not_drawn(page):
    assert page.flow.table.rowCount() == 0
    show(page, "flow")
    assert page.flow.table.rowCount() > 0


@pytest.mark.parametrize("suffix", CHART_FORMATS)
def test_a_chart_is_written_as_what_its_name_says(page, qtbot, tmp_path, suffix):
    tools = show(page, "flow").tools
    task = tools.write_to(tmp_path / f"flow.{suffix}", "svg")
    with qtbot.waitSignal(task.finished, timeout=60_000):
        pass
    assert (tmp_path / f"flow.{suffix}").stat().st_size > 500
    assert f"flow.{suffix}" in page.window()._toast.text.text()  # noqa: SLF001


def test_a_chart_and_its_table_go_to_the_clipboard(page, qtbot):
    task = show(page, "hot-spots").tools.copy()
    with qtbot.waitSignal(task.finished, timeout=60_000):
        pass
    data = QApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.hasFormat("image/svg+xml")
    assert "kg CO₂e" in data.text()


def test_a_chart_that_cannot_be_written_is_said(page, qtbot, tmp_path):
    (tmp_path / "no-folder").write_text("a file")
    task = (
        show(page, "overview").findChild(ChartTools).write_to(tmp_path / "no-folder" / "x", "png")
    )
    with qtbot.waitSignal(task.finished, timeout=60_000):
        pass
    assert "no-folder" in page.window()._strip.text.text()  # noqa: SLF001
