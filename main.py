"""Start Cradlegate from a checkout: `python main.py …` is `python -m pcf …`."""

import sys

from pcf.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
