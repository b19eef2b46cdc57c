"""Contributions: the headline taken apart by stage, part, step, site, data set, gas and so on.

The parts of each function add up to the headline (`totals(result).headline`) within
`result.ADDS_UP`, unless it says what it leaves out; nothing here is calculated anew.
"""

import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import msgspec
import numpy as np

from pcf.background.dataset import Confidence, SplitOrigin
from pcf.background.elementary import ElementaryFlow, GasGroup, GwpReport, ImpactCategory
from pcf.inventory.inventory import ProcessOutput, Stage
from pcf.model.bom import Part
from pcf.results.lines import Line
from pcf.results.result import PcfResult


class Totals(msgspec.Struct, frozen=True):
    """Totals per declared unit [kg CO2e].

    Attributes:
        headline: without biogenic uptake: fossil, biogenic CH4 and N2O, land-use change, unsplit.
        with_uptake: headline plus biogenic CO2 emission and uptake.
        absolute: sum of the absolute contributions to the headline; what limits refer to.
        categories: each category before the gate, aircraft as an of-which.
        outbound: headline of transport after the gate, in no total above.
    """

    headline: float
    with_uptake: float
    absolute: float
    categories: dict[ImpactCategory, float]
    outbound: float


class Contribution(msgspec.Struct, frozen=True):
    """A part of the headline.

    Attributes:
        key: what it is: a stage, the id of a node, a data set reference …
        kg_co2e: per declared unit [kg CO2e].
        share: of the headline [1]; None where the headline is not positive.
    """

    key: str
    kg_co2e: float
    share: float | None


def totals(result: PcfResult) -> Totals:
    """Give the totals of a result: those of the solve of record once it was made."""
    record = result.record
    categories = category_sums(result) if record is None else dict(record.totals)
    headline = sum(value for each, value in categories.items() if each.in_headline)
    with_uptake = sum(value for each, value in categories.items() if each.in_total_with_uptake)
    after = result.values[~result.before_gate][:, list(result.headline_columns)]
    absolute = float(np.abs(result.headline_values).sum())
    return Totals(headline, with_uptake, absolute, categories, float(after.sum()))


def category_sums(result: PcfResult) -> dict[ImpactCategory, float]:
    """Give the sum of the contributions before the gate by category [kg CO2e]."""
    sums = result.values[result.before_gate].sum(axis=0).tolist()
    categories = dict.fromkeys(ImpactCategory, 0.0)
    for component, value in zip(result.components, sums, strict=True):
        categories[component.category] += value
    return categories


def deviation(result: PcfResult, recorded: Mapping[ImpactCategory, float]) -> float:
    """Give the largest difference of a category's contributions from its recorded total.

    Returns:
        As a share of the sum of absolute contributions; `result.ADDS_UP` is what is tolerated.
    """
    sums = category_sums(result)
    largest = max(abs(recorded[each] - sums[each]) for each in sums)
    absolute = float(np.abs(result.values).sum())
    return largest / absolute if absolute else largest


def by_stage(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by life-cycle stage before the gate, all stages, in their order."""
    sums = _sums_of_kinds(result, lambda line: line.cause.stage.value)
    stages = [stage.value for stage in Stage if stage is not Stage.OUTBOUND]
    return _contributions(result, ((stage, sums.get(stage, 0.0)) for stage in stages))


def by_category(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by category, those of the headline only."""
    values = totals(result).categories
    wanted = [each for each in ImpactCategory if each.in_headline]
    return _contributions(result, ((each.value, values[each]) for each in wanted))


def by_gas(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by gas, what sources don't resolve as such."""
    return _by_component(result, lambda column: result.components[column].gas.value, GasGroup)


def by_report(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the share of |total| by the assessment report behind the numbers.

    `kg_co2e` is the sum of absolute contributions; the shares add up to 1.
    """
    absolute = np.abs(result.values * result.before_gate[:, None])
    sums: dict[str, float] = defaultdict(float)
    for column in result.headline_columns:
        sums[result.components[column].report.value] += float(absolute[:, column].sum())
    total = sum(sums.values())
    return tuple(
        Contribution(report.value, sums[report.value], sums[report.value] / total)
        for report in GwpReport
        if total and sums.get(report.value)
    )


def by_part(result: PcfResult) -> tuple[Contribution, ...]:
    """Give what each line of the bill of materials adds itself: material, way, own steps.

    Packaging is no part; `by_process` has it too.
    """
    owner = _owners(result)
    sums = _sums(result, lambda line: owner.get(line.process.node, ""))
    parts = [part.id for part in result.parts]
    return _contributions(result, ((part, sums.get(part, 0.0)) for part in parts))


def by_part_with_below(result: PcfResult) -> dict[str, float]:
    """Give each line with all below it, by id of the part [kg CO2e]."""
    own = {each.key: each.kg_co2e for each in by_part(result)}
    whole: dict[str, float] = {}
    for part in reversed(result.parts):
        whole[part.id] = own[part.id] + sum(whole[child.id] for child in part.parts)
    return whole


def by_process(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by the study node of the unit process: part, step, packaging item."""
    sums = _sums(result, lambda line: line.process.node)
    return _largest_first(result, sums)


def by_statement(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by the study node that states an exchange: line, input, leg, waste."""
    sums = _sums(result, lambda line: line.cause.node)
    return _largest_first(result, sums)


def uptake_by_process(result: PcfResult) -> dict[str, float]:
    """Give the biogenic uptake by the study node of the unit process [kg CO2e], zero or below."""
    columns = [
        column
        for column, component in enumerate(result.components)
        if component.category is ImpactCategory.UPTAKE
    ]
    values = np.where(result.before_gate, result.line_values(columns), 0.0).tolist()
    sums: dict[str, float] = defaultdict(float)
    for line, value in zip(result.lines, values, strict=True):
        sums[line.process.node] += value
    return dict(sums)


def by_site(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by the site where it arises, "" for what arises upstream."""
    sums = _sums(result, lambda line: line.process.site)
    return _largest_first(result, sums)


def by_data_set(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by data set or, for direct emissions, by elementary flow."""
    sums = _sums_of_kinds(result, input_key)
    return _largest_first(result, sums)


def by_confidence(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by confidence of the data sets, "" for direct emissions."""
    sums = _sums_of_kinds(result, _confidence)
    keys = [*(each.value for each in Confidence), ""]
    return _contributions(result, ((key, sums[key]) for key in keys if key in sums))


def by_split(result: PcfResult) -> tuple[Contribution, ...]:
    """Give the headline by where its split comes from; what is not split has none."""
    unsplit = unsplit_values(result)
    sums: dict[str, float] = defaultdict(float)
    sums[SplitOrigin.NONE.value] = float(unsplit.sum())
    for line, value in result.kinds.summed(result.headline_values - unsplit):
        sums[split_of(line).value] += value
    return _contributions(result, ((each.value, sums.get(each.value, 0.0)) for each in SplitOrigin))


def split_shares(result: PcfResult) -> dict[SplitOrigin, float]:
    """Give the share of |total| by where its split comes from [0..1]."""
    unsplit = unsplit_values(result)
    sums: dict[SplitOrigin, float] = defaultdict(float)
    sums[SplitOrigin.NONE] = float(np.abs(unsplit).sum())
    for line, value in result.kinds.summed(np.abs(result.headline_values - unsplit)):
        sums[split_of(line)] += value
    total = sum(sums.values())
    return {origin: value / total for origin, value in sums.items()} if total else {}


def unsplit_values(result: PcfResult) -> np.ndarray:
    """Give what of each line is not split (lines,) [kg CO2e]."""
    columns = [
        column
        for column, component in enumerate(result.components)
        if component.category is ImpactCategory.UNSPLIT
    ]
    return np.where(result.before_gate, result.line_values(columns), 0.0)


def input_key(line: Line) -> str:
    """Give what a line takes or emits as a text id."""
    match line.exchange.input:
        case ElementaryFlow() as flow:
            return flow.id
        case ProcessOutput(process=own):
            return own
        case ref:
            return str(ref)


def split_of(line: Line) -> SplitOrigin:
    """Give where the split of a line comes from; a direct emission states its own."""
    return line.data_set.split if line.data_set else SplitOrigin.STATED


def absolute_share(result: PcfResult, chosen: np.ndarray) -> float:
    """Give the share of |total| that some lines make up [0..1]; 0 where there is nothing.

    Args:
        result: what to look at.
        chosen: whether a line counts (lines,).
    """
    absolute = np.abs(result.headline_values)
    total = float(absolute.sum())
    return float(absolute[chosen].sum()) / total if total else 0.0


def part_of_process(result: PcfResult) -> dict[str, Part]:
    """Give the part on whose routing a process stands, by id of the process's node."""
    parts = {}
    for part in result.parts:
        parts[part.id] = part
        parts |= {step.id: part for step in part.steps}
    return parts


def _owners(result: PcfResult) -> dict[str, str]:
    return {node: part.id for node, part in part_of_process(result).items()}


def _confidence(line: Line) -> str:
    return line.data_set.confidence.value if line.data_set else ""


def _sums(result: PcfResult, key: Callable[[Line], str]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for line, value, counts in zip(
        result.lines, result.headline_values.tolist(), result.before_gate.tolist(), strict=True
    ):
        if counts:
            sums[key(line)] += value
    return sums


def _sums_of_kinds(result: PcfResult, key: Callable[[Line], str]) -> dict[str, float]:
    """Give the headline by a key that is one for all lines of a kind."""
    sums: dict[str, float] = defaultdict(float)
    for line, value in result.kinds.summed(result.headline_values):
        if line.exchange.stage is not Stage.OUTBOUND:
            sums[key(line)] += value
    return sums


def _by_component(
    result: PcfResult, key: Callable[[int], str], order: type[enum.StrEnum]
) -> tuple[Contribution, ...]:
    sums: dict[str, float] = defaultdict(float)
    columns = (result.values * result.before_gate[:, None]).sum(axis=0).tolist()
    for column in result.headline_columns:
        sums[key(column)] += columns[column]
    return _contributions(
        result, ((each.value, sums[each.value]) for each in order if each.value in sums)
    )


def _contributions(
    result: PcfResult, sums: Iterable[tuple[str, float]]
) -> tuple[Contribution, ...]:
    total = float(result.headline_values.sum())
    return tuple(
        Contribution(key, value, value / total if total > 0 else None) for key, value in sums
    )


def _largest_first(result: PcfResult, sums: dict[str, float]) -> tuple[Contribution, ...]:
    return _contributions(result, sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0])))
