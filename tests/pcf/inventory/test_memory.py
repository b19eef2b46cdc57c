"""Building with memory gives what building anew gives, whatever was edited before."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcf.inventory.build import build_inventory
from pcf.inventory.memory import PartMemory
from pcf.model.bom import Mass, Part
from pcf.model.edits import Insert, Move, Remove, SetField, apply
from pcf.model.node import DataSetRef
from pcf.model.processes import PartRef, Scrap, ScrapRoute, StepInput
from pcf.model.sites import Site
from pcf.model.splits import Split, StatedSplit
from pcf.model.suppliers import SupplierFootprint
from pcf.units import parse_quantity

FOOTPRINT = SupplierFootprint(
    supplier="Maker", value=parse_quantity("3 kgCO2e"), per=parse_quantity("100 piece")
)
EDITS = [
    SetField(node="screw", field="supplier", value=FOOTPRINT),
    SetField(node="screw", field="supplier", value=None),
    SetField(node="cleaner", field="supplier", value=FOOTPRINT),
    Insert(
        parent="study",
        index=0,
        node=StatedSplit(
            id="split",
            data_set=DataSetRef(database="tiny", id="steel"),
            split=Split(fossil=1.5, land_use_change=0.5),
        ),
    ),
    SetField(node="split", field="data_set", value=DataSetRef(database="tiny", id="truck")),
    SetField(node="screw", field="quantity", value=parse_quantity("7 piece")),
    SetField(node="screw", field="quantity", value=None),
    SetField(node="screw", field="mass", value=Mass(amount=parse_quantity("9 g"))),
    SetField(node="screw", field="excluded", value="customer's part"),
    SetField(node="housing", field="data_set", value=None),
    SetField(node="housing", field="data_set", value=DataSetRef(database="tiny", id="plastic")),
    SetField(node="forming", field="yield_fraction", value=0.5),
    SetField(
        node="forming",
        field="scrap",
        value=Scrap(route=ScrapRoute.CLOSED_LOOP, returns_to="screw", recovery=0.5),
    ),
    SetField(node="to-plant", field="distance", value=parse_quantity("900 km")),
    SetField(node="plant", field="country", value="BBB"),
    SetField(node="product", field="declared_unit", value=parse_quantity("1 kg")),
    SetField(node="lamp", field="name", value="Lantern"),
    Insert(
        parent="assembling",
        index=-1,
        node=StepInput(id="own", name="Own", amount=parse_quantity("0.1 piece"),
                       supply=PartRef(part="lamp")),
    ),
    Insert(parent="study", index=0, node=Site(id="other", name="Other", country="CCC")),
    SetField(node="forming", field="site", value="other"),
    Move(node="grip", parent="housing", index=0),
    Remove(node="screw"),
    Insert(
        parent="lamp",
        index=1,
        node=Part(id="lens", quantity=parse_quantity("2 piece"),
                  data_set=DataSetRef(database="tiny", id="chip")),
    ),
]  # fmt: skip


@given(order=st.permutations(range(len(EDITS))), count=st.integers(1, len(EDITS)))
def test_every_build_with_memory_equals_a_build_anew(tiny, lamp, order, count):
    study, memory = lamp, PartMemory()
    build_inventory(study, tiny.catalogue, memory)
    for place in order[:count]:
        try:
            study = apply(study, [EDITS[place]])
        except ValueError:
            continue  # the node is gone, or not there yet
        remembered = build_inventory(study, tiny.catalogue, memory)
        anew = build_inventory(study, tiny.catalogue)
        assert remembered == anew


def test_an_edit_keeps_what_it_does_not_touch(tiny, lamp):
    memory = PartMemory()
    before = build_inventory(lamp, tiny.catalogue, memory).inventory
    study = apply(lamp, [SetField(node="screw", field="name", value="Bolt")])
    after = build_inventory(study, tiny.catalogue, memory).inventory
    kept = {
        process.id for process in before.processes if any(process is new for new in after.processes)
    }
    assert {"housing", "forming", "grip"} <= kept
    assert "screw" not in kept


def test_memory_does_not_outlive_what_parts_are_built_with(tiny, lamp):
    memory = PartMemory()
    build_inventory(lamp, tiny.catalogue, memory)
    moved = msgspec.structs.replace(lamp.transport[0], distance=parse_quantity("200 km"))
    study = msgspec.structs.replace(lamp, transport=(moved, *lamp.transport[1:]))
    built = build_inventory(study, tiny.catalogue, memory).inventory
    screw = next(process for process in built.processes if process.id == "screw")
    assert screw.exchanges[1].amount == pytest.approx(0.005 / 1000 * 200)
