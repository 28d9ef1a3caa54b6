"""What the archive holds, newspaper by newspaper."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from archive import health


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


def newspapers(conn: sqlite3.Connection, now: datetime) -> list[NewspaperReport]:
    """Every newspaper known to the archive, by province and title."""
    cases: dict[str, str] = {}
    for case in health.check(conn, now):
        cases.setdefault(case.newspaper, f"{case.what}: {case.line}")
    rows = conn.execute(
        "select n.id, n.title, p.name, n.family, s.title,"
        " (select count(*) from articles where newspaper = n.id),"
        " (select published_at from articles where newspaper = n.id order by id desc limit 1),"
        " c.started_at, c.finished_at"
        " from newspapers n left join provinces p on p.id = n.province left join newspapers s on s.id = n.successor"
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
            health=cases.get(id) or _health(started, finished, successor),
        )
        for id, title, province, family, successor, articles, newest, started, finished in rows
    ]


def _health(started: str | None, finished: str | None, successor: str | None) -> str:
    if started is None:
        return "never crawled"
    if finished is None:
        return "running"
    return f"went into {successor}" if successor else "good"
