"""Newspapers of small families, and of systems nobody has named: each with what is known of it."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote, urlsplit

from crawler.spiders.facts import seen
from crawler.spiders.newspaper import NewspaperSpider
from pipelines.rules import Rules, RuleSet

NUMBER = r"-(?P<number>\d+)\.html?$"


class Bbg(NewspaperSpider):
    """Bắc Giang's system, and Bắc Ninh's since the merger."""

    name = ""
    family = "bbg"
    fingerprints = (r"-postid\d+\.bbg", r"news-details__content")
    patterns: tuple[str, ...] = (r"-postid(?P<id>\d+)\.bbg$",)


class BaoBacNinh(Bbg):
    name, title, province = "baobacninh", "Báo Bắc Ninh", "bac-ninh"
    home, former = "https://baobacninhtv.vn/", ("baobacninh.com.vn",)
    rules = Rules(
        RuleSet(
            {
                "lead": "div.news_detail_sapo p",
                "body": ".news-details__content.link_content",
                "remove": ".news-related__list",
            }
        )
    )
    verified = seen("home former family patterns lead body remove")


class BaoBacGiang(Bbg):
    name, title, province = "baobacgiang", "Báo Bắc Giang", "bac-giang"
    home, former = "https://baobacgiang.vn/", ("baobacgiang.com.vn", "en.baobacgiang.vn")
    successor = "baobacninh"
    feeds = ("https://en.baobacgiang.vn/rss",)
    verified = seen("home former successor family patterns feeds")


class BaoBinhPhuoc(NewspaperSpider):
    name, title, province = "baobinhphuoc", "Báo Bình Phước", "binh-phuoc"
    home, successor, family = "https://baobinhphuoc.com.vn/", "baodongnai", "upnews"
    patterns = (r"^/news/\d+/(?P<id>\d+)/[^/]+/?$",)
    verified = seen("home family patterns")


class BaoThaiBinh(NewspaperSpider):
    name, title, province = "baothaibinh", "Báo Thái Bình", "thai-binh"
    home, successor, family = "https://baothaibinh.com.vn/", "baohungyen", "upnews"
    patterns = (r"^/tin-tuc/\d+/(?P<id>\d+)/[^/]+/?$",)
    verified = seen("home family patterns")


class BaoYenBai(NewspaperSpider):
    name, title, province = "baoyenbai", "Báo Yên Bái", "yen-bai"
    home, successor, family = "https://baoyenbai.com.vn/", "baolaocai", "newsimg"
    feeds = ("/rss/11.rss",)
    verified = seen("home family feeds")


class BaoHoaBinh(NewspaperSpider):
    name, title, province = "baohoabinh", "Báo Hòa Bình", "hoa-binh"
    home, successor, family = "https://baohoabinh.com.vn/", "baophutho", "newsimg"
    verified = seen("home family")


class BaoBinhDinh(NewspaperSpider):
    """ASP.NET: the article is named in the query, /viewer.aspx?macm=39&macmp=39&mabb=222823."""

    name, title, province = "baobinhdinh", "Báo Bình Định", "binh-dinh"
    home, former, successor = "https://baobinhdinh.vn/", ("baobinhdinh.com.vn",), "baogialai"
    family = "aspx"
    patterns = (r"^/viewer\.aspx\?(?:.*&)?mabb=(?P<id>\d+)(?:&|$)",)
    rules = Rules(
        RuleSet(
            {
                "title": "p.pTitle",
                "body": "div#divContent",
                "date": "span.floatLeft.fontsize12.color10",
                "remove": "div.itemtinbaikhac",
            }
        )
    )
    verified = seen("home former family patterns title body date remove")


class BaoHaNam(NewspaperSpider):
    name, title, province = "baohanam", "Báo Hà Nam", "ha-nam"
    home, successor, family = "https://baohanam.com.vn/", "baoninhbinh", "nvcms"
    verified = seen("home family")


class BaoDienBienPhu(NewspaperSpider):
    """Its section pages are drawn by the browser: articles are found from the home page and the sitemap."""

    name, title, province = "baodienbienphu", "Báo Điện Biên Phủ", "dien-bien"
    home, former = "https://baodienbienphu.vn/", ("baodienbienphu.com.vn", "baodienbienphu.info.vn")
    family = "spa"
    patterns = (r"^/tin-bai/[^/]+/[^/]+/?$",)
    rules = Rules(RuleSet({"body": "div.editor-content"}))
    verified = seen("home former family patterns body")


class BaoQuangNgai(NewspaperSpider):
    """Its article is a string in a script, which the browser puts into an empty #content."""

    name, title, province = "baoquangngai", "Báo Quảng Ngãi", "quang-ngai"
    home, family = "https://baoquangngai.vn/", "script"
    patterns = (NUMBER,)
    rules = Rules(RuleSet({"lead": "p.sapo, #body .sapo", "body": "#content"}))
    verified = seen("home family patterns lead body")

    @classmethod
    def preprocess(cls, body: bytes) -> bytes:
        """Puts the text where the browser would; where there is no #content any more, before its script."""
        place = _EMPTY_CONTENT.search(body)
        if place is None and _CONTENT.search(body):
            return body
        if match := _WRITTEN.search(body):
            at = place.end(1) if place else max(body.rfind(b"<script", 0, match.start()), 0)
            return body[:at] + _unescaped(match[2]) + body[at:]
        return body


_CONTENT = re.compile(rb"<(?:div|section|article)\b[^>]*\bid=[\"']content[\"']", re.I)
_EMPTY_CONTENT = re.compile(rb"(<(?:div|section|article)\b[^>]*\bid=[\"']content[\"'][^>]*>)\s*</", re.I)
# A string that a script keeps in outputData, or puts into #content, in any of a script's three quotes.
_WRITTEN = re.compile(
    rb"(?:\boutputData\s*=|\(\s*[\"']#?content[\"']\s*\)\s*\.\s*(?:html\s*\(|innerHTML\s*=))\s*"
    rb"([\"'`])((?:[^\\]|\\.)*?)\1",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))", re.S)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": "", "\r\n": ""}


def _unescaped(literal: bytes) -> bytes:
    """What a script's string says; markup that was escaped once more is put right."""

    def letter(match: re.Match[str]) -> str:
        """The letter that an escape stands for."""
        code = match[1] or match[2] or match[3]
        return chr(min(int(code, 16), 0x10FFFF)) if code else _LETTERS.get(match[4], match[4])

    text = _ESCAPE.sub(letter, literal.decode("utf-8", "replace"))
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes may be one character
    return (html.unescape(text) if "<" not in text else text).encode()


class BaoNinhBinh(NewspaperSpider):
    """The id of an article is the moment of its publication to the millisecond: /slug/d20230112091014465.htm."""

    name, title, province = "baoninhbinh", "Báo Ninh Bình", "ninh-binh"
    home = "https://baoninhbinh.org.vn/"
    patterns = (r"/d(?P<id>\d{17})\.htm$",)
    rules = Rules(RuleSet({"title": ".header-title.text-4xl.font-bold.font-serif", "body": "#content_detail"}))
    verified = seen("home patterns title body")


class BaoLaiChau(NewspaperSpider):
    """Vietnamese letters in its addresses, percent-encoded, composed or not; new ones end in an id.

    The head of every page prints the day it is read, not the article's.
    """

    name, title, province = "baolaichau", "Báo Lai Châu", "lai-chau"
    home = "https://baolaichau.vn/"
    patterns = (r"-(?P<number>\d{4,})/?$",)
    verified = seen("home patterns")

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """The id in an address, else its path where that has Vietnamese letters, composed; else None."""
        if (key := super().article_key(url)) is not None:
            return key
        path = unicodedata.normalize("NFC", unquote(urlsplit(url).path)).strip("/").lower()
        return None if path.isascii() else path


class BaoCaMau(NewspaperSpider):
    name, title, province = "baocamau", "Báo Cà Mau", "ca-mau"
    home, former = "https://baocamau.vn/", ("baocamau.com.vn", "baoanhdatmui.vn")
    patterns = (r"\.html$",)
    rules = Rules(RuleSet({"body": "div.post-content, section.post-content"}))
    verified = seen("home former patterns body")


class BaoCaoBang(NewspaperSpider):
    name, title, province = "baocaobang", "Báo Cao Bằng", "cao-bang"
    home = "https://baocaobang.vn/"
    patterns = (NUMBER,)
    rules = Rules(
        RuleSet(
            {
                "lead": "div#content-detail > p:first-of-type > strong",
                "body": "div#content-detail",
                "remove": "//div[contains(@class, 'block-news-list')][contains(., 'Cùng chuyên mục')]",
            }
        )
    )
    verified = seen("home patterns lead body remove")


class BaoHungYen(NewspaperSpider):
    name, title, province = "baohungyen", "Báo Hưng Yên", "hung-yen"
    home = "https://baohungyen.vn/"
    patterns = (NUMBER,)
    verified = seen("home patterns")


class BaoKonTum(NewspaperSpider):
    name, title, province = "baokontum", "Báo Kon Tum", "kon-tum"
    home, successor = "https://www.baokontum.com.vn/", "baoquangngai"
    verified = seen("home")


class BaoLangSon(NewspaperSpider):
    name, title, province = "baolangson", "Báo Lạng Sơn", "lang-son"
    home = "https://baolangson.vn/"
    patterns = (r"-(?P<id>\d{7})\.html$",)
    verified = seen("home patterns")


class BaoNinhThuan(NewspaperSpider):
    name, title, province = "baoninhthuan", "Báo Ninh Thuận", "ninh-thuan"
    home, successor = "https://baoninhthuan.com.vn/", "baokhanhhoa"
    patterns = (r"^/(?:news|diendan)/(?P<id>\d+p\d+c\d+)/[^/]+\.htm$", r"\.html$")  # the latter since about 2026
    verified = seen("home patterns")


class BaoPhuTho(NewspaperSpider):
    """Its slugs hold "-nbsp-", the entity of a title that was not decoded."""

    name, title, province = "baophutho", "Báo Phú Thọ", "phu-tho"
    home = "https://baophutho.vn/"
    patterns = (r"-(?P<id>\d{6})\.htm$",)
    verified = seen("home patterns")


class BaoQuangNinh(NewspaperSpider):
    """Its selectors are those of about 2020. Its feeds are /rss/news/SECTION.rss, none of them known by its full name."""

    name, title, province = "baoquangninh", "Báo Quảng Ninh", "quang-ninh"
    home, former = "https://baoquangninh.vn/", ("baoquangninh.com.vn",)
    patterns = (NUMBER,)
    rules = Rules(RuleSet({"title": "h1#title", "body": "div#content", "date": "div#date"}))
    verified = seen("home former patterns title body date")


class BaoThanhHoa(NewspaperSpider):
    name, title, province = "baothanhhoa", "Báo Thanh Hóa", "thanh-hoa"
    home, former = "https://baothanhhoa.vn/", ("baothanhhoa.com.vn",)
    patterns = (NUMBER,)
    rules = Rules(RuleSet({"lead": "div.article__sapo"}))
    verified = seen("home former patterns lead")


class HueNgayNay(NewspaperSpider):
    """Báo Thừa Thiên Huế until the city took its new name."""

    name, title, province = "huengaynay", "Huế ngày nay", "hue"
    home, former = "https://huengaynay.vn/", ("baothuathienhue.vn",)
    patterns = (r"\.html?$",)
    verified = seen("home former patterns")


class BaoVinhPhuc(NewspaperSpider):
    name, title, province = "baovinhphuc", "Báo Vĩnh Phúc", "vinh-phuc"
    home, successor = "https://baovinhphuc.com.vn/", "baophutho"
    verified = seen("home")
