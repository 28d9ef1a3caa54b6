"""Newspapers that moved: one article under its old and its new address, and no two under one number."""

from __future__ import annotations

import pytest

from archive.article import KeyScope
from crawler import catalogue

from .conftest import Field, article, listing
from .replicas.server import Answer

pytestmark = pytest.mark.slow

PAPERS = catalogue.described(["crawler.newspapers"])
STORIES = {
    "Bến phà cũ thành công viên": "Bến phà bỏ không từ ngày có cầu, nay phường trồng hai trăm gốc bàng và đặt ghế đá.",
    "Mùa mắc ca đầu tiên": "Mười hộ ở bản Pá Hốc thu hơn bốn tấn quả, bán ngay tại vườn cho xưởng sấy của hợp tác xã.",
    "Giải chạy vòng quanh hồ": "Gần chín trăm người xuất phát lúc năm giờ sáng, chặng dài nhất hai mươi mốt cây số.",
}
FERRY, NUTS, RUN = STORIES


def told(
    title: str, story: str | None = None, canonical: str = "", published: str = "2024-05-01T08:00:00+07:00"
) -> Answer:
    text = STORIES[story or title]
    page = article(title, text, text[::-1], published=published, lead=text.partition(",")[0])
    head = f'<link rel="canonical" href="{canonical}"></head>' if canonical else "</head>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, page.replace("</head>", head).encode()


def front(*addresses: str) -> Answer:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, listing(*addresses).encode()


def moved(to: str) -> Answer:
    return 301, {"Location": to}, b""


def linked(field: Field) -> dict[str, set[str]]:
    """The addresses of each article, by the one where it stands."""
    found: dict[str, set[str]] = {}
    for stands, url in field.rows("select a.url, p.url from articles a join pages p on p.article_id = a.id"):
        found.setdefault(stands, set()).add(url)
    return found


def test_a_redirect_met_before_its_target_leads_to_the_article(field: Field) -> None:
    """Over two hops and from the former host; a section that sends its readers to the newest article is none."""
    old, host = "baothainguyen.org.vn", "baothainguyen.vn"
    first, second, new = (
        "/tin/ben-pha-cu-5471.html",
        "/xa-hoi/202405/ben-pha-79a138b",
        "/doi-song/202405/ben-pha-79a138b/",
    )
    field.crawl(
        "baothainguyen",
        {
            (host, "/"): front(f"http://{old}{first}", "/moi/"),
            (old, first): moved(f"http://{old}{second}"),
            (old, second): moved(f"https://{host}{new}"),
            (host, "/moi/"): (302, {"Location": new}, b""),
            (host, new): told(FERRY),
        },
    )
    stands = f"https://{host}{new}"
    assert linked(field) == {stands: {f"http://{old}{first}", f"http://{old}{second}", stands}}


def test_an_article_stands_where_its_newspaper_lives_now(field: Field) -> None:
    """Read at the former host, then redirected from there: one article, one revision, the new address."""
    old, host = "baothainguyen.org.vn", "baothainguyen.vn"
    before, after = f"http://{old}/tin/202405/ben-pha-79a138b/", f"https://{host}/tin/202405/ben-pha-cu-79a138b/"
    path = "/tin/202405/ben-pha-79a138b/"
    field.crawl("baothainguyen", {(host, "/"): front(before), (old, path): told(FERRY)})
    assert linked(field) == {before: {before}}
    field.crawl(
        "baothainguyen",
        {
            (host, "/"): front(after),
            (old, path): moved(after),
            (host, after.partition(host)[2]): told(FERRY, canonical=after),
        },
        "revisit=all",
    )
    assert linked(field) == {after: {before, after}}
    assert field.rows("select count(*), max(changed_at) from revisions, articles") == [(1, None)]


def test_a_redirect_seen_after_both_ends_were_read_makes_them_one(field: Field) -> None:
    """Its title was edited as it moved: nothing but the redirect tells."""
    host, old, new = "baosonla.vn", "/xa-hoi/mua-mac-ca-dau-tien.html", "/xa-hoi/2024/mac-ca-duoc-mua-duoc-gia.html"
    edited = told("Mắc ca được mùa", NUTS, published="2024-05-01")
    field.crawl("baosonla", {(host, "/"): front(old), (host, old): told(NUTS)})
    field.crawl("baosonla", {(host, "/"): front(new), (host, old): told(NUTS), (host, new): edited})
    before = field.rows("select id from articles order by first_seen_at, id")
    assert len(before) == 2
    field.crawl("baosonla", {(host, "/"): front(new), (host, old): moved(new), (host, new): edited}, "revisit=all")
    assert linked(field) == {f"https://{host}{new}": {f"https://{host}{old}", f"https://{host}{new}"}}
    assert field.rows("select id from articles") == before[:1]
    assert field.rows("select title from revisions order by number") == [(NUTS,), ("Mắc ca được mùa",)]


FORMS = ["http://www.", "http://", "https://", "https://www."]
OFTEN = {  # how often an address is asked for that is linked in all its forms, or in those named
    "the home's": (FERRY, FORMS, 1),
    "none of them the home's, canonical": (NUTS, ["http://www.", "https://www.", "http://"], 1),
    "none of them the home's, nothing says which": (RUN, ["http://www.", "http://"], 2),
    "the home's fails": ("Lớp học bên suối", FORMS, 2),
}


def test_of_the_forms_of_an_address_one_is_asked_for_where_the_newspaper_says_which(field: Field) -> None:
    """Another where that one fails; a former host that holds another article at the same path is another address."""
    host, old = "baosonla.vn", "baosonla.org.vn"
    paths = {name: f"/xa-hoi/2024/bai-dang-trong-so-ra-ngay-{number}.html" for number, name in enumerate(OFTEN)}
    links = [f"{form}{host}{paths[name]}" for name, (_, forms, _) in OFTEN.items() for form in forms]
    first, canonical, any_form, failing = paths.values()
    tries: list[int] = []

    def late() -> Answer:
        tries.append(404 if not tries else 200)
        return told("Lớp học bên suối", FERRY) if tries[-1] == 200 else (404, {}, b"404")

    kinder = "Đội bóng chuyền của trường về nhì giải huyện, các em tập trên sân đất sau giờ học suốt ba tháng mưa."
    other = told("Đội bóng chuyền về nhì", RUN)[2].replace(STORIES[RUN].encode(), kinder.encode())
    pages: dict = {
        (host, "/"): front(*links, f"http://{old}{first}", f"http://www.{old}{first}"),
        (host, first): told(FERRY),
        (host, canonical): told(NUTS, canonical=f"https://www.{host}{canonical}"),
        (host, any_form): told(RUN),
        (host, failing): late,
        (old, first): (200, {"Content-Type": "text/html; charset=utf-8"}, other),
    }
    log = field.crawl("baosonla", pages).log
    asked = [(name.removeprefix("www."), path) for name, path, _ in log]
    assert {name: asked.count((host, path)) for name, path in paths.items()} == {n: o for n, (_, _, o) in OFTEN.items()}
    assert {title for (title,) in field.rows("select title from articles")} >= {
        *STORIES, "Lớp học bên suối", "Đội bóng chuyền về nhì",
    }  # fmt: skip
    assert field.rows("select count(*) from revisions") == field.rows("select count(*) from articles")


@pytest.mark.parametrize("order", [1, -1], ids=["predecessor first", "successor first"])
def test_what_the_heir_prints_under_another_title_is_the_same_article(field: Field, order: int) -> None:
    path, reused = "/tin/202405/mac-ca-79a138b/", "/tin/202405/chuyen-khac-79a1111/"
    sites = {
        "baohagiang": ("baohagiang.vn", told(NUTS), told(FERRY)),
        "baotuyenquang": ("baotuyenquang.com.vn", told("Mắc ca được mùa, được giá", NUTS), told(RUN)),
    }
    for name in list(sites)[::order]:
        host, same, other = sites[name]
        field.crawl(name, {(host, "/"): front(path, reused), (host, path): same, (host, reused): other})
    both = {f"https://{host}{path}" for host, *_ in sites.values()}
    assert linked(field) == {
        f"https://baotuyenquang.com.vn{path}": both,
        **{f"https://{host}{reused}": {f"https://{host}{reused}"} for host, *_ in sites.values()},
    }


def test_numbers_that_are_no_ids_keep_articles_apart(field: Field) -> None:
    """A year, and the number of another section; nor does asking again change anything."""
    host = "baohungyen.vn"
    paths = [
        "/xa-hoi/tong-ket-2024.html",
        "/van-hoa/le-hoi-2024.html",
        "/thoi-su/ky-hop-3391.html",
        "/video/hoi-lang-3391.html",
    ]
    titles = [FERRY, NUTS, RUN, "Hội làng"]
    pages = {(host, "/"): front(*paths)} | {
        (host, path): told(title, title if title in STORIES else FERRY, published=f"2024-05-0{day}T08:00:00+07:00")
        for day, (path, title) in enumerate(zip(paths, titles, strict=True), 1)
    }
    for arguments in ((), ("revisit=all",)):
        field.crawl("baohungyen", pages, *arguments)
        assert dict(field.rows("select url, title from articles")) == {
            f"https://{host}{path}": title for path, title in zip(paths, titles, strict=True)
        }
        assert field.rows("select count(*) from revisions") == [(4,)]


def test_three_systems_that_all_still_answer_tell_one_article(field: Field) -> None:
    host, paths = "baonghean.vn", ["/tin/201604/chay-2679811/", "/chay-post283345.html", "/chay-283345.html"]
    pages = {(host, path): told(RUN) for path in paths}
    field.crawl("baonghean", {(host, "/"): front(*paths), **pages})
    assert [len(urls) for urls in linked(field).values()] == [3]


def test_a_canonical_address_that_bears_another_id_is_not_believed(field: Field) -> None:
    """Here it is the same on every page."""
    host, paths = "baocantho.com.vn", ["/ben-pha-a1201.html", "/mac-ca-a1202.html"]
    pages = {
        (host, path): told(title, canonical=f"https://{host}{paths[0]}")
        for path, title in zip(paths, (FERRY, NUTS), strict=True)
    }
    field.crawl("baocantho", {(host, "/"): front(*paths), **pages})
    assert linked(field) == {f"https://{host}{path}": {f"https://{host}{path}"} for path in paths}


def test_a_canonical_address_without_an_id_is_not_believed_where_there_is_one(field: Field) -> None:
    host, paths = "baobinhdinh.vn", [f"/viewer.aspx?macm=39&macmp=39&mabb=22282{number}" for number in range(2)]
    stories = {
        (host, path): told("Tin vắn", story, canonical=f"https://{host}/viewer.aspx", published=f"2024-05-0{day}")
        for day, (path, story) in enumerate(zip(paths, (FERRY, NUTS), strict=True), 1)
    }
    field.crawl("baobinhdinh", {(host, "/"): front(*paths)} | stories)
    assert linked(field) == {f"https://{host}{path}": {f"https://{host}{path}"} for path in paths}


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_year_at_the_end_of_an_address_is_no_id(name: str) -> None:
    paper = PAPERS[name]
    for path in ("/le-hoi-2024", "/xa-hoi/le-hoi-2024", "/xa-hoi/ket-qua-nam-2019"):
        for end in ("", "/", ".htm", ".html"):
            url = f"{(paper.home or '').rstrip('/')}{path}{end}"
            assert paper.key(url) is None and paper.serial(url) is None, url


def test_how_far_an_id_is_believed() -> None:
    for name, url, reach in (
        ("baohagiang", "https://baohagiang.vn/tin/202405/mac-ca-79a138b/", KeyScope.FAMILY),
        ("baoquangbinh", "https://baoquangbinh.vn/tin/202210/mac-ca-2203947/", KeyScope.NEWSPAPER),
        ("baolongan", "https://baolongan.vn/mac-ca-a186458.html", KeyScope.NEWSPAPER),
        ("baohaiduong", "https://baohaiduong.vn/mac-ca-387551.html", KeyScope.UNTRUSTED),
        ("baoquangninh", "https://baoquangninh.vn/mac-ca-3391.html", KeyScope.UNTRUSTED),
    ):
        key = PAPERS[name].key(url)
        assert key is not None and key.scope is reach, url
