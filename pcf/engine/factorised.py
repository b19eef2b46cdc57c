"""What takes a sparse factorisation: the intensities of a background, loops of a foreground."""

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, identity
from scipy.sparse.linalg import splu

from pcf.background.database import Database
from pcf.engine.characterization import characterization_factor, component_of
from pcf.engine.intensities import Intensities, components_of, rows_of
from pcf.errors import SingularSystemError
from pcf.inventory.inventory import Inventory, ProcessOutput
from pcf.model.choices import GwpSet


def solve_intensities(
    database: Database, gwp_set: GwpSet, technosphere: csc_matrix, biosphere: csr_matrix
) -> Intensities:
    """Give the intensities of a database from its matrices.

    Y = A_b^-T (B_b^T C)        one factorisation for all components (product 5)

    The transposed matrix is factorised: for 22 025 data sets 0.6 s instead of 21 s.

    Args:
        database: whose flows say what the rows of `biosphere` are.
        gwp_set: characterizes them.
        technosphere: (data sets, data sets), columns and rows in the database's order.
        biosphere: (flows, data sets), rows in the database's order.

    Raises:
        SingularSystemError: the database can't be solved.
    """
    components = components_of(database, gwp_set)
    place = {component: column for column, component in enumerate(components)}
    factors = np.zeros((len(database.flows), len(components)))
    for row, flow in enumerate(database.flows):
        column = place[component_of(flow, database.gases, gwp_set)]
        factors[row, column] = characterization_factor(flow, database.gases, gwp_set)
    direct = biosphere.T @ factors
    try:
        values = splu(technosphere.T.tocsc()).solve(np.ascontiguousarray(direct))
    except RuntimeError as error:
        raise SingularSystemError("database-singular", where=database.id) from error
    return Intensities(database.id, components, rows_of(database), values)


def solve_loops(inventory: Inventory, demand: Mapping[str, float]) -> dict[str, float]:
    """Give the supply of a foreground, whatever loops run.

    A_f x = f        product 5

    Args:
        inventory: whose unit processes take from each other.
        demand: units of each process, by id, all of them.

    Raises:
        SingularSystemError: a loop can't be solved.
    """
    index = {process: column for column, process in enumerate(demand)}
    rows, columns, amounts = [], [], []
    for column, process in enumerate(inventory.processes):
        for exchange in process.exchanges:
            if isinstance(exchange.input, ProcessOutput):
                rows.append(index[exchange.input.process])
                columns.append(column)
                amounts.append(exchange.amount)
    size = len(index)
    taken = csc_matrix((amounts, (rows, columns)), shape=(size, size))
    try:
        factors = splu((identity(size, format="csc") - taken).tocsc())
    except RuntimeError as error:
        raise SingularSystemError("loop-singular") from error
    units = factors.solve(np.array([*demand.values()]))
    return dict(zip(demand, units.tolist(), strict=True))
