"""The bill of materials by keyboard and mouse: type, paste, fill, move, filter, suggest, pick."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from pcf.model.bom import Mass, MassOrigin, MatchOrigin, Part, walk
from pcf.model.edits import Insert, SetField
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.units import quantity
from pcf.workflow.library import open_library
from ui.cell_roles import MarkRole
from ui.dialogs.data_set_picker import DataSetPicker
from ui.dialogs.record_editor import RecordEditor
from ui.models.part_columns import COLUMNS
from ui.models.part_lines import Lines
from ui.models.part_tree import PartTreeModel

PLACES = {column.id: place for place, column in enumerate(COLUMNS)}


@pytest.fixture
def page(opened):
    window = opened()
    window.go("parts")
    return window.page("parts")


def study_of(page) -> Study:
    return page.desk.open.study


def leaf(page, number: int = 0) -> Part:
    return [part for part in walk(study_of(page).bom)[1:] if not part.parts][number]


def type_into(page, qtbot, part: Part, column: str, text: str) -> None:
    page.tree.show_cell(part.id, COLUMNS[PLACES[column]].field)
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    editor = page.tree.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    finish(page, qtbot, editor)


def finish(page, qtbot, editor: QLineEdit) -> None:
    """Press Enter; the delegate takes the text with the next event."""
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    closed = page.tree.State.NoState
    qtbot.waitUntil(lambda: page.tree.state() == closed, timeout=5000)


def part_of(page, part_id: str) -> Part:
    return next(part for part in walk(study_of(page).bom) if part.id == part_id)


def test_the_model_is_sound(page, qtmodeltester):
    qtmodeltester.check(page.model)


def test_every_line_is_shown_once_in_the_order_of_the_list(page):
    seen = []
    index = page.model.index(0, 0)
    while index.isValid():
        seen.append(page.model.part(index).id)
        index = page.tree.indexBelow(index)
    assert seen == [part.id for part in walk(study_of(page).bom)[1:]]


def test_a_mass_is_typed_with_its_unit_and_the_total_follows(page, qtbot, calculated):
    part = leaf(page)
    before = totals(page.desk.open.result).headline
    type_into(page, qtbot, part, "mass", "12,5 kg")
    assert part_of(page, part.id).mass.amount.si == 12.5
    calculated(page.window())
    assert totals(page.desk.open.result).headline > before
    shown = page.model.index_of(part.id, PLACES["mass"]).data()
    assert shown.startswith("12.5")


def refused_mass(page, qtbot, part: Part) -> QLineEdit:
    """Type what is no mass and press Enter; give the editor, which stays open."""
    page.window().activateWindow()
    page.tree.show_cell(part.id, "mass")
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    editor = page.tree.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "3 parsnips")
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    return editor


def test_what_is_no_mass_stays_in_its_cell_until_it_is_mended(page, qtbot):
    part = leaf(page)
    before = study_of(page)
    editor = refused_mass(page, qtbot, part)
    assert page.tree.state() == page.tree.State.EditingState
    assert editor.text() == "3 parsnips"
    (echo,) = (each for each in page.tree.viewport().findChildren(QLabel) if each.isVisible())
    assert "parsnips" in echo.text()
    assert echo.property("state") == "fault"
    assert study_of(page) is before
    editor.selectAll()
    qtbot.keyClicks(editor, "3 kg")
    finish(page, qtbot, editor)
    assert part_of(page, part.id).mass.amount.si == 3
    below = page.model.part(page.tree.currentIndex())
    assert below.id != part.id


def test_who_leaves_what_is_no_mass_is_told_and_nothing_changes(page, qtbot):
    before = study_of(page)
    part = leaf(page)
    refused_mass(page, qtbot, part)
    page.filter.setFocus()
    QApplication.processEvents()
    assert page.tree.state() != page.tree.State.EditingState
    assert study_of(page) is before
    said = page.window()._strip.text.text()  # noqa: SLF001
    assert part.name in said
    assert "Mass each" in said
    assert "parsnips" in said


def test_a_line_added_meanwhile_is_typed_in_place_of_what_was_refused(page, qtbot):
    part = leaf(page)
    count = len(walk(study_of(page).bom))
    refused_mass(page, qtbot, part)
    page.add_line()
    QApplication.processEvents()
    (editor,) = (each for each in page.tree.viewport().findChildren(QLineEdit) if each.isVisible())
    qtbot.keyClicks(editor, "Spacer")
    finish(page, qtbot, editor)
    assert len(walk(study_of(page).bom)) == count + 1
    assert any(each.name == "Spacer" for each in walk(study_of(page).bom))
    assert part_of(page, part.id) == part


def test_escape_gives_what_was_refused_up(page, qtbot):
    before = study_of(page)
    editor = refused_mass(page, qtbot, leaf(page))
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert page.tree.state() != page.tree.State.EditingState
    assert study_of(page) is before


def test_a_block_is_pasted_as_one_step(page):
    first, second = leaf(page, 0), leaf(page, 1)
    page.tree.show_cell(first.id, "quantity")
    QApplication.clipboard().setText("3\t1.5 kg\n4\t250 g")
    page.tree.paste()
    assert part_of(page, first.id).quantity.number == 3
    assert part_of(page, second.id).mass.amount.si == 0.25
    page.window().run_action("undo")
    assert part_of(page, first.id) == first
    assert part_of(page, second.id) == second


def test_a_block_with_a_bad_cell_changes_nothing(page):
    before = study_of(page)
    page.tree.show_cell(leaf(page).id, "quantity")
    QApplication.clipboard().setText("3\t1.5 kg\nmany\t250 g")
    page.tree.paste()
    assert study_of(page) is before


def test_copy_gives_what_paste_takes(page):
    part = leaf(page)
    page.tree.show_cell(part.id, "mass")
    page.tree.copy()
    assert QApplication.clipboard().text() == part.mass.amount.text


def test_fill_down_gives_all_selected_the_value_of_the_first(page):
    parts = [leaf(page, number) for number in range(3)]
    page.tree.show_cell(parts[0].id, "quantity")
    for part in parts:
        index = page.model.index_of(part.id, PLACES["quantity"])
        page.tree.selectionModel().select(index, page.tree.selectionModel().SelectionFlag.Select)
    page.desk.open.edit([SetField(node=parts[0].id, field="quantity", value=quantity(7, "piece"))])
    page.tree.fill_down()
    assert [part_of(page, part.id).quantity.number for part in parts] == [7, 7, 7]


def test_a_line_is_added_typed_and_removed_by_keys(page, qtbot):
    part = leaf(page)
    count = len(walk(study_of(page).bom))
    page.tree.show_cell(part.id)
    qtbot.keyClick(page.tree, Qt.Key.Key_Insert)
    editor = page.tree.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "Spacer")
    finish(page, qtbot, editor)
    assert len(walk(study_of(page).bom)) == count + 1
    spacer = next(each for each in walk(study_of(page).bom) if each.name == "Spacer")
    page.tree.show_cell(spacer.id)
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    assert len(walk(study_of(page).bom)) == count


def test_lines_move_among_their_siblings_and_in_and_out(page, qtbot):
    assembly = next(part for part in study_of(page).bom.parts if len(part.parts) > 2)
    second = assembly.parts[1]
    page.tree.show_cell(second.id)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, modifiers)
    assert part_of(page, assembly.id).parts[0].id == second.id
    qtbot.keyClick(page.tree, Qt.Key.Key_Down, modifiers)
    assert part_of(page, assembly.id) == assembly
    qtbot.keyClick(page.tree, Qt.Key.Key_Right, modifiers)
    assert part_of(page, assembly.parts[0].id).parts[-1].id == second.id
    qtbot.keyClick(page.tree, Qt.Key.Key_Left, modifiers)
    assert part_of(page, assembly.id).parts[1].id == second.id


def test_dropping_a_line_on_an_assembly_puts_it_in(page):
    first, second = study_of(page).bom.parts[:2]
    moved = first.parts[0]
    on_item = page.tree.DropIndicatorPosition.OnItem
    page.tree._move_to([moved.id], second.id, on_item)  # noqa: SLF001  what a drop does
    assert part_of(page, second.id).parts[-1].id == moved.id
    above = page.tree.DropIndicatorPosition.AboveItem
    page.tree._move_to([moved.id], first.parts[1].id, above)  # noqa: SLF001
    assert part_of(page, first.id).parts[0].id == moved.id


def test_an_assembly_can_not_be_dropped_into_itself(page):
    first = study_of(page).bom.parts[0]
    before = study_of(page)
    on_item = page.tree.DropIndicatorPosition.OnItem
    page.tree._move_to([first.id], first.parts[0].id, on_item)  # noqa: SLF001
    assert study_of(page) is before
    assert not page.window()._strip.isHidden()  # noqa: SLF001


def test_the_filter_keeps_the_assemblies_of_what_it_finds(page):
    part = leaf(page, 5)
    page.filter.setText(page.desk.texts.choose(part.name, part.name_zh))
    assert page.model.index_of(part.id).isValid()
    assert page.model.index_of(part.id).parent().isValid()
    shown = sum(1 for _ in rows_of(page))
    assert shown < len(walk(study_of(page).bom)) - 1
    page.show_node(leaf(page, 0).id, "mass")
    assert page.filter.text() == ""


def rows_of(page):
    index = page.model.index(0, 0)
    while index.isValid():
        yield index
        index = page.tree.indexBelow(index)


def test_sorting_shows_and_never_edits(page):
    before = study_of(page)
    page._sort(PLACES["kg"])  # noqa: SLF001  what a click on the head does
    first = page.model.index(0, 0)
    numbers = [
        float(page.model.index(row, PLACES["kg"], first).data().replace("\u202f", ""))
        for row in range(page.model.rowCount(first))
    ]
    assert numbers == sorted(numbers, reverse=True)
    page._sort(PLACES["kg"])  # noqa: SLF001
    page._sort(PLACES["kg"])  # noqa: SLF001
    parts = [part.id for part in page.model.part(first).parts]
    shown = [page.model.part(page.model.index(row, 0, first)).id for row in range(len(parts))]
    assert shown == parts
    page._sort(PLACES["part"])  # noqa: SLF001
    page.add_line()
    page.window().run_action("undo")
    assert study_of(page) is before


def test_a_data_set_is_picked_and_remembered(page, qtbot):
    part = leaf(page)
    page.tree.show_cell(part.id, "data_set")
    qtbot.keyClick(page.tree, Qt.Key.Key_F4)
    picker = next(each for each in page.children() if hasattr(each, "chosen"))
    picker.search.setText("stainless steel")
    qtbot.waitUntil(lambda: "tainless" in picker.model.rows[1].name, timeout=5000)
    chosen = picker.model.rows[1].data_set.ref
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert part_of(page, part.id).data_set == chosen
    assert open_library().lines[-1].data_set == chosen


def test_suggestions_are_taken_over_as_guesses_and_confirmed(opened, calculated, qtbot):
    window = opened(Study())
    root = window.desk.open.study.bom.id
    names = ("Screw M4x10 ISO 4762", "Aluminium plate", "xyzzy")
    window.desk.open.edit(
        [
            Insert(parent=root, index=-1, node=Part(name=name, quantity=quantity(1, "piece")))
            for name in names
        ]
    )
    window.go("parts")
    page = window.page("parts")
    assert page.model.counts()[Lines.UNMATCHED] == 3
    before = study_of(page)
    page.suggest_from(0.5)
    qtbot.waitUntil(lambda: study_of(page) is not before, timeout=20_000)
    screw = study_of(page).bom.parts[0]
    assert screw.mass is not None
    assert screw.current_match.origin is MatchOrigin.PROPOSED
    guess = page.model.index_of(screw.id, PLACES["data_set"])
    assert "guessed" in guess.data(Qt.ItemDataRole.AccessibleTextRole)
    assert guess.data(MarkRole) is not None
    page.tree.show_cell(screw.id)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert part_of(page, screw.id).current_match.origin is MatchOrigin.CONFIRMED
    assert open_library().lines


def test_an_empty_study_says_what_to_do_and_takes_the_first_line(opened, qtbot):
    window = opened(Study())
    window.go("parts")
    page = window.page("parts")
    assert page.shown.currentIndex() == 1
    page.add_line()
    assert page.shown.currentIndex() == 0
    assert len(study_of(page).bom.parts) == 1


def test_an_index_outlives_an_edit(page):
    part = leaf(page)
    index = page.model.index_of(part.id)
    page.desk.open.edit([SetField(node=part.id, field="note", value="x")])
    assert page.model.part(index).note == "x"
    assert page.model.index_of("no-such-part") == QModelIndex()


def test_ten_thousand_lines_are_built_and_edited(opened, calculated, qtbot):
    lines = tuple(
        Part(name=f"Line {number}", quantity=quantity(1, "piece")) for number in range(10_000)
    )
    window = opened(Study(bom=Part(parts=lines)))
    window.go("parts")
    page = window.page("parts")
    assert page.model.rowCount() == 10_000
    type_into(page, qtbot, lines[9_000], "mass", "2 kg")
    assert study_of(page).bom.parts[9_000].mass.amount.si == 2
    assert isinstance(page.model, PartTreeModel)


@pytest.mark.parametrize("width", [1024, 1280, 1680])
def test_the_names_share_what_the_numbers_leave(page, qtbot, width):
    page.window().resize(width, 800)
    tree = page.tree
    qtbot.wait(1)
    whole = sum(tree.columnWidth(place) for place in range(len(COLUMNS)))
    assert whole == tree.viewport().width()
    names = tree.columnWidth(PLACES["part"]) + tree.columnWidth(PLACES["data_set"])
    assert tree.columnWidth(PLACES["data_set"]) == pytest.approx(0.44 * names, abs=1)
    page.columns.actions()[PLACES["material"] - 1].setChecked(True)
    less = tree.columnWidth(PLACES["part"]) + tree.columnWidth(PLACES["data_set"])
    assert less == max(names - tree.columnWidth(PLACES["material"]), 270)


def select(page, parts: list[Part], column: str) -> None:
    page.tree.show_cell(parts[0].id, COLUMNS[PLACES[column]].field)
    for part in parts[1:]:
        index = page.model.index_of(part.id, PLACES[column])
        page.tree.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def test_one_data_set_is_picked_for_all_selected_lines_as_one_step(page, qtbot):
    chosen = [leaf(page, number) for number in range(3)]
    select(page, chosen, "data_set")
    qtbot.keyClick(page.tree, Qt.Key.Key_F4)
    [picker] = page.findChildren(DataSetPicker)
    assert "3 lines" in picker.windowTitle()
    picker.search.setText("stainless steel")
    qtbot.waitUntil(lambda: "tainless" in picker.model.rows[1].name, timeout=5000)
    wanted = picker.model.rows[1].data_set.ref
    steps = page.desk.open.stack.count()
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert {part_of(page, part.id).data_set for part in chosen} == {wanted}
    assert page.desk.open.stack.count() == steps + 1
    assert page.window().verbs.undo_words()[0] == "Change data set of 3 entries"
    assert len(page.tree.chosen_lines()) == 3


def test_a_selected_assembly_keeps_what_it_is_made_of(page, qtbot):
    assembly = next(part for part in walk(study_of(page).bom)[1:] if part.parts)
    inside = next(part for part in assembly.parts if not part.parts)
    select(page, [assembly, inside], "data_set")
    qtbot.keyClick(page.tree, Qt.Key.Key_F4)
    [picker] = page.findChildren(DataSetPicker)
    assert inside.label in picker.windowTitle()


def test_what_is_stated_of_selected_lines_is_stated_once(page, qtbot):
    chosen = [leaf(page, number) for number in range(2)]
    select(page, chosen, "part")
    page.edit_record(page.tree.chosen_lines(), "bio_based")
    [form] = page.findChildren(RecordEditor)
    assert "2 lines" in form.windowTitle()
    line = form.form.rows["share"].control
    line.setText("45 %")
    line.editingFinished.emit()
    form.take.click()
    assert {part_of(page, part.id).bio_based.share for part in chosen} == {0.45}
    assert page.window().verbs.undo_words()[0].endswith("of 2 entries")


def test_a_line_that_is_left_out_shows_no_zero(page, qtbot):
    bought = (each for each in walk(study_of(page).bom) if not (each.parts or each.steps))
    part = next(bought)
    page.desk.open.edit([SetField(node=part.id, field="mass", value=None)])
    qtbot.waitUntil(lambda: _cell(page, part, "kg") == "–", timeout=10000)
    assert _cell(page, part, "share") == ""


def _cell(page, part: Part, column: str) -> str:
    return page.model.index_of(part.id, PLACES[column]).data() or ""


def column_of(page) -> str:
    return COLUMNS[page.tree.currentIndex().column()].id


def test_arrows_go_from_cell_to_cell_and_fold_in_the_first_column(page, qtbot):
    tree = page.tree
    assembly = next(part for part in walk(study_of(page).bom)[1:] if part.parts)
    for part in (leaf(page), assembly):
        tree.show_cell(part.id, "mass")
        for key, column in (
            (Qt.Key.Key_Left, "quantity"),
            (Qt.Key.Key_Left, "part"),
            (Qt.Key.Key_Right, "quantity"),
            (Qt.Key.Key_Right, "mass"),
            (Qt.Key.Key_Right, "data_set"),
        ):
            qtbot.keyClick(tree, key)
            assert column_of(page) == column
            assert page.model.part(tree.currentIndex()).id == part.id
    tree.show_cell(assembly.id)
    for key, is_open in ((Qt.Key.Key_Left, False), (Qt.Key.Key_Right, True)):
        qtbot.keyClick(tree, key)
        assert tree.isExpanded(tree.currentIndex()) is is_open


def test_tab_goes_to_the_next_cell_that_is_typed_into(page, qtbot):
    part = leaf(page)
    page.tree.show_cell(part.id, "name")
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    qtbot.keyClick(page.tree.viewport().findChild(QLineEdit), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: column_of(page) == "quantity", timeout=5000)
    assert page.model.part(page.tree.currentIndex()).id == part.id


def test_typing_on_a_data_set_goes_on_in_the_picker(page, qtbot):
    page.tree.show_cell(leaf(page).id, "data_set")
    qtbot.keyClicks(page.tree, "s")
    picker = page.findChild(DataSetPicker)
    assert picker.search.text() == "s"
    qtbot.keyClicks(picker.search, "teel")
    assert picker.search.text() == "steel"
    picker.reject()


def test_the_foot_is_the_sum_of_the_rows_above_it(page, qtbot):
    qtbot.waitUntil(lambda: "kg" in page.foot.words, timeout=5000)
    top = (page.model.index(row, PLACES["kg"]) for row in range(page.model.rowCount()))
    rows = sum(float(index.data().replace("\u202f", "")) for index in top)
    assert float(page.foot.words["kg"].replace("\u202f", "")) == pytest.approx(rows, abs=0.02)
    assert page.foot.words["kg"] in page.foot.accessibleName()


def test_the_card_mends_the_finding_of_its_cell(page, qtbot, calculated):
    root = study_of(page).bom
    line = Part(name="Bracket", quantity=quantity(1, "piece"))
    page.desk.open.edit([Insert(parent=root.id, index=-1, node=line)])
    calculated(page.window())
    page.tree.show_cell(line.id, "data_set")
    assert page.card.go.text() == page.desk.texts("ui.parts.pick")
    page.card.go.click()
    picker = page.findChild(DataSetPicker)
    assert picker.isVisible()
    picker.reject()
    steel = next(each.data_set for each in walk(study_of(page).bom) if each.data_set)
    page.desk.open.edit([SetField(node=line.id, field="data_set", value=steel)])
    calculated(page.window())
    page.tree.show_cell(line.id, "mass")
    page.card.go.click()
    assert page.tree.state() == page.tree.State.EditingState


def test_an_estimated_mass_stands_in_the_unit_that_fits_it(page):
    part = leaf(page)
    mass = Mass(amount=quantity(0.002134, "g"), origin=MassOrigin.PACKAGE)
    page.desk.open.edit([SetField(node=part.id, field="mass", value=mass)])
    shown = page.model.index_of(part.id, PLACES["mass"]).data()
    assert shown.replace("\u00a0", " ") == "≈ 2.13 mg"


def test_lines_without_a_number_come_last_however_one_sorts(page, calculated):
    root = study_of(page).bom.parts[0]
    line = Part(name="No mass", quantity=quantity(1, "piece"))
    page.desk.open.edit([Insert(parent=root.id, index=0, node=line)])
    calculated(page.window())
    for _ in ("down", "up"):
        page._sort(PLACES["mass"])  # noqa: SLF001  what a click on the head does
        above = page.model.index_of(root.id)
        last = page.model.index(page.model.rowCount(above) - 1, 0, above)
        assert page.model.part(last).id == line.id
