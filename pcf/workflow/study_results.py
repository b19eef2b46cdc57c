"""The verbs that calculate study files, alone and beside each other."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from pcf.conformity.certificate_uses import (
    Claim,
    claims_of,
    reuse_finding,
    reused_certificates,
)
from pcf.errors import (
    ProjectFileError,
)
from pcf.findings import Finding
from pcf.results.result import PcfResult
from pcf.workflow.background import Background
from pcf.workflow.calculation import Calculation, calculate, freeze, with_record


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
