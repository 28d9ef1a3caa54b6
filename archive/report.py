"""What the archive holds, newspaper by newspaper."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from archive import health
from archive.health import Health


@dataclass(slots=True, frozen=True)
class NewspaperReport:
    """A newspaper, how much of it is stored, and how its last crawl went.

    `newest` is a day in Vietnam, or a month where no more is known; `last_crawl` is as the archive writes moments.
    """

    id: str
    title: str
    province: str | None
    province_name: str | None
    family: str | None
    articles: int
    newest: str | None
    last_crawl: str | None
    health: Health


def newspapers(conn: sqlite3.Connection, now: datetime) -> list[NewspaperReport]:
    """Every newspaper known to the archive, by province and title."""
    rows = conn.execute(
        "select n.id, n.title, n.province, p.name, n.family, coalesce(m.articles, 0),"
        " (select published_at from articles where newspaper = n.id and published_at is not null order by id desc limit 1),"
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
            province_name=province_name,
            family=family,
            articles=articles,
            newest=newest and newest[:10],
            last_crawl=started,
            health=health.state(conn, id, now),
        )
        for id, title, province, province_name, family, articles, newest, started in rows
    ]
