"""What runs in the process of an import: read, build, solve, store. Composition only."""

import datetime
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from pcf.background.catalogue import load_catalogue
from pcf.background.database import Database
from pcf.background.stored import FORMAT, StoredSource
from pcf.background.storing import file_sha256, write_stored
from pcf.engine.brightway import background_matrices
from pcf.engine.factorised import solve_intensities
from pcf.errors import DataError, ImportDataError, OutputError, PcfError
from pcf.files import write_file
from pcf.lci.archive import Bundle, opened_bundle
from pcf.lci.brightway_files import read_brightway_excel, read_simapro
from pcf.lci.brightway_project import read_brightway_project
from pcf.lci.build import Built, Description, build_database
from pcf.lci.ecospold1 import read_ecospold1
from pcf.lci.ecospold2 import read_ecospold2
from pcf.lci.jsonld import read_jsonld
from pcf.lci.preflight import Format, look_at
from pcf.lci.products import MultiOutput
from pcf.lci.records import Log, Process
from pcf.model.choices import GwpSet
from pcf.workflow.import_order import REPORT, ImportReport, Order, ReportRow

_READERS = {
    Format.ECOSPOLD_2: read_ecospold2,
    Format.ECOSPOLD_1: read_ecospold1,
    Format.OLCA_JSON: read_jsonld,
    Format.SIMAPRO: read_simapro,
    Format.BRIGHTWAY_EXCEL: read_brightway_excel,
}
_BETWEEN_PROGRESS_S = 0.1


def run(order: Order, folder: Path, program: str, pipe: Connection) -> None:
    """Import what is ordered into a folder, and say how it goes through the pipe."""
    try:
        report = imported(order, folder, program, pipe)
        write_file(folder / REPORT, msgspec.json.encode(report))
    except PcfError as fault:
        kind = "OutputError" if isinstance(fault, OutputError) else "ImportDataError"
        fields = {name: str(value) for name, value in fault.fields.items()}
        content = {"kind": kind, "key": fault.key, "where": fault.where, "fields": fields}
        pipe.send(("fault", content))
    except OSError as fault:
        fields = {"fault": str(fault)}
        content = {"kind": "OutputError", "key": "store-unwritable", "where": str(folder)}
        pipe.send(("fault", {**content, "fields": fields}))
    else:
        pipe.send(("done", None))


def imported(order: Order, folder: Path, program: str, pipe: Connection) -> ImportReport:
    """Read, build, solve and store a database, and give how it came in.

    Raises:
        ImportDataError: it can't be read, or holds nothing that can be used.
        DataError: it can't be solved.
        OSError: the folder can't be written.
    """
    began = time.monotonic()
    log = Log()
    look = look_at(order.path, folder)
    if not look.fits:
        raise OutputError(
            "store-too-small",
            where=str(folder),
            free=round(look.disk_mb),
            size=round(look.unpacked_mb),
        )
    about = Description(
        id=order.id,
        title=order.title,
        version=order.version,
        licence=order.licence,
        publisher=order.publisher,
        year=order.year,
        attribution=order.attribution,
        is_licensed=order.is_licensed,
    )
    gases = load_catalogue().gases
    with opened_bundle(order.path, folder) as bundle:
        processes = _told(_read(order, look.format, bundle, log), look.files, pipe)
        built = build_database(processes, about, gases, MultiOutput(order.rule), log)
    if not built.database.data_sets:
        raise ImportDataError("import-nothing", where=str(order.path))
    database = _solved(built.database, folder)
    source = StoredSource(
        format=FORMAT,
        id=order.id,
        title=order.title,
        version=order.version,
        publisher=order.publisher,
        year=order.year,
        licence=order.licence,
        attribution=order.attribution,
        is_licensed=order.is_licensed,
        file=order.path.name,
        file_format=look.format.value,
        file_sha256=file_sha256(order.path),
        imported=datetime.datetime.now().astimezone().date(),
        program=program,
        rule=order.rule,
        fingerprint="",
    )
    source = write_stored(database, source, folder)
    return _report(built, source, log, time.monotonic() - began)


def _read(order: Order, format_: Format, bundle: Bundle, log: Log) -> Iterator[Process]:
    if format_ is Format.BRIGHTWAY_PROJECT:
        return read_brightway_project(order.path, order.database, log)
    return _READERS[format_](bundle, log)


def _told(processes: Iterator[Process], files: int, pipe: Connection) -> Iterator[Process]:
    """Give the processes, and tell of the files that they come from at most ten times a second."""
    seen: Counter[str] = Counter()
    said = time.monotonic()
    for process in processes:
        seen[process.file] += 1
        if time.monotonic() - said >= _BETWEEN_PROGRESS_S:
            said = time.monotonic()
            pipe.send(("progress", (min(len(seen), files), files)))
        yield process


def _solved(database: Database, folder: Path) -> Database:
    """Give the database with the headline of each data set, under the default GWP set."""
    cache = folder / "solving"
    matrices = background_matrices(database, cache)
    try:
        intensities = solve_intensities(database, GwpSet.AR6_GWP100, *matrices)
    except PcfError as error:
        raise DataError("import-singular", where=database.title_en) from error
    finally:
        for each in cache.glob("*"):
            each.unlink()
        cache.rmdir()
    return msgspec.structs.replace(
        database,
        data_sets=tuple(
            msgspec.structs.replace(each, kg_co2e=intensities.headline(each.ref.id))
            for each in database.data_sets
        ),
    )


def _report(built: Built, source: StoredSource, log: Log, seconds: float) -> ImportReport:
    return ImportReport(
        source=source,
        counts=msgspec.structs.asdict(built.counts),
        happened=dict(log.counts),
        rows=tuple(ReportRow(each.key, each.file, each.place, each.fields) for each in log),
        coverage=dict(built.coverage),
        without_factor=dict(built.without_factor),
        seconds=seconds,
    )
