"""What a data set, a supply, or nothing yet is called in a cell or control."""

from pcf.model.node import DataSetRef, Node
from pcf.model.processes import PartRef, SiteElectricity, Supply
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
    """Give what a node is calculated by: its supplier's footprint before its supply."""
    stated = getattr(node, "supplier", None)
    if stated is None:
        return supply_words(supply, desk)
    name = desk.texts.choose(stated.supplier, stated.supplier_zh)
    return desk.texts("ui.parts.supplier", name=name)
