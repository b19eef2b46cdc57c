"""How cells of tables and trees are drawn and edited: sign of a finding, share bar, parse echo."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from pcf.errors import InputError
from pcf.findings import Finding, Severity
from pcf.model.edits import Edit
from pcf.results.names import typed_amount
from pcf.units import Quantity
from ui.cell_roles import ChoicesRole, FindingRole, KindRole, MarkRole, ShareRole, UnitRole
from ui.desk import Desk
from ui.fields import FieldKind, FieldType, typed
from ui.widgets.drawing import draw_words

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint
EditsOf = Callable[[QModelIndex, str], list[Edit]]

ROW_PX, COMPACT_ROW_PX = 28, 24
_BAR_PX = 24
_SIGN_PX = 16
_PAD_PX = 8
_MARK_PX = 14


class CellDelegate(QStyledItemDelegate):
    """Draws and edits the cells of one view."""

    def __init__(self, desk: Desk, view: QAbstractItemView) -> None:
        """Belong to a view."""
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._echo: QLabel | None = None
        self._is_committing = False
        self._refusal = ""
        self._cell = QPersistentModelIndex()
        view.model().refused.connect(self._on_refused)  # type: ignore[attr-defined]  # of ours

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell with its rule, its bar and the sign of its worst finding."""
        theme = self._desk.look
        inner = QStyleOptionViewItem(option)
        finding = _told(index.data(FindingRole))
        share = index.data(ShareRole)
        cell: QRect = option.rect
        if finding is not None:
            inner.rect = cell.adjusted(0, 0, -(_SIGN_PX + _PAD_PX), 0)
        mark = index.data(MarkRole)
        if mark is not None:
            inner.rect.setRight(inner.rect.right() - self._mark_width(mark))
        # The background goes under sign and bar too, so it is drawn for the whole cell first.
        self._fill(painter, option, index, cell)
        super().paint(painter, inner, index)
        if share is not None:
            self._draw_bar(painter, cell, float(share))
        if mark is not None:
            self._draw_mark(painter, inner.rect, mark)
        if finding is not None:
            sign = theme.severity_pixmap(finding.severity, _SIGN_PX)
            top = cell.top() + (cell.height() - _SIGN_PX) // 2
            painter.drawPixmap(cell.right() - _SIGN_PX - _PAD_PX + 2, top, sign)
        painter.setPen(theme.colour("border"))
        painter.drawLine(cell.bottomLeft(), cell.bottomRight())
        is_current = index == self._view.currentIndex() and self._view.hasFocus()
        if is_current:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(cell.adjusted(0, 0, -1, -1))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the focus frame to `paint`."""
        super().initStyleOption(option, index)
        option.backgroundBrush = QBrush()  # drawn by `paint`, under sign and bar too
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give every row the height that the user has chosen."""
        height = COMPACT_ROW_PX if self._desk.settings.is_compact else ROW_PX
        return QSize(super().sizeHint(option, index).width(), self._desk.look.px(height))

    def createEditor(self, parent: QWidget, _: QStyleOptionViewItem, index: Index) -> QWidget:
        """Give a box for a choice, else a line that says how it is understood."""
        choices = index.data(ChoicesRole)
        if choices is not None:
            box = QComboBox(parent)
            for value, word in choices:
                box.addItem(word, value)
            box.activated.connect(lambda _: self._finish(box))
            return box
        line = QLineEdit(parent)
        line.setProperty("role", "cell")
        line.setAlignment(
            index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        )
        kind, unit = index.data(KindRole), index.data(UnitRole) or ""
        line.textEdited.connect(lambda text: self._say_echo(line, text, kind, unit))
        line.destroyed.connect(self._hide_echo)
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Let a box of choices show its words where the cell is too narrow for them."""
        super().updateEditorGeometry(editor, option, index)
        if isinstance(editor, QComboBox):
            room = self._view.viewport().width() - option.rect.left()
            wanted = min(editor.sizeHint().width(), room)
            editor.resize(max(editor.width(), wanted), editor.height())

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the value into the editor."""
        if isinstance(editor, QComboBox):
            shown = index.data(Qt.ItemDataRole.DisplayRole)
            editor.setCurrentIndex(max(0, editor.findText(str(shown))))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:  # noqa: ANN401
        """Hand the text or choice to the model."""
        self._refusal, self._cell = "", QPersistentModelIndex(index)
        self._is_committing = True
        try:
            if isinstance(editor, QComboBox):
                model.setData(index, editor.currentData())
            elif isinstance(editor, QLineEdit) and editor.isModified():
                model.setData(index, editor.text())
        finally:
            self._is_committing = False

    def keeps(self, editor: QWidget) -> bool:
        """Tell whether an editor stays open: its text was refused while the keyboard is in it.

        The reason stands below it then. Who has left the cell reads it at the top of the page.
        """
        said, self._refusal = self._refusal, ""
        if said and isinstance(editor, QLineEdit) and editor.hasFocus():
            self._show_echo(editor, said, "fault")
            return True
        if said:
            self._desk.shell.strip(at_cell(self._desk, self._cell, said))
        return False

    def _on_refused(self, said: str) -> None:
        if self._is_committing:
            self._refusal = said  # `keeps` says it where the cell is, if it is still edited
        else:
            self._desk.shell.strip(said)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _fill(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, cell: QRect
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(cell, ground)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, self._desk.look.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(cell, self._desk.look.colour("hover"))

    def _mark_width(self, mark: str) -> int:
        words = QFontMetrics(self._desk.look.font("label")).horizontalAdvance(mark)
        return _MARK_PX + words + _PAD_PX

    def _draw_mark(self, painter: QPainter, beside: QRect, mark: str) -> None:
        """Draw the sign of what is only proposed, and how sure it is, right of the text."""
        look = self._desk.look
        place = QRect(beside.right(), beside.top(), self._mark_width(mark), beside.height())
        sign = look.pixmap("sparkles", look.colour("text2"), _MARK_PX - 2)
        painter.drawPixmap(place.left(), place.center().y() - _MARK_PX // 2 + 1, sign)
        place.setLeft(place.left() + _MARK_PX)
        draw_words(
            painter, place, mark, look.style("text2", "label"), Qt.AlignmentFlag.AlignVCenter
        )

    def _draw_bar(self, painter: QPainter, cell: QRect, share: float) -> None:
        """Draw a share as a bar at the left of its number; what is removed is hatched."""
        width = max(2, round(min(1.0, abs(share)) * _BAR_PX)) if share else 0
        bar = QRect(cell.left() + _PAD_PX, cell.center().y() - 3, width, 7)
        colour = QColor(self._desk.look.colour("accent"))
        painter.fillRect(bar, colour if share > 0 else Qt.BrushStyle.BDiagPattern)

    def _say_echo(self, line: QLineEdit, text: str, kind: FieldType | None, unit: str) -> None:
        """Say below the cell what is being typed means."""
        self._hide_echo()
        if kind is None or kind.kind not in {FieldKind.AMOUNT, FieldKind.MASS} or not text.strip():
            return
        try:
            value = typed(text, kind, default_unit=unit)
            amount = value if isinstance(value, Quantity) else value.amount
            said, state = "= " + typed_amount(amount, self._desk.texts), ""
        except InputError as error:
            said, state = self._desk.texts.error(error), "fault"
        self._show_echo(line, said, state)

    def _show_echo(self, line: QLineEdit, said: str, state: str) -> None:
        """Show a text right below an editor, above it where there is no room."""
        self._hide_echo()
        echo = QLabel(said, self._view.viewport())
        echo.setProperty("role", "echo")
        echo.setProperty("state", state)
        line.setProperty("state", state)
        line.style().unpolish(line)
        line.style().polish(line)
        echo.adjustSize()
        widest = self._view.viewport().width()
        if echo.width() > widest:
            echo.setWordWrap(True)
            echo.setFixedWidth(widest)
            echo.adjustSize()
        cell = line.geometry()
        left = max(0, cell.right() - echo.width())
        below = cell.bottom() + 4
        has_room = below + echo.height() <= self._view.viewport().height()
        echo.move(left, below if has_room else cell.top() - echo.height() - 4)
        echo.show()
        echo.raise_()
        self._echo = echo

    def _hide_echo(self) -> None:
        if self._echo is not None:
            self._echo.hide()
            self._echo.deleteLater()
            self._echo = None


def at_cell(desk: Desk, index: Index, said: str) -> str:
    """Give what is said about a cell to who doesn't look at it: with its row and column."""
    if not index.isValid():
        return said
    row = index.sibling(index.row(), 0)
    head = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
    names = (str(each).strip() for each in (row.data() or "", head or ""))
    return desk.texts("ui.table.at-cell", cell=" · ".join(filter(None, names)), said=said)


def set_cells(desk: Desk, cells: Iterable[tuple[QModelIndex, str]], edits_of: EditsOf) -> bool:
    """Give cells a typed text each, all as one step, or none where one can't be; tell whether.

    Args:
        desk: of the window.
        cells: with their texts.
        edits_of: gives the edits of one cell, or raises `InputError`.
    """
    edits: list[Edit] = []
    for index, text in cells:
        try:
            edits += edits_of(index, text)
        except InputError as error:
            desk.shell.strip(at_cell(desk, index, desk.texts.error(error)))
            return False
    return bool(edits) and desk.edit(*edits)


def is_typing(event: QKeyEvent) -> bool:
    """Tell whether a key begins a text."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return (
        event.text().strip() != ""
        and not event.modifiers() & commands
        and (event.text().isprintable())
    )


def close_editor(view: QAbstractItemView, editor: QWidget, hint: Hint) -> bool:
    """Tell whether a view may close an editor: not while a refused text is being mended in it."""
    delegate = view.itemDelegate()
    is_given_up = hint is Hint.RevertModelCache
    return is_given_up or not (isinstance(delegate, CellDelegate) and delegate.keeps(editor))


def edit_current_cell(view: QAbstractItemView) -> None:
    """Begin to type into the current cell, if there is one to type into.

    None is while a refused text is still being mended in another one: that one keeps the keyboard.
    """
    index = view.currentIndex()
    is_busy = view.state() == QAbstractItemView.State.EditingState
    if not is_busy and index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
        view.edit(index)


def _told(finding: object) -> Finding | None:
    """Give a finding that a cell bears a sign for: notes are told below the table and on demand."""
    is_told = isinstance(finding, Finding) and finding.severity is not Severity.NOTE
    return finding if is_told and isinstance(finding, Finding) else None
