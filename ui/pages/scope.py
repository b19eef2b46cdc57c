"""Product and scope: what is calculated, for whom, within which boundary, by which choices."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pcf.findings import Severity
from pcf.model.edits import SetField
from pcf.model.node import Node
from pcf.model.other_footprints import ComparedFootprint, EarlierFootprint
from pcf.model.quality import QualityStatement
from pcf.model.scope import Answer, ScopeRevision
from pcf.model.splits import StatedSplit
from pcf.model.study import Assumption, Exclusion
from ui.desk import Desk
from ui.dialogs.record_editor import Opener
from ui.models.node_table import FieldColumn
from ui.models.references import named_by
from ui.open_study import Change
from ui.pages.node_table_card import NodeTableCard
from ui.pages.page import Page
from ui.widgets.basics import Card, row
from ui.widgets.field_form import FieldForm, FormField, node_form
from ui.widgets.stage_chain import StageChain
from ui.words import twin_fields

_LIST_PX = 204


class Section:
    """A section of the page: its cards, and the forms and tables in them."""

    def __init__(self, key: str) -> None:
        """Begin without cards."""
        self.key = key
        self.forms: list[tuple[Callable[[], str], FieldForm]] = []
        self.tables: list[NodeTableCard] = []
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(12)


class ScopePage(Page):
    """Sections at the left, the cards of one section at the right."""

    title_key = "ui.page.scope"
    chain: StageChain

    def __init__(self, desk: Desk) -> None:
        """Build the sections."""
        super().__init__(desk)
        self.sections = [build(self) for build in _SECTIONS]
        self.list = QListWidget()
        self.list.setFixedWidth(desk.look.px(_LIST_PX))
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(desk.texts("ui.scope.sections"))
        self.stack = QStackedWidget()
        for section in self.sections:
            self.list.addItem(QListWidgetItem(desk.texts(f"ui.scope.{section.key}")))
            inner = QWidget()
            section.body.addStretch(1)
            inner.setLayout(section.body)
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setWidget(inner)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.stack.addWidget(area)
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        across = row(self.list, self.stack, spacing=16)
        across.setStretch(1, 1)
        self.body.addLayout(across, 1)

    # ------------------------------------------------------------------ building

    def form(
        self,
        section: Section,
        node: Callable[[], str],
        fields: Sequence[FormField],
        title: str = "",
    ) -> None:
        """Put a card with a form over a node into a section."""
        card = Card(self.desk.texts(title) if title else "")

        def commit(name: str, value: object) -> None:
            self.desk.open.edit([SetField(node=node(), field=name, value=value)])

        opener = Opener(self.desk, self, lambda: self.desk.open.node(node()), commit)
        made = node_form(self.desk, node, fields, columns=2, pick=opener)
        card.add(made)
        section.forms.append((node, made))
        section.body.addWidget(card)

    def table(
        self, section: Section, kind: type[Node], field: str, columns: Sequence[FieldColumn]
    ) -> None:
        """Put a card with a table of the study's own nodes into a section."""
        opened = self.desk.open
        card = NodeTableCard(
            self.desk,
            f"ui.scope.{field}",
            kind,
            lambda: getattr(opened.study, field),
            lambda: opened.study.id,
            columns,
        )
        section.tables.append(card)
        section.body.addWidget(card)

    # ------------------------------------------------------------------ what changes

    def study_changed(self, change: Change | None) -> None:
        """Show the study as it stands."""
        for section in self.sections:
            for _, form in section.forms:
                form.refresh()
            for card in section.tables:
                card.refresh()
        self.chain.refresh()

    def result_changed(self) -> None:
        """Show findings at their fields, and the worst of each section in the list."""
        self.study_changed(None)
        for place, section in enumerate(self.sections):
            worst = self._worst(section)
            item = self.list.item(place)
            icon = self.desk.look.severity_icon(worst) if worst else None
            item.setIcon(icon or self.desk.look.icon("circle-check-filled", "ok"))

    def _worst(self, section: Section) -> Severity | None:
        nodes = {node() for node, _ in section.forms}
        nodes |= {node.id for card in section.tables for node in card.model.nodes}
        fields = {(node(), name) for node, form in section.forms for name in form.rows}
        found = [
            each.severity
            for each in self.desk.open.findings
            if each.node in nodes
            and each.severity is not Severity.NOTE
            and (not each.field or (each.node, each.field) in fields or not section.forms)
        ]
        return min(found, key=lambda severity: severity.rank) if found else None

    def show_node(self, node: str, field: str = "") -> bool:
        """Put the keyboard on a field, in whichever section it stands."""
        for place, section in enumerate(self.sections):
            for owner, form in section.forms:
                if owner() == node and (not field or field in form.rows):
                    self.list.setCurrentRow(place)
                    return form.focus(field) if field else True
            for card in section.tables:
                if card.table.show_node(node, field):
                    self.list.setCurrentRow(place)
                    return True
        return False

    def view_state(self) -> dict[str, object]:
        """Keep the section."""
        return {"section": self.list.currentRow()}

    def restore(self, state: dict[str, object]) -> None:
        """Show the section again."""
        place = state["section"]
        self.list.setCurrentRow(place if isinstance(place, int) else 0)

    def own(self, field: str) -> str:
        """Give the twin of a field in words that is of the window's language."""
        return twin_fields(field, self.desk.texts)[0]

    def twins(self, name: str, *, lines: int = 1, rule: str = "") -> list[FormField]:
        """Give a field and its Chinese twin side by side, that of the window's language first."""
        return [
            FormField(each, lines=lines, rule=rule if each == name else "")
            for each in twin_fields(name, self.desk.texts)
        ]


def _product(page: ScopePage) -> Section:
    section, desk = Section("product"), page.desk

    def sites() -> list[tuple[str, str]]:
        named = [
            (site.id, desk.texts.choose(site.name, site.name_zh) or site.country)
            for site in desk.open.study.sites
        ]
        return [("", desk.texts("ui.choice.not-stated")), *named]

    page.form(
        section,
        lambda: desk.open.study.product.id,
        [
            *page.twins("name", rule="S01"),
            FormField("number", rule="S01"),
            FormField("version", rule="S01"),
            *page.twins("description", lines=3, rule="S01"),
        ],
        "ui.scope.card-identity",
    )
    page.form(
        section,
        lambda: desk.open.study.product.id,
        [
            FormField("declared_unit", unit="piece", rule="S02"),
            FormField("bom_yields", unit="piece"),
            FormField("net_mass", unit="kg", rule="S04"),
            FormField("biogenic_carbon", unit="kg", rule="Q08"),
            FormField("made_at", choices=sites),
        ],
        "ui.scope.card-unit",
    )
    return section


def _goal(page: ScopePage) -> Section:
    section, study = Section("goal"), page.desk.open
    page.form(
        section,
        lambda: study.study.goal.id,
        [
            *page.twins("application", lines=2, rule="G01"),
            *page.twins("reasons", lines=2, rule="G02"),
            *page.twins("audience", lines=2, rule="G03"),
            FormField("public", rule="G04"),
            FormField("comparative", rule="G04"),
        ],
    )
    page.form(
        section,
        lambda: study.study.scope.id,
        [
            FormField("rules_status", rule="G05"),
            FormField("rules_valid_to", rule="G05"),
            FormField("rules", wide=True, rule="G05"),
            *page.twins("rules_rationale", lines=2, rule="G06"),
        ],
        "ui.scope.card-rules",
    )
    return section


def _boundary(page: ScopePage) -> Section:
    section, study = Section("boundary"), page.desk.open
    page.chain = StageChain(page.desk)
    card = Card(page.desk.texts("ui.scope.card-stages"))
    card.add(page.chain)
    section.body.addWidget(card)
    page.form(
        section,
        lambda: study.study.goal.id,
        [
            FormField("boundary", rule="S05"),
            FormField("period_start", rule="S09"),
            FormField("period_end", rule="S09"),
        ],
        "ui.scope.card-period",
    )
    page.form(
        section,
        lambda: study.study.scope.id,
        [
            *page.twins("period_justification", lines=2, rule="S09"),
            *page.twins("geography", rule="S08"),
            *page.twins("data_collection", lines=3, rule="R01"),
            *page.twins("missing_data", lines=2, rule="D08"),
            FormField("valid_until", rule="R10"),
        ],
        "ui.scope.card-data",
    )
    return section


def _choices(page: ScopePage) -> Section:
    section, study = Section("choices"), page.desk.open
    page.form(
        section,
        lambda: study.study.choices.id,
        [
            FormField("gwp_set", rule="Q01"),
            FormField("recycling", rule="A05"),
            FormField("scheme", rule="S07"),
            FormField("cut_off_limit", rule="S07"),
            FormField("screening_limit"),
            FormField("assumed_gsd", rule="I05"),
            FormField("standard"),
        ],
    )
    page.form(
        section,
        lambda: study.study.scope.id,
        [
            *page.twins("cut_off", lines=2, rule="S07"),
            *page.twins("value_choices", lines=2, rule="S12"),
        ],
        "ui.scope.card-criteria",
    )
    return section


def _left_out(page: ScopePage) -> Section:
    section = Section("left-out")
    page.table(
        section,
        Exclusion,
        "exclusions",
        [
            FieldColumn(page.own("what")),
            FieldColumn(page.own("reason")),
            FieldColumn("subject", width=130),
            FieldColumn("estimate", unit="kgCO2e", width=150),
        ],
    )
    page.table(section, Assumption, "assumptions", [FieldColumn(page.own("text"))])
    return section


def _others(page: ScopePage) -> Section:
    section = Section("others")
    page.table(
        section,
        ComparedFootprint,
        "compared",
        [
            FieldColumn(page.own("name")),
            FieldColumn("value", unit="kgCO2e", width=96),
            FieldColumn("ledger", width=120),
            FieldColumn("method", width=80),
            FieldColumn(page.own("same_function"), width=130),
            FieldColumn("states_better", width=70, head="ui.scope.head-better"),
        ],
    )
    page.table(
        section,
        EarlierFootprint,
        "earlier",
        [
            FieldColumn("period_start", width=92),
            FieldColumn("period_end", width=92),
            FieldColumn("published", unit="kgCO2e", width=110),
            FieldColumn("recalculated", unit="kgCO2e", width=110),
            FieldColumn("method", width=80),
            FieldColumn(page.own("causes")),
        ],
    )
    return section


def _quality(page: ScopePage) -> Section:
    section, desk = Section("data-quality"), page.desk
    page.table(
        section,
        QualityStatement,
        "quality",
        [
            FieldColumn("about", choices=lambda: named_by(QualityStatement, "about", desk) or []),
            FieldColumn("below", width=60),
            FieldColumn("place", width=64),
            *(FieldColumn(each, width=66) for each in ("technology", "geography", "time")),
            FieldColumn("primary_share", width=76),
            FieldColumn("pedigree", width=70),
            FieldColumn(page.own("reason"), width=130),
        ],
    )
    page.table(
        section,
        StatedSplit,
        "splits",
        [
            FieldColumn("data_set"),
            FieldColumn("split", width=84),
            FieldColumn("replaces_total", width=96),
            FieldColumn("report", width=84),
            FieldColumn(page.own("source"), width=170),
        ],
    )
    return section


def _interpretation(page: ScopePage) -> Section:
    section, study = Section("interpretation"), page.desk.open
    rules = {
        "completeness": "I02",
        "consistency": "I03",
        "sensitivity": "I04",
        "uncertainty": "I05",
        "conclusions": "I07",
        "limitations": "I06",
    }
    fields = [each for name, rule in rules.items() for each in page.twins(name, lines=3, rule=rule)]
    page.form(section, lambda: study.study.interpretation.id, fields)
    return section


def _review(page: ScopePage) -> Section:
    section, study = Section("review"), page.desk.open
    page.form(
        section,
        lambda: study.study.review.id,
        [
            FormField("kind", rule="R08"),
            FormField("reviewers", rule="R08"),
            FormField("confirmed", rule="I07", wide=True),
            *page.twins("statement", lines=3, rule="R08"),
        ],
    )
    reason = page.own("reason")
    page.table(section, Answer, "answers", [FieldColumn("rule", width=90), FieldColumn(reason)])
    logged = [FieldColumn("made_on", width=110), FieldColumn(page.own("text"))]
    page.table(section, ScopeRevision, "revisions", logged)
    return section


def _issuer(page: ScopePage) -> Section:
    section, study = Section("issuer"), page.desk.open
    page.form(
        section,
        lambda: study.study.company.id,
        [*page.twins("name"), *page.twins("address", lines=2), *page.twins("contact")],
    )
    return section


_SECTIONS: tuple[Callable[[ScopePage], Section], ...] = (
    _product,
    _goal,
    _boundary,
    _choices,
    _left_out,
    _quality,
    _others,
    _interpretation,
    _review,
    _issuer,
)
