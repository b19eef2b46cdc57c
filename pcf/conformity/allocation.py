"""Checks on allocation: justified, conserved, its effect shown (methods 1.7, rows A01 to A04)."""

from collections.abc import Iterator

from pcf.background.elementary import ImpactCategory
from pcf.findings import Finding, Severity
from pcf.inventory.allocation import price_ratio, rule_advised
from pcf.inventory.inventory import ProcessOutput, Role, StepAllocation, UnitProcess
from pcf.model.allocation import AllocationRule
from pcf.model.processes import ProcessStep
from pcf.model.schemes import terms_of
from pcf.results.result import PcfResult

CONSERVED = 1e-9
"""How far the shares of the outputs may be from 1 together (methods 1.7, A03)."""

_BIOGENIC = (ImpactCategory.BIOGENIC_CO2, ImpactCategory.UPTAKE)


def check_allocation(result: PcfResult) -> tuple[Finding, ...]:
    """Give what is to be said of each step with co-products."""
    shared = [each for each in result.inventory.processes if each.allocation is not None]
    if not shared:
        return ()
    steps = {step.id: step for part in result.parts for step in part.steps}
    findings: list[Finding] = []
    for process in shared:
        step = steps[process.node]
        if process.allocation is None or _is_not_applied(process.allocation):
            continue  # found where the inventory was built
        findings += _check_rule(step, process.allocation)
        findings += _check_prices(result, step, process.allocation)
        findings += _check_effect(step, process.allocation)
        findings += _check_carbon(result, step, process)
    return tuple(findings)


def _is_not_applied(found: StepAllocation) -> bool:
    """Tell whether no rule is chosen, or the chosen one lacks what it shares by."""
    return found.chosen is None and found.rule is not AllocationRule.SUBDIVISION


def _found(severity: Severity, key: str, step: ProcessStep, **fields: str | float) -> Finding:
    named = {"name": step.name, **({"name_zh": step.name_zh} if step.name_zh else {})}
    return Finding(
        severity=severity, key=key, node=step.id, field="allocation", fields={**named, **fields}
    )


def _check_rule(step: ProcessStep, found: StepAllocation) -> Iterator[Finding]:
    blocks, stated = Severity.BLOCKS_DOCUMENT, step.allocation
    is_justified = stated.justification.strip() or stated.justification_zh.strip()
    if found.rule is not AllocationRule.PHYSICAL and not is_justified:
        yield _found(blocks, "allocation-justification-missing", step, rule="A02")
    if found.chosen is not None and found.chosen.shares and not found.chosen.shares[0]:
        yield _found(blocks, "allocation-without-burden", step, rule="A02")
    if found.chosen is not None and abs(sum(found.chosen.shares) - 1) > CONSERVED:
        percent = 100 * sum(found.chosen.shares)
        yield _found(blocks, "allocation-not-conserved", step, percent=percent, rule="A03")


def _check_prices(result: PcfResult, step: ProcessStep, found: StepAllocation) -> Iterator[Finding]:
    """Compare the choice with the price ratio's advice, where the scheme has such a test."""
    if found.rule is AllocationRule.ECONOMIC:
        yield from _check_stated_prices(step)
        years = {price.year for price in step.allocation.main.prices}
        if len(years) == 1:
            yield _found(Severity.WARNING, "allocation-prices-of-one-year", step, rule="A02")
    limit = terms_of(result.study.choices).price_ratio
    if limit is None or found.rule in {AllocationRule.SUBDIVISION, AllocationRule.STATED}:
        return
    if not found.prices:
        yield _found(Severity.WARNING, "allocation-ratio-unknown", step, limit=limit, rule="A02")
        return
    advised = rule_advised(found.prices, limit)
    if found.rule is not advised:
        yield _found(
            Severity.WARNING,
            "allocation-against-price-ratio",
            step,
            ratio=price_ratio(found.prices),
            limit=limit,
            advised=f"@allocation.rule.{advised.value}",
            rule="A02",
        )


def _check_stated_prices(step: ProcessStep) -> Iterator[Finding]:
    """Ask for the source of each price, and find co-products that are sold for nothing."""
    beside = [price for each in step.co_products for price in each.output.prices]
    prices = [*step.allocation.main.prices, *beside]
    if any(not price.source.strip() for price in prices):
        yield _found(Severity.BLOCKS_DOCUMENT, "allocation-price-without-source", step, rule="D03")
    if any(not price.value for price in beside):
        yield _found(Severity.WARNING, "allocation-price-zero", step, rule="A02")


def _check_effect(step: ProcessStep, found: StepAllocation) -> Iterator[Finding]:
    """Ask for what another rule needs, where the data allow only one."""
    known = len(found.sharings) + found.is_divisible
    if found.rule is not AllocationRule.SUBDIVISION and known <= 1:
        yield _found(Severity.WARNING, "allocation-effect-unknown", step, rule="A04")


def _check_carbon(result: PcfResult, step: ProcessStep, process: UnitProcess) -> Iterator[Finding]:
    """Biogenic carbon goes with the matter that holds it, whatever the rule (methods 10)."""
    is_balanced = any(each.role is Role.CARBON_BALANCE for each in process.exchanges)
    has_carbon = _has_biogenic_co2(result, process)
    if is_balanced and not has_carbon:
        yield _found(Severity.WARNING, "allocation-carbon-without-uptake", step, rule="Q10")
    if has_carbon and not is_balanced and step.allocation.rule is not AllocationRule.PHYSICAL:
        yield _found(Severity.WARNING, "allocation-carbon-by-rule", step, rule="Q10")


def _has_biogenic_co2(result: PcfResult, process: UnitProcess) -> bool:
    """Tell whether biogenic CO2 comes in at a process or before it."""
    by_id = {each.id: each for each in result.inventory.processes}
    found, waiting = set[str](), [process.id]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found.add(current)
        waiting += [
            each.input.process
            for each in by_id[current].exchanges
            if isinstance(each.input, ProcessOutput)
        ]
    columns = [
        column for column, each in enumerate(result.components) if each.category in _BIOGENIC
    ]
    values = result.line_values(columns).tolist()
    return any(
        value and line.process.id in found and line.exchange.role is not Role.CARBON_BALANCE
        for line, value in zip(result.lines, values, strict=True)
    )
