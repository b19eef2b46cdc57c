"""The steps in the order of the routing, and one of them with all that it takes and gives."""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from pcf.model.allocation import CoProduct
from pcf.model.bom import Part, walk
from pcf.model.edits import Insert, Move, Remove, SetField
from pcf.model.node import DataSetRef, new_id
from pcf.model.processes import (
    DirectEmission,
    ProcessStep,
    Scrap,
    ScrapRoute,
    SiteElectricity,
    StepInput,
    WasteFlow,
)
from pcf.results.contributions import by_process, by_statement
from pcf.results.display import fixed
from pcf.results.names import node_name
from ui.desk import Desk
from ui.dialogs.data_set_picker import Wanted, pick_data_set
from ui.dialogs.record_editor import Opener
from ui.fields import choice_word
from ui.models.node_table import FieldColumn, ShownColumn
from ui.models.references import named_by
from ui.pages.node_table_card import NodeTableCard
from ui.widgets.basics import Card, EmptyState, button, column, icon_button, row
from ui.widgets.cells import edit_current_cell
from ui.widgets.field_form import FieldForm, FormField, node_form
from ui.widgets.list_beside import list_card, scrolled
from ui.words import twin_fields

_LIST_PX = 244
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TABLE_PX = 150


class StepPanel(QWidget):
    """List at the left, the chosen step at the right."""

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__()
        self._desk = desk
        self.step_id = ""
        self._part_id = ""
        texts, look = desk.texts, desk.look
        self.list = QTreeWidget()
        self.list.setHeaderHidden(True)
        self.list.setColumnCount(2)
        self.list.setIndentation(12)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setAccessibleName(texts("ui.steps.half-steps"))
        self.list.currentItemChanged.connect(lambda item, _: self._on_item(item))
        add = button(texts("ui.steps.add"), self.add_step, look=look, icon="plus", role="link")
        up = icon_button(look, "chevron-up", texts("ui.table.up"), lambda: self.move_step(-1))
        down = icon_button(look, "chevron-down", texts("ui.table.down"), lambda: self.move_step(1))
        copy = icon_button(look, "copy", texts("ui.steps.duplicate"), self.duplicate)
        remove = icon_button(look, "trash", texts("ui.table.remove"), self.remove_step)
        left = list_card(
            self.list, look.px(_LIST_PX), row(add, None, up, down, copy, remove, spacing=0)
        )
        self.forms: list[FieldForm] = []
        self.cards: list[NodeTableCard] = []
        area = scrolled(self._details())
        self._right = QStackedWidget()
        self._right.addWidget(area)
        empty = Card()
        empty.add(
            EmptyState(
                look,
                "bolt",
                texts("ui.steps.empty"),
                texts("ui.steps.empty-hint"),
                button(texts("ui.steps.add"), self.add_step, role="primary"),
            )
        )
        self._right.addWidget(empty)
        across = row(left, self._right, spacing=12)
        across.setStretch(1, 1)
        self.setLayout(across)
        self.refresh()

    @property
    def step(self) -> ProcessStep | None:
        """Give the chosen step."""
        node = self._desk.open.node(self.step_id)
        return node if isinstance(node, ProcessStep) else None

    # ------------------------------------------------------------------ building

    def _details(self) -> QVBoxLayout:
        desk, texts = self._desk, self._desk.texts
        names = twin_fields("name", texts)

        step = node_form(
            desk,
            lambda: self.step_id,
            [
                *(FormField(name) for name in names),
                FormField("site", choices=lambda: named_by(ProcessStep, "site", desk) or []),
                FormField("basis"),
                FormField("divisor", unit="piece"),
                FormField("yield_fraction"),
                FormField("per_started"),
                FormField("site_specific", rule="D01"),
                FormField("note", wide=True),
            ],
            columns=2,
        )
        scrap = FieldForm(
            desk,
            lambda: self.step.scrap or _NO_SCRAP if self.step else None,
            [
                FormField("route", choices=self._routes),
                FormField("data_set"),
                FormField("returns_to", choices=lambda: named_by(Scrap, "returns_to", desk) or []),
                FormField("recovery"),
            ],
            self._set_scrap,
            columns=2,
            pick=lambda _: self._pick(texts("ui.steps.scrap"), self._set_scrap_data_set),
        )
        self.forms = [step, scrap]
        self._records = {"scrap": scrap}
        head, rest = Card(), Card(texts("ui.steps.scrap"))
        head.add(step)
        rest.add(scrap)
        name = names[0]
        parent = lambda: self.step_id  # noqa: E731  one of the many getters of this panel
        kg = ShownColumn("ui.unit.kg-co2e", self._kg, width=76)
        power = button(texts("ui.steps.add-power"), self._add_power, role="link")
        self.inputs = NodeTableCard(
            desk,
            "ui.steps.inputs",
            StepInput,
            lambda: self.step.inputs if self.step else (),
            parent,
            [
                FieldColumn(name),
                FieldColumn("amount", unit="kWh", width=90),
                FieldColumn("supply", width=170),
                kg,
            ],
            height_px=_TABLE_PX,
            extra=[power],
        )
        self.emissions = NodeTableCard(
            desk,
            "ui.steps.emissions",
            DirectEmission,
            lambda: self.step.emissions if self.step else (),
            parent,
            [
                FieldColumn("gas", choices=lambda: named_by(DirectEmission, "gas", desk) or []),
                FieldColumn("amount", unit="kg", width=100),
                FieldColumn("note", width=140),
                kg,
            ],
            height_px=_TABLE_PX,
        )
        self.wastes = NodeTableCard(
            desk,
            "ui.steps.wastes",
            WasteFlow,
            lambda: self.step.wastes if self.step else (),
            parent,
            [
                FieldColumn(name),
                FieldColumn("amount", unit="kg", width=90),
                FieldColumn("data_set", width=180),
                kg,
            ],
            height_px=_TABLE_PX,
        )
        self.co_products = NodeTableCard(
            desk,
            "ui.steps.co-products",
            CoProduct,
            lambda: self.step.co_products if self.step else (),
            parent,
            [
                FieldColumn(name),
                FieldColumn("amount", unit="kg", width=110),
                FieldColumn("output", width=150),
            ],
            height_px=_TABLE_PX,
        )
        allocation = FieldForm(
            desk,
            lambda: self.step.allocation if self.step else None,
            [
                FormField("rule", rule="A01"),
                FormField("property"),
                FormField("main", rule="A02"),
                FormField("property_name"),
                FormField("assignments", rule="A01", wide=True),
                FormField("justification", lines=2, rule="A02"),
                FormField("justification_zh", lines=2),
            ],
            self._set_allocation,
            columns=2,
            pick=Opener(
                desk,
                self,
                lambda: self.step.allocation if self.step else None,
                self._set_allocation,
            ),
        )
        self.forms.append(allocation)
        self._records["allocation"] = allocation
        self.co_products.add(allocation)
        self.cards = [self.inputs, self.emissions, self.wastes, self.co_products]
        whole = column(head, *self.cards[:1], rest, *self.cards[1:], None, spacing=12)
        whole.setContentsMargins(0, 0, 8, 0)
        return whole

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show the steps as the study has them, on the one that was chosen."""
        texts, study, result = self._desk.texts, self._desk.open.study, self._desk.open.result
        kg = {each.key: each.kg_co2e for each in by_process(result)} if result else {}
        self._inside = {each.key: each.kg_co2e for each in by_statement(result)} if result else {}
        self.list.blockSignals(True)
        self.list.clear()
        chosen: QTreeWidgetItem | None = None
        first: QTreeWidgetItem | None = None
        for part in walk(study.bom):
            if not part.steps and part is not study.bom:
                continue
            name = node_name(study.product if part is study.bom else part, texts)
            head = QTreeWidgetItem([name, ""])
            head.setData(0, Qt.ItemDataRole.UserRole, ("", part.id))
            head.setFont(0, self._desk.look.font("header"))
            head.setToolTip(0, name)
            self.list.addTopLevelItem(head)
            for step in part.steps:
                item = QTreeWidgetItem([node_name(step, texts), fixed(kg.get(step.id), 2)])
                item.setData(0, Qt.ItemDataRole.UserRole, (step.id, part.id))
                item.setTextAlignment(1, _RIGHT)
                item.setToolTip(0, item.text(0))
                head.addChild(item)
                first = first or item
                chosen = item if step.id == self.step_id else chosen
        self.list.expandAll()
        current = chosen or first or self.list.topLevelItem(0)
        if current is not None:
            self.list.setCurrentItem(current)
        self.list.blockSignals(False)
        self._take(current)

    def choose(self, step_id: str) -> None:
        """Choose a step by its id."""
        self.step_id = step_id
        self.refresh()

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a step or on what it takes and gives."""
        for part in walk(self._desk.open.study.bom):
            for step in part.steps:
                inside = (*step.inputs, *step.emissions, *step.wastes, *step.co_products)
                if node != step.id and all(each.id != node for each in inside):
                    continue
                self.choose(step.id)
                if node == step.id:
                    self._show_field(field)
                    return True
                return any(card.table.show_node(node, field) for card in self.cards)
        return False

    def _show_field(self, field: str) -> None:
        """Put the keyboard on a field of the step, or on the first one of a record in it."""
        record = self._records.get(field)
        if record is not None:
            record.focus(next(iter(record.rows)))
        else:
            self.forms[0].focus(field)

    def _on_item(self, item: QTreeWidgetItem | None) -> None:
        self._take(item)

    def _take(self, item: QTreeWidgetItem | None) -> None:
        data = item.data(0, Qt.ItemDataRole.UserRole) if item else ("", "")
        self.step_id, self._part_id = data
        self._right.setCurrentIndex(0 if self.step_id else 1)
        for form in self.forms:
            form.refresh()
        for card in self.cards:
            card.refresh()

    # ------------------------------------------------------------------ verbs

    def add_step(self) -> None:
        """Put a step behind the last one of the part that is chosen, the product by default."""
        part = self._part_id or self._desk.open.study.bom.id
        step = ProcessStep(site=self._desk.open.study.product.made_at)
        if self._desk.edit(Insert(parent=part, index=-1, node=step)):
            self.choose(step.id)
            self.forms[0].focus("name")

    def duplicate(self) -> None:
        """Put a copy of the chosen step behind it, with ids of its own."""
        step, part = self.step, self._desk.open.node(self._part_id)
        if step is None or not isinstance(part, Part):
            return
        copy = msgspec.structs.replace(
            step,
            id=new_id(),
            inputs=tuple(_renewed(each) for each in step.inputs),
            emissions=tuple(_renewed(each) for each in step.emissions),
            wastes=tuple(_renewed(each) for each in step.wastes),
            co_products=tuple(_renewed(each) for each in step.co_products),
        )
        place = [each.id for each in part.steps].index(step.id) + 1
        if self._desk.edit(Insert(parent=part.id, index=place, node=copy)):
            self.choose(copy.id)

    def remove_step(self) -> None:
        """Take the chosen step out."""
        if self.step is not None:
            self._desk.edit(Remove(node=self.step_id))
            self.refresh()

    def move_step(self, by: int) -> None:
        """Move the chosen step up or down in its routing."""
        part = self._desk.open.node(self._part_id)
        if self.step is None or not isinstance(part, Part):
            return
        place = [each.id for each in part.steps].index(self.step_id) + by
        if 0 <= place < len(part.steps):
            self._desk.edit(Move(node=self.step_id, parent=part.id, index=place))

    def _add_power(self) -> None:
        """Put in electricity of the site."""
        power = StepInput(supply=SiteElectricity())
        if self._desk.edit(Insert(parent=self.step_id, index=-1, node=power)):
            self.inputs.table.show_node(power.id, "amount")
            edit_current_cell(self.inputs.table)

    def _pick(self, title: str, take: Callable[[DataSetRef], object], query: str = "") -> None:
        pick_data_set(self._desk, self, Wanted(title=title, query=query), take)

    # ------------------------------------------------------------------ fields

    def _routes(self) -> list[tuple[Any, str]]:
        texts = self._desk.texts
        return [
            (None, texts("ui.steps.no-scrap")),
            *((e, choice_word(e, texts)) for e in ScrapRoute),
        ]

    def _set_scrap(self, name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        step = self.step
        if step is None:
            return
        if name == "route":
            scrap = Scrap(route=value) if value is not None else None
        elif step.scrap is None:
            return
        else:
            scrap = msgspec.structs.replace(step.scrap, **{name: value})
        self._desk.open.edit([SetField(node=step.id, field="scrap", value=scrap)])

    def _set_scrap_data_set(self, ref: DataSetRef) -> None:
        if self.step is not None and self.step.scrap is not None:
            scrap = msgspec.structs.replace(self.step.scrap, data_set=ref)
            self._desk.edit(SetField(node=self.step_id, field="scrap", value=scrap))

    def _set_allocation(self, name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        step = self.step
        if step is not None:
            allocation = msgspec.structs.replace(step.allocation, **{name: value})
            edit = SetField(node=step.id, field="allocation", value=allocation)
            self._desk.open.edit([edit])

    def _kg(self, node: StepInput) -> str:
        return fixed(self._inside.get(node.id), 2)


class _ScrapOrNone(msgspec.Struct, frozen=True):
    """What the form shows while a step has no scrap."""

    route: ScrapRoute | None = None
    data_set: DataSetRef | None = None
    returns_to: str = ""
    recovery: float = 1.0


_NO_SCRAP = _ScrapOrNone()


def _renewed(node: Any) -> Any:  # noqa: ANN401  any node
    """Give a copy of a node with an id of its own."""
    return msgspec.structs.replace(node, id=new_id())
