"""The page of an article: its text in parts, its life, what its last edit changed."""

from __future__ import annotations

from asyncio import to_thread
from typing import Any

from datasette.utils.asgi import Request, Response

from publish.archive_queries import reprints as reprint_queries
from publish.archive_queries.archive import Archive, Row
from publish.archive_queries.similar_articles import alike
from publish.datasette_internals import Datasette
from publish.formats import citation
from publish.pages.pages import not_found, number_in
from publish.pages.versions import cited, life, missing, part, strip
from publish.rendering import archive_for, brought_along, render
from publish.requests.site_address import absolute, link
from publish.texts.difference import difference
from publish.texts.parts import Item, clip, fitting, flow, weight_of

# Bytes of an article's page with all it brings along, of them those kept for what differs from view to view (articles
# like it, lines removed), and of a heading: a longer title stands in the text.
HEAVIEST, BESIDE, HEADING = 60_000, 6_000, 1_000


async def article(request: Request, datasette: Datasette) -> Response:
    """An article, a further part of a long one (`?part=2`), or its record for a reference manager (`.ris`, `.bib`)."""
    archive = archive_for(datasette)
    id = int(request.url_vars["id"])
    found = await archive.article(id)
    if found is None:
        return await missing(request, datasette, id)
    if edit := number_in(request.args.get("edit"), 10**6):  # as edits were linked before versions had addresses
        return Response.redirect(datasette.urls.path(f"articles/{id}/compare/{edit - 1}...{edit}"))
    rows = await archive.rows("select tag from article_tags where article_id = ?", [id])
    tags = [row["tag"] for row in fitting(rows, "tag", 2_000)]
    address = absolute(datasette, request, f"articles/{id}")
    if (form := request.url_vars.get("format")) is not None:
        return cited(form, f"baotinh-{id}", found, address, tags=tags)
    return await _shown(datasette, request, archive, found, tags, address)


async def _shown(
    datasette: Datasette, request: Request, archive: Archive, found: Row, tags: list[str], address: str
) -> Response:
    """The page of an article, no heavier than a page may be."""
    id = found["id"]
    revisions = await archive.revisions(id)
    removed = await archive.rows("select * from removed where article_id = ? order by position", [id])
    earlier, later = await archive.neighbours(found["newspaper"], id)
    context = {
        **_cited(datasette, request, found, address, tags),
        "life": strip(await life(archive, found, revisions)),
        "removed": removed,
        "revisions": revisions,
        **await _origin(archive, found, revisions),
        "earlier": earlier,
        "later": later,
        "others": (others := await reprint_queries.others(archive, id)),
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
    items = await to_thread(flow, found["lead"], paragraphs, pictures, await archive.kinds(found))
    if context["heading"] != found["title"]:
        items.insert(0, ("text", [("same", found["title"])]))
    shown = await part(request, items, room)
    if shown is None:
        return await not_found(request, datasette)
    room -= sum(map(weight_of, shown["items"]))
    newest = await _newest(archive, id, revisions, room)
    lines = fitting(removed, "text", max(room - sum(map(weight_of, newest)), BESIDE // 4))
    similar = await alike(archive, found, 5 + len(others[:5]))
    known = {row["id"] for row in others}
    return await page(shown, newest, lines, [row for row in similar if row["id"] not in known][:5])


def _cited(datasette: Datasette, request: Request, found: Row, address: str, tags: list[str]) -> dict[str, Any]:
    """The heading of an article, its addresses, and how it is cited, for its page."""
    return {
        "article": found,
        "heading": clip(found["title"], HEADING),
        "tags": tags,
        "address": address,
        "link": link(datasette, request, datasette.urls.path(f"articles/{found['id']}")),
        "cite": (citation.citation(found, address), citation.bibtex(found, address)),
        "highwire": citation.highwire(found, address, tags),
        "signers": citation.signers(found),
    }


async def _capture(archive: Archive, revisions: list[Row]) -> Row | None:
    """The capture that the newest revision was read from; None where it was none."""
    return await archive.row("select * from captures where id = ?", [revisions[0]["capture_id"] if revisions else None])


async def _origin(archive: Archive, found: Row, revisions: list[Row]) -> dict[str, Any]:
    """Where an article was read, and where its address leads, for its page."""
    return {"capture": await _capture(archive, revisions), "leads": await _leads(archive, found)}


async def _leads(archive: Archive, found: Row) -> str | None:
    """What an article's address leads to now, if not to the article and it stands at no other: `front`, `section`; else
    None."""
    row = await archive.row(
        "select replace(reason, 'moved_to_', '') as place from pages where url = ? and article_id = ?"
        " and reason in ('moved_to_front', 'moved_to_section') and not exists"
        " (select 1 from pages other where other.article_id = pages.article_id and other.state = 'article')",
        [found["url"], found["id"]],
    )
    return row["place"] if row else None


async def _newest(archive: Archive, id: int, revisions: list[Row], room: int) -> list[Item]:
    """What the newest revision changed, where there is one and `room` bytes hold it."""
    if len(revisions) < 2 or room <= 0:
        return []
    newest = await _changed(archive, id, revisions[0]["number"])
    return newest if sum(map(weight_of, newest)) <= room else []


async def _changed(archive: Archive, id: int, number: int) -> list[Item]:
    """What the revision of this number changed in the one before; nothing where that is none of the texts."""
    old, new = [await archive.revision(id, n) for n in (number - 1, number)]
    return await to_thread(difference, old, new) if old and new else []


routes: list[tuple[str, Any]] = [
    (r"/articles/(?P<id>\d{1,18})(\.(?P<format>ris|bib))?$", article),
    (r"/articles/[^/]*$", not_found),
]
