"""What is answered where Datasette's own pages fail: in the format that was asked for, with what to do next."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils import await_me_maybe
from datasette.utils.asgi import NotFound, Request, Response

from publish.datasette_internals import Base400, Datasette, QueryInterrupted, derive_named_parameters, error_class
from publish.pages import pages
from publish.rendering import archive_for, render
from publish.wording.language import say

# Answers that programs read, beside JSON.
_FILES = (".csv", ".jsonl", ".ris", ".bib", ".atom")
# What SQLite says of a statement, not of the file.
_ASKED = (
    sqlite3.OperationalError,
    sqlite3.ProgrammingError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.IntegrityError,
    sqlite3.Warning,
)


async def answer(request: Request, datasette: Datasette, exception: Exception) -> Response | None:
    """The answer to an exception of a page, in the format asked for; None where Datasette's own will do."""
    if isinstance(exception, NotFound) and "table" in request.url_vars and request.path.endswith("/health"):
        # A table of the published copy alone; in the archive itself it is worked out, which a page shows.
        return Response.redirect(datasette.urls.path("newspapers?sort=health"))
    if isinstance(exception, OSError) and request.path.startswith("/-/static"):  # such a name no file can have
        return await pages.not_found(request, datasette)
    if isinstance(exception, QueryInterrupted):
        return await _answer_too_slow(request, datasette)
    if isinstance(exception, error_class()):
        if exception.title == "SQL Interrupted":  # Datasette's own words for this carry a script
            return await _answer_too_slow(request, datasette)
        status, why = exception.status, exception.message
        if status == 500:
            status = 400  # what it cannot sort by, or find, was asked for
    elif isinstance(exception, Base400):
        status, why = exception.status, str(exception.args[0])
    elif isinstance(exception, _ASKED):
        status, why = 400, str(exception)
    else:
        return None
    return await error_response(request, datasette, status, why)


def first_answer(hooks: list[Any]) -> list[Any]:
    """Of the answers to an exception the first that is one; Datasette would ask for its own too, and print a traceback."""

    async def answered() -> Response | None:
        """The first answer that is one; None where none is."""
        for hook in hooks:
            if (response := await await_me_maybe(hook)) is not None:
                return response
        return None

    return [answered]


async def error_response(request: Request, datasette: Datasette, status: int, why: str) -> Response:
    """What is wrong with a request, in the format that it asked for."""
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": why, "status": status, "title": None}, status=status)
    if request.path.endswith(_FILES):
        return Response.text(why, status=status)
    if status == 404:
        return await pages.not_found(request, datasette)
    if status == 400 and (question := await _question(request, datasette)):
        response = await render(datasette, request, "query.html", **question, error=f"{say('SQLite trả lời:')} {why}")
        response.status = status
        del response.headers["cache-control"]
        return response
    title = say("Không được phép") if status == 403 else None
    response = await render(datasette, request, "error.html", error=why, title=title)
    response.status = status
    del response.headers["cache-control"]
    return response


def too_slow() -> str:
    """What is said of a question that took too long, in the reader's language."""
    return say("Câu hỏi này mất quá nhiều thời gian. Hãy thu hẹp lại, hoặc thử lần nữa.")


async def _answer_too_slow(request: Request, datasette: Datasette) -> Response:
    """Answers a question that took too long with status 503, in the format asked for, with its form filled in where it
    had one.
    """
    why = too_slow()
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": why, "status": 503, "title": say("Quá thời gian")}, status=503)
    if request.path.endswith(_FILES):
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
