"""What the program is, whose data it draws on, and which keys it knows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pcf.workflow.program import program_name
from ui.desk import Desk
from ui.widgets.basics import button, column, row, text_label

_SIZE = (680, 560)


def show_keys(desk: Desk, parent: QWidget, keys: Sequence[tuple[str, str]]) -> None:
    """Show shortcuts: what each does, and its keys."""
    _dialog(desk, parent, "ui.action.keys", _keys_table(desk, keys)).open()


def show_about(desk: Desk, parent: QWidget) -> None:
    """Show version, licences and the attributions of the shipped data."""
    words = QPlainTextEdit(about_words(desk))
    words.setReadOnly(True)
    words.setAccessibleName(desk.texts("ui.action.about"))
    _dialog(desk, parent, "ui.action.about", words).open()


def about_words(desk: Desk) -> str:
    """Give version, licences and the attribution of every source of the shipped data."""
    texts, bases = desk.texts, desk.background.catalogue.databases
    lines = [program_name(), texts("ui.about.licence"), "", texts("ui.about.libraries"), ""]
    for base in bases:
        title = texts.choose(base.title_en, base.title_zh)
        lines += [f"{title} {base.version} – {base.licence}", ""]
        sources = {each.source.id: each.source for each in base.data_sets}
        for source in sorted(sources.values(), key=lambda one: one.id):
            said = source.attribution or f"{source.title}, {source.publisher}, {source.year}"
            lines.append(f"• {said}")
        lines.append("")
    return "\n".join(lines)


def _keys_table(desk: Desk, keys: Sequence[tuple[str, str]]) -> QTableWidget:
    texts = desk.texts
    rows = [*keys, *((texts(f"ui.keys.{key}"), words) for key, words in _IN_TABLES.items())]
    table = QTableWidget(len(rows), 2)
    table.setHorizontalHeaderLabels([texts("ui.keys.what"), texts("ui.keys.key")])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(1, desk.look.px(170))
    native = QKeySequence.SequenceFormat.NativeText
    for place, (what, shortcut) in enumerate(rows):
        table.setItem(place, 0, QTableWidgetItem(what))
        table.setItem(place, 1, QTableWidgetItem(QKeySequence(shortcut).toString(native)))
    return table


_IN_TABLES = {
    "edit": "F2",
    "data-set": "F4",
    "fill-down": "Ctrl+D",
    "copy": "Ctrl+C",
    "paste": "Ctrl+V",
    "remove": "Del",
}


def _dialog(desk: Desk, parent: QWidget, title_key: str, content: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(desk.texts(title_key))
    dialog.resize(*(desk.look.px(each) for each in _SIZE))
    close = button(desk.texts("ui.dialog.close"), dialog.accept, role="primary")
    title = text_label(desk.texts(title_key), "page_title")
    layout = column(title, content, row(None, close), spacing=12)
    layout.setContentsMargins(16, 16, 16, 16)
    layout.setStretch(1, 1)
    dialog.setLayout(layout)
    return dialog
