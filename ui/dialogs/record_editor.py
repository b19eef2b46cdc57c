"""A form over a record of a node, such as a supplier's footprint, taken over as a whole.

A record whose model demands some fields can't be made field by field; the form holds a draft of the
same fields, and the record is made of it as a whole, in one step.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from pcf.errors import InputError
from pcf.model.edits import SetField
from pcf.model.node import DataSetRef, Node
from ui.desk import Desk
from ui.dialogs.data_set_picker import Wanted, pick_data_set
from ui.widgets.basics import button, column, row, text_label
from ui.widgets.field_form import FieldForm, FormField

_SIZE = (620, 600)


class RecordEditor(QDialog):
    """The draft of one record; taken over, taken away, or left as it was."""

    def __init__(  # noqa: PLR0913, PLR0917  which record of which node, and what is shown of it
        self,
        desk: Desk,
        parent: QWidget,
        node: Node,
        field: str,
        kind: type[msgspec.Struct],
        fields: Sequence[FormField],
    ) -> None:
        """Show the record of a node's field, or an empty draft of one."""
        super().__init__(parent)
        self._desk, self._node, self._field, self._kind = desk, node, field, kind
        known = getattr(node, field)
        values = {name: getattr(known, name) for name in kind.__struct_fields__} if known else {}
        self.draft = draft_of(kind)(**values)
        texts = desk.texts
        title = texts(f"ui.record.{field}", name=str(getattr(node, "label", "")))
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(*(desk.look.px(each) for each in _SIZE))
        self.form = FieldForm(
            desk, lambda: self.draft, fields, self._set, columns=2, pick=self._pick
        )
        inner = QWidget()
        whole = column(self.form, None)
        whole.setContentsMargins(0, 0, 8, 0)
        inner.setLayout(whole)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self.fault = text_label("", "body", wrap=True)
        self.fault.setProperty("state", "fault")
        self.take = button(texts("ui.record.take"), self._take, role="primary")
        remove = button(texts("ui.record.remove"), self._remove)
        remove.setVisible(known is not None)
        for each in (self.take, remove):
            each.setAutoDefault(False)  # Enter in a field ends the field
        cancel = button(texts("ui.task.cancel"), self.reject)
        cancel.setAutoDefault(False)
        layout = column(
            text_label(title, "page_title", wrap=True),
            area,
            self.fault,
            row(remove, None, cancel, self.take),
            spacing=12,
        )
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _set(self, name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        self.draft = msgspec.structs.replace(self.draft, **{name: value})
        self.form.refresh()

    def _pick(self, name: str) -> None:
        def take(ref: DataSetRef) -> None:
            self._set(name, ref)

        query = str(getattr(self._node, "material", "") or getattr(self._node, "name", ""))
        pick_data_set(self._desk, self, Wanted(title=self.windowTitle(), query=query), take)

    def _take(self) -> None:
        """Make the record and put it into the study; what it lacks is said below."""
        required = {each.name for each in msgspec.structs.fields(self._kind) if each.required}
        stated = {
            name: value
            for name in self._kind.__struct_fields__
            if (value := getattr(self.draft, name)) is not None
        }
        texts = self._desk.texts
        if lacking := required - stated.keys() or {n for n in required if stated[n] == ""}:
            rows = self.form.rows
            named = ", ".join(rows[name].label.text() for name in sorted(lacking) if name in rows)
            self.fault.setText(texts("ui.record.lacks", fields=named))
            return
        try:
            record = self._kind(**stated)
            self._desk.open.edit([SetField(node=self._node.id, field=self._field, value=record)])
        except InputError as error:
            self.fault.setText(texts.error(error))
            return
        self.accept()

    def _remove(self) -> None:
        if self._desk.edit(SetField(node=self._node.id, field=self._field, value=None)):
            self.accept()


def draft_of(kind: type[msgspec.Struct]) -> Callable[..., msgspec.Struct]:
    """Give a record with the fields of another one, all of which may be left out."""
    fields = [
        (each.name, each.type | None if each.required else each.type,
         None if each.required else msgspec.field(default=_default(each)))
        for each in msgspec.structs.fields(kind)
    ]  # fmt: skip
    return msgspec.defstruct(kind.__name__, fields, frozen=True, kw_only=True)


def _default(field: Any) -> Any:  # noqa: ANN401  of any type
    made = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()
