"""How much of a result rests on estimates, and what document it may carry."""

from pcf.background.dataset import Confidence
from pcf.inventory.inventory import Stage
from pcf.model.study import DocumentKind
from pcf.results.contributions import absolute_share, data_set_of, part_of_process
from pcf.results.result import Line, PcfResult


def estimate_share(result: PcfResult) -> float:
    """Give the share of |total| from confidence-C rows, spend factors and estimated masses [0..1].

    A line that is an estimate for two reasons counts once (product 7).
    """
    parts = part_of_process(result)
    packaging = {item.id: item for item in result.study.packaging}
    with_estimated_mass = {
        node
        for node, part in parts.items()
        if node == part.id and part.mass and part.mass.origin.is_estimate
    } | {item.id for item in packaging.values() if item.mass and item.mass.origin.is_estimate}
    by_mass = {Stage.MATERIALS, Stage.INBOUND, Stage.PACKAGING}

    def is_estimate(line: Line) -> bool:
        data_set = data_set_of(result, line)
        weak = data_set is not None and (
            data_set.confidence is Confidence.C or data_set.table == "spend_usd"
        )
        recipe = result.data_sets.get(line.cause.via) if line.cause.via else None
        weak = weak or (recipe is not None and recipe.confidence is Confidence.C)
        guessed = line.process.node in with_estimated_mass and line.cause.stage in by_mass
        return weak or guessed

    return absolute_share(result, is_estimate)


def document_kind(result: PcfResult) -> DocumentKind:
    """Give what a document of this result may call itself."""
    too_many = estimate_share(result) > result.study.choices.screening_limit
    return DocumentKind.SCREENING if too_many else DocumentKind.CERTIFICATE
