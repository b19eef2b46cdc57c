"""The start page: what was open last, with its result; what can be begun."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pcf.results.contributions import totals
from pcf.results.display import significant
from pcf.workflow.studies import save_study


def test_a_saved_study_is_listed_with_its_result_and_opens_on_enter(
    opened, program, calculated, tmp_path
):
    window = opened()
    path = tmp_path / "axis.cradle"
    save_study(path, window.desk.open.study)
    program.open_file(path)
    second = program.windows[-1]
    calculated(second)
    headline = totals(second.desk.open.result).headline
    second.close()
    window.go("start")
    table = window.page("start").recent
    assert table.rowCount() == 1
    assert table.item(0, 1).text() == window.desk.open.study.product.number
    assert table.item(0, 2).text().startswith(significant(headline))
    count = len(program.windows)
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert len(program.windows) == count + 1


def test_a_study_that_is_gone_says_so_and_can_be_taken_off(opened, program, calculated, tmp_path):
    window = opened()
    path = tmp_path / "gone.cradle"
    save_study(path, window.desk.open.study)
    program.open_file(path)
    calculated(program.windows[-1])
    program.windows[-1].close()
    path.unlink()
    window.go("start")
    table = window.page("start").recent
    assert table.item(0, 3).text() == window.desk.texts("ui.start.missing")
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert table.rowCount() == 0


def test_the_sample_opens_in_the_empty_window(program, calculated):
    window = program.open_window()
    window.run_action("open_sample")
    assert window.is_open
    assert len(program.windows) == 1
    calculated(window)
    assert window.desk.open.result is not None
