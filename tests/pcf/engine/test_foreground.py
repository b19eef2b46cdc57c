"""Where no loop runs, the supply follows process by process; it is that of a factorisation."""

import pytest

from pcf.engine import foreground
from pcf.engine.factorised import solve_loops
from pcf.errors import SingularSystemError
from pcf.inventory.build import build_inventory
from pcf.inventory.inventory import Exchange, ProcessOutput, Stage, UnitProcess
from pcf.model.edits import SetField, apply
from pcf.units import parse_quantity


@pytest.fixture
def inventory(lamp, tiny):
    return build_inventory(lamp, tiny.catalogue).inventory


def wanted(inventory):
    return {process.id: inventory.demand.get(process.id, 0.0) for process in inventory.processes}


def test_the_supply_in_order_is_that_of_the_factorisation(inventory):
    demand = wanted(inventory)
    in_order = foreground._in_order(inventory, demand)  # noqa: SLF001  both ways, side by side
    solved = solve_loops(inventory, demand)
    assert list(in_order) == list(solved)
    assert in_order == pytest.approx(solved, rel=1e-12)
    assert len({*in_order.values()}) > 2


@pytest.mark.parametrize("takes", [0.5, 1.0])
def test_a_loop_is_left_to_the_factorisation(inventory, takes):
    """Half of what a process gives comes back: 1 / (1 - 0.5); all of it has no solution."""
    loop = Exchange(ProcessOutput("loop"), takes, "loop", Stage.MANUFACTURING)
    [*before, last] = inventory.processes
    looped = UnitProcess("loop", "loop", (*last.exchanges, loop))
    changed = type(inventory)(
        **{
            **{name: getattr(inventory, name) for name in inventory.__struct_fields__},
            "processes": (*before, looped),
            "demand": {"loop": 1.0},
            "outbound_demand": {},
        }
    )
    assert foreground._in_order(changed, wanted(changed)) is None  # noqa: SLF001
    if takes == 1.0:
        with pytest.raises(SingularSystemError):
            foreground._supply(changed, (changed.demand,))  # noqa: SLF001
    else:
        assert foreground._supply(changed, (changed.demand,))["loop"] == pytest.approx(2.0)  # noqa: SLF001


def test_a_quantity_reaches_what_is_below(lamp, tiny):
    """Twice the screws, twice their supply and nothing else's."""
    twice = apply(lamp, [SetField(node="screw", field="quantity", value=parse_quantity("8 piece"))])
    supplies = []
    for study in (lamp, twice):
        inventory = build_inventory(study, tiny.catalogue).inventory
        supplies.append(foreground._supply(inventory, (inventory.demand,)))  # noqa: SLF001
    before, after = supplies
    assert {key for key in before if before[key] != after[key]} == {"screw"}
    assert after["screw"] == pytest.approx(2 * before["screw"])
