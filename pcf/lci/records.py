"""What a file of life cycle inventories says, before anything is linked: processes and exchanges.

Names are the field's: a product flow links processes, an elementary flow leads to or from the
environment, a waste flow is a product flow whose treatment is the service.
"""

import enum
from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec


class FlowKind(enum.StrEnum):
    """What an exchange is about."""

    PRODUCT = "product"
    WASTE = "waste"
    ELEMENTARY = "elementary"


class Exchange(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of a process.

    Attributes:
        flow: id of the flow in its file, "" where the format has none.
        amount: in `unit`, as it stands there.
        is_input: from another process or from nature; else it is an output.
        is_reference: what the process is for, or one of several such outputs.
        is_avoided: an output that is credited by what it replaces.
        provider: id of the process that the file names for it, "" if it names none.
        location: of what is taken, "" if the file does not say.
        compartment: of an elementary flow, else the categories of a product where its format states
            them; from the general to the particular, in lower case.
        place: line of the file, "" where lines say nothing.
    """

    kind: FlowKind
    name: str
    amount: float
    unit: str
    flow: str = ""
    is_input: bool = True
    is_reference: bool = False
    is_avoided: bool = False
    provider: str = ""
    location: str = ""
    compartment: tuple[str, ...] = ()
    cas: str = ""
    place: str = ""


class Process(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A unit process or a system process as its file states it.

    Attributes:
        id: in its file; unique there.
        location: code or name, "" if not stated.
        year: in which its data end; 0 if not stated.
        categories: from the general to the particular.
        main: id or name of the flow that the file calls its reference; "" where it names none.
        factors: share of the burdens that each output has, by id of its flow; empty: not stated.
        file: that it was read from, within what was imported.
    """

    id: str
    name: str
    exchanges: tuple[Exchange, ...]
    location: str = ""
    year: int = 0
    categories: tuple[str, ...] = ()
    main: str = ""
    factors: dict[str, float] = {}
    comment: str = ""
    file: str = ""


class Happening(msgspec.Struct, frozen=True):
    """Something that was repaired, decided or left out while a database was read.

    Attributes:
        key: text key below `import.`.
        file: within what was imported.
        place: line or row in it, "" where there is none.
        fields: facts for the sentence.
    """

    key: str
    file: str = ""
    place: str = ""
    fields: dict[str, str | int | float] = {}


class Log:
    """What happened, counted by key; of each kind the first ones are kept whole."""

    MOST = 500
    """Happenings of one kind that are kept whole: a report of a million rows nobody reads."""

    def __init__(self) -> None:
        """Begin empty."""
        self.counts: Counter[str] = Counter()
        self._kept: defaultdict[str, list[Happening]] = defaultdict(list)

    def add(self, key: str, file: str = "", place: object = "", **fields: str | float) -> None:
        """Note what happened."""
        self.counts[key] += 1
        kept = self._kept[key]
        if len(kept) < self.MOST:
            kept.append(Happening(key, file, str(place or ""), dict(fields)))

    def __iter__(self) -> Iterator[Happening]:
        """Give what is kept, kind by kind in the order in which they first happened."""
        for kept in self._kept.values():
            yield from kept

    def of(self, key: str) -> tuple[Happening, ...]:
        """Give what is kept of a kind."""
        return tuple(self._kept.get(key, ()))
