"""What nobody should write is read all the same: in pages of bounded size, by name, and with no address of a machine."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from datasette.app import Datasette

from publish.serving.serve import open_site, publish
from tests.publish import monsters
from tests.publish.monsters import EDITED, EDITS, ENDLESS, SAVED, UNTITLED, WORDS

STATIC = sum(
    (Path(__file__).resolve().parents[2] / "publish" / "static" / name).stat().st_size
    for name in ("site.css", "icon.svg")
)


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("monsters") / "working.db"
    monsters.fill(path)
    return path


@pytest.fixture(scope="module")
def site(working: Path) -> Datasette:
    publish(working, working.with_name("archive.db"))
    return open_site(working.with_name("archive.db"))


@pytest.fixture(scope="module")
def ids(working: Path) -> dict[str, int]:
    """Articles by their addresses."""
    return dict(sqlite3.connect(working).execute("select url, id from articles").fetchall())


def get(site: Datasette, path: str) -> httpx.Response:
    return asyncio.run(site.client.get(path))


def pages(site: Datasette, path: str) -> Iterator[str]:
    """A page and its further parts."""
    while True:
        answer = get(site, path)
        assert answer.status_code == 200, path
        yield answer.text
        parts = answer.text.partition('class="parts"')[2].partition("</nav>")[0]
        following = re.search(r'rel="next" href="([^"]+)"', parts)
        if following is None:
            return
        path = path.partition("?")[0] + unescape(following[1])


def text(html: str) -> str:
    return "".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_no_article_nor_edit_is_a_heavy_page_and_none_loses_a_word(site: Datasette, ids: dict[str, int]) -> None:
    for url, id in ids.items():
        read = list(pages(site, f"/articles/{id}"))
        assert max(len(page.encode()) for page in read) + STATIC <= 60_000, url[:60]
        for stop in {path for page in read for path in re.findall(rf"/articles/{id}/(?:compare|v)[/.0-9]*", page)}:
            changed = [*pages(site, stop), *pages(site, f"{stop}?view=whole")]
            assert max(len(page.encode()) for page in changed) + STATIC <= 60_000, stop
    read = list(pages(site, f"/articles/{ids[ENDLESS.url]}"))
    articles = "".join(page.partition("</h1>")[2].partition("</header>")[2].partition("</article>")[0] for page in read)
    words = re.findall(r"<p>(.*?)</p>", re.sub("<figure.*?</figure>", "", articles, flags=re.DOTALL), re.DOTALL)
    assert len(read) > 5 and "".join(ENDLESS.body[::-1].split()) in text("".join(words))


def test_every_edit_is_reached(site: Datasette, ids: dict[str, int]) -> None:
    path = f"/articles/{ids[EDITED.url]}"
    newest = max(int(n) for n in re.findall(rf"{path}/v/(\d+)", get(site, f"{path}/v").text))
    seen, at = [], newest
    while at > 1:
        page = get(site, f"{path}/compare/{at - 1}...{at}").text
        assert "<ins>" in page and "<del>" in page
        seen.append(at)
        earlier = re.search(r'rel="prev" href="[^"]*/compare/\d+...(\d+)"', page)
        at = int(earlier[1]) if earlier else 0
    assert seen == list(range(newest, 1, -1)) and newest >= len(EDITS)
    for odd in ("0...1", "1...99", "x...2", "1...2?part=9"):
        assert get(site, f"{path}/compare/{odd}").status_code == 404
    assert get(site, f"{path}?part=9").status_code == 404


def test_lists_are_light(site: Datasette) -> None:
    tag = quote(WORDS.tags[0], safe="")
    for path in (
        "/",
        "/?map=63",
        "/search?q=script",
        "/newspapers/quai-vat",
        "/provinces/hue",
        "/changes",
        f"/tags/{tag}",
    ):
        answer = get(site, path)
        assert answer.status_code == 200 and len(answer.content) + STATIC <= 100_000, path


def test_what_has_no_title_has_a_name_wherever_it_is_linked(site: Datasette, ids: dict[str, int]) -> None:
    for path in ("/newspapers/quai-vat", "/provinces/hue", "/search?q=ai+dat+ten", "/archive/articles", "/"):
        links = re.findall(rf'<a[^>]* href="/articles/{ids[UNTITLED.url]}"[^>]*>(.*?)</a>', get(site, path).text)
        assert links == ["(không tiêu đề) Chuyện không ai đặt tên."], path
    page = get(site, f"/articles/{ids[UNTITLED.url]}").text
    assert "(không tiêu đề)" in page.partition("<h1>")[2].partition("</h1>")[0]
    assert not re.search(r"<a[^>]*></a>", page)


def test_the_machine_s_files_and_scripts_are_no_addresses(site: Datasette, ids: dict[str, int]) -> None:
    page = get(site, f"/articles/{ids[SAVED.url]}").text
    assert "không rõ địa chỉ" in page
    for told in ("file://", "ban-doc", "còn trên mạng", "isBasedOn"):
        assert told not in page
    script = get(site, "/newspapers/kich-ban").text
    assert 'href="javascript:' not in script


def test_tags_lead_to_their_articles(site: Datasette, ids: dict[str, int]) -> None:
    page = get(site, f"/articles/{ids[WORDS.url]}").text
    links = re.findall(r'href="(/tags/[^"]+)"', page)
    assert "/tags/a/b" in links
    for link in links:
        assert f'<h2><a href="/articles/{ids[WORDS.url]}">' in get(site, unescape(link)).text
    assert get(site, "/tags/nope").status_code == 404
