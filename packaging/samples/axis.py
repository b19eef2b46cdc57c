"""The machine sub-assembly: both axes of the TAR CNC machine, of profiles, guides and motors."""

from collections.abc import Iterable

import msgspec
from samples.maker import Maker, Row, named, net_mass_kg

from pcf.background.catalogue import Catalogue
from pcf.errors import DataError
from pcf.model.bom import LeftOut, Part
from pcf.model.processes import DirectEmission, ProcessStep, Scrap, ScrapRoute, StepInput
from pcf.model.sites import ElectricityRule, Site, SupplyLine
from pcf.model.study import ExclusionSubject, Study
from pcf.model.transport import Cargo
from pcf.units import Quantity, parse_quantity, quantity

_RECYCLED = Scrap(route=ScrapRoute.RECYCLED)
_TRUCK = "tr-heavy-diesel-truck-china"
_MEDIUM_TRUCK = "tr-medium-diesel-truck-china"
_VAN = "tr-light-diesel-truck-china"
_GREASE = "3.2"
_GRINDING_YIELD = 0.97
_SODA_G_PER_M2 = 40
# Molar masses of CO2 and Na2CO3 [g/mol]: one mole of soda ash releases one of CO2.
_CO2_PER_SODA = 44.01 / 105.99


def linear_axis(catalogue: Catalogue) -> Study:
    """Give the machine sub-assembly: parts with their own routing at five plants, own solar."""
    make = Maker("linear-axis", catalogue)
    parts, rows = make.parts()
    by_id = {make.part_id(index): row for index, row in rows.items()}
    lower, upper, small = (_with_routing(part, by_id, make) for part in parts)
    small = _with_estimate(small, make.part_id(_GREASE), "0.04 kgCO2e")
    axes = tuple(
        msgspec.structs.replace(axis, steps=(_assembly(make, axis, by_id),))
        for axis in (lower, upper)
    )
    product = Part(
        id=make.part_id(""),
        number="TAR-CNC-AXES",
        **named("axis"),
        parts=(*axes, small),
        steps=(_final_assembly(make),),
    )
    kinds = {index: row["Routing"] for index, row in rows.items() if row["Data set"]}
    metal = [index for index, kind in kinds.items() if kind in {"profile", "plate", "bar"}]
    guides = [index for index, kind in kinds.items() if kind == "guide"]
    shipped = ["1.4", "1.5", "1.8", "2.1", "2.2", "2.3", "2.15", "2.18"]
    short_sea = "tr-container-ship-1000-1999-teu"
    legs = (
        make.leg("axis.leg.metal", "1500 km", _TRUCK, Cargo.PARTS, parts=metal, gross_per_net=1.03),
        make.leg(
            "axis.leg.guides", "320 km", _MEDIUM_TRUCK, Cargo.PARTS, parts=guides, gross_per_net=1.1
        ),
        make.leg(
            "axis.leg.sea", "1500 km", short_sea, Cargo.PARTS, parts=shipped, gross_per_net=1.15
        ),
        make.leg(
            "axis.leg.sea_truck", "110 km", _TRUCK, Cargo.PARTS, parts=shipped, gross_per_net=1.15
        ),
        make.leg("axis.leg.other", "200 km", _MEDIUM_TRUCK, gross_per_net=1.1),
        make.leg("axis.leg.packaging", "50 km", _VAN, Cargo.PACKAGING),
        make.leg("axis.leg.out", "700 km", _TRUCK, Cargo.PRODUCT),
    )
    packaging = (
        make.packaging(
            "axis.pack.crate",
            "4.5 kg",
            "mat-plywood-boverket-typical",
            "crate of 500 × 450 × 350 mm, plywood of 9 mm at 0.55 g/cm³ and battens",
        ),
        make.packaging("axis.pack.foam", "0.4 kg", "mat-pe-foam-oekobaudat", "13 l at 30 g/l"),
        make.packaging(
            "axis.pack.carton",
            "0.6 kg",
            "pack-board-corrugated-and-solid-primary-uk",
            "box of about 1 m² at 0.6 kg/m²",
        ),
        make.packaging(
            "axis.pack.film", "60 g", "mat-pe-film-boverket-typical", "0.6 m² at 0.1 kg/m²"
        ),
    )
    return Study(
        id=make.hashed("study"),
        salt=make.salt,
        product=make.product("axis", "TAR-CNC-AXES", "683829a", net_mass_kg(product)),
        goal=make.goal(),
        scope=make.scope(),
        interpretation=make.interpretation("axis"),
        review=make.review(),
        answers=make.answers(),
        company=make.company(),
        choices=make.choices,
        bom=product,
        sites=_axis_sites(make),
        transport=legs,
        packaging=packaging,
        exclusions=(
            make.excluded("axis.excluded.soda", "both.reason.small", "0.06 kgCO2e"),
            make.excluded(
                "axis.excluded.capital",
                "both.reason.capital",
                "2 kgCO2e",
                ExclusionSubject.CAPITAL_GOODS,
            ),
            make.excluded("axis.excluded.business", "both.reason.business", "0.5 kgCO2e"),
        ),
        assumptions=make.assumptions(
            "axis.assumption.origin",
            "axis.assumption.identity",
            "axis.assumption.aluminium",
            "axis.assumption.neutralising",
        ),
    )


def _axis_sites(make: Maker) -> tuple[Site, ...]:
    """Give the plant with grid and own solar, and its suppliers on the public grid."""
    grid = SupplyLine(
        id=make.hashed("axis.supply.grid"),
        **named("axis.supply.grid"),
        energy=parse_quantity("1290 MWh"),
    )
    solar = SupplyLine(
        id=make.hashed("axis.supply.solar"),
        **named("axis.supply.solar"),
        rule=ElectricityRule.OWN_GENERATION,
        energy=parse_quantity("210 MWh"),
        data_set=make.data_set("eltech-solar-pv-china-2024-official-cfp"),
        certificate_sold=False,
    )
    return (
        make.site("axis.site", "CN-JS", (grid, solar)),
        make.site("axis.site.extruder", "CN-GD", under_control=False),
        make.site("axis.site.anodiser", "CN-JS", under_control=False),
        make.site("axis.site.guides", "CN-ZJ", under_control=False),
        make.site("axis.site.caster", "CN-ZJ", under_control=False),
    )


def _with_estimate(assembly: Part, line: str, at_most: str) -> Part:
    """Give an assembly with the upper estimate of a line that is in it and not counted."""
    parts = tuple(
        msgspec.structs.replace(part, left_out=LeftOut.ESTIMATED, estimate=parse_quantity(at_most))
        if part.id == line
        else part
        for part in assembly.parts
    )
    return msgspec.structs.replace(assembly, parts=parts)


def _with_routing(part: Part, rows: dict[str, Row], make: Maker) -> Part:
    """Give a part and all below it with the steps that its row asks for."""
    return msgspec.structs.replace(
        part,
        parts=tuple(_with_routing(child, rows, make) for child in part.parts),
        steps=_routing(rows[part.id], part, make),
    )


def _routing(row: Row, part: Part, make: Maker) -> tuple[ProcessStep, ...]:
    """Give the steps of a part by the kind of its routing.

    Raises:
        DataError: the table asks for a routing that is none.
    """
    if not row["Routing"] or part.mass is None:
        return ()
    steps = Routing(make, row["Index"], part.mass.amount.si, float(row["Yield"]))
    area_m2 = float(row["Anodised area"] or 0)
    routing: tuple[ProcessStep, ...]
    match row["Routing"]:
        case "profile":
            routing = steps.extruded(), steps.anodised(area_m2), steps.sawn()
        case "plate":
            routing = steps.rolled(), steps.milled(), steps.anodised(area_m2)
        case "bar":
            routing = steps.extruded(), steps.milled(), steps.anodised(area_m2)
        case "guide":
            routing = steps.hardened(), steps.ground()
        case "print":
            routing = (steps.printed(),)
        case "cast":
            routing = (steps.cast(),)
        case kind:
            raise DataError("routing-unknown", where=row["Index"], routing=kind)
    return routing


class Routing:
    """The steps of one metal or printed part, for its mass and the yield of its main step."""

    def __init__(self, make: Maker, index: str, mass_kg: float, good: float) -> None:
        """Take the part's line, its mass [kg] and the yield of its main step."""
        self.make = make
        self.index = index
        self.mass_kg = mass_kg
        self.good = good

    def extruded(self) -> ProcessStep:
        """Give the extrusion at the supplier, who remelts his own offcuts."""
        row_id = "proc-aluminium-extrusion-incl-remelting-of-secondary-aluminium"
        return self._at_supplier("extrude", row_id)

    def rolled(self) -> ProcessStep:
        """Give the rolling at the supplier, who remelts his own offcuts."""
        row_id = "proc-aluminium-rolling-incl-remelting-of-secondary-aluminium"
        return self._at_supplier("roll", row_id)

    def _at_supplier(self, kind: str, row_id: str) -> ProcessStep:
        taken = self._taken(kind, quantity(self.mass_kg, "kg"), row_id)
        return self._step(kind, "axis.site.extruder", [taken])

    def anodised(self, area_m2: float) -> ProcessStep:
        """Give the anodising, with the CO2 of neutralising the rinsing water."""
        inputs = [
            self._taken("anodise", quantity(area_m2, "m2"), "proc-anodising-of-aluminium-estimate"),
            self._taken("caustic", _grams(area_m2 * 80), "chem-sodium-hydroxide-100-pct-estimate"),
            self._taken("acid", _grams(area_m2 * 100), "chem-sulfuric-acid-north-america-uslci"),
        ]
        released = DirectEmission(
            id=self.make.hashed(f"axis.emission.neutralising/{self.index}"),
            gas="gwp-co2",
            amount=_grams(area_m2 * _SODA_G_PER_M2 * _CO2_PER_SODA),
            note="neutralising of rinsing water with soda ash, see assumptions",
        )
        return self._step("anodise", "axis.site.anodiser", inputs, emissions=[released])

    def sawn(self) -> ProcessStep:
        """Give the sawing, its offcuts sold for recycling."""
        return self._step(
            "saw", "axis.site", [self._taken("saw", "0.02 kWh")], good=self.good, scrap=_RECYCLED
        )

    def milled(self) -> ProcessStep:
        """Give the milling, its chips sold for recycling."""
        removed_kg = self._removed_kg(self.good)
        inputs = [
            self._taken(
                "mill", _kilograms(removed_kg), "proc-cnc-milling-aluminium-per-kg-removed-estimate"
            ),
            self._taken("fluid", _grams(removed_kg * 20), "mat-mineral-oil-primary-uk"),
        ]
        return self._step("mill", "axis.site", inputs, good=self.good, scrap=_RECYCLED)

    def printed(self) -> ProcessStep:
        """Give the printing, its supports and rejects burnt."""
        burnt = Scrap(
            route=ScrapRoute.TREATMENT,
            data_set=self.make.data_set("waste-pet-incineration-fossil-co2-of-complete-combustion"),
        )
        row_id = "proc-fdm-3d-printing-thermoplastic-estimate"
        inputs = [self._taken("print", _kilograms(self.mass_kg / self.good), row_id)]
        return self._step("print", "axis.site", inputs, good=self.good, scrap=burnt)

    def hardened(self) -> ProcessStep:
        """Give turning and hardening at the supplier of guides."""
        removed = _kilograms(self._removed_kg(self.good))
        inputs = [
            self._taken("turn", removed, "proc-cnc-turning-steel-per-kg-removed-estimate"),
            self._taken(
                "harden",
                _kilograms(self.mass_kg),
                "proc-heat-treatment-hardening-and-tempering-steel-estimate",
            ),
        ]
        return self._step("harden", "axis.site.guides", inputs, good=self.good, scrap=_RECYCLED)

    def ground(self) -> ProcessStep:
        """Give the grinding; its sludge is small and goes to recycling with the chips."""
        removed = _kilograms(self._removed_kg(_GRINDING_YIELD))
        inputs = [self._taken("grind", removed, "proc-grinding-steel-per-kg-removed-estimate")]
        return self._step(
            "grind", "axis.site.guides", inputs, good=_GRINDING_YIELD, scrap=_RECYCLED
        )

    def cast(self) -> ProcessStep:
        """Give the die casting."""
        row_id = "proc-high-pressure-die-casting-aluminium-estimate"
        inputs = [self._taken("cast", _kilograms(self.mass_kg), row_id)]
        return self._step("cast", "axis.site.caster", inputs, good=self.good, scrap=_RECYCLED)

    def _removed_kg(self, good: float) -> float:
        return (1 / good - 1) * self.mass_kg

    def _taken(self, kind: str, amount: str | Quantity, row_id: str = "") -> StepInput:
        return self.make.taken(f"axis.input.{kind}", self.index, amount, row_id)

    def _step(  # noqa: PLR0913  passes on what it knows of a step
        self,
        kind: str,
        site: str,
        inputs: Iterable[StepInput],
        *,
        good: float = 1.0,
        scrap: Scrap | None = None,
        emissions: Iterable[DirectEmission] = (),
    ) -> ProcessStep:
        key = f"axis.step.{kind}"
        return self.make.step(
            key, self.index, site, inputs, good=good, scrap=scrap, emissions=emissions
        )


def _assembly(make: Maker, axis: Part, rows: dict[str, Row]) -> ProcessStep:
    """Give the assembly of one axis, with washing of its machined surfaces."""
    index = rows[axis.id]["Index"]
    area_m2 = sum(
        part.quantity.si * float(rows[part.id]["Anodised area"] or 0)
        for part in axis.parts
        if part.quantity is not None
    )
    washer = "proc-cleaning-aqueous-parts-washer-estimate"
    air = "proc-compressed-air-at-7-bar-screw-compressor-per-m3-free-air"
    inputs = [
        make.taken("axis.input.wash", index, quantity(round(area_m2, 4), "m2"), washer),
        make.taken("axis.input.tools", index, "0.6 kWh"),
        make.taken("axis.input.air", index, "1.5 m3", air),
    ]
    return make.step("axis.step.assemble", index, "axis.site", inputs)


def _final_assembly(make: Maker) -> ProcessStep:
    """Give final assembly and run-in of the whole unit, with its share of heating."""
    gas = "fuel-natural-gas-combustion-incl-upstream-per-kwh-net-cv"
    inputs = [
        make.taken("axis.input.run", "", "2 kWh"),
        make.taken("axis.input.hall", "", "3 kWh", gas),
    ]
    film = make.waste("axis.waste.film", "", "80 g", "waste-mixed-plastics-combustion-usa-epa")
    return make.step("axis.step.test", "", "axis.site", inputs, wastes=[film])


def _kilograms(mass_kg: float) -> Quantity:
    return quantity(float(f"{mass_kg:.4g}"), "kg")


def _grams(mass_g: float) -> Quantity:
    return quantity(float(f"{mass_g:.4g}"), "g")
