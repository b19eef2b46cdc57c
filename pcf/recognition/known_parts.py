"""Parts that go by a name of their own, such as servos, cells and plug-in boards."""

from pcf.model.bom import MassOrigin
from pcf.recognition.found import Weight
from pcf.recognition.reading import Reading
from pcf.recognition.tables import read_rows

_UNFIT = ("not.tool", "not.pack", "not.service", "not.signal", "not.device", "linear.cable")
_HOLDERS = (
    "holder_cr2032",
    "holder_18650",
    "bracket_2020",
    "micro_sd",
    "sim_holder",
    "sk8",
    "sk12",
)


class KnownParts:
    """The masses of `known_parts.csv`; its words are found by `PartWords`."""

    def __init__(self) -> None:
        """Read the table."""
        self._weights: dict[str, Weight] = {}
        for row in read_rows("known_parts"):
            mass, low, high = (float(row[each]) / 1e3 for each in ("mass_g", "low_g", "high_g"))
            name = row["words"].split("|")[0]
            origin = MassOrigin.STANDARD_PART
            self._weights[row["id"]] = Weight(mass, low, high, origin, name, (row["source"],))

    def find(self, reading: Reading) -> Weight | None:
        """Give the known part that a line is, None if it names none, several, or what holds one."""
        names = reading.kinds("known")
        if len(names) != 1 or reading.has(*_UNFIT):
            return None
        (name,) = names
        if reading.has("not.holder") and name not in _HOLDERS:
            return None
        return self._weights[name]
