"""What is known of a newspaper, as data: all that one differs in, and nothing that a crawl does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from archive.article import Key, KeyScope
from archive.frontier import pages
from crawler.backfill import Serial
from crawler.discovery import addresses
from pipelines import rules as page_rules
from pipelines.rules import Rules

_YEAR = re.compile(r"(?:19|20)\d\d")


class NewspaperError(ValueError):
    """A newspaper is described wrongly; the message names it, the fact, and what to write."""


def _as_it_came(body: bytes) -> bytes:
    """The bytes of a page, of which nothing is to be mended."""
    return body


@dataclass(frozen=True, kw_only=True)
class Newspaper:
    """What may be said of a newspaper. Nothing of it is needed for reading: where an address pattern or a selector does
    not hold, what the page says of itself does. Raises NewspaperError for a fact that cannot be one."""

    name: str
    title: str | None = None
    home: str | None = None
    province: str | None = None
    family: str | None = None
    successor: str | None = None  # name of the newspaper it went into
    former: tuple[str, ...] = ()  # hosts it had, or has beside its home; an article keeps its identity there
    patterns: tuple[str, ...] = ()  # of its articles' addresses, path and query: see `article_key`
    feeds: tuple[str, ...] = ()  # addresses of feeds that somebody has read; those a home page announces are found
    by_number: str | None = None  # an article's address where its number alone decides: "/bai-a{}.html"
    deny_pattern: str | None = None  # pattern of addresses that are not asked for: classified advertisements, e-papers
    rules: Rules | None = None  # where the fields stand on its pages
    tls_overrides: Mapping[str, Any] = field(default_factory=dict)  # settings by which its certificate trouble is borne
    verified: Mapping[str, str] = field(default_factory=dict)  # fact -> the month somebody saw it hold; else a guess
    preprocess: Callable[[bytes], bytes] = (
        _as_it_came  # a page's bytes as they are to be read: where they hide the text
    )
    fallback_key: Callable[[str], str | None] | None = None  # the identity of an article whose address fits no pattern

    def __post_init__(self) -> None:
        for fact, (holds, wanted) in _CHECKS.items():
            said = getattr(self, fact)
            if said is not None and not holds(said):
                raise NewspaperError(f"newspaper {self.name!r}: {fact}={said!r}: {wanted}")

    def guesses(self) -> list[str]:
        """The facts that nobody has seen hold: taken from its family, or from who merged with whom."""
        places = ("home", "former", "successor")
        names = (*places, "family", "patterns", "feeds", "by_number", "deny_pattern", "tls_overrides")
        facts = [name for name in names if getattr(self, name)]
        facts += sorted({field for rules in (self.rules.sets if self.rules else ()) for field in rules.select})
        return [fact for fact in facts if fact not in self.verified]

    def article_key(self, url: str) -> str | None:
        """The identity of the article at this address within the newspaper; None: the address is.

        It is what the groups of the first of `patterns` that fits have caught, in their order. Host, slug and
        section are no part of it: they change, and some servers ignore them.
        """
        key = "-".join(self._named(url).values())
        return key or (self.fallback_key(url) if self.fallback_key else None)

    def key(self, url: str) -> Key | None:
        """`article_key`, and how far it is believed: the names of the groups say so, `hex`, `id` or a mere `number`.

        None without a key.
        """
        text, named = self.article_key(url), self._named(url)
        scope = KeyScope.FAMILY if "hex" in named else KeyScope.UNTRUSTED if "number" in named else KeyScope.NEWSPAPER
        return Key(text, scope) if text else None

    def serial(self, url: str) -> Serial | None:
        """The number in an article's address, with the pattern it was found by; None for hexadecimal ids and others."""
        match, named = self.fits(url), self._named(url)
        number = re.fullmatch(r"[a-z]*(\d+)", named.get("id") or named.get("number") or "")
        if match is None or number is None or len(number[1]) > 18 or "[0-9a-f]" in match.re.pattern:
            return None
        return match.re.pattern, int(number[1])

    def fits(self, url: str) -> re.Match[str] | None:
        """The match of the first of `patterns` that the address fits; None for none."""
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return next((match for known in self.patterns if (match := address_pattern(known).search(address))), None)

    def is_article(self, url: str) -> bool:
        """Whether an address is an article's by its form; a newspaper that took an article down may send its readers to
        a section page.
        """
        return self.fits(url) is not None or addresses.priority(url) == pages.ARTICLE

    def denies(self, url: str) -> bool:
        """Whether an address is never to be asked for."""
        return bool(self.deny_pattern and address_pattern(self.deny_pattern).search(urlsplit(url).path))

    def has_site(self, host: str) -> bool:
        """Whether a host, as `addresses.site` spells it, is or was the newspaper's."""
        return host in self.former or (self.home is not None and host == addresses.site(self.home))

    def _named(self, url: str) -> dict[str, str]:
        """What the pattern that fits has caught, by the names of its groups; a year is no number."""
        match = self.fits(url)
        found = {name: text for name, text in match.groupdict().items() if text} if match else {}
        return {name: text for name, text in found.items() if name != "number" or not _YEAR.fullmatch(text)}


@dataclass(frozen=True, kw_only=True)
class Family:
    """What newspapers that run on one system have in common. `fingerprints` are patterns of what its pages hold:
    `scrapy addnewspaper` knows it by them; the rest is as in Newspaper. Raises NewspaperError as that does."""

    name: str
    fingerprints: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    by_number: str | None = None
    deny_pattern: str | None = None
    rules: Rules | None = None

    def __post_init__(self) -> None:
        self.newspaper(name=self.name)  # is checked as one

    def newspaper(self, **facts: Any) -> Newspaper:
        """A newspaper of this family, by fields of Newspaper; what they do not say is the family's."""
        shared = {fact: getattr(self, fact) for fact in ("patterns", "by_number", "deny_pattern", "rules")}
        return Newspaper(**{"family": self.name, **shared, **facts})


@lru_cache(maxsize=512)
def address_pattern(text: str) -> re.Pattern[str]:
    """A pattern of addresses, in which capitals count as small letters."""
    return re.compile(text, re.I)


def seen(facts: str, when: str = "2026-11") -> dict[str, str]:
    """`verified`, for facts named in a line and seen in the same month.

    A fact is a field of Newspaper (`home`, `former`, `successor`, `family`, `patterns`) or of its page rules. Those of
    2026-11 were seen in stored copies and in code that reads the newspaper: none of the sites has been read.
    """
    return dict.fromkeys(facts.split(), when)


def is_name(text: object) -> bool:
    """Whether a text may be a newspaper's name: "bao-mau"."""
    return isinstance(text, str) and re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) is not None


def _is_address(text: object) -> bool:
    """Whether it is a whole address: "https://bao.example.vn/"."""
    return isinstance(text, str) and addresses.normalize(text) is not None


def _is_host(text: object) -> bool:
    """Whether it is a host as `addresses.site` spells it: "bao.example.vn", not "www.bao.example.vn"."""
    return isinstance(text, str) and _is_address(f"https://{text}/") and addresses.site(f"https://{text}/") == text


def _is_pattern(text: object) -> bool:
    """Whether it is a regular expression: r"-(?P<id>[0-9]+)[.]html$"."""
    try:
        return isinstance(text, str) and bool(text) and address_pattern(text) is not None
    except re.error:
        return False


def _is_feed(text: object) -> bool:
    """Whether it is an address, or the path of one: "/rss/tin-moi.rss"."""
    return isinstance(text, str) and (_is_address(text) or text.startswith("/"))


def _all(holds: Callable[[object], bool]) -> Callable[[object], bool]:
    """Whether it is a tuple, and each of it is what `holds` says; ("a") is none, ("a",) is."""
    return lambda value: isinstance(value, tuple) and all(map(holds, value))


def _are_facts(verified: object) -> bool:
    """Whether each is a fact that a newspaper has, with a month: {"home": "2026-11"}."""
    known = {*(one.name for one in fields(Newspaper)), *page_rules.FIELDS}
    months = isinstance(verified, Mapping) and all(re.fullmatch(r"\d{4}-\d\d", month) for month in verified.values())
    return months and isinstance(verified, Mapping) and verified.keys() <= known


# What each fact has to be, and what to write where it is not.
_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "name": (is_name, "write small letters, digits and hyphens"),
    "title": (lambda title: isinstance(title, str) and bool(title.strip()), "write what it calls itself"),
    "home": (_is_address, "write the address of its front page, like https://bao.example.vn/"),
    "province": (is_name, "write the slug of its province, like thai-nguyen"),
    "family": (is_name, "write the name of its family, like dataimg"),
    "successor": (is_name, "write the name of the newspaper it went into, as in `scrapy list`"),
    "former": (_all(_is_host), 'write a tuple of hosts without https:// and www., like ("bao.example.vn",)'),
    "patterns": (_all(_is_pattern), r'write a tuple of regular expressions, like (r"-(?P<id>\d+)\.html$",)'),
    "feeds": (_all(_is_feed), 'write a tuple of addresses or paths, like ("/rss/tin-moi.rss",)'),
    "by_number": (
        lambda text: _is_feed(text) and text.count("{}") == 1,
        'write an address with {} for the number, like "/bai-a{}.html"',
    ),
    "deny_pattern": (_is_pattern, 'write a regular expression of paths, like r"^/rao-vat/"'),
    "rules": (lambda rules: isinstance(rules, Rules), 'write Rules(RuleSet({"body": "div.content"}))'),
    "tls_overrides": (
        lambda settings: isinstance(settings, Mapping) and all(name.isupper() for name in settings),
        'write settings, like {"DOWNLOAD_VERIFY_CERTIFICATES": False}',
    ),
    "verified": (_are_facts, 'write facts that a newspaper has and the month, like seen("home patterns", "2026-11")'),
    "preprocess": (callable, "write a function that takes and gives the bytes of a page"),
    "fallback_key": (callable, "write a function that takes an address and gives a key or None"),
}

ANY = Newspaper(name="newspaper")  # one of which nothing is known but what its pages say
