"""What a refurbishment case states: itself, fleet, later lives, process, published rows."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from pcf.circularity.case import CaseResult, Estimate, Life
from pcf.circularity.published_methods import Reproduction
from pcf.circularity.refurbishment import new_year, refurbished_year
from pcf.model.bom import Part
from pcf.model.edits import SetField, nodes_below
from pcf.model.node import Node
from pcf.model.packaging import PackagingItem
from pcf.model.processes import DirectEmission, ProcessStep, StepInput, WasteFlow
from pcf.model.refurbishment import (
    DeviceCategory,
    LaterLife,
    PublishedCategory,
)
from pcf.model.transport import Cargo, TransportLeg
from pcf.results.display import fixed, significant
from ui.desk import Desk
from ui.dialogs.node_editor import edit_node
from ui.dialogs.record_editor import Opener
from ui.models.node_table import Column, FieldColumn, ShownColumn
from ui.pages.node_table_card import NodeTableCard
from ui.widgets.basics import Card, column
from ui.widgets.field_form import FieldForm, FormField, node_form
from ui.words import twin_fields

_KG_PER_T = 1000.0
_CASE_FIELDS = (
    "period_start", "period_end", "site", "use_country", "burden", "booking",
    "first_life_carries_rest", "baseline_passes_on", "success", "equivalence", "rebound",
    "upper", "central", "low",
)  # fmt: skip


class RefurbishmentInputs:
    """The cards of one case; each edits through the open study."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        case_id: Callable[[], str],
        result: Callable[[], CaseResult | None],
    ) -> None:
        """Build the cards.

        Args:
            desk: of the window.
            parent: that dialogs lie over.
            case_id: of the case that is shown.
            result: of it, None while there is none.
        """
        self._desk, self._parent = desk, parent
        self._case_id, self._result = case_id, result
        name, _ = twin_fields("name", desk.texts)
        baseline, _ = twin_fields("baseline", desk.texts)
        fields = [
            FormField(name),
            FormField(baseline),
            *(FormField(each, choices=self._choices(each)) for each in _CASE_FIELDS),
        ]

        def commit(field: str, value: object) -> None:
            desk.open.edit([SetField(node=case_id(), field=field, value=value)])

        opener = Opener(desk, parent, lambda: desk.open.node(case_id()), commit)
        self.form: FieldForm = node_form(desk, case_id, fields, columns=3, pick=opener)
        self.case = Card(desk.texts("ui.circularity.case"))
        self.case.add(self.form)
        self.fleet = self._fleet(name)
        self.later = self._later(name)  # of the category that is chosen in the fleet
        self.steps = self._steps(name)
        self.step_inputs, self.emissions, self.wastes = self._below_steps(name)
        self.parts = self._table(
            "parts",
            Part,
            [
                FieldColumn(name),
                FieldColumn("data_set", width=200),
                FieldColumn("quantity", unit="piece", width=80),
                FieldColumn("mass", unit="kg", width=90),
            ],
        )
        self.packaging = self._table(
            "packaging",
            PackagingItem,
            [
                FieldColumn(name),
                FieldColumn("data_set", width=200),
                FieldColumn("amount", unit="piece", width=80),
                FieldColumn("mass", unit="kg", width=90),
            ],
        )
        self.transport = self._table(
            "transport",
            TransportLeg,
            [
                FieldColumn(name),
                FieldColumn("cargo", width=150),
                FieldColumn("data_set", width=200),
                FieldColumn("distance", unit="km", width=90),
            ],
            make=lambda: TransportLeg(cargo=Cargo.COLLECTED),
        )
        self.process = QWidget()
        cards = column(
            self.steps,
            self.step_inputs,
            self.emissions,
            self.wastes,
            self.parts,
            self.packaging,
            self.transport,
            spacing=12,
        )
        cards.setContentsMargins(0, 0, 0, 0)
        self.process.setLayout(cards)
        self.published = self._table(
            "published",
            PublishedCategory,
            [
                FieldColumn(name),
                FieldColumn("unit_text", width=100),
                FieldColumn("devices", unit="piece", width=100),
                FieldColumn("total_text", width=110),
                ShownColumn("ui.circularity.head-product", self._product, width=110),
                ShownColumn("ui.circularity.head-possible", self._possible, width=170),
                ShownColumn("ui.circularity.head-fits", self._fits, width=60),
            ],
            of_case=True,
        )
        self._tables = (
            self.fleet, self.later, self.steps, self.step_inputs, self.emissions, self.wastes,
            self.parts, self.packaging, self.transport, self.published,
        )  # fmt: skip
        self.fleet.table.selectionModel().selectionChanged.connect(lambda *_: self._below())
        self.steps.table.selectionModel().selectionChanged.connect(lambda *_: self._below_step())

    # ------------------------------------------------------------------ building

    def _choices(self, field: str) -> Callable[[], Sequence[tuple[object, str]]] | None:
        if field != "site":
            return None
        texts = self._desk.texts

        def sites() -> list[tuple[object, str]]:
            found = self._desk.open.study.sites
            named = [(each.id, texts.choose(each.name, each.name_zh) or each.id) for each in found]
            return [("", texts("ui.choice.not-stated")), *named]

        return sites

    def _fleet(self, name: str) -> NodeTableCard:
        columns: list[Column] = [
            FieldColumn(name),
            FieldColumn(
                "devices",
                unit="piece",
                width=84,
                head="ui.circularity.head-devices",
                hides_unit=True,
            ),
            FieldColumn("data_set", width=180, head="ui.circularity.head-new-device"),
            ShownColumn("ui.circularity.head-new", self._new_kg, width=76),
            ShownColumn("ui.circularity.head-lives", self._lives, width=84),
            ShownColumn("ui.circularity.head-years", self._years, width=136),
            *(
                ShownColumn(f"ui.circularity.head-{scenario}", self._tonnes(place), width=80)
                for place, scenario in enumerate(("upper", "central", "low"))
            ),
        ]
        return NodeTableCard(
            self._desk,
            "ui.circularity.fleet",
            DeviceCategory,
            lambda: self._children("categories"),
            self._case_id,
            columns,
            height_px=230,
        )

    def _later(self, name: str) -> NodeTableCard:
        return NodeTableCard(
            self._desk,
            "ui.circularity.later",
            LaterLife,
            lambda: self._of_category("later"),
            self._category_id,
            [
                FieldColumn(name),
                FieldColumn("devices", unit="piece", width=90),
                FieldColumn("price", width=90),
                ShownColumn("ui.circularity.head-lives", self._lives, width=90),
                ShownColumn(
                    "ui.circularity.head-refurbished-year", self._refurbished_year, width=100
                ),
            ],
            height_px=130,
        )

    def _steps(self, name: str) -> NodeTableCard:
        return self._table(
            "steps",
            ProcessStep,
            [
                FieldColumn(name),
                FieldColumn("site", choices=self._choices("site"), width=180),
                FieldColumn("basis", width=130),
                FieldColumn("divisor", unit="piece", width=100),
            ],
        )

    def _below_steps(self, name: str) -> tuple[NodeTableCard, NodeTableCard, NodeTableCard]:
        """Give the tables of what the chosen step takes, emits and throws away."""
        inputs = self._of_step(
            "inputs",
            StepInput,
            [
                FieldColumn(name),
                FieldColumn("supply", width=220),
                FieldColumn("amount", unit="kWh", width=110),
            ],
        )
        emissions = self._of_step(
            "emissions", DirectEmission, [FieldColumn("gas"), FieldColumn("amount", unit="kg")]
        )
        wastes = self._of_step(
            "wastes",
            WasteFlow,
            [
                FieldColumn(name),
                FieldColumn("data_set", width=220),
                FieldColumn("amount", unit="kg", width=110),
            ],
        )
        return inputs, emissions, wastes

    def _table(
        self,
        field: str,
        kind: type[Node],
        columns: Sequence[Column],
        *,
        make: Callable[[], Node] | None = None,
        of_case: bool = False,
    ) -> NodeTableCard:
        """Give a table of the process of the whole case, or of the category that is chosen."""
        return NodeTableCard(
            self._desk,
            f"ui.circularity.{field}",
            kind,
            lambda: self._children(field),
            self._case_id,
            columns,
            make=make,
            height_px=150 if not of_case else 230,
        )

    def _of_step(self, field: str, kind: type[Node], columns: Sequence[Column]) -> NodeTableCard:
        return NodeTableCard(
            self._desk,
            f"ui.circularity.{field}",
            kind,
            lambda: tuple(getattr(self._step(), field, ())),
            lambda: getattr(self._step(), "id", ""),
            columns,
            height_px=120,
        )

    # ------------------------------------------------------------------ what stands where

    def _children(self, field: str) -> tuple[Node, ...]:
        return tuple(getattr(self._desk.open.node(self._case_id()), field, ()))

    def _category_id(self) -> str:
        chosen = self.fleet.table.chosen_nodes()
        first = self._children("categories")
        return chosen[0] if chosen else (first[0].id if first else "")

    def _of_category(self, field: str) -> tuple[Node, ...]:
        return tuple(getattr(self._desk.open.node(self._category_id()), field, ()))

    def _step(self) -> Node | None:
        chosen = self.steps.table.chosen_nodes()
        first = self._children("steps")
        return self._desk.open.node(chosen[0]) if chosen else (first[0] if first else None)

    def refresh(self) -> None:
        """Show everything as the study has it."""
        self.form.refresh()
        for each in self._tables:
            each.refresh()
        self._show_parents()

    def _below(self) -> None:
        self.later.refresh()

    def _below_step(self) -> None:
        for each in (self.step_inputs, self.emissions, self.wastes):
            each.refresh()

    def _show_parents(self) -> None:
        """Show what stands below a step or a category only where there is one."""
        has_step = self._step() is not None
        for each in (self.step_inputs, self.emissions, self.wastes):
            each.setVisible(has_step)
        self.later.setVisible(bool(self._children("categories")))

    def show_result(self) -> None:
        """Show what follows of each row."""
        for each in (self.fleet, self.later, self.published):
            each.refresh()

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a node and one of its fields; the form of it where no cell has it."""
        if node == self._case_id():
            if not self.form.focus(field) and field:
                edit_node(self._desk, self._parent, node, field)
            return True
        self._choose_above(node)
        for each in self._tables:
            if any(row.id == node for row in each.model.nodes):
                return each.table.show_node(node, field)
        if self._desk.open.node(node) is not None:  # of one category alone: its form has all
            edit_node(self._desk, self._parent, node, field)
            return True
        return False

    def _choose_above(self, node: str) -> None:
        """Select the category or step that a node stands below."""
        for card, field in ((self.fleet, "categories"), (self.steps, "steps")):
            for each in self._children(field):
                below = [child.id for child in nodes_below(each)]
                if node in below and node != each.id:
                    card.table.show_node(each.id)

    # ------------------------------------------------------------------ what follows

    def _life(self, node: Node) -> Life | None:
        result = self._result()
        lives = result.lives if result else ()
        return next((each for each in lives if each.life.id == node.id), None)

    def _new_kg(self, node: DeviceCategory) -> str:
        life = self._life(node)
        stated = life.inputs["production"].value if life else None
        if life is None or stated is None:
            return "–"
        return significant(stated + (life.inputs["delivery"].value or 0.0))

    def _lives(self, node: Node) -> str:
        life = self._life(node)
        if life is None:
            return "–"
        years = (life.inputs["new_life"].value, life.inputs["life"].value)
        return " / ".join("–" if each is None else f"{each:g}" for each in years)

    def _years(self, node: Node) -> str:
        """Give what a year of the new device emits, and one of the refurbished."""
        life = self._life(node)
        if life is None or life.terms is None:
            return "–"
        years = (new_year(life.terms), refurbished_year(life.terms))
        return " / ".join(significant(float(each)) for each in years)

    def _refurbished_year(self, node: Node) -> str:
        life = self._life(node)
        return significant(float(refurbished_year(life.terms))) if life and life.terms else "–"

    def _tonnes(self, place: int) -> Callable[[Node], str]:
        def words(node: Node) -> str:
            result = self._result()
            if result is None or not result.scenarios:
                return "–"
            of_lives = zip(result.lives, result.scenarios[place].lives, strict=True)
            found: Estimate | None = next(
                (each for life, each in of_lives if life.life.id == node.id), None
            )
            return "–" if found is None else fixed(found.value / _KG_PER_T, 1)

        return words

    def _product(self, row: PublishedCategory) -> str:
        found = self._reproduced(row)
        return "–" if found is None else fixed(found.product_t, 1)

    def _possible(self, row: PublishedCategory) -> str:
        found = self._reproduced(row)
        if found is None:
            return "–"
        return f"{fixed(found.possible_t.low, 1)} – {fixed(found.possible_t.high, 1)}"

    def _fits(self, row: PublishedCategory) -> str:
        found = self._reproduced(row)
        if found is None:
            return "–"
        return self._desk.texts("ui.choice.yes" if found.is_possible else "ui.choice.no")

    def _reproduced(self, row: PublishedCategory) -> Reproduction | None:
        result = self._result()
        return result.reproductions.get(row.id) if result else None
