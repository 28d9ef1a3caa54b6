"""Where the numbers of a question lead: to the articles that each of them counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from publish.archive_queries.kept_counts import DAYS_TO_VANISH, HOUR

_YEAR = {"since": "{row[year]}", "until": "{row[year]}"}
_TABLE = "archive/articles"

Link = tuple[str, Mapping[str, str]]  # a page from the site's root, and its parameters


def _search(*columns: str, **asked: str) -> dict[str, Link]:
    """Each column with the search that its number counts."""
    return dict.fromkeys(columns, ("search", asked))


def _table(*columns: str, **asked: str) -> dict[str, Link]:
    """Each column with the articles, as a table, that its number counts: where words of a search would find more."""
    return dict.fromkeys(columns, (_TABLE, asked))


# Of a question its columns; what stands in braces is the row's, what was asked for (`given`), or the newspaper's (`paper`).
LINKS: dict[str, dict[str, Link]] = {
    "term_by_year": _search("hits", "per_thousand", q="{given[term]}", **_YEAR) | _search("articles", **_YEAR),
    "terms_compared": _search("a", q="{given[a]}", **_YEAR)
    | _search("b", q="{given[b]}", **_YEAR)
    | _search("c", q="{given[c]}", **_YEAR),
    "term_by_province": _search("hits", "per_thousand", q="{given[term]}", province="{row[name]}")
    | _search("articles", province="{row[name]}"),
    "articles_by_month": _search(
        "articles", newspaper="{given[newspaper]}", since="{row[month]}", until="{row[month]}"
    ),
    "coverage": {
        str(month): ("search", {"newspaper": "{paper}", "since": day, "until": day})
        for month in range(1, 13)
        for day in [f"{{row[year]}}-{month:02d}"]
    },
    "gaps": _search("articles", newspaper="{row[newspaper]}"),
    "time_to_vanish": _table("articles", gone_at__notnull="1", _where=DAYS_TO_VANISH + " between {least} and {most}"),
    "edits_by_newspaper": _search("articles", newspaper="{row[newspaper]}")
    | _search("edited", "edited_per_thousand", newspaper="{row[newspaper]}", status="edited")
    | _search("gone", "gone_per_thousand", newspaper="{row[newspaper]}", status="gone"),
    "bylines": _table("articles", newspaper="{paper}", byline="{row[byline]}", _year="{given[year]}"),
    "sections": _table("articles", newspaper="{paper}", section="{row[section]}", _year="{given[year]}"),
    "hours": _table(
        "articles",
        newspaper="{paper}",
        _year="{given[year]}",
        published_precision="minute",
        _where=HOUR + " = {row[hour]}",
    ),
    "length": _table("articles", "words", newspaper="{paper}", _year="{row[year]}"),
    "new_words": _search("per_thousand", q='"{row[term]}"', since="{given[year]}", until="{given[year]}"),
    "most_reprinted": {"newspapers": ("articles/{row[id]}/reprints", {})},
    "rules": {"lines": ("archive/removed", {"rule": "{row[rule]}"})},
}


def behind(question: str, column: str, row: Mapping[str, Any], given: Mapping[str, str], paper: str | None) -> str:
    """The address, from the site's root, of what a number counts; empty where it counts nothing, or nothing that is listed.

    >>> behind("term_by_year", "hits", {"year": 2020, "hits": 3}, {"term": "lũ"}, None)
    'search?q=l%C5%A9&since=2020&until=2020'
    >>> behind("time_to_vanish", "articles", {"days": "< 1", "articles": 2}, {}, None)[-16:]
    '+between+0+and+0'
    """
    page, asked = LINKS.get(question, {}).get(column, ("", {}))
    if not page or not row[column]:
        return ""
    least, most = _days(str(row["days"])) if "{least}" in asked.get("_where", "") else (0, 0)
    typed = defaultdict(str, {name: value for name, value in given.items() if value})
    filled = {
        name: text.format(row=row, given=typed, paper=paper or "", least=least, most=most)
        for name, text in asked.items()
    }
    query = urlencode({name: value for name, value in filled.items() if value})
    return f"{page.format(row=row)}{f'?{query}' if query else ''}"


def _days(told: str) -> tuple[int, int]:
    """The least and the most days of a stretch: `< 1`, `1–6`, `365+`."""
    days = [int(number) for number in re.findall("[0-9]+", told)]
    return (0, days[0] - 1) if told.startswith("<") else (days[0], days[1] if len(days) > 1 else 10**6)
