"""Proposes data sets for the lines of a bill of materials, each with a confidence and a reason.

It only proposes. What is taken over without a person looking is the caller's to say, by a
threshold, and each such line carries a note of what was matched and why.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from pcf.background.catalogue import Catalogue
from pcf.background.database import MaterialHint
from pcf.background.dataset import DataSet
from pcf.findings import Finding, Severity
from pcf.model.bom import Part, per_reference_unit, walk
from pcf.model.edits import SetField
from pcf.model.node import DataSetRef
from pcf.model.study import Study
from pcf.texts import normalised
from pcf.units import find_unit

# How far to trust a word, beside the confidence of the hint itself (judgement, not measurement).
_NAME_FACTOR = (
    0.8  # "brass" in a name may be a colour or a customer, in a material column it is not
)
_CONTESTED_FACTOR = 0.7  # another word of the text, no weaker, means another data set
_SECOND_FACTOR = 0.5  # a longer word of the same text means another data set
_NO_AMOUNT_FACTOR = 0.7  # a data set per kg, and no mass to multiply it with
_DATA_SET_NAME = 0.95
_SYNONYM_IN_MATERIAL = 0.25
_SYNONYM_IN_NAME = 0.2

_BOUGHT_TABLES = frozenset({"materials", "packaging", "chemicals", "electronics", "devices"})
_SHORTEST_SYNONYM = 3  # characters, of a word that is no Chinese: "as" and "pc" mean too much
_LONGEST_TEXT = 500  # characters read of a name; longer ones are remarks
_LONGEST_QUOTE = 80
_HITS_BY_SYNONYM = 3


class Proposal(msgspec.Struct, frozen=True):
    """A data set that may be right for a line.

    Attributes:
        confidence: how likely it is right [0..1].
        reason: text key of the sentence that says why.
        fields: facts for that sentence: pattern and text.
        has_amount: the line says how much of the data set's unit it takes.
    """

    data_set: DataSetRef
    confidence: float
    reason: str
    fields: dict[str, str | int | float]
    has_amount: bool


class Matcher:
    """The words that lead to the data sets of a catalogue, read once for many lines."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index hints, names and synonyms of all databases; earlier databases go first."""
        self.catalogue = catalogue
        self._hints: dict[str, MaterialHint] = {}
        self._names: dict[str, DataSet] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        for base in catalogue.databases:
            for hint in base.hints:
                self._hints.setdefault(hint.pattern, hint)
            for group in base.synonyms:
                telling = tuple(term for term in group if _is_telling(term))
                for term in telling:
                    self._groups.setdefault(term, telling)
            for data_set in base.data_sets:
                for name in (data_set.name_en, data_set.name_zh):
                    self._names.setdefault(normalised(name), data_set)
        self._hint_phrases = _Phrases(self._hints)
        self._synonym_phrases = _Phrases(self._groups)
        self._bought = [
            ((_head(data_set.name_en), _head(data_set.name_zh)), data_set)
            for data_set in catalogue.data_sets
            if data_set.table in _BOUGHT_TABLES
        ]
        self._named: dict[tuple[str, ...], list[DataSet]] = {}
        self._found: dict[tuple[str, bool], tuple[Proposal, ...]] = {}

    def propose(self, part: Part, limit: int = 5) -> tuple[Proposal, ...]:
        """Give what a line may be made of, likeliest first; nothing where its words say nothing.

        The material goes before the name, a hint before a synonym. An assembly gets none: its
        words are mostly those of its parts, which would then count twice.
        """
        if part.parts:
            return ()
        candidates = list(self._proposals(part.material, is_material=True))
        for name in dict.fromkeys((part.name, part.name_zh)):
            candidates.extend(self._proposals(name, is_material=False))
        best: dict[DataSetRef, Proposal] = {}
        for candidate in candidates:
            fitted = self._fitted(candidate, part)
            known = best.get(fitted.data_set)
            if known is None or fitted.confidence > known.confidence:
                best[fitted.data_set] = fitted
        ordered = sorted(best.values(), key=lambda proposal: -proposal.confidence)
        return tuple(ordered[:limit])

    def accept(
        self, study: Study, threshold: float
    ) -> tuple[tuple[SetField, ...], tuple[Finding, ...]]:
        """Give the edits that take over the best proposal of each line without a data set.

        Args:
            study: its lines that count and have no data set are looked at.
            threshold: least confidence of a proposal that is taken over [0..1].

        Returns:
            The edits, and for each a note that says what was matched and why.
        """
        edits, findings = [], []
        for part in walk(study.bom):
            if part.bought_as is not None or part.excluded:
                continue
            best = next(iter(self.propose(part, limit=1)), None)
            if best is None or best.confidence < threshold:
                continue
            edits.append(SetField(node=part.id, field="data_set", value=best.data_set))
            findings.append(_note(part, best))
        return tuple(edits), tuple(findings)

    def _proposals(self, text: str, *, is_material: bool) -> tuple[Proposal, ...]:
        """Give the proposals of a text, whatever line it stands in; lists repeat their words."""
        key = (text, is_material)
        if key not in self._found:
            plain = normalised(text[:_LONGEST_TEXT])
            quote = text[:_LONGEST_QUOTE]
            self._found[key] = tuple(
                Proposal(data_set.ref, confidence, reason, {"pattern": word, "text": quote}, True)
                for data_set, confidence, reason, word in self._evidence(plain, is_material)
            )
        return self._found[key]

    def _evidence(self, text: str, is_material: bool) -> Iterator[tuple[DataSet, float, str, str]]:
        """Give data sets with confidence, reason and the words that led to them."""
        reason, factor = ("by-material", 1.0) if is_material else ("by-name", _NAME_FACTOR)
        for hint, confidence in self._weighed(text):
            data_set = self.catalogue.get(hint.data_set)
            if data_set is not None:
                yield data_set, confidence * factor, f"match.{reason}", hint.pattern
        named = self._names.get(text)
        if named is not None and text:
            yield named, _DATA_SET_NAME, "match.by-data-set-name", text
        for word in self._synonym_phrases.found_in(text):
            confidence = _SYNONYM_IN_MATERIAL if is_material else _SYNONYM_IN_NAME
            for data_set in self._named_by(self._groups[word]):
                yield data_set, confidence, "match.by-synonym", word

    def _weighed(self, text: str) -> Iterator[tuple[MaterialHint, float]]:
        """Give the hints of a text; the longest wins, unless another as sure means other things."""
        hints = [self._hints[phrase] for phrase in self._hint_phrases.found_in(text)]
        if not hints:
            return
        longest, *others = hints
        rivals = [hint for hint in others if hint.data_set != longest.data_set]
        contested = any(hint.confidence >= longest.confidence for hint in rivals)
        yield longest, longest.confidence * (_CONTESTED_FACTOR if contested else 1.0)
        for hint in rivals:
            yield hint, hint.confidence * _SECOND_FACTOR

    def _named_by(self, terms: tuple[str, ...]) -> list[DataSet]:
        """Give the data sets that one of the terms names, defaults and late years first."""
        if terms in self._named:
            return self._named[terms]
        found = [
            data_set
            for heads, data_set in self._bought
            if any(_ends_with(head, terms) for head in heads)
        ]
        found.sort(key=lambda data_set: (not data_set.is_default, -data_set.year, data_set.ref.id))
        self._named[terms] = found[:_HITS_BY_SYNONYM]
        return self._named[terms]

    def _fitted(self, proposal: Proposal, part: Part) -> Proposal:
        """Give the proposal as it fits the line: less sure where its unit can't be reached."""
        data_set = self.catalogue.get(proposal.data_set)
        if data_set is None:
            return proposal
        if per_reference_unit(part, find_unit(data_set.unit).dimension) is not None:
            return proposal
        confidence = proposal.confidence * _NO_AMOUNT_FACTOR
        return msgspec.structs.replace(proposal, confidence=confidence, has_amount=False)


class _Phrases:
    """Finds the known phrases of a text: whole words in letters, any place in Chinese."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            self._by_start[phrase[:2]].append(phrase)

    def found_in(self, text: str) -> list[str]:
        """Give the phrases in a normalised text, longest first, none overlapping a longer one."""
        found = [
            (start, phrase)
            for start in range(len(text))
            for key in {text[start : start + 2], text[start]}
            for phrase in self._by_start.get(key, ())
            if text.startswith(phrase, start) and _is_whole(text, start, start + len(phrase))
        ]
        taken: set[int] = set()
        phrases = []
        for start, phrase in sorted(found, key=lambda each: (-len(each[1]), each[0])):
            places = range(start, start + len(phrase))
            if taken.isdisjoint(places):
                taken.update(places)
                phrases.append(phrase)
        return phrases


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


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word in letters is cut at either end; a plural `s` may follow."""
    if _is_inside_word(text, start):
        return False
    if text[end : end + 1] == "s" and text[end - 1].isalpha():
        return not _is_inside_word(text, end + 1)
    return not _is_inside_word(text, end)


def _is_inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and _is_of_word(text[place - 1]) and _is_of_word(text[place])


def _is_of_word(character: str) -> bool:
    """Tell whether a character belongs to words with blanks around; those of Chinese do not."""
    return character.isalnum() and unicodedata.category(character) != "Lo"


def _head(name: str) -> str:
    """Give what a data set is, without where and how: `tool steel` of `Tool steel (estimate)`."""
    return re.split("[,(]", normalised(name), maxsplit=1)[0].strip()


def _ends_with(head: str, terms: tuple[str, ...]) -> bool:
    """Tell whether a term is the noun of a name: `steel` of `crude steel`, not of `steel cans`."""
    return head.endswith(terms) and any(
        head.endswith(term) and not _is_inside_word(head, len(head) - len(term)) for term in terms
    )


def _is_telling(term: str) -> bool:
    return len(term) >= _SHORTEST_SYNONYM or not term.isascii()
