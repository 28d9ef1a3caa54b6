"""`scrapy` as a person would run it, in a process of its own, that has its modules before it begins: a second less for each.

A helper imports them once and forks for every run; the run reads its environment, settings and arguments anew. A crawl
begins in a later second than the run before it ended: the archive counts in seconds, and what comes later is to be seen later.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_helper: subprocess.Popen[str] | None = None
_one = threading.Lock()  # run at a time
_ended: dict[str | None, int] = {}  # archive, None for that of no setting -> the second in which its last run ended


def run(*arguments: str, env: Mapping[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """What `scrapy ARGUMENTS` says and how it ends, as subprocess.run tells it; with "-c" and code, what `python -c` would.

    Raises subprocess.TimeoutExpired."""
    global _helper
    with _one, tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        if _helper is None or _helper.poll() is not None:
            _helper = subprocess.Popen(
                [sys.executable, "-c", "from tests.crawler import forked; forked.serve()"],
                cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert _helper.stdin is not None and _helper.stdout is not None
        streams = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)]
        archive = env.get("BAOTINH_ARCHIVE")
        while arguments[0] in ("crawl", "crawlall") and int(time.time()) == _ended.get(archive):
            time.sleep(0.01)
        print(json.dumps([arguments, dict(env), *streams]), file=_helper.stdin, flush=True)
        pid = int(_helper.stdout.readline())
        late = threading.Event()
        timer = threading.Timer(timeout, lambda: (late.set(), os.kill(pid, signal.SIGKILL)))
        timer.start()
        status = int(_helper.stdout.readline())
        timer.cancel()
        _ended[archive] = int(time.time())
        out.seek(0)
        err.seek(0)
        if late.is_set():
            raise subprocess.TimeoutExpired(["scrapy", *arguments], timeout, out.read(), err.read())
        return subprocess.CompletedProcess(["scrapy", *arguments], status, out.read(), err.read())


def serve() -> None:
    """Forks for every line of standard input; tells the process and how it ended."""
    import scrapy.cmdline
    from scrapy.utils.misc import walk_modules_iter

    warnings.simplefilter("ignore")  # Scrapy's own of what it will drop
    for package in (
        "crawler",
        *(f"scrapy.{name}" for name in ("commands", "extensions", "downloadermiddlewares", "spidermiddlewares")),
    ):
        list(walk_modules_iter(package))
    warnings.resetwarnings()
    assert "twisted.internet.reactor" not in sys.modules, "each run installs its own"
    gc.freeze()  # what a run ends with would go through all of the modules, and copy them: twice the work of a small crawl
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(*job)
            if sys.argv[1] == "-c":
                code, sys.argv = sys.argv[2], ["-c", *sys.argv[3:]]
                exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
                sys.exit()
            scrapy.cmdline.execute()
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _become(arguments: list[str], env: dict[str, str], out: str, err: str) -> None:
    """Makes this process one that was started with these arguments and environment, and writes to these two paths."""
    for number, (path, how) in enumerate(((os.devnull, os.O_RDONLY), (out, os.O_WRONLY), (err, os.O_WRONLY))):
        file = os.open(path, how)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["scrapy", *arguments]
    sys.modules.pop("crawler.settings", None)  # which has read another environment
