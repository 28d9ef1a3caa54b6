"""The traps of provincial newspapers' sites, each with what it would do to an archive that does not know it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from crawler import catalogue
from crawler.discovery.addresses import normalize
from crawler.discovery.links import parse
from pipelines.page import Page
from pipelines.rules import FIELDS

from . import forked
from .conftest import Field, Pages, environment
from .replicas import Replica, build, dresses
from .replicas.papers import FIXTURES
from .replicas.server import Answer, Stand
from .replicas.stories import VIETNAM, Story, stories
from .test_families import articles_of, read

PAPERS = catalogue.described(["crawler.newspapers"])


def replica(name: str) -> Replica:
    return build(PAPERS[name], sorted(FIXTURES).index(name))


def html(text: str) -> Answer:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


def links(*paths: str) -> Answer:
    items = "".join(f"<li><a href='{path}'>Bài {n}</a></li>" for n, path in enumerate(paths))
    return html(f"<html><head><title>Báo</title></head><body><ul>{items}</ul></body></html>")


def moved(to: str) -> Answer:
    return 301, {"Location": to}, b""


def laid(name: str, bait: str) -> list[tuple[Story, Page]]:
    """The articles of the replica of the newspaper where a trap was seen, read. Fails where the bait is on none of its
    pages. test_families holds what a crawl stores of them against what was written."""
    pages = articles_of(name)
    assert any(bait in body.decode() for _, body in pages), f"{name}: no {bait}"
    paper = PAPERS[name]
    told = [story for story, _ in replica(name).told]
    return [
        (s, read(paper, url, paper.preprocess(body), paper.rules)) for s, (url, body) in zip(told, pages, strict=True)
    ]


def test_1_html_that_ends_before_its_head() -> None:
    for url, body in articles_of("baotayninh"):
        assert not HtmlResponse(url, body=body).css("h1"), "Scrapy, which takes it as it stands, finds nothing"
    for story, page in laid("baotayninh", "</html><head>"):
        assert page.article and (page.article.title, page.article.body) == (story.title, story.body)


def test_2_a_text_that_a_script_writes() -> None:
    for url, body in articles_of("baoquangngai"):
        unmended = read(PAPERS["baoquangngai"], url, body, None).article
        assert unmended is None or len(unmended.body) < 300
    for story, page in laid("baoquangngai", '<div id="content"></div>'):
        assert page.article and page.article.body == story.body


def test_3_a_clock_in_the_head_is_no_date_of_the_article() -> None:
    for story, page in laid("baolaichau", "Thứ hai, 23/11/2026 - 12:40"):
        assert page.article and page.article.published_at == f"{story.when:%Y-%m-%dT%H:%M:%S+07:00}"


def test_3_not_even_where_the_article_has_none() -> None:
    story = stories("Lai Châu", 2)[0]
    dressed = dresses.clock(story).replace(f"{story.when:%H:%M %d/%m/%Y}", "")
    body = dresses.page("Báo Lai Châu", story, dressed).encode()
    page = read(PAPERS["baolaichau"], f"https://baolaichau.vn/xa-hoi/{story.slug}", body, None)
    assert page.article and page.article.body == story.body and page.article.published_at is None


@pytest.mark.parametrize("slow", [0, 5, 600, None])
def test_3_nor_where_the_clock_is_slow_or_tells_the_day_alone(slow: int | None) -> None:
    story = stories("Lai Châu", 2)[0]
    now = datetime.now(VIETNAM)
    shown = f"{now:%d/%m/%Y}" if slow is None else f"{now - timedelta(minutes=slow):%d/%m/%Y - %H:%M}"
    dressed = (
        dresses.clock(story).replace(f"{story.when:%H:%M %d/%m/%Y}", "").replace("Thứ hai, 23/11/2026 - 12:40", shown)
    )
    page = read(PAPERS["baolaichau"], f"https://baolaichau.vn/{story.slug}", dressed.encode(), None)
    assert page.article and page.article.body == story.body and page.article.published_at is None


def test_4_placeholders_of_a_template_are_no_text() -> None:
    for story, page in laid("baoquangtri", "{publish}"):
        assert page.article and (page.article.lead, page.article.body) == (story.lead, story.body)


def test_4_a_title_that_was_never_filled_is_read_elsewhere() -> None:
    story = stories("Quảng Trị", 1)[0]
    for heading in ("", f"<h1>{story.title}</h1>"):
        inner = dresses.dataimg(story).replace(f">{story.title}</h1>", ">{title}</h1>" + heading)
        head = '<meta property="og:title" content="{title}">'
        body = dresses.page("Báo Quảng Trị", story, inner, head=head).encode()
        paper = PAPERS["baoquangtri"]
        for mended in (body, paper.preprocess(body)):
            page = read(paper, "https://baoquangtri.vn/bai-135352.htm", mended, paper.rules)
            assert page.article and (page.article.title, page.article.body) == (story.title, story.body)


def test_5_an_id_in_the_query_is_the_article() -> None:
    key = PAPERS["baobinhdinh"].article_key
    address = "https://baobinhdinh.vn/viewer.aspx?"
    assert key(f"{address}macm=39&macmp=39&mabb=222823") == key(f"{address}mabb=222823&macm=5&utm_source=z") == "222823"
    assert key(f"{address}macm=39&macmp=39&mabb=222824") == "222824"
    assert normalize(f"{address}macm=39&macmp=39&mabb=222823") == f"{address}macm=39&macmp=39&mabb=222823"


@pytest.mark.parametrize(
    "script",
    [
        'var outputData = "{}";',
        "outputData='{}';",
        "let outputData = `{}`;",
        '$("#content").html("{}");',
        "$(function() {{ $('#content').html('{}'); }});",
        "$('#content') .html( `{}` )",
        'document.getElementById("content").innerHTML = "{}";',
        "document.querySelector('#content').innerHTML = `{}`;",
    ],
)
def test_2_a_text_in_a_script_in_any_of_its_quotes(script: str) -> None:
    told = r"<p class=\"a\">M\u1ed9t \'h\xe0ng\' \`v\u{e0}\` \ud83c\udf3e hai<\/p>\n<p>Hai<\/p>"
    page = f'<div id="content">\n</div><script>{script.format(told)}</script>'
    told = "<p class=\"a\">Một 'hàng' `và` 🌾 hai</p>\n<p>Hai</p>"
    assert f'<div id="content">{told}\n</div>'.encode() in PAPERS["baoquangngai"].preprocess(page.encode())


def test_2_a_text_that_is_there_is_not_written_over() -> None:
    page = b"<div id='content'><p>Text that is there</p></div><script>outputData = \"x\"</script>"
    assert PAPERS["baoquangngai"].preprocess(page) == page


def test_6_a_server_that_reads_the_id_alone(field: Field) -> None:
    """A wrong slug answers 200 with another article; the page's canonical address says which."""
    story = stories("Cần Thơ", 1)[0]
    canonical = f'<link rel="canonical" href="https://baocantho.com.vn/{story.slug}-a120415.html">'
    body = html(dresses.page("Báo Cần Thơ", story, dresses.aid_cantho(story), head=canonical))
    pages: Pages = {
        ("baocantho.com.vn", "/"): links("/mot-bai-hoan-toan-khac-a120415.html", f"/{story.slug}-a120415.html"),
        ("baocantho.com.vn", "/mot-bai-hoan-toan-khac-a120415.html"): body,
        ("baocantho.com.vn", f"/{story.slug}-a120415.html"): body,
    }
    field.crawl("baocantho", pages)
    assert field.rows("select url, key, title from articles") == [
        (f"https://baocantho.com.vn/{story.slug}-a120415.html", "a120415", story.title)
    ]
    assert field.rows("select count(*) from pages where article_id is not null") == [(2,)]


def test_7_a_chain_that_is_not_whole_is_borne_with_at_that_newspaper_alone(field: Field) -> None:
    """In one process with another that has the same trouble, and two that have none."""
    pages = {at: answer for name in FIXTURES for at, answer in replica(name).pages.items()}
    with Stand(dict(pages), field.folder, no_chain=["baotravinh.vn", "baohaugiang.com.vn"]) as stand:
        env = {**environment(ARCHIVE=field.path, PROGRESS_INTERVAL=0, RETRY_TIMES=1), **stand.environment}
        done = forked.run("crawlall", "--family", "upimg", env=env, timeout=300)
    stored = field.rows("select newspaper, count(*) from articles group by 1 order by 1")
    assert stored == [("baobaclieu", 3), ("baokiengiang", 3), ("baotravinh", 3)]
    borne = [line for line in done.stderr.splitlines() if "DOWNLOAD_VERIFY_CERTIFICATES=False" in line]
    assert borne and all("baotravinh: " in line and "for this newspaper alone" in line for line in borne)
    assert "certificate" in "".join(line for line in done.stdout.splitlines() if "baohaugiang" in line)


def test_7_tls_of_the_old_kind_is_borne_with_at_that_newspaper_alone(field: Field) -> None:
    """A server that knows nothing of secure renegotiation, for one newspaper that is known for it and one that is not."""
    old = {"old_tls": ["baoapbac.vn", "baothainguyen.vn"]}
    field.crawl("baoapbac", dict(replica("baoapbac").pages), **old)
    assert field.rows("select newspaper, count(*) from articles group by 1") == [("baoapbac", 3)]
    assert "baoapbac: DOWNLOAD_VERIFY_CERTIFICATES=False, for this newspaper alone" in field.done.stderr
    field.crawl("baothainguyen", dict(replica("baothainguyen").pages), **old)
    assert "renegotiation" in field.done.stderr and "DOWNLOAD_VERIFY" not in field.done.stderr
    assert field.rows("select count(*) from pages where url like 'https://baothainguyen.vn/%' and status = 200") == [
        (0,)
    ]


def test_7_all_others_are_verified() -> None:
    assert sorted(name for name, paper in PAPERS.items() if paper.tls_overrides) == ["baoapbac", "baotravinh"]
    settings = Settings()
    settings.setmodule("crawler.settings")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_8_links_count_from_the_base_of_another_host() -> None:
    for _, page in laid("baodongkhoi", '<base href="https://dongkhoi.baovinhlong.vn/">'):
        assert page.tree is not None
        hosts = {"baodongkhoi.vn", "dongkhoi.baovinhlong.vn"}
        found = {link.url for link in parse(page.tree, "https://baodongkhoi.vn/bai-a1.html", hosts)}
        assert "https://dongkhoi.baovinhlong.vn/gioi-thieu/" in found
        assert not any("/baodongkhoi.vn" in url for url in found)


def test_9_the_first_h1_is_a_trail_of_sections() -> None:
    for story, page in laid("baocantho", "<h1 class='breadcrumb'>"):
        assert page.article and page.article.title == story.title


def test_10_og_title_is_the_name_of_the_site() -> None:
    for story, page in laid("baodaklak", '<meta property="og:title" content="Báo Đắk Lắk điện tử">'):
        assert page.article and page.article.title == story.title


def test_11_an_article_that_goes_through_three_systems_is_one(field: Field) -> None:
    """Ids of the three are not known to be the same; the redirects between them are what is sure."""
    story = stories("Nghệ An", 3)[0]
    old, middle, new = (
        f"/tin/201604/{story.slug}-2679811/",
        f"/{story.slug}-post283345.html",
        f"/{story.slug}-300867.html",
    )
    body = html(dresses.page("Báo Nghệ An", story, dresses.onecms(story)))
    host = "baonghean.vn"
    field.crawl("baonghean", {(host, "/"): links(old), (host, old): body})
    field.crawl("baonghean", {(host, "/"): links(), (host, old): moved(middle), (host, middle): body}, "revisit=all")
    field.crawl(
        "baonghean",
        {(host, "/"): links(), (host, old): moved(new), (host, middle): moved(new), (host, new): body},
        "revisit=all",
    )
    assert field.rows("select key, url from articles") == [("300867", f"https://{host}{new}")]
    addresses = field.rows("select url from pages where article_id is not null")
    assert {url for (url,) in addresses} == {f"https://{host}{path}" for path in (old, middle, new)}


def test_11_an_article_of_a_newspaper_that_was_merged_stays_the_same_at_its_heir(field: Field) -> None:
    """Under the successor's host, by its id; not an article of the successor's that happens to bear the same one."""
    kept, other = stories("Hà Giang", 0)[:2]
    path = f"/van-hoa/202410/{kept.slug}-5e00fab/"
    body = html(dresses.page("Báo Hà Giang", kept, dresses.dataimg(kept)))
    collides = f"/xa-hoi/202411/{other.slug}-5e00fac/"
    pages: Pages = {
        ("baohagiang.vn", "/"): links(path, collides),
        ("baohagiang.vn", path): body,
        ("baohagiang.vn", collides): html(dresses.page("Báo Hà Giang", other, dresses.dataimg(other))),
    }
    field.crawl("baohagiang", pages)
    own = stories("Tuyên Quang", 2)[0]
    successor: Pages = {
        ("baotuyenquang.com.vn", "/"): links(path, f"/kinh-te/202411/{own.slug}-5e00fac/"),
        ("baotuyenquang.com.vn", path): body,
        ("baotuyenquang.com.vn", f"/kinh-te/202411/{own.slug}-5e00fac/"): html(
            dresses.page("Báo Tuyên Quang", own, dresses.dataimg(own))
        ),
    }
    field.crawl("baotuyenquang", successor)
    assert field.rows("select newspaper, title from articles order by title") == sorted(
        [("baohagiang", kept.title), ("baohagiang", other.title), ("baotuyenquang", own.title)],
        key=lambda row: row[1].encode(),
    )
    both = field.rows("select pages.url from pages join articles a on a.id = article_id where a.title = ?", kept.title)
    assert {url for (url,) in both} == {f"https://baohagiang.vn{path}", f"https://baotuyenquang.com.vn{path}"}


def test_11_a_home_that_leads_to_the_heir_says_so_and_hands_its_articles_on(field: Field) -> None:
    story = stories("Hà Giang", 0)[0]
    path = f"/van-hoa/202410/{story.slug}-5e00fab/"
    body = html(dresses.page("Báo Hà Giang", story, dresses.dataimg(story)))
    field.crawl("baohagiang", {("baohagiang.vn", "/"): links(path), ("baohagiang.vn", path): body})
    gone: Pages = {
        ("baohagiang.vn", "/"): links("/gioi-thieu/"),
        ("baohagiang.vn", path): moved(f"https://baotuyenquang.com.vn{path}"),
        ("baotuyenquang.com.vn", "/"): links(),
        ("baotuyenquang.com.vn", path): body,
    }
    field.crawl("baohagiang", gone, "revisit=all")
    field.crawl("baotuyenquang", gone)
    assert field.rows("select newspaper, gone_at from articles") == [("baohagiang", None)]
    assert field.rows("select count(*) from pages where article_id is not null") == [(2,)]
    everything: Pages = {
        ("baohagiang.vn", "/"): moved("https://baotuyenquang.com.vn/"),
        ("baotuyenquang.com.vn", "/"): links(),
    }
    field.crawl("baohagiang", everything, ok=False)
    assert "scrapy crawl baotuyenquang" in field.done.stderr


def test_12_composed_and_decomposed_letters_are_one_article() -> None:
    key = PAPERS["baolaichau"].article_key
    composed = "https://baolaichau.vn/x%C3%A3-h%E1%BB%99i/c%C3%A2u-chuy%E1%BB%87n"
    decomposed = "http://www.baolaichau.vn/xa%CC%83-h%C3%B4%CC%A3i/c%C3%A2u-chuy%C3%AA%CC%A3n/"
    assert key(composed) == key(decomposed) == "xã-hội/câu-chuyện"
    assert key("https://baolaichau.vn/kinh-te/cau-chuyen-84211") == "84211"


def test_13_what_is_glued_behind_an_address_is_cut_off() -> None:
    glued = normalize("https://thainguyentv.vn/tin-tuc/bai-107703.html&in_play=NDk4MjM=")
    assert glued == "https://thainguyentv.vn/tin-tuc/bai-107703.html"
    assert PAPERS["thainguyentv"].article_key(glued) == "107703"
    assert any("&in_play=" in path for _, path in replica("thainguyentv").pages)


def test_14_an_entity_in_an_address_and_a_title(field: Field) -> None:
    story = stories("Phú Thọ", 4)[0]
    path = "/van-hanh-ung-dung-nbsp-ban-do-so-258512.htm"
    page = dresses.page("Báo Phú Thọ", story, dresses.plain(story)).replace("chợ phiên", "chợ&nbsp;phiên")
    field.crawl("baophutho", {("baophutho.vn", "/"): links(path), ("baophutho.vn", path): html(page)})
    assert field.rows("select title, key, url from articles") == [
        (story.title, "258512", f"https://baophutho.vn{path}")
    ]


def test_15_a_syndicated_copy_is_an_article_of_its_own(field: Field) -> None:
    """With the newspaper's tag and another dash, and the newspaper's page named as canonical."""
    story = stories("Quảng Bình", 5)[0]
    paper = f"/kinh-te/202610/{story.slug}-2203947/"
    dressed = dresses.quangbinh(story).replace(f"<strong>{story.lead}", f"<strong>(QBĐT) - {story.lead}")
    field.crawl(
        "baoquangbinh",
        {
            ("baoquangbinh.vn", "/"): links(paper),
            ("baoquangbinh.vn", paper): html(dresses.page("Báo Quảng Bình", story, dressed)),
        },
    )
    copy = f"/quangbinh/{story.slug}"
    head = f'<link rel="canonical" href="https://baoquangbinh.vn{paper}">'
    syndicated = dresses.plain(story).replace(f"<strong>{story.lead}", f"<strong>(QBĐT) – {story.lead}")
    field.crawl(
        "vietnamvn",
        {
            ("vietnam.vn", "/"): links(copy),
            ("vietnam.vn", copy): html(dresses.page("Vietnam.vn", story, syndicated, head=head)),
        },
    )
    assert field.rows("select newspaper, url, lead, source_tag from articles order by newspaper") == [
        ("baoquangbinh", f"https://baoquangbinh.vn{paper}", story.lead, "QBĐT"),
        ("vietnamvn", f"https://vietnam.vn{copy}", story.lead, "QBĐT"),
    ]
    assert field.rows("select count(*) from revisions") == [(2,)]


def test_16_a_shell_of_javascript_is_no_article_and_takes_none_away(field: Field) -> None:
    shell = html(
        '<html><head><script>document.cookie="D1N=1a2b3c";window.location.reload(true);</script></head></html>'
    )
    pages = dict(replica("baohatinh").pages)
    field.crawl("baohatinh", pages)
    before = field.rows("select title, body from articles order by id")
    field.crawl("baohatinh", dict.fromkeys(pages, shell), "revisit=all", ok=False)
    assert "scrapy crawl: https://baohatinh.vn/: JavaScript shell" in field.done.stderr
    assert field.rows("select title, body from articles order by id") == before and len(before) == 3
    assert field.rows("select count(*) from articles where gone_at is not null or changed_at is not null") == [(0,)]
    waiting = field.rows("select count(*) from pages where article_id is not null and due_at is not null")
    assert waiting == [(3,)]


def test_16_a_server_that_waits_for_its_cookie_is_a_wall(field: Field) -> None:
    pages = dict(replica("baohatinh").pages)
    walls = {at: (307, {"Location": at[1], "Set-Cookie": "vao=1; Path=/"}, b"") for at in pages}
    field.crawl("baohatinh", walls, ok=False)
    assert "scrapy crawl: https://baohatinh.vn/: cookie wall" in field.done.stderr
    assert field.rows("select reason from pages where url = 'https://baohatinh.vn/'") == [("cookie_wall",)]
    assert field.rows("select count(*) from articles") == [(0,)]


def test_17_no_feed_is_asked_for_that_nobody_named_and_a_dead_one_rarely(field: Field) -> None:
    """test_families shows the former for all of them; here a feed that a class names, and that is there no more."""
    feed = "/rss/video"
    pages = {at: answer for at, answer in replica("baodaknong").pages.items() if at[1] != feed}

    def asked() -> int:
        return [path for _, path, _ in field.crawl("baodaknong", dict(pages)).log].count(feed)

    def rest() -> float:
        """Days until it is asked again."""
        ((days,),) = field.rows(
            "select julianday(due_at) - julianday(fetched_at) from pages where kind = 'feed' and state = 'gone'"
        )
        return days

    assert [asked(), asked()] == [1, 0]
    assert (first := rest()) > 6.9
    with closing(sqlite3.connect(field.path)) as conn, conn:  # a week on
        conn.execute(
            "update pages set due_at = strftime(:form, 'now', '-1 hour'), fetched_at = strftime(:form, 'now', '-7 days')"
            " where kind = 'feed'",
            {"form": "%Y-%m-%dT%H:%M:%SZ"},
        )
    assert asked() == 1
    assert rest() > 1.9 * first


def test_a_former_host_that_is_dead_holds_nothing_up(field: Field) -> None:
    pages = dict(replica("baobackan").pages)
    old = [f"http://baobackan.org.vn/bai-cu-so-{n}-post{100 + n}.html" for n in range(40)]
    host, path = "baobackan.vn", "/xahoi/"
    pages[host, path] = html(
        pages[host, path][2].decode().replace("</ul>", "".join(f"<a href='{url}'>Cũ</a>" for url in old) + "</ul>", 1)
    )
    alive = {address: answer for address, answer in pages.items() if address[0] == host}
    field.crawl("baobackan", dict(alive))
    assert field.rows("select count(*) from articles") == [(3,)]
    assert field.rows("select count(*) from pages where due_at is not null and url like '%org.vn/bai-cu%'") == [(40,)]


def test_a_home_that_has_moved_back_to_http_is_found(field: Field) -> None:
    """No server for https: the certificate's port is closed to this host."""
    pages = dict(replica("baothaibinh").pages)
    plain: Pages = {
        at: (status, headers, body.replace(b"https:", b"http:")) for at, (status, headers, body) in pages.items()
    }
    field.crawl("baothaibinh", plain, http_only=["baothaibinh.com.vn"])
    assert field.rows("select count(*) from articles") == [(3,)]
    assert "reading http://baothaibinh.com.vn/ instead" in field.done.stderr


def test_every_guess_is_told_from_what_was_seen() -> None:
    for name, paper in PAPERS.items():
        facts = {
            "home",
            "former",
            "successor",
            "family",
            "patterns",
            "feeds",
            "by_number",
            "deny_pattern",
            "tls_overrides",
            *FIELDS,
        }
        assert paper.verified and set(paper.verified) <= facts, name
        assert all(len(month) == 7 and month[4] == "-" for month in paper.verified.values())
        assert paper.successor is None or paper.successor in PAPERS


def test_saved_pages_of_a_newspaper_are_the_articles_it_printed(field: Field, tmp_path: Path) -> None:
    """A page saved years ago, read under the newspaper's rules and identity: the article is stored once."""
    pages = replica("baothainguyen")
    story, urls = pages.told[0]
    field.crawl("baothainguyen", dict(pages.pages))
    before = field.rows("select count(*) from articles")
    saved = tmp_path / "luu" / "bai.html"
    saved.parent.mkdir()
    head = f'<link rel="canonical" href="http://baothainguyen.org.vn/chuyen-muc-cu/202610/{story.slug}-79a138b/">'
    number = int(urls[0].rstrip("/").rpartition("-")[2], 16)
    saved.write_text(
        dresses.page("Báo Thái Nguyên", story, dresses.dataimg(story), head=head.replace("79a138b", f"{number:07x}"))
    )
    field.crawl("files", dict(pages.pages), f"path={saved}", "newspaper=baothainguyen")
    assert field.rows("select count(*) from articles") == before
    read_at = field.rows(
        "select p.url from pages p join articles a on a.id = p.article_id where a.title = ?", story.title
    )
    assert (saved.as_uri(),) in read_at
