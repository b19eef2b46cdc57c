"""How lines of the bill of materials are moved: dragged, up and down, in and out of assemblies."""

from collections.abc import Iterable, Sequence

from pcf.model.bom import Part, walk
from pcf.model.edits import Edit, Move


def topmost(root: Part, ids: Iterable[str]) -> list[str]:
    """Give the parts of a selection that are in no other part of it, in the order of the list."""
    chosen = set(ids)
    found: list[str] = []
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.id in chosen:
            found.append(part.id)
        else:
            waiting.extend(reversed(part.parts))
    return found


def moves(parent: Part, ids: Sequence[str], place: int = -1) -> list[Edit]:
    """Give the edits that put parts into an assembly, before the part at a place.

    Args:
        parent: the assembly.
        ids: of the parts, in their order.
        place: among its parts as they are now; -1 is the end.
    """
    siblings = [part.id for part in parent.parts]
    place = len(siblings) if place < 0 else place
    before = [each for each in siblings[:place] if each not in ids]
    return [
        Move(node=each, parent=parent.id, index=len(before) + step) for step, each in enumerate(ids)
    ]


def stepped(root: Part, part_id: str, verb: str) -> list[Edit]:
    """Give the edits that move a line one step, none where it can't go there.

    Args:
        root: the product.
        part_id: of the line.
        verb: up, down, indent (into the line above) or outdent (behind its assembly).
    """
    above = {child.id: part for part in walk(root) for child in part.parts}
    parent = above[part_id]
    place = [part.id for part in parent.parts].index(part_id)
    if verb == "up" and place > 0:
        return moves(parent, [part_id], place - 1)
    if verb == "down" and place < len(parent.parts) - 1:
        return moves(parent, [part_id], place + 2)
    if verb == "indent" and place > 0:
        return moves(parent.parts[place - 1], [part_id])
    if verb == "outdent" and parent.id in above:
        outer = above[parent.id]
        behind = [part.id for part in outer.parts].index(parent.id) + 1
        return moves(outer, [part_id], behind)
    return []
