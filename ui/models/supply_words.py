"""What a data set, a supply, or nothing yet is called in a cell or control."""

from pcf.model.node import DataSetRef, Node
from pcf.model.processes import PartRef, SiteElectricity, Supply
from pcf.model.vehicle import Vehicle
from pcf.results.names import node_name
from ui.desk import Desk


def supply_words(supply: Supply | None, desk: Desk) -> str:
    """Give the name of what something is taken from, "" where nothing is chosen."""
    texts = desk.texts
    match supply:
        case SiteElectricity():
            return texts("ui.steps.site-electricity")
        case PartRef(part=part):
            node = desk.open.node(part)
            return node_name(node, texts) if node else part
        case DataSetRef():
            known = desk.background.catalogue.get(supply)
            return texts.choose(known.name_en, known.name_zh) if known else str(supply)
    return ""


def bought_words(node: Node, supply: Supply | None, desk: Desk) -> str:
    """Give what a node is calculated by: a vehicle or supplier's footprint before its supply."""
    vehicle = getattr(node, "vehicle", None)
    if vehicle is not None:
        return _vehicle_words(vehicle, desk)
    stated = getattr(node, "supplier", None)
    if stated is None:
        return supply_words(supply, desk)
    name = desk.texts.choose(stated.supplier, stated.supplier_zh)
    return desk.texts("ui.parts.supplier", name=name)


def _vehicle_words(vehicle: Vehicle, desk: Desk) -> str:
    factor, texts = vehicle.factor, desk.texts
    if factor is not None:
        fuel = texts.choose(factor.name, factor.name_zh)
    else:
        fuel = supply_words(vehicle.fuel, desk)
    return (
        texts("ui.transport.vehicle", fuel=fuel)
        if fuel
        else texts("ui.transport.vehicle-without-fuel")
    )
