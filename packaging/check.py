"""Run everything that CI runs, in the environment that bootstrap.py made: format to tests.

Every check runs even if one before it failed; the exit code is 1 if any did.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import time
from pathlib import Path

try:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po
except ModuleNotFoundError:
    sys.exit("The development tools are missing here: python packaging/bootstrap.py test")

ROOT = Path(__file__).resolve().parent.parent
LOCALES = (ROOT / "pcf" / "locale", ROOT / "ui" / "locale")
SCRIPTS = Path(sys.executable).parent  # not resolved: the environment's own folder


def main() -> int:
    """Run the checks, or compile the catalogues; give the exit code."""
    parser = argparse.ArgumentParser(prog="check.py", description="Run everything that CI runs.")
    parser.add_argument("--fast", action="store_true", help="of the tests only tests/pcf")
    parser.add_argument(
        "--compile-catalogues",
        action="store_true",
        help="write each .mo from its .po; no checks",
    )
    options = parser.parse_args()
    if options.compile_catalogues:
        return check_catalogues(write=True)

    checks = {
        "format": [sys.executable, "-m", "ruff", "format", "--check"],
        "lint": [sys.executable, "-m", "ruff", "check"],
        "types": [sys.executable, "-m", "mypy"],
        "import directions": [str(SCRIPTS / "lint-imports")],
        "compiled catalogues": None,
        "tests": [sys.executable, "-m", "pytest", *(["tests/pcf"] if options.fast else [])],
    }
    verdicts: list[tuple[str, bool, float]] = []
    for name, command in checks.items():
        print(f"\n==== {name}", flush=True)
        start = time.perf_counter()
        code = subprocess.call(command, cwd=ROOT) if command else check_catalogues()
        verdicts.append((name, code == 0, time.perf_counter() - start))

    print("\n==== summary")
    for name, good, seconds in verdicts:
        print(f"{'ok' if good else 'FAILED':<7} {name:<20} {seconds:7.1f} s")
    return 0 if all(good for _, good, _ in verdicts) else 1


# ---------------------------------------------------------------- catalogues of translations


def compiled(po: Path) -> bytes:
    """Give the bytes that `pybabel compile` writes for a catalogue; the same at every call.

    Raises:
        OSError: the catalogue cannot be read.
        ValueError: it is malformed, or has no creation date, for which Babel puts the time of day.
    """
    text = po.read_bytes()
    if b"POT-Creation-Date: " not in text:
        message = "its header has no POT-Creation-Date; make it with pybabel"
        raise ValueError(message)
    catalogue = read_po(io.BytesIO(text), locale=po.parent.parent.name, abort_invalid=True)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def check_catalogues(*, write: bool = False) -> int:
    """Compare each catalogue with what its source compiles to, or write it; give the exit code."""
    sources = sorted(po for root in LOCALES for po in root.glob("*/LC_MESSAGES/*.po"))
    code = 0
    for po in sources:
        mo = po.with_suffix(".mo")
        try:
            content = compiled(po)
        except (OSError, ValueError, PoFileError) as error:
            print(f"{po.relative_to(ROOT)}: {error}")
            code = 1
            continue
        if mo.exists() and mo.read_bytes() == content:
            print(f"{mo.relative_to(ROOT)}: as its source")
        elif write:
            mo.write_bytes(content)
            print(f"{mo.relative_to(ROOT)}: written")
        else:
            print(f"{mo.relative_to(ROOT)}: not what its source compiles to; renew it with")
            print("    python packaging/check.py --compile-catalogues")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
