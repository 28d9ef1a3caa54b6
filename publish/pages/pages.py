"""The pages of the site, each a function of the request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Request, Response

from archive.report import NewspaperReport
from publish.archive_queries.archive import PER_YEAR, Archive, Row
from publish.archive_queries.search import per_paper_month
from publish.datasette_internals import Datasette
from publish.drawings import maps
from publish.rendering import archive_for, bars, render
from publish.searching.names import names_of
from publish.searching.state import State, place
from publish.wording.language import say
from vietnamese.sort import sort_key

PAGE = 20


async def home(request: Request, datasette: Datasette) -> Response:
    """The front page."""
    archive = archive_for(datasette)
    return await render(
        datasette,
        request,
        "home.html",
        totals=await archive.totals(),
        latest=await archive.newest(),
        years=await _years(archive),
        **await _map(archive, request),
    )


async def _years(archive: Archive, newspapers: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The articles of each year, of some newspapers or of all, as bars; those that do not say when they were published are of
    none. Of all newspapers the bars lead to the search.
    """
    years: Counter[int] = Counter()
    for newspaper, month, articles in await per_paper_month(archive):
        if newspapers is None or newspaper in newspapers:
            years[month // 100] += articles
    printed = [year for year, articles in years.items() if articles]
    every = {year: years[year] for year in range(min(printed), max(printed) + 1)} if printed else {}
    if newspapers is not None:
        return bars(every)
    return [{**bar, "href": State(since=str(bar["year"]), until=str(bar["year"])).link()} for bar in bars(every)]


async def tag(request: Request, datasette: Datasette) -> Response:
    """The articles with a tag, newest first."""
    tag = unquote(request.url_vars["tag"])
    found = await archive_for(datasette).tagged(tag, PAGE + 1, number_in(request.args.get("next")))
    if not found and "next" not in request.args:
        return await not_found(request, datasette)
    following = found[PAGE - 1]["id"] if len(found) > PAGE else None
    return await render(
        datasette, request, "tag.html", tag=tag, state=State(tag=tag), articles=found[:PAGE], next=following
    )


async def newspaper(request: Request, datasette: Datasette) -> Response:
    """A newspaper: what there is of it, how its crawls go, its articles."""
    archive = archive_for(datasette)
    slug = request.url_vars["slug"]
    found = await archive.newspaper(slug)
    if found is None:
        return await not_found(request, datasette)
    return await render(
        datasette,
        request,
        "newspaper.html",
        newspaper=found,
        crawl=await archive.row("select * from crawls where newspaper = ? order by id desc limit 1", [slug]),
        health=await archive.health(slug),
        well=_WELL,
        state=State(newspaper=slug),
        choices=(await names_of(archive)).choices,
        **await _listed(archive, request, [slug]),
    )


async def province(request: Request, datasette: Datasette) -> Response:
    """A province, with all that it was joined from; `?before=1` alone as it was before July 2025, under the same name."""
    archive = archive_for(datasette)
    slug = request.url_vars["slug"]
    provinces = {row["id"]: row for row in await archive.provinces()}
    if slug not in provinces:
        meant = place(unquote(slug).replace("-", " "), provinces)  # its name, or one that it had
        return (
            Response.redirect(datasette.urls.path(f"provinces/{meant}"))
            if meant
            else await not_found(request, datasette)
        )
    papers = {paper["id"]: paper for paper in await archive.newspapers()}
    parts = [row for row in provinces.values() if row["today"] == slug]
    former = "before" in request.args and len(parts) > 1
    own = [id for id in papers_of(slug, papers, provinces) if not former or papers[id]["province"] == slug]
    return await render(
        datasette,
        request,
        "province.html",
        province=provinces[slug],
        kinds=await archive.rows("select kind, since from province_kinds where province = ? order by since", [slug]),
        parts=parts,
        former=former,
        newspapers=[papers[paper] for paper in own],
        state=State(province=slug, former=former),
        choices=(await names_of(archive)).choices,
        **await _listed(archive, request, own),
    )


async def newspapers(request: Request, datasette: Datasette) -> Response:
    """The table of `scrapy newspapers`, in the order asked for."""
    order = request.args.get("sort")
    order = order if order in _ORDERS else "province"
    found = sorted(await archive_for(datasette).reports(), key=lambda paper: sort_key(paper.title))
    found.sort(key=_ORDERS[order], reverse=order in ("articles", "newest", "crawl"))
    return await render(datasette, request, "newspapers.html", newspapers=found, order=order, well=_WELL)


_WELL = ("good", "merged", "running", "never crawled")
_ORDERS: dict[str, Callable[[NewspaperReport], Any]] = {
    "province": lambda paper: sort_key(paper.province_name or "~"),
    "title": lambda paper: sort_key(paper.title),
    "articles": lambda paper: paper.articles,
    "newest": lambda paper: paper.newest or "",
    "crawl": lambda paper: paper.last_crawl or "",
    "health": lambda paper: (paper.health.what in _WELL, paper.health.what),
}


async def provinces(request: Request, datasette: Datasette) -> Response:
    """The provinces of the map asked for, by region from north to south: the order of their codes."""
    drawn = await _map(archive_for(datasette), request)
    regions: dict[str, list[Row]] = {}
    for row in drawn["provinces"]:
        if row["id"] in drawn["counts"]:
            regions.setdefault(row["region"], []).append(row)
    for rows in regions.values():
        rows.sort(key=lambda row: sort_key(row["name"]))
    return await render(datasette, request, "provinces.html", regions=regions, **drawn)


async def about(request: Request, datasette: Datasette) -> Response:
    """The page about the site."""
    return await render(datasette, request, "about.html", check=await archive_for(datasette).last_check())


async def data(request: Request, datasette: Datasette) -> Response:
    """Leads to Datasette's page of the database."""
    return Response.redirect(datasette.urls.database(archive_for(datasette).name))


async def not_found(request: Request, datasette: Datasette) -> Response:
    """Says that there is nothing at this address, with status 404: a page that helps on, or JSON where that was asked for."""
    if request.path.endswith(".json"):
        why = say("Không có trang này")
        return Response.json({"ok": False, "error": why, "status": 404, "title": None}, status=404)
    response = await render(datasette, request, "404.html")
    response.status = 404
    return response


routes: list[tuple[str, Any]] = [
    (r"/$", home),
    (r"/tags/(?P<tag>.+)$", tag),
    (r"/newspapers$", newspapers),
    (r"/newspapers/(?P<slug>[^/]+)$", newspaper),
    (r"/provinces$", provinces),
    (r"/provinces/(?P<slug>[^/]+)$", province),
    (r"/about$", about),
    (r"/data$", data),
    # Datasette's own that show the file's path, or are for those who build it.
    (r"/-/(databases|threads|permissions|messages|allow-debug|patterns|auth-token)(\.json)?$", not_found),
]


async def _listed(archive: Archive, request: Request, slugs: Sequence[str]) -> dict[str, Any]:
    """The articles of some newspapers: how many there are of each year, a page of them, narrowed to a year, and where the next
    page begins. Those without a date are a number beside; where none has any, they are the list.
    """
    year = number_in(request.args.get("year"), 9999)
    first, last = (year * PER_YEAR, (year + 1) * PER_YEAR) if year else (0, None)
    before = number_in(request.args.get("next")) or last
    years = await _years(archive, slugs)
    found = await archive.latest(PAGE + 1, slugs, before=before, since=first, dated=bool(years))
    return {
        "years": years,
        "undated": await archive.undated(slugs) if years else 0,
        "articles": found[:PAGE],
        "next": found[PAGE - 1]["id"] if len(found) > PAGE else None,
        "year": year,
    }


async def _map(archive: Archive, request: Request) -> dict[str, Any]:
    """The map asked for (`?map=63`, else today's 34), shaded by articles."""
    former = request.args.get("map") == "63"
    provinces = await archive.provinces()
    counts: dict[str, int] = {}
    for row in provinces:
        slug = row["id"] if former else row["today"]
        counts[slug] = counts.get(slug, 0) + row["articles"]
    drawn = maps.tile_map(former, {row["id"]: row["name"] for row in provinces}, counts)
    joined = {row["today"] for row in provinces if row["today"] != row["id"]} if former else set()
    return {"map": drawn, "provinces": provinces, "counts": counts, "before": former, "joined": joined}


def papers_of(slug: str | None, papers: dict[str, Row], provinces: dict[str, Row]) -> list[str]:
    """The newspapers of a province: its own, and of all it was joined from."""
    return [
        paper["id"]
        for paper in papers.values()
        if paper["province"] and slug in (paper["province"], provinces[paper["province"]]["today"])
    ]


def number_in(text: str | None, top: int = 10**18) -> int | None:
    """The number somebody wrote into an address; None where it is none or above `top`."""
    if not re.fullmatch("[0-9]{1,18}", text or ""):
        return None
    number = int(text or "")
    return number if number <= top else None


def known(slug: str | None, among: dict[str, Row]) -> str | None:
    """The slug, if it is one of these, else None."""
    return slug if slug in among else None
