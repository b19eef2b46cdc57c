"""The pages of the window in their order: the one place where a page is added."""

from collections.abc import Callable
from typing import NamedTuple

from pcf.model.bom import Part
from pcf.model.edits import children
from pcf.model.electricity import OwnMix
from pcf.model.node import Node
from pcf.model.packaging import PackagingItem
from pcf.model.processes import ProcessStep
from pcf.model.refurbishment import RefurbishmentCase
from pcf.model.sites import Site
from pcf.model.study import Study
from pcf.model.transport import TransportLeg
from ui.desk import Desk
from ui.pages.page import Page


class PageEntry(NamedTuple):
    """A page of the window.

    Attributes:
        icon: beside its name in the rail.
        make: builds it when it is shown first; its module is loaded then.
        nodes: kinds of nodes that are mended on it, with all below them.
        group: pages of one group stand together: input, outcome, program.
        needs_study: it shows nothing without an open study.
        is_of_footprint: the footprint's panel stands beside it; what is avoided stands alone.
    """

    id: str
    icon: str
    make: Callable[[Desk], Page]
    nodes: tuple[type[Node], ...] = ()
    group: str = "input"
    needs_study: bool = True
    is_of_footprint: bool = True


def _start(desk: Desk) -> Page:
    from ui.pages.start import StartPage

    return StartPage(desk)


def _scope(desk: Desk) -> Page:
    from ui.pages.scope import ScopePage

    return ScopePage(desk)


def _parts(desk: Desk) -> Page:
    from ui.pages.parts import PartsPage

    return PartsPage(desk)


def _steps(desk: Desk) -> Page:
    from ui.pages.steps import StepsPage

    return StepsPage(desk)


def _transport(desk: Desk) -> Page:
    from ui.pages.transport import TransportPage

    return TransportPage(desk)


def _results(desk: Desk) -> Page:
    from ui.pages.results import ResultsPage

    return ResultsPage(desk)


def _circularity(desk: Desk) -> Page:
    from ui.pages.circularity import CircularityPage

    return CircularityPage(desk)


def _checks(desk: Desk) -> Page:
    from ui.pages.checks import ChecksPage

    return ChecksPage(desk)


def _documents(desk: Desk) -> Page:
    from ui.pages.documents import DocumentsPage

    return DocumentsPage(desk)


def _data(desk: Desk) -> Page:
    from ui.pages.data import DataPage

    return DataPage(desk)


def _settings(desk: Desk) -> Page:
    from ui.pages.settings import SettingsPage

    return SettingsPage(desk)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("scope", "target", _scope),
    PageEntry("parts", "list-tree", _parts, (Part,)),
    PageEntry("steps", "bolt", _steps, (ProcessStep, Site, OwnMix)),
    PageEntry("transport", "truck-delivery", _transport, (TransportLeg, PackagingItem)),
    PageEntry("results", "chart-treemap", _results, group="outcome"),
    PageEntry(
        "circularity",
        "recycle",
        _circularity,
        (RefurbishmentCase,),
        group="outcome",
        is_of_footprint=False,
    ),
    PageEntry("checks", "clipboard-check", _checks, group="outcome"),
    PageEntry("documents", "certificate", _documents, group="outcome"),
    PageEntry("start", "home", _start, group="program", needs_study=False),
    PageEntry("data", "database", _data, group="program", needs_study=False),
    PageEntry("settings", "settings", _settings, group="program", needs_study=False),
)


_CIRCULARITY = "circularity"


def page_of_nodes(study: Study) -> dict[str, str]:
    """Give the page where each node of a study is mended, by the node's id.

    A node without a home of its own is mended where its parent is, the study itself in the scope.
    """
    homes = {kind: entry.id for entry in PAGES for kind in entry.nodes}
    places: dict[str, str] = {}
    waiting: list[tuple[Node, str]] = [(study, "scope")]
    while waiting:
        node, above = waiting.pop()
        # The steps and legs of a case are mended with it, not where those of the product are.
        is_apart = above == _CIRCULARITY
        places[node.id] = above if is_apart else homes.get(type(node), above)
        waiting += [(child, places[node.id]) for child in children(node)]
    return places
