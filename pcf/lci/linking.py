"""Links what processes take to the products of others: by provider, by flow, by name."""

import difflib
from collections import defaultdict
from collections.abc import Sequence

from pcf.lci.products import Product
from pcf.lci.records import Exchange, FlowKind, Log, Process
from pcf.lci.values import converted, unit_of
from pcf.texts import normalised

CUT_OFF = "cutoff "
"""Before the name of a flow that its authors left without a process on purpose (U.S. LCI)."""

_WORLD = ("glo", "row", "")
_MOST_SUGGESTED = 3
_ALIKE = 0.75


class Index:
    """The products of a database by what they can be found by."""

    def __init__(self, products: Sequence[Product]) -> None:
        """Read all products once; their places are what is found."""
        self._products = products
        self._by_process: defaultdict[str, list[int]] = defaultdict(list)
        self._by_flow: defaultdict[str, list[int]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for place, product in enumerate(products):
            self._by_process[product.process.id].append(place)
            if product.output.flow:
                self._by_flow[product.output.flow].append(place)
            self._by_name[normalised(product.output.name)].append(place)
            if normalised(product.process.name) != normalised(product.output.name):
                self._by_name[normalised(product.process.name)].append(place)

    def find(self, exchange: Exchange, taker: Process, log: Log) -> tuple[int, float] | None:
        """Give the place of the product that is taken, and how many of its units; None for none.

        Args:
            exchange: an input from, or a waste to, another process.
            taker: that has the exchange.
            log: says of each one that is not found why, and what it may be.
        """
        for candidates in self._candidates(exchange):
            fitting = [
                place
                for place in candidates
                if converted(1.0, exchange.unit, self._products[place].output.unit) is not None
            ]
            if candidates and not fitting:
                other = self._products[candidates[0]].output.unit
                self._unlinked("unit-differs", exchange, taker, log, other=other)
                return None
            place = self._nearest(fitting, exchange, taker)
            if place is not None:
                unit = self._products[place].output.unit
                return place, converted(exchange.amount, exchange.unit, unit) or 0.0
            if fitting:
                self._unlinked("several-providers", exchange, taker, log, providers=len(fitting))
                return None
        is_cut = CUT_OFF in normalised(f"{exchange.name} {' '.join(exchange.compartment)} ")
        self._unlinked("cut-off" if is_cut else "unlinked", exchange, taker, log)
        return None

    def _candidates(self, exchange: Exchange) -> list[list[int]]:
        """Give the places of what may be meant, the surest way of finding first."""
        named = self._by_process.get(f"{exchange.provider}_{exchange.flow}", [])
        if exchange.provider and not named:
            made = self._by_process.get(exchange.provider, [])
            named = [each for each in made if self._products[each].output.flow == exchange.flow]
            named = named or (made if len(made) == 1 else [])
        return [
            named,
            self._by_flow.get(exchange.flow, []) if exchange.flow else [],
            self._by_name.get(normalised(exchange.name), []),
        ]

    def _nearest(self, places: list[int], exchange: Exchange, taker: Process) -> int | None:
        """Give the only one, or the only one of the stated place, the taker's, the world's."""
        if len(places) == 1:
            return places[0]
        for location in (exchange.location, taker.location, *_WORLD):
            there = [
                place
                for place in places
                if self._products[place].process.location.casefold() == location.casefold()
            ]
            if len(there) == 1:
                return there[0]
        return None

    def _unlinked(
        self, key: str, exchange: Exchange, taker: Process, log: Log, **fields: str | int
    ) -> None:
        suggested = self._suggested(exchange) if len(log.of(key)) < log.MOST else []
        log.add(
            key, taker.file, exchange.place,
            flow=exchange.name, process=taker.name, amount=exchange.amount, unit=exchange.unit,
            suggested="; ".join(suggested), **fields,
        )  # fmt: skip

    def _suggested(self, exchange: Exchange) -> list[str]:
        """Give names of products that are written much like what is not found."""
        name = normalised(exchange.name).removeprefix(CUT_OFF)
        unit = unit_of(exchange.unit)
        words = set(name.replace(",", " ").split())
        near = [
            known
            for known in self._by_name
            if len(words & set(known.replace(",", " ").split())) * 2 > len(words)
        ]
        found = difflib.get_close_matches(name, near, _MOST_SUGGESTED, _ALIKE)
        outputs = [self._products[self._by_name[each][0]].output for each in found]
        return [
            each.name
            for each in outputs
            if unit is None or (made := unit_of(each.unit)) is None
            or made.dimension is unit.dimension
        ]  # fmt: skip


def is_linked(exchange: Exchange) -> bool:
    """Tell whether an exchange is with another process, and no product of its own."""
    return exchange.kind is not FlowKind.ELEMENTARY and not exchange.is_reference


def taken(exchange: Exchange, product: Product, amount: float) -> float:
    """Give how much of a product a process takes through an exchange; below zero is a credit.

    Treatment is taken by who gives the waste: as an output, or as an input below zero.
    """
    if product.is_treatment:
        return -amount if exchange.is_input else amount
    return amount if exchange.is_input and not exchange.is_avoided else -amount
