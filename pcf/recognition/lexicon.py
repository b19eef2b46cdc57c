"""Finds known terms in the texts of parts lists, in any of seven languages.

A text is cut into atoms: runs of letters, runs of digits, and single characters of Chinese and
Japanese, which put no blanks between words. A term is a row of atoms; between two of them the text
may have a blank, a hyphen, a slash or nothing. So `PA66-GF30`, `PA 66 GF30` and `pa66+30%gf` need
two terms, not a pattern each.
"""

import bisect
import collections
import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

# Chinese characters with their radicals and marks, and both Japanese syllabaries.
_IDEOGRAPHS = "\u2e80-\u9fff\uf900-\ufaff"
_ATOM = re.compile(rf"\d+|[{_IDEOGRAPHS}]|[^\W\d_{_IDEOGRAPHS}]+|#")
_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_ACCENTS = re.compile("[\u0300-\u036f]")
# What may stand between the atoms of one term; a comma only as the decimal comma.
_LINK = re.compile(r"(?:[\s_/+.%'\u2019\u2010-\u2013-]|,(?=\d)){0,3}")
# What ends a thought: marks, and the words after which comes what a thing is for or goes with.
_BREAK = re.compile(
    r"[;:()\[\]|\u3001\u3002]|,(?!\d)| [-/\u2013] |//"
    r"|(?<= )(?:for|with|w/|w\.|mit|fur|pour|avec|sur|para|com|\u0434\u043b\u044f|\u0441)(?= )"
)

_ANY_NUMBER = "?"
_REST = "*"
_TERM = ""  # where the tree keeps the term that ends at a branch
_PLURALS = ("s", "es", "n", "en", "e", "er")
_SHORTEST_STEM = 4  # letters left when more than an `s` is taken off
_SHORTEST_PART = 3  # letters of a part of a compound word
_WORD_LETTERS = 4  # letters that make a word of their own beside digits: `304stainless`
_LONGEST_TEXT = 500  # characters read of a text; longer ones are remarks


class Kind(enum.StrEnum):
    """What a term says of a line."""

    MATERIAL = "material"
    COMPONENT = "component"
    COATING = "coating"
    """What is on the surface; the base material is another."""
    ROUTE = "route"
    """Recycled or not."""
    FORM = "form"
    """Sheet, wire, casting and so on."""
    DETAIL = "detail"
    """A property that changes nothing about what the thing is: `hexagon`, `M3`, `black`."""
    NOTHING = "nothing"
    """Words that mean something else than their parts: `lead wire`, `lead-free`, `gold colour`."""
    HOLDER = "holder"
    """What turns the thing before it into something that holds or covers it: `motor mount`."""
    TOOL = "tool"
    """Something to work with, no part of a product."""
    SILENT = "silent"
    """No goods at all: a document, labour, software."""


class Trust(enum.StrEnum):
    """How far a term can be trusted to mean what it says."""

    GRADE = "grade"
    """The grade of a standard."""
    NAME = "name"
    """A name that means one thing."""
    GENERIC = "generic"
    """A name that leaves the kind open, such as steel or plastic."""
    FIELD = "field"
    """A name or number that says so much only where a material is expected, such as 304 or PC."""


class Term(msgspec.Struct, frozen=True):
    """A word or phrase and what it means.

    Attributes:
        pattern: its words. `?` stands for any number; `*` at the end of its last word, or at the
            start of its only one, for the rest of a longer word: `stahl*`, `*schraube`.
        key: of the material, component, coating …
        head_first: its language names what a thing is before what it is like.
    """

    pattern: str
    kind: Kind
    key: str
    trust: Trust = Trust.NAME
    head_first: bool = False


class Mention(msgspec.Struct, frozen=True):
    """A term found in a text.

    Attributes:
        words: what stands in the text, folded.
        start: place of its first character in the folded text.
        segment: number of the thought that it stands in; commas and brackets part them.
        is_aside: what the thing is for or goes with: `for`, `with`, `mit` … stand before it.
    """

    term: Term
    words: str
    start: int
    end: int
    segment: int
    is_aside: bool


class _Atom(msgspec.Struct, frozen=True):
    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """Give a text as terms are compared with it: one width, lower case, no accents.

    `BallBearing` becomes two words; `AlMgSi` stays one.
    """
    text = _CAMEL.sub(" ", text[:_LONGEST_TEXT].replace("\n", "; "))
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).split())


class Lexicon:
    """Known terms, as a tree of their atoms."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Grow the tree; of two terms with the same atoms the first one counts."""
        self._tree: dict[str, Any] = {}
        for term in terms:
            branch = self._tree
            for step in _steps_of(term.pattern):
                branch = branch.setdefault(step, {})
            branch.setdefault(_TERM, term)
        # Lists repeat their words: the compounds in a word are looked for once.
        self._compounds: dict[str, tuple[tuple[int, int, Term], ...]] = {}

    def mentions(self, text: str) -> list[Mention]:
        """Give the terms of a text in their order; a longer one hides those inside it."""
        plain = folded(text)
        atoms = [_Atom(found[0], *found.span()) for found in _ATOM.finditer(plain)]
        found: list[tuple[int, int, Term]] = []
        for place, atom in enumerate(atoms):
            if not _is_border(atoms, place):
                continue
            for last, term in self._terms_from(plain, atoms, place):
                found.append((atom.start, atoms[last].end, term))
            for start, end, term in self._parts_of(atom.text):
                found.append((atom.start + start, atom.start + end, term))
        breaks = [(each.start(), each[0][0].isalpha()) for each in _BREAK.finditer(plain)]
        places = [place for place, _ in breaks]
        mentions = []
        for start, end, term in _longest(found):
            segment = bisect.bisect(places, start)
            is_aside = segment > 0 and breaks[segment - 1][1]
            mentions.append(Mention(term, plain[start:end], start, end, segment, is_aside))
        return mentions

    def _terms_from(self, plain: str, atoms: list[_Atom], place: int) -> Iterator[tuple[int, Term]]:
        """Give the terms that start with an atom, each with the place of its last atom."""
        waiting = collections.deque([(self._tree, place)])
        while waiting:  # breadth first: what stands there exactly goes before its singular
            branch, at = waiting.popleft()
            for step in _steps_for(atoms[at].text):
                grown = branch.get(step)
                if grown is None:
                    continue
                # A lone beginning is a part of a compound, which `_parts_of` finds.
                is_part = at == place and step.endswith(_REST)
                if _TERM in grown and not is_part and _is_border(atoms, at + 1):
                    yield at, grown[_TERM]
                if at + 1 < len(atoms) and len(grown) > (_TERM in grown):
                    link = _LINK.match(plain, atoms[at].end)
                    if link is not None and link.end() == atoms[at + 1].start:
                        waiting.append((grown, at + 1))

    def _parts_of(self, word: str) -> tuple[tuple[int, int, Term], ...]:
        """Give the terms that a compound word begins or ends with: `Stahl·schraube`."""
        if len(word) <= _SHORTEST_PART or word.isdigit():
            return ()
        if word not in self._compounds:
            self._compounds[word] = tuple(self._split(word))
        return self._compounds[word]

    def _split(self, word: str) -> Iterator[tuple[int, int, Term]]:
        for length in range(len(word), _SHORTEST_PART - 1, -1):
            branch = self._tree.get(word[:length] + _REST, {})
            if _TERM in branch:
                yield 0, length, branch[_TERM]
                break
        for form in _forms(word):
            for start in range(1, len(form) - _SHORTEST_PART + 1):
                branch = self._tree.get(_REST + form[start:], {})
                if _TERM in branch:
                    yield start, len(word), branch[_TERM]
                    return


def _steps_of(pattern: str) -> list[str]:
    """Give the atoms of a term, with the signs for any number and for the rest of a word."""
    found = re.findall(rf"\?|\*?(?:{_ATOM.pattern})\*?", folded(pattern))
    return [str(step) for step in found]


def _steps_for(atom: str) -> Iterator[str]:
    """Give the branches that an atom of a text may take."""
    if atom.isdigit():
        yield atom
        yield _ANY_NUMBER
        return
    yield from _forms(atom)
    for length in range(len(atom), _SHORTEST_PART - 1, -1):
        yield atom[:length] + _REST


def _forms(word: str) -> Iterator[str]:
    """Give a word and what it may be the plural of."""
    yield word
    for ending in _PLURALS:
        stem = word.removesuffix(ending)
        if len(stem) < len(word) and len(stem) >= (3 if ending == "s" else _SHORTEST_STEM):
            yield stem


def _is_border(atoms: list[_Atom], place: int) -> bool:
    """Tell whether a word may begin at an atom, or end before it: none is cut in two."""
    if not 0 < place < len(atoms):
        return True
    before, after = atoms[place - 1], atoms[place]
    if before.end < after.start or _is_ideograph(before.text) or _is_ideograph(after.text):
        return True
    return any(
        one.isalpha() and len(one) >= _WORD_LETTERS and not other.isalpha()
        for one, other in ((before.text, after.text), (after.text, before.text))
    )


def _is_ideograph(atom: str) -> bool:
    return "\u2e80" <= atom[0] <= "\u9fff" or "\uf900" <= atom[0] <= "\ufaff"


def _longest(found: list[tuple[int, int, Term]]) -> list[tuple[int, int, Term]]:
    """Give terms that do not overlap, the longest ones, in the order of the text."""
    taken: list[tuple[int, int, Term]] = []
    for start, end, term in sorted(found, key=lambda each: (each[0] - each[1], each[0])):
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end, term))
    return sorted(taken, key=lambda each: each[0])
