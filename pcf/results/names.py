"""What the things in a result are called: nodes, data sets, gases and units in one language.

Tables, documents and pages name a line, a step or a data set by these functions, so that the same
thing has the same name wherever it stands.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pcf.background.dataset import DataSet
from pcf.background.elementary import ElementaryFlow
from pcf.inventory.inventory import Stage
from pcf.model.allocation import CoProduct
from pcf.model.bom import Mass, Part
from pcf.model.choices import Choices
from pcf.model.edits import children, nodes_below
from pcf.model.electricity import (
    ContractInstrument,
    EnergySharing,
    MeterReading,
    MixShare,
    OwnMix,
    StepShare,
)
from pcf.model.node import Node
from pcf.model.other_footprints import ComparedFootprint, EarlierFootprint
from pcf.model.packaging import PackagingItem
from pcf.model.processes import (
    DirectEmission,
    ProcessStep,
    SiteElectricity,
    StepInput,
    WasteFlow,
)
from pcf.model.product import Company, Goal, Product
from pcf.model.quality import QualityStatement
from pcf.model.refurbishment import (
    DeviceCategory,
    LaterLife,
    PublishedCategory,
    RefurbishmentCase,
)
from pcf.model.scope import Answer, CriticalReview, Interpretation, Scope, ScopeRevision
from pcf.model.sites import Site, SupplyLine
from pcf.model.splits import StatedSplit
from pcf.model.study import Assumption, Exclusion, Study
from pcf.model.transport import TransportLeg
from pcf.results.contributions import input_key
from pcf.results.display import fixed, significant, with_unit
from pcf.results.lines import Line
from pcf.results.result import PcfResult
from pcf.texts import Texts
from pcf.units import Quantity, unit_si_factor

# The word for a node that has no name of its own, below `node.`.
_KINDS: Mapping[type[Node], str] = {
    Study: "study",
    Product: "product",
    Goal: "goal",
    Company: "company",
    Choices: "choices",
    Part: "part",
    ProcessStep: "step",
    StepInput: "input",
    DirectEmission: "emission",
    WasteFlow: "waste",
    CoProduct: "co-product",
    Site: "site",
    SupplyLine: "supply",
    ContractInstrument: "instrument",
    MeterReading: "reading",
    EnergySharing: "sharing",
    StepShare: "step-share",
    OwnMix: "mix",
    MixShare: "mix-share",
    TransportLeg: "leg",
    PackagingItem: "packaging",
    Exclusion: "exclusion",
    Assumption: "assumption",
    QualityStatement: "quality",
    StatedSplit: "split",
    Scope: "scope",
    Interpretation: "interpretation",
    CriticalReview: "review",
    Answer: "answer",
    ScopeRevision: "revision",
    ComparedFootprint: "compared",
    EarlierFootprint: "earlier",
    RefurbishmentCase: "refurbishment",
    DeviceCategory: "device-category",
    LaterLife: "later-life",
    PublishedCategory: "published-category",
}
_NOTED = (
    Part,
    ProcessStep,
    StepInput,
    DirectEmission,
    WasteFlow,
    CoProduct,
    SupplyLine,
    ContractInstrument,
    MeterReading,
    EnergySharing,
    OwnMix,
    TransportLeg,
    PackagingItem,
    RefurbishmentCase,
    DeviceCategory,
    LaterLife,
)


class Names:
    """The names of one result in one language."""

    def __init__(self, result: PcfResult, texts: Texts) -> None:
        """Name every node of the result's study."""
        self._texts = texts
        nodes = list(nodes_below(result.study))
        self._gases = {
            gas.id: texts.choose(gas.name_en, gas.name_zh) for gas in result.inventory.gases
        }
        self._nodes = {node.id: node_name(node, texts, self._gases) for node in nodes}
        sharings = (node for node in nodes if isinstance(node, EnergySharing))
        self._nodes |= {
            share.id: self._nodes[sharing.id] for sharing in sharings for share in sharing.shares
        }
        self._notes = {
            node.id: node.note for node in nodes if isinstance(node, _NOTED) and node.note
        }
        self._places = {node.id: place for place, node in enumerate(nodes)}
        self._owners = {
            child.id: node.id
            for node in nodes
            if isinstance(node, Part | ProcessStep) and node is not result.study.bom
            for child in children(node)
        }

    @property
    def notes(self) -> dict[str, str]:
        """Give what the user remarked, by id of the node, in the order of the study."""
        return self._notes

    def node(self, node_id: str) -> str:
        """Give the name of a study node; "" is the study as a whole, an id now gone is itself."""
        return self._nodes.get(node_id, node_id) if node_id else self._texts("node.study")

    def owner(self, node_id: str) -> str:
        """Give the name of the assembly, line or step that a node belongs to, "" for none."""
        return self._nodes.get(self._owners.get(node_id, ""), "")

    def place(self, node_id: str) -> int:
        """Give the place of a node in the study from its beginning, the end for an id now gone."""
        return self._places.get(node_id, len(self._places))

    def stage(self, stage: Stage) -> str:
        """Give the name of a life-cycle stage."""
        return self._texts(f"stage.{stage.value}")

    def data_set(self, data_set: DataSet) -> str:
        """Give the name of a data set."""
        return self._texts.choose(data_set.name_en, data_set.name_zh)

    def input(self, line: Line) -> str:
        """Give the name of what a line takes or emits."""
        taken = line.exchange.input
        if line.data_set is not None:
            return self.data_set(line.data_set)
        return self.gas(taken) if isinstance(taken, ElementaryFlow) else input_key(line)

    def gas(self, flow: ElementaryFlow) -> str:
        """Give the name of the gas that a unit process of the foreground emits."""
        return self._gases[flow.gas] if flow.gas else self._texts("gas.not_resolved")

    def table(self, table: str) -> str:
        """Give what kind of data set a table holds; a table of another database names itself."""
        key = f"data-table.{table}"
        return self._texts(key) if self._texts.has(key) else table

    def unit(self, symbol: str) -> str:
        """Give a unit as it is printed; pieces are a word of the language."""
        return unit_name(symbol, self._texts)


def node_name(node: Node, texts: Texts, gases: Mapping[str, str] = MappingProxyType({})) -> str:
    """Give what the user called a node, else the word for its kind; gases are named by their id."""
    match node:
        case Part():
            called = (node.number, texts.choose(node.name, node.name_zh))
            own = " ".join(dict.fromkeys(filter(None, called)))  # many lists repeat the number
        case (
            Product() | Company() | ProcessStep() | StepInput() | WasteFlow() | Site()
            | SupplyLine() | TransportLeg() | PackagingItem() | ContractInstrument()
            | OwnMix() | CoProduct() | ComparedFootprint()
            | RefurbishmentCase() | DeviceCategory() | LaterLife() | PublishedCategory()
        ):  # fmt: skip
            own = texts.choose(node.name, node.name_zh)
            if not own.strip() and isinstance(node, StepInput):
                own = texts("node.power") if isinstance(node.supply, SiteElectricity) else ""
        case MixShare():
            key = f"technology.{node.technology}"
            own = texts(key) if texts.has(key) else node.technology
        case EnergySharing():
            named = texts.choose(node.name, node.name_zh)
            own = named or texts(f"sharing.{node.key.value}")
        case DirectEmission():
            own = gases.get(node.gas, "")
        case Exclusion():
            own = texts.choose(node.what, node.what_zh)
        case _:
            own = ""
    return own.strip() or texts(f"node.{_KINDS[type(node)]}")


def unit_name(symbol: str, texts: Texts) -> str:
    """Give a unit as it is printed, `m²`, `t·km`; pieces are a word of the language."""
    return texts.unit(symbol)


_TYPED_DIGITS = 12


def typed_amount(quantity: Quantity, texts: Texts) -> str:
    """Give an amount with the digits that were typed, in the form of page and document."""
    return with_unit(typed_number(quantity.number), unit_name(quantity.unit, texts))


def typed_number(number: float) -> str:
    """Give a number with the digits that were typed, in the form of page and document."""
    digits = f"{number:.{_TYPED_DIGITS}g}"
    if "e" in digits:
        return significant(number, _TYPED_DIGITS)
    return fixed(number, len(digits.partition(".")[2]))


def mass_with_bounds(mass: Mass, texts: Texts) -> str:
    """Give a mass exactly as it was typed, with its bounds in the same unit where it has any."""
    if mass.low is None or mass.high is None:
        return mass.amount.text
    unit = mass.amount.unit
    factor = unit_si_factor(unit)
    low, high = (f"{significant(kg / factor)} {unit}" for kg in (mass.low, mass.high))
    return texts("mass.with-bounds", mass=mass.amount.text, low=low, high=high)
