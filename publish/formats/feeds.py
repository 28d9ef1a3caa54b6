"""The site for programs: feeds, sitemaps, and what browsers and robots look for."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import Any

from datasette.utils.asgi import Request, Response

from publish.archive_queries.archive import PER_DAY
from publish.datasette_internals import Datasette
from publish.rendering import archive_for
from publish.requests.site_address import absolute

# Addresses in one sitemap; the protocol allows 50,000.
SITEMAP = 45_000


def _published(card: Any) -> str:
    """When an article was published, as Atom wants it: whole, its first day or midnight where no more is known."""
    at = card["published_at"] or card["first_seen_at"]
    return at if "T" in at else f"{at.ljust(10, '-')[:7]}{at[7:] or '-01'}T00:00:00+07:00"


async def robots(request: Request, datasette: Datasette) -> Response:
    """The site's robots.txt: articles may be indexed; endless combinations of questions need not be."""
    database = datasette.urls.database(archive_for(datasette).name)
    closed = (datasette.urls.path(path) for path in ("search", "-/", "*?*_lang="))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (database, *closed))]
    lines.append(f"Allow: {datasette.urls.path('-/static')}")  # styles, scripts, icons
    return Response.text("\n".join([*lines, f"Sitemap: {absolute(datasette, request, 'sitemap.xml')}", ""]))


async def sitemap(request: Request, datasette: Datasette) -> Response:
    """An index of sitemaps: of the site's own pages, and one for each month with articles, or each day where a month
    has too many."""
    days = await archive_for(datasette).last_days()
    months: dict[int, dict[int, str]] = {}
    for day in sorted(days):
        months.setdefault(day // 100, {})[day] = days[day]
    spans = [("pages", max(days.values(), default=""))]
    for row in await archive_for(datasette).per_month():
        of_month = months.get(row["month"], {})
        if row["articles"] <= SITEMAP:
            spans.append((str(row["month"]), max(of_month.values(), default="")))
        else:
            spans += [(str(day), at) for day, at in of_month.items()]
    return await _xml(datasette, request, "sitemap.xml", maps=[(f"sitemap-{span}.xml", at) for span, at in spans])


async def sitemap_of_pages(request: Request, datasette: Datasette) -> Response:
    """The sitemap of the site's own pages."""
    archive = archive_for(datasette)
    last = max((await archive.last_days()).values(), default=None)
    crawled = {row["newspaper"]: row["at"] for row in await archive.last_crawls()}
    paths: list[tuple[str, str | None]] = [(path, last) for path in ("", "newspapers", "provinces", "changes")]
    paths += [("about", None), ("contact", None), ("api", None)]
    paths += [
        (f"newspapers/{row['id']}", crawled.get(row["id"])) for row in await archive.newspapers() if row["articles"]
    ]
    paths += [(f"provinces/{row['id']}", last) for row in await archive.provinces()]
    return await _xml(datasette, request, "sitemap.xml", pages=paths)


async def sitemap_of(request: Request, datasette: Datasette) -> Response:
    """The sitemap of the articles of a month (yyyymm) or a day (yyyymmdd), as the address says."""
    span = request.url_vars["span"]
    first = int(span.ljust(8, "0")) * PER_DAY
    last = first + (PER_DAY if len(span) == 8 else PER_DAY * 100)
    articles = await archive_for(datasette).rows(
        "select id, substr(max(first_seen_at, coalesce(changed_at, ''), coalesce(gone_at, '')), 1, 10) as day from articles"
        f" where id >= ? and id < ? order by id limit {SITEMAP}",
        [first, last],
    )
    return await _xml(
        datasette, request, "sitemap.xml", pages=[(f"articles/{row['id']}", row["day"]) for row in articles]
    )


async def opensearch(request: Request, datasette: Datasette) -> Response:
    """What browsers read to search the site from their address bar."""
    return await _xml(datasette, request, "opensearch.xml", content_type="application/opensearchdescription+xml")


async def favicon(request: Request, datasette: Datasette) -> Response:
    """The icon of the site, as SVG."""
    icon = files("publish").joinpath("static", "icon.svg").read_bytes()
    return Response(icon, content_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})


async def _xml(
    datasette: Datasette, request: Request, template: str, content_type: str = "application/xml", **context: Any
) -> Response:
    """Fills in an XML template, which gets `absolute` to write whole addresses with."""
    whole = partial(absolute, datasette, request)
    xml = await datasette.render_template(template, {**context, "absolute": whole}, request=request)
    ttl = datasette.setting("default_cache_ttl")
    return Response(
        xml,
        content_type=f"{content_type}; charset=utf-8",
        headers={"cache-control": f"max-age={ttl}" if ttl else "no-cache"},
    )


async def feed(
    datasette: Datasette, request: Request, title: str, page: str, entries: list[dict[str, Any]]
) -> Response:
    """Writes an Atom feed: each entry has `title`, `link` from the root, `at`, `tag` (never twice the same) and may
    have a `lead`.
    """
    return await _xml(
        *(datasette, request, "feed.xml", "application/atom+xml"),
        title=title,
        page=page,
        entries=[{**entry, "published": _published(entry)} for entry in entries],
        updated=max((entry["at"] for entry in entries), default="1970-01-01T00:00:00Z"),
    )


routes: list[tuple[str, Any]] = [
    (r"/robots\.txt$", robots),
    (r"/sitemap\.xml$", sitemap),
    (r"/sitemap-pages\.xml$", sitemap_of_pages),
    (r"/sitemap-(?P<span>\d{6}|\d{8})\.xml$", sitemap_of),
    (r"/opensearch\.xml$", opensearch),
    (r"/favicon\.ico$", favicon),
]
