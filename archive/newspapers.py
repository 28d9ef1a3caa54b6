"""The table of newspapers: one is made known, or what is given of it brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence


def put_newspaper(
    conn: sqlite3.Connection,
    name: str,
    *,
    title: str | None = None,
    home: str | None = None,
    province: str | None = None,
    family: str | None = None,
    successor: str | None = None,
    former: Sequence[str] = (),
) -> None:
    """Makes the newspaper known, or brings up to date what is given of it (None: stays). Raises ValueError for an
    unknown province.

    `home` is its address, `family` the system it runs on. `successor` is the newspaper it went into: what that prints
    under its keys again is the same article. `former` are the hosts at which it stood before: an address of one of them
    leads to the article where it stands now.
    """
    if province and not conn.execute("select 1 from provinces where id = ?", [province]).fetchone():
        known = [slug for (slug,) in conn.execute("select id from provinces order by id")]
        near = [slug for slug in known if slug.startswith(province[:2])]
        raise ValueError(f"no province {province!r}; there are {', '.join(near or known)}")
    if successor:
        conn.execute("insert or ignore into newspapers(id, title) values (?, ?)", [successor, successor])
    conn.execute(
        "insert into newspapers(id, title, home, province, family, successor, former) values (?, ?, ?, ?, ?, ?, ?)"
        " on conflict(id) do update set title = iif(?, excluded.title, title), home = coalesce(excluded.home, home),"
        " province = coalesce(excluded.province, province), family = coalesce(excluded.family, family),"
        " successor = coalesce(excluded.successor, successor), former = coalesce(excluded.former, former)",
        [name, title or name, home, province, family, successor, " ".join(former) or None, title is not None],
    )


def title_of(conn: sqlite3.Connection, name: str) -> str | None:
    """What a newspaper is called; None where it has but its name."""
    row = conn.execute("select title from newspapers where id = ? and title != id", [name]).fetchone()
    return row[0] if row else None
