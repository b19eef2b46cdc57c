"""Money spent on a line, turned into the dollars that its factor counts."""

from collections.abc import Sequence

from pcf.background.dataset import DataSet
from pcf.findings import Severity
from pcf.inventory.context import Context
from pcf.model.bom import Part
from pcf.model.processes import StepInput
from pcf.model.spend import Spend

Paying = Part | StepInput


def paying_nodes(parts: Sequence[Part]) -> list[Paying]:
    """Give the parts, of all parts of a study, and inputs of their steps that say what was paid."""
    inputs = (taken for part in parts for step in part.steps for taken in step.inputs)
    return [
        *(part for part in parts if part.spend is not None),
        *(taken for taken in inputs if taken.spend is not None),
    ]


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
        )
    return usd
