"""Whether a page that was read is no article but a notice, a sale or somebody's list: what neither day nor writer stands by.

Each kind takes two signs of different sorts, what the page calls itself and what it asks of its reader; news of the same
things is dated or signed, and asks nothing.
"""

from __future__ import annotations

import re
from collections import Counter

from archive.article import Article
from archive.reasons import Code, Reason
from pipelines.boilerplate.headings import is_dated_below, names_day
from pipelines.language.names import is_person
from pipelines.language.title_keys import key
from pipelines.outline import Line, in_chrome
from pipelines.page import Page
from pipelines.page_type.page_type import PARKED_SIGN, listing
from pipelines.page_type.touting import touted

_SHORT = 150  # words of a notice
_LITTLE = 40  # words beside a row of links
_TITLE = 9  # words of its title
_LISTED = 5  # dated links of somebody's list
_ALIKE = 6  # links that differ in their numbers alone
_DATE = 40  # letters of a line that is a date

# What such a page calls itself, on keys of titles; an example for each.
_CALLED = re.compile(
    "|".join(
        (
            r"\bkhong (?:the )?(?:tim thay|ton tai|hien thi)\b",  # Không tìm thấy trang
            r"\b(?:bao tri|qua tai|nang cap|truc trac|som (?:quay |tro )lai|co loi xay ra)\b",  # Hệ thống đang bảo trì
            r"^(?:rat tiec|xin loi|oops|sorry|lo sentimos|desole)$",  # Rất tiếc!
            r"\b(?:truy cap bi tu choi|xac minh truy cap|access denied|forbidden)\b",  # Access denied
            r"\b(?:not found|couldn t find|can t find|doesn t exist|does not exist)\b",  # Sorry, we couldn't find that page
            r"\b(?:maintenance|back soon|server error|something went wrong|mantenimiento|manutencao|manutenzione)\b",  # Back soon
            r"\b(?:nicht gefunden|wartung(?:sarbeiten)?|existe pas|introuvable|no encontrada|nao encontrada|non trovata)\b",  # Wartung
            r"\b(?:checking your browser|just a moment|verif\w+ (?:that )?you are (?:a )?human|security check)\b",  # Just a moment...
            r"\b(?:dang )?kiem tra trinh duyet\b|\bban (?:co )?(?:phai )?la (?:con )?nguoi\b",  # Đang kiểm tra trình duyệt
            r"не найден|техническ\w+ работ|見つかりません|メンテナンス|找不到|不存在|维护",  # Страница не найдена
        )
    )
)
# What it asks of its reader.
_ASKS = re.compile(
    "|".join(
        (
            r"\b(?:vui long|xin|mong|moi|hay|thu)\b.{0,60}\b(?:quay lai|tro lai|thu lai|trang chu|thong cam|kiem tra|thu ve)\b",  # Xin quay lại sau
            r"\b(?:please|sorry|you (?:requested|do not have)|your patience|try again|home ?page)\b",  # Please try again
            r"\b(?:startseite|bitte(?:n)?|geduld|verstandnis)\b|page d accueil|votre patience",  # Bitte prüfen Sie
            r"\b(?:lo sentimos|portada|desculpe|pagina inicial|ci scusiamo)\b",  # Lo sentimos
            r"главн\w+ страниц|попробуйте|トップページ|申し訳|首页|稍后",  # вернитесь на главную страницу
        )
    )
)
# What a box that asks for consent calls itself, and the answers it offers.
_PRIVACY = re.compile(
    r"\b(?:before you continue|(?:your|about) privacy|privacy (?:settings|choices)|cookie (?:settings|consent|preferences)|ihre (?:privatsphare|einwilligung)"
    r"|vie privee|su privacidad|quyen rieng tu cua (?:ban|quy vi))\b|^cookies?$"
)
_ANSWERS = re.compile(
    r"\b(?:(?:accept|refuse|reject|agree|consent|change your mind|akzeptieren|zustimmen|ablehnen|accepter|refuser|aceptar|rechazar|chap nhan|tu choi|dong y)\b"
    r".*\bcookies?|cookies?\b.*\b(?:accept|refuse|reject|agree|consent|change your mind|akzeptieren|zustimmen|ablehnen|accepter|refuser|aceptar|rechazar|chap nhan|tu choi|dong y))\b"
)
_DOMAIN = re.compile(
    r"(?<![@/\w.-])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|net|org|info|biz|site|online|vn|com\.vn|fr|de|it|es|pl|ru|co|io)\b",
    re.I,
)
# What is said of a domain on sale, each a sign of its own: that it is, what it costs, and how it is had.
_SALE = (
    re.compile(r"\b(?:for sale|is available|still be available|đang rao bán|zum verkauf)\b", re.I),  # x.com is available!
    re.compile(r"[$€£]\s?\d|\d[\d.,]*\s?(?:[$€£]|USD|EUR|VND|đồng\b|₫)"),  # $2,499; 35.000.000 đồng
    re.compile(r"\b(?:buy (?:now|this domain)|make an offer|kaufen|zum kauf|achetez|faites une offre|mua (?:lại|ngay)|giá bán)\b", re.I),  # Buy now
    re.compile(r"\b(?:brokerage|brokers?|escrow|parked free|payment plan|auction|treuhand|sang tên|à vendre|chuyển nhượng|hết hạn)\b", re.I),  # parked free
)  # fmt: skip


def why_no_article(page: Page, title_line: int | None) -> Reason | None:
    """Why a page that was read as an article is none; None where it may be one. `title_line` is the line of its title."""
    article = page.article
    assert article and page.head and page.outline
    if page.head.published or (article.byline and article.byline != article.title):
        return None
    if _is_row_of_links(page, article):
        return listing(page)
    dated = title_line is not None and is_dated_below(page.outline, title_line)
    if dated or article.words > _SHORT:
        return None
    if _is_of_one_writer(page, article):
        return listing(page)
    return _of_words(page, article) if article.published_at is None else None


def _of_words(page: Page, article: Article) -> Reason | None:
    """What an undated, unsigned text says that it is: a notice, a sale, or betting; None for anything else."""
    text = f"{article.lead or ''}\n{article.body}"
    title = key(article.title)
    if len(title.split()) <= _TITLE and _CALLED.search(title) and _ASKS.search(key(text)):
        return Reason(Code.NOT_FOUND)
    called = _names(page, article)
    if any(_PRIVACY.search(key(name)) for name in called) and _ANSWERS.search(key(text)):
        return Reason(Code.COOKIE_WALL)
    told = "\n".join([*called, text])
    if any(map(_DOMAIN.search, called)) and sum(bool(sign.search(told)) for sign in _SALE) >= 2:
        return Reason(Code.FOREIGN, signs=PARKED_SIGN)
    return Reason(Code.FOREIGN, signs=f"touts {what}") if (what := touted(article)) else None


def _names(page: Page, article: Article) -> list[str]:
    """What a page calls itself: its title, the one in its head, its first headings."""
    assert page.head and page.outline
    headings = [line.text for line in page.outline.lines if line.level in (1, 2)][:2]
    return [name for name in (article.title, page.head.page_title, *headings) if len(name.split()) <= _TITLE]


def _is_row_of_links(page: Page, article: Article) -> bool:
    """Whether a page is little more than links that differ in their numbers alone: the pages of a printed issue, questions
    to be answered."""
    assert page.outline
    links = [line for line in page.outline.lines if line.hrefs and not in_chrome(line.node)]
    alike = Counter(filter(None, (_numberless(line.text) for line in links)))
    if not alike:
        return False
    text, count = alike.most_common(1)[0]
    told = [article.lead or "", *article.body.split("\n\n")]
    rest = sum(len(paragraph.split()) for paragraph in told if _numberless(paragraph) != text)
    return count >= _ALIKE and 2 * count >= len(links) and rest <= _LITTLE


def _is_of_one_writer(page: Page, article: Article) -> bool:
    """Whether a page bears a person's name and lists what that person wrote."""
    assert page.outline
    lines = page.outline.lines
    if article.byline != article.title and not is_person(article.title):
        return False
    links = [n for n, line in enumerate(lines) if line.hrefs and not in_chrome(line.node)]
    dated = sum(_is_dated(lines, n) for n in links)
    return dated >= _LISTED or (article.byline == article.title and len(links) >= _LISTED)


def _numberless(text: str) -> str:
    """The words of a text without its numbers; empty for a number alone, as in the row of an article's pages."""
    return " ".join(word for word in key(text).split() if word.isalpha())


def _is_dated(lines: list[Line], n: int) -> bool:
    """Whether a day stands in the line of a link or is the next."""
    after = lines[n + 1].text if n + 1 < len(lines) else ""
    return names_day(lines[n].text) or (len(after) < _DATE and names_day(after))
