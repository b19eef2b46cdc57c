"""The verbs of the program: open, check, calculate, write documents, export. Composition only.

Heavy libraries are imported inside the verbs that need them: Brightway, pandas, reportlab and
openpyxl together cost 1.9 s, and most verbs, like the window's start, need none of them.
"""

import contextlib
import datetime
import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
import platformdirs

from pcf.background.catalogue import Catalogue, load_catalogue
from pcf.background.database import Database
from pcf.background.dataset import DataSet
from pcf.background.own_mix import copy_mix
from pcf.conformity.allocation import check_allocation
from pcf.conformity.balances import check_balances
from pcf.conformity.biogenic import check_biogenic
from pcf.conformity.case import Case, Check
from pcf.conformity.certificate_uses import (
    Claim,
    claims_of,
    reuse_finding,
    reused_certificates,
)
from pcf.conformity.certificates import check_cancellations
from pcf.conformity.checklist import judge
from pcf.conformity.claims import check_claims
from pcf.conformity.comparison import check_comparison
from pcf.conformity.cut_off import check_cut_off
from pcf.conformity.data import check_data
from pcf.conformity.data_quality import check_data_quality
from pcf.conformity.electricity import check_electricity, check_location
from pcf.conformity.goal_and_scope import check_goal_and_scope, with_entry
from pcf.conformity.greenhouse_gases import check_greenhouse_gases
from pcf.conformity.interpretation import check_interpretation
from pcf.conformity.parts_lists import with_list_findings
from pcf.conformity.readings import check_energy_balance
from pcf.conformity.recycling import check_recycling
from pcf.conformity.report_contents import check_report_contents
from pcf.conformity.spend import check_spend
from pcf.conformity.splits import check_result
from pcf.conformity.stated_splits import check_stated_splits
from pcf.conformity.suppliers import check_suppliers
from pcf.conformity.tracking import check_tracking
from pcf.conformity.transport import check_transport
from pcf.errors import (
    CalculationError,
    NonFiniteResultError,
    OutputError,
    ProjectFileError,
)
from pcf.files import write_file
from pcf.findings import Finding, Severity, worst_first
from pcf.inventory.build import build_inventory
from pcf.inventory.inventory import Inventory
from pcf.inventory.memory import PartMemory
from pcf.inventory.own_data_sets import stated_totals
from pcf.model.choices import GwpSet, Scheme
from pcf.model.edits import Insert, apply
from pcf.model.node import DataSetRef
from pcf.model.study import Study, new_salt
from pcf.results.checklist import ChecklistRow
from pcf.results.contributions import deviation, totals
from pcf.results.effects import RecycledLine
from pcf.results.estimates import document_kind, is_draft
from pcf.results.method import as_compared, as_earlier
from pcf.results.names import Names
from pcf.results.result import ADDS_UP, DatabaseUse, PcfResult, Record
from pcf.texts import Language, Texts

if TYPE_CHECKING:
    from pcf.engine.intensities import Intensities

CHECKS: tuple[Check, ...] = (
    check_goal_and_scope,
    check_cut_off,
    check_data,
    check_balances,
    check_cancellations,
    check_greenhouse_gases,
    check_interpretation,
    check_report_contents,
    check_comparison,
    check_tracking,
    check_claims,
)
"""The checks of the checklist that look at a study with or without a result."""

RESULT_CHECKS: tuple[Callable[[PcfResult], Iterable[Finding]], ...] = (
    check_result,
    check_data_quality,
    check_biogenic,
    check_stated_splits,
    check_suppliers,
    check_spend,
    check_transport,
    check_location,
    check_energy_balance,
    check_allocation,
    check_recycling,
)
"""Those that look at a result alone."""


class Background:
    """The background data of this computer, with the intensities that were needed so far."""

    def __init__(self, catalogue: Catalogue, cache: Path) -> None:
        """Take the catalogue and the folder for what can be computed again."""
        self.catalogue = catalogue
        self.cache = cache
        self._intensities: dict[tuple[str, GwpSet], Intensities] = {}

    def databases_of(self, inventory: Inventory) -> tuple[Database, ...]:
        """Give the databases that an inventory takes from."""
        return tuple(base for base in self.catalogue.databases if base.id in inventory.databases)

    def databases_named(self, inventory: Inventory) -> tuple[Database, ...]:
        """Give those and the databases of the location-based result, which is printed beside."""
        other = inventory.location.databases if inventory.location else {}
        wanted = {*inventory.databases, *other}
        return tuple(base for base in self.catalogue.databases if base.id in wanted)

    def intensities(self, inventory: Inventory) -> tuple["Intensities", ...]:
        """Give the intensities of an inventory's databases: in memory, else kept, else solved."""
        gwp_set = inventory.choices.gwp_set
        return tuple(self._intensities_of(base, gwp_set) for base in self.databases_of(inventory))

    def headline_of(self, ref: DataSetRef, gwp_set: GwpSet) -> float:
        """Give the headline of one unit of a data set [kg CO2e/unit].

        Raises:
            KeyError: this computer lacks the data set.
        """
        database = next(base for base in self.catalogue.databases if base.id == ref.database)
        return self._intensities_of(database, gwp_set).headline(ref.id)

    def _intensities_of(self, database: Database, gwp_set: GwpSet) -> "Intensities":
        from pcf.engine.intensities import load_intensities

        key = (database.id, gwp_set)
        if key not in self._intensities:
            kept = load_intensities(database, gwp_set, self.cache)
            self._intensities[key] = kept or self._solve(database, gwp_set)
        return self._intensities[key]

    def _solve(self, database: Database, gwp_set: GwpSet) -> "Intensities":
        from pcf.engine.brightway import background_matrices
        from pcf.engine.factorised import solve_intensities
        from pcf.engine.intensities import save_intensities

        matrices = background_matrices(database, self.cache)
        solved = solve_intensities(database, gwp_set, *matrices)
        save_intensities(solved, database, gwp_set, self.cache)
        return solved


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


def open_background() -> Background:
    """Give the shipped databases and the user's cache folder (CRADLEGATE_CACHE overrides it)."""
    stated = os.environ.get("CRADLEGATE_CACHE")
    cache = Path(stated) if stated else platformdirs.user_cache_path("cradlegate", appauthor=False)
    return Background(load_catalogue(), cache)


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


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


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


def calculate_file(path: Path, background: Background, *, record: bool = False) -> Calculation:
    """Open and calculate a study file, with the solve of record if asked.

    Raises:
        ProjectFileError: the file can't be opened.
    """
    from pcf.exchange.project_file import read_study

    calculation = calculate(read_study(path), background)
    if record and calculation.result is not None:
        recorded = with_record(calculation.result, background)
        return msgspec.structs.replace(calculation, result=recorded)
    return calculation


class Checked(msgspec.Struct, frozen=True):
    """What came of checking a study file.

    Attributes:
        claims: the certificates that it uses, which other studies must not use.
        calculation: without its result.
    """

    claims: tuple[Claim, ...]
    calculation: Calculation


def check_file(path: Path, background: Background, beside: Sequence[Finding] = ()) -> Checked:
    """Open and calculate a study file for its findings, beside those that are known already.

    Raises:
        ProjectFileError: the file can't be opened.
    """
    from pcf.exchange.project_file import read_study

    study = read_study(path)
    calculation = calculate(study, background, beside=beside)
    return Checked(claims_of(study, str(path)), msgspec.structs.replace(calculation, result=None))


def with_shared_certificates(
    checked: Mapping[Path, Checked], background: Background
) -> dict[Path, Calculation]:
    """Give the calculations, those of studies that share certificates checked once more with that.

    Raises:
        ProjectFileError: a file can't be opened any more.
    """
    shared = _shared_certificates(claim for each in checked.values() for claim in each.claims)
    return {
        path: check_file(path, background, shared[path]).calculation
        if path in shared
        else each.calculation
        for path, each in checked.items()
    }


def shared_certificates(paths: Sequence[Path]) -> dict[Path, list[Finding]]:
    """Give what is found about certificates that several of some study files use.

    A file that can't be read uses none: that it can't be is said when its own turn comes.
    """
    from pcf.exchange.project_file import read_study

    claims: list[Claim] = []
    for path in paths if len(paths) > 1 else ():
        with contextlib.suppress(ProjectFileError):
            claims += claims_of(read_study(path), str(path))
    return _shared_certificates(claims)


def _shared_certificates(claims: Iterable[Claim]) -> dict[Path, list[Finding]]:
    found: dict[Path, list[Finding]] = {}
    for reuse in reused_certificates(claims):
        first, second = Path(reuse.first.label), Path(reuse.second.label)
        if first != second:
            found.setdefault(first, []).append(reuse_finding(reuse, of_first=True))
            found.setdefault(second, []).append(reuse_finding(reuse))
    return found


def keep_result(path: Path, result: PcfResult) -> None:
    """Keep a frozen result in its study file, by its id.

    Raises:
        OutputError: the file can't be written; it is as it was.
        ProjectFileError: what the file holds beside the study can't be read.
    """
    from pcf.exchange.project_file import write_study
    from pcf.exchange.result_file import write_result

    write_study(path, result.study, program_name(), {result.id: write_result(result)})


def study_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the study files among paths; a folder stands for all study files below it.

    Hidden ones in a folder are passed over: a crash while saving leaves such a half-written file.
    """
    from pcf.exchange.project_file import SUFFIX

    found: list[Path] = []
    for path in paths:
        below = path.rglob(f"*{SUFFIX}") if path.is_dir() else (path,)
        found += sorted(each for each in below if each == path or not each.name.startswith("."))
    return tuple(dict.fromkeys(found))


def study_schema() -> dict[str, Any]:
    """Give the JSON Schema of the study file."""
    from pcf.exchange.project_file import json_schema

    return json_schema()


def open_study(path: Path) -> Study:
    """Read a study file.

    Raises:
        ProjectFileError: it can't be read, or a newer version of the program wrote it.
    """
    from pcf.exchange.project_file import read_study

    return read_study(path)


def save_study(path: Path, study: Study, other: Path | None = None) -> None:
    """Write a study to its file, or to another one with what its file holds beside it.

    Args:
        path: where to.
        study: what to write.
        other: its file so far; what that keeps beside the study is kept only under the same name.

    Raises:
        OutputError: it can't be written; what stood there is as it was.
    """
    from pcf.exchange.project_file import write_study

    write_study(path, study, program_name(), keep=path == other)


SAMPLES = ("linear-axis", "battery-board")
"""The sample studies of products that come with the program, by name."""

REFURBISHMENT_SAMPLE = "refurbished-devices"
"""The sample study that has no product: what a depot avoids, and a published table."""

STUDY_SUFFIX = ".cradle"
"""How the name of a study file ends."""


def read_sample_study(name: str) -> Study:
    """Give a sample study as one of the user's own, with a salt of its own."""
    return msgspec.structs.replace(_sample_study(name), salt=new_salt())


def _sample_study(name: str) -> Study:
    from pcf.exchange.project_file import read_sample

    content = resources.files("pcf").joinpath(f"resources/samples/{name}.json").read_bytes()
    return read_sample(content, f"{name}.json")


def save_new(path: Path, study: Study, *, replace: bool = False) -> Path:
    """Write a new study file and give its path, with its suffix.

    Raises:
        OutputError: a file stands there already, or it can't be written.
    """
    from pcf.exchange.project_file import SUFFIX, write_study

    target = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    if target.exists() and not replace:
        raise OutputError("file-exists", where=str(target))
    write_study(target, study, program_name(), keep=False)
    return target


def edit_file(path: Path, edits: Path, background: Background, log: str = "") -> int:
    """Apply a file of edits to a study file, all or none, and give how many there were.

    Args:
        path: study file.
        edits: file of edits.
        background: data sets that they may name.
        log: why, as an entry in the log of the scope; "" makes none.

    Raises:
        EditError: an edit can't be made; the study file is as it was.
    """
    from pcf.exchange.edit_file import read_edits
    from pcf.exchange.project_file import read_study, write_study

    study = read_study(path)
    read = read_edits(edits, study, background.catalogue.reference)
    edited = apply(study, read)
    write_study(path, with_entry(edited, log, _today()) if log else edited, program_name())
    return len(read)


def mix_edits(data_set: DataSet, background: Background) -> bytes:
    """Give the file of edits that puts a copy of an electricity mix into a study.

    Raises:
        InputError: the data set is no electricity.
    """
    from pcf.exchange.edit_file import edits_json

    mix = copy_mix(data_set, background.catalogue)
    return edits_json([Insert(parent="study", index=-1, node=mix)])


def frozen_result(
    path: Path,
    background: Background,
    beside: Sequence[Finding] = (),
    *,
    partial: bool = False,
) -> PcfResult:
    """Give the result of a study file with its solve of record: what documents and files read.

    Args:
        path: study file.
        background: data sets and intensities.
        beside: what was found about it that its own content can't tell.
        partial: also where a finding stops the calculation of some part.

    Raises:
        CalculationError: a finding stops the calculation and `partial` is not set.
    """
    from pcf.exchange.project_file import read_study

    return freeze(read_study(path), background, str(path), beside, partial=partial)


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


def write_document(
    result: PcfResult, texts: Texts, target: Path, *, issued: datetime.date, issuer: str = ""
) -> Path:
    """Write the document of a result as PDF; its kind and language go into the name.

    Args:
        result: with its solve of record.
        texts: language of the document.
        target: folder and first part of the file's name.
        issued: date of issue.
        issuer: person who answers for the document.

    Raises:
        OutputError: the file can't be written.
    """
    return write_file(
        document_path(result, texts, target), document_pdf(result, texts, issued, issuer)
    )


def document_path(result: PcfResult, texts: Texts, target: Path) -> Path:
    """Give where the document of a result goes: its kind and language are in its name."""
    draft = "-draft" if is_draft(result) else ""
    name = f"{target.name}-{document_kind(result).value}{draft}-{texts.language.value}.pdf"
    return target.with_name(name)


def document_pdf(result: PcfResult, texts: Texts, issued: datetime.date, issuer: str = "") -> bytes:
    """Give the document of a result as PDF, such as `write_document` writes it."""
    from pcf.reports.certificate import certificate_pdf

    return certificate_pdf(result, texts, issued=issued, issuer=issuer)


def _workbook(result: PcfResult, texts: Texts) -> bytes:
    from pcf.exchange.workbook import workbook_xlsx

    return workbook_xlsx(result, texts)


def _tables(result: PcfResult, texts: Texts) -> bytes:
    from pcf.exchange.csv_tables import csv_zip

    return csv_zip(result, texts)


def _frozen(result: PcfResult, _: Texts) -> bytes:
    from pcf.exchange.result_file import write_result

    return write_result(result)


def _as_compared(result: PcfResult, _: Texts) -> bytes:
    from pcf.exchange.edit_file import edits_json

    return edits_json([Insert(parent="study", index=-1, node=as_compared(result))])


def _as_earlier(result: PcfResult, _: Texts) -> bytes:
    from pcf.exchange.edit_file import edits_json

    return edits_json([Insert(parent="study", index=-1, node=as_earlier(result))])


class Export(msgspec.Struct, frozen=True):
    """A kind of data file.

    Attributes:
        suffix: what follows the study's name in that of the file.
        write: gives the bytes of the file.
        has_language: it holds words, so that there is one a language.
    """

    suffix: str
    write: Callable[[PcfResult, Texts], bytes]
    has_language: bool


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "xlsx": Export("-{language}.xlsx", _workbook, has_language=True),
        "csv": Export("-{language}-csv.zip", _tables, has_language=True),
        "json": Export("-result.json", _frozen, has_language=False),
        "compared": Export("-compared.json", _as_compared, has_language=False),
        "earlier": Export("-earlier.json", _as_earlier, has_language=False),
    }
)
"""The data files: workbook, tables, frozen result, and the edits that put a result into another
study, as what it is compared with or as the product's earlier footprint."""


def write_exports(
    result: PcfResult, languages: Sequence[Texts], target: Path, kinds: Iterable[str]
) -> tuple[Path, ...]:
    """Write data files of a result, those with words in each language, and give their paths.

    Args:
        result: with its solve of record.
        languages: of the headings.
        target: folder and first part of the files' names.
        kinds: names in `EXPORTS`.

    Raises:
        OutputError: a file can't be written.
    """
    return tuple(
        write_file(path, EXPORTS[kind].write(result, texts))
        for kind in dict.fromkeys(kinds)
        for path, texts in export_paths(kind, languages, target)
    )


def export_paths(kind: str, languages: Sequence[Texts], target: Path) -> list[tuple[Path, Texts]]:
    """Give where the data files of a kind go, with the language of each."""
    export = EXPORTS[kind]
    return [
        (target.with_name(target.name + export.suffix.format(language=texts.language.value)), texts)
        for texts in (languages if export.has_language else languages[:1])
    ]


CHARTS = ("stages", "hot-spots", "ranked", "flow")
"""The charts of a result, by name."""

CHART_FORMATS = ("svg", "pdf", "png", "csv")
"""As what a chart can be written; the last is its table."""


def chart_files(
    result: PcfResult, kind: str, texts: Texts, formats: Iterable[str], limit: float | None = None
) -> dict[str, bytes]:
    """Give a chart of a result as files.

    Args:
        result: that it shows; numbers need no solve of record.
        kind: name in `CHARTS`.
        texts: language of its words.
        formats: names in `CHART_FORMATS`.
        limit: share of all emissions below which the flow diagram gathers nodes [0..1].
    """
    from pcf.charts.chart_table import as_csv, chart_rows
    from pcf.charts.flow import LIMIT

    names, wanted = Names(result, texts), list(dict.fromkeys(formats))
    least = LIMIT if limit is None else limit
    pictures = [each for each in wanted if each != "csv"]
    found: dict[str, bytes] = {}
    if pictures:
        from pcf.charts.figures import FIGURES, figure_files

        draw = FIGURES[kind]
        found |= figure_files(lambda: draw(result, names, texts, least), pictures)
    if "csv" in wanted:
        found["csv"] = as_csv(chart_rows(kind, result, names, texts, least))
    return found


def write_charts(  # noqa: PLR0913, PLR0917  what, in which language, where and as what
    result: PcfResult,
    kinds: Iterable[str],
    texts: Texts,
    target: Path,
    formats: Sequence[str],
    limit: float | None = None,
) -> tuple[Path, ...]:
    """Write charts of a result and give their paths.

    Args:
        result: that they show.
        kinds: names in `CHARTS`.
        texts: language of their words.
        target: folder and first part of the files' names.
        formats: names in `CHART_FORMATS`.
        limit: share of all emissions below which the flow diagram gathers nodes [0..1].

    Raises:
        OutputError: a file can't be written.
    """
    written = []
    for kind in dict.fromkeys(kinds):
        for suffix, content in chart_files(result, kind, texts, formats, limit).items():
            name = f"{target.name}-{kind}-{texts.language.value}.{suffix}"
            written.append(write_file(target.with_name(name), content))
    return tuple(written)


class Sample(msgspec.Struct, frozen=True):
    """A sample study that was calculated, and the files that came of it."""

    name: str
    result: PcfResult
    files: tuple[Path, ...]


def write_samples(background: Background, out: Path, *, issued: datetime.date) -> Iterator[Sample]:
    """Calculate the sample studies and write study, documents and data files of each."""
    from pcf.exchange.project_file import write_study

    out.mkdir(parents=True, exist_ok=True)
    for name in sorted(SAMPLES):
        path = out / f"{name}.cradle"
        write_study(path, _sample_study(name), program_name(), keep=False)
        result = frozen_result(path, background)
        languages = [Texts(language) for language in Language]
        documents = [
            write_document(result, texts, out / name, issued=issued) for texts in languages
        ]
        exports = write_exports(result, languages, out / name, ("xlsx", "json"))
        yield Sample(name, result, (path, *documents, *exports))


def write_refurbishment_study(out: Path) -> Path:
    """Write the sample study of a refurbishment depot and give its path."""
    from pcf.exchange.project_file import write_study

    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{REFURBISHMENT_SAMPLE}.cradle"
    write_study(path, _sample_study(REFURBISHMENT_SAMPLE), program_name(), keep=False)
    return path


@functools.cache  # reading the metadata takes 1.6 ms
def program_name() -> str:
    """Give name and version of the program."""
    import importlib.metadata

    try:
        return f"Cradlegate {importlib.metadata.version('cradlegate')}"
    except importlib.metadata.PackageNotFoundError:
        return "Cradlegate"


def _use_of(database: Database) -> DatabaseUse:
    return DatabaseUse(
        database.id,
        database.title_en,
        database.title_zh,
        database.version,
        database.licence,
        database.checksum,
    )
