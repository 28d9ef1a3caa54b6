"""What the archive holds, newspaper by newspaper."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class NewspaperReport:
    """A newspaper, how much of it is stored, and how its last crawl went. Moments are UTC, `newest` Vietnam's day."""

    id: str
    title: str
    province: str | None
    family: str | None
    articles: int
    newest: str | None
    last_crawl: str | None
    health: str


def newspapers(conn: sqlite3.Connection) -> list[NewspaperReport]:
    """Every newspaper known to the archive, by province and title."""
    rows = conn.execute(
        "select n.id, n.title, p.name, n.family,"
        " (select count(*) from articles where newspaper = n.id),"
        " (select published_at from articles where newspaper = n.id order by id desc limit 1),"
        " c.started_at, c.finished_at, c.reason, c.errors, c.pages"
        " from newspapers n left join provinces p on p.id = n.province"
        " left join crawls c on c.id = (select max(id) from crawls where newspaper = n.id)"
        " order by p.id, n.title"
    )
    return [
        NewspaperReport(
            id=id,
            title=title,
            province=province,
            family=family,
            articles=articles,
            newest=newest and newest[:10],
            last_crawl=started and started[:16].replace("T", " "),
            health=_health(started, finished, reason, errors, pages),
        )
        for id, title, province, family, articles, newest, started, finished, reason, errors, pages in rows
    ]


def _health(
    started: str | None, finished: str | None, reason: str | None, errors: int | None, pages: int | None
) -> str:
    if started is None:
        return "never crawled"
    if finished is None:
        return "running, or killed: run it again"
    if reason not in ("finished", "limit reached"):
        return reason or "unknown"
    if errors and pages and errors * 4 > pages:
        return f"{errors} errors on {pages} pages"
    return "good"
