"""A calculation that ends in a fault of the program leaves no number that looks like a result."""

from pcf.model.edits import SetField
from pcf.workflow import calculate


def rename(window, name: str) -> None:
    product = window.desk.open.study.product
    window.desk.open.edit([SetField(node=product.id, field="name", value=name)])


def broken(*_given) -> None:
    raise ZeroDivisionError("ours")


def test_a_fault_of_ours_is_reported_and_shows_not_calculated(
    opened, calculated, qtbot, monkeypatch
):
    window = opened()
    panel = window._panel  # noqa: SLF001
    texts = window.desk.texts
    for page in ("transport", "checks", "results", "documents", "parts"):
        window.go(page)
    number = panel.total.text()
    monkeypatch.setattr("ui.calculator.calculate", broken)
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
    monkeypatch.setattr("ui.calculator.calculate", calculate)
    window.run_action("undo")
    calculated(window)
    assert panel.total.text() == number
    assert panel.chip.text() != texts("ui.panel.state-failed")
