"""Which lines of the bill of materials are shown: by a text, and by what is to do with them."""

import enum

from pcf.findings import Finding
from pcf.model.bom import Part, walk
from pcf.results.estimates import left_out
from pcf.texts import normalised
from ui.models.part_cells import PartCells
from ui.open_study import OpenStudy


class Lines(enum.Enum):
    """Which lines are shown."""

    ALL = "all"
    UNMATCHED = "unmatched"
    FINDINGS = "findings"
    ESTIMATES = "estimates"


class LineFilter:
    """The choice that a user has made, all lines at first."""

    def __init__(self, opened: OpenStudy, cells: PartCells) -> None:
        """Look at the lines of a study; `cells` says what stands in them."""
        self._open = opened
        self._cells = cells
        self._text = ""
        self._lines = Lines.ALL

    def choose(self, text: str, lines: Lines) -> None:
        """Leave lines that hold all words of a text and are of a kind."""
        self._text, self._lines = normalised(text), lines

    def counts(self) -> dict[Lines, int]:
        """Give how many lines there are of each kind."""
        found = dict.fromkeys(Lines, 0)
        for part in walk(self._open.study.bom)[1:]:
            if not part.parts:
                for kind in Lines:
                    found[kind] += self._is_of(part, kind)
        return found

    def kept(self, root: Part) -> set[str] | None:
        """Give the ids of what the filter leaves, assemblies above it included; None for all."""
        if not self._text and self._lines is Lines.ALL:
            return None
        kept: set[str] = set()

        def keep(part: Part) -> bool:
            below = [keep(child) for child in part.parts]
            hit = self._holds_text(part) and (bool(part.parts) or self._is_of(part, self._lines))
            wanted = any(below) or (hit and (self._lines is Lines.ALL or not part.parts))
            if wanted:
                kept.add(part.id)
            return wanted

        for part in root.parts:
            keep(part)
        return kept

    def _holds_text(self, part: Part) -> bool:
        if not self._text:
            return True
        words = (part.name, part.name_zh, part.number, part.material, part.designators)
        haystack = normalised(" ".join((*words, self._cells.data_set_words(part))))
        return all(word in haystack for word in self._text.split())

    def _findings(self, part: Part) -> tuple[Finding, ...]:
        return self._open.findings_at(part.id)

    def _is_of(self, part: Part, kind: Lines) -> bool:
        match kind:
            case Lines.UNMATCHED:
                is_open = part.bought_as is None or bool(left_out(self._findings(part)))
                return is_open and not part.excluded and not part.parts
            case Lines.FINDINGS:
                return bool(self._findings(part))
            case Lines.ESTIMATES:
                return part.mass is not None and part.mass.origin.is_estimate
            case _:
                return True
