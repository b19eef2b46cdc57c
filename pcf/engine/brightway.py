"""The solve of record through Brightway: the only module that imports bw2calc.

bw2calc warns where neither PARDISO nor UMFPACK is installed; SciPy's SuperLU is what this program
uses, so the warning says nothing that a user could act on and is silenced here, at its source.
"""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import bw_processing
import numpy as np
from scipy.sparse import csc_matrix, csr_matrix
from scipy.sparse.linalg import MatrixRankWarning

from pcf.background.database import Database
from pcf.background.datapackage import ensure_datapackage, matrix_indices, open_datapackage
from pcf.background.elementary import ElementaryFlow, Gas, ImpactCategory
from pcf.background.matrix_ids import brightway_id, data_set_ids, flow_ids
from pcf.engine.characterization import characterization_factor
from pcf.errors import NonFiniteResultError, SingularSystemError
from pcf.inventory.inventory import Inventory, ProcessOutput
from pcf.model.choices import GwpSet
from pcf.model.node import DataSetRef

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=r"\s*It seems like you have an", category=UserWarning)
    import bw2calc

SOLVER = f"bw2calc {bw2calc.__version__} MultiLCA"
_PRODUCT, _OUTBOUND = "product", "outbound"


def background_matrices(database: Database, cache: Path) -> tuple[csc_matrix, csr_matrix]:
    """Give a database's matrices as Brightway builds them, in the database's own order.

    Returns:
        technosphere (data sets, data sets) and biosphere (flows, data sets).
    """
    nodes, flows = data_set_ids(database), flow_ids(database)
    lca = bw2calc.LCA(
        {int(nodes[0]): 1.0}, data_objs=[open_datapackage(ensure_datapackage(database, cache))]
    )
    lca.load_lci_data()
    rows = [lca.dicts.product[node] for node in nodes.tolist()]
    columns = [lca.dicts.activity[node] for node in nodes.tolist()]
    technosphere = lca.technosphere_matrix.tocsr()[rows][:, columns].tocsc()
    emitted = [lca.dicts.biosphere[flow] for flow in flows.tolist()]
    biosphere = lca.biosphere_matrix.tocsr()[emitted][:, columns].tocsr()
    return technosphere, biosphere


def solve_of_record(
    inventory: Inventory,
    databases: Sequence[Database],
    gases: Mapping[str, Gas],
    cache: Path,
) -> tuple[dict[ImpactCategory, float], dict[ImpactCategory, float]]:
    """Give the category totals of product and outbound transport from one `bw2calc.MultiLCA`.

    Args:
        inventory: what to solve.
        databases: those that its data sets come from.
        gases: for the characterization factors.
        cache: folder of the data packages.

    Returns:
        kg CO2e per declared unit by category, for the product and for outbound transport.

    Raises:
        SingularSystemError: a loop can't be solved.
        NonFiniteResultError: a total is not finite.
    """
    gwp_set = inventory.choices.gwp_set
    flows = _flows(inventory, databases)
    categories = sorted({flow.category for flow in flows})
    demands = {_PRODUCT: _demand(inventory.demand)}
    if inventory.outbound_demand:
        demands[_OUTBOUND] = _demand(inventory.outbound_demand)
    if not categories:
        zero = dict.fromkeys(ImpactCategory, 0.0)
        return zero, dict(zero)
    lca = bw2calc.MultiLCA(
        demands=demands,
        method_config={"impact_categories": [(gwp_set.value, each.value) for each in categories]},
        data_objs=[
            *(open_datapackage(ensure_datapackage(base, cache)) for base in databases),
            _foreground_package(inventory),
            _characterization_package(flows, gases, gwp_set),
        ],
    )
    with warnings.catch_warnings():
        # SciPy warns of a singular matrix and goes on with infinities; they are found below.
        warnings.simplefilter("error", category=MatrixRankWarning)
        try:
            lca.lci()
        except MatrixRankWarning as warning:
            raise SingularSystemError("loop-singular") from warning
    lca.lcia()
    scores = lca.scores
    totals = [
        {
            each: float(scores.get(((gwp_set.value, each.value), name), 0.0))
            for each in ImpactCategory
        }
        for name in (_PRODUCT, _OUTBOUND)
    ]
    if not all(np.isfinite(value) for total in totals for value in total.values()):
        raise NonFiniteResultError("result-not-finite")
    return totals[0], totals[1]


def _flows(inventory: Inventory, databases: Sequence[Database]) -> list[ElementaryFlow]:
    direct = {
        exchange.input
        for process in inventory.processes
        for exchange in process.exchanges
        if isinstance(exchange.input, ElementaryFlow)
    }
    background = {flow for database in databases for flow in database.flows}
    return sorted(direct | background, key=lambda flow: flow.id)


def _demand(demand: Mapping[str, float]) -> dict[int, float]:
    return {brightway_id(f"process:{process}"): amount for process, amount in demand.items()}


def _foreground_package(inventory: Inventory) -> bw_processing.Datapackage:
    """Give the foreground as a data package in memory."""
    package = bw_processing.create_datapackage(name="foreground", sum_intra_duplicates=True)
    taken: list[tuple[int, int, float, bool]] = []
    emitted: list[tuple[int, int, float]] = []
    for process in inventory.processes:
        column = brightway_id(f"process:{process.id}")
        taken.append((column, column, 1.0, False))
        for exchange in process.exchanges:
            match exchange.input:
                case ProcessOutput():
                    row = brightway_id(f"process:{exchange.input.process}")
                    taken.append((row, column, exchange.amount, True))
                case DataSetRef():
                    taken.append((brightway_id(str(exchange.input)), column, exchange.amount, True))
                case ElementaryFlow():
                    emitted.append((brightway_id(exchange.input.id), column, exchange.amount))
    rows, columns, amounts, flips = (np.array(part) for part in zip(*taken, strict=True))
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        name="foreground technosphere",
        indices_array=matrix_indices(rows, columns),
        data_array=amounts,
        flip_array=flips,
    )
    if emitted:
        rows, columns, amounts = (np.array(part) for part in zip(*emitted, strict=True))
        package.add_persistent_vector(
            matrix="biosphere_matrix",
            name="foreground biosphere",
            indices_array=matrix_indices(rows, columns),
            data_array=amounts,
        )
    return package


def _characterization_package(
    flows: Sequence[ElementaryFlow], gases: Mapping[str, Gas], gwp_set: GwpSet
) -> bw_processing.Datapackage:
    """Give one characterization matrix a category as a data package in memory."""
    package = bw_processing.create_datapackage(name="characterization")
    for category in sorted({flow.category for flow in flows}):
        counted = [flow for flow in flows if flow.category is category]
        ids = np.array([brightway_id(flow.id) for flow in counted], dtype=np.int64)
        package.add_persistent_vector(
            matrix="characterization_matrix",
            name=f"{gwp_set.value} {category.value}",
            identifier=[gwp_set.value, category.value],
            indices_array=matrix_indices(ids, ids),
            data_array=np.array(
                [characterization_factor(flow, gases, gwp_set) for flow in counted]
            ),
        )
    return package
