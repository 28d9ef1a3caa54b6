"""The log of what became of articles after they were stored, /changes: an entry for every edit, takedown and return."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from publish.archive_queries.archive import CARD, Archive, Row
from publish.datasette_internals import AsgiStream, Datasette, QueryInterrupted
from publish.formats.article_files import AT_ONCE, COLUMNS, ENDINGS, Record, file, records, refuse_unread
from publish.formats.feeds import feed
from publish.pages.pages import known, papers_of
from publish.rendering import archive_for, render
from publish.requests.site_address import absolute
from publish.texts.difference import FIELDS, paragraphs
from publish.wording.language import say
from vietnamese.sort import sort_key

PAGE, FEED = 20, 50
KINDS = ("edit", "gone", "back")
_LONG = 50_000  # characters of an edited text whose words are not counted for a list

_CARD = CARD.replace("a.title, a.lead", "r.title, r.lead")
# Of entries of one second and article, what stands later: an edit by its number, then what became of the whole.
_GONE, _BACK = 10**9, 10**9 + 1
_AFTER = "({at}, {id}, {rank}) < (:at, :id, :rank) order by {at} desc, {id} desc limit :size"
# Each walks an index from the newest on: of all newspapers the index of the moments, of some that of their articles.
_EDITS = (
    "select seen_at as at, 'edit' as what, article_id as id, number, number as rank from revisions where number > 1 and "
    + _AFTER.format(at="seen_at", id="article_id", rank="number").replace(" limit", ", number desc limit")
)
_EDITS_OF = (
    "select r.seen_at as at, 'edit' as what, a.id, r.number, r.number as rank from articles a join revisions r"
    " on r.article_id = a.id and r.number > 1 where a.newspaper in ({of}) and a.changed_at is not null and "
    + _AFTER.format(at="r.seen_at", id="a.id", rank="r.number").replace(" limit", ", r.number desc limit")
)
_TAKEDOWNS = (
    f"select gone_at as at, 'gone' as what, id, 0 as number, {_GONE} as rank from articles"
    " where gone_at is not null and {narrowed} " + _AFTER.format(at="gone_at", id="id", rank=_GONE)
)
# `cross join`: returns are few, the articles of a newspaper many.
_RETURNS = (
    "select r.{at} as at, '{what}' as what, r.article_id as id, 0 as number, {rank} as rank from returns r"
    " cross join articles a on a.id = r.article_id where {{narrowed}} "
)
_TAKEDOWNS_BEFORE = _RETURNS.format(at="gone_at", what="gone", rank=_GONE) + _AFTER.format(
    at="r.gone_at", id="r.article_id", rank=_GONE
)
_BACK_AGAIN = _RETURNS.format(at="back_at", what="back", rank=_BACK) + _AFTER.format(
    at="r.back_at", id="r.article_id", rank=_BACK
)


@dataclass(frozen=True)
class Narrowed:
    """Which entries of the log were asked for; what is unknown in the address is left out, and told in `unread`."""

    kind: str | None
    newspaper: str | None
    province: str | None
    until: str | None  # the last day whose entries are wanted
    next: str | None
    unread: tuple[tuple[str, str], ...] = ()

    def link(self, format: str = "", **changed: object) -> str:
        """The address, from the site's root, of this log with something changed; its first page unless `next` is."""
        query = {"kind": self.kind, "newspaper": self.newspaper, "province": self.province, "until": self.until}
        asked = urlencode({name: value for name, value in {**query, **changed}.items() if value})
        return f"changes{format}{f'?{asked}' if asked else ''}"


async def log(
    archive: Archive,
    size: int,
    *,
    kind: str | None = None,
    newspapers: Sequence[str] | None = None,
    before: str | None = None,
) -> list[Row]:
    """Entries newest first: `at`, `what` (of KINDS), `cursor`, the article's card with title and lead as they stood in
    version `number`, which the entry is of. Of a kind, of some newspapers, before the `cursor` of an entry.
    """
    cursor = re.fullmatch("([^ ]{1,40}) ([0-9]{1,18}) ([0-9]{1,18})", before or "")
    at, id, rank = (cursor[1], int(cursor[2]), int(cursor[3])) if cursor else (before or "~", 0, 0)
    some = ", ".join(f":p{n}" for n, _ in enumerate(newspapers or ()))
    narrowed = "1" if newspapers is None else f"newspaper in ({some})"
    walks = {
        "edit": [_EDITS if newspapers is None else _EDITS_OF.format(of=some)],
        "gone": [text.format(narrowed=f"{narrowed} and") for text in (_TAKEDOWNS, _TAKEDOWNS_BEFORE)],
        "back": [_BACK_AGAIN.format(narrowed=f"{narrowed} and")],
    }
    wanted = [f"select * from ({walk})" for name in KINDS if kind in (None, name) for walk in walks[name]]
    return await archive.rows(
        "select c.at, c.what, c.at || ' ' || c.id || ' ' || c.rank as cursor,"
        f" {_CARD}, r.number, (select max(number) from revisions where article_id = a.id) as versions"
        f" from (select * from ({' union all '.join(wanted)}) order by at desc, id desc, rank desc limit :size) c"
        " join articles a on a.id = c.id join newspapers n on n.id = a.newspaper"
        # What was gone, or came back, is the version read last before.
        " join revisions r on r.article_id = a.id and r.number = coalesce(nullif(c.number, 0), (select max(number)"
        "  from revisions where article_id = a.id and seen_at <= c.at), 1)"
        " order by c.at desc, c.id desc, c.rank desc",
        {"at": at, "id": id, "rank": rank, "size": size, **{f"p{n}": slug for n, slug in enumerate(newspapers or ())}},
    )


async def edits(archive: Archive, versions: Sequence[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
    """What some versions, (article, number), changed in the ones before: the `fields`, and how many syllables `came` and
    were `gone`, none of either where the texts are too long to count. Empty where that takes too long.
    """

    def count(conn: Connection) -> dict[tuple[int, int], dict[str, Any]]:
        """The answer of `edits`, read on one connection; versions that have none before them are left out."""
        found = {}
        for id, number in versions:
            two = conn.execute(
                f"select {', '.join(FIELDS)} from revisions where article_id = ? and number in (?, ?) order by number",
                [id, number - 1, number],
            ).fetchall()
            if len(two) < 2:
                continue
            fields = [name for name in FIELDS if paragraphs(two[0], name) != paragraphs(two[1], name)]
            texts = [" ".join(" ".join(paragraphs(row, name)) for name in fields) for row in two]
            gone, came = (Counter(text.split() if max(map(len, texts)) < _LONG else ()) for text in texts)
            found[id, number] = {"fields": fields, "came": (came - gone).total(), "gone": (gone - came).total()}
        return found

    try:
        return await archive.read(count, 200)
    except QueryInterrupted:
        return {}


async def changes(request: Request, datasette: Datasette) -> Response:
    """A page of the log, with what narrows it."""
    archive = archive_for(datasette)
    asked, papers, provinces = await _read_request(archive, request)
    chosen = _chosen(asked, papers, provinces)
    found = await log(archive, PAGE + 1, kind=asked.kind, newspapers=chosen, before=_before(asked))
    shown = found[:PAGE]
    return await render(
        datasette,
        request,
        "changes.html",
        asked=asked,
        papers=sorted(papers.values(), key=lambda row: sort_key(row["title"])),
        provinces=sorted(provinces.values(), key=lambda row: sort_key(row["name"])),
        kinds=named(),
        changes=shown,
        next=shown[-1]["cursor"] if len(found) > PAGE else None,
        edits=await edits(archive, [(row["id"], row["number"]) for row in shown if row["what"] == "edit"]),
    )


async def changes_atom(request: Request, datasette: Datasette) -> Response:
    """The newest entries of the log as a feed, narrowed like its page."""
    archive = archive_for(datasette)
    asked, papers, provinces = await _read_request(archive, request)
    refuse_unread(asked.unread)
    words = named()
    entries = [
        {
            **dict(row),
            "title": f"{words[row['what']]}: {row['title']}",
            "link": stop(row),
            "tag": f"{row['id']}-{row['what']}-{row['at']}",
        }
        for row in await log(archive, FEED, kind=asked.kind, newspapers=_chosen(asked, papers, provinces))
    ]
    of = [rows[slug][name] for rows, slug, name in (
        (papers, asked.newspaper, "title"), (provinces, asked.province, "name")
    ) if slug]  # fmt: skip
    title = ", ".join([words[asked.kind] if asked.kind else say("Sửa và gỡ"), *of])
    return await feed(datasette, request, title, asked.link(), entries)


async def changes_file(request: Request, datasette: Datasette) -> AsgiStream:
    """All entries of the log as a file, narrowed like its page, newest first: each with its article."""
    archive = archive_for(datasette)
    asked, papers, provinces = await _read_request(archive, request)
    refuse_unread(asked.unread)
    chosen = _chosen(asked, papers, provinces)

    async def parts() -> AsyncIterator[list[Record]]:
        """The entries in parts, their title and lead as they stood."""
        before = _before(asked)
        while True:
            found = await log(archive, AT_ONCE, kind=asked.kind, newspapers=chosen, before=before)
            articles = await records(datasette, request, archive, {row["id"] for row in found})
            yield [
                {
                    **articles[row["id"]],
                    **{name: row[name] for name in ("at", "what", "title", "lead")},
                    "version": row["number"],
                    "stop": absolute(datasette, request, stop(row)),
                }
                for row in found
                if row["id"] in articles
            ]
            if len(found) < AT_ONCE:
                return
            before = found[-1]["cursor"]

    narrowed = (asked.kind, asked.newspaper, asked.province, asked.until)
    name = "-".join(["bao-tinh", "sua-go", *filter(None, narrowed)])
    return file(request, request.url_vars["ending"], name, ("at", "what", "version", "stop", *COLUMNS), parts())


def named() -> dict[str, str]:
    """The kinds of entries, with their names in the reader's language."""
    return {"edit": say("Sửa"), "gone": say("Gỡ"), "back": say("Hiện lại")}


def stop(row: Row) -> str:
    """The address, from the site's root, of what an entry tells."""
    if row["what"] == "edit":
        return f"articles/{row['id']}/compare/{row['number'] - 1}...{row['number']}"
    return f"articles/{row['id']}/v/{row['number']}"


async def _read_request(archive: Archive, request: Request) -> tuple[Narrowed, dict[str, Row], dict[str, Row]]:
    """Reads what a request asks of the log; returns it with all newspapers and provinces by their ids."""
    papers = {paper["id"]: paper for paper in await archive.newspapers()}
    provinces = {province["id"]: province for province in await archive.provinces()}
    kind, until = request.args.get("kind"), request.args.get("until") or ""
    used = {
        "kind": kind if kind in KINDS else None,
        "newspaper": known(request.args.get("newspaper"), papers),
        "province": known(request.args.get("province"), provinces),
        "until": until if re.fullmatch(r"\d{4}-\d\d-\d\d", until, re.ASCII) else None,
    }
    unread = tuple((name, given) for name in used if (given := request.args.get(name)) and not used[name])
    asked = Narrowed(**used, next=request.args.get("next"), unread=unread)
    return asked, papers, provinces


def _before(asked: Narrowed) -> str | None:
    """The cursor before which the page begins: after the last entry of the page before, or at the end of the last day
    that is wanted; None for the newest entry.
    """
    return asked.next or (f"{asked.until}T17:00:00Z" if asked.until else None)  # midnight in Vietnam


def _chosen(asked: Narrowed, papers: dict[str, Row], provinces: dict[str, Row]) -> list[str] | None:
    """The newspapers whose entries are wanted; None for all of them."""
    chosen = papers_of(asked.province, papers, provinces) if asked.province else None
    if asked.newspaper:
        return [asked.newspaper] if chosen is None or asked.newspaper in chosen else []
    return chosen


routes: list[tuple[str, Any]] = [
    (r"/changes$", changes),
    (r"/changes\.atom$", changes_atom),
    (rf"/changes\.{ENDINGS}$", changes_file),
]
