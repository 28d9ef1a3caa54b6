"""Years that a date line prints with two digits: only the weekday beside such a date says that it is one."""

from __future__ import annotations

import re
from datetime import date

from vietnamese import date_patterns as patterns
from vietnamese import date_words

_HERE = {f"thu {name}": day for day, names in enumerate(("hai/2", "ba/3", "tu/4", "nam/5", "sau/6", "bay/7")) for name in names.split("/")}  # fmt: skip
_HERE |= {f"t{day + 2}": day for day in range(6)} | {"chu nhat": 6, "cn": 6}
_DAYS = date_words.WEEKDAYS | _HERE
_WORDS = "|".join(re.escape(word) for word in sorted(_DAYS, key=len, reverse=True))
_SHORT = re.compile(
    rf"(?<![^\W\d_])(?P<weekday>{_WORDS})\.?,?\s+(?:(?:ngay|den|le|el|il|am)\s+)?"
    r"(?P<one>\d{1,2})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)(?P<year>[0-4]\d)(?![\d/-]|\.\d)"
)


def written_out(text: str) -> str:
    """A line with the year of two digits behind a weekday written out, the day before the month and no weekday; as it is
    where it prints none, or where the weekday is not that date's.

    >>> written_out("Mon 23.07.18 | Lan Thử"), written_out("Mon, 7/23/18"), written_out("Mon 24.07.18")
    ('23/07/2018 | Lan Thử', '23/7/2018', 'Mon 24.07.18')
    """
    match = _SHORT.search(text.translate(patterns.PLAIN))
    if match is None:
        return text
    year, numbers = 2000 + int(match["year"]), (match["one"], match["two"])
    for day, month in (numbers, numbers[::-1]):
        if int(month) <= 12 and _is_on(year, int(month), int(day), _DAYS[match["weekday"]]):
            return f"{text[: match.start()]}{day}/{month}/{year}{text[match.end() :]}"
    return text


def _is_on(year: int, month: int, day: int, weekday: int) -> bool:
    """Whether there is such a day, and it is of a weekday (0: Monday)."""
    try:
        return date(year, month, day).weekday() == weekday
    except ValueError:
        return False
