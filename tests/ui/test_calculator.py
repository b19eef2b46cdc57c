"""A calculation that ends in a fault of the program leaves no number that looks like a result."""

import pytest

from pcf.model.bom import walk
from pcf.model.edits import SetField
from pcf.units import quantity
from ui import calculator


def rename(window, name: str) -> None:
    product = window.desk.open.study.product
    window.desk.open.edit([SetField(node=product.id, field="name", value=name)])


def broken(*_given) -> None:
    raise ZeroDivisionError("ours")


@pytest.mark.parametrize("stage", ["calculate_numbers", "judged"])
def test_a_fault_of_ours_is_reported_and_shows_not_calculated(
    opened, calculated, qtbot, monkeypatch, stage
):
    window = opened()
    panel = window._panel  # noqa: SLF001
    texts = window.desk.texts
    for page in ("transport", "checks", "results", "documents", "parts"):
        window.go(page)
    number = panel.total.text()
    whole = getattr(calculator, stage)
    monkeypatch.setattr(calculator, stage, broken)
    with qtbot.captureExceptions() as raised:
        rename(window, "fails")
        qtbot.waitUntil(lambda: window.desk.open.is_failed, timeout=20_000)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]
    assert panel.chip.text() == texts("ui.panel.state-failed")
    assert panel.total.text() == "–"
    assert panel.unit.text() == texts("ui.panel.failed")
    window.go("checks")
    assert window.page("checks").sentence.text() == texts("ui.checks.not-calculated")
    window.go("transport")
    legs = window.page("transport").legs.model
    assert {legs.index(row, 6).data() for row in range(legs.rowCount())} == {"–"}
    window.go("results")
    assert window.page("results").shown.currentIndex() == 1
    window.go("documents")
    assert not window.page("documents").issue.isEnabled()
    monkeypatch.setattr(calculator, stage, whole)
    window.run_action("undo")
    calculated(window)
    assert panel.total.text() == number
    assert panel.chip.text() != texts("ui.panel.state-failed")


def test_the_total_stands_before_the_checks_are_through(opened, calculated, qtbot):
    window = opened()
    panel, opened_study = window._panel, window.desk.open  # noqa: SLF001
    before = panel.total.text()
    seen = []
    window.calculator.counted.connect(lambda *_: seen.append(opened_study.is_current))
    part = next(each for each in walk(opened_study.study.bom)[1:] if not each.parts)
    many = quantity(500, "piece")
    with qtbot.waitSignal(window.calculator.counted, timeout=20_000):
        opened_study.edit([SetField(node=part.id, field="quantity", value=many)])
    assert seen == [False]
    shown = panel.total.text()
    assert shown != before
    calculated(window)
    assert panel.total.text() == shown
