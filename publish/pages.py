"""The pages of the site, each a function of the request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup, escape

from publish import language, maps
from publish.difference import difference
from publish.functions import fts_query
from publish.language import say
from publish.reading import PER_DAY, Archive, Row, archive_of

# Datasette loads its plugins while it is itself being imported.
if TYPE_CHECKING:
    from datasette.app import Datasette

PAGE = 20


def prepare(env: Environment) -> None:
    """Gives the templates our words, numbers and dates."""
    env.globals.update(_=say, language=language.current.get, languages=language.LANGUAGES, static=static)
    env.filters.update(
        number=language.number, decimal=language.decimal, date=language.date, day=language.day, marked=marked
    )


@cache
def static(name: str) -> str:
    """The path of a static file, with a fingerprint so that it may be cached for ever."""
    fingerprint = sha256(files("publish").joinpath("static", name).read_bytes()).hexdigest()[:12]
    return f"-/static-plugins/baotinh/{name}?v={fingerprint}"


def marked(text: str | None) -> Markup:
    """What stands between \\x02 and \\x03 as <mark>, everything else as text."""
    out = Markup()
    for i, piece in enumerate(re.split("[\x02\x03]", text or "")):
        out += Markup("<mark>{}</mark>").format(piece) if i % 2 else escape(piece)
    return out


async def home(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    return await _render(
        datasette,
        request,
        "home.html",
        totals=await archive.totals(),
        latest=await archive.latest(),
        years=bars(await archive.years()),
        **await _map(archive, request),
    )


async def search(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    q = " ".join((request.args.get("q") or "").split())
    match = fts_query(q)
    papers = {paper["id"]: paper for paper in await archive.newspapers()}
    provinces = {province["id"]: province for province in await archive.provinces()}
    paper = _known(request.args.get("newspaper"), papers)
    province = _known(request.args.get("province"), provinces)
    year = _number(request.args.get("year"), 9999)
    narrowed: list[str] | None = None
    if paper:
        narrowed = [paper]
    elif province:
        narrowed = _papers_of(province, papers.values(), provinces)
    hits: Sequence[Row] = []
    per_year: dict[int, int] | None = None
    per_paper: dict[str, int] = {}
    if q:
        hits = await archive.search(
            match, newspapers=narrowed, year=year, before=_number(request.args.get("next")), size=PAGE + 1
        )
        per_year = await archive.hits_per_year(match, narrowed)
        per_paper = await archive.hits_per_newspaper(match, year)

    chosen = {"newspaper": paper, "province": province, "year": year}

    def link(**changed: Any) -> str:
        kept = {"q": q, **chosen, **changed}
        return "search?" + urlencode({k: v for k, v in kept.items() if v})

    return await _render(
        datasette,
        request,
        "search.html",
        q=q,
        link=link,
        hits=[_hit(hit) for hit in hits[:PAGE]],
        next=hits[PAGE - 1]["id"] if len(hits) > PAGE else None,
        per_year=per_year,
        bars=bars({y: per_year.get(y, 0) for y in range(min(per_year), max(per_year) + 1)}) if per_year else None,
        total=sum(per_year.values()) if per_year is not None else None,
        per_paper=sorted(((papers[slug], n) for slug, n in per_paper.items() if slug in papers), key=lambda p: -p[1]),
        per_province=_per_province(per_paper, papers, provinces),
        chosen=chosen,
        papers=papers,
        provinces=provinces,
    )


async def article(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    id = int(request.url_vars["id"])
    found = await archive.article(id)
    if found is None:
        return await not_found(request, datasette)
    revisions = await archive.rows("select * from revisions where article_id = ? order by number", [id])
    earlier, later = await archive.neighbours(found["newspaper"], id)
    return await _render(
        datasette,
        request,
        "article.html",
        article=found,
        paragraphs=found["body"].split("\n\n"),
        images=await archive.rows("select * from images where article_id = ? order by position", [id]),
        tags=[row["tag"] for row in await archive.rows("select tag from article_tags where article_id = ?", [id])],
        removed=await archive.rows("select * from removed where article_id = ? order by position", [id]),
        revisions=revisions,
        edits=[(new, difference(old, new)) for old, new in pairwise(revisions)],
        capture=await archive.row(
            "select * from captures where id = ?", [revisions[-1]["capture_id"] if revisions else None]
        ),
        earlier=earlier,
        later=later,
    )


async def newspaper(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    slug = request.url_vars["slug"]
    found = await archive.newspaper(slug)
    if found is None:
        return await not_found(request, datasette)
    return await _render(
        datasette,
        request,
        "newspaper.html",
        newspaper=found,
        years=bars(await archive.years([slug])),
        crawl=await archive.row("select * from crawls where newspaper = ? order by id desc limit 1", [slug]),
        **await _listed(archive, request, [slug]),
    )


async def province(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    slug = request.url_vars["slug"]
    provinces = {row["id"]: row for row in await archive.provinces()}
    if slug not in provinces:
        return await not_found(request, datasette)
    papers = await archive.newspapers()
    own = _papers_of(slug, papers, provinces)
    return await _render(
        datasette,
        request,
        "province.html",
        province=provinces[slug],
        parts=[row for row in provinces.values() if row["today"] == slug],
        newspapers=[paper for paper in papers if paper["id"] in own],
        years=bars(await archive.years(own)),
        **await _listed(archive, request, own),
    )


async def newspapers(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    return await _render(datasette, request, "newspapers.html", newspapers=await archive.newspapers())


async def provinces(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    return await _render(datasette, request, "provinces.html", **await _map(archive, request))


async def changes(request: Request, datasette: Datasette) -> Response:
    archive = _archive(datasette)
    found = await archive.changes(PAGE + 1, request.args.get("next"))
    return await _render(
        datasette,
        request,
        "changes.html",
        changes=found[:PAGE],
        next=found[PAGE - 1]["cursor"] if len(found) > PAGE else None,
    )


async def about(request: Request, datasette: Datasette) -> Response:
    return await _render(datasette, request, "about.html", totals=await _archive(datasette).totals())


async def data(request: Request, datasette: Datasette) -> Response:
    return Response.redirect(datasette.urls.database(_archive(datasette).name))


async def not_found(request: Request, datasette: Datasette) -> Response:
    """A page that says so and helps on. (Raising Datasette's NotFound would print a traceback to the log.)"""
    response = await _render(datasette, request, "404.html")
    response.status = 404
    return response


routes: list[tuple[str, Any]] = [
    (r"/$", home),
    (r"/search$", search),
    (r"/articles/(?P<id>\d{1,18})$", article),
    (r"/articles/[^/]*$", not_found),
    (r"/newspapers$", newspapers),
    (r"/newspapers/(?P<slug>[^/]+)$", newspaper),
    (r"/provinces$", provinces),
    (r"/provinces/(?P<slug>[^/]+)$", province),
    (r"/changes$", changes),
    (r"/about$", about),
    (r"/data$", data),
]


def bars(counts: dict[int, int], width: int = 720, height: int = 120) -> list[dict[str, Any]]:
    """A column per year as SVG rectangles: x, y, width, height, and what it stands for."""
    if not counts:
        return []
    step, top = width / len(counts), max(counts.values()) or 1
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


def _archive(datasette: Datasette) -> Archive:
    archive = archive_of(datasette)
    assert archive is not None, "routes exist only where there is an archive"
    return archive


async def _render(datasette: Datasette, request: Request, template: str, **context: Any) -> Response:
    context.setdefault("archive", _archive(datasette).name)
    html = await datasette.render_template(template, {**context, "urls": datasette.urls}, request=request)
    ttl = datasette.setting("default_cache_ttl")
    return Response.html(html, headers={"cache-control": f"max-age={ttl}" if ttl else "no-cache"})


async def _listed(archive: Archive, request: Request, slugs: Sequence[str]) -> dict[str, Any]:
    """A page of the articles of some newspapers, narrowed to a year, and where the next page begins."""
    year = _number(request.args.get("year"), 9999)
    before = _number(request.args.get("next")) or ((year + 1) * 10_000 * PER_DAY if year else None)
    found = await archive.latest(PAGE + 1, slugs, before)
    return {
        "articles": found[:PAGE],
        "next": found[PAGE - 1]["id"] if len(found) > PAGE else None,
        "year": year,
    }


async def _map(archive: Archive, request: Request) -> dict[str, Any]:
    """The tiles of the map asked for (`?map=63`, else today's 34), shaded by articles in five steps."""
    before = request.args.get("map") == "63"
    provinces = await archive.provinces()
    names = {row["id"]: row["name"] for row in provinces}
    counts: dict[str, int] = {}
    papers: dict[str, int] = {}
    for row in provinces:
        slug = row["id"] if before else row["today"]
        counts[slug] = counts.get(slug, 0) + row["articles"]
        papers[slug] = papers.get(slug, 0) + row["newspapers"]
    ranked = sorted(count for count in counts.values() if count)
    tiles = [
        [
            slug
            and {
                "slug": slug,
                "name": names[slug],
                "articles": counts[slug],
                "newspapers": papers[slug],
                # Quintiles: a straight scale would leave all but the largest blank.
                "shade": 1 + ranked.index(counts[slug]) * 5 // len(ranked) if counts[slug] else 0,
            }
            for slug in line
        ]
        for line in (maps.BEFORE if before else maps.TODAY)
    ]
    return {"tiles": tiles, "before": before, "provinces": provinces, "counts": counts, "papers_in": papers}


def _papers_of(slug: str, papers: Iterable[Row], provinces: dict[str, Row]) -> list[str]:
    """The newspapers of a province: its own, and of all it was joined from."""
    return [
        paper["id"]
        for paper in papers
        if paper["province"] and slug in (paper["province"], provinces[paper["province"]]["today"])
    ]


def _per_province(
    per_paper: dict[str, int], papers: dict[str, Row], provinces: dict[str, Row]
) -> list[tuple[Row, int]]:
    counts: dict[str, int] = {}
    for slug, hits in per_paper.items():
        if slug in papers and (home := papers[slug]["province"]):
            today = provinces[home]["today"]
            counts[today] = counts.get(today, 0) + hits
    return sorted(((provinces[slug], hits) for slug, hits in counts.items()), key=lambda pair: -pair[1])


def _hit(hit: Row) -> dict[str, Any]:
    found = [hit["marked_lead"], hit["marked_body"]]
    excerpt = next((text for text in found if text and "\x02" in text), hit["marked_lead"] or hit["marked_body"])
    return {**dict(hit), "excerpt": excerpt}


def _number(text: str | None, top: int = 1 << 62) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) <= top else None


def _known(slug: str | None, among: dict[str, Row]) -> str | None:
    return slug if slug in among else None
