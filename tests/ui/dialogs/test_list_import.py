"""From a parts list to a study: preview, correction, import, merge of a newer one, undo."""

from pathlib import Path

import pytest

from pcf.model.bom import walk
from pcf.model.edits import SetField
from pcf.model.study import Study
from pcf.workflow.studies import save_study
from ui.dialogs.list_import import ListImportDialog
from ui.widgets.list_preview import Taken

FIRST = """Level,Part number,Description,Quantity,Mass,Material
1,P-1,Housing,1,350 g,aluminium
1,P-2,Cover,2,40 g,ABS
1,P-3,Screw,8,5 g,steel
"""
SECOND = FIRST.replace("P-3,Screw,8", "P-3,Screw,6").replace("1,P-2,Cover,2,40 g,ABS\n", "") + (
    "1,P-4,Seal,1,3 g,silicone\n"
)


@pytest.fixture
def list_file(tmp_path) -> Path:
    path = tmp_path / "parts.csv"
    path.write_text(FIRST, encoding="utf-8")
    return path


def dialog(window, path: Path, study, qtbot) -> ListImportDialog:
    made = ListImportDialog(window.desk, window, path, study)
    made.open()
    qtbot.waitUntil(lambda: made.preview is not None or not made.go.isEnabled(), timeout=30_000)
    return made


def finish(made: ListImportDialog, qtbot) -> None:
    with qtbot.waitSignal(made.done_with, timeout=60_000):
        made.go.click()


def test_a_list_becomes_a_study_of_the_empty_window(program, list_file, calculated, qtbot):
    window = program.open_window()
    made = dialog(window, list_file, None, qtbot)
    assert "3 of 3" in made.ready.text()
    made.name.setText("Pump")
    made.name.setModified(True)
    finish(made, qtbot)
    assert window.is_open
    study = window.desk.open.study
    assert study.product.name == "Pump"
    assert [part.number for part in study.bom.parts] == ["P-1", "P-2", "P-3"]
    calculated(window)
    assert window.desk.open.result is not None


def test_an_import_into_an_open_study_is_one_undo(opened, list_file, qtbot):
    window = opened(Study())
    before = window.desk.open.study
    finish(dialog(window, list_file, before, qtbot), qtbot)
    assert len(window.desk.open.study.bom.parts) == 3
    assert window.current == "parts"
    window.run_action("undo")
    assert window.desk.open.study is before


def test_a_column_is_taken_for_what_the_user_says(program, tmp_path, qtbot):
    path = tmp_path / "odd.csv"
    path.write_text("Part number,Description,Quantity,Wxyz\nA1,Lid,1,12\nA2,Pin,2,3\n", "utf-8")
    window = program.open_window()
    made = dialog(window, path, None, qtbot)
    assert "mass" not in made.preview.fields.values()
    made.table._on_chosen("D", Taken("mass", "g"))  # noqa: SLF001  what the box calls
    qtbot.waitUntil(lambda: made.preview.fields.get("D") == "mass", timeout=30_000)
    finish(made, qtbot)
    masses = [part.mass.amount.si for part in window.desk.open.study.bom.parts]
    assert masses == pytest.approx([0.012, 0.003])


def test_what_is_no_list_says_why_and_leaves_everything(program, tmp_path, qtbot):
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    window = program.open_window()
    made = ListImportDialog(window.desk, window, path, None)
    made.open()
    qtbot.waitUntil(lambda: "empty.csv" in made.counts.text(), timeout=30_000)
    assert not made.go.isEnabled()
    made.reject()
    assert not window.is_open


def test_a_newer_list_is_looked_at_and_merged_as_one_step(program, list_file, calculated, qtbot):
    window = program.open_window()
    finish(dialog(window, list_file, None, qtbot), qtbot)
    calculated(window)
    housing = window.desk.open.study.bom.parts[0]
    window.desk.open.edit([SetField(node=housing.id, field="note", value="typed by hand")])
    before = window.desk.open.study
    list_file.write_text(SECOND, encoding="utf-8")
    made = dialog(window, list_file, before, qtbot)
    with qtbot.waitSignal(made.done_with, timeout=60_000):
        made.go.click()
        qtbot.waitUntil(lambda: changes_of(made) is not None, timeout=60_000)
        changes = changes_of(made)
        assert changes.table.rowCount() >= 3
        changes.accept()
    study = window.desk.open.study
    assert [part.number for part in study.bom.parts] == ["P-1", "P-3", "P-4"]
    assert study.bom.parts[1].quantity.number == 6
    assert study.bom.parts[0].note == "typed by hand"
    window.run_action("undo")
    assert [part.id for part in walk(window.desk.open.study.bom)] == [
        part.id for part in walk(before.bom)
    ]


def changes_of(made: ListImportDialog):
    return next((child for child in made.children() if hasattr(child, "_merged")), None)


def test_dropped_files_open_by_what_they_are(opened, program, list_file, tmp_path, qtbot):
    window = opened()
    path = tmp_path / "other.cradle"
    save_study(path, window.desk.open.study)
    window.verbs.take_dropped([path])
    assert len(program.windows) == 2
    window.verbs.take_dropped([list_file])
    made = next(child for child in window.children() if isinstance(child, ListImportDialog))
    qtbot.waitUntil(lambda: made.preview is not None, timeout=30_000)
    assert made._merges  # noqa: SLF001
    made.reject()
