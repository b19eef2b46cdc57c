"""The frozen result as a JSON file, and back, exactly.

The head is for readers: id, hash and totals as decimal strings. `result` is everything that the
result came from; its floats are written so that reading gives the very same numbers. Reading
refuses a file whose content does not give the hashes and totals that its head claims.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from pcf.errors import ProjectFileError
from pcf.exchange.decimals import decimal_text
from pcf.results.contributions import deviation, totals
from pcf.results.result import ADDS_UP, PcfResult

FORMAT = "cradlegate-result"
SCHEMA_VERSION = 1


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader without this program needs; kg CO2e per declared unit.

    Attributes:
        format: always `cradlegate-result`.
        schema_version: of the file's shape; newer ones are refused.
        id: of the result.
        sha256: of the canonical inventory, hexadecimal.
        content_sha256: of the bytes of `result` as they stand in the file, hexadecimal.
        headline_kg_co2e: total without biogenic uptake.
        with_uptake_kg_co2e: total with biogenic uptake.
        categories_kg_co2e: by category; aircraft is an of-which.
        outbound_kg_co2e: transport after the gate, in no total.
        location_based_kg_co2e: headline by the countries' consumption mixes, in no total; "" where
            it is not known or no site's electricity is used.
    """

    format: str
    schema_version: int
    id: str
    sha256: str
    content_sha256: str
    headline_kg_co2e: str
    with_uptake_kg_co2e: str
    categories_kg_co2e: Mapping[str, str]
    outbound_kg_co2e: str
    location_based_kg_co2e: str = ""


class ResultFile(Head, frozen=True, kw_only=True):
    """The whole file: the head, and the result as JSON."""

    result: msgspec.Raw


class _Version(msgspec.Struct, frozen=True):
    """The fields that every version of the file has."""

    format: str = ""
    schema_version: int = 0


def write_result(result: PcfResult) -> bytes:
    """Give the file of a frozen result."""
    content = msgspec.json.encode(result.for_others(), enc_hook=_encoded)
    head = msgspec.structs.asdict(_head(result, content))
    return msgspec.json.encode(ResultFile(**head, result=msgspec.Raw(content)))


def read_result(data: bytes, where: str = "") -> PcfResult:
    """Give the frozen result of a file.

    Args:
        data: the bytes of the file.
        where: path of the file, for the error.

    Raises:
        ProjectFileError: no result, one of a newer program, or one that was changed.
    """
    try:
        version = msgspec.json.decode(data, type=_Version)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProjectFileError("result-damaged", where=where, fault=str(error)) from error
    if version.format != FORMAT or version.schema_version < 1:
        raise ProjectFileError("result-unknown", where=where)
    if version.schema_version > SCHEMA_VERSION:
        raise ProjectFileError(
            "project-newer", where=where, version=version.schema_version, known=SCHEMA_VERSION
        )
    try:
        file = msgspec.json.decode(data, type=ResultFile)
        content = bytes(file.result)
        result = _decoded(content)
        claimed = msgspec.convert(msgspec.structs.asdict(file), Head)
        is_whole = claimed == _head(result, content) and _agrees(result)
    except (ValueError, KeyError, RecursionError) as error:
        # All of msgspec's and our own refusals of a value are ValueErrors; a line that names an
        # unknown process is a KeyError.
        raise ProjectFileError("result-damaged", where=where, fault=str(error)) from error
    if not is_whole:
        raise ProjectFileError("result-damaged", where=where)
    return result


def _agrees(result: PcfResult) -> bool:
    """Tell whether the contributions add up to the totals of the solve of record."""
    return result.record is None or deviation(result, result.record.totals) <= ADDS_UP


def _head(result: PcfResult, content: bytes) -> Head:
    sums = totals(result)
    return Head(
        format=FORMAT,
        schema_version=SCHEMA_VERSION,
        id=result.id,
        sha256=result.sha256,
        content_sha256=hashlib.sha256(content).hexdigest(),
        headline_kg_co2e=decimal_text(sums.headline),
        with_uptake_kg_co2e=decimal_text(sums.with_uptake),
        categories_kg_co2e={
            category.value: decimal_text(value) for category, value in sums.categories.items()
        },
        outbound_kg_co2e=decimal_text(sums.outbound),
        location_based_kg_co2e=decimal_text(result.location.headline) if result.location else "",
    )


def _decoded(content: bytes) -> PcfResult:
    result = msgspec.json.decode(content, type=PcfResult, dec_hook=_array)
    # JSON has no shape for a table without rows.
    values = result.values.reshape(len(result.lines), len(result.components))
    return msgspec.structs.replace(result, values=values)


def _encoded(value: Any) -> list[Any]:  # noqa: ANN401  whatever msgspec can't encode itself
    if isinstance(value, np.ndarray):
        return list(value.tolist())
    raise TypeError(type(value).__name__)


def _array(kind: type, value: Any) -> np.ndarray:  # noqa: ANN401  any JSON value
    if kind is not np.ndarray:
        raise TypeError(kind.__name__)
    return np.array(msgspec.convert(value, list[list[float]]), dtype=float)
