"""Documents: the preview is the real document, the files are those that the page says."""

import pytest
from PySide6.QtWidgets import QCheckBox, QMessageBox

from pcf.model.edits import SetField
from pcf.model.study import Study


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
