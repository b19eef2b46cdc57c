"""What was built of parts that have not changed since the last build.

A study shares what an edit does not touch, so the identity of a part says whether what was built
of it and of all below it still holds. One edit in 10 000 lines then builds a handful of unit
processes instead of all.
"""

import msgspec

from pcf.findings import Finding
from pcf.inventory.inventory import UnitProcess
from pcf.inventory.uses import Uses

_MOST = 100_000
"""Parts kept before all are forgotten; one edit adds as many as the tree has levels."""


class Subtree(msgspec.Struct, frozen=True, gc=False):
    """The unit processes of a part and all below it, parts before what they go into."""

    processes: tuple[UnitProcess, ...]
    findings: tuple[Finding, ...]
    uses: Uses


class PartMemory:
    """Keeps subtrees between builds of one study. Not to be shared between threads."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._kept: dict[int, tuple[object, Subtree]] = {}
        self._circumstances: tuple[object, ...] = ()

    def begin(self, *circumstances: object) -> None:
        """Forget all if anything that parts are built with is not the same object any more."""
        known = self._circumstances
        is_same = len(known) == len(circumstances) and all(
            one is other for one, other in zip(known, circumstances, strict=True)
        )
        if not is_same or len(self._kept) > _MOST:
            self._kept.clear()
        self._circumstances = circumstances

    def recall(self, part: object) -> Subtree | None:
        """Give what was built of a part, None if it is new."""
        kept = self._kept.get(id(part))
        return kept[1] if kept else None

    def keep(self, part: object, built: Subtree) -> None:
        """Keep what was built of a part, and the part, so that its identity stays its own."""
        self._kept[id(part)] = (part, built)
