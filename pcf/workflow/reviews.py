"""The verbs that write proposals for a person to answer, and take the answers in."""

from pathlib import Path
from typing import TYPE_CHECKING

from pcf.background.mass import MassEstimator
from pcf.background.match import Matcher
from pcf.model.bom import walk
from pcf.model.edits import apply
from pcf.model.library import Recollection
from pcf.texts import Texts
from pcf.workflow.suggestions import mass_of, plant_country

if TYPE_CHECKING:
    from pcf.exchange.review_answers import Review
from pcf.workflow.background import Background
from pcf.workflow.library import open_library, remember_lines
from pcf.workflow.lists import _levels
from pcf.workflow.program import program_name


def write_review(path: Path, target: Path, background: Background, texts: Texts) -> Path:
    """Write the review of a study file: its lines with proposals and masses, to be filled in.

    Raises:
        ProjectFileError: the study can't be read.
        OutputError: the review can't be written.
    """
    from pcf.exchange.project_file import read_study
    from pcf.exchange.review_file import ReviewLine, review_xlsx
    from pcf.files import write_file

    study = read_study(path)
    recollection = Recollection(open_library())
    matcher = Matcher(background.catalogue, recollection, country=plant_country(study))
    estimator = MassEstimator()

    lines = [
        ReviewLine(
            part, level, matcher.propose(part), part.mass or mass_of(part, recollection, estimator)
        )
        for part, level in _levels(study.bom)
        if not (part.parts or part.excluded)
    ]
    return write_file(target, review_xlsx(study, lines, background.catalogue, texts))


def apply_review(path: Path, review: Path, background: Background) -> "Review":
    """Take the answers of a review over into its study, and remember what was confirmed.

    Raises:
        ProjectFileError, DataError: study or review can't be read.
        OutputError: study or library can't be written.
    """
    from pcf.exchange.project_file import read_study, write_study
    from pcf.exchange.review_answers import read_review

    study = read_study(path)
    answers = read_review(review, study, background.catalogue.reference)
    open_library()  # a damaged one is told before anything is written
    reviewed = apply(study, answers.edits)
    write_study(path, reviewed, program_name())
    parts = {part.id: part for part in walk(reviewed.bom)}
    remember_lines(parts[each] for each in answers.confirmed)
    return answers
