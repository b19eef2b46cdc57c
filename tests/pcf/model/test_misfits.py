"""What values fit no field is said in the user's language, with place and bound."""

import msgspec
import pytest

from pcf.model.choices import Choices
from pcf.model.edits import SetField, apply
from pcf.model.misfits import misfit
from pcf.model.processes import ProcessStep, StepInput
from pcf.model.product import Goal
from pcf.model.quality import QualityStatement
from pcf.model.recycling import Recycling
from pcf.model.study import Study
from pcf.model.suppliers import SupplierFootprint
from pcf.texts import Language, Texts

CASES = [
    (Recycling, {"recycled_share": 75}, "misfit-above-one", {"place": "“recycled_share”"}),
    (Recycling, {"recycled_share": -1}, "misfit-below", {"limit": "0"}),
    (Recycling, {"recycled_share": "x"}, "misfit-kind", {"given": "@misfit.kind.str"}),
    (Choices, {"screening_limit": 0.3}, "misfit-above", {"limit": "0.2"}),
    (Choices, {"assumed_gsd": {"A": 0.5}}, "misfit-below", {"place": "“assumed_gsd[...]”"}),
    (Choices, {"assumed_gsd": {"Z": 2}}, "misfit-choice", {"given": "Z"}),
    (Choices, {"gwp_set": "AR7"}, "misfit-choice", {"given": "AR7"}),
    (Choices, {"foo": 1}, "misfit-unknown", {"field": "foo", "place": "@misfit.value"}),
    (Goal, {"period_start": "2022-13-01"}, "misfit-date", {"place": "“period_start”"}),
    (Goal, [], "misfit-kind", {"wanted": "@misfit.kind.object"}),
    (SupplierFootprint, {}, "misfit-missing", {"field": "supplier"}),
    (StepInput, {"supply": {"type": "foo"}}, "misfit-choice", {"place": "“supply.type”"}),
    (QualityStatement, {"pedigree": {"temporal": 7}}, "misfit-above", {"limit": "5"}),
]


@pytest.mark.parametrize(("kind", "value", "key", "fields"), CASES)
def test_each_form_is_said_in_both_languages(
    kind: type, value: object, key: str, fields: dict[str, str]
) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(value, kind)
    found = misfit(raised.value)
    assert found.key == key
    assert fields.items() <= found.fields.items()
    english, chinese = (Texts(language).error(found) for language in Language)
    assert english != chinese
    assert not {"Expected", "Invalid", "Object"} & {*english.split(), *chinese.split()}


@pytest.mark.parametrize(
    ("text", "key"),
    [(b"[{", "misfit-json-ends"), (b'[{"a":1,}]', "misfit-json"), (b"[1", "misfit-json-ends")],
)
def test_what_is_no_json_says_where(text: bytes, key: str) -> None:
    with pytest.raises(msgspec.DecodeError) as raised:
        msgspec.json.decode(text)
    assert misfit(raised.value).key == key


def test_an_edit_out_of_range_names_field_and_bound(lamp: Study) -> None:
    edit = SetField(node=lamp.choices.id, field="screening_limit", value=75)
    with pytest.raises(ValueError, match="edit-value-invalid") as raised:
        apply(lamp, [edit])
    said = Texts(Language.CHINESE).error(raised.value)  # type: ignore[arg-type]  # ours
    assert "screening_limit" in said
    assert "0.2" in said


def test_our_own_refusal_stays_as_it_is() -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert({"yield_fraction": 2.0}, ProcessStep)
    assert misfit(raised.value) is raised.value.__cause__
