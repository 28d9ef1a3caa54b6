"""The sample newspapers serve, over real HTTP, exactly what `truth()` says they do."""

from __future__ import annotations

import gzip
import http.client
import socket
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from crawler.sample import Article, Newsstand, PortTakenError, ServedNewspaper, newspapers, serve, truth
from crawler.sample.damage import eth, nfd, tcvn3, windows_1258

NAMES = [newspaper.name for newspaper in newspapers()]


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()
        self.body = gzip.decompress(self.raw) if self.headers["Content-Encoding"] == "gzip" else self.raw

    @property
    def text(self) -> str:
        tree: Any = html.fromstring(
            self.body.decode("cp1258" if b"charset=windows-1258" in self.body[:300] else "utf-8")
        )
        for code in tree.xpath("//script | //style | //head"):
            code.drop_tree()
        return tidy(" ".join(tree.itertext()))


def get(newspaper: ServedNewspaper, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request, redirects not followed."""
    connection = http.client.HTTPConnection(urlsplit(newspaper.url).netloc, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return Answer(connection.getresponse())
    finally:
        connection.close()


def tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def links(newspaper: ServedNewspaper, path: str, answer: Answer) -> set[str]:
    """The newspaper's own addresses that a page links to."""
    found = set()
    tree: Any = html.fromstring(answer.body)
    for href in tree.xpath("//a/@href"):
        address = urljoin(newspaper.url.rstrip("/") + path, href)
        if address.startswith(newspaper.url):
            parts = urlsplit(address)
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


@pytest.fixture
def newsstand() -> Iterator[Newsstand]:
    with serve() as served:
        yield served


def named(newsstand: Newsstand, name: str) -> ServedNewspaper:
    return next(newspaper for newspaper in newsstand if newspaper.name == name)


def of(name: str, edition: int = 1) -> list[Article]:
    return [article for article in truth(edition) if article.newspaper == name]


def printed_as(kind: str) -> list[Article]:
    return [article for article in truth() if article.print_as == kind]


# --- what was written


def test_there_are_enough_articles_and_no_two_are_alike() -> None:
    articles = truth()
    assert len(articles) >= 60
    assert len(NAMES) >= 3 and all(len(of(name)) >= 10 for name in NAMES)
    paragraphs = Counter(
        paragraph for article in articles for paragraph in [article.lead, *article.paragraphs, *article.captions]
    )
    del paragraphs[None]
    reprint = next(article for article in articles if article.source_tag == "Báo Cồn Cát")
    twice = {paragraph for paragraph, count in paragraphs.items() if count > 1}
    assert twice == {reprint.lead, *reprint.paragraphs[:-1]}  # its last sentence was shortened


def test_they_run_from_2012_to_2026_and_are_correct_vietnamese_unicode() -> None:
    years = {article.published[:4] for article in truth() if article.published}
    assert years == {str(year) for year in range(2012, 2027)}
    for article in truth() + truth(2):
        assert unicodedata.is_normalized("NFC", article.text)
        assert not set("\u00d0\u00f0\u00ad\u00a0\u200b") & set(article.text), article.path


def test_the_special_cases_are_there() -> None:
    articles = truth()
    assert max(len(article.text.split()) for article in articles) >= 2500  # a long read
    one_sentence = [article for article in articles if not article.lead and len(article.paragraphs) == 1]
    assert len({article.newspaper for article in one_sentence}) >= 3
    assert any(len(article.pages) == 3 for article in articles)
    assert any(len(article.images) >= 5 and len(article.text.split()) < 80 for article in articles)  # a photo story
    assert any("\n" in paragraph for article in articles for paragraph in article.paragraphs)  # a poem
    for kind in ("row", "item", "quote", "heading"):
        assert any(block.kind == kind for article in articles for block in article.blocks), kind
    for words in ("Scroll to Top", "để lại bình luận", "Trả lời: ", "Chia sẻ với phóng viên"):
        assert any(words in article.text for article in articles), words
    assert all(printed_as(kind) for kind in ("nfd", "eth", "tcvn3", "windows-1258"))
    precisions = {len(article.published) if article.published else 0 for article in articles}
    assert precisions == {0, len("2020-08-28"), len("2020-08-28T14:05:00+07:00")}


def test_what_changed_between_the_editions() -> None:
    first, second = ({article.newspaper + article.path: article for article in truth(edition)} for edition in (1, 2))
    edited = [key for key in first.keys() & second.keys() if first[key] != second[key]]
    assert len(edited) == 2
    for key in edited:
        assert second[key].edition == 2 and second[key].modified
    flood = next(key for key in edited if "lu-ong" in key)
    assert "37 ngôi nhà" in (first[flood].lead or "") and "43 ngôi nhà" in (second[flood].lead or "")
    assert second[flood].paragraphs[:-1] == first[flood].paragraphs  # and a sentence was added
    assert {first[key].newspaper for key in first.keys() - second.keys()} == {"deo-may", "con-cat"}  # taken down
    assert len(second.keys() - first.keys()) == 1  # new


# --- what is served


@pytest.mark.parametrize("edition", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_pages_say_what_truth_says(newsstand: Newsstand, name: str, edition: int) -> None:
    newspaper = named(newsstand, name)
    newspaper.set_edition(edition)
    get(newspaper, "/xa-hoi/hoc-sinh-lop-9-che-may-vot-rac-tu-xe-dap-cu-a10207.html")  # fails when first asked for
    for article in of(name, edition):
        answers = [get(newspaper, path, Accept_Encoding="gzip") for path in article.page_paths]
        assert {answer.status for answer in answers} == {200}
        text = " ".join(answer.text for answer in answers)
        said = [article.lead or "", *article.paragraphs, *article.captions, *article.cells, article.byline or ""]
        said = [tcvn3(words) for words in said] if article.print_as == "tcvn3" else said
        said = [eth(words) for words in said] if article.print_as == "eth" else said
        for words in said:
            assert tidy(words) in text, article.path
        for picture in article.images:
            ET.fromstring(get(newspaper, f"/images/{picture.name}.svg").body)


@pytest.mark.parametrize("name", NAMES)
def test_every_article_is_reached_by_links(newsstand: Newsstand, name: str) -> None:
    newspaper = named(newsstand, name)
    known, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        answer = get(newspaper, path)
        if location := answer.headers["Location"]:
            found = {location} if location.startswith("/") else set()
        else:
            found = links(newspaper, path, answer) if answer.headers["Content-Type"].startswith("text/html") else set()
        waiting += found - known
        known |= found
    assert {path for article in of(name) for path in article.page_paths} <= known


def test_wordpress_sitemap_has_a_gzipped_child(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "deo-may")
    robots = get(newspaper, "/robots.txt").body.decode()
    assert f"Sitemap: {newspaper.url}wp-sitemap.xml" in robots
    children = locations(get(newspaper, "/wp-sitemap.xml").body)
    bodies = [get(newspaper, urlsplit(child).path).raw for child in children]
    assert [body[:2] == b"\x1f\x8b" for body in bodies] == [False, True]
    pages = locations(bodies[0]) + locations(gzip.decompress(bodies[1]))
    assert sorted(pages) == sorted(newspaper.url.rstrip("/") + article.path for article in of("deo-may"))


def test_modern_sitemaps_cover_the_articles_and_the_news_sitemap_the_newest(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "con-cat")
    robots = get(newspaper, "/robots.txt").body.decode()
    assert "Crawl-delay: 0.05" in robots and robots.count("Sitemap: ") == 2
    pages = [
        page
        for child in locations(get(newspaper, "/sitemap.xml").body)
        for page in locations(get(newspaper, urlsplit(child).path).body)
    ]
    assert sorted(pages) == sorted(newspaper.url.rstrip("/") + article.path for article in of("con-cat"))
    news = ET.fromstring(get(newspaper, "/sitemap-news.xml").body)
    titles = [title.text for title in news.iter("{http://www.google.com/schemas/sitemap-news/0.9}title")]
    assert titles[0] == of("con-cat")[0].title


def locations(sitemap: bytes) -> list[str]:
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    return [location.text or "" for location in ET.fromstring(sitemap).iter(namespace)]


@pytest.mark.parametrize(
    ("name", "path", "title"),
    [
        ("deo-may", "/feed/", "channel/item/title"),
        ("ben-nuoc", "/rss.aspx", "channel/item/title"),
        ("con-cat", "/atom.xml", "{*}entry/{*}title"),
    ],
)
def test_feeds_name_the_ten_newest(newsstand: Newsstand, name: str, path: str, title: str) -> None:
    feed = ET.fromstring(get(named(newsstand, name), path).body)
    assert [item.text for item in feed.findall(title)] == [article.title for article in of(name)[:10]]


def test_the_portal_has_neither_sitemap_nor_feed_and_never_says_404_for_a_page(newsstand: Newsstand) -> None:
    portal = named(newsstand, "cu-lao")
    assert {get(portal, path).status for path in ("/robots.txt", "/sitemap.xml", "/feed/")} == {404}
    missing = get(portal, "/thoi-su/99999.htm")
    assert missing.status == 200 and "Không tìm thấy" in missing.text
    titles = {html.fromstring(get(portal, article.path).body).findtext(".//title") for article in of("cu-lao")[:5]}
    assert titles == {"Cù Lao điện tử"}


def test_taken_down_pages_answer_404_and_410(newsstand: Newsstand) -> None:
    gone = {article.newspaper: article.path for article in truth() if article.gone}
    assert {get(named(newsstand, name), path).status for name, path in gone.items()} == {200}
    newsstand.set_edition(2)
    assert {name: get(named(newsstand, name), path).status for name, path in gone.items()} == {
        "deo-may": 404,
        "con-cat": 410,
    }


def test_traps_of_the_modern_site(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "con-cat")
    flaky = next(article.path for article in of("con-cat") if article.id == 10207)
    assert [get(newspaper, flaky).status for _ in range(3)] == [500, 200, 200]
    old = next(article for article in of("con-cat") if article.old_path)
    answer = get(newspaper, old.old_path or "")
    assert (answer.status, answer.headers["Location"]) == (301, old.path)
    assert urlsplit(get(newspaper, "/qc/1").headers["Location"]).hostname == "quang-cao.example"
    wall = get(newspaper, newspaper.site.LOGIN)  # type: ignore[attr-defined]
    assert wall.status == 200 and "Vui lòng đăng nhập" in wall.text
    assert wall.text.count(".") < 5


def test_ids_in_the_query_and_where_they_once_were(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "ben-nuoc")
    story = of("ben-nuoc")[0]
    other_order = get(newspaper, f"/tin.aspx?cm=9&id={story.id}")
    assert story.title in other_order.text
    canonical = html.fromstring(other_order.body).xpath("//link[@rel='canonical']/@href")
    assert canonical == [newspaper.url.rstrip("/") + story.path]
    assert get(newspaper, f"/viewnews.asp?nid={story.id}").headers["Location"] == story.path
    for nowhere in ("/tin.aspx?id=999999&cm=1", "/muc.aspx?cm=x", "/muc.aspx?cm=1&trang=99"):
        assert get(newspaper, nowhere).status == 404


def test_unchanged_pages_answer_304(newsstand: Newsstand) -> None:
    newspaper, article = named(newsstand, "con-cat"), of("con-cat")[0]
    first = get(newspaper, article.path)
    assert parsedate_to_datetime(first.headers["Last-Modified"]).isoformat() == "2026-10-27T10:15:00+00:00"
    assert get(newspaper, article.path, If_None_Match=first.headers["ETag"]).status == 304
    assert get(newspaper, article.path, If_Modified_Since=first.headers["Last-Modified"]).status == 304
    newspaper.set_edition(2)
    again = get(newspaper, article.path, If_None_Match=first.headers["ETag"])
    assert again.status == 200 and "ba hồ chứa" in again.text


def test_a_view_counter_makes_every_wordpress_answer_different(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "deo-may")
    path = of("deo-may")[0].path
    first, second = get(newspaper, path), get(newspaper, path)
    assert first.body != second.body and not first.headers["ETag"]


def test_head_says_what_get_would_and_gzip_is_real(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "con-cat")
    head, plain, packed = (
        get(newspaper, "/", "HEAD"),
        get(newspaper, "/"),
        get(newspaper, "/", Accept_Encoding="gzip"),
    )
    assert head.raw == b"" and head.headers["Content-Length"] == str(len(plain.raw))
    assert packed.body == plain.body and len(packed.raw) < len(plain.raw)


def test_the_access_log_remembers_who_asked_for_what(newsstand: Newsstand) -> None:
    newspaper = named(newsstand, "ben-nuoc")
    get(newspaper, "/khong-co", User_Agent="somebody")
    (line,) = newspaper.requests
    assert (line.method, line.path, line.status, line.user_agent) == ("GET", "/khong-co", 404, "somebody")


# --- how text is spoilt


def test_tcvn3_is_what_old_pages_show() -> None:
    assert tcvn3("trưởng") == "tr\xadëng"
    assert tcvn3("Quyết định của Bộ trưởng Bộ Văn hóa") == "QuyÕt ®Þnh cña Bé tr\xadëng Bé V¨n hãa"
    with pytest.raises(ValueError, match="Ủ"):
        tcvn3("Ủy ban")


def test_windows_1258_can_be_read_back() -> None:
    text = "Ủy ban nhân dân “Cồn Ngao” – ậ ặ ẫ ễ ợ ự Đ đ ỹ"
    assert unicodedata.normalize("NFC", windows_1258(text).decode("cp1258")) == text


def test_decomposed_text_is_the_same_text() -> None:
    assert nfd("ế") == "e\u0302\u0301"


# --- the command


def test_command_prints_the_addresses_and_says_when_a_port_is_taken() -> None:
    base = free_ports(len(NAMES))
    command = [sys.executable, "-m", "crawler.sample", "--port-base", str(base), "--edition", "2"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        lines = [server.stdout.readline().split() for _ in NAMES]
        assert [line[0] for line in lines] == NAMES
        assert [line[1] for line in lines] == [f"http://127.0.0.1:{base + n}/" for n in range(1, len(NAMES) + 1)]
        second = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1 and f"Port {base + 1}" in second.stderr
        with pytest.raises(PortTakenError), serve(port_base=base):
            pass
    finally:
        server.terminate()
        server.wait()


def free_ports(count: int) -> int:
    """A port after which `count` ports are free."""
    for base in range(21000, 30000, 10):
        try:
            for port in range(base + 1, base + 1 + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    raise AssertionError("no free ports")
