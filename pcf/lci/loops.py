"""Opens loops of data sets that take as much of themselves as they make, or more.

A loop is sound while each turn takes less than the one before. Real files hold some that are not:
an ingot that takes 1.032 kg of an ingot of the same name, recyclables that are sorted out of
themselves. Such a database has no solution, or a senseless one. The link that carries most of the
loop is left out and told, until the loop is sound.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.csgraph import connected_components

from pcf.background.database import Exchanges
from pcf.background.dataset import DataSet
from pcf.lci.records import Log

_SOUND_BELOW = 1 - 1e-9
_TURNS = 2_000
_STEADY = 1e-10


def opened_loops(inputs: Exchanges, data_sets: Sequence[DataSet], log: Log) -> Exchanges:
    """Give the inputs without the links that close an unsound loop.

    Args:
        inputs: what data sets take from each other.
        data_sets: that rows and columns are.
        log: told of each link that is left out.
    """
    size = len(data_sets)
    taken = csc_matrix((inputs.amount, (inputs.row, inputs.column)), shape=(size, size))
    taken.data[taken.data < 0] = 0  # a credit never closes a loop
    taken.eliminate_zeros()
    cut: set[tuple[int, int]] = set()
    waiting = _loops(taken, np.arange(size))
    while waiting:
        members = waiting.pop()
        inner = taken[members][:, members].tocsc()
        gain, weights = _gain(inner)
        if gain < _SOUND_BELOW:
            continue
        row, column = weights
        amount = float(inner[row, column])
        taker, given = int(members[column]), int(members[row])
        cut.add((given, taker))
        log.add(
            "loop-opened", data_sets[taker].source_locator,
            process=data_sets[taker].name_en, flow=data_sets[given].name_en,
            amount=amount, unit=data_sets[given].unit,
        )  # fmt: skip
        inner[row, column] = 0
        inner.eliminate_zeros()
        taken[given, taker] = 0
        waiting += [members[each] for each in _loops(inner, np.arange(len(members)))]
    if not cut:
        return inputs
    kept = np.array(
        [
            place not in cut
            for place in zip(inputs.row.tolist(), inputs.column.tolist(), strict=True)
        ]
    )
    return Exchanges(inputs.row[kept], inputs.column[kept], inputs.amount[kept])


def _loops(taken: csc_matrix, members: np.ndarray) -> list[np.ndarray]:
    """Give the sets of data sets that take from each other in a circle."""
    count, labels = connected_components(taken, directed=True, connection="strong")
    sizes = np.bincount(labels, minlength=count)
    own = set(np.nonzero(taken.diagonal())[0].tolist())
    order = np.argsort(labels, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return [
        members[order[starts[label] : starts[label + 1]]]
        for label in range(count)
        if sizes[label] > 1 or int(order[starts[label]]) in own
    ]


def _gain(inner: csc_matrix) -> tuple[float, tuple[int, int]]:
    """Give what a turn of a loop takes of what the turn before took, and its strongest link.

    The largest eigenvalue of the amounts, by iteration on the matrix and its transpose; both
    shifted by one so that a circle of two does not swing.
    """
    size = inner.shape[0]
    left, right = np.ones(size) / size, np.ones(size) / size
    gain = 0.0
    for _ in range(_TURNS):
        right_next, left_next = inner @ right + right, inner.T @ left + left
        before, gain = gain, float(np.linalg.norm(right_next) / np.linalg.norm(right)) - 1
        right = right_next / np.linalg.norm(right_next)
        left = left_next / np.linalg.norm(left_next)
        if abs(gain - before) <= _STEADY:
            break
    entries = inner.tocoo()
    strength = left[entries.row] * entries.data * right[entries.col]
    strongest = int(np.argmax(strength))
    return gain, (int(entries.row[strongest]), int(entries.col[strongest]))
