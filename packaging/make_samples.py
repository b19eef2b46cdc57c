"""Make the sample studies from their tables: `python packaging/make_samples.py`.

    pcf/resources/samples/battery-board-bom.csv  ->  battery-board.json
    pcf/resources/samples/linear-axis-bom.csv    ->  linear-axis.json
                                                 ->  refurbished-devices.json

The tables hold the parts, with the names and amounts of published open-hardware lists; what stands
around them (plants, steps, ways, packaging, assumptions) is set in `samples/`, its words in
`samples/texts.csv`. Ids and salts come from hashes of paths, so that the same input gives the same
bytes.
"""

import msgspec
from samples.axis import linear_axis
from samples.board import battery_board
from samples.devices import refurbished_devices
from samples.maker import SAMPLES

from pcf.background.catalogue import load_catalogue
from pcf.exchange.project_file import SCHEMA_VERSION, StudyFile
from pcf.model.bom import walk
from pcf.model.study import Study

STUDIES = {
    "battery-board": battery_board,
    "linear-axis": linear_axis,
    "refurbished-devices": refurbished_devices,
}


def main() -> None:
    """Write the sample studies beside their tables."""
    catalogue = load_catalogue()
    for name, make in STUDIES.items():
        study = make(catalogue)
        (SAMPLES / f"{name}.json").write_bytes(study_bytes(study))
        print(f"{name}.json: {len(walk(study.bom)) - 1} lines")


def study_bytes(study: Study) -> bytes:
    """Give a study as the bytes of a bare `study.json`."""
    file = StudyFile(
        format="cradlegate-study",
        schema_version=SCHEMA_VERSION,
        program="Cradlegate make_samples",
        study=study,
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


if __name__ == "__main__":
    main()
