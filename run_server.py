#!/usr/bin/env python3
"""Start the venue server, or run one of its commands: `run_server.py --help`."""

from gevent import monkey

monkey.patch_all()

from server.cli import main  # noqa: E402 - everything below must see the patched modules

if __name__ == "__main__":
    main()
