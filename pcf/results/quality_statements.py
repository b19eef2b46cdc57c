"""Which statement of a study about the quality of data holds for a line of its result."""

import msgspec

from pcf.model.edits import nodes_below
from pcf.model.quality import QualityStatement
from pcf.model.study import Study
from pcf.results.lines import Line


class Stated(msgspec.Struct, frozen=True):
    """What is stated about a line.

    Attributes:
        own: about the node that states the exchange, or the supply that it comes from.
        wider: about a node above it, or about the whole study.
    """

    own: QualityStatement | None = None
    wider: QualityStatement | None = None

    def by(self, field: str) -> QualityStatement | None:
        """Give the nearest statement that says something in a field."""
        for statement in (self.own, self.wider):
            said = getattr(statement, field, None)
            if said is not None and said is not False and said != "":  # a share of 0 is said
                return statement
        return None


NOTHING = Stated()


class Statements:
    """The statements of a study by the node that they hold for."""

    def __init__(self, study: Study) -> None:
        """Sort them; of two about one node the last one holds."""
        self._own = {each.about: each for each in study.quality if each.about}
        self._whole = next((each for each in study.quality[::-1] if not each.about), None)
        self._wider: dict[str, QualityStatement] = {}
        reaching = {node: each for node, each in self._own.items() if each.below}
        if reaching:
            # Parents come first, so that what is stated nearer to a node replaces the wider.
            for node in nodes_below(study):
                if node.id in reaching:
                    below = (each.id for each in nodes_below(node) if each is not node)
                    self._wider |= dict.fromkeys(below, reaching[node.id])
        self._is_empty = not study.quality

    def of(self, line: Line) -> Stated:
        """Give what is stated about a line."""
        if self._is_empty:
            return NOTHING
        nodes = (line.cause.node, line.exchange.node)
        own = next((self._own[node] for node in nodes if node in self._own), None)
        wider = next((self._wider[node] for node in nodes if node in self._wider), self._whole)
        return Stated(own, wider)
