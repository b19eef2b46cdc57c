"""How much of a result rests on estimates, and what document it may carry."""

import msgspec

from pcf.background.dataset import Confidence, DataSet
from pcf.inventory.inventory import Role
from pcf.model.bom import walk
from pcf.model.study import DocumentKind
from pcf.results.contributions import absolute_share
from pcf.results.result import Line, PcfResult
from pcf.units import Dimension, find_unit


def estimate_share(result: PcfResult) -> float:
    """Give the share of |total| from confidence-C rows, spend factors and estimated masses [0..1].

    A line that is an estimate for two reasons counts once (product 7).
    """
    guessed = _by_guessed_mass(result)

    def is_estimate(line: Line) -> bool:
        if line.data_set is None:
            return False
        recipe = result.data_sets.get(line.cause.via) if line.cause.via else None
        if _is_weak(line.data_set) or (recipe is not None and _is_weak(recipe)):
            return True
        if line.exchange.role is Role.SCRAP and line.process.node in guessed.scrap:
            return True
        if line.process.node in guessed.steps:
            return True
        by_mass = find_unit(line.data_set.unit).dimension in {Dimension.MASS, Dimension.FREIGHT}
        return by_mass and line.process.node in guessed.bought

    return absolute_share(result, is_estimate)


def is_draft(result: PcfResult) -> bool:
    """Tell whether a document of this result is a draft.

    A certificate is, as long as its data quality and the checklist of the standard are not
    assessed; any document is while a finding blocks it.
    """
    return result.is_blocked or document_kind(result) is DocumentKind.CERTIFICATE


class _Guessed(msgspec.Struct, frozen=True):
    """What follows from an estimated mass.

    Attributes:
        bought: ids of parts and packaging whose amounts by mass and freight follow from it.
        steps: ids of steps that are stated by mass.
        scrap: ids of steps whose scrap is.
    """

    bought: frozenset[str]
    steps: frozenset[str]
    scrap: frozenset[str]


def _by_guessed_mass(result: PcfResult) -> _Guessed:
    parts = [part for part in walk(result.study.bom) if part.mass and part.mass.origin.is_estimate]
    packaging = [
        item.id for item in result.study.packaging if item.mass and item.mass.origin.is_estimate
    ]
    steps = [step for part in parts for step in part.steps]
    return _Guessed(
        bought=frozenset([*(part.id for part in parts), *packaging]),
        steps=frozenset(step.id for step in steps if step.is_by_mass),
        scrap=frozenset(step.id for step in steps),
    )


def _is_weak(data_set: DataSet) -> bool:
    return data_set.confidence is Confidence.C or data_set.table == "spend_usd"


def document_kind(result: PcfResult) -> DocumentKind:
    """Give what a document of this result may call itself."""
    too_many = estimate_share(result) > result.study.choices.screening_limit
    return DocumentKind.SCREENING if too_many else DocumentKind.CERTIFICATE
