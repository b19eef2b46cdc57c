"""The known terms in the texts of one line, and what they say together."""

import functools
import re

import msgspec

from pcf.model.bom import Part
from pcf.recognition.lexicon import Kind, Mention, Trust
from pcf.recognition.materials import materials, told_material
from pcf.recognition.terms import lexicon

_THINGS = frozenset({Kind.COMPONENT, Kind.HOLDER, Kind.TOOL})
# A number with words in it is a name, `M3x8 screw`; one with underscores is a file's.
_WORDS_IN_NUMBER = re.compile(r"[^_]*(?:\s|[^\x00-\x7f])[^_]*")
# What is a material beside the word for a thing too: of a screw `A2` and `6061`, not `M2`.
_GRADE_IN_NAME = re.compile("[a\u0430][24]|\\d{3,4}[a-z]?|\\d{1,2}\\.\\d")


# Devices that a line names for what belongs to them: a laptop battery, 笔记本键盘, a server fan.
_WHOLE_DEVICES = frozenset(
    {"laptop", "computer_desktop", "server", "smartphone", "tablet", "printer", "monitor"}
)
_RECYCLED_NAMES = frozenset({"rpet", "rpp", "rabs", "rhdpe", "rpc", "rps", "rldpe"})


class LineMentions(msgspec.Struct, frozen=True):
    """The terms of a line.

    Attributes:
        name: of its names, or of a number that is one.
        material: of its material.
        text: both texts, in lower case.
    """

    name: list[Mention]
    material: list[Mention]
    text: str

    @property
    def all(self) -> list[Mention]:
        """Give all terms; those of the material first."""
        return [*self.material, *self.name]

    def has(self, kind: Kind) -> bool:
        """Tell whether the name holds a term of a kind."""
        return any(each.term.kind is kind for each in self.name)

    @property
    def form(self) -> str:
        """Give the form of the material, "" if nothing says."""
        in_material = (_form_in(each.words) for each in self.all if each.term.kind is Kind.MATERIAL)
        return self._first_key(Kind.FORM) or next(filter(None, in_material), "")

    @property
    def route(self) -> str:
        """Give the route of the material, "" if nothing says; `rPET` says it in its name."""
        by_name = any(each.words in _RECYCLED_NAMES for each in self.all)
        return "recycled" if by_name else self._first_key(Kind.ROUTE)

    def _first_key(self, kind: Kind) -> str:
        return next((each.term.key for each in self.all if each.term.kind is kind), "")

    def stated_material(self) -> Mention | None:
        """Give what the material column says best, None if nothing."""
        return told_material(self.material, in_column=True)

    def named_material(self, *, of_shape: bool) -> Mention | None:
        """Give the material in the name that is about the thing itself, None if there is none.

        Args:
            of_shape: the name says what it is, such as a screw, so that `A2` is its material.
        """
        own = [each for each in self.name if not each.is_aside]
        if of_shape:
            own = [each for each in own if _is_sure(each) or _GRADE_IN_NAME.fullmatch(each.words)]
        return told_material(own, in_column=of_shape)

    def best_material(self, *, of_shape: bool) -> tuple[Mention | None, bool]:
        """Give the material of a line, and whether it stands in the material column.

        The column goes before the name, unless the name says more of the same group, as in
        `aço | chapa galvanizada`.
        """
        column, named = self.stated_material(), self.named_material(of_shape=of_shape)
        if column is not None and (named is None or not _says_more(named, column)):
            return column, True
        return named, False


def mentions_of(part: Part) -> LineMentions:
    """Give the terms in the texts of a line."""
    names = list(dict.fromkeys(filter(None, (part.name, part.name_zh))))
    if not names and _WORDS_IN_NUMBER.fullmatch(part.number):
        names = [part.number]
    text = f"{' '.join(names)} {part.material}".casefold()
    return LineMentions(_usable("; ".join(names)), _usable(part.material), text)


def head_of(mentions: list[Mention]) -> Mention | None:
    """Give the thing that a name names: the last one of its first thought with a thing in it.

    In languages that begin with it, it is the first. A holder goes before what it holds: a motor
    mount is a mount, in whatever order a language says so. A whole device gives way to a part
    right behind it: a laptop battery, but 笔记本电脑 含电池 is a laptop.
    """
    things = [each for each in mentions if each.term.kind in _THINGS and not each.is_aside]
    first = [each for each in things if each.segment == things[0].segment]
    if not first:
        return None
    first = _parts_of_devices(first) or first
    holders = [each for each in first if each.term.kind is not Kind.COMPONENT]
    sure = [each for each in first if each.term.trust is Trust.NAME]
    chosen = holders or sure or first
    return chosen[0] if chosen[0].term.head_first else chosen[-1]


def _parts_of_devices(things: list[Mention]) -> list[Mention]:
    """Give the things that stand right behind the name of a device which they belong to."""
    ends = {each.end for each in things if each.term.key in _WHOLE_DEVICES}
    return [
        each
        for each in things
        if each.term.key not in _WHOLE_DEVICES and not ends.isdisjoint({each.start, each.start - 1})
    ]


def _usable(text: str) -> list[Mention]:
    """Give the terms of a text; a component's word that means it only alone, if it is alone."""
    mentions = lexicon().mentions(text)
    alone = len(mentions) == 1 and len(mentions[0].words) == len(text.strip())
    return [
        each
        for each in mentions
        if alone or each.term.kind is Kind.MATERIAL or each.term.trust is not Trust.FIELD
    ]


@functools.lru_cache(maxsize=4096)
def _form_in(material: str) -> str:
    """Give the form that a material's words end with: `aluminium sheet`, `铝板`."""
    last = material.rsplit(maxsplit=1)[-1]
    found = lexicon().mentions(last if last.isascii() else last[-1])
    return next((each.term.key for each in found if each.term.kind is Kind.FORM), "")


def _is_sure(mention: Mention) -> bool:
    return mention.term.trust is not Trust.FIELD


def _says_more(named: Mention, column: Mention) -> bool:
    """Tell whether a name says more of a material than its column, and nothing else."""
    groups = {materials()[each.term.key].group for each in (named, column)}
    is_open = column.term.trust is Trust.GENERIC and named.term.trust is not Trust.GENERIC
    return is_open and len(groups) == 1
