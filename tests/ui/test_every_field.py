"""Everything that the model holds can be stated in the window: each kind of node is reached from a
page, and each of its fields has a control that takes it, or a reason why none does."""

import msgspec
import pytest

from pcf.model.bom import Mass, Part
from pcf.model.edits import INSERTABLE, SINGLE_CHILDREN
from pcf.model.processes import ProcessStep
from pcf.model.study import Study
from pcf.texts import Language
from ui.dialogs.record_fields import NOT_SHOWN, shown_names
from ui.fields import FieldKind, field_type, label
from ui.pages.node_table_card import NodeTableCard
from ui.widgets.field_form import FieldForm
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
    kinds = {each.__name__: each for each in ALL | {Study}}
    for (kind, name), why in NOT_SHOWN.items():
        assert name in kinds[kind].__struct_fields__
        assert why


def test_each_kind_of_node_is_reached_from_a_page(opened):
    window = opened()
    tables, forms = set(), {}
    for page in ("scope", "parts", "steps", "transport"):
        window.go(page)
        shown = window.page(page)
        tables |= {card.model._kind for card in shown.findChildren(NodeTableCard)}  # noqa: SLF001
        for form in shown.findChildren(FieldForm):
            owner = form._owner()  # noqa: SLF001
            if owner is not None:
                forms.setdefault(type(owner), set()).update(form.rows)
    trees = {Part}  # whose form opens from the tree
    forms[ProcessStep] |= {"scrap", "allocation"}  # have forms of their own below the step's
    for kind in ALL - tables - trees:
        left = {name for name in shown_names(kind) if name not in forms.get(kind, set())}
        assert not left, f"{kind.__name__} lacks {sorted(left)}"
