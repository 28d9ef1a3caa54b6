"""Why a page is no article, why there is no answer, how a crawl ended: as codes with details, and in English.

The archive stores code and detail (`pages.reason`, `pages.detail`, `crawls.ending`, `crawls.detail`); whoever decides looks at the code.
The sentence is made from them where people read it: in English here, for logs and the command line, in the reader's
language by the site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """What a reason is, as it is stored."""

    # a page that is no article
    LISTING = "listing"
    FRONT_PAGE = "front_page"
    STATIC_PAGE = "static_page"
    TITLE_ONLY = "title_only"
    NO_TEXT = "no_text"
    NO_LETTERS = "no_letters"
    FEW_WORDS = "few_words"
    NOT_FOUND = "not_found"
    STATUS = "status"
    META_REFRESH = "meta_refresh"
    SCRIPT_SHELL = "script_shell"
    LOGIN_WALL = "login_wall"
    CAPTCHA = "captcha"
    COOKIE_WALL = "cookie_wall"
    EMPTY_PAGE = "empty_page"
    ATTACHMENT = "attachment"
    SEARCH_RESULTS = "search_results"
    BINARY_FILE = "binary_file"
    UNREADABLE = "unreadable"
    MEDIA_TYPE = "media_type"
    PART = "part"
    FOREIGN = "foreign"
    DOUBTFUL = "doubtful"
    UNLIKE = "unlike"
    SHOWN_ELSEWHERE = "shown_elsewhere"
    READ_FOR_LINKS = "read_for_links"
    NAMES_NOTHING = "names_nothing"
    NO_SUCH_NUMBER = "no_such_number"
    # an address without a usable answer
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    OFF_SITE = "off_site"
    PRIVATE_ADDRESS = "private_address"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    SERVER_TROUBLE = "server_trouble"
    NOT_A_PAGE = "not_a_page"
    GONE = "gone"
    GONE_UNSAID = "gone_unsaid"
    MOVED = "moved"
    MOVED_TO_FRONT = "moved_to_front"
    MOVED_TO_SECTION = "moved_to_section"
    MOVED_NOWHERE = "moved_nowhere"
    REDIRECT_LOOP = "redirect_loop"
    NOT_MODIFIED_UNASKED = "not_modified_unasked"
    ARTICLE_MISSING = "article_missing"
    DISPLACED = "displaced"
    NAMES_NOTHING_NOW = "names_nothing_now"
    UNREAD = "unread"
    # fetching that failed
    CERTIFICATE_NAME = "certificate_name"
    CERTIFICATE = "certificate"
    NO_TLS = "no_tls"
    TLS = "tls"
    NO_HOST = "no_host"
    ANSWER_TOO_LARGE = "answer_too_large"
    PROXY = "proxy"
    TIMEOUT = "timeout"
    NO_CONNECTION = "no_connection"
    INCOMPLETE = "incomplete"
    NO_HTTP = "no_http"
    BROKEN_OFF = "broken_off"
    NOT_UNPACKED = "not_unpacked"
    SCHEME = "scheme"
    # how a crawl ended
    FINISHED = "finished"
    LIMIT_REACHED = "limit_reached"
    SHUTDOWN = "shutdown"
    INTERRUPTED = "interrupted"
    LEFT_ALONE = "left_alone"
    STORAGE = "storage"
    USAGE = "usage"
    OTHER = "other"


ENGLISH: Mapping[Code, str] = {
    Code.LISTING: "listing: {links} links, {words} words of text",
    Code.FRONT_PAGE: "listing: front page: {links} links, {words} words of text",
    Code.STATIC_PAGE: "static page",
    Code.TITLE_ONLY: "no text: a title at most",
    Code.NO_TEXT: "no text",
    Code.NO_LETTERS: "no text: hardly a letter",
    Code.FEW_WORDS: "no text: {words} words",
    Code.NOT_FOUND: "not found page answering 200",
    Code.STATUS: "status {status}",
    Code.META_REFRESH: "redirect by meta refresh",
    Code.SCRIPT_SHELL: "JavaScript shell",
    Code.LOGIN_WALL: "login wall",
    Code.CAPTCHA: "captcha",
    Code.COOKIE_WALL: "cookie wall: it shows its pages only to browsers that send back what it sets",
    Code.EMPTY_PAGE: "empty page",
    Code.ATTACHMENT: "attachment page",
    Code.SEARCH_RESULTS: "search results",
    Code.BINARY_FILE: "binary file",
    Code.UNREADABLE: "no readable page",
    Code.MEDIA_TYPE: "not a page of text: {mime}",
    Code.PART: "part of {url}",
    Code.FOREIGN: "not the newspaper's: {signs}",
    Code.DOUBTFUL: "perhaps not the newspaper's: {signs} (-s TAKE_DOUBTFUL=1 takes such pages)",
    Code.UNLIKE: "nothing of the article that stands there: “{title}”, {words} words, and no other article for certain (-s TAKE_DOUBTFUL=1 takes such pages)",
    Code.SHOWN_ELSEWHERE: "not the newspaper's article: what {url} shows",
    Code.READ_FOR_LINKS: "{kind}: read for its links",
    Code.NAMES_NOTHING: "{kind}: names nothing",
    Code.NO_SUCH_NUMBER: "no article of this number: {why}",
    Code.ROBOTS: "robots.txt forbids it",
    Code.ROBOTS_UNREACHABLE: "{url}: {why}",  # and `cause`, the code of why
    Code.OFF_SITE: "{text}",
    Code.PRIVATE_ADDRESS: "{text}",
    Code.TOO_LARGE: "larger than {mb} MB",
    Code.REFUSED: "{status}: the server refuses",
    Code.SERVER_TROUBLE: "{status}: the server has trouble",
    Code.NOT_A_PAGE: "{status}: not a page",
    Code.GONE: "{status}",
    Code.GONE_UNSAID: "gone: {status}, with the page that is shown for addresses that never were",
    Code.MOVED: "moved to {url}",
    Code.MOVED_TO_FRONT: "moved to the front page: {url}",
    Code.MOVED_TO_SECTION: "moved to a section: {url}",
    Code.MOVED_NOWHERE: "a redirect to nowhere",
    Code.REDIRECT_LOOP: "redirects without end",
    Code.NOT_MODIFIED_UNASKED: "304: nobody asked whether it had changed",
    Code.ARTICLE_MISSING: "no article there now: {why}",
    Code.DISPLACED: "another article stands at its address, {url}",
    Code.NAMES_NOTHING_NOW: "the {kind} names nothing now",
    Code.UNREAD: "could not be read: {text}",
    Code.CERTIFICATE_NAME: "the certificate is of another name",
    Code.CERTIFICATE: "the certificate is not believed: it has expired, or nobody known has signed it",
    Code.NO_TLS: "no TLS is spoken there",
    Code.TLS: "no secure connection could be agreed on ({text})",
    Code.NO_HOST: "there is no host of this name",
    Code.ANSWER_TOO_LARGE: "the answer is too large",
    Code.PROXY: "the proxy opens no way there",
    Code.TIMEOUT: "no answer within {seconds} seconds",
    Code.NO_CONNECTION: "no connection ({text})",
    Code.INCOMPLETE: "the answer is incomplete: it broke off, or is of another length than it says",
    Code.NO_HTTP: "the answer is no HTTP",
    Code.BROKEN_OFF: "the connection was broken off",
    Code.NOT_UNPACKED: "the answer cannot be unpacked",
    Code.SCHEME: "not an address of the web",
    Code.FINISHED: "finished",
    Code.LIMIT_REACHED: "limit reached",
    Code.SHUTDOWN: "shutdown",
    Code.INTERRUPTED: "interrupted",
    Code.LEFT_ALONE: "{url}: the server asks to be left alone for {seconds} s",
    Code.STORAGE: "{text}",
    Code.USAGE: "{text}",
    Code.OTHER: "{text}",
}

# Pages of lists, which are asked again for what they lead to.
LISTS = frozenset({Code.LISTING, Code.FRONT_PAGE})
# What pages say that stand before every other page of a site, for browsers or people only.
WALLS = frozenset({Code.SCRIPT_SHELL, Code.LOGIN_WALL, Code.CAPTCHA, Code.COOKIE_WALL})
# What is not the newspaper's own.
NOT_ITS_OWN = frozenset({Code.FOREIGN, Code.DOUBTFUL, Code.UNLIKE, Code.SHOWN_ELSEWHERE})
CERTIFICATES = frozenset({Code.CERTIFICATE_NAME, Code.CERTIFICATE})
ENDED_WELL = frozenset({Code.FINISHED, Code.LIMIT_REACHED})


class Reason(str):
    """A reason: reads as its English sentence, and carries the `code` and the `values` that the sentence was made from."""

    code: Code
    values: Mapping[str, Any]

    def __new__(cls, code: Code, **values: Any) -> Reason:
        reason = super().__new__(cls, ENGLISH[code].format(**values))
        reason.code, reason.values = code, values
        return reason

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (str(self.code), dict(self.values))

    @property
    def detail(self) -> str | None:
        """The values as JSON, for the column `detail`; None where the code says all."""
        return json.dumps(self.values, ensure_ascii=False) if self.values else None


def _remake(code: str, values: dict[str, Any]) -> Reason:
    """Makes a reason of its stored code and values."""
    return Reason(Code(code), **values)


def stored(code: str | None, detail: str | None) -> Reason | None:
    """The reason that the columns hold; None where they hold none."""
    return _remake(code, json.loads(detail) if detail else {}) if code else None


def other(text: str) -> Reason:
    """A reason in words that no code stands for: what a library or the system said."""
    return Reason(Code.OTHER, text=text)


def code_of(reason: Reason | None) -> Code | None:
    """The code; None where there is no reason."""
    return reason.code if reason is not None else None
