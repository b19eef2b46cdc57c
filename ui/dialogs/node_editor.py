"""All fields of one node in a form of its own, for what has no column and no place on a page."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from pcf.findings import Finding
from pcf.model.edits import SetField
from pcf.model.node import Node
from pcf.results.names import node_name
from ui.desk import Desk
from ui.dialogs.form_dialog import form_dialog
from ui.dialogs.record_editor import Opener
from ui.dialogs.record_fields import form_fields
from ui.widgets.basics import button, row, text_label
from ui.widgets.field_form import FieldForm


class NodeEditor(QDialog):
    """The form; each field counts at once, as on a page, and can be undone alone."""

    def __init__(self, desk: Desk, parent: QWidget, node: Node) -> None:
        """Show a node."""
        super().__init__(parent)
        self._desk, self._node_id = desk, node.id
        texts = desk.texts
        query = str(getattr(node, "name", "") or getattr(node, "name_zh", ""))
        self.opener = Opener(desk, self, self._node, self._commit, query=query)
        self.form = FieldForm(
            desk,
            self._node,
            form_fields(type(node), desk),
            self._commit,
            columns=2,
            finding_at=self._finding_at,
            pick=self.opener,
        )
        done = button(texts("ui.form.close"), self.accept, role="primary")
        done.setAutoDefault(False)
        title = node_name(node, texts)
        form_dialog(self, desk, title, self.form, text_label("", "body"), row(None, done))
        heard = (
            desk.open.study_changed.connect(lambda _: self.form.refresh()),
            desk.open.result_changed.connect(self.form.refresh),
        )
        self.finished.connect(lambda _: [QObject.disconnect(each) for each in heard])

    def _node(self) -> Node | None:
        return self._desk.open.node(self._node_id)

    def _commit(self, name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        self._desk.open.edit([SetField(node=self._node_id, field=name, value=value)])

    def _finding_at(self, name: str) -> Finding | None:
        return next(iter(self._desk.open.findings_at(self._node_id, name)), None)


def edit_node(desk: Desk, parent: QWidget, node_id: str, field: str = "") -> NodeEditor | None:
    """Open the form of a node, on one of its fields; None where the study has no such node."""
    node = desk.open.node(node_id)
    if node is None:
        return None
    made = NodeEditor(desk, parent, node)
    made.open()
    if field:
        made.form.focus(field)
    return made
