"""The verbs that find data sets and masses for the lines of a study."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from pcf.background.mass import MassEstimator
from pcf.background.match import Matcher, Proposal
from pcf.findings import Finding
from pcf.model.bom import Part, walk
from pcf.model.edits import SetField, apply
from pcf.model.library import Recollection
from pcf.model.study import Study
from pcf.workflow.background import Background
from pcf.workflow.library import open_library
from pcf.workflow.program import program_name
from pcf.workflow.suggestions import plant_country


class Matched(msgspec.Struct, frozen=True):
    """A study whose open lines were looked at.

    Attributes:
        study: with what was taken over.
        findings: what was taken over, and why.
        proposals: what is proposed for lines that have no data set yet, by part id.
        masses: how many lines got a mass, remembered or estimated.
    """

    study: Study
    findings: tuple[Finding, ...]
    proposals: dict[str, tuple[Proposal, ...]]
    masses: int = 0


def match_lines(
    study: Study, background: Background, *, accept: float | None, masses: bool
) -> Matched:
    """Give a study whose open lines have masses, and data sets from a confidence on.

    Args:
        study: its lines that count, are no assemblies, and lack a data set or mass.
        background: data sets that can be proposed.
        accept: confidence from which a proposed data set is taken over; None takes none.
        masses: whether masses are recalled and estimated where a line has none.
    """
    recollection = Recollection(open_library())
    findings: list[Finding] = []
    weighed: tuple[SetField, ...] = ()
    if masses:
        study = apply(study, _recalled_masses(study, recollection))
        weighed, notes = MassEstimator().edits(study)
        study = apply(study, weighed)
        findings += notes
    matcher = Matcher(background.catalogue, recollection, country=plant_country(study))
    if accept is not None:
        edits, notes = matcher.accept(study, accept)
        study = apply(study, edits)
        findings += notes
    proposals = {part.id: matcher.propose(part) for part in _open_lines(study)}
    found = {part_id: each for part_id, each in proposals.items() if each}
    return Matched(study, tuple(findings), found, len(weighed))


def match_file(
    path: Path, background: Background, *, accept: float | None, masses: bool
) -> Matched:
    """Match the open lines of a study file, and keep what was taken over in it.

    Raises:
        ProjectFileError: the study can't be read.
        OutputError: it can't be written; it is as it was.
    """
    from pcf.exchange.project_file import read_study, write_study

    study = read_study(path)
    found = match_lines(study, background, accept=accept, masses=masses)
    if found.study is not study:
        write_study(path, found.study, program_name())
    return found


def _recalled_masses(study: Study, recollection: Recollection) -> Iterable[SetField]:
    for part in walk(study.bom):
        mass = None if part.mass or part.parts or part.excluded else recollection.recall_mass(part)
        if mass is not None:
            yield SetField(node=part.id, field="mass", value=mass)


def _open_lines(study: Study) -> Iterable[Part]:
    for part in walk(study.bom):
        if not (part.parts or part.excluded or part.data_set) and part is not study.bom:
            yield part
