"""The fields that name another node of the study, and which nodes each can name."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import msgspec

from pcf.model.allocation import MAIN, Assignment, CoProduct
from pcf.model.bom import Part, walk
from pcf.model.edits import nodes_below
from pcf.model.electricity import EnergySharing, StepShare
from pcf.model.node import Node
from pcf.model.processes import DirectEmission, ProcessStep, Scrap, StepInput, WasteFlow
from pcf.model.product import Product
from pcf.model.quality import QualityStatement
from pcf.model.refurbishment import RefurbishmentCase
from pcf.model.sites import Site, SupplyLine
from pcf.model.transport import TransportLeg
from pcf.results.names import node_name
from ui.desk import Desk

Named = list[tuple[str, str]]
"""Ids with the names of their nodes."""


def _sites(desk: Desk) -> Named:
    return _named(desk.open.study.sites, desk)


def _mixes(desk: Desk) -> Named:
    return _named(desk.open.study.mixes, desk)


def _steps(desk: Desk) -> Named:
    return _named((step for part in walk(desk.open.study.bom) for step in part.steps), desk)


def _parts(desk: Desk) -> Named:
    return _named(walk(desk.open.study.bom)[1:], desk)


def _bought(desk: Desk) -> Named:
    return _named((part for part in walk(desk.open.study.bom) if part.bought_as), desk)


def _gases(desk: Desk) -> Named:
    gases = desk.background.catalogue.gases.values()
    return [(gas.id, desk.texts.choose(gas.name_en, gas.name_zh)) for gas in gases]


def _meters(desk: Desk) -> Named:
    meters = {reading.meter for site in desk.open.study.sites for reading in site.readings}
    return [(meter, meter) for meter in sorted(meters) if meter]


def _nodes(desk: Desk) -> Named:
    """Give all nodes that have a name of their own, with their kind where names repeat."""
    whole = ("", desk.texts("node.study"))
    return [whole, *_named(list(nodes_below(desk.open.study))[1:], desk)]


def _named(nodes: Iterable[Node], desk: Desk) -> Named:
    return [(node.id, node_name(node, desk.texts)) for node in nodes]


def _taken(desk: Desk) -> Named:
    """Give what a step takes, and what stands for its scrap or for what comes before it."""
    kinds = StepInput | DirectEmission | WasteFlow | ProcessStep | Part
    nodes = nodes_below(desk.open.study)
    return _named((node for node in nodes if isinstance(node, kinds)), desk)


def _outputs(desk: Desk) -> Named:
    nodes = nodes_below(desk.open.study)
    others = _named((node for node in nodes if isinstance(node, CoProduct)), desk)
    return [(MAIN, desk.texts("ui.steps.main-product")), *others]


_REFERENCES: Mapping[tuple[type[msgspec.Struct], str], Callable[[Desk], Named]] = MappingProxyType(
    {
        (Product, "made_at"): _sites,
        (ProcessStep, "site"): _sites,
        (RefurbishmentCase, "site"): _sites,
        (SupplyLine, "mix"): _mixes,
        (Site, "untracked_mix"): _mixes,
        (StepShare, "step"): _steps,
        (Part, "entry_step"): _steps,
        (TransportLeg, "parts"): _parts,
        (Scrap, "returns_to"): _bought,
        (DirectEmission, "gas"): _gases,
        (EnergySharing, "meter"): _meters,
        (QualityStatement, "about"): _nodes,
        (Assignment, "taken"): _taken,
        (Assignment, "output"): _outputs,
    }
)
_MAY_BE_NONE = frozenset({"made_at", "site", "mix", "untracked_mix", "entry_step", "meter"})
"""Fields whose "" says that none is named."""


def named_by(kind: type[msgspec.Struct], field: str, desk: Desk) -> Named | None:
    """Give what a field can name with the words of each, None for a field that names nothing."""
    give = _REFERENCES.get((kind, field))
    if give is None:
        return None
    none = [("", desk.texts("ui.choice.not-stated"))] if field in _MAY_BE_NONE else []
    return [*none, *give(desk)]
