"""The pages of one article: its text in parts, what an edit changed, what was captured."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from publish import citation
from publish.difference import difference
from publish.pages import not_found, number_in
from publish.rendering import archive_for, brought_along, render
from publish.similar_articles import alike
from publish.site_address import absolute, link
from publish.site_queries import Archive, Row
from publish.text_pages import Item, clip, fitting, flow, parts, weight_of

# Datasette loads its plugins while it is itself being imported.
if TYPE_CHECKING:
    from datasette.app import Datasette

# Bytes of an article's page with all it brings along, of them those kept for what differs from view to view (articles
# like it, lines removed), and of a heading: a longer title stands in the text.
HEAVIEST, BESIDE, HEADING = 60_000, 6_000, 1_000
# Bytes of what an edit changed on one page.
ROOM = 30_000


async def article(request: Request, datasette: Datasette) -> Response:
    """An article; a further part of a long one (`?part=2`), or what a revision changed (`?edit=2`)."""
    archive = archive_for(datasette)
    id = int(request.url_vars["id"])
    found = await archive.article(id)
    if found is None:
        withheld = await archive.row("select since from withheld where article_id = ?", [id])
        if withheld is None:
            return await not_found(request, datasette)
        response = await render(datasette, request, "withheld.html", since=withheld["since"])
        response.status = 410
        return response
    if "edit" in request.args:
        return await _edit(request, datasette, found)
    revisions = await archive.revisions(id)
    removed = await archive.rows("select * from removed where article_id = ? order by position", [id])
    rows = await archive.rows("select tag from article_tags where article_id = ?", [id])
    tags = [row["tag"] for row in fitting(rows, "tag", 2_000)]
    earlier, later = await archive.neighbours(found["newspaper"], id)
    address = absolute(datasette, request, f"articles/{id}")
    context = {
        "article": found,
        "heading": clip(found["title"], HEADING),
        "tags": tags,
        "address": address,
        "link": link(datasette, request, datasette.urls.path(f"articles/{id}")),
        "citation": citation.citation(found, address),
        "bibtex": citation.bibtex(found, address),
        "removed": removed,
        "revisions": revisions,
        "capture": await archive.row(
            "select * from captures where id = ?", [revisions[0]["capture_id"] if revisions else None]
        ),
        "earlier": earlier,
        "later": later,
    }

    async def page(shown: dict[str, Any], newest: list[Item], lines: list[Row], alike: list[Row]) -> Response:
        pictures = [value for _, value in shown["items"] if isinstance(value, Row)]
        return await render(
            datasette,
            request,
            "article.html",
            **context,
            **shown,
            linked=citation.linked(found, address, tags, pictures),
            newest=newest,
            lines=lines,
            alike=alike,
        )

    # What the page weighs without its text is measured; the text has what is left.
    frame = await page({"items": [], "part": 1, "parts": 1}, [], [], [])
    room = (HEAVIEST - brought_along() - len(frame.body.encode()) - BESIDE) // 1_000 * 1_000
    paragraphs = found["body"].split("\n\n")
    pictures = await archive.pictures(id, len(paragraphs))
    # Long texts keep a thread busy, not the others who read.
    items = await to_thread(flow, found["lead"], paragraphs, pictures)
    if context["heading"] != found["title"]:
        items.insert(0, ("text", [("same", found["title"])]))
    shown = await _part(request, items, room)
    if shown is None:
        return await not_found(request, datasette)
    room -= sum(map(weight_of, shown["items"]))
    newest = await _changed(archive, id, revisions[0]["number"]) if len(revisions) > 1 and room > 0 else []
    if (needs := sum(map(weight_of, newest))) > room:
        newest, needs = [], 0
    lines = fitting(removed, "text", max(room - needs, BESIDE // 3))
    return await page(shown, newest, lines, await alike(archive, found))


async def _edit(request: Request, datasette: Datasette, found: Row) -> Response:
    """What a revision changed in the one before it."""
    archive = archive_for(datasette)
    number = number_in(request.args.get("edit"))
    revisions = await archive.revisions(found["id"])
    at = next((i for i, row in enumerate(revisions[:-1]) if row["number"] == number), None)
    if at is None:
        return await not_found(request, datasette)
    shown = await _part(request, await _changed(archive, found["id"], revisions[at]["number"]), ROOM)
    if shown is None:
        return await not_found(request, datasette)
    return await render(
        datasette,
        request,
        "edit.html",
        article=found,
        revision=revisions[at],
        before=revisions[at + 1],
        later=revisions[at - 1] if at else None,
        first=at + 2 == len(revisions),
        **shown,
    )


async def _changed(archive: Archive, id: int, number: int) -> list[Item]:
    """What a revision changed; nothing where that is none of the texts."""
    old, new = [await archive.revision(id, n) for n in (number - 1, number)]
    return await to_thread(difference, old, new) if old and new else []


async def _part(request: Request, items: list[Item], room: int) -> dict[str, Any] | None:
    """The part of a text that is asked for, with its number and of how many; None where there is no such part."""
    found = await to_thread(parts, items, room)
    part = number_in(request.args.get("part")) if "part" in request.args else 1
    if part is None or not 1 <= part <= len(found):
        return None
    return {"items": found[part - 1], "part": part, "parts": len(found)}


async def capture(request: Request, datasette: Datasette) -> Response:
    """What there is of a page as it came, and what the archive does with it."""
    archive = archive_for(datasette)
    found = await archive.row("select * from captures where id = ?", [int(request.url_vars["id"])])
    if found is None:
        return await not_found(request, datasette)
    return await render(datasette, request, "capture.html", capture=found, read=await archive.read_from(found))


routes: list[tuple[str, Any]] = [
    (r"/articles/(?P<id>\d{1,18})$", article),
    (r"/articles/[^/]*$", not_found),
    (r"/captures/(?P<id>\d{1,18})$", capture),
]
