"""What bars and tiles stand for: stages and statements of a result, with their names."""

from typing import NamedTuple

from pcf.inventory.inventory import Stage
from pcf.results.contributions import by_stage, by_statement
from pcf.results.names import Names
from pcf.results.result import PcfResult

MOST = 60
"""Contributors that a treemap or a ranked table shows; all others are too small to be seen."""

DECISIVE = 0.8
"""The contributors that together make this share are the most important ones (ISO 14067)."""


class Contributor(NamedTuple):
    """What a bar or tile stands for.

    Attributes:
        key: stage, or id of the node that states it.
        stage: key of its colour.
        kg_co2e: per declared unit [kg CO2e].
        share: of the headline [1]; None where the headline is not positive.
        rank: among those of its stage; 0 is the largest.
    """

    key: str
    name: str
    stage: str
    kg_co2e: float
    share: float | None
    rank: int = 0


def stage_contributors(result: PcfResult, names: Names) -> list[Contributor]:
    """Give the stages before the gate in their order."""
    return [
        Contributor(each.key, names.stage(Stage(each.key)), each.key, each.kg_co2e, each.share)
        for each in by_stage(result)
    ]


def statement_contributors(result: PcfResult, names: Names) -> list[Contributor]:
    """Give the largest contributors by the node that states them, the largest first."""
    stages = {line.cause.node: line.cause.stage for line in result.lines}
    ranks: dict[Stage, int] = {}
    found = []
    for each in by_statement(result)[:MOST]:
        stage = stages.get(each.key, Stage.MATERIALS)
        rank = ranks[stage] = ranks.get(stage, -1) + 1
        name = names.node(each.key)
        found.append(Contributor(each.key, name, stage.value, each.kg_co2e, each.share, rank))
    return found


def decisive_count(found: list[Contributor]) -> int:
    """Give how many of the first contributors make up the decisive share; all if none do."""
    running = 0.0
    for place, each in enumerate(found, start=1):
        running += each.share or 0.0
        if running >= DECISIVE:
            return place
    return len(found)
