"""Turns data sets in Brightway's form, as bw2io gives and projects keep them, into processes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pcf.lci.records import Exchange, FlowKind, Log, Process
from pcf.lci.values import cas_of, number_of, year_of

Row = Mapping[str, Any]

_PRODUCTION = ("production", "generic production")
_SUBSTITUTION = ("substitution", "generic substitution")
_WASTE_TREATMENT = "waste treatment"
_TO_TREATMENT = "Waste to treatment"
_WASTE_FLOWS = "Final waste flows"
_NOT_A_PLACE = {"unspecified", "unknown"}
_NOT_PROCESSES = {"emission", "natural resource", "product", "economic", "inventory indicator"}


def processes_of(
    rows: Iterable[Row], file: str, log: Log, nodes: Mapping[tuple[str, str], Row] | None = None
) -> Iterator[Process]:
    """Give the processes of data sets in Brightway's form.

    Args:
        rows: data sets, each with its `exchanges`.
        file: that they were read from.
        log: told of amounts that are none.
        nodes: what exchanges may name by database and code, where names are not repeated in them.
    """
    known = nodes or {}
    for row in rows:
        if row.get("type") in _NOT_PROCESSES and not row.get("exchanges"):
            continue
        yield _process(row, file, log, known)


def _process(row: Row, file: str, log: Log, nodes: Mapping[tuple[str, str], Row]) -> Process:
    simapro = row.get("simapro metadata") or {}
    is_treatment = simapro.get("Category type") == _WASTE_TREATMENT
    place = str(row.get("worksheet name") or "")
    exchanges = [
        exchange
        for each in row.get("exchanges") or ()
        if (exchange := _exchange(each, row, file, log, nodes, is_treatment=is_treatment))
        is not None
    ]
    if not any(each.is_reference for each in exchanges):
        exchanges.insert(0, _own_product(row, place))
    made = next(each for each in exchanges if each.is_reference)
    name = _text(row.get("name")) or _text(simapro.get("Process name")) or made.name
    location = _text(row.get("location")) or _text(simapro.get("Geography"))
    return Process(
        id=_text(row.get("code")) or _joined(name, made.name, location),
        name=name,
        exchanges=tuple(exchanges),
        location="" if location.casefold() in _NOT_A_PLACE else location,
        year=year_of(_text(simapro.get("Time period"))),
        categories=_categories(row),
        main=made.flow or made.name,
        factors=_factors(row, exchanges),
        comment=_text(row.get("comment")) or _text(simapro.get("Comment")),
        file=f"{file} / {place}" if place else file,
    )


def _own_product(row: Row, place: str) -> Exchange:
    """Give the product of a data set that states none: Brightway takes it to make one of itself."""
    name = _text(row.get("reference product")) or _text(row.get("name"))
    amount = number_of(row.get("production amount")) or 1.0
    return Exchange(
        kind=FlowKind.PRODUCT,
        name=name,
        amount=amount,
        unit=_text(row.get("unit")),
        flow=_text(row.get("code")),
        is_input=False,
        is_reference=True,
        place=place,
    )


def _exchange(  # noqa: PLR0913  an exchange with all that it may refer to
    row: Row,
    of: Row,
    file: str,
    log: Log,
    nodes: Mapping[tuple[str, str], Row],
    *,
    is_treatment: bool,
) -> Exchange | None:
    link = row.get("input")
    node = nodes.get((str(link[0]), str(link[1])), {}) if link else {}
    type_ = row.get("type")
    is_product = type_ in _PRODUCTION
    name = _text(row.get("reference product") or row.get("product"))
    if not name or type_ == "biosphere":
        name = _text(row.get("name")) or _text(node.get("reference product") or node.get("name"))
    amount = number_of(row.get("amount"))
    if amount is None:
        stated = str(row.get("formula") or row.get("amount") or "–")
        log.add("amount-unreadable", file, of.get("worksheet name"), flow=name, amount=stated)
        return None
    categories = _tuple(row.get("categories") or node.get("categories"))
    is_waste_flow = categories[:1] == (_WASTE_FLOWS,)
    if type_ == "biosphere" and not is_waste_flow:
        kind = FlowKind.ELEMENTARY
        is_input = bool(categories) and _is_from_nature(categories[0])
    elif categories[:1] == (_TO_TREATMENT,) or (is_product and is_treatment) or is_waste_flow:
        kind, is_input = FlowKind.WASTE, is_product
    else:
        kind, is_input = FlowKind.PRODUCT, not is_product
    flow, provider = "", ""
    if link and kind is not FlowKind.ELEMENTARY:
        flow, provider = str(link[1]), "" if is_product else str(link[1])
    if is_product and not flow:
        flow = _text(of.get("code")) if len(_products(of)) == 1 else ""
    return Exchange(
        kind=kind,
        name=name,
        amount=amount,
        unit=_text(row.get("unit")) or _text(node.get("unit")),
        flow=flow,
        is_input=is_input,
        is_reference=is_product,
        is_avoided=type_ in _SUBSTITUTION,
        provider=provider,
        location=_text(row.get("location")) or _text(node.get("location")),
        compartment=tuple(each.casefold() for each in categories if each)
        if kind is FlowKind.ELEMENTARY
        else (),
        cas=cas_of(_text(row.get("CAS number")) or _text(node.get("CAS number"))),
        place=_text(of.get("worksheet name")),
    )


def _products(row: Row) -> list[Row]:
    return [each for each in row.get("exchanges") or () if each.get("type") in _PRODUCTION]


def _factors(row: Row, exchanges: Iterable[Exchange]) -> dict[str, float]:
    """Give the allocation of SimaPro, in percent there, by name of the product."""
    stated = {
        _text(each.get("name")): share / 100
        for each in _products(row)
        if (share := number_of(each.get("allocation"))) is not None
    }
    outputs = [each for each in exchanges if each.is_reference]
    if len(outputs) < 2 or any(each.name not in stated for each in outputs):  # noqa: PLR2004
        return {}
    return {each.flow or each.name: stated[each.name] for each in outputs}


def _categories(row: Row) -> tuple[str, ...]:
    first = next(iter(_products(row)), {})
    return _tuple(row.get("categories") or first.get("categories"))


def _tuple(value: object) -> tuple[str, ...]:
    """Give categories; a spreadsheet holds them in one cell, `air::urban air close to ground`."""
    if isinstance(value, str):
        return tuple(each.strip() for each in value.split("::") if each.strip())
    return tuple(str(each) for each in value if each) if isinstance(value, list | tuple) else ()


def _is_from_nature(category: str) -> bool:
    low = category.casefold()
    return "resource" in low or low.startswith("raw")


def _joined(*words: str) -> str:
    return " | ".join(dict.fromkeys(each for each in words if each))


def _text(value: object) -> str:
    return str(value).strip() if value is not None else ""
