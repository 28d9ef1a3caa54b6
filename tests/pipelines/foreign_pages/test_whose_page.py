"""A domain's buyer, and a redesign: pages at new addresses that have nothing of the newspaper's pages before."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

import pipelines
from archive.database import connect, transaction
from archive.newspapers import put_newspaper
from archive.reasons import Code, code_of
from crawler.article_identity import identify
from crawler.newspaper import ANY
from pipelines.foreign_pages.foreign_pages import why_foreign
from pipelines.foreign_pages.whose_page import WEIGHTS, signs_of
from pipelines.page import Page, Visit
from pipelines.profiles.learning import Profiles
from pipelines.store import store

from ...crawler import invented

HOME = "https://bokenh.example"
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
SIGNED = ("Hoàng Thị Mơ", "Trần Bá Khoan", "Vũ Kim Sậy")
PLACES = ("xã Rạch Nổi", "huyện Cồn Dứa", "phường Bến Gạo")


def told(number: int) -> list[str]:
    _, lead, paragraphs = invented.article(number)
    return [f"{text} Việc ấy xảy ra ở {PLACES[number % 3]}." for text in (lead, *paragraphs)]


def before(number: int) -> str:
    return invented.page(number, text=told(number)).replace("<p>P.V</p>", f"<p>{SIGNED[number % 3]}</p>")


def anew(title: str, paragraphs: list[str], *, name="", menu="/meo-vat/", byline="", foot="", image="") -> str:
    """A page of the newspaper after its redesign, or of whoever has its domain now."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<meta property="og:site_name" content="{name}">' if name else ""
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}{f" - {name}" if name else ""}</title>{head}
<meta property="og:type" content="article"></head><body class="post v2"><header class="top">{image}<nav class="main-menu">
<a href="{menu}">Mục hay</a><a href="{menu}hai/">Mục khác</a></nav></header><div class="post-wrap"><h1 class="post-title">{title}</h1>
<time class="post-time">12/03/2024 08:00</time><div class="post-content">{text}</div><p class="post-author">{byline}</p></div>
<footer class="site-foot">{foot}</footer></body></html>"""


def published(by: str) -> str:
    """JSON-LD as the common systems write it: letters as numbers, who publishes the page told elsewhere."""
    graph = [{"@type": "NewsArticle", "publisher": {"@id": "#us"}}, {"@id": "#us", "@type": "Organization", "name": by}]
    return f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'


def bought(number: int, when: str = "", **kept) -> str:
    """An ordinary Vietnamese text that is no newspaper's; with `when` it begins as news does."""
    paragraphs = [
        f"{text.split(',')[0].lower()} thì chọn máy giặt nào cho bền, giá bao nhiêu."
        for text in invented.article(900 + number)[2]
    ]
    paragraphs[0] = f"{when}{paragraphs[0]}"
    return anew(f"Cách chọn máy giặt cho nhà chật, phần {number}", [*paragraphs, *paragraphs[::-1]], **kept)


def printed(number: int, **kept) -> str:
    return anew(invented.article(number)[0], told(number), **kept)


@cache
def newspaper(title: str | None, province: str | None) -> sqlite3.Connection:
    """An archive of a newspaper's twenty articles, one a day."""
    conn = connect(":memory:")
    put_newspaper(conn, "bo-kenh", title=title, home=f"{HOME}/", province=province)
    profiles = Profiles(conn)
    for day in range(20):
        assert visit(conn, profiles, f"/tin/{1000 + day}.html", before(day), day) is None
    return conn


def visit(conn: sqlite3.Connection, profiles: Profiles, path: str, html: str, day: int) -> Code | None:
    """Reads and stores a page; why it is none of the newspaper's."""
    page = Page(f"{HOME}{path}", html.encode(), BEGAN + timedelta(days=day), newspaper="bo-kenh")
    page.visit = Visit(saved=True)
    profiles.give(page)
    pipelines.read(page)
    assert page.article is not None, page.reason
    identify(page, ANY, f"{HOME}/")
    if why := why_foreign(conn, page):
        assert why_foreign(conn, page, take_doubtful=True) is None
        page.article, page.parts, page.reason = None, [], why
    with transaction(conn):
        store(conn, page, [1], 0, profiles, set())
    return code_of(page.reason)


def world(*pages: str, title: str | None, gap: int, province: str | None = None) -> list[Code | None]:
    """Why each of the pages is none of a newspaper of twenty articles, `gap` days after the last of them; one that is taken
    speaks for those after it."""
    conn = connect(":memory:")
    newspaper(title, province).backup(conn)
    profiles = Profiles(conn)
    reasons = [visit(conn, profiles, f"/bai-{n}-moi-len-trang/", html, 20 + n + gap) for n, html in enumerate(pages)]
    conn.close()
    return reasons


@pytest.mark.parametrize("gap", [1, 900])
@pytest.mark.parametrize("title", ["Báo Bờ Kênh", None])
def test_a_buyer_at_new_addresses_is_kept_out(title, gap):
    pages = [
        bought(1, name="Nhà Gọn"),
        bought(2, name="Nhà Gọn", foot="Giấy phép hoạt động số 99"),
        bought(3, name="Nhà Gọn", menu="/thoi-su/"),
        bought(4, name="Tin tức 247"),
        bought(5, image=published("Nhà Gọn")),
        bought(6, name="Nhà Gọn", foot="Giao hàng ở Bờ Kênh và Rừng Thông"),
    ]
    assert world(*pages, title=title, gap=gap) == [Code.DOUBTFUL] * len(pages)


def test_a_buyer_is_kept_out_where_the_address_has_a_port(monkeypatch):
    monkeypatch.setattr(f"{__name__}.HOME", "http://127.0.0.1:8080")
    title = "Báo Bến Cảng"  # asked for nowhere else, so that no newspaper without a port is at hand
    assert world(bought(1, name="Nhà Gọn"), title=title, gap=1) == [Code.DOUBTFUL]


@pytest.mark.parametrize(
    "kept",
    [
        {"name": "Báo Bờ Kênh"},
        {"image": '<img src="/logo.png" alt="Báo Bờ Kênh">'},
        {"name": "Báo và Phát thanh, truyền hình Bờ Kênh"},
        {"name": "Kênh Xanh", "byline": SIGNED[0]},
        {},
        {"name": "Báo Rừng Thông", "foot": "Cơ quan ngôn luận của Đảng bộ tỉnh Rừng Thông"},
    ],
)
def test_a_redesign_is_taken(kept):
    for title, gap in (("Báo Bờ Kênh", 900), (None, 1)):
        assert world(*(printed(number, **kept) for number in range(40, 43)), title=title, gap=gap) == [None] * 3


@pytest.mark.parametrize(
    "title, sign",
    [
        ("Ba ấp dọn kênh - Báo Bờ Kênh", "its name"),
        ("Ba ấp dọn kênh | Nhà Gọn", "another site's name"),
        ("Dọn kênh ở ba ấp trước mùa đua", None),  # the title in other words
        ("Ba ấp dọn kênh - Mùa nước nổi", None),  # the whole title
    ],
)
def test_the_end_of_a_title_names_the_site(title, sign):
    heading = "Ba ấp dọn kênh" if sign or " - " not in title else title
    html = anew(heading, told(40)).replace(f"<title>{heading}</title>", f"<title>{title}</title>")
    page = Page(f"{HOME}/bai-moi/", html.encode(), BEGAN, newspaper="bo-kenh")
    pipelines.read(page)
    assert page.article is not None and page.article.title == heading
    names = {"its name", "another site's name"} & {*signs_of(newspaper("Báo Bờ Kênh", None), page, page.article)}
    assert names == ({sign} if sign else set())


@pytest.mark.parametrize(
    "foot", ["© 2024 Báo điện tử Bờ Kênh", "BÁO VÀ PHÁT THANH, TRUYỀN HÌNH BỜ KÊNH", "Bờ Kênh Online"]
)
def test_a_newspaper_that_signs_below_its_pages_is_known(foot):
    for own, reason in ((foot, None), ("", Code.DOUBTFUL)):
        page = bought(1, "Sáng 12-3, ", name="Kênh Xanh", foot=own)
        assert world(page, title="Báo Bờ Kênh", gap=900) == [reason]


def test_a_newspaper_that_was_merged_bears_the_name_of_the_joined_province():
    names = {"Báo Cà Mau": Code.DOUBTFUL, "Báo Ninh Bình": None}  # Hà Nam is in Ninh Bình since 2025
    pages = [bought(number, "Sáng 12-3, ", name=name) for number, name in enumerate(names)]
    assert world(*pages, title="Báo Hà Nam", gap=1, province="ha-nam") == list(names.values())


def test_what_names_nobody_is_no_other_name_and_an_organ_may_have_a_new_one():
    organ = bought(1, name="Báo Rừng Thông", foot="Cơ quan của Tỉnh ủy Rừng Thông")
    for title in ("Báo Bờ Kênh", None):
        pages = [
            bought(1, name="bokenh.example"),
            bought(2, name="www.bokenh.example"),
            bought(3, name="Báo điện tử"),
            bought(4, image='<meta name="twitter:site" content="@nhagon">'),
            bought(5, name="Kênh Xanh", image=published("Báo Bờ Kênh")),
            organ,
        ]
        assert [world(page, title=title, gap=1) for page in pages] == [[None]] * len(pages)


def test_no_sign_alone_refuses_a_page():
    assert all(weight > -3 for weight in WEIGHTS.values())
    assert world(bought(1), title="Báo Bờ Kênh", gap=1) == [None], (
        "nothing speaks for it, and nothing but its looks against"
    )


ENGINES = [
    "Bạn nên chọn nệm dày, bạn cần đo giường trước khi mua. Trong bài viết này có đủ bảng giá của các hãng.",
    "Trên đây là những gợi ý về nệm. Gọi ngay hotline để được miễn phí giao hàng, giá chỉ từ một triệu.",
]
BESIDE = "<ul><li>Hà Nam mở hội vật đầu xuân</li><li>Nông dân Hà Nam thu hoạch vụ đông</li></ul>"


SECTIONS = "<p>Chính trị</p><p>Xây dựng Đảng</p><p>Quốc phòng - An ninh</p>"
CASINO = [
    "Nhà cái này có tài xỉu, xóc đĩa và nổ hũ, người chơi chỉ cần đăng ký tài khoản là nhận ngay 100k tiền thưởng của nhà.",
    "Nạp lần đầu được tặng 150%, rút tiền trong ba phút, link vào luôn mới và có người hỗ trợ 24/7 cho mọi anh em.",
]
POLICE = [
    "Công an tỉnh triệt phá đường dây đánh bạc qua mạng, bắt giữ 14 người, khởi tố bị can đối với những kẻ cầm đầu nhà cái.",
    "Người chơi đăng ký tài khoản, nạp tiền để chơi tài xỉu, xóc đĩa, rút tiền qua ngân hàng; chúng tặng 100k để lôi kéo.",
]
MOON = [
    "The price of the tool is not what it was, and it is the best of all that you can buy for the house this year."
] * 4
ABROAD = [
    "The people of Ha Nam in Viet Nam are at work on the dike, and it is to be done in the week of the feast."
] * 4


def test_a_buyer_under_the_newspapers_own_name_is_doubtful() -> None:
    """In title, head, logo and footer: alone it speaks for nobody; what a newspaper writes of and how does."""
    own = {"name": "Báo Hà Nam", "image": '<img alt="Báo Hà Nam">', "foot": "© 2025 Báo Hà Nam"}
    pages = {
        bought(1, **own): Code.DOUBTFUL,
        bought(2, "Sáng 12-3, ", **own): None,
        bought(3, **(own | {"foot": "Cơ quan của Tỉnh ủy Hà Nam"})): None,
        bought(4, **(own | {"foot": SECTIONS})): None,
        anew("Sân chơi số một", CASINO, **own): Code.DOUBTFUL,
        anew(
            "Nệm nào tốt nhất?",
            ENGINES,
            **(own | {"foot": f"<p>{invented.OFFICE}</p><p>Cơ quan của Tỉnh ủy Hà Nam</p>{SECTIONS}"}),
        ): Code.DOUBTFUL,
        anew("Nệm nào tốt nhất?", ENGINES, **(own | {"foot": f"Cơ quan của Tỉnh ủy Hà Nam{BESIDE}"})): None,
        anew("Triệt phá một đường dây", POLICE, **own): None,
        anew("The dike of Ha Nam", ABROAD, **own): None,
    }
    for page, reason in pages.items():
        assert world(page, title="Báo Hà Nam", gap=1, province="ha-nam") == [reason], page[:200]


NETS = "".join(f'<a href="https://{n}.example/">{word}</a>' for n, word in enumerate(("nhà cái", "game bài", "nổ hũ")))
IMPRINT = f"<p>Cơ quan của Tỉnh ủy Hà Nam</p><p>Giấy phép số 7</p>{SECTIONS}"
SELLING = "".join(
    f"<p>{line}</p>"
    for line in ("Chuyển nhà trọn gói giá rẻ", "Review sáu loại máy lọc nước", "Cách chọn nệm cho người đau lưng")
)


def test_who_copies_the_imprint_is_told_by_what_no_newspaper_has() -> None:
    """Links to betting, headlines beside that sell, a language of elsewhere: none with a word of the province."""
    own = {"name": "Báo Hà Nam", "image": '<img alt="Báo Hà Nam">'}
    tide = [
        "Kami menguji sembilan meja minggu ini dan semua orang senang bermain di rumah bersama teman lama mereka."
    ] * 3
    report = anew(
        "Dọn kênh ở ba ấp", told(40), **own, foot=f"{IMPRINT}{NETS}{SELLING}"
    )  # of a newspaper that was broken into
    pages = {
        bought(1, **own, foot=IMPRINT): None,
        bought(1, **own, foot=f"{IMPRINT}{NETS}"): Code.DOUBTFUL,
        bought(1, **own, foot=f"{IMPRINT}{SELLING}"): Code.DOUBTFUL,
        anew("Meja minggu ini", tide, **own, foot=IMPRINT): Code.DOUBTFUL,
        anew("The dike of Ha Nam", ABROAD, **own, foot=IMPRINT): None,
        report: None,
    }
    for page, reason in pages.items():
        assert world(page, title="Báo Hà Nam", gap=1, province="ha-nam") == [reason], page[-900:]


def test_a_design_of_which_no_page_is_about_the_province_is_doubtful_in_the_end() -> None:
    """A dozen of its pages are taken, and no more; one that speaks for it speaks for all."""
    own = {"name": "Báo Hà Nam", "foot": IMPRINT}
    text = "Mơ thấy rắn trắng bò vào nhà là điềm có tiền, mơ thấy rắn đen thì nên giữ mồm giữ miệng suốt tuần, lần {}."
    pages = [anew(f"Điềm báo thứ {number}", [text.format(number)] * 3, **own) for number in range(15)]
    ours = [*pages[:6], printed(40, **own), *pages[6:]]
    for some, taken in ((pages, 12), (ours, 16)):
        found = world(*some, title="Báo Hà Nam", gap=1, province="ha-nam")
        assert found == [None] * taken + [Code.DOUBTFUL] * (len(some) - taken)


def test_a_successor_under_another_name_is_known_by_where_its_news_happens() -> None:
    """Whose article names the province, or one that is the same since 2025; not whose names another."""
    for place, reason in (("Hà Nam", None), ("Nam Định", None), ("Cà Mau", Code.DOUBTFUL)):
        page = bought(1, f"Sáng 12-3, ở tỉnh {place}, ", name="Sông Xanh")
        assert world(page, title="Báo Hà Nam", gap=1, province="ha-nam") == [reason], place


def test_what_no_newspaper_prints_is_doubtful_before_anything_is_known() -> None:
    """Of a newspaper of a province; a page saved from any site may be in any language, and a blog's."""
    blog = bought(1, name="Nhà Gọn", foot="<p>Mẹo vặt</p><p>Review</p>")
    engines = anew("Nệm nào tốt nhất?", ENGINES)
    pages = {
        anew("Sân chơi số một", CASINO): Code.DOUBTFUL,
        anew("The best tool", MOON): Code.DOUBTFUL,
        anew("Tên miền", ["Tên miền này đang được rao bán, ai cần xin gọi cho chúng tôi để biết giá của nó là bao nhiêu."] * 3): Code.DOUBTFUL,
        blog: Code.DOUBTFUL,
        engines: Code.DOUBTFUL,
        anew("Nệm nào tốt nhất?", ENGINES, foot="Cơ quan của Tỉnh ủy Hà Nam"): None,
        bought(1, name="Nhà Gọn"): None,
        anew("Triệt phá một đường dây", POLICE): None,
        anew("The dike of Ha Nam", ABROAD): None,
        before(1): None,
    }  # fmt: skip
    for province in ("ha-nam", None):
        for page, reason in pages.items():
            conn = connect(":memory:")
            put_newspaper(conn, "bo-kenh", title="Báo Hà Nam", home=f"{HOME}/", province=province)
            found = visit(conn, Profiles(conn), "/bai-1-moi-len-trang/", page, 20)
            assert found == (reason if province or (page not in (blog, engines) and MOON[0] not in page) else None), (
                province,
                page[:200],
            )
            conn.close()


@pytest.mark.parametrize(("place", "why"), [(f"{HOME}/tin/1.html", Code.UNLIKE), ("file:///luu/1.html", None)])
def test_a_saved_page_at_the_place_of_another_says_nothing_of_whose_it_is(place: str, why: Code | None) -> None:
    conn = connect(":memory:")
    put_newspaper(conn, "bo-kenh", title="Báo Bờ Kênh", home=f"{HOME}/")
    english = ["The best kitchens of the year are small, and the best of them cost less than you think."] * 4
    for day, html in enumerate((printed(1), anew("Ten kitchens for a small house", english))):
        page = Page(place, html.encode(), BEGAN + timedelta(days=day), newspaper="bo-kenh", visit=Visit(saved=True))
        pipelines.read(page)
        page.article.url = place
        assert code_of(why_foreign(conn, page)) is (why if day else None)
        if not day:
            with transaction(conn):
                store(conn, page, [1], 0, Profiles(conn), set())
