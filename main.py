"""Start Cradlegate from a checkout: `python main.py …` is `python -m pcf …`."""

import multiprocessing
import sys

from pcf.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a packed program starts its processes by this file
    sys.exit(main())
