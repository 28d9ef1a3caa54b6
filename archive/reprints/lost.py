"""Reprints that the table has lost: two articles that share most of their fingerprints, and no row that says so."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, groupby
from operator import itemgetter

from archive.article_rows import IDS_A_DAY
from archive.reprints.fingerprints import HASH
from archive.reprints.reprints import SEVERAL, unsaid

_FEW = 6  # articles of a fingerprint beyond which it is no candidate's: counting pairs of more takes long
_NEAR = 100 * IDS_A_DAY  # by how much the numbers of two articles of about one month differ, at most


def lost(conn: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Yields the pairs (later, earlier) that should be reprints and are not told of; those of few fingerprints, of a text
    that many have, or of another month are not looked for."""
    shared: Counter[tuple[int, int]] = Counter()
    rows = conn.execute("select hash, article_id from fingerprints order by hash, article_id")
    for _, of in groupby(rows, itemgetter(0)):
        ids = [id for _, id in of]
        if 1 < len(ids) <= _FEW:
            shared.update((one, two) for one, two in combinations(ids, 2) if two - one < _NEAR)
    for (one, two), many in shared.items():
        if many >= SEVERAL and 2 * many > _fewer(conn, one, two) and (pair := unsaid(conn, one, two)):
            yield pair


def _fewer(conn: sqlite3.Connection, one: int, two: int) -> int:
    """How many fingerprints that of two articles has which has fewer; more than any has where one was not compared."""
    rows = conn.execute("select length(hashes) from fingerprinted where article_id in (?, ?)", [one, two]).fetchall()
    return min(length // HASH for (length,) in rows) if len(rows) == 2 else 1 << 30
