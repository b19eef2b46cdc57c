"""Proposes data sets for the lines of a bill of materials, each with a confidence and a reason.

What a line is, `recognition` reads from its words; here that becomes data sets. It only proposes:
what is taken over without a person looking is the caller's to say, by a threshold, and each such
line keeps what it was matched by.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.dataset import DataSet
from pcf.background.places import GLOBAL, place_of, place_of_data_set
from pcf.findings import Finding, Severity
from pcf.model.bom import LeftOut, Match, MatchOrigin, Part, per_reference_unit, walk
from pcf.model.edits import SetField
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.recognition.evidence import Evidence
from pcf.recognition.part_reading import Candidate, is_board_feature, read_part
from pcf.recognition.terms import rows_of
from pcf.texts import Language, Texts, normalised
from pcf.units import find_unit

if TYPE_CHECKING:
    from pcf.background.database import Recognised

_DATA_SET_NAME = 0.95
_REMEMBERED = 0.98
_NEXT_SHARE = 0.4  # of what is left of certainty, for what comes after the first
_LONGEST_QUOTE = 80
_EXCLUDED_IN = {"excluded": Language.ENGLISH, "excluded_zh": Language.CHINESE}

_REASONS = {
    Evidence.COMPONENT_SURE: "component-sure",
    Evidence.COMPONENT_WORD: "component-word",
    Evidence.COMPONENT_WORD_GENERIC: "component-word",
    Evidence.COMPONENT_WORD_DOUBTED: "component-word",
    Evidence.COMPONENT_IN_MATERIAL: "component-word",
    Evidence.COMPONENT_SIGNS: "component-signs",
    Evidence.COMPONENT_SIGN: "component-signs",
    Evidence.SHAPE_GRADE: "material-of-shape",
    Evidence.SHAPE_NAME: "material-of-shape",
    Evidence.SHAPE_GENERIC: "material-of-shape",
    Evidence.SHAPE_USUAL: "usual-material",
    Evidence.MATERIAL_GRADE: "by-material",
    Evidence.MATERIAL_NAME: "by-material",
    Evidence.MATERIAL_FIELD: "by-material",
    Evidence.MATERIAL_GENERIC: "by-material",
    Evidence.MATERIAL_SEVERAL: "several-materials",
    Evidence.NAME_GRADE: "by-name",
    Evidence.NAME_NAME: "by-name",
    Evidence.NAME_GENERIC: "by-name",
    Evidence.SECOND: "second",
}


class Proposal(msgspec.Struct, frozen=True):
    """A data set that may be right for a line.

    Attributes:
        confidence: how likely it is right [0..1].
        reason: text key of the sentence that says why.
        fields: facts for that sentence: pattern and text.
        has_amount: the line says how much of the data set's unit it takes.
        origin: the program's own reading, or what the company confirmed before.
    """

    data_set: DataSetRef
    confidence: float
    reason: str
    fields: dict[str, str | int | float]
    has_amount: bool
    origin: MatchOrigin = MatchOrigin.PROPOSED

    def as_match(self) -> Match:
        """Give the proposal as a line keeps it that takes it over."""
        return Match(
            data_set=self.data_set,
            origin=self.origin,
            confidence=self.confidence,
            reason=self.reason,
            fields=self.fields,
        )


class Memory(Protocol):
    """What remembers the choices of a company."""

    def recall(self, part: Part) -> DataSetRef | None:
        """Give the data set that was confirmed for such a part, None if there is none."""


class Matcher:
    """The data sets of a catalogue by what lines can be read as, made once for many lines."""

    def __init__(
        self, catalogue: Catalogue, memory: Memory | None = None, country: str = ""
    ) -> None:
        """Index the catalogue; earlier databases go first.

        Args:
            catalogue: where data sets come from.
            memory: of confirmed choices, which go before any reading.
            country: ISO 3166-1 alpha-3 code of the plant; "" prefers no region.
        """
        self._catalogue = catalogue
        self._memory = memory
        self._country = country
        self._choices: dict[str, list[Recognised]] = defaultdict(list)
        self._names: dict[str, DataSet] = {}
        for base in catalogue.databases:
            for choice in base.recognised:
                self._choices[choice.key].append(choice)
            for data_set in base.data_sets:
                for name in (data_set.name_en, data_set.name_zh):
                    self._names.setdefault(normalised(name), data_set)
        self._confidences = {
            Evidence(row["evidence"]): float(row["confidence"])
            for row in rows_of("match_confidence")
        }
        self._read: dict[tuple[str, ...], tuple[Proposal, ...]] = {}

    def propose(self, part: Part, limit: int = 5) -> tuple[Proposal, ...]:
        """Give what a line may take, likeliest first; nothing where its words tell too little.

        An assembly gets none: its words are mostly those of its parts, which would count twice.
        """
        if part.parts:
            return ()
        found = [*self._remembered(part), *self._named(part), *self._recognised(part)]
        best: dict[DataSetRef, Proposal] = {}
        for proposal in found:
            best.setdefault(proposal.data_set, proposal)
        return tuple(self._fitted(each, part) for each in list(best.values())[:limit])

    def accept(
        self, study: Study, threshold: float
    ) -> tuple[tuple[SetField, ...], tuple[Finding, ...]]:
        """Give the edits that take over the best proposal of each line without a data set.

        Args:
            study: its lines that count and have no data set are looked at.
            threshold: least confidence of a proposal that is taken over [0..1].

        Returns:
            The edits, data set and match of each line, and for each line a note that says why.
            A feature of a circuit board that is no part, such as a test point, is excluded.
        """
        edits: list[SetField] = []
        findings: list[Finding] = []
        for part in walk(study.bom):
            if part.bought_as is not None or part.excluded or part.parts:
                continue
            if is_board_feature(part):
                edits += (
                    SetField(node=part.id, field=field, value=Texts(language)("match.no-part"))
                    for field, language in _EXCLUDED_IN.items()
                )
                gone = LeftOut.NOT_IN_PRODUCT
                edits.append(SetField(node=part.id, field="left_out", value=gone))
                findings.append(_feature_note(part))
                continue
            best = next(iter(self.propose(part, limit=1)), None)
            if best is None or best.confidence < threshold:
                continue
            edits.append(SetField(node=part.id, field="data_set", value=best.data_set))
            edits.append(SetField(node=part.id, field="match", value=best.as_match()))
            findings.append(_note(part, best))
        return tuple(edits), tuple(findings)

    def _remembered(self, part: Part) -> list[Proposal]:
        ref = self._memory.recall(part) if self._memory is not None else None
        if ref is None or self._catalogue.get(ref) is None:
            return []
        fields: dict[str, str | int | float] = {"pattern": part.label, "text": part.label}
        origin = MatchOrigin.LIBRARY
        return [Proposal(ref, _REMEMBERED, "match.by-library", fields, True, origin)]

    def _named(self, part: Part) -> list[Proposal]:
        """Give the data set whose very name a line bears."""
        for text in (part.material, part.name, part.name_zh):
            plain = normalised(text[:_LONGEST_QUOTE])
            named = self._names.get(plain) if plain else None
            if named is not None:
                fields: dict[str, str | int | float] = {"pattern": plain, "text": text}
                reason = "match.by-data-set-name"
                return [Proposal(named.ref, _DATA_SET_NAME, reason, fields, True)]
        return []

    def _recognised(self, part: Part) -> tuple[Proposal, ...]:
        """Give the proposals of what a line reads as; lists repeat their lines."""
        key = (
            part.name,
            part.name_zh,
            part.material,
            part.designators,
            part.package,
            part.number,
            part.manufacturer_number,
        )
        if key not in self._read:
            self._read[key] = tuple(self._proposals(read_part(part), part))
        return self._read[key]

    def _proposals(self, candidates: tuple[Candidate, ...], part: Part) -> list[Proposal]:
        """Give the proposals of all candidates; only the very first has a measured confidence."""
        found: list[Proposal] = []
        quote = (part.material or part.name or part.name_zh or part.number)[:_LONGEST_QUOTE]
        left = 1.0
        for candidate in candidates:
            certain = self._confidences[candidate.evidence]
            for data_set in self._ordered(candidate):
                confidence = certain if not found else min(certain, left * _NEXT_SHARE)
                left = min(left, 1 - confidence) if not found else left * (1 - _NEXT_SHARE)
                fields: dict[str, str | int | float] = {"pattern": candidate.words, "text": quote}
                reason = f"match.{_REASONS[candidate.evidence]}"
                found.append(Proposal(data_set.ref, confidence, reason, fields, True))
        return found

    def _ordered(self, candidate: Candidate) -> list[DataSet]:
        """Give the data sets of a candidate: its form and route first, then its region's."""
        choices = self._choices.get(candidate.key, [])
        fitting = sorted(
            (each for each in choices if each.form in {"", candidate.form}),
            key=lambda each: (
                each.route != candidate.route,
                each.form != candidate.form,
                each.rank,
            ),
        )
        found = [
            data_set
            for each in fitting
            if each.route in {"", candidate.route}
            and (data_set := self._catalogue.get(each.data_set)) is not None
        ]
        return self._from_near(_unique(found))

    def _from_near(self, found: list[DataSet]) -> list[DataSet]:
        """Put a data set of the plant's country or region before one of another region."""
        if not found or not self._country or found[0].geography in GLOBAL:
            return found
        plant = place_of(self._country)
        places = [(place_of_data_set(each), each) for each in found]
        same_country = [each for place, each in places if place.country == plant.country]
        same_region = [
            each for place, each in places if not place.country and place.region == plant.region
        ]
        return _unique([*(same_country or same_region)[:1], *found])

    def _fitted(self, proposal: Proposal, part: Part) -> Proposal:
        """Give the proposal as it fits the line: whether its unit can be reached."""
        data_set = self._catalogue.get(proposal.data_set)
        if data_set is None:
            return proposal
        dimension = find_unit(data_set.unit).dimension
        if per_reference_unit(part, dimension) is not None:
            return proposal
        return msgspec.structs.replace(proposal, has_amount=False)


def _unique(found: list[DataSet]) -> list[DataSet]:
    return list({each.ref: each for each in found}.values())


def _feature_note(part: Part) -> Finding:
    fields: dict[str, str | int | float] = {"name": part.label}
    return Finding(
        severity=Severity.NOTE,
        key="match-board-feature",
        node=part.id,
        field="excluded",
        fields=fields,
    )


def _note(part: Part, proposal: Proposal) -> Finding:
    return Finding(
        severity=Severity.NOTE,
        key=proposal.reason.replace(".", "-"),
        node=part.id,
        field="data_set",
        fields={
            **proposal.fields,
            "name": part.label,
            "data_set": proposal.data_set.id,
            "percent": 100 * proposal.confidence,
        },
    )
