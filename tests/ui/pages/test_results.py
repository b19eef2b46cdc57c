"""Results: what stands on the page is what the result says; the trace adds up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pcf.model.study import Study
from pcf.results.contributions import by_statement, totals
from pcf.workflow import open_study, save_study


@pytest.fixture
def page(opened):
    window = opened()
    window.go("results")
    return window.page("results")


def number(text: str) -> float:
    return float(text.replace("\u202f", "").replace("−", "-"))


def test_the_trace_adds_up_at_every_level(page):
    tree = page.trace.tree
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
    tree = page.trace.tree
    stage = tree.topLevelItem(0).child(0)
    leaf = stage.child(0).child(0)
    tree.setCurrentItem(leaf)
    data_set = leaf.data(0, Qt.ItemDataRole.UserRole)[1]
    shown = " ".join(
        label.text() for label in page.trace.details.findChildren(type(page.hot_spots.title))
    )
    assert data_set.source.publisher in shown


def test_the_ranked_table_is_that_of_the_result(page):
    table = page.hot_spots.table
    found = by_statement(page.desk.open.result)
    for place in range(min(5, table.rowCount())):
        assert number(table.item(place, 3).text()) == pytest.approx(found[place].kg_co2e, abs=0.005)
    page.hot_spots.copy()
    assert len(QApplication.clipboard().text().splitlines()) == table.rowCount()


def test_a_tile_chooses_its_row_and_back(page, qtbot):
    page._show_tab(1)  # noqa: SLF001  what a click on the tab does
    spots = page.hot_spots
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
    page._show_tab(1)  # noqa: SLF001
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
