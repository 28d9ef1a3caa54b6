"""What a robots.txt says to us (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from protego import Protego
from scrapy.exceptions import IgnoreRequest

from archive.reasons import Code, Reason
from crawler.discovery import markup

_NAMED = re.compile(r"^([\ufeff \t]*user-?[ \t]?agent[ \t]*:[ \t]*)([a-z_-]+)[^#\n]*", re.I | re.M)


class RobotsForbiddenError(IgnoreRequest):
    """robots.txt disallows the address."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be fetched, so nothing may be for now (RFC 9309 2.3.1.4)."""

    def __init__(self, rules: Robots):
        error = rules.error
        why = str(rules.status or error or "no answer")
        cause = error.code if isinstance(error, Reason) else None
        self.reason = Reason(Code.ROBOTS_UNREACHABLE, url=rules.url, why=why, cause=cause)
        super().__init__(self.reason)


@dataclass(slots=True)
class Robots:
    """What a robots.txt says to us. `status` is that of the last answer, None without one; `crawl_delay` in seconds.

    `error` says why there was none, `refused` that its host is not ours to ask, `nobody` that there is no such server. Not `reachable`: the server failed (RFC 9309
    2.3.1.4) or is busy, so nothing may be fetched until that is over.
    """

    url: str
    status: int | None = None
    reachable: bool = True
    refused: bool = False
    nobody: bool = False
    error: str = ""
    sitemaps: list[str] = field(default_factory=list)
    crawl_delay: float | None = None
    rules: Protego | None = None
    agent: str = ""
    expires: float = 0.0  # monotonic

    def allowed(self, url: str) -> bool:
        """Whether we may fetch `url`: everything where there is no robots.txt, nothing where it is out of reach."""
        return self.reachable and (self.rules is None or self.rules.can_fetch(url, self.agent))


def parse(body: bytes, agent: str) -> Protego:
    """The rules of a robots.txt, in which the groups for `agent` are named so and those for others are not.

    A name ends at the first character that is no letter, `-` or `_`, and is ours whole or not at all (RFC 9309 2.2.1):
    `baotinh/0.1` is `baotinh`, `bao` is not.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b")):
        text = markup.read(body)
    else:
        text = body.decode("utf-8-sig", errors="replace")

    def ours(line: re.Match[str]) -> str:
        """The line with `agent` where it names us, in any case, with `?` where it names another."""
        return line[1] + (agent if line[2].lower() == agent.lower() else "?")

    return Protego.parse(_NAMED.sub(ours, text.replace("\r\n", "\n").replace("\r", "\n")))
