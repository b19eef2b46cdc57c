"""The verbs of circularity: solve a case, and write what documents it. Composition only.

A case is solved apart from the footprint of its study: neither waits for the other, and no finding
of one blocks the other's documents.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from pcf.circularity.case import (
    CaseResult,
    Life,
    break_even_of,
    digest,
    scenarios_of,
    shares_of_burden,
    terms_of,
)
from pcf.circularity.counts import counted_devices
from pcf.circularity.inputs import Input, Origin, Solved, resolve
from pcf.circularity.process import (
    new_device_study,
    process_study,
    process_terms,
    use_study,
    whole_term,
)
from pcf.circularity.published_methods import Reproduction, reproduce
from pcf.conformity.refurbishment import check_refurbishment, prices_rise
from pcf.errors import EditError, InputError, RegisterError, UnitError
from pcf.findings import Finding, Severity, worst_first
from pcf.model.edits import Edit, Insert, SetField, apply
from pcf.model.refurbishment import (
    BurdenRule,
    DeviceCategory,
    DeviceRegister,
    PublishedCategory,
    RefurbishedLife,
    RefurbishmentCase,
)
from pcf.model.study import Study
from pcf.results.method import as_new_device
from pcf.results.result import PcfResult
from pcf.texts import normalised
from pcf.workflow.background import Background
from pcf.workflow.calculation import calculate_numbers
from pcf.workflow.program import program_name
from pcf.workflow.studies import open_study, save_study
from pcf.workflow.study_results import frozen_result

if TYPE_CHECKING:
    from pcf.exchange.device_register import RegisterReading

_OF_NO_PRODUCT = frozenset({"study-empty", "declared-unit-missing"})
"""What building a process finds because it makes no product; it is no fault here."""


REGISTER_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
"""How the names of files end that are read as registers of devices."""

_UNMATCHED = "part-unmatched"
"""So the device itself is found, which comes free of burden but for the share of its rule."""


def calculate_case(
    study: Study,
    case: RefurbishmentCase,
    background: Background,
    on: datetime.date | None = None,
) -> CaseResult:
    """Solve a refurbishment case with its findings; what is missing is left out and found.

    Args:
        study: with sites, mixes and choices.
        case: of that study.
        background: data sets and intensities.
        on: day on which it is checked; today by default.
    """
    found: list[Finding] = []
    use = _solved_use(study, case, background, found)
    lives: list[Life] = []
    for category in case.categories:
        lives += _lives_of(study, case, category, background, found, use)
    result = CaseResult(
        study=study,
        case=case,
        lives=tuple(lives),
        scenarios=scenarios_of(case, lives),
        break_even=break_even_of(case, lives),
        is_certain=all(
            each.is_certain for life in lives if life.is_counted for each in life.inputs.values()
        ),
        use=use,
        reproductions={each.id: _reproduced(each) for each in case.published},
        sha256=digest(study, case, lives),
        calculated=datetime.datetime.now(datetime.UTC),
        program=program_name(),
    )
    day = on or datetime.datetime.now().astimezone().date()
    checked = [*_once(found), *check_refurbishment(result, day)]
    return msgspec.structs.replace(result, findings=worst_first(checked))


def register_edits(case: RefurbishmentCase, register: DeviceRegister) -> list[Edit]:
    """Give the edits that put a register into a case.

    A case without categories gets one for each name in the register; nothing else is touched.
    """
    edits: list[Edit] = [SetField(node=case.id, field="register", value=register)]
    if not case.categories:
        edits += (
            Insert(parent=case.id, index=-1, node=DeviceCategory(name=name))
            for name in dict.fromkeys(each.category for each in register.sums)
        )
    return edits


def read_register(
    path: Path,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> "RegisterReading":
    """Read a register of devices: sums by category and month, and nothing of a single device.

    Args:
        path: .csv, .tsv, .txt or .xlsx.
        columns: heading or letter of a column by what it holds, such as `{"category": "D"}`.
        progress: told the rows read and the share of the file; what it raises stops the reading.

    Raises:
        DataError: the file is damaged.
        RegisterError: it is no register, or `columns` names what there is not.
    """
    from pcf.exchange.device_register import read_register
    from pcf.exchange.register_columns import RegisterColumn

    known = {each.value: each for each in RegisterColumn}
    for name in columns or {}:
        if name not in known:
            listed = ", ".join(known)
            raise RegisterError("register-field-unknown", field=name, known=listed)
    stated = {known[name]: heading for name, heading in (columns or {}).items()}
    return read_register(path, stated, progress)


def register_into(path: Path, case_name: str, register: DeviceRegister) -> RefurbishmentCase:
    """Put a register into a case of a study file, or into a new one, and give the case.

    Args:
        path: study file.
        case_name: name or id of the case; "" takes the only one, or makes one.
        register: as it was read.

    Raises:
        EditError: there is no such case, or there are several and none is named.
        OutputError: the file can't be written; it is as it was.
        ProjectFileError: it can't be read.
    """
    study = open_study(path)
    case = case_named(study, case_name) if case_name or study.refurbishments else None
    edits: list[Edit] = []
    if case is None:
        case = RefurbishmentCase(name=Path(register.file).stem)
        edits.append(Insert(parent=study.id, index=-1, node=case))
    edited = apply(study, [*edits, *register_edits(case, register)])
    save_study(path, edited, path)
    return case_named(edited, case.id)


def case_named(study: Study, name: str) -> RefurbishmentCase:
    """Give a refurbishment case by name or id; "" takes the only one.

    Raises:
        EditError: there is none of that name, or several and none is named.
    """
    cases = study.refurbishments
    wanted = normalised(name)
    found = [
        each
        for each in cases
        if not wanted or wanted in {each.id, normalised(each.name), normalised(each.name_zh)}
    ]
    if len(found) != 1:
        known = "; ".join(each.name or each.name_zh or each.id for each in cases) or "–"
        raise EditError("case-unknown", where=name or "–", known=known)
    return found[0]


def cases_named(study: Study, names: Sequence[str] = ()) -> tuple[RefurbishmentCase, ...]:
    """Give refurbishment cases by names or ids; no name gives all.

    Raises:
        EditError: there is none of a name, or none at all.
    """
    if not (names or study.refurbishments):
        raise EditError("study-without-case")
    return tuple(case_named(study, name) for name in names) or study.refurbishments


def category_named(study: Study, name: str) -> DeviceCategory:
    """Give a category of any case by name or id.

    Raises:
        EditError: there is none of that name, or several.
    """
    categories = [each for case in study.refurbishments for each in case.categories]
    wanted = normalised(name)
    found = [
        each
        for each in categories
        if wanted in {each.id, normalised(each.name), normalised(each.name_zh)}
    ]
    if len(found) != 1:
        known = "; ".join(each.name or each.name_zh or each.id for each in categories) or "–"
        raise EditError("case-unknown", where=name, known=known)
    return found[0]


def new_device_edit(category: str, study: Path, background: Background) -> SetField:
    """Give the edit by which a category is compared with the device of another study.

    Args:
        category: id of the category.
        study: file of the study of the new device.
        background: data sets and intensities.

    Raises:
        CalculationError: something stops the calculation of that study.
        InputError: its declared unit counts no devices.
        ProjectFileError: its file can't be read.
    """
    stated = as_new_device(frozen_result(study, background))
    return SetField(node=category, field="own_study", value=stated)


def _lives_of(  # noqa: PLR0913, PLR0917  a category with what is solved once for all
    study: Study,
    case: RefurbishmentCase,
    category: DeviceCategory,
    background: Background,
    found: list[Finding],
    use: PcfResult | None,
) -> list[Life]:
    new_device = _solved(new_device_study(study, case, category), background, found)
    shares = _shares(case, category, found)
    lives = []
    for place, life in enumerate(category.lives):
        process = _solved(process_study(study, case, category, life), background, found)
        solved = Solved(
            process=process_terms(process) if process else MappingProxyType({}),
            new_device=whole_term(new_device) if new_device else None,
            use=whole_term(use) if use else None,
        )
        inputs = resolve(case, category, life, solved)
        inputs["share"] = _share_input(shares[place], case, life)
        devices = counted_devices(case, category, life)
        lives.append(
            Life(category, life, place, devices, inputs, terms_of(inputs), process, new_device)
        )
    return lives


def _solved(study: Study | None, background: Background, found: list[Finding]) -> PcfResult | None:
    """Give the result of a study that stands for a term; what was found is added to `found`."""
    if study is None:
        return None
    numbers = calculate_numbers(study, background)
    found += (
        each
        for each in numbers.found
        if each.key not in _OF_NO_PRODUCT and (each.key, each.node) != (_UNMATCHED, study.bom.id)
    )
    return numbers.result


def _solved_use(
    study: Study, case: RefurbishmentCase, background: Background, found: list[Finding]
) -> PcfResult | None:
    """Give the result of a kilowatt-hour of the users, found at the case that names them."""
    of_use: list[Finding] = []
    result = _solved(use_study(study, case), background, of_use)
    field = "use_data_set" if case.use_data_set is not None else "use_country"
    worst = {Severity.STOPS_CALCULATION, Severity.BLOCKS_DOCUMENT}
    found += (
        msgspec.structs.replace(each, node=case.id, field=field)
        for each in of_use
        if each.severity in worst
    )
    return result


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Give findings without repeats: what is stated for every device is built for each life."""
    known: dict[tuple[str, str, str], Finding] = {}
    for each in findings:
        known.setdefault((each.key, each.node, each.field), each)
    return list(known.values())


def _shares(
    case: RefurbishmentCase, category: DeviceCategory, found: list[Finding]
) -> tuple[float | None, ...]:
    try:
        return shares_of_burden(case, category)
    except InputError as error:
        found.append(prices_rise(category, error))
        return (None,) * len(category.lives)


def _share_input(share: float | None, case: RefurbishmentCase, life: RefurbishedLife) -> Input:
    """Give s as a number of a life: as its rule gives it, or with the bounds that were typed."""
    stated = life.stated_share if case.burden is BurdenRule.STATED else None
    if share is None:
        return Input("share", None, Origin.MISSING, case.id, "burden")
    if stated is None:
        return Input("share", share, Origin.RULE, case.id, "burden")
    return Input(
        "share",
        share,
        Origin.TYPED,
        life.id,
        "stated_share",
        stated.source,
        stated.source_zh,
        low=stated.low,
        high=stated.high,
        is_share=True,
    )


def _reproduced(row: PublishedCategory) -> Reproduction | None:
    """Give how a published row fits together, None where it is not stated or no number."""
    if row.devices is None or row.devices.si <= 0:
        return None
    try:
        return reproduce(row.unit_text, row.devices.si, row.total_text)
    except UnitError:
        return None
