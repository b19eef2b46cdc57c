"""Benchmarks: what product engineers wait for, beside the naive way on the same work.

    python tests/bench/run.py [--quick]

Naive is one `bw2calc.LCA` per product: the foreground written as a data package, matrices built
and solved anew for every change. Each figure is the median of several runs; nothing is asserted.
"""

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from synthetic import synthetic_database, synthetic_study

from pcf.background.catalogue import Catalogue, load_catalogue
from pcf.background.datapackage import ensure_datapackage, open_datapackage
from pcf.background.matrix_ids import brightway_id
from pcf.engine import brightway
from pcf.engine.factorised import solve_intensities
from pcf.engine.intensities import load_intensities, save_intensities
from pcf.exchange.project_file import read_study, write_study
from pcf.inventory.build import build_inventory
from pcf.inventory.memory import PartMemory
from pcf.model.choices import GwpSet
from pcf.model.edits import SetField, apply
from pcf.model.study import Study
from pcf.results.contributions import totals
from pcf.units import quantity
from pcf.workflow import calculation
from pcf.workflow.background import Background

MATERIALS = (
    "mat-primary-aluminium-ingot-north-america-uslci",
    "mat-lldpe-resin-north-america-uslci",
    "mat-zinc-sheet-north-america-uslci",
    "mat-steel-coil-galvanised-and-coated-north-america-uslci",
)
FREIGHT = "tr-heavy-diesel-truck-china"


class Table:
    """The rows that are printed at the end."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str, str]] = []

    def add(self, what: str, seconds: float, target: str, naive: float | None = None) -> None:
        ratio = f"{naive / seconds:.0f} x" if naive else ""
        self.rows.append((what, _time(seconds), target, _time(naive) if naive else "", ratio))
        print(".", end="", flush=True, file=sys.stderr)

    def say(self, what: str, measured: str, target: str) -> None:
        self.rows.append((what, measured, target, "", ""))

    def print(self) -> None:
        head = ("what", "measured", "target", "one LCA per product", "ratio")
        rows = [head, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        for row in rows:
            print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer sizes and runs")
    quick = parser.parse_args().quick
    cores = os.cpu_count()
    print(f"{platform.python_implementation()} {platform.python_version()}, {cores} cores")
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        background = Background(load_catalogue(), cache)
        edits(table, background, (50, 500) if quick else (50, 500, 2_000, 10_000))
        many_studies(table, background, 100 if quick else 1_000)
        open_and_save(table, cache, background, 1_000 if quick else 10_000)
        large_database(table, cache, 3_000 if quick else 22_000)
        search(table, 3_000 if quick else 25_000)
        command_line(table, cache, background)
        start(table, background)
        window(table, cache, background, (500,) if quick else (500, 10_000))
    print(file=sys.stderr)
    table.print()


def edits(table: Table, background: Background, sizes: tuple[int, ...]) -> None:
    """Time from an edit to the total, and the same number by one plain LCA."""
    for size in sizes:
        study = shipped_study(background, size)
        memory = PartMemory()
        calculation.calculate(study, background, memory)
        part = study.bom.parts[-1].parts[-1].id
        step = iter(range(1, 10_000))

        def edit(
            study: Study = study,
            part: str = part,
            step: Iterator[int] = step,
            memory: PartMemory = memory,
        ) -> calculation.Numbers:
            change = SetField(node=part, field="quantity", value=quantity(next(step), "piece"))
            numbers = calculation.calculate_numbers(apply(study, [change]), background, memory)
            totals(numbers.result)
            return numbers

        naive = measure(lambda study=study: naive_total(study, background), 3)
        target = {500: "30 ms", 10_000: "150 ms"}.get(size, "")
        table.add(f"edit in {size} lines -> total", measure(edit, 9), target, naive)
        whole = measure(lambda edit=edit: calculation.judged(edit()), 9)
        table.add(f"edit in {size} lines -> total and findings", whole, target)


def many_studies(table: Table, background: Background, count: int) -> None:
    """Time many study files of 200 lines by one command, results only."""
    study = shipped_study(background, 200)
    folder = background.cache / "many"
    folder.mkdir()
    part = study.bom.parts[0].parts[0].id
    for number in range(count):
        change = SetField(node=part, field="quantity", value=quantity(number + 1, "piece"))
        path = folder / f"{number}.cradle"
        write_study(path, apply(study, [change]), "bench", keep=False)
    seconds = measure(lambda: run(background.cache, "calculate", str(folder)), 1)
    naive = measure(lambda: naive_total(study, background), 3) * count
    table.add(f"{count} files of 200 lines -> totals and findings", seconds, "10 s", naive)


def start(table: Table, background: Background) -> None:
    """Time what the window waits for before it can show a study."""
    nothing = measure(lambda: run_python(background.cache, "pass"), 5)
    imported = measure(
        lambda: run_python(background.cache, "import pcf.workflow.circularity_documents"), 5
    )
    table.add("import of the verbs", imported - nothing, "")
    table.add("open the shipped data sets", measure(load_catalogue, 5), "150 ms")


def window(table: Table, folder: Path, background: Background, sizes: tuple[int, ...]) -> None:
    """Time the real window: its first picture, and a total on screen after an edit.

    Cold is after what was read of files is forgotten, which needs Linux and its superuser.
    """
    watched = str(Path(__file__).with_name("window.py"))

    def shown(*arguments: str) -> dict[str, Any]:
        home = tempfile.mkdtemp(dir=folder)
        told = {"CRADLEGATE_HOME": home, "XDG_CONFIG_HOME": home, "BENCH_BEGUN": str(time.time())}
        return json.loads(_run_process(folder, watched, *arguments, **told))

    shown()
    table.add(
        "window on screen, warm", statistics.median(shown()["start"] for _ in range(3)), "1 s"
    )
    with contextlib.suppress(OSError):
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")
        table.add("window on screen, cold", shown()["start"], "2 s")
    table.say("memory of the window at the start page", f"{shown()['memory']:.0f} MB", "150 MB")
    for size in sizes:
        path = folder / f"{size}.cradle"
        write_study(path, shipped_study(background, size), "bench", keep=False)
        told = shown(str(path))
        target, memory = {500: ("30 ms", "350 MB"), 10_000: ("150 ms", "")}.get(size, ("", ""))
        seconds = statistics.median(told["edits"])
        table.add(f"edit in {size} lines -> total on screen", seconds, target)
        table.say(f"memory with {size} lines", f"{told['memory with study']:.0f} MB", memory)


def open_and_save(table: Table, folder: Path, background: Background, lines: int) -> None:
    """Time opening and saving a large study file."""
    study = shipped_study(background, lines)
    path = folder / "large.cradle"
    table.add(f"save {lines} lines", measure(lambda: write_study(path, study, "bench"), 3), "0.7 s")
    table.add(f"open {lines} lines", measure(lambda: read_study(path), 3), "0.7 s")


def large_database(table: Table, cache: Path, size: int) -> None:
    """Time intensities of a large synthetic database: first use and from disk."""
    database = synthetic_database(size)
    gwp_set = GwpSet.AR6_GWP100
    start = time.perf_counter()
    matrices = brightway.background_matrices(database, cache)
    intensities = solve_intensities(database, gwp_set, *matrices)
    save_intensities(intensities, database, gwp_set, cache)
    seconds = time.perf_counter() - start
    table.add(f"intensities of {size} synthetic data sets, first use", seconds, "5 s")
    kept = measure(lambda: load_intensities(database, gwp_set, cache), 3)
    table.add("the same from disk", kept, "0.5 s")
    background = Background(Catalogue([database]), cache)
    refs = [data_set.ref for data_set in database.data_sets[: size // 2 : 7]]
    study = synthetic_study(500, refs, None)
    naive = measure(lambda: naive_total(study, background), 1)
    fast = measure(lambda: calculation.calculate(study, background), 5)
    table.add(f"500 lines over {size} synthetic data sets", fast, "30 ms", naive)


def search(table: Table, size: int) -> None:
    """Time a search while typing, over all data sets."""
    catalogue = Catalogue([synthetic_database(size, inputs_each=1), *load_catalogue().databases])
    catalogue.search("warm up")
    table.add(
        f"search in {size} data sets", measure(lambda: catalogue.search("alumin cable"), 5), "50 ms"
    )


def command_line(table: Table, folder: Path, background: Background) -> None:
    """Time the whole way from a parts list to document, workbook and result file."""
    sheet = folder / "parts.csv"
    study = shipped_study(background, 500)
    rows = ["level,part number,description,quantity,unit,mass (g),data set id"]
    for assembly in study.bom.parts:
        rows.append(f"1,{assembly.number},{assembly.name},1,piece,,")
        rows += [
            f"2,{part.number},{part.name},{part.quantity.number:g},piece,"
            f"{part.mass.amount.number:g},{part.data_set.id}"
            for part in assembly.parts
        ]
    sheet.write_text("\n".join(rows), encoding="utf-8")

    def whole() -> None:
        run(folder, "new", "cli.cradle", "--bom", str(sheet), "--name", "Bench", "--replace")
        run(folder, "document", "cli.cradle", "--with", "xlsx", "--with", "json", "--out", "out")

    table.add("500-line parts list -> PDF, workbook, result", measure(whole, 3), "6 s")
    table.add("start of the command line", measure(lambda: run(folder, "--version"), 3), "")


def run(folder: Path, *arguments: str) -> None:
    """Run a command of the program in a process of its own."""
    _run_process(folder, "-m", "pcf", *arguments)


def run_python(folder: Path, code: str) -> None:
    """Run Python code in a process of its own."""
    _run_process(folder, "-c", code)


def _run_process(folder: Path, *arguments: str, **told: str) -> bytes:
    command = [sys.executable, *arguments]
    environment = {**os.environ, "CRADLEGATE_CACHE": str(folder), **told}
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return done.stdout


def shipped_study(background: Background, lines: int) -> Study:
    catalogue = background.catalogue
    refs = [catalogue.find(row).ref for row in MATERIALS]
    return synthetic_study(lines, refs, catalogue.find(FREIGHT).ref)


def naive_total(study: Study, background: Background) -> float:
    """Give the headline by one bw2calc.LCA, everything built anew, as a script would."""
    inventory = build_inventory(study, background.catalogue).inventory
    databases = background.databases_of(inventory)
    flows = [flow for base in databases for flow in base.flows if flow.category.in_headline]
    lca = brightway.bw2calc.LCA(
        {brightway_id(f"process:{key}"): amount for key, amount in inventory.demand.items()},
        data_objs=[
            *(open_datapackage(ensure_datapackage(base, background.cache)) for base in databases),
            brightway._foreground_package(inventory),  # noqa: SLF001  the same package, naively used
            brightway._characterization_package(  # noqa: SLF001
                flows, background.catalogue.gases, inventory.choices.gwp_set
            ).filter_by_attribute("matrix", "characterization_matrix"),
        ],
    )
    lca.lci()
    lca.lcia()
    return float(lca.score)


def measure(work: Callable[[], object], runs: int) -> float:
    """Give the median time of several runs [s]."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    main()
