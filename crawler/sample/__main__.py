"""`python -m crawler.sample`: serve the sample newspapers until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading

from . import PORT_BASE, PortTakenError, serve
from .article import EDITIONS


def main() -> int:
    """Serves the sample newspapers until Ctrl-C; returns the exit status, 1 where a port is taken."""
    parser = argparse.ArgumentParser(prog="python -m crawler.sample", description=__doc__)
    parser.add_argument("--port-base", type=int, default=PORT_BASE, help="newspapers take the ports after it")
    parser.add_argument("--edition", type=int, choices=EDITIONS, default=1, help="2: after an edit and a takedown")
    options = parser.parse_args()
    try:
        with serve(options.edition, options.port_base) as newsstand:
            for newspaper in newsstand:
                print(f"{newspaper.name}  {newspaper.url}  {newspaper.title}", flush=True)
            threading.Event().wait()
    except PortTakenError as taken:
        print(f"{taken} Choose other ports with --port-base.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
