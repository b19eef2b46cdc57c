"""Reads ecoSpold 1: many processes a file, as openLCA, SimaPro and older ecoinvent write it."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from pcf.errors import ImportDataError
from pcf.lci.archive import Bundle, elements
from pcf.lci.records import Exchange, FlowKind, Log, Process
from pcf.lci.values import cas_of, number_of, year_of

SUFFIXES = (".xml",)
DATA_SET = "dataset"

_REFERENCE, _BY_PRODUCT, _AVOIDED, _WASTE_OUT, _TO_NATURE = "0", "2", "1", "3", "4"
_FROM_NATURE = "4"


def read_ecospold1(bundle: Bundle, log: Log) -> Iterator[Process]:
    """Give the processes of the .xml files.

    Raises:
        ImportDataError: a file is damaged as XML, with its name and line.
    """
    for name in bundle.names(*SUFFIXES):
        with bundle.opened(name) as file:
            yield from _processes(file, f"{bundle.path.name} / {name}", name, log)


def _processes(file: IO[bytes], where: str, name: str, log: Log) -> Iterator[Process]:
    try:
        for element in elements(file, DATA_SET):
            yield _process(element, name, log)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or "–"
        fault = getattr(error, "msg", None) or str(error)
        raise ImportDataError("import-xml", where=where, line=line, fault=fault) from error


def _process(element: etree._Element, file: str, log: Log) -> Process:
    function = element.find("{*}metaInformation/{*}processInformation/{*}referenceFunction")
    geography = element.find("{*}metaInformation/{*}processInformation/{*}geography")
    period = element.find("{*}metaInformation/{*}processInformation/{*}timePeriod")
    about = {str(key): str(each) for key, each in function.items()} if function is not None else {}
    exchanges = tuple(
        exchange
        for each in element.iterfind("{*}flowData/{*}exchange")
        if (exchange := _exchange(each, file, log)) is not None
    )
    return Process(
        id=element.get("number") or f"{file}:{element.sourceline}",
        name=(about.get("name") or "").strip(),
        exchanges=exchanges,
        location=(geography.get("location") or "") if geography is not None else "",
        year=year_of(
            (period.findtext("{*}endDate") or period.findtext("{*}endYear") or "")
            if period is not None
            else ""
        ),
        categories=tuple(
            words for key in ("category", "subCategory") if (words := about.get(key, "").strip())
        ),
        main=(about.get("name") or "").strip(),
        factors=_factors(element, exchanges),
        comment=(about.get("generalComment") or "").strip(),
        file=file,
    )


def _exchange(element: etree._Element, file: str, log: Log) -> Exchange | None:
    name = (element.get("name") or "").strip()
    amount = number_of(element.get("meanValue"))
    if amount is None:
        stated = element.get("meanValue") or "–"
        log.add("amount-unreadable", file, element.sourceline, flow=name, amount=stated)
        return None
    group_in = (element.findtext("{*}inputGroup") or "").strip()
    group_out = (element.findtext("{*}outputGroup") or "").strip()
    is_elementary = _FROM_NATURE in {group_in, group_out}
    compartment = (element.get("category") or "", element.get("subCategory") or "")
    if is_elementary:
        kind = FlowKind.ELEMENTARY
    else:
        kind = FlowKind.WASTE if group_out == _WASTE_OUT else FlowKind.PRODUCT
    return Exchange(
        kind=kind,
        name=name,
        amount=amount,
        unit=(element.get("unit") or "").strip(),
        flow=element.get("number") or "",
        is_input=bool(group_in),
        is_reference=group_out in {_REFERENCE, _BY_PRODUCT},
        is_avoided=group_out == _AVOIDED,
        location=(element.get("location") or "").strip(),
        compartment=tuple(each.strip().casefold() for each in compartment if each.strip()),
        cas=cas_of(element.get("CASNumber")),
        place=str(element.sourceline or ""),
    )


def _factors(element: etree._Element, exchanges: tuple[Exchange, ...]) -> dict[str, float]:
    """Give the share of each output where every allocation is by one factor for all exchanges.

    ecoSpold 1 may state a factor for each exchange; such a process is shared out by its rule.
    """
    stated: dict[str, set[float]] = {}
    for each in element.iterfind("{*}flowData/{*}allocation"):
        output = each.get("referenceToCoProduct") or ""
        fraction = number_of(each.get("fraction"))
        if fraction is not None:
            stated.setdefault(output, set()).add(fraction / 100)
    outputs = {each.flow for each in exchanges if each.is_reference}
    if not stated or set(stated) != outputs or any(len(each) > 1 for each in stated.values()):
        return {}
    return {flow: next(iter(each)) for flow, each in stated.items()}
