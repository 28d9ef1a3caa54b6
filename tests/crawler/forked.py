"""`scrapy` as a person would run it, in a process of its own, that has its modules before it begins: a second less for each.

A helper imports them once and forks for every run; the run reads its environment, settings and arguments anew. A crawl
begins in a later second than the run before it ended: the archive counts in seconds, and what comes later is to be seen
later. Where that second has not come yet the crawl's clock is ahead, so that nobody waits for it.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
_helper: subprocess.Popen[str] | None = None
_one = threading.Lock()  # question at a time
_ended: dict[
    str | None, float
] = {}  # archive, None for that of no setting -> when its last run ended, by that run's clock


class Running:
    """A `scrapy ARGUMENTS` under way; with "-c" and code, what `python -c` would be. What it says goes to `terminal`, the
    path of one, or is kept. Whoever starts one waits for it."""

    def __init__(self, arguments: tuple[str, ...], env: Mapping[str, str], terminal: str | None = None):
        self.arguments = arguments
        self._archive = env.get("BAOTINH_ARCHIVE")
        self._ahead = 0.0  # seconds
        if arguments[0] in ("crawl", "crawlall") and self._archive in _ended:
            self._ahead = max(0.0, int(_ended[self._archive]) + 1 - time.time())
        self._said = [os.memfd_create(name) for name in ("stdout", "stderr")]
        kept = [f"/proc/{os.getpid()}/fd/{file}" for file in self._said]
        self.pid = _ask([arguments, dict(env), [terminal] * 3 if terminal else [os.devnull, *kept], self._ahead])
        self._end = os.pidfd_open(self.pid)  # readable once it has ended
        self._status: int | None = None

    def poll(self) -> int | None:
        """How it ended: its status, or -N where signal N did it; None while it runs."""
        if self._status is None and select.select([self._end], [], [], 0)[0]:
            _ended[self._archive] = max(time.time() + self._ahead, _ended.get(self._archive, 0.0))
            self._status = _ask(self.pid)
            os.close(self._end)
        return self._status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def output(self) -> str:
        """What it has said on standard output so far."""
        return self._read(self._said[0])

    def errors(self) -> str:
        """What it has said on standard error so far."""
        return self._read(self._said[1])

    def wait(self, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """What it said and how it ended, as subprocess.run tells it. Raises subprocess.TimeoutExpired, having killed it."""
        late = self._status is None and not select.select([self._end], [], [], timeout)[0]
        self.kill()
        if late:
            select.select([self._end], [], [])
        status = self.poll()
        assert status is not None
        said = [self._read(file) for file in self._said]
        for file in self._said:
            os.close(file)
        if late:
            raise subprocess.TimeoutExpired(["scrapy", *self.arguments], timeout, *said)
        return subprocess.CompletedProcess(["scrapy", *self.arguments], status, *said)

    @staticmethod
    def _read(file: int) -> str:
        return os.pread(file, os.fstat(file).st_size, 0).decode(errors="replace")


def start(*arguments: str, env: Mapping[str, str], terminal: str | None = None) -> Running:
    """Begins `scrapy ARGUMENTS`, to be sent signals, watched and waited for."""
    return Running(arguments, env, terminal)


def run(*arguments: str, env: Mapping[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """What `scrapy ARGUMENTS` says and how it ends, as subprocess.run tells it; with "-c" and code, what `python -c` would.

    Raises subprocess.TimeoutExpired."""
    return Running(arguments, env).wait(timeout)


def _ask(job: list[object] | int) -> int:
    """Has the helper begin a run, which gives its process; or wait for a process that has ended, which gives how."""
    global _helper
    with _one:
        if _helper is None or _helper.poll() is not None:
            _helper = subprocess.Popen(
                [sys.executable, "-c", "from tests.crawler import forked; forked.serve()"],
                cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert _helper.stdin is not None and _helper.stdout is not None
        print(json.dumps(job), file=_helper.stdin, flush=True)
        return int(_helper.stdout.readline())


def serve() -> None:
    """Forks for every run that a line of standard input asks for, and waits for every process that one names."""
    import scrapy.cmdline
    from scrapy.utils.misc import walk_modules_iter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Scrapy's own of what it will drop
        for package in (
            "crawler",
            *(f"scrapy.{name}" for name in ("commands", "extensions", "downloadermiddlewares", "spidermiddlewares")),
        ):
            list(walk_modules_iter(package))
    assert "twisted.internet.reactor" not in sys.modules, "each run installs its own"
    gc.freeze()  # what a run ends with would go through all of the modules, and copy them: twice the work of a small crawl
    for line in sys.stdin:
        job = json.loads(line)
        if isinstance(job, int):
            print(os.waitstatus_to_exitcode(os.waitpid(job, 0)[1]), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            _become(*job)
            try:
                if sys.argv[1] == "-c":
                    code, sys.argv = sys.argv[2], ["-c", *sys.argv[3:]]
                    exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
                    sys.exit()
                scrapy.cmdline.execute()
            except SystemExit as end:
                if end.code is None or isinstance(end.code, int):
                    _end(end.code or 0)
                raise
        print(pid, flush=True)


def _end(status: int) -> NoReturn:
    """Ends this process as the interpreter would, but for taking all modules apart: that copies every page of memory which
    it shares with the helper, and costs more than a small crawl."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads, and those of pools
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)


def _become(arguments: list[str], env: dict[str, str], streams: list[str], ahead: float) -> None:
    """Makes this process one that was started with these arguments and environment, its three streams at these paths, its
    clock so many seconds ahead."""
    for number, path in enumerate(streams):
        file = os.open(path, os.O_WRONLY if number else os.O_RDONLY)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["scrapy", *arguments]
    sys.modules.pop("crawler.settings", None)  # which has read another environment
    if ahead:
        from crawler import clock

        from .clock import Clock

        Clock.ahead = timedelta(seconds=ahead)
        clock.datetime = Clock  # type: ignore[misc]
