"""What is known of a newspaper, as the attributes of its class: all that one differs in, and nothing that it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.rules import Rules


class Facts:
    """What the class of a newspaper may say of it. Nothing of it is needed for reading: where an address pattern or a
    selector does not hold, what the page says of itself does."""

    title: str | None = None
    home: str | None = None
    province: str | None = None
    family: str | None = None
    successor: str | None = None  # name of the newspaper it went into
    former: tuple[str, ...] = ()  # hosts it had, or has beside its home; an article keeps its identity there
    patterns: tuple[str, ...] = ()  # of its articles' addresses, path and query: see `article_key`
    fingerprints: tuple[
        str, ...
    ] = ()  # patterns of what its family's pages hold: `scrapy addnewspaper` knows it by them
    feeds: tuple[str, ...] = ()  # addresses of feeds that somebody has read; those a home page announces are found
    by_number: str | None = None  # an article's address where its number alone decides: "/bai-a{}.html"
    deny_pattern: str | None = None  # pattern of addresses that are not asked for: classified advertisements, e-papers
    rules: Rules | None = None  # where the fields stand on its pages
    tls_overrides: Mapping[str, Any] = {}  # settings by which its certificate trouble is borne with
    verified: Mapping[str, str] = {}  # fact -> the month somebody saw it hold; what is not here is a guess

    @classmethod
    def guesses(cls) -> list[str]:
        """The facts of this class that nobody has seen hold: taken from its family, or from who merged with whom."""
        places = ("home", "former", "successor")
        names = (*places, "family", "patterns", "feeds", "by_number", "deny_pattern", "tls_overrides")
        facts = [name for name in names if getattr(cls, name)]
        facts += sorted({field for rules in (cls.rules.sets if cls.rules else ()) for field in rules.select})
        return [fact for fact in facts if fact not in cls.verified]

    @classmethod
    def preprocess(cls, body: bytes) -> bytes:
        """The bytes of a page as they are to be read: for a family whose pages hide the text."""
        return body


def seen(facts: str, when: str = "2026-11") -> dict[str, str]:
    """`verified`, for facts named in a line and seen in the same month.

    A fact is the name of an attribute (`home`, `former`, `successor`, `family`, `patterns`) or of a field of the rules.
    Those of 2026-11 were seen in stored copies and in code that reads the newspaper: none of the sites has been read.
    """
    return dict.fromkeys(facts.split(), when)
