"""The integer ids by which Brightway's matrices name data sets and flows.

They are taken from the text ids by hashing, so that packages built apart from each other agree on
their elementary flows and never share a data set: with 25 000 data sets two of the 2^56 ids
coincide with a probability of 4e-9.
"""

import hashlib

import numpy as np

from pcf.background.database import Database


def brightway_id(text_id: str) -> int:
    """Give the integer id of a text id: the first 56 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(text_id.encode()).digest()[:7], "big")


def data_set_ids(database: Database) -> np.ndarray:
    """Give the Brightway ids of a database's data sets, in their order (data sets,)."""
    return np.array([brightway_id(str(entry.ref)) for entry in database.data_sets], dtype=np.int64)


def flow_ids(database: Database) -> np.ndarray:
    """Give the Brightway ids of a database's elementary flows, in their order (flows,)."""
    return np.array([brightway_id(flow.id) for flow in database.flows], dtype=np.int64)
