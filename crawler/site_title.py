"""What a newspaper calls itself, where it was given by its address alone."""

from __future__ import annotations

import re
from collections import Counter

from pipelines.language.title_keys import key
from pipelines.structured_data.page_head import CUT, PageHead

ENOUGH = 3  # articles that say the same of their site
_NAMED = re.compile(r"(?:Báo|Tạp chí|Đài|Cổng|Trang thông tin)\s", re.I)
_NO_NAME = re.compile(r"^@|^https?:|©|copyright|^\S+\.[a-z]{2,}$", re.I)  # "@baobokenh", "© 2026 Báo Bờ Kênh", "bao.vn"
# What a front page's title says of the page, as keys: "Trang chủ", "Tin mới nhất"
_OF_PAGE = re.compile(
    r"(?:trang (?:chu|nhat|dau)|home(?: ?page)?|index|untitled|news|latest news"
    r"|(?:tin|tin tuc|tin bai|bai)(?: (?:tuc|moi|nong|nhanh|nhat|cap nhat|trong ngay|hom nay|24h|24 7))*)?"
)


class SiteTitle:
    """The name of one site by what its pages say of it: its front page outright (og:site_name, the structured data), else
    its articles outright, else the piece that the titles of most of them end or begin with, else the front page's title.

    `known` is the name that the archive has of it, None for none. It stays, unless it is but a piece of the front page's
    title, which says as often what that page is.
    """

    def __init__(self, known: str | None):
        self.known = known
        self._front: list[str] = []  # what the front page says outright
        self._pieces: list[str] = []  # of the front page's title
        self._outright: Counter[str] = Counter()  # what articles say, and how many of them
        self._repeated: Counter[str] = Counter()  # the pieces of their titles
        self._articles = 0

    def learn(self, head: PageHead, title: str | None) -> str | None:
        """Takes in a page's head, of the article with that `title`, or of the front page (None); gives the site's name as
        far as it is known then."""
        names = [name for name in (" ".join(site.split()) for site in head.site) if _is_name(name)]
        pieces = [piece for piece in (" ".join(piece.split()) for piece in CUT.split(head.page_title)) if piece]
        if title is None:
            self._front, self._pieces = names, pieces
        else:
            self._articles += 1
            self._outright.update(dict.fromkeys(names[:1], 1))
            self._repeated.update({piece: 1 for piece in pieces if key(piece) != key(title)})
        return self._name()

    def _name(self) -> str | None:
        """The best name so far; None for none."""
        if self.known and self.known not in self._pieces:
            return self.known
        told = [name for name, times in self._outright.most_common(1) if times >= ENOUGH]
        most = max(self._repeated.values(), default=0)
        again = [piece for piece, times in self._repeated.items() if times == most >= max(ENOUGH, self._articles / 2)]
        again.sort(key=lambda piece: (piece in self._pieces, bool(_NAMED.match(piece))), reverse=True)
        pieces = [piece for piece in self._pieces if _is_name(piece)]
        pieces.sort(key=lambda piece: not _NAMED.match(piece))
        return next(iter([*self._front[:1], *told, *again, *pieces]), self.known)


def _is_name(text: str) -> bool:
    """Whether a text may be a site's name: no address, and not what any front page is called."""
    return not _NO_NAME.search(text) and not _OF_PAGE.fullmatch(key(text))
