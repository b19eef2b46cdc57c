"""The four edits: what they change, what they share with the study before, what they refuse."""

import datetime
import time

import msgspec
import pytest

from pcf.errors import EditError, InputError, UnitError
from pcf.model.bom import Mass, MassOrigin, Part
from pcf.model.edits import (
    INSERTABLE,
    Edit,
    Insert,
    Move,
    Remove,
    SetField,
    apply,
    find,
    nodes_below,
)
from pcf.model.node import DataSetRef, Node
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    ProcessStep,
    Scrap,
    ScrapRoute,
    StepBasis,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Product
from pcf.model.sites import Site, SupplyLine
from pcf.model.study import Assumption, Exclusion, Study
from pcf.model.transport import TransportLeg
from pcf.units import parse_quantity


def ids_below(node: Node) -> list[str]:
    return [each.id for each in nodes_below(node)]


def parts_of(study: Study, node: str) -> list[str]:
    return [part.id for part in find(study, node).parts]


# --- set a field -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "field", "value"),
    [
        ("study", "salt", "f" * 32),
        ("product", "name", "Lantern"),
        ("product", "declared_unit", parse_quantity("12 piece")),
        ("lamp", "number", "4711"),
        ("screw", "quantity", parse_quantity("6 piece")),
        ("screw", "data_set", DataSetRef(database="tiny", id="plastic")),
        ("screw", "data_set", None),
        ("screw", "mass", Mass(amount=parse_quantity("6 g"), origin=MassOrigin.VOLUME)),
        ("forming", "yield_fraction", 0.5),
        ("forming", "scrap", None),
        ("forming-power", "amount", parse_quantity("1 MJ")),
        ("leak", "gas", "gwp-n2o"),
        ("rags", "note", "cotton"),
        ("plant", "country", "BBB"),
        ("to-plant", "parts", ("screw",)),
        ("box", "trips", 3.0),
    ],
)
def test_set_field_changes_that_field_only(
    lamp: Study, node: str, field: str, value: object
) -> None:
    before = find(lamp, node)
    after = apply(lamp, [SetField(node=node, field=field, value=value)])
    changed = find(after, node)
    assert getattr(changed, field) == value
    assert getattr(changed, field) != getattr(before, field)
    assert msgspec.structs.replace(changed, **{field: getattr(before, field)}) == before
    assert ids_below(after) == ids_below(lamp)


def test_set_field_leaves_the_study_before_as_it_was(lamp: Study) -> None:
    bytes_before = msgspec.json.encode(lamp)
    apply(lamp, [SetField(node="screw", field="name", value="Bolt")])
    assert msgspec.json.encode(lamp) == bytes_before


def test_what_an_edit_does_not_touch_is_shared(lamp: Study) -> None:
    after = apply(lamp, [SetField(node="forming-power", field="name", value="Electricity")])
    for shared in ("product", "goal", "company", "choices", "sites", "transport", "packaging"):
        assert getattr(after, shared) is getattr(lamp, shared)
    assert after.bom is not lamp.bom
    for part in ("screw", "grip"):
        assert find(after, part) is find(lamp, part)
    assert after.bom.steps is lamp.bom.steps
    assert find(after, "housing") is not find(lamp, "housing")
    assert find(after, "housing").mass is find(lamp, "housing").mass


def test_plain_values_of_a_journal_are_read(lamp: Study) -> None:
    """A journal holds JSON: dictionaries, lists and texts stand for what they were."""
    values = [
        SetField(
            node="screw",
            field="data_set",
            value={"type": "data_set", "database": "tiny", "id": "plastic"},
        ),
        SetField(node="to-plant", field="parts", value=["screw"]),
        SetField(node="to-plant", field="cargo", value="parts"),
        SetField(node="goal-1", field="period_start", value="2024-01-31"),
        SetField(node="box", field="holds", value=3),
    ]
    study = msgspec.structs.replace(lamp, goal=msgspec.structs.replace(lamp.goal, id="goal-1"))
    after = apply(study, values)
    assert find(after, "screw").data_set == DataSetRef(database="tiny", id="plastic")
    assert find(after, "to-plant").parts == ("screw",)
    assert find(after, "to-plant").cargo.name == "PARTS"
    assert after.goal.period_start == datetime.date(2024, 1, 31)
    assert find(after, "box").holds == 3.0


@pytest.mark.parametrize(
    ("node", "field", "value", "key"),
    [
        ("nobody", "name", "x", "edit-node-unknown"),
        ("", "name", "x", "edit-node-unknown"),
        ("screw", "colour", "red", "edit-field-unknown"),
        ("screw", "__init__", "red", "edit-field-unknown"),
        ("screw", "id", "bolt", "edit-field-unknown"),
        ("lamp", "parts", (), "edit-field-unknown"),
        ("housing", "steps", (), "edit-field-unknown"),
        ("forming", "inputs", (), "edit-field-unknown"),
        ("study", "sites", (), "edit-field-unknown"),
        ("screw", "name", 5, "edit-value-invalid"),
        ("screw", "quantity", "4 piece", "edit-value-invalid"),
        ("screw", "mass", parse_quantity("5 g"), "edit-value-invalid"),
        ("to-plant", "cargo", "parcels", "edit-value-invalid"),
        ("forming", "yield_fraction", "0.9", "edit-value-invalid"),
        ("forming", "yield_fraction", None, "edit-value-invalid"),
    ],
)
def test_set_field_refuses(lamp: Study, node: str, field: str, value: object, key: str) -> None:
    with pytest.raises(EditError) as raised:
        apply(lamp, [SetField(node=node, field=field, value=value)])
    assert raised.value.key == key
    assert raised.value.where == node


@pytest.mark.parametrize(
    ("node", "field", "value", "key"),
    [
        ("screw", "quantity", parse_quantity("-4 piece"), "quantity-negative"),
        ("forming", "yield_fraction", 0.0, "yield-outside"),
        ("forming", "yield_fraction", 1.01, "yield-outside"),
        ("forming", "yield_fraction", float("nan"), "yield-outside"),
        ("forming", "divisor", parse_quantity("0 piece"), "divisor-invalid"),
        ("forming", "divisor", parse_quantity("5 m"), "divisor-invalid"),
        ("forming", "divisor", parse_quantity("5 piece"), "divisor-without-batch"),
        ("forming-power", "amount", parse_quantity("-1 kWh"), "amount-negative"),
        ("rags", "amount", parse_quantity("-1 g"), "amount-negative"),
        ("leak", "amount", parse_quantity("-1 g"), "amount-negative"),
        ("to-plant", "distance", parse_quantity("-5 km"), "distance-invalid"),
        ("to-plant", "distance", parse_quantity("5 kg"), "distance-invalid"),
        ("to-plant", "gross_per_net", 0.9, "gross-invalid"),
        ("to-plant", "gross_per_net", float("inf"), "gross-invalid"),
        ("box", "amount", parse_quantity("-60 g"), "amount-negative"),
        ("box", "holds", 0.0, "holds-invalid"),
        ("box", "holds", float("inf"), "holds-invalid"),
        ("box", "trips", 0.5, "trips-invalid"),
        ("box", "trips", float("inf"), "trips-invalid"),
        ("product", "net_mass", parse_quantity("5 m"), "mass-invalid"),
        ("product", "net_mass", parse_quantity("-5 kg"), "mass-invalid"),
        ("product", "biogenic_carbon", parse_quantity("5 kWh"), "mass-invalid"),
    ],
)
def test_values_that_no_field_can_hold(
    lamp: Study, node: str, field: str, value: object, key: str
) -> None:
    """Errors of the value itself keep their own words."""
    with pytest.raises(InputError) as raised:
        apply(lamp, [SetField(node=node, field=field, value=value)])
    assert raised.value.key == key


@pytest.mark.parametrize("basis", [StepBasis.PIECE, StepBasis.KILOGRAM])
def test_what_is_typed_per_piece_or_kilogram_has_nothing_to_divide_by(basis: StepBasis) -> None:
    five = parse_quantity("5 piece")
    with pytest.raises(InputError) as raised:
        ProcessStep(basis=basis, divisor=five)
    assert raised.value.key == "divisor-without-batch"
    for divided in (StepBasis.BATCH, StepBasis.PERIOD):
        assert ProcessStep(basis=divided, divisor=five).divisor == five


@pytest.mark.parametrize("is_reversed", [False, True])
def test_fields_that_only_fit_together_are_set_together(lamp: Study, is_reversed: bool) -> None:
    batch = [
        SetField(node="forming", field="basis", value="batch"),
        SetField(node="forming", field="divisor", value=parse_quantity("5 piece")),
    ]
    piece = [
        SetField(node="forming", field="basis", value="piece"),
        SetField(node="forming", field="divisor", value=None),
    ]
    by_batch = apply(lamp, batch[::-1] if is_reversed else batch)
    assert find(by_batch, "forming").divisor == parse_quantity("5 piece")
    assert apply(by_batch, piece[::-1] if is_reversed else piece) == lamp
    with pytest.raises(InputError) as raised:
        apply(by_batch, piece[:1])
    assert raised.value.key == "divisor-without-batch"


def test_scrap_for_recycling_has_no_data_set_to_be_forgotten() -> None:
    """It leaves without burden, so a data set there would be counted by nobody."""
    shredding = DataSetRef(database="tiny", id="shredding")
    with pytest.raises(InputError) as raised:
        Scrap(route=ScrapRoute.RECYCLED, data_set=shredding)
    assert raised.value.key == "scrap-recycled-with-data-set"
    assert Scrap(route=ScrapRoute.CLOSED_LOOP, data_set=shredding).data_set == shredding


def test_values_inside_plain_ones_keep_their_words(lamp: Study) -> None:
    forged = {"text": "5 g", "number": 5.0, "unit": "g", "dimension": "mass", "si": 5.0}
    with pytest.raises(UnitError) as raised:
        apply(lamp, [SetField(node="screw", field="quantity", value=forged)])
    assert raised.value.key == "amount-contradicts-itself"


@pytest.mark.parametrize("limit", [0.21, -0.1, 1.0])
def test_screening_limit_may_be_lowered_not_raised(lamp: Study, limit: float) -> None:
    choices = lamp.choices.id
    lower = apply(lamp, [SetField(node=choices, field="screening_limit", value=0.1)])
    assert lower.choices.screening_limit == 0.1
    with pytest.raises(EditError) as raised:
        apply(lamp, [SetField(node=choices, field="screening_limit", value=limit)])
    assert raised.value.key == "edit-value-invalid"


# --- insert ------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", [0, 1, 2, 3, -1])
def test_insert_at_a_place(lamp: Study, index: int) -> None:
    after = apply(lamp, [Insert(parent="lamp", index=index, node=Part(id="new"))])
    expected = ["housing", "screw", "grip"]
    expected.insert(3 if index == -1 else index, "new")
    assert parts_of(after, "lamp") == expected
    assert parts_of(lamp, "lamp") == ["housing", "screw", "grip"]
    assert find(after, "screw") is find(lamp, "screw")


@pytest.mark.parametrize(
    ("parent", "field", "node"),
    [
        ("study", "sites", Site(id="new")),
        ("study", "transport", TransportLeg(id="new")),
        ("study", "packaging", PackagingItem(id="new")),
        ("study", "exclusions", Exclusion(id="new")),
        ("study", "assumptions", Assumption(id="new")),
        ("screw", "parts", Part(id="new")),
        ("screw", "steps", ProcessStep(id="new")),
        ("forming", "inputs", StepInput(id="new")),
        ("forming", "emissions", DirectEmission(id="new")),
        ("forming", "wastes", WasteFlow(id="new")),
        ("plant", "electricity", SupplyLine(id="new")),
    ],
)
def test_every_kind_of_node_has_its_place(lamp: Study, parent: str, field: str, node: Node) -> None:
    after = apply(lamp, [Insert(parent=parent, index=0, node=node)])
    assert getattr(find(after, parent), field)[0] is node
    assert apply(after, [Remove(node="new")]) == lamp


def test_insert_brings_all_below_it(lamp: Study) -> None:
    module = Part(id="module", parts=(Part(id="inner", steps=(ProcessStep(id="inner-step"),)),))
    after = apply(lamp, [Insert(parent="housing", index=0, node=module)])
    assert find(after, "inner-step").id == "inner-step"
    assert set(ids_below(after)) - set(ids_below(lamp)) == {"module", "inner", "inner-step"}


TWINS = Part(id="new", parts=(Part(id="twin"), Part(id="twin")))
HIDDEN = Part(id="new", parts=(Part(id="below", parts=(Part(id="grip"),)),))


@pytest.mark.parametrize(
    ("parent", "index", "node", "key"),
    [
        ("nobody", 0, Part(id="new"), "edit-node-unknown"),
        ("lamp", 4, Part(id="new"), "edit-index-outside"),
        ("lamp", -2, Part(id="new"), "edit-index-outside"),
        ("lamp", 0, Site(id="new"), "edit-place-impossible"),
        ("study", 0, Part(id="new"), "edit-place-impossible"),
        ("screw", 0, StepInput(id="new"), "edit-place-impossible"),
        ("rags", 0, WasteFlow(id="new"), "edit-place-impossible"),
        ("lamp", 0, Product(id="new"), "edit-place-impossible"),
        ("lamp", 0, Part(id="screw"), "edit-node-exists"),
        ("lamp", 0, Part(id="plant"), "edit-node-exists"),
        ("lamp", 0, HIDDEN, "edit-node-exists"),
        ("lamp", 0, TWINS, "edit-node-exists"),
    ],
)
def test_insert_refuses(lamp: Study, parent: str, index: int, node: Node, key: str) -> None:
    with pytest.raises(EditError) as raised:
        apply(lamp, [Insert(parent=parent, index=index, node=node)])
    assert raised.value.key == key


# --- remove ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "node", ["screw", "housing", "forming", "rags", "plant", "box", "to-plant"]
)
def test_remove_takes_a_node_with_all_below(lamp: Study, node: str) -> None:
    gone = set(ids_below(find(lamp, node)))
    after = apply(lamp, [Remove(node=node)])
    assert set(ids_below(lamp)) - set(ids_below(after)) == gone
    assert find(lamp, node).id == node


@pytest.mark.parametrize("node", ["study", "product", "lamp"])
def test_what_a_study_always_has_stays(lamp: Study, node: str) -> None:
    with pytest.raises(EditError) as raised:
        apply(lamp, [Remove(node=node)])
    assert raised.value.key == "edit-node-fixed"


# --- move --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, ["screw", "housing", "grip"]),
        (1, ["housing", "screw", "grip"]),
        (2, ["housing", "grip", "screw"]),
    ],
)
def test_move_counts_places_without_the_moved_node(
    lamp: Study, index: int, expected: list[str]
) -> None:
    after = apply(lamp, [Move(node="screw", parent="lamp", index=index)])
    assert parts_of(after, "lamp") == expected


def test_move_under_another_parent_keeps_the_node(lamp: Study) -> None:
    after = apply(lamp, [Move(node="screw", parent="housing", index=0)])
    assert parts_of(after, "lamp") == ["housing", "grip"]
    assert parts_of(after, "housing") == ["screw"]
    assert find(after, "screw") is find(lamp, "screw")
    assert sorted(ids_below(after)) == sorted(ids_below(lamp))


@pytest.mark.parametrize(
    ("node", "parent", "index", "key"),
    [
        ("housing", "housing", 0, "edit-moves-into-itself"),
        ("housing", "forming", 0, "edit-moves-into-itself"),
        ("lamp", "screw", 0, "edit-moves-into-itself"),
        ("screw", "grip", 1, "edit-index-outside"),
        ("screw", "lamp", 3, "edit-index-outside"),
        ("screw", "forming", 0, "edit-place-impossible"),
        ("screw", "nobody", 0, "edit-node-unknown"),
        ("nobody", "lamp", 0, "edit-node-unknown"),
        ("product", "screw", 0, "edit-node-fixed"),
    ],
)
def test_move_refuses(lamp: Study, node: str, parent: str, index: int, key: str) -> None:
    with pytest.raises(EditError) as raised:
        apply(lamp, [Move(node=node, parent=parent, index=index)])
    assert raised.value.key == key


# --- several -----------------------------------------------------------------------------------


def test_edits_apply_in_their_order(lamp: Study) -> None:
    after = apply(
        lamp,
        [
            Insert(parent="lamp", index=0, node=Part(id="new")),
            SetField(node="new", field="name", value="New"),
            Move(node="screw", parent="new", index=0),
            Remove(node="grip"),
        ],
    )
    assert parts_of(after, "lamp") == ["new", "housing"]
    assert find(after, "new").name == "New"
    assert parts_of(after, "new") == ["screw"]


@pytest.mark.parametrize(
    "last",
    [
        SetField(node="screw", field="colour", value=1),
        Insert(parent="lamp", index=99, node=Part(id="new")),
        Remove(node="nobody"),
        Move(node="lamp", parent="screw", index=0),
    ],
)
def test_one_refused_edit_makes_none_of_them(lamp: Study, last: Edit) -> None:
    bytes_before = msgspec.json.encode(lamp)
    with pytest.raises(EditError):
        apply(lamp, [SetField(node="screw", field="name", value="Bolt"), last])
    assert msgspec.json.encode(lamp) == bytes_before


def test_no_edit_gives_the_same_study(lamp: Study) -> None:
    assert apply(lamp, []) is lamp


def test_find_and_walk_agree(lamp: Study) -> None:
    ids = ids_below(lamp)
    assert len(set(ids)) == len(ids)
    assert ids[0] == "study"
    for node_id in ids:
        assert find(lamp, node_id).id == node_id
    with pytest.raises(EditError):
        find(lamp, "nobody")


def test_a_deep_tree_has_no_limit_of_its_own(lamp: Study) -> None:
    deep = Part(id="deep-0")
    for level in range(1, 400):
        deep = Part(id=f"deep-{level}", parts=(deep,))
    after = apply(lamp, [Insert(parent="lamp", index=0, node=deep)])
    renamed = apply(after, [SetField(node="deep-0", field="name", value="bottom")])
    assert find(renamed, "deep-0").name == "bottom"
    assert find(after, "deep-0").name == ""


def test_many_inserts_are_quick(lamp: Study) -> None:
    """2000 steps into 2000 parts took 12 s when each insert walked the whole study."""
    parts = [Insert(parent="lamp", index=-1, node=Part(id=f"part-{at}")) for at in range(2000)]
    steps = [
        Insert(parent=f"part-{at}", index=0, node=ProcessStep(id=f"step-{at}"))
        for at in range(2000)
    ]
    start = time.perf_counter()
    after = apply(lamp, parts + steps)
    assert time.perf_counter() - start < 4
    assert find(after, "part-1999").steps[0].id == "step-1999"


def test_ids_are_free_again_after_their_node_is_gone(lamp: Study) -> None:
    after = apply(
        lamp,
        [
            Remove(node="housing"),
            Insert(parent="lamp", index=0, node=Part(id="housing")),
            Insert(parent="housing", index=0, node=ProcessStep(id="forming")),
            Move(node="housing", parent="screw", index=0),
            Insert(parent="forming", index=0, node=StepInput(id="power")),
        ],
    )
    assert [part.id for part in find(after, "screw").parts] == ["housing"]
    assert find(after, "forming").inputs[0].id == "power"
    with pytest.raises(EditError) as raised:
        apply(after, [Remove(node="housing"), Remove(node="forming")])
    assert (raised.value.key, raised.value.where) == ("edit-node-unknown", "forming")
    with pytest.raises(EditError) as raised:
        apply(after, [Remove(node="grip"), Insert(parent="lamp", index=0, node=Part(id="power"))])
    assert raised.value.key == "edit-node-exists"


def test_every_kind_that_can_be_inserted_is_named() -> None:
    assert set(INSERTABLE) == {
        *("Part", "ProcessStep", "StepInput", "DirectEmission", "WasteFlow", "CoProduct"),
        *("Site", "SupplyLine", "TransportLeg", "PackagingItem", "Exclusion", "Assumption"),
        *("QualityStatement", "StatedSplit", "ContractInstrument", "MeterReading"),
        *("EnergySharing", "StepShare", "OwnMix", "MixShare", "Answer", "ScopeRevision"),
        *("ComparedFootprint", "EarlierFootprint", "RefurbishmentCase", "DeviceCategory"),
        *("LaterLife", "PublishedCategory"),
    }
    assert all(name == kind.__name__ for name, kind in INSERTABLE.items())
