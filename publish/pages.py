"""The pages of the site, each a function of the request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Request, Response

from archive.report import NewspaperReport
from archive.search import UNDATED, Counts, Results
from publish import maps
from publish.rendering import archive_for, bars, render
from publish.site_queries import PER_YEAR, Archive, Row
from vietnamese.query import parse
from vietnamese.sort import sort_key

# Datasette loads its plugins while it is itself being imported.
if TYPE_CHECKING:
    from datasette.app import Datasette

PAGE = 20
# Characters of a query.
LONGEST = 300


async def home(request: Request, datasette: Datasette) -> Response:
    archive = archive_for(datasette)
    return await render(
        datasette,
        request,
        "home.html",
        totals=await archive.totals(),
        latest=await archive.newest(),
        years=bars(await archive.years()),
        **await _map(archive, request),
    )


@dataclass(frozen=True)
class Asked:
    """A search as it was asked for in an address; what is unknown there is left out."""

    q: str
    newspaper: str | None
    province: str | None
    year: str | None  # of publication, or "undated"
    sort: str | None
    next: str | None

    def __bool__(self) -> bool:
        return any((self.q, self.newspaper, self.province, self.year))

    @property
    def chosen(self) -> dict[str, object]:
        return {"newspaper": self.newspaper, "province": self.province, "year": self.year, "sort": self.sort}

    def link(self, format: str = "", **changed: object) -> str:
        """The address, from the site's root, of this search with something changed; its first page unless `next` is."""
        query = {"q": self.q, **self.chosen, **changed}
        return f"search{format}?" + urlencode({name: value for name, value in query.items() if value})


class Found(NamedTuple):
    asked: Asked
    papers: dict[str, Row]
    provinces: dict[str, Row]
    results: Results
    cards: dict[int, Row]
    slow: bool = False  # too many hits to rank: they are newest first

    def newspapers(self, *choices: str) -> set[str] | None:
        """The newspapers that the choices among "newspaper" and "province" leave; None where that is all of them."""
        left: set[str] | None = None
        if self.asked.newspaper and "newspaper" in choices:
            left = {self.asked.newspaper}
        if self.asked.province and "province" in choices:
            # Of a province of today those of all it was joined from, of a former one its own.
            own = set(papers_of(self.asked.province, self.papers, self.provinces))
            left = own if left is None else left & own
        return left

    @property
    def year(self) -> int | None:
        return UNDATED if self.asked.year == "undated" else number_in(self.asked.year)


async def ask(archive: Archive, request: Request) -> Found:
    """What was asked for; nothing is found yet."""
    papers = {paper["id"]: paper for paper in await archive.newspapers()}
    provinces = {province["id"]: province for province in await archive.provinces()}
    year = request.args.get("year")
    asked = Asked(
        q=" ".join((request.args.get("q") or "").split())[:LONGEST],
        newspaper=known(request.args.get("newspaper"), papers),
        province=known(request.args.get("province"), provinces),
        year="undated" if year == "undated" else str(number_in(year, 9999) or "") or None,
        sort="best" if request.args.get("sort") == "best" else None,
        next=request.args.get("next"),
    )
    return Found(asked, papers, provinces, Results(parse("")), {})


async def find(archive: Archive, request: Request) -> Found:
    """The page of hits asked for."""
    found = await ask(archive, request)
    asked = found.asked
    if asked.sort:
        try:
            return await look(archive, found, order="relevance", after=asked.next)
        except QueryInterrupted:
            return await look(archive, found._replace(slow=True))
    return await look(archive, found, after=asked.next)


async def look(archive: Archive, asked: Found, **how: Any) -> Found:
    """What was asked for, with the hits that archive.search finds."""
    if not asked.asked:
        return asked
    chosen = asked.newspapers("newspaper", "province")
    results, cards = await archive.search(asked.asked.q, newspapers=chosen, year=asked.year, **how)
    return asked._replace(results=results, cards=cards)


async def search(request: Request, datasette: Datasette) -> Response:
    archive = archive_for(datasette)
    found = await find(archive, request)
    counts = await archive.count(found.asked.q) if found.asked else None
    return await render(
        datasette,
        request,
        "search.html",
        **found._asdict(),
        **(_counted(found, counts) if counts else {}),
    )


def _counted(found: Found, counts: Counts) -> dict[str, Any]:
    """How many hits there are, and the lists beside them: each of what all choices leave but its own."""
    chosen = found.newspapers("newspaper", "province")

    def passing(cells: dict[tuple[str, int], int], newspapers: set[str] | None, year: int | None) -> Cells:
        return [
            (newspaper, of, hits)
            for (newspaper, of), hits in cells.items()
            if (newspapers is None or newspaper in newspapers) and year in (None, of)
        ]

    years: Counter[int] = Counter()
    per_paper: Counter[str] = Counter()
    per_province: Counter[str] = Counter()
    for _, year, hits in passing(counts.all, chosen, None):
        years[year] += hits
    for slug, _, hits in passing(counts.all, found.newspapers("province"), found.year):
        per_paper[slug] += hits
    for slug, _, hits in passing(counts.all, found.newspapers("newspaper"), found.year):
        if slug in found.papers and (home := found.papers[slug]["province"]):
            per_province[found.provinces[home]["today"]] += hits
    undated = years.pop(UNDATED, 0)
    exact = sum(hits for *_, hits in passing(counts.exact, chosen, found.year))
    return {
        "total": sum(hits for *_, hits in passing(counts.all, chosen, found.year)),
        "exact": exact if found.results.query.marked else None,
        "bars": bars({year: years[year] for year in range(min(years), max(years) + 1)}) if years else [],
        "undated": undated,
        "per_paper": [(found.papers[slug], hits) for slug, hits in per_paper.most_common() if slug in found.papers],
        "per_province": [(found.provinces[slug], hits) for slug, hits in per_province.most_common()],
    }


Cells = list[tuple[str, int, int]]  # newspaper, year, hits


async def tag(request: Request, datasette: Datasette) -> Response:
    tag = unquote(request.url_vars["tag"])
    found = await archive_for(datasette).tagged(tag, PAGE + 1, number_in(request.args.get("next")))
    if not found and "next" not in request.args:
        return await not_found(request, datasette)
    following = found[PAGE - 1]["id"] if len(found) > PAGE else None
    return await render(datasette, request, "tag.html", tag=tag, articles=found[:PAGE], next=following)


async def newspaper(request: Request, datasette: Datasette) -> Response:
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
        years=bars(await archive.years([slug])),
        crawl=await archive.row("select * from crawls where newspaper = ? order by id desc limit 1", [slug]),
        health=await archive.health(slug),
        well=_WELL,
        **await _listed(archive, request, [slug]),
    )


async def province(request: Request, datasette: Datasette) -> Response:
    archive = archive_for(datasette)
    slug = request.url_vars["slug"]
    provinces = {row["id"]: row for row in await archive.provinces()}
    if slug not in provinces:
        return await not_found(request, datasette)
    papers = {paper["id"]: paper for paper in await archive.newspapers()}
    own = papers_of(slug, papers, provinces)
    return await render(
        datasette,
        request,
        "province.html",
        province=provinces[slug],
        kinds=await archive.rows("select kind, since from province_kinds where province = ? order by since", [slug]),
        parts=[row for row in provinces.values() if row["today"] == slug],
        newspapers=[papers[paper] for paper in own],
        years=bars(await archive.years(own)),
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
    return await render(datasette, request, "about.html", check=await archive_for(datasette).last_check())


async def data(request: Request, datasette: Datasette) -> Response:
    return Response.redirect(datasette.urls.database(archive_for(datasette).name))


async def not_found(request: Request, datasette: Datasette) -> Response:
    """A page that says so and helps on."""
    response = await render(datasette, request, "404.html")
    response.status = 404
    return response


routes: list[tuple[str, Any]] = [
    (r"/$", home),
    (r"/search$", search),
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
    """A page of the articles of some newspapers, narrowed to a year, and where the next page begins."""
    year = number_in(request.args.get("year"), 9999)
    first, last = (year * PER_YEAR, (year + 1) * PER_YEAR) if year else (0, None)
    found = await archive.latest(PAGE + 1, slugs, before=number_in(request.args.get("next")) or last, since=first)
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
    for row in provinces:
        slug = row["id"] if before else row["today"]
        counts[slug] = counts.get(slug, 0) + row["articles"]
    ranked = sorted(count for count in counts.values() if count)
    tiles = [
        [
            slug
            and {
                "slug": slug,
                "name": names[slug],
                "articles": counts[slug],
                # Quintiles: a straight scale would leave all but the largest blank.
                "shade": 1 + ranked.index(counts[slug]) * 5 // len(ranked) if counts[slug] else 0,
            }
            for slug in line
        ]
        for line in (maps.BEFORE if before else maps.TODAY)
    ]
    return {"tiles": tiles, "before": before, "provinces": provinces, "counts": counts}


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
    return slug if slug in among else None
