"""Makes a database of what was read: products shared out, inputs linked, gases recognised."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from pcf.background.database import Database, Exchanges
from pcf.background.dataset import Confidence, DataSet, SplitOrigin
from pcf.background.elementary import ElementaryFlow, Gas
from pcf.background.source import Source
from pcf.lci.greenhouse_gases import GasTable, in_kg, looks_like_a_gas
from pcf.lci.linking import Index, is_linked, taken
from pcf.lci.loops import opened_loops
from pcf.lci.products import MultiOutput, Product, products_of
from pcf.lci.records import FlowKind, Log, Process
from pcf.lci.values import unit_of
from pcf.model.node import DataSetRef

TABLE = "imported"
"""Name of the table that imported data sets are said to be of."""


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What a user says of a database, or its file does.

    Attributes:
        id: short, of letters, digits and hyphens; how studies name it.
        licence: in words.
        attribution: that the licence asks for.
        is_licensed: what one unit emits must not be shown to others.
    """

    id: str
    title: str
    version: str = ""
    licence: str = ""
    publisher: str = ""
    year: str = ""
    attribution: str = ""
    is_licensed: bool = True


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How what was read reconciles: read is what came in plus what was left out, for each kind.

    Attributes:
        processes: read.
        data_sets: that came of them, one a product.
        processes_without: that gave no data set.
        exchanges: read, those of processes that gave no data set too.
        references: of these, the products and treatments themselves.
        linked: with another process, and linked.
        unlinked: with another process, and left out, each named in the log.
        emissions: elementary, recognised as greenhouse gases.
        other_elementary: elementary, no greenhouse gas or without a factor.
        left_out: of processes that gave no data set.
        flows: different elementary flows read.
        gas_flows: of these, recognised.
    """

    processes: int = 0
    data_sets: int = 0
    processes_without: int = 0
    exchanges: int = 0
    references: int = 0
    linked: int = 0
    unlinked: int = 0
    emissions: int = 0
    other_elementary: int = 0
    left_out: int = 0
    flows: int = 0
    gas_flows: int = 0


class Built(msgspec.Struct, frozen=True):
    """A database with how it came about.

    Attributes:
        coverage: how often each recognised flow stands there, by gas and category.
        without_factor: how often each flow that looks like a greenhouse gas was left out, by name
            and compartment.
    """

    database: Database
    counts: Counts
    coverage: Mapping[str, int]
    without_factor: Mapping[str, int]


def build_database(
    processes: Iterable[Process],
    about: Description,
    gases: Mapping[str, Gas],
    rule: MultiOutput,
    log: Log,
) -> Built:
    """Give the database of processes.

    Args:
        processes: as they stand in the files; ids that stand twice are told apart.
        about: of the database.
        gases: with their factors, by id.
        rule: for processes of several products.
        log: of what is repaired, decided and left out.
    """
    read = _told_apart(processes, log)
    products = list(products_of(read, rule, log))
    work = _Work(products, GasTable(gases), log)
    for place, product in enumerate(products):
        work.add(place, product)
    flows, emissions = work.emissions_of()
    used = {flow.gas for flow in flows}
    source = _source(about)
    data_sets = tuple(_data_set(each, about, source) for each in products)
    database = Database(
        id=about.id,
        title_en=about.title,
        title_zh=about.title,
        version=about.version,
        licence=about.licence,
        checksum="",
        notice="\n".join(filter(None, (about.title, about.licence, about.attribution))),
        data_sets=data_sets,
        flows=flows,
        inputs=opened_loops(work.inputs_of(), data_sets, log),
        emissions=emissions,
        gases={id_: gas for id_, gas in gases.items() if id_ in used},
        supplies={},
        losses={},
        grids={},
    )
    checksum = hashlib.sha256(database.fingerprint.encode()).hexdigest()
    counts = _counts(read, products, work)
    return Built(
        msgspec.structs.replace(database, checksum=checksum),
        counts,
        dict(work.coverage.most_common()),
        dict(work.without_factor.most_common()),
    )


class _Work:
    """The matrices while they are put together."""

    def __init__(self, products: Sequence[Product], table: GasTable, log: Log) -> None:
        self._index, self._products = Index(products), products
        self._table, self._log = table, log
        self._inputs: dict[tuple[int, int], float] = defaultdict(float)
        self._emissions: dict[tuple[ElementaryFlow, int], float] = defaultdict(float)
        self._links: dict[str, list[tuple[int, float]]] = {}
        self.seen: Counter[str] = Counter()
        self.coverage: Counter[str] = Counter()
        self.without_factor: Counter[str] = Counter()
        self.flows: set[tuple[str, tuple[str, ...]]] = set()
        self.gas_flows: set[tuple[str, tuple[str, ...]]] = set()

    def add(self, column: int, product: Product) -> None:
        """Add the exchanges of a process per unit of one of its products."""
        process = product.process
        if process.id not in self._links:
            self._read(process)
        per_unit = product.share / product.amount
        for row, amount in self._links[process.id]:
            self._inputs[row, column] += amount * per_unit
        for flow, amount in self._gases[process.id]:
            self._emissions[flow, column] += amount * per_unit

    _gases: dict[str, list[tuple[ElementaryFlow, float]]]

    def _read(self, process: Process) -> None:
        """Link and recognise the exchanges of a process once, however many products it has."""
        if not hasattr(self, "_gases"):
            self._gases = {}
        links: list[tuple[int, float]] = []
        gases: list[tuple[ElementaryFlow, float]] = []
        for exchange in process.exchanges:
            if exchange.kind is FlowKind.ELEMENTARY:
                key = (exchange.name, exchange.compartment)
                self.flows.add(key)
                known = self._table.recognise(exchange)
                mass = in_kg(exchange) if known else None
                if known is not None and mass is not None:
                    gases.append((known.flow, known.sign * mass))
                    self.gas_flows.add(key)
                    self.coverage[known.flow.id] += 1
                    self.seen["emissions"] += 1
                    continue
                self.seen["other_elementary"] += 1
                if known is not None or looks_like_a_gas(exchange):
                    place = " / ".join(exchange.compartment)
                    self.without_factor[f"{exchange.name} [{place}] {exchange.unit}".strip()] += 1
            elif is_linked(exchange):
                found = self._index.find(exchange, process, self._log)
                if found is None:
                    self.seen["unlinked"] += 1
                    continue
                row, amount = found
                links.append((row, taken(exchange, self._products[row], amount)))
                self.seen["linked"] += 1
            else:
                self.seen["references"] += 1
        self._links[process.id], self._gases[process.id] = links, gases

    def inputs_of(self) -> Exchanges:
        """Give what data sets take from each other."""
        kept = {place: amount for place, amount in self._inputs.items() if amount}
        places = np.array(list(kept), dtype=np.int64).reshape(-1, 2)
        return Exchanges(places[:, 0], places[:, 1], np.array(list(kept.values()), dtype=float))

    def emissions_of(self) -> tuple[tuple[ElementaryFlow, ...], Exchanges]:
        """Give the elementary flows, and which data set emits how much of each [kg/unit]."""
        flows = tuple(dict.fromkeys(flow for flow, _ in self._emissions))
        place = {flow: row for row, flow in enumerate(flows)}
        rows = np.array([place[flow] for flow, _ in self._emissions], dtype=np.int64)
        columns = np.array([column for _, column in self._emissions], dtype=np.int64)
        return flows, Exchanges(rows, columns, np.array([*self._emissions.values()], dtype=float))


def _told_apart(processes: Iterable[Process], log: Log) -> list[Process]:
    """Give the processes, an id that stands twice with its number behind it."""
    seen: Counter[str] = Counter()
    read: list[Process] = []
    for each in processes:
        seen[each.id] += 1
        if seen[each.id] == 1:
            read.append(each)
        else:
            log.add("id-twice", each.file, process=each.name, id=each.id)
            read.append(msgspec.structs.replace(each, id=f"{each.id}#{seen[each.id]}"))
    return read


def _data_set(product: Product, about: Description, source: Source) -> DataSet:
    process, output = product.process, product.output
    made, name = output.name, process.name or output.name
    unit = unit_of(output.unit)
    return DataSet(
        ref=DataSetRef(database=about.id, id=product.id),
        name_en=name if made.casefold() == name.casefold() or not made else f"{name}: {made}",
        name_zh="",
        table=TABLE,
        family=process.categories[-1] if process.categories else "",
        route="treatment" if product.is_treatment else "",
        unit=unit.symbol if unit else output.unit,
        geography=process.location,
        year=process.year,
        kg_co2e=0.0,  # given when the database is solved
        boundary="",
        confidence=Confidence.B,
        source=source,
        source_locator=process.file,
        licence=about.licence,
        note=process.comment,
        split=SplitOrigin.STATED,
        is_default=False,
        is_licensed=about.is_licensed,
    )


def _source(about: Description) -> Source:
    title = f"{about.title} {about.version}".strip()
    return Source(about.id, title, about.publisher, about.year, about.licence, about.attribution)


def _counts(read: Sequence[Process], products: Sequence[Product], work: _Work) -> Counts:
    made = {product.process.id for product in products}
    without = [process for process in read if process.id not in made]
    return Counts(
        processes=len(read),
        data_sets=len(products),
        processes_without=len(without),
        exchanges=sum(len(process.exchanges) for process in read),
        left_out=sum(len(process.exchanges) for process in without),
        flows=len(work.flows),
        gas_flows=len(work.gas_flows),
        **work.seen,
    )
