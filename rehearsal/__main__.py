"""`python -m rehearsal PLAN PLAYED`: play a plan and write down what was seen."""

import asyncio
import logging
import signal
import sys
from pathlib import Path

from rehearsal.director import play
from rehearsal.plan import read_plan


def main(arguments: list[str]) -> int:
    """Play; answers the exit code: 1 when the rehearsal could not be held."""
    # To them every lost connection is an error.
    for library in ("asyncio", "engineio.client", "socketio.client"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    # Whoever ends this process means the server too that it started.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    plan, played = (Path(argument) for argument in arguments)
    try:
        asyncio.run(play(read_plan(plan))).write(played)
    except (RuntimeError, KeyboardInterrupt) as error:
        print(str(error) or "stopped", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
