"""The life cycle inventory: unit processes, their exchanges, and the hash that names them."""

import enum
import hashlib
import json

import msgspec

from pcf.background.database import GridLoss
from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow, Gas
from pcf.model.allocation import AllocationRule, PropertyKind
from pcf.model.choices import Choices
from pcf.model.node import DataSetRef
from pcf.units import Quantity, unit_si_factor


class Stage(enum.StrEnum):
    """Life-cycle stages of a cradle-to-gate study (ISO 14067:2018, 6.3.4.2)."""

    MATERIALS = "S1"
    INBOUND = "S2"
    MANUFACTURING = "S3"
    PACKAGING = "S4"
    OUTBOUND = "S5"
    """Reported apart: after the gate, in no total of the footprint."""


class Role(enum.StrEnum):
    """Why an exchange is there, where its input alone does not say it."""

    DIRECT = ""
    GRID_LOSS = "grid_loss"
    UPSTREAM = "upstream"
    SCRAP = "scrap"
    RECOVERED = "recovered"
    CARBON_BALANCE = "carbon_balance"
    """Puts uptake that was shared by another rule where the carbon went."""


class ProcessOutput(msgspec.Struct, frozen=True, gc=False, tag="process"):
    """The product flow of a unit process of the foreground, by the process's id."""

    process: str


Input = ProcessOutput | DataSetRef | ElementaryFlow


class Exchange(msgspec.Struct, frozen=True, gc=False):
    """One exchange of a unit process, per unit of its product.

    Attributes:
        input: what is taken or, for an elementary flow, emitted.
        amount: in the unit of the input; negative for what is given back.
        node: id of the study node that states it.
        stage: life-cycle stage that it counts in.
        role: why it is there.
        via: data set whose energy recipe gave the amount, if one did.
    """

    input: Input
    amount: float
    node: str
    stage: Stage
    role: Role = Role.DIRECT
    via: DataSetRef | None = None


class RuleShares(msgspec.Struct, frozen=True):
    """How a rule shares the burden of a step.

    Attributes:
        property: by which property, under the physical rule, else without meaning.
        name: of the property, where it is one of the user's.
        shares: of the outputs, the main product first [1].
    """

    rule: AllocationRule
    property: PropertyKind = PropertyKind.MASS
    name: str = ""
    shares: tuple[float, ...] = ()


class StepAllocation(msgspec.Struct, frozen=True):
    """What is known of the sharing of a step's burden between its outputs.

    Attributes:
        outputs: ids of the outputs; the main product, "", first.
        rule: the rule that was chosen, None if none was.
        chosen: the shares that were applied, None under subdivision and where nothing could be.
        sharings: the shares by every rule that what is known of the outputs allows.
        is_divisible: every input of the step is stated to serve one output wholly.
        prices: of the outputs per kg, or what else all are counted in [currency/SI unit]; empty
            where they can't be compared.
    """

    outputs: tuple[str, ...]
    rule: AllocationRule | None
    chosen: RuleShares | None
    sharings: tuple[RuleShares, ...]
    is_divisible: bool
    prices: tuple[float, ...] = ()


class UnitProcess(msgspec.Struct, frozen=True, gc=False):
    """A unit process of the foreground with one product.

    Attributes:
        id: stable id, also of its product flow.
        node: id of the study node that it stands for.
        site: id of the site where it runs, "" if none is stated.
        is_supply: it only passes on what others use (a site's electricity); results then show its
            exchanges at the unit processes that use it.
        data_set: the data set of the study's own that it is (a supplier's footprint, a copy with
            a stated split); results then show it as a data set of the background is shown.
        allocation: of a step with co-products; its exchanges are those of the main product.
    """

    id: str
    node: str
    exchanges: tuple[Exchange, ...]
    site: str = ""
    is_supply: bool = False
    data_set: DataSet | None = None
    allocation: StepAllocation | None = None


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """The product system in numbers.

    Attributes:
        processes: all unit processes of the foreground.
        demand: units of each process's product that one declared unit takes.
        outbound_demand: the same for transport after the gate, calculated apart.
        data_sets: the background data sets that are used.
        gases: the gases that leave unit processes of the foreground themselves.
        losses: the shares of grid losses that are used.
        databases: fingerprint of each database that data sets and gases come from, by its id.
        declared_unit: what the demand stands for.
        location: the supplies of sites that differ when all that comes over the grid takes the
            country's consumption mix; they stand beside the product system, never in it.
        without_location: ids of the sites whose country has no consumption mix.
    """

    processes: tuple[UnitProcess, ...]
    demand: dict[str, float]
    outbound_demand: dict[str, float]
    data_sets: tuple[DataSet, ...]
    gases: tuple[Gas, ...]
    losses: tuple[GridLoss, ...]
    databases: dict[str, str]
    declared_unit: Quantity
    choices: Choices
    salt: str
    location: "Inventory | None" = None
    without_location: tuple[str, ...] = ()

    @property
    def own_data_sets(self) -> dict[str, DataSet]:
        """Give the data sets of the study's own, by id of their process."""
        return {
            process.id: process.data_set
            for process in self.processes
            if process.data_set is not None
        }

    @property
    def sha256(self) -> str:
        """Give the SHA-256 of the canonical inventory, hexadecimal."""
        return hashlib.sha256(canonical_json(self)).hexdigest()


FORMAT = 1


def inventory_for_others(inventory: Inventory) -> Inventory:
    """Give an inventory without what one unit of a licensed data set emits; its hash stays."""
    location = inventory.location
    return msgspec.structs.replace(
        inventory,
        data_sets=tuple(each.for_others() for each in inventory.data_sets),
        location=None if location is None else inventory_for_others(location),
    )


def canonical_json(inventory: Inventory) -> bytes:
    """Give the canonical inventory: RFC 8785 JSON without names, notes and languages.

    Amounts are decimal strings with 12 significant digits in SI base units; outputs of unit
    processes count the reference unit of their process, those of the study's own data sets the SI
    base unit. All numbers being strings and all keys ASCII, sorted keys without blanks are all
    that RFC 8785 asks for.
    """
    content: dict[str, object] = {
        "format": str(FORMAT),
        "processes": _canonical_processes(inventory),
        "demand": {key: _digits(amount) for key, amount in inventory.demand.items()},
        "outbound_demand": {
            key: _digits(amount) for key, amount in inventory.outbound_demand.items()
        },
        "declared_unit": [
            inventory.declared_unit.dimension.value,
            _digits(inventory.declared_unit.si),
        ],
        "databases": inventory.databases,
        "gwp_set": inventory.choices.gwp_set.value,
        "recycling": inventory.choices.recycling.value,
        "salt": inventory.salt,
    }
    if inventory.location is not None:
        content["location"] = {
            "processes": _canonical_processes(inventory.location),
            "databases": inventory.location.databases,
        }
    allocations = {
        process.id: _allocation(process.allocation)
        for process in inventory.processes
        if process.allocation is not None
    }
    if allocations:
        content["allocation"] = allocations
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _canonical_processes(inventory: Inventory) -> dict[str, list[list[str]]]:
    units = {
        f"data_set:{data_set.ref}": unit_si_factor(data_set.unit)
        for data_set in inventory.data_sets
    }
    own = inventory.own_data_sets
    units |= {f"process:{key}": unit_si_factor(data_set.unit) for key, data_set in own.items()}
    return {
        process.id: sorted(
            [
                _input_id(exchange.input),
                _digits(
                    exchange.amount
                    * units.get(_input_id(exchange.input), 1.0)
                    / units.get(f"process:{process.id}", 1.0)
                ),
                exchange.node,
                exchange.stage.value,
                exchange.role.value,
            ]
            for exchange in process.exchanges
        )
        for process in inventory.processes
    }


def _allocation(allocation: StepAllocation) -> list[str]:
    """Give the rule that was chosen, and the share of each output by it."""
    shares = allocation.chosen.shares if allocation.chosen else ()
    pairs = zip(allocation.outputs, shares, strict=bool(shares))
    rule = allocation.rule.value if allocation.rule else ""
    return [rule, *sorted(f"{output}={_digits(share)}" for output, share in pairs)]


def _input_id(taken: Input) -> str:
    match taken:
        case ProcessOutput():
            return f"process:{taken.process}"
        case DataSetRef():
            return f"data_set:{taken}"
        case ElementaryFlow():
            return f"flow:{taken.id}"


def _digits(amount: float) -> str:
    """Give 12 significant digits; zero has one form."""
    return f"{amount:.12g}" if amount else "0"
