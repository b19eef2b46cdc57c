"""A user's day through the widgets alone: from the start page to the issued documents."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from pcf.findings import Severity
from pcf.model.bom import walk
from pcf.texts import Language
from pcf.workflow.studies import open_study
from ui.dialogs.data_set_picker import DataSetPicker
from ui.dialogs.list_import import ListImportDialog

LIST = """Level,Part number,Description,Quantity,Mass,Material
1,P20-01,Housing,1,350 g,aluminium
1,P20-02,Cover,2,40 g,ABS
1,P20-03,Screw,8,5 g,steel
1,P20-04,Strange thing,1,3 g,
"""


def type_text(control, qtbot, text: str) -> None:
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, text)
    qtbot.keyClick(control, Qt.Key.Key_Return)


def type_cell(table, qtbot, text: str) -> None:
    """Type into the cell that is being edited, and wait until its editor is gone."""
    qtbot.waitUntil(lambda: len(editors(table)) == 1, timeout=5000)
    qtbot.keyClicks(editors(table)[0], text)
    qtbot.keyClick(editors(table)[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not editors(table), timeout=5000)


def editors(table) -> list[QLineEdit]:
    return table.viewport().findChildren(QLineEdit)


def test_from_a_dropped_list_to_documents(  # noqa: PLR0915  a day has many steps
    program, calculated, qtbot, tmp_path, monkeypatch
):
    window = program.open_window()
    path = tmp_path / "P-20.csv"
    path.write_text(LIST, encoding="utf-8")

    # The list is dropped on the window, looked at and imported.
    window.verbs.take_dropped([path])
    assistant = window.findChild(ListImportDialog)
    qtbot.waitUntil(lambda: assistant.preview is not None, timeout=30_000)
    assert assistant.preview.lines == 4
    with qtbot.waitSignal(assistant.done_with, timeout=60_000):
        qtbot.mouseClick(assistant.go, Qt.MouseButton.LeftButton)
    calculated(window)

    # The line that nothing was proposed for gets its data set from the picker.
    parts = window.page("parts")
    strange = next(part for part in walk(window.desk.open.study.bom) if part.number == "P20-04")
    assert strange.data_set is None
    parts.tree.show_cell(strange.id, "data_set")
    qtbot.keyClick(parts.tree, Qt.Key.Key_F4)
    picker = parts.findChild(DataSetPicker)
    picker.search.setText("silicone")
    qtbot.waitUntil(lambda: any("ilicone" in row.name for row in picker.model.rows), timeout=5000)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert window.desk.open.node(strange.id).data_set is not None

    # A site, two steps with power, a leg.
    window.go("steps")
    steps = window.page("steps")
    steps.sites.add_site()
    type_text(steps.sites.form.rows["name"].control, qtbot, "Suzhou plant")
    country = steps.sites.form.rows["country"]
    country.control.activated.emit(country._offered.index("CHN"))  # noqa: SLF001
    site = window.desk.open.study.sites[0].id
    for name, energy in (("Milling", "1.2"), ("Assembly", "0.3")):
        steps.steps.add_step()
        type_text(steps.steps.forms[0].rows["name"].control, qtbot, name)
        where = steps.steps.forms[0].rows["site"]
        where.control.activated.emit(where._offered.index(site))  # noqa: SLF001
        steps.steps._add_power()  # noqa: SLF001  what its button does
        type_cell(steps.steps.inputs.table, qtbot, energy)
    assert [step.inputs[0].amount.text for step in window.desk.open.study.bom.steps] == [
        "1.2", "0.3",
    ]  # fmt: skip
    window.go("transport")
    transport = window.page("transport")
    transport.legs.add_node()
    type_cell(transport.legs.table, qtbot, "Suppliers to plant")
    calculated(window)

    # A finding leads to the field that mends it.
    missing = [each for each in window.desk.open.findings if each.field == "distance"]
    assert missing
    window.desk.shell.go_to_node(missing[0].node, "distance")
    assert window.current == "transport"
    qtbot.keyClick(transport.legs.table, Qt.Key.Key_F2)
    type_cell(transport.legs.table, qtbot, "380")
    calculated(window)
    assert not [each for each in window.desk.open.findings if each.field == "distance"]

    # The result is read, the study saved, the draft written in both languages.
    window.go("results")
    assert window.page("results").shown.currentIndex() == 0
    target = tmp_path / "P-20.cradle"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    window.run_action("save")
    assert window.desk.open.is_saved
    assert open_study(target) == window.desk.open.study
    window.go("documents")
    documents = window.page("documents")
    documents.languages.button(None).click()
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(out))
    blocked = any(
        each.severity in {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
        for each in window.desk.open.findings
    )
    press = documents.draft if blocked else documents.issue
    qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(list(out.iterdir())) == len(Language), timeout=60_000)
    assert {path.suffix for path in Path(out).iterdir()} == {".pdf"}
