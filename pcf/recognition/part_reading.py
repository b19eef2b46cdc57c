"""Reads what a line of a parts list is: a component, a material, or nothing that its words tell.

What a thing is goes before what it is made of: an aluminium electrolytic capacitor is a capacitor.
A shape – a screw, a bracket – is its material; where none is stated, what such things are mostly
made of, if they mostly are. A line whose words tell too little gets no candidate at all.
"""

import enum
import re

import msgspec

from pcf.model.bom import Part
from pcf.recognition.components import (
    Nature,
    Sign,
    component_classes,
    component_signs,
    is_electrolytic_value,
)
from pcf.recognition.lexicon import Kind, Mention, Trust
from pcf.recognition.materials import materials, materials_told, told_material
from pcf.recognition.terms import lexicon


class Evidence(enum.StrEnum):
    """By what a candidate was told; how far each can be trusted is measured (`calibration`)."""

    COMPONENT_SURE = "component_sure"
    """A word for it, and designator, package or number say the same."""
    COMPONENT_WORD = "component_word"
    COMPONENT_WORD_GENERIC = "component_word_generic"
    """A word that leaves open what it is, such as module."""
    COMPONENT_WORD_DOUBTED = "component_word_doubted"
    """A word for it, and signs for something else."""
    COMPONENT_IN_MATERIAL = "component_in_material"
    """A word for it, in the column of materials or remarks only."""
    COMPONENT_SIGNS = "component_signs"
    """Several of designator, package, value and number."""
    COMPONENT_SIGN = "component_sign"
    """One of them."""
    SHAPE_GRADE = "shape_grade"
    """A shape whose material is stated as a grade."""
    SHAPE_NAME = "shape_name"
    SHAPE_GENERIC = "shape_generic"
    SHAPE_USUAL = "shape_usual"
    """A shape without a material: what such things are mostly made of."""
    MATERIAL_GRADE = "material_grade"
    """No word for what it is, but a material in its column."""
    MATERIAL_NAME = "material_name"
    MATERIAL_FIELD = "material_field"
    MATERIAL_GENERIC = "material_generic"
    MATERIAL_SEVERAL = "material_several"
    """More than one material."""
    NAME_GRADE = "name_grade"
    """A material in the name."""
    NAME_NAME = "name_name"
    NAME_GENERIC = "name_generic"
    SECOND = "second"
    """Something else that the line mentions."""


class Candidate(msgspec.Struct, frozen=True):
    """What a line may be.

    Attributes:
        key: of a class of components or of a material.
        words: what told it.
        form: sheet, extrusion, … or "" if nothing says.
        route: recycled, or "" if nothing says.
    """

    key: str
    evidence: Evidence
    words: str
    form: str = ""
    route: str = ""


def read_part(part: Part) -> tuple[Candidate, ...]:
    """Give what a line may be, the likeliest first; nothing where its words tell too little."""
    return _Reading(part).candidates()


_WORDS_IN_NUMBER = re.compile(r"\s|[^\x00-\x7f]")
_GRADE_IN_NAME = re.compile(r"[aа][24]|\d{3,4}[a-z]?|\d{1,2}\.\d")
_THREAD = re.compile(r"\bm(?:1\.6|2|2\.5|3|4|5|6|8|10|12|16|20) ?[x×*] ?\d+")
_LAYERS = re.compile(r"(\d{1,2})\s*-?\s*(?:layers?|lagig|lagen|couches|camadas|слой|层|層|l\b)")
_BY_TRUST = {
    "shape": {
        Trust.GRADE: Evidence.SHAPE_GRADE,
        Trust.NAME: Evidence.SHAPE_NAME,
        Trust.FIELD: Evidence.SHAPE_NAME,
        Trust.GENERIC: Evidence.SHAPE_GENERIC,
    },
    "material": {
        Trust.GRADE: Evidence.MATERIAL_GRADE,
        Trust.NAME: Evidence.MATERIAL_NAME,
        Trust.FIELD: Evidence.MATERIAL_FIELD,
        Trust.GENERIC: Evidence.MATERIAL_GENERIC,
    },
    "name": {
        Trust.GRADE: Evidence.NAME_GRADE,
        Trust.NAME: Evidence.NAME_NAME,
        Trust.FIELD: Evidence.NAME_NAME,
        Trust.GENERIC: Evidence.NAME_GENERIC,
    },
}
# What stands at places `J` and `X` beside connectors.
_ON_CONNECTOR_PLACES = frozenset({"connector", "switch", "pcba", "radio_module", "cable", "crystal"})
_THINGS = frozenset({Kind.COMPONENT, Kind.HOLDER, Kind.TOOL})


class _Reading:
    """One line: the mentions of its texts, and the signs beside them."""

    def __init__(self, part: Part) -> None:
        names = list(dict.fromkeys(filter(None, (part.name, part.name_zh))))
        if not names and _WORDS_IN_NUMBER.search(part.number):
            names = [part.number]  # a number with words in it is a name: `M3x8 screw`
        self.in_name = _usable("; ".join(names))
        self.in_material = _usable(part.material)
        self.texts = f"{' '.join(names)} {part.material}".casefold()
        self.signs = component_signs(part)
        self.is_electronic = bool(self.signs) and bool(part.designators or part.package)

    def candidates(self) -> tuple[Candidate, ...]:
        """Give the candidates, likeliest first."""
        if self._is_no_goods():
            return ()
        head = _head(self.in_name)
        found = self._by_component(head)
        if found is None:
            found = self._by_material(shape=head is not None and head.term.kind is Kind.COMPONENT)
        if not found:
            return ()
        keys = {each.key for each in found}
        others = [
            self._candidate(each.term.key, Evidence.SECOND, each.words)
            for each in (*self.in_name, *self.in_material)
            if each.term.key not in keys and self._may_be_second(each)
        ]
        unique = {each.key: each for each in reversed([*found, *others])}
        return tuple(reversed(unique.values()))

    def _is_no_goods(self) -> bool:
        silent = any(each.term.kind is Kind.SILENT for each in self.in_name)
        return silent or any(
            component_classes()[sign.component].nature is Nature.NONE for sign in self.signs[:1]
        )

    def _by_component(self, head: Mention | None) -> list[Candidate] | None:
        """Give the candidates of a component; None where the material has to tell."""
        by_word = head if head is not None and head.term.kind is Kind.COMPONENT else None
        if head is not None and by_word is None and not self.is_electronic:
            return None  # a holder of something, or a tool
        if self._has_telling_material(by_word):
            return None
        if by_word is None and not self.signs:
            thread = _THREAD.search(self.texts)
            if thread is not None and head is None and not self._by_material(shape=False):
                return self._of_class("screw", Evidence.SHAPE_USUAL, thread[0].strip())
            column = _head(self.in_material)
            if column is None or column.term.kind is not Kind.COMPONENT:
                return None
            material = told_material(self.in_material, in_column=True)
            if material is not None and material.term.trust is not Trust.GENERIC:
                return None
            return self._of_class(column.term.key, Evidence.COMPONENT_IN_MATERIAL, column.words)
        if by_word is None or (self._prefers_signs(by_word)):
            sign = self.signs[0]
            several = len({each.kind for each in self.signs}) > 1
            evidence = Evidence.COMPONENT_SIGNS if several else Evidence.COMPONENT_SIGN
            words = ", ".join(dict.fromkeys(each.words for each in self.signs))
            return self._of_class(self._refined(sign), evidence, words)
        return self._of_class(self._which(by_word), self._trust_in(by_word), by_word.words)

    def _which(self, word: Mention) -> str:
        """Give the class of a word; of a capacitor, other words or its value tell which."""
        if word.term.key != "capacitor":
            return word.term.key
        for each in (*self.in_material, *self.in_name):
            if each.term.key.startswith("capacitor_"):
                return each.term.key
        for sign in self.signs:
            if sign.component.startswith("capacitor_") and sign.kind != "designator":
                return sign.component
        return "capacitor_electrolytic" if is_electrolytic_value(self.texts) else "capacitor"

    def _has_telling_material(self, word: Mention | None) -> bool:
        """Tell whether the material column says more than the word for a component.

        A grade does, and a name where the word leaves much open: a bush of CuZn39Pb3, a fan duct.
        """
        told = told_material(self.in_material, in_column=True)
        if told is None or word is None or self.is_electronic:
            return False
        if component_classes()[word.term.key].nature is not Nature.DEVICE:
            return False
        is_open = word.term.trust is not Trust.NAME
        return told.term.trust is Trust.GRADE or (is_open and told.term.trust is Trust.NAME)

    def _prefers_signs(self, word: Mention) -> bool:
        """Tell whether designator and package say more: `J3` is a connector, for a fan or not."""
        if not (self.signs and self.is_electronic):
            return False
        is_connector = self.signs[0].component == "connector"
        return word.term.trust is Trust.GENERIC or (
            is_connector and word.term.key not in _ON_CONNECTOR_PLACES
        )

    def _refined(self, sign: Sign) -> str:
        """Give the class of signs; a word may tell which capacitor it is."""
        for each in (*self.in_name, *self.in_material):
            if each.term.kind is Kind.COMPONENT and each.term.key.startswith("capacitor_"):
                return each.term.key if sign.component.startswith("capacitor") else sign.component
        return sign.component

    def _trust_in(self, word: Mention) -> Evidence:
        if self.signs:
            agrees = _root(self.signs[0].component) == _root(word.term.key)
            if agrees:
                return Evidence.COMPONENT_SURE
            if self.is_electronic:
                return Evidence.COMPONENT_WORD_DOUBTED
        if word.term.trust is Trust.NAME:
            return Evidence.COMPONENT_WORD
        return Evidence.COMPONENT_WORD_GENERIC

    def _of_class(self, key: str, evidence: Evidence, words: str) -> list[Candidate] | None:
        known = component_classes()[key]
        if known.nature is Nature.DEVICE:
            return [self._candidate(key, evidence, words)]
        if known.nature is not Nature.SHAPE:
            return []
        if self.is_electronic and not known.material:
            return []
        stated = self._by_material(shape=True)
        if stated:
            return stated
        if not known.material:
            return []
        form = "extrusion" if key == "extrusion_aluminium" else ""
        if any(each.term.key == "printed_part" for each in (*self.in_name, *self.in_material)):
            return []
        usual = self._candidate(known.material, Evidence.SHAPE_USUAL, words)
        return [msgspec.structs.replace(usual, form=form or usual.form)]

    def _by_material(self, *, shape: bool) -> list[Candidate]:
        """Give the candidate of the stated material: that of its column, unless the name's says
        more of the same group, as in `aço | chapa galvanizada`.
        """
        column = told_material(self.in_material, in_column=True)
        named = told_material(self._of_thing(shape=shape), in_column=shape)
        if named is not None and (column is None or _says_more(named, column)):
            evidence = _BY_TRUST["shape" if shape else "name"][named.term.trust]
            return [self._candidate(named.term.key, evidence, named.words)]
        if column is None:
            return []
        several = {each.term.key for each in materials_told(self.in_material, in_column=True)}
        evidence = _BY_TRUST["shape" if shape else "material"][column.term.trust]
        if len(several) > 1 and column.term.trust is not Trust.GRADE:
            evidence = Evidence.MATERIAL_SEVERAL
        return [self._candidate(column.term.key, evidence, column.words)]

    def _of_thing(self, *, shape: bool) -> list[Mention]:
        """Give the mentions of the name that are about the thing itself.

        Of a screw `A2` and `6061` are materials in its name too, `M2` is not.
        """
        return [
            each
            for each in self.in_name
            if not each.is_aside
            and (
                each.term.trust is not Trust.FIELD
                or (shape and _GRADE_IN_NAME.fullmatch(each.words) is not None)
            )
        ]

    def _may_be_second(self, mention: Mention) -> bool:
        if mention.term.kind is Kind.MATERIAL:
            return mention.term.trust is not Trust.FIELD
        if mention.term.kind is not Kind.COMPONENT:
            return False
        return component_classes()[mention.term.key].nature is Nature.DEVICE

    def _candidate(self, key: str, evidence: Evidence, words: str) -> Candidate:
        mentions = (*self.in_material, *self.in_name)
        forms = [each.term.key for each in mentions if each.term.kind is Kind.FORM]
        routes = [each.term.key for each in mentions if each.term.kind is Kind.ROUTE]
        form = forms[0] if forms else ""
        layers = _LAYERS.search(self.texts) if key == "pcb_bare" else None
        if layers is not None:
            form = f"layers_{layers[1]}"
        return Candidate(key, evidence, words, form, routes[0] if routes else "")


def _usable(text: str) -> list[Mention]:
    """Give the mentions of a text; a component's word that only means it alone, if it is alone."""
    mentions = lexicon().mentions(text)
    alone = len(mentions) == 1 and len(mentions[0].words) == len(text.strip())
    return [
        each
        for each in mentions
        if alone or each.term.kind is Kind.MATERIAL or each.term.trust is not Trust.FIELD
    ]


def _head(mentions: list[Mention]) -> Mention | None:
    """Give the thing that a name names: the last one of its first thought with a thing in it.

    In languages that begin with it, it is the first.
    """
    things = [each for each in mentions if each.term.kind in _THINGS and not each.is_aside]
    first = [each for each in things if each.segment == things[0].segment]
    if not first:
        return None
    # A motor mount is a mount, in whatever order a language says so.
    holders = [each for each in first if each.term.kind is not Kind.COMPONENT]
    sure = [each for each in first if each.term.trust is Trust.NAME]
    chosen = holders or sure or first
    return chosen[0] if chosen[0].term.head_first else chosen[-1]


def _says_more(named: Mention, column: Mention) -> bool:
    """Tell whether a name says more of a material than its column, and nothing else."""
    groups = {materials()[each.term.key].group for each in (named, column)}
    is_open = column.term.trust is Trust.GENERIC and named.term.trust is not Trust.GENERIC
    return is_open and len(groups) == 1


def _root(component: str) -> str:
    return component.split("_", maxsplit=1)[0]
