"""The table of transport legs: distance and its kind, vehicle, load, fuel, what a t·km emits."""

from pcf.model.vehicle import Vehicle
from pcf.results.line_frames import UNIT
from pcf.results.names import Names
from pcf.results.result import PcfResult
from pcf.results.summary import KG_CO2E
from pcf.results.tables import Column, Kind, Row, Table, plain_table
from pcf.results.transport import leg_uses
from pcf.texts import Texts
from pcf.units import unit_si_factor


def leg_table(result: PcfResult, texts: Texts, names: Names) -> Table:
    """Give each leg that carries something, with all that its intensity rests on."""
    columns = (
        Column("column.leg"),
        Column("column.cargo"),
        Column("column.distance", Kind.AMOUNT, "km"),
        Column("column.distance-kind"),
        Column("column.distance-factor", Kind.AMOUNT, "1"),
        Column("column.gross-per-net", Kind.AMOUNT, "1"),
        Column("column.chargeable-per-gross", Kind.AMOUNT, "1"),
        Column("column.freight", Kind.AMOUNT, "t·km"),
        Column("column.data-set"),
        Column("column.amount", Kind.AMOUNT),
        UNIT,
        Column("column.capacity", Kind.AMOUNT, "t"),
        Column("column.load-factor", Kind.SHARE, "1"),
        Column("column.empty-distance-factor", Kind.SHARE, "1"),
        Column("column.fuel-empty"),
        Column("column.fuel-full"),
        Column("column.fuel-distance"),
        Column("column.vehicle-source", Kind.PROSE),
        Column("column.fuel-source", Kind.PROSE),
        Column("column.intensity", Kind.FACTOR, "kg CO₂e/t·km"),
        Column("column.emission-leg", Kind.EMISSION, KG_CO2E),
        Column("column.counts"),
    )
    rows: list[Row] = []
    for use in leg_uses(result):
        leg, data_set = use.leg, use.data_set
        rows.append(
            [
                names.node(leg.id),
                texts(f"cargo.{leg.cargo.value}"),
                leg.distance.si / unit_si_factor("km") if leg.distance else None,
                texts(f"distance-kind.{leg.distance_kind.value}"),
                leg.distance_factor,
                leg.gross_per_net,
                leg.chargeable_per_gross,
                use.freight_tkm,
                names.data_set(data_set),
                use.taken,
                names.unit(data_set.unit),
                *_vehicle(leg.vehicle),
                use.kg_per_tkm,
                use.kg_co2e,
                texts("word.no" if use.is_outbound else "word.yes"),
            ]
        )
    return plain_table("legs", texts, columns, rows)


def _vehicle(vehicle: Vehicle | None) -> Row:
    """Give what a stated vehicle is, nothing where the leg takes a data set."""
    if vehicle is None:
        return [None, None, None, "", "", "", "", ""]
    return [
        vehicle.capacity.si / unit_si_factor("t"),
        vehicle.load_factor,
        vehicle.empty_distance_factor,
        vehicle.fuel_empty.text,
        vehicle.fuel_full.text,
        vehicle.fuel_distance.text,
        vehicle.source,
        vehicle.factor.source if vehicle.factor else "",
    ]
