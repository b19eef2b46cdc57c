"""Transport and packaging: legs and pieces with what each adds."""

from pcf.model.packaging import PackagingItem
from pcf.model.transport import TransportLeg
from pcf.results.contributions import by_process, uptake_by_process
from pcf.results.display import fixed, significant
from pcf.results.result import PcfResult
from pcf.results.transport import leg_uses
from pcf.units import Dimension
from ui.desk import Desk
from ui.models.node_table import FieldColumn, ShownColumn
from ui.open_study import Change
from ui.pages.node_table_card import NodeTableCard
from ui.pages.page import Page
from ui.words import twin_fields

_HEIGHT_PX = 210


class TransportPage(Page):
    """Two tables, each over the whole width."""

    title_key = "ui.page.transport"

    def __init__(self, desk: Desk) -> None:
        """Build the cards."""
        super().__init__(desk)
        self._legs: dict[str, float] = {}
        self._freight_tkm: dict[str, float] = {}
        self._items: dict[str, float] = {}
        self._uptake: dict[str, float] = {}
        name, _ = twin_fields("name", desk.texts)
        self.legs = NodeTableCard(
            desk,
            "ui.transport.legs",
            TransportLeg,
            lambda: desk.open.study.transport,
            lambda: desk.open.study.id,
            [
                FieldColumn(name),
                FieldColumn("cargo", width=112),
                FieldColumn("data_set", width=156),
                FieldColumn("distance", unit="km", width=80),
                FieldColumn("gross_per_net", width=82, head="ui.transport.head-gross"),
                ShownColumn("ui.transport.head-freight", self._freight, width=66),
                ShownColumn("ui.unit.kg-co2e", self._leg_kg, width=76),
            ],
            dimensions=frozenset({Dimension.FREIGHT}),
            height_px=_HEIGHT_PX,
        )
        self.items = NodeTableCard(
            desk,
            "ui.transport.items",
            PackagingItem,
            lambda: desk.open.study.packaging,
            lambda: desk.open.study.id,
            [
                FieldColumn(name),
                FieldColumn("data_set", width=170),
                FieldColumn("amount", unit="piece", width=76),
                FieldColumn("mass", unit="kg", width=76, head="ui.parts.head-mass"),
                FieldColumn("holds", width=60, head="ui.transport.head-holds"),
                FieldColumn("trips", width=56),
                ShownColumn("ui.unit.kg-co2e", self._item_kg, width=76),
                ShownColumn("ui.transport.head-uptake", self._item_uptake, width=76),
            ],
            height_px=_HEIGHT_PX,
        )
        self.body.addWidget(self.legs)
        self.body.addWidget(self.items)
        self.body.addStretch(1)

    def study_changed(self, change: Change | None) -> None:
        """Show legs and pieces as the study has them."""
        self.legs.refresh()
        self.items.refresh()

    def result_changed(self) -> None:
        """Show what each adds."""
        result = self.desk.open.result
        self._take(result)
        self.study_changed(None)

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a leg or a piece."""
        return self.legs.table.show_node(node, field) or self.items.table.show_node(node, field)

    def _take(self, result: PcfResult | None) -> None:
        if result is None:
            self._legs, self._freight_tkm, self._items, self._uptake = {}, {}, {}, {}
            return
        uses = leg_uses(result)
        self._legs = {use.leg.id: use.kg_co2e for use in uses}
        self._freight_tkm = {use.leg.id: use.freight_tkm for use in uses}
        self._items = {each.key: each.kg_co2e for each in by_process(result)}
        self._uptake = uptake_by_process(result)

    def _freight(self, leg: TransportLeg) -> str:
        return significant(self._freight_tkm.get(leg.id))

    def _leg_kg(self, leg: TransportLeg) -> str:
        return fixed(self._legs.get(leg.id), 2)

    def _item_kg(self, item: PackagingItem) -> str:
        return fixed(self._items.get(item.id), 2)

    def _item_uptake(self, item: PackagingItem) -> str:
        return fixed(self._uptake.get(item.id), 2)
