"""The electronic board: LibreSolar BMS C1, an open-hardware battery management board."""

import msgspec
from samples.maker import Maker, Row, named, net_mass_kg

from pcf.background.catalogue import Catalogue
from pcf.model.bom import Part
from pcf.model.processes import ProcessStep, Scrap, ScrapRoute
from pcf.model.study import ExclusionSubject, Study
from pcf.model.transport import Cargo
from pcf.units import quantity

_MEDIUM_TRUCK = "tr-medium-diesel-truck-china"
_VAN = "tr-light-diesel-truck-china"
_AIRCRAFT = "tr-air-freight-international-to-from-non-uk-without-rf"
_SHIP = "tr-container-ship-asia-north-europe-ademe"
_BOARD_AREA_M2 = 0.070 * 0.135  # the published user manual
_FACES = 2


def battery_board(catalogue: Catalogue) -> Study:
    """Give the electronic board: one plant on the public grid, semiconductors by aircraft."""
    make = Maker("battery-board", catalogue)
    plant = "board.site"
    parts, rows = make.parts()
    assembly, kit = parts
    assembly = msgspec.structs.replace(assembly, steps=_board_steps(make, plant))
    late = make.step_id("board.step.selective", "1")
    assembly = msgspec.structs.replace(
        assembly,
        parts=tuple(
            msgspec.structs.replace(part, entry_step=late)
            if part.id == make.part_id("1.5")
            else part
            for part in assembly.parts
        ),
    )
    final = make.step(
        "board.step.final",
        "",
        plant,
        [
            make.taken("board.input.final", "", "0.1 kWh"),
            make.taken("board.input.building", "", "0.4 kWh"),
        ],
    )
    product = Part(
        id=make.part_id(""),
        number="BMS-C1",
        **named("board"),
        parts=(assembly, kit),
        steps=(final,),
    )
    by_air = _lines(rows, ("1.3.", "1.7.", "1.9."))
    by_sea = ("1.4.5", "1.5.1", "2.1", "2.7")
    legs = (
        make.leg("board.leg.air", "2600 km", _AIRCRAFT, Cargo.PARTS, parts=by_air, gross_per_net=2),
        make.leg("board.leg.air_truck", "60 km", _VAN, Cargo.PARTS, parts=by_air, gross_per_net=2),
        make.leg("board.leg.sea", "18500 km", _SHIP, Cargo.PARTS, parts=by_sea, gross_per_net=1.2),
        make.leg(
            "board.leg.sea_truck",
            "60 km",
            _MEDIUM_TRUCK,
            Cargo.PARTS,
            parts=by_sea,
            gross_per_net=1.2,
        ),
        make.leg("board.leg.other", "150 km", _MEDIUM_TRUCK, gross_per_net=1.3),
        make.leg("board.leg.packaging", "60 km", _VAN, Cargo.PACKAGING),
        make.leg("board.leg.out_truck", "40 km", _MEDIUM_TRUCK, Cargo.PRODUCT),
        make.leg("board.leg.out_sea", "18700 km", _SHIP, Cargo.PRODUCT),
        make.leg(
            "board.leg.out_truck2", "300 km", "tr-truck-all-artics-average-laden-uk", Cargo.PRODUCT
        ),
    )
    carton = "pack-board-corrugated-and-solid-primary-uk"
    packaging = (
        make.packaging(
            "board.pack.bag",
            "12 g",
            "pack-esd-shielding-bag-metallised-pe-pet-estimate",
            "bag of 200 × 260 mm, 0.08 mm film, two faces",
        ),
        make.packaging("board.pack.foam", "15 g", "mat-pe-foam-oekobaudat", "0.5 l at 30 g/l"),
        make.packaging(
            "board.pack.carton",
            "420 g",
            carton,
            "box of 400 × 300 × 150 mm for 10 boards",
            holds=10,
        ),
    )
    return Study(
        id=make.hashed("study"),
        salt=make.salt,
        product=make.product("board", "BMS-C1", "v0.4.2", net_mass_kg(product)),
        goal=make.goal(),
        scope=make.scope(),
        interpretation=make.interpretation("board"),
        review=make.review(),
        answers=make.answers(),
        company=make.company(),
        choices=make.choices,
        bom=product,
        sites=(make.site(plant, "CN-GD"),),
        transport=legs,
        packaging=packaging,
        exclusions=(
            make.excluded("board.excluded.flux", "both.reason.small", "0.03 kgCO2e"),
            make.excluded(
                "board.excluded.capital",
                "both.reason.capital",
                "0.08 kgCO2e",
                ExclusionSubject.CAPITAL_GOODS,
            ),
            make.excluded("board.excluded.business", "both.reason.business", "0.03 kgCO2e"),
        ),
        assumptions=make.assumptions(
            "board.assumption.origin",
            "board.assumption.size",
            "board.assumption.delivery",
            "board.assumption.pcb",
        ),
    )


def _board_steps(make: Maker, plant: str) -> tuple[ProcessStep, ...]:
    """Give the routing of the populated board."""
    shredded = Scrap(
        route=ScrapRoute.TREATMENT,
        data_set=make.data_set("proc-mechanical-shredding-and-sorting-of-e-waste-estimate"),
    )
    line = quantity(round(_BOARD_AREA_M2 * _FACES, 6), "m2")
    nitrogen = "chem-nitrogen-gas-air-separation-china-per-normal-m3"
    smt = make.step(
        "board.step.smt",
        "1",
        plant,
        [
            make.taken(
                "board.input.line", "1", line, "proc-smt-line-with-reflow-per-m2-of-pcb-estimate"
            ),
            make.taken("board.input.nitrogen", "1", "0.15 m3", nitrogen),
            make.taken("board.input.isopropanol", "1", "3 g", "chem-isopropanol-estimate"),
        ],
        good=0.985,
        scrap=shredded,
        wastes=[
            make.waste("board.waste.reels", "1", "30 g", "waste-mixed-plastics-combustion-usa-epa")
        ],
    )
    selective = make.step(
        "board.step.selective",
        "1",
        plant,
        [
            make.taken("board.input.soldering", "1", "0.05 kWh"),
            make.taken("board.input.nitrogen2", "1", "0.05 m3", nitrogen),
        ],
    )
    air = "proc-compressed-air-at-7-bar-screw-compressor-per-m3-free-air"
    test = make.step(
        "board.step.test",
        "1",
        plant,
        [
            make.taken("board.input.inspection", "1", "0.25 kWh"),
            make.taken("board.input.air", "1", "0.3 m3", air),
        ],
        good=0.99,
        scrap=shredded,
    )
    return smt, selective, test


def _lines(rows: dict[str, Row], groups: tuple[str, ...]) -> list[str]:
    """Give the indices of the lines with a data set in some groups."""
    return [index for index, row in rows.items() if index.startswith(groups) and row["Data set"]]
