"""The articles that share most with one: by its tags and the words of its title."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise

from publish.archive_queries.archive import CARD, Archive, Row

_NEAR = 30  # articles looked at to either side that share a tag, or a syllable of the title


async def alike(archive: Archive, article: Row, size: int = 5, ms: int = 50) -> list[Row]:
    """The articles that share most with this one: its tags, the syllables of its title, and those that follow each
    other there. What few share counts most; after `ms` milliseconds, what was found by then.

    Every tag and syllable is a walk of its index to both sides of the article, ended after `_NEAR`: the common ones
    stay near, the rare ones reach as far as they must.
    """
    id, own = article["id"], _syllables(article["title"])
    ways = (("<", "desc"), (">", "asc"))
    tagged = "select article_id from article_tags where tag = ? and article_id {} ? order by article_id {} limit ?"
    titled = "select rowid from articles_exact where articles_exact match ? and rowid {} ? order by rowid {} limit ?"

    def walk(conn: sqlite3.Connection) -> list[set[int]]:
        """The articles that each tag and syllable is found in, as far as the time went."""
        found: list[set[int]] = []
        try:
            tags = conn.execute("select tag from article_tags where article_id = ? limit 20", [id]).fetchall()
            words = [f'{{title}} : "{word}"' for word in dict.fromkeys(own[:30])]
            for sql, terms in ((tagged, [tag for (tag,) in tags]), (titled, words)):
                for term in terms:
                    walks = (conn.execute(sql.format(*way), [term, id, _NEAR]) for way in ways)
                    found.append({other for rows in walks for (other,) in rows})
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
        return found

    found = await archive.read(walk, ms)
    titles = {
        row["id"]: _pairs(_syllables(row["title"]))
        for row in await archive.rows(
            "select id, title from articles indexed by articles_card where id in"
            f" ({', '.join(map(str, set().union(*found)))})"
        )
    }
    found += [{other for other, pairs in titles.items() if pair in pairs} for pair in _pairs(own)]
    shared: dict[int, float] = {}
    for others in found:
        for other in others:
            shared[other] = shared.get(other, 0) + 1 / len(others)
    best = sorted(shared, key=lambda other: (-shared[other], abs(other - id)))[:size]
    cards = await archive.rows(
        f"select {CARD} from articles a join newspapers n on n.id = a.newspaper"
        f" where a.id in ({', '.join(map(str, best))})"
    )
    return sorted(cards, key=lambda card: best.index(card["id"]))


def _syllables(title: str) -> list[str]:
    """The syllables of a title in lower case, in their order."""
    return re.findall(r"\w+", title.lower())


def _pairs(syllables: list[str]) -> set[tuple[str, str]]:
    """The syllables that follow each other: most words of Vietnamese are two."""
    return set(pairwise(syllables))
