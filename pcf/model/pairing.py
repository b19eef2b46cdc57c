"""Pairs the lines of a newer list with those that a study has: which of them are the same line."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from pcf.model.bom import Part, walk
from pcf.texts import normalised

_LEAST_LIKENESS = 0.6  # of two names at one position where neither line has a number


def pair_lines(known: Sequence[Part], newer: Sequence[Part]) -> dict[str, Part]:
    """Give the known line of each newer one that has one, by the newer line's id.

    Under one assembly lines are paired by the strongest key that both have (`_KEYS`), each line
    once, in their order. What is left over is looked for by its number under other assemblies.
    """
    pairs: dict[str, Part] = {}
    taken: set[str] = set()
    waiting = [(tuple(known), tuple(newer))]

    def settle(found: Iterator[tuple[Part, Part]]) -> None:
        for old, new in found:
            pairs[new.id] = old
            taken.add(old.id)
            waiting.append((old.parts, new.parts))

    def left(parts: Sequence[Part], gone: set[str] | dict[str, Part]) -> list[Part]:
        return [part for part in parts if part.id not in gone]

    everything = [part for top in known for part in walk(top)]
    all_newer = [part for top in newer for part in walk(top)]
    while waiting:
        while waiting:
            here, there = waiting.pop()
            for key in _KEYS:
                settle(_by_key(key, left(here, taken), left(there, pairs)))
            settle(_alike(left(here, taken), left(there, pairs)))
        settle(_by_key(_number, left(everything, taken), left(all_newer, pairs)))
    return pairs


def _number(part: Part) -> Hashable:
    return normalised(part.number) or None


def _number_and_position(part: Part) -> Hashable:
    return part.number and part.position and (normalised(part.number), normalised(part.position))


def _designators(part: Part) -> Hashable:
    return normalised(part.designators).replace(" ", "") or None


def _words(part: Part) -> Hashable:
    words = tuple(map(normalised, (part.name, part.name_zh, part.material, part.package)))
    return words if words[0] or words[1] else None


def _words_and_position(part: Part) -> Hashable:
    return part.position and (_words(part), normalised(part.position))


def _words_alone(part: Part) -> Hashable:
    """Give the words of a line that has no number: with one, other numbers are other parts."""
    return None if part.number else _words(part)


def _remark_and_position(part: Part) -> Hashable:
    """Give what is left of a line that has neither number nor words."""
    told = part.number or _words(part) or part.designators
    return None if told else (normalised(part.note), normalised(part.position))


# The strongest first. A number that changed keeps its line where designators, or words and
# position, say that it is the same place of the product.
_KEYS: tuple[Callable[[Part], Hashable], ...] = (
    _number_and_position,
    _number,
    _designators,
    _words_and_position,
    _words_alone,
    _remark_and_position,
)


def _by_key(
    key: Callable[[Part], Hashable], known: Sequence[Part], newer: Sequence[Part]
) -> Iterator[tuple[Part, Part]]:
    waiting: dict[Hashable, list[Part]] = defaultdict(list)
    for part in reversed(known):
        found = key(part)
        if found:
            waiting[found].append(part)
    for part in newer:
        found = key(part)
        if found and waiting.get(found):
            yield waiting[found].pop(), part


def _alike(known: Sequence[Part], newer: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Pair lines without numbers at one position whose names are nearly the same."""
    waiting = {part.position: part for part in known if part.position and not part.number}
    for part in newer:
        old = None if part.number else waiting.get(part.position)
        if old is None:
            continue
        was, now = (normalised(each.name or each.name_zh) for each in (old, part))
        if difflib.SequenceMatcher(None, was, now).ratio() >= _LEAST_LIKENESS:
            del waiting[part.position]
            yield old, part
