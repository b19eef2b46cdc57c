"""Reads what a line of a parts list is: a component, a material, or nothing that its words tell.

What a thing is goes before what it is made of: an aluminium electrolytic capacitor is a capacitor.
A shape – a screw, a bracket – is its material; where none is stated, what such things are mostly
made of, if they mostly are. A line whose words tell too little gets no candidate at all.
"""

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
from pcf.recognition.evidence import Evidence
from pcf.recognition.lexicon import Kind, Mention, Trust
from pcf.recognition.materials import materials, materials_told, may_be_colour
from pcf.recognition.mentions import LineMentions, head_of, mentions_of

_LAYERS = re.compile(r"(\d{1,2})\s*-?\s*(?:layers?|lagig|lagen|couches|camadas|слой|层|層|l\b)")
_THREAD = re.compile(r"\bm(?:1\.6|2|2\.5|3|4|5|6|8|10|12|16|20) ?[x×*] ?\d+")
_OPEN_CLASSES = frozenset({"capacitor", "lcd"})  # of which others are a special kind
_FORM_OF_SHAPE = {"extrusion_aluminium": "extrusion", "steel_section": "beam"}
# What stands at places `J` and `X` of a board beside connectors.
_ON_CONNECTOR_PLACES = frozenset(
    {"connector", "switch", "pcba", "radio_module", "cable", "crystal"}
)
_OF_SHAPE = {
    Trust.GRADE: Evidence.SHAPE_GRADE,
    Trust.NAME: Evidence.SHAPE_NAME,
    Trust.FIELD: Evidence.SHAPE_NAME,
    Trust.GENERIC: Evidence.SHAPE_GENERIC,
}
_OF_COLUMN = {
    Trust.GRADE: Evidence.MATERIAL_GRADE,
    Trust.NAME: Evidence.MATERIAL_NAME,
    Trust.FIELD: Evidence.MATERIAL_FIELD,
    Trust.GENERIC: Evidence.MATERIAL_GENERIC,
}
_OF_NAME = {
    Trust.GRADE: Evidence.NAME_GRADE,
    Trust.NAME: Evidence.NAME_NAME,
    Trust.GENERIC: Evidence.NAME_GENERIC,
}


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
    reading = _Reading(part, mentions_of(part))
    best = reading.best()
    if best is None:
        return ()
    return (best, *reading.others(best.key))


def is_board_feature(part: Part) -> bool:
    """Tell whether a line is a feature of a circuit board and no part: a test point, a logo."""
    signs = component_signs(part)
    return bool(signs) and _nature(signs[0].component) is Nature.NONE


class _Reading:
    """One line: the terms of its texts, and the signs beside them.

    Attributes:
        on_board: designator or package say that it is a component of a circuit board.
    """

    def __init__(self, part: Part, mentions: LineMentions) -> None:
        self.mentions = mentions
        self.signs = component_signs(part)
        self.on_board = bool(self.signs) and bool(part.designators or part.package)

    def best(self) -> Candidate | None:
        """Give what the line most likely is, None where its words tell too little."""
        if self.mentions.has(Kind.SILENT) or self._is_no_goods():
            return None
        head = head_of(self.mentions.name)
        if head is not None and head.term.kind is Kind.COMPONENT:
            return self._of_word(head)
        if self.on_board or (self.signs and head is None):
            return self._of_signs()
        return self._of_material(of_shape=False) or self._without_a_word(head)

    def others(self, best: str) -> list[Candidate]:
        """Give what else the line mentions, for a person to choose from."""
        found = {
            each.term.key: self._candidate(each.term.key, Evidence.SECOND, each.words)
            for each in reversed([*self.mentions.name, *self.mentions.material])
            if each.term.key != best and _may_be_second(each)
        }
        return list(reversed(found.values()))

    def _is_no_goods(self) -> bool:
        return any(_nature(sign.component) is Nature.NONE for sign in self.signs[:1])

    def _of_word(self, word: Mention) -> Candidate | None:
        """Give what a word for a component means, with what signs and material say of it."""
        if self._material_says_more_than(word):
            return self._of_material(of_shape=False)
        if self._signs_say_more_than(word):
            return self._of_signs()
        return self._of_class(self._special_kind(word), self._trust_in(word), word.words)

    def _material_says_more_than(self, word: Mention) -> bool:
        """Tell whether the material column says more than the word for a device.

        A grade does, and a name where the word leaves much open: a bush of CuZn39Pb3, a fan duct.
        """
        stated = self.mentions.stated_material()
        if stated is None or self.on_board or _nature(word.term.key) is not Nature.DEVICE:
            return False
        is_open = word.term.trust is not Trust.NAME
        return stated.term.trust is Trust.GRADE or (is_open and stated.term.trust is Trust.NAME)

    def _signs_say_more_than(self, word: Mention) -> bool:
        """Tell whether designator and package say more: `J3` is a connector, for a fan or not."""
        if not self.on_board:
            return False
        is_connector = self.signs[0].component == "connector"
        is_elsewhere = is_connector and word.term.key not in _ON_CONNECTOR_PLACES
        return word.term.trust is Trust.GENERIC or is_elsewhere

    def _special_kind(self, word: Mention) -> str:
        """Give the class of a word; where it leaves open which, other words or the value tell.

        Of a battery the remark may say lithium; a capacitor of 100 µF is electrolytic.
        """
        key = word.term.key
        if word.term.trust is Trust.GENERIC or key in _OPEN_CLASSES:
            for each in self.mentions.all:
                is_surer = each.term.trust is Trust.NAME and each.term.key not in _OPEN_CLASSES
                if (
                    each.term.kind is Kind.COMPONENT
                    and is_surer
                    and _root(each.term.key) == _root(key)
                ):
                    return each.term.key
        if key != "capacitor":
            return key
        for sign in self.signs:
            if sign.component.startswith("capacitor_") and sign.kind != "designator":
                return sign.component
        return "capacitor_electrolytic" if is_electrolytic_value(self.mentions.text) else key

    def _trust_in(self, word: Mention) -> Evidence:
        if self.signs and _root(self.signs[0].component) == _root(word.term.key):
            return Evidence.COMPONENT_SURE
        if self.on_board:
            return Evidence.COMPONENT_WORD_DOUBTED
        if word.term.trust is Trust.NAME:
            return Evidence.COMPONENT_WORD
        return Evidence.COMPONENT_WORD_GENERIC

    def _of_signs(self) -> Candidate | None:
        several = len({each.kind for each in self.signs}) > 1
        evidence = Evidence.COMPONENT_SIGNS if several else Evidence.COMPONENT_SIGN
        words = ", ".join(dict.fromkeys(each.words for each in self.signs))
        return self._of_class(self._kind_of_capacitor(self.signs[0]), evidence, words)

    def _kind_of_capacitor(self, sign: Sign) -> str:
        """Give the class of a sign; a word may tell which capacitor it is."""
        if not sign.component.startswith("capacitor"):
            return sign.component
        keys = (each.term.key for each in self.mentions.all if each.term.kind is Kind.COMPONENT)
        return next((key for key in keys if key.startswith("capacitor_")), sign.component)

    def _of_class(self, key: str, evidence: Evidence, words: str) -> Candidate | None:
        """Give a class of components as what it has its data set by."""
        known = component_classes()[key]
        if known.nature is Nature.DEVICE:
            return self._candidate(key, evidence, words)
        if known.nature is not Nature.SHAPE or (self.on_board and not known.material):
            return None
        stated = self._of_material(of_shape=True)
        is_printed = any(each.term.key == "printed_part" for each in self.mentions.all)
        if stated is not None or not known.material or is_printed:
            return stated
        usual = self._candidate(known.material, Evidence.SHAPE_USUAL, words)
        form = _FORM_OF_SHAPE.get(key)
        return msgspec.structs.replace(usual, form=form) if form else usual

    def _of_material(self, *, of_shape: bool) -> Candidate | None:
        told, in_column = self.mentions.best_material(of_shape=of_shape)
        if told is None:
            return None
        column = materials_told(self.mentions.material, in_column=True)
        several = {materials()[each.term.key].group for each in column}
        by_trust = _OF_SHAPE if of_shape else _OF_COLUMN if in_column else _OF_NAME
        evidence = by_trust[told.term.trust]
        if in_column and len(several) > 1 and told.term.trust is not Trust.GRADE:
            evidence = Evidence.MATERIAL_SEVERAL
        if may_be_colour(told):
            evidence = Evidence.MATERIAL_SEVERAL
        return self._candidate(told.term.key, evidence, told.words)

    def _without_a_word(self, head: Mention | None) -> Candidate | None:
        """Give what a thread or the column of materials says of a line without a thing's name."""
        if head is not None:
            return None
        thread = _THREAD.search(self.mentions.text)
        if thread is not None:
            return self._of_class("screw", Evidence.SHAPE_USUAL, thread[0].strip())
        column = head_of(self.mentions.material)
        if column is None or column.term.kind is not Kind.COMPONENT:
            return None
        return self._of_class(column.term.key, Evidence.COMPONENT_IN_MATERIAL, column.words)

    def _candidate(self, key: str, evidence: Evidence, words: str) -> Candidate:
        layers = _LAYERS.search(self.mentions.text) if key == "pcb_bare" else None
        form = f"layers_{layers[1]}" if layers else self.mentions.form
        return Candidate(key, evidence, words, form, self.mentions.route)


def _may_be_second(mention: Mention) -> bool:
    if mention.term.kind is Kind.MATERIAL:
        return mention.term.trust is not Trust.FIELD
    return mention.term.kind is Kind.COMPONENT and _nature(mention.term.key) is Nature.DEVICE


def _nature(component: str) -> Nature:
    return component_classes()[component].nature


def _root(component: str) -> str:
    """Give what special kinds of a class have in common."""
    return "lcd" if component == "oled" else component.split("_", maxsplit=1)[0]
