"""Benchmark of device registers, beside pandas reading the same file whole.

    python tests/bench/registers.py [ROWS]

Makes a register of single devices as CSV and as workbook in a folder that goes, and reads each in a
process of its own: seconds, rows a second, peak of memory. Naive is `pandas.read_csv` or
`read_excel` with a count by category and month, without a check of anything; of a workbook only a
twentieth is read so, and its time taken twenty times. Nothing is asserted.
"""

import csv
import datetime
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

SHEET_ROWS = 1_000_000
NAIVE_PART = 20
SEED = 20261127
HEADS = ("Serial number", "Category", "Date sold", "Status", "Quantity", "Age", "Model")
CATEGORIES = ("Laptop", "Desktop", "Monitor", "Server", "Smartphone", "Tablet")
STATUSES = (*["sold"] * 8, "received", "returned")

OURS = """
import json, resource, sys, time
from pathlib import Path
from pcf.exchange.device_register import read_register
begun = time.perf_counter()
register = read_register(Path(sys.argv[1])).register
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak, register.rows]))
"""
NAIVE = """
import json, resource, sys, time
import pandas
begun = time.perf_counter()
read = pandas.read_csv if sys.argv[1].endswith(".csv") else pandas.read_excel
table = read(sys.argv[1])
months = pandas.to_datetime(table["Date sold"]).dt.to_period("M")
counts = table.groupby(["Category", months, "Status"])["Quantity"].sum()
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak, len(table)]))
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    print(f"{'what':<34}{'seconds':>9}{'rows/s':>11}{'peak MB':>9}{'naive s':>9}{'naive MB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, target in ((".csv", ""), (".xlsx", "20 s, 500 MB")):
            path, part = Path(folder, f"register{suffix}"), Path(folder, f"part{suffix}")
            write(path, count)
            share = 1 if suffix == ".csv" else NAIVE_PART
            write(part, count // share)
            seconds, peak, rows = measured(OURS, path)
            naive, naive_peak, _ = measured(NAIVE, part)
            what = f"{rows:,} rows {suffix} {target}"
            times = "" if share == 1 else f" (x {share})"
            print(
                f"{what:<34}{seconds:>9.1f}{rows / seconds:>11,.0f}{peak:>9.0f}"
                f"{naive * share:>9.1f}{naive_peak:>10.0f}{times}"
            )


def measured(code: str, path: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    return list(json.loads(done.stdout))


def devices(count: int) -> Iterator[tuple[object, ...]]:
    chance = random.Random(SEED)
    first = datetime.date(2024, 1, 1)
    for number in range(count):
        yield (
            f"SN-{number:08}",
            chance.choice(CATEGORIES),
            first + datetime.timedelta(days=chance.randrange(366)),
            chance.choice(STATUSES),
            1,
            round(chance.uniform(2, 6), 1),
            "Synthetic model 14",
        )


def write(path: Path, count: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(HEADS)
            table.writerows(devices(count))
        return
    book = openpyxl.Workbook(write_only=True)
    for number, row in enumerate(devices(count)):
        if number % SHEET_ROWS == 0:
            sheet = book.create_sheet()
            sheet.append(HEADS)
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    main()
