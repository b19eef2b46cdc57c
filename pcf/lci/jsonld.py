"""Reads openLCA's JSON-LD, schema 1 and 2: a folder a kind of thing, a file a thing."""

import functools
import json
from collections.abc import Iterator
from typing import Any

from pcf.errors import ImportDataError
from pcf.lci.archive import Bundle
from pcf.lci.records import Exchange, FlowKind, Log, Process
from pcf.lci.values import cas_of, number_of, year_of

_KINDS = {
    "ELEMENTARY_FLOW": FlowKind.ELEMENTARY,
    "WASTE_FLOW": FlowKind.WASTE,
    "PRODUCT_FLOW": FlowKind.PRODUCT,
}
_MOST_LEVELS = 30
_FACTORS_OF = ("PHYSICAL_ALLOCATION", "ECONOMIC_ALLOCATION", "USE_DEFAULT_ALLOCATION")


def read_jsonld(bundle: Bundle, log: Log) -> Iterator[Process]:
    """Give the processes of an openLCA package.

    Raises:
        ImportDataError: a file is no JSON, with its name and line.
    """
    package = _Package(bundle, log)
    for name in bundle.names(".json"):
        if _folder(name) == "processes":
            yield package.process(package.load(name), name)


class _Package:
    """The package with what processes refer to."""

    def __init__(self, bundle: Bundle, log: Log) -> None:
        self._bundle, self._log = bundle, log
        self._names = {(_folder(name), _stem(name)): name for name in bundle.names(".json")}

    def load(self, name: str) -> dict[str, Any]:
        """Give a file's object."""
        where = f"{self._bundle.path.name} / {name}"
        with self._bundle.opened(name) as file:
            try:
                value = json.loads(file.read().decode("utf-8-sig"))
            except json.JSONDecodeError as error:
                raise ImportDataError(
                    "import-json", where=where, line=error.lineno, fault=error.msg
                ) from error
            except UnicodeDecodeError as error:
                raise ImportDataError(
                    "import-json", where=where, line="–", fault=str(error)
                ) from error
        if not isinstance(value, dict):
            raise ImportDataError("import-json", where=where, line=1, fault="no object")
        return value

    @functools.cache  # noqa: B019  a package lives as long as its import
    def _thing(self, folder: str, id_: str) -> dict[str, Any]:
        name = self._names.get((folder, id_))
        return self.load(name) if name else {}

    @functools.cache  # noqa: B019
    def _path(self, category: str) -> tuple[str, ...]:
        """Give a category with those above it, from the general to the particular."""
        path: list[str] = []
        while category and len(path) < _MOST_LEVELS:
            found = self._thing("categories", category)
            path.insert(0, str(found.get("name") or ""))
            category = _id(found.get("category"))
        return tuple(each for each in path if each)

    def _categories(self, stated: object) -> tuple[str, ...]:
        """Give categories: a path in schema 2, a reference in schema 1."""
        if isinstance(stated, str):
            return tuple(each.strip() for each in stated.split("/") if each.strip())
        return self._path(_id(stated)) or tuple(filter(None, [_name(stated)]))

    def process(self, content: dict[str, Any], file: str) -> Process:
        about = content.get("processDocumentation") or {}
        rows = content.get("exchanges") or ()
        exchanges = tuple(
            exchange
            for number, each in enumerate(rows, 1)
            if (exchange := self._exchange(each, number, file)) is not None
        )
        location = content.get("location")
        code = self._thing("locations", _id(location)).get("code") if location else ""
        return Process(
            id=str(content.get("@id") or _stem(file)),
            name=str(content.get("name") or "").strip(),
            exchanges=exchanges,
            location=str(code or _name(location)),
            year=year_of(about.get("validUntil") or about.get("validFrom")),
            categories=self._categories(content.get("category")),
            main=next((_id(each.get("flow")) for each in rows if _is_main(each)), ""),
            factors=_factors(content),
            comment=str(content.get("description") or "").strip(),
            file=file,
        )

    def _exchange(self, row: dict[str, Any], number: int, file: str) -> Exchange | None:
        flow = row.get("flow") or {}
        name = str(flow.get("name") or "")
        amount = number_of(row.get("amount"))
        if amount is None:
            stated = row.get("amountFormula") or row.get("amount") or "–"
            self._log.add("amount-unreadable", file, number, flow=name.strip(), amount=str(stated))
            return None
        known = self._thing("flows", _id(flow))
        kind = _KINDS.get(flow.get("flowType") or known.get("flowType") or "", FlowKind.PRODUCT)
        is_input = bool(row.get("input", row.get("isInput", False)))
        is_avoided = bool(row.get("avoidedProduct", row.get("isAvoidedProduct", False)))
        is_made = is_input is (kind is FlowKind.WASTE)  # who treats waste takes it
        categories = self._categories(known.get("category") or flow.get("category"))
        return Exchange(
            kind=kind,
            name=name.strip(),
            amount=amount,
            unit=_name(row.get("unit")),
            flow=_id(flow),
            is_input=is_input,
            is_reference=kind is not FlowKind.ELEMENTARY and is_made and not is_avoided,
            is_avoided=is_avoided,
            provider=_id(row.get("defaultProvider")),
            compartment=tuple(each.casefold() for each in categories)
            if kind is FlowKind.ELEMENTARY
            else (),
            cas=cas_of(known.get("cas") or flow.get("cas")),
            place=str(number),
        )


def _factors(content: dict[str, Any]) -> dict[str, float]:
    """Give the shares of the default allocation, where it has one factor for each product."""
    method = content.get("defaultAllocationMethod") or ""
    shares: dict[str, float] = {}
    for each in content.get("allocationFactors") or ():
        if each.get("allocationType") == method and not each.get("exchange"):
            value = number_of(each.get("value"))
            product = _id(each.get("product"))
            if value is not None and product:
                shares[product] = value
    return shares


def _is_main(row: dict[str, Any]) -> bool:
    return bool(row.get("quantitativeReference", row.get("isQuantitativeReference", False)))


def _folder(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    return parts[-2] if len(parts) > 1 else ""


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].removesuffix(".json")


def _id(reference: object) -> str:
    return str(reference.get("@id") or "") if isinstance(reference, dict) else ""


def _name(reference: object) -> str:
    return str(reference.get("name") or "").strip() if isinstance(reference, dict) else ""
