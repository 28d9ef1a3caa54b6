"""One spelling for one address. `make fuzz FUZZ=address` is the long run."""

import random
import unicodedata
from urllib.parse import quote, urlsplit

import pytest

from archive.frontier import pages
from archive.newspapers import put_newspaper
from crawler.clock import now
from crawler.discovery.addresses import join, normalize, worth_asking
from crawler.spiders.newspaper import NewspaperSpider
from tests import archives
from tests.fuzzing import rounds

ARTICLE = "https://bao.vn/mua-lon-o-vung-cao-107703.html"


@pytest.mark.parametrize(
    "glued", ["&in_play=NDk4MjM=", "&in_play=a+b/c==", "&amp;in_play=Nx", "%26in_play%3DNDk4", "?in_play=1", "&x", "#y"]
)
def test_what_is_glued_behind_an_article_is_cut_off(glued):
    assert normalize(ARTICLE + glued) == ARTICLE


def test_what_belongs_to_an_address_stays():
    for address in ("https://bao.vn/a&b.html", "https://bao.vn/xem.aspx?a=1&b=2", f"{ARTICLE}?p=2"):
        assert normalize(address) == address


@pytest.mark.parametrize("host", ["báo.vn", "BÁO.vn", "b%C3%A1o.vn", "B%c3%a1O%2Evn", "xn--bo-mia.vn", "báo.vn:80"])
def test_a_host_however_it_is_spelled_is_one(host):
    assert normalize(f"http://{host}/tin") == "http://xn--bo-mia.vn/tin"
    assert normalize("http://bao%2Fx.vn/") is normalize("http://bao%40x.vn/") is normalize("http://%ff.vn/") is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_however_they_are_encoded_are_one_address_in_each_form(form):
    """The two forms are two addresses, since a server may know but one; the family's key makes them one article."""
    path = unicodedata.normalize(form, "/đời-sống/nước-sạch-về-bản")
    spelled = {normalize(f"http://bao.vn{way}") for way in (path, quote(path), quote(path).lower())}
    assert spelled == {f"http://bao.vn{quote(path)}"}


def test_a_number_at_the_end_is_a_page_of_a_list_that_is_known_and_else_an_articles(tmp_path):
    spider = NewspaperSpider(url="https://bao.vn/", name="bao")
    spider.archive = archives.new(tmp_path / "archive.db")
    put_newspaper(spider.archive, "bao")
    pages.done(spider.archive, "https://bao.vn/chinh-tri.htm", "bao", now(), state="index", status=200, due_at=None)
    pages.done(spider.archive, "https://bao.vn/phan.htm", "bao", now(), state="article", status=200, due_at=None)
    assert spider.links.place("https://bao.vn/chinh-tri-2.htm") == ("https://bao.vn/chinh-tri", 2)
    for article in ("https://bao.vn/phan-2.htm", "https://bao.vn/xa-hoi-2.htm", "https://bao.vn/p/2"):
        assert spider.links.place(article)[1] == 0
    assert spider.links.place("https://bao.vn/p/2", "https://bao.vn/")[1] == 2, "seen on the list itself"
    spider.archive.close()


@pytest.mark.parametrize(
    "spelled, meant",
    [
        ("/tin//bai-1.html", "/tin//bai-1.html"),  # a server may know only this one
        ("/tin/../bai-1.html", "/bai-1.html"),
        ("/./tin/%2e%2E/bai-1.html", "/bai-1.html"),
        ("/tin/..", "/"),
        ("/bai-1.html?", "/bai-1.html"),
        ("/bai-1.html?#binh-luan", "/bai-1.html"),
        ("/xem?b=%e9+1&utm_source=z&a=[x]&", "/xem?b=%e9+1&a=%5Bx%5D&"),
        ("/xem?fbclid=1&id=5&amp;utm_medium=rss", "/xem?id=5"),
        ("/xem?op=viewst&sid=45", "/xem?op=viewst&sid=45"),
        ("/xem?id=5&sid=0123456789abcdef0123456789abcdef", "/xem?id=5"),
        ("/xem?id=5&ss=q3kp0dn8v2l4m1a9c7b5e6f2h8", "/xem?id=5"),
        ("/xem?osCsid=a1&zenid=b2&CFID=7&CFTOKEN=81726354&PHPSESSID=x", "/xem"),
        ("/bai-1.html;jsessionid=0A1B.may2?id=3", "/bai-1.html?id=3"),
        ("/tin\\bai-1.html?x=1", "/tin/bai-1.html?x=1"),
    ],
)
def test_what_the_server_sees_stays_but_for_dots_and_what_tells_who_reads(spelled, meant):
    assert normalize(f"http://bao.vn{spelled}") == f"http://bao.vn{meant}"


def test_relative_addresses_keep_two_slashes():
    base = "http://bao.vn//tin//bai-1.html"
    assert join(base, "muc//bai-2.html") == "http://bao.vn//tin//muc//bai-2.html"
    assert join(base, "../bai-2.html") == "http://bao.vn//tin/bai-2.html"
    assert join(base, "?page=2") == "http://bao.vn//tin//bai-1.html?page=2"


@pytest.mark.parametrize(
    "href",
    [
        "///bao.vn/x/1",
        "http:///bao.vn/x/1",
        "\\\\bao.vn\\x\\1",
        "www.bao.vn/x/1",
        "bao.vn/x/1",
        "\u200b /x/1\ufeff",
        "http:/x/1",
    ],
)
def test_addresses_mean_what_browsers_and_their_writers_mean(href):
    found = join("http://bao.vn/tin/bai-1.html", href)
    assert found is not None and found.replace("www.", "") == "http://bao.vn/x/1"
    assert join("http://bao.vn/tin/bai-1.html", "khac.vn/x/1") == "http://bao.vn/tin/khac.vn/x/1"


def test_what_a_parameter_is_called_does_not_make_a_story_machinery():
    for story in ("/index.php?mod=news&action=view&id=3", "/tin.php?key=3", "/doc.php?s=3&id=9"):
        assert worth_asking(f"http://bao.vn{story}")
    for machine in ("/?s=lúa", "/index.php?action=login", "/tin.php?key=lua-dong-xuan", "/bai.html?print=1"):
        assert not worth_asking(f"http://bao.vn{machine}")


@pytest.mark.fuzz
def test_made_up_addresses_mean_what_they_meant():
    """Built from a request's target and what may be put around it: each is brought back to that target, and stays."""
    letters = "abc-XYZ_019~!$'()*,;:@%E1%bb%8fđê"
    noise = (
        "utm_source=zalo",
        "utm_x=%20",
        "fbclid=IwAR0_x-1",
        "gclid=",
        "PHPSESSID=ab12",
        "zarsrc=30",
        "sid=" + "9f" * 16,
    )
    dots = ("", "./", "bo/../", "%2e/", "bo/%2E./")

    def word(chance: random.Random) -> str:
        return "".join(chance.choices(letters, k=chance.randint(1, 12))).replace("%", "%25")

    for chance in rounds(1000):
        segments = [word(chance) for _ in range(chance.randint(1, 5))]
        pairs = [f"p{word(chance)}={word(chance)}&"[:-1] for _ in range(chance.randint(0, 4))]
        target = quote(f"/{'/'.join(segments)}", safe="/-_~!$'()*,;:@%") + (
            "?" + quote("&".join(pairs), safe="-_~!$()*,;:@%&=") if pairs else ""
        )
        around = list(pairs)
        for extra in chance.sample(noise, chance.randint(0, 3)):
            around.insert(chance.randint(0, len(around)), extra)
        path = "".join(f"/{chance.choice(dots)}{segment}" for segment in segments)
        query = "?" + "&".join(around) if around else ""
        host = chance.choice(("bao.vn", "BAO.vn", "bao.vn:80", "bao.vn.", "ai@bao.vn"))
        spelled = f"http://{host}{path}{query}{chance.choice(('', '#', '#a?b=c'))}"
        assert normalize(spelled) == f"http://bao.vn{target}", spelled


@pytest.mark.fuzz
def test_no_address_however_odd_is_changed_twice_or_raises():
    pieces = ["http://", "https:", "//", "bao.vn", "[::1]", "@", ":80", ":x", "/", "\\", "..", "%2e", ".", "?", "&", "=", "#", ";",
              "sid=", "jsessionid=", "utm_a", "%", "%e1", "đ", "a\u0301", "\t", "\n", " ", "'", "[", "|", "\ud800", "\0", ".html&", "0" * 32]  # fmt: skip
    for chance in rounds(2000):
        spelled = "".join(chance.choices(pieces, k=chance.randint(1, 14)))
        for address in (normalize(spelled), normalize(f"http://bao.vn/{spelled}"), join("http://bao.vn/a//b", spelled)):
            if address is not None:
                assert normalize(address) == address, spelled
                assert urlsplit(address).hostname and "#" not in address and "/../" not in urlsplit(address).path
