"""What every page is made with: the templates' words, numbers and links, and the answer around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup, escape

from archive.search.highlight import Marked
from publish.archive_queries.archive import PER_YEAR, Archive, Row, archive_of
from publish.datasette_internals import Datasette
from publish.drawings import schema_diagram
from publish.questions.links import behind
from publish.questions.queries import QUERIES
from publish.texts.parts import Item, clip
from publish.wording import health, language, metadata, reasons
from publish.wording.language import say

FIRST_ID = 1000 * PER_YEAR  # of an article
# Of these and of SQL a column `id` is an article's.
QUESTIONS = {query.name for query in QUERIES}


def prepare(env: Environment) -> None:
    """Gives the templates our words, numbers and dates."""
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    env.globals.update(_=say, language=language.current.get, languages=language.LANGUAGES, static=static, here=here)
    env.globals.update(rows_file=rows_file, articles_in=article_column, link_with=partial)
    env.globals.update(schema_diagram=schema_diagram, first_id=FIRST_ID, behind=behind)
    env.tests.update(web=lambda url: web(url) is not None)
    env.filters.update(
        number=language.number,
        decimal=language.decimal,
        date=language.date,
        day=language.day,
        figure=language.figure,
        rate=language.rate,
        heading=lambda column: metadata.heading(column, language.current.get()),
        for_readers=metadata.for_readers,
        known=lambda text: metadata.value(text, language.current.get()),
        word=health.word,
        line=health.line,
        health_cell=health.cell,
        reason_cell=reasons.cell,
        marked=marked,
        plain=plain,
        clip=clip,
        titled=titled,
        web=web,
        runs=runs,
        digits=digits,
        label=label,
        web_archive=web_archive,
    )


@cache
def static(name: str) -> str:
    """The path of a static file, with a fingerprint so that it may be cached for ever."""
    fingerprint = sha256(files("publish").joinpath("static", name).read_bytes()).hexdigest()[:12]
    return f"-/static-plugins/baotinh/{name}?v={fingerprint}"


@cache
def brought_along() -> int:
    """Bytes of what every page makes a browser fetch."""
    return sum(len(files("publish").joinpath("static", name).read_bytes()) for name in ("site.css", "icon.svg"))


def marked(text: Marked) -> Markup:
    """The text with its hits as <mark>, everything else as text. Hits with only a space between become one."""
    spans: list[tuple[int, int]] = []
    for start, end in text.hits:
        if spans and text.text[spans[-1][1] : start] in ("", " "):
            start = spans.pop()[0]
        spans.append((start, end))
    out, place = Markup(), 0
    for start, end in spans:
        out += escape(text.text[place:start]) + Markup("<mark>{}</mark>").format(text.text[start:end])
        place = end
    return out + escape(text.text[place:])


def plain(text: str | None) -> str:
    """Text that XML may hold: some control characters it may not, however they are written."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text or "")


def titled(article: Row | Mapping[str, Any], room: int = 400) -> str:
    """What an article is called, cut to `room` bytes: its title, or that it has none and how its lead begins."""
    return clip(article["title"], room) or f"{say('(không tiêu đề)')} {clip(article['lead'], room // 4)}".rstrip()


def label(field: str) -> str:
    """What a text of an article (title, lead, byline, ...) is called in the reader's language."""
    return {
        "title": say("Tiêu đề"),
        "lead": say("Sapo"),
        "byline": say("Tác giả"),
        "body": say("Nội dung"),
        "captions": say("Chú thích ảnh"),
    }[field]


def web(url: str | None) -> str | None:
    """An address that the public may be led to; None for a file of the machine that crawled, a script, a monster."""
    return url if url and url.startswith(("http://", "https://")) and len(url) <= 2_000 else None


def web_archive(source: str | None) -> str:
    """What people call the web archive, or the file, that a capture came from; empty for one of our own.

    >>> web_archive("wayback"), web_archive("https://arquivo.example/wayback"), web_archive("file:cu.warc"), web_archive(None)
    ('Internet Archive', 'arquivo.example', 'cu.warc', '')
    """
    kind, _, name = (source or "").partition(":")
    if kind == "file":
        return name
    return {"wayback": "Internet Archive", "commoncrawl": "Common Crawl"}.get(kind, urlsplit(source or "").netloc)


def runs(items: Iterable[Item]) -> Iterator[tuple[str, Any]]:
    """The items, where pictures of which only the address is known follow each other as one, ("bare", [...]), and rows of
    a table as the cells of each: ("table", [[...], ...]).
    """

    def together(item: Item) -> str:
        """A key that neighbours share which go together; empty for an item that stands alone."""
        kind, value = item
        bare = isinstance(value, Row) and not value["caption"] and not value["credit"]
        return kind if bare or kind == "row" else ""

    for kind, run in groupby(items, together):
        found = list(run)
        if kind == "row":
            yield "table", ["".join(text for _, text in pieces).split(" | ") for _, pieces in found]
        elif kind and len(found) > 1:
            yield "bare", [value for _, value in found]
        else:
            yield from found


def digits(rows: Sequence[Mapping[str, Any]], column: str) -> int:
    """How many digits behind the comma, two at most, the numbers of a column need."""
    return max(
        (len(f"{row[column]:.2f}".rstrip("0").partition(".")[2]) for row in rows if row[column] is not None), default=0
    )


def rows_file(request: Request) -> Callable[..., str]:
    """A maker of addresses of what a page of rows shows, all of it, as a file: of its ending, and whether it is for
    `excel`.
    """

    def link(ending: str, excel: str | None = None) -> str:
        """The address of the rows as a file, from the site's root."""
        paging = dict.fromkeys(("_size", "_next", "_labels", "_facet", "_facet_size"))
        return f"{request.path}{ending}{here(request, **paging, _stream='on', _dl='on', _bom=excel)}"

    return link


def article_column(table: str | None, columns: Sequence[str]) -> str | None:
    """The column of some rows that holds the ids of articles; None where none does.

    >>> article_column("articles", ["id", "title"]), article_column(None, ["article_id"]), article_column("crawls", ["id"])
    ('id', 'article_id', None)
    """
    names = ["article_id", *(["id"] if table in (None, "articles") or table in QUESTIONS else [])]
    return next((name for name in names if name in columns), None)


def here(request: Request | None, **changed: object) -> str:
    """The query string of this page with some parameters changed; None leaves one out."""
    kept = [(k, v) for k in request.args for v in request.args.getlist(k) if k not in changed] if request else []
    return "?" + urlencode([*kept, *((k, v) for k, v in changed.items() if v is not None)])


def bars(counts: dict[int, int], width: int = 720, height: int = 120) -> list[dict[str, Any]]:
    """A column per year as SVG rectangles: x, y, width, height, and what it stands for."""
    if not counts:
        return []
    step, top = min(width / len(counts), 90), max(counts.values()) or 1  # a year or two make no giant bars
    return [
        {
            "year": year,
            "count": count,
            "x": round(i * step + step * 0.1, 1),
            "width": round(step * 0.8, 1),
            "middle": round(i * step + step / 2, 1),
            "height": (tall := max(round(count / top * height, 1), 1.5 if count else 0)),
            "y": round(height - tall, 1),
        }
        for i, (year, count) in enumerate(counts.items())
    ]


async def render(datasette: Datasette, request: Request, template: str, **context: Any) -> Response:
    """Answers with a page made of a template, which gets `context` and the archive's name."""
    context.setdefault("archive", archive_for(datasette).name)
    html = await datasette.render_template(template, {**context, "urls": datasette.urls}, request=request)
    ttl = datasette.setting("default_cache_ttl")
    return Response.html(html, headers={"cache-control": f"max-age={ttl}" if ttl else "no-cache"})


def archive_for(datasette: Datasette) -> Archive:
    """The archive of the site, which exists wherever our routes do."""
    archive = archive_of(datasette)
    assert archive is not None, "routes exist only where there is an archive"
    return archive
