"""What the site says and how it writes numbers and dates, in Vietnamese or English.

Vietnamese is the language of the templates; `english.json` holds the other one, sentence by sentence. A sentence that
counts something is a pair there: for one, for many.
"""

from __future__ import annotations

import json
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from importlib.resources import files

from vietnamese.time_zone import VIETNAM

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"

# Set for each request by the ASGI wrapper, so that templates, metadata and errors speak the reader's language.
current: ContextVar[str] = ContextVar("language", default="vi")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def english() -> dict[str, str | list[str]]:
    """The English of every Vietnamese sentence of the site."""
    return json.loads(files("publish.wording").joinpath("english.json").read_text(encoding="utf-8"))


def say(text: str, **values: object) -> str:
    """The sentence in the reader's language, its `{names}` filled in; numbers among the values are written out."""
    sentence: str | list[str] = text
    if current.get() == "en":
        sentence = english().get(text, text)
    if isinstance(sentence, list):
        sentence = sentence[0 if values.get("n") == 1 else 1]
    if not values:
        return sentence
    return sentence.format(**{name: number(v) if isinstance(v, int) else v for name, v in values.items()})


def number(value: int | None) -> str:
    """A whole number as the reader's language writes it: 1000 as 1.000, in English 1,000. None is a dash."""
    if value is None:
        return "–"
    written = f"{value:,}"
    return written if current.get() == "en" else written.replace(",", ".")


def decimal(value: float, digits: int = 1) -> str:
    """A number with so many digits behind the comma: 0.5 as 0,5, in English 0.5."""
    written = f"{value:,.{digits}f}"
    return written if current.get() == "en" else written.translate(str.maketrans(",.", ".,"))


def rate(value: float) -> str:
    """A number of which three digits tell enough: 934,43 as 934, 17,25 as 17,3, 0,125 as 0,13."""
    return figure(round(float(value), 0 if value >= 100 else 1 if value >= 10 else 2))


def figure(value: object) -> str:
    """A number as the reader's language writes it, with what it has of two digits behind the comma; text as it is, None
    as an empty string.
    """
    if isinstance(value, float):
        written = f"{value:,.2f}".rstrip("0").rstrip(".")
        return written if current.get() == "en" else written.translate(str.maketrans(",.", ".,"))
    return number(value) if isinstance(value, int) else str(value or "")


def date(value: str | None) -> str:
    """An ISO 8601 date as exact as it is: `14:05, 28/08/2020`, `28/08/2020`, `8/2020`; times are Vietnam's.

    What is no date comes back as it is, None as an empty string.
    """
    if not value:
        return ""
    try:
        if len(value) == 4:
            return value
        if len(value) == 7:
            when = datetime.strptime(value, "%Y-%m")
            return f"{_MONTHS[when.month - 1]} {when.year}" if current.get() == "en" else f"{when.month}/{when.year}"
        when = datetime.fromisoformat(value)
    except ValueError:
        return value
    if len(value) > 10 and when.tzinfo:
        when = when.astimezone(VIETNAM)
    day = f"{when.day} {_MONTHS[when.month - 1]} {when.year}" if current.get() == "en" else f"{when:%d/%m/%Y}"
    return day if len(value) == 10 else f"{when:%H:%M}, {day}"


def day(value: str | None) -> str:
    """The day of an ISO 8601 date or time, in Vietnam; a month where no more is known."""
    if value and len(value) > 10:
        return date(value).rpartition(", ")[2]
    return date(value)
