"""What a practitioner states about the quality of data: scores, origin, pedigree, evidence.

The program scores every line by itself, from dates, places and what is known of the data set. A
statement stands in place of that for one node of the study, and says why.
"""

from typing import Annotated

import msgspec

from pcf.model.node import Node, Record

Rating = Annotated[float, msgspec.Meta(ge=1, le=5)]
"""A data quality rating of PACT: 1 is the best, 5 the worst or unknown."""

PedigreeScore = Annotated[int, msgspec.Meta(ge=0, le=5)]
"""A score of the pedigree matrix: 1 is the best; 0 is not stated and counts as 5."""


class Pedigree(Record, frozen=True):
    """The five scores of the pedigree matrix (Weidema and Wesnæs 1996; ecoinvent).

    They are not the ratings of PACT, which stand on a scale of their own.
    """

    reliability: PedigreeScore = 0
    completeness: PedigreeScore = 0
    temporal: PedigreeScore = 0
    geographical: PedigreeScore = 0
    technological: PedigreeScore = 0


class QualityStatement(Node, frozen=True):
    """What is stated about the data behind one node of the study.

    What is None or "" is left to the program.

    Attributes:
        about: id of the node: a part, an input, a leg, a supply line … "" is the whole study.
        below: it also holds for all nodes below that one, unless they have their own.
        place: where it really comes from: ISO 3166-1 alpha-3 code or, with its subdivision,
            ISO 3166-2, such as `CHN` or `CN-JS`. From above it only fills in what is unknown.
        technology: technological representativeness, in place of the computed rating [1..5].
        geography: geographical representativeness [1..5].
        time: temporal representativeness [1..5].
        is_proxy: the data set stands in for another technology or material that has none.
        primary_share: share that rests on primary data [0..1]; above 0 it counts with its evidence
            only.
        pedigree: for a data set that comes without a distribution.
        gsd: geometric standard deviation of such a data set, where it is known better [≥ 1].
        reason: why; `reason_zh` is the same in Chinese.
        evidence: where it can be checked: file and page, statement, number of a certificate.
    """

    about: str = ""
    below: bool = False
    place: str = ""
    technology: Rating | None = None
    geography: Rating | None = None
    time: Rating | None = None
    is_proxy: bool = False
    primary_share: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    pedigree: Pedigree | None = None
    gsd: Annotated[float, msgspec.Meta(ge=1)] | None = None
    reason: str = ""
    reason_zh: str = ""
    evidence: str = ""
