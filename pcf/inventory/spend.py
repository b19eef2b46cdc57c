"""Money spent on a line, turned into the dollars that its factor counts."""

from pcf.background.dataset import DataSet
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.model.bom import Part, walk
from pcf.model.processes import StepInput
from pcf.model.spend import Spend
from pcf.model.study import Study

Paying = Part | StepInput


def paying_nodes(study: Study) -> list[Paying]:
    """Give the parts and inputs of steps that state what was paid."""
    parts = walk(study.bom)
    nodes: list[Paying] = [
        *parts,
        *(taken for part in parts for step in part.steps for taken in step.inputs),
    ]
    return [node for node in nodes if node.spend is not None]


def spent_usd(
    spend: Spend, data_set: DataSet, node: str, name: str, context: Context
) -> float | None:
    """Give the dollars of a factor's year that were spent [USD]; report what they lack."""
    usd = spend.usd(data_set.year)
    if usd is None:
        context.report(
            Severity.STOPS_CALCULATION,
            "spend-not-converted",
            node,
            "spend",
            name=name,
            currency=spend.currency,
            year=str(spend.year),
            factor_year=str(data_set.year),
            lacking=f"@spend.lacks.{'+'.join(spend.lacks(data_set.year))}",
            rule="D09",
        )
    return usd
