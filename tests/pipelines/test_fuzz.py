"""Always an answer: mutated pages, and pages made to hurt. `make fuzz FUZZ=mutated` is the long run."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fuzzing import rounds
from tests.pipelines.monsters import MONSTERS
from tests.pipelines.reading import PAGES, SHARED, read

MOST = 3.0  # seconds of CPU, for any page, on a machine that has other things to do
MEGABYTES = 300

_BITS = [b"<", b">", b"&", b"\0", b"\xff", b"</div>", b"<table>", b"<p", b'"', b"<!--", b"-->", b"<script>", b"</html>", b"<br><br>",
         b"<![CDATA[", b"&#x110000;", b"\xef\xbb\xbf", b"<h1>", b'<a href="http://[">', b"<base href='//[x'>", b"\xe1\xba"]  # fmt: skip


def _mutate(body: bytes, chance: random.Random) -> bytes:
    page = bytearray(body[: chance.choice((len(body), 60_000, 5_000))])
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(page) + 1)
        end = min(len(page), place + chance.randint(1, 400))
        match chance.randrange(7):
            case 0:
                del page[place:end]
            case 1:
                page[place:place] = page[place:end] * chance.randint(1, 60)
            case 2:
                page[place:place] = chance.choice(_BITS) * chance.choice((1, 1, 40))
            case 3:
                page[place:end] = chance.randbytes(end - place)
            case 4:
                page[place:end] = bytes(reversed(page[place:end]))
            case 5:
                other = chance.randrange(len(page) + 1)
                page[other:other] = page[place:end]
            case _:
                page = bytearray(
                    bytes(page).replace(*chance.choice(((b"<p", b"<b"), (b"</", b"<"), (b'"', b""), (b"\n", b""))))
                )
    return bytes(page)


@pytest.mark.fuzz
def test_mutated_pages_get_an_answer_in_time():
    saved = [*sorted(PAGES.glob("*.html")), *sorted((SHARED / "pages" / "html").glob("*.html"))]
    bodies = [path.read_bytes() for path in saved]
    for chance in rounds(150):
        body = _mutate(chance.choice(bodies), chance)
        kind = chance.choice(("text/html", "text/html; charset=windows-1258", "", "text/plain"))
        started = time.process_time()
        page = read(body, content_type=kind, strip=chance.random() < 0.9)
        spent = time.process_time() - started
        assert spent < MOST, f"{spent:.2f} s"
        assert sum(result is not None for result in (page.article, page.part_of, page.reason)) == 1


def test_pages_made_to_hurt_take_neither_time_nor_memory():
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-m", "tests.pipelines.monsters"], cwd=root, capture_output=True, text=True, check=True
    )
    answers = [line.split("\t") for line in run.stdout.splitlines()]
    assert [name for _, _, name, _ in answers] == list(MONSTERS)
    for seconds, megabytes, name, outcome in answers:
        assert float(seconds) < MOST, name
        assert int(megabytes) < MEGABYTES, name
        assert outcome, name
