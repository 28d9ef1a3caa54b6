"""The public site: one Datasette plugin, found by itself wherever this project is installed."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.utils import StartupError
from jinja2 import Environment

from archive.sql import functions, limits
from publish import rendering, site_settings
from publish.archive_queries.archive import archive_of
from publish.datasette_internals import Datasette, answer_ourselves, tell_no_tracebacks
from publish.formats import feeds
from publish.pages import article, changelog, contact, errors, replay, reprints, versions
from publish.pages.pages import routes as page_routes
from publish.questions import queries
from publish.requests import http, safety, site_address
from publish.searching import downloads
from publish.searching import page as search_page
from publish.tables import facets, filters, paging
from publish.wording import language, metadata
from vietnamese.sort import sort_key


@hookimpl
def startup(datasette: Datasette) -> None:
    """Prepares Datasette for the archive among its files; does next to nothing where there is none.

    Raises StartupError where a setting of the site cannot be used.
    """
    tell_no_tracebacks()
    if archive := archive_of(datasette):
        try:
            site_address.of(datasette)
            site_settings.of(datasette)
        except ValueError as error:
            raise StartupError(str(error)) from None
        counts = partial(metadata.counts, archive.db) if archive.db.is_mutable else None
        link = partial(site_address.link, datasette)
        answer_ourselves(datasette, archive.db, link, paging.exact(archive.db), counts)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """The pages of the site, none without an archive. Raises StartupError where the site's path hides one of them."""
    archive = archive_of(datasette)
    if archive is None:
        return []
    from publish.tables import views

    routes = [
        *search_page.routes,
        *downloads.routes,
        *page_routes,
        *article.routes,
        *versions.routes,
        *changelog.routes,
        *contact.routes,
        *replay.routes,
        *reprints.routes,
        *feeds.routes,
        *views.routes(archive.db.route),
    ]
    if wrong := http.check(datasette.setting("base_url"), routes):
        raise StartupError(wrong)
    return routes


# Datasette's own plugins go first, so that our escape_fts is the one that stays.
@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Gives every connection the site's SQL functions and its limits."""
    functions.register(conn)
    limits.limit(conn)


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Titles and descriptions in the reader's language."""
    archive = archive_of(datasette)
    return metadata.metadata(archive.name, language.current.get()) if archive else {}


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, Any]:
    """The ready-made queries, with the archive's database only."""
    archive = archive_of(datasette)
    if archive is None or archive.name != database:
        return {}
    # Datasette writes into what it is given.
    return {name: dict(query) for name, query in queries.canned(language.current.get(), archive.kept).items()}


@hookimpl
def register_facet_classes() -> list[type]:
    """The facets that a reader may choose beside Datasette's own."""
    return [facets.NewspaperFacet, facets.ProvinceFacet, facets.YearFacet, facets.SectionFacet]


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Datasette) -> Any:
    """The conditions of our own parameters, on the table of articles only."""
    archive = archive_of(datasette)
    return facets.narrowed(request) if archive and (archive.name, "articles") == (database, table) else None


@hookimpl(wrapper=True, specname="filters_from_request")
def filters_apart() -> Generator[None, list[Any], list[Any]]:
    """Wraps what other plugins make of a request, so that conditions do not run into each other."""
    return filters.keep_apart((yield))


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Gives Datasette's templates our words, numbers and dates."""
    rendering.prepare(env)


@hookimpl(tryfirst=True)
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """Our own page for an error; None leaves it to Datasette."""
    return errors.answer(request, datasette, exception) if archive_of(datasette) else None


@hookimpl(wrapper=True, specname="handle_exception")
def first_answer() -> Generator[None, list[Any], list[Any]]:
    """Picks one of the answers that plugins have for an error."""
    return errors.first_answer((yield))


@hookimpl
def forbidden(datasette: Datasette, request: Any, message: str) -> Any:
    """Our own page for what Datasette forbids; None leaves it to Datasette."""
    return errors.error_response(request, datasette, 403, message) if archive_of(datasette) else None


@hookimpl
def extra_template_vars(datasette: Datasette, template: str, table: str | None, request: Any) -> Any:
    """Gives Datasette's templates what they know of the site, read only where the page needs it."""
    archive = archive_of(datasette)

    async def names() -> dict[str, Any]:
        """Who runs the site; its address, for lines to copy; the newspapers' names, for the cards of the list of articles, and to choose one for a query."""
        if archive is None:
            return {}
        settings = site_settings.of(datasette)
        found: dict[str, Any] = {"operator": settings.operator, "dataset": settings.dataset}
        if template == "database.html":
            totals = await archive.totals()
            return found | {"root": site_address.absolute(datasette, request, ""), "year": totals and totals["until"]}
        if (template, table) not in (("table.html", "articles"), ("query.html", None)):
            return found
        papers = await archive.newspapers()
        return found | {
            "papers": {row["id"]: row["title"] for row in sorted(papers, key=lambda row: sort_key(row["title"]))},
            # Where a query is of one newspaper and none is chosen, it is of this one.
            "largest": min(((-row["articles"], row["id"]) for row in papers), default=(0, None))[1],
        }

    return names


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Any:
    """Puts our layers around Datasette: security headers always, and on an archive HTTP methods, caching, limits and
    addresses.
    """
    archive = archive_of(datasette)
    base = datasette.setting("base_url")

    def wrapped(app: Any) -> Any:
        """The app with our layers around it."""
        if archive is None:
            return safety.with_headers(app)
        app = http.answer_methods(safety.limit_questions(http.Conditional(app, archive.db), archive.name))
        return site_address.named(datasette, http.serve_below(safety.with_headers(app, base), base))

    return wrapped
