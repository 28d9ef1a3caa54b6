"""Articles in several pages."""

from __future__ import annotations

import pytest

import pipelines
from pipelines.addresses.part_numbers import part_number
from pipelines.multipage import is_another
from tests.pipelines.reading import PROSE, page, read

HOME = "https://bao.example/ho-so-con-duong/"


def links(style: str) -> str:
    return f'<div class="page-links">Trang: <span>1</span> {"".join(f"<a href={style.format(n)!r}>{n}</a> " for n in (2, 3))}</div>'


@pytest.mark.parametrize("style", [HOME + "{}/", "/ho-so-con-duong/{}/", HOME + "?page={}"])
def test_the_first_page_names_the_further_ones_in_order(style):
    found = read(page(links(style)), HOME)
    assert found.article is not None and found.part_of is None
    assert found.parts == [(style if "://" in style else f"https://bao.example{style}").format(n) for n in (2, 3)]


def test_a_further_page_belongs_to_the_first():
    found = read(page(links(HOME + "{}/").replace("<span>1</span>", f"<a href={HOME}>1</a>")), HOME + "2/")
    assert (found.article, found.part_of, found.parts) == (None, HOME, [])


@pytest.mark.parametrize(
    ("here", "further", "menu", "many"),
    [
        ("{}?vtx=0f3a9", "{0}?page={1}&vtx={1}f3a9", "?vtx=7c01", 2),
        ("{};vtx=0f3a9", "{0};vtx={1}f3a9?page={1}", ";vtx=7c01", 2),
        ("{}", "{0}?page={1}&vtx={1}f3a9", "", 2),
        ("{}?tick=1764200000017", "{0}?tick=176420000001{1}&page={1}", "?tick=1764200000023", 2),
        ("{}?id=12", "{}?id=13&page={}", "?id=14", 0),
        ("{}?muc=lang", "{}?muc=cho&page={}", "?muc=song", 0),
        ("{}?vtx=0f3a9", "{0}?page={1}&vtx={1}f3a9", "?bai=7c01", 0),
    ],
)
def test_a_session_in_each_link_makes_no_other_article(here, further, menu, many):
    path = "/ho-so-con-duong.html"
    pager = "".join(f"<a href='{further.format(path, n)}'>{n}</a> " for n in (2, 3))
    others = "".join(f"<a href='/{place}/{menu}'>{place}</a>" for place in ("xa-hoi", "doi-song", "the-thao"))
    found = read(page(f"<p>{pager}</p><p>{others}</p>"), "https://bao.example" + here.format(path))
    assert len(found.parts) == many
    if many:
        asked = "https://bao.example" + further.format(path, 2)
        back = f"<p><a href='{here.format(path)}'>1</a> {pager}</p><p>{others}</p>"
        assert read(page(back), asked).part_of == "https://bao.example" + here.format(path)


def test_pages_of_a_list_are_no_parts():
    found = read(page('<p><a href="/ho-so-khac/2/">2</a></p>'), HOME)
    assert found.parts == []


def test_parts_are_one_article():
    first = read(page(links(HOME + "{}/")), HOME)
    further = "Ở đoạn cuối tuyến, cỏ lau mọc cao quá đầu người và chiếc máy ủi cũ nằm hoen gỉ giữa nương."
    second = read(page(links(HOME + "{}/")).replace(PROSE[0], further), HOME + "2/")
    joined = pipelines.join(first, [second])
    assert joined.url == HOME
    assert joined.body.split("\n\n") == [*PROSE, further, *PROSE[1:]]
    with pytest.raises(ValueError, match="no article"):
        pipelines.join(second, [first])


@pytest.mark.parametrize(
    ("opening", "places"),
    [
        ("", [3, 3, 6]),
        ("<p><b>Con đường này người dân hai xã đã chờ gần mười năm mới thấy chiếc máy ủi đầu tiên lên tới.</b></p>", [3, 4, 7]),
    ],
)  # fmt: skip
def test_pictures_keep_their_place_when_parts_are_joined(opening, places):
    picture = "<p><img src=/{}.jpg></p>"
    first = read(page(links(HOME + "{}/"), picture.format(1)), HOME)
    further = page(links(HOME + "{}/"), picture.format(3), picture.format(1))
    second = read(
        further.replace("<p>", opening + picture.format(2) + "<p>", 1).replace("mờ sáng", "chập tối"), HOME + "2/"
    )
    joined = pipelines.join(first, [second])
    assert [(image.url[-5], image.after) for image in joined.images] == list(zip("123", places, strict=True))
    assert joined.body.split("\n\n")[places[1]].startswith("Từ chập tối")


def test_pictures_keep_their_place_where_parts_repeat_the_lead():
    lead = "<p><b>Con đường này người dân hai xã đã chờ gần mười năm mới thấy chiếc máy ủi đầu tiên lên tới.</b></p>"
    both = [page(links(HOME + "{}/"), f"<p><img src=/{n}.jpg></p>").replace("<p>", lead + "<p>", 1) for n in (1, 2)]
    joined = pipelines.join(read(both[0], HOME), [read(both[1], HOME + "2/")])
    assert joined.body.split("\n\n") == [*PROSE, *PROSE]
    assert [image.after for image in joined.images] == [3, 6]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (HOME + "2/", (HOME, 2)),
        ("https://bao.example/tin-tuc?id=7&page=3", ("https://bao.example/tin-tuc?id=7", 3)),
        ("https://bao.example/bai-123.html", ("https://bao.example/bai-123.html", 1)),
        ("https://bao.example/2024/", ("https://bao.example/2024/", 1)),
        ("https://bao.example/bai.html;page=2", ("https://bao.example/bai.html", 2)),
        ("https://bao.example/bai.html?PageIndex=2&lang=vi", ("https://bao.example/bai.html?lang=vi", 2)),
        ("https://bao.example/bai?trang_so=3", ("https://bao.example/bai", 3)),
        ("https://bao.example/?page_id=3", ("https://bao.example/?page_id=3", 1)),
        ("https://bao.example/bai-p1.html", ("https://bao.example/bai.html", 1)),
        (HOME + "1/", (HOME, 1)),
        ("https://bao.example/bai-1.html", ("https://bao.example/bai-1.html", 1)),
    ],
)
def test_addresses_of_parts(url, expected):
    assert part_number(url) == expected


PAGERS = ('<div class="phan-trang">{}</div>', "<nav>{}</nav>", '<nav aria-label="Phân trang"><ul>{}</ul></nav>', "<aside>{}</aside>",
          '<div class="nav-links">{}</div>', '<div class="post-navigation">{}</div>', '<footer class="menu">{}</footer>')  # fmt: skip


@pytest.mark.parametrize("pager", PAGERS)
@pytest.mark.parametrize(
    "form", ["?page={}", "https://bao.example/ho-so-trang-{}.html", "/ho-so.html?trang={}&lang=vi#bai"]
)
def test_a_pager_is_one_whatever_it_is_called(pager, form):
    home = "https://bao.example/ho-so.html" + ("?lang=vi" if "lang" in form else "")
    links = " ".join(f"<a href='{form.format(n)}'>{n}</a>" for n in (2, 3))
    found = read(page(pager.format(f"<b>1</b> {links}")), home)
    assert [part_number(part)[1] for part in found.parts] == [2, 3] and found.article
    back = f"<a href='{home}'>1</a> {links}"
    assert read(page(pager.format(back)), found.parts[0]).part_of == home


def test_a_pager_by_a_mere_number_after_a_dot_may_name_its_pages_with_https_and_www():
    links = "<p><a href='https://www.bao.example/ho-so.2.html'>2</a></p>"
    assert read(page(links), "http://bao.example/ho-so.html").parts == ["https://www.bao.example/ho-so.2.html"]
    assert read(page(links.replace(">2<", ">Hồ sơ mới<")), "http://bao.example/ho-so.html").parts == []


def test_the_paragraph_that_the_page_before_ended_with_is_kept_once():
    first, second = (read(page(links(HOME + "{}/")), url) for url in (HOME, HOME + "2/"))
    found = second.part or second.article
    found.body = "\n\n".join([PROSE[-1], "Con đường mới chỉ rộng ba mét, vừa một chiếc xe chở mía.", PROSE[0]])
    assert pipelines.join(first, [second]).body.split("\n\n") == [*PROSE, *found.body.split("\n\n")[1:]]


def test_pages_of_comments_are_no_parts():
    links = '<nav class="comments-pagination"><a href="?page=2">2</a></nav>'
    assert read(page(links), HOME).parts == []


def test_a_page_that_a_server_repeats_for_each_number_is_one_page():
    first = read(page(links(HOME + "?page={}")), HOME)
    again = read(page(links(HOME + "?page={}")), HOME + "?page=2")
    assert pipelines.join(first, [again, again]).body.split("\n\n") == [*PROSE]


def test_a_further_page_without_a_pager_names_the_first_as_its_own():
    head = f'<link rel="canonical" href="{HOME}">'
    assert read(page("", head=head), HOME + "?page=2").part_of == HOME


FIRSTS = ("/ho-so.html", "/ho-so", "/ho-so/", "/tin/ho-so.htm?lang=vi")
FORMS = ("{}/{n}/", "{}/{n}.html", "{}-{n}.html", "{}_{n}.htm", "{}-{n}", "{}-trang-{n}.html", "{}/trang-{n}", "{}/trang/{n}.html",
         "{}/page/{n}/", "{}-p{n}.html", "{}/p{n}", "{}.html?page={n}", "{}/?trang={n}", "{}.page-{n}.html")  # fmt: skip


@pytest.mark.parametrize("first", FIRSTS)
@pytest.mark.parametrize("form", FORMS)
def test_pages_are_of_one_article_in_any_form(first, form):
    path, _, query = first.partition("?")
    bare = path.removesuffix(".html").removesuffix(".htm").rstrip("/")
    further = [form.format(bare, n=n) for n in (2, 3)]
    further = [url + ("&" if "?" in url else "?") + query if query else url for url in further]
    home, *rest = [f"https://bao.example{url}" for url in (first, *further)]
    pager = "<p>" + " ".join(f"<a href='{url}'>[{n}]</a>" for n, url in enumerate((first, *further), 1)) + "</p>"
    assert read(page(pager), home).parts == rest
    assert [read(page(pager), url).part_of for url in rest] == [home, home]


@pytest.mark.parametrize(
    "url", ["/lan-thu-2.html", "/lan-thu/2/", "/lan-thu-2", "/?p=12", "/index.php?page=2", "/tin/2", "/tin/2.html"]
)
def test_articles_whose_addresses_end_in_a_number_are_their_own(url):
    home = "https://bao.example"
    others = (
        "/lan-thu.html",
        "/lan-thu/",
        "/lan-thu",
        "/",
        "/?p=13",
        "/index.php",
        "/tin",
        "/tin/",
        "/lan-thu-3.html",
        "/lan-thu/3/",
    )
    menu = "".join(
        f"<p><a href='{other}'>Đọc thêm: đường lên bản</a> <a href='{other}'>Kỳ 2</a></p>" for other in others
    )
    found = read(page(menu), home + url)
    assert found.article is not None and found.part_of is None and found.parts == []


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("Chuyện con đường lên bản", "Chuyện con đường lên bản - Trang 2", False),
        ("Chuyện con đường lên bản", "Chuyện con đường lên bản (2/3)", False),
        ("Chuyện con đường lên bản", "", False),
        ("Chuyện con đường lên bản - Kỳ 1", "Chuyện con đường lên bản - Kỳ 2", True),
        ("Chuyện con đường lên bản", "Chuyện con đường lên bản (kỳ 2)", True),
        ("Chuyện con đường lên bản", "Bến đò ngang dời lên thượng lưu", True),
    ],
)
def test_a_further_page_of_another_title_is_another_article(one, other, are_two):
    assert is_another(one, other) is are_two
