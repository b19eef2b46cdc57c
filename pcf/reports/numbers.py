"""The numbers that documents print: split, stages, largest contributions, each closing its sum."""

from collections import defaultdict

import msgspec

from pcf.background.elementary import ImpactCategory
from pcf.model.bom import walk
from pcf.reports.facts import (
    Amount,
    NumberRow,
    apart_row,
    decimals_for,
    part_rows,
    rounding_row,
    sum_row,
)
from pcf.reports.wording import amount, mass, place_name
from pcf.results.contributions import (
    Totals,
    by_category,
    by_stage,
    input_key,
    totals,
)
from pcf.results.display import MISSING, significant
from pcf.results.lines import Line
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.texts import Texts

LARGEST = 10
_GRID_LOSS = "grid_loss"  # value of the inventory's role
_NO_DATA = [""] * 5  # data set, amount, place, year and confidence of a row that has none


def split_rows(result: PcfResult, texts: Texts) -> list[NumberRow]:
    """Give the headline by category, then what the total with uptake adds, then of-whiches."""
    whole = totals(result)
    decimals = decimals_for(whole.headline)

    def category(each: ImpactCategory) -> Amount:
        value = whole.categories[each]
        return _amount(texts(f"category.{each.value}"), value, whole.headline, each.value)

    parts = [category(ImpactCategory(each.key)) for each in by_category(result)]
    headline = _headline(whole, texts)
    outside = [category(ImpactCategory.BIOGENIC_CO2), category(ImpactCategory.UPTAKE)]
    with_uptake = _amount(texts("paper.total-with-uptake"), whole.with_uptake, whole.headline)
    rounding = texts("paper.rounding")
    return [
        *part_rows(parts, decimals),
        *rounding_row(rounding, parts, headline, decimals),
        sum_row(headline, decimals),
        *part_rows(outside, decimals),
        *rounding_row(rounding, [headline, *outside], with_uptake, decimals),
        sum_row(with_uptake, decimals),
        apart_row(category(ImpactCategory.AIRCRAFT), decimals),
    ]


def stage_rows(result: PcfResult, texts: Texts) -> list[NumberRow]:
    """Give the headline by life-cycle stage; after the sum what comes after the gate."""
    whole = totals(result)
    decimals = decimals_for(whole.headline)
    headline = _headline(whole, texts)
    parts = [
        Amount(texts(f"stage.{each.key}"), each.kg_co2e, each.share, each.key)
        for each in by_stage(result)
    ]
    rows = [
        *part_rows(parts, decimals),
        *rounding_row(texts("paper.rounding"), parts, headline, decimals),
        sum_row(headline, decimals),
    ]
    if whole.outbound:
        outbound = Amount(texts("paper.outbound-apart"), whole.outbound, None, "S5")
        rows.append(apart_row(outbound, decimals))
    return rows


class Statement(msgspec.Struct, frozen=True):
    """What one statement of the study draws from one data set or emits as one gas.

    Attributes:
        node: id of the study node that states it.
        line: one of its lines, for what all of them share.
        amount: per declared unit [unit of the data set, kg of a gas].
        kg_co2e: per declared unit [kg CO2e].
    """

    node: str
    line: Line
    amount: float
    kg_co2e: float


def statements(result: PcfResult) -> list[Statement]:
    """Give the contributions by statement, data set and role, the largest first."""
    amounts: dict[tuple[str, ...], float] = defaultdict(float)
    values: dict[tuple[str, ...], float] = defaultdict(float)
    shown: dict[tuple[str, ...], Line] = {}
    for line, value, counts in zip(
        result.lines, result.headline_values.tolist(), result.before_gate.tolist(), strict=True
    ):
        if not counts:
            continue
        key = (line.cause.node, input_key(line), line.exchange.role)
        amounts[key] += line.amount
        values[key] += value
        shown[key] = line
    found = [Statement(key[0], shown[key], amounts[key], values[key]) for key in shown]
    return sorted(found, key=lambda each: (-abs(each.kg_co2e), input_key(each.line)))


def largest_rows(result: PcfResult, texts: Texts) -> tuple[list[list[str]], int]:
    """Give the rows of the largest contributions, and how many rows at their end close the sum."""
    whole = totals(result)
    decimals = decimals_for(whole.headline)
    found = [each for each in statements(result) if each.kg_co2e]
    shown, others = found[:LARGEST], found[LARGEST:]
    names = Names(result, texts)
    steps = {step.id for part in walk(result.study.bom) for step in part.steps}
    parts = [
        _amount(_item(each, names, steps, texts), each.kg_co2e, whole.headline) for each in shown
    ]
    words = [_data_words(result, each, names, texts) for each in shown]
    if others:
        name = texts("paper.other-contributions", count=len(others))
        rest = sum(each.kg_co2e for each in others)
        parts.append(_amount(name, rest, whole.headline))
        words.append(_NO_DATA)
    headline = _headline(whole, texts)
    closing = [
        *rounding_row(texts("paper.rounding"), parts, headline, decimals),
        sum_row(headline, decimals),
    ]
    words += [_NO_DATA] * len(closing)
    rows = [*part_rows(parts, decimals), *closing]
    cells = [
        [row.name, *data, row.number, row.share] for row, data in zip(rows, words, strict=True)
    ]
    return cells, len(rows) - len(shown)


def _item(statement: Statement, names: Names, steps: set[str], texts: Texts) -> str:
    """Give the name of a statement; what a step takes or emits stands with the step."""
    name, process = names.node(statement.node), statement.line.process.node
    if process in steps and process != statement.node:
        return texts("paper.of-step", step=names.node(process), name=name)
    return name


def _data_words(result: PcfResult, statement: Statement, names: Names, texts: Texts) -> list[str]:
    """Give data set, amount, place, year and confidence of a statement."""
    line = statement.line
    words, data_set = names.input(line), line.data_set
    if data_set is None:
        what = texts("paper.direct-emission", gas=words)
        return [what, mass(statement.amount, texts), MISSING, MISSING, MISSING]
    if line.exchange.role == _GRID_LOSS:
        words = texts("paper.grid-loss", data_set=words)
    return [
        words,
        amount(significant(statement.amount), data_set.unit, texts),
        place_name(data_set.geography, texts),
        str(data_set.year) if data_set.year else MISSING,
        data_set.confidence.value,
    ]


def _headline(whole: Totals, texts: Texts) -> Amount:
    return _amount(texts("paper.headline"), whole.headline, whole.headline)


def _amount(name: str, value: float, headline: float, sign: str = "") -> Amount:
    """Give a part with its share, None where the headline is not positive."""
    return Amount(name, value, value / headline if headline > 0 else None, sign)
