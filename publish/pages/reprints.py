"""The pages of reprints: the stories most printed again, who else printed an article, and what they changed in it."""

from __future__ import annotations

import re
from asyncio import to_thread
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from publish.archive_queries import reprints as reprint_queries
from publish.archive_queries.archive import Archive, Row
from publish.datasette_internals import AsgiStream, Datasette, QueryInterrupted
from publish.drawings.flow_diagram import flows
from publish.formats.article_files import AT_ONCE, COLUMNS, ENDINGS, Record, file, records, refuse_unread
from publish.pages.pages import not_found
from publish.pages.versions import missing, part
from publish.rendering import archive_for, bars, render
from publish.searching.state import State
from publish.texts.difference import FIELDS, difference
from publish.texts.parts import Item
from vietnamese import fold

_ROOM = 30_000  # bytes of what differs on one page
_STORIES, _WAYS, _TAGS = 20, 20, 12
_REPEATED = 10  # paragraphs with the same run of words that are looked at: a text may repeat one a thousand times


@dataclass(frozen=True)
class Asked:
    """Which reprints were asked for: those of a month (yyyymm; None where there are none), of an agency's tag, and on the
    way from a newspaper to another; `unread` is what could not be used.
    """

    month: int | None
    tag: str | None
    way: reprint_queries.Way | None
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def written(self) -> str | None:
        """The month as addresses have it, "2024-05"; None where no month was asked for."""
        return f"{self.month // 100}-{self.month % 100:02d}" if self.month else None

    def link(self, format: str = "", **changed: object) -> str:
        """The address, from the site's root, of these reprints with something changed."""
        source, to = self.way or (None, None)
        query = {"month": self.written, "tag": self.tag, "source": source, "to": to}
        asked = urlencode({name: value for name, value in {**query, **changed}.items() if value})
        return f"reprints{format}{f'?{asked}' if asked else ''}"


async def _read_request(archive: Archive, request: Request) -> tuple[Asked, dict[int, int]]:
    """Reads which reprints a request asks for: those of the last month that has any, where it names none; and how many
    each month has.
    """
    counts = await reprint_queries.months(archive)
    asked = re.fullmatch("([0-9]{4})-(0[1-9]|1[0-2])", request.args.get("month") or "")
    number = int(asked[1] + asked[2]) if asked else max((month for month, n in counts.items() if n), default=None)
    source, to = request.args.get("source"), request.args.get("to")
    unread = tuple([("month", given)] if (given := request.args.get("month")) and not asked else [])
    return Asked(number, request.args.get("tag") or None, (source, to) if source and to else None, unread), counts


async def reprints(request: Request, datasette: Datasette) -> Response:
    """The reprints of a month (`?month=2024-05`, else the last that has any), of an agency's (`&tag=TTXVN`) or all, from
    a newspaper to another (`&source=bao-a&to=bao-b`) or all.
    """
    archive = archive_for(datasette)
    asked, counts = await _read_request(archive, request)
    context: dict[str, Any] = {"stories": [], "ways": [], "tags": [], "picture": None, "slow": False}
    if asked.month is not None:
        try:
            context |= await _month(archive, asked.month, asked)
        except QueryInterrupted:
            context["slow"] = True
    return await render(
        datasette,
        request,
        "reprints.html",
        months=bars(counts),
        asked=asked,
        month=asked.written,
        tag=asked.tag,
        **context,
    )


async def reprints_file(request: Request, datasette: Datasette) -> AsgiStream:
    """All stories of a month as a file, narrowed like its page, the most reprinted first: each as its first article, with
    how many other newspapers printed it.
    """
    archive = archive_for(datasette)
    asked, _ = await _read_request(archive, request)
    refuse_unread(asked.unread)
    stories: list[tuple[int, int]] = []
    if asked.month is not None:
        stories = (await reprint_queries.whole_month(archive, asked.month, asked.tag, asked.way)).stories

    async def parts() -> AsyncIterator[list[Record]]:
        """The stories in parts."""
        for start in range(0, len(stories), AT_ONCE):
            part = stories[start : start + AT_ONCE]
            articles = await records(datasette, request, archive, [id for id, _ in part])
            yield [{**articles[id], "reprinted_by": papers} for id, papers in part if id in articles]

    name = "-".join(["bao-tinh", "dang-lai", *filter(None, [asked.written, *(asked.way or ())])])
    return file(request, request.url_vars["ending"], name, ("reprinted_by", *COLUMNS), parts())


async def _month(archive: Archive, number: int, asked: Asked) -> dict[str, Any]:
    """What the page of a month (yyyymm) shows: its stories, the ways between newspapers, and the agencies' tags.

    `asked` narrows to one agency, and to one way.
    """
    every = await reprint_queries.month(archive, number)
    if asked.way:
        found = await reprint_queries.whole_month(archive, number, asked.tag, asked.way)
    else:
        found = every if asked.tag is None else await reprint_queries.month(archive, number, asked.tag)
    cards = await reprint_queries.cards(archive, [first for first, _ in found.stories[:_STORIES]])
    names = {paper["id"]: paper["title"] for paper in await archive.newspapers()}
    return {
        "stories": [(cards[first], papers) for first, papers in found.stories[:_STORIES] if first in cards],
        "ways": found.flows[:_WAYS],
        "tags": every.tags[:_TAGS],
        "picture": flows(found.flows) if len(found.flows) > 1 else None,  # one way is told by the table
        "names": names,
    }


async def others(request: Request, datasette: Datasette) -> Response:
    """The page of all articles that have the text of one, whole or in part."""
    archive = archive_for(datasette)
    id = int(request.url_vars["id"])
    found = await archive.article(id)
    if found is None:
        return await missing(request, datasette, id)
    rows = await reprint_queries.others(archive, id)
    return await render(
        datasette,
        request,
        "reprinted.html",
        article=found,
        others=rows,
        state=State(ids=(id, *(row["id"] for row in rows))),
    )


async def compare(request: Request, datasette: Datasette) -> Response:
    """The page of what the later of two articles changed in the earlier one, word by word."""
    archive = archive_for(datasette)
    one, other = int(request.url_vars["id"]), int(request.url_vars["other"])
    pair = await reprint_queries.pair(archive, one, other)
    if pair is None:
        return await not_found(request, datasette)
    later, earlier = await archive.article(pair["article_id"]), await archive.article(pair["earlier_id"])
    if later is None or earlier is None:
        return await missing(request, datasette, other if later and earlier is None else one)
    items = await to_thread(differing, earlier, later)
    shown = await part(request, items, _ROOM) if items else {"items": [], "part": 1, "parts": 1}
    if shown is None:
        return await not_found(request, datasette)
    paragraphs = sum(bool(text) for text in (later["lead"], *later["body"].split("\n\n")))
    return await render(
        datasette,
        request,
        "reprint.html",
        earlier=earlier,
        later=later,
        pair=pair,
        common=len(pair["paragraphs"].split()),
        paragraphs=paragraphs,
        **shown,
    )


def differing(earlier: Row, later: Row) -> list[Item]:
    """What the later article changed: the changed paragraphs in its order, then those of the earlier one that it left out.
    What is one newspaper's lead is another's first paragraph, and around a reprint stand paragraphs of its own: each is
    compared with the one that has most in common with it.
    """
    items: list[Item] = []
    for name in ("title", "byline"):
        items += difference(_with_only(name, earlier[name]), _with_only(name, later[name]))
    left, right = (
        [text for text in (article["lead"], *article["body"].split("\n\n")) if text] for article in (earlier, later)
    )
    matched = _matched(left, right)
    for place, text in enumerate(right):
        items += difference(
            _with_only("body", left[matched[place]] if place in matched else ""), _with_only("body", text)
        )
    kept = set(matched.values())
    return [*items, *(("body", [("gone", text)]) for place, text in enumerate(left) if place not in kept)]


def _with_only(name: str, text: str | None) -> dict[str, str | None]:
    """A revision with nothing but this text in it."""
    return {field: text if field == name else None for field in FIELDS}


def _matched(left: Sequence[str], right: Sequence[str]) -> dict[int, int]:
    """Pairs paragraphs on the right with those on the left: place on the right to place on the left.

    Two are a pair where most runs of words of either stand in the other; none is given twice.
    """
    where: dict[tuple[str, ...], list[int]] = {}
    runs = [[_trigrams(text) for text in side] for side in (left, right)]
    for place, found in enumerate(runs[0]):
        for run in found:
            where.setdefault(run, []).append(place)
    likely = []
    for place, found in enumerate(runs[1]):
        shared = Counter(other for run in found for other in where.get(run, ())[:_REPEATED])
        for other, count in shared.items():
            if 3 * count > min(len(found), len(runs[0][other])):
                likely.append((-count, place, other))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, other in sorted(likely):
        if place not in matched and other not in taken:
            matched[place] = other
            taken.add(other)
    return matched


def _trigrams(text: str) -> set[tuple[str, ...]]:
    """All runs of three folded words of a text; of a shorter one, its words as one run."""
    words = re.findall(r"\w+", fold(text))
    return set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}


routes: list[tuple[str, Any]] = [
    (r"/reprints$", reprints),
    (rf"/reprints\.{ENDINGS}$", reprints_file),
    (r"/articles/(?P<id>\d{1,18})/reprints$", others),
    (r"/articles/(?P<id>\d{1,18})/reprints/(?P<other>\d{1,18})$", compare),
]
