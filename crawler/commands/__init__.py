"""The `scrapy` commands. Ctrl-C while they are still being loaded ends them like any Ctrl-C: status 130, no traceback.
A file that Scrapy itself cannot open (`--logfile`, `--pidfile`) is a line."""

import os
import sys
from types import TracebackType


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Ends the process quietly after Ctrl-C, and says errors of files in a line; a traceback for any other."""
    if issubclass(kind, KeyboardInterrupt):
        os._exit(130)
    if isinstance(error, OSError) and error.filename:
        print(f"scrapy: {error.filename}: {error.strerror}", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


sys.excepthook = _uncaught
