"""Calculate a study: numbers, checks, effects of choices, solve of record. Composition only."""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from pcf.background.database import Database
from pcf.conformity.case import Case
from pcf.conformity.checklist import judge
from pcf.conformity.electricity import check_electricity
from pcf.conformity.parts_lists import with_list_findings
from pcf.errors import (
    CalculationError,
    NonFiniteResultError,
)
from pcf.findings import Finding, Severity, worst_first
from pcf.inventory.build import build_inventory
from pcf.inventory.memory import PartMemory
from pcf.inventory.own_data_sets import stated_totals
from pcf.model.choices import Scheme
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.results.checklist import ChecklistRow
from pcf.results.contributions import deviation, totals
from pcf.results.effects import RecycledLine
from pcf.results.result import ADDS_UP, DatabaseUse, PcfResult, Record
from pcf.workflow.background import Background
from pcf.workflow.checks import CHECKS, RESULT_CHECKS
from pcf.workflow.program import _today, program_name


class Calculation(msgspec.Struct, frozen=True):
    """What came of calculating a study.

    Attributes:
        result: None where no number can be computed at all; the findings say why.
        checklist: every row of the standard's checklist and how it stands.
        scheme: whose limits and switches were applied.
    """

    findings: tuple[Finding, ...]
    result: PcfResult | None
    checklist: tuple[ChecklistRow, ...] = ()
    scheme: Scheme = Scheme.ISO_14067

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """Give the findings that stop the calculation of what they name."""
        stops = Severity.STOPS_CALCULATION
        return tuple(finding for finding in self.findings if finding.severity is stops)

    @property
    def is_complete(self) -> bool:
        """Tell whether the whole study could be calculated."""
        return self.result is not None and not self.stopping


class Numbers(msgspec.Struct, frozen=True):
    """The numbers of a study, before its checks.

    Attributes:
        result: with what building found and no row judged; None where no number can be computed.
        found: what building and solving the inventory found; it says why there is no result.
    """

    study: Study
    result: PcfResult | None
    found: tuple[Finding, ...]


def calculate(
    study: Study,
    background: Background,
    memory: PartMemory | None = None,
    on: datetime.date | None = None,
    beside: Sequence[Finding] = (),
) -> Calculation:
    """Calculate and check a study by the fast path, whatever of it can be calculated.

    The effects of other choices are left for `with_effects`: each is a study of its own.

    Args:
        study: what to calculate.
        background: data sets and intensities.
        memory: kept by whoever edits the study, so that an edit builds only what it changed.
        on: day on which the study is checked, for what is valid for a time; today by default.
        beside: what was found about it that its own content can't tell.
    """
    return judged(calculate_numbers(study, background, memory), on, beside)


def calculate_numbers(
    study: Study, background: Background, memory: PartMemory | None = None
) -> Numbers:
    """Calculate a study without its checks, which take as long again as the numbers.

    Who shows a total while somebody types shows it from here, and what `judged` finds after it.

    Args:
        study: what to calculate.
        background: data sets and intensities.
        memory: kept by whoever edits the study, so that an edit builds only what it changed.
    """
    from pcf.engine.foreground import solve_foreground
    from pcf.engine.location import solve_location

    built = build_inventory(study, background.catalogue, memory)
    stated = (*built.findings, *check_electricity(study, background.catalogue))
    if built.inventory is None:
        return Numbers(study, None, stated)
    try:
        gases = background.catalogue.gases
        solution = solve_foreground(built.inventory, background.intensities(built.inventory), gases)
        variant = built.inventory.location
        location = solve_location(
            built.inventory, solution, background.intensities(variant) if variant else (), gases
        )
    except CalculationError as error:
        stopped = Finding(severity=Severity.STOPS_CALCULATION, key=error.key, node=error.where)
        return Numbers(study, None, (stopped, *stated))
    result = PcfResult(
        study=study,
        inventory=built.inventory,
        databases=tuple(_use_of(base) for base in background.databases_named(built.inventory)),
        supply=solution.supply,
        components=solution.components,
        values=solution.values,
        findings=built.findings,
        calculated=datetime.datetime.now(datetime.UTC),
        program=program_name(),
        location=location,
    ).knowing(solution.lines, solution.kinds)
    return Numbers(study, result.having(recycled=_recycled_lines(result, background)), stated)


def judged(
    numbers: Numbers, on: datetime.date | None = None, beside: Sequence[Finding] = ()
) -> Calculation:
    """Give what came of a study, with all checks made and each row of the checklist judged.

    Args:
        numbers: of the study.
        on: day on which it is checked; today by default.
        beside: what was found about it that its own content can't tell.
    """
    study, result = numbers.study, numbers.result
    case = Case(study, result, on or _today())
    checked = [each for check in CHECKS for each in check(case)]
    if result is not None:
        checked += [each for of_result in RESULT_CHECKS for each in of_result(result)]
    judgement = judge(case, [*with_list_findings(study, numbers.found), *checked, *beside])
    findings = worst_first([*judgement.findings])
    if result is not None:
        result = result.having(findings=findings, checklist=judgement.rows)
    return Calculation(findings, result, judgement.rows, study.choices.scheme)


def with_effects(result: PcfResult, background: Background) -> PcfResult:
    """Give a result with the headline under each other rule and method that could be chosen."""
    from pcf.engine.effects import effects_of_choices
    from pcf.engine.foreground import solve_headline

    study, inventory = result.study, result.inventory
    memory = PartMemory()
    # Of the build alone: in the result an answer may have met some of them.
    known = _blocking(build_inventory(study, background.catalogue, memory).findings)

    def headline(variant: Study) -> float | None:
        built = build_inventory(variant, background.catalogue, memory)
        if built.inventory is None or _blocking(built.findings) - known:
            return None
        try:
            return solve_headline(
                built.inventory, background.intensities(built.inventory), background.catalogue.gases
            )
        except CalculationError:
            return None

    effects = effects_of_choices(study, inventory, totals(result).headline, headline)
    return result.having(effects=effects)


def headline_of_study(
    study: Study, background: Background, memory: PartMemory | None = None
) -> float | None:
    """Give the headline of a study alone, None where no number can be computed [kg CO2e].

    For what is shown beside a result: what the total would be if something were chosen.
    """
    from pcf.engine.foreground import solve_headline

    built = build_inventory(study, background.catalogue, memory)
    if built.inventory is None:
        return None
    try:
        return solve_headline(
            built.inventory, background.intensities(built.inventory), background.catalogue.gases
        )
    except CalculationError:
        return None


def _recycled_lines(result: PcfResult, background: Background) -> tuple[RecycledLine, ...]:
    """Give the lines with recycled content term by term, by the data sets as they were counted."""
    from pcf.engine.recycled_lines import recycled_lines

    inventory = result.inventory
    own = stated_totals(result.study, background.catalogue)  # of the end of life too
    own |= {each.ref: each.kg_co2e for each in inventory.own_data_sets.values()}

    def intensity(ref: DataSetRef) -> float:
        return own[ref] if ref in own else background.headline_of(ref, inventory.choices.gwp_set)

    return recycled_lines(result.study, inventory, result.supply, background.catalogue, intensity)


def _blocking(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """Give what the findings that leave something out are about."""
    worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
    return {(each.key, each.node) for each in findings if each.severity in worst}


def with_record(result: PcfResult, background: Background) -> PcfResult:
    """Give a result with its solve of record, the number that documents print.

    Raises:
        NonFiniteResultError: both procedures differ by more than the tolerance; then neither is
            to be trusted.
    """
    from pcf.engine.brightway import SOLVER, solve_of_record

    product, outbound = solve_of_record(
        result.inventory,
        background.databases_of(result.inventory),
        background.catalogue.gases,
        background.cache,
    )
    difference = deviation(result, product)
    outbound_headline = sum(value for each, value in outbound.items() if each.in_headline)
    apart = abs(outbound_headline - totals(result).outbound)
    if max(difference, apart / max(abs(outbound_headline), 1.0)) > ADDS_UP:
        raise NonFiniteResultError("solutions-differ", deviation=difference)
    _check_location(result, background)
    if not result.effects:
        result = with_effects(result, background)
    return result.having(record=Record(SOLVER, product, difference))


def _check_location(result: PcfResult, background: Background) -> None:
    """Solve the supplies of the location-based result through Brightway too.

    Raises:
        NonFiniteResultError: both procedures differ by more than the tolerance.
    """
    from pcf.engine.brightway import solve_of_record
    from pcf.engine.foreground import solve_foreground
    from pcf.engine.location import location_demand, location_deviation

    variant = location_demand(result.inventory, result.supply)
    if variant is None or result.location is None:
        return
    gases = background.catalogue.gases
    bases = background.databases_of(variant)
    recorded, _ = solve_of_record(variant, bases, gases, background.cache)
    solution = solve_foreground(variant, background.intensities(variant), gases)
    difference = location_deviation(solution, recorded)
    if difference > ADDS_UP:
        raise NonFiniteResultError("solutions-differ", deviation=difference)


def freeze(
    study: Study,
    background: Background,
    where: str = "",
    beside: Sequence[Finding] = (),
    *,
    partial: bool = False,
) -> PcfResult:
    """Give the result of a study with its solve of record: what documents and files read.

    Args:
        study: what to calculate.
        background: data sets and intensities.
        where: its file, for the message.
        beside: what was found about it that its own content can't tell.
        partial: also where a finding stops the calculation of some part.

    Raises:
        CalculationError: a finding stops the calculation and `partial` is not set.
    """
    calculation = calculate(study, background, beside=beside)
    if calculation.result is None or not (calculation.is_complete or partial):
        raise CalculationError("calculation-stopped", where=where, count=len(calculation.stopping))
    return with_record(calculation.result, background)


def _use_of(database: Database) -> DatabaseUse:
    return DatabaseUse(
        database.id,
        database.title_en,
        database.title_zh,
        database.version,
        database.licence,
        database.checksum,
    )
