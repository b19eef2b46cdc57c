"""Fields as one types them: every field has a name, and what is typed reads back."""

import datetime

import msgspec
import pytest

from pcf.errors import InputError
from pcf.model import edits
from pcf.model.allocation import Output
from pcf.model.bom import Mass, Part
from pcf.model.choices import Choices
from pcf.model.other_footprints import StatedMethod
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep, StepInput
from pcf.model.product import Goal, Product
from pcf.model.quality import QualityStatement
from pcf.model.scope import CriticalReview
from pcf.model.spend import Spend
from pcf.model.study import Study
from pcf.texts import Language
from pcf.units import parse_quantity
from ui.fields import FieldKind, field_type, label, shown, typed
from ui.words import window_texts

TEXTS = window_texts(Language.ENGLISH)


def all_kinds():
    return {type(node) for node in edits.nodes_below(Study())} | set(edits.INSERTABLE.values())


def test_every_field_of_every_node_has_a_name_in_both_languages():
    for kind in all_kinds():
        for field in msgspec.structs.fields(kind):
            if field.name != "id" and field.name not in edits.child_slots(kind()):
                if field.name in edits.SINGLE_CHILDREN and kind is Study:
                    continue
                for language in Language:
                    assert label(kind, field.name, window_texts(language)).strip()


@pytest.mark.parametrize(
    ("owner", "field", "text", "value"),
    [
        (Product, "net_mass", "12,5 kg", parse_quantity("12,5 kg")),
        (Part, "mass", "40 g", Mass(amount=parse_quantity("40 g"))),
        (ProcessStep, "yield_fraction", "80 %", 0.8),
        (ProcessStep, "yield_fraction", "80", 0.8),
        (ProcessStep, "yield_fraction", "0.8", 0.8),
        (QualityStatement, "primary_share", "", None),
        (PackagingItem, "trips", "25", 25.0),
        (CriticalReview, "reviewers", "A. Lee；王", ("A. Lee", "王")),
        (CriticalReview, "reviewers", "", ()),
        (Choices, "assumed_gsd", "a 1.1; C: 1.8", {"A": 1.1, "C": 1.8}),
        (Goal, "period_start", "2024/3/1", datetime.date(2024, 3, 1)),
        (Goal, "period_start", "2024年3月1日", datetime.date(2024, 3, 1)),
        (Product, "name", "  Pump ", "Pump"),
        (Product, "net_mass", "", None),
    ],
)
def test_a_typed_text_means_a_value_and_reads_back(owner, field, text, value):
    kind = field_type(owner, field)
    found = typed(text, kind, default_unit="kg")
    assert found == value
    assert typed(shown(found, kind, TEXTS), kind, default_unit="kg") == value


@pytest.mark.parametrize(
    ("owner", "field", "text"),
    [
        (Goal, "period_start", "2024-13-01"),
        (Goal, "period_start", "yesterday"),
        (Product, "net_mass", "3 parsnips"),
        (PackagingItem, "trips", "many"),
        (Part, "mass", "2 m"),
    ],
)
def test_what_means_no_value_is_refused(owner, field, text):
    with pytest.raises(InputError):
        typed(text, field_type(owner, field))


def test_kinds_follow_from_the_model():
    assert field_type(Choices, "screening_limit").kind is FieldKind.SHARE
    assert field_type(Goal, "public").is_optional
    assert field_type(Part, "data_set").kind is FieldKind.DATA_SET
    assert field_type(Part, "recycling").kind is FieldKind.RECORD
    assert field_type(StepInput, "supply").kind is FieldKind.SUPPLY
    assert field_type(CriticalReview, "reviewers").kind is FieldKind.NAMES
    assert field_type(StatedMethod, "allocation").kind is FieldKind.CHOICES
    assert field_type(Output, "prices").kind is FieldKind.RECORDS


def test_a_mass_typed_as_it_was_keeps_its_origin():
    before = Mass(amount=parse_quantity("40 g"), low=0.03, high=0.05)
    assert typed("40 g", field_type(Part, "mass"), before=before) is before


def test_a_whole_number_has_no_decimals():
    kind = field_type(Spend, "year")
    assert kind.kind is FieldKind.WHOLE
    assert typed("2024", kind) == 2024
    assert typed("2024.0", kind) == 2024
    with pytest.raises(InputError) as refused:
        typed("2024.5", kind)
    assert refused.value.key == "number-not-whole"
