"""Checks on biogenic carbon: land-use change, aircraft, content, uptake, origin."""

from collections.abc import Collection

import numpy as np

from pcf.background.dataset import SplitOrigin
from pcf.background.elementary import ImpactCategory
from pcf.conformity.found import found
from pcf.conformity.splits import UNSPLIT_LIMIT
from pcf.findings import Finding, Severity
from pcf.inventory.inventory import ProcessOutput, Stage
from pcf.inventory.packaging import packaging_mass_kg
from pcf.model.biogenic import BioBased, uptake_kg
from pcf.model.bom import mass_per_piece_kg
from pcf.model.node import Node
from pcf.model.transport import DistanceKind
from pcf.results.biogenic import (
    bio_based_lines,
    carbon_balance,
    category_of_lines,
    unsplit_nodes,
    uptaking_nodes,
)
from pcf.results.lines import Line
from pcf.results.result import PcfResult

UPTAKE_TOLERANCE = 0.1
"""Difference of uptake and content that typed figures may have (methods 1.7, Q10)."""

_AIRCRAFT_FUELS = ("Aviation", "Avtur")
"""How the families of fuels for aircraft begin."""


def check_biogenic(result: PcfResult) -> tuple[Finding, ...]:
    """Give what is missing or contradicts itself about what grew."""
    bio_based = bio_based_lines(result)
    missing = _missing_content(result, bio_based)
    return (
        *_missing_land_use(bio_based, result),
        *_missing_aircraft(result),
        *missing,
        *(() if missing else _uptake_against_content(result, bio_based)),
        *_more_carbon_than_mass(result),
        *_unshown_origin(result),
    )


def _missing_land_use(bio_based: list[Line], result: PcfResult) -> list[Finding]:
    """Report what grew, with a split that does not say what comes from land-use change (Q05).

    What has no split at all is reported with that (Q03), and weighs here too: all that is silent on
    land-use change has one limit, the one of what has no split (product 4, before methods 1.7).
    """
    silent = {
        line.cause.node: line
        for line in bio_based
        if line.data_set is not None and not line.data_set.states_land_use
    }
    share = _share_of(silent, result)
    findings: dict[str, Finding] = {}
    for line in silent.values():
        data_set, taken, node = line.data_set, line.exchange.input, line.cause.node
        if data_set is None or data_set.split is SplitOrigin.NONE:
            continue
        about = {}
        if data_set.split is SplitOrigin.BY_USER and isinstance(taken, ProcessOutput):
            node = taken.process
            about = {"name": data_set.name_en, "name_zh": data_set.name_zh}
        findings[node] = found(
            Severity.BLOCKS_DOCUMENT if share > UNSPLIT_LIMIT else Severity.WARNING,
            "land-use-change-missing",
            result.nodes[node],
            "split" if about else "supplier",
            "Q05",
            percent=100 * share,
            limit=100 * UNSPLIT_LIMIT,
            **about,
        )
    return list(findings.values())


def _share_of(nodes: Collection[str], result: PcfResult) -> float:
    """Give the share of |total| that comes from some nodes [0..1]."""
    absolute = np.abs(result.headline_values)
    total = float(absolute.sum())
    is_of_them = [line.cause.node in nodes for line in result.lines]
    return float(absolute[is_of_them].sum()) / total if total else 0.0


def _missing_aircraft(result: PcfResult) -> list[Finding]:
    """Report transport by air whose share by aircraft is not known (Q07)."""
    by_air = result.kinds.where(_is_by_air) | _is_flown(result)
    is_silent = by_air & (category_of_lines(result, ImpactCategory.AIRCRAFT) == 0)
    silent = {
        line.cause.node: None
        for line in (result.lines[place] for place in np.flatnonzero(is_silent).tolist())
        if line.amount
    }
    return [
        found(Severity.BLOCKS_DOCUMENT, "aircraft-missing", node, _taken_by(node), "Q07")
        for node in map(result.nodes.__getitem__, silent)
    ]


def _is_by_air(line: Line) -> bool:
    """Tell whether a line is freight by air, or what an aircraft on a leg burns."""
    data_set = line.data_set
    if data_set is None:
        return False
    if data_set.table == "fuels":
        is_carried = line.exchange.stage in {Stage.INBOUND, Stage.OUTBOUND}
        return is_carried and data_set.family.startswith(_AIRCRAFT_FUELS)
    return data_set.family == "air" and data_set.table == "transport"


def _taken_by(node: Node) -> str:
    """Give the field that says what something is carried by."""
    return "vehicle" if getattr(node, "vehicle", None) is not None else "data_set"


def _is_flown(result: PcfResult) -> np.ndarray:
    """Tell of which lines the leg is flown, whatever its data set is (lines,)."""
    circles = DistanceKind.GREAT_CIRCLE
    flown = {leg.id for leg in result.study.transport if leg.distance_kind is circles}
    if not flown:
        return np.zeros(len(result.lines), dtype=bool)
    return np.array([line.cause.node in flown for line in result.lines], dtype=bool)


def _missing_content(result: PcfResult, bio_based: list[Line]) -> list[Finding]:
    """Report a product and packaging that grew, in part, with no carbon content (Q08)."""
    study = result.study
    balance = carbon_balance(result, bio_based)
    grown = {line.cause.node for line in bio_based}
    findings = []
    first = next((part for part in result.parts if part.id in grown), None)
    if first is not None and not balance.product_kg:
        is_typed = study.product.biogenic_carbon is not None
        findings.append(
            found(
                Severity.WARNING,
                "biogenic-carbon-zero" if is_typed else "biogenic-carbon-missing",
                study.product,
                "biogenic_carbon",
                "Q08",
                part=first.label,
            )
        )
    return findings + [
        found(Severity.WARNING, "packaging-carbon-missing", item, "biogenic_carbon", "Q08")
        for item in study.packaging
        if item.id in grown and item.biogenic_carbon is None and item.bio_based is None
    ]


def _uptake_against_content(result: PcfResult, bio_based: list[Line]) -> list[Finding]:
    """Report uptake that is not what the carbon at the gate took up: -44/12 C (Q10).

    Where a split is missing, what was taken up is not known; that finding leaves the row open.
    """
    balance = carbon_balance(result, bio_based)
    if unsplit_nodes(bio_based) - uptaking_nodes(result).keys():
        return []
    if balance.product_kg is None or balance.packaging_kg is None:
        return []
    wanted = uptake_kg(balance.product_kg + balance.packaging_kg)
    apart = abs(balance.uptake_kg - wanted)
    if apart <= UPTAKE_TOLERANCE * abs(wanted):
        return []
    return [
        found(
            Severity.WARNING,
            "uptake-not-content",
            result.study.product,
            "biogenic_carbon",
            "Q10",
            uptake=balance.uptake_kg,
            wanted=wanted,
            limit=100 * UPTAKE_TOLERANCE,
        )
    ]


def _more_carbon_than_mass(result: PcfResult) -> list[Finding]:
    """Report carbon that weighs more than what holds it (Q10)."""
    product = result.study.product
    whole_kg = product.net_mass.si if product.net_mass else mass_per_piece_kg(result.study.bom)
    packed = [(item, packaging_mass_kg(item)) for item in result.study.packaging]
    stated = [
        (product, product.biogenic_carbon, whole_kg),
        *((item, item.biogenic_carbon, kg and kg * item.holds) for item, kg in packed),
    ]
    return [
        found(
            Severity.BLOCKS_DOCUMENT,
            "carbon-above-mass",
            node,
            "biogenic_carbon",
            "Q10",
            carbon=carbon.text,
            mass=f"{mass_kg:.4g} kg",
        )
        for node, carbon, mass_kg in stated
        if carbon is not None and mass_kg is not None and carbon.si > mass_kg
    ]


def _unshown_origin(result: PcfResult) -> list[Finding]:
    """Report parts and packaging whose uptake counts, with nothing to show where they grew."""
    counted = uptaking_nodes(result)
    if not counted:
        return []
    named = {part.id: part.bio_based for part in result.parts}
    named |= {item.id: item.bio_based for item in result.study.packaging}
    return [
        found(Severity.WARNING, "origin-not-shown", result.nodes[each], "bio_based", "Q10")
        for each in counted
        if each in named and not _has_origin(named[each])
    ]


def _has_origin(bio_based: BioBased | None) -> bool:
    return bio_based is not None and bool(bio_based.origin.strip())
