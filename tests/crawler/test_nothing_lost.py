"""A crawl killed at any moment goes on where it was: no article lost, none twice, none half written."""

import base64
import hashlib
import random
import subprocess
import time

import pytest

from crawler import captures

from .conftest import ROOT, article, command, environment, listing

pytestmark = pytest.mark.slow

KILLS = 20
ARTICLES = 500


def _digest(body):
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def _site(site):
    """Sections of 25 articles each, so that listings as well as articles are under way when the kill comes."""

    def slowly(body):
        time.sleep(0.004)
        return body

    paths = [f"/bai-viet-so-{number}.html" for number in range(1001, 1001 + ARTICLES)]
    sections = {f"/muc/{n}/": listing(*paths[n * 25 : n * 25 + 25]) for n in range(ARTICLES // 25)}
    site.pages = {"/": listing(*sections), **sections}
    for path in paths:
        site.pages[path] = lambda path=path: slowly(article(f"Bài viết ở địa chỉ {path}"))
    return {site.url.rstrip("/") + path for path in paths}


def test_killed_at_twenty_random_moments(site, rows, tmp_path):
    expected = _site(site)
    dice = random.Random(20250701)
    env = environment(ARCHIVE=tmp_path / "archive.db")
    arguments = command("crawl", "newspaper", "-a", f"url={site.url}", "-a", "name=thu")
    killed = 0
    while killed < KILLS:
        asked = len(site.log)
        process = subprocess.Popen(arguments, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
        while process.poll() is None and len(site.log) <= asked:  # up to its first request; start-up writes nothing
            time.sleep(0.002)
        time.sleep(dice.uniform(0, 0.25))
        finished = process.poll() is not None
        process.kill()
        process.wait()
        assert not finished, f"the crawl was through after {killed} kills: nothing left to kill"
        killed += 1
    done = subprocess.run(arguments, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr

    assert {url for (url,) in rows("select url from articles")} == expected
    assert rows("select count(*), count(distinct url) from articles") == [(ARTICLES, ARTICLES)]
    assert rows("select count(*) from revisions") == [(ARTICLES,)]
    assert rows("select sum(new) from crawls") == [(ARTICLES,)]
    half = "select count(*) from articles where title = '' or body = '' or id not in (select article_id from revisions)"
    assert rows(half) == [(0,)]
    assert rows("select count(*) from pages where state = 'article' and article_id is null") == [(0,)]
    assert rows("pragma integrity_check") == [("ok",)]

    folder = tmp_path / "captures"
    kept = rows("select url, digest, warc, offset, length from captures")
    assert {url for url, *_ in kept} >= expected
    for url, digest, warc, offset, length in kept:
        record = captures.read(folder, (warc, offset, length))
        assert (record.url, _digest(record.body)) == (url, digest)
    files = sorted(folder.rglob("*.warc.gz*"))
    assert len(files) > KILLS / 2 and not [file for file in files if file.name.endswith(".open")]
    assert sum(1 for file in files for _ in captures.records(file)) >= len(kept)
