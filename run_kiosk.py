#!/usr/bin/env python3
"""Run an entrance on this machine: `run_kiosk.py --server URL --pair CODE`, then `run_kiosk.py`.

`--check` tests camera, decoder, clock, server, disk and printer; `--help` lists the settings.
"""

import sys

from kiosk.operations.main import main

if __name__ == "__main__":
    sys.exit(main())
