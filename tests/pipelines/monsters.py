"""Pages that are made to hurt, one at a time. Run as a program it reads them all and prints, for each, the seconds of
CPU it took and the process's peak memory in megabytes."""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.pipelines.reading import PROSE, read

LINE = PROSE[0].encode()

MONSTERS: dict[str, Callable[[], bytes]] = {
    "twenty megabytes in one paragraph": lambda: b"<html><body><p>" + (LINE + b" ") * (20_000_000 // len(LINE)),
    "twenty megabytes of paragraphs": lambda: b"<html><body>" + (b"<p>" + LINE + b"</p>") * (20_000_000 // len(LINE)),
    "a hundred thousand nested tags": lambda: b"<div>" * 100_000 + LINE * 3 + b"</div>" * 100_000,
    "nested emphasis": lambda: b"<b><i>" * 50_000 + LINE * 3,
    "nested tables": lambda: b"<table><tr><td>" * 30_000 + LINE * 3,
    "a million attributes": lambda: b"<p" + b" a=1 b=2" * 500_000 + b">" + LINE * 3,
    "a name for every tag": lambda: b"".join(b'<p class="c%x-%d">abc</p>' % (n * 7919, n) for n in range(100_000)),
    "nul bytes": lambda: b"\0" * 1_000_000,
    "nul bytes between letters": lambda: (b"<p>" + LINE * 9).replace(b"a", b"a\0") * 500,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8000,
    "noise": lambda: random.Random(1).randbytes(2_000_000),
    "printable noise": lambda: bytes(random.Random(2).choices(range(32, 127), k=2_000_000)),
    "open brackets": lambda: b"<" * 2_000_000,
    "open tags": lambda: b"<p " * 700_000,
    "an open quote": lambda: b'<a href="' + b"x" * 3_000_000,
    "ampersands": lambda: b"&" * 2_000_000,
    "entities": lambda: b"<p>" + b"&#7855;" * 400_000,
    "comments that never end": lambda: b"<!--" * 500_000,
    "line breaks": lambda: b"<p>" + (LINE + b"<br>") * 30_000,
    "links": lambda: b"<p>" + b'<a href="/x">abc</a> ' * 50_000,
    "headings": lambda: b"<h1>" + b"<h1>Ba ba ba ba ba</h1>" * 30_000 + b"<p>" + LINE * 3,
    "one long word": lambda: b"<p>" + b"a" * 3_000_000,
    "pictures": lambda: b"<p>" + b"<img src=x.jpg>" * 40_000 + LINE * 3,
    "a table of cells": lambda: b"<table>" + (b"<tr>" + b"<td>12,5</td>" * 30 + b"</tr>") * 1500,
    "json without end": lambda: b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script><p>" + LINE * 5,
    "a title without end": lambda: b"<title>" + LINE * 20_000,
    "scripts without end": lambda: b"<script>" * 49_000,
    "a style of many heights": lambda: b'<p style="' + b"height:0;" * 30_000 + b'">' + LINE * 5,
    "an attribute of many times": lambda: b"<div data-" + b"data-time" * 9000 + b">" + LINE * 5,
    "a title over and over": lambda: b"<title>Ba ba ba ba ba</title>" + LINE * 5 + b"<h2>Ba ba ba ba ba</h2>" * 5000,
    "dates": lambda: b"<p>" + b'<time datetime="2020-01-01">1/1/2020</time>' * 20_000,
}


def _peak() -> int:
    """Megabytes this program held at most. What getrusage says would count those of the process that started it too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) // 1024  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    for name, make in MONSTERS.items():
        body = make()
        started = time.process_time()
        page = read(body)
        spent = time.process_time() - started
        outcome = "article" if page.article else page.reason
        print(f"{spent:.2f}\t{_peak()}\t{name}\t{outcome}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
