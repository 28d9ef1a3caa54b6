"""A site that nobody has described: its family is told, and what is written makes a newspaper of it."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from crawler.newspaper import Newspaper, seen
from crawler.site_probe import write_newspaper

from . import forked, test_frozen
from .conftest import article, environment, listing
from .replicas import build
from .replicas.papers import FIXTURES
from .replicas.server import Stand
from .test_families import PAPERS


def add(stand: Stand, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **stand.environment, "BAOTINH_DOWNLOAD_DELAY": "0", "BAOTINH_PROGRESS_INTERVAL": "0"}
    return forked.run("addnewspaper", *arguments, env=env, timeout=300)


def dressed_as(name: str) -> tuple[dict, str]:
    """The replica of a newspaper under another host, which no class knows."""
    replica = build(PAPERS[name], sorted(FIXTURES).index(name))
    home = (PAPERS[name].home or "").split("/")[2]
    pages = {
        ("baothunghiem.vn", path): (status, headers, body.replace(home.encode(), b"baothunghiem.vn"))
        for (_, path), (status, headers, body) in replica.pages.items()
    }
    return pages, replica.told[0][0].title


@pytest.mark.parametrize(
    ("name", "family"),
    [("baothainguyen", "dataimg"), ("baodanang", "onecms"), ("baogialai", "epi"), ("baoangiang", "aid")],
)
def test_it_tells_the_family_and_writes_a_newspaper(tmp_path: Path, name: str, family: str) -> None:
    pages, _ = dressed_as(name)
    with Stand(pages, tmp_path) as stand:
        done = add(stand, "https://baothunghiem.vn/", "--province", "ca-mau", "--into", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert re.search(rf"family {family}: (?:sure|likely) ", done.stdout), done.stdout
    module = importlib.import_module(f"crawler.newspapers.{family}")
    written = tmp_path / "crawler" / "newspapers" / f"{family}.py"
    names: dict = dict(vars(module))
    exec(written.read_text(), names)
    paper = names["BAOTHUNGHIEM"]
    assert (paper.family, paper.home, paper.province) == (family, "https://baothunghiem.vn/", "ca-mau")
    assert paper.patterns == module.FAMILY.patterns and paper.rules == module.FAMILY.rules
    assert {"home", "family", "patterns"} <= set(paper.verified)

    expected = tmp_path / "tests" / "crawler" / "frozen" / "baothunghiem.json"
    papers = {"baothunghiem": paper}
    assert len(test_frozen.differences(expected, papers)) == 5, "nothing is filled in yet"
    told = next(
        story for story, _ in build(PAPERS[name], sorted(FIXTURES).index(name)).told
        if story.slug in json.loads(expected.read_text())["url"]
    )  # fmt: skip
    as_seen = {"title": told.title, "lead": told.lead, "byline": told.byline, "body": list(told.paragraphs)}
    asked = json.loads(expected.read_text()) | as_seen | {"published_at": f"{told.when:%Y-%m-%dT%H:%M:%S+07:00}"}
    expected.write_text(json.dumps(asked))
    assert test_frozen.differences(expected, papers) == []
    expected.write_text(json.dumps(asked | {"title": "Tít khác"}))
    assert len(test_frozen.differences(expected, papers)) == 1


def test_a_site_of_no_family_is_served_by_the_generic_reading(site, scrapy, tmp_path):
    paths = [f"/tin/bai-viet-ve-chuyen-lang-{number}.html" for number in range(20451, 20456)]
    home = listing(*paths).replace("<title>", "<title>Trang chủ - ")
    site.pages = {"/": home} | {path: article(f"Chuyện làng số {path[-7:-5]}") for path in paths}
    done = scrapy("addnewspaper", site.url, "--name", "bao-lang", "--into", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert f"\nBáo Thử Nghiệm  {site.url}\n" in done.stdout
    assert "of no family that is known" in done.stdout and "Chuyện làng số" in done.stdout
    written = (tmp_path / "crawler" / "newspapers" / "others.py").read_text()
    assert "BAO_LANG = Newspaper(" in written and r'patterns=(r"-(?P<number>\d{4,})\.html?$",)' in written
    assert not (tmp_path / "archive.db").exists()


def test_names_and_titles_that_would_break_the_module() -> None:
    """A title with quotes, a name that begins with a digit, and one whose constant there is already."""
    taken = "from crawler.newspaper import Newspaper\nBAO_HA_GIANG = Newspaper(...)\nNEWSPAPER = 1\n"
    for name, title in (
        ("24h-tinh", 'Báo "Tỉnh" \\ 24h'),
        ("bao-ha-giang", "Báo Hà Giang"),
        ("none", "Báo\nhai dòng \\"),
        ("newspaper", 'B"; raise SystemExit("đã chạy"); x = "'),
        ("class", '"""{ngoặc}\u2028'),
    ):
        written = write_newspaper(name, title, "ha-giang", 'https://a.vn/"\\', None, [], "2026-11", taken)
        names: dict = {"Newspaper": Newspaper, "seen": seen}
        exec(written, names)
        (own, paper), *more = ((own, paper) for own, paper in names.items() if isinstance(paper, Newspaper))
        assert (paper.name, paper.title) == (name, title) and not more and own not in ("BAO_HA_GIANG", "NEWSPAPER")


def test_without_a_clone_there_is_nowhere_to_write(site, tmp_path):
    """Run from an installed package: said before anything is asked for; with --look it looks."""
    paths = [f"/tin/bai-viet-ve-chuyen-lang-{number}.html" for number in range(20451, 20456)]
    site.pages = {"/": listing(*paths)} | {path: article(f"Chuyện làng số {path[-7:-5]}") for path in paths}
    elsewhere = (
        "from pathlib import Path; from scrapy.cmdline import execute; from crawler.commands import addnewspaper;"
        f"addnewspaper.ROOT = Path({str(tmp_path)!r}); execute()"
    )
    for look in ([], ["--look"]):
        done = forked.run(
            "-c", elsewhere, "addnewspaper", site.url, *look, env=environment(PROGRESS_INTERVAL=0), timeout=300
        )
        if look:
            assert done.returncode == 0 and "Chuyện làng số" in done.stdout, done.stderr
        else:
            assert done.returncode == 1 and "no clone of the project" in done.stderr and not site.log
    assert not (tmp_path / "tests").exists()


def test_what_cannot_be_added_is_one_line(site, scrapy, tmp_path):
    site.pages = {"/": listing("/muc-mot/", "/muc-hai/"), "/muc-mot/": listing("/"), "/muc-hai/": listing("/")}
    for arguments, says in (
        (["http://127.0.0.1:9/"], "http://127.0.0.1:9/"),
        ([site.url, "--province", "ba-to"], "no province"),
        ([site.url], "no article found"),
    ):
        done = scrapy("addnewspaper", *arguments, "--into", str(tmp_path), RETRY_TIMES=1)
        complaints = [line for line in done.stderr.splitlines() if line.startswith("scrapy addnewspaper:")]
        assert done.returncode == 1 and len(complaints) == 1 and says in complaints[0], done.stderr
    assert not (tmp_path / "crawler").exists()
