"""Forms over records, and what opens from a field that is not typed.

A record whose model demands some fields can't be made field by field; its form holds a draft of the
same fields, and the record is made of it as a whole, in one step. A record may hold others, and
lists of them: their forms open over it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QMenu, QWidget

from pcf.errors import InputError
from pcf.model.bom import Mass
from pcf.model.edits import SetField
from pcf.model.misfits import misfit
from pcf.model.node import DataSetRef, Node
from pcf.model.processes import PartRef, SiteElectricity
from pcf.model.transport import TransportLeg
from pcf.texts import Texts
from ui.desk import Desk
from ui.dialogs.choice_list import ChoiceList
from ui.dialogs.data_set_picker import Wanted, pick_data_set
from ui.dialogs.form_dialog import form_dialog
from ui.dialogs.record_fields import form_fields
from ui.fields import FieldKind, choice_word, field_type, label, shown
from ui.models.references import named_by
from ui.widgets.basics import button, column, icon_button, row, text_label
from ui.widgets.field_form import FieldForm

_MENU_PARTS = 40

Owner = Callable[[], msgspec.Struct | None]
Commit = Callable[[str, Any], object]
Take = Callable[[Any], object]
"""Takes the record that was made, or None; raises `InputError` where it can't stand."""


class Opener:
    """Opens what belongs to a field; called with its name."""

    def __init__(  # noqa: PLR0913  whose fields, and where values go
        self,
        desk: Desk,
        parent: QWidget,
        owner: Owner,
        commit: Commit,
        *,
        kind: type[msgspec.Struct] | None = None,
        query: str = "",
    ) -> None:
        """Open over a widget.

        Args:
            desk: of the window.
            parent: that dialogs lie over.
            owner: gives the record or node as it stands.
            commit: sets one of its fields; raises `InputError` where it can't hold the value.
            kind: of the owner, where that is a draft of it.
            query: with which pickers of data sets begin.
        """
        self._desk, self._parent = desk, parent
        self._owner, self._commit = owner, commit
        self._kind, self._query = kind, query

    def __call__(self, name: str) -> None:
        """Open what belongs to a field."""
        owner = self._owner()
        if owner is None or self._desk.open.held_by:
            return
        kind = self._kind or type(owner)
        takes = field_type(kind, name)
        value = getattr(owner, name)
        title = label(kind, name, self._desk.texts)
        match takes.kind:
            case FieldKind.DATA_SET:
                self._pick(name, title, value, _query(kind, name, self._desk.texts))
            case FieldKind.SUPPLY:
                menu = self.supply_menu(name, title, value)
                menu.popup(QCursor.pos() if self._parent.underMouse() else self._middle())
            case FieldKind.CHOICES:
                words = self._desk.texts
                self._choose(
                    name, title, [(e, choice_word(e, words)) for e in takes.choices], value
                )
            case FieldKind.NAMES:
                self._choose(name, title, [*(named_by(kind, name, self._desk) or [])], value)
            case FieldKind.RECORD | FieldKind.MASS:
                self._edit_record(name, title, takes.member or Mass, value)
            case FieldKind.RECORDS:
                if takes.member is not None:
                    records = RecordList(
                        self._desk, self._parent, title, takes.member, value or (),
                        lambda made: self._commit(name, made), self._query,
                    )  # fmt: skip
                    records.open()

    def _edit_record(
        self, name: str, title: str, kind: type[msgspec.Struct], known: msgspec.Struct | None
    ) -> None:
        owner = self._owner()
        default = field_type(self._kind or type(owner), name).default if owner else None

        def take(record: msgspec.Struct | None) -> None:
            self._commit(name, record if record is not None else default)

        RecordEditor(self._desk, self._parent, title, kind, known, take, self._query).open()

    def _pick(self, name: str, title: str, current: object, query: str = "") -> None:
        wanted = Wanted(
            title=title,
            query=query or self._query,
            current=current if isinstance(current, DataSetRef) else None,
        )
        pick_data_set(
            self._desk, self._parent, wanted, lambda ref: self._say(lambda: self._commit(name, ref))
        )

    def supply_menu(self, name: str, title: str, value: object) -> QMenu:
        """Give what offers a data set, the site's electricity, a part of the study, or none."""
        texts = self._desk.texts
        menu = QMenu(self._parent)
        pick = menu.addAction(texts("ui.form.choose-data-set"))
        pick.triggered.connect(lambda: self._pick(name, title, value))
        site = menu.addAction(texts("ui.steps.site-electricity"))
        site.triggered.connect(lambda: self._say(lambda: self._commit(name, SiteElectricity())))
        loops = menu.addMenu(texts("ui.form.part-of-study"))
        parts = named_by(TransportLeg, "parts", self._desk) or []
        for part, words in parts[:_MENU_PARTS]:
            loops.addAction(words).triggered.connect(
                lambda _=False, part=part: self._say(lambda: self._commit(name, PartRef(part=part)))
            )
        none = menu.addAction(texts("ui.choice.not-stated"))
        none.triggered.connect(lambda: self._say(lambda: self._commit(name, None)))
        return menu

    def _middle(self) -> QPoint:
        return self._parent.mapToGlobal(self._parent.rect().center())

    def _choose(
        self, name: str, title: str, offered: list[tuple[Any, str]], value: tuple[Any, ...] | None
    ) -> None:
        ChoiceList(
            self._desk, self._parent, title, offered, value or (),
            lambda chosen: self._commit(name, chosen),
        ).open()  # fmt: skip

    def _say(self, done: Callable[[], object]) -> None:
        try:
            done()
        except InputError as error:
            self._desk.shell.strip(self._desk.texts.error(error))


def _query(kind: type[msgspec.Struct], name: str, texts: Texts) -> str:
    """Give with which words a picker begins whatever the node is called, "" for none."""
    key = f"ui.query.{kind.__name__}.{name}"
    return texts(key) if texts.has(key) else ""


class RecordEditor(QDialog):
    """The draft of one record; taken over, taken away, or left as it was."""

    def __init__(  # noqa: PLR0913, PLR0917  what it is called, what it is of, where it goes
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        kind: type[msgspec.Struct],
        known: msgspec.Struct | None,
        take: Take,
        query: str = "",
    ) -> None:
        """Show a record, or an empty draft of one.

        Args:
            desk: of the window.
            parent: that the dialog lies over.
            title: of the dialog.
            kind: of record.
            known: the record so far, None for none.
            take: gets the record that was made, or None where it is taken away.
            query: with which pickers of data sets begin.
        """
        super().__init__(parent)
        self._desk, self._kind, self._hand_on = desk, kind, take
        names = kind.__struct_fields__
        values = {name: getattr(known, name) for name in names} if known is not None else {}
        self.draft = draft_of(kind)(**values)
        texts = desk.texts
        self.fault = text_label("", "body", wrap=True)
        self.fault.setProperty("state", "fault")
        opener = Opener(desk, self, lambda: self.draft, self._set, kind=kind, query=query)
        self.form = FieldForm(
            desk, lambda: self.draft, form_fields(kind, desk), self._set, columns=2, pick=opener
        )
        self.take = button(texts("ui.record.take"), self._take, role="primary")
        remove = button(texts("ui.record.remove"), self._remove)
        remove.setVisible(known is not None)
        cancel = button(texts("ui.task.cancel"), self.reject)
        for each in (self.take, remove, cancel):
            each.setAutoDefault(False)  # Enter in a field ends the field
        form_dialog(self, desk, title, self.form, self.fault, row(remove, None, cancel, self.take))

    def _set(self, name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        self.draft = msgspec.structs.replace(self.draft, **{name: value})
        self.form.refresh()

    def _take(self) -> None:
        """Make the record and hand it on; what it lacks is said below."""
        required = {each.name for each in msgspec.structs.fields(self._kind) if each.required}
        stated = {
            name: value
            for name in self._kind.__struct_fields__
            if (value := getattr(self.draft, name)) is not None
        }
        texts = self._desk.texts
        if lacking := required - stated.keys() or {n for n in required if stated[n] == ""}:
            named = ", ".join(label(self._kind, name, texts) for name in sorted(lacking))
            self.fault.setText(texts("ui.record.lacks", fields=named))
            return
        try:
            self._hand_on(msgspec.convert(stated, self._kind))  # unlike its maker it checks bounds
        except msgspec.ValidationError as error:
            self.fault.setText(texts.error(self._misfit(error)))
            return
        except InputError as error:
            self.fault.setText(texts.error(error))
            return
        self.accept()

    def _misfit(self, error: msgspec.ValidationError) -> InputError:
        """Give why a value can't stand, with the field by the name that the form gives it."""
        found = misfit(error)
        place = str(found.fields.get("place", "")).strip("“”")
        if place in self._kind.__struct_fields__:
            found.fields["place"] = f"“{label(self._kind, place, self._desk.texts)}”"
        return found

    def _remove(self) -> None:
        try:
            self._hand_on(None)
        except InputError as error:
            self.fault.setText(self._desk.texts.error(error))
            return
        self.accept()


def edit_record(
    desk: Desk, parent: QWidget, nodes: Sequence[Node], field: str
) -> RecordEditor | None:
    """Open the form of a record of a node, or one for several; None for a field that holds none."""
    node = nodes[0]
    kind = field_type(type(node), field).member
    if kind is None:
        return None
    texts = desk.texts
    named = str(getattr(node, "label", "")) or str(getattr(node, "name", ""))
    if len(nodes) > 1:
        named = texts("ui.record.of-several", count=len(nodes))
    title = " – ".join(filter(None, (label(type(node), field, texts), named)))

    def take(record: msgspec.Struct | None) -> None:
        desk.open.edit([SetField(node=each.id, field=field, value=record) for each in nodes])

    query = str(getattr(node, "material", "") or getattr(node, "name", ""))
    made = RecordEditor(desk, parent, title, kind, getattr(node, field), take, query)
    made.open()
    return made


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


class RecordList(QDialog):
    """Several records of one kind: prices of years, physical properties, versions of databases."""

    def __init__(  # noqa: PLR0913, PLR0917  what it is called, what it is of, where it goes
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        kind: type[msgspec.Struct],
        known: tuple[msgspec.Struct, ...],
        take: Callable[[tuple[msgspec.Struct, ...]], object],
        query: str = "",
    ) -> None:
        """Show the records so far."""
        super().__init__(parent)
        self._desk, self._kind, self._hand_on, self._query = desk, kind, take, query
        self.records = list(known)
        texts, look = desk.texts, desk.look
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.itemActivated.connect(lambda _: self.edit())
        self.fault = text_label("", "body", wrap=True)
        self.fault.setProperty("state", "fault")
        add = button(texts("ui.record.add"), self.add, look=look, icon="plus", role="link")
        change = icon_button(look, "pencil", texts("ui.record.change"), self.edit)
        remove = icon_button(look, "trash", texts("ui.table.remove"), self.remove)
        done = button(texts("ui.record.take"), self._take, role="primary")
        cancel = button(texts("ui.task.cancel"), self.reject)
        for each in (add, done, cancel):
            each.setAutoDefault(False)
        whole = QWidget()
        layout = column(self.list, row(add, None, change, remove))
        layout.setStretch(0, 1)
        whole.setLayout(layout)
        form_dialog(self, desk, title, whole, self.fault, row(None, cancel, done))
        self._show()

    def add(self) -> None:
        """Make another record."""
        self._open(None, self.records.append)

    def edit(self) -> None:
        """Change the chosen record."""
        place = self.list.currentRow()
        if 0 <= place < len(self.records):
            self._open(self.records[place], lambda made: self.records.__setitem__(place, made))

    def remove(self) -> None:
        """Take the chosen record out."""
        place = self.list.currentRow()
        if 0 <= place < len(self.records):
            del self.records[place]
            self._show()

    def _open(self, known: msgspec.Struct | None, put: Callable[[msgspec.Struct], object]) -> None:
        def take(record: msgspec.Struct | None) -> None:
            if record is None:
                self.remove()
            else:
                put(record)
            self._show()

        title = self.windowTitle()
        RecordEditor(self._desk, self, title, self._kind, known, take, self._query).open()

    def _show(self) -> None:
        here = self.list.currentRow()
        self.list.clear()
        for record in self.records:
            self.list.addItem(QListWidgetItem(self._words(record)))
        self.list.setCurrentRow(min(max(here, 0), len(self.records) - 1))

    def _words(self, record: msgspec.Struct) -> str:
        """Give what a record states, its fields in their order."""
        texts = self._desk.texts
        said = []
        for name in self._kind.__struct_fields__:
            offered = dict(named_by(self._kind, name, self._desk) or [])
            value = getattr(record, name)
            words = offered.get(value) if isinstance(value, str) else None
            said.append(words or shown(value, field_type(self._kind, name), texts))
        return " · ".join(filter(None, said))

    def _take(self) -> None:
        try:
            self._hand_on(tuple(self.records))
        except InputError as error:
            self.fault.setText(self._desk.texts.error(error))
            return
        self.accept()
