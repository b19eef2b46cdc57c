"""Sites and their electricity: supply by the four rules, certificates, meters, shares, mixes."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pcf.model.edits import Insert, Remove, SetField
from pcf.model.electricity import (
    CRITERIA,
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    StepShare,
)
from pcf.model.sites import Site, SupplyLine
from pcf.results.names import node_name
from pcf.units import Dimension
from ui.desk import Desk
from ui.dialogs.record_editor import Opener
from ui.models.node_table import FieldColumn
from ui.models.references import named_by
from ui.pages.node_table_card import NodeTableCard
from ui.widgets.basics import Card, button, column, icon_button, row
from ui.widgets.countries import country_choices
from ui.widgets.field_form import FieldForm, FormField, node_form
from ui.widgets.list_beside import list_card, scrolled
from ui.words import twin_fields

_LIST_PX = 204
_TABLE_PX = 150
_ENERGY = frozenset({Dimension.ENERGY})


class SitePanel(QWidget):
    """List of sites at the left, the chosen one at the right; own mixes below all."""

    def __init__(self, desk: Desk) -> None:
        """Build it."""
        super().__init__()
        self._desk = desk
        self.site_id = ""
        texts, look = desk.texts, desk.look
        self.list = QListWidget()
        self.list.setAccessibleName(texts("ui.steps.half-sites"))
        self.list.currentItemChanged.connect(lambda item, _: self._take(item))
        add = button(texts("ui.sites.add"), self.add_site, look=look, icon="plus", role="link")
        remove = icon_button(look, "trash", texts("ui.table.remove"), self.remove_site)
        left = list_card(self.list, look.px(_LIST_PX), row(add, None, remove, spacing=0))
        area = scrolled(self._details())
        across = row(left, area, spacing=12)
        across.setStretch(1, 1)
        self.setLayout(across)
        self.refresh()

    @property
    def site(self) -> Site | None:
        """Give the chosen site."""
        node = self._desk.open.node(self.site_id)
        return node if isinstance(node, Site) else None

    # ------------------------------------------------------------------ building

    def _details(self) -> QVBoxLayout:
        desk, texts = self._desk, self._desk.texts
        names = twin_fields("name", texts)
        not_stated = ("", texts("ui.choice.not-stated"))
        countries = [not_stated, *country_choices(texts)]
        self.form: FieldForm = node_form(
            desk,
            lambda: self.site_id,
            [
                *(FormField(name) for name in names),
                FormField("country", choices=lambda: countries),
                FormField("subdivision"),
                FormField("output", unit="piece"),
                FormField("under_control", rule="D01"),
                FormField(
                    "untracked_mix", choices=lambda: named_by(Site, "untracked_mix", desk) or []
                ),
                FormField("untracked", rule="E05"),
                FormField("untracked_reason", rule="E05"),
                FormField("untracked_reason_zh"),
                FormField("place"),
                FormField("place_zh"),
            ],
            columns=2,
            pick=Opener(desk, self, lambda: self.site, self._set),
        )
        about = Card()
        about.add(self.form)
        name = names[0]
        self.lines = NodeTableCard(
            desk,
            "ui.sites.lines",
            SupplyLine,
            lambda: self.site.electricity if self.site else (),
            lambda: self.site_id,
            [
                FieldColumn(name),
                FieldColumn("rule", width=130),
                FieldColumn("energy", unit="kWh", width=96),
                FieldColumn("data_set", width=150),
                FieldColumn(
                    "mix", choices=lambda: named_by(SupplyLine, "mix", desk) or [], width=90
                ),
                FieldColumn("certificate_sold", width=84, head="ui.sites.head-sold"),
            ],
            dimensions=_ENERGY,
            height_px=_TABLE_PX,
        )
        self.instruments = NodeTableCard(
            desk,
            "ui.sites.instruments",
            ContractInstrument,
            lambda: self._chosen(self.lines, SupplyLine, "instruments"),
            lambda: _first(self.lines),
            [
                FieldColumn("registry"),
                FieldColumn("serials", width=120),
                FieldColumn("energy", unit="kWh", width=80),
                FieldColumn("cancelled_on", width=86),
                *(FieldColumn(each, width=58, head=f"ui.sites.head-{each}") for each in CRITERIA),
            ],
            height_px=_TABLE_PX,
        )
        self.readings = NodeTableCard(
            desk,
            "ui.sites.readings",
            MeterReading,
            lambda: self.site.readings if self.site else (),
            lambda: self.site_id,
            [
                FieldColumn("month", width=100),
                FieldColumn("meter", width=140),
                FieldColumn("energy", unit="kWh", width=120),
                FieldColumn("note"),
            ],
            height_px=_TABLE_PX,
        )
        self.sharings = NodeTableCard(
            desk,
            "ui.sites.sharings",
            EnergySharing,
            lambda: self.site.sharings if self.site else (),
            lambda: self.site_id,
            [
                FieldColumn(name),
                FieldColumn("key", width=120),
                FieldColumn("meter", width=110),
                FieldColumn("total", width=96),
                FieldColumn("elsewhere", width=96, head="ui.sites.head-elsewhere"),
            ],
            height_px=_TABLE_PX,
        )
        self.shares = NodeTableCard(
            desk,
            "ui.sites.shares",
            StepShare,
            lambda: self._chosen(self.sharings, EnergySharing, "shares"),
            lambda: _first(self.sharings),
            [
                FieldColumn("step", choices=lambda: named_by(StepShare, "step", desk) or []),
                FieldColumn("weight", width=110),
                FieldColumn("output", unit="piece", width=130),
            ],
            height_px=_TABLE_PX,
        )
        self.mixes = NodeTableCard(
            desk,
            "ui.sites.mixes",
            OwnMix,
            lambda: desk.open.study.mixes,
            lambda: desk.open.study.id,
            [
                FieldColumn(name),
                FieldColumn("country", choices=lambda: countries, width=110),
                FieldColumn("is_residual", width=100),
                FieldColumn("upstream", unit="kgCO2e", width=110),
                FieldColumn("source", width=130),
            ],
            height_px=_TABLE_PX,
        )
        self.mix_shares = NodeTableCard(
            desk,
            "ui.sites.mix-shares",
            MixShare,
            lambda: self._chosen(self.mixes, OwnMix, "shares"),
            lambda: _first(self.mixes),
            [
                FieldColumn("technology"),
                FieldColumn("data_set", width=220),
                FieldColumn("share", width=100),
            ],
            dimensions=_ENERGY,
            height_px=_TABLE_PX,
        )
        self.cards = [
            self.lines, self.instruments, self.readings, self.sharings, self.shares,
            self.mixes, self.mix_shares,
        ]  # fmt: skip
        # What stands below a row follows the row that is chosen.
        for above, below in (
            (self.lines, self.instruments),
            (self.sharings, self.shares),
            (self.mixes, self.mix_shares),
        ):
            above.table.node_chosen.connect(lambda _, card=below: card.refresh())
        whole = column(about, *self.cards, None, spacing=12)
        whole.setContentsMargins(0, 0, 8, 0)
        return whole

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show the sites as the study has them, on the one that was chosen."""
        self.list.blockSignals(True)
        self.list.clear()
        chosen = 0
        for place, site in enumerate(self._desk.open.study.sites):
            item = QListWidgetItem(node_name(site, self._desk.texts))
            item.setData(Qt.ItemDataRole.UserRole, site.id)
            self.list.addItem(item)
            chosen = place if site.id == self.site_id else chosen
        self.list.setCurrentRow(chosen)
        self.list.blockSignals(False)
        self._take(self.list.currentItem())

    def choose(self, site_id: str) -> None:
        """Choose a site by its id."""
        self.site_id = site_id
        self.refresh()

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a site, a mix, or what stands below them."""
        for site in self._desk.open.study.sites:
            if node == site.id:
                self.choose(site.id)
                return self.form.focus(field) or True
            inside = {each.id for each in (*site.electricity, *site.readings, *site.sharings)}
            deeper = {each.id: line.id for line in site.electricity for each in line.instruments}
            deeper |= {each.id: one.id for one in site.sharings for each in one.shares}
            if node in inside or node in deeper:
                self.choose(site.id)
                return self._show_row(node, deeper.get(node, ""), field)
        deeper = {each.id: mix.id for mix in self._desk.open.study.mixes for each in mix.shares}
        return self._show_row(node, deeper.get(node, ""), field)

    def _show_row(self, node: str, above: str, field: str) -> bool:
        """Show a row, and first the one that it stands below."""
        if above:
            any(card.table.show_node(above) for card in self.cards)
        return any(card.table.show_node(node, field) for card in self.cards)

    def _take(self, item: QListWidgetItem | None) -> None:
        self.site_id = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        self.form.refresh()
        for card in self.cards:
            card.refresh()
            card.setEnabled(bool(self.site_id) or card in {self.mixes, self.mix_shares})

    def _chosen(self, card: NodeTableCard, kind: type, field: str) -> tuple[Any, ...]:
        node = self._desk.open.node(_first(card))
        return getattr(node, field) if isinstance(node, kind) else ()

    # ------------------------------------------------------------------ verbs and choices

    def add_site(self) -> None:
        """Add a site and begin to type its name."""
        site = Site()
        if self._desk.edit(Insert(parent=self._desk.open.study.id, index=-1, node=site)):
            self.choose(site.id)
            self.form.focus("name")

    def _set(self, name: str, value: Any) -> None:  # noqa: ANN401  any field's value
        self._desk.open.edit([SetField(node=self.site_id, field=name, value=value)])

    def remove_site(self) -> None:
        """Take the chosen site out."""
        if self.site is not None:
            self._desk.edit(Remove(node=self.site_id))
            self.refresh()


def _first(card: NodeTableCard) -> str:
    """Give the row of a card that others stand below: the current one, else its first."""
    index = card.table.currentIndex()
    nodes = card.model.nodes
    if not nodes:
        return ""
    return nodes[index.row()].id if 0 <= index.row() < len(nodes) else nodes[0].id
