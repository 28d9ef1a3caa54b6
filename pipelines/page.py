"""A page on its way through the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lxml import etree

from archive.article import Article, Key
from archive.captures import Origin
from archive.frontier.pages import Link
from archive.reasons import Reason
from pipelines.evidence import Choice
from pipelines.outline import Block, Outline, Part, Walked
from pipelines.outline.elements import Elements
from pipelines.profiles.profile import Profile
from pipelines.rules import Rules
from pipelines.structured_data.page_head import PageHead


@dataclass
class Visit:
    """What the crawler knows of how a page was reached; the last pipeline writes it down with the page."""

    kind: str = "page"  # page, sitemap, feed
    depth: int = 0
    capture: Any = None  # the WARC record, a crawler.captures.Capture
    origin: Origin | None = None  # the web archive that it came from
    capture_id: int | None = None  # of the record, once it was stored
    further: list[Any] = field(default_factory=list)  # the records of an article's further pages
    links: list[Link] = field(default_factory=list)
    key: Key | None = None  # what its newspaper's family calls the article by, where it does
    published: str | None = None  # what a news sitemap or a feed said of it
    anchor: str | None = None  # the words of a link that led to it
    teaser: str | None = None  # what a feed told of it
    horizon: int | None = None  # how far the pages known reached when this list was last read
    listed: list[str] = field(default_factory=list)  # what a list names, on none of its pages read before in this crawl
    newest: date | None = None  # the day of the newest thing that a list names
    number: int = 0  # of a page of a list; 0 for the first
    next: str | None = None  # address of the page after this one
    refresh: str | None = None  # where a header sends its readers on to, as `Refresh` says it
    linked: str = ""  # what the header `Link` says
    sets_cookie: bool = False
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    saved: bool = False  # read from a file, which may be older than what is known of the address
    article_id: int | None = None  # of the article that was stored
    new: bool = False  # whether that was not known before
    replaced: str | None = None  # the title of what it said before, where nothing of that is left
    profile: int = 0  # version of the profile that the page was read with


@dataclass
class Page:
    """A fetched page: what came in, then what each pipeline found.

    The crawler fills the first block, the pipelines the second. After the last pipeline exactly one of
    `article`, `part_of` and `reason` is set: an article, a further part of one, or why the page is neither.
    """

    url: str
    body: bytes
    fetched_at: datetime  # aware
    content_type: str = ""  # as sent; may be empty or wrong
    status: int = 200
    newspaper: str = ""  # id of the newspaper
    newspaper_title: str = ""  # its name, to be cut off titles; may be empty
    rules: Rules | None = None  # the family's page rules, where there are any
    profile: Profile | None = None  # what was learned of the newspaper's pages, where that says anything

    text: str | None = None  # decoded
    tree: etree._Element | None = None  # None for plain text
    elements: Elements | None = None  # of the tree
    head: PageHead | None = None  # what the page says about itself
    outline: Outline | None = None  # the page as lines
    walked: dict[bool, Walked] = field(default_factory=dict)  # the same, light or whole, for a second reading
    chosen: dict[str, list[str]] = field(default_factory=dict)  # texts that the family's rules have picked, by field
    block: Block | None = None  # where its article stands
    found: list[Part] = field(default_factory=list)  # the article's lines
    gone: list[Part] = field(default_factory=list)  # the lines of its block that are no part of it
    strip: bool = True  # whether those are left out of the body
    article: Article | None = None
    parts: list[str] = field(default_factory=list)  # addresses of the article's further pages, in order
    part_of: str | None = None  # address of the first page, where this one is a further page
    part: Article | None = None  # what a further page holds
    signed: bool = False  # whether the byline stands below the text itself
    reason: Reason | None = None  # "listing: 31 links, 20 words of text", "login wall", ...
    trail: list[Choice] | None = None  # what was weighed for each field; None where nobody asks for it
    stats: dict[str, int] = field(default_factory=dict)  # what was repaired, for the crawl's statistics
    visit: Visit = field(default_factory=Visit)
