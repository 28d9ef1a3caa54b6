"""The life of an article: its stops, every version with its whole text, and any two of them compared."""

from __future__ import annotations

import json
from asyncio import to_thread
from typing import Any, NamedTuple

from datasette.utils.asgi import Request, Response

from publish.archive_queries.archive import Archive, Row
from publish.datasette_internals import Datasette
from publish.formats import citation
from publish.pages.pages import not_found, number_in
from publish.rendering import archive_for, render
from publish.requests.site_address import absolute
from publish.texts.difference import Piece, difference
from publish.texts.parts import Item, flow, parts
from publish.wording.language import day, say

# Bytes of a text on one page: of a version, which has much around it; of what was changed, twice that side by side.
VERSION, ROOM = 22_000, 30_000
# Stops that a strip shows, the newest but for the first; versions that their list shows on a page.
STOPS, LISTED = 9, 200


async def missing(request: Request, datasette: Datasette, id: int) -> Response:
    """The page in place of an article that is not shown: it says since when it is withheld (410), or that there is none
    (404).
    """
    withheld = await archive_for(datasette).row("select since from withheld where article_id = ?", [id])
    if withheld is None:
        return await not_found(request, datasette)
    response = await render(datasette, request, "withheld.html", since=withheld["since"], id=id)
    response.status = 410
    return response


class Stop(NamedTuple):
    """A moment in an article's life. `kind` is published, seen, edit, gone or back; `number` the version that stood."""

    kind: str
    at: str
    number: int


async def life(archive: Archive, article: Row, revisions: list[Row]) -> list[Stop]:
    """The stops of an article in the order of time, its publication first where that is known.

    `revisions` are newest first, as `Archive.revisions` has them; without any there is only the publication.
    """
    stops = [Stop("edit" if row["number"] > 1 else "seen", row["seen_at"], row["number"]) for row in revisions]
    away = await archive.rows("select gone_at, back_at from returns where article_id = ?", [article["id"]])
    moments = [(kind, at) for row in away for kind, at in (("gone", row["gone_at"]), ("back", row["back_at"]))]
    if article["gone_at"]:
        moments.append(("gone", article["gone_at"]))
    for kind, at in moments:
        stops.append(Stop(kind, at, max((row["number"] for row in revisions if row["seen_at"] <= at), default=1)))
    stops.sort(key=lambda stop: (stop.at, stop.number, stop.kind != "back"))
    published = [Stop("published", article["published_at"], 1)] if article["published_at"] else []
    return published + stops


def strip(stops: list[Stop], around: int | None = None) -> list[Stop | int]:
    """The stops that a strip has room for, and in place of those left out how many they are.

    Kept are the first ones (published, first seen), the newest, and version `around`.
    """
    if len(stops) <= STOPS + 2:
        return list(stops)
    kept = [n for n, stop in enumerate(stops) if n < 2 or n >= len(stops) - STOPS + 2 or stop.number == around]
    found: list[Stop | int] = []
    before = -1
    for n in kept:
        if n > before + 1:
            found.append(n - before - 1)
        found.append(stops[n])
        before = n
    return found


async def version(request: Request, datasette: Datasette) -> Response:
    """A version of an article, with the texts that stood then, its citation and the capture it came from."""
    archive = archive_for(datasette)
    id, number = int(request.url_vars["id"]), int(request.url_vars["number"])
    found = await archive.article(id)
    if found is None:
        return await missing(request, datasette, id)
    revision = await archive.revision(id, number)
    if revision is None:
        return await not_found(request, datasette)
    revisions = await archive.revisions(id)
    stood = {**dict(found), **{name: revision[name] for name in ("title", "lead", "byline", "body")}}
    address = absolute(datasette, request, f"articles/{id}/v/{number}")
    name = say("bản {number} thấy ngày {day}", number=str(number), day=day(revision["seen_at"]))
    if (form := request.url_vars.get("format")) is not None:
        return cited(form, f"baotinh-{id}-v{number}", stood, address, version=name)
    kinds = await archive.kinds(found)  # of the paragraphs that still stand
    items: list[Item] = await to_thread(flow, stood["lead"], stood["body"].split("\n\n"), {}, kinds)
    items += [("caption", [("same", text)]) for text in json.loads(revision["captions"] or "[]")]
    shown = await part(request, items, VERSION)
    if shown is None:
        return await not_found(request, datasette)
    return await render(
        datasette,
        request,
        "version.html",
        article=stood,
        revision=revision,
        newest=revisions[0]["number"],
        until=next((row["seen_at"] for row in reversed(revisions) if row["number"] == number + 1), found["gone_at"]),
        life=strip(await life(archive, found, revisions), number),
        address=address,
        cite=(citation.citation(stood, address, name), citation.bibtex(stood, address, name)),
        highwire=citation.highwire(stood, address),
        capture=await archive.row("select * from captures where id = ?", [revision["capture_id"]]),
        **shown,
    )


async def versions(request: Request, datasette: Datasette) -> Response:
    """All stops of an article, of which any two versions are chosen to be compared."""
    archive = archive_for(datasette)
    id = int(request.url_vars["id"])
    found = await archive.article(id)
    if found is None:
        return await missing(request, datasette, id)
    revisions = await archive.revisions(id)
    stops = await life(archive, found, revisions)
    first = number_in(request.args.get("next"), len(stops)) or 0
    return await render(
        datasette,
        request,
        "versions.html",
        article=found,
        stops=stops[first : first + LISTED],
        next=first + LISTED if first + LISTED < len(stops) else None,
        newest=revisions[0]["number"] if revisions else 1,
    )


async def compare(request: Request, datasette: Datasette) -> Response:
    """What differs between two versions (`1...3`): the changes only, or the whole of both (`?view=whole`)."""
    archive = archive_for(datasette)
    id = int(request.url_vars["id"])
    one, other = int(request.url_vars["one"]), int(request.url_vars["other"])
    found = await archive.article(id)
    if found is None:
        return await missing(request, datasette, id)
    revisions = await archive.revisions(id)
    old, new = await archive.revision(id, one), await archive.revision(id, other)
    if old is None or new is None:
        return await not_found(request, datasette)
    whole = request.args.get("view") == "whole"
    items = await to_thread(difference, old, new, whole=whole)
    shown = await part(request, items, ROOM // 2 if whole else ROOM)
    if shown is None:
        return await not_found(request, datasette)
    if whole:
        shown["items"] = [(name, *sides(pieces)) for name, pieces in shown["items"]]
    address = absolute(datasette, request, f"articles/{id}/compare/{one}...{other}")
    return await render(
        datasette,
        request,
        "compare.html",
        article=found,
        old=old,
        new=new,
        newest=revisions[0]["number"],
        whole=whole,
        address=address,
        **shown,
    )


async def choose(request: Request, datasette: Datasette) -> Response:
    """Leads from the form's two numbers (`?from=1&to=3`) to the page that compares them."""
    id = request.url_vars["id"]
    one, other = (number_in(request.args.get(name), 10**6) for name in ("from", "to"))
    if not one or not other:
        return await not_found(request, datasette)
    whole = "?view=whole" if request.args.get("view") == "whole" else ""
    return Response.redirect(datasette.urls.path(f"articles/{id}/compare/{min(one, other)}...{max(one, other)}{whole}"))


def sides(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """A paragraph as it was and as it is, what changed marked in each."""
    old, new = ([piece for piece in pieces if piece[0] in ("same", kind)] for kind in ("gone", "new"))
    return ([] if all(kind == "new" for kind, _ in pieces) else old), (
        [] if all(kind == "gone" for kind, _ in pieces) else new
    )


async def part(request: Request, items: list[Item], room: int) -> dict[str, Any] | None:
    """The part of a text that is asked for, with its number and of how many; None where there is no such part."""
    found = await to_thread(parts, items, room)
    part = number_in(request.args.get("part")) if "part" in request.args else 1
    if part is None or not 1 <= part <= len(found):
        return None
    return {"items": found[part - 1], "part": part, "parts": len(found)}


def cited(
    form: str, name: str, article: Any, address: str, *, tags: list[str] | None = None, version: str = ""
) -> Response:
    """An article's record (or that of its version, where `version` says which) as a file that reference managers open:
    `form` is `ris` or `bib`, `name` that of the file without its ending, `address` what is cited; `tags` are the
    keywords of RIS.
    """
    if form == "ris":
        text, kind = citation.ris(article, address, tags or [], version), "application/x-research-info-systems"
    else:
        text, kind = citation.bibtex(article, address, version) + "\n", "application/x-bibtex"
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(text, content_type=f"{kind}; charset=utf-8", headers=headers)


_ID = r"/articles/(?P<id>\d{1,18})"
routes: list[tuple[str, Any]] = [
    (rf"{_ID}/v/(?P<number>\d{{1,9}})(\.(?P<format>ris|bib))?$", version),
    (rf"{_ID}/v$", versions),
    (rf"{_ID}/compare$", choose),
    (rf"{_ID}/compare/(?P<one>\d{{1,9}})\.\.\.(?P<other>\d{{1,9}})$", compare),
]
