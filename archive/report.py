"""What the archive holds, newspaper by newspaper."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from archive import health
from archive.health import Health


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
    health: Health


def newspapers(conn: sqlite3.Connection, now: datetime) -> list[NewspaperReport]:
    """Every newspaper known to the archive, by province and title."""
    rows = conn.execute(
        "select n.id, n.title, p.name, n.family, coalesce(m.articles, 0),"
        " (select published_at from articles where newspaper = n.id order by id desc limit 1),"
        " (select started_at from crawls where newspaper = n.id order by id desc limit 1)"
        " from newspapers n left join provinces p on p.id = n.province"
        " left join (select newspaper, sum(articles) as articles from months group by 1) m on m.newspaper = n.id"
        " order by p.id, n.title"
    ).fetchall()
    return [
        NewspaperReport(
            id=id,
            title=title,
            province=province,
            family=family,
            articles=articles,
            newest=newest and newest[:10],
            last_crawl=started and started[:16].replace("T", " "),
            health=health.state(conn, id, now),
        )
        for id, title, province, family, articles, newest, started in rows
    ]
