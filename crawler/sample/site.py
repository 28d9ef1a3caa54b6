"""What the dresses share: a site is a table of routes over the articles of one edition of one newspaper."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import groupby
from string import Template
from typing import Any

from jinja2 import Environment, PackageLoader

from vietnamese.time_zone import VIETNAM

from .article import Article, Block, Newspaper, slug, truth
from .damage import TEXT, windows_1258

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")

_templates = Environment(loader=PackageLoader("crawler.sample"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True)
class Reply:
    """An answer: its body, media type, status and headers."""

    body: bytes
    type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Query = dict[str, str]
Route = Callable[[Query], Reply | None]


def always(make: Callable[..., Reply], *args: Any, **values: Any) -> Route:
    """A route that answers the same whatever the query, made anew each time: clocks and counters move."""
    return lambda query: make(*args, **values)


def number_in(query: Query, name: str) -> int:
    """A number in the query: 1 where there is none, 0 where it is not a number."""
    value = query.get(name, "1")
    return int(value) if value.isdecimal() else 0


def day(article: Article) -> datetime | None:
    """When an article was published; None where it does not say."""
    return datetime.fromisoformat(article.published) if article.published else None


def day_in_words(moment: datetime) -> str:
    """28 Tháng Tám, 2020: as WordPress in Vietnamese writes it."""
    return f"{moment.day} Tháng {_MONTHS[moment.month - 1]}, {moment.year}"


def day_and_time(moment: datetime) -> str:
    """A moment as Vietnamese sites print it: weekday, day, time."""
    return f"{WEEKDAYS[moment.weekday()]}, {moment:%d/%m/%Y, %H:%M}"


def runs(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """Blocks of a kind that follow each other, together: items are one list, rows one table."""
    return [(kind, list(run)) for kind, run in groupby(blocks, key=lambda block: block.kind)]


_templates.filters |= {
    "day": day,
    "in_words": day_in_words,
    "day_and_time": day_and_time,
    "runs": runs,
    "slug": slug,
}


def xml(body: str, kind: str = XML) -> Reply:
    """Makes an answer of an XML document."""
    return Reply(body.encode(), kind)


def moved(to: str) -> Reply:
    """A redirect for good."""
    return Reply(b"", status=301, headers={"Location": to})


def etag(reply: Reply) -> str:
    """A tag that changes with an answer's body."""
    return f'"{zlib.crc32(reply.body):08x}"'


class Site:
    """One edition of a newspaper at the address `home`. A dress adds its routes: a path to what answers its query."""

    templates: str
    # which validators the dress sends with its HTML pages
    etags = True
    last_modified = True

    def __init__(self, newspaper: Newspaper, edition: int, home: str) -> None:
        self.newspaper = newspaper
        self.home = home
        self.articles = [article for article in truth(edition) if article.newspaper == newspaper.name]
        standing = {article.path for article in self.articles}
        self.gone = {article.path for article in truth() if article.newspaper == newspaper.name} - standing
        self.routes: dict[str, Route] = {}
        for picture in (picture for article in self.articles for picture in article.images):
            self.routes[f"/images/{picture.name}.svg"] = always(_drawing, picture.name)
        self.add_routes()

    def add_routes(self) -> None:
        """Adds a route for each address that the site has. Raises NotImplementedError: each kind of site has its own."""
        raise NotImplementedError

    def reply(self, path: str, query: Query) -> Reply:
        """The answer to a path and its query; the page that there is none, where no route has one."""
        route = self.routes.get(path)
        return (route(query) if route else None) or self.not_found(path)

    def not_found(self, path: str) -> Reply:
        """The page that says there is none, with status 404."""
        return self.render("page", 404, title="Không tìm thấy trang", text=["Trang bạn tìm không còn hoặc đã đổi tên."])

    def render(self, template: str, status: int = 200, /, encoding: str = "UTF-8", **values: Any) -> Reply:
        """A page made of a template of this dress, in an encoding of its time."""
        text = _templates.get_template(f"{self.templates}/{template}.html").render(
            paper=self.newspaper, home=self.home.rstrip("/"), site=self, encoding=encoding, **values
        )
        if encoding == "UTF-8":
            return Reply(text.encode(), HTML, status)
        return Reply(windows_1258(text), "text/html", status)

    def article_page(self, article: Article, template: str = "article", **values: Any) -> Reply:
        """The page of an article, its letters spoiled as its file says."""
        encoding = "windows-1258" if article.print_as == "windows-1258" else "UTF-8"
        spoil = TEXT.get(article.print_as or "", str)
        # TCVN3 has no capitals with tone marks; such titles were typed in Unicode
        title = article.title if spoil is TEXT["tcvn3"] else spoil(article.title)
        reply = self.render(
            template,
            encoding=encoding,
            article=article,
            spoil=spoil,
            headline=title,
            related=self.related(article),
            **values,
        )
        changed = article.modified or article.published
        if not changed or not self.last_modified:
            return reply
        moment = datetime.fromisoformat(changed).astimezone(UTC)
        return Reply(reply.body, reply.type, headers={"Last-Modified": format_datetime(moment, usegmt=True)})

    def related(self, article: Article) -> list[Article]:
        """Three other articles of the same section."""
        return [other for other in self.articles if other.section == article.section and other is not article][:3]

    def in_section(self, section: str) -> list[Article]:
        """The articles of a section, the newest first."""
        return [article for article in self.articles if article.section == section]

    @property
    def now(self) -> datetime:
        """The clock in the page headers."""
        return datetime.now(VIETNAM)

    def feed(self, template: str, kind: str) -> Reply:
        """A feed of the ten newest articles; `kind` is its media type."""
        return xml(self._xml(template, articles=self.articles[:10]), kind)

    def sitemap(self, articles: list[Article], news: bool = False) -> Reply:
        """A sitemap of articles, with `news` in Google's form for news."""
        return xml(self._xml("sitemap.xml", articles=articles, news=news))

    def sitemap_index(self, paths: list[str]) -> Reply:
        """A sitemap that names others by their paths."""
        return xml(self._xml("sitemapindex.xml", paths=paths))

    def _xml(self, template: str, **values: Any) -> str:
        """Fills in a template of XML."""
        return _templates.get_template(template).render(paper=self.newspaper, home=self.home.rstrip("/"), **values)


def gzipped(reply: Reply) -> Reply:
    """A file that is itself gzip, as sitemaps are: not a Content-Encoding."""
    return Reply(gzip.compress(reply.body, mtime=0), "application/x-gzip")


def pages_of(articles: list[Article], size: int) -> list[list[Article]]:
    """Articles in pages of so many; one empty page where there is none."""
    return [articles[start : start + size] for start in range(0, len(articles), size)] or [[]]


def _drawing(name: str) -> Reply:
    """A small landscape as SVG, another for each name."""
    seed = zlib.crc32(name.encode())
    sky, hill, field = seed % 60 + 180, seed // 60 % 80 + 60, seed // 4800 % 50 + 30
    drawing = _DRAWING.substitute(sky=sky, hill=hill, field=field, sun=seed % 280 + 20, top=seed % 40 + 60)
    return Reply(drawing.encode(), "image/svg+xml")


_DRAWING = Template(
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 320 200">'
    '<rect width="320" height="200" fill="hsl($sky 60% 80%)"/>'
    '<circle cx="$sun" cy="40" r="16" fill="hsl(40 90% 70%)"/>'
    '<path d="M0 140 L80 $top L150 130 L220 80 L320 140 V200 H0Z" fill="hsl($hill 30% 45%)"/>'
    '<path d="M0 150 Q160 120 320 160 V200 H0Z" fill="hsl($field 50% 60%)"/></svg>'
)
