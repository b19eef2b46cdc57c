"""The picker: what it finds, what the total would be, what Enter takes."""

import pytest
from PySide6.QtCore import Qt

from pcf.model.bom import walk
from pcf.model.edits import SetField, apply
from pcf.results.contributions import totals
from pcf.units import Dimension
from pcf.workflow.calculation import calculate
from ui.dialogs.data_set_picker import Wanted, pick_data_set


def wanted(part, query: str) -> Wanted:
    return Wanted(
        title=part.label,
        query=query,
        current=part.data_set,
        dimensions=frozenset({Dimension.MASS}),
        edits=lambda ref: [SetField(node=part.id, field="data_set", value=ref)],
    )


def a_line(window):
    return next(part for part in walk(window.desk.open.study.bom) if part.data_set and part.mass)


def test_enter_takes_the_data_set_that_the_arrows_chose(opened, qtbot):
    window = opened()
    taken = []
    picker = pick_data_set(window.desk, window, wanted(a_line(window), "aluminium"), taken.append)
    first = picker.table.currentIndex().row()
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    chosen = picker.model.rows[picker.table.currentIndex().row()].data_set
    assert picker.table.currentIndex().row() > first
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert taken == [chosen.ref]


def test_the_total_would_be_what_it_then_is(opened, qtbot):
    window = opened()
    part = a_line(window)
    picker = pick_data_set(window.desk, window, wanted(part, "aluminium"), lambda _: None)
    model = picker.model
    qtbot.waitUntil(lambda: not model.unknown_totals()[:1], timeout=10_000)
    fitting = next(row.data_set for row in model.rows if row.data_set and row.data_set.unit == "kg")
    edited = apply(
        window.desk.open.study, [SetField(node=part.id, field="data_set", value=fitting.ref)]
    )
    headline = totals(calculate(edited, window.desk.background).result).headline
    assert model._totals[fitting.ref] == pytest.approx(headline, rel=1e-9)  # noqa: SLF001
    picker.reject()


def test_nothing_found_can_not_be_used(opened, qtbot):
    window = opened()
    picker = pick_data_set(window.desk, window, wanted(a_line(window), ""), lambda _: None)
    picker.search.setText("zzzz-no-such-thing")
    qtbot.waitUntil(lambda: not picker.use.isEnabled(), timeout=5000)
    assert "zzzz" in picker.empty._line.text()  # noqa: SLF001
    picker.reject()


def test_the_model_is_sound(opened, qtmodeltester):
    window = opened()
    picker = pick_data_set(window.desk, window, wanted(a_line(window), "steel"), lambda _: None)
    qtmodeltester.check(picker.model)
    picker.reject()
