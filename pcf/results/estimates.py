"""How much of a result rests on estimates, and what document it may carry."""

from collections.abc import Iterable

import msgspec
import numpy as np

from pcf.background.dataset import Confidence, DataSet
from pcf.findings import Finding, Severity
from pcf.inventory.inventory import Role
from pcf.model.bom import MassOrigin, per_reference_unit
from pcf.model.study import DocumentKind, Study
from pcf.results.checklist import ChecklistRow, RowState
from pcf.results.contributions import absolute_share
from pcf.results.lines import Line
from pcf.results.result import PcfResult
from pcf.units import Dimension, find_unit

_LEFT_OUT = frozenset(
    {"part-unmatched", "input-unmatched", "scrap-unmatched", "mass-missing", "measure-missing"}
)
"""Keys of findings of lines that are not matched (product 3), and of what else is as they are."""


def estimate_share(result: PcfResult) -> float:
    """Give the share of |total| from confidence-C rows, spend factors and estimated masses [0..1].

    A line that is an estimate for two reasons counts once (product 7).
    """

    def is_of_weak(line: Line) -> bool:
        recipe = result.data_sets.get(line.cause.via) if line.cause.via else None
        return line.data_set is not None and (
            _is_weak(line.data_set) or (recipe is not None and _is_weak(recipe))
        )

    guessed = [origin is not None for origin in _guessed_origins(result)]
    return absolute_share(result, result.kinds.where(is_of_weak) | np.array(guessed, dtype=bool))


def mass_estimate_shares(result: PcfResult) -> dict[MassOrigin, float]:
    """Give the share of |total| that rests on estimated masses, by their origin [0..1].

    Origins without a share are left out; the others go largest first.
    """
    guessed = _guessed_origins(result)

    def share(origin: MassOrigin) -> float:
        return absolute_share(result, np.array([each is origin for each in guessed], dtype=bool))

    shares = {origin: share(origin) for origin in MassOrigin if origin in guessed}
    ordered = sorted(shares.items(), key=lambda each: (-each[1], each[0]))
    return {origin: share for origin, share in ordered if share}


def estimated_mass_share(study: Study) -> float | None:
    """Give the share of the product's mass that is estimated [0..1], None where none is known.

    By weight of the lines whose mass is known; those without one are in neither sum.
    """
    estimated_kg = known_kg = 0.0
    waiting = [(study.bom, 1.0)]
    while waiting:
        whole, pieces = waiting.pop()
        for part in whole.parts:
            if part.excluded or part.quantity is None:
                continue
            amount = pieces * part.quantity.si
            if part.parts and part.quantity.dimension is Dimension.COUNT:
                waiting.append((part, amount))
                continue
            each_kg = per_reference_unit(part, Dimension.MASS)
            if each_kg is None:
                continue
            known_kg += amount * each_kg
            is_by_mass = part.quantity.dimension is Dimension.MASS
            if not is_by_mass and part.mass is not None and part.mass.origin.is_estimate:
                estimated_kg += amount * each_kg
    return estimated_kg / known_kg if known_kg else None


def left_out(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings of what adds nothing to the total, for want of a data set or an amount."""
    return tuple(each for each in findings if each.key in _LEFT_OUT)


def is_draft(result: PcfResult) -> bool:
    """Tell whether a document of this result is a draft.

    Any document is while a finding blocks it; a certificate also while a row of the checklist that
    can block one is open for more than a warning, or waits for a reviewer.
    """
    if result.is_blocked:
        return True
    return document_kind(result) is DocumentKind.CERTIFICATE and (
        not result.checklist or bool(open_rows(result))
    )


def open_rows(result: PcfResult) -> tuple[ChecklistRow, ...]:
    """Give the rows of the checklist that can block a certificate and are not settled."""
    return tuple(
        row
        for row in result.checklist
        if row.severity is Severity.BLOCKS_DOCUMENT
        and not row.is_only_warned
        and row.state in {RowState.OPEN, RowState.NOT_CHECKED}
    )


class _Guessed(msgspec.Struct, frozen=True):
    """What follows from an estimated mass, with the origin of that mass.

    Attributes:
        bought: by id of parts and packaging whose amounts by mass and freight follow from it.
        steps: by id of steps that are stated by mass.
        scrap: by id of steps whose scrap is.
    """

    bought: dict[str, MassOrigin]
    steps: dict[str, MassOrigin]
    scrap: dict[str, MassOrigin]

    def origin(self, line: Line) -> MassOrigin | None:
        """Give the origin of the estimated mass that a line follows from, None if of none."""
        if line.data_set is None:
            return None
        node = line.process.node
        if line.exchange.role is Role.SCRAP and node in self.scrap:
            return self.scrap[node]
        if node in self.steps:
            return self.steps[node]
        by_mass = find_unit(line.data_set.unit).dimension in {Dimension.MASS, Dimension.FREIGHT}
        return self.bought.get(node) if by_mass else None


def _guessed_origins(result: PcfResult) -> list[MassOrigin | None]:
    """Give the origin of the estimated mass that each line follows from, None if of none."""
    guessed = _by_guessed_mass(result)
    if not (guessed.bought or guessed.scrap):
        return [None] * len(result.lines)
    return [guessed.origin(line) for line in result.lines]


def _by_guessed_mass(result: PcfResult) -> _Guessed:
    parts = [
        (part, part.mass.origin)
        for part in result.parts
        if part.mass and part.mass.origin.is_estimate
    ]
    packaging = {
        item.id: item.mass.origin
        for item in result.study.packaging
        if item.mass and item.mass.origin.is_estimate
    }
    steps = [(step, origin) for part, origin in parts for step in part.steps]
    return _Guessed(
        bought={part.id: origin for part, origin in parts} | packaging,
        steps={step.id: origin for step, origin in steps if step.is_by_mass},
        scrap={step.id: origin for step, origin in steps},
    )


def _is_weak(data_set: DataSet) -> bool:
    return data_set.confidence is Confidence.C or data_set.table == "spend_usd"


def document_kind(result: PcfResult) -> DocumentKind:
    """Give what a document of this result may call itself."""
    too_many = estimate_share(result) > result.study.choices.screening_limit
    return DocumentKind.SCREENING if too_many else DocumentKind.CERTIFICATE
