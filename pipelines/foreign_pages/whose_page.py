"""Whose page it is that has nothing of a newspaper's pages: its own after a new design, or another's who bought the domain.

A redesign changes template, menu and addresses at once, and keeps what makes it this newspaper: its name, the places and
people it writes of, its authors and sections. A buyer keeps none of these, and bears another name. Each sign weighs what
WEIGHTS says; no single one refuses a page.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta

from archive import profiles as rows
from archive.article import Article
from archive.hosts import host
from archive.moments import moment, utc
from pipelines.addresses.address import join, split
from pipelines.foreign_pages.names_borne import (
    is_in,
    is_listed,
    is_of_the_country,
    of_province,
    own_names,
    provinces_of,
    signs_as,
    site_names,
)
from pipelines.foreign_pages.printed_names import names_printed
from pipelines.language.language import is_written_here
from pipelines.language.title_keys import key
from pipelines.outline import Outline, outline
from pipelines.page import Page
from pipelines.page_type.touting import count_bets, is_for_engines, reads_as_report, sells
from pipelines.profiles.learning import place
from pipelines.profiles.profile import Profile
from pipelines.profiles.sketch import line_mark

REFUSED = -2  # the sum from which on a page is kept as a capture only
REFUSED_ALONE = -3  # the same where next to nothing is known of the newspaper, for what has a sign of BLOGS
UNKNOWN = "nothing of its pages"
EDITION = "an edition for readers abroad"
ITS_NAME_ALONE = "its name alone"
ITS_IMPRINT_ALONE = "its name and imprint alone"
OPEN = frozenset((EDITION, ITS_NAME_ALONE, ITS_IMPRINT_ALONE))  # with which a page is no more than doubtful
FOR_ENGINES = "written for search engines"
_TO_OTHERS = "links to other sites"
_TO_BETTING = "links to betting"
_SELLS_BESIDE = "headlines beside that sell"
_FROM_ELSEWHERE = "another language, nothing of the country"
BLOGS = frozenset(("sections of a blog", _TO_OTHERS, FOR_ENGINES))
# What no newspaper's page has: with one of these, what stands in its frame is copied.
_OF_A_BUYER = frozenset((FOR_ENGINES, _TO_OTHERS, _TO_BETTING, _SELLS_BESIDE, _FROM_ELSEWHERE))
# What stands in a frame, and whoever bought the domain copies with it.
_COPIED = frozenset(
    ("its name", "whose organ it is", "what licensed newspapers print", "sections of the Party's press")
)
# What speaks for the newspaper (above 0) and against it; an example for each.
WEIGHTS = {
    "its name": 3,  # "Báo Bờ Kênh" in the head, or in a line of the frame
    ITS_NAME_ALONE: 0,  # as whoever bought the domain may go by it
    "an author of its own": 3,  # "Hoàng Thị Mơ", who signed articles before
    ITS_IMPRINT_ALONE: 0,  # under a text for search engines, or one that leads to other sites
    "news of its province beside": 2,  # "Xã Nà Phặc có nhà văn hóa mới", two of them outside the article
    "several names that it prints": 3,  # "Cửa Bắc", "Suối Trai": places and people of a twenty-fifth of its articles
    "whose organ it is": 3,  # "Cơ quan của Tỉnh ủy", as a newspaper merged into another says under its new name
    "links to addresses of its own": 2,  # three of /thoi-su/, /tin/1004.html, known before
    "a name that it prints": 1,
    "a section of its own": 1,  # "Văn nghệ"
    "what licensed newspapers print": 1,  # "Giấy phép số 7", "Tổng biên tập"
    "sections of the Party's press": 1,  # "Xây dựng Đảng", "Quốc phòng - An ninh", "Bạn đọc"
    "its province": 2,  # named in the article, or one that is the same since 2025
    "written as news is": 1,  # "Sáng 12-3", "(TTXVN)", "Công an tỉnh khởi tố bị can"
    EDITION: 1,  # in another language, of the country
    UNKNOWN: -1,  # no line, menu or class name of the designs before
    "nothing of it for half a year": -1,  # as between the end of a newspaper and the sale of its domain
    "nowhere in its province": -1,
    "sections of a blog": -1,  # "Mẹo vặt", "Review"
    FOR_ENGINES: -1,  # "7 cách trị mụn", "bạn nên chọn", "Trên đây là", "gọi ngay hotline"
    _SELLS_BESIDE: -1,  # "Chuyển nhà trọn gói", "Top 10 nhà cái", three of them outside the article, and most there are
    _TO_BETTING: -1,  # "nhà cái", "game bài", two of them that lead to other sites
    _FROM_ELSEWHERE: 0,  # "We tested nine casinos", in a menu and above an imprint in Vietnamese
    "another site's name": -2,  # in the head or at the end of the title: "Bóng Lăn"
    _TO_OTHERS: -2,  # three of them, amid the text
}
_GAP = timedelta(days=180)
_RECENT = 200  # articles whose names are known
_LINKS = 3
_LICENSED = re.compile(
    r"\b(?:co quan (?:chu quan|ngon luan|cua)|tong bien tap|pho tong bien tap|giay phep (?:so|hoat dong|xuat ban|bao chi)|tieng noi cua)\b"
)
_ORGAN = re.compile(
    r"\b(?:co quan(?: chu quan| ngon luan)?(?: cua)?|tieng noi cua) (?:ban chap hanh )?(?:dang bo|tinh uy|thanh uy|uy ban nhan dan|ubnd)\b"
)
_SECTIONS = (
    r"\bxay dung dang\b", r"\bquoc phong an ninh\b|\ban ninh quoc phong\b", r"\bchinh tri\b", r"\bban doc\b|\btoa soan\b",
    r"\bhoc tap va lam theo\b", r"\bdan toc\b|\bdan van\b|\bmat tran\b", r"\bphap luat\b", r"\btruyen hinh\b|\bphat thanh\b|\bbao in\b",
)  # fmt: skip
_IMPRINT = re.compile(
    rf"{_LICENSED.pattern}|\b(?:toa soan|dia chi|tru so|dien thoai|ban quyen|bao dien tu|email|lien he|copyright)\b"
)
_ANY_SECTION = re.compile(
    r"(?:trang chu|thoi su|chinh tri|xa hoi|kinh te|van hoa|the thao|giai tri|phap luat|giao duc|y te|suc khoe|du lich|quoc te"
    r"|the gioi|doi song|ban doc|xay dung dang|quoc phong an ninh|an ninh quoc phong|khoa hoc|cong nghe|moi truong|video|lien he"
    r"|tin (?:moi|lien quan|khac)|doc nhieu|[\d ]+)"
)  # "Thời sự"
_HEADLINE = 5  # words that a headline has more than
_BLOG = (r"\bmeo (?:vat|hay)\b", r"\breviews?\b", r"\bthu thuat\b", r"\blam dep\b", r"\bphong thuy\b", r"\bkiem tien\b|\btien dien tu\b",
         r"\b(?:soi|ty le) keo\b|\bcasino\b", r"\btop \d+\b", r"\bguest post\b")  # fmt: skip
_NEWS = re.compile(
    r"\b(?:[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Nn]gày|hôm) \d{1,2}\s?[-/]\s?\d{1,2}\b|\b(?:TTXVN|VOV|AFP|Reuters|Tân Hoa xã|VNA)\b"
)
_AT_HOME = frozenset((None, "vi", "km", "lo"))  # languages that are written here, or that no page declares


def signs_of(conn: sqlite3.Connection, page: Page, article: Article) -> list[str]:
    """The signs of WEIGHTS that a page shows which has nothing of its newspaper's pages."""
    found = [UNKNOWN]
    own = own_names(conn, page)
    site = site_names(page, article)
    profile = page.profile or Profile()
    assert page.outline and page.elements
    images = [image.get("alt") or "" for image in page.elements.of("img")]
    read = key(" | ".join([*site, *other_lines(page.outline, article), *images]))
    lines = other_lines(outline(page.elements.root), article)  # with the menus that no article needs
    frame = key(" | ".join(lines))
    if any(map(profile.is_frame, site)) or any(is_in(name, read) or signs_as(name, frame) for name in own):
        found.append("its name")
    elif site and (own or profile.names_site):
        found.append("another site's name")
    if _ORGAN.search(frame):
        found.append("whose organ it is")
    elif _LICENSED.search(frame):
        found.append("what licensed newspapers print")
    found += _of_frame(frame)
    if is_news(f"{article.lead or ''} {article.body}") or reads_as_report(article):
        found.append("written as news is")
    if _is_in_another_language(article):
        found.append(EDITION if is_of_the_country(conn, article) else _FROM_ELSEWHERE)
    if (province := of_province(conn, page, article)) is not None:
        found.append("its province" if province else "nowhere in its province")
    found += _of_article(conn, page, article)
    if has_news_beside(conn, page, lines):
        found.append("news of its province beside")
    elif _sells_beside(lines):
        found.append(_SELLS_BESIDE)
    if _links_to_betting(page):
        found.append(_TO_BETTING)
    if _count_linked_sites(page, article) >= _LINKS:
        found.append(_TO_OTHERS)
    listed = is_listed(conn, page.newspaper)  # what was saved from any other site may be written so
    if listed and not {"written as news is", "its province"} & {*found} and is_for_engines(article):
        found.append(FOR_ENGINES)
    links = _count_known_links(conn, page)
    if links >= _LINKS:
        found.append("links to addresses of its own")
    before = [
        row.until for row in rows.of(conn, page.newspaper, place(page.url)) if moment(row.until) < page.fetched_at
    ]
    if before and page.fetched_at - moment(max(before)) > _GAP:
        found.append("nothing of it for half a year")
    return _without_copies(found, listed)


def _without_copies(signs: list[str], listed: bool) -> list[str]:
    """The signs, with a lesser one in the place of those that anybody can copy, where these alone speak for the newspaper:
    ITS_NAME_ALONE for its name; ITS_IMPRINT_ALONE for name and imprint together, where another sign says that the page is
    of who bought the domain, and the newspaper is `listed` (one of ours, not just any site's)."""
    speaking = {sign for sign in signs if WEIGHTS[sign] > 0}
    if speaking == {"its name"}:
        return [ITS_NAME_ALONE if sign == "its name" else sign for sign in signs]
    if listed and speaking and speaking <= _COPIED and _OF_A_BUYER & {*signs}:
        return [sign for sign in signs if sign not in _COPIED] + [ITS_IMPRINT_ALONE]
    return signs


def speaks(signs: list[str]) -> bool:
    """Whether any sign speaks for the newspaper, be it a copied one."""
    return any(WEIGHTS[sign] > 0 or sign == ITS_IMPRINT_ALONE for sign in signs)


def copied_marks(conn: sqlite3.Connection, page: Page, article: Article) -> set[int]:
    """The marks of a page's lines that whoever copies a newspaper's imprint copies, or has by chance: whose organ it
    is, sections that all have. Empty where the article is not written for search engines and leads to no other sites,
    or the newspaper is none of a province.
    """
    assert page.elements
    if not is_listed(conn, page.newspaper):
        return set()
    if not is_for_engines(article) and _count_linked_sites(page, article) < _LINKS:
        return set()
    lines = (line.text for line in outline(page.elements.root).lines if line.text)
    return {line_mark(text) for text in lines if _IMPRINT.search(told := key(text)) or _ANY_SECTION.fullmatch(told)}


def is_news(text: str) -> bool:
    """Whether a text says when and from whom it is as news does."""
    return _NEWS.search(text) is not None


def is_from_elsewhere(conn: sqlite3.Connection, page: Page, article: Article) -> bool:
    """Whether a page in another language says nothing of the country, its provinces or its press, under the name of a
    province's newspaper. An edition for readers abroad does."""
    if article.language in _AT_HOME or not is_listed(conn, page.newspaper):
        return False
    if is_of_the_country(conn, article):
        return False
    assert page.elements
    frame = key(" | ".join(other_lines(outline(page.elements.root), article)))
    return not (_ORGAN.search(frame) or _LICENSED.search(frame) or "sections of the Party's press" in _of_frame(frame))


def _is_in_another_language(article: Article) -> bool:
    """Whether an article is in a language that nobody writes here, by its words or, where these do not tell it, its letters."""
    if article.language is None:
        return not is_written_here(f"{article.title} {article.body}")
    return article.language not in _AT_HOME


def has_news_beside(conn: sqlite3.Connection, page: Page, lines: list[str]) -> bool:
    """Whether several headlines among the lines of a page that are not its article's name the newspaper's province; what
    says whose organ it is, or where it sits, is none."""
    names = [key(name) for name in provinces_of(conn, page.newspaper) or ()]
    heads = {told for line in lines if len((told := key(line)).split()) > _HEADLINE and not _IMPRINT.search(told)}
    return sum(any(is_in(name, told) for name in names) for told in heads) > 1


def _sells_beside(lines: list[str]) -> bool:
    """Whether most headlines among the lines of a page that are not its article's are those of texts for search engines, or
    tout."""
    heads = {told for line in lines if len((told := key(line)).split()) >= _HEADLINE and not _IMPRINT.search(told)}
    sell = sum(sells(line) for line in lines if key(line) in heads)
    return sell >= _LINKS and sell > len(heads) / 2


def _links_to_betting(page: Page) -> bool:
    """Whether the words of links to other sites name several things to bet on."""
    assert page.head and page.elements
    others = (
        "".join(map(str, element.itertext()))
        for element in page.elements.of("a")
        if host(join(page.head.base, element.get("href") or "")) not in (host(page.url), "")
    )
    return count_bets(" | ".join(others)) > 1


def _of_frame(frame: str) -> list[str]:
    """The signs that sections in a page's frame are, by several of them."""
    found = []
    if sum(re.search(section, frame) is not None for section in _SECTIONS) >= _LINKS:
        found.append("sections of the Party's press")
    if sum(re.search(section, frame) is not None for section in _BLOG) > 1:
        found.append("sections of a blog")
    return found


def _count_linked_sites(page: Page, article: Article) -> int:
    """How many other sites the words of an article's text lead to."""
    assert page.head and page.elements
    text = " ".join(article.body.split())
    sites = set()
    for element in page.elements.of("a"):
        words = " ".join("".join(map(str, element.itertext())).split())
        if len(words) > 3 and words in text:
            sites.add(host(join(page.head.base, element.get("href") or "")))
    return len(sites - {host(page.url), ""})


def weigh(signs: list[str]) -> int:
    """The sum of what the signs weigh."""
    return sum(WEIGHTS[sign] for sign in signs)


def other_lines(lines: Outline, article: Article) -> list[str]:
    """The texts of a page's lines that are not its article's."""
    body = key(f"{article.title}\n{article.lead or ''}\n{article.body}")
    return [line.text for line in lines.lines if line.text and len(line.text) < 300 and key(line.text) not in body]


def _of_article(conn: sqlite3.Connection, page: Page, article: Article) -> list[str]:
    """The signs that an article shares with the newspaper's last ones: author, section, names."""
    found = []
    stored = conn.execute(
        "select byline, section, title || '. ' || coalesce(lead, '') || ' ' || body from articles where newspaper = ?"
        " order by id desc limit ?",
        [page.newspaper, _RECENT],
    ).fetchall()
    byline, section = (article.byline or "").casefold(), (article.section or "").casefold()
    if len(byline.split()) > 1 and any((known or "").casefold() == byline for known, _, _ in stored):
        found.append("an author of its own")
    if section and any((known or "").casefold() == section for _, known, _ in stored):
        found.append("a section of its own")
    elsewhere = {name.casefold() for (name,) in conn.execute("select name from provinces")}
    text = f"{article.title}. {article.lead or ''} {article.body}"
    if common := names_printed(text, [known for _, _, known in stored], but=elsewhere):
        found.append("several names that it prints" if common > 2 else "a name that it prints")
    return found


def _count_known_links(conn: sqlite3.Connection, page: Page) -> int:
    """How many addresses of the newspaper's a page links to that were known before, but for its front page."""
    assert page.head and page.elements
    linked = {join(page.head.base, element.get("href") or "") for element in page.elements.of("a")}
    some = sorted(url for url in linked - {page.url} if split(url).path.strip("/"))[:200]
    (count,) = conn.execute(
        f"select count(*) from pages where newspaper = ? and url in ({', '.join('?' * len(some))})"
        " and state in ('article', 'index') and fetched_at < ?",
        [page.newspaper, *some, utc(page.fetched_at)],
    ).fetchone()
    return count
