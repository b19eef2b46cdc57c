"""What is proposed for the lines of a study, for a person to look at and take over line by line."""

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.mass import MassEstimator
from pcf.background.match import Matcher, Proposal
from pcf.model.bom import Mass, MatchOrigin, Part, walk
from pcf.model.edits import SetField
from pcf.model.library import Recollection
from pcf.model.study import Study


class Suggestion(msgspec.Struct, frozen=True):
    """What is proposed for one line, for a person to look at.

    Attributes:
        part: id of the line.
        proposals: for it, the likeliest first.
        mass: recalled or estimated for it; None where it has one, or says too little for one.
    """

    part: str
    proposals: tuple[Proposal, ...]
    mass: Mass | None = None


def suggestions(
    study: Study, catalogue: Catalogue, recollection: Recollection
) -> tuple[Suggestion, ...]:
    """Give what is proposed for lines that are open, or have what the program only guessed.

    Lines for which nothing is proposed are left out.

    Args:
        study: whose lines they are.
        catalogue: of data sets that can be proposed.
        recollection: of what the company confirmed before.
    """
    matcher = Matcher(catalogue, recollection, country=plant_country(study))
    estimator = MassEstimator()
    found = []
    for part in walk(study.bom):
        is_waiting = part.bought_as is None or confirmed(part)
        if part is study.bom or part.excluded or not is_waiting:
            continue
        if proposals := matcher.propose(part):
            mass = None if part.mass else mass_of(part, recollection, estimator)
            found.append(Suggestion(part.id, proposals, mass))
    return tuple(found)


def taken(part: Part, proposal: Proposal, mass: Mass | None = None) -> tuple[SetField, ...]:
    """Give the edits by which a person takes over what was proposed for a line.

    Args:
        part: the line.
        proposal: one of those for it.
        mass: proposed with it; one that the line has stays.
    """
    match = proposal.as_match()
    if match.origin is MatchOrigin.PROPOSED:
        match = msgspec.structs.replace(match, origin=MatchOrigin.CONFIRMED)
    values = {"data_set": proposal.data_set, "match": match}
    if mass is not None and part.mass is None:
        values["mass"] = mass
    return tuple(
        SetField(node=part.id, field=field, value=value) for field, value in values.items()
    )


def confirmed(part: Part) -> tuple[SetField, ...]:
    """Give the edit that confirms the proposed data set of a line; () where none is proposed."""
    match = part.current_match
    if match is None or match.origin is not MatchOrigin.PROPOSED:
        return ()
    known = msgspec.structs.replace(match, origin=MatchOrigin.CONFIRMED)
    return (SetField(node=part.id, field="match", value=known),)


def mass_of(part: Part, recollection: Recollection, estimator: MassEstimator) -> Mass | None:
    """Give the mass that a line was confirmed with before, else an estimate of it."""
    known = recollection.recall_mass(part)
    estimate = None if known else estimator.estimate(part)
    return estimate.as_mass() if estimate else known


def plant_country(study: Study) -> str:
    """Give the country where the product is finished, "" if it is not stated."""
    places = {site.id: site.country for site in study.sites}
    return places.get(study.product.made_at, "")
