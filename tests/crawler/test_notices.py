"""A newspaper in trouble that answers with its own head and a notice: no article loses its text by it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest

from tests.crawler import invented
from tests.crawler.conftest import listing

PATHS = [f"/xa-sua-cau-treo-da-muc-van-{number}.html" for number in range(1001, 1012)]
HEAD = '<html><head><title>{}</title></head><body><ul id="muc"><li><a href="/">Trang nhất</a></li><li><a href="/xa-hoi/">Xã hội</a></li></ul>'
FOOT = '<div id="chan">Báo Bờ Kênh. Tòa soạn: số 12 đường Bờ Kênh.</div></body></html>'
NOTICES = (
    ("Xin chờ ít phút", "Máy chủ đang bận, xin bạn đọc trở lại sau. Mã: DB-{}. Nhà báo thành thật xin lỗi vì đã để bạn phải chờ lâu như thế này."),
    ("Bạn là người hay máy?", "Có quá nhiều lượt hỏi từ chỗ bạn trong ít phút qua. Hãy gõ những chữ số trong hình để đọc tiếp trang báo hôm nay."),
    ("Gói bạn đọc", "Bạn đã đọc hết số bài miễn phí của tháng này. Mời bạn đặt báo từ 19.000 đồng một tháng để đọc tiếp mọi bài."),
    ("Đang viết lại", "Nội dung này đang được tòa soạn chuẩn bị. Mời bạn quay lại vào chiều nay, khi bản đầy đủ đã lên trang báo."),
)  # fmt: skip

# What stands below an article's own headline where its text is kept from the reader: {0} is its lead, {1} its first paragraph.
WALLS = (
    "<div class='sapo'>{0}</div><p>{1}</p><p>Bạn cần đăng nhập bằng tài khoản trả phí để đọc hết bài này.</p>",
    "<p>Đăng nhập để đọc tiếp</p>",
    "<div class='sapo'>{0}</div><p>Nội dung đang được cập nhật.</p>",
    "<div class='sapo'>{0}</div><p>Subscribe to continue reading. Already have an account? Sign in.</p>",
    "<p>Nội dung dành cho người đủ 18 tuổi. Bạn đã đủ 18 tuổi?</p>",
    "<p>Chúng tôi thấy bạn đang dùng phần mềm chặn quảng cáo. Hãy tắt đi và tải lại trang.</p>",
    "<div class='sapo'>{0}</div>",
    "<p>{1:.40}...</p>",
    # in words that no rule knows: a code by telephone, a taste and a price, a file of consents
    "<p>Trang này mở cho ai đã có thẻ. Nhắn BK tới 8077 để nhận dãy số rồi gõ vào ô dưới đây.</p>",
    "<div class='sapo'>{0}</div><p>{1}</p><p>Còn ba phần tư bài ở phía dưới. Ủng hộ 15.000 đồng một tuần để mở.</p>",
    "<p>We and 187 vendors keep small files on your phone.</p><p>You can object to each of them on the second screen.</p>",
)

RULED = (
    "Hội đồng xét xử tuyên bị cáo hai năm tù treo. Người dự khán ngồi kín sân, ai cũng mong vụ án sớm khép lại cho yên."
)


def story(number: int, by: str = "Thu Hà") -> str:
    title, lead, paragraphs = invented.article(number)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"{HEAD.format(f'{title} - Báo Bờ Kênh')}<h1>{title}</h1><div class='ngay'>Ngày đăng: 0{number}/03/2020 08:1{number}</div>"
        f"<div class='sapo'>{lead}</div><div class='bai'>{text}<p align='right'><b>{by}</b></p></div>{FOOT}"
    )


def notice(title: str, text: str) -> str:
    return f"{HEAD.format('Báo Bờ Kênh')}<h1>{title}</h1><p>{text}</p>{FOOT}"


def walled(number: int, wall: str) -> str:
    title, lead, paragraphs = invented.article(number)
    day = f"<div class='ngay'>Ngày đăng: 0{number}/03/2020 08:1{number}</div>"
    return f"{HEAD.format(f'{title} - Báo Bờ Kênh')}<h1>{title}</h1>{day}{wall.format(lead, paragraphs[0])}{FOOT}"


def stored(rows):
    return rows("select url, title, lead, byline, published_at, body from articles order by url")


def test_a_notice_replaces_nothing_at_one_address_as_at_all(site, crawl, rows, scrapy) -> None:
    well = {"/": listing(*PATHS), **{path: story(n) for n, path in enumerate(PATHS)}}
    site.pages = dict(well)
    crawl()
    before = stored(rows)
    assert len(before) == len(PATHS)
    single = dict(zip(PATHS, (notice(*told) for told in NOTICES), strict=False))
    same = {path: notice(NOTICES[0][0], NOTICES[0][1].format(7 * n)) for n, path in enumerate(PATHS)}
    walls = {path: walled(n, wall) for n, (path, wall) in enumerate(zip(PATHS, WALLS, strict=True))}
    for trouble in (walls, single, same):
        site.pages = well | trouble
        crawl("revisit=all")
        assert stored(rows) == before
        assert rows("select max(number) from revisions") == [(1,)]
        told = "select count(*) from pages where state = 'article' and reason is not null"
        assert rows(told) == [(len(trouble),)], "whatever the notice is known by"
        assert scrapy("reprocess").returncode == 0
        assert stored(rows) == before
    assert "not its own: 11 of" in scrapy("newspapers", "--check").stdout
    new = "/xa-sua-cau-treo-da-muc-van-1020.html"
    site.pages = well | {"/": listing(*PATHS, new), new: notice(NOTICES[0][0], NOTICES[0][1].format(99))}
    crawl()
    assert stored(rows) == before, "what is in doubt at known addresses is no article at a new one"
    site.pages = well
    crawl("revisit=all")
    assert stored(rows) == before
    assert rows(told) == [(0,)]


def test_what_is_found_again_a_day_later_is_an_edit(scrapy, rows, tmp_path) -> None:
    at = f"http://bo-kenh.example{PATHS[0]}"
    title, anew = "Phiên tòa ở nhà văn hóa", notice("Phiên tòa ở nhà văn hóa", RULED)
    first, again, early = (invented.day(2021, number) for number in (1, 3, 1))
    for number, (when, text, revisions) in enumerate(
        [(invented.day(2020, 9), story(1), 1), (first, anew, 1), (early, anew, 1), (again, anew, 2)]
    ):
        path = invented.warc(tmp_path / f"{number}.warc.gz", [(at, text, when)])
        scrapy("crawl", "files", "-a", f"path={path}")
        assert rows("select count(*), max(number) from revisions") == [(revisions, revisions)]
    assert rows("select title from articles") == [(title,)]


def test_a_wall_that_quotes_each_headline_is_one_wall(scrapy, rows, tmp_path) -> None:
    asks = "<p>Muốn biết “{0}” thì xin cho hay nơi ở trước đã.</p><p>Sau đó bấm vào dòng: {0}.</p>"
    walls = [walled(number, asks.format(invented.article(number)[0])) for number in range(3)]
    well = [story(number) for number in range(3)]
    for number, (pages, when) in enumerate(
        [(well, invented.day(2020, 9)), (walls, invented.day(2021, 1)), (walls, invented.day(2021, 3))]
    ):
        told = [(f"http://bo-kenh.example{path}", page, when) for path, page in zip(PATHS, pages, strict=False)]
        scrapy("crawl", "files", "-a", f"path={invented.warc(tmp_path / f'{number}.warc.gz', told)}")
        assert rows("select count(*), max(number) from revisions") == [(3, 1)]
    assert rows("select distinct reason from pages") == [("unlike",)]


class Everywhere(dict):
    """Pages of a newspaper that answers any other address too, with what it has for addresses that lead nowhere."""

    def __init__(self, pages: dict, nowhere: Callable[[str], str]):
        super().__init__({"/robots.txt": "User-agent: *\nAllow: /\n", **dict.fromkeys(SOURCES, (404, {}, "")), **pages})
        self.nowhere = nowhere

    def get(self, path, default=None):
        return self[path] if path in self else self.nowhere(path)


SOURCES = ("/sitemap.xml", "/sitemap_index.xml")
TEASERS = "".join(f'<h3><a href="{path}">{invented.article(n)[0]}</a></h3>' for n, path in enumerate(PATHS[:3]))
NOWHERE = {
    "a line": lambda path: f"{HEAD.format('Báo Bờ Kênh')}<p>Trang này đã theo nước ròng về biển.</p>{FOOT}",
    "its address, the time, teasers": lambda path: (
        f"{HEAD.format('Báo Bờ Kênh')}<h2>Ơ kìa</h2><p>Địa chỉ {path} chẳng dẫn tới đâu.</p><p>{monotonic()}</p>{TEASERS}{FOOT}"
    ),
    "in an article's dress": lambda path: notice(
        "Trang này đã theo nước ròng", "Mời bà con ghé những chuyện khác ở bến sông, hoặc gọi tòa soạn hỏi bài cũ. " * 2
    ),
    "the front page": lambda path: listing(*PATHS),
}


@pytest.mark.parametrize("what", NOWHERE)
def test_what_is_shown_for_made_up_addresses_is_a_takedown(site, crawl, rows, what) -> None:
    standing = {"/": listing(*PATHS), **{path: story(n) for n, path in enumerate(PATHS)}}
    site.pages = Everywhere(standing, NOWHERE[what])
    crawl()
    before = stored(rows)
    assert len(before) == len(PATHS)
    taken = [site.url + path[1:] for path in PATHS[4:6]]
    site.pages = Everywhere({path: page for path, page in standing.items() if path not in PATHS[4:6]}, NOWHERE[what])
    site.log.clear()
    for _ in range(2):
        crawl("revisit=all")
        gone = rows("select a.url, p.reason from articles a join pages p on p.url = a.url where gone_at is not null")
        assert sorted(gone) == [(url, "gone_unsaid") for url in taken]
        assert stored(rows) == before and rows("select max(number) from revisions") == [(1,)]
    assert len([path for path in site.paths if path.endswith("-9997.html")]) == 1
    site.pages = Everywhere(standing, NOWHERE[what])
    crawl("revisit=all")
    assert rows("select count(*) from articles where gone_at is not null") == [(0,)]


@pytest.mark.parametrize("where", ["everywhere", "at some articles", "after some pages"])
def test_a_wall_or_trouble_is_no_takedown(site, crawl, rows, where) -> None:
    """A notice at all addresses, made up or not; at some articles alone; at any address after some were read."""
    standing = {"/": listing(*PATHS), **{path: story(n) for n, path in enumerate(PATHS)}}
    site.pages = Everywhere(standing, NOWHERE["the front page"])
    crawl()
    before, read = stored(rows), []

    def metered(number: int) -> str:
        read.append(number)
        return told("") if len(read) > 4 else story(number)

    told = NOWHERE["a line"]
    if where == "everywhere":
        site.pages = Everywhere(dict.fromkeys(standing, told("")), told)
    elif where == "at some articles":
        site.pages = Everywhere(standing | dict.fromkeys(PATHS[4:6], told("")), lambda path: (404, {}, "không có"))
    else:
        pages = {path: lambda number=n: metered(number) for n, path in enumerate(PATHS)}
        site.pages = Everywhere(standing | pages, lambda path: metered(0))
    crawl("revisit=all")
    assert rows("select count(*) from articles where gone_at is not null") == [(0,)] and stored(rows) == before


def headlines(numbers) -> str:
    """A page of headlines with links to their articles."""
    told = "".join(f'<h3><a href="{PATHS[number]}">{invented.article(number)[0]}</a></h3>' for number in numbers)
    return f"{HEAD.format('Báo Bờ Kênh')}{told}{FOOT}"


def test_a_front_page_at_an_article_is_a_takedown_and_a_section_is_none(site, crawl, rows) -> None:
    """What is shown at two articles, of which the front page names one still, while made-up addresses get a 404."""
    front, section = headlines(range(9)), headlines(range(2, 5))
    standing = {"/": headlines(range(len(PATHS))), **{path: story(n) for n, path in enumerate(PATHS)}}
    site.pages = dict(standing)
    crawl()
    before = stored(rows)
    site.pages = standing | {"/": front, PATHS[8]: front, PATHS[9]: front, PATHS[5]: section}
    crawl("revisit=all")
    gone = rows("select a.url, p.reason from articles a join pages p on p.url = a.url where gone_at is not null")
    assert sorted(gone) == sorted((site.url + path[1:], "gone_unsaid") for path in PATHS[8:10])
    assert stored(rows) == before
    assert rows(f"select reason from pages where url like '%{PATHS[5]}'") == [("article_missing",)]


def test_another_article_is_asked_for_where_the_first_is_gone_itself(site, crawl, rows) -> None:
    standing = {"/": listing(*PATHS), **{path: story(n) for n, path in enumerate(PATHS)}}
    nowhere = NOWHERE["a line"]
    site.pages = Everywhere(standing, nowhere)
    crawl()
    gone: set[str] = set()

    def page(path: str) -> object:
        """The first article asked for after a made-up address is gone from then on."""
        asked = site.paths
        if not gone and any(other.endswith("-9997.html") for other in asked):
            gone.add(path)
        return (404, {}, "không có") if path in gone else standing[path]

    pages = {path: lambda path=path: page(path) for path in PATHS}
    site.pages = Everywhere({"/": standing["/"], **pages, PATHS[5]: nowhere("")}, nowhere)
    site.log.clear()
    crawl("revisit=all")
    told = rows("select p.reason from articles a join pages p on p.url = a.url where gone_at is not null order by 1")
    assert told == [("gone",), ("gone_unsaid",)]


def test_what_bears_another_articles_headline_is_no_edit(site, crawl, rows) -> None:
    """A notice with the newest headline, undated or of its day; that article whole; but an edit that keeps its text is one."""
    standing = {"/": listing(*PATHS), **{path: story(n) for n, path in enumerate(PATHS)}}
    site.pages = dict(standing)
    crawl()
    before = stored(rows)
    own, newest = (invented.article(number)[0] for number in (4, 10))
    told = f"<div class='ngay'>Ngày đăng: 010/03/2020 08:110</div><p>{invented.article(10)[1]}</p>"
    site.pages = standing | {
        PATHS[0]: notice(newest, "Chuyện bạn tìm không còn ở đây nữa, mời bạn đọc chuyện mới nhất bên trên."),
        PATHS[1]: notice(newest, f"Chuyện bạn tìm đã cất vào kho.{told}"),
        PATHS[2]: story(10, by="Lê Cầm"),
        PATHS[3]: story(3).replace(invented.article(3)[0], newest),
        PATHS[4]: story(4).replace(own, "Một đầu đề viết lại sau khi tòa soạn hỏi thêm"),
    }
    crawl("revisit=all")
    after = stored(rows)
    assert [n for n, path in enumerate(PATHS) if after[n] != before[n]] == [3, 4]
    counts = rows("select count(*) from revisions join articles a on a.id = article_id group by a.url order by a.url")
    assert [count for (count,) in counts] == [2 if n in (3, 4) else 1 for n in range(len(PATHS))]
    assert rows("select count(*) from pages where reason = 'article_missing'") == [(3,)]
