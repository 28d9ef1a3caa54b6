"""The proof of rescuing: ten years of a dead newspaper, brought back through twenty kills."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from . import invented
from .conftest import ROOT, command
from .test_rescue import SALE, Paper, at, story
from .web_archives import Held, WebArchive

FIRST, ARTICLES, KILLS = 3000, 2000, 20
OLD, NEW = "http://baohaiphong.com.vn", "https://baohaiphong.vn"


class Told:
    """What is to be known of each article in the end: its revisions (moment and edit), last sight and takedown."""

    def __init__(self) -> None:
        self.revisions: dict[int, list[tuple[str, str]]] = {}
        self.gone: dict[int, str] = {}


def moment(day: int) -> str:
    """The day so many days after 1 January 2012, as an index writes it."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(1325376000 + day * 86400 + day % 86400))


def ten_years() -> tuple[list[Held], Told]:
    """Captures of articles that were edited, edited back, moved to another host, taken down; then the domain was sold."""
    chance, held, told = random.Random(14), [], Told()
    for number in range(FIRST, FIRST + ARTICLES):
        day = 90 + (number - FIRST) * 3650 // ARTICLES * 9 // 10
        host = OLD if day < 1800 else NEW
        address = at(number, host)
        told.revisions[number] = [(moment(day), "")]
        held.append(Held(moment(day), address, story(number)))
        if number % 3 == 0:
            held.append(Held(moment(day + 5), address, story(number), mime="warc/revisit"))
        if number % 5 == 0:
            edit = f"Đính chính số {number}: con số đúng là {number * 3 + 1}."
            held.append(Held(moment(day + 20), address, story(number, edit)))
            told.revisions[number].append((moment(day + 20), edit))
            if number % 10 == 0:
                held.append(Held(moment(day + 40), address, story(number)))
                told.revisions[number].append((moment(day + 40), ""))
        if host == OLD and number % 4 == 0:  # the same article on the new host, and gone at the old
            address = at(number, NEW)
            body = story(number, told.revisions[number][-1][1])
            held.append(Held(moment(day + 2000), address, body))
            held.append(Held(moment(day + 2010), at(number, OLD), b"", 404))
        if number % 7 == 0:
            held.append(Held(moment(day + 2100), address, b"", chance.choice((404, 410))))
            held.append(Held(moment(day + 2200), address, b"", 404))
            told.gone[number] = moment(day + 2100)
        after = 6000 + number - FIRST
        held.append(Held(moment(after), address, invented.squatter(number).encode() if number % 3 == 0 else SALE))
    return held, told


def when(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"


@pytest.mark.slow
def test_ten_years_come_back_through_twenty_kills(tmp_path: Path) -> None:
    paper, (held, told) = Paper(tmp_path), ten_years()
    chance = random.Random(20)
    with WebArchive(*held) as archive:
        run = command("rescue", "baohaiphong", "--from", archive.url)
        env = paper.environment(RESCUE_LISTED=500)
        killed = 0
        while killed < KILLS:
            process = subprocess.Popen(run, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            before = len(archive.log)
            enough = before + (chance.randint(2, 6) if killed < 5 else chance.randint(5, 150))
            while len(archive.log) < enough and process.poll() is None:
                time.sleep(0.002)
            assert process.poll() is None, "it ended before it was killed"
            process.kill()
            process.wait()
            killed += 1
        paper.rescue("--from", archive.url, name="baohaiphong", RESCUE_LISTED=500, timeout=1800)
        twice = sum(archive.fetched.values()) - len(archive.fetched)
        assert twice <= KILLS, "but what was on its way when it was killed"
        assert paper.rows("select count(*) - count(distinct source_url) from captures") == [(0,)], (
            "nothing is written twice"
        )

    keys = {number: f"bai-so-{number}-{10_000 + number}.html" for number in told.revisions}
    rows = paper.rows("select url, gone_at, id from articles")
    found = {url.rpartition("/")[2]: (gone, id) for url, gone, id in rows}
    assert len(rows) == len(found) == ARTICLES and set(found) == set(keys.values())
    revisions: dict[int, list[tuple[int, str, str]]] = {}
    for id, number, seen, body in paper.rows("select article_id, number, seen_at, body from revisions order by 1, 2"):
        revisions.setdefault(id, []).append((number, seen, body))
    for number, key in keys.items():
        gone, id = found[key]
        assert gone == (when(told.gone[number]) if number in told.gone else None), key
        assert [(n, seen) for n, seen, _ in revisions[id]] == [
            (n, when(stamp)) for n, (stamp, _) in enumerate(told.revisions[number], 1)
        ], key
        for (_, _, body), (_, edit) in zip(revisions[id], told.revisions[number], strict=True):
            assert body.endswith(edit) if edit else "Đính chính" not in body, key
    text = paper.rows("select count(*) from revisions where body like '%jackpot%' or body like '%domain%'")
    assert text == [(0,)]
    assert paper.rows("select count(*) from rescue_captures where state in ('new', 'failed', 'unplayable')") == [(0,)]
