"""What the numbers of a case rest on: statistics of new devices, process, reports and sources."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec
import numpy as np

from pcf.background.dataset import DataSet
from pcf.background.elementary import GwpReport
from pcf.circularity.case import CaseResult, Life
from pcf.circularity.inputs import Input, Origin
from pcf.circularity.process import PROCESS_TERMS, line_terms
from pcf.results.contributions import by_report, input_key
from pcf.results.lines import Line
from pcf.results.result import PcfResult
from pcf.results.sources import SourceUse, used_sources

PER_COLLECTED = frozenset({"refurbishing", "collection"})
"""The terms that are stated per device collected, and divided by the yield."""


class ProcessEntry(msgspec.Struct, frozen=True):
    """What one statement of a process takes from one data set, or emits, for a life.

    Attributes:
        term: of `PROCESS_TERMS`, to which it adds.
        node: id of what states it.
        line: one of its lines, for what all of them share.
        amount: per device collected or sold, as its term is [unit of the data set, kg of a gas].
        kg_co2e: likewise [kg CO2e].
    """

    life: Life
    term: str
    node: str
    line: Line
    amount: float
    kg_co2e: float

    @property
    def per_sold(self) -> float:
        """Give what it adds per device sold [kg CO2e]."""
        return self.kg_co2e * sold_factor(self.life, self.term)


def sold_factor(life: Life, term: str) -> float:
    """Give by what a term is multiplied to be per device sold [1]."""
    success = life.inputs["success"].value
    return 1 / success if term in PER_COLLECTED and success else 1.0


def process_entries(result: CaseResult) -> tuple[ProcessEntry, ...]:
    """Give what the processes of all lives are made of, those that a typed term replaces left out.

    The entries of a life and a term add up to the term.
    """
    found: list[ProcessEntry] = []
    for life in result.lives:
        if life.process is None:
            continue
        amounts: dict[tuple[str, ...], float] = defaultdict(float)
        values: dict[tuple[str, ...], float] = defaultdict(float)
        first: dict[tuple[str, ...], Line] = {}
        for line, term, value in _lines(life.process):
            if life.inputs[term].origin is Origin.PROCESS:
                key = (term, line.cause.node, input_key(line), line.exchange.role)
                amounts[key] += line.amount
                values[key] += value
                first.setdefault(key, line)
        found += (
            ProcessEntry(life, key[0], key[1], first[key], amounts[key], values[key])
            for key in first
        )
    return tuple(found)


def _lines(process: PcfResult) -> list[tuple[Line, str, float]]:
    values = process.line_values(process.headline_columns).tolist()
    return list(zip(process.lines, line_terms(process), values, strict=True))


def new_device_data(life: Life) -> DataSet | None:
    """Give the data set of the new device, None where its footprint is stated otherwise."""
    if life.new_device is None or life.inputs["production"].origin is not Origin.DATA_SET:
        return None
    reference = life.category.data_set
    return life.new_device.data_sets.get(reference) if reference else None


def gwp_shares(result: CaseResult) -> Mapping[str, Mapping[GwpReport, float]]:
    """Give the assessment reports behind new devices, process and use, as shares of each [0..1].

    Weighed by the emissions of all devices of a life; what was typed states no report.
    """
    sums: dict[str, dict[GwpReport, float]] = {
        group: defaultdict(float) for group in ("new_devices", "process", "use")
    }
    for life in result.lives:
        devices, inputs = life.devices or 0.0, life.inputs
        if life.terms is None or not devices:
            continue
        _add(sums["new_devices"], inputs["production"], life.new_device, devices)
        years = devices * float(life.terms.life)
        for name in ("new_use", "use"):
            is_by_factor = "electricity" in inputs[name].field
            _add(sums["use"], inputs[name], result.use if is_by_factor else None, years)
        for term in PROCESS_TERMS:
            weight = devices * sold_factor(life, term)
            if inputs[term].origin is not Origin.PROCESS:
                _add(sums["process"], inputs[term], None, weight)
        if life.process is not None:
            _add_lines(sums["process"], life, life.process, devices)
    return {
        group: {report: of[report] / sum(of.values()) for report in GwpReport if of.get(report)}
        for group, of in sums.items()
        if sum(of.values())
    }


def _add(
    sums: dict[GwpReport, float], stated: Input, solved: PcfResult | None, weight: float
) -> None:
    """Add a number by the reports behind what it was solved as, else as one that states none."""
    total = abs(stated.value or 0.0) * weight
    if solved is None or stated.origin is Origin.OWN_STUDY:
        sums[GwpReport.NOT_STATED] += total
        return
    for each in by_report(solved):
        sums[GwpReport(each.key)] += total * (each.share or 0.0)


def _add_lines(
    sums: dict[GwpReport, float], life: Life, process: PcfResult, devices: float
) -> None:
    absolute = np.abs(process.values)
    for place, term in enumerate(line_terms(process)):
        if life.inputs[term].origin is not Origin.PROCESS:
            continue
        for column in process.headline_columns:
            value = float(absolute[place, column]) * devices * sold_factor(life, term)
            sums[process.components[column].report] += value


def case_sources(result: CaseResult) -> tuple[SourceUse, ...]:
    """Give every source that figures of a case come from, once each, by title."""
    uses = [use for solved in result.solved for use in used_sources(solved)]
    quoted = {use.source for use in uses if use.is_quoted}
    once = {use.source: SourceUse(use.source, use.source in quoted) for use in uses}
    return tuple(sorted(once.values(), key=lambda each: each.source.title.casefold()))
