"""Everything that the model holds can be stated in the window: each kind of node is reached from a
page, and each of its fields has a control that takes it, or a reason why none does."""

import msgspec
import pytest

from pcf.model.allocation import CoProduct
from pcf.model.bom import Mass, Part
from pcf.model.edits import INSERTABLE, SINGLE_CHILDREN, nodes_below
from pcf.model.electricity import (
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    StepShare,
)
from pcf.model.processes import DirectEmission, ProcessStep, StepInput, WasteFlow
from pcf.model.refurbishment import (
    DeviceCategory,
    LaterLife,
    PublishedCategory,
    RefurbishmentCase,
)
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Study
from pcf.texts import Language
from ui.cell_roles import NodeRole
from ui.dialogs.node_editor import NodeEditor
from ui.dialogs.record_fields import NOT_SHOWN, shown_names
from ui.fields import FieldKind, field_type, label
from ui.models.part_columns import COLUMNS
from ui.pages.node_table_card import NodeTableCard
from ui.widgets.field_form import FieldForm
from ui.widgets.node_table import NodeTable
from ui.widgets.part_tree_view import PartTreeView
from ui.words import window_texts


def records_of(kind: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """Give the kinds of records in the fields of a node or record, and in those in turn."""
    found: set[type[msgspec.Struct]] = set()
    for name in shown_names(kind):
        takes = field_type(kind, name)
        inner = Mass if takes.kind is FieldKind.MASS else takes.member
        if takes.kind in {FieldKind.RECORD, FieldKind.RECORDS, FieldKind.MASS} and inner:
            found |= {inner} | records_of(inner)
    return found


ALL = {*INSERTABLE.values(), *(type(getattr(Study(), name)) for name in SINGLE_CHILDREN)}
RECORDS = set().union(*map(records_of, ALL))


@pytest.mark.parametrize("kind", sorted(ALL | RECORDS, key=lambda each: each.__name__))
def test_each_field_has_a_control_and_a_name_in_both_languages(kind):
    for name in shown_names(kind):
        takes = field_type(kind, name)
        assert takes.kind is not FieldKind.OTHER, name
        for language in Language:
            assert label(kind, name, window_texts(language)).strip()


def test_what_is_not_shown_is_there_and_says_why():
    kinds = {each.__name__: each for each in ALL | RECORDS | {Study}}
    for (kind, name), why in NOT_SHOWN.items():
        assert name in kinds[kind].__struct_fields__
        assert why


def test_each_kind_of_node_is_reached_from_a_page(opened):
    window = opened()
    tables, forms = set(), {}
    for page in ("scope", "parts", "steps", "transport", "circularity"):
        window.go(page)
        shown = window.page(page)
        tables |= {card.model._kind for card in shown.findChildren(NodeTableCard)}  # noqa: SLF001
        for form in shown.findChildren(FieldForm):
            owner = form._owner()  # noqa: SLF001
            if owner is not None:
                forms.setdefault(type(owner), set()).update(form.rows)
    trees = {Part, RefurbishmentCase}  # whose form opens from the tree, or beside the case's name
    forms[ProcessStep] |= {"scrap", "allocation"}  # have forms of their own below the step's
    for kind in ALL - tables - trees:
        left = {name for name in shown_names(kind) if name not in forms.get(kind, set())}
        assert not left, f"{kind.__name__} lacks {sorted(left)}"


def study_with_all() -> Study:
    """Give a study with one node of each kind, which states nothing."""
    step = ProcessStep(
        inputs=(StepInput(),), emissions=(DirectEmission(),), wastes=(WasteFlow(),),
        co_products=(CoProduct(),),
    )  # fmt: skip
    site = Site(
        electricity=(SupplyLine(instruments=(ContractInstrument(),)),),
        readings=(MeterReading(),),
        sharings=(EnergySharing(shares=(StepShare(),)),),
    )
    beside = {
        field.name: (kind(),)
        for field in msgspec.structs.fields(Study)
        for kind in INSERTABLE.values()
        if field.type == tuple[kind, ...] and kind not in {Site, OwnMix}
    }
    bom = Part(name="Product", parts=(Part(name="Bracket", steps=(step,)),))
    beside["refurbishments"] = (
        RefurbishmentCase(
            categories=(DeviceCategory(later=(LaterLife(),)),), published=(PublishedCategory(),)
        ),
    )
    return Study(bom=bom, sites=(site,), mixes=(OwnMix(shares=(MixShare(),)),), **beside)


def stands_at(window, node_id: str, field: str) -> bool:
    """Tell whether the keyboard is on a field: in a form, in a column, or in a form over all."""
    for editor in window.findChildren(NodeEditor):
        if editor.isVisible():
            is_there = editor.form._owner().id == node_id and field in editor.form.rows  # noqa: SLF001
            editor.reject()
            return is_there
    page = window.page(window.current)
    for table in page.findChildren(NodeTable):
        index = table.currentIndex()
        if index.isValid() and index.data(NodeRole) == node_id:
            return getattr(table.model().columns[index.column()], "field", "") == field
    for tree in page.findChildren(PartTreeView):
        index = tree.currentIndex()
        if index.isValid() and index.data(NodeRole) == node_id:
            return COLUMNS[index.column()].field == field
    return any(
        form.isVisibleTo(window)
        and form._owner() is not None  # noqa: SLF001
        and getattr(form._owner(), "id", "") == node_id  # noqa: SLF001
        and field in form.rows
        for form in page.findChildren(FieldForm)
    )


def is_seen(control) -> bool:
    """Tell whether a control lies within all that it is scrolled in."""
    seen = control.visibleRegion().boundingRect()
    return seen.height() >= min(control.height(), 24)


def test_a_finding_of_a_record_below_a_step_leads_to_it(opened, qtbot):
    window = opened(study_with_all())
    step = window.desk.open.study.bom.parts[0].steps[0]
    for record in ("scrap", "allocation"):
        window.go_to_node(step.id, record)
        form = window.page("steps").steps._records[record]  # noqa: SLF001
        first = next(iter(form.rows.values())).control
        qtbot.waitUntil(lambda control=first: is_seen(control), timeout=2000)
        assert window.focusWidget() is first


def test_a_field_that_is_scrolled_away_is_scrolled_to(opened, qtbot):
    window = opened(study_with_all())
    window.resize(1024, 640)
    window.go("scope")
    owner, form = window.page("scope").sections[0].forms[-1]
    last = list(form.rows)[-1]
    window.go_to_node(owner(), last)
    qtbot.waitUntil(lambda: is_seen(form.rows[last].control), timeout=2000)
    assert window.focusWidget() is form.rows[last].control


def test_a_finding_of_any_field_leads_to_it(opened, qtbot):
    study = study_with_all()
    nodes = [each for each in nodes_below(study) if each.id not in {study.id, study.bom.id}]
    assert {type(each) for each in nodes} >= ALL
    window = opened(study)
    missed = []
    for node in nodes:
        here = {"scrap", "allocation"} if isinstance(node, ProcessStep) else set()
        for name in set(shown_names(type(node))) - here:  # these are records of forms of their own
            window.go_to_node(node.id, name)
            if not stands_at(window, node.id, name):
                missed.append(f"{type(node).__name__}.{name}")
    assert not missed, " ".join(missed)
