"""Forms over the fields of a node: label, control, echo of what was understood, fault, finding.

A form shows the fields that it is given in the order given and edits through the open study. It
never holds a value of its own: what it shows is the study's, but for a text that could not be read,
which stays where it was typed with what is wrong below it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from pcf.errors import InputError
from pcf.findings import Finding
from pcf.model.edits import SetField
from pcf.model.node import Node
from pcf.results.names import typed_amount
from pcf.units import Quantity
from ui.desk import Desk
from ui.fields import (
    OPENED_KINDS,
    FieldKind,
    FieldType,
    choice_word,
    field_type,
    hint,
    label,
    shown,
    typed,
)
from ui.models.supply_words import supply_words
from ui.widgets.basics import WordsButton, bring_into_view, column, text_label

_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
"""A long choice must not widen its column."""

Choices = Callable[[], Sequence[tuple[Any, str]]]
"""Gives the values that a field can have, with their words, as the study stands."""


class FormField(msgspec.Struct, frozen=True):
    """A field that a form shows.

    Attributes:
        name: of the field in its node or record.
        lines: height of a text of several lines; 1 is a single line.
        unit: taken where an amount is typed without one.
        choices: of a field whose values are nodes of the study, or of another short list.
        wide: takes the whole width of a form in columns.
        rule: row of the checklist that asks for it, shown in its tip.
    """

    name: str
    lines: int = 1
    unit: str = ""
    choices: Choices | None = None
    wide: bool = False
    rule: str = ""


class FieldForm(QWidget):
    """Some fields of one node, or of a record in it."""

    def __init__(  # noqa: PLR0913  what it shows, where from, where to
        self,
        desk: Desk,
        owner: Callable[[], msgspec.Struct | None],
        fields: Sequence[FormField],
        commit: Callable[[str, Any], None],
        *,
        columns: int = 1,
        finding_at: Callable[[str], Finding | None] = lambda _: None,
        pick: Callable[[str], None] | None = None,
    ) -> None:
        """Make the controls.

        Args:
            desk: of the window.
            owner: gives the node or record as it stands, None while there is none.
            fields: to show.
            commit: sets a field; raises `InputError` where it can't hold the value.
            columns: fields beside each other.
            finding_at: gives the worst finding of a field.
            pick: opens the picker for a field that holds a data set.
        """
        super().__init__()
        self._desk = desk
        self._owner = owner
        self._commit = commit
        self._finding_at = finding_at
        self.rows: dict[str, FieldRow] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        place = 0
        for each in fields:
            span = columns if each.wide else 1
            if place % columns + span > columns:
                place += columns - place % columns
            made = FieldRow(desk, each, self._commit, pick)
            self.rows[each.name] = made
            grid.addWidget(made, place // columns, place % columns, 1, span)
            place += span
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        self.refresh()

    def refresh(self) -> None:
        """Show the fields as the study has them now."""
        owner = self._owner()
        for name, each in self.rows.items():
            each.show_value(owner, self._finding_at(name))

    def focus(self, name: str) -> bool:
        """Put the keyboard into a field; False if the form doesn't have it."""
        if name not in self.rows:
            return False
        control = self.rows[name].control
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(control)
        return True


def node_form(
    desk: Desk,
    node_id: Callable[[], str],
    fields: Sequence[FormField],
    *,
    columns: int = 1,
    pick: Callable[[str], None] | None = None,
) -> FieldForm:
    """Give a form over the fields of a node of the open study."""

    def owner() -> Node | None:
        return desk.open.node(node_id())

    def commit(name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        desk.open.edit([SetField(node=node_id(), field=name, value=value)])

    def finding_at(name: str) -> Finding | None:
        return next(iter(desk.open.findings_at(node_id(), name)), None)

    return FieldForm(desk, owner, fields, commit, columns=columns, finding_at=finding_at, pick=pick)


class FieldRow(QWidget):
    """One field: its label, its control, and the line below it."""

    def __init__(
        self,
        desk: Desk,
        field: FormField,
        commit: Callable[[str, Any], None],
        pick: Callable[[str], None] | None,
    ) -> None:
        """Make it without a value; the kind of control follows when the owner's type is known."""
        super().__init__()
        self._desk = desk
        self._field = field
        self._commit = commit
        self._pick = pick
        self._kind: FieldType | None = None
        self._value: Any = None
        self._offered: list[Any] = []
        self.label = text_label("", "label")
        self.below = text_label("", "hint", wrap=True)
        self.below.hide()
        self.control: QWidget = QWidget()
        self._layout = column(self.label, self.control, self.below, None, spacing=4)
        self.setLayout(self._layout)

    def show_value(self, owner: msgspec.Struct | None, finding: Finding | None) -> None:
        """Show the field of an owner, None for one that is not there yet."""
        self.setEnabled(owner is not None)
        if owner is None:
            return
        if self._kind is None:
            self._build(type(owner))
        self._value = getattr(owner, self._field.name)
        self._show_control()
        self._say_finding(finding)

    def _build(self, owner: type[msgspec.Struct]) -> None:
        texts = self._desk.texts
        self._kind = field_type(owner, self._field.name)
        named = label(owner, self._field.name, texts)
        self.label.setText(named)
        control = self._made_control()
        control.setAccessibleName(named)
        self.label.setBuddy(control)
        explained = hint(owner, self._field.name, texts)
        asked = texts("ui.form.asked-by", rule=self._field.rule) if self._field.rule else ""
        control.setToolTip("\n".join(filter(None, (explained, asked))))
        self._layout.replaceWidget(self.control, control)
        self.control.hide()  # covers the label until it is gone
        self.control.deleteLater()
        self.control = control

    def _made_control(self) -> QWidget:
        assert self._kind is not None
        names_nodes = self._kind.kind is FieldKind.NAMES and self._field.choices is not None
        if self._kind.kind in OPENED_KINDS or names_nodes:
            made = WordsButton()
            made.clicked.connect(self._open)
            return made
        if self._field.choices is not None or self._kind.kind in {
            FieldKind.CHOICE,
            FieldKind.FLAG,
        }:
            box = QComboBox()
            box.setSizeAdjustPolicy(_NARROW)
            box.setMinimumContentsLength(8)
            box.activated.connect(lambda place: self._try(self._offered[place]))
            box.installEventFilter(self)
            return box
        if self._field.lines > 1:
            prose = _Prose(self._field.lines)
            prose.left.connect(lambda: self._try_text(prose.toPlainText()))
            return prose
        line = QLineEdit()
        if self._kind.kind is FieldKind.MASS and self._pick is not None:
            look, tip = self._desk.look, self._desk.texts("ui.form.mass-more")
            place = QLineEdit.ActionPosition.TrailingPosition
            more = line.addAction(look.icon("dots", "text2"), place)
            more.setToolTip(tip)
            more.triggered.connect(self._open)
        line.editingFinished.connect(lambda: self._try_text(line.text()))
        line.textEdited.connect(self._echo)
        line.installEventFilter(self)
        return line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a text back on Escape; keep the wheel from changing a choice in passing."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        is_escape = event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape  # type: ignore[attr-defined]
        if is_escape and isinstance(watched, QLineEdit) and watched.isModified():
            watched.setModified(False)
            self._show_control()
            self._say("")
            return True
        return super().eventFilter(watched, event)

    def _show_control(self) -> None:
        assert self._kind is not None
        texts = self._desk.texts
        control = self.control
        match control:
            case QComboBox():
                self._show_choices(control)
            case WordsButton():
                control.show_words(self._opened_words())
            case QPlainTextEdit():
                if not control.hasFocus() or control.toPlainText() == "":
                    control.setPlainText(shown(self._value, self._kind, texts))
            case QLineEdit():
                if not (control.hasFocus() and control.isModified()):
                    control.setText(shown(self._value, self._kind, texts))
                    control.setCursorPosition(0)
                    control.setModified(False)

    def _show_choices(self, box: QComboBox) -> None:
        assert self._kind is not None
        texts = self._desk.texts
        offered: list[tuple[Any, str]] = []
        if self._field.choices is not None:
            offered += self._field.choices()
        elif self._kind.kind is FieldKind.FLAG:
            offered += [(True, texts("ui.choice.yes")), (False, texts("ui.choice.no"))]
        else:
            offered += [(each, choice_word(each, texts)) for each in self._kind.choices]
        if self._kind.is_optional and all(value is not None for value, _ in offered):
            offered.insert(0, (None, texts("ui.choice.not-stated")))
        box.blockSignals(True)
        box.clear()
        for value, word in offered:
            box.addItem(word, value)
        self._offered = [value for value, _ in offered]  # Qt would make a text of a choice
        is_known = self._value in self._offered
        box.setCurrentIndex(self._offered.index(self._value) if is_known else -1)
        box.blockSignals(False)

    def _open(self, _checked: bool = False) -> None:
        if self._pick is not None:
            self._pick(self._field.name)

    def _opened_words(self) -> str:
        """Give what a field that is not typed shows: a name, a count, or what to do."""
        assert self._kind is not None
        texts = self._desk.texts
        if self._kind.kind in {FieldKind.DATA_SET, FieldKind.SUPPLY}:
            return supply_words(self._value, self._desk) or texts("ui.form.choose-data-set")
        if self._kind.kind is FieldKind.NAMES and self._field.choices is not None:
            words = dict(self._field.choices())
            return ", ".join(words.get(each, each) for each in self._value or ()) or texts(
                "ui.form.state"
            )
        return shown(self._value, self._kind, texts) or texts("ui.form.state")

    def _echo(self, text: str) -> None:
        """Say below the control what a typed amount is understood as."""
        assert self._kind is not None
        if self._kind.kind not in {FieldKind.AMOUNT, FieldKind.MASS} or not text.strip():
            self._say("")
            return
        try:
            value = typed(text, self._kind, default_unit=self._field.unit)
        except InputError as error:
            self._say(self._desk.texts.error(error), "fault")
            return
        amount = value if isinstance(value, Quantity) else value.amount
        self._say("= " + typed_amount(amount, self._desk.texts))

    def _try_text(self, text: str) -> None:
        assert self._kind is not None
        if text == shown(self._value, self._kind, self._desk.texts):
            self._say("")
            return
        try:
            value = typed(text, self._kind, default_unit=self._field.unit, before=self._value)
        except InputError as error:
            self._say(self._desk.texts.error(error), "fault")
            return
        self._try(value)

    def _try(self, value: Any) -> None:  # noqa: ANN401  any field's value
        if value == self._value:
            return
        try:
            if isinstance(self.control, QLineEdit):
                self.control.setModified(False)
            self._commit(self._field.name, value)
        except InputError as error:
            self._say(self._desk.texts.error(error), "fault")
            self._show_control()
            return
        self._say("")

    def _say_finding(self, finding: Finding | None) -> None:
        if self.below.property("state") == "fault":
            return
        if finding is None:
            self._say("")
        else:
            self._say(self._desk.texts.what(finding), finding.severity.value)
            self.below.setToolTip(self._desk.texts.mend(finding))

    def _say(self, text: str, state: str = "") -> None:
        self.below.setText(text)
        self.below.setVisible(bool(text))
        for each in (self.below, self.control):
            each.setProperty("state", state)
            each.style().unpolish(each)
            each.style().polish(each)


class _Prose(QPlainTextEdit):
    """A text of several lines, which counts when the keyboard leaves it."""

    left = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)

    def focusOutEvent(self, event: Any) -> None:  # noqa: ANN401  overrides Qt
        """Hand on what was written."""
        super().focusOutEvent(event)
        self.left.emit()
