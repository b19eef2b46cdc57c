"""Documents: the preview is the real document, the files are those that the page says."""

import pytest
from PySide6.QtWidgets import QCheckBox, QMessageBox

from pcf.model.bom import Part
from pcf.model.edits import Insert, SetField
from pcf.model.study import Study
from pcf.texts import Language
from pcf.units import quantity


@pytest.fixture
def page(opened, qtbot):
    window = opened()
    window.go("documents")
    return window.page("documents")


def wait_for_pages(page, qtbot):
    qtbot.waitUntil(lambda: page.preview.page_count > 0, timeout=40_000)


def test_the_preview_shows_the_pages_of_the_document(page, qtbot):
    wait_for_pages(page, qtbot)
    assert page.preview.page_count >= 2
    before = page.preview.zoom_label.text()
    page.preview._scale(2)  # noqa: SLF001
    assert page.preview.zoom_label.text() != before


def test_the_files_that_are_announced_are_written(page, qtbot, tmp_path):
    page.languages.button(None).click()
    for box in page.exports.values():
        assert isinstance(box, QCheckBox)
        box.click()
    # Document, workbook and tables in two languages each, and one frozen result.
    assert "7" in page.issue.text()
    folder = tmp_path / "out"
    folder.mkdir()
    task = page.write_to(folder)
    with qtbot.waitSignal(task.finished, timeout=60_000) as finished:
        pass
    written = sorted(path.name for path in folder.iterdir())
    assert len(written) == 7
    assert {path.name for path in finished.args[0]} == set(written)


def test_a_folder_that_cannot_be_written_is_said(page, qtbot, tmp_path):
    (tmp_path / "no-folder").write_text("a file")
    task = page.write_to(tmp_path / "no-folder")
    with qtbot.waitSignal(task.failed, timeout=60_000):
        pass
    window = page.window()
    assert not window._strip.isHidden()  # noqa: SLF001
    assert "no-folder" in window._strip.text.text()  # noqa: SLF001


def test_what_blocks_disables_issuing_and_offers_a_draft(opened, calculated):
    window = opened()
    goal = window.desk.open.study.goal
    blank = [SetField(node=goal.id, field=each, value="") for each in ("reasons", "reasons_zh")]
    window.desk.open.edit(blank)
    calculated(window)
    window.go("documents")
    page = window.page("documents")
    assert not page.issue.isEnabled()
    assert page.draft.isVisible()
    assert "1" in page.reason.text()


def test_a_study_without_a_result_has_no_pages(opened):
    window = opened(Study())
    window.go("documents")
    page = window.page("documents")
    assert not page.issue.isEnabled()
    assert page.preview.page_count == 0


def test_files_of_an_earlier_issue_are_replaced_only_when_asked(page, qtbot, tmp_path, monkeypatch):
    page.exports["xlsx"].click()
    task = page.write_to(tmp_path)
    with qtbot.waitSignal(task.finished, timeout=60_000) as finished:
        pass
    written = {path: path.stat().st_mtime_ns for path in finished.args[0]}
    assert len(written) == 2
    asked = []

    def cancel(_parent, _title, text, *_buttons):
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", cancel)
    assert page.write_to(tmp_path) is None
    assert all(path.name in asked[0] for path in written)
    assert {path: path.stat().st_mtime_ns for path in written} == written
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    task = page.write_to(tmp_path)
    with qtbot.waitSignal(task.finished, timeout=60_000):
        pass
    assert all(path.stat().st_mtime_ns > written[path] for path in written)


def test_pages_keep_their_shape_and_the_preview_comes_to_rest(page, qtbot, qapp):
    wait_for_pages(page, qtbot)
    area, drawn = page.preview.area, []
    draw = page.preview._draw  # noqa: SLF001
    page.preview._draw = lambda: drawn.append(1) or draw()  # noqa: SLF001
    for width in (1281, 1280, 1300):
        page.window().resize(width, 800)
        for _ in range(20):
            qapp.processEvents()
        assert area.horizontalScrollBar().maximum() == 0
        wide = area.viewport().width() - 2 * 14
        assert area.widget().height() >= page.preview.page_count * wide * 1.35  # of A4: 1.41
    assert len(drawn) <= 3


def test_what_is_chosen_outlasts_another_language(page, program, opened):
    window = page.window()
    page.exports["csv"].click()
    page.languages.button(None).click()
    page.issuer.setText("Li Wen")
    before = page.order()
    program.set_language(Language.CHINESE)
    assert window.page("documents").order() == before


def test_a_line_that_adds_nothing_is_not_called_calculated(opened, calculated):
    window = opened()
    texts = window.desk.texts
    window.go("documents")
    page = window.page("documents")
    assert said_of_lines(page) == texts("ui.documents.met")
    line = Part(name="Bracket", quantity=quantity(1, "piece"))
    window.desk.open.edit([Insert(parent=window.desk.open.study.bom.id, index=-1, node=line)])
    calculated(window)
    assert said_of_lines(page) == texts("ui.documents.open")


def said_of_lines(page) -> str:
    first = page.ready.itemAt(0).widget().accessibleName()
    return first.removeprefix(page.desk.texts("ui.documents.ready-complete") + ": ")
