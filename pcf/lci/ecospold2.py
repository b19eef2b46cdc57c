"""Reads ecoSpold 2: one process a file, as ecoinvent and openLCA write it."""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from pcf.errors import ImportDataError
from pcf.lci.archive import Bundle, elements, local_name
from pcf.lci.records import Exchange, FlowKind, Log, Process
from pcf.lci.values import cas_of, number_of, year_of

SUFFIXES = (".spold",)
DATA_SETS = ("activityDataset", "childActivityDataset")

_REFERENCE, _BY_PRODUCT = "0", "2"


def read_ecospold2(bundle: Bundle, log: Log) -> Iterator[Process]:
    """Give the processes of the .spold files.

    Raises:
        ImportDataError: a file is damaged as XML, with its name and line.
    """
    for name in bundle.names(*SUFFIXES):
        with bundle.opened(name) as file:
            yield from _processes(file, f"{bundle.path.name} / {name}", name, log)


def _processes(file: IO[bytes], where: str, name: str, log: Log) -> Iterator[Process]:
    try:
        for element in elements(file, *DATA_SETS):
            yield _Reader(element, name, log).process()
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or "–"
        fault = getattr(error, "msg", None) or str(error)
        raise ImportDataError("import-xml", where=where, line=line, fault=fault) from error


class _Reader:
    """Reads one data set."""

    def __init__(self, element: etree._Element, file: str, log: Log) -> None:
        self._root, self._file, self._log = element, file, log

    def process(self) -> Process:
        root = self._root
        activity = root.find("{*}activityDescription/{*}activity")
        period = root.find("{*}activityDescription/{*}timePeriod")
        exchanges = [
            exchange
            for element in root.iterfind("{*}flowData/*")
            if (exchange := self._exchange(element)) is not None
        ]
        made = next((each.flow for each in exchanges if each.is_reference), "")
        activity_id = (activity.get("id") if activity is not None else None) or self._file
        return Process(
            # ecoinvent writes an activity once for each of its products.
            id=f"{activity_id}_{made}" if made else activity_id,
            name=_text(root, "{*}activityDescription/{*}activity/{*}activityName"),
            exchanges=tuple(exchanges),
            location=_text(root, "{*}activityDescription/{*}geography/{*}shortname"),
            year=year_of(period.get("endDate") if period is not None else None),
            categories=tuple(
                words
                for each in root.iterfind("{*}activityDescription/{*}classification")
                if (words := _text(each, "{*}classificationValue"))
            )[:1],
            comment=_text(root, "{*}activityDescription/{*}activity/{*}generalComment/{*}text"),
            main=made,
            file=self._file,
        )

    def _exchange(self, element: etree._Element) -> Exchange | None:
        tag = local_name(element)
        if tag not in {"intermediateExchange", "elementaryExchange"}:
            return None
        name = _text(element, "{*}name")
        amount = number_of(element.get("amount"))
        if amount is None:
            self._log.add(
                "amount-unreadable", self._file, element.sourceline,
                flow=name, amount=element.get("amount") or "–",
            )  # fmt: skip
            return None
        group_in, group_out = _text(element, "{*}inputGroup"), _text(element, "{*}outputGroup")
        is_input = bool(group_in)
        common: dict[str, Any] = {
            "name": name,
            "amount": amount,
            "unit": _text(element, "{*}unitName"),
            "is_input": is_input,
            "cas": cas_of(element.get("casNumber")),
            "place": str(element.sourceline or ""),
        }
        if tag == "elementaryExchange":
            compartment = (
                _text(element, "{*}compartment/{*}compartment"),
                _text(element, "{*}compartment/{*}subcompartment"),
            )
            return Exchange(
                kind=FlowKind.ELEMENTARY,
                flow=element.get("elementaryExchangeId") or "",
                compartment=tuple(each.casefold() for each in compartment if each),
                **common,
            )
        return Exchange(
            kind=FlowKind.PRODUCT,
            flow=element.get("intermediateExchangeId") or "",
            provider=element.get("activityLinkId") or "",
            is_reference=group_out in {_REFERENCE, _BY_PRODUCT} and amount != 0,
            **common,
        )


def _text(element: etree._Element, path: str) -> str:
    """Give the text at a path, the English one of several, without what stands around it."""
    found = element.findall(path)
    english = [
        each for each in found
        if each.get("{http://www.w3.org/XML/1998/namespace}lang", "en").startswith("en")
    ]  # fmt: skip
    best = next(iter(english or found), None)
    return (best.text or "").strip() if best is not None else ""
