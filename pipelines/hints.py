"""What class names say about an element: the habits of sites in general, English and Vietnamese.

A hint is never proof: the outline decides with it together with the text, and a block that holds most of a page's
prose is its article whatever it is called.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A role that takes its block out of the article -> what its class names contain. Order is precedence.
_CHROME = {
    "comment-form": r"comment|binh-?luan|y-?kien|respond\b|disqus|nhan-?xet|cmt\b|feedback|guestbook",
    "related": r"relat(?:ed|ion)|lien-?quan|(?:tin|bai)-?(?:tuc-?)?(?:khac|cung|lq\b)|cung-?(?:chuyen-?muc|loai|chu-?de)"
    r"|\bother-?(?:news|post|article|item|list|doc|link|read)|(?:news|article|post)s?-?others?\b|recommend|similar"
    r"|(?:doc|xem)-?(?:them|nhieu|tiep)|most-?(?:view|read|popular)|popular|read-?(?:more|also|next)|see-?also"
    r"|(?:more|latest|hot|top|new)-?(?:news|stor|article|post|from)|suggest|trending|you-?may|next-?up|further-?reading"
    r"|tin-?(?:moi|cu|noi-?bat|hot|doc|xem)|\bteaser|onecms-?related|\bupsell|\bpromo",
    "share": r"share|sharing|chia-?se|social|addthis|a2a[-_]|addtoany|fb-?like|like-?(?:fb|button|box)|zalo|\bfollow"
    r"|\bmxh\b|facebook|twitter|google-?(?:news|plus)",
    "ad": r"(?:^|[-_ ])(?:ads?|adv|advert\w*|qc|quang-?cao|banners?|sponsor\w*|outbrain|taboola|adsbygoogle|dfp|gpt"
    r"|c-banner|partner-?links?)(?=$|[-_ \d])|quangcao|advertis|adsense|ad-?slot|admicro|adzone",
    "tags": r"^(?:[a-z]+[-_])*(?:tags|hashtags?|tu-?khoa|tukhoa|keywords?)(?:[-_](?:links?|list|box|wrap\w*|news|container|item|content"
    r"|bar|detail|article|post|block|area|section|0))*$|^(?:[a-z]+[-_])*tag(?:[-_](?:links?|list|cloud|box|wrap\w*|news|container|item"
    r"|detail|article|post|block|area|bar|s|0))*$|tagcloud|taglist|tagbox|listtags?\b|boxtags?\b",
    "nav": r"(?:^|[-_ ])(?:nav|navbar|menus?|megamenu|breadcrumbs?|pagination|pager|paging|phan-?trang|skip|toc|muc-?luc"
    r"|sitemap|navigation|page-?links?)(?=$|[-_ \d])|breadcrumb|navigation|pagination|wp-?pagenavi|toc[-_]container"
    r"|post-?nav|site-?map\b",
    "sidebar": r"side-?bar|(?:^|[-_ ])(?:aside|widgets?|rail|right-?col\w*|col\w*-?right|cot-?phai|left-?col\w*"
    r"|cot-?trai|widget-?area)(?=$|[-_ \d])|\bwidget_",
    "footer": r"(?:^|[-_ ])(?:footer|foot|colophon|chan-?trang|copyright|site-?info|ban-?quyen)(?=$|[-_ \d])"
    r"|site-?footer|page-?footer|main-?footer",
    "popup": r"pop-?up|modal|cookie|newsletter|subscri|(?:^|[-_ ])(?:login|log-?in|signin|sign-?in|dang-?nhap|register"
    r"|paywall|overlay|lightbox|toast|tooltip|dropdown|consent)(?=$|[-_ \d])",
    "tools": r"tool-?bar|\btools?\b|print(?:er)?-?(?:btn|button|link|icon|page|friendly)?\b|font-?size-?(?:ctrl|btn|tool)"
    r"|co-?chu|resize-?text|text-?resize|audio|podcast|\btts\b|nghe-?(?:bai|doc)|rating|rateit|\bvotes?\b|danh-?gia"
    r"|binh-?chon|\bpoll|\bsurvey|tham-?do|luot-?xem|counter|(?:view|hit)s?-?(?:count|number|total)|(?:count|num)-?views?"
    r"|post-?views|save-?(?:for|post|article)|bookmark|back-?to-?top|scroll-?(?:to-?)?top|go-?top|\bviews\b",
    "hidden": r"screen-?reader|\bsr-only|visually-?hidden|assistive",
}

# A role that tells which field of the article a block prints.
_FIELDS = {
    "body": r"article-?body|articlebody|(?:^|[-_ ])(?:(?:article|post|entry|news|newsdetail|detail|details|single|story|blog"
    r"|fck|full|bai-?viet|chi-?tiet|baiviet|chitiet|tin|node|item|cms|the|body|zce)(?:s|_)?[-_]?"
    r"(?:content|contents|body|text|detail|details|noi-?dung|noidung))(?=$|[-_ \d])"
    r"|(?:content|noi-?dung|noidung)[-_]?(?:article|detail|details|news|post|chitiet|chi-?tiet|tin|fck|body|bai|main|html)"
    r"|fck[-_]?(?:detail|content)|content-?fck|singular-content|news-?content|editor-content|entry-content|story-body"
    r"|td-post-content|(?:^|[-_ ])(?:noi-?dung|noidung|bodytext)(?=$|[-_ ])|post-?body|ms-rtestate-field"
    r"|field-name-body|field--name-body|com-content-article__body",
    "lead": r"sapo|chapeau|standfirst|\blead(?:s|in|-?text)?\b|(?:^|[-_ ])(?:lead|dek|desc|description|mo-?ta|mota|tom-?tat"
    r"|tomtat|trich-?yeu|trichyeu|trich-?dan|summary|abstract|excerpt|intro|introtext|dan-?nhap|short-?desc\w*|quote-?lead"
    r"|init-?content|news-?des\w*|sub-?title|gioi-?thieu-?ngan)(?=$|[-_ \d])|(?:news|article|post|detail|cms|entry|single"
    r"|short|content)-?(?:desc|description|intro|summary|excerpt|lead)\b",
    "title": r"(?:^|[-_ ])(?:title|tieu-?de|tieude|headline|heading|ten-?bai|tenbai|subject|headtitle)(?=$|[-_ \d])"
    r"|(?:post|article|news|entry|detail|page|cms|content|story|single|bai-?viet|tin|header|main|node|item)[-_]?(?:title|tieude"
    r"|tieu-?de|headline|heading|name|tit)\b|title[-_]?(?:detail|news|post|article|gt|page|content|bai|tin)|ptitle\b",
    "byline": r"author|\busername|created-?by|tac-?gia|byline|\bwriter|nguoi-?(?:viet|dang|gui)|but-?danh|posted-?by|\bcreator\b|reporter"
    r"|phong-?vien|\bvcard\b",
    "date": r"(?:^|[-_ ])(?:date|time|datetime|ngay|ngay-?dang|ngaydang|pubdate|publish\w*|posted-?on|thoi-?gian|thoigian"
    r"|timestamp|cap-?nhat|updated|created|modified|post-?(?:date|time|meta)|entry-?meta|article-?meta|meta-?date|clock"
    r"|date-?time\w*|news-?date|datepublished)(?=$|[-_ \d])|publish-?(?:date|time)|(?:post|news|article|detail|entry|pub|create"
    r"|header)-?(?:date|time)\b|\bp?date\b",
    "caption": r"caption|chu-?thich|(?:^|[-_ ])legende?(?=$|[-_ \d])|bildunterschrift|didascalia|leyenda|(?:photo|image|img|pic|picture|anh)-?(?:note|desc\w*|text|title|info|cap\b|credit|source)"
    r"|(?:note|desc\w*|credit)-?(?:photo|image|img|anh)|\bpcaption",
    "source": r"(?:^|[-_ ])(?:source|nguon|source-?news|news-?source|article-?source|nguon-?tin|author-?source)(?=$|[-_ ])",
}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BESIDE = re.compile(r"(?:^|[-_])(?:has|with|without|no|below|above|after|before)[-_].*$")  # has-ads, below-banner
_DIGITS = re.compile(r"\d+")
_ANY = re.compile("|".join([*_CHROME.values(), *_FIELDS.values()]))
_CHROME_RE = {role: re.compile(pattern) for role, pattern in _CHROME.items()}
_FIELDS_RE = {role: re.compile(pattern) for role, pattern in _FIELDS.items()}


class Hints(NamedTuple):
    """What class names say: `chrome`, the reason why a block is no part of an article; `fields`, what it prints."""

    chrome: str | None
    fields: frozenset[str]


NONE = Hints(None, frozenset())
_names: dict[str, Hints] = {}
_tokens: dict[str, Hints] = {}
_ORDER = {role: n for n, role in enumerate(_CHROME)}


def read(names: str) -> Hints:
    """Reads class names, id and the like, separated by spaces."""
    hints = _names.get(names)
    if hints is None:
        if len(_names) > 50_000:  # ids made up page by page must not fill the memory
            _names.clear()
            _tokens.clear()
        found = [_token(token) for token in _DIGITS.sub("0", names[:300]).split()]
        chrome = min((h.chrome for h in found if h.chrome), key=_ORDER.__getitem__, default=None)
        fields = frozenset().union(*(h.fields for h in found))
        hints = _names[names] = Hints(chrome, fields) if chrome or fields else NONE
    return hints


def _token(token: str) -> Hints:
    hints = _tokens.get(token)
    if hints is None:
        text = _BESIDE.sub("", _CAMEL.sub("-", token).lower())
        if not _ANY.search(text):
            _tokens[token] = NONE
            return NONE
        chrome = next((role for role, pattern in _CHROME_RE.items() if pattern.search(text)), None)
        fields = frozenset(role for role, pattern in _FIELDS_RE.items() if pattern.search(text))
        hints = _tokens[token] = Hints(chrome, fields) if chrome or fields else NONE
    return hints
