"""How much of a result rests on estimates, and what document it may carry."""

from pcf.background.dataset import Confidence, DataSet
from pcf.model.bom import walk
from pcf.model.study import DocumentKind
from pcf.results.contributions import absolute_share
from pcf.results.result import Line, PcfResult
from pcf.units import Dimension, find_unit


def estimate_share(result: PcfResult) -> float:
    """Give the share of |total| from confidence-C rows, spend factors and estimated masses [0..1].

    A line that is an estimate for two reasons counts once (product 7).
    """
    masses = {part.id: part.mass for part in walk(result.study.bom)}
    masses |= {item.id: item.mass for item in result.study.packaging}
    guessed = {node for node, mass in masses.items() if mass and mass.origin.is_estimate}

    def is_estimate(line: Line) -> bool:
        data_set = line.data_set
        if data_set is None:
            return False
        recipe = result.data_sets.get(line.cause.via) if line.cause.via else None
        if _is_weak(data_set) or (recipe is not None and _is_weak(recipe)):
            return True
        # Only what is counted by mass or freight follows from a mass; a step's energy does not.
        by_mass = find_unit(data_set.unit).dimension in {Dimension.MASS, Dimension.FREIGHT}
        return by_mass and line.process.node in guessed

    return absolute_share(result, is_estimate)


def _is_weak(data_set: DataSet) -> bool:
    return data_set.confidence is Confidence.C or data_set.table == "spend_usd"


def document_kind(result: PcfResult) -> DocumentKind:
    """Give what a document of this result may call itself."""
    too_many = estimate_share(result) > result.study.choices.screening_limit
    return DocumentKind.SCREENING if too_many else DocumentKind.CERTIFICATE
