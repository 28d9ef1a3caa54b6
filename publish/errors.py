"""What is answered where Datasette's own pages fail: in the format that was asked for, with what to do next."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted
from datasette.utils import derive_named_parameters
from datasette.utils.asgi import NotFound, Request, Response

from publish import pages
from publish.language import say
from publish.rendering import archive_for, render

# Datasette loads its plugins while it is itself being imported.
if TYPE_CHECKING:
    from datasette.app import Datasette


async def answer(request: Request, datasette: Datasette, exception: Exception) -> Response | None:
    """None where Datasette's own answer will do."""
    from datasette.views.base import DatasetteError

    if isinstance(exception, NotFound) and "table" in request.url_vars and request.path.endswith("/health"):
        # A table of the published copy alone; in the archive itself it is worked out, which a page shows.
        return Response.redirect(datasette.urls.path("newspapers?sort=health"))
    if isinstance(exception, sqlite3.DataError):
        return await pages.too_long(request, datasette)
    if isinstance(exception, QueryInterrupted):
        return await _slow(request, datasette)
    if not isinstance(exception, DatasetteError):
        return None
    if exception.title == "SQL Interrupted":  # Datasette's own words for this carry a script
        return await _slow(request, datasette)
    if exception.status == 500:
        exception.status = 400  # what it cannot sort by, or find, was asked for
    if request.path.endswith(".csv"):
        return Response.text(exception.message, status=exception.status)
    return None


async def _slow(request: Request, datasette: Datasette) -> Response:
    why = say("Câu hỏi này mất quá nhiều thời gian. Hãy thu hẹp lại, hoặc thử lần nữa.")
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": why, "status": 503, "title": say("Quá lâu")}, status=503)
    if request.path.endswith(".csv"):
        return Response.text(why, status=503)
    question = await _question(request, datasette)
    if question:
        response = await render(datasette, request, "query.html", **question, error=why)
    else:
        response = await render(datasette, request, "slow.html", why=why)
    response.status = 503
    response.headers["cache-control"] = "no-store"
    return response


async def _question(request: Request, datasette: Datasette) -> dict[str, Any] | None:
    """The form in which a question stood, with all that was filled in; None where none was asked."""
    archive = archive_for(datasette)
    name = request.url_vars.get("table")
    metadata = await datasette.get_canned_query(archive.name, name, request.actor) if name else None
    sql = metadata["sql"] if metadata else None if name else request.args.get("sql")
    if not sql:
        return None
    parameters = (metadata or {}).get("params") or await derive_named_parameters(archive.db, sql)
    return {
        "database": archive.name,
        "canned_query": name,
        "metadata": metadata or {},
        "query": {"sql": sql},
        "named_parameter_values": {parameter: request.args.get(parameter) or "" for parameter in parameters},
    }
